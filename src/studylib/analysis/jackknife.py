"""Intervals of a figure that is no mean: the figure once more without each group in turn.

Numbers in, numbers out. Which figure of what, and which groups, is decided by whoever asks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from studylib.analysis.intervals import checked_confidence

Numbers = npt.NDArray[np.float64]
LARGEST = 700.0
"""Above it the exponential is no number of the machine's."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval.

    Attributes
    ----------
    value
        Missing if there is none.
    low, high
        Ends of the interval; missing if there is only one group, or none once one of them is left out.
    p
        Chance of a figure at least as far from zero if it were zero (two-sided).
    """

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p: float = math.nan

    def raised(self) -> Estimate:
        """The figure whose logarithm this is; the chance is that of one."""
        value, low, high = (math.exp(min(each, LARGEST)) for each in (self.value, self.low, self.high))
        return Estimate(value, low, high, self.p)


def jackknife(
    data: pd.DataFrame, groups: pd.Series, figure: Callable[[Numbers], float], confidence_pct: float = 95
) -> Estimate:
    """A figure with an interval that allows for the rows of a group moving together.

    Parameters
    ----------
    data
        What the figure is made of, without gaps; rows are cities, for example.
    groups
        The group of each row, in the same rows.
    figure
        Gives the figure of some of the rows; missing where there is none.
    confidence_pct
        Coverage of the interval, above 0 and below 100.

    Notes
    -----
    With t of all G groups and t(g) without group g, the variance is (G - 1) / G sum (t(g) - t)^2, and the interval Student's with G - 1
    degrees of freedom: MacKinnon, Nielsen and Webb (2023), "Fast and reliable jackknife and bootstrap methods for cluster-robust
    inference", Journal of Applied Econometrics 38(5), 671-694. It errs less than the usual cluster-robust variance where groups are few and
    of unlike sizes. Nothing is drawn at random.

    >>> data = pd.DataFrame({"x": [1.0, 3.0, 5.0, 7.0]})
    >>> found = jackknife(data, pd.Series(["a", "b", "c", "d"]), lambda rows: float(rows.mean()))
    >>> found.value, round(found.high - found.value, 2)
    (4.0, 4.11)
    """
    level = 0.5 + checked_confidence(confidence_pct) / 200
    rows, codes = data.to_numpy(float), pd.factorize(groups.loc[data.index])[0]
    count = len(set(codes))
    value = figure(rows)
    without = np.array([figure(rows[codes != each]) for each in range(count)]) if count > 1 else np.array([math.nan])
    error = math.sqrt((count - 1) / count * float(((without - value) ** 2).sum())) if count else math.nan
    if not math.isfinite(error):
        return Estimate(value)
    half = float(stats.t.ppf(level, count - 1)) * error
    chance = 2 * float(stats.t.sf(abs(value) / error, count - 1)) if error else float(value == 0)
    return Estimate(value, value - half, value + half, chance)
