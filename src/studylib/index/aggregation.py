"""Several items made into one number for a city, and how well they belong together.

Frames in, series or numbers out. The scale of the items is made before, in `normalisation`.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import StudyError
from studylib.index.frames import ByItem, check_figures, check_weight, match_items, rescale
from studylib.index.means import (
    average,
    check_coverage,
    check_signs,
    get_exponent,
    measure_coverage,
)

Numbers = npt.NDArray[np.float64]


def aggregate(
    data: pd.DataFrame,
    weights: ByItem | None = None,
    method: str = "arithmetic",
    power: float | None = None,
    min_coverage: float = 0.0,
    coverage_by: str = "weight",
) -> pd.Series:
    """Average the items of each city.

    Parameters
    ----------
    data
        Cities in rows, items in columns, on one scale.
    weights
        Weights of the items, above 0, by their labels; they may sum to anything. Items that a mapping does not name have 1, a Series
        names them all.
    method
        `arithmetic`, `geometric`, `harmonic`, or `generalised` with a `power`.
    power
        Exponent of the generalised mean: 1 is the arithmetic, 0 the geometric, -1 the harmonic mean.
    min_coverage
        Least part of the items, from 0 to 1, that a city must have figures for.
    coverage_by
        `weight`: the part is one of the weight of the items. `count`: it is one of their number, as in COINr's `dat_thresh`.

    Returns
    -------
    Series
        One score a city. Missing items are left out and the weights of the others rescaled; a city without any
        figure, or with less than `min_coverage`, has none.

    Raises
    ------
    StudyError
        If weights, method, power or coverage are wrong or would have no effect, a city or an item is there twice, or a figure is
        infinite, or negative, or zero, where the mean has no meaning for it; city and item are named.

    Notes
    -----
    (sum w x^p / sum w)^(1/p), and exp(sum w log x / sum w) for p = 0: OECD and JRC (2008), Handbook on Constructing Composite
    Indicators, step 6; Hardy, Littlewood and Polya (1934), Inequalities, chapter 2.

    >>> items = pd.DataFrame({"a": [2.0, 4.0], "b": [8.0, None]}, index=["Alpha", "Beta"])
    >>> aggregate(items).to_dict(), aggregate(items, method="geometric").round(9).to_dict()
    ({'Alpha': 5.0, 'Beta': 4.0}, {'Alpha': 4.0, 'Beta': 4.0})

    """
    exponent = get_exponent(method, power)
    figures = check_figures(data)
    x, weight = figures.to_numpy(), _weights(figures, weights)[None, :]
    if not 0 <= min_coverage <= 1:
        raise StudyError(
            f"a coverage of {min_coverage!r} is no part of a whole",
            repair="give a number from 0 to 1",
        )
    check_signs(x, exponent, data.index, data.columns)
    enough = check_coverage(measure_coverage(~np.isnan(x), weight, coverage_by), min_coverage)
    return pd.Series(average(x, weight, exponent)[:, 0], index=data.index).where(enough[:, 0])


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
    # one factor for all items leaves alpha as it is
    figures = check_figures(data)
    covariances = pd.DataFrame(rescale(figures.to_numpy(), None)[0]).cov().to_numpy()
    total = float(covariances.sum())
    if count < 2 or math.isnan(total) or total == 0:
        return math.nan
    return count / (count - 1) * (1 - float(np.trace(covariances)) / total)


def copeland(data: pd.DataFrame, weights: ByItem | None = None) -> pd.Series:
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
        If weights are wrong, a city or an item is there twice, or a figure is infinite.

    Notes
    -----
    Copeland's rule on the outranking matrix: OECD and JRC (2008), step 6; Munda and Nardo (2009), Applied Economics 41,
    1513-1523.

    >>> copeland(pd.DataFrame({"a": [3.0, 2.0, 1.0], "b": [3.0, 1.0, 2.0]}, index=list("XYZ"))).to_dict()
    {'X': 2, 'Y': -1, 'Z': -1}
    """
    figures = check_figures(data)
    x, weight = figures.to_numpy(), rescale(_weights(figures, weights), None)[0]
    lead = np.zeros((len(x), len(x)))
    for column, each in zip(x.T, weight / weight.sum(), strict=True):
        lead += each * np.nan_to_num(np.sign(column[:, None] - column[None, :]))
    # sums of parts of the weight in another order may differ in the last digit, which decides nothing
    return pd.Series(np.sign(np.round(lead, 12)).sum(axis=1).astype(int), index=data.index)


def _weights(figures: pd.DataFrame, weights: ByItem | None) -> Numbers:
    """Weights of the columns, in their order."""
    known = match_items(weights, figures.columns, "weight", "weigh")
    for item, weight in known.items():
        check_weight(item, weight)
    return np.array([float(known.get(item, 1.0)) for item in figures.columns])
