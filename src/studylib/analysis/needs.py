"""From need to practice: where residents are less satisfied than in similar cities, and what is on record on these areas.

Frames in, frames out. It suggests where to look; it gives no advice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from studylib.analysis.areas import scored_areas
from studylib.analysis.uncertainty import Uncertainty

LEAST_SIMILAR = 5
"""With fewer similar cities there is nothing to compare with."""

SHOWN = 3
"""Practices that are shown for a need."""

NEAR = ("same group of countries", "same region of the world", "elsewhere")
"""Where a practice is from, seen from a city."""


def similar_group(cities: pd.DataFrame) -> pd.Series:
    """What makes cities similar: their group of countries (M49 subregion) and, where it is known, their size.

    Parameters
    ----------
    cities
        With `subregion` and, if sizes are known, a column `size` that is empty where one is not.

    >>> cities = pd.DataFrame({"subregion": ["North", "North", "South"], "size": ["large", "", "large"]})
    >>> similar_group(cities).to_list()
    ['North, large', 'North', 'South, large']
    """
    group = cities["subregion"].astype(str)
    if "size" not in cities:
        return group
    size = cities["size"].fillna("").astype(str)
    return group.where(size == "", group + ", " + size)


def differences(
    made: Uncertainty | None, areas: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """Each city's area scores beside the middle one of its similar cities.

    Parameters
    ----------
    made
        Scores with their samples, as `areas.with_samples` gives them; None if the edition has none.
    areas, cities
        The processed tables.
    confidence_pct
        Coverage of the interval of the difference, over samples of residents.

    Returns
    -------
    DataFrame
        `area_code`, `area`, `city_code`, `city`, `country`, `region`, `subregion`, `group`, `similar` (how many other cities), `score`,
        `middle` (median of theirs), `difference`, `low`, `high` and `need`: whether the whole interval lies below zero. Cities with
        fewer than five similar ones are left out; by country, city and area.
    """
    columns = ["area_code", "area", "city_code", "city", "country", "region", "subregion", "group", "similar"]
    columns += ["score", "middle", "difference", "low", "high", "need"]
    if made is None:
        return pd.DataFrame(columns=columns)
    tails = [(1 - confidence_pct / 100) / 2, (1 + confidence_pct / 100) / 2]
    known = cities.assign(group=similar_group(cities)).set_index("city_code")
    rows = []
    for order, area in enumerate(scored_areas(areas, made.nominal.framework).to_dict("records")):
        scores = made.nominal.scores[area["area"]].dropna()
        samples = made.scores[area["area"]].loc[scores.index]
        for _, codes in known.loc[scores.index].groupby("group").groups.items():
            if len(codes) <= LEAST_SIMILAR:
                continue
            own, drawn = scores[codes].to_numpy(), samples.loc[codes].to_numpy()
            middles = middle_of_others(own[:, None])[:, 0]
            lows, highs = np.quantile(drawn - middle_of_others(drawn), tails, axis=1)
            about = known.loc[codes, ["city", "country", "region", "subregion", "group"]].to_numpy().tolist()
            figures = zip(codes, about, own, middles, lows, highs, strict=True)
            rows += [
                [
                    order,
                    area["area"],
                    area["label"],
                    code,
                    *words,
                    len(codes) - 1,
                    score,
                    middle,
                    score - middle,
                    low,
                    high,
                    high < 0,
                ]
                for code, words, score, middle, low, high in figures
            ]
    frame = pd.DataFrame(rows, columns=["order", *columns])
    return frame.sort_values(["country", "city", "city_code", "order"], ignore_index=True)[columns]


def middle_of_others(values: np.ndarray) -> np.ndarray:
    """For each row the median of all other rows, column by column; at least two rows, none with gaps.

    >>> middle_of_others(np.array([[1.0], [2.0], [4.0], [9.0]])).ravel().tolist()
    [4.0, 4.0, 2.0, 2.0]
    """
    order = np.argsort(values, axis=0, kind="stable")
    place = np.argsort(order, axis=0, kind="stable")
    up = np.take_along_axis(values, order, axis=0)
    left = len(values) - 1
    # without the row at a place, what comes behind it moves up by one
    ends = [np.take_along_axis(up, middle + (place <= middle), axis=0) for middle in ((left - 1) // 2, left // 2)]
    return np.asarray((ends[0] + ends[1]) / 2)


def suggestions(found: pd.DataFrame, practices: pd.DataFrame) -> pd.DataFrame:
    """The practices on the area of each need, nearest first.

    Parameters
    ----------
    found
        As `differences` gives them; only rows with a need count.
    practices
        The processed table.

    Returns
    -------
    DataFrame
        `city_code`, `area_code`, `practice`, `title`, `practice_city`, `near` (one of `NEAR`): at most three for a need, those from
        the same group of countries first, then from the same region of the world; of these the ones on the fewest other areas, then
        the latest, then by name. A city is not shown its own.
    """
    rows = []
    for need in found[found["need"]].to_dict("records"):
        fitting = []
        for row in practices.to_dict("records"):
            if need["area_code"] in row["areas"].split() and row["city"] != need["city"]:
                near = 0 if row["subregion"] == need["subregion"] else 1 if row["region"] == need["region"] else 2
                fitting.append(((near, len(row["areas"].split()), -int(row["start_year"]), row["title"]), row))
        for (near, *_), row in sorted(fitting, key=lambda each: each[0])[:SHOWN]:
            rows.append([need["city_code"], need["area_code"], row["practice"], row["title"], row["city"], NEAR[near]])
    return pd.DataFrame(rows, columns=["city_code", "area_code", "practice", "title", "practice_city", "near"])
