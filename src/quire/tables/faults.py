"""Faults of tables, of a whole file or of cells by the line that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from quire.core.errors import Fault, nearest

if TYPE_CHECKING:
    import pandas as pd


def mark_file(where: str, what: str, repair: str, key: str = "", value: str = "") -> Fault:
    """A fault of a file, or of one of its keys."""
    return Fault(where, 0, key, value, what, repair)


def mark_rows(
    frame: pd.DataFrame,
    wrong: pd.Series,
    column: str,
    where: str,
    what: str | pd.Series | Callable[[Any], str],
    repair: str,
) -> list[Fault]:
    """A fault for every row that is wrong, with its cell.

    Parameters
    ----------
    frame
        A table, rows labelled by their line in the file.
    wrong
        Booleans on its index.
    column
        The column at fault.
    where, what, repair
        As in `Fault`; `what` may be words of its own for each row, as a column or made from the row's label.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"share": ["130", "20"]}, index=[2, 3])
    >>> [str(fault) for fault in mark_rows(frame, frame["share"] == "130", "share", "a.csv", "is odd", "mend it")]
    ["a.csv:2 [share] '130': is odd - mend it"]
    """
    import pandas as pd

    at = wrong.to_numpy(dtype=bool)
    cells = frame.loc[at, column]
    words = (
        [what(row) for row in cells.index]
        if callable(what)
        else pd.Series(what, index=frame.index, dtype=object)[at]
    )
    return [
        Fault(where, int(str(row)), column, say_cell(cell), str(said), repair)
        for row, cell, said in zip(cells.index, cells, words, strict=True)
    ]


def say_cell(cell: Any) -> str:
    """A cell as its file has it: numbers without zeros behind the point, a missing one empty."""
    import pandas as pd

    if pd.isna(cell):
        return ""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def find_unknown(
    frame: pd.DataFrame, column: str, known: Collection[str], what: str, where: str
) -> list[Fault]:
    """A fault for every cell that names none of the known words; an empty cell names nothing."""
    unknown = frame.loc[(frame[column] != "") & ~frame[column].isin(list(known)), column]
    return [
        Fault(where, int(str(row)), column, cell, f"unknown {what}", nearest(cell, known))
        for row, cell in unknown.items()
    ]
