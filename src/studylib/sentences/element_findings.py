"""What the figures on key elements say, in sentences, tables and alt texts; none of them claims more than the intervals allow."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pandas as pd

from studylib.text.words import counted, listed, signed, small

NOT_ASKED = "No survey beside this edition asked residents for the most important issues of their city."
NO_SHARES = "UCLG published no shares of participating cities for this edition."
NO_ANSWERS = (
    "UCLG published no table of what single cities answered on barriers and enablers for this edition, so there is no figure of "
    "shares, means or net scores by region or size."
)


def spread_sentence(spread: pd.DataFrame, study: SimpleNamespace) -> str:
    """Which issues are named most in the middle city."""
    if spread.empty:
        return NOT_ASKED
    top = spread.sort_values(["median", "label"], ascending=[False, True]).head(3)
    said = listed(f"{small(label)} ({share:.0f} %)" for label, share in zip(top["label"], top["median"], strict=True))
    return (
        f"Asked in {study.wave_year} in up to {counted(int(spread['cities'].max()), 'city', 'cities')}, residents of the middle city "
        f"name most often {said}. They could name several issues, so shares do not sum to 100."
    )


def spread_alt(spread: pd.DataFrame) -> str:
    """Alt text of the figure of issues over all cities."""
    rows = [
        f"{row['label']} {row['median']:.0f} ({row['low']:.0f} to {row['high']:.0f})" for _, row in spread.iterrows()
    ]
    return (
        "Lines from the least to the most of all cities, with the middle city, for each issue, per cent: "
        + f"{listed(rows)}."
    )


def corner_sentence(corner: pd.DataFrame) -> str:
    """Which issues are named often while few are satisfied, and whether cities that name them are less satisfied."""
    if corner.empty:
        return NOT_ASKED
    inside = [
        f"{small(row['label'])} (named by {row['named_pct']:.0f} %, {row['favourable_pct']:.0f} % satisfied, "
        f"{counted(int(row['cities']), 'city', 'cities')})"
        for _, row in corner[corner["in_corner"]].iterrows()
    ]
    said = f"In that corner: {listed(inside)}." if inside else "No issue is in that corner."
    clear = corner[corner["high"] < 0]
    words = listed(f"{small(row['label'])} (ρ {signed(row['rho'])})" for _, row in clear.iterrows())
    more = f" Cities with fewer satisfied residents name the issue more often for {words}." if words else ""
    return f"{said}{more} Over cities, and so no word on what causes what."


def corner_alt(corner: pd.DataFrame) -> str:
    """Alt text of the figure of issues beside satisfaction."""
    rows = [
        f"{row['label']} {row['named_pct']:.0f} named and {row['favourable_pct']:.0f} satisfied"
        for _, row in corner.iterrows()
    ]
    inside = listed(corner.loc[corner["in_corner"], "label"]) or "no issue"
    return f"Points of issues, per cent of residents of the middle city: {listed(rows)}. Named often and satisfied little: {inside}."


def corner_table(corner: pd.DataFrame) -> pd.DataFrame:
    """Issues beside satisfaction, for readers."""
    interval = [
        f"{signed(row['low'])} to {signed(row['high'])}" if row["rho"] == row["rho"] else ""
        for _, row in corner.iterrows()
    ]
    return pd.DataFrame(
        {
            "Issue": corner["label"],
            "Item on the same subject": corner["wording"],
            "Cities": corner["cities"],
            "Named, %": corner["named_pct"],
            "Satisfied, %": corner["favourable_pct"],
            "ρ": [signed(each) for each in corner["rho"]],
            "Interval": interval,
        }
    )


def change_sentence(change: pd.DataFrame) -> str:
    """Which issues are named more or less than in the survey before, in the same cities, beyond the interval."""
    if change.empty:
        return "There is no earlier survey of the study that asked for issues, or this one did not, so no change can be given."
    first = change.iloc[0]
    more = [_changed(row) for _, row in change[change["low"] > 0].iterrows()]
    less = [_changed(row) for _, row in change[change["high"] < 0].iterrows()]
    said = [
        f"In {counted(int(first['cities']), 'city', 'cities')} of {first['countries']} countries that are in both surveys, from "
        f"{first['before_year']} to {first['year']}, the interval leaves out zero for {len(more) + len(less)} of {len(change)} issues.",
        f"Named more: {listed(more)}." if more else "",
        f"Named less: {listed(less)}." if less else "",
        "Intervals allow for the cities of a country moving together, not for the number of comparisons.",
    ]
    return " ".join(each for each in said if each)


def _changed(row: pd.Series) -> str:
    return f"{small(row['label'])} ({points(row['change'])}, {points(row['low'])} to {points(row['high'])} points)"


def points(value: float) -> str:
    """A change in percentage points with its sign.

    A change that would round to zero keeps a second decimal, so that it is seen on which side of zero it lies.

    >>> points(2.64), points(-0.26), points(-0.02), points(0)
    ('+2.6', '−0.3', '−0.02', '0.0')
    """
    if not value:
        return "0.0"
    text = f"{value:+.1f}"
    return (text if float(text) else f"{value:+.2f}").replace("-", "−")


def change_alt(change: pd.DataFrame) -> str:
    """Alt text of the figure of changes."""
    rows = [_changed(row) for _, row in change.iterrows()]
    return f"Dots with intervals of the change of each issue in the same cities: {listed(rows)}."


def change_table(change: pd.DataFrame) -> pd.DataFrame:
    """Changes for readers."""
    interval = [f"{points(low)} to {points(high)}" for low, high in zip(change["low"], change["high"], strict=True)]
    return pd.DataFrame(
        {
            "Issue": change["label"],
            "Cities": change["cities"],
            "Countries": change["countries"],
            "Before, %": change["before"],
            "Now, %": change["now"],
            "Change, points": [points(each) for each in change["change"]],
            "Interval": interval,
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
        f"{known} have an interval (Wilson); for the others the number of respondents is not known. An interval takes respondents for "
        "a random sample, which none of these surveys claims to be."
    )


def barriers_alt(table: pd.DataFrame) -> str:
    """Alt text of the figure of published surveys."""
    said = [
        f"{element}: " + listed([f"{small(row['statement'])} {row['share_pct']:.0f} %" for _, row in part.iterrows()])
        for element, part in table.groupby("element", sort=False)
    ]
    return f"Dots of published shares with their intervals, grouped by element. {'; '.join(said)}."


def barriers_table(table: pd.DataFrame) -> pd.DataFrame:
    """Published statements for readers."""
    year = table["survey_year"].where(table["survey_year"] != "", "year not given")
    n = ["n not given" if math.isnan(each) else f"n = {each:.0f}" for each in table["respondents_n"]]
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
    cities = counted(int(table["cities_n"].max()), "city", "cities")
    twice = table.loc[table["reading"] != "", "statement"].drop_duplicates()
    said = (
        f"{counted(len(table), 'share')}, as counts of the {cities} that took part. These are all the cities of the edition and chose to "
        "take part, so a count is exact for them; the interval says what it would mean for a large number of cities of which they were "
        "a random sample."
    )
    doubt = " On one statement the published pages contradict each other, and both readings stand here: "
    return said + (f"{doubt}{listed(twice)}." if len(twice) else "")


def shares_table(table: pd.DataFrame) -> pd.DataFrame:
    """Published shares as counts, for readers."""
    count = (table["share_pct"] * table["cities_n"] / 100).round().astype(int)
    return pd.DataFrame(
        {
            "Cities": table["statement"],
            "Reading": table["reading"],
            "Count": [f"{number} of {n}" for number, n in zip(count, table["cities_n"], strict=True)],
            "Share of": table["base"],
            "Published, %": table["share_pct"],
            "Interval, %": _ends(table),
            "Source": table["source"],
        }
    )


def _ends(table: pd.DataFrame) -> list[str]:
    return [
        "" if math.isnan(low) else f"{low:.0f} to {high:.0f}"
        for low, high in zip(table["low"], table["high"], strict=True)
    ]


def conclusions_sentence(study: SimpleNamespace, results: pd.DataFrame) -> str:
    """How many conclusions UCLG published in words."""
    if results.empty:
        return "No conclusion of UCLG's own study is on record for this edition."
    return (
        f"{counted(len(results), 'statement')} of UCLG's own study of {study.year}, as they were published: in words, with no table behind "
        "them that could be checked."
    )


def countries_alt(by_country: pd.DataFrame) -> str:
    """Alt text of the matrix of countries: the issue named most in each."""
    top = by_country.sort_values(["country", "named_pct", "label"], ascending=[True, False, True]).drop_duplicates(
        "country"
    )
    rows = [f"{row['country']} {small(row['label'])} {row['named_pct']:.0f}" for _, row in top.iterrows()]
    return f"Matrix of issues and countries, per cent of residents. Named most: {listed(rows)}."
