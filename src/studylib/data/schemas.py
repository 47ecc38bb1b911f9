"""What each raw table must look like: columns, types, ranges and keys.

Reading files and reporting faults is done in `raw`; this module knows tables only.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa

from studylib.core.errors import Fault
from studylib.data.columns import addresses, country, day, keyed, matches, name, number, one_of, share, slug, text, year

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


CITY_CODE = "[A-Z]{2}(?:[0-9]{3}C[0-9]?|-[a-z]+(?:-[a-z]+)*)"
"""A code of the Urban Audit, or one of the study's own for a city that the publisher gives none."""

REGIONS = ("Africa", "Asia", "Europe", "Latin America and the Caribbean", "Northern America", "Oceania")
"""Regions of the world as the United Nations Statistics Division has them (M49), the Americas in two."""

FRAMEWORK = {
    "areas": keyed(
        ["area"],
        area=name(),
        label=text(),
        colour=text(matches("#[0-9A-Fa-f]{6}", "is no colour|write it as #RRGGBB")),
    ),
    "items": keyed(
        ["item"],
        item=name(),
        label=text(pa.Check.str_length(max_value=32, error="is too long for a figure|use at most 32 letters")),
        wording=text(),
        codes_positive=text(empty=True),
        codes_negative=text(empty=True),
        codes_no_answer=text(empty=True),
        note=text(empty=True),
    ),
    "tree": keyed(
        ["node"],
        node=name(),
        parent=text(empty=True),
        direction=number(None, None, "", empty=True),
        weight=number(None, None, "", empty=True),
        method=text(empty=True),
        min_coverage=number(None, None, "", empty=True),
        lower=number(None, None, "", empty=True),
        upper=number(None, None, "", empty=True),
    ),
    "bands": keyed(
        ["lower"],
        band=pa.Column("Int64", pa.Check.ge(1, error="is no band|count from 1")),
        lower=number(0, 100, "outside 0-100|give the lower end of the band"),
        label=text(),
    ),
    "waves": keyed(
        ["wave"],
        wave=text(),
        year=year(),
        in_panel=one_of("True", "False"),
        title=text(),
        respondents_assumed=number(1, None, "below 1|give how many residents of a city are assumed to have answered"),
        respondents_reason=text(),
        respondents_source=text(
            matches("|https?://[^\\s<>\"']+", "is no web address|give one, or leave the cell empty"), empty=True
        ),
    ),
    "countries": keyed(
        ["country_code"],
        country_code=country(),
        country=text(),
        region=one_of(*REGIONS),
        subregion=text(),
    ),
    "city_names": keyed(
        ["city_code", "name"],
        city_code=text(),
        name=text(),
        language=text(matches("|[a-z]{2}", "is no language|give two letters (ISO 639-1) or none"), empty=True),
        source=text(),
    ),
    "comparability": keyed(
        ["concept", "wave"],
        concept=name(),
        wave=text(),
        item=text(empty=True),
        status=one_of("same", "reworded", "rescaled", "part", "not asked"),
        reason=text(),
        decided_by=text(),
        decided_on=day(),
    ),
    "levers": keyed(["lever"], lever=name(), label=text(), meaning=text()),
    "sizes": keyed(
        ["lower"],
        size=pa.Column("Int64", pa.Check.ge(1, error="is no size|count from 1")),
        lower=number(0, None, "below 0|give the least number of inhabitants"),
        label=text(),
    ),
    "elements": keyed(["element"], element=name(), label=text(), meaning=text()),
    "statements": keyed(["statement"], statement=text(), element=text()),
    "issues": keyed(
        ["issue"],
        issue=text(),
        label=text(),
        is_issue=one_of("True", "False"),
        item=text(empty=True),
        reason=text(),
    ),
    "statistics": keyed(
        ["statistic"],
        statistic=name(),
        level=one_of("city", "country"),
        table=one_of("city_statistics", "national_egovernment"),
        code=text(empty=True),
        label=text(),
        unit=text(),
        minimum=number(None, None, "", empty=True),
        maximum=number(None, None, "", empty=True),
    ),
    "comparisons": keyed(
        ["item", "statistic"],
        item=text(),
        statistic=text(),
        expected_sign=pa.Column("Int64", pa.Check.isin([1, -1], error="is no sign|use 1 or -1")),
        reason=text(),
    ),
}
"""The study's own frame, in `data/raw/framework`."""

FIGURES = {
    "cities": keyed(
        ["city_code"],
        city_code=text(
            matches(CITY_CODE, "is no code of a city|write it like DE001C, or XX-name where the publisher gives none")
        ),
        city=text(),
        country_code=text(),
        longitude=number(-180, 180, "outside -180 to 180|give degrees east of Greenwich", empty=True),
        latitude=number(-90, 90, "outside -90 to 90|give degrees north of the equator", empty=True),
    ),
    "perception": keyed(
        ["wave", "item", "city_code"],
        wave=text(),
        item=text(),
        city_code=text(),
        positive_pct=share(empty=True),
        negative_pct=share(empty=True),
        no_answer_pct=share(empty=True),
    ),
    "priorities": keyed(["wave", "issue", "city_code"], wave=text(), issue=text(), city_code=text(), named_pct=share()),
    "city_statistics": keyed(
        ["statistic", "city_code", "year"],
        statistic=text(),
        city_code=text(),
        year=year(),
        value=number(None, None, ""),
    ),
    "national_egovernment": keyed(
        ["statistic", "country_code", "year"],
        statistic=text(),
        country_code=text(),
        year=year(),
        value=number(None, None, ""),
    ),
    "published_facts": keyed(
        ["edition", "field", "value"], edition=text(), field=text(), value=text(), source=addresses()
    ),
    "published_shares": keyed(
        ["edition", "statement", "reading"],
        edition=text(),
        statement=text(),
        reading=text(empty=True),
        share_pct=share(),
        cities_n=pa.Column("Int64", pa.Check.ge(1, error="below 1|give the number of cities the share is of")),
        base=text(),
        source=addresses(),
    ),
    "barrier_surveys": keyed(
        ["survey", "year", "kind", "element"],
        survey=text(),
        year=pa.Column("Int64", pa.Check.in_range(1900, 2200, error="is no plausible year|give a year"), nullable=True),
        population=text(),
        respondents_n=number(1, None, "below 1|give the number of respondents", empty=True),
        kind=name(),
        element=text(),
        share_pct=share(),
        wording=text(empty=True),
        note=text(empty=True),
        source=addresses(),
    ),
    "members": keyed(
        ["member"],
        member=slug(),
        city=text(),
        country_code=text(),
        joined_on=day(),
        left_on=day(empty=True),
        source=addresses(),
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
