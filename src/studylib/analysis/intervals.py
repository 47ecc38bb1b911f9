"""Intervals of a share and of a mean: how far a figure from a few cities can be trusted.

Numbers in, numbers out. What they are intervals of is decided by whoever asks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from scipy import stats

from studylib.core.errors import StudyError


def checked_confidence(confidence_pct: float) -> float:
    """The coverage of an interval, if it is one: above 0 and below 100."""
    if not 0 < confidence_pct < 100:
        raise StudyError(
            f"an interval of {confidence_pct:g} per cent is none", where="confidence_pct", repair="use 95, for example"
        )
    return confidence_pct


def wilson(share_pct: float, n: float, confidence_pct: float = 95) -> tuple[float, float]:
    """Wilson's score interval of a share, without correction for continuity.

    Parameters
    ----------
    share_pct
        The share found, 0 to 100 per cent.
    n
        How many were asked, above 0.
    confidence_pct
        Coverage, above 0 and below 100.

    Returns
    -------
    tuple
        Lower and upper end in per cent; they never leave 0 to 100.

    Raises
    ------
    StudyError
        If one of the three is outside its bounds.

    Notes
    -----
    Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
    Association 22(158), 209-212. Chosen over the usual p ± z sqrt(p(1-p)/n) because it holds with few cities: Brown, Cai and
    DasGupta (2001), Statistical Science 16(2), 101-133.

    >>> [round(end, 1) for end in wilson(75, 20)]
    [53.1, 88.8]
    """
    if not 0 <= share_pct <= 100:
        raise StudyError(f"a share of {share_pct:g} per cent", repair="give a share from 0 to 100")
    if not n > 0:
        raise StudyError(f"a share of {n:g} that were asked", repair="give a number above 0")
    z = float(stats.norm.ppf(0.5 + checked_confidence(confidence_pct) / 200))
    p = share_pct / 100
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return 100 * max(middle - half, 0.0), 100 * min(middle + half, 1.0)


@dataclass(frozen=True)
class Mean:
    """A mean over cities.

    Attributes
    ----------
    mean
        In the unit of the values; missing if there are none.
    low, high
        Ends of the interval; missing if there is only one group.
    n, groups
        Cities and groups with a value.
    p
        Chance of a mean at least as far from zero if there were none (two-sided); missing if there is only one group.
    """

    mean: float
    low: float
    high: float
    n: int
    groups: int
    p: float = math.nan


def grouped_mean(values: pd.Series, groups: pd.Series, confidence_pct: float = 95) -> Mean:
    """The mean over cities, with an interval that knows that the cities of a country move together.

    Parameters
    ----------
    values
        One figure a city; missing ones are left out.
    groups
        The group of each city, in the same rows.
    confidence_pct
        Coverage, above 0 and below 100.

    Notes
    -----
    Cluster-robust variance with the usual correction for few groups, G/(G-1) sum over groups of (sum of deviations)^2 / n^2, and
    Student's t with G-1 degrees of freedom: Cameron and Miller (2015), "A practitioner's guide to cluster-robust inference", Journal
    of Human Resources 50(2), 317-372. With one city a group it is the usual interval of a mean.

    >>> found = grouped_mean(pd.Series([1.0, 3.0, 5.0, 7.0]), pd.Series(["a", "a", "b", "b"]))
    >>> found.mean, found.n, found.groups, round(found.high - found.mean, 1)
    (4.0, 4, 2, 25.4)
    """
    level = 0.5 + checked_confidence(confidence_pct) / 200
    there = values.dropna()
    of = groups.loc[there.index]
    n, count = len(there), len(set(of))
    mean = float(there.mean()) if n else math.nan
    if count < 2:
        return Mean(mean, math.nan, math.nan, n, count)
    sums = (there - mean).groupby(of).sum()
    error = math.sqrt(count / (count - 1) * float((sums**2).sum())) / n
    half = float(stats.t.ppf(level, count - 1)) * error
    chance = 2 * float(stats.t.sf(abs(mean) / error, count - 1)) if error else float(mean == 0)
    return Mean(mean, mean - half, mean + half, n, count, chance)
