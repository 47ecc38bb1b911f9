"""Area scores over editions: built on what two editions asked in the same way, in the same cities, beside the editions' own.

Processed tables in, frames out. What is common is decided in `comparability`, a score is built in
`scores`, sentences are in `across_changes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from quire.text.messages import _
from studylib.index.area_scores import build_area_framework, compute_balances
from studylib.index.scores import Scores, score
from studylib.questions.comparability import (
    decompose,
    match_cities,
    select_common_items,
    select_surveys,
)
from studylib.questions.trends import NAMES_BETWEEN, get_city_names, get_countries
from studylib.statistics.intervals import estimate_mean

NO_ITEM = _("no item was asked in the same way in both")
NO_CITY = _("no city has a score in both")

COLUMNS = [
    *(
        "area",
        "label",
        "colour",
        "before",
        "after",
        "items",
        "cities",
        "names",
        "score_before",
        "score_after",
    ),
    *("within", "low", "high", "p", "all_before", "all_after", "whole", "other_cities", "method"),
]


class AreaChanges(NamedTuple):
    """Area scores of neighbouring editions.

    Attributes
    ----------
    changes
        One row an area and two editions: `area` (its id), `label`, `colour`, `before`, `after`,
        `items` (labels of those the score rests on, in one cell), `cities` (with a score in both)
        and their `names`; `score_before`, `score_after` (means of these cities, points from 0 to
        100), `within` (their change) with `low`, `high` and `p` (by country), which `family`
        decides on; `all_before`, `all_after` (means of the editions' own scores, made of all items
        of each, over all its cities), and `whole`, `other_cities`, `method` from
        `comparability.decompose` of these.
    refused
        `label`, `before`, `after`, `reason` where there is no such score.
    without
        Editions of the map whose survey has no balance, because it gives positive shares only.
    """

    changes: pd.DataFrame
    refused: pd.DataFrame
    without: tuple[str, ...]


class AreaPair(NamedTuple):
    """An area in two editions: scores on what is common, and each edition's own, by city."""

    items: Sequence[str]
    common: tuple[pd.Series, pd.Series]
    own: tuple[pd.Series, pd.Series]


def score_editions(
    answers: pd.DataFrame, items: pd.DataFrame, tree: pd.DataFrame
) -> dict[str, Scores]:
    """The scores of each edition on all that its survey asked, whether in focus or not; editions without a balance have none.

    Parameters
    ----------
    answers, items, tree
        The processed tables of all editions, with a first column `edition`.
    """
    made = {}
    for edition in answers["edition"].drop_duplicates():
        shares, asked, nodes = (each[each["edition"] == edition] for each in (answers, items, tree))
        # by unit and not by city: a score of a city is not compared with one of the city and what surrounds it
        units = shares[shares["survey_unit"] != ""].assign(
            city_code=lambda rows: rows["survey_unit"]
        )
        balances = compute_balances(units, asked.assign(in_focus=True))
        if not balances.empty:
            made[str(edition)] = score(
                balances, build_area_framework(nodes.drop(columns="edition"), balances)
            )
    return made


def measure_area_changes(
    scores: Mapping[str, Scores],
    comparability: pd.DataFrame,
    items: pd.DataFrame,
    areas: pd.DataFrame,
    cities: pd.DataFrame,
    confidence_pct: float,
) -> AreaChanges:
    """Change of each area between neighbouring editions that have scores, and the difference of their own scores taken apart.

    Parameters
    ----------
    scores
        As `score_editions` gives them, in time.
    comparability, items, areas, cities
        The processed tables of all editions.
    confidence_pct
        Coverage of the intervals.
    """
    comparability = select_surveys(comparability)
    known = comparability.drop_duplicates("survey", keep="last")["edition"].astype(str).to_list()
    there = [each for each in known if each in scores]
    label = items.drop_duplicates("item").set_index("item")["label"]
    rows, refused = [], []
    for before, after in pairwise(there):
        for area in areas.drop_duplicates("area").to_dict("records"):
            pair = _pair(
                str(area["area"]), scores[before], scores[after], [before, after], comparability
            )
            panel = match_cities(*pair.common, *pair.own) if pair else []
            if pair is None or not panel:
                refused.append([area["label"], before, after, NO_CITY if pair else NO_ITEM])
                continue
            figures = _compared(pair, panel, get_countries(cities), confidence_pct)
            names = NAMES_BETWEEN.join(get_city_names(cities).loc[panel])
            about = [
                area["area"],
                area["label"],
                area["colour"],
                before,
                after,
                NAMES_BETWEEN.join(label.loc[list(pair.items)]),
            ]
            rows.append([*about, len(panel), names, *figures])
    return AreaChanges(
        pd.DataFrame(rows, columns=COLUMNS),
        pd.DataFrame(refused, columns=["label", "before", "after", "reason"]),
        tuple(each for each in known if each not in scores),
    )


def _pair(
    area: str, one: Scores, two: Scores, editions: Sequence[str], comparability: pd.DataFrame
) -> AreaPair | None:
    """Scores of an area in both ways; None where no item is common.

    A city in both editions has its common score made of the same items in both: a figure that is
    missing in one is left out of the other.
    """
    items = select_common_items(two.framework.items_of(area), editions, comparability)
    if not items:
        return None
    # an item that was asked has no column where none of its figures can be used
    names = {
        item: name
        for item, name in zip(items, _names_before(items, editions, comparability), strict=True)
        if name in one.raw
    }
    items = list(names)
    if not items:
        return None
    tree = two.framework.of_items(items)
    x = one.raw[list(names.values())].set_axis(items, axis="columns")
    y = two.raw[items]
    both = x.index.intersection(y.index)
    x, y = x.loc[both], y.loc[both]
    common = [score(each, tree).scores[area] for each in (x.where(y.notna()), y.where(x.notna()))]
    own = [each.scores[area].dropna() for each in (one, two)]
    return AreaPair(items, (common[0], common[1]), (own[0], own[1]))


def _names_before(
    items: Sequence[str], editions: Sequence[str], comparability: pd.DataFrame
) -> list[str]:
    """What the first edition called the items of the last one."""
    rows = comparability[["concept", "edition", "item"]]
    first, last = (rows[rows["edition"] == each] for each in (editions[0], editions[-1]))
    concept = last.set_index("item")["concept"].loc[list(items)]
    return [str(each) for each in first.set_index("concept")["item"].loc[concept.to_list()]]


def _compared(
    pair: AreaPair, panel: list[str], country: pd.Series, confidence_pct: float
) -> list[float]:
    """The figures of a row from `score_before` on."""
    one, two = (each.loc[panel] for each in pair.common)
    found = estimate_mean(two - one, country, confidence_pct)
    apart = decompose(*pair.own, *pair.common)
    before, after = pair.own
    figures = [float(one.mean()), float(two.mean()), found.value, found.low, found.high, found.p]
    return [
        *figures,
        float(before.mean()),
        float(after.mean()),
        apart["whole"],
        apart["cities"],
        apart["method"],
    ]


def build_area_lines(found: pd.DataFrame, years: Mapping[str, int | None]) -> pd.DataFrame:
    """Area scores in the form that `trendcharts.trend_panels` draws.

    Each two editions are a segment of their own: the next two have other items and other cities, so
    no line goes through both.

    Parameters
    ----------
    found
        `Areas.changes`.
    years
        The year of the figures of each edition.

    Returns
    -------
    DataFrame
        `label`, `edition`, `year`, `segment`, `mean` (own score, all cities of the
        edition), `panel_cities`, `panel_mean`, `items` (labels of the common ones).
    """
    rows = []
    for number, (_key, part) in enumerate(found.groupby(["before", "after"], sort=False)):
        for each in part.to_dict("records"):
            for side in ("before", "after"):
                edition = each[side]
                means = [
                    each[f"all_{side}"],
                    each["cities"],
                    each[f"score_{side}"],
                    each["items"],
                ]
                rows.append([each["label"], edition, years[edition], number, *means])
    columns = [
        "label",
        "edition",
        "year",
        "segment",
        "mean",
        "panel_cities",
        "panel_mean",
        "items",
    ]
    return pd.DataFrame(rows, columns=columns)
