"""The page that leads to all cities: by country and name, on a map, and in the distribution of every item.

Text of MyST Markdown, every word from data escaped. A script (`book/_static/cities.js`) adds the picker; without it all else is there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from quire.tables.origins import RawFiles
from quire.text.markup import escape_html
from quire.text.words import counted, interval, sort_key
from studylib.charts.cityplots import Place, dot_map, strip
from studylib.charts.projection import project
from studylib.data.city_names import further_names, own_names
from studylib.pages.city_figures import made_of
from studylib.pages.city_pages import FOLDER, page_name
from studylib.pages.city_tables import CityTables, fullest

PAGE = f"{FOLDER}/index.md"
MERIDIANS, PARALLELS = range(-30, 51, 10), range(30, 71, 10)


def index_page(tables: CityTables, raw: RawFiles) -> str:
    """The index of cities.

    Parameters
    ----------
    tables
        The figures.
    raw
        The raw files, for their digests.
    """
    countries = tables.register["country"].nunique()
    return (
        "\n\n".join(
            [
                "# Cities",
                ":::{div} lead\nA page for every city in the surveys that stand beside the editions.\n:::",
                f"{counted(len(tables.register), 'city', 'cities')} in {counted(countries, 'country', 'countries')}. "
                "The list is in the order of the alphabet and is no order of merit. "
                "[Items and terms](/items.md) says what was asked.",
                "## On a map",
                *_map(tables.register),
                "## By country and name",
                _list(tables),
                "Other names were written down from general knowledge of geographical names and were not looked up one by one. They can be "
                "checked in the United Nations' World Geographical Names Database (UNGEGN) and in GeoNames. Names without accents "
                "are found by the search too.",
                *_distributions(tables, raw),
            ]
        )
        + "\n"
    )


def _map(register: pd.DataFrame) -> list[str]:
    """The cities that have coordinates, each a link; how many have none."""
    places = places_of(register)
    if not places:
        return ["The register has no coordinates."]
    picture = dot_map(
        places, grid(), f"Map of {counted(len(places), 'city', 'cities')}, each a link to its page"
    )
    without = len(register) - len(places)
    rest = (
        f" {counted(without, 'city stands', 'cities stand')} in the list alone, since the register gives no coordinates."
        if without
        else ""
    )
    return [
        f'<div class="city-map-frame">\n{picture}\n</div>',
        f"No coasts are drawn: the lines are every tenth meridian and parallel, in Lambert's equal-area projection.{rest}",
    ]


def places_of(register: pd.DataFrame) -> list[Place]:
    """The cities that have coordinates, in the register's order."""
    known = register[register["longitude"].notna() & register["latitude"].notna()]
    if known.empty:
        return []
    east, north = project(known["longitude"], known["latitude"])
    return [
        Place(float(x), float(y), f"{row.city}, {row.country}", f"{page_name(str(row.Index))}.html")
        for x, y, row in zip(east, north, known.itertuples(), strict=True)
    ]


def grid() -> list[list[tuple[float, float]]]:
    """Every tenth meridian and parallel of Europe."""
    lines = [project(degree, np.linspace(25, 75, 26)) for degree in MERIDIANS]
    lines += [project(np.linspace(-40, 60, 51), degree) for degree in PARALLELS]
    return [[(float(x), float(y)) for x, y in zip(*line, strict=True)] for line in lines]


def _list(tables: CityTables) -> str:
    """Countries with their cities, under every name: other names say which city they lead to."""
    parts = []
    for country, cities in tables.register.groupby("country"):
        entries = []
        for code, row in cities.iterrows():
            entries += _entries(str(code), str(row["city"]), tables)
        lines = "\n".join(line for _, line in sorted(entries))
        parts.append(f"<div><h3>{escape_html(str(country))}</h3>\n<ul>\n{lines}\n</ul></div>")
    return '<div class="city-list">\n' + "\n".join(parts) + "\n</div>"


def _entries(code: str, city: str, tables: CityTables) -> list[tuple[str, str]]:
    link = f'<a href="{escape_html(page_name(code))}.html">{escape_html(city)}</a>'
    found = [(sort_key(city), f"<li>{link}</li>")]
    others = [(each, "") for each in own_names(city)[1:]] + further_names(
        city, tables.names.get(code, [])
    )
    for name, language in others:
        mark = f' lang="{escape_html(language)}"' if language else ""
        found.append(
            (
                sort_key(name),
                f'<li class="see"><span{mark}>{escape_html(name)}</span>, see {link}</li>',
            )
        )
    return found


def _distributions(tables: CityTables, raw: RawFiles) -> list[str]:
    """One strip for each item of the latest survey that has both sides of the answers, with the picker above."""
    edition = fullest(tables)
    answers = tables.answers[tables.answers["edition"] == edition.id]
    items = tables.items[
        (tables.items["edition"] == edition.id) & tables.items["asked"]
    ].sort_values("share_of")
    shares = answers.pivot(index="item", columns="city_code", values="favourable_pct")  # noqa: PD010 - one figure a cell
    strips = [
        _strip(row, shares.loc[row.item].dropna())
        for row in items.itertuples()
        if shares.loc[row.item].notna().any()
    ]
    inside = set(shares.columns[shares.notna().any()])
    return [
        "## Every item in all cities",
        f"The share favourable in per cent, edition {edition.name}, figures of {edition.wave_year}: a dot is a city, and the line runs "
        "from 0 over 50 to 100.",
        _picker(tables.register[tables.register.index.isin(inside)]),
        '<div class="city-strips" id="city-strips">\n' + "\n".join(strips) + "\n</div>",
        made_of([edition], {"perception.csv": f"wave = {edition.wave}"}, raw),
    ]


def _strip(item: object, shares: pd.Series) -> str:
    name, label = str(getattr(item, "item", "")), str(getattr(item, "share_of", ""))
    low, first, third, high = shares.quantile([0, 0.25, 0.75, 1])
    alt = (
        f"{label}: {counted(len(shares), 'city', 'cities')} from {interval(low, high)} per cent; the middle half from "
        f"{interval(first, third)}."
    )
    picture = strip({str(code): float(value) for code, value in shares.items()}, alt)
    return f'<div class="city-item" id="item-{escape_html(name)}"><p>{escape_html(label)} <span class="value"></span></p>{picture}</div>'


def _picker(register: pd.DataFrame) -> str:
    """A choice of a city; hidden until the script is there to work it."""
    order: Sequence[tuple[str, str]] = sorted(
        ((str(code), str(row["city"])) for code, row in register.iterrows()),
        key=lambda each: (sort_key(each[1]), each[0]),
    )
    options = "\n".join(
        f'<option value="{escape_html(code)}">{escape_html(city)}</option>' for code, city in order
    )
    return (
        '<form class="city-picker" id="city-picker" hidden>\n<label>Show a city\n<select name="city">\n'
        f'<option value="">none</option>\n{options}\n</select></label>\n<p role="status" aria-live="polite"></p>\n</form>'
    )
