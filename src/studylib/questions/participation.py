"""Who the figures of an edition are about: cities, countries, items asked, cells that are missing.

Frames in, frames out. The cities of the survey are never the participants of UCLG's own study.
"""

from __future__ import annotations

import pandas as pd

from quire.text.messages import _

HAS_FIGURE = _("has a figure")
"""What stands for a reason where nothing is missing."""


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
        One row an area in the framework's order: `area` (its name), `in_focus`, `items` in the
        framework, `asked` in this edition, `cities_least` and `cities_most` that an asked item has
        figures of (missing where none was asked).
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
        `area, item, label, country, city, city_code, state`, sorted by area (the
        framework's order), label, country and city; `state` is `HAS_FIGURE` or the reason of
        `missing`.
    """
    asked = items.loc[items["asked"], ["item", "label", "area"]]
    taking_part = cities.loc[cities["in_edition"], ["city_code", "city", "country"]]
    frame = (
        answers[["item", "city_code", "missing"]]
        .merge(asked, on="item")
        .merge(taking_part, on="city_code")
    )
    named = areas.assign(order=range(len(areas))).rename(columns={"label": "area_label"})
    frame = frame.merge(named[["area", "area_label", "order"]], on="area")
    frame["state"] = frame["missing"].mask(frame["missing"] == "", HAS_FIGURE)
    frame = frame.sort_values(["order", "label", "country", "city", "city_code"], ignore_index=True)
    columns = ["area_label", "item", "label", "country", "city", "city_code", "state"]
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
        `state` (a figure, or the reason), `cells`, `items` and `cities` concerned, and
        `focus_cells`: those of them in the focus areas. The cells add up to the whole grid.
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
