"""What comes first of several things, told no surer than the intervals are.

Frames in; `Leading` out, and the sentence on it. Which things are compared is decided in `key_messages`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from quire.text.messages import _
from quire.text.words import decimal, listed
from studylib.statistics.estimates import Estimate
from studylib.statistics.intervals import check_confidence, estimate_mean

FEW = 3
"""As many things are named together where the survey cannot tell which is first; more are only counted."""


def leaders(
    wide: pd.DataFrame, country: pd.Series, confidence_pct: float, sign: int = 1
) -> list[str]:
    """The column with the highest mean over cities, with all that may be as high.

    Parameters
    ----------
    wide
        Cities in rows, what is compared in columns; one unit.
    country
        Country of each city.
    confidence_pct
        Coverage of all the comparisons together: each has its part of what is left (Bonferroni).
    sign
        1 for the highest, -1 for the lowest.

    Returns
    -------
    list
        The first one, then those whose mean difference to it, over cities that have both, has an
        interval that holds zero (`intervals.estimate_mean` by country), in the order of means.

    >>> wide = pd.DataFrame({"a": [60.0, 62, 61], "b": [50.0, 51, 52], "c": [61.0, 61, 60]})
    >>> leaders(wide, pd.Series(["X", "Y", "Z"]), 95)
    ['a', 'c']
    """
    order = list((sign * wide.mean()).sort_values(ascending=False, kind="stable").index)
    single_pct = 100 - (100 - check_confidence(confidence_pct)) / max(len(order) - 1, 1)
    first, kept = order[0], [str(order[0])]
    for other in order[1:]:
        difference = (sign * (wide[first] - wide[other])).dropna()
        if not estimate_mean(difference, country, single_pct).low > 0:
            kept.append(str(other))
    return kept


@dataclass(frozen=True)
class Leading:
    """What comes first of several things, what may come before it as well as not, and how sure its mean is."""

    first: str
    others: tuple[tuple[str, float], ...]
    mean: Estimate

    @property
    def number(self) -> int:
        """How many things share the first place."""
        return len(self.others) + 1


def find_leading(
    wide: pd.DataFrame, country: pd.Series, confidence_pct: float, sign: int = 1
) -> Leading:
    """The first of several things by `leaders`, with the interval of its mean over cities."""
    first, *others = leaders(wide, country, confidence_pct, sign)
    means = tuple((other, float(wide[other].mean())) for other in others)
    return Leading(first, means, estimate_mean(wide[first], country, confidence_pct))


def say_leading_answers(leading: Leading, sign: int, year: int | None, asked: str) -> str:
    """Which of the questions `asked` residents answer most (1) or least (-1) favourably, no surer than the survey is."""
    share = decimal(leading.mean.value, 0)
    parts = {"year": year, "asked": asked, "first": leading.first, "share": share}
    if not leading.others:
        return (
            _(
                "Of {asked} in {year}, residents answered most favourably on {first} "
                "(mean {share} per cent).",
                **parts,
            )
            if sign > 0
            else _(
                "Of {asked} in {year}, residents answered least favourably on {first} "
                "(mean {share} per cent).",
                **parts,
            )
        )
    if leading.number > FEW:
        return (
            _(
                "Of {asked} in {year}, {first} (mean over cities {share} per cent) is one of {n} "
                "that residents answered most favourably. "
                "The survey cannot tell which of them is highest.",
                n=leading.number,
                **parts,
            )
            if sign > 0
            else _(
                "Of {asked} in {year}, {first} (mean over cities {share} per cent) is one of {n} "
                "that residents answered least favourably. "
                "The survey cannot tell which of them is lowest.",
                n=leading.number,
                **parts,
            )
        )
    named = listed(
        _("{name} ({share} per cent)", name=name, share=decimal(share, 0))
        for name, share in ((leading.first, leading.mean.value), *leading.others)
    )
    said = (
        _(
            "Of {asked} in {year}, residents answered most favourably on {named}, "
            "by means over cities.",
            named=named,
            **parts,
        )
        if sign > 0
        else _(
            "Of {asked} in {year}, residents answered least favourably on {named}, "
            "by means over cities.",
            named=named,
            **parts,
        )
    )
    return f"{said} {_say_open(leading.number, sign)}"


def say_leading_scores(leading: Leading, sign: int, year: int | None, all_areas: int) -> str:
    """Which area of `all_areas` has the highest (1) or lowest (-1) scores, no surer than the survey is."""
    first = (leading.first, leading.mean.value)
    named = listed(
        _("{name} ({score} of 100)", name=name, score=decimal(score, 0))
        for name, score in (first, *leading.others[: FEW - 1])
    )
    parts = {"year": year, "all": all_areas, "named": named, "n": leading.number}
    if leading.number > FEW:
        return (
            _(
                "In {year}, {named} are among the {n} of {all} areas with the highest mean scores "
                "over cities. The survey cannot tell which of them is highest.",
                **parts,
            )
            if sign > 0
            else _(
                "In {year}, {named} are among the {n} of {all} areas with the lowest mean scores "
                "over cities. The survey cannot tell which of them is lowest.",
                **parts,
            )
        )
    said = (
        _(
            "Of {all} areas in {year}, scores were highest for {named}, by means over cities.",
            **parts,
        )
        if sign > 0
        else _(
            "Of {all} areas in {year}, scores were lowest for {named}, by means over cities.",
            **parts,
        )
    )
    return f"{said} {_say_open(leading.number, sign)}" if leading.others else said


def _say_open(number: int, sign: int) -> str:
    """That nobody can tell which of those that share a place has it alone; of two one is higher, of more the highest."""
    if number == 2:
        return (
            _("The survey cannot tell which is higher.")
            if sign > 0
            else _("The survey cannot tell which is lower.")
        )
    return (
        _("The survey cannot tell which is highest.")
        if sign > 0
        else _("The survey cannot tell which is lowest.")
    )
