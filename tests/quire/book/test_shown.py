"""From a notebook with one of everything to its page and its print: what is shown, left out or refused, by real commands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from building import type_quire
from conftest import Cell, code, edit, prose, write_notebook
from lxml import html
from printed import BOOK, make_printer, opened, write_book

from quire.core.project import Project
from quire.printing.blocks import read_text
from quire.showing.formulas import draw_formula

TEX = r"\frac{a_1}{b}"
SAID = (
    "from quire.showing.values import state\n"
    "state('wet_mm', wet_mm, f'More than {wet_mm} mm is said to be wet.', origin='the parameter')"
)
CELLS = [
    prose(f"# Shown\n\nInside ${TEX}$; prices are in $ or US$.\n\n$$\n{TEX}\n$$\n"),
    {**prose("Secret {ref}`nothing` 42"), "metadata": {"tags": ["remove-cell"]}},
    code('edition = "2001"\nwet_mm = 700', "parameters"),
    code(SAID),
    code("print(edition, wet_mm, 'hidden')", "remove-cell"),
]
EXTENSIONS = (
    "sphinx: {config: {extensions: [jupyter_book, myst_nb, sphinx_comments, "
    "sphinx_external_toc, sphinx_design, sphinx_book_theme, "
    "quire.book.formula_pages], html_math_renderer: drawn, myst_dmath_allow_digits: false, "
    "myst_dmath_allow_space: false}}\n"
)


@pytest.fixture
def toy(toy: Project) -> Project:
    """The toy study with formulas switched on."""
    edit(toy.root / "weather.py", "attrs_inline]", "attrs_inline, dollarmath]")
    edit(toy.root / "weather.py", "only_build_toc", f"{EXTENSIONS}only_build_toc")
    return toy


def write(project: Project, *cells: Cell) -> None:
    write_notebook(project.notebooks / "edition" / "20_shown.ipynb", list(cells))


def test_what_is_shown_is_on_the_page_and_what_is_not_is_nowhere(
    toy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(toy, *CELLS)
    assert type_quire(capsys, "check") == (0, "no fault in 4 rows\n")
    ended, said = type_quire(capsys, "run")
    assert ended == 0, said
    ended, said = type_quire(capsys, "book")
    assert ended == 0, said
    page = BeautifulSoup((toy.html / "editions/2001/shown.html").read_bytes(), "lxml")
    article = page.select("article")[0]
    drawn = [one["aria-label"] for one in article.select("svg.study-formula")]
    assert drawn == [TEX, TEX]
    text = article.get_text()
    assert "in $ or US$" in text
    assert "is said to be wet" in text
    assert "\\frac" not in text
    for left_out in ("Secret", "42", "hidden"):
        assert left_out not in text


def test_what_cannot_be_shown_is_refused_before_the_book_with_what_works(
    toy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = {"cell_type": "raw", "metadata": {}, "source": "a"}
    write(toy, prose("# S\n\n42 of 80 cities, since COVID-19."), raw, *CELLS[2:])
    edit(toy.raw / "rain.csv", "2001,Arden,600", "2001,Arden,-1")
    ended, said = type_quire(capsys, "check")
    assert ended == 1
    for fault in ("[cell 1] '42'", "[cell 1] '80'", "[cell 2]: is a raw cell", "rain.csv:2"):
        assert fault in said
    assert "'19'" not in said
    edit(toy.raw / "rain.csv", "2001,Arden,-1", "2001,Arden,600")
    # prose stops no run, and is no page
    ended, said = type_quire(capsys, "run")
    assert ended == 0, said
    ended, said = type_quire(capsys, "book")
    assert (ended, "[cell 2]: is a raw cell" in said) == (1, True)


def test_an_output_that_no_page_can_show_ends_its_run(
    toy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    widget = "from IPython.display import display\ndisplay({'application/vnd.plotly.v1+json': {}}, raw=True)"
    write(toy, *CELLS[:3], code("print(edition, wet_mm)", "remove-output"), code(widget))
    ended, said = type_quire(capsys, "run", "--edition", "2001", "--only", "shown")
    assert ended == 1
    assert "code cell 3" in said
    assert "plotly.v1+json, which no page can show" in said
    assert "show_figure()" in said


def test_a_renamed_notebook_is_a_dead_link_before_sphinx_begins(
    toy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    link = (
        "import pandas as pd\nfrom quire.showing.cards import show_cards\n"
        "columns = ['figure', 'message', 'basis', 'page']\n"
        "rows = [['2', 'It rained', 'Two places', page] for page in ('rian', 'rain')]\n"
        "show_cards('wet', pd.DataFrame(rows, columns=columns), caption='Rain.', source='Invented')"
    )
    write(toy, *CELLS[:3], code("print(edition, wet_mm)", "remove-output"), code(link))
    ended, said = type_quire(capsys, "run")
    assert ended == 0, said
    ended, said = type_quire(capsys, "book")
    assert ended == 1
    assert "notebooks/edition/20_shown.ipynb [cell 5, page editions/2001/shown.ipynb]" in said
    assert "'rian.html': leads to no page of the book - did you mean 'editions/2001/rain'" in said
    assert not toy.html.exists()


def test_a_formula_is_drawn_in_print_and_said_to_those_who_cannot_see_it(study: Project) -> None:
    drawn = draw_formula(TEX).__html__()
    text = f'<section><h1>Graz</h1><p>So {drawn}.</p><p class="study-formula-line">{drawn} (1)</p></section>'
    printer = make_printer(write_book(study, index=text))
    book = replace(BOOK, pages=("index",))
    pages = printer.collect(book, lambda said: None)["pages"]
    first, second = pages[0]["blocks"]
    assert read_text(first["body"]) == f"So {TEX}."
    assert [piece["svg"] for piece in second["body"] if isinstance(piece, dict)] == [
        draw_formula(TEX).svg
    ]
    assert html.fromstring(drawn).get("aria-label") == TEX
    assert _alternatives(printer.render(book)) == {TEX}


def _alternatives(data: bytes) -> set[str]:
    """Alternative texts of the drawings of a PDF."""
    root: Any = opened(data).trailer["/Root"]
    waiting, said = [root["/StructTreeRoot"]], set[str]()
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, dict):
            if "/Alt" in node:
                said.add(str(node["/Alt"]))
            waiting += [node["/K"]] if "/K" in node else []
        elif isinstance(node, list):
            waiting += node
    return said
