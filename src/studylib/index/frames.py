"""Frames of figures, cities in rows and items in columns: what holds for each of them, and what is said item by item.

How figures of any size are brought to one that sums and squares can hold is here too. The steps of
a score are in modules of their own.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import StudyError, nearest
from studylib.statistics.arrays import Numbers

ByItem = Mapping[Any, Any] | pd.Series
"""Something said of items: a mapping of those that it is said of, or a Series that names every one."""

SAFE_EXPONENT = 128
"""Figures from 2^-128 to 2^128 can be raised to the fourth power and summed without leaving the numbers that there are."""

Exponents = npt.NDArray[np.int32]


def check_figures(data: pd.DataFrame) -> pd.DataFrame:
    """The frame as numbers.

    Raises
    ------
    StudyError
        If a city or an item is there twice, or a figure is infinite; they are named.

    >>> check_figures(pd.DataFrame({"a": [1, None]}, index=["X", "Y"]))["a"].to_list()
    [1.0, nan]
    """
    for labels, repair in (
        (data.index, "keep one row a city"),
        (data.columns, "keep one column an item"),
    ):
        if not labels.is_unique:
            twice = list(labels[labels.duplicated()].unique())
            raise StudyError(
                f"{quote_labels(twice)} {'is' if len(twice) == 1 else 'are'} there twice",
                repair=repair,
            )
    figures = data.astype(float)
    infinite = np.isinf(figures.to_numpy())
    if infinite.any():
        row, column = np.argwhere(infinite)[0]
        what = f"{quote_labels([figures.columns[column]])} of {quote_labels([figures.index[row]])} is infinite"
        raise StudyError(what, repair="give a number, or leave the cell empty")
    return figures


def match_items(given: ByItem | None, items: pd.Index, what: str, verb: str) -> dict[Hashable, Any]:
    """What is said of items, by item.

    Parameters
    ----------
    given
        A mapping may name some of the items, a Series must name them all.
    items
        The labels that there are; they are compared as they are, so that 0 is not "0".
    what, verb
        What is said and what it is for, to be used in errors: weight, weigh.

    Raises
    ------
    StudyError
        If it is said of something that is no item, or a Series names an item twice or not at all;
        all labels are named.

    >>> match_items({0: 3}, pd.Index([0, 1]), "weight", "weigh")
    {0: 3}
    """
    if given is None:
        return {}
    labels = given.index if isinstance(given, pd.Series) else pd.Index(list(given), dtype=object)
    twice = list(labels[labels.duplicated()].unique())
    extra = [each for each in labels if each not in items]
    lost = [each for each in items if each not in labels] if isinstance(given, pd.Series) else []
    if twice:
        raise StudyError(
            f"the {what} of {quote_labels(twice)} is there twice", repair="give one for each item"
        )
    if extra:
        start = "there is no item" if len(extra) == 1 else "there are no items"
        repair = nearest(str(extra[0]), [_shown(each) for each in items])
        raise StudyError(f"{start} {quote_labels(extra)} to {verb}", repair=repair)
    if lost:
        repair = "a Series names every item; give a mapping to name some of them"
        raise StudyError(f"the Series has no {what} of {quote_labels(lost)}", repair=repair)
    return dict(given.items())


def quote_labels(labels: Iterable[object]) -> str:
    """Labels for an error, as Python writes them; a number is shown without quotes, which tells it from text."""
    return ", ".join(repr(each.item() if isinstance(each, np.generic) else each) for each in labels)


def _shown(label: object) -> str:
    return label if isinstance(label, str) else f"{label} ({type(label).__name__})"


def check_weight(label: object, weight: object) -> None:
    """Refuse a weight that is no finite number above 0."""
    if not (
        isinstance(weight, int | float | np.integer | np.floating)
        and math.isfinite(weight)
        and weight > 0
    ):
        shown = f"the weight of {quote_labels([label])} is {quote_labels([weight])}"
        raise StudyError(shown, repair="give a number above 0, or leave the item out")


def rescale(x: Numbers, axis: int | None, safe: int = SAFE_EXPONENT) -> tuple[Numbers, Exponents]:
    """Figures multiplied by powers of two, so that sums and products of them neither overflow nor vanish.

    Parameters
    ----------
    x
        Finite figures; gaps are NaN.
    axis
        Along which figures must keep their proportions; None for all of them.
    safe
        Lines whose largest figure is between 2^-safe and 2^safe in size stay as they are.

    Returns
    -------
    tuple
        The figures, and the exponents that `numpy.ldexp` needs to turn them back, with `axis` kept
        as an axis of length 1. Powers of two change no digit.

    >>> rescale(np.array([[1e300, 2e300], [1.0, 2.0]]), 1)[1].tolist()
    [[998], [0]]
    """
    largest = np.fmax.reduce(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    exponents = np.frexp(largest)[1]
    far = np.abs(exponents) > safe
    if not far.any():
        return x, np.zeros_like(exponents)
    exponents = np.where(far, exponents, 0).astype(np.int32)
    return np.ldexp(x, -exponents), exponents
