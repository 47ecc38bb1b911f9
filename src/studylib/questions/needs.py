"""From need to practice: where residents are less satisfied than in similar cities, and what is on record on these areas.

Frames in, frames out. It suggests where to look; it gives no advice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import numpy as np
import pandas as pd

from quire.text.messages import _
from studylib.data.city_names import own_names
from studylib.data.enumerations import join_by_comma
from studylib.index.area_scores import list_scored_areas
from studylib.index.uncertainty import Uncertainty

LEAST_SIMILAR = 5
"""With fewer similar cities there is nothing to compare with."""

SUGGESTED = ["city_code", "area_code", "practice", "title", "practice_city", "near"]

SHOWN = 3
"""Practices that are shown for a need."""

NEAR = (_("same group of countries"), _("same region of the world"), _("elsewhere"))
"""Where a practice is from, seen from a city."""


def name_similar_group(cities: pd.DataFrame, sized: bool = True) -> pd.Series:
    """What makes cities similar: their group of countries (M49 subregion) and their size.

    Parameters
    ----------
    cities
        With `subregion` and, if sizes are known, a column `size` that is empty where one is not.
    sized
        Whether the size counts. A city whose size is not known then has no group.

    >>> cities = pd.DataFrame({"subregion": ["North", "North", "South"], "size": ["large", "", "large"]})
    >>> name_similar_group(cities).to_list(), name_similar_group(cities, sized=False).to_list()
    (['North, large', '', 'South, large'], ['North', 'North', 'South'])
    """
    group = cities["subregion"].astype(str)
    if not sized:
        return group
    size = (
        (cities["size"] if "size" in cities else group.mask(group != "", "")).fillna("").astype(str)
    )
    both = [join_by_comma(each) for each in zip(group, size, strict=True)]
    return pd.Series(both, cities.index, dtype=object).mask(size == "", "")


def name_widest_group(cities: pd.DataFrame) -> pd.Series:
    """The widest set that each city may be compared in: all of its group of countries in its survey."""
    group = name_similar_group(cities, sized=False)
    return group + ", " + cities["survey"].astype(str) if "survey" in cities else group


def group_similar_cities(known: pd.DataFrame) -> Iterator[tuple[str, pd.Index, np.ndarray]]:
    """The groups in which cities are compared, each city in one of them.

    A city is compared with the cities of its group of countries and size; where these are fewer
    than `LEAST_SIMILAR` or its size is not known, with all of its group of countries; where these
    are fewer too, with none. Cities of two surveys are never compared.

    Parameters
    ----------
    known
        The cities that have a figure, as `name_similar_group` takes them, with `survey` if there
        are several.

    Yields
    ------
    tuple
        What the group is called, all its cities, and which of them are compared in it (true or
        false): the others of a group of countries have their own size's to be compared with, but
        count among those that are similar.
    """
    widest = name_widest_group(known)
    left = pd.Series(True, index=known.index)
    for sized in (True, False):
        group = name_similar_group(known, sized)
        for _group, part in known.groupby([group, widest]):
            codes, name = part.index, str(group[part.index[0]])
            chosen = left[codes].to_numpy()
            if name and len(codes) > LEAST_SIMILAR and chosen.any():
                left[codes] = False
                yield name, codes, chosen


def compare_with_similar(
    made: Uncertainty | None, areas: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """Each city's area scores beside the median of its similar cities.

    Parameters
    ----------
    made
        Scores with their samples, as `area_scores.score_with_samples` gives them; None if the
        edition has none.
    areas, cities
        The processed tables.
    confidence_pct
        Coverage of the interval of the difference, over samples of residents.

    Returns
    -------
    DataFrame
        `area_code`, `area`, `city_code`, `city`, `country`, `region`, `subregion`, `group`,
        `similar` (how many other cities), `score`, `middle` (median of theirs), `difference`,
        `low`, `high` (points), `need`: whether the whole interval lies below zero, and
        `standardised`: the difference in standard deviations of the area's scores. Cities with
        fewer than five similar ones are left out; by country, city and area.

    Notes
    -----
    A score of few items varies more between cities than one of many, so that in points the area
    with the fewest items is nearly always the furthest from the median. Areas of a city are
    therefore compared by difference / s, with s the standard deviation (n - 1) of the area's scores
    over the cities that are compared, those of one survey together: the z-score of OECD and JRC
    (2008), Handbook on Constructing Composite Indicators, step 5. It is missing where the scores do
    not vary.
    """
    columns = [
        "area_code",
        "area",
        "city_code",
        "city",
        "country",
        "region",
        "subregion",
        "group",
        "similar",
    ]
    columns += ["score", "middle", "difference", "low", "high", "need", "standardised"]
    nothing = pd.DataFrame(columns=columns).astype({"need": bool})
    if made is None:
        return nothing
    known = cities.set_index("city_code")
    parts = []
    for order, area in enumerate(
        list_scored_areas(areas, made.nominal.framework).to_dict("records")
    ):
        scores = made.nominal.scores[area["area"]].dropna()
        samples = made.scores[area["area"]].loc[scores.index]
        about = known.loc[scores.index]
        found = [
            _beside(scores[codes], samples.loc[codes], chosen, confidence_pct).assign(group=group)
            for group, codes, chosen in group_similar_cities(about)
        ]
        if found:
            part = pd.concat(found).join(about[["city", "country", "region", "subregion"]])
            spread = (
                part["score"]
                .groupby(about["survey"] if "survey" in about else np.zeros(len(part)))
                .transform("std")
            )
            part["standardised"] = part["difference"] / spread.mask(spread == 0)
            parts.append(part.assign(order=order, area_code=area["area"], area=area["label"]))
    if not parts:
        return nothing
    frame = pd.concat(parts).rename_axis("city_code").reset_index()
    return frame.sort_values(["country", "city", "city_code", "order"], ignore_index=True)[columns]


def _beside(
    scores: pd.Series, samples: pd.DataFrame, chosen: np.ndarray, confidence_pct: float
) -> pd.DataFrame:
    """The chosen cities of a group beside the median of all its other cities."""
    tails = [(1 - confidence_pct / 100) / 2, (1 + confidence_pct / 100) / 2]
    own, drawn = scores.to_numpy()[:, None], samples.to_numpy()
    middles = take_median_of_others(own)
    low, high = np.quantile((drawn - take_median_of_others(drawn))[chosen], tails, axis=1)
    frame = pd.DataFrame(
        {"score": own[chosen, 0], "middle": middles[chosen, 0]}, index=scores.index[chosen]
    )
    frame["similar"] = len(scores) - 1
    return frame.assign(
        difference=frame["score"] - frame["middle"], low=low, high=high, need=high < 0
    )


def take_median_of_others(values: np.ndarray) -> np.ndarray:
    """For each row the median of all other rows, column by column; at least two rows, none with gaps.

    >>> take_median_of_others(np.array([[1.0], [2.0], [4.0], [9.0]])).ravel().tolist()
    [4.0, 4.0, 2.0, 2.0]
    """
    order = np.argsort(values, axis=0, kind="stable")
    place = np.argsort(order, axis=0, kind="stable")
    up = np.take_along_axis(values, order, axis=0)
    left = len(values) - 1
    # without the row at a place, what comes behind it moves up by one
    ends = [
        np.take_along_axis(up, middle + (place <= middle), axis=0)
        for middle in ((left - 1) // 2, left // 2)
    ]
    return np.asarray((ends[0] + ends[1]) / 2)


def suggest_practices(found: pd.DataFrame, practices: pd.DataFrame) -> pd.DataFrame:
    """The practices on the area of each need, nearest first.

    Parameters
    ----------
    found
        As `compare_with_similar` gives them; only rows with a need count.
    practices
        The processed table.

    Returns
    -------
    DataFrame
        `city_code`, `area_code`, `practice`, `title`, `practice_city`, `near` (one of `NEAR`): at
        most three for a need, those from the same group of countries first, then from the same
        region of the world; of these the ones on the fewest other areas, then the latest, then by
        name. A city is not shown its own.
    """
    rows = []
    for need in found[found["need"]].to_dict("records"):
        fitting = []
        for row in practices.to_dict("records"):
            if need["area_code"] in row["areas"].split() and _is_other(row, need):
                near = (
                    0
                    if row["subregion"] == need["subregion"]
                    else 1
                    if row["region"] == need["region"]
                    else 2
                )
                fitting.append(
                    ((near, len(row["areas"].split()), -int(row["start_year"]), row["title"]), row)
                )
        for (near, *_rest), row in sorted(fitting, key=lambda each: each[0])[:SHOWN]:
            rows.append(
                [
                    need["city_code"],
                    need["area_code"],
                    row["practice"],
                    row["title"],
                    row["city"],
                    NEAR[near],
                ]
            )
    return pd.DataFrame(rows, columns=SUGGESTED)


def _is_other(practice: Mapping[Hashable, object], need: Mapping[Hashable, object]) -> bool:
    """Whether a practice is of another city: names count within their country."""
    same = set(own_names(str(practice["city"]))) & set(own_names(str(need["city"])))
    return not same or practice["country"] != need["country"]
