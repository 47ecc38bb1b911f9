"""Faults of tables, of a whole file or of cells by the line that they stand in."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.core.errors import Fault, Faults, explain, nearest
from quire.core.folders import find_unreadable

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from quire.core.project import Project

LARGEST = 30_000_000
"""Bytes of a raw file: forty times what the largest has, and as many as are read in seconds."""
TOO_LARGE = "keep what the study reads of it, and look for rows written twice"
MOST_MARKED = 100
"""Rows of one kind that are marked one by one; the rest is counted, as nobody mends so many by hand."""


def mark_file(where: str, what: str, repair: str, key: str = "", value: str = "") -> Fault:
    """A fault of a file, or of one of its keys."""
    return Fault(where, 0, key, value, what, repair)


def check_readable(project: Project) -> None:
    """Refuse to say anything of a study whose data, notebooks or pages cannot be read: what looks empty may only be locked.

    A raw file that is too large for any table is not read, either: to find all its faults would take hours.

    Raises
    ------
    Faults
        With every file and folder that cannot be read.
    """
    faults = [
        mark_file(project.relative(path), (said := explain(error)).what, said.repair)
        for place in (project.raw.parent, project.notebooks, project.authored)
        for path, error in find_unreadable(place)
    ]
    faults += [
        mark_file(project.relative(path), f"has {size // 1_000_000:,} megabytes", TOO_LARGE)
        for path in project.raw.rglob("*")
        if path.is_file() and (size := path.stat().st_size) > LARGEST
    ]
    if faults:
        raise Faults(faults, where="the files of the study")


KINDS = {
    stat.S_IFDIR: "is a folder, and no file",
    stat.S_IFIFO: "is a pipe, and no file",
    stat.S_IFSOCK: "is a socket, and no file",
    stat.S_IFCHR: "is a device, and no file",
    stat.S_IFBLK: "is a device, and no file",
}


def mark_odd(path: Path, where: str) -> list[Fault]:
    """A fault if what lies at a path, or where its link leads, is no file; to open a pipe would be to wait for ever."""
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except OSError as error:
        link = "is a link that leads nowhere" if path.is_symlink() else ""
        what = link or f"cannot be read ({error.strerror})"
        return [mark_file(where, what, "put the file itself here")]
    if kind == stat.S_IFREG:
        return []
    return [mark_file(where, KINDS.get(kind, "is no file"), "put the file itself here")]


def decode_text(data: bytes, where: str) -> tuple[str, list[Fault]]:
    r"""The text of a file, or what is wrong with its encoding.

    >>> [str(fault) for fault in decode_text("a,é".encode("cp1252"), "a.csv")[1]]
    ["a.csv:1 'é': is not UTF-8 text, but perhaps Windows-1252 - save the file as UTF-8"]
    """
    start = data[:100]
    # every second byte of Western text is zero there; a single one is a matter of its cell
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or start.count(0) > len(start) / 4:
        return "", [mark_file(where, "is UTF-16, and not UTF-8 text", "save the file as UTF-8")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        odd = data[error.start : error.start + 1].decode("cp1252", errors="replace")
        what = "is not UTF-8 text, but perhaps Windows-1252"
        return "", [Fault(where, line, "", odd, what, "save the file as UTF-8")]


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

    rows = wrong.to_numpy(dtype=bool)
    if not rows.any():  # nearly always: to pick no rows would take a third of a check
        return []
    at, more = _first(rows)
    cells = frame.loc[at, column]
    words = (
        [what(row) for row in cells.index]
        if callable(what)
        else pd.Series(what, index=frame.index, dtype=object)[at]
    )
    marked = [
        Fault(where, int(str(row)), column, say_cell(cell), str(said), repair)
        for row, cell, said in zip(cells.index, cells, words, strict=True)
    ]
    return count_rest(marked, more)


def count_rest(marked: list[Fault], more: int) -> list[Fault]:
    """Faults of one kind, the last of which counts those that are not listed."""
    return [*marked[:-1], replace(marked[-1], more=more)] if more else marked


def _first(wrong: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], int]:
    """The first rows that are wrong, as many as are marked one by one, and how many more there are."""
    count = int(wrong.sum())
    if count <= MOST_MARKED:
        return wrong, 0
    return wrong & (wrong.cumsum() <= MOST_MARKED), count - MOST_MARKED


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
    wrong = (frame[column] != "") & ~frame[column].isin(list(known))
    at, more = _first(wrong.to_numpy(dtype=bool))
    unknown = frame.loc[at, column]
    repairs = {cell: nearest(cell, known) for cell in unknown.unique()}
    marked = [
        Fault(where, int(str(row)), column, cell, f"unknown {what}", repairs[cell])
        for row, cell in unknown.items()
    ]
    return count_rest(marked, more)
