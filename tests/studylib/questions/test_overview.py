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


def test_an_item_that_moved_is_followed_and_stands_where_the_latest_edition_has_it() -> None:
    moved = (ITEMS["item"] == "jobs") & (ITEMS["edition"] == "2005")
    items = ITEMS.assign(area=ITEMS["area"].mask(moved, "life"))
    asked = overview.list_items_by_edition(items, AREAS, EDITIONS)
    assert overview.count_shared_items(asked).to_dict("list") == {
        "area": ["Life"],
        "2002": [3],
        "2005": [2],
        "in_all": [1],
        "in_one_only": [3],
    }


def test_an_area_and_an_item_of_a_later_edition_were_not_asked_before() -> None:
    trees = {"edition": "2005", "item": "trees", "label": "Arbours", "area": "green", "asked": True}
    items = pd.concat([ITEMS, pd.DataFrame([{**trees, "in_focus": True, "cities": 3}])])
    green = {"edition": "2005", "area": "green", "label": "Green", "colour": "#00805E"}
    areas = pd.concat([AREAS, pd.DataFrame([{**green, "in_focus": True}])])
    asked = overview.list_items_by_edition(items, areas, EDITIONS)
    table = overview.count_shared_items(asked).set_index("area")
    assert table.loc[["Green"]].to_numpy().tolist() == [[0, 1, 0, 1]]
    own = asked[asked["item"] == "trees"]
    assert own[["edition", "asked", "cities"]].to_numpy().tolist() == [
        ["2002", False, 0],
        ["2005", True, 3],
    ]
