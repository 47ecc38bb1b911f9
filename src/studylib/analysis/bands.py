"""Bands of scores, and ranks: what is made of scores once they are there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from studylib.core.errors import StudyError

TIE_DECIMALS = 9
"""Scores that differ by less are level: they differ by the rounding of the machine. Nothing else is rounded before ranks."""

Numbers = npt.NDArray[np.float64]


def bands(scores: pd.DataFrame, lower: Sequence[float]) -> pd.DataFrame:
    """The band of each score: 1 for the lowest; `lower` are the lower ends, ascending, each part of its band.

    >>> bands(pd.DataFrame({"a": [0.0, 49.9, 50.0, None]}), [0, 50])["a"].to_list()
    [1.0, 1.0, 2.0, nan]
    """
    ends = np.asarray(lower, dtype=float)
    if not len(ends) or (np.diff(ends) <= 0).any():
        raise StudyError(f"{list(lower)} are no bands", repair="give the lower ends, ascending")
    x = scores.to_numpy(float)
    found = np.searchsorted(ends, np.round(x, TIE_DECIMALS), side="right").astype(float)
    return pd.DataFrame(np.where(np.isnan(x), np.nan, found), index=scores.index, columns=scores.columns)


def ranked(scores: Numbers) -> Numbers:
    """Ranks of the cities in every replication, 1 for the highest; missing where there is no score."""
    gaps = np.isnan(scores)
    low_last = np.where(gaps, np.inf, -np.round(scores, TIE_DECIMALS))
    return np.where(gaps, np.nan, rankdata(low_last, method="min", axis=0))
