"""Who the figures of an edition are about: cities, countries, items asked, cells that are missing.

Frames in, frames and sentences out. The cities of the survey are never the participants of UCLG's own study.
"""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from quire.text.words import capital, counted, decimal, listed

HAS_FIGURE = "has a figure"
"""What stands for a reason where nothing is missing."""

AREA_HEADS = ["Area", "In focus", "Items", "With figures here", "Cities, least", "Cities, most"]
MISSING_HEADS = ["State of the cell", "Cells", "Items", "Cities", "Cells in focus areas"]
"""What the columns of `count_items_by_area` and `count_missing_by_reason` are called for readers."""


def count_cities_by_country(cities: pd.DataFrame) -> pd.DataFrame:
    """Cities of the edition per country, countries by name.

    Parameters
    ----------
    cities
        The processed table, one row a city of the register.

    Returns
    -------
    DataFrame
        `country, cities, panel_cities, other_cities, without_coordinates`, all counts.
    """
    taking_part = cities[cities["in_edition"]]
    flags = taking_part.assign(panel=taking_part["in_panel"], bare=taking_part["longitude"].isna())
    groups = flags.groupby("country", sort=True)
    frame = groups.agg(
        cities=("city_code", "size"),
        panel_cities=("panel", "sum"),
        without_coordinates=("bare", "sum"),
    ).reset_index()
    frame.insert(3, "other_cities", frame["cities"] - frame["panel_cities"])
    return frame


def count_items_by_area(items: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """How much of each area was asked.

    Parameters
    ----------
    items, areas
        The processed tables: all items and all areas of the framework.

    Returns
    -------
    DataFrame
        One row an area in the framework's order: `area` (its name), `in_focus`, `items` in the framework, `asked` in
        this edition, `cities_least` and `cities_most` that an asked item has figures of (missing where none was asked).
    """
    asked = items[items["asked"]].groupby("area")["cities"].agg(["size", "min", "max"])
    frame = areas.assign(
        items=areas["area"].map(items.groupby("area").size()).fillna(0).astype(int)
    )
    frame["asked"] = frame["area"].map(asked["size"]).fillna(0).astype(int)
    frame["cities_least"] = frame["area"].map(asked["min"]).astype("Int64")
    frame["cities_most"] = frame["area"].map(asked["max"]).astype("Int64")
    columns = ["label", "in_focus", "items", "asked", "cities_least", "cities_most"]
    return frame[columns].rename(columns={"label": "area"})


def list_cells(
    answers: pd.DataFrame, items: pd.DataFrame, cities: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """Every item that was asked, in every city of the edition: a figure, or why there is none.

    Parameters
    ----------
    answers, items, cities, areas
        The processed tables.

    Returns
    -------
    DataFrame
        `area, colour, item, label, country, city, city_code, state`, sorted by area (the framework's
        order), label, country and city; `state` is `HAS_FIGURE` or the reason of `missing`.
    """
    asked = items.loc[items["asked"], ["item", "label", "area"]]
    taking_part = cities.loc[cities["in_edition"], ["city_code", "city", "country"]]
    frame = (
        answers[["item", "city_code", "missing"]]
        .merge(asked, on="item")
        .merge(taking_part, on="city_code")
    )
    named = areas.assign(order=range(len(areas))).rename(columns={"label": "area_label"})
    frame = frame.merge(named[["area", "area_label", "colour", "order"]], on="area")
    frame["state"] = frame["missing"].mask(frame["missing"] == "", HAS_FIGURE)
    frame = frame.sort_values(["order", "label", "country", "city", "city_code"], ignore_index=True)
    columns = ["area_label", "colour", "item", "label", "country", "city", "city_code", "state"]
    return frame[columns].rename(columns={"area_label": "area"})


def count_missing_by_reason(answers: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """All cells of the study's grid (items x cities of the register) by what stands in them.

    Parameters
    ----------
    answers, items
        The processed tables.

    Returns
    -------
    DataFrame
        `state` (a figure, or the reason), `cells`, `items` and `cities` concerned, and `focus_cells`: those of them
        in the focus areas. The cells add up to the whole grid.
    """
    focus = set(items.loc[items["in_focus"], "item"])
    frame = answers.assign(
        state=answers["missing"].mask(answers["missing"] == "", HAS_FIGURE),
        focus=answers["item"].isin(focus),
    )
    counts = frame.groupby("state").agg(
        cells=("item", "size"),
        items=("item", "nunique"),
        cities=("city_code", "nunique"),
        focus_cells=("focus", "sum"),
    )
    order = [HAS_FIGURE, *sorted(set(counts.index) - {HAS_FIGURE})]
    return counts.reindex(order, fill_value=0).reset_index()


def list_fewer_items(cities: pd.DataFrame) -> pd.DataFrame:
    """Cities with figures for fewer items than others of the survey, by country and name."""
    fewer = cities["in_edition"] & (cities["items_answered"] < cities["items_asked"])
    columns = ["city", "country", "items_answered", "items_asked"]
    return cities.loc[fewer, columns].sort_values(["country", "city"], ignore_index=True)


def list_not_in_copy(cities: pd.DataFrame, surveys: pd.DataFrame) -> pd.DataFrame:
    """Cities whose residents the edition's survey asked and of which no figure is in this copy, by country and name."""
    own = cities["survey"].isin(surveys.loc[surveys["main"], "survey"])
    return cities.loc[own & ~cities["in_edition"], ["city", "country"]].sort_values(
        ["country", "city"], ignore_index=True
    )


def list_without_coordinates(cities: pd.DataFrame) -> pd.DataFrame:
    """Cities of the edition that cannot be on the map, by country and name."""
    frame = cities.loc[cities["in_edition"] & cities["longitude"].isna(), ["country", "city"]]
    return frame.sort_values(["country", "city"], ignore_index=True)


def tabulate_participants(study: SimpleNamespace, cities: pd.DataFrame) -> pd.DataFrame:
    """The two groups of cities of an edition beside each other; what is not known is missing."""
    taking_part = cities[cities["in_edition"]]
    years = [study.year, study.wave_year]
    numbers = [study.participants["cities"], len(taking_part)]
    countries = [study.participants["countries"], taking_part["country"].nunique()]
    frame = pd.DataFrame(
        {
            "Group": ["Participants of UCLG's own study", "Cities of the survey of residents"],
            "Year": pd.array(years, dtype="Int64"),
            "Cities": pd.array(numbers, dtype="Int64"),
            "Countries": pd.array(countries, dtype="Int64"),
        }
    )
    return frame if study.wave_year is not None else frame.head(1)


def participants_sentence(study: SimpleNamespace) -> str:
    """How many cities took part in UCLG's own study, and that they are not the survey's.

    >>> took_part = {"cities": 35, "countries": 20, "note": ""}
    >>> print(participants_sentence(SimpleNamespace(year=2021, participants=took_part)))
    UCLG counts 35 cities from 20 countries in its edition of 2021.
    """
    cities, countries = study.participants["cities"], study.participants["countries"]
    if cities is None:
        first = f"How many cities took part in UCLG's edition of {study.year} is not known."
    else:
        where = "" if countries is None else f" from {counted(countries, 'country', 'countries')}"
        first = f"UCLG counts {counted(cities, 'city', 'cities')}{where} in its edition of {study.year}."
    return f"{first} {study.participants['note']}".strip()


def survey_sentence(study: SimpleNamespace, cities: pd.DataFrame) -> str:
    """How many cities and countries the survey of this edition has, and of which year it is."""
    if study.wave_year is None:
        return f"No survey of residents stands beside the edition of {study.year}, so it has no figures of cities."
    taking_part = cities[cities["in_edition"]]
    number, countries = len(taking_part), taking_part["country"].nunique()
    panel = int(taking_part["in_panel"].sum())
    asked = int((cities["survey"] == study.wave_survey).sum())
    where = f"{counted(number, 'city', 'cities')} in {counted(countries, 'country', 'countries')}"
    return (
        f"The survey of {study.wave_year} stands beside the edition of {study.year}. It asked in {asked} cities; figures of {where} are "
        f"here. {counted(panel, 'of them is', 'of them are')} in the panel of cities that are in every survey used here."
    )


def map_sentence(cities: pd.DataFrame) -> str:
    """Which cities of the edition the map cannot show."""
    bare = list_without_coordinates(cities)
    shown = int((cities["in_edition"] & cities["longitude"].notna()).sum())
    if bare.empty:
        return (
            f"The map shows all {counted(shown, 'city', 'cities')} of the edition." if shown else ""
        )
    groups = [f"{country} ({', '.join(rows['city'])})" for country, rows in bare.groupby("country")]
    return (
        f"The map shows {counted(shown, 'city', 'cities')}. For {len(bare)} more the register has no coordinates: "
        f"{listed(groups)}."
    )


def gaps_sentence(cities: pd.DataFrame, surveys: pd.DataFrame) -> str:
    """Which cities of the survey have few figures or none in this copy."""
    if not cities["in_edition"].any():
        return "No city was asked."
    fewer, gone = list_fewer_items(cities), list_not_in_copy(cities, surveys)
    said = []
    if len(fewer):
        low, high = fewer["items_answered"].min(), fewer["items_answered"].max()
        some = f"{low}" if low == high else f"{low} to {high}"
        said.append(
            f"{capital(counted(len(fewer), 'city has', 'cities have'))} a figure for {some} of {fewer['items_asked'].max()} items: "
            f"{listed(fewer['city'])}."
        )
    if len(gone):
        said.append(
            f"{capital(counted(len(gone), 'city', 'cities'))} of the survey {'has' if len(gone) == 1 else 'have'} no figure in this copy "
            f"({listed(gone['city'])}): their residents were asked."
        )
    return " ".join(said) or "Every city of the survey has a figure for every item that was asked."


def map_alt(cities: pd.DataFrame, wave_year: int | None) -> str:
    """What the map shows, in words."""
    shown = cities[cities["in_edition"] & cities["longitude"].notna()]
    if shown.empty:
        return "Map of Europe by coordinates only, without coasts or borders. No city of the register is in this edition."
    across, up = shown.sort_values("longitude")["city"], shown.sort_values("latitude")["city"]
    reach = f"from {across.iloc[0]} in the west to {across.iloc[-1]} in the east, {up.iloc[0]} in the south to {up.iloc[-1]}"
    panel = int(shown["in_panel"].sum())
    return (
        f"Map of {counted(len(shown), 'survey city', 'survey cities')} in {wave_year}, dots without coasts or borders: "
        f"{reach}. {panel} of the dots are panel cities, {len(shown) - panel} are not."
    )


def countries_alt(by_country: pd.DataFrame) -> str:
    """What the bars per country show, in words."""
    most = by_country["cities"].max()
    names = listed(by_country.loc[by_country["cities"] == most, "country"])
    ones = int((by_country["cities"] == 1).sum())
    return (
        f"Bar chart of the survey cities of {counted(len(by_country), 'country', 'countries')}. The most are {most}, "
        f"in {names}; {counted(ones, 'country has', 'countries have')} one city only."
    )


def coverage_alt(cells: pd.DataFrame) -> str:
    """What the coverage matrix shows, in words."""
    items, cities = cells["item"].nunique(), cells["city_code"].nunique()
    gaps = cells[cells["state"] != HAS_FIGURE]
    first = f"Matrix of {counted(items, 'item')} by {counted(cities, 'city', 'cities')}"
    if gaps.empty:
        return f"{first}: every cell has a figure."
    share = 100 * len(gaps) / len(cells)
    where = listed(sorted(set(gaps["country"])))
    return (
        f"{first}: {decimal(share)} per cent of the cells are empty, over {counted(gaps['item'].nunique(), 'item')} and "
        f"{counted(gaps['city_code'].nunique(), 'city', 'cities')} in {where}."
    )
