"""The balance score of an item: one number made from the shares of its answers.

Only arithmetic on shares: which items, which cities and where the shares come from is decided elsewhere.
"""

from __future__ import annotations

import pandas as pd

from quire.core.errors import StudyError


def balance_score(
    favourable: pd.Series, unfavourable: pd.Series, no_answer: pd.Series
) -> pd.Series:
    """Balance of favourable and unfavourable answers, 0 (all unfavourable) to 100 (all favourable).

    50 + 50 (favourable - unfavourable) / (favourable + unfavourable + no answer). Those who gave no answer count
    as half way, so 50 means as many favourable as unfavourable answers, however many answered.

    Parameters
    ----------
    favourable, unfavourable, no_answer
        Shares in per cent, 0 to 100, aligned by index. A missing `no_answer` counts as 0: whoever calls says so
        beside the figure. A missing favourable or unfavourable share makes the score missing.

    Returns
    -------
    Series
        Scores from 0 to 100 on the index of `favourable`; missing too where the three shares are all 0.

    Raises
    ------
    StudyError
        If a share lies outside 0 to 100 or the three do not have the same index.

    Notes
    -----
    The same score is in public use for the perception survey of cities: European Environment Agency, indicator on
    trust.

    >>> shares = {"favourable": [60.0, 20.0], "unfavourable": [30.0, 80.0], "no_answer": [10.0, None]}
    >>> balance_score(**{name: pd.Series(values) for name, values in shares.items()}).tolist()
    [65.0, 20.0]

    """
    shares = {"favourable": favourable, "unfavourable": unfavourable, "no_answer": no_answer}
    for name, share in shares.items():
        _check(name, share, favourable.index)
    total = favourable + unfavourable + no_answer.fillna(0.0)
    return (50 + 50 * (favourable - unfavourable) / total.where(total > 0)).rename("balance")


def _check(name: str, share: pd.Series, index: pd.Index) -> None:
    """Refuse a share that is none, or one of other rows."""
    if not share.index.equals(index):
        raise StudyError(
            f"{name} has other rows than favourable", repair="give three columns of one frame"
        )
    outside = share[(share < 0) | (share > 100)]
    if len(outside):
        raise StudyError(
            f"{name} of {outside.iloc[0]:g} in row {outside.index[0]!r} is no share",
            repair="give shares in per cent, from 0 to 100",
        )
