"""The page on the columns of the data, and the check that it tells every column of every figure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from quire.core.errors import StudyError, nearest

PAGE = "columns.md"
TERM = re.compile(r"^`[a-z0-9_]+`(?:, `[a-z0-9_]+`)*$")
NAME = re.compile(r"`([a-z0-9_]+)`")


def meanings(text: str) -> dict[str, str]:
    r"""The columns that a page describes, with their meaning.

    >>> meanings("`low`, `high`\n: Ends of an interval.")
    {'low': 'Ends of an interval.', 'high': 'Ends of an interval.'}
    """
    lines = text.splitlines()
    pairs = itertools.pairwise(lines)
    told = [(term, line) for term, line in pairs if TERM.match(term) and line.startswith(": ")]
    return {name: line.removeprefix(": ") for term, line in told for name in NAME.findall(term)}


def check_columns(text: str, figures: Mapping[str, Iterable[str]]) -> None:
    """Refuse a figure whose data has a column that nobody has described.

    Parameters
    ----------
    text
        The page, as it is written.
    figures
        The columns of the data of each figure, by its name.

    Raises
    ------
    StudyError
        With every column that lacks a meaning, and the figure it is in.
    """
    told = meanings(text)
    lacking = {
        column: figure
        for figure, columns in figures.items()
        for column in columns
        if column not in told
    }
    if lacking:
        said = "; ".join(f"{column} ({figure})" for column, figure in sorted(lacking.items()))
        repair = f"describe it there, as `name` and a line that begins with ': ' ({nearest(min(lacking), told)})"
        raise StudyError(
            f"columns of figures that are not described: {said}",
            where=f"book/{PAGE}",
            repair=repair,
        )
