"""An edition in preparation on its whole way: from the invented files to its pages in the book."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import invented
import pandas as pd
import pytest
import yaml
from conftest import ROOT, edit
from lxml import html
from rendered import TEMPLATES, rendered

from quire.core.project import Project
from quire.pipeline.driver import look, run_study
from quire.pipeline.selection import of_book
from studylib.data.editions import Edition, list_editions
from studylib.pages.assembly import contents
from studylib.pages.preparing_pages import PreparingPage
from studylib.pages.secretariat_pages import secretariat_files

NOTEBOOK = "notebooks/edition/60_progress.ipynb"


@pytest.fixture(scope="module")
def done(finished_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with the invented edition, the study's own notebook on it and its pages; every run made."""
    root = Path(
        shutil.copytree(finished_study.root, tmp_path_factory.mktemp("preparing") / "study")
    )
    shutil.copytree(ROOT / "book", root / "book")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / NOTEBOOK, root / NOTEBOOK)
    project = Project(root)
    invented.write_preparation(project.raw)
    report = run_study(project)
    assert not report.failed, report.failed[0]
    assert report.done == ("2009/progress", "study/overview")
    return project


@pytest.fixture
def files(done: Project) -> dict[str, bytes]:
    """The internal book."""
    inside = replace(done, internal=True)
    return contents(inside, look(inside))


@pytest.fixture
def public(done: Project) -> dict[str, bytes]:
    """The book for everybody."""
    return contents(done, of_book(done, look(done)))


def values(project: Project) -> dict[str, str]:
    data = json.loads((project.runs / "2009/progress/values.json").read_bytes())
    return {name: each["text"] for name, each in data.items()}


def test_the_page_says_what_was_worked_out_on_paper(done: Project) -> None:
    said = values(done)
    assert "10 March 2009" in said["as_of"]
    assert "1 is late: “Answers in hand” by 3 days" in said["calendar"]
    assert (
        "6 of 9 have answered (67 per cent), 1 has begun, and from 2 nothing has come yet"
        in said["invited"]
    )
    assert "Of 5 members of the Community" in said["members"]
    assert "3 have answered (60 per cent)" in said["members"]
    assert "2 have answers enough" in said["publishable"]
    assert "Europe for 1 question" in said["regions"]


def test_everything_that_is_stated_is_said_on_the_page(
    files: dict[str, bytes], done: Project
) -> None:
    page = json.loads(files["editions/2009/progress.ipynb"])
    text = "".join(
        output["data"].get("text/markdown", "")
        for cell in page["cells"]
        for output in cell.get("outputs", ())
    )
    assert {name for name in values(done) if f"#value-{name}" not in text} == set()


def test_the_book_has_its_pages_in_a_part_of_their_own(files: dict[str, bytes]) -> None:
    found = yaml.safe_load(files["_toc.yml"])["parts"]
    parts = {
        part["caption"]: [
            name["file"] for page in part["chapters"] for name in (page, *page.get("sections", ()))
        ]
        for part in found
    }
    own = ["index", "progress", "cities"]
    assert parts["In preparation"] == [f"editions/2009/{name}" for name in own]
    assert "Edition 2009" not in parts
    assert {"editions/2009/index.md", "editions/2009/progress.ipynb"} <= set(files)


def test_other_pages_name_it_as_one_in_preparation(files: dict[str, bytes], done: Project) -> None:
    about, index = files["about.md"].decode(), files["index.md"].decode()
    assert "## Editions in preparation" in about
    assert "## Editions on record" not in about
    assert "2009 is in preparation" in index
    assert "editions/2009" not in index
    cards = (done.processed / "editions.json").read_text()
    assert '"in preparation"' in cards


def test_its_cities_are_named_for_the_secretariat_which_the_pages_say_first(
    files: dict[str, bytes],
) -> None:
    landing = files["editions/2009/index.md"].decode()
    assert "figures are provisional" in landing
    assert "without its consent" in landing
    cells = json.loads(files["editions/2009/progress.ipynb"])["cells"]
    first = next("".join(each["source"]) for each in cells if each["cell_type"] == "markdown")
    assert "for the secretariat" in first
    assert "provisional" in first


def test_the_book_for_everybody_has_nothing_of_it_but_that_it_is_in_preparation(
    public: dict[str, bytes],
) -> None:
    assert [name for name in public if name.startswith("editions/2009")] == []
    about = public["about.md"].decode()
    assert "Subject: Night trains" in about
    assert "editions/2009" not in about
    # a city of the invented ones that no survey of residents has
    assert [name for name, data in public.items() if b"Epsilon" in data] == []
    assert b"announcement" not in public["_config.yml"]


def test_every_page_of_the_internal_book_says_so(files: dict[str, bytes]) -> None:
    options = yaml.safe_load(files["_config.yml"])["sphinx"]["config"]["html_theme_options"]
    assert options["announcement"].startswith("Internal: for the secretariat")


def test_the_secretariat_reads_what_a_city_answered(files: dict[str, bytes]) -> None:
    page = files["editions/2009/cities/zeta.md"].decode()
    assert "not by 10 March 2009, 36 days after the invitation" in page
    assert cells_of(page) == [
        ["Is there a plan?", "Perhaps", "required"],
        ["Is there a budget?", "no answer", "required"],
        ["Are there parks?", "not asked", ""],
        ["Are there trams?", "no answer", ""],
    ]
    index = files["editions/2009/cities.md"].decode()
    assert 'href="cities/zeta.html"' in index


def test_a_city_that_does_not_consent_is_not_read_and_doubts_are_shown(
    done: Project, tmp_path: Path
) -> None:
    project = Project(Path(shutil.copytree(done.root, tmp_path / "study")), internal=True)
    folder = project.incoming / "2009"
    cities = pd.read_csv(folder / "cities.csv", dtype=str, keep_default_na=False)
    consent = cities["participant"].map({"alpha": "no", "beta": "totals"}).fillna("named")
    cities.assign(consent=consent).to_csv(folder / "cities.csv", index=False)
    head = "doubt;what;file;row;city;question;value;suggestion;options;decision;who;why"
    rows = ["d1;is no choice;a.csv;3;Beta;plan;<b>maybe</b>;no;yes, no;;;"]
    (folder / "doubts.csv").write_text("\n".join([head, *rows, rows[0].replace("Beta", "Alpha")]))
    made = secretariat_files(project, list_editions(project))
    pages = [made[f"editions/2009/cities/{name}.md"] for name in ("alpha", "beta")]
    alpha, beta = (rendered(page) for page in pages if not isinstance(page, bytes))
    assert "does not consent" in alpha
    assert "Is there a plan?" not in alpha
    assert "maybe" not in alpha
    assert "&lt;b&gt;maybe" in beta
    assert "totals" in beta


def test_what_a_city_answered_is_in_no_table_and_no_run(done: Project) -> None:
    edit(done.incoming / "2009/answers.csv", "zeta,plan,perhaps", "zeta,plan,no")
    try:
        # the filter on parks stands on that answer
        assert run_study(done).done == ("2009/progress",)
        said = b"".join(path.read_bytes() for path in (done.processed / "2009").glob("*.csv"))
        assert b"perhaps" not in said
    finally:
        edit(done.incoming / "2009/answers.csv", "zeta,plan,no", "zeta,plan,perhaps")
        run_study(done)


def test_an_edition_that_has_only_begun_runs_too(done: Project, tmp_path: Path) -> None:
    project = Project(Path(shutil.copytree(done.root, tmp_path / "study")))
    work = {"as_of": "2009-03-10", "calendar": []}
    invented.write_yaml(
        project.raw / "editions/2009.yml", {**invented.PREPARING, "preparation": work}
    )
    for path in [*(project.incoming / "2009").glob("*.csv"), project.raw / "members.csv"]:
        path.write_text(path.read_text().splitlines()[0] + "\n")
    invented.write_sidecar(project.raw, "members")
    report = run_study(project)
    assert not report.failed, report.failed[0]
    said = values(project)
    assert said["invited"] == said["weeks"] == "No city has been invited yet."
    assert said["members"].endswith("the share of its members is not known.")
    assert "no steps" in said["calendar"]


def cells_of(page: str) -> list[list[str]]:
    """The cells of the first table of a page, row by row, without its head."""
    table = html.fromstring(page[page.index("<table") : page.index("</table>")])
    rows = [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
    return rows[1:]


def edition(**changes: object) -> Edition:
    return Edition.model_validate({**invented.PREPARING, "id": "2009", **changes})


def test_words_from_its_file_cannot_become_markup() -> None:
    spiteful = edition(title="<script>x</script>", subject="{ref}`y` *z*")
    page = PreparingPage(spiteful, "2009", ["<b>"], ["progress"], held="<script>")
    for text in (rendered(page), TEMPLATES.render("preparing_editions.md", preparing=[page])):
        assert not re.search(r"(?<!\\)<(script|b)|\{ref\}`", text)


def test_nothing_is_said_where_none_is_in_preparation() -> None:
    assert not TEMPLATES.render("preparing_editions.md", preparing=[]).strip()
    two = [PreparingPage(edition(), name, [], []) for name in ("2010", "2009")]
    said = TEMPLATES.render("other_editions.md", recorded=[], preparing=two)
    assert "2010 and 2009 are in preparation" in said
