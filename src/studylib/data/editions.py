"""What makes an edition, read from `data/raw/editions/<id>.yml`.

An edition is data: its fields are here, its figures are not, and no code names one.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from quire.core.errors import Fault, Faults, StudyError, nearest
from quire.core.project import SLUG, Project
from quire.study import FIGURES, PREPARATION
from quire.tables.models import Address, Day, Model, Name, Text, parse_model
from quire.text.messages import _
from quire.text.words import small
from studylib.data.instrument_papers import Instrument, list_beside, list_instruments

SURVEY = "survey"
"""What an edition offers to notebooks that a survey stands beside."""

GOVERNMENTS = "governments"
"""What an edition offers that a survey of city governments stands beside."""

Literal = bool | int | float | str
LARGEST = 1_000_000
"""A choice is a share, a number of cities or years, or of samples drawn; none is larger, or below nothing."""
Topic = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
DayOfWork = Annotated[Day, Field(ge=datetime.date(2000, 1, 1), le=datetime.date(2200, 12, 31))]


class Status(StrEnum):
    """How far an edition has come in this repository."""

    PUBLISHED = "published"
    """Its notebooks run and its pages are in the book."""
    RECORDED = "recorded"
    """It is known to exist and listed with its sources; no notebook runs for it yet."""
    PREPARATION = "in preparation"
    """Its cities are being asked; only the notebooks on how far that has come run for it."""
    CLOSED = "closed"
    """Its answers are fixed and its notebooks run, but only the internal book shows it."""


class Step(Model):
    """One step on the way to an edition: what, until when, and the day on which it was done."""

    step: Text
    due: DayOfWork
    done: DayOfWork | None


class Fieldwork(Model):
    """How far an edition has come.

    Attributes
    ----------
    as_of
        The day that the files speak of. What is late is judged against it, as the study has no clock.
    calendar
        Steps in the order in which they are due.
    """

    as_of: DayOfWork
    calendar: tuple[Step, ...]


class Participants(Model):
    """Who took part in UCLG's own study (never the cities of the official statistics)."""

    cities: int | None = Field(
        default=None, ge=1, le=LARGEST, description="number of cities, null if unknown"
    )
    countries: int | None = Field(
        default=None, ge=1, le=LARGEST, description="number of countries, null if unknown"
    )
    note: str = ""
    source: Address | None = Field(
        default=None,
        description="may be null while the edition is not published, or if it holds its own answers",
    )


class Edition(Model):
    """One edition of the study.

    Attributes
    ----------
    id
        The file's name without its ending; part of paths and addresses.
    year
        The year that UCLG names the edition by. The year of the figures is the wave's.
    wave
        Wave of the perception survey (a row of `framework/waves.csv`) whose figures stand on the subject; null if none does.
    topic
        The subject in a word or two; with the year it begins the title of each page of the edition.
    areas
        Focus areas, in the order of the pages.
    choices
        Values for the parameters of the notebooks, by name.
    preparation
        How far the edition has come, while it is in preparation; may stay in the file afterwards.
    instruments
        Surveys of city governments that stand beside it, by id; each says so itself.
    """

    id: str
    year: int = Field(ge=2000, le=2200)
    title: Text
    subject: Text
    topic: Topic
    status: Status
    areas: tuple[Name, ...] = Field(min_length=1)
    wave: Text | None = None
    statistics_max_age_years: int = Field(default=3, ge=0, le=20)
    participants: Participants = Participants()
    choices: dict[Name, Literal] = Field(default_factory=dict)
    sources: tuple[Address, ...] = ()
    preparation: Fieldwork | None = None
    instruments: tuple[str, ...] = ()

    def entitle(self, title: str) -> str:
        """How the page of a notebook is called in the book, where each edition has one of it."""
        return _("{topic} in {year}: {page}", topic=self.topic, year=self.year, page=small(title))

    @property
    def runs_notebooks(self) -> bool:
        """Whether the notebooks on its figures run: its answers are fixed."""
        return self.status in {Status.CLOSED, Status.PUBLISHED}

    @property
    def public(self) -> bool:
        """Whether it is published: all others are in the internal book only, if their notebooks run at all."""
        return self.status is Status.PUBLISHED

    @property
    def offers(self) -> frozenset[str]:
        """What notebooks may need of it: figures, the surveys beside it, or how far it has come; nothing if it is only recorded."""
        if self.in_preparation:
            return frozenset({PREPARATION})
        if not self.runs_notebooks:
            return frozenset()
        asked = {SURVEY: self.wave, GOVERNMENTS: self.instruments}
        return frozenset({FIGURES, *(word for word, there in asked.items() if there)})

    @property
    def in_preparation(self) -> bool:
        """Whether its cities are being asked, so that only the notebooks on that run."""
        return self.status is Status.PREPARATION


class _Counted(Participants):
    source: Address


class _Known(Edition):
    """An edition that has come out: somebody says so."""

    participants: _Counted
    sources: tuple[Address, ...] = Field(min_length=1)


class _Preparing(Edition):
    """An edition whose cities are being asked: nothing need be known of it but how far it has come."""

    preparation: Fieldwork


def _kind(data: dict[str, Any], asked: Instrument | None) -> type[Edition]:
    """What an edition file must hold, by its status; who took part is known of one whose own questionnaire was closed."""
    status = data.get("status")
    if status == Status.PREPARATION:
        return _Preparing
    return Edition if asked or status == Status.CLOSED else _Known


def _count_participants(edition: Edition, asked: Instrument | None) -> Edition:
    """The edition with the number of cities that answered its own questionnaire, if its file gives none."""
    if asked is None or edition.participants.cities is not None:
        return edition
    counted = edition.participants.model_copy(update={"cities": asked.answered})
    return edition.model_copy(update={"participants": counted})


def list_editions(project: Project) -> list[Edition]:
    """Every edition, in the order of year and id.

    Raises
    ------
    Faults
        With every fault of every edition file.
    """
    editions, faults = read_editions(project)
    if faults:
        raise Faults(faults, where="data/raw/editions")
    return editions


def load_edition(project: Project, edition: str) -> Edition:
    """One edition by its id; a misspelt id is answered with the nearest one."""
    editions = {each.id: each for each in list_editions(project)}
    if edition not in editions:
        raise StudyError(
            f"edition {edition!r} is unknown",
            where="data/raw/editions",
            repair=nearest(edition, editions),
        )
    return editions[edition]


def read_editions(project: Project) -> tuple[list[Edition], list[Fault]]:
    """Every edition that can be read, and the faults of those that cannot."""
    editions: list[Edition] = []
    faults: list[Fault] = []
    folder = project.raw / "editions"
    instruments, _ = list_instruments(project)
    if folder.is_dir():
        os.listdir(folder)  # refused where it cannot be read, which `glob` takes for empty
    for path in sorted(folder.glob("*.yml")):
        where = project.relative(path)
        if not SLUG.fullmatch(path.stem):
            faults.append(
                Fault(
                    where,
                    0,
                    "",
                    path.stem,
                    "no valid id of an edition",
                    "name the file with a-z, 0-9, '-' and '_' only",
                )
            )
            continue
        asked = next((one for one in instruments if one.own and one.id == path.stem), None)
        edition, found = parse_model(
            partial(_kind, asked=asked),
            path,
            where,
            {"id": path.stem, "instruments": list_beside(instruments, path.stem)},
        )
        faults.extend(found)
        if edition is not None:
            faults += [Fault(where, 0, *each) for each in _inside(edition)]
            editions.append(_count_participants(edition, asked))
    faults += _told_apart(editions, project)
    if not editions and not faults:
        faults.append(
            Fault(project.relative(folder), 0, "", "", "there is no edition", "add <year>.yml")
        )
    return sorted(editions, key=lambda each: (each.year, each.id)), faults


def _told_apart(editions: Sequence[Edition], project: Project) -> Iterator[Fault]:
    """Editions whose pages would have the same titles."""
    first: dict[tuple[str, int], str] = {}
    for edition in filter(attrgetter("offers"), editions):
        other = first.setdefault((edition.topic.casefold(), edition.year), edition.id)
        if other != edition.id:
            where = f"{project.relative(project.raw)}/editions/{edition.id}.yml"
            what = f"is that of edition {other}, which is of the same year"
            yield Fault(where, 0, "topic", edition.topic, what, "choose another word")


def _inside(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    """What does not agree within one file: key, value, what and repair."""
    who, work = edition.participants, edition.preparation
    if who.source is None and (who.cities is not None or who.countries is not None):
        yield (
            "participants.source",
            "",
            "is missing for a number",
            "say where the number is from, or make it null",
        )
    for name, value in edition.choices.items():
        top = 100 if name.endswith("_pct") else LARGEST
        if not isinstance(value, (str, bool)) and not 0 <= value <= top:
            repair = f"choose one from 0 to {top:,}"
            yield f"choices.{name}", str(value), "is a number that cannot be", repair
    if work is None:
        return
    before: datetime.date | None = None
    for number, each in enumerate(work.calendar):
        key = f"preparation.calendar.{number}"
        if each.done is not None and each.done > work.as_of:
            yield (
                f"{key}.done",
                str(each.done),
                f"is after as_of, {work.as_of}",
                "correct it, or bring as_of up to date",
            )
        if before is not None and each.due < before:
            yield (
                f"{key}.due",
                str(each.due),
                "is before that of the step above",
                "put the steps in order of time",
            )
        before = each.due
