"""The sampling error of a share: what a survey might have found, had it asked other residents of the same city.

How many residents were asked is an assumption wherever the publisher does not say it; it is stated
beside every interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from quire.core.errors import StudyError

WIDEST = 1.0
"""The correlation of errors between items that makes the interval of a score as wide as it can be."""

CORRELATIONS = (0.0, 0.3, WIDEST)
"""Correlations that are tried: errors apart from each other, a moderate one, and the widest case."""


def estimate_balance_error(
    favourable: pd.Series,
    unfavourable: pd.Series,
    no_answer: pd.Series,
    respondents: float | pd.Series,
) -> pd.Series:
    """Standard error of the balance score, had residents been drawn at random.

    Parameters
    ----------
    favourable, unfavourable, no_answer
        Shares in per cent; a missing `no_answer` counts as 0, as in `studylib.data.balance`.
    respondents
        How many residents of each city are assumed to have been asked; one number, or one in each
        row.

    Returns
    -------
    Series
        In points of the balance score, 0 to 100; missing where the score is.

    Notes
    -----
    The score is the mean of 100, 50 and 0 over favourable answers, no answers and unfavourable
    ones, so its variance is (100^2 f + 50^2 n - score^2) / respondents with shares f and n of all
    answers: Cochran (1977), Sampling Techniques, chapter 2. A design in clusters or with weights
    has larger errors.

    >>> estimate_balance_error(pd.Series([50.0]), pd.Series([50.0]), pd.Series([0.0]), 400).round(6).tolist()
    [2.5]
    """
    if not np.all(np.asarray(respondents) > 0):
        raise StudyError(f"{respondents!r} respondents", repair="give a number above 0")
    total = favourable + unfavourable + no_answer.fillna(0.0)
    total = total.where(total > 0)
    good, none = favourable / total, no_answer.fillna(0.0) / total
    mean = 100 * good + 50 * none
    variance = (100**2 * good + 50**2 * none - mean**2).clip(lower=0)
    return variance.div(respondents).pow(0.5).rename("standard_error")


def estimate_share_error(share_pct: pd.Series, respondents: float) -> pd.Series:
    """Standard error of a share, had residents been drawn at random.

    Parameters
    ----------
    share_pct
        Shares in per cent of all who were asked.
    respondents
        How many residents of each city are assumed to have been asked.

    Returns
    -------
    Series
        In percentage points; missing where the share is.

    Notes
    -----
    sqrt(p (100 - p) / respondents): Cochran (1977), Sampling Techniques, chapter 3. A design in
    clusters or with weights has larger errors.

    >>> estimate_share_error(pd.Series([50.0, 0.0]), 400).tolist()
    [2.5, 0.0]
    """
    if not respondents > 0:
        raise StudyError(f"{respondents!r} respondents", repair="give a number above 0")
    return (share_pct * (100 - share_pct)).div(respondents).pow(0.5).rename("standard_error")


def draw_samples(
    data: pd.DataFrame,
    errors: pd.DataFrame,
    count: int = 64,
    seed: int = 0,
    between_items: float = WIDEST,
    *,
    directions: Mapping[str, int],
) -> list[pd.DataFrame]:
    """Items as they might have come out in other samples.

    Parameters
    ----------
    data
        Cities in rows, items in columns, from 0 to 100.
    errors
        Their standard errors, in the same rows and columns.
    count, seed
        How many samples, and the seed of the random numbers.
    between_items
        Correlation, 0 to 1, of the errors of two items in a city, whose residents answered both,
        once both items are turned so that more is better. It is not published; 1 gives the widest
        intervals of an average, and so is the default.
    directions
        1 or -1 for every item, as the framework has them. Without them the shared errors of two
        items of opposite direction would cancel in a score, and 1 would give the narrowest interval
        instead.

    Returns
    -------
    list
        Frames like `data`; gaps stay gaps.

    Raises
    ------
    StudyError
        If the frames do not fit, a figure is outside 0 to 100, an error is missing, or an item has
        no direction.

    Notes
    -----
    Normal on the scale of log(x / (100 - x)), with the standard error carried over by the delta
    method (Agresti 2013, Categorical Data Analysis, section 16.1), so that no draw leaves the
    scale; figures of exactly 0 or 100 have no error and stay. Errors that all correlate by r are a
    part sqrt(r) that the items of a city share and a part sqrt(1 - r) of each item's own. The
    variance of a mean with positive weights grows with r, so that r = 1 is the widest case (Kish
    1965, Survey Sampling, section 5.4).

    >>> data = pd.DataFrame({"clean": [50.0], "theft": [50.0]})
    >>> made = draw_samples(data, data * 0 + 2, 1, directions={"clean": 1, "theft": -1})[0]
    >>> round(float(made["clean"].iloc[0] + made["theft"].iloc[0]), 6)
    100.0
    """
    if not 0 <= between_items <= 1:
        raise StudyError(
            f"a correlation of {between_items!r} between items", repair="give a number from 0 to 1"
        )
    if not (data.index.equals(errors.index) and data.columns.equals(errors.columns)):
        raise StudyError(
            "the errors have other rows or columns than the data",
            repair="give two frames of one shape",
        )
    x, wide = data.to_numpy(float), errors.to_numpy(float)
    if ((x < 0) | (x > 100)).any():
        raise StudyError(
            "a figure is outside 0 to 100", repair="give balance scores or shares in per cent"
        )
    if (np.isnan(wide) & ~np.isnan(x)).any():
        raise StudyError(
            "a figure has no standard error", repair="give one for every figure that is there"
        )
    lacking = [str(item) for item in data.columns if directions.get(str(item)) not in (1, -1)]
    if lacking:
        raise StudyError(f"{lacking[0]!r} has no direction", repair="give 1 or -1 for every item")
    turned = np.sqrt(between_items) * np.array([directions[str(item)] for item in data.columns])
    random = np.random.default_rng(seed)
    return [
        _draw(data, x, wide, turned, np.sqrt(1 - between_items), random.standard_normal)
        for _ in range(count)
    ]


def _draw(
    data: pd.DataFrame,
    x: np.ndarray,
    wide: np.ndarray,
    turned: np.ndarray,
    apart: float,
    normal: Callable[[tuple[int, int]], np.ndarray],
) -> pd.DataFrame:
    """One sample: an error that the items of a city share, turned by each item's direction, and one of each item's own."""
    shared, own = normal((len(x), 1)), normal(x.shape)
    noise = turned * shared + apart * own
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = x * (100 - x) / 100
        made = 100 / (1 + np.exp(-(np.log(x / (100 - x)) + noise * wide / slope)))
    return pd.DataFrame(
        np.where((x <= 0) | (x >= 100), x, made), index=data.index, columns=data.columns
    )
