"""Satisfaction with living in the city as what is to be explained, beside area scores that do not hold it.

Processed tables in, frames out. The arithmetic of what goes with what is in `importance`.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from quire.text.messages import _
from studylib.data.tree import above
from studylib.index.area_scores import build_area_framework, compute_balances, list_scored_areas
from studylib.index.scores import Scores, score
from studylib.questions.situation import label_shares
from studylib.statistics.importance import Importance, measure_importance, partial_spearman

ALL_CITIES, WITHIN_COUNTRIES = _("all cities"), _("within countries")
"""How cities are compared: all with each other, or those of a country among themselves."""

OUTCOME = "satisfied_with_city"
"""The node of the tree whose items ask how satisfied people are to live in their city."""


class Satisfaction(NamedTuple):
    """What is to be explained, and by what.

    Attributes
    ----------
    outcome
        The balance score of satisfaction with living in the city, 0 to 100, by city; the mean where
        it was asked in two wordings.
    scores
        Scores of everything else that the survey asked.
    asked
        The wording of each item that the outcome is made of.
    """

    outcome: pd.Series
    scores: Scores
    asked: tuple[str, ...]


def split_outcome(
    answers: pd.DataFrame, items: pd.DataFrame, tree: pd.DataFrame
) -> Satisfaction | None:
    """Satisfaction with living in the city, and the scores of everything else that the survey asked.

    Parameters
    ----------
    answers, items, tree
        The processed tables. All areas are taken, in the focus of the edition or not.

    Returns
    -------
    Known
        Scores are built without the items that ask for satisfaction. None if the survey did not ask
        both.
    """
    parents = dict(zip(tree["node"], tree["parent"], strict=True))
    balances = compute_balances(answers, items.assign(in_focus=True))
    about = [each for each in balances.columns if OUTCOME in above(str(each), parents)]
    rest = balances.drop(columns=about)
    if not about or rest.empty:
        return None
    wording = items.set_index("item")["wording"]
    asked = tuple(str(wording[each]) for each in about)
    return Satisfaction(
        balances[about].mean(axis="columns"), score(rest, build_area_framework(tree, rest)), asked
    )


def measure_area_importance(
    known: Satisfaction | None, areas: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> dict[str, Importance]:
    """How much of the differences in satisfaction goes with each area: over all cities, and within countries.

    Returns
    -------
    dict
        `importance.Importance` by how cities are compared; empty if the survey did not ask.
    """
    if known is None:
        return {}
    outcome, made, _asked = known
    labels = list_scored_areas(areas, made.framework)
    measures = made.scores[labels["area"].to_list()].set_axis(
        labels["label"].to_list(), axis="columns"
    )
    country = cities.set_index("city_code")["country"].reindex(measures.index)
    return {
        ALL_CITIES: measure_importance(measures, outcome, country, confidence_pct=confidence_pct),
        WITHIN_COUNTRIES: measure_importance(
            measures, outcome, country, within=True, confidence_pct=confidence_pct
        ),
    }


def tabulate_importance(found: dict[str, Importance]) -> pd.DataFrame:
    """All versions in one tidy frame: `version`, `n`, `measure`, `part`, `low`, `high`, `vif`, `r_squared`, `adjusted`."""
    parts = [
        each.table.assign(
            version=version,
            n=each.n,
            r_squared=each.r_squared,
            adjusted=each.adjusted,
        )
        for version, each in found.items()
        if len(each.table)
    ]
    columns = [
        "version",
        "n",
        "measure",
        "part",
        "low",
        "high",
        "vif",
        "r_squared",
        "adjusted",
    ]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def measure_item_importance(
    known: Satisfaction | None,
    items: pd.DataFrame,
    areas: pd.DataFrame,
    cities: pd.DataFrame,
    confidence_pct: float,
) -> pd.DataFrame:
    """Partial rank correlation of each item with satisfaction, the other items of its area held fixed; both ways of comparing cities.

    Returns
    -------
    DataFrame
        `area`, `label`, `version`, and the columns of `importance.partial_spearman`; items are
        turned so that more is better.
    """
    columns = ["area", "label", "version", "n", "countries", "held", "rho", "low", "high", "p"]
    if known is None:
        return pd.DataFrame(columns=columns)
    outcome, made, _asked = known
    label = dict(zip(items["item"], label_shares(items), strict=True))
    country = cities.set_index("city_code")["country"].reindex(outcome.index)
    parts = []
    for area in list_scored_areas(areas, made.framework).itertuples():
        inside = made.normalised[made.framework.items_of(str(area.area))]
        for version in (ALL_CITIES, WITHIN_COUNTRIES):
            part = partial_spearman(
                inside, outcome, country, version == WITHIN_COUNTRIES, confidence_pct
            )
            parts.append(
                part.assign(area=str(area.label), version=version, label=part["measure"].map(label))
            )
    return pd.concat(parts, ignore_index=True)[columns]
