"""Which of many comparisons count: false discoveries among all that are tested together are held.

Chances in, decisions out. Which comparisons are one family is decided by whoever asks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

FALSE_PCT = 5
"""False discoveries that are allowed among the comparisons that count, per cent."""


def find_discoveries(chances: Iterable[float]) -> list[bool]:
    """Which of many comparisons count when false discoveries among them are held at `FALSE_PCT` per cent.

    A comparison without a chance was not tested: it never counts, and is none of them.

    Notes
    -----
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300.

    >>> find_discoveries([0.01, 0.04, 0.2, float("nan")])
    [True, False, False, False]
    """
    every = list(chances)
    known = [each for each in every if not math.isnan(each)]
    passed = iter(scipy.stats.false_discovery_control(known) if known else known)
    return [not math.isnan(each) and bool(next(passed) <= FALSE_PCT / 100) for each in every]


def judge(*frames: tuple[pd.DataFrame, str]) -> list[pd.DataFrame]:
    """Frames of comparisons, each with what counts among the comparisons of all of them together.

    Parameters
    ----------
    frames
        Each with a column `p`, the chance of every comparison, missing where there is none; and the
        name of the column that says whether it counts.

    Notes
    -----
    One family for all that a page tests: held in each table by itself, false discoveries would add
    up over its tables.

    >>> one, two = pd.DataFrame({"p": [0.01, 0.04]}), pd.DataFrame({"p": [0.9]})
    >>> [frame["moved"].to_list() for frame in judge((one, "moved"), (two, "moved"))]
    [[True, False], [False]]
    """
    passed = iter(find_discoveries(each for frame, _ in frames for each in frame["p"]))
    return [
        frame.assign(
            **{name: pd.Series([next(passed) for _ in frame.index], index=frame.index, dtype=bool)}
        )
        for frame, name in frames
    ]
