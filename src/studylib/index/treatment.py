"""The shape of an item's distribution, and what is done about outliers before items are put on one scale.

Series and frames in, new ones out. Scales are in `normalisation`, averages in `aggregation`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import StudyError
from studylib.index.frames import check_figures, quote_labels, rescale

SKEWNESS_LIMIT = 2.0
KURTOSIS_LIMIT = 3.5
"""An item needs treatment if both are reached: `|skewness|` 2 and excess kurtosis 3.5 (OECD and JRC 2008, step 3)."""

LEDGER = [
    "item",
    "treatment",
    "points_moved",
    "skewness",
    "kurtosis",
    "skewness_after",
    "kurtosis_after",
    "cured",
]

Numbers = npt.NDArray[np.float64]


def skewness(values: pd.Series) -> float:
    """Skewness of the values that are there, corrected for the size of the sample.

    Parameters
    ----------
    values
        Cities in rows; missing values are left out.

    Returns
    -------
    float
        0 for a symmetric distribution, positive for a long tail of high values; NaN for fewer than three values or
        values that are all the same.

    Notes
    -----
    Type 2 of Joanes and Gill (1998), The Statistician 47, 183-189: g1 sqrt(n (n - 1)) / (n - 2), where g1 = m3 / m2^(3/2)
    and mr is the mean of (x - mean)^r.

    >>> round(skewness(pd.Series([1.0, 2.0, 3.0, 10.0])), 6)
    1.763633

    """
    return _shape(_numbers(values))[0]


def excess_kurtosis(values: pd.Series) -> float:
    """Excess kurtosis of the values that are there, corrected for the size of the sample.

    Parameters
    ----------
    values
        Cities in rows; missing values are left out.

    Returns
    -------
    float
        0 for a normal distribution, positive where the tails are heavier; NaN for fewer than four values or values
        that are all the same.

    Notes
    -----
    Type 2 of Joanes and Gill (1998): ((n + 1) g2 + 6) (n - 1) / ((n - 2) (n - 3)), where g2 = m4 / m2^2 - 3.

    >>> round(excess_kurtosis(pd.Series([1.0, 2.0, 3.0, 10.0])), 6)
    3.228

    """
    return _shape(_numbers(values))[1]


def needs_treatment(values: pd.Series) -> bool:
    """Whether outliers would decide the scale of an item: skewness and kurtosis both reach their limits.

    >>> needs_treatment(pd.Series([1.0, 2.0, 3.0, 4.0])), needs_treatment(pd.Series([0.0] * 19 + [1.0]))
    (False, True)
    """
    return _reaches(*_shape(_numbers(values)))


def winsorise(values: pd.Series, max_points: int = 5) -> tuple[pd.Series, int]:
    """Pull outliers to the next value until the item needs no treatment, or enough points have been moved.

    Parameters
    ----------
    values
        Cities in rows; missing values stay missing.
    max_points
        How many points may be moved at most.

    Returns
    -------
    tuple
        The treated values, and how many of them were moved.

    Notes
    -----
    The largest value (the smallest, if the skewness is negative) takes the next one's place, together with all that
    tie with it, and so on: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 3. Points that tie
    are all moved or none is, so that cities with the same figure keep the same figure; the last difference between
    cities is never taken away.

    >>> treated, moved = winsorise(pd.Series([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 90.0]))
    >>> treated.to_list(), moved
    ([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0], 1)

    """
    x, moved = _numbers(values).copy(), 0
    while _reaches(*(shape := _shape(x))):
        high = shape[0] >= 0
        tied = x == (np.nanmax(x) if high else np.nanmin(x))
        rest = x[~tied & ~np.isnan(x)]
        if int(tied.sum()) > max_points or rest.min() == rest.max():
            break
        x[tied] = rest.max() if high else rest.min()
        moved = int(tied.sum())
    return pd.Series(x, index=values.index, name=values.name), moved


def signed_log(values: pd.Series) -> pd.Series:
    """Draw in the long tail of an item: `sign(x) log(1 + |x|)`, which keeps the order and the sign.

    >>> signed_log(pd.Series([-1.0, 0.0, 1.0])).round(6).to_list()
    [-0.693147, 0.0, 0.693147]
    """
    return pd.Series(np.sign(values) * np.log1p(values.abs()), index=values.index)


def treat(data: pd.DataFrame, max_points: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Treat the outliers of every item that needs it, each in the way that serves it best.

    Parameters
    ----------
    data
        Cities in rows, items in columns.
    max_points
        As in `winsorise`.

    Returns
    -------
    tuple
        The treated frame, and a ledger with one row an item: `treatment` (`none`, `winsorised` or `signed logarithm`),
        `points_moved`, `skewness` and `kurtosis` before and after, and `cured`, which is False where neither way brings
        the item below the limits; it then has whichever of the three has the least skewness.

    Raises
    ------
    StudyError
        If a city or an item is there twice, or a figure is infinite.
    """
    before, rows = check_figures(data), []
    made = before.to_numpy(copy=True)
    skews, kurtoses = _shapes(made)
    for place, (item, skew, kurtosis) in enumerate(
        zip(before.columns, skews, kurtoses, strict=True)
    ):
        after, moved, name = (skew, kurtosis), 0, "none"
        if _reaches(skew, kurtosis):
            treated, moved, name = _best(before[item], max_points)
            made[:, place] = treated
            after = _shape(made[:, place])
        rows.append([item, name, moved, skew, kurtosis, *after, not _reaches(*after)])
    return pd.DataFrame(made, data.index, data.columns), pd.DataFrame(rows, columns=LEDGER)


def _best(values: pd.Series, max_points: int) -> tuple[pd.Series, int, str]:
    """The first way that cures, the mildest first; if none does, the one that leaves the least skewness."""
    ways: list[Callable[[], tuple[pd.Series, int, str]]] = [
        lambda: (values, 0, "none"),
        lambda: (*winsorise(values, max_points), "winsorised"),
        lambda: (signed_log(values), 0, "signed logarithm"),
    ]
    tried = []
    for way in ways:
        tried.append(way())
        if not needs_treatment(tried[-1][0]):
            return tried[-1]
    return min(tried, key=lambda each: round(abs(skewness(each[0])), 9))


def _reaches(skew: float, kurtosis: float) -> bool:
    """Whether both limits are reached; a shape that is missing reaches none."""
    return bool(abs(skew) >= SKEWNESS_LIMIT and kurtosis >= KURTOSIS_LIMIT)


def _numbers(values: pd.Series) -> Numbers:
    """The values, none of them infinite; labels may be there twice, as they make no difference to a shape."""
    x = values.to_numpy(float)
    places = np.nonzero(np.isinf(x))[0]
    if len(places):
        raise StudyError(
            f"{quote_labels(values.index[places])} has an infinite value",
            repair="give a number, or leave it missing",
        )
    return x


def _shape(x: Numbers) -> tuple[float, float]:
    skew, kurtosis = _shapes(x[:, None])
    return float(skew[0]), float(kurtosis[0])


def _shapes(x: Numbers) -> tuple[Numbers, Numbers]:
    """Skewness and excess kurtosis of each column; missing where there are too few values, or only equal ones."""
    there = ~np.isnan(x)
    n = there.sum(axis=0).astype(float)
    near = rescale(x, 0)[0]  # the shape knows no unit, and fourth powers need room
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(there, near - np.where(there, near, 0.0).sum(axis=0) / n, 0.0)
        square = apart * apart
        m2, m3, m4 = (
            square.sum(axis=0) / n,
            (square * apart).sum(axis=0) / n,
            (square * square).sum(axis=0) / n,
        )
        skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        kurtosis = ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    # equal values have no shape; their mean may differ from them in the last digit, so the variance is not asked
    differ = np.fmax.reduce(x, axis=0, initial=-np.inf) > np.fmin.reduce(x, axis=0, initial=np.inf)
    return np.where(differ & (n > 2), skew, math.nan), np.where(
        differ & (n > 3), kurtosis, math.nan
    )
