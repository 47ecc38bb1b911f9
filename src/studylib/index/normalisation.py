"""Items put on one scale, so that they can be averaged.

A frame in, a new frame out. Outliers are treated before, in `treatment`; averages are taken after.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from quire.core.errors import StudyError, nearest
from studylib.index.frames import ByItem, check_figures, match_items, quote_labels, rescale
from studylib.statistics.arrays import Numbers


def normalise(
    data: pd.DataFrame,
    direction: ByItem | None = None,
    method: str = "minmax",
    limits: tuple[float, float] = (0, 100),
    bounds: ByItem | None = None,
) -> pd.DataFrame:
    """Put every item on the same scale, with high values good.

    Parameters
    ----------
    data
        Cities in rows, items in columns, each in its own unit; missing cells stay missing.
    direction
        1 for items of which more is better, -1 for items of which less is, by their labels; items
        that a mapping does not name have 1, a Series names them all.
    method
        `minmax`: the lowest city gets the lower limit, the highest the upper one. `zscore`:
        `limits` are the mean and the standard deviation (divisor n - 1). `percentile_rank`: the
        share of the other cities that lie below. `rank`: mean ranks, spread evenly. `goalposts`: as
        `minmax` between `bounds`, whatever the cities are; beyond them, the limit.
    limits
        Lower and upper end of the new scale; mean and standard deviation for `zscore`.
    bounds
        For `goalposts`: the lower and the upper goalpost of each item in its own unit. The same
        bounds in every edition make scores comparable between editions.

    Returns
    -------
    DataFrame
        A new frame with the rows and columns of `data`. Items in which all cities are equal have no
        place on a scale that is made from the cities, and are missing; goalposts give them one.

    Raises
    ------
    StudyError
        If method, direction, limits or bounds are wrong or would have no effect, a city or an item
        is there twice, or a figure is infinite.

    Notes
    -----
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    >>> rents = pd.DataFrame({"rent": [5.0, 10.0, 20.0, None]})
    >>> normalise(rents, {"rent": -1})["rent"].round(2).to_list()
    [100.0, 66.67, 0.0, nan]
    >>> normalise(rents, {"rent": -1}, "goalposts", bounds={"rent": (0, 10)})["rent"].to_list()
    [50.0, 0.0, 0.0, nan]

    """
    figures = check_figures(data)
    turn = match_items(direction, data.columns, "direction", "normalise")
    posts = (
        None
        if bounds is None
        else match_items(bounds, data.columns, "pair of goalposts", "normalise")
    )
    _check(data.columns, turn, method, limits, posts)
    sign = np.array([float(turn.get(item, 1)) for item in data.columns])
    x = figures.to_numpy()
    low, width = limits[0], limits[1] if method == "zscore" else limits[1] - limits[0]
    # where all cities are equal, the scales that are made from them divide by zero
    with np.errstate(invalid="ignore", divide="ignore"):
        if posts is not None:
            made = _between(
                x,
                sign,
                np.array([posts[item] for item in data.columns], dtype=float).reshape(-1, 2),
            )
        else:
            several = np.fmax.reduce(x, axis=0, initial=-np.inf) > np.fmin.reduce(
                x, axis=0, initial=np.inf
            )
            # a scale knows no unit, and squares of the largest numbers that there are would be none
            made = np.where(several, SCALES[method](rescale(x, 0)[0] * sign), math.nan)
    return pd.DataFrame(low + width * made, index=data.index, columns=data.columns)


def _between(x: Numbers, sign: Numbers, posts: Numbers) -> Numbers:
    """The part of the way, 0 to 1, from the worse goalpost of each item to the better one."""
    posts, exponents = rescale(posts, 1)
    ends = np.sort(posts * sign[:, None])
    # so far outside the goalposts that it is no number in their unit is outside all the same
    with np.errstate(over="ignore"):
        near = np.ldexp(x, -exponents[:, 0]) if exponents.any() else x
    inside: Numbers = np.clip(near * sign, ends[:, 0], ends[:, 1])
    return (inside - ends[:, 0]) / (ends[:, 1] - ends[:, 0])


def _minmax(x: Numbers) -> Numbers:
    low: Numbers = np.fmin.reduce(x, axis=0, initial=np.inf)
    high: Numbers = np.fmax.reduce(x, axis=0, initial=-np.inf)
    return (x - low) / (high - low)


def _percentile_rank(x: Numbers) -> Numbers:
    return _ranks(x, "min")


def _rank(x: Numbers) -> Numbers:
    return _ranks(x, "average")


def _ranks(x: Numbers, method: Literal["min", "average"]) -> Numbers:
    places: Numbers = pd.DataFrame(x).rank(method=method).to_numpy(float)
    others: Numbers = (~np.isnan(x)).sum(axis=0, dtype=float) - 1
    return (places - 1) / others


def _zscore(x: Numbers) -> Numbers:
    values = pd.DataFrame(x)
    made: Numbers = (x - values.mean().to_numpy(float)) / values.std().to_numpy(float)
    return made


SCALES: dict[str, Callable[[Numbers], Numbers]] = {
    "minmax": _minmax,
    "percentile_rank": _percentile_rank,
    "rank": _rank,
    "zscore": _zscore,
}
"""Scales that are made from the cities; goalposts need more than their values."""

NORMALISATIONS = (*SCALES, "goalposts")


def _check(
    items: pd.Index,
    direction: Mapping[Hashable, int],
    method: str,
    limits: tuple[float, float],
    bounds: Mapping[Hashable, tuple[float, float]] | None,
) -> None:
    if method not in NORMALISATIONS:
        raise StudyError(
            f"there is no method {method!r} to normalise by", repair=nearest(method, NORMALISATIONS)
        )
    if (bounds is not None) != (method == "goalposts"):
        what = (
            "goalposts need bounds"
            if bounds is None
            else f"bounds would have no effect on {method}"
        )
        raise StudyError(what, repair="give bounds with goalposts, and with nothing else")
    width = limits[1] if method == "zscore" else limits[1] - limits[0]
    if not (width > 0 and all(map(math.isfinite, (*limits, width)))):
        repair = "finite numbers, the lower before the upper; a standard deviation above 0"
        raise StudyError(f"limits {limits} are no scale", repair=repair)
    for item, sign in direction.items():
        if sign not in {1, -1}:
            raise StudyError(
                f"the direction of {quote_labels([item])} is {quote_labels([sign])}",
                repair="use 1 or -1",
            )
    for item in items if bounds is not None else ():
        if not _are_goalposts((bounds or {}).get(item, ())):
            repair = "give a lower and an upper bound for every item"
            raise StudyError(f"{quote_labels([item])} has no two goalposts", repair=repair)


def _are_goalposts(ends: Sequence[float]) -> bool:
    return len(ends) == 2 and ends[0] < ends[1] and all(map(math.isfinite, ends))
