"""The cover of the web book: what is in it, in numbers that lead to their pages, beside the map of its cities.

Its words are in the template `cover.html`. The cover of the printed book is in `book/print/book.typ`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from studylib.charts.cityplots import quiet_map
from studylib.pages.city_index import places_of
from studylib.pages.city_tables import CityTables
from studylib.pages.pages import Facts


@dataclass(frozen=True)
class Cover:
    """How many editions, cities with a page, and practices there are; the oldest edition; the map, if there is one."""

    editions_n: int
    since: str
    cities_n: int
    practices_n: int
    map: Markup


def make_cover(editions: Sequence[Facts], tables: CityTables | None, practices: int) -> Cover:
    """What the cover says.

    Parameters
    ----------
    editions
        The published editions, the newest first.
    tables
        The figures of the cities; None if no edition has a survey.
    practices
        How many good practices are on record.
    """
    return Cover(
        editions_n=len(editions),
        since=editions[-1].name if editions else "",
        cities_n=0 if tables is None else len(tables.register),
        practices_n=practices,
        map=Markup() if tables is None else _map(tables),
    )


def _map(tables: CityTables) -> Markup:
    places = places_of(tables.register)
    return quiet_map(places, tables.coast) if places else Markup()
