"""A title says what its figure found with its number, and no more than the interval allows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studylib.findings import titles
from studylib.questions.participation import HAS_FIGURE
from studylib.statistics.importance import Importance


def issues(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Issues from the highest median, each with the low end of its distance to the one before."""
    frame = pd.DataFrame(rows, columns=["label", "median", "low"])
    return frame.assign(high=frame["low"] + 9)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        # the interval of the distance leaves out zero, or holds it
        (0.5, "Residents name jobs (44 %) most"),
        (-0.5, "The highest medians are those of jobs (44 %) and noise (40 %)"),
    ],
)
def test_an_issue_is_named_most_only_if_it_is_apart_from_the_next(second: float, said: str) -> None:
    order = issues(("Jobs", 44.0, np.nan), ("Noise", 40.0, second))
    assert titles.title_issues(order) == said


def test_what_is_near_the_line_is_in_no_corner() -> None:
    table = pd.DataFrame(
        {
            "label": ["Jobs", "Noise"],
            "in_corner": [True, True],
            "near": [False, True],
            "named_pct": [42.4, 30.0],
            "favourable_pct": [28.0, 40.0],
        }
    )
    title = titles.title_corner(table)
    assert title == "Named often, satisfied little: jobs (42 % name it, 28 % are satisfied)"
    none = titles.title_corner(table.assign(near=True))
    assert none == "No issue is surely named more and satisfied less than the median issue"


def test_a_choice_moves_ranks_most_only_where_intervals_do_not_overlap() -> None:
    rows = [("Work", "a", 0.9, 0.8, 0.95), ("Work", "b", 0.3, 0.2, 0.4)]
    rows += [("Life", "a", 0.5, 0.3, 0.7), ("Life", "b", 0.4, 0.35, 0.6)]
    indices = pd.DataFrame(rows, columns=["area", "choice", "total", "total_low", "total_high"])
    names = {"a": "who was asked", "b": "the scale"}
    assert (
        titles.title_decisive(indices, names) == "What moves ranks most: who was asked (in 1 area)"
    )
    life = indices[indices["area"] == "Life"]
    assert titles.title_decisive(life, names) == "No single choice surely moves ranks most"


@pytest.mark.parametrize(
    ("low", "said"),
    [
        (0.75, "Areas together go with 84 % of the differences in satisfaction (75 to 89)"),
        (-0.01, "It is open whether area scores go with satisfaction"),
        (np.nan, "It is open whether area scores go with satisfaction"),
    ],
)
def test_areas_go_with_satisfaction_only_if_the_interval_leaves_out_zero(
    low: float, said: str
) -> None:
    made = Importance(pd.DataFrame(), 9, 0, 0.86, 0.84, low, 0.89, 5, "")
    assert titles.title_importance({"all cities": made}) == said


def test_official_statistics_go_with_answers_only_if_intervals_leave_out_zero() -> None:
    ends = pd.DataFrame({"low": [0.1, -0.2, np.nan], "high": [0.5, 0.3, np.nan]})
    assert titles.title_beside(ends) == "1 of 3 official statistics goes with what residents say"
    none = titles.title_beside(ends.iloc[1:])
    assert none == "No official statistic surely goes with what residents say"


def test_items_are_ranked_within_one_base_and_the_title_says_of_which() -> None:
    summary = pd.DataFrame(
        {"measure": "favourable_pct", "label": ["Jobs", "Parks"], "median": [40.0, 60.0]}
    )
    assert titles.title_distributions(summary, "all answers") == (
        "Median shares of all answers go from 40 % (Jobs) to 60 % (Parks)"
    )
    medians = pd.DataFrame({"label": ["Jobs", "Jobs"], "favourable_pct": [20.0, 50.0]})
    assert titles.title_countries(medians, "all answers") == (
        "Of shares of all answers, countries lie furthest apart on Jobs: from 20 to 50 %"
    )
    assert titles.title_countries(medians).startswith("Countries lie furthest apart on Jobs")


def test_what_is_missing_is_never_rounded_away() -> None:
    cells = pd.DataFrame({"state": [*["has_figure"] * 2999, "none"]})
    assert "99.9 %" in titles.title_coverage(cells.replace("has_figure", HAS_FIGURE))


def test_countries_with_as_many_cities_are_named_together() -> None:
    counts = pd.DataFrame({"country": ["A", "B", "C"], "cities": [3, 3, 1]})
    title = titles.title_cities_by_country(counts)
    assert title == "A and B have most cities of the survey: 3 cities each"


def test_statements_of_several_surveys_are_in_no_order() -> None:
    table = pd.DataFrame(
        {"statement": ["Money", "Staff", "Law"], "share_pct": [70.4, 15.0, 40.0]}
    ).assign(survey="One", survey_year="2001")
    assert titles.title_barriers(table) == "Published shares go from 15 % (staff) to 70 % (money)"
    several = (
        table.assign(survey=["One", "One", "Two"]),
        table.assign(survey_year=["2001", "2001", "2004"]),
    )
    assert {titles.title_barriers(one) for one in several} == {
        "3 statements of 2 surveys, which asked different people: 15 to 70 %"
    }


def test_an_issue_that_is_not_apart_from_the_next_is_not_first_whatever_comes_third() -> None:
    order = issues(("Jobs", 44.0, np.nan), ("Noise", 40.0, -0.5), ("Air", 30.0, 0.3))
    assert titles.title_issues(order) == (
        "The highest medians are those of jobs (44 %), noise (40 %) and air (30 %)"
    )


def test_a_statistic_that_goes_against_answers_goes_with_them_too() -> None:
    ends = pd.DataFrame({"low": [0.1, -0.6, -0.2], "high": [0.5, -0.1, 0.3]})
    assert titles.title_beside(ends) == "2 of 3 official statistics go with what residents say"


def test_only_what_changed_beyond_chance_is_counted() -> None:
    table = pd.DataFrame({"change": [2.0, -9.0], "beyond": [True, False]})
    assert titles.title_change(table) == (
        "1 of 2 issues changed in the same cities: 1 named more, 0 named less"
    )
    none = titles.title_change(table.assign(beyond=False))
    assert none == "No issue surely changed in the same cities"


def test_countries_move_together_only_beyond_chance() -> None:
    rows = [
        ("A", "B", 0.6, 0.001, True),
        ("A", "C", -0.9, 0.2, False),
        ("B", "C", 0.1, None, False),
    ]
    pairs = pd.DataFrame(rows, columns=["first", "second", "rho", "p", "together"])
    assert titles.title_countries_together(pairs) == (
        "1 of 2 pairs of countries move together or against each other, such as A and B (ρ 0.60)"
    )
    none = titles.title_countries_together(pairs.assign(together=False))
    assert none == "No two countries surely move together"


def test_more_than_a_few_are_counted_and_not_named() -> None:
    issue = [f"Issue {n}" for n in range(4)]
    highest = pd.DataFrame({"country": list("ABCD"), "label": issue, "named_pct": 9.0})
    assert titles.title_issues_by_country(highest) == (
        "No issue has the highest median in most countries"
    )
    two = titles.title_issues_by_country(highest.head(2))
    assert two == "Issue 0 and issue 1: highest median in 1 of 2 countries"
    cities = pd.DataFrame({"country": list("ABCDE"), "cities": [3, 3, 3, 3, 1]})
    assert titles.title_cities_by_country(cities) == (
        "4 countries have 3 cities each, no other has more"
    )
    corner = pd.DataFrame(
        {
            "label": issue,
            "in_corner": True,
            "near": False,
            "named_pct": 40.0,
            "favourable_pct": 20.0,
        }
    )
    assert titles.title_corner(corner) == "4 issues are named often where few are satisfied"


def test_issues_that_share_the_highest_median_of_a_country_are_all_its_highest() -> None:
    table = pd.DataFrame(
        [("A", "Jobs", 40.0), ("A", "Noise", 40.0), ("B", "Noise", 30.0), ("B", "Jobs", 20.0)],
        columns=["country", "label", "named_pct"],
    )
    assert titles.title_issues_by_country(table) == "Noise: highest median in 2 of 2 countries"


def test_a_median_of_one_item_names_it() -> None:
    one = pd.DataFrame({"measure": ["favourable_pct"], "label": ["Jobs"], "median": [84.0]})
    assert titles.title_distributions(one, "all answers") == "Jobs: the median over cities is 84 %"
