"""Several items made into one number for a city, and how well they belong together.

Frames in, series or numbers out. The scale of the items is made before, in `normalisation`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from studylib.core.errors import StudyError, nearest
from studylib.data.tree import MEANS

POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}

Numbers = npt.NDArray[np.float64]


def aggregate(
    data: pd.DataFrame,
    weights: Mapping[str, float] | None = None,
    method: str = "arithmetic",
    power: float | None = None,
    min_coverage: float = 0.0,
) -> pd.Series:
    """Average the items of each city.

    Parameters
    ----------
    data
        Cities in rows, items in columns, on one scale.
    weights
        Weights of the items, above 0; they may sum to anything, and items that are not named have 1.
    method
        `arithmetic`, `geometric`, `harmonic`, or `generalised` with a `power`.
    power
        Exponent of the generalised mean: 1 is the arithmetic, 0 the geometric, -1 the harmonic mean.
    min_coverage
        Least part of the weight, from 0 to 1, that a city must have figures for.

    Returns
    -------
    Series
        One score a city. Missing items are left out and the weights of the others rescaled; a city without any
        figure, or with less than `min_coverage`, has none.

    Raises
    ------
    StudyError
        If weights, method, power or coverage are wrong or would have no effect, or a figure is negative, or zero,
        where the mean has no meaning for it; city and item are named.

    Notes
    -----
    (sum w x^p / sum w)^(1/p), and exp(sum w log x / sum w) for p = 0: OECD and JRC (2008), Handbook on Constructing Composite
    Indicators, step 6; Hardy, Littlewood and Polya (1934), Inequalities, chapter 2.

    >>> items = pd.DataFrame({"a": [2.0, 4.0], "b": [8.0, None]}, index=["Alpha", "Beta"])
    >>> aggregate(items).to_dict(), aggregate(items, method="geometric").round(9).to_dict()
    ({'Alpha': 5.0, 'Beta': 4.0}, {'Alpha': 4.0, 'Beta': 4.0})

    """
    exponent = exponent_of(method, power)
    weight = _weights(data, weights)
    if not 0 <= min_coverage <= 1:
        raise StudyError(f"a coverage of {min_coverage!r} is no part of a whole", repair="give a number from 0 to 1")
    check_signs(data.to_numpy(float), exponent, data.index, data.columns)
    score, coverage = weighted_means(data.to_numpy(float), weight[None, :], exponent)
    return pd.Series(score[:, 0], index=data.index).where(reached(coverage[:, 0], min_coverage))


def weighted_means(x: Numbers, weights: Numbers, exponent: float) -> tuple[Numbers, Numbers]:
    """Power means of many sets of weights at once.

    Parameters
    ----------
    x
        Cities x items, or cities x items x sets if the items themselves differ between the sets; gaps are NaN.
    weights
        Sets x items, at least 0 each.
    exponent
        Of the power mean; 0 for the geometric one. The signs of `x` must allow it.

    Returns
    -------
    tuple
        Means and coverage, both cities x sets. Coverage is the part of the weight, 0 to 1, that has figures; where it is
        0 there is no mean.
    """
    there = ~np.isnan(x)
    known = np.where(there, x, 1.0)
    bent = np.log(known) if exponent == 0 else known if exponent == 1 else known**exponent
    total, part = weigh(np.where(there, bent, 0.0), weights), weigh(there.astype(float), weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(part > 0, total / part, math.nan)
        score = np.exp(mean) if exponent == 0 else mean if exponent == 1 else mean ** (1 / exponent)
        return score, part / weights.sum(axis=1)


def weigh(x: Numbers, weights: Numbers) -> Numbers:
    """Weighted sums over the items, cities x sets; arguments as in `weighted_means`."""
    return x @ weights.T if x.ndim == 2 else np.einsum("ckr,rk->cr", x, weights)


def reached(coverage: Numbers, min_coverage: float) -> npt.NDArray[np.bool_]:
    """Whether there are figures for enough of the weight; a tolerance, because 0.1 and 0.2 do not sum to 0.3."""
    return np.asarray((coverage > 0) & (coverage >= min_coverage - 1e-12))


def cronbach_alpha(data: pd.DataFrame) -> float:
    """How well items go together as measures of one thing.

    Parameters
    ----------
    data
        Cities in rows, items in columns, on one scale and turned the same way.

    Returns
    -------
    float
        At most 1; the nearer to 1, the more the items say the same; below 0 where they contradict each other. NaN for
        fewer than two items, or without two cities that have both of some pair of them.

    Notes
    -----
    k / (k - 1) (1 - sum of the variances / sum of all covariances): Cronbach (1951), Psychometrika 16, 297-334. Each covariance
    is taken over the cities that have both items.

    >>> cronbach_alpha(pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]}))
    1.0
    """
    count = len(data.columns)
    covariances = data.astype(float).cov().to_numpy()
    total = float(covariances.sum())
    if count < 2 or math.isnan(total) or total == 0:
        return math.nan
    return count / (count - 1) * (1 - float(np.trace(covariances)) / total)


def copeland(data: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.Series:
    """Compare every city with every other one, item by item, and count how many it outweighs.

    Parameters
    ----------
    data
        Cities in rows, items in columns, high values good; units need not agree.
    weights
        As in `aggregate`.

    Returns
    -------
    Series
        For each city the number of others that it outweighs less the number that outweigh it. It outweighs another where
        the items in which it is higher weigh more than those in which it is lower; only items that both cities have
        count, so the order of the rows makes no difference, and two cities without a common item are level.

    Raises
    ------
    StudyError
        If weights are wrong.

    Notes
    -----
    Copeland's rule on the outranking matrix: OECD and JRC (2008), step 6; Munda and Nardo (2009), Applied Economics 41,
    1513-1523.

    >>> copeland(pd.DataFrame({"a": [3.0, 2.0, 1.0], "b": [3.0, 1.0, 2.0]}, index=list("XYZ"))).to_dict()
    {'X': 2, 'Y': -1, 'Z': -1}
    """
    weight = _weights(data, weights)
    x = data.to_numpy(float)
    lead = np.zeros((len(x), len(x)))
    for column, each in zip(x.T, weight, strict=True):
        lead += each * np.nan_to_num(np.sign(column[:, None] - column[None, :]))
    # sums of weights in another order may differ in the last digit, which decides nothing
    return pd.Series(np.sign(np.round(lead, 12)).sum(axis=1).astype(int), index=data.index)


def exponent_of(method: str, power: float | None = None) -> float:
    """Exponent of a mean by its name."""
    if method not in MEANS:
        raise StudyError(f"there is no mean {method!r}", repair=nearest(method, MEANS))
    if method != "generalised":
        if power is not None:
            raise StudyError(f"a power would have no effect on the {method} mean", repair="leave it out")
        return POWERS[method]
    if power is None or not math.isfinite(power):
        raise StudyError("the generalised mean needs a power", repair="give a finite number, such as 0.5")
    return float(power)


def _weights(data: pd.DataFrame, weights: Mapping[str, float] | None) -> Numbers:
    """Weights of the columns, in their order."""
    for item, weight in (weights or {}).items():
        if item not in data.columns:
            raise StudyError(f"there is no item {item!r} to weigh", repair=nearest(str(item), list(data.columns)))
        if not (math.isfinite(weight) and weight > 0):
            raise StudyError(
                f"the weight of {item!r} is {weight!r}", repair="give a number above 0, or leave the item out"
            )
    return np.array([float((weights or {}).get(str(item), 1.0)) for item in data.columns])


def check_signs(
    x: Numbers, exponent: float, cities: Sequence[object] | pd.Index, items: Sequence[object] | pd.Index
) -> None:
    """Refuse figures that a power or a logarithm has no meaning for: negative ones, and zeros from the geometric mean down."""
    if exponent == 1:
        return
    low = x if x.ndim == 2 else np.fmin.reduce(x, axis=2)
    rows, columns = np.nonzero(low <= 0 if exponent <= 0 else low < 0)
    if len(rows):
        city, item, value = cities[rows[0]], items[columns[0]], low[rows[0], columns[0]]
        raise StudyError(
            f"{item!r} of {city!r} is {value:g}, for which this mean has no meaning",
            repair="normalise to limits above 0, such as (1, 100), or take the arithmetic mean",
        )
