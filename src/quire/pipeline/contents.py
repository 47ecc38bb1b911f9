"""What a notebook may hold so that the book and its print can show it; CONTRIBUTING has the table.

Prose and tags are looked at by the check and before the book is made, as prose never stops a run; outputs when a run has made them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any

from quire.core.errors import Fault
from quire.showing.formulas import formula_fault
from quire.showing.outputs import shown_as
from quire.text.myst import directive_name, read_inline

REMOVED, NO_OUTPUT = "remove-cell", "remove-output"
CODE_TAGS = frozenset(
    ["hide-input", "hide-output", "hide-cell", "remove-input", NO_OUTPUT, REMOVED]
)
"""Tags that the book acts on; others are the writer's own."""

SHOWN = ("text/markdown", "text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif")
"""Forms of an output that the book shows, the best first; with LaTeX and plain text behind them."""

LONGEST = 500_000
"""Signs of an output that a page can carry."""

DRAW = "draw it with Matplotlib and show_figure()"
INSTEAD = {
    "widget": "a widget needs a running kernel: show a figure or table for each value that matters",
    "plotly": DRAW,
    "vega": DRAW,
    "bokeh": DRAW,
    "javascript": DRAW,
    "holoviews": DRAW,
    "geo": "draw the map with Matplotlib and show_figure()",
    "pdf": "show it with show_figure(), or link to it",
}
OTHERWISE = "show it with show_figure(), show_table() or a finding"
FIGURE = 'show_figure("an-id", figure, data=frame, title=..., subtitle=..., caption=..., alt=..., source=...)'
LACKING = {
    "picture": (
        "without title, caption, source, data and words for those who cannot see it",
        FIGURE,
    ),
    "table": ("without caption and source", 'show_table("an-id", frame, caption=..., source=...)'),
    "text": ("without a source", 'state("a_name", value, "A sentence.", origin=...)'),
}
"""What an output shows, what a page would lack, and the call that gives it."""

ASIDE = f"or a finding with its .show(); tag the cell {NO_OUTPUT} if it is only looked at"

PROGRAM = re.compile(
    r"<(?:script|iframe|object|embed|applet|form|base|meta|link|audio|video)\b|<[a-z][^>]*\son[a-z]+\s*=",
    re.I,
)
SOURCE = re.compile(r"<[a-z][^>]*\ssrc\s*=\s*(?![\"']?data:image/)", re.I)
LATEX = re.compile(r"\$[^$\n]*(?:\\[a-zA-Z]|[\^_{])[^$\n]*\$|\\\(|\\\[|\\begin\{|\\frac\b")
OBJECT = re.compile(r"^<?Figure\b|<matplotlib\.|^(?:Text|Axes)\(")
FRAME = re.compile(r"^(?:Name: .*, |Length: .*, )?dtype: \w+$", re.M)
PYPLOT = re.compile(r"(?:\w+\.)*(?:plt|pyplot)\.show")
CAPTIONS = frozenset(["title", "subtitle", "caption", "alt", "source"])
PICTURE = re.compile(r"\.(?:svg|png|jpe?g|gif)$", re.I)
PLACED = "put the file below book/ and write ![what it shows](/_static/name.png)"


def cell_faults(cells: Iterable[Mapping[str, Any]], where: str, authored: Path) -> list[Fault]:
    """Every cell, as it was written, of which a reader would see nothing, or something else than its writer.

    Parameters
    ----------
    cells
        All cells of the notebook.
    where
        The notebook, for the faults.
    authored
        The folder of authored pages, from which pictures are shown.
    """
    return [
        Fault(where, 0, f"cell {number}", value, what, repair)
        for number, cell in enumerate(cells, start=1)
        for value, what, repair in _wrong(cell, authored)
    ]


def is_removed(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is on no page, as its tag says.

    >>> is_removed({"metadata": {"tags": ["remove-cell"]}})
    True
    """
    return REMOVED in _tags(cell)


def output_faults(cell: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the outputs of a cell that was run, each with what works instead; nothing of outputs that no page shows."""
    if _shows_nothing(cell):
        return []
    return list(dict.fromkeys(fault for output in cell["outputs"] for fault in _unlawful(output)))


def _shows_nothing(cell: Mapping[str, Any]) -> bool:
    return bool({REMOVED, NO_OUTPUT}.intersection(_tags(cell)))


def _wrong(cell: Mapping[str, Any], authored: Path) -> Iterator[tuple[str, str, str]]:
    """Value, what and repair of all that is wrong with a cell."""
    kind, text = cell["cell_type"], "".join(cell["source"])
    if kind == "raw":
        yield "", "is a raw cell, which no page shows", "make it Markdown, or delete it"
    elif kind == "code":
        yield from _wrong_code(text, _shows_nothing(cell))
    elif not is_removed(cell):
        for tag in sorted(CODE_TAGS.intersection(_tags(cell))):
            what = "is a tag for code and does nothing to prose"
            yield tag, what, f"take it off, or leave the cell out with the tag {REMOVED}"
        if cell.get("attachments"):
            name = next(iter(cell["attachments"]))
            yield name, "is a picture that was pasted, which the book cannot take over", PLACED
        yield from _wrong_prose(text, authored)


def _wrong_code(source: str, aside: bool) -> Iterator[tuple[str, str, str]]:
    """LaTeX in words that are shown as they stand, and pictures that are shown as they are."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in CAPTIONS:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and LATEX.search(str(part.value)):
                    what = f"has LaTeX in its {node.arg}, which is shown as typed"
                    yield (
                        str(part.value),
                        what,
                        "write it with letters (R², α), or as $...$ in prose",
                    )
        elif isinstance(node, ast.Call) and not aside and PYPLOT.fullmatch(ast.unparse(node.func)):
            lacking, call = LACKING["picture"]
            yield ast.unparse(node), f"shows a picture {lacking}", f"use {call}, {ASIDE}"


def _wrong_prose(text: str, authored: Path) -> Iterator[tuple[str, str, str]]:
    """Formulas, pictures and HTML of prose that cannot be shown."""
    for token, _ in read_inline(text):
        formula = token.type.startswith("math_") or (
            token.type == "myst_role" and token.meta.get("name") == "math"
        )
        if formula or directive_name(token) == "math":
            fault = formula_fault(token.content)
            if fault:
                yield " ".join(token.content.split()), *fault
        elif token.type == "text" and (latex := LATEX.search(token.content)):
            repair = "write $...$ without blanks inside, or $$...$$ on a line of its own"
            yield latex[0], "is LaTeX that is shown as typed", repair
        elif token.type == "image":
            alt = token.content or str(token.attrs.get("alt", ""))
            yield from _wrong_picture(str(token.attrs.get("src", "")), alt, authored)
        elif directive_name(token) in {"image", "figure"}:
            alt = ":alt:" if re.search(r"^:alt: *\S|^alt: *\S", token.content, re.M) else ""
            path = token.info.partition("}")[2].strip()
            yield from _wrong_picture(path, alt, authored)
        elif token.type in {"html_block", "html_inline"} and _is_program(token.content):
            what, repair = "is HTML that runs or loads something", "write Markdown; for a picture "
            yield " ".join(token.content.split())[:60], what, f"{repair}{PLACED}"


def _wrong_picture(path: str, alt: str, authored: Path) -> Iterator[tuple[str, str, str]]:
    if path.startswith("attachment:"):
        return  # said of the attachment
    if not path.startswith("/") or not PICTURE.search(path) or not (authored / path[1:]).is_file():
        yield path, "is no picture of the book", PLACED
    if not alt.strip():
        yield (
            path,
            "is a picture without words for those who cannot see it",
            "write ![what it shows](...)",
        )


def _unlawful(output: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What of an output no page can show, or lacks what a page must say of it, and what works instead."""
    if output["output_type"] == "error":
        yield "the cell shows an error", "leave out what fails"
        return
    data = output.get("data", {"text/plain": output.get("text", "")})
    forms = [form for form in [*SHOWN, "text/latex", "text/plain"] if form in data]
    if strange := sorted(set(data).difference(forms)):
        for form in strange:
            repair = next((said for word, said in INSTEAD.items() if word in form), OTHERWISE)
            yield f"the cell shows {form}, which no page can show", repair
        return
    form = next(iter(forms), "text/plain")
    # in a notebook as it is kept a text is a list of its lines
    best = "".join(data.get(form, ""))
    if not shown_as(output):
        yield from _bare(form, "".join(data.get("text/plain", "")), best)
    elif len(best) > LONGEST:
        what = f"the cell shows {len(best):,} signs, more than a page can carry"
        yield what, "show a part of it, or keep it as a table with show_table()"


def _bare(form: str, plain: str, best: str) -> Iterator[tuple[str, str]]:
    """An output that nothing of the press has displayed: neither figure, table, value nor heading."""
    if not best.strip():
        return
    kind = "text"
    if form.startswith("image/") or OBJECT.search(plain):
        kind = "picture"
    elif "<table" in best or FRAME.search(plain):
        kind = "table"
    lacking, call = LACKING[kind]
    named = shorten(plain or best, 60, placeholder=" ...")
    yield f"the cell shows a {kind} {lacking}: {named}", f"use {call}, {ASIDE}"


def _is_program(html: str) -> bool:
    """Whether HTML runs something, or loads what is not in it."""
    return bool(PROGRAM.search(html) or SOURCE.search(html))


def _tags(cell: Mapping[str, Any]) -> list[str]:
    """Tags, in the spelling of today."""
    return [tag.replace("_", "-") for tag in cell.get("metadata", {}).get("tags", [])]
