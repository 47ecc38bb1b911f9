"""The page that leads to all cities of the book: by region, country and name, on a map, and in the distribution of every item.

Its words are in the templates `cities*`. Scripts add the pickers; without them all else is there. Where there are so many cities that
their dots would make a page too large, the distributions stand on pages of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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

INDEX, PART = "index", "distributions"
PAGE = f"{FOLDER}/{INDEX}.md"

MOST_DOTS = 12_000
"""Dots of distributions on one page: each takes about 45 bytes, and no page shall have a million."""


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
    map, placed, without
        The map of those in surveys of residents, if there are coordinates, how many it has, and how many have none.
    unlinked
        How many of these have no page.
    edition
        The edition whose distributions are shown.
    strips
        One for each of its items.
    options
        The cities that have a figure there, by code.
    origin
        What the distributions are made of.
    parts
        If the distributions stand on pages of their own: these by name, with the first and the last item of each.
    """

    template: ClassVar[str] = "cities.md"
    cities: Sequence[CityEntry]
    regions: Mapping[str, tuple[str, Mapping[str, Sequence[CityEntry]]]]
    map: Markup
    placed: int
    without: int
    unlinked: int
    edition: CityEdition
    strips: Sequence[Strip]
    options: Mapping[str, str]
    origin: Origin
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

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


@dataclass(frozen=True)
class StripsPage:
    """Some of the distributions, where they stand on pages of their own: which of how many, and what the index says of them."""

    template: ClassVar[str] = "cities_part.md"
    number: int
    of: int
    index: CitiesPage
    strips: Sequence[Strip]


def index_files(
    tables: CityTables, cities: Sequence[CityEntry], raw: RawFiles
) -> dict[str, CitiesPage | StripsPage]:
    """The index of cities, and the pages of its distributions if it has too many; parameters as of `index_page`."""
    page, pages = index_page(tables, cities, raw), place_items(tables)
    parts: dict[str, list[Strip]] = {}
    for one in page.strips:
        parts.setdefault(pages[one.item], []).append(one)
    if set(parts) <= {INDEX}:
        return {PAGE: page}
    named = {name: (some[0].label, some[-1].label) for name, some in parts.items()}
    page = replace(page, parts=named)
    return {PAGE: replace(page, strips=())} | {
        f"{FOLDER}/{name}.md": StripsPage(number, len(parts), page, some)
        for number, (name, some) in enumerate(parts.items(), start=1)
    }


def place_items(tables: CityTables) -> dict[str, str]:
    """By item that has a distribution, the name of the page that shows it: the index, or one of several pages of distributions."""
    edition = tables.fullest.id
    answers = tables.answers[tables.answers["edition"] == edition]
    dots = answers.groupby("item")["favourable_pct"].count()
    items = tables.items[(tables.items["edition"] == edition) & tables.items["asked"]]
    order = [item for item in items.sort_values("share_of")["item"] if dots.get(item, 0)]
    if sum(dots[item] for item in order) <= MOST_DOTS:
        return dict.fromkeys(order, INDEX)
    pages, number, there = dict[str, str](), 1, 0
    for item in order:
        if there and there + dots[item] > MOST_DOTS:
            number, there = number + 1, 0
        there += dots[item]
        pages[item] = f"{PART}-{number}"
    return pages


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
    register, edition, places = tables.register, tables.fullest, places_of(tables)
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
        placed=len(places),
        without=len(register) - len(places),
        unlinked=len(register) - len(tables.wanted),
        edition=edition,
        strips=_strips(tables.items[tables.items["edition"] == edition.id], shares),
        options={str(code): str(city) for code, city in order},
        origin=made_of([edition], {"perception.csv": f"wave = {edition.wave}"}, raw),
    )


def places_of(tables: CityTables) -> list[Place]:
    """The cities that have coordinates, in the register's order, each with its page if it has one."""
    register = tables.register
    known = register[register["longitude"].notna() & register["latitude"].notna()]
    names = [
        _("{city}, {country}", city=city, country=country)
        for city, country in zip(known["city"], known["country"], strict=True)
    ]
    pages = [
        f"{page_name(code)}.html" if code in tables.wanted else ""
        for code in known.index.astype(str)
    ]
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
