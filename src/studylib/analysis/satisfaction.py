"""Satisfaction with living in the city as what is to be explained, beside area scores that do not hold it.

Processed tables in, frames out. The arithmetic of what goes with what is in `importance`.
"""

from __future__ import annotations

import pandas as pd

from studylib.analysis.areas import area_framework, item_balances, scored_areas
from studylib.analysis.importance import Importance, importance, partial_spearman
from studylib.analysis.scores import Scores, score
from studylib.analysis.situation import TURNED
from studylib.data.tree import above

ALL, WITHIN = "all cities", "within countries"
"""How cities are compared: all with each other, or those of a country among themselves."""

OUTCOME = "satisfied_with_city"
"""The node of the tree whose items ask how satisfied people are to live in their city."""


def outcome_and_scores(
    answers: pd.DataFrame, items: pd.DataFrame, tree: pd.DataFrame
) -> tuple[pd.Series, Scores] | None:
    """Satisfaction with living in the city, and the scores of everything else that the survey asked.

    Parameters
    ----------
    answers, items, tree
        The processed tables. All areas are taken, in the focus of the edition or not.

    Returns
    -------
    tuple
        The balance score of satisfaction, 0 to 100, by city (the mean where it was asked in two wordings), and scores built without
        these items. None if the survey did not ask both.
    """
    parents = dict(zip(tree["node"], tree["parent"], strict=True))
    balances = item_balances(answers, items.assign(in_focus=True))
    about = [each for each in balances.columns if OUTCOME in above(str(each), parents)]
    rest = balances.drop(columns=about)
    if not about or rest.empty:
        return None
    return balances[about].mean(axis="columns"), score(rest, area_framework(tree, rest))


def area_importance(
    known: tuple[pd.Series, Scores] | None, areas: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> dict[str, Importance]:
    """How much of the differences in satisfaction goes with each area: over all cities, and within countries.

    Returns
    -------
    dict
        `importance.Importance` by how cities are compared; empty if the survey did not ask.
    """
    if known is None:
        return {}
    outcome, made = known
    labels = scored_areas(areas, made.framework)
    measures = made.scores[labels["area"].to_list()].set_axis(labels["label"].to_list(), axis="columns")
    country = cities.set_index("city_code")["country"].reindex(measures.index)
    return {
        ALL: importance(measures, outcome, confidence_pct=confidence_pct),
        WITHIN: importance(measures, outcome, country, confidence_pct=confidence_pct),
    }


def importance_table(found: dict[str, Importance], areas: pd.DataFrame) -> pd.DataFrame:
    """All versions in one tidy frame: `version`, `n`, `measure`, `colour`, `part`, `low`, `high`, `vif`, `r_squared`."""
    colours = dict(zip(areas["label"], areas["colour"], strict=True))
    parts = [
        each.table.assign(
            version=version, n=each.n, r_squared=each.r_squared, colour=each.table["measure"].map(colours)
        )
        for version, each in found.items()
        if len(each.table)
    ]
    columns = ["version", "n", "measure", "colour", "part", "low", "high", "vif", "r_squared"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def item_importance(
    known: tuple[pd.Series, Scores] | None,
    items: pd.DataFrame,
    areas: pd.DataFrame,
    cities: pd.DataFrame,
    confidence_pct: float,
) -> pd.DataFrame:
    """Partial rank correlation of each item with satisfaction, the other items of its area held fixed; both ways of comparing cities.

    Returns
    -------
    DataFrame
        `area`, `label`, `version`, `n`, `held`, `rho`, `low`, `high`; items are turned so that more is better.
    """
    columns = ["area", "label", "version", "n", "held", "rho", "low", "high"]
    if known is None:
        return pd.DataFrame(columns=columns)
    outcome, made = known
    turned = items["label"].mask(items["direction"] == -1, items["label"] + TURNED)
    label = dict(zip(items["item"], turned, strict=True))
    country = cities.set_index("city_code")["country"].reindex(outcome.index)
    parts = []
    for area in scored_areas(areas, made.framework).itertuples():
        inside = made.normalised[made.framework.items_of(str(area.area))]
        for version, groups in ((ALL, None), (WITHIN, country)):
            part = partial_spearman(inside, outcome, confidence_pct, groups)
            parts.append(part.assign(area=str(area.label), version=version, label=part["measure"].map(label)))
    return pd.concat(parts, ignore_index=True)[columns]
