"""Gaps filled for a score, each filled cell flagged.

A frame in, new frames out. Why a cell is missing is known to `process`; nothing outside a score
ever sees a filled cell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from quire.core.errors import StudyError, nearest
from studylib.index.frames import check_figures, quote_labels, rescale

IMPUTATIONS = ("mean", "median")


def impute(
    data: pd.DataFrame, method: str = "median", by: pd.Series | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill the gaps of every item from the other cities, or from those of the same group.

    Parameters
    ----------
    data
        Cities in rows, items in columns.
    method
        `median` or `mean` of the cities that have a figure.
    by
        Group of each city, such as its country, on the index of `data`. Where a group has no figure
        of an item its gaps stay: the cities of other groups say nothing about it.

    Returns
    -------
    tuple
        The filled frame, and a frame of flags, True where a cell was filled. A cell that is missing
        in the first was not filled and is not flagged.

    Raises
    ------
    StudyError
        If there is no such method, a city has no group, a city or an item is there twice, or a
        figure is infinite.

    Notes
    -----
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 2: unconditional and
    group means and medians.

    >>> filled, flags = impute(pd.DataFrame({"a": [1.0, 2.0, 9.0, None]}))
    >>> filled["a"].to_list(), flags["a"].to_list()
    ([1.0, 2.0, 9.0, 2.0], [False, False, False, True])
    >>> impute(pd.DataFrame({"a": [1.0, 2.0, 9.0, None]}), by=pd.Series(list("XXYY")))[0]["a"].to_list()
    [1.0, 2.0, 9.0, 9.0]
    """
    if method not in IMPUTATIONS:
        raise StudyError(
            f"there is no method {method!r} to impute by", repair=nearest(method, IMPUTATIONS)
        )
    values = check_figures(data)
    group = pd.Series("all", index=data.index) if by is None else _groups(data, by)
    # sums of the largest numbers that there are would be none
    small, exponents = rescale(values.to_numpy(), 0)
    groups = pd.DataFrame(small, values.index, values.columns).groupby(group)
    centres = groups.transform("mean") if method == "mean" else groups.transform("median")
    if exponents.any():
        centres = pd.DataFrame(
            np.ldexp(centres.to_numpy(), exponents), values.index, values.columns
        )
    filled = values.fillna(centres)
    return filled, values.isna() & filled.notna()


def _groups(data: pd.DataFrame, by: pd.Series) -> pd.Series:
    if not by.index.is_unique:
        twice = quote_labels(by.index[by.index.duplicated()].unique())
        raise StudyError(f"{twice} is there twice in the groups", repair="keep one row a city")
    group = by.reindex(data.index)
    lost = group.index[group.isna()]
    if len(lost):
        raise StudyError(
            f"{quote_labels(lost)} is in no group", repair="give every city of the data its group"
        )
    return group
