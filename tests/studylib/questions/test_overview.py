"""The editions side by side."""

from __future__ import annotations

import pandas as pd
import pytest
import small
from small_editions import AREAS, CITIES, EDITIONS, ITEMS

from studylib.questions import overview


@pytest.fixture
def asked() -> pd.DataFrame:
    """Items by edition."""
    return overview.list_items_by_edition(ITEMS, AREAS, EDITIONS)


def test_each_edition_has_a_row_with_its_own_and_its_data_year() -> None:
    table = overview.tabulate_editions(EDITIONS, CITIES, ITEMS, AREAS).set_index("edition")
    assert small.row(table, "2002", ["year", "data_year", "uclg_cities", "survey_cities", "panel_cities"]) == [
        2002, 2001, 7, 5, 3,
    ]  # fmt: skip
    assert small.row(table, "2005", ["items_asked", "focus_items_asked", "focus"]) == [2, 1, "Life"]


def test_a_recorded_edition_has_no_figures() -> None:
    table = overview.tabulate_editions(EDITIONS, CITIES, ITEMS, AREAS)
    assert table.set_index("edition").loc["2008", ["survey_cities", "items_asked"]].isna().all()


def test_every_item_has_a_row_for_every_edition(asked: pd.DataFrame) -> None:
    assert len(asked) == 4 * 2
    assert asked["area"].drop_duplicates().to_list() == ["Work", "Life"]
    assert asked.loc[asked["item"] == "jobs", "asked"].to_list() == [True, True]
    assert asked.loc[asked["item"] == "theft", "wave_year"].to_list() == ["2001", "2004"]


def test_shared_items_are_counted_per_area(asked: pd.DataFrame) -> None:
    table = overview.count_shared_items(asked)
    assert table.to_dict("list") == {
        "area": ["Work", "Life"],
        "2002": [1, 2],
        "2005": [1, 1],
        "in_all": [1, 0],
        "in_one_only": [0, 3],
    }
