"""Who the figures are about, on a study small enough to count by hand."""

from __future__ import annotations

import pandas as pd
import pytest
import small

from studylib.data.survey_tables import NOT_ASKED, NOT_IN_COPY, NOT_IN_SURVEY
from studylib.questions import participation as part

NOBODY = small.CITIES.assign(in_edition=False)
SURVEYS = pd.DataFrame({"survey": ["one", "other"], "main": [True, False]})
"""The survey that the edition stands on, and another."""


def test_countries_are_counted_by_name() -> None:
    found = part.count_cities_by_country(small.CITIES.sample(frac=1, random_state=1))
    expected = {
        "country": ["Aland", "Beland"],
        "cities": [3, 2],
        "panel_cities": [2, 1],
        "other_cities": [1, 1],
        "without_coordinates": [1, 1],
    }
    assert found.to_dict("list") == expected


def test_areas_say_what_was_asked_of_what_there_is() -> None:
    found = part.count_items_by_area(small.ITEMS, small.AREAS)
    assert found["area"].to_list() == ["Work", "Life"]
    assert found["items"].to_list() == [1, 3]
    assert found["asked"].to_list() == [1, 2]
    assert found["cities_least"].to_list() == [5, 4]


def test_an_area_that_was_not_asked_has_no_number_of_cities() -> None:
    found = part.count_items_by_area(small.ITEMS.assign(asked=False), small.AREAS)
    assert found["asked"].to_list() == [0, 0]
    assert found["cities_most"].isna().all()


def test_coverage_has_a_cell_for_every_asked_item_in_every_city_of_the_edition() -> None:
    cells = part.list_cells(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    assert len(cells) == 3 * 5
    assert cells["state"].value_counts().to_dict() == {part.HAS_FIGURE: 10, NOT_IN_COPY: 5}
    assert cells["area"].drop_duplicates().to_list() == ["Work", "Life"]
    assert cells["city"].to_list()[:5] == ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]


def test_the_reasons_add_up_to_the_whole_grid() -> None:
    found = part.count_missing_by_reason(small.answers(), small.ITEMS).set_index("state")
    assert found["cells"].sum() == 4 * 6
    assert found["cells"].to_dict() == {
        part.HAS_FIGURE: 10,
        NOT_IN_SURVEY: 4,
        NOT_IN_COPY: 5,
        NOT_ASKED: 5,
    }
    assert small.row(found, NOT_IN_COPY, ["items", "cities", "focus_cells"]) == [2, 4, 1]


def test_lists_of_cities_are_alphabetical() -> None:
    fewer = part.list_fewer_items(small.CITIES.assign(items_answered=1))
    # by country; nobody in Zeta was asked
    assert fewer["city"].to_list() == ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
    assert part.list_without_coordinates(small.CITIES)["city"].to_list() == ["Gamma", "Epsilon"]


def test_a_city_of_the_survey_without_any_figure_is_not_in_this_copy() -> None:
    cities = small.CITIES.assign(
        survey=["one"] * 4 + ["other", "one"], items_answered=small.CITIES["items_asked"]
    )
    assert part.list_not_in_copy(cities, SURVEYS).to_numpy().tolist() == [["Zeta", "Celand"]]
    # of a city of another survey nothing is lacking here
    assert part.list_not_in_copy(cities.assign(survey="other"), SURVEYS).empty


def test_without_a_city_there_is_nothing_to_count() -> None:
    assert part.count_cities_by_country(NOBODY).empty
    assert part.list_cells(small.answers(), small.ITEMS, NOBODY, small.AREAS).empty


@pytest.mark.parametrize("name", ["CITIES", "ITEMS", "AREAS"])
def test_nothing_is_changed_in_place(name: str) -> None:
    before: pd.DataFrame = getattr(small, name).copy()
    part.list_cells(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    part.count_cities_by_country(small.CITIES)
    part.count_items_by_area(small.ITEMS, small.AREAS)
    pd.testing.assert_frame_equal(getattr(small, name), before)
