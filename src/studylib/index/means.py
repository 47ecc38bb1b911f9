"""Power means of many cities and many sets of weights at once, and the part of the items that there are figures for.

Arrays in, arrays out; figures and weights may be of any size. What a mean needs to be given is
decided in `scores`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import StudyError, nearest
from studylib.data.tree import MEANS
from studylib.index.frames import quote_labels, rescale
from studylib.statistics.arrays import Numbers

POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}

COVERAGES = ("weight", "count")
"""What coverage is a part of: the weight of the items, or how many they are."""

SMALLEST_SUM, LARGEST_SUM = 1e-200, 1e300
"""Sums between them were made without overflow, and nothing that counts vanished from them."""

NO_POWER = 1e-200
"""A mean with a power nearer to 0 cannot be told from the geometric one."""

HIGHEST_LOG = math.log(np.finfo(float).max)


def get_exponent(method: str, power: float | None = None) -> float:
    """Exponent of a mean by its name."""
    if method not in MEANS:
        raise StudyError(f"there is no mean {method!r}", repair=nearest(method, MEANS))
    if method != "generalised":
        if power is not None:
            raise StudyError(
                f"a power would have no effect on the {method} mean", repair="leave it out"
            )
        return POWERS[method]
    if power is None or not math.isfinite(power):
        raise StudyError(
            "the generalised mean needs a power", repair="give a finite number, such as 0.5"
        )
    return float(power)


def average(x: Numbers, weights: Numbers, exponent: float) -> Numbers:
    """Power means of many sets of weights at once.

    Parameters
    ----------
    x
        Cities x items, or cities x items x sets if the items themselves differ between the sets;
        gaps are NaN.
    weights
        Sets x items, at least 0 each.
    exponent
        Of the power mean, any finite number; 0 for the geometric one. The signs of `x` must allow
        it.

    Returns
    -------
    array
        Cities x sets; NaN where no item of any weight has a figure.

    Notes
    -----
    Other powers than 0 and 1 are taken of the ratio to the largest item (for negative powers: the
    smallest) and on logarithms, so that neither the power nor its root leaves the numbers that
    there are.

    >>> (average(np.array([[1e300, 2e300]]), np.array([[1.0, 1.0]]), 200) / 2e300).round(6).tolist()
    [[0.99654]]
    """
    weight = rescale(weights, 1)[0]
    with np.errstate(all="ignore"):
        if exponent == 1:
            return _arithmetic(x, weight)
        if abs(exponent) < NO_POWER:
            there = ~np.isnan(x)
            logs = weigh(np.where(there, np.log(np.where(there, x, 1.0)), 0.0), weight)
            return _exp(_per_weight(logs, weigh(there.astype(float), weight)))
        return _generalised(x, weight, exponent)


def weigh(x: Numbers, weights: Numbers) -> Numbers:
    """Weighted sums over the items, cities x sets; arguments as in `average`."""
    return x @ weights.T if x.ndim == 2 else np.einsum("ckr,rk->cr", x, weights)


def measure_coverage(there: npt.NDArray[np.bool_], weights: Numbers, by: str = "weight") -> Numbers:
    """The part of the items, 0 to 1, that there are figures for, cities x sets.

    Parameters
    ----------
    there, weights
        As `x` and `weights` in `average`; True where there is a figure.
    by
        `weight`: the part of the weight. `count`: the part of the items that have any weight, each
        counting the same.

    >>> there, weights = np.array([[True, False]]), np.array([[3.0, 1.0]])
    >>> measure_coverage(there, weights), measure_coverage(there, weights, "count")
    (array([[0.75]]), array([[0.5]]))
    """
    if by not in COVERAGES:
        raise StudyError(f"there is no coverage by {by!r}", repair=nearest(str(by), COVERAGES))
    weight = rescale(weights, 1)[0] if by == "weight" else (weights > 0).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(weigh(there.astype(float), weight) / weight.sum(axis=1))


def check_coverage(coverage: Numbers, min_coverage: float) -> npt.NDArray[np.bool_]:
    """Whether there are figures for enough of the items; a tolerance, because 0.1 and 0.2 do not sum to 0.3."""
    return np.asarray((coverage > 0) & (coverage >= min_coverage - 1e-12))


def check_signs(
    x: Numbers,
    exponent: float,
    cities: Sequence[object] | pd.Index,
    items: Sequence[object] | pd.Index,
) -> None:
    """Refuse figures that a power or a logarithm has no meaning for: negative ones, and zeros from the geometric mean down."""
    if exponent == 1:
        return
    low = x if x.ndim == 2 else np.fmin.reduce(x, axis=2)
    rows, columns = np.nonzero(low <= 0 if exponent < NO_POWER else low < 0)
    if len(rows):
        city, item, value = cities[rows[0]], items[columns[0]], low[rows[0], columns[0]]
        raise StudyError(
            f"{quote_labels([item])} of {quote_labels([city])} is {value:g}, for which this mean has no meaning",
            repair="normalise to limits above 0, such as (1, 100), or take the arithmetic mean",
        )


def _per_weight(total: Numbers, part: Numbers) -> Numbers:
    return np.where(part > 0, total / part, math.nan)


def _exp(logs: Numbers) -> Numbers:
    """Numbers from their logarithms; those of the largest numbers may be too high by a rounding."""
    return np.exp(np.minimum(logs, HIGHEST_LOG))


def _arithmetic(x: Numbers, weights: Numbers) -> Numbers:
    there = ~np.isnan(x)
    known, part = np.where(there, x, 0.0), weigh(there.astype(float), weights)
    total = weigh(known, weights)
    size = np.abs(total)
    if (((size > SMALLEST_SUM) & (size < LARGEST_SUM)) | (part == 0)).all():
        return _per_weight(total, part)
    small, exponents = rescale(known, 1, safe=0)
    means = np.clip(_per_weight(weigh(small, weights), part), -1, 1)
    # with the largest item between 1/2 and 1 in size, a mean above 1 is one by a rounding
    back: Numbers = np.ldexp(means, exponents if x.ndim == 2 else exponents[:, 0])
    return back


def _generalised(x: Numbers, weights: Numbers, exponent: float) -> Numbers:
    """The items that have a weight differ between the sets where one of them is left out; sets of the same items are made together."""
    means = np.full((len(x), len(weights)), math.nan)
    kinds, kind = np.unique(weights > 0, axis=0, return_inverse=True)
    for number, used in enumerate(kinds):
        sets = kind.ravel() == number
        if used.any():
            some = x[:, used] if x.ndim == 2 else x[:, used][:, :, sets]
            means[:, sets] = _of_ratios(some, weights[sets][:, used], exponent)
    return means


def _of_ratios(x: Numbers, weights: Numbers, exponent: float) -> Numbers:
    """The mean as r (sum w (x / r)^p / sum w)^(1/p), with r for the item that counts most; all weights are above 0."""
    there, logs = ~np.isnan(x), np.log(x)
    leading = (np.fmax if exponent > 0 else np.fmin).reduce(x, axis=1, keepdims=True)
    bent = np.where(leading == 0, 0.0, exponent * (logs - np.log(leading)))  # at most 0
    part = weigh(there.astype(float), weights)
    # near 1 the mean is told from 1 by what it lacks, near 0 by what it has: the other way loses its digits
    lacks = weigh(np.where(there, np.expm1(bent), 0.0), weights) / part
    has = weigh(np.where(there, np.exp(bent), 0.0), weights) / part
    root = np.where(lacks > -0.5, np.log1p(np.minimum(lacks, 0.0)), np.log(has)) / exponent
    lead = leading if x.ndim == 2 else leading[:, 0]
    means = np.where(np.abs(root) < 700, lead * np.exp(root), _exp(np.log(lead) + root))
    low, high = np.fmin.reduce(x, axis=1), np.fmax.reduce(x, axis=1)
    made: Numbers = np.clip(means, *((low, high) if x.ndim == 3 else (low[:, None], high[:, None])))
    return made
