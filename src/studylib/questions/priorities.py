"""What residents name as the most important issues of their city, beside how satisfied they are with the same subject.

Frames in, frames out. Sentences are in `issues`, drawings in `elementcharts`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from quire.text.messages import _
from quire.text.words import decimal
from studylib.data.enumerations import join_by_comma
from studylib.questions.situation import describe_spread
from studylib.statistics.arrays import Numbers
from studylib.statistics.importance import partial_spearman
from studylib.statistics.intervals import estimate_mean
from studylib.statistics.medians import bootstrap_medians

MOST_ISSUES = 3
"""Issues that are listed for a city, and as those named most."""


def list_named_issues(
    priorities: pd.DataFrame, issues: pd.DataFrame, cities: pd.DataFrame
) -> pd.DataFrame:
    """Every share of residents who named an issue, with names of issue, city and country; "no answer" is no issue.

    Parameters
    ----------
    priorities, issues, cities
        The processed tables.

    Returns
    -------
    DataFrame
        `year`, `issue`, `label`, `item`, `city_code`, `survey_unit`, `city`, `country`,
        `named_pct`, by year, label, country and city.
    """
    frame = priorities.merge(issues.loc[issues["is_issue"], ["issue", "label", "item"]], on="issue")
    frame = frame.merge(cities[["city_code", "city", "country"]], on="city_code")
    columns = [
        "year",
        "issue",
        "label",
        "item",
        "city_code",
        "survey_unit",
        "city",
        "country",
        "named_pct",
    ]
    return frame.sort_values(["year", "label", "country", "city", "city_code"], ignore_index=True)[
        columns
    ]


def select_latest(named: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """The issues named in the survey of the edition itself; empty if that survey did not ask."""
    return named[named["year"] == year].reset_index(drop=True)


def summarise_issues(now: pd.DataFrame) -> pd.DataFrame:
    """How each issue is spread over the cities.

    Returns
    -------
    DataFrame
        `label`, `cities`, `low`, `lower_quartile`, `median`, `upper_quartile`, `high`, in per cent
        of residents; by label.
    """
    columns = ["low", "lower_quartile", "median", "upper_quartile", "high"]
    if now.empty:
        return pd.DataFrame(columns=["label", "cities", *columns])
    return describe_spread(now.groupby("label")["named_pct"]).reset_index()


def order_issues(now: pd.DataFrame, confidence_pct: float) -> pd.DataFrame:
    """Issues from the highest median over cities, and how sure each one is below another.

    Returns
    -------
    DataFrame
        `label`, `median`, `above` (the issue before it; from the fifth on the third), `low` and
        `high` (interval of how far the median is below that of `above`, percentage points, by
        `medians.bootstrap_medians`); the last three missing in the first row.
    """
    columns = ["label", "median", "above", "low", "high"]
    if now.empty:
        return pd.DataFrame(columns=columns)
    wide, country = _wide(now, "named_pct")
    medians = wide.median().sort_index().sort_values(ascending=False, kind="stable")
    before = [min(place, MOST_ISSUES) - 1 for place in range(1, len(medians))]
    low, high = bootstrap_medians(
        wide[medians.index], country, lambda each: each[..., before] - each[..., 1:], confidence_pct
    )
    table = pd.DataFrame({"label": medians.index, "median": medians.to_numpy()})
    above = pd.Series([np.nan, *medians.index[before]], dtype=object)
    return table.assign(above=above, low=[np.nan, *low], high=[np.nan, *high])[columns]


def _wide(frame: pd.DataFrame, figure: str) -> tuple[pd.DataFrame, pd.Series]:
    """A figure with cities in rows and issues in columns, and the country of each city."""
    country = frame.drop_duplicates("city_code").set_index("city_code")["country"]
    figures = frame.set_index(["city_code", "label"])[figure]
    wide = figures.unstack("label")  # noqa: PD010 - a pivot_table would drop what is all missing
    return wide.loc[country.index], country


def _off_middle(medians: Numbers) -> Numbers:
    """How far each median is from the median issue."""
    return np.asarray(medians - np.median(medians, axis=-1, keepdims=True))


def summarise_by_country(now: pd.DataFrame, country_min_cities: int) -> pd.DataFrame:
    """The median of the cities of each country with enough cities, in the shape that `grids.country_matrix` draws."""
    frame = now.groupby(["label", "country"], as_index=False).agg(
        cities=("named_pct", "size"), named_pct=("named_pct", "median")
    )
    frame = frame[frame["cities"] >= country_min_cities].reset_index(drop=True)
    return frame.assign(item=frame["label"])


def list_city_issues(now: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """For each city the issues named most, and those named more and with fewer satisfied residents than the median over cities.

    Returns
    -------
    DataFrame
        `city`, `country`, `most` (up to three issues with their shares) and `corner`, in the order
        of country and city.
    """
    frame = join_satisfaction(now, answers)
    middle = frame.groupby("label")[["named_pct", "favourable_pct"]].transform("median")
    frame["corner"] = (frame["named_pct"] > middle["named_pct"]) & (
        frame["favourable_pct"] < middle["favourable_pct"]
    )
    rows = []
    for (country, city, _code), part in frame.groupby(["country", "city", "city_code"]):
        top = part.sort_values(["named_pct", "label"], ascending=[False, True]).head(MOST_ISSUES)
        most = [
            _("{issue} {share} %", issue=label, share=decimal(share, 0))
            for label, share in zip(top["label"], top["named_pct"], strict=True)
        ]
        corner = join_by_comma(part.loc[part["corner"], "label"])
        rows.append([city, country, join_by_comma(most), corner])
    return pd.DataFrame(rows, columns=["city", "country", "most", "corner"])


def join_satisfaction(now: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Each share of an issue with the favourable share of the item on the same subject; missing where none was asked."""
    return now.merge(
        answers[["item", "city_code", "favourable_pct"]], on=["item", "city_code"], how="left"
    )


def find_corner(
    now: pd.DataFrame, answers: pd.DataFrame, items: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """Issues beside satisfaction: named often and satisfied little is the corner that matters.

    Returns
    -------
    DataFrame
        `label`, `wording` of the item, `cities` with both figures, `named_pct` and `favourable_pct`
        (medians), `rho`, `low`, `high`, `p` (rank correlation of the two over cities by
        `importance.partial_spearman`, and its chance), `in_corner`: named more than the median
        issue, and with fewer satisfied residents; and `near`: the intervals of the differences to
        the median issue leave open whether it is. Issues without an item that the survey asked are
        left out.
    """
    columns = [
        "label",
        "wording",
        "cities",
        "named_pct",
        "favourable_pct",
        "rho",
        "low",
        "high",
        "p",
    ]
    wording = items.loc[items["asked"]].set_index("item")["wording"]
    frame = join_satisfaction(now, answers).dropna(subset=["named_pct", "favourable_pct"])
    if frame.empty:
        return pd.DataFrame(columns=[*columns, "in_corner", "near"]).astype(
            {"in_corner": bool, "near": bool}
        )
    rows = []
    for (label, item), part in frame.groupby(["label", "item"]):
        found = partial_spearman(
            part[["named_pct"]],
            part["favourable_pct"],
            part["country"],
            confidence_pct=confidence_pct,
        ).iloc[0]
        named, satisfied = part["named_pct"].median(), part["favourable_pct"].median()
        rows.append(
            [
                label,
                wording[str(item)],
                len(part),
                named,
                satisfied,
                *found[["rho", "low", "high", "p"]],
            ]
        )
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[3:], float))
    # how far each issue is on the side of the corner, by both figures
    sides = []
    for figure, sign in (("named_pct", 1), ("favourable_pct", -1)):
        wide, country = _wide(frame, figure)
        ends = bootstrap_medians(sign * wide[table["label"]], country, _off_middle, confidence_pct)
        sides.append((sign * _off_middle(table[figure].to_numpy()), *ends))
    inside, sure, out = (
        np.all([value > 0 for value, _, _ in sides], axis=0),
        np.all([low > 0 for _, low, _ in sides], axis=0),
        np.any([high < 0 for _, _, high in sides], axis=0),
    )
    return table.assign(in_corner=inside, near=~sure & ~out)


def measure_panel_change(
    named: pd.DataFrame, year: int | None, confidence_pct: float
) -> pd.DataFrame:
    """Change of each issue since the survey before, in the cities that are in both.

    Parameters
    ----------
    named
        As `list_named_issues` gives it.
    year
        Survey of the edition; the one before is the latest earlier year of the table.

    Returns
    -------
    DataFrame
        `label`, `cities`, `countries`, `before_year`, `year`, `before`, `now` (means, per cent),
        `change`, `low`, `high` (percentage points, with the interval of `intervals.estimate_mean`
        by country) and its chance `p`; empty if there is no survey before.
    """
    columns = [
        "label",
        "cities",
        "countries",
        "before_year",
        "year",
        "before",
        "now",
        "change",
        "low",
        "high",
        "p",
    ]
    earlier = named.loc[named["year"] < (year or 0), "year"]
    now = select_latest(named, year)
    if now.empty or earlier.empty:
        return pd.DataFrame(columns=columns)
    before = select_latest(named, int(earlier.max()))
    both = now.merge(
        before[["issue", "survey_unit", "named_pct"]],
        on=["issue", "survey_unit"],
        suffixes=("", "_before"),
    )
    rows = []
    for label, part in both.groupby("label"):
        found = estimate_mean(
            part["named_pct"] - part["named_pct_before"], part["country"], confidence_pct
        )
        means = [part["named_pct_before"].mean(), part["named_pct"].mean()]
        years = [int(earlier.max()), year]
        rows.append(
            [
                label,
                found.n,
                found.groups,
                *years,
                *means,
                found.value,
                found.low,
                found.high,
                found.p,
            ]
        )
    return pd.DataFrame(rows, columns=columns)
