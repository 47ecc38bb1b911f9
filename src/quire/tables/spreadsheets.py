"""CSV files that people open in a spreadsheet, which takes some cells of text for formulas.

Tables that programs read, such as those of the data package, are in `csvfiles`.
"""

from __future__ import annotations

import csv
import io
import re

from quire.tables.csvfiles import read_rows

FORMULA = re.compile(r"'*[=+@＝＋＠－\t\r-]")
"""How a cell begins that a spreadsheet works out, as it is or behind marks that keep it from that."""
NUMBERS = re.compile(
    r"[+-]?[\d,]*\.?\d+(?:e[+-]?\d+)?(?: %)?(?: to [+-]?[\d,]*\.?\d+)?(?: %)?", re.IGNORECASE
)
"""Numbers, and intervals as pages write them: no spreadsheet makes anything else of them."""


def to_spreadsheet(data: bytes) -> bytes:
    r"""A CSV file for people who open it in a spreadsheet: cells that would be worked out there are text, behind an apostrophe.

    >>> to_spreadsheet(b"city,share\n=A1,-5\n")
    b"city,share\r\n'=A1,-5\r\n"
    """
    rows = read_rows(data)
    kept = [[keep_text(cell) for cell in row] for row in rows]
    if kept == rows:
        return data
    text = io.StringIO(newline="")
    # lines end as in RFC 4180: with any other end the writer leaves a carriage return in a cell without quotes
    csv.writer(text).writerows(kept)
    return text.getvalue().encode()


def keep_text(cell: str) -> str:
    """A cell as text in a spreadsheet, whatever it begins with.

    >>> keep_text("=1+1"), keep_text("+0.8 to +4.3"), keep_text("'-x")
    ("'=1+1", '+0.8 to +4.3', "''-x")
    """
    return f"'{cell}" if FORMULA.match(cell) and not NUMBERS.fullmatch(cell) else cell


def from_spreadsheet(cell: str) -> str:
    """What stood in a cell before `keep_text`.

    >>> from_spreadsheet("'=1+1"), from_spreadsheet("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell
