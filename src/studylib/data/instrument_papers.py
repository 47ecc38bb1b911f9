"""What is known of each survey of city governments, but for its tables: its papers, in `data/raw/instruments/<id>/instrument.yml`.

The tables are read and checked in `instruments`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from quire.core.errors import Fault
from quire.core.project import SLUG, Project
from quire.tables.faults import mark_file
from quire.tables.models import Address, Model, Name, Text, parse_model
from quire.tables.sources import Cell, Papers

FOLDER = "instruments"
ABOUT = "instrument.yml"

When = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$")]


class Exclusion(Model):
    """A submission that does not count, as another one of the same government stands.

    Attributes
    ----------
    row
        Values that find exactly this respondent, by column; a guard, as for corrections.
    instead
        The respondent whose submission stands.
    """

    row: dict[str, Cell] = Field(min_length=1)
    instead: Text
    reason: Text


class Instrument(Model):
    """One survey of governments.

    Attributes
    ----------
    id
        The folder's name.
    short
        Its name in source lines.
    unit
        What those who answered are called, in the plural.
    since, until
        When it was asked (`from` and `to` in the file), as a year, month or day.
    invited
        How many governments were asked; None if nobody knows.
    answered
        How many of them count, those included that agreed to be counted in totals only.
    left_out
        How many of those are counted nowhere, being too few.
    beside
        Editions that it stands beside, with the reason.
    own
        Whether it is the study's own questionnaire.
    named
        Whether governments may be shown by name.
    dimensions
        By what governments are grouped.
    slows, eases
        The questions on what slows and what eases development.
    exclusions
        Submissions that do not count.
    files
        Papers of each table.
    """

    id: str
    title: Text
    short: Text
    asked_by: Text
    of_whom: Text
    unit: Text
    since: When = Field(alias="from")
    until: When = Field(alias="to")
    invited: int | None = Field(ge=1)
    answered: int = Field(ge=1)
    left_out: int = Field(default=0, ge=0)
    languages: tuple[Text, ...] = Field(min_length=1)
    mode: Text
    terms: Text
    addresses: tuple[Address, ...] = ()
    wording: Text
    beside: dict[str, Text] = Field(min_length=1)
    own: bool
    named: bool
    dimensions: tuple[Literal["region", "size", "kind", "place"], ...]
    slows: Name | None
    eases: Name | None
    doubts: tuple[Text, ...]
    exclusions: tuple[Exclusion, ...] = ()
    files: dict[str, Papers]


def list_instruments(project: Project) -> tuple[list[Instrument], list[Fault]]:
    """What every `instrument.yml` says, by id, and the faults of those that cannot be read."""
    instruments, faults = [], []
    for folder in sorted((project.raw / FOLDER).glob("*")):
        path = folder / ABOUT
        where = project.relative(path)
        if not folder.is_dir():
            continue
        if not SLUG.fullmatch(folder.name):
            what, repair = "is no folder of a survey", "use a-z, 0-9, '-' and '_' only"
            faults.append(mark_file(project.relative(folder), what, repair, "", folder.name))
        elif not os.path.lexists(path):
            faults.append(mark_file(where, "is missing", "say who was asked, by whom and when"))
        else:
            instrument, wrong = parse_model(Instrument, path, where, {"id": folder.name})
            faults += wrong
            instruments += [instrument] if instrument else []
    return instruments, faults


def list_beside(instruments: Iterable[Instrument], edition: str) -> tuple[str, ...]:
    """The surveys of governments that stand beside an edition, by id."""
    return tuple(one.id for one in instruments if edition in one.beside)
