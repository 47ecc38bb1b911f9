"""CSV, read in one place: rows as text, as records, or as a frame with types; and written."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile(r"[0-9]{4}")
NUMBERS = {"integer": "int64", "number": "float64"}
"""How pandas calls the types of numbers."""


def read_rows(data: bytes) -> list[list[str]]:
    r"""The rows of a file, its head first.

    >>> read_rows(b'city,share\n"A, B",5\n')
    [['city', 'share'], ['A, B', '5']]
    """
    return list(_rows(data))


def _rows(data: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))


def read_records(data: bytes) -> list[dict[str, str]]:
    r"""Each row by the names of its columns, every cell text.

    >>> read_records(b"city,share\nA,5\n")
    [{'city': 'A', 'share': '5'}]
    """
    rows = read_rows(data)
    if len({len(row) for row in rows if row}) > 1:
        # rows longer or shorter than the head, as the standard library takes them; for all others it takes three times as long
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return as_records(rows)


def as_records(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows, their head first, by the names of their columns; empty ones are left out.

    >>> as_records([["city", "share"], ["A", "5"], []])
    [{'city': 'A', 'share': '5'}]
    """
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row]


def read_typed(data: bytes, types: Mapping[str, str]) -> pd.DataFrame:
    r"""A table that the study itself wrote, its columns with their types.

    Parameters
    ----------
    data
        The file.
    types
        Types of a Table Schema by column: boolean, integer (without gaps), number (gaps are NaN); all others are text, and
        empty text where there is nothing to say.

    >>> read_typed(b"city,share\nA,5\nB,\n", {"city": "string", "share": "number"})["share"].to_list()
    [5.0, nan]
    """
    import pandas as pd

    kinds = {name: types.get(name, "string") for name in next(_rows(data))}
    table = pd.read_csv(
        io.BytesIO(data),
        dtype={name: NUMBERS.get(kind, "str") for name, kind in kinds.items()},
        keep_default_na=False,
        na_values={name: [""] for name, kind in kinds.items() if kind in NUMBERS},
        index_col=False,
        skip_blank_lines=False,
    )
    truths = {name: table[name] == "True" for name, kind in kinds.items() if kind == "boolean"}
    return table.assign(**truths)


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8, lines ended by a line feed, no index, missing cells empty.

    >>> import pandas as pd
    >>> to_csv(pd.DataFrame({"a": [1.5, None], "b": ["x", ""]})).splitlines()
    [b'a,b', b'1.5,x', b',']
    """
    return str(table.to_csv(index=False, lineterminator="\n")).encode()


def write_rows(rows: Iterable[Iterable[object]]) -> bytes:
    r"""Rows as CSV in the form of `to_csv`, their head first; None is an empty cell.

    >>> write_rows([["a", "b"], [1.5, "x"], [None, True]])
    b'a,b\n1.5,x\n,True\n'
    """
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def types_file(table: str) -> str:
    """Where the types of a processed table's columns stand, below `data/processed`.

    >>> types_file("cities")
    'cities.types.json'
    """
    return f"{table}.types.json"


def convert(cells: pd.Series, kind: str) -> tuple[pd.Series, pd.Series]:
    """Cells of text as values of a type, and which of them are none; those are missing, or False.

    >>> import pandas as pd
    >>> values, wrong = convert(pd.Series(["1", "x", ""]), "number")
    >>> values.to_list(), wrong.to_list()
    ([1.0, nan, nan], [False, True, False])
    """
    import pandas as pd

    if kind == "boolean":
        return cells == "True", ~cells.isin(["True", "False", ""])
    if kind in {"integer", "number"}:
        return _numbers(cells, whole=kind == "integer")
    # days and years stay text: pandas has no day without an hour, and in this form they sort as they should
    checks: dict[str, Callable[[str], object]] = {"date": is_day, "year": YEAR.fullmatch}
    fits = checks.get(kind)
    wrong = [fits is not None and cell != "" and not fits(cell) for cell in cells.tolist()]
    return cells, pd.Series(wrong, cells.index, dtype=bool)


def _numbers(cells: pd.Series, *, whole: bool) -> tuple[pd.Series, pd.Series]:
    import pandas as pd

    stripped = cells.str.strip()
    numbers = pd.to_numeric(stripped.where(stripped != ""), errors="coerce").astype("float64")
    wrong = (stripped != "") & (numbers.isna() | (numbers.abs() == float("inf")))
    if whole:
        # 96.000 may be meant as ninety-six thousand, so no reader may take it for 96
        wrong |= ~stripped.str.fullmatch(r"[+-]?\d{1,15}(\.0)?") & (stripped != "")
    numbers = numbers.mask(wrong)
    return (numbers.astype("Int64") if whole else numbers), wrong


def is_day(cell: str) -> bool:
    """Whether a text is a day that the calendar has.

    >>> is_day("2026-02-28"), is_day("2026-02-30"), is_day("20260228")
    (True, False, False)
    """
    if not DAY.fullmatch(cell):
        return False
    try:
        datetime.date.fromisoformat(cell)
    except ValueError:
        return False
    return True
