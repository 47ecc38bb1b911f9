"""Which choice moves a score, rank or band, and how much: Sobol' indices.

Choices are in `choices`, the building in `replications`; how far scores move is in `uncertainty`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy  # loads its parts when they are first used, and pages never do

from quire.core.errors import StudyError, nearest
from studylib.index.bands import assign_bands, rank_scores
from studylib.index.choices import (
    Choice,
    Codes,
    check_choices,
    count_combinations,
    decode_design,
    draw_sobol,
    encode_points,
    list_combinations,
)
from studylib.index.framework import Framework
from studylib.index.replications import replicate
from studylib.index.scores import score, select_groups
from studylib.statistics.arrays import Numbers

TARGETS = ("score", "rank", "band")
RESAMPLES = 200
"""How often the points are drawn again for the intervals of indices that are estimated."""
LEAST_ODDS = 1e-9
"""An index nearer to 0 or 1 than that is taken to be there."""


@dataclass(frozen=True)
class Sensitivity:
    """Which choice moves a target, and how much.

    Attributes
    ----------
    indices
        One row a choice: `first`, the part of the target's variance that goes with this choice
        alone, and `total`, the part that goes with it alone or together with others; each with
        `_low` and `_high`, see the notes of `measure_sensitivity`.
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


def measure_sensitivity(
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
        `score`, `rank` or `band` of a city; without a city, the mean over cities of how far it is
        from the nominal build.
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
    first = Var(E(y | choice)) / Var(y), total = E(Var(y | all other choices)) / Var(y): Saltelli et
    al. (2008), Global Sensitivity Analysis, chapter 4. Estimates are those of
    `scipy.stats.sobol_indices` (Saltelli et al. 2010), which centres y first.

    Where every combination is built there is no error of estimation: what an index leaves open is
    which options were drawn, for choices that say so (`Choice.drawn`). Samples of residents and
    sets of weights stand for all that might have been drawn. Their intervals leave out each drawn
    option in turn (the jackknife: Miller 1968, Annals of Mathematical Statistics 39, 567-582; for
    several choices Arvesen 1969, 40, 2076-2100), on the scale of log(index / (1 - index)), with
    Student's t for the fewest options less one. Without such choices exact indices are their own
    interval. Where indices are estimated, their intervals are percentiles over points drawn again
    with the same seed; the options stay as they are.
    """
    check_choices(choices)
    if node not in framework.groups:
        raise StudyError(f"there is no score {node!r}", repair=nearest(node, framework.groups))
    if points < 2 or points & (points - 1):
        raise StudyError(f"{points} points are no power of 2", repair="give 256, 512, 1024, ...")
    nominal = score(data, framework, select_groups(framework.steps, by)).scores[node]
    measure = _Target(target, city, None if bands_from is None else tuple(bands_from), nominal)
    exact = count_combinations(choices) <= exact_up_to
    codes = list_combinations(choices) if exact else _saltelli(choices, points, seed)
    kinds, place = np.unique(codes, axis=0, return_inverse=True)
    values = measure(replicate(data, framework, choices, kinds, by)[node])[place.ravel()]
    if np.isnan(values).any():
        raise StudyError(
            "the target is missing in a replication",
            repair="take another city, or lower min_coverage",
        )
    indices = (
        _exact(values, choices, confidence_pct)
        if exact
        else _estimated(values, choices, seed, confidence_pct)
    )
    first_points = values if exact else values[: 2 * points]
    return Sensitivity(
        indices,
        exact,
        float(first_points.mean()),
        float(first_points.var()),
        decode_design(codes, choices),
        values,
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
            raise StudyError(
                f"there is no target {self.kind!r}", repair=nearest(self.kind, TARGETS)
            )
        if (self.lower is None) == (self.kind == "band"):
            raise StudyError("bands_from goes with the target band", repair="give both or neither")
        if self.city is not None and self.city not in self.nominal.index:
            names = [str(each) for each in self.nominal.index]
            raise StudyError(
                f"there is no city {self.city!r}", repair=nearest(str(self.city), names)
            )

    def __call__(self, scores: Numbers) -> Numbers:
        values = self._values(scores)
        if self.city is not None:
            return np.asarray(values[self.nominal.index.get_loc(self.city)])
        apart = np.abs(values - self._values(self.nominal.to_numpy(float)[:, None]))
        return np.asarray(np.nanmean(apart[self.nominal.notna().to_numpy()], axis=0))

    def _values(self, scores: Numbers) -> Numbers:
        if self.kind == "rank":
            return rank_scores(scores)
        return (
            scores
            if self.lower is None
            else assign_bands(pd.DataFrame(scores), self.lower).to_numpy()
        )


def _saltelli(choices: Sequence[Choice], points: int, seed: int) -> Codes:
    """Rows A, then B, then for each choice the rows of A with that choice taken from B (Saltelli et al. 2010)."""
    count = len(choices)
    both = draw_sobol(points, 2 * count, seed)
    first, second = encode_points(both[:, :count], choices), encode_points(both[:, count:], choices)
    mixed = [np.where(np.arange(count) == place, second, first) for place in range(count)]
    return np.vstack([first, second, *mixed])


def _estimated(
    values: Numbers, choices: Sequence[Choice], seed: int, confidence_pct: float
) -> pd.DataFrame:
    parts = values.reshape(len(choices) + 2, -1)
    points = parts.shape[1]
    draws = np.random.default_rng(seed).integers(points, size=(RESAMPLES, points))
    again = np.array([_sobol(parts[:, rows]) for rows in draws])
    tails = [(100 - confidence_pct) / 2, (100 + confidence_pct) / 2]
    return _index_table(choices, np.array(_sobol(parts)), np.percentile(again, tails, axis=0))


def _sobol(parts: Numbers) -> tuple[Numbers, Numbers]:
    """First-order and total indices from the target at A, B and the mixed rows."""
    found = scipy.stats.sobol_indices(
        func={"f_A": parts[None, 0], "f_B": parts[None, 1], "f_AB": parts[2:, None]},
        n=parts.shape[1],
    )
    return np.atleast_1d(found.first_order), np.atleast_1d(found.total_order)


def _exact(values: Numbers, choices: Sequence[Choice], confidence_pct: float) -> pd.DataFrame:
    grid = values.reshape([len(each.options) for each in choices])
    grid = np.zeros(grid.shape) if grid.max() == grid.min() else grid - grid.mean()
    even = [np.full(count, 1 / count) for count in grid.shape]
    found = _of_grid(grid, even)
    drawn = [axis for axis, each in enumerate(choices) if each.drawn]
    if not drawn:
        return _index_table(choices, found, np.array([found, found]))
    variance = np.zeros_like(found)
    for axis in drawn:
        count = grid.shape[axis]
        without = (1 - np.eye(count)) / (count - 1)
        odds = np.array(
            [_log_odds(_of_grid(grid, [*even[:axis], each, *even[axis + 1 :]])) for each in without]
        )
        variance += (count - 1) * odds.var(axis=0)
    width = scipy.stats.t.ppf(
        (1 + confidence_pct / 100) / 2, min(grid.shape[axis] for axis in drawn) - 1
    ) * np.sqrt(variance)
    ends = [scipy.special.expit(_log_odds(found) + side * width) for side in (-1, 1)]
    # an index that no draw moves is its own interval
    return _index_table(choices, found, np.where(variance > 0, ends, found))


def _log_odds(indices: Numbers) -> Numbers:
    odds: Numbers = scipy.special.logit(np.clip(indices, LEAST_ODDS, 1 - LEAST_ODDS))
    return odds


def _of_grid(grid: Numbers, shares: Sequence[Numbers]) -> Numbers:
    """First-order and total indices, 2 x choices, of a centred target on every combination, with the share of each option."""
    axes = range(grid.ndim)
    mean, square = _mean(grid, shares, axes), _mean(grid * grid, shares, axes)
    whole = float(square - mean**2)
    if whole <= 1e-12 * float((grid * grid).mean()):
        return np.zeros((2, grid.ndim))
    first, total = np.empty(grid.ndim), np.empty(grid.ndim)
    for axis in axes:
        others = [each for each in axes if each != axis]
        first[axis] = shares[axis] @ _mean(grid, shares, others) ** 2 - mean**2
        within = _mean(grid, shares, [axis])
        total[axis] = square - _mean(
            within * within, [shares[each] for each in others], range(grid.ndim - 1)
        )
    return np.maximum(np.array([first, total]) / whole, 0.0)


def _mean(grid: Numbers, shares: Sequence[Numbers], axes: Sequence[int]) -> Numbers:
    """Mean over some of the axes, the last one first so that the others keep their places."""
    for axis in sorted(axes, reverse=True):
        grid = np.tensordot(grid, shares[axis], axes=(axis, 0))
    return grid


def _index_table(choices: Sequence[Choice], found: Numbers, ends: Numbers) -> pd.DataFrame:
    """Indices, 2 x choices, and the low and the high ends of their intervals."""
    columns: dict[str, object] = {"choice": [each.name for each in choices]}
    for place, kind in enumerate(("first", "total")):
        columns |= {
            kind: found[place],
            f"{kind}_low": ends[0][place],
            f"{kind}_high": ends[1][place],
        }
    return pd.DataFrame(columns)
