"""What governments answered, worked out on paper: shares, bases, intervals, and which form a question has."""

from __future__ import annotations

from dataclasses import replace

import governing
import pandas as pd
import pytest

from studylib.questions import governments
from studylib.questions.governments import Form
from studylib.statistics.intervals import wilson

SURVEY = governing.survey()


def shares(question: str, dimension: str = "all") -> dict[str, float]:
    rows = governments.list_shares(SURVEY, question)
    rows = rows[rows["dimension"] == dimension]
    return dict(zip(rows["name"], rows["share_pct"], strict=True))


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("mayor", Form.BARS),
        ("slow", Form.BARS),
        ("power", Form.STACK),
        ("tiers", Form.GRID),
        ("income", Form.HEAT),
        ("staff", Form.NUMBERS),
        ("first", Form.RANKS),
        ("words", Form.NONE),
    ],
)
def test_the_form_of_a_question_follows_from_its_kind_and_its_items(
    question: str, form: Form
) -> None:
    assert governments.choose_form(SURVEY, question) is form


def test_shares_are_of_those_that_know() -> None:
    assert shares("mayor") == pytest.approx({"Yes": 100 * 15 / 19, "No": 100 * 4 / 19})
    assert governments.list_states(SURVEY, "mayor").to_numpy().tolist() == [["Don't know", 1, 1]]


def test_of_a_scale_it_is_the_upper_half() -> None:
    assert shares("power") == pytest.approx({"Council": 75, "State": 100 / 3})
    assert governments.list_upper_options(SURVEY, "power")["label"].to_list() == ["Some", "Much"]
    scale = governments.list_scale(SURVEY, "power")
    assert scale.groupby("name")["share_pct"].sum().to_list() == [100, 100]


def test_a_scale_of_one_item_is_shown_step_by_step() -> None:
    rated = SURVEY.questions.assign(scale=True)
    survey = replace(SURVEY, questions=rated)
    rows = governments.list_shares(survey, "mayor")
    assert rows.loc[rows["dimension"] == "all", "name"].to_list() == ["Yes", "No"]


def test_of_a_rank_it_is_the_first_place() -> None:
    assert shares("first") == pytest.approx({"Homes": 200 / 3, "Jobs": 100 / 3})
    places = governments.list_positions(SURVEY, "first")
    assert places["n"].to_list() == [6, 3, 3, 6]


def test_an_interval_knows_how_many_were_invited() -> None:
    rows = governments.select_all(governments.list_shares(SURVEY, "slow"), 95)
    assert (rows["low"].iloc[0], rows["high"].iloc[0]) == wilson(50, 16, 95, 39)
    unknown = governing.survey(invited=None)
    rows = governments.select_all(governments.list_shares(unknown, "slow"), 95)
    assert (rows["low"].iloc[0], rows["high"].iloc[0]) == wilson(50, 16, 95)


def test_a_group_is_a_part_of_those_invited_in_it() -> None:
    rows = governments.list_shares(SURVEY, "slow")
    whole = rows.groupby("group")["population"].first()
    assert whole.to_dict() == {"Northland": 20, "Southland": 19, "all": 39}


def test_where_only_some_were_asked_as_large_a_part_of_those_invited_counts() -> None:
    tallies = SURVEY.tallies.assign(asked=SURVEY.tallies["asked"] * 0.9)
    survey = replace(SURVEY, tallies=tallies)
    rows = governments.list_shares(survey, "slow")
    # 18 of 20 were asked, so 18 / 20 of 39
    assert rows["population"].iloc[0] == pytest.approx(35.1)


def test_where_a_question_does_not_apply_to_some_the_rest_is_a_part_of_fewer() -> None:
    options = SURVEY.options.assign(state=SURVEY.options["state"].replace("none", "not_applicable"))
    rows = governments.list_shares(replace(SURVEY, options=options), "slow")
    # it does not apply to 2 beside the 16, so to 2 in 18 of the 39 invited
    assert rows["population"].iloc[0] == pytest.approx(39 * 16 / 18)
    assert "Nothing" not in set(rows["name"])
    # those that do not know are among those to whom it applies
    assert governments.list_shares(SURVEY, "mayor")["population"].iloc[0] == 39


def test_withheld_groups_have_no_share() -> None:
    assert pd.isna(list(shares("mayor", "size").values())).all()
    assert pd.isna(shares("tiers")["Taxes: State"])


def test_none_and_other_close_a_list() -> None:
    rows = governments.list_shares(SURVEY, "slow")
    rows = rows[rows["dimension"] == "all"].assign(share_pct=[50.0, 75.0, 25.0, 99.0])
    assert governments.order_by_share(rows)["name"].to_list() == [
        "Lack of people",
        "Lack of funds & of grants",
        "The law",
        "Nothing",
    ]


def test_answers_stand_beside_surveys_of_others_by_their_element() -> None:
    rows = governments.list_elements(SURVEY, "slow", governing.ELEMENTS, 95)
    assert rows[["element", "respondents_n", "share_pct"]].to_numpy().tolist() == [
        ["Skills", 16, 75],
        ["Money", 16, 50],
    ]
    rated = governments.list_elements(SURVEY, "ease", governing.ELEMENTS, 95)
    assert rated["statement"].to_list() == ["Grants", "Courses"]


def test_pairs_have_the_names_of_their_answers() -> None:
    pairs = governments.list_pairs(SURVEY, "slow")
    assert pairs["first"].unique().tolist() == ["Lack of funds & of grants", "Lack of people"]
    assert pairs["rho"].to_list() == [0.29, 0.58, 0.33]


def test_the_pairs_of_a_matrix_have_the_names_of_its_items() -> None:
    rows = SURVEY.pairs.head(1).assign(question="ease", option_a="e_grant", option_b="e_course")
    pairs = governments.list_pairs(replace(SURVEY, pairs=rows), "ease")
    assert pairs[["first", "second"]].to_numpy().tolist() == [["Grants", "Courses"]]


def test_countries_count_where_somebody_answered_shown_or_not() -> None:
    assert governments.count_places(SURVEY) == 2
    assert governments.count_places(SURVEY, "planet") == 0
