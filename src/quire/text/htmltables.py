"""Rows as a table of a page, by one template: headers with scope, numbers to the right, a box that scrolls.

What is shown and under which caption is decided in `showing.figures`; cells that are more than text are in `cells`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence

import jinja2
import pandas as pd
from markupsafe import Markup

from quire.text.markup import linked_html, one_line
from quire.text.words import apart_from, count_decimals, decimal

LONG_ROWS = 30
"""Longer tables are shown in a frame that scrolls."""

NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?( %)?( to [+−-]?\d[\d,]*(\.\d+)?)?")
"""A number as it is shown, or an interval."""

GAPS = {"", "–"}

TEMPLATE = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """
{%- macro cell(tag, scope, place, text) -%}
<{{ tag }}{% if scope %} scope="{{ scope }}"{% endif %}{% if place in numbers %} class="number"{% endif -%}
>{{ text }}</{{ tag }}>
{%- endmacro -%}
<div class="study-table-frame{{ " long" if long }}" tabindex="0" role="region" aria-label="{{ caption }}">
<table class="study-table">
<caption><span>{{ caption }}</span></caption>
<thead>
<tr>{% for text in heads %}{{ cell("th", "col", loop.index0, text) }}{% endfor %}</tr>
</thead>
<tbody>
{% for row in rows %}
<tr>
    {%- for text in row %}{{ cell("td" if loop.index0 else "th", "" if loop.index0 else "row", loop.index0, text) }}{% endfor -%}
</tr>
{% endfor %}
</tbody>
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
    aligned = {
        place
        for place, head in enumerate(heads)
        if place and (head in numbers or _holds_numbers(row[place] for row in cells))
    }
    return Markup(  # noqa: S704 - the template escapes
        TEMPLATE.render(
            heads=[one_line(head) for head in heads],
            rows=cells,
            caption=one_line(caption),
            numbers=aligned,
            long=len(cells) > LONG_ROWS if long is None else long,
        )
    )


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


def _holds_numbers(column: Iterable[Markup]) -> bool:
    texts = [text for text in (cell.striptags() for cell in column) if text not in GAPS]
    return bool(texts) and all(NUMBER.fullmatch(text) for text in texts)


def _prepared(value: object, digits: int) -> Markup:
    """A cell as mark-up."""
    return Markup(value if hasattr(value, "__html__") else linked_html(cell_text(value, digits)))  # noqa: S704
