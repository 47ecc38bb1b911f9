"""Items put on one scale, so that they can be averaged.

A frame in, a new frame out. Outliers are treated before, in `treatment`; averages are taken after.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from studylib.core.errors import StudyError, nearest

Scale = Callable[[pd.DataFrame], pd.DataFrame]


def normalise(
    data: pd.DataFrame,
    direction: Mapping[str, int] | None = None,
    method: str = "minmax",
    limits: tuple[float, float] = (0, 100),
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> pd.DataFrame:
    """Put every item on the same scale, with high values good.

    Parameters
    ----------
    data
        Cities in rows, items in columns, each in its own unit; missing cells stay missing.
    direction
        1 for items of which more is better, -1 for items of which less is; items that are not named have 1.
    method
        `minmax`: the lowest city gets the lower limit, the highest the upper one. `zscore`: `limits` are the mean and the
        standard deviation (divisor n - 1). `percentile_rank`: the share of the other cities that lie below. `rank`: mean
        ranks, spread evenly. `goalposts`: as `minmax` between `bounds`, whatever the cities are; beyond them, the limit.
    limits
        Lower and upper end of the new scale; mean and standard deviation for `zscore`.
    bounds
        For `goalposts`: the lower and the upper goalpost of each item in its own unit. The same bounds in every edition
        make scores comparable between editions.

    Returns
    -------
    DataFrame
        A new frame with the rows and columns of `data`. Items in which all cities are equal have no place on a scale
        that is made from the cities, and are missing; goalposts give them one.

    Raises
    ------
    StudyError
        If method, direction, limits or bounds are wrong, or would have no effect.

    Notes
    -----
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    >>> rents = pd.DataFrame({"rent": [5.0, 10.0, 20.0, None]})
    >>> normalise(rents, {"rent": -1})["rent"].round(2).to_list()
    [100.0, 66.67, 0.0, nan]
    >>> normalise(rents, {"rent": -1}, "goalposts", bounds={"rent": (0, 10)})["rent"].to_list()
    [50.0, 0.0, 0.0, nan]

    """
    turn = dict(direction or {})
    _check(data, turn, method, limits, bounds)
    sign = pd.Series({item: float(turn.get(item, 1)) for item in data.columns}, dtype=float)
    values = data.astype(float) * sign
    if bounds is not None:
        ends = np.sort(
            np.array([bounds[item] for item in data.columns], dtype=float).reshape(-1, 2) * sign.to_numpy()[:, None]
        )
        unit = values.sub(ends[:, 0]).div(ends[:, 1] - ends[:, 0]).clip(0, 1)
        return limits[0] + (limits[1] - limits[0]) * unit
    several = (values.max() > values.min()).map({True: 1.0, False: math.nan}).astype(float)
    if method == "zscore":
        return limits[0] + limits[1] * several * (values - values.mean()) / values.std()
    return limits[0] + (limits[1] - limits[0]) * several * UNIT_SCALES[method](values)


def _minmax(values: pd.DataFrame) -> pd.DataFrame:
    low, high = values.min(), values.max()
    return (values - low) / (high - low)


def _percentile_rank(values: pd.DataFrame) -> pd.DataFrame:
    return (values.rank(method="min") - 1) / (values.notna().sum() - 1)


def _rank(values: pd.DataFrame) -> pd.DataFrame:
    return (values.rank(method="average") - 1) / (values.notna().sum() - 1)


UNIT_SCALES: dict[str, Scale] = {"minmax": _minmax, "percentile_rank": _percentile_rank, "rank": _rank}
"""Ways that give a number from 0 to 1 by themselves; `zscore` and `goalposts` need more than the values."""

METHODS = (*UNIT_SCALES, "zscore", "goalposts")


def _check(
    data: pd.DataFrame,
    direction: Mapping[str, int],
    method: str,
    limits: tuple[float, float],
    bounds: Mapping[str, tuple[float, float]] | None,
) -> None:
    if method not in METHODS:
        raise StudyError(f"there is no method {method!r} to normalise by", repair=nearest(method, METHODS))
    if (bounds is not None) != (method == "goalposts"):
        what = "goalposts need bounds" if bounds is None else f"bounds would have no effect on {method}"
        raise StudyError(what, repair="give bounds with goalposts, and with nothing else")
    if (method == "zscore" and limits[1] <= 0) or (method != "zscore" and limits[1] <= limits[0]):
        raise StudyError(f"limits {limits} are no scale", repair="lower before upper; a standard deviation above 0")
    for item in [each for given in (direction, bounds or {}) for each in given if each not in data.columns]:
        raise StudyError(f"there is no item {item!r} to normalise", repair=nearest(str(item), list(data.columns)))
    for item, sign in direction.items():
        if sign not in {1, -1}:
            raise StudyError(f"the direction of {item!r} is {sign!r}", repair="use 1 or -1")
    for item in data.columns if bounds is not None else ():
        if item not in (bounds or {}) or not (bounds or {})[item][0] < (bounds or {})[item][1]:
            raise StudyError(f"{item!r} has no two goalposts", repair="give a lower and an upper bound for every item")
