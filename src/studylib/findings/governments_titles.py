"""Titles of the figures on governments: each is the finding of its figure with its number, and claims no more than its interval.

Frames are those that the figures are drawn from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quire.text.messages import Message, _
from quire.text.words import counted, decimal, listed
from studylib.findings.governments_words import write_number
from studylib.questions.governments import ALL, Form, Survey, order_by_share
from studylib.statistics.intervals import check_confidence, wilson

WHAT: dict[Form, Message] = {
    Form.BARS: _("Share of those that answered, per cent"),
    Form.RANKS: _("Share by place, per cent"),
    Form.STACK: _("Share by row, per cent"),
    Form.GRID: _("Share by cell, per cent"),
    Form.HEAT: _("Share by row and column, per cent"),
    Form.NUMBERS: _("Median and middle half"),
}
"""What the figure of a question has, by its form."""

NAMED = 3
"""As many groups are named in a title."""


def title_question(facts: Mapping[str, Any], form: Form, rows: pd.DataFrame, upper: str) -> str:
    """What was answered to a question: an answer stands alone only if its interval leaves out the next one's.

    Parameters
    ----------
    facts
        The question.
    form, rows
        How it is drawn, and what is drawn.
    upper
        The options of a scale that are counted together.
    """
    label = str(facts["label"]).rstrip("?.")
    if form is Form.NUMBERS:
        return _title_numbers(label, facts, rows)
    # what few answered of a matrix that others answered says little
    ordered = order_by_share(rows[2 * rows["base"] >= rows["base"].max()]).to_dict("records")
    most, *others = ordered
    if form in {Form.BARS, Form.RANKS, Form.HEAT}:
        near = [row for row in others if not row["high"] < most["low"]]
        few = len(near) < NAMED
        answers = listed(
            _("{share} % “{name}”", share=decimal(row["share_pct"], 0), name=row["name"])
            for row in [most, *(near if few else [])]
        )
        if not few:
            answers = _("{answers}; others may be as high", answers=answers)
        if form is Form.RANKS:
            return _("{label}: put first by {answers}", label=label, answers=answers)
        return _("{label}: {answers}", label=label, answers=answers)
    parts = {
        "label": label,
        "low": decimal(ordered[-1]["share_pct"], 0),
        "lowest": ordered[-1]["name"],
        "high": decimal(most["share_pct"], 0),
        "highest": most["name"],
    }
    return _(
        "{label}: {upper} from {low} % ({lowest}) to {high} % ({highest})", upper=upper, **parts
    )


def _title_numbers(label: str, facts: Mapping[str, Any], rows: pd.DataFrame) -> str:
    every = rows[rows["dimension"] == ALL]
    if every.empty:
        return _("{label}: too few answered for a median of all", label=label)
    row, is_year = every.iloc[0], facts["kind"] == "year"
    parts = {"label": label, "median": write_number(row["median"], is_year)}
    if not facts["unit"]:
        return _("{label}: the median is {median}", **parts)
    return _("{label}: the median is {median} {unit}", unit=facts["unit"], **parts)


def title_groups(facts: Mapping[str, Any], there: pd.DataFrame, confidence_pct: float) -> str:
    """On how many answers groups surely differ, whatever the number of comparisons.

    Parameters
    ----------
    facts
        The question.
    there
        Shares by group: `dimension`, `group`, `name`, `share_pct`, `base`.
    confidence_pct
        Coverage of all the comparisons together: each has its part of what is left (Bonferroni).

    Notes
    -----
    The lowest and the highest group of a breakdown differ if their intervals (Wilson) have nothing in common.
    """
    size = there.groupby(["dimension", "name"])["group"].transform("nunique")
    rows = there[size > 1]
    label = str(facts["label"]).rstrip("?.")
    if rows.empty:
        return _("{label}: there are no two groups to compare", label=label)
    answers = rows.groupby(["dimension", "name"], sort=False)
    # any two groups could be those that are furthest apart
    pairs = int(sum(len(part) * (len(part) - 1) // 2 for _key, part in answers))
    single_pct = 100 - (100 - check_confidence(confidence_pct)) / pairs
    apart = {str(name) for (_by, name), part in answers if _are_apart(part, single_pct)}
    number = counted(rows["name"].nunique(), "answer")
    if not apart:
        return _("{label}: groups surely differ on none of {answers}", label=label, answers=number)
    return _(
        "{label}: groups surely differ on {n} of {answers}",
        label=label,
        n=len(apart),
        answers=number,
    )


def _are_apart(part: pd.DataFrame, confidence_pct: float) -> bool:
    ends = [
        wilson(share, base, confidence_pct)
        for share, base in zip(part["share_pct"], part["base"], strict=True)
    ]
    return max(low for low, _high in ends) > min(high for _low, high in ends)


def title_places(survey: Survey, there: pd.DataFrame) -> str:
    """In how many countries the governments on the map are, by `government_cities`."""
    return _(
        "{n} of {answered} {unit} that answered are on the map, in {countries}",
        n=f"{len(there):,}",
        answered=f"{survey.answered:,}",
        unit=survey.unit,
        countries=counted(there["country"].nunique(), "country", "countries"),
    )


def title_participants(by: str, rows: pd.DataFrame, answered: int) -> str:
    """Who answered, by one breakdown: response rates where those invited are known, else the largest groups."""
    known = rows[~rows["withheld"] & (rows["answered"] > 0)]
    rate = (100 * known["answered"] / known["invited"]).dropna().sort_values(kind="stable")
    if len(rate) > 1:
        return _(
            "{by}: from {low} % ({least}) to {high} % ({most}) answered",
            by=by,
            low=decimal(rate.iloc[0], 0),
            least=known.loc[rate.index[0], "name"],
            high=decimal(rate.iloc[-1], 0),
            most=known.loc[rate.index[-1], "name"],
        )
    top = known.sort_values("answered", ascending=False, kind="stable").head(NAMED)
    if top.empty:
        return _("{by}: all groups are too small to be shown", by=by)
    groups = listed(
        _("{name} {n}", name=name, n=f"{int(n):,}")
        for name, n in zip(top["name"], top["answered"], strict=True)
    )
    return _("{by}, of {n} that answered: {groups}", by=by, n=f"{answered:,}", groups=groups)
