"""All cities of the book, whatever it has of them: what residents say, what their governments answered, their good practices.

Cities of the register come first; governments and practices are joined to them, and stand by themselves where a city is in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from quire.text.words import sort_key
from studylib.data.city_names import further_names, own_names
from studylib.pages.city_figures import page_name
from studylib.pages.city_tables import CityTables
from studylib.pages.government_tables import Governments

FOLDER = "cities"
Titled = tuple[str, str]


class Answered(NamedTuple):
    """A survey that a government answered: its years, and the page of its answers, without ending."""

    years: str
    page: str


@dataclass(frozen=True)
class CityEntry:
    """A city: where it is, and what the book has of it.

    Attributes
    ----------
    page
        What its residents say, as a path in the book without ending; empty if no survey has figures of it, or no page is wanted.
    surveyed
        Whether a survey of residents has figures of it.
    answered
        What its government answered.
    practices
        Its good practices, by id and title.
    others
        Further names, with their languages.
    """

    city: str
    country: str
    region: str
    page: str = ""
    surveyed: bool = False
    answered: list[Answered] = field(default_factory=list)
    practices: list[Titled] = field(default_factory=list)
    others: Sequence[Titled] = ()

    @property
    def first(self) -> str:
        """The page that says most of it, as a path in the book without ending; empty if none does."""
        pages = [self.page, *(one.page for one in self.answered)]
        pages += [f"practices/{id}" for id, _title in self.practices]
        return next(filter(None, pages), "")


def list_cities(tables: CityTables, governments: Sequence[Governments]) -> list[CityEntry]:
    """Every city of the book, in the order of region, country and name."""
    cities = _of_register(tables)
    # who is a city of the register is decided by code, and not by a name that two may have
    by_name: dict[tuple[str, str], CityEntry] = {}
    for survey in governments:
        for row in survey.cities.to_dict("records"):
            own = CityEntry(str(row["city"]), str(row["country"]), str(row["region"]))
            entry = cities.get(str(row["city_code"])) or by_name.setdefault(_key(own), own)
            page = f"{survey.folder}/{row['respondent']}"
            entry.answered.append(Answered(survey.survey.years, page))
    inside = {id for some in tables.done_here.values() for id, _title in some}
    for row in tables.catalogue.sort_values("title").to_dict("records"):
        if row["practice"] not in inside:
            own = CityEntry(str(row["city"]), str(row["country"]), str(row["region"]))
            entry = by_name.setdefault(_key(own), own)
            entry.practices.append((str(row["practice"]), str(row["title"])))
    return sorted(
        (*cities.values(), *by_name.values()),
        key=lambda one: (one.region, sort_key(one.country), sort_key(one.city)),
    )


def count_kinds(cities: Sequence[CityEntry]) -> tuple[int, int, int]:
    """How many cities have figures of residents, answers of their government, and good practices."""
    parts = [(one.surveyed, one.answered, one.practices) for one in cities]
    residents, governments, practices = (
        sum(bool(part[place]) for part in parts) for place in range(3)
    )
    return residents, governments, practices


def group_by_country(cities: Sequence[CityEntry]) -> dict[str, list[CityEntry]]:
    """Cities by country, in their order."""
    made: dict[str, list[CityEntry]] = {}
    for one in cities:
        made.setdefault(one.country, []).append(one)
    return made


def group_by_region(cities: Sequence[CityEntry]) -> dict[str, dict[str, list[CityEntry]]]:
    """Cities by region of the world and country, in their order."""
    regions = dict.fromkeys(one.region for one in cities)
    return {
        region: group_by_country([one for one in cities if one.region == region])
        for region in regions
    }


def _of_register(tables: CityTables) -> dict[str, CityEntry]:
    """The cities in surveys of residents, by code."""
    return {
        code: CityEntry(
            *(city, country, region),
            page=f"{FOLDER}/{page_name(code)}" if code in tables.wanted else "",
            surveyed=True,
            practices=list(tables.done_here.get(code, [])),
            others=[
                *((name, "") for name in own_names(city)[1:]),
                *further_names(city, tables.names.get(code, [])),
            ],
        )
        for code, city, country, region in _rows(tables.register)
    }


def _rows(register: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    columns = (register[name].astype(str) for name in ("city", "country", "region"))
    yield from zip(register.index.astype(str), *columns, strict=True)


def _key(entry: CityEntry) -> tuple[str, str]:
    return entry.country, sort_key(entry.city)
