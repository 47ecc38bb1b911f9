"""The secretariat's pages of the cities that an edition invited: how each stands, what it answered, what is still to be decided.

They stand in the internal book only; their words are in the templates `invited_city.md` and `invited_cities.md`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from quire.book.templating import Page
from quire.core.project import Project
from quire.tables.schemas import read_schemas
from quire.text.cells import Link
from quire.text.messages import _
from studylib.data.editions import Edition
from studylib.data.fieldwork import answers_of
from studylib.data.fieldwork_files import (
    CITIES,
    NO_CONSENT,
    Files,
    read_fieldwork,
    read_saved,
    select_doubts,
)
from studylib.intake.desk import DOUBTS
from studylib.pages.page_values import read_frame
from studylib.pages.publications import year_name
from studylib.questionnaire.codebook import find_codebook_questions, words
from studylib.questionnaire.filters import was_asked
from studylib.questionnaire.model import CLOSED, Question, Questionnaire

FOLDER = "cities"
DOUBT = ("what", "question", "value", "suggestion", "options")
"""Columns of the table of doubts that a page shows."""
OPEN, NOT_PUT = _("no answer"), _("not asked")
NOTHING = pd.DataFrame(columns=["item", "value", "position"])


@dataclass(frozen=True)
class InvitedCity:
    """The page of a city that was invited.

    Attributes
    ----------
    name
        How the book calls the edition.
    days
        Days from the invitation to the answer, or to `as_of` while there is none.
    consent, answers, doubts
        What the city allows; a row for every question, with the answer and whether it is required; a row for every doubt that
        a person has to decide. Where it allows nothing, there are no rows.
    """

    template: ClassVar[str] = "invited_city.md"
    name: str
    as_of: str
    city: str
    country: str
    invited_on: str
    answered_on: str
    days: int
    consent: str
    answers: Sequence[Sequence[str]] = ()
    doubts: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class InvitedCities:
    """The list of the cities that an edition invited: a row of cells each."""

    template: ClassVar[str] = "invited_cities.md"
    name: str
    as_of: str
    rows: Sequence[Sequence[object]]


def secretariat_files(project: Project, editions: Sequence[Edition]) -> dict[str, bytes | Page]:
    """The pages of all editions that are not published and whose cities are known on this machine, by path in the book."""
    files: dict[str, bytes | Page] = {}
    for edition in editions:
        if edition.public or edition.preparation is None:
            continue
        read, _faults = read_fieldwork(project, [edition], {}, read_schemas(project))
        own = read[edition.id]
        if CITIES in own.tables:
            files |= _pages(project, edition, year_name(edition, editions), own)
    return files


def _pages(project: Project, edition: Edition, name: str, own: Files) -> dict[str, bytes | Page]:
    assert edition.preparation is not None
    as_of = edition.preparation.as_of.isoformat()
    folder = f"editions/{edition.id}/{FOLDER}"
    doubts = read_saved(project.incoming / edition.id / DOUBTS)
    countries = {row["country_code"]: row["country"] for row in read_frame(project, "countries")}
    given = {str(key): part for key, part in answers_of(own).groupby("participant")}
    cities = own.tables[CITIES].sort_values(["city", "participant"]).to_dict("records")
    made = {
        city["participant"]: InvitedCity(
            name=name,
            as_of=as_of,
            city=city["city"],
            country=countries.get(city["country_code"], city["country_code"]),
            invited_on=city["invited_on"],
            answered_on=city["answered_on"],
            days=_days(city["invited_on"], city["answered_on"] or as_of),
            consent=city["consent"],
            answers=list_answers(own.questionnaire, given.get(city["participant"], NOTHING))
            if city["consent"] != NO_CONSENT
            else (),
            doubts=list_doubts(select_doubts(doubts, city))
            if city["consent"] != NO_CONSENT
            else (),
        )
        for city in cities
    }
    rows = [
        [
            Link(page.city, f"{FOLDER}/{participant}.html"),
            *(page.country, page.invited_on, page.answered_on, page.days, page.consent),
            len(page.doubts),
        ]
        for participant, page in made.items()
    ]
    pages: dict[str, bytes | Page] = {f"{folder}.md": InvitedCities(name, as_of, rows)}
    return pages | {f"{folder}/{participant}.md": page for participant, page in made.items()}


def list_answers(questionnaire: Questionnaire | None, answers: pd.DataFrame) -> list[list[str]]:
    """Every question with what one city answered, in words of the questionnaire.

    Parameters
    ----------
    answers
        Its rows, as `fieldwork.answers_of` gives them.
    """
    if questionnaire is None:
        return []
    items = {str(item): part for item, part in answers.groupby("item", sort=False)}
    given = {item: tuple(part["value"]) for item, part in items.items()}
    rows = []
    for question in find_codebook_questions(questionnaire):
        part = items.get(question.name)
        if question.kind == "file" or (question.other_of and part is None):
            continue
        put = was_asked(question.relevant, given)
        said = _say_answer(question, part, questionnaire) if part is not None else ""
        must = _("required") if question.required and put else ""
        rows.append(
            [_say_question(question, questionnaire), said or (OPEN if put else NOT_PUT), must]
        )
    return rows


def list_doubts(doubts: pd.DataFrame) -> list[list[str]]:
    """What a page shows of each doubt about a city."""
    return doubts.reindex(columns=DOUBT, fill_value="").to_numpy().tolist()


def _say_question(question: Question, questionnaire: Questionnaire) -> str:
    """A question, or a row of a matrix behind what the matrix asks."""
    own = words(question.labels, questionnaire)
    matrix = questionnaire.groups.get(question.matrix)
    return (
        _("{matrix}: {row}", matrix=words(matrix.labels, questionnaire), row=own) if matrix else own
    )


def _say_answer(question: Question, part: pd.DataFrame, questionnaire: Questionnaire) -> str:
    if question.kind in CLOSED:
        labels = {choice.name: words(choice.labels, questionnaire) for choice in question.choices}
        order = part.sort_values("position") if question.kind == "rank" else part
        return "; ".join(labels.get(value, value) for value in order["value"])
    values = "; ".join(part["value"])
    return _("{value} {unit}", value=values, unit=question.unit) if question.unit else values


def _days(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
