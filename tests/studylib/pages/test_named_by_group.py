"""What groups of governments name most is said with all that may lead in the group; the invented survey, on paper."""

from __future__ import annotations

from dataclasses import replace

import governing
import pandas as pd
import pytest

from studylib.pages.named_by_group import bound_pairs, list_named_most
from studylib.questions.governments import Survey


def with_counts(**counts: tuple[int, int, int]) -> Survey:
    """The invented survey, where of 1,000 governments of a group so many name funds, people and law."""
    survey = governing.survey()
    rows = survey.tallies
    base = rows[(rows["question"] == "slow") & (rows["group"] == "Northland")]
    some = [
        base.assign(group=group, n=[*numbers, 0], base=1000, asked=1000)
        for group, numbers in counts.items()
    ]
    return replace(survey, tallies=pd.concat([rows[rows["dimension"] == "all"], *some]))


def test_a_group_names_all_that_may_lead_in_it_and_the_caption_names_the_question() -> None:
    # of 1,000 nobody need name both of 510 and 490, and 510 against 490 is what a coin may give
    (table,) = list_named_most(
        with_counts(close=(490, 510, 0), clear=(200, 600, 100), three=(330, 335, 334)), 95
    )
    assert table.caption == "‘What slows’ (How towns are run, 2003 to 2004)"
    assert table.rows == [
        ("All", "Lack of people: 75; Lack of funds & of grants: 50", 16),
        ("close", "Lack of people: 51; Lack of funds & of grants: 49", 1000),
        ("clear", "Lack of people: 60", 1000),
        ("three", "Lack of people: 34; The law: 33; Lack of funds & of grants: 33", 1000),
    ]
    assert table.withheld_said == ""


def test_kinds_of_many_groups_stand_apart_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studylib.pages.named_by_group.GROUPS", 2)
    three = with_counts(one=(200, 600, 100), two=(200, 600, 100), three=(200, 600, 100))
    (table,) = list_named_most(three, 95)
    assert ([row[0] for row in table.rows], [row[0] for row in table.more]) == (
        ["All"],
        ["one", "two", "three"],
    )
    (table,) = list_named_most(with_counts(one=(200, 600, 100), two=(200, 600, 100)), 95)
    assert ([row[0] for row in table.rows], table.more) == (["All", "one", "two"], [])


def test_of_many_that_may_lead_only_the_first_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studylib.pages.named_by_group.MOST", 2)
    (table,) = list_named_most(with_counts(three=(330, 335, 334)), 95)
    assert table.rows[1][1] == "Lack of people: 34 (2 others may lead)"


def test_groups_that_are_withheld_are_named_as_such() -> None:
    survey = with_counts(small=(1, 2, 0), tiny=(0, 1, 0), large=(1, 600, 0))
    few = survey.tallies["group"].isin(["small", "tiny"])
    hidden = survey.tallies.assign(withheld=survey.tallies["withheld"] | few)
    hidden.loc[few, ["n", "base"]] = float("nan")
    (table,) = list_named_most(replace(survey, tallies=hidden), 95)
    assert [row[0] for row in table.rows] == ["All", "large"]
    assert table.withheld_said == (
        "Withheld, as too few answered or could be worked out: small and tiny."
    )


def test_without_groups_or_questions_there_is_no_table() -> None:
    assert list_named_most(with_counts(), 95) == []
    assert list_named_most(governing.survey(slows="", eases=""), 95) == []


def test_as_few_as_can_be_are_taken_to_name_both() -> None:
    counts = pd.DataFrame([["a", 9, 10], ["b", 3, 10]], columns=["key", "n", "base"])
    # 9 and 3 of 10 have at least 2 in common
    assert bound_pairs(counts).to_numpy().tolist() == [["a", "b", 7, 1]]


def test_of_all_governments_it_counts_which_name_both() -> None:
    # as many as can name both of 490 and 510: 20 name people alone, and nobody funds alone
    survey = with_counts(clear=(200, 600, 100))
    rows = survey.tallies
    every = (rows["dimension"] == "all") & (rows["question"] == "slow")
    numbers = rows["option"].map({"funds": 490, "people": 510, "law": 0, "none": 0})
    tallies = rows.assign(n=rows["n"].mask(every, numbers))
    tallies.loc[every, ["base", "asked"]] = 1000
    two = survey.pairs["option_a"].eq("funds") & survey.pairs["option_b"].eq("people")
    pairs = survey.pairs.assign(
        a_only=survey.pairs["a_only"].mask(two, 0), b_only=survey.pairs["b_only"].mask(two, 20)
    )
    (table,) = list_named_most(replace(survey, tallies=tallies, pairs=pairs), 95)
    assert table.rows[0] == ("All", "Lack of people: 51", 1000)


def test_of_a_group_of_which_nobody_answered_nothing_is_said() -> None:
    survey = with_counts(none=(0, 0, 0), clear=(200, 600, 100))
    silent = survey.tallies["group"] == "none"
    tallies = survey.tallies.assign(base=survey.tallies["base"].mask(silent, 0))
    (table,) = list_named_most(replace(survey, tallies=tallies), 95)
    assert [row[0] for row in table.rows] == ["All", "clear"]


def test_where_answers_have_other_bases_no_more_need_name_both_than_the_larger_base_makes() -> None:
    counts = pd.DataFrame([["a", 9, 12], ["b", 3, 10]], columns=["key", "n", "base"])
    # 9 and 3 of 12 may be twelve governments
    assert bound_pairs(counts).to_numpy().tolist() == [["a", "b", 9, 3]]
