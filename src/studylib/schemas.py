"""What each raw table must look like: columns, types, ranges and keys.

Reading files and reporting faults is done in `raw`; this module knows tables only.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa

from studylib.errors import Fault

SHARES = ["positive_pct", "negative_pct", "no_answer_pct"]
SHARES_SUM_PCT = (97.0, 103.0)
"""The three shares of a row sum to 100 but for rounding; a sum outside these bounds is shown with a caveat."""

NUMBERS = ("float64", "Int64")

SIDES = ("barrier", "enabler", "condition")
"""Kinds of statements in the published surveys that speak of what slows or eases development."""


def shares_sum(table: pd.DataFrame) -> pd.Series:
    """Sum of the published shares of each row, in per cent; missing where none is published.

    >>> shares_sum(pd.DataFrame({"positive_pct": [60.1], "negative_pct": [30.2], "no_answer_pct": [None]})).tolist()
    [90.3]
    """
    # rounded, since shares have one decimal and 96.99999999999999 is 97
    return table[SHARES].sum(axis="columns", min_count=1).round(2)


def odd_shares(table: pd.DataFrame) -> pd.Series:
    """Whether the published shares of a row sum to something else than 100, beyond rounding; never where one alone is published."""
    several = table[SHARES].notna().sum(axis="columns") > 1
    return several & ~shares_sum(table).between(*SHARES_SUM_PCT)


def _text(*checks: pa.Check, empty: bool = False) -> pa.Column:
    """A column of text; an empty cell is a fault unless `empty`."""
    filled = [] if empty else [pa.Check.str_length(min_value=1, error="is empty|fill it in")]
    return pa.Column(str, [*filled, *checks], nullable=False)


def _matches(pattern: str, error: str) -> pa.Check:
    return pa.Check.str_matches(rf"(?:{pattern})\Z", error=error)


def _number(low: float | None, high: float | None, error: str, *, empty: bool = False) -> pa.Column:
    """A column of numbers from `low` to `high`; None is open."""
    bounds = [
        *([pa.Check.ge(low, error=error)] if low is not None else []),
        *([pa.Check.le(high, error=error)] if high is not None else []),
    ]
    return pa.Column("float64", bounds, nullable=empty)


def _share(*, empty: bool = False) -> pa.Column:
    return _number(0, 100, "outside 0-100|give a share in per cent", empty=empty)


def _name() -> pa.Column:
    return _text(_matches("[a-z][a-z0-9_]*", "is no valid name|use a-z, 0-9 and _, beginning with a letter"))


def _year() -> pa.Column:
    bounds = pa.Check.in_range(1900, 2200, error="is no plausible year|give a calendar year")
    return pa.Column("Int64", bounds, nullable=False)


def _one_of(*words: str) -> pa.Column:
    return _text(pa.Check.isin(words, error=f"is not a word of this column|use one of: {', '.join(words)}"))


def _addresses() -> pa.Column:
    error = "is no web address|give http:// or https:// addresses, separated by one space"
    return _text(_matches(r"https?://[^\s<>\"']+(?: https?://[^\s<>\"']+)*", error))


def _table(key: list[str], **columns: pa.Column) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, unique=key, strict=True)


CITY_CODE = "[A-Z]{2}(?:[0-9]{3}C[0-9]?|-[a-z]+(?:-[a-z]+)*)"
"""A code of the Urban Audit, or one of the study's own for a city that the publisher gives none."""

REGIONS = ("Africa", "Asia", "Europe", "Latin America and the Caribbean", "Northern America", "Oceania")
"""Regions of the world as the United Nations Statistics Division has them (M49), the Americas in two."""

FRAMEWORK = {
    "areas": _table(
        ["area"],
        area=_name(),
        label=_text(),
        colour=_text(_matches("#[0-9A-Fa-f]{6}", "is no colour|write it as #RRGGBB")),
    ),
    "items": _table(
        ["item"],
        item=_name(),
        label=_text(pa.Check.str_length(max_value=32, error="is too long for a figure|use at most 32 letters")),
        wording=_text(),
        codes_positive=_text(empty=True),
        codes_negative=_text(empty=True),
        codes_no_answer=_text(empty=True),
        note=_text(empty=True),
    ),
    "tree": _table(
        ["node"],
        node=_name(),
        parent=_text(empty=True),
        direction=_number(None, None, "", empty=True),
        weight=_number(None, None, "", empty=True),
        method=_text(empty=True),
        min_coverage=_number(None, None, "", empty=True),
        lower=_number(None, None, "", empty=True),
        upper=_number(None, None, "", empty=True),
    ),
    "bands": _table(
        ["lower"],
        band=pa.Column("Int64", pa.Check.ge(1, error="is no band|count from 1")),
        lower=_number(0, 100, "outside 0-100|give the lower end of the band"),
        label=_text(),
    ),
    "waves": _table(
        ["wave"],
        wave=_text(),
        year=_year(),
        in_panel=_one_of("True", "False"),
        title=_text(),
        respondents_assumed=_number(1, None, "below 1|give how many residents of a city are assumed to have answered"),
        respondents_reason=_text(),
        respondents_source=_text(
            _matches("|https?://[^\\s<>\"']+", "is no web address|give one, or leave the cell empty"), empty=True
        ),
    ),
    "countries": _table(
        ["country_code"],
        country_code=_text(_matches("[A-Z]{2}", "is no country code|use two capital letters")),
        country=_text(),
        region=_one_of(*REGIONS),
        subregion=_text(),
    ),
    "city_names": _table(
        ["city_code", "name"],
        city_code=_text(),
        name=_text(),
        language=_text(_matches("|[a-z]{2}", "is no language|give two letters (ISO 639-1) or none"), empty=True),
        source=_text(),
    ),
    "comparability": _table(
        ["concept", "wave"],
        concept=_name(),
        wave=_text(),
        item=_text(empty=True),
        status=_one_of("same", "reworded", "rescaled", "part", "not asked"),
        reason=_text(),
        decided_by=_text(),
        decided_on=_text(_matches("[0-9]{4}-[0-9]{2}-[0-9]{2}", "is no date|write it like 2026-11-24")),
    ),
    "levers": _table(["lever"], lever=_name(), label=_text(), meaning=_text()),
    "sizes": _table(
        ["lower"],
        size=pa.Column("Int64", pa.Check.ge(1, error="is no size|count from 1")),
        lower=_number(0, None, "below 0|give the least number of inhabitants"),
        label=_text(),
    ),
    "elements": _table(["element"], element=_name(), label=_text(), meaning=_text()),
    "statements": _table(["statement"], statement=_text(), element=_text()),
    "issues": _table(
        ["issue"],
        issue=_text(),
        label=_text(),
        is_issue=_one_of("True", "False"),
        item=_text(empty=True),
        reason=_text(),
    ),
    "statistics": _table(
        ["statistic"],
        statistic=_name(),
        level=_one_of("city", "country"),
        table=_one_of("city_statistics", "national_egovernment"),
        code=_text(empty=True),
        label=_text(),
        unit=_text(),
        minimum=_number(None, None, "", empty=True),
        maximum=_number(None, None, "", empty=True),
    ),
    "comparisons": _table(
        ["item", "statistic"],
        item=_text(),
        statistic=_text(),
        expected_sign=pa.Column("Int64", pa.Check.isin([1, -1], error="is no sign|use 1 or -1")),
        reason=_text(),
    ),
}
"""The study's own frame, in `data/raw/framework`."""

FIGURES = {
    "cities": _table(
        ["city_code"],
        city_code=_text(
            _matches(CITY_CODE, "is no code of a city|write it like DE001C, or XX-name where the publisher gives none")
        ),
        city=_text(),
        country_code=_text(),
        longitude=_number(-180, 180, "outside -180 to 180|give degrees east of Greenwich", empty=True),
        latitude=_number(-90, 90, "outside -90 to 90|give degrees north of the equator", empty=True),
    ),
    "perception": _table(
        ["wave", "item", "city_code"],
        wave=_text(),
        item=_text(),
        city_code=_text(),
        positive_pct=_share(empty=True),
        negative_pct=_share(empty=True),
        no_answer_pct=_share(empty=True),
    ),
    "priorities": _table(
        ["wave", "issue", "city_code"], wave=_text(), issue=_text(), city_code=_text(), named_pct=_share()
    ),
    "city_statistics": _table(
        ["statistic", "city_code", "year"],
        statistic=_text(),
        city_code=_text(),
        year=_year(),
        value=_number(None, None, ""),
    ),
    "national_egovernment": _table(
        ["statistic", "country_code", "year"],
        statistic=_text(),
        country_code=_text(),
        year=_year(),
        value=_number(None, None, ""),
    ),
    "published_facts": _table(
        ["edition", "field", "value"], edition=_text(), field=_text(), value=_text(), source=_addresses()
    ),
    "published_shares": _table(
        ["edition", "statement", "reading"],
        edition=_text(),
        statement=_text(),
        reading=_text(empty=True),
        share_pct=_share(),
        cities_n=pa.Column("Int64", pa.Check.ge(1, error="below 1|give the number of cities the share is of")),
        base=_text(),
        source=_addresses(),
    ),
    "barrier_surveys": _table(
        ["survey", "year", "kind", "element"],
        survey=_text(),
        year=pa.Column("Int64", pa.Check.in_range(1900, 2200, error="is no plausible year|give a year"), nullable=True),
        population=_text(),
        respondents_n=_number(1, None, "below 1|give the number of respondents", empty=True),
        kind=_name(),
        element=_text(),
        share_pct=_share(),
        wording=_text(empty=True),
        note=_text(empty=True),
        source=_addresses(),
    ),
}
"""The figures, in `data/raw`, each with a sidecar."""


def find_faults(frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str) -> list[Fault]:
    """Every cell and key of a typed table that breaks its schema.

    Parameters
    ----------
    frame
        The table, rows labelled by their line in the file.
    schema
        One of `FRAMEWORK` or `FIGURES`; `frame` has its columns and types.
    where
        The file, for the faults.
    """
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return list(_from_cases(errors.failure_cases, schema, where, frame))
    return []


def _from_cases(cases: pd.DataFrame, schema: pa.DataFrameSchema, where: str, frame: pd.DataFrame) -> Iterator[Fault]:
    keys = [str(each) for each in schema.unique or []]
    doubled = cases["check"].astype(str).str.startswith("multiple_fields_uniqueness")
    for row in sorted({int(each) for each in cases.loc[doubled, "index"]}):
        value = ", ".join(str(frame.loc[row, key]) for key in keys)
        yield Fault(where, row, " + ".join(keys), value, "the key is there twice", "keep one of the rows")
    rows = pd.to_numeric(cases["index"]).fillna(0).astype(int)
    for row, case in zip(rows[~doubled], cases[~doubled].itertuples(), strict=True):
        if case.check == "not_nullable":
            yield Fault(where, row, str(case.column), "", "is empty", "fill it in")
            continue
        what, _, repair = str(case.check).partition("|")
        yield Fault(where, row, str(case.column), str(case.failure_case), what, repair)
