"""What goes with what: which options of a question the same governments name. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from studylib.data.counts import are_in_totals
from studylib.data.instrument_checks import ONE
from studylib.data.withholding import LEAST_SHOWN
from studylib.questionnaire.model import NO_ANSWER

COLUMNS = ["question", "option_a", "option_b", "both", "a_only", "b_only", "neither"]
NORMAL_QUANTILE = 1.959963984540054
"""Of an interval at 95 per cent."""


def pairs(
    questions: pd.DataFrame,
    items: pd.DataFrame,
    options: pd.DataFrame,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    among: Iterable[str],
) -> pd.DataFrame:
    """Each pair of options of some questions, and how far the same governments name them.

    Parameters
    ----------
    questions, items, options, respondents, answers
        As in `counts.tallies`.
    among
        The questions. Of a matrix the pairs are of its items; one is named where the step chosen is
        in the upper half of the scale.

    Returns
    -------
    DataFrame
        `question, option_a, option_b, both, a_only, b_only, neither, phi, low, high`. Phi is the
        correlation of two answers of yes or no; its interval at 95 per cent is Fisher's (Metron 1,
        1921). They are missing where all or none name one of the two. Pairs that fewer than five
        answered are left out, and so are governments in totals only: two pairs together with the tallies
        would show what one of them answered.
    """
    kinds = questions.set_index("question")["kind"]
    answers = answers[
        ~answers["respondent"].isin(respondents.loc[are_in_totals(respondents), "respondent"])
    ]
    rows = []
    for question in among:
        mine = answers.merge(items.loc[items["question"] == question, ["item"]])
        named = (
            _list_high_items(mine, items, options, question)
            if kinds[question] in ONE
            else _list_options(mine, options, question)
        )
        rows += _count_pairs(question, named)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.join(phi(frame["both"], frame["a_only"], frame["b_only"], frame["neither"]))


def phi(both: pd.Series, a_only: pd.Series, b_only: pd.Series, neither: pd.Series) -> pd.DataFrame:
    """Phi coefficients of tables of four counts, with their intervals.

    Returns
    -------
    DataFrame
        `phi`, `low` and `high`; missing where a row or column of the four is empty. The interval
        is missing below four governments.

    >>> one = pd.Series([6.0]), pd.Series([2.0]), pd.Series([2.0]), pd.Series([6.0])
    >>> phi(*one).round(2).to_dict("records")
    [{'phi': 0.5, 'low': 0.01, 'high': 0.8}]
    """
    a, b, c, d = (part.astype("float64") for part in (both, a_only, b_only, neither))
    with np.errstate(divide="ignore", invalid="ignore"):
        value: pd.Series = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
        spread = NORMAL_QUANTILE / np.sqrt((a + b + c + d - 3).where(lambda n: n > 0))
        middle = np.arctanh(value)
        ends = {"low": np.tanh(middle - spread), "high": np.tanh(middle + spread)}
    return pd.DataFrame({"phi": value, **ends}).round(10)


def _list_options(mine: pd.DataFrame, options: pd.DataFrame, question: str) -> pd.DataFrame:
    """Which respondents, of those that answered, named which option."""
    known = options[options["question"] == question].set_index("option")["state"]
    answered = mine.loc[~mine["value"].map(known).isin(NO_ANSWER), "respondent"].unique()
    ticked = mine.groupby(["respondent", "value"]).size().clip(upper=1)
    named = ticked.unstack(fill_value=0).astype("float64")  # noqa: PD010 - nothing to sum
    return named.reindex(index=answered, columns=known.index[known == ""], fill_value=0.0)


def _list_high_items(
    mine: pd.DataFrame, items: pd.DataFrame, options: pd.DataFrame, question: str
) -> pd.DataFrame:
    """Which respondents put which items into the upper half of the scale; missing if not rated."""
    steps = options.loc[(options["question"] == question) & (options["state"] == ""), "option"]
    place = {option: number for number, option in enumerate(steps, start=1)}
    step = mine["value"].map(place)
    rated = mine.assign(high=(step > (len(place) + 1) / 2).astype("float64"))[step.notna()]
    named = rated.pivot_table(index="respondent", columns="item", values="high")
    return named.reindex(columns=items.loc[items["question"] == question, "item"])


def _count_pairs(question: str, named: pd.DataFrame) -> list[tuple[object, ...]]:
    rows = []
    for first, second in combinations(named.columns, 2):
        one, other = named[first].to_numpy(), named[second].to_numpy()
        counts = ~np.isnan(one) & ~np.isnan(other)
        if counts.sum() < LEAST_SHOWN:
            continue
        one, other = one[counts] == 1, other[counts] == 1
        four = (one & other, one & ~other, ~one & other, ~one & ~other)
        rows.append((question, str(first), str(second), *(int(part.sum()) for part in four)))
    return rows
