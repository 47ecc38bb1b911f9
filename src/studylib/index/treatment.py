"""What is done about outliers before items are put on one scale.

Skewness and excess kurtosis are those of pandas, corrected for the size of the sample (type 2 of
Joanes and Gill 1998, The Statistician 47, 183-189). Series and frames in, new ones out. Scales are
in `normalisation`, averages in `means`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from studylib.index.frames import check_figures

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


def needs_treatment(values: pd.Series) -> bool:
    """Whether outliers would decide the scale of an item: skewness and kurtosis both reach their limits.

    >>> needs_treatment(pd.Series([1.0, 2.0, 3.0, 4.0])), needs_treatment(pd.Series([0.0] * 19 + [1.0]))
    (False, True)
    """
    return _reaches(*_shape(values))


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
    The largest value (the smallest, if the skewness is negative) takes the next one's place,
    together with all that tie with it, and so on: OECD and JRC (2008), Handbook on Constructing
    Composite Indicators, step 3. Points that tie are all moved or none is, so that cities with the
    same figure keep the same figure; the last difference between cities is never taken away.

    >>> treated, moved = winsorise(pd.Series([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 90.0]))
    >>> treated.to_list(), moved
    ([1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0], 1)

    """
    x, moved = values.astype(float), 0
    while needs_treatment(x):
        high = _shape(x)[0] >= 0
        tied = x == (x.max() if high else x.min())
        rest = x[~tied]
        if int(tied.sum()) > max_points or rest.min() == rest.max():
            break
        x = x.mask(tied, rest.max() if high else rest.min())
        moved = int(tied.sum())
    return x, moved


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
        The treated frame, and a ledger with one row an item: `treatment` (`none`, `winsorised` or
        `signed logarithm`), `points_moved`, `skewness` and `kurtosis` before and after, and
        `cured`, which is False where neither way brings the item below the limits; it then has
        whichever of the three has the least skewness.

    Raises
    ------
    StudyError
        If a city or an item is there twice, or a figure is infinite.
    """
    before, rows = check_figures(data), []
    made = before.copy()
    shapes = zip(before.columns, before.skew(), before.kurt(), strict=True)
    for item, skew, kurtosis in shapes:
        after, moved, name = (skew, kurtosis), 0, "none"
        if _reaches(skew, kurtosis):
            made[item], moved, name = _best(before[item], max_points)
            after = _shape(made[item])
        rows.append([item, name, moved, skew, kurtosis, *after, not _reaches(*after)])
    return made, pd.DataFrame(rows, columns=LEDGER)


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
    return min(tried, key=lambda way: round(abs(_shape(way[0])[0]), 9))


def _shape(values: pd.Series) -> tuple[float, float]:
    """Skewness and excess kurtosis; missing where there are too few values."""
    frame = values.to_frame()
    return float(frame.skew().iloc[0]), float(frame.kurt().iloc[0])


def _reaches(skew: float, kurtosis: float) -> bool:
    """Whether both limits are reached; a shape that is missing reaches none."""
    return bool(abs(skew) >= SKEWNESS_LIMIT and kurtosis >= KURTOSIS_LIMIT)
