"""What becomes of an edition's area scores when they are built in other ways, and which statements survive all of them.

Scores and designs in, tidy tables out. The choices themselves are in `choices`, how far scores move in `uncertainty`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from studylib.analysis import choices
from studylib.analysis.areas import scored_areas
from studylib.analysis.bands import bands as band_numbers
from studylib.analysis.choices import Choice
from studylib.analysis.framework import Framework
from studylib.analysis.sensitivity import sensitivity
from studylib.analysis.uncertainty import Uncertainty, uncertainty

DRAWS = 32
"""Samples of residents, and sets of weights, that are tried."""

HALF = 50
"""The score at which favourable and unfavourable answers are equally many."""

SPREAD = 0.25
SEED = 1
SURE = 0.95
"""A city stays in a band if it is there in at least this part of the replications."""


def same_scale(tree: Framework, samples: list[pd.DataFrame]) -> list[Choice]:
    """Choices that leave the scale as it is, so that bands keep their meaning."""
    several = [node for node in tree.groups if len(tree.children(node)) > 1]
    tried = [choices.sampling(samples), choices.imputation(None, "median"), choices.treatment(None, 5)]
    if not several:
        return tried
    weights = choices.weights(choices.noisy_weights(tree, SPREAD, DRAWS, SEED))
    return [*tried, choices.aggregation("arithmetic", "geometric"), weights, choices.leave_out(tree)]


def any_scale(tree: Framework, samples: list[pd.DataFrame]) -> list[Choice]:
    """The same choices, and that of the scale, which changes what a score means but not what a rank does."""
    scales = choices.normalisation(
        ("goalposts", (0, 100)), ("minmax", (1, 100)), ("zscore", (100, 10)), ("percentile_rank", (1, 100))
    )
    return [*same_scale(tree, samples), scales]


def movement(
    data: pd.DataFrame,
    tree: Framework,
    samples: list[pd.DataFrame],
    areas: pd.DataFrame,
    bands: pd.DataFrame,
    confidence_pct: float,
    replications: int = 512,
) -> pd.DataFrame:
    """How far the scores, bands and ranks of an area's cities move; each area has its own replications.

    Returns
    -------
    DataFrame
        `area`, `cities`, `half_width` (half the interval of a score, middle of all cities), `one_band_pct` (part of the cities that
        stay in one band in at least 95 of 100 replications), `rank_width` (places between the ends of the interval of a
        rank, middle of all cities).
    """
    rows = []
    for name, label, own, items, some in _each_area(data, tree, samples, areas):
        made = uncertainty(items, own, same_scale(own, some), replications=replications, seed=SEED)
        ranks = uncertainty(items, own, any_scale(own, some), replications=replications, seed=SEED)
        score, rank = made.intervals(name, confidence_pct), ranks.intervals(name, confidence_pct)
        stays = made.band_shares(name, bands["lower"].to_list()).max(axis=1) >= SURE
        half = ((score["high"] - score["low"]) / 2).median()
        width = (rank["rank_high"] - rank["rank_low"]).median()
        rows.append([label, len(score), half, 100 * stays.mean(), width])
    return pd.DataFrame(rows, columns=["area", "cities", "half_width", "one_band_pct", "rank_width"])


def decisive(
    data: pd.DataFrame, tree: Framework, samples: list[pd.DataFrame], areas: pd.DataFrame, points: int = 256
) -> pd.DataFrame:
    """Which choice moves the ranks of an area most: Sobol' indices of the mean shift in rank, area by area."""
    parts = []
    for name, label, own, items, some in _each_area(data, tree, samples, areas):
        found = sensitivity(items, own, any_scale(own, some), name, points=points, seed=SEED)
        parts.append(found.indices.assign(area=label))
    if not parts:
        return pd.DataFrame(columns=["area", "choice", "first", "total"])
    frame = pd.concat(parts, ignore_index=True)
    return frame[["area", *frame.columns.drop("area")]]


def _each_area(
    data: pd.DataFrame, tree: Framework, samples: list[pd.DataFrame], areas: pd.DataFrame
) -> Iterator[tuple[str, str, Framework, pd.DataFrame, list[pd.DataFrame]]]:
    """Each area's name and label, its own part of the tree, its items and their samples."""
    for area in scored_areas(areas, tree).itertuples():
        own = tree.below(str(area.area))
        yield str(area.area), str(area.label), own, data[own.items], [each[own.items] for each in samples]


def statements(made: Uncertainty, areas: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """What could be said of the areas, and in which part of the replications it is so.

    Returns
    -------
    DataFrame
        `statement`, true of the nominal build, `holds_pct` of the replications, and `survives`, whether it holds in all of them.
    """
    known = scored_areas(areas, made.nominal.framework)
    label = dict(zip(known["area"], known["label"], strict=True))
    middles = {area: np.nanmedian(made.scores[area].to_numpy(), axis=0) for area in label}
    nominal = {area: float(np.nanmedian(made.nominal.scores[area].to_numpy())) for area in label}
    names = bands["label"].to_list()
    rows = []
    for area, name in label.items():
        both = pd.DataFrame({area: [nominal[area], *middles[area]]})
        now, *others = band_numbers(both, bands["lower"].to_list())[area].to_numpy(int)
        rows.append((f"The middle city in {name} is {names[now - 1]}", np.array(others) == now))
        if _most_reach_half(made.nominal.scores[[area]])[0]:
            rows.append((f"In {name}, more than half of the cities reach {HALF}", _most_reach_half(made.scores[area])))
    for one, two in combinations(sorted(label, key=lambda each: -nominal[each]), 2):
        above = f"The middle city stands higher in {label[one]} than in {label[two]}"
        rows.append((above, middles[one] > middles[two]))
    holds = [100 * float(np.mean(each)) for _, each in rows]
    said = [each for each, _ in rows]
    return pd.DataFrame({"statement": said, "holds_pct": holds, "survives": [each == 100 for each in holds]})


def _most_reach_half(scores: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether more than half of the cities with a score reach the middle of the scale, column by column."""
    return np.asarray(2 * (scores >= HALF).sum(axis=0) > scores.notna().sum(axis=0))
