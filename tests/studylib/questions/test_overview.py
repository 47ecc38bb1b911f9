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


def test_a_recorded_edition_has_no_figures_and_a_table_of_its_own() -> None:
    table = overview.tabulate_editions(EDITIONS, CITIES, ITEMS, AREAS)
    assert table.set_index("edition").loc["2008", ["survey_cities", "items_asked"]].isna().all()
    assert overview.select_published(table)["Edition"].to_list() == ["2002", "2005"]
    assert overview.select_recorded(table)["Edition"].to_list() == ["2008"]


def test_an_edition_in_preparation_is_neither_published_nor_recorded() -> None:
    nobody = {"cities": None, "countries": None, "note": "", "source": None}
    coming = small.study(
        id="2009", year=2009, status="in preparation", wave_year=None, participants=nobody
    )
    table = overview.tabulate_editions([*EDITIONS, coming], CITIES, ITEMS, AREAS)
    assert overview.select_recorded(table)["Edition"].to_list() == ["2008"]
    assert overview.select_published(table)["Edition"].to_list() == ["2002", "2005"]
    assert overview.select_preparing(table).to_numpy().tolist() == [
        ["2009", "An invented subject", "Work and Life"]
    ]
    assert overview.editions_sentence([*EDITIONS, coming]).endswith(
        "1 edition (2008) is recorded with what is known. 1 edition (2009) is in preparation."
    )


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


def test_sentences_name_what_is_shared_and_what_is_not(asked: pd.DataFrame) -> None:
    sentence = overview.shared_sentence(asked)
    assert (
        "Of the 4 items of the framework, 1 has figures from the surveys of all 2 editions that have one. No item of Life has"
        in sentence
    )
    assert (
        "Asked were 3 in 2002 (2 of them in focus) and 2 in 2005 (1 of them in focus)"
        in overview.asked_alt(asked)
    )
    one = asked[asked["edition"] == "2002"]
    assert overview.shared_sentence(one).startswith("No two published editions have a survey")


def test_the_list_of_editions_tells_figures_from_records() -> None:
    assert overview.editions_sentence(EDITIONS) == (
        "Figures are here for 2 editions (2002 and 2005). 1 edition (2008) is recorded with what is known."
    )
    assert overview.editions_sentence(EDITIONS[:1]) == "Figures are here for 1 edition (2002)."
    assert "3 cities that are in every survey" in overview.panel_sentence(CITIES)
