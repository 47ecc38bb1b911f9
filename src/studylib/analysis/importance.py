"""What goes with satisfaction: how much of the differences between cities goes with each measure.

Association only: nothing here says what causes what. Frames in, frames out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from studylib.analysis.intervals import checked_confidence
from studylib.core.errors import StudyError

MOST_MEASURES = 12
"""More measures have more subsets than are built here in reasonable time."""

SPARE_CITIES = 5
"""Cities that there must be beyond one for each measure; with fewer any measures explain everything."""


@dataclass(frozen=True)
class Importance:
    """How much of the variance of an outcome goes with each measure.

    Attributes
    ----------
    table
        `measure`, `part` (of the variance of the outcome, 0 to 1; parts sum to `r_squared`), `low`, `high` (its bootstrap interval),
        `vif` (variance inflation factor: 1 if no other measure goes with it; from about 5 on parts are hard to tell apart).
    n, dropped
        Cities used, and cities left out because a figure is missing or, with groups, because they are alone in theirs.
    r_squared, r_low, r_high
        Part of the variance that all measures explain together, with its bootstrap interval. It grows with the number of measures.
    reason
        Why the table is empty, as a clause; empty if it is not.
    """

    table: pd.DataFrame
    n: int
    dropped: int
    r_squared: float = math.nan
    r_low: float = math.nan
    r_high: float = math.nan
    reason: str = ""


def importance(
    measures: pd.DataFrame,
    outcome: pd.Series,
    groups: pd.Series | None = None,
    confidence_pct: float = 95,
    draws: int = 1000,
    seed: int = 1,
) -> Importance:
    """Parts of R² by averaging over all orderings in which measures can enter a linear regression.

    Parameters
    ----------
    measures
        Cities in rows, measures in columns, at most 12.
    outcome
        What is explained, in the same rows.
    groups
        The country of each city, if differences between countries are to be left out: of every figure the mean of its country is
        then taken away, also in each bootstrap sample. None compares all cities with each other.
    confidence_pct, draws, seed
        Coverage, samples and seed of the bootstrap, which draws cities with replacement; ends are quantiles of the samples.

    Raises
    ------
    StudyError
        If the rows differ or there are too many measures.

    Notes
    -----
    The Shapley value of each measure in the game of R², known as LMG: Lindeman, Merenda and Gold (1980), Introduction to Bivariate
    and Multivariate Analysis; Grömping (2007), "Estimators of relative importance in linear regression based on variance
    decomposition", The American Statistician 61(2), 139-147. Parts are never negative and sum to R².

    >>> x = pd.DataFrame({"a": [1.0, -1, 1, -1, 1, -1, 1, -1], "b": [1.0, 1, -1, -1, 1, 1, -1, -1]})
    >>> found = importance(x, 3 * x["a"] + x["b"], draws=10)
    >>> found.table["part"].round(3).tolist(), round(found.r_squared, 3)
    ([0.9, 0.1], 1.0)
    """
    checked_confidence(confidence_pct)
    if measures.shape[1] > MOST_MEASURES:
        raise StudyError(f"{measures.shape[1]} measures", repair=f"choose at most {MOST_MEASURES}")
    frame, codes = _together(measures, outcome, groups)
    n, p = len(frame), measures.shape[1]
    spent = len(set(codes))
    dropped = len(measures) - n
    if p == 0 or n < p + spent + SPARE_CITIES:
        empty = pd.DataFrame(columns=["measure", "part", "low", "high", "vif"])
        return Importance(empty, n, dropped, reason=f"{n} cities are too few for {p} measures" if p else "no measure")
    values = frame.to_numpy(float)
    random = np.random.default_rng(seed)
    weights = np.vstack([np.ones(n), random.multinomial(n, np.full(n, 1 / n), size=draws)])
    correlations = _correlations(values, weights, np.eye(spent)[codes])
    parts = shapley(correlations)
    ends = [(100 - confidence_pct) / 200, (100 + confidence_pct) / 200]
    low, high = np.nanquantile(parts[1:], ends, axis=0)
    total = parts.sum(axis=1)
    r_low, r_high = np.nanquantile(total[1:], ends)
    table = pd.DataFrame(
        {
            "measure": list(measures.columns),
            "part": parts[0],
            "low": low,
            "high": high,
            "vif": np.diag(np.linalg.pinv(correlations[0, :p, :p], hermitian=True)),
        }
    )
    return Importance(table, n, dropped, float(total[0]), float(r_low), float(r_high))


def _together(measures: pd.DataFrame, outcome: pd.Series, groups: pd.Series | None) -> tuple[pd.DataFrame, np.ndarray]:
    """Cities with all figures, the outcome in the last column, and the number of each one's group; with groups, none alone in its own."""
    if not measures.index.equals(outcome.index) or (groups is not None and not measures.index.equals(groups.index)):
        raise StudyError("measures, outcome and groups have different rows", repair="give columns of one frame")
    frame = measures.assign(**{"": outcome}).dropna()
    if groups is None:
        return frame, np.zeros(len(frame), int)
    of = groups.loc[frame.index]
    frame = frame[of.map(of.value_counts()) > 1]
    return frame, np.asarray(pd.factorize(groups.loc[frame.index])[0])


def _correlations(values: np.ndarray, weights: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Correlation matrices, one for each row of weights, of deviations from the (weighted) means of the groups."""
    matrices = np.empty((len(weights), values.shape[1], values.shape[1]))
    for index, weight in enumerate(weights):
        sizes = member.T @ weight
        means = (member.T @ (weight[:, None] * values)) / np.where(sizes > 0, sizes, 1)[:, None]
        away = values - member @ means
        covariance = away.T @ (weight[:, None] * away)
        scale = np.sqrt(np.diag(covariance))
        with np.errstate(divide="ignore", invalid="ignore"):
            matrices[index] = covariance / np.outer(scale, scale)
    return matrices


def shapley(correlations: np.ndarray) -> np.ndarray:
    """Parts of R² for each of many correlation matrices, whose last row and column is the outcome.

    Parameters
    ----------
    correlations
        Shape (matrices, measures + 1, measures + 1).

    Returns
    -------
    ndarray
        Shape (matrices, measures); NaN where a measure or the outcome does not vary.

    >>> shapley(np.array([[[1.0, 0.0, 0.6], [0.0, 1.0, 0.8], [0.6, 0.8, 1.0]]])).round(2).tolist()
    [[0.36, 0.64]]
    """
    p = correlations.shape[1] - 1
    sound = np.isfinite(correlations).all(axis=(1, 2))
    matrices = np.where(sound[:, None, None], correlations, np.eye(p + 1))
    explained = {frozenset[int](): np.zeros(len(matrices))}
    for size in range(1, p + 1):
        for subset in combinations(range(p), size):
            inner = matrices[:, subset][:, :, subset]
            outer = matrices[:, subset, p]
            solved = np.linalg.pinv(inner, hermitian=True) @ outer[:, :, None]
            explained[frozenset(subset)] = (outer[:, None, :] @ solved)[:, 0, 0]
    parts = np.zeros((len(matrices), p))
    for before, value in explained.items():
        share = 1 / (p * math.comb(p - 1, len(before))) if len(before) < p else 0.0
        for each in set(range(p)) - before:
            parts[:, each] += share * (explained[before | {each}] - value)
    parts[~sound] = np.nan
    return parts


def partial_spearman(
    measures: pd.DataFrame, outcome: pd.Series, confidence_pct: float = 95, groups: pd.Series | None = None
) -> pd.DataFrame:
    """Rank correlation of each measure with the outcome, the other measures held fixed.

    Parameters
    ----------
    measures
        Cities in rows, measures in columns; cities with a gap are left out.
    outcome
        In the same rows.
    confidence_pct
        Coverage of the intervals.
    groups
        The country of each city, if the means of countries are to be taken from every figure before it is ranked; cities alone in
        theirs are then left out, and each country costs one city.

    Returns
    -------
    DataFrame
        `measure`, `n`, `held` (how many others are held fixed), `rho`, `low`, `high`; missing where there are too few cities.

    Notes
    -----
    The correlation of what is left of the ranks of both after a linear regression on the ranks of the others; the interval is
    Fisher's, with the variance (1 + rho²/2) / (n - k - 3) for k measures held fixed: Bonett and Wright (2000), Psychometrika 65(1),
    23-28, on the rule of Fisher (1924) that each variable held fixed costs one city.

    >>> x = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [2, 1, 4, 3, 6, 5, 8, 7]})
    >>> found = partial_spearman(x, pd.Series([1, 3, 2, 4, 6, 5, 7, 8]))
    >>> found["held"].tolist(), found["rho"].round(2).tolist()
    ([1, 1], [0.81, -0.03])
    """
    z = float(stats.norm.ppf(0.5 + checked_confidence(confidence_pct) / 200))
    frame, codes = _together(measures, outcome, groups)
    n, held = len(frame), measures.shape[1] - 1
    spent = len(set(codes))
    spare = n - held - 2 - max(spent, 1)
    if spent > 1:
        # rounded, because figures that were equal must stay so for their ranks
        frame = (frame - frame.groupby(codes).transform("mean")).round(9)
    rho = np.full(measures.shape[1], np.nan)
    if spare > 0 and (frame.max() > frame.min()).all():
        ranks = frame.rank().to_numpy(float)
        rho = np.array([_partial(ranks, each) for each in range(ranks.shape[1] - 1)])
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt((1 + rho**2 / 2) / max(spare, 1))
        low, high = np.tanh(np.arctanh(rho) - half), np.tanh(np.arctanh(rho) + half)
    return pd.DataFrame({"measure": list(measures.columns), "n": n, "held": held, "rho": rho, "low": low, "high": high})


def _partial(ranks: np.ndarray, column: int) -> float:
    """Correlation of one column with the last one, the others held fixed; missing if these leave nothing of either."""
    others = np.delete(ranks, [column, -1], axis=1)
    design = np.column_stack([np.ones(len(ranks)), others])
    both = ranks[:, [column, -1]]
    left = both - design @ np.linalg.lstsq(design, both, rcond=None)[0]
    size = np.sqrt((left**2).sum(axis=0))
    if (size < 1e-9 * np.sqrt((both**2).sum(axis=0))).any():
        return float("nan")
    return float(np.clip(left[:, 0] @ left[:, 1] / size.prod(), -1, 1))
