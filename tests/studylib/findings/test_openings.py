"""A page opens with what it found, and says what cannot be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small import study

from studylib.findings import openings
from studylib.statistics.importance import Importance

NO_CHANGE = pd.DataFrame({"beyond": pd.Series(dtype=bool), "change": pd.Series(dtype=float)})


def explained(*parts: tuple[str, float, float, float], low: float = 0.5) -> dict[str, Importance]:
    table = pd.DataFrame(parts, columns=["measure", "part", "low", "high"])
    return {"all cities": Importance(table, 20, 0, 0.7, 0.6, low, 0.8, 6, "")}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            ("Life", 0.1, 0.02, 0.19),
            "In 2001, satisfaction with the city goes most with Work: 30 per cent of the differences "
            "between 20 cities (interval 20 to 40).",
        ),
        (("Life", 0.1, 0.02, 0.21), "It may go with Life as much."),
    ],
)
def test_an_area_goes_most_with_satisfaction_only_if_it_is_apart(
    second: tuple[str, float, float, float], said: str
) -> None:
    order = pd.DataFrame(columns=["label", "median", "above", "low", "high"])
    parts = explained(("Work", 0.3, 0.2, 0.4), second)
    found = openings.key_elements(study(), order, NO_CHANGE, parts, [])
    assert found.sentence.endswith(said)


def test_what_the_interval_leaves_open_is_said_to_be_open() -> None:
    order = pd.DataFrame(columns=["label", "median", "above", "low", "high"])
    parts = explained(("Work", 0.3, 0.2, 0.4), ("Life", 0.1, 0.0, 0.2), low=-0.1)
    said = openings.key_elements(study(), order, NO_CHANGE, parts, []).sentence
    assert said == "The survey cannot tell what goes with residents' satisfaction with their city."
    assert "Nothing" in openings.key_elements(study(), order, NO_CHANGE, {}, []).sentence


def test_an_issue_is_said_to_change_with_its_interval() -> None:
    change = pd.DataFrame(
        {
            "label": ["Noise", "Jobs"],
            "before_year": [1999, 1999],
            "cities": [12, 12],
            "change": [1.5, -6.25],
            "low": [0.5, -8.0],
            "high": [2.5, -4.5],
            "beyond": [True, True],
        }
    )
    order = pd.DataFrame(
        {"label": ["Jobs", "Noise"], "median": [44.0, 40.0], "low": [np.nan, -1.0]}
    )
    said = openings.key_elements(study(), order, change, {}, []).sentence
    assert (
        "these issues were named most, by the medians over cities: jobs (44 per cent) and noise"
        in said
    )
    assert "The survey cannot tell which comes first." in said
    assert (
        "Since 1999, the share who name jobs fell by 6.3 points in the same 12 cities "
        "(interval 4.5 to 8.0)." in said
    )


def test_who_was_asked_counts_cities_without_figures_too() -> None:
    cities = pd.DataFrame(
        {
            "survey": ["one", "one", "two"],
            "in_edition": [True, False, False],
            "in_panel": [True, False, False],
            "country": ["A", "A", "B"],
        }
    )
    said = openings.participation(study(), cities).sentence
    assert said == (
        "The 2001 survey asked residents of 2 cities. Figures of 1 city in 1 country are here. "
        "1 city is in every survey used here. "
        "UCLG's own study asked city governments, not residents: 7 cities took part."
    )


def test_bands_that_hold_are_counted_by_area() -> None:
    moved = pd.DataFrame(
        {
            "area": ["Work", "Life"],
            "cities": [9, 9],
            "one_band_pct": [48.4, 82.0],
            "half_width": [3.0, 2.0],
        }
    )
    held = pd.DataFrame({"survives": [True, False, True]})
    assert openings.robustness(moved, held).sentence == (
        "From 48 per cent (Work) to 82 per cent (Life) of the cities would nearly always be in the "
        "same band, whichever residents are asked and however scores are built. "
        "Of 3 statements on the areas, 2 hold in every such test."
    )
    one = openings.robustness(moved.head(1), held.head(0)).sentence
    assert one.startswith("48 per cent of 9 cities would nearly always be in the same band")
    # the median is of what each score may be off, not the score of one city
    assert one.endswith("A score may lie 3.0 points to either side, the median over cities.")


def test_where_the_interval_of_the_first_area_holds_zero_it_is_open_what_goes_with_it() -> None:
    order = pd.DataFrame(columns=["label", "median", "above", "low", "high"])
    parts = explained(("Work", 0.3, -0.1, 0.4), ("Life", 0.1, -0.2, 0.2))
    said = openings.key_elements(study(), order, NO_CHANGE, parts, []).sentence
    assert said == "The survey cannot tell what goes with residents' satisfaction with their city."


def test_an_issue_is_first_only_if_it_is_apart_from_the_second() -> None:
    order = pd.DataFrame(
        {
            "label": ["Jobs", "Noise", "Air"],
            "median": [44.0, 40.0, 30.0],
            "low": [np.nan, -1.0, 2.0],
        }
    )
    said = openings.key_elements(study(), order, NO_CHANGE, {}, []).sentence
    assert "these issues were named most" in said
    apart = order.assign(low=[np.nan, 1.0, 2.0])
    alone = openings.key_elements(study(), apart, NO_CHANGE, {}, []).sentence
    assert alone == "In 2001, residents named jobs (44 per cent) most, by the medians over cities."


def test_a_change_that_may_be_chance_is_not_said() -> None:
    change = pd.DataFrame(
        {
            "label": ["Noise", "Jobs"],
            "before_year": 1999,
            "cities": 12,
            "change": [1.5, -6.25],
            "low": [0.5, -13.0],
            "high": [2.5, 0.5],
            "beyond": [True, False],
        }
    )
    order = pd.DataFrame(columns=["label", "median", "above", "low", "high"])
    said = openings.key_elements(study(), order, change, {}, []).sentence
    assert said == (
        "Since 1999, the share who name noise rose by 1.5 points in the same 12 cities "
        "(interval 0.5 to 2.5)."
    )


def test_cities_lie_below_similar_ones_only_where_they_need_something() -> None:
    areas = pd.DataFrame({"area": ["work"], "label": ["Work"], "in_focus": [True]})
    practices = pd.DataFrame(
        {"areas": ["work"], "title": ["Maps"], "city": ["X"], "country": ["A"]}
    )
    differences = pd.DataFrame({"city_code": list("aabc"), "need": [True, True, False, False]})
    said = openings.good_practices(study(), practices, areas, differences).sentence
    assert said == (
        "1 practice of 1 city is in the areas of this edition. In 2001, 1 of 3 cities lay below "
        "similar cities in at least one area, by more than the sample leaves open."
    )


def test_beside_what_residents_answer_the_scores_of_one_area_are_said() -> None:
    cities = pd.DataFrame({"city_code": list("abc"), "country": list("ABC"), "base": "all answers"})
    shares = [(label, by) for label, by in (("Jobs", 0), ("Parks", 40))]
    values = pd.concat(
        [
            cities.assign(
                label=label, area="Work", favourable_pct=[20.0 + by, 21.0 + by, 22.0 + by]
            )
            for label, by in shares
        ]
    )
    scores = cities.assign(area="Work", score=[10.0, 20.0, 30.0])
    said = openings.situation(study(), values, scores, 95).sentence
    assert "most favourably on ‘Parks’" in said
    # quartiles of 10, 20 and 30
    assert "half of the cities scored 15 to 25 of 100 on work" in said
    two = pd.concat([scores, scores.assign(area="Life")])
    assert "scored" not in openings.situation(study(), values, two, 95).sentence
