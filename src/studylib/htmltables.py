"""A frame as a table of a page.

What is shown and under which caption is decided in `figures`; escaping lives in `markup`.
"""

from __future__ import annotations

import pandas as pd

from studylib.links import Fold, Link, Links
from studylib.markup import escape_html, linked_html


def html_table(frame: pd.DataFrame, caption: str) -> str:
    """A frame as an HTML table without blank lines: headers with scope, numbers to the right, addresses as links.

    The first column names the rows. Missing cells are empty.
    """
    numeric = [pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) for kind in frame.dtypes]
    heads = "".join(
        f'<th scope="col"{_side(number)}>{escape_html(str(column))}</th>'
        for column, number in zip(frame.columns, numeric, strict=True)
    )
    rows = "\n".join(_row(row, numeric) for row in frame.itertuples(index=False, name=None))
    return (
        f'<table class="study-table">\n<caption>{escape_html(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def cell_text(value: object) -> str:
    """What a cell of a table shows: nothing where it is missing, one decimal at most.

    >>> [cell_text(each) for each in (None, float("nan"), 3, 61.25, 61.0, True, -1.5)]
    ['', '', '3', '61.2', '61.0', 'yes', '−1.5']
    """
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - a missing number differs from itself
        return ""
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, float):
        return f"{plain:.1f}".replace("-", "−")
    return f"{plain:d}".replace("-", "−") if isinstance(plain, int) else str(plain)


def _row(row: tuple[object, ...], numeric: list[bool]) -> str:
    cells = [value.html() if isinstance(value, Fold | Link | Links) else linked_html(cell_text(value)) for value in row]
    first = f'<th scope="row"{_side(numeric[0])}>{cells[0]}</th>'
    rest = "".join(f"<td{_side(number)}>{cell}</td>" for cell, number in zip(cells[1:], numeric[1:], strict=True))
    return f"<tr>{first}{rest}</tr>"


def _side(number: bool) -> str:
    return ' class="number"' if number else ""
