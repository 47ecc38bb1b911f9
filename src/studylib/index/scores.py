"""Scores of cities along a framework, with every step kept; and, by name, the functions that the steps are made of.

Frames in, frames out. How sure a score is, is worked out in `robustness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import StudyError, nearest
from studylib.index.bands import rank_scores
from studylib.index.frames import check_figures
from studylib.index.framework import Framework, Steps
from studylib.index.imputation import impute
from studylib.index.means import (
    average,
    check_coverage,
    check_signs,
    get_exponent,
    measure_coverage,
)
from studylib.index.normalisation import normalise
from studylib.index.treatment import LEDGER, treat
from studylib.statistics.arrays import Numbers


@dataclass(frozen=True)
class Scores:
    """What `score` made, step by step; cities are rows everywhere.

    Attributes
    ----------
    framework
        The tree and the steps of the build.
    raw
        The items as they came in.
    imputed, flags
        The items with gaps filled, and True where a cell was filled.
    treated, ledger
        The items after treatment, and what was done to each; the ledger is empty if the build has
        no treatment.
    normalised
        The items on one scale, high values good.
    scores, coverage
        A column a node: its score, and the part of its children, 0 to 1, for which the city has
        figures of its own: by weight, or by count if the steps say so.
    ranks
        1 for the highest score of a node, made from the scores before any rounding; level cities
        share the better rank.
    """

    framework: Framework
    raw: pd.DataFrame
    imputed: pd.DataFrame
    flags: pd.DataFrame
    treated: pd.DataFrame
    ledger: pd.DataFrame
    normalised: pd.DataFrame
    scores: pd.DataFrame
    coverage: pd.DataFrame
    ranks: pd.DataFrame


def score(data: pd.DataFrame, framework: Framework, by: pd.Series | None = None) -> Scores:
    """Score cities on every node of a framework.

    Parameters
    ----------
    data
        Cities in rows, the framework's items in columns, each in its own unit.
    framework
        The tree and the steps.
    by
        Group of each city, to impute within groups.

    Returns
    -------
    Scores
        Every step. A node has no score in cities with figures for less than its `min_coverage`, and
        filled cells are no figures; missing children are left out and the weights of the others
        rescaled.

    Raises
    ------
    StudyError
        If the columns are not the framework's items, a city or an item is there twice, a figure is
        infinite, a step has no meaning for one, or `by` would have no effect.

    Notes
    -----
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 3 to 6 in that order.

    >>> from studylib.index.framework import build_framework
    >>> tree = pd.DataFrame({"node": ["area", "a", "b"], "parent": ["", "area", "area"], "direction": [None, 1, -1],
    ...                      "lower": [None, 0, 0], "upper": [None, 10, 10]})
    >>> score(pd.DataFrame({"a": [5.0, 10.0], "b": [2.0, None]}, index=["X", "Y"]), build_framework(tree)).scores["area"].to_dict()
    {'X': 65.0, 'Y': 100.0}

    """
    steps = framework.steps
    raw = check_items(data, framework)
    imputed, flags = fill_gaps(raw, steps, by)
    treated, ledger = treat_outliers(imputed, steps)
    normalised = scale_items(treated, framework)
    weights = {node: np.array([weight]) for node, weight in framework.nodes["weight"].items()}
    made = score_tree(
        normalised, raw.notna(), framework, {str(node): each for node, each in weights.items()}
    )
    scores = pd.DataFrame({node: made[node][0][:, 0] for node in framework.groups}, index=raw.index)
    coverage = pd.DataFrame(
        {node: made[node][1][:, 0] for node in framework.groups}, index=raw.index
    )
    ranks = pd.DataFrame(rank_scores(scores.to_numpy()), index=scores.index, columns=scores.columns)
    return Scores(
        framework, raw, imputed, flags, treated, ledger, normalised, scores, coverage, ranks
    )


def check_items(data: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The framework's items in its order, as numbers."""
    for item in [each for each in data.columns if not isinstance(each, str)]:
        repair = (
            "a framework names its items by text: rename the columns with data.rename(columns=str)"
        )
        raise StudyError(f"the column {item!r} is no text", repair=repair)
    for item in [each for each in data.columns if each not in framework.items]:
        raise StudyError(
            f"{item!r} is no item of the framework, and would have no effect",
            repair=nearest(item, framework.items),
        )
    for item in [each for each in framework.items if each not in data.columns]:
        repair = "add the column, or leave the item out with framework.of_items"
        raise StudyError(f"the data have no item {item!r}", repair=repair)
    return check_figures(data)[framework.items]


def fill_gaps(
    raw: pd.DataFrame, steps: Steps, by: pd.Series | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first step: gaps filled, if the build has that step."""
    if steps.imputation is not None:
        return impute(raw, steps.imputation, by)
    if by is not None:
        raise StudyError(
            "groups would have no effect: the build fills no gaps",
            repair="leave out by, or set imputation",
        )
    return raw, pd.DataFrame(False, index=raw.index, columns=raw.columns)


def select_groups(steps: Steps, by: pd.Series | None) -> pd.Series | None:
    """The groups as far as the build has a step that needs them."""
    return None if steps.imputation is None else by


def treat_outliers(imputed: pd.DataFrame, steps: Steps) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The second step: outliers treated, if the build has that step."""
    if steps.treatment is None:
        return imputed, pd.DataFrame(columns=LEDGER)
    return treat(imputed, steps.treatment)


def scale_items(treated: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The third step: items on one scale, turned so that high is good."""
    method, limits = framework.steps.normalisation, framework.steps.limits
    bounds = framework.bounds() if method == "goalposts" else None
    return normalise(treated, framework.directions, method, limits, bounds)


def score_tree(
    normalised: pd.DataFrame,
    known: pd.DataFrame,
    framework: Framework,
    weights: Mapping[str, Numbers],
) -> dict[str, tuple[Numbers, Numbers]]:
    """The last step, for many sets of weights at once.

    Parameters
    ----------
    normalised
        Cities x items on one scale.
    known
        True where the city has a figure of its own.
    framework
        The tree; its own weights are not used.
    weights
        For every node one weight a set, at least 0.

    Returns
    -------
    dict
        For every node with a score: scores and coverage, both cities x sets.
    """
    items = {item: position for position, item in enumerate(normalised.columns)}
    x, there = normalised.to_numpy(float), known.to_numpy(bool)
    made: dict[str, tuple[Numbers, Numbers]] = {}
    for node in framework.groups:
        children = framework.children(node)
        weight = np.column_stack([weights[child] for child in children])
        if all(child in items for child in children):
            columns = [items[child] for child in children]
            values, figures = x[:, columns], there[:, columns]
        else:
            sets = [_child(child, items, x, there, made, len(weight)) for child in children]
            values, figures = (np.stack(each, axis=1) for each in zip(*sets, strict=True))
        method, power, least = framework.mean_of(node)
        exponent = get_exponent(method, power)
        check_signs(values, exponent, normalised.index, children)
        means, coverage = (
            average(values, weight, exponent),
            measure_coverage(figures, weight, framework.steps.coverage_by),
        )
        made[node] = np.where(check_coverage(coverage, least), means, np.nan), coverage
    return made


def _child(
    child: str,
    items: Mapping[str, int],
    x: Numbers,
    there: npt.NDArray[np.bool_],
    made: Mapping[str, tuple[Numbers, Numbers]],
    sets: int,
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Values of an item or a node below, and where there are any, cities x sets."""
    if child not in items:
        return made[child][0], ~np.isnan(made[child][0])
    shape = (len(x), sets)
    return (
        np.broadcast_to(x[:, items[child], None], shape),
        np.broadcast_to(there[:, items[child], None], shape),
    )
