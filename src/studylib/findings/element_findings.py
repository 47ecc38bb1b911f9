"""What the figures on key elements say, in sentences, tables and alt texts; none of them claims more than the intervals allow."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pandas as pd

from quire.text.words import (
    apart_from,
    capital,
    counted,
    decimal,
    interval,
    listed,
    signed,
    small,
    verb,
)
from studylib.findings.chance import WHOLE_SURVEY
from studylib.questions.priorities import MOST_ISSUES, select_latest

NOT_ASKED = (
    "No survey beside this edition asked residents for the most important issues of their city."
)
NO_SHARES = "No share of the cities that took part is recorded here for this edition."
NO_ANSWERS = (
    "No table of what single cities answered on barriers and enablers is recorded here for this edition, so there is no figure of "
    "shares, means or net scores by region or size."
)


def spread_sentence(spread: pd.DataFrame, order: pd.DataFrame, study: SimpleNamespace) -> str:
    """Which issues have the highest medians over cities, and how far the intervals of differences carry their order.

    Parameters
    ----------
    spread, order
        As `priorities.summarise_issues` and `priorities.order_issues` give them.
    study
        The edition.
    """
    if spread.empty:
        return NOT_ASKED
    top, rest = order.head(MOST_ISSUES), order.iloc[MOST_ISSUES:]
    said = listed(
        f"{small(label)} ({decimal(share, 0)} %)"
        for label, share in zip(top["label"], top["median"], strict=True)
    )
    one = len(top) == 1
    sure = (
        ""
        if one
        else ", in this order"
        if (top["low"].iloc[1:] > 0).all()
        else "; their order is not certain"
    )
    level = [small(each) for each in rest.loc[~(rest["low"] > 0), "label"]]
    also = f" {capital(listed(level))} may be as high as the last of them." if level else ""
    return (
        f"Asked in {study.wave_year} in up to {counted(int(spread['cities'].max()), 'city', 'cities')}. The highest "
        f"{verb(len(top), 'median over cities is that', 'medians over cities are those')} of {said}{sure}.{also} "
        "Residents could name several issues, so shares do not sum to 100."
    )


def spread_alt(spread: pd.DataFrame) -> str:
    """Alt text of the figure of issues over all cities."""
    rows = [
        f"{row['label']} {decimal(row['median'], 0)} ({interval(row['low'], row['high'], 0)})"
        for _, row in spread.iterrows()
    ]
    return (
        "Lines from the least to the most of all cities, with the median, for each issue, per cent: "
        + f"{listed(rows)}."
    )


def corner_sentence(corner: pd.DataFrame) -> str:
    """Which issues are named often while few are satisfied, which are near that, and where fewer satisfied go with more naming."""
    if corner.empty:
        return NOT_ASKED
    inside = [
        f"{small(row['label'])} (named by {decimal(row['named_pct'], 0)} %, {decimal(row['favourable_pct'], 0)} % satisfied, "
        f"{counted(int(row['cities']), 'city', 'cities')}{', near the line' if row['near'] else ''})"
        for _, row in corner[corner["in_corner"]].iterrows()
    ]
    said = (
        f"By the medians, in that corner: {listed(inside)}."
        if inside
        else "By the medians, no issue is in that corner."
    )
    outside = [small(each) for each in corner.loc[corner["near"] & ~corner["in_corner"], "label"]]
    if outside:
        said += f" Near the line outside it: {listed(outside)}."
    if corner["near"].any():
        said += " Near the line: intervals of the differences to the median issue leave open whether an issue is in the corner."
    clear = corner[corner["beyond"] & (corner["rho"] < 0)]
    words = listed(f"{small(row['label'])} (ρ {signed(row['rho'])})" for _, row in clear.iterrows())
    more = f" Where fewer residents are satisfied, more name the issue: {words}." if words else ""
    return f"{said}{more} This compares cities; it says nothing of causes."


def corner_alt(corner: pd.DataFrame) -> str:
    """Alt text of the figure of issues beside satisfaction."""
    rows = [
        f"{row['label']} {decimal(row['named_pct'], 0)} named and {decimal(row['favourable_pct'], 0)} satisfied"
        for _, row in corner.iterrows()
    ]
    inside, near = (
        listed(corner.loc[corner[each], "label"]) or "no issue" for each in ("in_corner", "near")
    )
    return (
        f"Points of issues, per cent of residents, median over cities: {listed(rows)}. Named often and satisfied little: {inside}. "
        f"Open, near the line: {near}."
    )


def corner_table(corner: pd.DataFrame) -> pd.DataFrame:
    """Issues beside satisfaction, for readers."""
    ends = zip(corner["low"], corner["high"], strict=True)
    return pd.DataFrame(
        {
            "Issue": corner["label"],
            "Item on the same subject": corner["wording"],
            "Cities": corner["cities"],
            "Named, %": corner["named_pct"],
            "Satisfied, %": corner["favourable_pct"],
            "Corner": [
                ", ".join(
                    word for word, holds in (("in it", inside), ("near the line", near)) if holds
                )
                for inside, near in zip(corner["in_corner"], corner["near"], strict=True)
            ],
            "ρ": [signed(each) for each in corner["rho"]],
            "Interval": [interval(low, high, 2, null=0) for low, high in ends],
        }
    )


def change_sentence(change: pd.DataFrame, named: pd.DataFrame, year: int | None) -> str:
    """Which issues are named more or less than in the survey before, in the same cities, beyond chance; or why none can be told.

    Parameters
    ----------
    change, named, year
        As `priorities.measure_panel_change` gives it, from the second and third.
    """
    if year is None:
        return "No change can be given: no survey stands beside this edition."
    if select_latest(named, year).empty:
        return (
            "No change can be given: the survey beside this edition has no figures on issues here."
        )
    if change.empty and not (named["year"] < year).any():
        return f"No change can be given: the survey of {year} is the first here with figures on issues."
    if change.empty:
        return f"No change can be given: no city of the survey of {year} is in the one before."
    first = change.iloc[0]
    beyond = change[change["beyond"]]
    more = [_changed(row) for _, row in beyond[beyond["change"] > 0].iterrows()]
    less = [_changed(row) for _, row in beyond[beyond["change"] < 0].iterrows()]
    said = [
        f"In {counted(int(first['cities']), 'city', 'cities')} of {first['countries']} countries that are in both surveys, from "
        f"{first['before_year']} to {first['year']}, {len(beyond)} of {len(change)} issues changed beyond chance.",
        f"Named more: {listed(more)}." if more else "",
        f"Named less: {listed(less)}." if less else "",
        "Intervals allow for the cities of a country moving together; beyond chance allows for the number of comparisons too.",
        WHOLE_SURVEY if len(beyond) else "",
    ]
    return " ".join(each for each in said if each)


def _changed(row: pd.Series) -> str:
    return f"{small(row['label'])} ({points(row['change'])}, {interval(row['low'], row['high'], sign=True)} points)"


def points(value: float) -> str:
    """A change in percentage points with its sign.

    A change that would round to zero keeps a second decimal, so that it is seen on which side of zero it lies.

    >>> points(2.64), points(-0.26), points(-0.02), points(0)
    ('+2.6', '−0.3', '−0.02', '0.0')
    """
    return apart_from(value, sign=True)


def change_alt(change: pd.DataFrame) -> str:
    """Alt text of the figure of changes."""
    rows = [_changed(row) for _, row in change.iterrows()]
    return f"Dots with intervals of the change of each issue in the same cities: {listed(rows)}."


def change_table(change: pd.DataFrame) -> pd.DataFrame:
    """Changes for readers."""
    ends = zip(change["low"], change["high"], strict=True)
    return pd.DataFrame(
        {
            "Issue": change["label"],
            "Cities": change["cities"],
            "Countries": change["countries"],
            "Before, %": change["before"],
            "Now, %": change["now"],
            "Change, points": [points(each) for each in change["change"]],
            "Interval": [interval(low, high, sign=True) for low, high in ends],
        }
    )


def barriers_sentence(table: pd.DataFrame) -> str:
    """How many statements of how many surveys there are, and which part has an interval."""
    if table.empty:
        return "No published survey on barriers and enablers is on record."
    known = int(table["low"].notna().sum())
    surveys = counted(table["survey"].nunique(), "survey")
    return (
        f"{counted(len(table), 'statement')} of {surveys}, side by side. They asked other people in other words and are never pooled. "
        f"{known} {verb(known, 'has', 'have')} an interval (Wilson); for the others the number of respondents is not known. "
        "An interval takes respondents for a random sample, which none of these surveys claims to be."
    )


def barriers_alt(table: pd.DataFrame) -> str:
    """Alt text of the figure of published surveys."""
    said = [
        f"{element}: "
        + listed(
            [
                f"{small(row['statement'])} {decimal(row['share_pct'], 0)} %"
                for _, row in part.iterrows()
            ]
        )
        for element, part in table.groupby("element", sort=False)
    ]
    return f"Dots of published shares with their intervals, grouped by element. {'; '.join(said)}."


def barriers_table(table: pd.DataFrame) -> pd.DataFrame:
    """Published statements for readers."""
    year = table["survey_year"].where(table["survey_year"] != "", "year not known")
    n = [
        "number not known" if math.isnan(each) else f"n = {decimal(each, 0)}"
        for each in table["respondents_n"]
    ]
    return pd.DataFrame(
        {
            "Statement": table["statement"],
            "Element": table["element"] + ", " + table["kind"],
            "Survey": table["survey"] + ", " + year,
            "Who was asked": table["population"] + "; " + n,
            "Share, %": table["share_pct"],
            "Interval, %": _ends(table),
            "Source": table["source"],
        }
    )


def shares_sentence(table: pd.DataFrame) -> str:
    """What the published shares are of, and which are contradictory."""
    if table.empty:
        return NO_SHARES
    known = table[table["cities_n"].notna()]
    twice = known.loc[known["reading"] != "", "statement"].drop_duplicates()
    said = []
    if len(known):
        cities = counted(int(known["cities_n"].max()), "city", "cities")
        said.append(
            f"{counted(len(known), 'share')}, as counts of the {cities} that took part. These are all the cities of the edition and "
            "chose to take part, so a count is exact for them; the interval says what it would mean for a large number of cities of "
            "which they were a random sample."
        )
    if len(twice):
        doubt = "On one statement the published pages contradict each other, and both readings stand here: "
        said.append(f"{doubt}{listed(twice)}.")
    if len(known) < len(table):
        shares = counted(len(table) - len(known), "share is", "shares are")
        said.append(f"{shares} given without a count, since it is not known what the whole is.")
    return " ".join(said)


def more_sentence(published: pd.DataFrame) -> str:
    """That UCLG published more than is recorded here, where that is known."""
    more = published.loc[published["field"] == "not_recorded", "value"]
    return (
        ""
        if more.empty
        else f"UCLG published more than is recorded here: {listed(small(each) for each in more)}."
    )


def shares_table(table: pd.DataFrame) -> pd.DataFrame:
    """Published shares as counts, for readers."""
    count = table["share_pct"] * table["cities_n"] / 100
    return pd.DataFrame(
        {
            "Cities": table["statement"],
            "Reading": table["reading"],
            "Count": [
                "not known" if math.isnan(n) else f"{decimal(number, 0)} of {decimal(n, 0)}"
                for number, n in zip(count, table["cities_n"], strict=True)
            ],
            "Share of": table["base"],
            "Published, %": table["share_pct"],
            "Interval, %": _ends(table),
            "Source": table["source"],
        }
    )


def _ends(table: pd.DataFrame) -> list[str]:
    return [interval(low, high, 0) for low, high in zip(table["low"], table["high"], strict=True)]


def conclusions_sentence(study: SimpleNamespace, results: pd.DataFrame) -> str:
    """How many conclusions UCLG published in words."""
    if results.empty:
        return "No conclusion of UCLG's own study is on record for this edition."
    return (
        f"{counted(len(results), 'statement')} of UCLG's own study of {study.year}, in words as published; no table behind "
        f"{verb(len(results), 'it', 'them')} could be checked."
    )


def countries_alt(by_country: pd.DataFrame) -> str:
    """Alt text of the matrix of countries: the issue named most in each."""
    top = by_country.sort_values(
        ["country", "named_pct", "label"], ascending=[True, False, True]
    ).drop_duplicates("country")
    rows = [
        f"{row['country']} {small(row['label'])} {decimal(row['named_pct'], 0)}"
        for _, row in top.iterrows()
    ]
    return f"Matrix of issues and countries, per cent of residents. Named most: {listed(rows)}."
