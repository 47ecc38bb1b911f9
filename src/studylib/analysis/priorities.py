"""What residents name as the most important issues of their city, beside how satisfied they are with the same subject.

Frames in, frames out. Sentences are in `element_findings`, drawings in `elementcharts`.
"""

from __future__ import annotations

import pandas as pd

from studylib.analysis.association import spearman
from studylib.analysis.intervals import grouped_mean
from studylib.analysis.situation import spread

MOST = 3
"""Issues that are listed for a city."""


def named_issues(priorities: pd.DataFrame, issues: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """Every share of residents who named an issue, with names of issue, city and country; "no answer" is no issue.

    Parameters
    ----------
    priorities, issues, cities
        The processed tables.

    Returns
    -------
    DataFrame
        `year`, `issue`, `label`, `item`, `city_code`, `city`, `country`, `named_pct`, by year, label, country and city.
    """
    frame = priorities.merge(issues.loc[issues["is_issue"], ["issue", "label", "item"]], on="issue")
    frame = frame.merge(cities[["city_code", "city", "country"]], on="city_code")
    columns = ["year", "issue", "label", "item", "city_code", "city", "country", "named_pct"]
    return frame.sort_values(["year", "label", "country", "city", "city_code"], ignore_index=True)[columns]


def latest(named: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """The issues named in the survey of the edition itself; empty if that survey did not ask."""
    return named[named["year"] == year].reset_index(drop=True)


def issue_spread(now: pd.DataFrame) -> pd.DataFrame:
    """How each issue is spread over the cities.

    Returns
    -------
    DataFrame
        `label`, `cities`, `low`, `lower_quartile`, `median`, `upper_quartile`, `high`, in per cent of residents; by label.
    """
    columns = ["low", "lower_quartile", "median", "upper_quartile", "high"]
    if now.empty:
        return pd.DataFrame(columns=["label", "cities", *columns])
    return spread(now.groupby("label")["named_pct"]).reset_index()


def country_issues(now: pd.DataFrame, country_min_cities: int, colour: str) -> pd.DataFrame:
    """The middle city of each country with enough cities, in the shape that `grids.country_matrix` draws."""
    frame = now.groupby(["label", "country"], as_index=False).agg(
        cities=("named_pct", "size"), named_pct=("named_pct", "median")
    )
    frame = frame[frame["cities"] >= country_min_cities].reset_index(drop=True)
    return frame.assign(item=frame["label"], colour=colour)


def city_issues(now: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """For each city the issues named most, and those named more and with fewer satisfied residents than in the middle city.

    Returns
    -------
    DataFrame
        `city`, `country`, `most` (up to three issues with their shares) and `corner`, in the order of country and city.
    """
    frame = beside_satisfaction(now, answers)
    middle = frame.groupby("label")[["named_pct", "favourable_pct"]].transform("median")
    frame["corner"] = (frame["named_pct"] > middle["named_pct"]) & (frame["favourable_pct"] < middle["favourable_pct"])
    rows = []
    for (country, city, _), part in frame.groupby(["country", "city", "city_code"]):
        top = part.sort_values(["named_pct", "label"], ascending=[False, True]).head(MOST)
        most = [f"{label} {share:.0f} %" for label, share in zip(top["label"], top["named_pct"], strict=True)]
        rows.append([city, country, ", ".join(most), ", ".join(part.loc[part["corner"], "label"])])
    return pd.DataFrame(rows, columns=["city", "country", "most", "corner"])


def beside_satisfaction(now: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Each share of an issue with the favourable share of the item on the same subject; missing where none was asked."""
    return now.merge(answers[["item", "city_code", "favourable_pct"]], on=["item", "city_code"], how="left")


def corner(now: pd.DataFrame, answers: pd.DataFrame, items: pd.DataFrame, confidence_pct: float) -> pd.DataFrame:
    """Issues beside satisfaction: named often and satisfied little is the corner that matters.

    Returns
    -------
    DataFrame
        `label`, `wording` of the item, `cities` with both figures, `named_pct` and `favourable_pct` (middle city), `rho`, `low`, `high`
        (rank correlation of the two over cities) and `in_corner`: named more than the middle issue, and with fewer satisfied residents.
        Issues without an item that the survey asked are left out.
    """
    wording = items.loc[items["asked"]].set_index("item")["wording"]
    frame = beside_satisfaction(now, answers).dropna(subset="favourable_pct")
    rows = []
    for (label, item), part in frame.groupby(["label", "item"]):
        found = spearman(part["named_pct"], part["favourable_pct"], confidence_pct)
        named, satisfied = part["named_pct"].median(), part["favourable_pct"].median()
        rows.append([label, wording[str(item)], len(part), named, satisfied, found.rho, found.low, found.high])
    columns = ["label", "wording", "cities", "named_pct", "favourable_pct", "rho", "low", "high"]
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[3:], float))
    often = table["named_pct"] > table["named_pct"].median()
    little = table["favourable_pct"] < table["favourable_pct"].median()
    return table.assign(in_corner=often & little)


def panel_change(named: pd.DataFrame, year: int | None, confidence_pct: float) -> pd.DataFrame:
    """Change of each issue since the survey before, in the cities that are in both.

    Parameters
    ----------
    named
        As `named_issues` gives it.
    year
        Survey of the edition; the one before is the latest earlier year of the table.

    Returns
    -------
    DataFrame
        `label`, `cities`, `countries`, `before_year`, `year`, `before`, `now` (means, per cent), `change`, `low`, `high` (percentage
        points, with the interval of `intervals.grouped_mean` by country); empty if there is no survey before.
    """
    columns = ["label", "cities", "countries", "before_year", "year", "before", "now", "change", "low", "high"]
    earlier = named.loc[named["year"] < (year or 0), "year"]
    now = latest(named, year)
    if now.empty or earlier.empty:
        return pd.DataFrame(columns=columns)
    before = latest(named, int(earlier.max()))
    both = now.merge(before[["issue", "city_code", "named_pct"]], on=["issue", "city_code"], suffixes=("", "_before"))
    rows = []
    for label, part in both.groupby("label"):
        found = grouped_mean(part["named_pct"] - part["named_pct_before"], part["country"], confidence_pct)
        means = [part["named_pct_before"].mean(), part["named_pct"].mean()]
        years = [int(earlier.max()), year]
        rows.append([label, found.n, found.groups, *years, *means, found.mean, found.low, found.high])
    return pd.DataFrame(rows, columns=columns)
