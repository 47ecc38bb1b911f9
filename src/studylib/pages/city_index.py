"""The page that leads to all cities of the book: by region, country and name, on a map, and in the distribution of every item.

Its words are in the templates `cities*`. Scripts add the pickers; without them all else is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import pandas as pd
from markupsafe import Markup

from quire.tables.origins import RawFiles
from quire.text.messages import _
from quire.text.words import counted, interval, sort_key
from studylib.charts.cityplots import Place, dot_map, strip
from studylib.pages.all_cities import (
    FOLDER,
    CityEntry,
    count_kinds,
    group_by_country,
    group_by_region,
)
from studylib.pages.city_figures import Origin, made_of, page_name
from studylib.pages.city_tables import CityEdition, CityTables
from studylib.pages.region_pages import name_page

PAGE = f"{FOLDER}/index.md"


class Strip(NamedTuple):
    """The distribution of an item over the cities."""

    item: str
    label: str
    picture: Markup


@dataclass(frozen=True)
class CitiesPage:
    """The index of cities.

    Attributes
    ----------
    cities
        All of them.
    regions
        By name of a region's page, its name and its cities by country.
    map, without
        The map of those in surveys of residents, if there are coordinates, and how many of them have none.
    edition
        The edition whose distributions are shown.
    strips
        One for each of its items.
    options
        The cities that have a figure there, by code.
    origin
        What the distributions are made of.
    """

    template: ClassVar[str] = "cities.md"
    cities: Sequence[CityEntry]
    regions: Mapping[str, tuple[str, Mapping[str, Sequence[CityEntry]]]]
    map: Markup
    without: int
    edition: CityEdition
    strips: Sequence[Strip]
    options: Mapping[str, str]
    origin: Origin

    @property
    def counts(self) -> tuple[int, int, int]:
        """Cities with figures of residents, with answers of their government, and with good practices."""
        return count_kinds(self.cities)

    @property
    def countries(self) -> Mapping[str, Sequence[CityEntry]]:
        """The cities by country, in the order of the alphabet."""
        return dict(
            sorted(group_by_country(self.cities).items(), key=lambda pair: sort_key(pair[0]))
        )


def index_page(tables: CityTables, cities: Sequence[CityEntry], raw: RawFiles) -> CitiesPage:
    """The index of cities.

    Parameters
    ----------
    tables
        The figures.
    cities
        After `all_cities.list_cities`.
    raw
        The raw files, for their digests.
    """
    register, edition, places = tables.register, tables.fullest, places_of(tables.register)
    answers = tables.answers[tables.answers["edition"] == edition.id]
    shares = answers.pivot(index="item", columns="city_code", values="favourable_pct")  # noqa: PD010 - one figure a cell
    inside = register.loc[register.index.isin(shares.columns[shares.notna().any()]), "city"]
    order = sorted(inside.items(), key=lambda pair: (sort_key(str(pair[1])), pair[0]))
    alt = _(
        "Map of {cities}, each a link to its page", cities=counted(len(places), "city", "cities")
    )
    return CitiesPage(
        cities=cities,
        regions={
            name_page(region): (region, countries)
            for region, countries in group_by_region(cities).items()
        },
        map=dot_map(places, tables.coast, alt) if places else Markup(),
        without=len(register) - len(places),
        edition=edition,
        strips=_strips(tables.items[tables.items["edition"] == edition.id], shares),
        options={str(code): str(city) for code, city in order},
        origin=made_of([edition], {"perception.csv": f"wave = {edition.wave}"}, raw),
    )


def places_of(register: pd.DataFrame) -> list[Place]:
    """The cities that have coordinates, in the register's order."""
    known = register[register["longitude"].notna() & register["latitude"].notna()]
    names = [
        _("{city}, {country}", city=city, country=country)
        for city, country in zip(known["city"], known["country"], strict=True)
    ]
    pages = [f"{page_name(str(code))}.html" for code in known.index]
    rows = zip(known["longitude"], known["latitude"], names, pages, strict=True)
    return [Place(*row) for row in rows]


def _strips(items: pd.DataFrame, shares: pd.DataFrame) -> list[Strip]:
    """One strip for each item that was asked and has a figure."""
    asked = items[items["asked"]].sort_values("share_of")
    return [
        Strip(
            item,
            label,
            strip({str(code): share for code, share in values.items()}, _alt(label, values)),
        )
        for item, label in zip(asked["item"], asked["share_of"], strict=True)
        if len(values := shares.loc[item].dropna())
    ]


def _alt(label: str, shares: pd.Series) -> str:
    low, first, third, high = shares.quantile([0, 0.25, 0.75, 1])
    return _(
        "{label}: {cities} from {all} per cent; the middle half from {half}.",
        label=label,
        cities=counted(len(shares), "city", "cities"),
        all=interval(low, high),
        half=interval(first, third),
    )
