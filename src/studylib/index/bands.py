"""Bands of scores, and ranks: what is made of scores once they are there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from quire.core.errors import StudyError
from studylib.statistics.arrays import Numbers

TIE_DECIMALS = 9
"""Scores that differ by less are level: they differ by the rounding of the machine. Nothing else is rounded before ranks.

Where the highest score is below 1 or above `LARGE`, decimals are counted from its first digit.
"""

LARGE = 1e6

BETWEEN = "; "
"""What parts the names of several bands."""


def assign_bands(scores: pd.DataFrame, lower: Sequence[float]) -> pd.DataFrame:
    """The band of each score: 1 for the lowest; `lower` are the lower ends, ascending, each part of its band.

    >>> assign_bands(pd.DataFrame({"a": [0.0, 49.9, 50.0, None]}), [0, 50])["a"].to_list()
    [1.0, 1.0, 2.0, nan]
    """
    ends = np.asarray(lower, dtype=float)
    if not len(ends) or (np.diff(ends) <= 0).any():
        raise StudyError(f"{list(lower)} are no bands", repair="give the lower ends, ascending")
    x = scores.to_numpy(float)
    with np.errstate(over="ignore"):  # what is too large to be rounded is above every end, or below
        found = np.searchsorted(ends, np.round(x, TIE_DECIMALS), side="right").astype(float)
    return pd.DataFrame(
        np.where(np.isnan(x), np.nan, found), index=scores.index, columns=scores.columns
    )


def list_bands_reached(
    intervals: pd.DataFrame, lower: Sequence[float], labels: Sequence[str]
) -> pd.Series:
    """The bands that the interval of each score has a part in, from the lowest; a band is sure where it is the only one.

    Parameters
    ----------
    intervals
        `low` and `high`, both part of the interval.
    lower, labels
        Lower ends of the bands, ascending, each part of its band, and what the bands are called.

    Returns
    -------
    Series
        Labels, parted by `BETWEEN`; empty where there is no interval.

    >>> list_bands_reached(pd.DataFrame({"low": [30.0, 48.0], "high": [40.0, 50.0]}), [0, 50], ["low", "high"]).to_list()
    ['low', 'low; high']
    """
    ends = assign_bands(intervals[["low", "high"]], lower)
    return pd.Series(
        [
            "" if np.isnan(first) else BETWEEN.join(labels[int(first) - 1 : int(last)])
            for first, last in ends.to_numpy()
        ],
        index=intervals.index,
        dtype=str,
    )


def rank_scores(scores: Numbers) -> Numbers:
    """Ranks of the cities in every replication, 1 for the highest; missing where there is no score."""
    gaps = np.isnan(scores)
    low_last = np.where(gaps, np.inf, -round_level(scores))
    return np.where(gaps, np.nan, scipy.stats.rankdata(low_last, method="min", axis=0))


def round_level(scores: Numbers) -> Numbers:
    """Scores in columns without the digits that the machine rounds, in a unit of their own where they are very small or large.

    >>> round_level(np.array([[0.1 + 0.2], [1e7]])).tolist(), round_level(np.array([[50 + 1e-12]])).tolist()
    ([[3e-08], [1.0]], [[50.0]])
    """
    highest = np.fmax.reduce(np.abs(scores), axis=0, initial=0.0)
    far = (highest > LARGE) | ((highest < 1) & (highest > 0))
    if not far.any():
        return np.round(scores, TIE_DECIMALS)
    digits = np.floor(np.log10(np.where(far, highest, 1.0)))
    return np.round(scores / 10.0**digits, TIE_DECIMALS)
