"""The page that leads to all cities: by country and name, on a map, and in the distribution of every item.

Its words are in the templates `cities*`. A script (`book/_static/cities.js`) adds the picker; without it all else is there.
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
from studylib.data.city_names import further_names, own_names
from studylib.pages.city_figures import Origin, made_of, page_name
from studylib.pages.city_pages import FOLDER
from studylib.pages.city_tables import CityEdition, CityTables, fullest

PAGE = f"{FOLDER}/index.md"


class Name(NamedTuple):
    """A name in the list: its city and that one's page, and for another name its language, which may be empty."""

    name: str
    city: str
    page: str
    language: str | None = None


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
        How many there are.
    countries
        By country, all names of its cities.
    map, without
        The map, if there are coordinates, and how many cities have none.
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
    cities: int
    countries: Mapping[str, Sequence[Name]]
    map: Markup
    without: int
    edition: CityEdition
    strips: Sequence[Strip]
    options: Mapping[str, str]
    origin: Origin


def index_page(tables: CityTables, raw: RawFiles) -> CitiesPage:
    """The index of cities.

    Parameters
    ----------
    tables
        The figures.
    raw
        The raw files, for their digests.
    """
    register, edition, places = tables.register, fullest(tables), places_of(tables.register)
    answers = tables.answers[tables.answers["edition"] == edition.id]
    shares = answers.pivot(index="item", columns="city_code", values="favourable_pct")  # noqa: PD010 - one figure a cell
    inside = register.loc[register.index.isin(shares.columns[shares.notna().any()]), "city"]
    order = sorted(inside.items(), key=lambda pair: (sort_key(str(pair[1])), pair[0]))
    alt = _(
        "Map of {cities}, each a link to its page", cities=counted(len(places), "city", "cities")
    )
    return CitiesPage(
        cities=len(register),
        countries=_by_country(tables),
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
    names = known["city"] + ", " + known["country"]
    pages = [f"{page_name(str(code))}.html" for code in known.index]
    rows = zip(known["longitude"], known["latitude"], names, pages, strict=True)
    return [Place(*row) for row in rows]


def _by_country(tables: CityTables) -> dict[str, list[Name]]:
    """Countries with their cities, under every name: other names say which city they lead to."""
    return {
        str(country): sorted(
            (
                name
                for code, city in cities["city"].items()
                for name in _names(str(code), str(city), tables.names.get(str(code), []))
            ),
            key=lambda name: (sort_key(name.name), name.language is not None, name),
        )
        for country, cities in tables.register.groupby("country")
    }


def _names(code: str, city: str, others: Sequence[tuple[str, str]]) -> list[Name]:
    page = f"{page_name(code)}.html"
    more = [*((name, "") for name in own_names(city)[1:]), *further_names(city, others)]
    return [Name(city, city, page), *(Name(name, city, page, language) for name, language in more)]


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
