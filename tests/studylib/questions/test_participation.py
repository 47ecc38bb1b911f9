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


def test_uclgs_cities_and_the_surveys_are_told_apart() -> None:
    study = small.study()
    assert (
        part.participants_sentence(study) == "UCLG counts 7 cities in its edition of 2002. By post."
    )
    sentence = part.survey_sentence(study, small.CITIES)
    assert sentence.startswith(
        "The survey of 2001 stands beside the edition of 2002. It asked in 5 cities; figures of 5 cities in 2 countries are here. 3 of"
    )
    table = part.tabulate_participants(study, small.CITIES)
    assert table["Year"].to_list() == [2002, 2001]
    assert table["Cities"].to_list() == [7, 5]
    assert table["Countries"].isna().to_list() == [True, False]


def test_an_unknown_number_of_participants_is_said_to_be_unknown() -> None:
    study = small.study(participants={"cities": None, "countries": None, "note": "", "source": ""})
    assert (
        part.participants_sentence(study)
        == "How many cities took part in UCLG's edition of 2002 is not known."
    )


def test_the_map_says_who_is_not_on_it() -> None:
    sentence = part.map_sentence(small.CITIES)
    assert "shows 3 cities" in sentence
    assert "2 more" in sentence
    assert "Aland (Gamma) and Beland (Epsilon)" in sentence
    everyone = small.CITIES.assign(longitude=1.0, latitude=50.0)
    assert part.map_sentence(everyone) == "The map shows all 5 cities of the edition."


def test_cities_with_gaps_are_named() -> None:
    assert (
        part.gaps_sentence(small.CITIES, SURVEYS)
        == "1 city has a figure for 2 of 3 items: Epsilon."
    )
    whole = small.CITIES.assign(items_answered=small.CITIES["items_asked"])
    assert (
        part.gaps_sentence(whole, SURVEYS)
        == "Every city of the survey has a figure for every item that was asked."
    )
    assert part.gaps_sentence(NOBODY, SURVEYS) == "No city was asked."


def test_a_city_of_the_survey_without_any_figure_is_not_in_this_copy() -> None:
    cities = small.CITIES.assign(
        survey=["one"] * 4 + ["other", "one"], items_answered=small.CITIES["items_asked"]
    )
    assert part.list_not_in_copy(cities, SURVEYS).to_numpy().tolist() == [["Zeta", "Celand"]]
    assert part.gaps_sentence(cities, SURVEYS) == (
        "1 city of the survey has no figure in this copy (Zeta): their residents were asked."
    )
    # of a city of another survey nothing is lacking here
    assert part.list_not_in_copy(cities.assign(survey="other"), SURVEYS).empty


def test_alt_texts_say_what_there_is_to_see() -> None:
    assert "from Alpha in the west to Delta in the east" in part.map_alt(small.CITIES, 2001)
    assert "The most are 3, in Aland; no countries have one city only." in part.countries_alt(
        part.count_cities_by_country(small.CITIES)
    )
    cells = part.list_cells(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    assert "3 items by 5 cities: 33.3 per cent of the cells are empty" in part.coverage_alt(cells)
    assert part.coverage_alt(cells[cells["state"] == part.HAS_FIGURE]).endswith(
        "every cell has a figure."
    )


def test_an_edition_without_a_survey_still_reads_well() -> None:
    study = small.study(wave_year=None)
    assert part.survey_sentence(study, NOBODY).startswith(
        "No survey of residents stands beside the edition of 2002"
    )
    assert part.count_cities_by_country(NOBODY).empty
    assert part.list_cells(small.answers(), small.ITEMS, NOBODY, small.AREAS).empty
    assert part.map_sentence(NOBODY) == ""
    assert "No city of the register" in part.map_alt(NOBODY, None)
    assert len(part.tabulate_participants(study, NOBODY)) == 1


@pytest.mark.parametrize("name", ["CITIES", "ITEMS", "AREAS"])
def test_nothing_is_changed_in_place(name: str) -> None:
    before: pd.DataFrame = getattr(small, name).copy()
    part.list_cells(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    part.count_cities_by_country(small.CITIES)
    part.count_items_by_area(small.ITEMS, small.AREAS)
    pd.testing.assert_frame_equal(getattr(small, name), before)
