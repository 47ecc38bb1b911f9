"""Intervals of a share and of a mean: how far a figure from a few cities can be trusted.

Numbers in, numbers out. What they are intervals of is decided by whoever asks.
"""

from __future__ import annotations

import math
from numbers import Real

import numpy as np
import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from quire.core.errors import StudyError
from studylib.statistics.arrays import Numbers
from studylib.statistics.estimates import Estimate


def check_confidence(confidence_pct: float) -> float:
    """The coverage of an interval, if it is one: above 0 and below 100."""
    if not isinstance(confidence_pct, Real) or not 0 < confidence_pct < 100:
        raise StudyError(
            f"an interval of {confidence_pct!r} per cent is none",
            where="confidence_pct",
            repair="use 95, for example",
        )
    return confidence_pct


def wilson(
    share_pct: float, n: float, confidence_pct: float = 95, population: float = math.inf
) -> tuple[float, float]:
    """Wilson's score interval of a share, without correction for continuity.

    Parameters
    ----------
    share_pct
        The share found, 0 to 100 per cent.
    n
        How many were asked, above 0.
    confidence_pct
        Coverage, above 0 and below 100.
    population
        Of how many the `n` were a part, at least `n`; endless unless given. Where all of them were
        asked, the interval is the share.

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
    Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22(158), 209-212. Chosen over the usual p ± z
    sqrt(p(1-p)/n) because it holds with few cities: Brown, Cai and DasGupta (2001), Statistical
    Science 16(2), 101-133.

    Of n out of N without putting back, the variance of a share is p(1-p)/n (N-n)/(N-1): Cochran
    (1977), Sampling Techniques, theorem 3.2. That is the variance of n (N-1)/(N-n) out of an endless
    population, and this number stands in the place of n: the effective size of Korn and Graubard
    (1998), "Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data", Survey Methodology 24(2), 193-201.

    >>> [round(end, 1) for end in wilson(75, 20)], [round(end, 1) for end in wilson(75, 20, 95, 39)]
    ([53.1, 88.8], [59.8, 85.8])
    """
    if not 0 <= share_pct <= 100:
        raise StudyError(f"a share of {share_pct:g} per cent", repair="give a share from 0 to 100")
    if not n > 0:
        raise StudyError(f"a share of {n:g} that were asked", repair="give a number above 0")
    if not population >= n:
        raise StudyError(
            f"{n:g} of {population:g} were asked", repair="give a population of n or more"
        )
    if population == n:
        return share_pct, share_pct
    if math.isfinite(population):
        n *= (population - 1) / (population - n)
    z = float(scipy.special.ndtri(0.5 + check_confidence(confidence_pct) / 200))
    p = share_pct / 100
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return 100 * max(middle - half, 0.0), 100 * min(middle + half, 1.0)


def estimate_mean(values: pd.Series, groups: pd.Series, confidence_pct: float = 95) -> Estimate:
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
    The interval of `jackknife_interval`. Without group g the mean of n cities m is m - s / (n -
    n_g), with s the sum of the deviations of its n_g cities. With one city a group it is the usual
    interval of a mean.

    >>> found = estimate_mean(pd.Series([1.0, 3.0, 5.0, 7.0]), pd.Series(["a", "a", "b", "b"]))
    >>> found.value, found.n, found.groups, round(found.high - found.value, 1)
    (4.0, 4, 2, 25.4)
    """
    there = values.dropna()
    mean = float(there.mean()) if len(there) else math.nan
    of = (there - mean).groupby(groups.loc[there.index])
    sizes: Numbers = np.asarray(of.size(), dtype=float)
    others = (len(there) - sizes) if len(sizes) > 1 else np.full(len(sizes), math.nan)
    ends = jackknife_interval(mean, mean - of.sum().to_numpy(float) / others, sizes, confidence_pct)
    return Estimate(mean, *ends, n=len(there), groups=len(sizes), dropped=len(values) - len(there))


def jackknife_interval(
    value: float, without: Numbers, sizes: Numbers, confidence_pct: float = 95
) -> tuple[float, float, float]:
    """The interval of a figure of grouped cities, from the same figure without each group in turn.

    Parameters
    ----------
    value
        The figure of all cities.
    without
        The figure without the cities of each group.
    sizes
        How many cities each group has.
    confidence_pct
        Coverage, above 0 and below 100.

    Returns
    -------
    tuple
        Lower and upper end, and the chance of a figure at least as far from zero if it were zero
        (two-sided); all missing with fewer than two groups, or where there is no figure without one
        of them.

    Notes
    -----
    With t of all G groups and t(g) without group g, the variance is (G - 1) / G sum (t(g) - t)^2,
    CV3 of MacKinnon, Nielsen and Webb (2023), "Fast and reliable jackknife and bootstrap methods
    for cluster-robust inference", Journal of Applied Econometrics 38(5), 671-694; the interval is
    Student's with the degrees of freedom of `estimate_freedom`. Chosen over the usual
    cluster-robust variance, which is too small where groups are few and of unlike sizes:
    `benchmarks/coverage.py` measures both.

    >>> [round(each, 2) for each in jackknife_interval(4, np.array([6.0, 2.0]), np.array([2.0, 2.0]))]
    [-21.41, 29.41, 0.3]
    """
    level = 0.5 + check_confidence(confidence_pct) / 200
    count = len(sizes)
    error = (
        math.sqrt((count - 1) / count * float(((without - value) ** 2).sum()))
        if count > 1
        else math.nan
    )
    if not math.isfinite(error):
        return math.nan, math.nan, math.nan
    degrees = estimate_freedom(sizes)
    half = float(scipy.special.stdtrit(degrees, level)) * error
    chance = (
        2 * float(scipy.special.stdtr(degrees, -abs(value) / error)) if error else float(value == 0)
    )
    return value - half, value + half, chance


def estimate_freedom(sizes: Numbers) -> float:
    """Degrees of freedom of the variance that leaves out each of some groups of a mean in turn.

    Parameters
    ----------
    sizes
        How many cities each group has; at least two groups.

    Returns
    -------
    float
        From 1 to one less than the groups, which it is where all have the same size; close to 1
        where one group has most cities.

    Notes
    -----
    Satterthwaite's 2 E(V)^2 / var(V) for independent normal figures, as Bell and McCaffrey (2002),
    "Bias reduction in standard errors for linear regression with multi-stage samples", Survey
    Methodology 28(2), 169-181, and Pustejovsky and Tipton (2018), Journal of Business and Economic
    Statistics 36(4), 672-683. For a mean, and q = n_g / (n - n_g), it comes down to

        (sum q)^2 / (sum q^2 + (sum q^2)^2 - sum q^4).

    For another figure than a mean it is near, as far as that moves with its cities as a mean does.

    >>> round(estimate_freedom(np.array([3.0, 3.0, 3.0, 3.0])), 9), round(estimate_freedom(np.array([2.0, 1.0, 1.0])), 3)
    (3.0, 1.642)
    """
    q = sizes / (sizes.sum() - sizes)
    return float(q.sum() ** 2 / ((q**2).sum() + (q**2).sum() ** 2 - (q**4).sum()))
