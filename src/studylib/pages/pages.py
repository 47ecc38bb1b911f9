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
from studylib.data.editions import Edition
from studylib.findings.published import name_field

RESULT = "result"
MESSAGES = "key_messages/figures/messages.csv"
"""The key messages of an edition, below its runs."""

SAID = ("messages", "confidence")
"""What their page says before them, by the names of its values."""


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
    messages = project.runs / edition.id / MESSAGES
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
        messages=tuple(KeyMessage(**row) for row in read_records(messages.read_bytes()))
        if messages.is_file()
        else (),
        whose=_say_whose(messages.parents[1] / VALUES),
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
