"""What a notebook may hold: each kind is shown, left out, or refused with what works instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Cell, code, prose

from quire.pipeline.contents import cell_faults, output_faults

RAW = {"cell_type": "raw", "metadata": {}, "source": "<b>text</b>"}
PASTED = {**prose("![a](attachment:a.png)"), "attachments": {"a.png": {"image/png": "AA=="}}}
PLACED = "put the file below book/"


def tagged(cell: Cell, *tags: str) -> Cell:
    return {**cell, "metadata": {"tags": list(tags)}}


def wrong(cell: Cell, book: Path) -> list[tuple[str, str]]:
    (book / "_static").mkdir(exist_ok=True)
    (book / "_static" / "a.png").touch()
    faults = cell_faults([prose("# T"), cell], "notebooks/edition/10_a.ipynb", book)
    assert {fault.column for fault in faults} <= {"cell 2"}
    return [(fault.what, fault.repair) for fault in faults]


@pytest.mark.parametrize(
    ("cell", "what", "repair"),
    [
        (RAW, "raw cell", "make it Markdown"),
        (PASTED, "pasted", PLACED),
        (tagged(prose("A"), "hide-input"), "a tag for code", "remove-cell"),
        (tagged(prose("A"), "remove_input"), "a tag for code", "remove-cell"),
        (prose("![a](b.png)"), "no picture of the book", PLACED),
        (prose("![a](/_static/none.png)"), "no picture of the book", PLACED),
        (prose("![a](https://example.org/a.png)"), "no picture of the book", PLACED),
        (prose("![](/_static/a.png)"), "without words", "what it shows"),
        (prose("```{figure} /_static/a.png\n\nA\n```"), "without words", "what it shows"),
        (prose("```{image} b.png\n:alt: A\n```"), "no picture of the book", PLACED),
        (prose("<script>a()</script>"), "runs or loads", "write Markdown"),
        (prose("<img src='a.png'>"), "runs or loads", PLACED),
        (prose("A <b onclick='a()'>b</b>"), "runs or loads", "write Markdown"),
        (prose("It is $GDP and more$."), "is read as a formula", r"\$"),
        (prose("$$\n\\begin{align}a\\end{align}\n$$"), "cannot be drawn", "one line"),
        (prose("{math}`\\nonsense`"), "cannot be drawn", "one line"),
        (prose("```{math}\na \\\\ b\n```"), "cannot be drawn", "one line"),
        (prose(r"A \begin{align}a\end{align}"), "shown as typed", "$...$"),
        (prose("It is $ a_1 $ here"), "shown as typed", "$...$"),
        (code(r"show_figure('a', f, caption=r'The $\alpha$ of it')"), "its caption", "in prose"),
        (code(r"show(f(title=f'{n} \\frac{{a}}'))"), "its title", "in prose"),
        (code(r"show_figure('a', f, subtitle=r'Of $\rho$')"), "its subtitle", "in prose"),
    ],
)
def test_a_cell_that_no_page_can_show_is_told_with_what_works(
    cell: Cell, what: str, repair: str, tmp_path: Path
) -> None:
    ((said, instead),) = wrong(cell, tmp_path)
    assert what in said
    assert repair in instead


@pytest.mark.parametrize(
    "cell",
    [
        prose("![a dot](/_static/a.png)"),
        prose("```{figure} /_static/a.png\n:alt: a dot\n\nA\n```"),
        prose("Tickets cost $5 to $10, or \\$5 and US$7; $x_1$ is a formula."),
        prose("$$\nb = 50 + 50 \\frac{p - q}{p + q + n}\n$$"),
        prose("`$\\alpha$` is code, and so is\n\n```\n$\\alpha$\n```"),
        tagged(prose("<script>a()</script> $ a_1 $"), "remove-cell"),
        tagged(code("a = 1"), "hide-input", "mine"),
        tagged(prose("A"), "mine"),
        code("caption = 'costs $5 and 10$'\nshow(title='R² of $5')"),
    ],
)
def test_a_cell_that_a_page_can_show_is_not(cell: Cell, tmp_path: Path) -> None:
    assert wrong(cell, tmp_path) == []


OWN = {"study": {"figure": "map"}}
"""What `quire.showing` says of all that it displays."""


def run(
    *forms: dict[str, Any], tags: tuple[str, ...] = (), metadata: Any = OWN
) -> list[tuple[str, str]]:
    outputs = [
        {"output_type": "display_data", "metadata": metadata, "data": data} for data in forms
    ]
    return output_faults({**code("show()", *tags), "outputs": outputs})


WIDGET = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Slider()"}


@pytest.mark.parametrize(
    ("data", "what", "repair"),
    [
        (WIDGET, "widget-view", "for each value"),
        (
            {"application/vnd.plotly.v1+json": {}, "text/html": "<div></div>"},
            "plotly",
            "Matplotlib",
        ),
        ({"application/vnd.vegalite.v5+json": {}, "text/plain": "C"}, "vegalite", "Matplotlib"),
        ({"application/javascript": "a()"}, "javascript", "Matplotlib"),
        ({"application/geo+json": {}}, "geo+json", "map"),
        ({"application/pdf": "AA=="}, "pdf", "show_figure"),
        ({"image/webp": "AA=="}, "image/webp", "show_figure"),
        ({"text/html": "<p>a</p>" * 100_000}, "800,000 signs", "show_table"),
        ({"text/plain": "a" * 500_001}, "500,001 signs", "show_table"),
        ({"text/html": ["<p>a</p>\n"] * 100_000}, "900,000 signs", "show_table"),
    ],
)
def test_an_output_that_no_page_can_show_is_told_with_what_works(
    data: dict[str, Any], what: str, repair: str
) -> None:
    ((said, instead),) = run(data)
    assert what in said
    assert repair in instead


FIGURE = "show_figure("
TABLE = "show_table("
STATE = "state("
SERIES = "0    1\n1    2\nName: a, dtype: int64"


@pytest.mark.parametrize(
    ("data", "what", "repair"),
    [
        (
            {"image/png": "AA==", "text/plain": "<Figure size 640x480 with 1 Axes>"},
            "a picture without title, caption, source, data and words",
            FIGURE,
        ),
        ({"image/svg+xml": "<svg></svg>"}, "a picture", FIGURE),
        ({"text/plain": "Figure(640x480)"}, "a picture", FIGURE),
        (
            {"text/plain": "[<matplotlib.lines.Line2D at 0x...>]"},
            "[<matplotlib.lines.Line2D at 0x...>]",
            FIGURE,
        ),
        (
            {"text/html": "<div><table></table></div>", "text/plain": "   a\n0  1"},
            "a table without caption and source: a 0 1",
            TABLE,
        ),
        ({"text/html": "<style></style><table></table>"}, "a table", TABLE),
        ({"text/plain": SERIES}, "a table", TABLE),
        ({"text/plain": "42"}, "a text without a source: 42", STATE),
        ({"text/markdown": "**42** cities", "text/plain": "<Markdown>"}, "a text", STATE),
        ({"text/html": "<p>42</p>"}, "a text without a source: <p>42</p>", STATE),
        ({"text/latex": "$x^{2}$", "text/plain": "x**2"}, "a text", STATE),
        ({"text/plain": "<Finding>"}, "a text", "a finding with its .show()"),
    ],
)
def test_what_lacks_what_a_page_must_say_is_told_with_the_call_to_use(
    data: dict[str, Any], what: str, repair: str
) -> None:
    ((said, instead),) = run(data, metadata={})
    assert what in said
    assert repair in instead
    assert "remove-output" in instead
    assert run(data) == []
    assert run(data, tags=("remove-output",), metadata={}) == []


def test_printed_text_has_no_source_unless_it_is_empty() -> None:
    def printed(text: str) -> list[tuple[str, str]]:
        output = {"output_type": "stream", "name": "stdout", "text": text}
        return output_faults({**code("a"), "outputs": [output]})

    ((said, instead),) = printed("42 cities\n")
    assert (said, STATE in instead) == ("the cell shows a text without a source: 42 cities", True)
    assert printed("\n") == run({}, metadata={}) == []


@pytest.mark.parametrize("call", ["plt.show()", "matplotlib.pyplot.show()"])
def test_a_picture_shown_as_it_is_is_told_before_the_run(call: str, tmp_path: Path) -> None:
    ((said, instead),) = wrong(code(f"plt.plot([1])\n{call}"), tmp_path)
    assert (said[:15], FIGURE in instead) == ("shows a picture", True)
    assert wrong(code(call, "remove-output"), tmp_path) == []
    assert wrong(code("finding.show()"), tmp_path) == []


def test_what_is_on_no_page_may_be_anything() -> None:
    assert run(WIDGET, tags=("remove-cell",)) == []
    assert run(WIDGET, tags=("remove_output",)) == []
    assert run(WIDGET, tags=("hide-output",))


def test_long_text_and_errors_are_told_too_and_each_thing_once() -> None:
    shown = {"output_type": "display_data", "data": {"text/html": "a\n" * 300_000}, "metadata": OWN}
    failed = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    said = output_faults({**code("a"), "outputs": [shown, shown, failed]})
    assert [what for what, _ in said] == [
        "the cell shows 600,000 signs, more than a page can carry",
        "the cell shows an error",
    ]
