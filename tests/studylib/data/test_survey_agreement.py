"""Tables on surveys that do not agree: each fault put into sound invented tables, and found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from quire.core.errors import Fault
from studylib.data.perception import ALL_ANSWERS, AS_PRINTED
from studylib.data.survey_agreement import find_survey_disagreements

Tables = dict[str, pd.DataFrame]


def frame(columns: str, *rows: str) -> pd.DataFrame:
    """A table from words parted by blanks; a dash is an empty cell. Rows are labelled by their line."""
    cells = [[cell if cell != "-" else "" for cell in row.split(" ")] for row in rows]
    return pd.DataFrame(
        cells, columns=columns.split(" "), index=pd.RangeIndex(2, 2 + len(rows)), dtype=str
    )


def sound() -> Tables:
    """Two waves; under the second two surveys are printed. C of the first has no row."""
    surveys = frame(
        "survey wave main cities", "one first True 3", "two second True 2", "side second False 1"
    )
    return {
        "waves": frame("wave", "first", "second"),
        "surveys": surveys.astype({"cities": int}).assign(main=surveys["main"] == "True"),
        "survey_places": frame(
            "wave place city_code survey",
            *("first A a one", "first B b one", "first - c one"),
            *("second A a two", "second B b two", "second C c side"),
        ),
        "perception": frame(
            "wave item place",
            *("first jobs A", "first jobs B", "second jobs A", "second parks B", "second jobs C"),
        ),
        "perception_shares": frame("wave item city_code base").reindex(
            columns=["wave", "item", "city_code", "base"]
        ),
        "priorities": frame("wave issue place", "first noise A"),
        "comparability": frame(
            "concept survey item status",
            *(
                "jobs one jobs same",
                "parks one - not_asked",
                "jobs two jobs same",
                "parks two parks same",
            ),
            "jobs side jobs beside",
        ).replace({"status": {"not_asked": "not asked"}}),
    }


def faults(spoil: Callable[[Tables], object] = lambda tables: None) -> list[Fault]:
    tables = sound()
    spoil(tables)
    return find_survey_disagreements(tables)


def put(table: str, row: int, **cells: Any) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        for column, value in cells.items():
            tables[table].loc[row, column] = value

    return spoil


def publish(base: str, city: str = "b", item: str = "parks") -> Callable[[Tables], None]:
    """A share of the first wave from another source than the table of answers."""

    def spoil(tables: Tables) -> None:
        row = {"wave": "first", "item": item, "city_code": city, "base": base}
        tables["perception_shares"] = pd.DataFrame([row], index=[2], dtype=str)

    return spoil


def test_sound_tables_agree() -> None:
    assert faults() == []


# what is done | table | row | column | value | what | repair
SPOILT: list[tuple[Callable[[Tables], object], str, int, str, str, str, str]] = [
    (put("surveys", 3, main=False), "surveys", 0, "main", "second", "has 0 main surveys", "write True"),
    (put("surveys", 4, main=True), "surveys", 0, "main", "second", "has 2 main surveys", "write True"),
    (put("surveys", 2, cities=2), "surveys", 2, "cities", "one", "has 3 cities in survey_places.csv, not 2", "without a row"),
    (put("survey_places", 4, city_code=""), "surveys", 2, "cities", "one", "has 2 cities", "name every city"),
    (put("survey_places", 5, survey="one"), "survey_places", 5, "survey", "one", "is of wave first", "of the same wave"),
    (put("survey_places", 3, place="A"), "survey_places", 3, "place", "A", "is there twice in wave first", "one city"),
    (put("survey_places", 6, city_code="a"), "survey_places", 6, "city_code", "a", "is there twice in wave second", "one city"),
    (put("perception", 3, place="D"), "perception", 3, "place", "D", "is in no survey of wave first", "survey_places.csv"),
    # C has no row in the first wave
    (put("perception", 3, place="C"), "perception", 3, "place", "C", "is in no survey of wave first", "survey_places.csv"),
    (put("priorities", 2, place="D"), "priorities", 2, "place", "D", "is in no survey of wave first", "survey_places.csv"),
    (publish(AS_PRINTED, city="d"), "perception_shares", 2, "city_code", "d", "is in no survey of wave first", "survey_places.csv"),
    (put("comparability", 3, item="parks", status="same"), "comparability", 3, "item", "parks", "has no figure in survey one", "leave"),
    (put("comparability", 3, status="same"), "comparability", 3, "status", "same", "does not fit the item", "name an item"),
    (put("comparability", 2, status="not known"), "comparability", 2, "status", "not known", "does not fit the item", "name an item"),
    (put("comparability", 4, status="beside"), "comparability", 4, "status", "beside", "is not for the main survey two", "how it stands"),
    (put("comparability", 5, item="jobs"), "comparability", 5, "item", "jobs", "is two concepts in survey two", "keep one"),
    (put("comparability", 6, item="", status="not asked"), "comparability", 0, "survey", "jobs", "no row for survey side", "how it stands"),
    (publish(ALL_ANSWERS), "comparability", 0, "survey", "parks", "no row for survey one", "how it stands"),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", SPOILT, ids=[f"{case[5]} ({case[1]}, {case[4]})" for case in SPOILT]
)
def test_what_does_not_agree_is_reported(
    case: tuple[Callable[[Tables], object], str, int, str, str, str, str],
) -> None:
    spoil, table, row, column, value, what, repair = case
    found = faults(spoil)
    assert any(
        (fault.file.rsplit("/", 1)[-1], fault.row, fault.column, fault.value)
        == (f"{table}.csv", row, column, value)
        and what in fault.what
        and repair in fault.repair
        for fault in found
    ), found


def test_what_only_the_press_printed_is_no_figure_of_the_survey() -> None:
    assert faults(publish(AS_PRINTED)) == []


def test_every_concept_is_told_of_the_main_survey_and_of_no_other() -> None:
    # parks have no row for the side survey, which is no fault; without a row for the main one it is
    def spoil(tables: Tables) -> None:
        tables["comparability"] = tables["comparability"].drop(index=3)

    (fault,) = faults(spoil)
    assert (fault.value, fault.what) == ("parks", "has no row for survey one")


def test_a_city_without_a_row_counts_and_needs_no_place_of_its_own() -> None:
    def spoil(tables: Tables) -> None:
        tables["survey_places"].loc[3, "place"] = ""
        tables["perception"] = tables["perception"].drop(index=3)

    assert faults(spoil) == []


@pytest.mark.parametrize("lacking", ["surveys", "survey_places", "comparability", "perception"])
def test_what_needs_a_table_that_could_not_be_read_is_passed_over(lacking: str) -> None:
    assert faults(lambda tables: tables.pop(lacking)) == []
