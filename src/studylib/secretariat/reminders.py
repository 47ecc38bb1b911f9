"""Whom to remind of what: a list for a mail merge, without addresses, which the secretariat adds from its own book."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from babel.languages import get_official_languages

from quire.core.errors import Faults, StudyError
from quire.core.project import Project, recover, write_atomically
from quire.tables.csvfiles import to_csv
from quire.tables.schemas import read_schemas
from quire.tables.spreadsheets import to_spreadsheet
from quire.text.messages import _, ngettext
from quire.text.words import listed
from studylib.data.editions import load_edition
from studylib.data.fieldwork import answers_of, list_asked
from studylib.data.fieldwork_files import (
    CITIES,
    INCOMING,
    NO_CONSENT,
    read_fieldwork,
    read_saved,
    select_doubts,
)
from studylib.forms.parts import arrange, numbers_of
from studylib.intake.desk import DOUBTS
from studylib.questionnaire.filters import was_asked
from studylib.questionnaire.model import Questionnaire

COLUMNS = ["participant", "city", "country_code", "language", "days", "open"]


def write_reminders(project: Project, edition: str) -> tuple[Path, int]:
    """Write `data/incoming/<edition>/reminders.csv`; return it with how many cities it has.

    Raises
    ------
    StudyError
        If there is no such edition, it keeps no calendar, or its cities are not on this machine.
    Faults
        With every fault of its files; nothing was written.
    """
    known = load_edition(project, edition)
    folder = project.incoming / edition
    if known.preparation is None or not (folder / f"{CITIES}.csv").is_file():
        what = f"the cities of edition {edition!r} are not on this machine"
        repair = f"put {CITIES}.csv there; an empty one is written by: study new"
        raise StudyError(what, where=f"data/{INCOMING}/{edition}", repair=repair)
    read, faults = read_fieldwork(project, [known], {}, read_schemas(project))
    if faults:
        raise Faults(faults, where=f"data/{INCOMING}/{edition}")
    files = read[edition]
    frame = list_reminders(
        files.tables[CITIES],
        answers_of(files),
        read_saved(folder / DOUBTS),
        files.questionnaire,
        known.preparation.as_of.isoformat(),
    )
    path = folder / "reminders.csv"
    recover(project)
    write_atomically(path, to_spreadsheet(to_csv(frame)))
    return path, len(frame)


def list_reminders(
    cities: pd.DataFrame,
    answers: pd.DataFrame,
    doubts: pd.DataFrame,
    questionnaire: Questionnaire | None,
    as_of: str,
) -> pd.DataFrame:
    """The cities that have something open, those that have waited longest first.

    Parameters
    ----------
    cities
        Those that were invited, as in `cities.csv`.
    answers
        What came in, as `fieldwork.answers_of` gives it: `participant`, `item`, `value`.
    doubts
        What is to be decided: a `city` and `participant` in each row; may have no rows and no columns.
    questionnaire
        For the required questions and the languages.
    as_of
        The day that the files speak of, as ISO date.

    Returns
    -------
    DataFrame
        `participant`, `city`, `country_code`, `language` (in which to write: the official one of the country that the
        questionnaire has), `days` since the invitation, `open` (what is, in words). A city that allows nothing is left alone.
    """
    languages = questionnaire.languages if questionnaire else ("en",)
    given = {str(name): rows for name, rows in answers.groupby("participant")}
    rows = []
    for city in cities.to_dict("records"):
        own = given.get(city["participant"], answers.iloc[:0])
        still = say_open(city, own, len(select_doubts(doubts, city)), questionnaire)
        if still:
            language = choose_language(city["country_code"], languages)
            waited = _days(city["invited_on"], as_of)
            rows.append(
                (
                    city["participant"],
                    city["city"],
                    city["country_code"],
                    language,
                    waited,
                    still,
                )
            )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values(["days", "city"], ascending=[False, True], ignore_index=True)


def say_open(
    city: Mapping[Any, Any], answers: pd.DataFrame, doubts: int, questionnaire: Questionnaire | None
) -> str:
    """What a city has not done yet, in words; empty if nothing, or if it allows nothing."""
    if city.get("consent") == NO_CONSENT:
        return ""
    if not city["answered_on"] and answers.empty:
        return _("no answer yet")
    parts = []
    if not city["answered_on"]:
        parts.append(_("answers begun, not sent"))
    numbers = list_required(questionnaire, answers) if questionnaire else []
    if numbers:
        said = ngettext(
            "question {numbers}", "questions {numbers}", len(numbers), numbers=listed(numbers)
        )
        parts.append(_("no answer to {questions}", questions=said))
    if city["answered_on"] and not city.get("consent"):
        parts.append(_("consent to publication"))
    if doubts:
        parts.append(
            ngettext("{n} answer to be made clear", "{n} answers to be made clear", doubts)
        )
    return "; ".join(parts)


def list_required(questionnaire: Questionnaire, answers: pd.DataFrame) -> list[str]:
    """Numbers, as in the forms, of the required questions that were put to a city and have no answer."""
    given = {str(item): tuple(rows["value"]) for item, rows in answers.groupby("item")}
    numbers = numbers_of(arrange(questionnaire))
    still = [
        numbers[question.name]
        for question in list_asked(questionnaire)
        if question.required and question.name not in given and was_asked(question.relevant, given)
    ]
    return list(dict.fromkeys(still))


def choose_language(country_code: str, languages: Iterable[str]) -> str:
    """The official language of a country that there are words in; else the first there is.

    >>> [choose_language(country, ["en", "es"]) for country in ("UY", "MX", "JP")]
    ['es', 'es', 'en']
    """
    there = list(languages)
    official = get_official_languages(country_code, de_facto=True)
    return next((code for code in official if code in there), there[0])


def _days(start: str, end: str) -> int:
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
