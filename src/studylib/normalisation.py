"""Items put on one scale, so that they can be averaged.

A frame in, a new frame out. Outliers are treated before, in `treatment`; averages are taken after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from studylib.errors import StudyError, nearest

Scale = Callable[[pd.Series], pd.Series]


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
    lower, width = limits[0], limits[1] - limits[0]
    columns = {}
    for item in data.columns:
        values = data[item].astype(float) * turn.get(item, 1)
        if bounds is not None:
            ends = sorted(turn.get(item, 1) * bound for bound in bounds[item])
            columns[item] = lower + width * _between(values, ends[0], ends[1]).clip(0, 1)
        elif method == "zscore":
            columns[item] = limits[0] + limits[1] * _of_several(values, (values - values.mean()) / values.std())
        else:
            columns[item] = lower + width * UNIT_SCALES[method](values)
    return pd.DataFrame(columns, index=data.index, columns=data.columns)


def _minmax(values: pd.Series) -> pd.Series:
    return _between(values, values.min(), values.max())


def _percentile_rank(values: pd.Series) -> pd.Series:
    others = values.notna().sum() - 1
    return _of_several(values, (values.rank(method="min") - 1) / max(others, 1))


def _rank(values: pd.Series) -> pd.Series:
    others = values.notna().sum() - 1
    return _of_several(values, (values.rank(method="average") - 1) / max(others, 1))


def _between(values: pd.Series, low: float, high: float) -> pd.Series:
    """Place of values between two others, 0 to 1."""
    return (values - low) / (high - low) if high > low else values * float("nan")


def _of_several(values: pd.Series, made: pd.Series) -> pd.Series:
    """What was made of the values, where there are different ones."""
    return made if values.max() > values.min() else made * float("nan")


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
