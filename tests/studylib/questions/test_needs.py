"""From need to practice, on invented cities worked out on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studylib.data.tables import EditionFacts
from studylib.findings import good_practices
from studylib.index.area_scores import build_area_framework
from studylib.index.choices import choose_sampling
from studylib.index.uncertainty import Uncertainty, measure_uncertainty
from studylib.questions.needs import (
    compare_with_similar,
    group_similar_cities,
    name_similar_group,
    suggest_practices,
    take_median_of_others,
)

TREE = pd.DataFrame(
    {
        "node": ["work", "jobs"],
        "parent": ["", "work"],
        "method": ["arithmetic", ""],
        "lower": [None, 0.0],
        "upper": [None, 100.0],
    }
)
AREAS = pd.DataFrame({"area": ["work"], "label": ["Work"], "colour": ["#0072B2"]})
CODES = list("abcdefgh")
CITIES = pd.DataFrame(
    {
        "city_code": CODES,
        "city": [each.upper() for each in CODES],
        "country": ["X"] * 6 + ["Y"] * 2,
        "region": ["Europe"] * 8,
        "subregion": ["North"] * 6 + ["South"] * 2,
    }
)
SCORES = [30.0, 50.0, 52.0, 54.0, 56.0, 53.0, 20.0, 80.0]
PRACTICES = pd.DataFrame(
    {
        "practice": ["far", "near", "same", "own", "other"],
        "title": ["Far", "Near", "Same", "Own", "Other"],
        "city": ["P", "Q", "R", "A", "S"],
        "country": ["X"] * 5,
        "region": ["Asia", "Europe", "Europe", "Europe", "Europe"],
        "subregion": ["East", "South", "North", "North", "North"],
        "areas": ["work", "life work", "work", "work", "life"],
        "start_year": ["2001", "2002", "2003", "2004", "2005"],
    }
)


@pytest.fixture
def made() -> Uncertainty:
    """Scores as they are, and samples that move every city by up to two points."""
    data = pd.DataFrame({"jobs": SCORES}, index=pd.Index(CODES, name="city_code"))
    random = np.random.default_rng(1)
    samples = [data + random.uniform(-2, 2, data.shape) for _ in range(50)]
    return measure_uncertainty(data, build_area_framework(TREE, data), [choose_sampling(samples)])


def test_a_need_lies_below_the_middle_of_similar_cities_by_more_than_the_sample_leaves_open(
    made: Uncertainty,
) -> None:
    found = compare_with_similar(made, AREAS, CITIES, 95).set_index("city_code")
    # the south has two cities, which have nothing to compare with
    assert list(found.index) == CODES[:6]
    # middle of 50, 52, 54, 56, 53 is 53; of b: 30, 52, 54, 56, 53 is 53
    assert found["middle"].to_dict() == {"a": 53, "b": 53, "c": 53, "d": 52, "e": 52, "f": 52}
    assert found["difference"].round(9).to_dict() == {
        "a": -23,
        "b": -3,
        "c": -1,
        "d": 2,
        "e": 4,
        "f": 1,
    }
    assert found["similar"].to_list() == [5] * 6
    assert found.loc["a", "need"]
    assert not found.loc[["c", "d", "e", "f"], "need"].any()
    assert (found["low"] < found["difference"]).all()
    assert (found["difference"] < found["high"]).all()


def test_size_counts_where_it_is_known() -> None:
    cities = CITIES.assign(size=["large", "", "large", "small", "", "", "large", "large"])
    assert name_similar_group(cities).to_list()[:4] == [
        "North, large",
        "",
        "North, large",
        "North, small",
    ]
    assert name_similar_group(CITIES).to_list()[0] == ""
    assert name_similar_group(CITIES, sized=False).to_list()[0] == "North"


def grouped(sizes: list[str], surveys: list[str] | None = None) -> dict[str, tuple[str, int]]:
    """What each of so many cities of the north is compared in, and with how many others; cities are a, b, c and so on."""
    known = pd.DataFrame(
        {"subregion": "North", "size": sizes}, index=list("abcdefghijklmnop")[: len(sizes)]
    )
    known = known if surveys is None else known.assign(survey=surveys)
    return {
        code: (name, len(codes) - 1)
        for name, codes, chosen in group_similar_cities(known)
        for code in codes[chosen]
    }


def test_a_city_is_compared_with_its_size_and_where_these_are_too_few_with_all_sizes() -> None:
    found = grouped([*["large"] * 6, *["small"] * 5, ""])
    assert found["a"] == ("North, large", 5)
    # four other small ones are too few, and the size of the last is not known: the north, large ones too
    assert found["g"] == found["l"] == ("North", 11)
    assert len(found) == 12
    assert grouped(["large"] * 5) == {}


def test_cities_of_two_surveys_are_never_compared() -> None:
    found = grouped(["large"] * 12, [*["one"] * 7, *["two"] * 5])
    assert found == dict.fromkeys("abcdefg", ("North, large", 6))
    # eleven large ones in all, but six and five of a survey; the sixth of the second is small
    found = grouped([*["large"] * 11, "small"], [*["one"] * 6, *["two"] * 6])
    assert {found[each] for each in "abcdef"} == {("North, large", 5)}
    assert {found[each] for each in "ghijkl"} == {("North", 5)}


def test_of_two_areas_the_larger_need_is_the_one_that_is_rarer_and_not_the_one_in_points() -> None:
    """Shops vary ten times as much between cities as jobs do."""
    codes = list("abcdef")
    data = pd.DataFrame(
        {"jobs": [47.0, 50, 51, 52, 51, 50], "shops": [30.0, 60, 50, 20, 40, 70]},
        index=pd.Index(codes, name="city_code"),
    )
    tree = pd.concat(
        [TREE, TREE.assign(node=["trade", "shops"], parent=["", "trade"])], ignore_index=True
    )
    areas = pd.DataFrame(
        {"area": ["work", "trade"], "label": ["Work", "Trade"], "colour": "#0072B2"}
    )
    made = measure_uncertainty(
        data, build_area_framework(tree, data), [choose_sampling([data, data + 0.1])]
    )
    found = compare_with_similar(made, areas, CITIES, 95).set_index(["city_code", "area"])
    # medians of the others 51 and 50: -4 and -20 points; squared deviations of jobs sum to 14 5/6, of shops to 1750
    of_a = found.loc["a"]
    assert of_a["difference"].to_dict() == {"Work": -4, "Trade": -20}
    assert of_a["standardised"].to_dict() == pytest.approx(
        {"Work": -4 / (14 + 5 / 6) ** 0.5 * 5**0.5, "Trade": -20 / (1750 / 5) ** 0.5}
    )
    table = good_practices._tabulate_needs(
        found.reset_index(), suggest_practices(found.reset_index(), PRACTICES)
    )
    assert table.loc[table["City"] == "A, X", "Area"].to_list() == ["Work", "Trade"]
    assert table.loc[table["City"] == "A, X", "In standard deviations"].to_list() == [
        "−2.3",
        "−1.1",
    ]


def test_scores_that_do_not_vary_have_no_standardised_difference() -> None:
    data = pd.DataFrame({"jobs": 50.0}, index=pd.Index(CODES[:6], name="city_code"))
    made = measure_uncertainty(
        data, build_area_framework(TREE, data), [choose_sampling([data, data])]
    )
    found = compare_with_similar(made, AREAS, CITIES, 95)
    assert found["difference"].eq(0).all()
    assert found["standardised"].isna().all()


def test_the_nearest_practices_on_the_area_are_shown_and_never_the_citys_own(
    made: Uncertainty,
) -> None:
    found = compare_with_similar(made, AREAS, CITIES, 95)
    shown = suggest_practices(found, PRACTICES)
    of_a = shown[shown["city_code"] == "a"]
    assert of_a[["practice", "near"]].to_numpy().tolist() == [
        ["same", "same group of countries"],
        ["near", "same region of the world"],
        ["far", "elsewhere"],
    ]
    table = good_practices._tabulate_needs(found, shown)
    assert table["City"].iloc[0] == "A, X"
    assert str(table["May be worth a look"].iloc[0]) == (
        "Same (same group of countries); Near (same region of the world); Far (elsewhere)"
    )
    assert "Compared in 2001: 6 cities" in good_practices._say_needs(
        found, EditionFacts(wave_year=2001)
    )


def test_of_practices_as_near_the_ones_on_the_fewest_areas_come_first_then_the_latest(
    made: Uncertainty,
) -> None:
    found = compare_with_similar(made, AREAS, CITIES, 95)
    alike = PRACTICES[PRACTICES["practice"] != "own"].assign(
        subregion="North",
        areas=["work", "life work", "work", "life work"],
        start_year=["2001", "2009", "2003", "2001"],
    )
    shown = suggest_practices(found, alike)
    assert shown.loc[shown["city_code"] == "a", "practice"].to_list() == ["same", "far", "near"]


def test_an_edition_without_scores_says_so() -> None:
    found = compare_with_similar(None, AREAS, CITIES, 95)
    assert found.empty
    assert "No city has an area score" in good_practices._say_needs(
        found, EditionFacts(wave_year=None)
    )
    assert suggest_practices(found, PRACTICES).empty


@given(st.lists(st.floats(0, 100), min_size=2, max_size=15))
def test_the_middle_of_the_others_leaves_out_each_in_turn(values: list[float]) -> None:
    found = take_median_of_others(np.array(values)[:, None])[:, 0]
    assert found.tolist() == [
        float(np.median([*values[:place], *values[place + 1 :]])) for place in range(len(values))
    ]
