"""Which choice moves a score, rank or band, and how much: Sobol' indices.

Choices are in `choices`, the building in `replications`; how far scores move is in `uncertainty`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import sobol_indices

from studylib.analysis.bands import bands, ranked
from studylib.analysis.choices import (
    Choice,
    Codes,
    as_table,
    check_choices,
    coded,
    combinations,
    every_combination,
    sobol_points,
)
from studylib.analysis.framework import Framework
from studylib.analysis.replications import replicate
from studylib.analysis.scores import groups_for, score
from studylib.core.errors import StudyError, nearest

TARGETS = ("score", "rank", "band")
RESAMPLES = 200
"""How often the points are drawn again for the intervals of indices that are estimated."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sensitivity:
    """Which choice moves a target, and how much.

    Attributes
    ----------
    indices
        One row a choice: `first`, the part of the target's variance that goes with this choice alone, and `total`, the part
        that goes with it alone or together with others; each with `_low` and `_high`. Exact indices are their own interval.
    exact
        Whether every combination was built.
    mean, variance
        Of the target over the replications.
    design, outcomes
        Every replication, and the target in it.
    """

    indices: pd.DataFrame
    exact: bool
    mean: float
    variance: float
    design: pd.DataFrame
    outcomes: Numbers


def sensitivity(
    data: pd.DataFrame,
    framework: Framework,
    choices: Sequence[Choice],
    node: str,
    *,
    target: str = "rank",
    city: str | None = None,
    bands_from: Sequence[float] | None = None,
    points: int = 1024,
    exact_up_to: int = 4096,
    seed: int = 0,
    confidence_pct: float = 95,
    by: pd.Series | None = None,
) -> Sensitivity:
    """How much of the movement of a target goes with which choice: Sobol' indices.

    Parameters
    ----------
    data, framework, choices, by
        As in `uncertainty`.
    node
        The score in question.
    target, city
        `score`, `rank` or `band` of a city; without a city, the mean over cities of how far it is from the nominal build.
    bands_from
        Lower ends of the bands, for the target `band`.
    points
        Points of the Sobol sequence, a power of 2; points x (choices + 2) replications are built.
    exact_up_to
        If there are no more combinations than that, each is built and the indices are exact.

    Raises
    ------
    StudyError
        If something is wrong, would have no effect, or the target is missing in a replication.

    Notes
    -----
    first = Var(E(y | choice)) / Var(y), total = E(Var(y | all other choices)) / Var(y): Saltelli et al. (2008), Global
    Sensitivity Analysis, chapter 4. Estimates are those of `scipy.stats.sobol_indices`
    (Saltelli et al. 2010), which centres y first; their intervals are percentiles over points drawn again with the same seed.
    """
    check_choices(choices)
    if node not in framework.groups:
        raise StudyError(f"there is no score {node!r}", repair=nearest(node, framework.groups))
    if points < 2 or points & (points - 1):
        raise StudyError(f"{points} points are no power of 2", repair="give 256, 512, 1024, ...")
    nominal = score(data, framework, groups_for(framework.steps, by)).scores[node]
    measure = _Target(target, city, None if bands_from is None else tuple(bands_from), nominal)
    exact = combinations(choices) <= exact_up_to
    codes = every_combination(choices) if exact else _saltelli(choices, points, seed)
    kinds, place = np.unique(codes, axis=0, return_inverse=True)
    values = measure(replicate(data, framework, choices, kinds, by)[node])[place.ravel()]
    if np.isnan(values).any():
        raise StudyError("the target is missing in a replication", repair="take another city, or lower min_coverage")
    indices = _exact(values, choices) if exact else _estimated(values, choices, points, seed, confidence_pct)
    first_points = values if exact else values[: 2 * points]
    return Sensitivity(
        indices, exact, float(first_points.mean()), float(first_points.var()), as_table(codes, choices), values
    )


@dataclass(frozen=True)
class _Target:
    """What a sensitivity is of: one number a replication."""

    kind: str
    city: str | None
    lower: tuple[float, ...] | None
    nominal: pd.Series

    def __post_init__(self) -> None:
        if self.kind not in TARGETS:
            raise StudyError(f"there is no target {self.kind!r}", repair=nearest(self.kind, TARGETS))
        if (self.lower is None) == (self.kind == "band"):
            raise StudyError("bands_from goes with the target band", repair="give both or neither")
        if self.city is not None and self.city not in self.nominal.index:
            names = [str(each) for each in self.nominal.index]
            raise StudyError(f"there is no city {self.city!r}", repair=nearest(self.city, names))

    def __call__(self, scores: Numbers) -> Numbers:
        values = self._values(scores)
        if self.city is not None:
            return np.asarray(values[self.nominal.index.get_loc(self.city)])
        apart = np.abs(values - self._values(self.nominal.to_numpy(float)[:, None]))
        return np.asarray(np.nanmean(apart[self.nominal.notna().to_numpy()], axis=0))

    def _values(self, scores: Numbers) -> Numbers:
        if self.kind == "rank":
            return ranked(scores)
        return scores if self.lower is None else bands(pd.DataFrame(scores), self.lower).to_numpy()


def _saltelli(choices: Sequence[Choice], points: int, seed: int) -> Codes:
    """Rows A, then B, then for each choice the rows of A with that choice taken from B (Saltelli et al. 2010)."""
    count = len(choices)
    both = sobol_points(points, 2 * count, seed)
    first, second = coded(both[:, :count], choices), coded(both[:, count:], choices)
    mixed = [np.where(np.arange(count) == place, second, first) for place in range(count)]
    return np.vstack([first, second, *mixed])


def _estimated(
    values: Numbers, choices: Sequence[Choice], points: int, seed: int, confidence_pct: float
) -> pd.DataFrame:
    parts = values.reshape(len(choices) + 2, points)
    draws = np.random.default_rng(seed).integers(points, size=(RESAMPLES, points))
    first, total = _sobol(parts)
    again = np.array([_sobol(parts[:, rows]) for rows in draws])
    tails = [(100 - confidence_pct) / 2, (100 + confidence_pct) / 2]
    low, high = np.percentile(again, tails, axis=0)
    return _index_table(choices, first, total, (low, high))


def _sobol(parts: Numbers) -> tuple[Numbers, Numbers]:
    """First-order and total indices from the target at A, B and the mixed rows."""
    found = sobol_indices(
        func={"f_A": parts[None, 0], "f_B": parts[None, 1], "f_AB": parts[2:, None]}, n=parts.shape[1]
    )
    return np.atleast_1d(found.first_order), np.atleast_1d(found.total_order)


def _exact(values: Numbers, choices: Sequence[Choice]) -> pd.DataFrame:
    grid = values.reshape([len(each.options) for each in choices])
    axes = range(grid.ndim)
    whole = grid.var()
    if whole == 0:
        none = np.zeros(grid.ndim)
        return _index_table(choices, none, none, (np.array([none, none]),) * 2)
    first = np.array([grid.mean(axis=tuple(each for each in axes if each != axis)).var() / whole for axis in axes])
    total = np.array([grid.var(axis=axis).mean() / whole for axis in axes])
    return _index_table(choices, first, total, (np.array([first, total]),) * 2)


def _index_table(
    choices: Sequence[Choice], first: Numbers, total: Numbers, ends: tuple[Numbers, Numbers]
) -> pd.DataFrame:
    (first_low, total_low), (first_high, total_high) = ends
    return pd.DataFrame(
        {
            **{
                "choice": [each.name for each in choices],
                "first": first,
                "first_low": first_low,
                "first_high": first_high,
            },
            **{"total": total, "total_low": total_low, "total_high": total_high},
        }
    )
