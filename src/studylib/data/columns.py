"""Kinds of columns that raw tables are made of, each with its checks; the words of a fault are `what|repair`.

Which table has which columns is decided in `schemas` and `fieldwork_files`.
"""

from __future__ import annotations

import datetime
import re

import pandera.pandas as pa

from quire.core.project import SLUG

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def text(*checks: pa.Check, empty: bool = False) -> pa.Column:
    """A column of text; an empty cell is a fault unless `empty`."""
    filled = [] if empty else [pa.Check.str_length(min_value=1, error="is empty|fill it in")]
    return pa.Column(str, [*filled, *checks], nullable=False)


def matches(pattern: str, error: str) -> pa.Check:
    """Cells that match a pattern from end to end."""
    return pa.Check.str_matches(rf"(?:{pattern})\Z", error=error)


def number(low: float | None, high: float | None, error: str, *, empty: bool = False) -> pa.Column:
    """A column of numbers from `low` to `high`; None is open."""
    bounds = [
        *([pa.Check.ge(low, error=error)] if low is not None else []),
        *([pa.Check.le(high, error=error)] if high is not None else []),
    ]
    return pa.Column("float64", bounds, nullable=empty)


def whole(low: int, error: str, *, empty: bool = False) -> pa.Column:
    """A column of whole numbers from `low` on."""
    return pa.Column("Int64", pa.Check.ge(low, error=error), nullable=empty)


def share(*, empty: bool = False) -> pa.Column:
    """Per cent."""
    return number(0, 100, "outside 0-100|give a share in per cent", empty=empty)


def name() -> pa.Column:
    """A name as code has them."""
    return text(
        matches("[a-z][a-z0-9_]*", "is no valid name|use a-z, 0-9 and _, beginning with a letter")
    )


def slug(*, empty: bool = False) -> pa.Column:
    """A key of a city or member, which may become part of an address."""
    error = "is no valid key|use a-z and 0-9, with single '-' or '_' between them"
    return text(matches(f"|{SLUG.pattern}" if empty else SLUG.pattern, error), empty=empty)


def country() -> pa.Column:
    """A code of a country."""
    return text(matches("[A-Z]{2}", "is no country code|use two capital letters"))


def year() -> pa.Column:
    """A calendar year."""
    bounds = pa.Check.in_range(1900, 2200, error="is no plausible year|give a calendar year")
    return pa.Column("Int64", bounds, nullable=False)


def day(*, empty: bool = False) -> pa.Column:
    """A day of the calendar, as text in the form of ISO 8601."""
    check = pa.Check(
        lambda cell: (empty and cell == "") or is_day(cell),
        element_wise=True,
        error="is no date|write it like 2026-11-24",
    )
    return text(check, empty=empty)


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


def one_of(*words: str) -> pa.Column:
    """A word of a closed list."""
    return text(
        pa.Check.isin(words, error=f"is not a word of this column|use one of: {', '.join(words)}")
    )


def addresses() -> pa.Column:
    """Addresses of the web, parted by one blank."""
    error = "is no web address|give http:// or https:// addresses, separated by one space"
    return text(matches(r"https?://[^\s<>\"']+(?: https?://[^\s<>\"']+)*", error))


def keyed(key: list[str], **columns: pa.Column) -> pa.DataFrameSchema:
    """A table with these columns and no others, in which `key` names a row."""
    return pa.DataFrameSchema(columns, unique=key, strict=True)
