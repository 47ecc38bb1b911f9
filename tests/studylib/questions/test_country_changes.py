"""Which countries move together, on invented ones worked out on paper."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from studylib.questions.country_changes import (
    FEW,
    correlate_countries,
    count_by_chance,
    measure_country_changes,
)
from studylib.questions.trends import Step
from studylib.statistics.discoveries import judge

CODES = ["a1", "a2", "a3", "b1", "b2", "b3", "c1", "d1", "d2", "d3", "d4"]
CITIES = pd.DataFrame(
    {
        "survey_unit": CODES,
        "country": ["Aland", "Aland", "Aland", "Bland", "Bland", "Bland", "Cland", *["Dland"] * 4],
        "in_panel": [True] * 9 + [False] * 2,
    }
)


def step(changes: dict[str, float], label: str = "Jobs") -> Step:
    one = pd.Series(dict.fromkeys(changes, 50.0))
    return Step("Work", label, label, "2001", "2004", "all answers", one, one + pd.Series(changes))


def test_changes_are_those_of_panel_cities_less_the_mean_over_all_countries() -> None:
    moves = {
        "a1": 2.0,
        "a2": 3,
        "a3": 4,
        "b1": 0,
        "b2": 0,
        "b3": 0,
        "c1": 1,
        "d1": 0,
        "d2": 0,
        "d3": 99,
        "d4": 99,
    }
    found = measure_country_changes([step(moves)], CITIES)
    # means 3, 0, 1 and, of two panel cities, 0: the mean of the four is 1; the two small ones have no column
    assert found.to_dict("list") == {"Aland": [2.0], "Bland": [-1.0]}
    assert found.index.to_list() == [("Work", "Jobs", "2001", "2004")]


def test_a_country_with_too_few_figures_has_none_there() -> None:
    found = measure_country_changes([step({"a1": 4.0, "a2": 4, "b1": 0, "b2": 0, "b3": 0})], CITIES)
    assert math.isnan(found["Aland"].iloc[0])
    # it still counts in the mean over the countries
    assert found["Bland"].to_list() == [-2]


def test_no_step_leaves_no_row() -> None:
    found = measure_country_changes([], CITIES)
    assert (len(found), list(found.columns)) == (0, ["Aland", "Bland"])
    pairs = correlate_countries(found)
    assert pairs[["n", "reason"]].to_numpy().tolist() == [[0, "fewer than 5 pairs"]]
    assert pairs["p"].isna().all()


def changes(columns: dict[str, np.ndarray], areas: int) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    keys = [(f"area {number % areas}", f"item {number}", "2001", "2004") for number in range(size)]
    return pd.DataFrame(
        columns, index=pd.MultiIndex.from_tuples(keys, names=["area", "label", "before", "after"])
    )


def test_pairs_stand_by_name_with_their_number_and_those_beyond_chance_pass() -> None:
    random = np.random.default_rng(2)
    one, three = random.normal(size=(2, 60))
    (found,) = judge(
        (
            correlate_countries(
                changes({"A": one, "B": one + 0.1 * random.normal(size=60), "C": three}, areas=12)
            ),
            "together",
        )
    )
    assert found[["first", "second", "n", "groups"]].to_numpy().tolist() == [
        ["A", "B", 60, 12],
        ["A", "C", 60, 12],
        ["B", "C", 60, 12],
    ]
    assert found["together"].to_list() == [True, False, False]
    assert found["rho"].iloc[0] > 0.95


def test_a_correlation_that_rests_on_few_areas_is_not_tested() -> None:
    line = np.arange(20.0)
    found = correlate_countries(changes({"A": line, "B": line}, areas=7)).to_dict("records")[0]
    assert (found["rho"], found["reason"]) == (1, FEW)
    assert math.isnan(found["p"])


def test_items_of_one_area_do_not_count_as_so_many() -> None:
    # every area moves as one: ten areas, each with the same move in six items
    random = np.random.default_rng(5)
    one, two = (np.tile(random.normal(size=10), 6) for _ in range(2))
    two = two + 0.8 * one
    together = correlate_countries(changes({"A": one, "B": two}, areas=10))["p"].iloc[0]
    apart = correlate_countries(changes({"A": one, "B": two}, areas=60))["p"].iloc[0]
    assert together > 5 * apart


def test_how_many_pass_alone_stands_beside_how_many_chance_would_give() -> None:
    pairs = pd.DataFrame({"p": [0.01, 0.05, 0.2, 0.9, math.nan]})
    assert list(count_by_chance(pairs)) == pytest.approx([2, 0.2])
