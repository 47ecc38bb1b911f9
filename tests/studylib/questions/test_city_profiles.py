"""Scores beside those of a country and of similar cities, worked out on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_needs import AREAS, CITIES, CODES, SCORES, TREE

from studylib.index.area_scores import build_area_framework, tabulate_scores
from studylib.index.choices import choose_sampling
from studylib.index.uncertainty import Uncertainty, measure_uncertainty
from studylib.questions.city_profiles import ABOVE, BELOW, OPEN, profile_cities, stack_surveys
from studylib.questions.needs import compare_with_similar

BANDS = pd.DataFrame({"band": [1, 2], "lower": [0.0, 50.0], "label": ["low", "high"]})


def made(country_min_cities: int, cities: pd.DataFrame = CITIES) -> pd.DataFrame:
    data = pd.DataFrame({"jobs": SCORES}, index=pd.Index(CODES, name="city_code"))
    random = np.random.default_rng(1)
    samples = [data + random.uniform(-2, 2, data.shape) for _ in range(50)]
    scores = measure_uncertainty(data, build_area_framework(TREE, data), [choose_sampling(samples)])
    return profile(scores, country_min_cities, cities).set_index("city_code")


def profile(
    scores: Uncertainty | None, country_min_cities: int, cities: pd.DataFrame = CITIES
) -> pd.DataFrame:
    made = {"survey": scores}
    table = stack_surveys(made, lambda one: tabulate_scores(one, AREAS, cities, BANDS, 95))
    beside = stack_surveys(made, lambda one: compare_with_similar(one, AREAS, cities, 95))
    return profile_cities(table, beside, AREAS, cities, country_min_cities)


def test_medians_are_of_the_other_cities_and_only_where_there_are_enough() -> None:
    found = made(3)
    # six cities of the north are one country too; of c: 30, 50, 54, 56, 53 have the middle 53
    assert list(
        found.loc["c", ["country_cities", "country_middle", "similar_cities", "similar_middle"]]
    ) == [*(5, 53.0, 5, 53.0)]
    # the south has two cities: one other, less than three and less than five
    assert list(found.loc["g", ["country_cities", "similar_cities"]]) == [1, 1]
    assert found.loc["g", ["country_middle", "similar_middle", "difference"]].isna().all()
    assert made(1).loc["g", "country_middle"] == 80


def test_it_is_said_which_cities_are_similar_and_another_surveys_are_not_even_in_the_same_country() -> (
    None
):
    assert made(1)["similar_group"].to_list() == [*["North"] * 6, "", ""]
    surveys = made(1, CITIES.assign(survey=[*["one"] * 5, *["two"] * 3]))
    # five cities of the north in one survey: four others, one less than are needed; the sixth has no other of its country
    assert list(surveys.loc["a", ["similar_group", "similar_cities", "country_cities"]]) == [
        "",
        4,
        4,
    ]
    assert list(surveys.loc["f", ["similar_cities", "country_cities"]]) == [0, 0]
    assert surveys.loc[["f"], "country_middle"].isna().all()
    assert surveys.loc["g", "country_cities"] == 1


def test_a_city_stands_above_or_below_only_with_its_whole_interval() -> None:
    found = made(3)
    # a: 30 beside 53 and e: 56 beside 52, both by more than the four points that samples move; c: 52 beside 53 is not
    assert found.loc[["a", "e", "c", "g"], "stands"].to_list() == [BELOW, ABOVE, OPEN, OPEN]
    assert (found["difference_low"].dropna() <= found["difference_high"].dropna()).all()
    assert ((found["stands"] == ABOVE) == (found["difference_low"] > 0)).all()
    assert ((found["stands"] == BELOW) == (found["difference_high"] < 0)).all()


def test_an_edition_without_scores_has_no_profile() -> None:
    found = profile(None, 3)
    assert found.empty
    assert "stands" in found.columns


@pytest.mark.parametrize("column", ["rank", "place", "position"])
def test_no_city_has_a_place_in_an_order(column: str) -> None:
    assert column not in made(3).columns
