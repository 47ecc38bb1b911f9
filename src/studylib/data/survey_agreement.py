"""What must agree between the tables on surveys: waves and their main survey, the places of each, its figures, the map of comparability.

Whether the figures themselves are plausible is looked at in `plausibility`, all other references in `agreement`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from quire.core.errors import Fault, nearest
from studylib.data.perception import AS_PRINTED
from studylib.data.references import find_strangers

SURVEYS, MAP = "data/raw/framework/surveys.csv", "data/raw/framework/comparability.csv"
PLACES = "data/raw/survey_places.csv"
SILENT = ("not asked", "not in this copy", "not known")
"""Statuses of the map without an item: there is no figure of the concept."""


def find_survey_disagreements(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Every fault that shows when the tables on surveys are held against each other.

    Parameters
    ----------
    tables
        The tables whose columns and types can be relied on; what needs another one is passed over.
    """
    faults: list[Fault] = []
    if {"surveys", "waves"} <= set(tables):
        faults += _mains(tables["surveys"], tables["waves"])
    if {"surveys", "survey_places", "cities"} <= set(tables):
        faults += _places(tables["survey_places"], tables["surveys"], tables["cities"])
    for name in ("perception", "priorities"):
        if {name, "survey_places"} <= set(tables):
            faults += _figures(
                tables[name], "place", tables["survey_places"], f"data/raw/{name}.csv"
            )
    if {"perception_shares", "survey_places"} <= set(tables):
        where = "data/raw/perception_shares.csv"
        faults += _figures(tables["perception_shares"], "city_code", tables["survey_places"], where)
    if {
        "comparability",
        "items",
        "surveys",
        "perception",
        "perception_shares",
        "survey_places",
    } <= set(tables):
        faults += _map(tables)
    return faults


def _mains(surveys: pd.DataFrame, waves: pd.DataFrame) -> Iterator[Fault]:
    """Waves without a main survey, or with several."""
    main = surveys.loc[surveys["main"] == "True", "wave"].value_counts()
    for wave in waves["wave"]:
        if main.get(wave, 0) != 1:
            what = f"has {main.get(wave, 0)} main surveys"
            yield Fault(
                SURVEYS, 0, "main", str(wave), what, "write True for the one that editions stand on"
            )


def _places(places: pd.DataFrame, surveys: pd.DataFrame, cities: pd.DataFrame) -> Iterator[Fault]:
    """Places that are no city, of a survey of another wave, or there twice; surveys with more or fewer cities than they say."""
    there = places[places["city_code"] != ""]
    yield from find_strangers(there, "city_code", set(cities["city_code"]), "city", PLACES)
    wave = places["survey"].map(surveys.set_index("survey")["wave"])
    for row in places.index[wave.notna() & (wave != places["wave"])]:
        repair = "give a survey of the same wave"
        yield Fault(
            PLACES,
            int(row),
            "survey",
            str(places.loc[row, "survey"]),
            f"is of wave {wave[row]}",
            repair,
        )
    printed = places[places["place"] != ""]
    for rows, column in ((printed, "place"), (there, "city_code")):
        for row in rows.index[rows.duplicated(["wave", column])]:
            what = f"is there twice in wave {rows.loc[row, 'wave']}"
            yield Fault(
                PLACES,
                int(row),
                column,
                str(rows.loc[row, column]),
                what,
                "a row is one city: correct one of the two",
            )
    count = there["survey"].value_counts()
    for row, survey, cities_n in surveys[["survey", "cities"]].itertuples():
        if count.get(survey, 0) != cities_n:
            what = f"has {count.get(survey, 0)} cities in survey_places.csv, not {cities_n}"
            repair = "name every city of the survey, also those without a row (place empty), or correct the number"
            yield Fault(SURVEYS, int(str(row)), "cities", str(survey), what, repair)


def _figures(table: pd.DataFrame, column: str, places: pd.DataFrame, where: str) -> Iterator[Fault]:
    """Figures of a place that no survey of their wave has."""
    known = set(zip(places["wave"], places[column], strict=True))
    keys = pd.Series(list(zip(table["wave"], table[column], strict=True)), index=table.index)
    for wave, name in sorted(set(keys[~keys.isin(known)])):
        row = int(str(keys.index[keys == (wave, name)][0]))
        valid = [each for year, each in known if year == wave and each]
        repair = (
            f"add its survey to survey_places.csv{f'; {nearest(name, valid)}' if valid else ''}"
        )
        yield Fault(where, row, column, str(name), f"is in no survey of wave {wave}", repair)


def _map(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Where the map of comparability does not fit what was asked: each item of a survey once, each concept with each survey."""
    table = tables["comparability"]
    yield from find_strangers(
        table[table["item"] != ""], "item", set(tables["items"]["item"]), "item", MAP
    )
    silent = table["status"].isin(SILENT)
    for row, status in table.loc[silent == (table["item"] != ""), "status"].items():
        repair = "name an item if there are figures of it, and none if there are not"
        yield Fault(MAP, int(str(row)), "status", status, "does not fit the item", repair)
    mains = tables["surveys"].loc[tables["surveys"]["main"] == "True", "survey"]
    for row, survey in table.loc[
        (table["status"] == "beside") & table["survey"].isin(mains), "survey"
    ].items():
        what, repair = (
            f"is not for the main survey {survey}",
            "say how it stands to the main survey before that asked it",
        )
        yield Fault(MAP, int(str(row)), "status", "beside", what, repair)
    asked = _asked(tables)
    for survey, main in tables["surveys"][["survey", "main"]].itertuples(index=False):
        rows = table[table["survey"] == survey]
        told = rows.loc[rows["item"] != "", "item"]
        here = asked.get(survey, set())
        for row, item in told[~told.isin(here)].items():
            repair = "write 'not asked', 'not in this copy' or 'not known' and leave the item empty"
            yield Fault(
                MAP, int(str(row)), "item", item, f"has no figure in survey {survey}", repair
            )
        for row, item in told[told.duplicated()].items():
            yield Fault(
                MAP,
                int(str(row)),
                "item",
                item,
                f"is two concepts in survey {survey}",
                "keep one of the rows",
            )
        # what another survey did not ask needs no reason: only the main one is asked for every concept
        silent_on = set(table["concept"]) - set(rows["concept"]) if main == "True" else set()
        lacking = [*sorted(here - set(told)), *sorted(silent_on)]
        repair = "say how it stands to the main survey before that asked it, and why"
        for each in lacking:
            yield Fault(MAP, 0, "survey", each, f"has no row for survey {survey}", repair)


def _asked(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """The items of which a survey has figures; what only the press printed does not count."""
    places = tables["survey_places"]
    whole = tables["perception"].merge(places[["wave", "place", "survey"]], on=["wave", "place"])
    shares = tables["perception_shares"]
    single = shares[shares["base"] != AS_PRINTED].merge(
        places[["wave", "city_code", "survey"]], on=["wave", "city_code"]
    )
    both = pd.concat([each[["survey", "item"]] for each in (whole, single)])
    return {str(survey): set(part["item"]) for survey, part in both.groupby("survey")}
