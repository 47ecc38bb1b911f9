"""The page on the columns of the data, made from `data/schema/figures.yml`, and the check that it tells every column of every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quire.core.errors import StudyError, nearest
from quire.tables.schemas import DICTIONARY, Dictionary

PAGE = "columns.md"


def columns_page(words: Dictionary) -> str:
    r"""The page, as Markdown: a section for each part of the dictionary, a term for each entry.

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
    parts = [f"# {words.title}", words.description]
    for section, entries in words.sections.items():
        parts.append(f"## {section}")
        for names, meaning in entries.items():
            term = ", ".join(f"`{name}`" for name in names.split(", "))
            parts.append(f"{term}\n: {meaning}")
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
    lacking = {
        column: figure
        for figure, columns in figures.items()
        for column in columns
        if column not in words.meanings
    }
    if lacking:
        said = "; ".join(f"{column} ({figure})" for column, figure in sorted(lacking.items()))
        raise StudyError(
            f"columns of figures that are not described: {said}",
            where=f"data/schema/{DICTIONARY}",
            repair=f"say what it means ({nearest(min(lacking), words.meanings)})",
        )
