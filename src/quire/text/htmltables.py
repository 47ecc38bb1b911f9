"""A frame as a table of a page, set by pandas' Styler with the template of the study.

What is shown and under which caption is decided in `showing.figures`; escaping lives in `markup`, cells that are more than text
in `cells`. Why Styler: `docs/decisions/013-tables.md`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import jinja2
import pandas as pd
from pandas.io.formats.style import Styler

from quire.text.cells import Rich
from quire.text.markup import escape_html, linked_html
from quire.text.words import decimal

LONG_ROWS = 30
"""Longer tables are shown in a frame that scrolls."""

NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?( %)?( to [+−-]?\d[\d,]*(\.\d+)?)?")
"""A number as it is shown, or an interval."""

GAPS = {"", "–"}

TEMPLATE = """
{%- macro cell(tag, scope, place, html) -%}
<{{ tag }}{{ scope }}{% if place in numbers %} class="number"{% endif %}>{{ html }}</{{ tag }}>
{%- endmacro -%}
<table class="study-table">
<caption><span>{{ caption }}</span></caption>
<thead>
<tr>
{%- for each in head[0] if each.is_visible %}
{{- cell("th", ' scope="col"', loop.index0, each.display_value) }}
{%- endfor -%}
</tr>
</thead>
<tbody>
{% for row in body %}
<tr>
{%- for each in row if each.is_visible %}
{{- cell("th" if loop.first else "td", ' scope="row"' if loop.first else "", loop.index0, each.display_value) }}
{%- endfor -%}
</tr>
{% endfor %}
</tbody>
</table>
"""
"""Headers say which cells they are for; no blank line, which would end HTML in Markdown."""


class StudyTable(Styler):
    """Styler with the template of the study."""

    env = jinja2.Environment(  # noqa: S701 - every cell, header and caption comes escaped
        loader=jinja2.ChoiceLoader([jinja2.DictLoader({"study.tpl": TEMPLATE}), Styler.loader]),
        trim_blocks=True,
    )
    template_html_table = env.get_template("study.tpl")


def html_table(
    frame: pd.DataFrame, caption: str, numbers: Collection[str] = (), *, long: bool | None = None
) -> str:
    """A frame as an HTML table in a box that scrolls: headers with scope, numbers to the right, addresses as links.

    Parameters
    ----------
    frame
        The first column names the rows, the columns' names are their headers; missing cells stay empty.
    caption
        What the table shows.
    numbers
        Columns that hold numbers beside words; columns of numbers, of intervals and of their texts are found.
    long
        Whether the box is lower than the table; if not given, from `LONG_ROWS` rows.
    """
    places = range(1, frame.shape[1])
    aligned = {
        each
        for each in places
        if frame.columns[each] in numbers or _holds_numbers(frame.iloc[:, each])
    }
    styler = StudyTable(frame.reset_index(drop=True)).hide(axis="index")
    styler = styler.format(_cell_html).format_index(
        lambda name: escape_html(str(name)), axis="columns"
    )
    table = styler.set_caption(escape_html(caption)).to_html(exclude_styles=True, numbers=aligned)
    scrolls = len(frame) > LONG_ROWS if long is None else long
    return (
        f'<div class="study-table-frame{" long" if scrolls else ""}" tabindex="0" role="region" '
        f'aria-label="{escape_html(caption)}">\n{table.strip()}\n</div>'
    )


def cell_text(value: object) -> str:
    """What a cell of a table shows: nothing where it is missing, one decimal at most.

    >>> [cell_text(each) for each in (None, float("nan"), 3, 61.25, 61.0, True, -1.5)]
    ['', '', '3', '61.3', '61.0', 'yes', '−1.5']
    """
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - a missing number differs from itself
        return ""
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, float):
        return decimal(plain)
    return f"{plain:d}".replace("-", "−") if isinstance(plain, int) else str(plain)


def _holds_numbers(column: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(column):
        return not pd.api.types.is_bool_dtype(column)
    texts = [text for text in map(cell_text, column) if text not in GAPS]
    return bool(texts) and all(NUMBER.fullmatch(text) for text in texts)


def _cell_html(value: object) -> str:
    return value.html() if isinstance(value, Rich) else linked_html(cell_text(value))
