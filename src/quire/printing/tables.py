"""Tables of the printed book: columns as wide as their words need, small type where they are many, heads on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bs4 import Tag
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, LongTable, Paragraph

from quire.printing.look import FACE, LINE, TINT, cell_style
from quire.printing.text import Anchor, Target, classes, plain, rich

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

SIZES = (8.0, 7.2, 6.5)
PADDING = 4.0
LONGEST_WORD = 110.0
"""A longer word, such as an address, may be broken."""
WIDEST = 400.0
SHORT = 56.0
"""Cells that are no wider, such as an interval, stay on one line."""

Cell = tuple[str, str, bool, bool]
"""Words, mark-up, whether it is a number, whether it is a head."""


def html_rows(table: Tag, target: Target, anchor: Anchor) -> tuple[list[list[Cell]], int]:
    """The cells of an HTML table row by row, and how many rows of heads it begins with.

    A cell over several columns is followed by empty ones.
    """
    rows, heads = [], 0
    for row in table.find_all("tr"):
        cells: list[Cell] = []
        for cell in row.find_all(["th", "td"], recursive=False):
            head = row.parent is not None and row.parent.name == "thead"
            number = "number" in classes(cell)
            cells.append(
                (plain(cell), rich(cell, target, anchor), number, head or cell.name == "th")
            )
            cells += [("", "", number, head)] * (int(str(cell.get("colspan") or 1)) - 1)
        if cells:
            rows.append(cells)
            heads += row.parent is not None and row.parent.name == "thead"
    longest = max((len(each) for each in rows), default=0)
    return [each + [("", "", False, False)] * (longest - len(each)) for each in rows], heads


def widths(needed: Sequence[float], wished: Sequence[float], room: float) -> list[float]:
    """How wide columns are.

    Parameters
    ----------
    needed
        Width of the longest word of each column.
    wished
        Width of its longest cell on one line, at least as much.
    room
        Width of all columns together, at most.

    Returns
    -------
    list
        The wishes if there is room; else what is needed and a part of the rest, in proportion to what is still wished for; else parts
        of the room in proportion to what is needed.

    >>> widths([10, 10], [20, 30], 100), widths([10, 10], [20, 90], 65), widths([100, 300], [100, 300], 100)
    ([20, 30], [15.0, 50.0], [25.0, 75.0])
    """
    if sum(wished) <= room:
        return list(wished)
    if sum(needed) > room:
        return [room * each / sum(needed) for each in needed]
    more = (room - sum(needed)) / (sum(wished) - sum(needed))
    return [least + more * (wish - least) for least, wish in zip(needed, wished, strict=True)]


def print_table(
    rows: Sequence[Sequence[Cell]], heads: int, room: float, indent: float = 0.0
) -> Flowable:
    """A table that fits into the room and goes on over pages, its heads repeated.

    Parameters
    ----------
    rows
        Cells, each row of the same length, the heads first.
    heads
        Number of rows of heads.
    room
        Width in points.
    indent
        How far it stands from the left.
    """
    size = next((each for each in SIZES if sum(_needed(rows, each)) <= room), SIZES[-1])
    columns = widths(_needed(rows, size), _wished(rows, size), room)
    cells = [[Paragraph(each[1], _style(each, size)) for each in row] for row in rows]
    made = LongTable(
        cells, colWidths=columns, repeatRows=heads, splitByRow=1, splitInRow=1, hAlign="LEFT"
    )
    made.setStyle(_look(heads, len(rows)))
    made.spaceAfter = 10
    if indent:
        made = LongTable(
            [[made]],
            colWidths=[room],
            hAlign="LEFT",
            style=[("LEFTPADDING", (0, 0), (-1, -1), indent)],
        )
    return made


def _style(cell: Cell, size: float) -> ParagraphStyle:
    return cell_style(size, cell[2], cell[3])


def _needed(rows: Sequence[Sequence[Cell]], size: float) -> list[float]:
    """Width of the longest word of each column, or of a whole cell where it is short, with the room beside it."""
    words = [
        max((_longest(row[column], size) for row in rows), default=0.0)
        for column in range(len(rows[0]))
    ]
    return [min(each, LONGEST_WORD) + 2 * PADDING + 1 for each in words]


def _longest(cell: Cell, size: float) -> float:
    face = f"{FACE}-Bold" if cell[3] else FACE
    whole = stringWidth(cell[0], face, size)
    if not cell[3] and whole <= SHORT:
        return whole
    return max((stringWidth(each, face, size) for each in cell[0].split()), default=0.0)


def _wished(rows: Sequence[Sequence[Cell]], size: float) -> list[float]:
    needed = _needed(rows, size)
    found = []
    for column, least in enumerate(needed):
        whole = max(
            stringWidth(row[column][0], f"{FACE}-Bold" if row[column][3] else FACE, size)
            for row in rows
        )
        found.append(max(least, min(whole, WIDEST) + 2 * PADDING + 1))
    return found


def _look(heads: int, rows: int) -> list[Any]:
    look: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
    ]
    if 0 < heads < rows:
        look += [
            ("BACKGROUND", (0, 0), (-1, heads - 1), HexColor(TINT)),
            ("VALIGN", (0, 0), (-1, heads - 1), "BOTTOM"),
            ("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.8, HexColor("#5F6368")),
        ]
    return look
