"""What goes with satisfaction: how much of the differences between cities goes with each measure.

Association only: nothing here says what causes what. Frames in, frames out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from quire.core.errors import StudyError
from quire.text.messages import _, ngettext
from quire.text.words import counted, listed
from studylib.statistics.arrays import Numbers
from studylib.statistics.bootstrap import bca, draw_clusters
from studylib.statistics.estimates import Estimate
from studylib.statistics.intervals import check_confidence
from studylib.statistics.jackknife import jackknife

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
        `measure`, `part` (of the variance of the outcome; parts sum to `adjusted`, and one below
        zero is less than chance alone would give), `low`, `high` (its interval), `vif` (variance
        inflation factor: 1 if no other measure goes with it; from about 5 on parts are hard to tell
        apart).
    n, dropped
        Cities used, and cities left out because a figure is missing or, with groups, because they
        are alone in theirs.
    r_squared
        Part of the variance that all measures explain together. It grows with the number of
        measures, also if they are pure noise.
    adjusted, low, high
        The same without what chance alone would give, and its interval; at zero the measures
        explain nothing, and it can be below.
    clusters
        How many countries were resampled for the intervals.
    reason
        Why the table is empty, as a clause; empty if it is not.
    """

    table: pd.DataFrame
    n: int
    dropped: int
    r_squared: float = math.nan
    adjusted: float = math.nan
    low: float = math.nan
    high: float = math.nan
    clusters: int = 0
    reason: str = ""


def measure_importance(
    measures: pd.DataFrame,
    outcome: pd.Series,
    countries: pd.Series,
    within: bool = False,
    confidence_pct: float = 95,
    draws: int = 1000,
    seed: int = 1,
) -> Importance:
    """Parts of the adjusted R² by averaging over all orderings in which measures can enter a linear regression.

    Parameters
    ----------
    measures
        Cities in rows, measures in columns, at most 12.
    outcome
        What is explained, in the same rows.
    countries
        The country of each city, in the same rows. Cities of a country are no independent cases, so
        intervals draw countries.
    within
        Whether differences between countries are left out: of every figure the mean of its country
        is then taken away, also in each resample, and cities alone in their country are left out.
        Otherwise all cities are compared with each other.
    confidence_pct, draws, seed
        Coverage of the intervals, and resamples and seed of the bootstrap; see `bootstrap.bca`.

    Raises
    ------
    StudyError
        If the rows differ or there are too many measures.

    Notes
    -----
    The adjusted R² is 1 - (1 - R²) d / (d - p) for p measures, with d = n - 1 for n cities, or n -
    g if the means of g countries are taken away: Ezekiel (1930), Methods of Correlation Analysis;
    named after him, and told from Wherry's (1931) with n - p in place of n - p - 1, by Yin and Fan
    (2001), The Journal of Experimental Education 69(2), 203-224. A city that a resample has twice
    tells nothing new, so there d is made of the effective number of cities (sum of weights)² / (sum
    of squared weights): Kish (1965), Survey Sampling, section 11.7; with the plain number R² of a
    resample would be adjusted too little.

    A part is the Shapley value of a measure where the worth of a set of measures is its adjusted
    R². With R² in its place it is known as LMG: Lindeman, Merenda and Gold (1980), Introduction to
    Bivariate and Multivariate Analysis; Grömping (2007), The American Statistician 61(2), 139-147.
    Parts sum to the worth of all measures.

    >>> x = pd.DataFrame({"a": [1.0, -1, 1, -1, 1, -1, 1, -1], "b": [1.0, 1, -1, -1, 1, 1, -1, -1]})
    >>> found = measure_importance(x, 3 * x["a"] + x["b"], pd.Series(list("uvwxyzst")), draws=10)
    >>> found.table["part"].round(3).tolist(), round(found.adjusted, 3)
    ([0.967, 0.033], 1.0)
    """
    check_confidence(confidence_pct)
    if measures.shape[1] > MOST_MEASURES:
        raise StudyError(f"{measures.shape[1]} measures", repair=f"choose at most {MOST_MEASURES}")
    frame, codes = _together(measures, outcome, countries, within)
    n, p = len(frame), measures.shape[1]
    spent = len(set(codes)) if within else 1
    dropped = len(measures) - n
    member = np.eye(len(set(codes)))[codes] if within else np.ones((n, 1))
    if reason := _find_obstacle(frame, member, p + spent + SPARE_CITIES):
        empty = pd.DataFrame(columns=["measure", "part", "low", "high", "vif"])
        return Importance(empty, n, dropped, reason=reason)
    drawn, left_out = draw_clusters(codes, draws, seed)
    weights = np.vstack([np.ones(n), drawn, left_out])
    correlations = _correlations(frame.to_numpy(float), weights, member)
    parts = shapley(correlations, _freedom(weights, codes, within))
    figures = np.column_stack([parts, parts.sum(axis=1)])
    low, high = bca(figures[0], figures[1 : draws + 1], figures[draws + 1 :], confidence_pct)
    vif = np.diag(np.linalg.pinv(correlations[0, :p, :p], hermitian=True))
    table = pd.DataFrame(
        {
            "measure": list(measures.columns),
            "part": parts[0],
            "low": low[:-1],
            "high": high[:-1],
            "vif": vif,
        }
    )
    total = float(shapley(correlations[:1]).sum())
    ends = float(low[-1]), float(high[-1])
    return Importance(
        table, n, dropped, total, float(figures[0, -1]), *ends, clusters=len(left_out)
    )


def _find_obstacle(frame: pd.DataFrame, member: np.ndarray, least: int) -> str:
    """Why nothing can be told of measures and outcome, the last column, as a clause; empty if it can."""
    n, p = len(frame), frame.shape[1] - 1
    if p == 0 or n < least:
        if not p:
            return _("no measure")
        measures = counted(p, "measure")
        return ngettext(
            "{n} city is too few for {measures}",
            "{n} cities are too few for {measures}",
            n,
            measures=measures,
        )
    values = frame.to_numpy(float)
    away = values - member @ (member.T @ values / member.sum(axis=0)[:, None])
    same = np.ptp(away, axis=0) <= 1e-9 * np.maximum(np.abs(values).max(axis=0), 1)
    names = [str(name) or _("the outcome") for name in frame.columns[same]]
    if not names:
        return ""
    return _("the cities that are compared do not differ in {measures}", measures=listed(names))


def _freedom(weights: np.ndarray, codes: np.ndarray, within: bool) -> np.ndarray:
    """Degrees of freedom of all differences, one for each row of weights: effective cities less one, or less one in each country.

    Cities of a country have one weight, so that its c cities count as c - 1 differences of that
    weight.
    """
    counts = np.bincount(codes)
    cases = ((counts - 1) / counts)[codes] if within else np.ones(weights.shape[1])
    with np.errstate(invalid="ignore"):
        effective = (weights @ cases) ** 2 / (weights**2 @ cases)
    return np.asarray(effective - (0 if within else 1))


def _together(
    measures: pd.DataFrame, outcome: pd.Series, groups: pd.Series, within: bool
) -> tuple[pd.DataFrame, np.ndarray]:
    """Cities with all figures, the outcome in the last column, and the number of each one's group; within groups, none alone in its own."""
    if not (measures.index.equals(outcome.index) and measures.index.equals(groups.index)):
        raise StudyError(
            "measures, outcome and groups have different rows", repair="give columns of one frame"
        )
    frame = measures.assign(**{"": outcome}).dropna()
    of = groups.loc[frame.index]
    if within:
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


def shapley(correlations: np.ndarray, freedom: np.ndarray | None = None) -> np.ndarray:
    """Parts of R² for each of many correlation matrices, whose last row and column is the outcome.

    Parameters
    ----------
    correlations
        Shape (matrices, measures + 1, measures + 1).
    freedom
        Degrees of freedom of all differences, one for each matrix, for parts of the adjusted R² in
        place of R².

    Returns
    -------
    ndarray
        Shape (matrices, measures); NaN where a measure or the outcome does not vary, or no freedom
        is left.

    >>> shapley(np.array([[[1.0, 0.0, 0.6], [0.0, 1.0, 0.8], [0.6, 0.8, 1.0]]])).round(2).tolist()
    [[0.36, 0.64]]
    """
    p = correlations.shape[1] - 1
    spare = np.full(len(correlations), np.inf) if freedom is None else freedom
    sound = np.isfinite(correlations).all(axis=(1, 2)) & (spare > p)
    matrices = np.where(sound[:, None, None], correlations, np.eye(p + 1))
    explained = {frozenset[int](): np.zeros(len(matrices))}
    for size in range(1, p + 1):
        for subset in combinations(range(p), size):
            inner = matrices[:, subset][:, :, subset]
            outer = matrices[:, subset, p]
            solved = np.linalg.pinv(inner, hermitian=True) @ outer[:, :, None]
            missed = 1 - (outer[:, None, :] @ solved)[:, 0, 0]
            # d / (d - size), written so that no adjustment is the limit of endless freedom
            explained[frozenset(subset)] = 1 - missed / (1 - size / np.where(sound, spare, np.inf))
    parts = np.zeros((len(matrices), p))
    for before, value in explained.items():
        share = 1 / (p * math.comb(p - 1, len(before))) if len(before) < p else 0.0
        for each in set(range(p)) - before:
            parts[:, each] += share * (explained[before | {each}] - value)
    parts[~sound] = np.nan
    return parts


def partial_spearman(
    measures: pd.DataFrame,
    outcome: pd.Series,
    countries: pd.Series,
    within: bool = False,
    confidence_pct: float = 95,
) -> pd.DataFrame:
    """Rank correlation of each measure with the outcome, the other measures held fixed.

    Parameters
    ----------
    measures
        Cities in rows, measures in columns; cities with a gap are left out. With one measure it is
        Spearman's plain correlation.
    outcome
        In the same rows.
    countries
        The country of each city, in the same rows. Cities of a country are no independent cases, so
        intervals leave out countries.
    within
        Whether the mean of its country is taken from every figure before it is ranked; cities alone
        in theirs are then left out.
    confidence_pct
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `measure`, `n`, `countries` (how many), `held` (how many others are held fixed), `rho`,
        `low`, `high` and `p` (chance of one at least as far from zero if there were none); missing
        where there are too few cities. Also without an interval are those of one country, those of
        1 or -1, and those that do not exist once a country is left out.

    Notes
    -----
    The correlation of what is left of the ranks of both after a linear regression on the ranks of
    the others. The interval is that of `jackknife` for arctanh(rho), Fisher's (1921)
    transformation, Metron 1, 3-32, leaving out each country in turn and ranking the rest anew.
    Fisher's own variance, for ranks that of Bonett and Wright (2000), Psychometrika 65(1), 23-28,
    takes cities as independent and is too small where those of a country are alike:
    `benchmarks/correlations.py` measures both.

    >>> x = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [2, 1, 4, 3, 6, 5, 8, 7]})
    >>> found = partial_spearman(x, pd.Series([1, 3, 2, 4, 6, 5, 7, 8]), pd.Series(list("uvwxyzst")))
    >>> found["held"].tolist(), found["rho"].round(2).tolist()
    ([1, 1], [0.81, -0.03])
    """
    frame, codes = _together(measures, outcome, countries, within)
    held, of = measures.shape[1] - 1, pd.Series(codes, index=frame.index)
    if within:
        # rounded, because figures that were equal must stay so for their ranks
        frame = (frame - frame.groupby(codes).transform("mean")).round(9)
    enough = len(frame) - held - 2 > (of.nunique() if within else 1)
    rows = []
    for place, measure in enumerate(measures.columns):
        figure = partial(_transformed, place)
        whole = figure(frame.to_numpy(float)) if enough else math.nan
        found = Estimate(whole)
        if math.isfinite(whole):
            found = jackknife(frame, of, figure, confidence_pct)
        rho = found.transform(math.tanh)
        count = len(frame), of.nunique(), held
        rows.append([measure, *count, rho.value, rho.low, rho.high, rho.p])
    return pd.DataFrame(
        rows, columns=["measure", "n", "countries", "held", "rho", "low", "high", "p"]
    )


def _transformed(column: int, rows: Numbers) -> float:
    """Fisher's transformation of the partial rank correlation of one column with the last one; missing where one does not vary."""
    if not len(rows) or not np.ptp(rows, axis=0).all():
        return math.nan
    rho = _partial(scipy.stats.rankdata(rows, axis=0), column)
    return math.copysign(math.inf, rho) if math.isclose(abs(rho), 1) else math.atanh(rho)


def _partial(ranks: Numbers, column: int) -> float:
    """Correlation of one column with the last one, the others held fixed; missing if these leave nothing of either."""
    others = np.delete(ranks, [column, -1], axis=1)
    design = np.column_stack([np.ones(len(ranks)), others])
    both = ranks[:, [column, -1]]
    left = both - design @ np.linalg.lstsq(design, both, rcond=None)[0]
    size = np.sqrt((left**2).sum(axis=0))
    if (size < 1e-9 * np.sqrt((both**2).sum(axis=0))).any():
        return float("nan")
    return float(np.clip(left[:, 0] @ left[:, 1] / size.prod(), -1, 1))
