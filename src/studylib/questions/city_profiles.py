"""The area scores of every city of an edition beside those of its country and of similar cities.

Frames in, frames out, all cities at once. Scores are made in `area_scores`, what is similar is
decided in `needs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from studylib.index.uncertainty import Uncertainty
from studylib.questions.needs import LEAST_SIMILAR, name_widest_group, take_median_of_others

ABOVE, BELOW, OPEN = "above", "below", ""
"""Where the whole interval of a difference lies, seen from zero; nothing is said where it holds zero."""

MIDDLE = ["similar_middle", "difference", "difference_low", "difference_high", "standardised"]
COLUMNS = ["area_code", "area", "city_code", "score", "low", "high", "band", "bands_reached"]
COLUMNS += ["coverage_pct", "country_cities", "country_middle", "similar_group", "similar_cities"]
COLUMNS += [*MIDDLE, "stands", "survey"]


def stack_surveys(
    made: Mapping[str, Uncertainty | None], tabulate: Callable[[Uncertainty | None], pd.DataFrame]
) -> pd.DataFrame:
    """A table of the scores of each survey, as `area_scores.score_surveys` gives them, one below the other.

    Returns
    -------
    DataFrame
        What `tabulate` makes of each, with a last column `survey`.
    """
    scores = made or {"": None}
    frames = [tabulate(one).assign(survey=survey) for survey, one in scores.items()]
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)


def profile_cities(
    scores: pd.DataFrame,
    differences: pd.DataFrame,
    areas: pd.DataFrame,
    cities: pd.DataFrame,
    country_min_cities: int,
) -> pd.DataFrame:
    """Every score of an edition with what it may be read beside.

    Parameters
    ----------
    scores
        As `area_scores.tabulate_scores` gives them, with the `survey` of each row.
    differences
        As `needs.compare_with_similar` gives them.
    areas, cities
        The processed tables; no city is set beside one of another survey.
    country_min_cities
        Other cities of the country that a median needs.

    Returns
    -------
    DataFrame
        `area_code`, `area`, `city_code`, `score`, `low`, `high`, `band`, `bands_reached`,
        `coverage_pct`; `country_cities` (how many other cities of the country have the score) and
        `country_middle` (their median, missing with fewer than asked for); `similar_group` (what
        the similar cities have in common; empty where there are too few), `similar_cities`,
        `similar_middle`, `difference`, `difference_low`, `difference_high` and `standardised`
        likewise, after `needs.compare_with_similar`; `stands`: `ABOVE` or `BELOW` where the whole
        interval of the difference lies on one side of zero, else `OPEN`; and `survey`. Areas in the
        order of the framework.
    """
    codes = dict(zip(areas["label"], areas["area"], strict=True))
    # cities of two surveys are beside each other nowhere, not in a country either
    groups = {
        "widest": name_widest_group(cities),
        "nation": name_widest_group(cities.assign(subregion=cities["country"])),
    }
    where = pd.DataFrame(groups).set_index(cities["city_code"])
    table = scores.join(where, on="city_code").assign(area_code=scores["area"].map(codes))
    table["country_cities"], table["country_middle"] = _of_others(
        table, "nation", max(country_min_cities, 1)
    )
    widest, _ = _of_others(table, "widest", LEAST_SIMILAR)
    names = {
        "group": "similar_group",
        "similar": "similar_cities",
        "middle": MIDDLE[0],
        "low": MIDDLE[2],
        "high": MIDDLE[3],
    }
    found = differences.rename(columns=names)[
        ["area_code", "city_code", *list(names.values())[:2], *MIDDLE]
    ]
    table = table.merge(found, on=["area_code", "city_code"], how="left")
    table["similar_group"] = table["similar_group"].fillna("").astype(str)
    table["similar_cities"] = table["similar_cities"].astype(float).fillna(widest).astype(int)
    table[MIDDLE] = table[MIDDLE].astype(float)
    stands = pd.Series(OPEN, index=table.index, dtype=str)
    stands = stands.mask(table["difference_low"] > 0, ABOVE).mask(
        table["difference_high"] < 0, BELOW
    )
    return table.assign(stands=stands)[COLUMNS]


def _of_others(table: pd.DataFrame, group: str, least: int) -> tuple[pd.Series, pd.Series]:
    """How many other cities of the group have the score of the area, and their median if there are enough."""
    groups = table.groupby(["area", group], sort=False)["score"]
    count = groups.transform("size").astype(int) - 1
    middle = pd.Series(float("nan"), index=table.index)
    for _, part in groups:
        if len(part) > least:
            middle.loc[part.index] = take_median_of_others(part.to_numpy(float)[:, None])[:, 0]
    return count, middle
