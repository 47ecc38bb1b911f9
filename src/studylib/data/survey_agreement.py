"""What must agree between the tables on surveys: waves and their main survey, the places of each, its figures, the map of comparability.

Whether the figures themselves are plausible is looked at in `plausibility`, all other references in `agreement`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.tables.faults import MOST_MARKED, count_rest, mark_file, mark_rows
from quire.text.messages import _
from studylib.data.perception import AS_PRINTED

SURVEYS, MAP = "data/raw/framework/surveys.csv", "data/raw/framework/comparability.csv"
PLACES = "data/raw/survey_places.csv"
SILENT = (_("not asked"), _("not in this copy"), _("not known"))
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
    if {"surveys", "survey_places"} <= set(tables):
        faults += _places(tables["survey_places"], tables["surveys"])
    for name, column in (
        ("perception", "place"),
        ("priorities", "place"),
        ("perception_shares", "city_code"),
    ):
        if {name, "survey_places"} <= set(tables):
            where = f"data/raw/{name}.csv"
            faults += _figures(tables[name], column, tables["survey_places"], where)
    if {"comparability", "surveys", "perception", "perception_shares", "survey_places"} <= set(
        tables
    ):
        faults += _map(tables)
    return faults


def _mains(surveys: pd.DataFrame, waves: pd.DataFrame) -> Iterator[Fault]:
    """Waves without a main survey, or with several."""
    main = surveys.loc[surveys["main"], "wave"].value_counts()
    repair = "write True for the one that editions stand on"
    for wave in waves["wave"]:
        if main.get(wave, 0) != 1:
            what = f"has {main.get(wave, 0)} main surveys"
            yield mark_file(SURVEYS, what, repair, "main", str(wave))


def _places(places: pd.DataFrame, surveys: pd.DataFrame) -> Iterator[Fault]:
    """Places of a survey of another wave, or there twice; surveys with more or fewer cities than they say."""
    wave = places["survey"].map(surveys.set_index("survey")["wave"])
    other, words = wave.notna() & (wave != places["wave"]), "is of wave " + wave.astype(object)
    repair = "give a survey of the same wave"
    yield from mark_rows(places, other, "survey", PLACES, words, repair)
    for column in ("place", "city_code"):
        rows = places[places[column] != ""]
        words, twice = "is there twice in wave " + rows["wave"], rows.duplicated(["wave", column])
        repair = "a row is one city: correct one of the two"
        yield from mark_rows(rows, twice, column, PLACES, words, repair)
    count = places.loc[places["city_code"] != "", "survey"].value_counts()
    for row, survey, cities_n in surveys[["survey", "cities"]].itertuples():
        if count.get(survey, 0) != cities_n:
            what = f"has {count.get(survey, 0)} cities in survey_places.csv, not {cities_n}"
            repair = (
                "name every city of the survey, also those without a row (place empty), "
                "or correct the number"
            )
            yield Fault(SURVEYS, int(str(row)), "cities", str(survey), what, repair)


def _figures(table: pd.DataFrame, column: str, places: pd.DataFrame, where: str) -> list[Fault]:
    """Figures of a place that no survey of their wave has."""
    known = set(zip(places["wave"], places[column], strict=True))
    keys = pd.Series(list(zip(table["wave"], table[column], strict=True)), index=table.index)
    first = keys[~keys.isin(known)].drop_duplicates()
    faults = []
    for row, (wave, name) in first[:MOST_MARKED].items():
        valid = [other for year, other in known if year == wave and other]
        guess = f"; {nearest(name, valid)}" if valid else ""
        repair = f"add its survey to survey_places.csv{guess}"
        what = f"is in no survey of wave {wave}"
        faults.append(Fault(where, int(str(row)), column, str(name), what, repair))
    return count_rest(faults, len(first) - len(faults))


def _map(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Where the map of comparability does not fit what was asked: each item of a survey once, each concept with each survey."""
    table, surveys = tables["comparability"], tables["surveys"]
    silent = table["status"].isin(SILENT)
    repair = "name an item if there are figures of it, and none if there are not"
    odd = silent == (table["item"] != "")
    yield from mark_rows(table, odd, "status", MAP, "does not fit the item", repair)
    beside = (table["status"] == "beside") & table["survey"].isin(
        surveys.loc[surveys["main"], "survey"]
    )
    repair = "say how it stands to the main survey before that asked it"
    words = "is not for the main survey " + table["survey"]
    yield from mark_rows(table, beside, "status", MAP, words, repair)
    asked = _asked(tables)
    for survey, main in surveys[["survey", "main"]].itertuples(index=False):
        rows, here = table[table["survey"] == survey], asked.get(survey, set())
        named = rows[rows["item"] != ""]
        repair = "write 'not asked', 'not in this copy' or 'not known' and leave the item empty"
        what = f"has no figure in survey {survey}"
        yield from mark_rows(named, ~named["item"].isin(here), "item", MAP, what, repair)
        what, repair = f"is two concepts in survey {survey}", "keep one of the rows"
        yield from mark_rows(named, named["item"].duplicated(), "item", MAP, what, repair)
        # what another survey did not ask needs no reason: only the main one is asked for every concept
        silent_on = set(table["concept"]) - set(rows["concept"]) if main else set()
        repair = "say how it stands to the main survey before that asked it, and why"
        for name in [*sorted(here - set(named["item"])), *sorted(silent_on)]:
            yield mark_file(MAP, f"has no row for survey {survey}", repair, "survey", name)


def _asked(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """The items of which a survey has figures; what only the press printed does not count."""
    places = tables["survey_places"]
    whole = tables["perception"].merge(places[["wave", "place", "survey"]], on=["wave", "place"])
    shares = tables["perception_shares"]
    single = shares[shares["base"] != AS_PRINTED].merge(
        places[["wave", "city_code", "survey"]], on=["wave", "city_code"]
    )
    both = pd.concat([rows[["survey", "item"]] for rows in (whole, single)])
    return {str(survey): set(part["item"]) for survey, part in both.groupby("survey")}
