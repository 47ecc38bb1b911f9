"""An edition in preparation on its whole way: from the invented files to its pages in the book."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import invented
import pytest
import yaml
from conftest import ROOT, edit
from rendered import TEMPLATES, rendered

from quire.core.project import Project
from quire.pipeline.driver import look, run_study
from studylib.data.editions import Edition
from studylib.pages.assembly import contents
from studylib.pages.preparing_pages import PreparingPage

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
    return contents(done, look(done))


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
    assert parts["In preparation"] == ["editions/2009/index", "editions/2009/progress"]
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


def test_what_a_city_answered_reaches_no_page(done: Project, files: dict[str, bytes]) -> None:
    edit(done.raw / "preparation/2009/answers.csv", "zeta,plan,perhaps", "zeta,plan,unmistakable")
    try:
        assert run_study(done).done == ()
        assert not [name for name, data in files.items() if b"unmistakable" in data]
    finally:
        edit(
            done.raw / "preparation/2009/answers.csv", "zeta,plan,unmistakable", "zeta,plan,perhaps"
        )
        run_study(done)


def test_an_edition_that_has_only_begun_runs_too(done: Project, tmp_path: Path) -> None:
    project = Project(Path(shutil.copytree(done.root, tmp_path / "study")))
    work = {"as_of": "2009-03-10", "calendar": []}
    invented.write_yaml(
        project.raw / "editions/2009.yml", {**invented.PREPARING, "preparation": work}
    )
    for path in [*(project.raw / "preparation/2009").glob("*.csv"), project.raw / "members.csv"]:
        path.write_text(path.read_text().splitlines()[0] + "\n")
    invented.write_sidecar(project.raw, "members")
    report = run_study(project)
    assert not report.failed, report.failed[0]
    said = values(project)
    assert said["invited"] == said["weeks"] == "No city has been invited yet."
    assert said["members"].endswith("the share of its members is not known.")
    assert "no steps" in said["calendar"]


def edition(**changes: object) -> Edition:
    return Edition.model_validate({**invented.PREPARING, "id": "2009", **changes})


def test_words_from_its_file_cannot_become_markup() -> None:
    spiteful = edition(title="<script>x</script>", subject="{ref}`y` *z*")
    page = PreparingPage(spiteful, "2009", ["<b>"], ["progress"])
    for text in (rendered(page), TEMPLATES.render("preparing_editions.md", preparing=[page])):
        assert not re.search(r"(?<!\\)<(script|b)|\{ref\}`", text)


def test_nothing_is_said_where_none_is_in_preparation() -> None:
    assert not TEMPLATES.render("preparing_editions.md", preparing=[]).strip()
    two = [PreparingPage(edition(), name, [], []) for name in ("2010", "2009")]
    said = TEMPLATES.render("other_editions.md", recorded=[], preparing=two)
    assert "2010 and 2009 are in preparation" in said
