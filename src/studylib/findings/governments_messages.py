"""The key messages of what governments answered, apart from those of residents; they claim no more than their intervals support.

Surveys in, messages with their figure out; they are shown as cards like those of `key_messages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import pandas as pd

from quire.showing.findings import Cards, Finding
from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import capital, counted, decimal, interval, listed, small, whole
from studylib.data.tables import EditionFacts
from studylib.findings.governments_words import source
from studylib.findings.key_messages import FEW, MOST, KeyMessage
from studylib.questions.governments import (
    Survey,
    count_places,
    list_shares,
    order_by_share,
    select_all,
)
from studylib.statistics.intervals import check_confidence, wilson

PARTICIPATION, ELEMENTS = "answering_governments", "governments_elements"
"""Pages that tell more."""


def cards(study: EditionFacts, surveys: Sequence[Survey], confidence_pct: float) -> Finding:
    """The messages of all surveys of governments beside an edition, and whose answers they are."""
    messages = [one for survey in surveys for one in say_survey(survey, confidence_pct)]
    columns = ["figure", "message", "basis", "page"]
    frame = pd.DataFrame([astuple(one) for one in messages[:MOST]], columns=columns)
    intro = _(
        "These are answers of governments, of the years that stand with them, and not of "
        "residents. No sample was drawn: those that answered are not a random choice of all. "
        "Intervals are at {confidence} per cent and show chance in who answered alone.",
        confidence=f"{confidence_pct:g}",
    )
    return Finding(
        Statement("government_messages", len(frame), intro, origin="instruments"),
        Cards(
            "government-messages",
            frame,
            _("Key messages of governments beside the {year} edition", year=study.year),
            " ".join(source(survey) for survey in surveys),
        ),
    )


def say_survey(survey: Survey, confidence_pct: float) -> list[KeyMessage]:
    """Who answered, what most governments name as slowing, and what as easing."""
    named = (_say_most_named(survey, side, confidence_pct) for side in ("slows", "eases"))
    return [_say_who(survey), *(message for message in named if message is not None)]


def find_leaders(shares: pd.DataFrame, pairs: pd.DataFrame, confidence_pct: float) -> list[int]:
    """The answer that most name, with all that cannot be told apart from it.

    Parameters
    ----------
    shares
        `key` (option or item) and `share_pct`, the most named first.
    pairs
        The rows of `government_pairs` of the same question.
    confidence_pct
        Coverage of all the comparisons together: each has its part of what is left (Bonferroni).

    Returns
    -------
    list
        Places in `shares`: the first, then those of which as many as name the first alone may name
        the other alone. One that shares no pair with the first cannot be told apart from it.

    Notes
    -----
    Both answers are of the same governments, so only those that name one of the two count: McNemar
    (1947), "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12(2), 153-157. The two differ if Wilson's interval of the part that
    names the first leaves out one half.

    >>> shares = pd.DataFrame({"key": ["a", "b", "c"], "share_pct": [60.0, 55.0, 10.0]})
    >>> pairs = pd.DataFrame(
    ...     [["a", "b", 8, 7], ["a", "c", 26, 1]], columns=["option_a", "option_b", "a_only", "b_only"]
    ... )
    >>> find_leaders(shares, pairs, 95)
    [0, 1]
    """
    keys = shares["key"].tolist()
    single_pct = 100 - (100 - check_confidence(confidence_pct)) / max(len(keys) - 1, 1)
    alone: dict[str, tuple[int, int]] = {}
    columns = (pairs[name] for name in ("option_a", "option_b", "a_only", "b_only"))
    for a, b, a_only, b_only in zip(*columns, strict=True):
        alone |= {b: (a_only, b_only)} if a == keys[0] else {}
        alone |= {a: (b_only, a_only)} if b == keys[0] else {}
    return [
        place
        for place, key in enumerate(keys)
        if not place or not _is_more(*alone.get(key, (0, 0)), single_pct)
    ]


def _is_more(first: int, other: int, confidence_pct: float) -> bool:
    """Whether more name the first alone than the other alone, by more than chance."""
    both = first + other
    return both > 0 and wilson(100 * first / both, both, confidence_pct)[0] > 50


def _say_who(survey: Survey) -> KeyMessage:
    """How many governments answered, of how many, and where they are."""
    n, facts = f"{survey.answered:,}", survey.facts
    parts = {"n": n, "unit": survey.unit, "title": facts["title"], "years": survey.years}
    places = count_places(survey)
    if survey.invited is not None:
        said = _(
            "{n} of {invited} {unit} answered ‘{title}’, {years}.",
            invited=f"{survey.invited:,}",
            **parts,
        )
    elif places > 1:
        where = counted(places, "country", "countries")
        said = _("{n} {unit} in {where} answered ‘{title}’, {years}.", where=where, **parts)
    else:
        said = _("{n} {unit} answered ‘{title}’, {years}.", **parts)
    who = small(str(facts["asked_by"]))
    basis = _("asked by {who}", who=who)
    if survey.invited is None:
        basis = _("asked by {who}; how many were asked is not known", who=who)
    return KeyMessage(n, said, basis, PARTICIPATION)


def _say_most_named(survey: Survey, side: str, confidence_pct: float) -> KeyMessage | None:
    """What is named most often, with what cannot be told apart from it; nothing where nobody asked or all is withheld."""
    question = survey.question_on(side)
    if not question:
        return None
    shares = order_by_share(select_all(list_shares(survey, question), confidence_pct))
    shares = shares[shares["state"] == ""].reset_index(drop=True)
    shares["key"] = shares["option"].where(shares["option"] != "", shares["item"])
    if shares.empty:
        return None
    first, *others = find_leaders(shares, survey.of("pairs", question), confidence_pct)
    row, near = shares.to_dict("records")[first], shares.loc[others]
    share = decimal(row["share_pct"], 0)
    parts = {
        "unit": capital(survey.unit),
        "name": row["name"],
        "share": share,
        "years": survey.years,
    }
    said: str = (
        _("{unit} name ‘{name}’ most often as slowing: {share} per cent, {years}.", **parts)
        if side == "slows"
        else _("{unit} name ‘{name}’ most often as easing: {share} per cent, {years}.", **parts)
    )
    if others:
        names = (
            _("‘{name}’ ({share})", name=name, share=decimal(share, 0))
            for name, share in zip(near["name"], near["share_pct"], strict=True)
        )
        close = listed(names) if len(others) < FEW else _("{n} others", n=len(others))
        apart = _("When all are compared, {others} cannot be told apart from it.", others=close)
        said = f"{said} {apart}"
    basis = _(
        "{n} {unit} that answered, interval {ends}",
        n=whole(row["base"]),
        unit=survey.unit,
        ends=interval(row["low"], row["high"], 0),
    )
    return KeyMessage(f"{share} %", said, basis, ELEMENTS)
