"""Key elements that slow or ease development: what surveys published.

Frames in, frames out. What residents name is in `priorities`, what goes with satisfaction in
`importance`, sentences are in `barriers`.
"""

from __future__ import annotations

import math

import pandas as pd

from studylib.statistics.intervals import wilson


def add_intervals(
    shares: pd.DataFrame, n: str, confidence_pct: float, population: str = ""
) -> pd.DataFrame:
    """Published shares with Wilson's interval, which is missing where nobody says how many were asked.

    Parameters
    ----------
    shares
        With `share_pct` and a column `n` of how many were asked.
    population
        The column of how many these are a part of, where that is known: it is missing where not.

    Returns
    -------
    DataFrame
        The same with `low` and `high`, per cent.
    """
    of = shares[population].fillna(math.inf) if population else [math.inf] * len(shares)
    ends = [
        wilson(share, asked, confidence_pct, whole) if asked > 0 else (None, None)
        for share, asked, whole in zip(shares["share_pct"], shares[n].fillna(0), of, strict=True)
    ]
    bounds = pd.DataFrame(ends, columns=["low", "high"], index=shares.index, dtype=float)
    return shares.drop(columns=["low", "high"], errors="ignore").join(bounds)


def list_barriers(
    surveys: pd.DataFrame, elements: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """Published statements on what slows or eases development, by element, each with its own population; nothing is pooled.

    Parameters
    ----------
    surveys, elements
        The processed tables.

    Returns
    -------
    DataFrame
        `element` (its name), `statement`, `kind`, `survey`, `survey_year`, `population`,
        `respondents_n`, `share_pct`, `low`, `high`, `source`; elements in the order of the
        vocabulary, then by statement, survey and year.
    """
    order = {name: index for index, name in enumerate(elements["element"])}
    frame = surveys[surveys["element"] != ""].assign(order=lambda each: each["element"].map(order))
    frame = add_intervals(frame, "respondents_n", confidence_pct)
    frame = frame.sort_values(["order", "statement", "survey", "survey_year"], ignore_index=True)
    frame["element"] = frame["element"].map(
        dict(zip(elements["element"], elements["label"], strict=True))
    )
    columns = [
        "element",
        "statement",
        "kind",
        "survey",
        "survey_year",
        "population",
        "respondents_n",
    ]
    return frame[[*columns, "share_pct", "low", "high", "source"]]
