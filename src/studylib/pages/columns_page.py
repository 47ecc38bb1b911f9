"""The page on the columns of the data, made from `data/schema/figures.yml`, and the check that it tells every column of every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quire.core.errors import StudyError
from quire.tables.schemas import DICTIONARY, Dictionary, say_undescribed
from quire.text.addresses import mark_headings
from quire.text.languages import said

PAGE = "columns.md"


def columns_page(words: Dictionary) -> str:
    r"""The page, as Markdown, in the language that is spoken: a section for each part of the dictionary, a term for each entry.

    >>> print(columns_page(Dictionary(title="Columns", description="What.", sections={"Places": {"low, high": "Ends."}})))
    # Columns
    <BLANKLINE>
    What.
    <BLANKLINE>
    ## Places
    <BLANKLINE>
    `low`, `high`
    : Ends.
    <BLANKLINE>
    """
    parts = [f"# {said(words.title)}", said(words.description)]
    for section, entries in words.sections.items():
        parts.append(mark_headings(f"## {said(section)}", f"## {section}"))
        for names, meaning in entries.items():
            term = ", ".join(f"`{name}`" for name in names.split(", "))
            parts.append(f"{term}\n: {said(meaning)}")
    return "\n\n".join(parts) + "\n"


def check_columns(words: Dictionary, figures: Mapping[str, Iterable[str]]) -> None:
    """Refuse a figure whose data has a column that nobody has described.

    Parameters
    ----------
    words
        What columns mean.
    figures
        The columns of the data of each figure, by its name.

    Raises
    ------
    StudyError
        With every column that lacks a meaning, and the figure it is in.
    """
    if lacks := say_undescribed(words, figures):
        raise StudyError(lacks[0], where=f"data/schema/{DICTIONARY}", repair=lacks[1])
