"""What the pages of editions say, as records; their words are in the templates `edition*.md` and `recorded_editions.md`.

Which files the book has is decided in `assembly`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import BESIDE
from quire.pipeline.errata import Erratum
from quire.tables.csvfiles import read_records
from quire.text.messages import _
from quire.text.words import counted, years
from studylib.data.editions import GOVERNMENTS, Edition
from studylib.findings.messages import IN_WORDS, NO_FIGURE, PRACTICES, UCLG, KeyMessage
from studylib.findings.published import name_field
from studylib.pages.publications import name_pdf
from studylib.pages.questions import group_pages
from studylib.pages.run_outputs import Picture, RunOutputs

RESULT = "result"
SAID = ("messages", "confidence", "government_messages")
"""What their pages say before them, by the names of their values."""

ELEMENTS, ROBUSTNESS = "key_elements", "robustness"
SITUATION, GOVERNMENTS_ELEMENTS = "situation", "governments_elements"
ALL_EDITIONS = "across_editions"
SCORES = "area-scores"
"""The drawing of the scores of cities with their intervals, on the page of the situation."""

COUNTRIES = "countries"
"""The drawing there of the same answers by country: shown elsewhere where the one by city is too tall."""


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
    asking
        The survey of residents, as `resident_surveys` has it: how many answered, how they were asked, whose copy of the figures.
    openings
        What some of its pages open with, sentence by sentence.
    pictures
        A drawing of some of its pages, as far as it can be shown whole; under `SCORES` that of the scores.
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
    asking: Mapping[str, str] = field(default_factory=dict)
    openings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """What the edition is called where room is short: its topic and its year."""
        return _("{topic} {name}", topic=self.edition.topic, name=self.name)

    @property
    def cards(self) -> list[KeyMessage]:
        """Its messages with a figure of what residents answered."""
        apart = (UCLG, PRACTICES)
        return [one for one in self.messages if one.figure != NO_FIGURE and one.whose not in apart]

    @property
    def practised(self) -> list[KeyMessage]:
        """Its messages on good practices, which are neither answers nor findings of UCLG."""
        return [one for one in self.messages if one.whose == PRACTICES]

    @property
    def own_heading(self) -> str:
        """What heads the findings of UCLG's own study, with the number of cities if it is known."""
        n = self.edition.participants.cities
        if n is None:
            return _("What UCLG's own study found")
        return _("What UCLG's own study found ({cities})", cities=counted(n, "city", "cities"))

    @property
    def residents_heading(self) -> str:
        """What heads the answers of residents, with the year; of how many cities each is stands with it."""
        return _("What residents answered in {year}", year=self.wave_year)

    @property
    def unknown(self) -> list[str]:
        """What its messages say that nobody can say."""
        return [one.message for one in self.messages if one.figure == NO_FIGURE]

    @property
    def own(self) -> list[KeyMessage]:
        """Figures of UCLG's own study; what it published in words is among `results`."""
        return [one for one in self.messages if one.whose == UCLG and one.figure != IN_WORDS]

    @property
    def picture(self) -> Picture | None:
        """The drawing of what its first finding is about, if it has one."""
        pages = (one.page for one in (*self.cards, *self.said))
        return next((self.pictures[page] for page in pages if page in self.pictures), None)

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
    names
        What its pages are called here, where the edition need not be named again.
    """

    template: ClassVar[str] = "edition.md"
    beside: ClassVar[str] = BESIDE
    facts: Facts
    pages: Mapping[str, str]
    frozen: Sequence[int] = ()
    errata: Sequence[Erratum] = ()
    described: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def pdf(self) -> str:
        """Name of its PDF."""
        return name_pdf(self.facts.edition)

    @property
    def questions(self) -> Mapping[str, Mapping[str, str]]:
        """Its pages by the question that they answer."""
        return group_pages(self.pages)


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
    residents, governments = (
        RunOutputs(project, edition.id, name) for name in ("key_messages", "government_messages")
    )
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
        messages=_read_messages(residents, "messages"),
        whose=" ".join(residents.say(SAID)),
        surveys=_read_surveys(project, edition),
        said=_read_messages(governments, "government-messages"),
        said_whose=" ".join(governments.say(SAID)),
        asking=next(
            (
                row
                for row in _rows(project, f"{edition.id}/resident_surveys.csv")
                if row["main"] == "True"
            ),
            {},
        ),
        openings={
            page: RunOutputs(project, edition.id, page).opening for page in (ELEMENTS, ROBUSTNESS)
        },
        pictures=_read_pictures(project, edition),
    )


def _read_messages(run: RunOutputs, cards: str) -> tuple[KeyMessage, ...]:
    return tuple(KeyMessage(**row) for row in run.read_data(cards))


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


def _read_pictures(project: Project, edition: Edition) -> dict[str, Picture]:
    situation = RunOutputs(project, edition.id, SITUATION)
    elements = RunOutputs(project, edition.id, GOVERNMENTS_ELEMENTS)
    drawn = {
        SITUATION: situation.picture() or situation.picture(COUNTRIES),
        GOVERNMENTS_ELEMENTS: elements.picture(),
        SCORES: situation.picture(SCORES),
    }
    return {name: picture for name, picture in drawn.items() if picture is not None}


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
