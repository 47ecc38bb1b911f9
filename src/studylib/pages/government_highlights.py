"""The answers of one government that say most in few words: what slows it, what eases its work, and what else it chose from lists.

The page of its city and the opening of its own page show them; all answers are in `government_answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from quire.text.markup import one_line
from studylib.pages.government_answers import Counted, Own, split_answers
from studylib.pages.government_tables import Governments
from studylib.questionnaire.model import ROLES
from studylib.questions.governments import APART

LIST = "select_multiple"
"""Kind of questions that are answered from a list."""

SHOWN = 3
"""As many answers are highlights."""


@dataclass(frozen=True)
class Highlight:
    """An answer in short.

    Attributes
    ----------
    side
        What it is about, `slows` or `eases`; empty for any other question.
    question, label
        Name and label of the question.
    chosen
        What the government chose; empty if it did not answer.
    nothing
        Whether it chose nothing but the option that nothing of the list is so.
    """

    side: str
    question: str
    label: str
    chosen: tuple[str, ...]
    nothing: bool = False


@dataclass(frozen=True)
class Said:
    """What a government answered to one survey: its title, years, the page in the book without ending, and highlights."""

    title: str
    years: str
    page: str
    highlights: Sequence[Highlight]


def answers_of_cities(surveys: Sequence[Governments]) -> dict[str, list[Said]]:
    """By code of a city of the register, what its government answered; surveys after `government_tables.read_governments`."""
    made: dict[str, list[Said]] = {}
    for one in surveys:
        known = one.cities[one.cities["city_code"] != ""]
        counted, answers = Counted(one.survey), split_answers(one.answers)
        for code, respondent in zip(known["city_code"], known["respondent"], strict=True):
            own = pick_highlights(counted, answers.get(str(respondent), {}))
            page = f"{one.folder}/{respondent}"
            said = Said(str(one.survey.facts["title"]), one.survey.years, page, own)
            made.setdefault(str(code), []).append(said)
    return made


def pick_highlights(counted: Counted, own: Own) -> list[Highlight]:
    """What slows and what eases, answered or not, then the lists that it answered: those asked beside them, and the others.

    Lists are in the order of the questionnaire.
    """
    survey = counted.survey
    sides = {survey.question_on(side): side for side in ROLES if survey.question_on(side)}
    about = [counted.survey.question(name) for name in sides]
    lists = [
        one for one in counted.questions if one["kind"] == LIST and one["question"] not in sides
    ]
    sections = {one["section"] for one in about}
    lists.sort(key=lambda one: one["section"] not in sections)
    made = (_highlight(counted, own, one, sides) for one in [*about, *lists])
    return list(islice((one for one in made if one is not None), SHOWN))


def _highlight(
    counted: Counted, own: Own, question: Mapping[Any, Any], sides: Mapping[str, str]
) -> Highlight | None:
    """One answer in short; None if it is no choice from one list, or if a list on neither side was not answered."""
    name, label = str(question["question"]), one_line(str(question["label"]))
    items = counted.of("items", name)
    if name in sides and not any(str(item["item"]) in own for item in items):
        return Highlight(sides[name], name, label, ())
    if question["kind"] != LIST or len(items) != 1:
        return None
    chosen = list(_chosen(counted, own.get(str(items[0]["item"]), {}), name))
    named = tuple(said for said, state in chosen if state != "none")
    if not chosen:
        return None
    every = named or tuple(said for said, _state in chosen)
    return Highlight(sides.get(name, ""), name, label, every, nothing=not named)


def _chosen(counted: Counted, own: Mapping[str, str], question: str) -> Iterator[tuple[str, str]]:
    """Label and state of what a government chose, in the questionnaire's order, without what stands apart."""
    for option in counted.of("options", question):
        if str(option["option"]) in own and option["state"] not in APART:
            yield one_line(str(option["label"])), str(option["state"])
