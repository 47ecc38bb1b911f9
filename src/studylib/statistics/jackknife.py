"""Intervals of a figure that is no mean: the figure once more without each group in turn.

Numbers in, numbers out. Which figure of what, and which groups, is decided by whoever asks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from studylib.statistics.intervals import Numbers, jackknife_interval

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
        value, low, high = (
            math.exp(min(each, LARGEST)) for each in (self.value, self.low, self.high)
        )
        return Estimate(value, low, high, self.p)


def jackknife(
    data: pd.DataFrame,
    groups: pd.Series,
    figure: Callable[[Numbers], float],
    confidence_pct: float = 95,
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
    The interval of `intervals.jackknife_interval`. Nothing is drawn at random.

    >>> data = pd.DataFrame({"x": [1.0, 3.0, 5.0, 7.0]})
    >>> found = jackknife(data, pd.Series(["a", "b", "c", "d"]), lambda rows: float(rows.mean()))
    >>> found.value, round(found.high - found.value, 2)
    (4.0, 4.11)
    """
    rows, codes = data.to_numpy(float), pd.factorize(groups.loc[data.index])[0]
    sizes = np.bincount(codes).astype(float)
    value = figure(rows)
    without = [
        figure(rows[codes != each]) if len(sizes) > 1 else math.nan for each in range(len(sizes))
    ]
    return Estimate(value, *jackknife_interval(value, np.array(without), sizes, confidence_pct))
