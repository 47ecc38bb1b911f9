"""What the pages of editions say, as records; their words are in the templates `edition*.md` and `recorded_editions.md`.

Which files the book has is decided in `assembly`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.pipeline.errata import Erratum
from quire.pipeline.plan import VALUES
from quire.tables.csvfiles import read_records
from quire.text.words import years
from studylib.data.editions import GOVERNMENTS, Edition
from studylib.findings.published import name_field

RESULT = "result"
MESSAGES = "key_messages/figures/messages.csv"
"""The key messages of an edition, below its runs."""

GOVERNMENT_MESSAGES = "government_messages/figures/government-messages.csv"
"""The same of what governments answered, apart from residents."""

SAID = ("messages", "confidence", "government_messages")
"""What their pages say before them, by the names of their values."""


@dataclass(frozen=True)
class Fact:
    """What UCLG published of an edition."""

    field: str
    value: str
    source: str

    @property
    def name(self) -> str:
        """What the fact is about, for readers."""
        return name_field(self.field)


@dataclass(frozen=True)
class KeyMessage:
    """A key message: what stands out, the sentence, what it rests on, and the page that tells more."""

    figure: str
    message: str
    basis: str
    page: str


@dataclass(frozen=True)
class GovernmentSurvey:
    """A survey of governments beside an edition: whether it is the study's own, who answered whom and when."""

    instrument: str
    title: str
    own: bool
    unit: str
    asked_by: str
    years: str
    answered: int
    invited: int | None
    address: str


@dataclass(frozen=True)
class Facts:
    """What the processed tables say of one edition.

    Attributes
    ----------
    name
        How the book calls the edition.
    wave_title, wave_year
        The survey that stands beside the edition, and the true year of its figures; None if none does.
    areas
        Labels of the focus areas.
    cities, panel
        Number of cities in the survey, and of those among them that are in every wave.
    items, focus_items
        Number of items asked, and of those that belong to a focus area.
    published
        What UCLG published.
    messages
        Its key messages, if it has any.
    whose
        Whose figures the messages have, and of what level their intervals are: what their own page says first.
    surveys
        The surveys of governments beside it.
    said, said_whose
        The key messages of what these answered, and whose answers they are.
    """

    edition: Edition
    name: str
    wave_title: str | None
    wave_year: int | None
    areas: tuple[str, ...]
    cities: int
    panel: int
    items: int
    focus_items: int
    published: tuple[Fact, ...]
    messages: tuple[KeyMessage, ...] = ()
    whose: str = ""
    surveys: tuple[GovernmentSurvey, ...] = ()
    said: tuple[KeyMessage, ...] = ()
    said_whose: str = ""

    @property
    def asked(self) -> GovernmentSurvey | None:
        """The study's own questionnaire, if its answers are here."""
        return next((survey for survey in self.surveys if survey.own), None)

    @property
    def results(self) -> tuple[Fact, ...]:
        """The results among what UCLG published."""
        return tuple(fact for fact in self.published if fact.field == RESULT)

    @property
    def others(self) -> tuple[Fact, ...]:
        """What else it published."""
        return tuple(fact for fact in self.published if fact.field != RESULT)


@dataclass(frozen=True)
class EditionPage:
    """The first page of an edition.

    Attributes
    ----------
    pages
        Its pages, in order, with what each is about.
    frozen, errata
        Its frozen versions, and what was corrected since.
    described
        The edition for machines, as a script of JSON-LD.
    """

    template: ClassVar[str] = "edition.md"
    facts: Facts
    pages: Mapping[str, str]
    frozen: Sequence[int] = ()
    errata: Sequence[Erratum] = ()
    described: str = ""


@dataclass(frozen=True)
class Recorded:
    """An edition that is only known to exist, and what was concluded in it in words."""

    edition: Edition
    name: str
    conclusions: tuple[Fact, ...] = ()


def read_facts(project: Project, edition: Edition, name: str) -> Facts:
    """Count in the processed tables what the pages say of an edition.

    Raises
    ------
    StudyError
        If the tables have not been made.
    """
    about = json.loads(_bytes(project, f"{edition.id}/edition.json"))
    cities = _rows(project, f"{edition.id}/cities.csv")
    asked = [row for row in _rows(project, f"{edition.id}/items.csv") if row["asked"] == "True"]
    inside = [row for row in cities if row["in_edition"] == "True"]
    labels = {row["area"]: row["label"] for row in _rows(project, f"{edition.id}/areas.csv")}
    messages, said = (project.runs / edition.id / name for name in (MESSAGES, GOVERNMENT_MESSAGES))
    return Facts(
        edition=edition,
        name=name,
        wave_title=about["wave_title"],
        wave_year=about["wave_year"],
        areas=tuple(labels[area] for area in edition.areas),
        cities=len(inside),
        panel=sum(row["in_panel"] == "True" for row in inside),
        items=len(asked),
        focus_items=sum(row["in_focus"] == "True" for row in asked),
        published=tuple(Fact(**row) for row in _rows(project, f"{edition.id}/published.csv")),
        messages=_read_messages(messages),
        whose=_say_whose(messages.parents[1] / VALUES),
        surveys=_read_surveys(project, edition),
        said=_read_messages(said),
        said_whose=_say_whose(said.parents[1] / VALUES),
    )


def _read_messages(path: Path) -> tuple[KeyMessage, ...]:
    rows = read_records(path.read_bytes()) if path.is_file() else []
    return tuple(KeyMessage(**row) for row in rows)


def _read_surveys(project: Project, edition: Edition) -> tuple[GovernmentSurvey, ...]:
    """The surveys of governments beside an edition."""
    if GOVERNMENTS not in edition.offers:
        return ()
    return tuple(
        GovernmentSurvey(
            instrument=row["instrument"],
            title=row["title"],
            own=row["own"] == "True",
            unit=row["unit"],
            asked_by=row["asked_by"],
            years=years(int(row[name]) for name in ("year_from", "year_to") if row[name]),
            answered=int(row["answered"]),
            invited=int(float(row["invited"])) if row["invited"] else None,
            address=row["address"],
        )
        for row in _rows(project, f"{edition.id}/instruments.csv")
    )


def _say_whose(values: Path) -> str:
    """What the page of key messages says before its cards."""
    if not values.is_file():
        return ""
    stated = json.loads(values.read_bytes())
    return " ".join(stated[name]["text"] for name in SAID if name in stated).strip()


def read_recorded(
    project: Project, editions: Iterable[Edition], names: Mapping[str, str]
) -> list[Recorded]:
    """Editions that are only on record, with the results that UCLG published of them."""
    published = _rows(project, "published.csv")
    return [
        Recorded(
            edition,
            names[edition.id],
            tuple(
                Fact(row["field"], row["value"], row["source"])
                for row in published
                if (row["edition"], row["field"]) == (edition.id, RESULT)
            ),
        )
        for edition in editions
    ]


def year_name(edition: Edition, all_editions: Iterable[Edition]) -> str:
    """How the book calls an edition: by its year, and by its id too if two have the same year."""
    alone = sum(other.year == edition.year for other in all_editions) == 1
    return str(edition.year) if alone else f"{edition.year} ({edition.id})"


def _rows(project: Project, name: str) -> list[dict[str, str]]:
    return read_records(_bytes(project, name))


def _bytes(project: Project, name: str) -> bytes:
    path = project.processed / name
    if not path.is_file():
        raise StudyError(
            "the processed table has not been made",
            where=project.relative(path),
            repair="study run",
        )
    return path.read_bytes()
