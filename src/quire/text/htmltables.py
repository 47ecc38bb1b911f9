"""Rows as a table of a page, in one form: headers with scope, numbers to the right, a frame that fits a phone.

What is shown and under which caption is decided in `showing.figures`; cells that are more than text are in `cells`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import pandas as pd
from markupsafe import Markup

from quire.text.languages import said
from quire.text.markup import linked_html, said_line
from quire.text.words import apart_from, count_decimals, decimal

LONG_ROWS = 30
"""Longer tables are shown in a frame that scrolls."""

FEW_COLUMNS, MANY_COLUMNS = 3, 7
"""As many fit on a phone side by side. Of more, each row stands as a small card; but a matrix keeps its columns below each other, and its
frame scrolls: numbers only, in narrow columns, or in more than a card could hold."""

NARROW_HEAD = 8
"""Letters of the head of a narrow column, such as a year."""

CELL = re.compile(r"<(tr|th|td)(?=[ >])")
ROLES = ("table", "rowgroup", "row", "columnheader")
ROW_ROLES = {"tr": "row", "th": "rowheader", "td": "cell"}

NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?( %)?( to [+−-]?\d[\d,]*(\.\d+)?)?")
"""A number as it is shown, or an interval."""

GAPS = {"", "–"}

TABLE = Markup(
    """<div class="study-table-frame{}" tabindex="0" role="region" aria-label="{}">
<table class="study-table"{}>
<caption><span>{}</span></caption>
<thead{}>
<tr{}>{}</tr>
</thead>
<tbody{}>
{}</tbody>
</table>
</div>"""
)
"""Text in the module, so that a change of it makes runs stale; no blank line, which would end HTML in Markdown."""


def html_table(
    frame: pd.DataFrame, caption: str, numbers: Collection[str] = (), *, long: bool | None = None
) -> Markup:
    """A frame as an HTML table, its columns' names as headers; parameters as in `table_html`."""
    rows = frame.itertuples(index=False, name=None)
    return table_html([str(name) for name in frame.columns], rows, caption, numbers, long=long)


def table_html(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    caption: str,
    numbers: Collection[str] = (),
    *,
    long: bool | None = None,
) -> Markup:
    """An HTML table in a box that scrolls: headers with scope, numbers to the right, addresses as links.

    Parameters
    ----------
    heads, rows
        Headers of the columns, and the cells; the first one names its row, missing ones stay empty.
    caption
        What the table shows.
    numbers
        Headers of columns that hold numbers beside words; columns of numbers, of intervals and of their texts are found.
    long
        Whether the box is lower than the table; if not given, from `LONG_ROWS` rows.
    """
    listed = [list(row) for row in rows]
    digits = [
        count_decimals(cell for cell in column if isinstance(cell, float))
        for column in zip(*listed, strict=True)
    ]
    cells = [list(map(_prepared, row, digits)) for row in listed]
    aligned = [
        place > 0 and (head in numbers or _holds_numbers(row[place] for row in cells))
        for place, head in enumerate(heads)
    ]
    classes = [' class="number"' if numeric else "" for numeric in aligned]
    return framed(
        heads,
        Markup("".join(_row(row, classes) for row in cells)),  # noqa: S704 - cells are prepared
        caption,
        [head for head, numeric in zip(heads, aligned, strict=True) if numeric],
        long=len(cells) > LONG_ROWS if long is None else long,
    )


def framed(
    heads: Sequence[str],
    rows: Markup,
    caption: str,
    numbers: Collection[str] = (),
    *,
    long: bool = False,
) -> Markup:
    """Rows of mark-up as a table in its frame, with what a phone needs to show each row as a card (`study.css` knows of 12 columns).

    Parameters
    ----------
    heads, caption, numbers
        As in `table_html`, but that only the headers named in `numbers` stand to the right.
    rows
        Each `<tr>` with a cell for every head, the first of which is a `<th scope="row">`.
    long
        Whether the box is lower than the table.
    """
    is_wide = len(heads) > FEW_COLUMNS
    is_matrix = (
        is_wide
        and all(head in numbers for head in heads[1:])
        and (len(heads) > MANY_COLUMNS or all(len(head) <= NARROW_HEAD for head in heads[1:]))
    )
    is_stacked = is_wide and not is_matrix
    looks = [("long", long), ("matrix", is_matrix), ("stacked", is_stacked)]
    # as a card a table is no table to a screen reader, unless it says so
    role = {name: Markup(' role="{}"').format(name) if is_stacked else "" for name in ROLES}
    head = Markup("").join(
        Markup('<th scope="col"{}{}>{}</th>').format(
            role["columnheader"],
            Markup(' class="number"') if text in numbers else "",
            said_line(text),
        )
        for text in heads
    )
    return TABLE.format(
        "".join(f" {name}" for name, is_so in looks if is_so),
        said_line(caption),
        Markup("{}{}").format(role["table"], _labels(heads)) if is_stacked else "",
        said_line(caption),
        role["rowgroup"],
        role["row"],
        head,
        role["rowgroup"],
        Markup(CELL.sub(_with_role, rows)) if is_stacked else rows,  # noqa: S704 - only roles are put in
    )


def _labels(heads: Sequence[str]) -> Markup:
    """The heads as the style sheet of the book sets them before the cells of a card: said once a table, and not in each cell."""
    texts = [said_line(head).replace("\\", r"\\").replace('"', r"\"") for head in heads]
    named = [f'--head-{place}: "{text}: "' for place, text in enumerate(texts, 1) if place > 1]
    return Markup(' style="{}"').format("; ".join(named))


def _with_role(tag: re.Match[str]) -> str:
    return f'<{tag[1]} role="{ROW_ROLES[tag[1]]}"'


def _row(cells: Sequence[str], classes: Sequence[str]) -> str:
    """A row of prepared cells, the first of which names it."""
    name, *others = cells
    others_html = "".join(
        f"<td{its_class}>{cell}</td>" for cell, its_class in zip(others, classes[1:], strict=True)
    )
    return f'<tr><th scope="row">{name}</th>{others_html}</tr>\n'


def cell_text(value: object, digits: int = 1) -> str:
    """What a cell of a table shows: nothing where it is missing, and more decimals than its column where it would show nothing but zeros.

    >>> [cell_text(each) for each in (None, float("nan"), 3, 61.25, 61.0, True, -1.5, 0.034, 0.0)]
    ['', '', '3', '61.3', '61.0', 'yes', '−1.5', '0.03', '0.0']
    """
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - a missing number differs from itself
        return ""
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, float):
        return apart_from(plain, digits) if math.isfinite(plain) else decimal(plain)
    return f"{plain:d}".replace("-", "−") if isinstance(plain, int) else str(plain)


def _holds_numbers(column: Iterable[str]) -> bool:
    """Whether there is a number in a column, and no word."""
    there = False
    for cell in column:
        text = Markup(cell).striptags() if "<" in cell or "&" in cell else cell.strip()  # noqa: S704
        if text not in GAPS:
            there = True
            if not NUMBER.fullmatch(text):
                return False
    return there


def _prepared(value: object, digits: int) -> str:
    """A cell as mark-up."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return _linked(cell_text(value, digits))


def _linked(text: str) -> str:
    return _kept(said(text))


_kept = lru_cache(2**12)(linked_html)
"""Tables say the same of many things."""
