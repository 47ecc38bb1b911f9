"""Notebooks and the outputs of runs, said in another language as a book is put together."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any, cast

import invented
import pandas as pd
import pytest
from conftest import Cell, code, prose, write_notebook
from matplotlib.figure import Figure
from spanish import entry, spanish, write_catalogue

from quire.book.dependencies import made_of
from quire.book.translated import say_html, say_output, say_plan
from quire.command import main
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.languages.catalogues import language_of
from quire.pipeline.notebooks import Notebook, list_notebooks
from quire.pipeline.plan import Plan, Run
from quire.pipeline.preparation import Preparation
from quire.showing import outputs
from quire.showing.figures import show_figure, show_table
from quire.showing.outputs import keep_made
from quire.text import words
from quire.text.languages import speaking
from quire.text.messages import MADE, _

MYST = "text/markdown"
WORDS = {
    "Rain & snow": "Lluvia y nieve",
    "Rain": "Lluvia",
    "Town": "Villa",
    "Towns of the land": "Villas del país",
    "Two towns, 2001": "Dos villas, 2001",
    "A dot is a town.": "Un punto es una villa.",
    "A dot is a town": "Un punto es una villa",
    "Dots of two towns": "Puntos de dos villas",
    "Somebody, in 2001.": "Alguien, en 2001.",
    "All rows": "Todas las filas",
    "How it rains": "Cómo llueve",
    'Who says "rain"': "Quién dice «lluvia»",
}


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<td>Rain</td>", "<td>Lluvia</td>"),
        ("<td> Rain\n</td>", "<td> Lluvia\n</td>"),
        ("<td>Rain &amp; snow</td>", "<td>Lluvia y nieve</td>"),
        ("<td>61.5</td><td>9,000</td>", "<td>61,5</td><td>9000</td>"),
        ("<td>Unheard &lt;of&gt; it's</td>", "<td>Unheard &lt;of&gt; it's</td>"),
        ('<b title="Rain" class="Rain">Town</b>', '<b title="Lluvia" class="Rain">Villa</b>'),
        ('<img alt="Rain &amp; snow"/>', '<img alt="Lluvia y nieve"/>'),
        (
            '<i aria-label="Rain" data-name="Town"></i>',
            '<i aria-label="Lluvia" data-name="Villa"></i>',
        ),
        (
            '<a title="Who says &quot;rain&quot;" href="Rain"></a>',
            '<a title="Quién dice «lluvia»" href="Rain"></a>',
        ),
        ('<tr style="--head-1: &#34;Town: &#34;">', '<tr style="--head-1: &#34;Villa: &#34;">'),
        ("<td></td>\n<td> </td>", "<td></td>\n<td> </td>"),
        ("", ""),
    ],
)
def test_html_has_its_texts_said_and_all_else_as_it_was(markup: str, said: str) -> None:
    with speaking(spanish(WORDS)):
        assert say_html(markup) == said
    assert say_html(markup) == markup


def test_what_a_catalogue_says_is_no_mark_up_in_html() -> None:
    with speaking(spanish({"Rain": 'a <b> & "c"'})):
        assert say_html('<td title="Rain">Rain</td>') == (
            '<td title="a &lt;b&gt; &amp; &quot;c&quot;">a &lt;b&gt; &amp; &quot;c&quot;</td>'
        )


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Outputs as a notebook keeps them."""
    seen: list[dict[str, Any]] = []

    def keep(forms: dict[str, str], metadata: dict[str, Any], raw: bool) -> None:
        output = {"output_type": "display_data", "data": forms, "metadata": metadata}
        seen.append(json.loads(json.dumps(output)))

    monkeypatch.setattr(outputs, "display", keep)
    monkeypatch.delenv(outputs.VARIABLE, raising=False)
    return seen


def said(output: dict[str, Any]) -> str:
    """The form for a book of an output in Spanish; the output itself stays as it is."""
    before = copy.deepcopy(output)
    with speaking(spanish(WORDS)):
        told = say_output(output)
    assert output == before
    assert {**told["data"], MYST: ""} == {**output["data"], MYST: ""}
    return str(told["data"][MYST])


def figure() -> Figure:
    made = Figure(figsize=(2, 2))
    made.add_subplot().plot([0, 1])
    return made


def show(caption: str = "A dot is a town") -> None:
    show_figure(
        "rain",
        figure(),
        data=pd.DataFrame({"town": ["Graz"]}),
        title="Rain & snow",
        subtitle="Two towns, 2001",
        caption=caption,
        alt="Dots of two towns",
        source="Somebody, in 2001.",
    )


def test_a_figure_has_its_texts_said(shown: list[dict[str, Any]]) -> None:
    show()
    text = said(shown[0]).replace("\\", "")
    lines = text.splitlines()
    assert lines[:2] == ["```{figure} figures/rain.svg", ':alt: "Puntos de dos villas"']
    assert '<span class="study-figure-title">Lluvia y nieve</span>' in text
    assert '<span class="study-figure-subtitle">Dos villas, 2001</span>' in text
    assert "Un punto es una villa." in lines
    (source,) = (line for line in lines if "{download}" in line)
    assert source.startswith("Alguien, en 2001.")
    assert source.endswith("<figures/rain.csv>`")


def test_a_figure_has_the_dots_of_its_language_if_it_was_drawn_in_it(
    shown: list[dict[str, Any]],
) -> None:
    show()
    what = shown[0]["metadata"]["study"]
    what["dots"] = {"": "<div>English</div>\n", "es": "<div>español</div>\n"}
    assert said(shown[0]).endswith("```\n<div>español</div>\n")
    del what["dots"]["es"]
    assert said(shown[0]).endswith("```\n<div>English</div>\n")


def test_a_table_has_heads_cells_caption_and_source_said(shown: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame({"Town": ["Graz", "Rain"], "Rain": ["61.5", "12,345"]})
    show_table(
        "rows", frame, caption="Towns of the land", source="Somebody, in 2001.", fold="All rows"
    )
    text = said(shown[0])
    for told in ("Villas del país", ">Villa<", ">Lluvia<", "Graz", "61,5", "12\u202f345"):
        assert told in text
    for english in ("Towns of the land", "Rain", "Town<", "All rows", "Somebody"):
        assert english not in text
    assert "<summary>Todas las filas</summary>" in text
    # the source is Markdown, and said once
    assert text.replace("\\", "").count("Alguien, en 2001.") == 1
    assert "<figures/rows.csv>`" in text


def test_a_heading_is_said_as_a_heading() -> None:
    output = {
        "data": {"text/plain": ["How it ", "rains"], MYST: ["### How it rains"]},
        "metadata": {"study": {"heading": 3}},
    }
    assert said(output) == '<span id="how-it-rains"></span>\n\n### Cómo llueve'


def test_what_is_no_text_of_the_study_stays_as_it_is() -> None:
    stream = {"output_type": "stream", "text": "Rain"}
    values = {"data": {MYST: "Rain"}, "metadata": {"study": {"values": ["rain"]}}}
    with speaking(spanish(WORDS)):
        assert say_output(stream) is stream
        # sentences with values are said where they are joined with their origins
        assert say_output(values) is values


def test_in_the_language_of_the_source_an_output_is_the_one_of_the_run(
    shown: list[dict[str, Any]],
) -> None:
    show()
    assert say_output(shown[0]) is shown[0]


def test_the_language_of_a_book_is_that_of_its_project(tiny: Project) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    assert language_of(tiny) is None
    language = language_of(replace(tiny, language="es"))
    assert language is not None
    assert (language.id, language.say("Rain")) == ("es", "Lluvia")
    with pytest.raises(StudyError, match="no catalogue of the language 'fr'"):
        language_of(replace(tiny, language="fr"))


def plan_of(project: Project, *cells: Cell, title: str = "") -> Plan:
    """A plan of one notebook for two editions."""
    write_notebook(project.notebooks / "edition" / "10_rain.ipynb", list(cells))
    (notebook,), faults = list_notebooks(project)
    assert faults == []
    runs = [
        Run(scope, "rain", notebook, {}, {}, (), (), "", title=title) for scope in ("2001", "2002")
    ]
    return Plan(cast(Preparation, None), tuple(runs))


CELLS = (
    prose("# Rain\n\nIt rains.\n\nNobody has words for this."),
    code('edition = "2001"', "parameters"),
    prose("## How it rains"),
)
BLOCKS = {"# Rain": "# Lluvia", "It rains.": "Llueve.", "## How it rains": "## Cómo llueve"}


def sources(notebook: Notebook) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook.data["cells"]]


def test_the_prose_of_notebooks_is_said_and_their_code_is_not(tiny: Project) -> None:
    plan = plan_of(tiny, *CELLS, title="2001: Rain")
    before = sources(plan.notebooks[0])
    with speaking(spanish({**BLOCKS, "2001: Rain": "Lluvia en 2001", 'edition = "2001"': "x"})):
        told = say_plan(tiny, plan)
    (notebook,) = told.notebooks
    assert sources(notebook) == [
        "# Lluvia\n\nLlueve.\n\nNobody has words for this.",
        'edition = "2001"',
        '<span id="how-it-rains"></span>\n\n## Cómo llueve',
    ]
    assert [run.title for run in told.runs] == ["Lluvia en 2001", "Lluvia en 2001"]
    # what the run is stays: which notebook, which code
    assert [run.id for run in told.runs] == ["2001/rain", "2002/rain"]
    assert notebook.cells == plan.notebooks[0].cells
    assert sources(plan.notebooks[0]) == before


def test_a_page_without_a_title_of_its_own_gets_none(tiny: Project) -> None:
    with speaking(spanish(BLOCKS)):
        assert [run.title for run in say_plan(tiny, plan_of(tiny, *CELLS)).runs] == ["", ""]


def test_in_the_language_of_the_source_a_plan_stays_as_it_is(tiny: Project) -> None:
    plan = plan_of(tiny, *CELLS)
    assert say_plan(tiny, plan) is plan


def test_a_book_in_a_language_is_made_of_its_catalogues_and_of_no_others(tiny: Project) -> None:
    edition = {**invented.EDITION, "status": "recorded"}
    (tiny.raw / "editions").mkdir(parents=True)
    invented.write_yaml(tiny.raw / "editions/2002.yml", edition)
    for id in ("es", "fr"):
        write_catalogue(tiny, entry("Rain", "Lluvia"), id=id)
    book = made_of(replace(tiny, language="es"))
    assert tiny.root / "locale/es/messages.po" in book
    assert tiny.root / "locale/fr/messages.po" not in book
    assert not {path for path in made_of(tiny) if path.suffix == ".po"}
    # what is handed out with every book holds labels of the data in all languages
    labels = write_catalogue(tiny, entry("Rain", "Lluvia"), id="fr", name="labels")
    assert {path for path in made_of(tiny) if path.suffix == ".po"} == {labels}


@pytest.mark.parametrize("language", ["fr", "../es", "es/../../x"])
def test_only_a_language_with_catalogues_becomes_part_of_a_path(
    tiny: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    monkeypatch.chdir(tiny.root)
    before = {*tiny.root.rglob("*")}
    with pytest.raises(SystemExit):
        main(["book", "--language", language])
    assert "there is no catalogue of the language" in capsys.readouterr().err
    assert {*tiny.root.rglob("*")} == before


@pytest.mark.parametrize("kind", ["--draft", "--internal"])
def test_what_is_for_people_at_work_is_in_english(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    monkeypatch.chdir(tiny.root)
    with pytest.raises(SystemExit):
        main(["book", "--language", "es", kind])
    assert "in English only" in capsys.readouterr().err


@pytest.mark.usefixtures("nothing_made")
def test_what_the_texts_of_runs_were_made_of_is_known_from_their_files(tiny: Project) -> None:
    plan = plan_of(tiny, *CELLS)
    towns = words.listed(["Graz", "Ixelles"])
    text = str(_("{towns} are wet.", towns=towns))
    folder = plan.runs[1].folder(tiny)
    folder.mkdir(parents=True)
    keep_made(folder)
    MADE.clear()
    language = spanish({"{towns} are wet.": "{towns} están mojadas."})
    with speaking(language):
        say_plan(tiny, plan)
    assert language.say(text) == "Graz e Ixelles están mojadas."
