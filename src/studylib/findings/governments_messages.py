"""The key messages of what governments answered, apart from those of residents; they claim no more than their intervals support.

Surveys in, messages with their figure out; they are shown as cards like those of `key_messages`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from quire.showing.findings import Cards, Finding, Heading
from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import counted, decimal, interval, listed, small, whole
from studylib.data.labels import without_aside
from studylib.data.tables import EditionFacts
from studylib.findings.governments_words import source
from studylib.findings.key_messages import tabulate
from studylib.findings.leading import FEW
from studylib.findings.messages import GOVERNMENTS, KeyMessage
from studylib.questionnaire.model import ROLES
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
    frame = tabulate(messages)
    intro = _(
        "These are answers of governments, not of residents, from the years that are given. "
        "No sample was drawn: those that answered are not a random choice of all. "
        "Intervals are at {confidence} per cent and show only the chance in who answered.",
        confidence=f"{confidence_pct:g}",
    )
    return Finding(
        Cards(
            "government-messages",
            frame,
            _("Key messages of governments beside the {year} edition", year=study.year),
            " ".join(source(survey) for survey in surveys),
        ),
        Heading(_("How this is known")),
        Statement("government_messages", len(frame), intro, origin="instruments"),
    )


def say_survey(survey: Survey, confidence_pct: float) -> list[KeyMessage]:
    """What most governments name where they were asked what slows, and what eases, and who answered."""
    return [*say_most_named(survey, confidence_pct), say_who(survey)]


def say_most_named(survey: Survey, confidence_pct: float) -> list[KeyMessage]:
    """What most governments name where they were asked what slows, and what eases; nothing where nobody asked or all is withheld."""
    named = (_say_most_named(survey, side, confidence_pct) for side in ROLES)
    return [message for message in named if message is not None]


def find_leaders(
    shares: pd.DataFrame, pairs: pd.DataFrame, confidence_pct: float, times: float = math.inf
) -> list[int]:
    """The answer that most name, with all that as many may name.

    Parameters
    ----------
    shares
        `key` (option or item) and `share_pct`, the most named first.
    pairs
        The rows of `government_pairs` of the same question.
    confidence_pct
        Coverage of all the comparisons together: each has its part of what is left (Bonferroni).
    times
        How many governments there are for each that answered; endless unless given, as with `wilson`.

    Returns
    -------
    list
        Places in `shares`: the first, then those of which as many as name the first alone may name
        the other alone. One that shares no pair with the first may be as many.

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
        if not place or not _is_more(*alone.get(key, (0, 0)), single_pct, times)
    ]


def _is_more(first: int, other: int, confidence_pct: float, times: float) -> bool:
    """Whether more name the first alone than the other alone, by more than chance."""
    both = first + other
    return both > 0 and wilson(100 * first / both, both, confidence_pct, both * times)[0] > 50


def say_who(survey: Survey) -> KeyMessage:
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
    return KeyMessage(n, said, basis, PARTICIPATION, GOVERNMENTS)


class MostNamed(NamedTuple):
    """What governments name most often on a question: the first answer, those that as many may name, and how sure the first is."""

    question: str
    leaders: pd.DataFrame
    basis: str


def find_most_named(survey: Survey, side: str, confidence_pct: float) -> MostNamed | None:
    """What is named most often as slowing or easing, with all that may lead; nothing where nobody asked or all is withheld."""
    question = survey.question_on(side)
    if not question:
        return None
    shares = order_by_share(select_all(list_shares(survey, question), confidence_pct))
    shares = shares[shares["state"] == ""].reset_index(drop=True)
    shares["key"] = shares["option"].where(shares["option"] != "", shares["item"])
    if shares.empty:
        return None
    # the same share of all governments as the intervals of the shares go by
    times = (shares["population"] / shares["base"]).fillna(math.inf).max()
    places = find_leaders(shares, survey.of("pairs", question), confidence_pct, times)
    leaders = shares.loc[places]
    first = leaders.to_dict("records")[0]
    parts = {
        "n": whole(first["base"]),
        "unit": survey.unit,
        "name": first["name"],
        "ends": interval(first["low"], first["high"], 0),
    }
    if len(leaders) == 1:
        basis = _("{n} {unit} that answered, interval {ends}", **parts)
    else:
        basis = _("{n} {unit} that answered, interval of ‘{name}’ {ends}", **parts)
    return MostNamed(question, leaders, basis)


def _say_most_named(survey: Survey, side: str, confidence_pct: float) -> KeyMessage | None:
    """What is named most often, no surer than the answers are; nothing where nobody asked or all is withheld."""
    most = find_most_named(survey, side, confidence_pct)
    if most is None:
        return None
    first = most.leaders.to_dict("records")[0]
    share = decimal(first["share_pct"], 0)
    said = _say_named(survey, most.question, (first["name"], share), most.leaders.iloc[1:])
    return KeyMessage(f"{share} %", said, most.basis, ELEMENTS, GOVERNMENTS)


def _say_named(survey: Survey, question: str, first: tuple[str, str], near: pd.DataFrame) -> str:
    """The sentence on the answer that most name, with those that as many may name.

    The question is named: what is a problem of one kind of work, or a support that is wished for, is no more than that.
    """
    parts = {
        "question": without_aside(str(survey.question(question)["label"])),
        "unit": survey.unit,
        "years": survey.years,
        "n": len(near) + 1,
        "name": first[0],
        "share": first[1],
    }
    if near.empty:
        return _(
            "On ‘{question}’, {unit} most often named ‘{name}’: {share} per cent, {years}.", **parts
        )
    if len(near) >= FEW:
        return _(
            "On ‘{question}’, ‘{name}’ is one of {n} answers that {unit} named most often: "
            "{share} per cent, {years}. The answers cannot tell which of them leads.",
            **parts,
        )
    both = listed(
        _("‘{name}’ ({share} per cent)", name=name, share=part)
        for name, part in (
            first,
            *((name, decimal(part, 0)) for name, part in near[["name", "share_pct"]].to_numpy()),
        )
    )
    return _(
        "On ‘{question}’, {unit} most often named {both}, {years}. "
        "The answers cannot tell which of them leads.",
        both=both,
        **parts,
    )
