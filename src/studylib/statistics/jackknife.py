"""Intervals of a figure that is no mean: the figure once more without each group in turn.

Numbers in, numbers out. Which figure of what, and which groups, is decided by whoever asks.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from studylib.statistics.arrays import Numbers
from studylib.statistics.estimates import Estimate
from studylib.statistics.intervals import jackknife_interval


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
    ends = jackknife_interval(value, np.array(without), sizes, confidence_pct)
    return Estimate(value, *ends, n=len(rows), groups=len(sizes))
