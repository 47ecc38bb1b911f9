"""How two measures go together over cities: rank correlation with its interval.

Which measures are put beside each other is decided in `situation`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from quire.core.errors import StudyError
from studylib.statistics.intervals import jackknife_interval

LEAST_PAIRS = 5
"""Fewer pairs have no correlation worth the name, and the interval needs more than three."""

COLUMNS = ["first", "second", "n", "dropped", "rho", "low", "high", "reason"]


@dataclass(frozen=True)
class Spearman:
    """A rank correlation.

    Attributes
    ----------
    n, dropped
        Pairs used, and pairs left out because one side was missing.
    rho
        Spearman's rank correlation, -1 to 1; None with a `reason`.
    low, high
        Ends of the confidence interval; None with a `reason`.
    reason
        Why something is missing, as a clause; empty if nothing is.
    """

    n: int
    dropped: int
    rho: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def spearman(x: pd.Series, y: pd.Series, confidence_pct: float = 95) -> Spearman:
    """Spearman's rank correlation with a confidence interval.

    The interval is Fisher's: tanh(atanh(rho) ± z sqrt((1 + rho²/2) / (n - 3))), with the standard error of Bonett and
    Wright (2000), "Sample size requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika
    65(1), 23-28. It holds well for `|rho|` below 0.95 and n of 10 or more. It takes cities as independent, so that it is too
    narrow where those of a country are alike; `correlate_pairs` allows for that. Ties get their mean rank.

    Parameters
    ----------
    x, y
        Two measures of the same places, aligned by index; pairs with a missing side are dropped and counted.
    confidence_pct
        Coverage of the interval, above 0 and below 100.

    Raises
    ------
    StudyError
        If the two have different rows or the coverage is none.

    >>> found = spearman(pd.Series([1, 2, 3, 4, 5, 6]), pd.Series([2, 1, 4, 3, 6, 5]))
    >>> found.n, round(found.rho, 3), round(found.low, 2), round(found.high, 2)
    (6, 0.829, -0.13, 0.99)

    """
    if not x.index.equals(y.index):
        raise StudyError(
            "the two measures have different rows", repair="give two columns of one frame"
        )
    if not 0 < confidence_pct < 100:
        raise StudyError(
            f"an interval of {confidence_pct:g} per cent is none",
            where="confidence_pct",
            repair="use 95, for example",
        )
    pairs = pd.DataFrame({"x": x, "y": y}).dropna()
    n, dropped = len(pairs), len(x) - len(pairs)
    if n < LEAST_PAIRS:
        return Spearman(n, dropped, reason=f"fewer than {LEAST_PAIRS} pairs")
    if pairs["x"].min() == pairs["x"].max() or pairs["y"].min() == pairs["y"].max():
        return Spearman(n, dropped, reason="one side does not vary")
    rho = min(max(float(pairs["x"].rank().corr(pairs["y"].rank())), -1.0), 1.0)
    if math.isclose(abs(rho), 1):
        return Spearman(
            n,
            dropped,
            rho=math.copysign(1.0, rho),
            reason="the interval does not exist at -1 and 1",
        )
    half = float(stats.norm.ppf(0.5 + confidence_pct / 200)) * math.sqrt((1 + rho**2 / 2) / (n - 3))
    middle = math.atanh(rho)
    return Spearman(
        n, dropped, rho=rho, low=math.tanh(middle - half), high=math.tanh(middle + half)
    )


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
        One row for each two columns, in their order: `first, second, n, dropped, rho, low, high, reason`.

    Notes
    -----
    The interval is that of `intervals.jackknife_interval` for arctanh(rho), leaving out each country in turn and ranking the rest
    anew, as in `importance.partial_spearman`.
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
        low, high, reason = math.nan, math.nan, found.reason
        if found.rho is not None and not reason:
            sizes = np.bincount(codes[known[:, i] & known[:, j]], minlength=count).astype(float)
            # a country without the two leaves the figure as it is, and is not counted
            left = np.array([each[i, j] for each in without])
            low, high, _ = jackknife_interval(
                math.atanh(found.rho), left, sizes[sizes > 0], confidence_pct
            )
            reason = "too few countries for an interval" if math.isnan(low) else ""
        rows.append(
            [
                first,
                second,
                found.n,
                found.dropped,
                found.rho,
                math.tanh(low),
                math.tanh(high),
                reason,
            ]
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"rho": float, "low": float, "high": float})
