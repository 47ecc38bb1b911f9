"""Numbers typed by hand into the prose of a results page: there should be none, since a number is stated with its origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from quire.pipeline.contents import cell_faults, is_removed
from quire.pipeline.notebooks import Notebook
from quire.text.myst import directive_name, read_tokens
from quire.text.named_numbers import Span, typed_figures

if TYPE_CHECKING:
    from markdown_it.token import Token

TAG = re.compile(r"<[^>]*>")
HEADING_NUMBER = re.compile(r"^\d+(?:\.\d+)*[.)] |^\d+(?:\.\d+)+ ")
FORMULA = re.compile(r"[^\W\d]|[\\=<>^]")
"""What makes a formula more than a number between two `$`."""


def check_written(project: Project, notebooks: Iterable[Notebook]) -> None:
    """Refuse notebooks with prose, tags or pictures that their pages cannot show as they were meant.

    Raises
    ------
    Faults
        With all of them; see `written_faults`.
    """
    faults = written_faults(project, notebooks)
    if faults:
        raise Faults(faults, where="notebooks")


def written_faults(project: Project, notebooks: Iterable[Notebook]) -> list[Fault]:
    """Everything in notebooks that a reader would not see as it was meant, and every number that is typed into prose."""
    return [
        fault
        for notebook in {one.where: one for one in notebooks}.values()
        for fault in [
            *cell_faults(notebook.data["cells"], notebook.where, project.authored),
            *prose_faults(notebook.data["cells"], notebook.where),
        ]
    ]


def prose_faults(cells: Iterable[Mapping[str, Any]], where: str) -> list[Fault]:
    """Every number that is typed into the prose of a notebook.

    Parameters
    ----------
    cells
        All cells of the notebook; prose is in its cells of Markdown.
    where
        The notebook, for the faults.
    """
    return [
        Fault(
            where,
            0,
            f"cell {number}",
            typed,
            "is typed into the prose",
            "say it in a finding, or with state() where it is made; the name of a work goes in *italics*",
        )
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "markdown" and not is_removed(cell)
        for typed in typed_numbers("".join(cell["source"]))
    ]


def typed_numbers(text: str) -> list[str]:
    """Numbers in Markdown that nobody stated, and that are no names; code, roles, formulas and addresses are passed over.

    >>> typed_numbers("Of {ref}`n` cities, 7 answered since COVID-19.")
    ['7']
    """
    return [typed for words, titles in _passages(text) for typed in typed_figures(words, titles)]


def _passages(text: str) -> Iterator[tuple[str, list[Span]]]:
    """The running words of each block, and where titles stand in them."""
    heading = False
    for token in read_tokens(text):
        if token.type == "inline":
            words, titles = _running(token.children or [])
            number = HEADING_NUMBER.match(words) if heading else None
            start = number.end() if number else 0
            yield words[start:], [(a - start, b - start) for a, b in titles]
        elif token.type == "html_block":
            yield TAG.sub(" ", token.content), []
        elif directive_name(token):
            # what stands behind a directive's name is a title, or a path that holds no number of its own
            yield TAG.sub(" ", token.info.partition("}")[2]), []
        elif token.type in {"math_block", "math_block_label"}:
            yield _formula(token), []
        heading = token.type == "heading_open"


def _running(pieces: Iterable[Token]) -> tuple[str, list[Span]]:
    """The words of a block as one text, and where those in italics and in links stand."""
    words, opened, titles = "", list[int](), list[Span]()
    for piece in pieces:
        if piece.type in {"em_open", "link_open"}:
            opened.append(len(words))
        elif piece.type in {"em_close", "link_close"}:
            titles.append((opened.pop(), len(words)))
        elif piece.type in {"text", "image"}:
            words += piece.content
        elif piece.type == "math_inline":
            words += _formula(piece)
        elif piece.type in {"softbreak", "hardbreak"}:
            words += " "
        elif piece.type in {"code_inline", "myst_role"}:
            words += "\N{OBJECT REPLACEMENT CHARACTER}"
    return words, titles


def _formula(token: Token) -> str:
    """Nothing of a formula, but all of what is only a number in its dress."""
    return "\N{OBJECT REPLACEMENT CHARACTER}" if FORMULA.search(token.content) else token.content
