"""Key elements that slow or ease development: what surveys published, and what cities answered where an edition asked them.

Frames in, frames out. What residents name is in `priorities`, what goes with satisfaction in `importance`, sentences are in
`barriers`.
"""

from __future__ import annotations

import pandas as pd

from quire.core.errors import StudyError
from studylib.statistics.intervals import wilson

LEAST_SHOWN = 5
"""A group of fewer cities is withheld, because its figures would come close to naming them."""

SCALE = (1, 5)
"""Answers go from 1 (not at all) to 5 (very much)."""

NAMED = 4
"""From this answer on a city counts as naming the element."""


def add_intervals(shares: pd.DataFrame, n: str, confidence_pct: float) -> pd.DataFrame:
    """Published shares with Wilson's interval, which is missing where nobody says how many were asked.

    Parameters
    ----------
    shares
        With `share_pct` and a column `n` of how many were asked.

    Returns
    -------
    DataFrame
        The same with `low` and `high`, per cent.
    """
    ends = [
        wilson(share, asked, confidence_pct) if asked > 0 else (None, None)
        for share, asked in zip(shares["share_pct"], shares[n].fillna(0), strict=True)
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
        `element` (its name), `statement`, `kind`, `survey`, `survey_year`, `population`, `respondents_n`, `share_pct`, `low`,
        `high`, `source`; elements in the order of the vocabulary, then by statement, survey and year.
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


def element_shares(
    answers: pd.DataFrame, by: str | None = None, confidence_pct: float = 95
) -> pd.DataFrame:
    """What cities answered on each element: share that names it, mean and net score, over all of them or by group.

    Parameters
    ----------
    answers
        `city`, `element`, `kind` (barrier or enabler), `answer` (1 to 5, missing if a city gave none), and the column `by`.
    by
        A column such as `region` or `size`; None takes all cities together.
    confidence_pct
        Coverage of Wilson's interval of the share.

    Returns
    -------
    DataFrame
        One row for each kind, element and group: `kind`, `element`, `group` (empty for all), `cities` that answered, `withheld`,
        `share_pct` (answers of 4 or 5) with `low` and `high`, `mean` (1 to 5), `net_pct` (share of 4 and 5 less that of 1 and 2, -100
        to 100). In a row that is withheld the figures and the number of cities are missing.

    Raises
    ------
    StudyError
        If a column is missing, an answer is off the scale, or a city answers twice.

    Notes
    -----
    Groups of fewer than five cities are withheld. Where the cities withheld in a row of groups are fewer than five in all, the next
    smallest group is withheld too: else a reader could take the others from the total.

    >>> answers = pd.DataFrame({"city": list("abcde"), "element": "money", "kind": "barrier", "answer": [5, 4, 4, 2, 1]})
    >>> element_shares(answers)[["cities", "share_pct", "mean", "net_pct"]].to_numpy().tolist()
    [[5.0, 60.0, 3.2, 20.0]]
    """
    needed = ["city", "element", "kind", "answer", *([by] if by else [])]
    absent = [each for each in needed if each not in answers]
    if absent:
        raise StudyError(
            f"there is no column {', '.join(absent)}",
            where="answers",
            repair=f"give {', '.join(needed)}",
        )
    given = answers.dropna(subset="answer")
    off = given.loc[~given["answer"].isin(range(SCALE[0], SCALE[1] + 1)), "answer"]
    if len(off):
        raise StudyError(
            f"an answer of {off.iloc[0]:g}",
            where="answers",
            repair="give whole numbers from 1 to 5",
        )
    twice = given[given.duplicated(["city", "element", "kind"])]
    if len(twice):
        what = f"{twice['city'].iloc[0]!r} answers twice on {twice['element'].iloc[0]!r}"
        raise StudyError(what, where="answers", repair="keep one of the rows")
    frame = given.assign(
        group="" if by is None else given[by].astype(str),
        named=100.0 * (given["answer"] >= NAMED),
        less=100.0 * (given["answer"] < SCALE[0] + SCALE[1] - NAMED + 1),
    )
    found = frame.groupby(["kind", "element", "group"], as_index=False).agg(
        cities=("city", "size"),
        share_pct=("named", "mean"),
        mean=("answer", "mean"),
        less=("less", "mean"),
    )
    found["net_pct"] = found["share_pct"] - found.pop("less")
    found = add_intervals(found, "cities", confidence_pct)
    found["withheld"] = False
    for _, part in found.groupby(["kind", "element"]):
        found.loc[find_withheld_groups(part["cities"]), "withheld"] = True
    figures = ["share_pct", "low", "high", "mean", "net_pct"]
    found[["cities", *figures]] = found[["cities", *figures]].mask(found["withheld"])
    return found[["kind", "element", "group", "cities", "withheld", *figures]]


def find_withheld_groups(cities: pd.Series) -> pd.Index:
    """Which groups are withheld: the small ones, and as many more as keep these from being worked out.

    Parameters
    ----------
    cities
        Number of cities in each group, by its name.

    >>> list(find_withheld_groups(pd.Series({"Africa": 4, "Asia": 5, "Europe": 9}))), LEAST_SHOWN
    (['Africa', 'Asia'], 5)
    """
    order = cities.sort_values(kind="stable")
    small = int((order < LEAST_SHOWN).sum())
    while 0 < small < len(order) and order.iloc[:small].sum() < LEAST_SHOWN:
        small += 1
    return order.index[:small]
