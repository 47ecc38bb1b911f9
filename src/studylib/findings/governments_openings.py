"""What each page on governments opens with: one to three sentences that no interval contradicts, each with its survey and years."""

from __future__ import annotations

from collections.abc import Sequence

from quire.showing.findings import Finding, Opening
from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import counted
from studylib.findings.governments_messages import say_most_named, say_who
from studylib.findings.governments_words import NO_SURVEY, say_share
from studylib.findings.messages import KeyMessage, state_messages
from studylib.questions import governments
from studylib.questions.governments import Form, Survey

MOST = 3
"""More surveys are not said in an opening."""


def participation(surveys: Sequence[Survey]) -> Finding:
    """Who answered each survey, and that they are not residents.

    Parameters
    ----------
    surveys
        As `governments.split_surveys` gives them.
    """
    who = [say_who(survey) for survey in surveys[:MOST]]
    apart = _("These are governments; residents are on other pages.") if surveys else NO_SURVEY
    return Finding(
        Opening(
            *_state(who, "instruments: invited, answered"),
            Statement("opening_apart", len(surveys), apart, origin="instruments"),
        )
    )


def answers(surveys: Sequence[Survey], confidence_pct: float) -> Finding:
    """To how many questions most governments surely gave one and the same answer, with the surest.

    Parameters
    ----------
    surveys
        As in `participation`.
    confidence_pct
        Coverage of the intervals.
    """
    said = [
        Statement(
            f"opening_{number}",
            agreed,
            text,
            origin=_("government_tallies: questions of which one answer is chosen"),
        )
        for number, survey in enumerate(surveys[:MOST], start=1)
        for agreed, text in [_say_agreed(survey, confidence_pct)]
    ]
    none = Statement("opening", None, NO_SURVEY, origin="instruments")
    return Finding(Opening(*said or [none]))


def _say_agreed(survey: Survey, confidence_pct: float) -> tuple[int, str]:
    """Questions of one answer, of which one has more than half of the governments in its whole interval."""
    questions = [
        question
        for question in survey.questions.sort_values("position")["question"]
        if survey.question(question)["kind"] == "select_one"
        and governments.choose_form(survey, question) is Form.BARS
        and survey.answered_to(question)
    ]
    tops = []
    for question in questions:
        rows = governments.select_all(governments.list_shares(survey, question), confidence_pct)
        if len(rows) and (top := governments.order_by_share(rows).iloc[0])["low"] > 50:
            tops.append((survey.question(question)["label"].rstrip("?."), top))
    parts = {
        "years": survey.years,
        "unit": survey.unit,
        "n": len(tops),
        "questions": counted(len(questions), "question"),
    }
    if not tops:
        return 0, _(
            "On none of {questions} with one answer to choose did most {unit} surely choose the same, "
            "{years}.",
            **parts,
        )
    label, top = max(tops, key=lambda one: float(one[1]["low"]))
    return len(tops), _(
        "On {n} of {questions} with one answer to choose, most {unit} chose the same, {years}. "
        "For instance, they chose “{name}” on “{label}”: {share}.",
        name=top["name"],
        label=label,
        share=say_share(top),
        **parts,
    )


def elements(surveys: Sequence[Survey], confidence_pct: float) -> Finding:
    """What governments name most as slowing and as easing, and what nobody asked them.

    Parameters
    ----------
    surveys, confidence_pct
        As in `answers`.
    """
    named = [one for survey in surveys for one in say_most_named(survey, confidence_pct)]
    asked = {side for survey in surveys for side in ("slows", "eases") if survey.question_on(side)}
    lacking = {
        "slows": _("Nobody asked them what slows their work."),
        "eases": _("Nobody asked them what eases their work."),
    }
    unasked = [text for side, text in lacking.items() if side not in asked]
    return Finding(
        Opening(
            *_state(named[:MOST], "government_tallies, government_pairs"),
            Statement(
                "opening_unasked",
                len(unasked),
                " ".join(unasked) if surveys else NO_SURVEY,
                origin="instruments: slows, eases",
            ),
        )
    )


def _state(messages: Sequence[KeyMessage], origin: str) -> list[Statement]:
    return state_messages(messages, origin, lambda **parts: _("{message} ({basis}).", **parts))
