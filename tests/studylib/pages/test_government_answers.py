"""Answers of one government that its whole page does not show: several choices an item, and what is withheld.

Other kinds of questions are tested where the page is.
"""

from __future__ import annotations

from dataclasses import replace
from math import nan

import governing
import pandas as pd
import pytest

from studylib.pages.government_answers import (
    Answered,
    Answers,
    Count,
    Counted,
    Group,
    Own,
    say_count,
    say_quartiles,
    split_answers,
)

SURVEY = governing.survey()
GROUPS = [Group("all", "all", "All"), Group("region", "Northland", "North <i>")]


def ask(question: str, own: Own, **changes: object) -> Answered:
    """What a government answered to a question, of which some facts are others."""
    questions = SURVEY.questions
    of_it = questions["question"] == question
    questions = questions.assign(
        **{name: questions[name].mask(of_it, value) for name, value in changes.items()}
    )
    counted = Counted(replace(SURVEY, questions=questions))
    (row,) = (row for row in counted.questions if row["question"] == question)
    return Answers(counted, own, GROUPS).question(row)


def test_several_choices_of_an_item_each_have_a_row_that_names_the_item() -> None:
    own = {"i_tax": {"a": "", "b": ""}}
    table = str(ask("income", own, kind="matrix_multiple").table)
    assert "North &lt;i&gt;" in table
    cells = [part.split("</tr>")[0] for part in table.split("<tr")[2:]]
    assert len(cells) == 6
    assert "Taxes: Up to half" in cells[0]
    assert "chosen" in cells[0]
    assert "20 % (2 of 10)" in cells[0]
    assert "Fees: Over half" in cells[4]
    assert "not chosen" in cells[4]


def test_a_question_that_the_government_left_has_numbers_and_no_table() -> None:
    left = ask("slow", {"mayor": {"yes": ""}})
    assert (left.table, left.answered, left.asked) == ("", 16, 20)
    assert (left.section, left.label) == ("Challenges", "What slows")


def test_so_few_answers_that_their_number_is_withheld_are_not_counted_in_words() -> None:
    few = ask("mayor", {"mayor": {"yes": ""}}, asked=None, answered=None)
    assert (few.answered, few.asked) == (None, None)
    assert "so few town governments answered that their number is withheld." in few.table


@pytest.mark.parametrize(
    ("count", "apart", "short", "said"),
    [
        (None, False, False, "–"),
        (Count(0, 0, False), False, False, "–"),
        (Count(0, 0, False), True, False, "0"),
        (Count(nan, nan, True), True, True, "withheld"),
        (Count(1, 8, False), False, False, "13 % (1 of 8)"),
        (Count(600, 1200, False), False, True, "600 of 1,200"),
        (Count(3, 8, False), True, True, "3"),
    ],
)
def test_a_count_is_said_with_its_base_and_never_where_it_is_withheld(
    count: Count | None, apart: bool, short: bool, said: str
) -> None:
    assert say_count(count, apart=apart, short=short) == said


@pytest.mark.parametrize(("withheld", "said"), [(True, "withheld"), (False, "3 (1 to 9; n = 8)")])
def test_quartiles_are_said_unless_they_are_withheld(withheld: bool, said: str) -> None:
    ends = {"median": 3.0, "lower_quartile": 1.0, "upper_quartile": 9.0, "answered": 8.0}
    assert say_quartiles({**ends, "withheld": withheld}) == said


def test_a_group_without_numbers_has_a_dash() -> None:
    assert say_quartiles(None) == "–"


def test_answers_are_split_by_government_and_item_with_places_in_ranks() -> None:
    answers = pd.DataFrame(
        [
            ["alpha", "first", "y", 1.0],
            ["alpha", "first", "x", 2.0],
            ["beta", "first", "x", 1.0],
            ["alpha", "staff", 420, nan],
        ],
        columns=["respondent", "item", "value", "position"],
    )
    assert split_answers(answers) == {
        "alpha": {"first": {"y": "1", "x": "2"}, "staff": {"420": ""}},
        "beta": {"first": {"x": "1"}},
    }
