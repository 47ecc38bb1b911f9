"""Which city a row is of: one code for a city over time, areas apart before and after a merger, and cities of one name told apart.

The register is `data/raw/cities.csv`, where a city keeps its code for ever; codes that publishers give it later, and cities that
became part of it, are in `data/raw/framework/city_codes.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from quire.core.errors import Fault
from quire.tables.faults import mark_rows
from quire.text.words import sort_key
from studylib.data.city_names import own_names

CODES, CITIES = "data/raw/framework/city_codes.csv", "data/raw/cities.csv"
MERGED = "merged"
BEFORE = "city before "
"""How the area of a city is called that was smaller up to a year."""
JOINED = ("official_statistics", "perception_shares", "survey_places", "city_names", "respondents")
"""Tables whose column `city_code` may have any code of a city."""


def unite_codes(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The raw tables with the register's code in every row, and areas before a merger named as such.

    Parameters
    ----------
    tables
        Raw tables by name, `city_codes` among them; without it nothing changes.

    >>> codes = pd.DataFrame([["N1", "A1", "code", 2005, None]], columns=["code", "city_code", "kind", "since", "until"])
    >>> figures = pd.DataFrame({"city_code": ["A1", "N1", "N1"], "year": [2001, 2006, 2004]})
    >>> unite_codes({"city_codes": codes, "official_statistics": figures})["official_statistics"]["city_code"].to_list()
    ['A1', 'A1', 'N1']
    """
    united = dict(tables)
    if "city_codes" not in tables or tables["city_codes"].empty:
        return united
    codes = tables["city_codes"].astype({"since": float, "until": float})
    years = _years(tables)
    for name in [name for name in JOINED if name in tables]:
        table = united[name]
        year = table["year"] if "year" in table else _year_of_wave(table, years)
        city = table["city_code"]
        for row in codes[codes["kind"] != MERGED].to_dict("records"):
            # without a year on either side the code always counts
            outside = (year < float(row["since"])) | (year > float(row["until"]))
            city = city.mask((table["city_code"] == row["code"]) & ~outside, row["city_code"])
        united[name] = table.assign(city_code=city)
    if "survey_places" in united:
        united["survey_places"] = _part_areas(united["survey_places"], codes, years)
    return united


def _years(tables: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    waves = tables.get("waves", pd.DataFrame({"wave": [], "year": []}))
    return dict(zip(waves["wave"], waves["year"], strict=True))


def _year_of_wave(table: pd.DataFrame, years: Mapping[str, int]) -> pd.Series:
    """The year of each row, missing where nothing says it."""
    if "wave" not in table:
        return pd.Series(float("nan"), index=table.index)
    return table["wave"].map(years).astype("float64")


def _part_areas(
    places: pd.DataFrame, codes: pd.DataFrame, years: Mapping[str, int]
) -> pd.DataFrame:
    """Places whose city took another in later: another area than the city has since, so that nobody compares the two."""
    area, year = places["area"], _year_of_wave(places, years)
    merged = codes[codes["kind"] == MERGED].sort_values("since", ascending=False)
    for city, since in zip(merged["city_code"], merged["since"], strict=True):
        before = (places["city_code"] == city) & (places["area"] == "city") & (year < since)
        area = area.mask(before, f"{BEFORE}{since:g}")
    return places.assign(area=area)


def tell_apart(cities: pd.DataFrame, countries: pd.Series) -> pd.Series:
    """The name of each city; behind that of several, what tells it from the others: its country, or its part of the country.

    Parameters
    ----------
    cities
        `city`, `country_code` and `part`, one row a city.
    countries
        The country's name by its code.

    >>> rows = [["Ry", "AA", "North"], ["Ry", "AA", "South"], ["Ry", "BB", ""], ["So", "BB", ""]]
    >>> cities = pd.DataFrame(rows, columns=["city", "country_code", "part"])
    >>> tell_apart(cities, pd.Series({"AA": "Aland", "BB": "Beland"})).to_list()
    ['Ry (North, Aland)', 'Ry (South, Aland)', 'Ry (Beland)', 'So']
    """
    key = cities["city"].map(sort_key)
    home = cities["country_code"]
    abroad = home.groupby(key).transform("nunique") > 1
    twice = home.groupby([key, home]).transform("size") > 1
    behind = cities["part"].where(twice, "")
    named = home.map(countries).astype(object).where(abroad, "")
    both = (behind + ", " + named).str.strip(", ")
    return cities["city"].where(
        (both == "") | (cities["city"] == ""), cities["city"] + " (" + both + ")"
    )


def find_identity_faults(tables: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Cities that nobody can tell apart, and codes that are of two cities.

    Parameters
    ----------
    tables
        The raw tables that can be relied on, each city once.
    """
    if not {"cities", "city_codes"} <= set(tables):
        return
    cities, codes = tables["cities"], tables["city_codes"]
    first: dict[tuple[str, str, str], str] = {}
    twins = dict[int, str]()
    for line, (code, city, country, part) in zip(
        cities.index, cities[["city_code", "city", "country_code", "part"]].to_numpy(), strict=True
    ):
        for name in {city, *own_names(city)}:
            other = first.setdefault((sort_key(name), country, part), code)
            if other != code:
                twins[line] = other
    yield from mark_rows(
        cities,
        cities.index.to_series().isin(list(twins)),
        "city",
        CITIES,
        lambda line: f"is also the name of {twins[line]} in {cities.loc[line, 'country_code']}",
        "of one city give the new code in framework/city_codes.csv; of two, tell them apart by part",
    )
    known, merged = set(cities["city_code"]), codes["kind"] == MERGED
    yield from mark_rows(
        *(codes, ~merged & codes["code"].isin(known) & codes["until"].isna(), "code", CODES),
        "is a city of its own in cities.csv",
        "delete one of the two, or say until when the code was of the other city",
    )
    yield from mark_rows(
        *(codes, merged & ~codes["code"].isin(known), "code", CODES),
        "was merged, and is no row of cities.csv",
        "keep the city there, so that its figures stay",
    )
    yield from mark_rows(
        *(codes, merged & codes["since"].isna(), "since", CODES),
        "says no year of the merger",
        "give the year from which the figures are of both",
    )
