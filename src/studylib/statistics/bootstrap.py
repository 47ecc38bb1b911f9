"""Intervals from resamples of whole clusters, corrected for bias and skewness.

Numbers in, numbers out. Which figure of what, and which clusters, is decided by whoever asks.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from studylib.statistics.arrays import Numbers
from studylib.statistics.intervals import check_confidence

LEAST_CLUSTERS = 7
"""k clusters have (2k - 1)! / (k! (k - 1)!) different resamples; with six or fewer these are under a thousand, too few for the ends."""


def draw_clusters(codes: npt.NDArray[np.int64], draws: int, seed: int) -> tuple[Numbers, Numbers]:
    """How often each row counts when whole clusters are drawn with replacement, and when each cluster is left out in turn.

    Parameters
    ----------
    codes
        The number of each row's cluster, from 0.
    draws, seed
        How many resamples, and the seed of the random numbers.

    Returns
    -------
    tuple
        Resamples x rows, and clusters x rows. All rows of a cluster are drawn together, so that a
        resample has as many clusters as there are, and not always as many rows (Davison and Hinkley
        1997, Bootstrap Methods and their Application, section 3.8).

    >>> drawn, left_out = draw_clusters(np.array([0, 0, 1]), 2, seed=1)
    >>> bool((drawn[:, 0] == drawn[:, 1]).all()), left_out.tolist()
    (True, [[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    """
    count = int(codes.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=draws)
    return drawn[:, codes].astype(float), (1 - np.eye(count))[:, codes]


def bca(
    figure: Numbers, drawn: Numbers, left_out: Numbers, confidence_pct: float = 95
) -> tuple[Numbers, Numbers]:
    """Ends of the bias-corrected and accelerated interval.

    Parameters
    ----------
    figure
        The figures of all the data; shape (figures,).
    drawn
        The same in resamples; shape (resamples, figures). Resamples in which a figure is missing
        are left out of it.
    left_out
        The same without each cluster in turn; shape (clusters, figures).
    confidence_pct
        Coverage, above 0 and below 100.

    Returns
    -------
    tuple
        Low and high, each of shape (figures,); missing with fewer than `LEAST_CLUSTERS` clusters,
        or if no resample has the figure.

    Notes
    -----
    Quantiles of the resamples at Phi(z0 + (z0 + z) / (1 - a (z0 + z))), where z0 is the normal
    quantile of the part of resamples below the figure (ties count half) and a = sum of d^3 / (6
    (sum of d^2)^1.5), d being the mean of the jackknife values less each of them: Efron (1987),
    "Better bootstrap confidence intervals", Journal of the American Statistical Association
    82(397), 171-185.

    >>> drawn = np.arange(1000.0)[:, None]
    >>> low, high = bca(np.array([499.5]), drawn, np.ones((7, 1)), 90)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([49.95], [949.05])
    """
    z = scipy.stats.norm.ppf(
        np.array([100 - check_confidence(confidence_pct), 100 + confidence_pct]) / 200
    )
    ends = np.full((2, len(figure)), np.nan)
    for place in range(len(figure) if len(left_out) >= LEAST_CLUSTERS else 0):
        values = drawn[:, place][np.isfinite(drawn[:, place])]
        if not len(values) or not np.isfinite(figure[place]):
            continue
        below = np.mean(values < figure[place]) + np.mean(values == figure[place]) / 2
        bias = scipy.stats.norm.ppf(np.clip(below, 0.5 / len(values), 1 - 0.5 / len(values)))
        away = np.nanmean(left_out[:, place]) - left_out[:, place]
        size = float(np.nansum(away**2)) ** 1.5
        acceleration = float(np.nansum(away**3)) / (6 * size) if size > 0 else 0.0
        # past the pole of the formula the end is that of the resamples
        slope = np.maximum(1 - acceleration * (bias + z), 1e-9)
        ends[:, place] = np.quantile(values, scipy.stats.norm.cdf(bias + (bias + z) / slope))
    return ends[0], ends[1]
