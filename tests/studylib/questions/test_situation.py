"""The spread of answers, on a study small enough to work out on paper."""

from __future__ import annotations

import math

import pandas as pd
import pytest
import small

from studylib.questions import situation


@pytest.fixture
def values() -> pd.DataFrame:
    """Figures of the focus areas."""
    return situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)


def test_only_items_that_were_asked_in_focus_are_on_the_page(values: pd.DataFrame) -> None:
    assert values["item"].value_counts().to_dict() == {"jobs": 5, "theft": 4}
    assert values["area"].drop_duplicates().to_list() == ["Work", "Life"]


def test_an_item_that_is_turned_round_says_so(values: pd.DataFrame) -> None:
    assert values["label"].drop_duplicates().to_list() == ["Jobs", "Theft (denied)"]


def test_a_figure_that_is_missing_with_a_caveat_is_kept_to_be_listed() -> None:
    answers = small.answers()
    answers.loc[answers["caveat"] != "", ["favourable_pct", "balance"]] = math.nan
    values = situation.select_focus_values(answers, small.ITEMS, small.CITIES, small.AREAS)
    assert len(situation.list_caveats(values)) == 2
    assert (
        situation.summarise_items(values)
        .set_index(["item", "measure"])
        .loc[("jobs", "balance"), "cities"]
        == 3
    )


def test_quartiles_are_those_worked_out_on_paper(values: pd.DataFrame) -> None:
    summary = situation.summarise_items(values).set_index(["item", "measure"])
    # 20 40 50 60 80: the quartiles are the second and the fourth; the panel is 40 50 60
    names = [
        "cities",
        "low",
        "lower_quartile",
        "median",
        "upper_quartile",
        "high",
        "panel_cities",
        "panel_median",
    ]
    assert small.row(summary, ("jobs", "favourable_pct"), names) == [5, 20, 40, 50, 60, 80, 3, 50]
    # 70 80 88 90: a quarter of the way between the first and the last, type 7
    assert small.row(
        summary, ("theft", "favourable_pct"), ["lower_quartile", "median", "upper_quartile"]
    ) == [
        77.5,
        84,
        88.5,
    ]


def test_a_country_below_the_least_number_of_cities_is_left_out(values: pd.DataFrame) -> None:
    found = situation.compute_country_medians(values, 2)
    assert found[["item", "country", "cities", "favourable_pct"]].to_numpy().tolist() == [
        ["jobs", "Aland", 3, 50.0],
        ["jobs", "Beland", 2, 60.0],
        ["theft", "Aland", 3, 80.0],
    ]
    assert situation.compute_country_medians(values, 4).empty


def test_wide_tables_have_items_as_columns_in_the_order_of_the_page(values: pd.DataFrame) -> None:
    wide = situation.pivot_items(values)
    assert wide.columns.to_list() == ["Jobs", "Theft (denied)"]
    assert small.row(wide, "B1", ["Jobs", "Theft (denied)"]) == [45, 90]


def test_readers_get_wording_direction_and_numbers(values: pd.DataFrame) -> None:
    table = situation.tabulate_items(small.ITEMS, situation.summarise_items(values))
    assert table["As it was asked"].to_list() == [
        "A job is easy to find",
        "Something was stolen (disagreeing is favourable)",
    ]
    assert table["Area"].to_list() == ["Work", "Life"]
    assert table["Middle half, %"].to_list() == ["40 to 60", "78 to 89"]
    assert table["Median balance"].to_list() == [50, 84.5]


def test_an_area_is_named_only_beside_another_one(values: pd.DataFrame) -> None:
    part = values[values["area"] == "Life"]
    assert "Area" not in situation.tabulate_items(small.ITEMS, situation.summarise_items(part))


def test_caveats_are_listed_by_name_and_counted_by_kind(values: pd.DataFrame) -> None:
    assert situation.list_caveats(values)["city"].to_list() == ["Beta", "Delta"]
    kinds = situation.count_caveats(values).set_index("caveat")["figures"].to_dict()
    assert kinds == {
        "the no-answer share is not published": 2,
        "the shares do not sum to about 100 per cent": 1,
    }


def test_no_figures_give_empty_tables() -> None:
    values = situation.select_focus_values(
        small.answers(), small.ITEMS.assign(asked=False), small.CITIES, small.AREAS
    )
    summary = situation.summarise_items(values)
    assert values.empty
    assert summary.empty
    assert situation.compute_country_medians(values, 3).empty
    assert situation.pivot_items(values).empty
    assert situation.tabulate_items(small.ITEMS, summary).empty
    assert situation.count_caveats(values).empty
