"""How measures go together over cities: rank correlation with its interval, and consistency of several items.

Which measures are put beside each other is decided in `situation`.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from quire.core.errors import StudyError
from quire.text.messages import _
from studylib.statistics.estimates import Estimate
from studylib.statistics.intervals import check_confidence, jackknife_interval

LEAST_PAIRS = 5
"""Fewer pairs have no correlation worth the name, and the interval needs more than three."""

COLUMNS = ["first", "second", "n", "dropped", "rho", "low", "high", "reason"]


def spearman(x: pd.Series, y: pd.Series, confidence_pct: float = 95) -> Estimate:
    """Spearman's rank correlation with a confidence interval.

    The interval is Fisher's: tanh(atanh(rho) ± z sqrt((1 + rho²/2) / (n - 3))), with the standard
    error of Bonett and Wright (2000), "Sample size requirements for estimating Pearson, Kendall and
    Spearman correlations", Psychometrika 65(1), 23-28. It holds well for `|rho|` below 0.95 and n
    of 10 or more. It takes cities as independent, so that it is too narrow where those of a country
    are alike; `correlate_pairs` allows for that. Ties get their mean rank.

    Parameters
    ----------
    x, y
        Two measures of the same places, aligned by index; pairs with a missing side are dropped and
        counted.
    confidence_pct
        Coverage of the interval, above 0 and below 100.

    Raises
    ------
    StudyError
        If the two have different rows or the coverage is none.

    >>> found = spearman(pd.Series([1, 2, 3, 4, 5, 6]), pd.Series([2, 1, 4, 3, 6, 5]))
    >>> found.n, round(found.value, 3), round(found.low, 2), round(found.high, 2)
    (6, 0.829, -0.13, 0.99)

    """
    if not x.index.equals(y.index):
        raise StudyError(
            "the two measures have different rows", repair="give two columns of one frame"
        )
    check_confidence(confidence_pct)
    pairs = pd.DataFrame({"x": x, "y": y}).dropna()
    n, dropped = len(pairs), len(x) - len(pairs)
    if n < LEAST_PAIRS:
        return Estimate(n=n, dropped=dropped, how=_("fewer than {least} pairs", least=LEAST_PAIRS))
    if pairs["x"].min() == pairs["x"].max() or pairs["y"].min() == pairs["y"].max():
        return Estimate(n=n, dropped=dropped, how=_("one side does not vary"))
    rho = min(max(float(pairs["x"].rank().corr(pairs["y"].rank())), -1.0), 1.0)
    if math.isclose(abs(rho), 1):
        none = _("the interval does not exist at -1 and 1")
        return Estimate(math.copysign(1.0, rho), n=n, dropped=dropped, how=none)
    half = float(scipy.stats.norm.ppf(0.5 + confidence_pct / 200)) * math.sqrt(
        (1 + rho**2 / 2) / (n - 3)
    )
    middle = math.atanh(rho)
    ends = math.tanh(middle - half), math.tanh(middle + half)
    return Estimate(rho, *ends, n=n, dropped=dropped)


def correlate_pairs(
    measures: pd.DataFrame, countries: pd.Series, confidence_pct: float = 95
) -> pd.DataFrame:
    """Rank correlation of every two columns, with an interval that allows for cities of a country being alike.

    Parameters
    ----------
    measures
        Rows are cities, columns are measures.
    countries
        The country of each city, by the index of `measures`.
    confidence_pct
        As in `spearman`.

    Returns
    -------
    DataFrame
        One row for each two columns, in their order: `first, second, n, dropped, rho, low, high,
        reason`.

    Notes
    -----
    The interval is that of `intervals.jackknife_interval` for arctanh(rho), leaving out each
    country in turn and ranking the rest anew, as in `importance.partial_spearman`.
    """
    codes = pd.factorize(countries.loc[measures.index])[0]
    known, count = measures.notna().to_numpy(), len(set(codes))
    with np.errstate(divide="ignore", invalid="ignore"):
        without = [
            np.arctanh(measures[codes != each].corr(method="spearman").to_numpy())
            for each in range(count)
        ]
    rows = []
    for (i, first), (j, second) in combinations(enumerate(measures.columns), 2):
        found = spearman(measures[first], measures[second], confidence_pct)
        low, high, reason = math.nan, math.nan, found.how
        if not reason:
            sizes = np.bincount(codes[known[:, i] & known[:, j]], minlength=count).astype(float)
            # a country without the two leaves the figure as it is, and is not counted
            left = np.array([each[i, j] for each in without])
            low, high, _p = jackknife_interval(
                math.atanh(found.value), left, sizes[sizes > 0], confidence_pct
            )
            reason = _("too few countries for an interval") if math.isnan(low) else ""
        rows.append(
            [
                first,
                second,
                found.n,
                found.dropped,
                found.value,
                math.tanh(low),
                math.tanh(high),
                reason,
            ]
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"rho": float, "low": float, "high": float})


def cronbach_alpha(data: pd.DataFrame) -> float:
    """How well items go together as measures of one thing.

    Parameters
    ----------
    data
        Cities in rows, items in columns, on one scale and turned the same way.

    Returns
    -------
    float
        At most 1; the nearer to 1, the more the items say the same; below 0 where they contradict
        each other. NaN for fewer than two items, or without two cities that have both of some pair
        of them.

    Notes
    -----
    k / (k - 1) (1 - sum of the variances / sum of all covariances): Cronbach (1951), Psychometrika
    16, 297-334. Each covariance is taken over the cities that have both items.

    >>> cronbach_alpha(pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]}))
    1.0
    """
    count = len(data.columns)
    if len(data) < 2:
        return math.nan
    covariances = data.cov().to_numpy()
    total = float(covariances.sum())
    if count < 2 or math.isnan(total) or total == 0:
        return math.nan
    return count / (count - 1) * (1 - float(np.trace(covariances)) / total)
