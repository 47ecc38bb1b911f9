"""Answers held against the filters and the required questions of the questionnaire."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exports import ask

from studylib.intake.numbers import Reading
from studylib.intake.rules import Broken, find_broken
from studylib.questionnaire.model import Questionnaire

FORM = ask()
DOUBTED = Reading(doubt="option")


def change(name: str, **facts: object) -> Questionnaire:
    """The questionnaire with one question otherwise."""
    questions = tuple(
        replace(q, **facts) if q.name == name else q  # type: ignore[arg-type]
        for q in FORM.questions
    )
    return replace(FORM, questions=questions)


def hold(
    columns: dict[str, list[str | Reading]], unsure: str = "", form: Questionnaire = FORM
) -> list[Broken]:
    readings = {
        (name, 1): [cell if isinstance(cell, Reading) else Reading(cell) for cell in cells]
        for name, cells in columns.items()
    }
    return find_broken(form, readings, {unsure} - {""}, len(next(iter(columns.values()))))


def test_an_answer_to_a_question_that_was_not_put_breaks_its_filter() -> None:
    columns: dict[str, list[str | Reading]] = {
        "plan": ["adopted", "draft", "none", "adopted"],
        "plan_year": ["2031", "2032", "", ""],
    }
    assert hold(columns) == [Broken("filter", "plan_year", 1)]


def test_a_filter_on_one_of_several_choices_is_followed() -> None:
    other, rail = Reading(("rail", "other")), Reading(("rail",))
    columns: dict[str, list[str | Reading]] = {
        "offices": [other, rail],
        "offices_other": ["Port", "Port"],
    }
    assert hold(columns) == [Broken("filter", "offices_other", 1)]


def test_required_questions_that_are_empty_are_open_and_others_are_not() -> None:
    columns: dict[str, list[str | Reading]] = {"night": ["yes", ""], "riders": ["", ""]}
    assert hold(columns) == [Broken("open", "night", 1)]


def test_a_required_question_is_open_only_where_it_was_put() -> None:
    columns: dict[str, list[str | Reading]] = {"plan": ["draft", "adopted"], "plan_year": ["", ""]}
    assert hold(columns, form=change("plan_year", required=True)) == [
        Broken("open", "plan_year", 1)
    ]


@pytest.mark.parametrize(
    ("plan", "unsure"), [(DOUBTED, ""), (Reading("draft"), "plan"), (Reading(), "plan")]
)
def test_what_hangs_on_an_answer_in_doubt_is_not_held_against_it(
    plan: Reading, unsure: str
) -> None:
    columns: dict[str, list[str | Reading]] = {"plan": [plan], "plan_year": ["2031"]}
    assert hold(columns, unsure) == []
    assert Broken("filter", "plan_year", 0) in hold({**columns, "plan": ["draft"]})


def test_nothing_is_said_where_the_question_of_the_filter_has_no_column() -> None:
    assert hold({"plan_year": ["2031"]}) == []


def test_nothing_is_said_of_a_filter_that_cannot_be_read() -> None:
    columns: dict[str, list[str | Reading]] = {"plan": ["draft"], "plan_year": ["2031"]}
    assert hold(columns, form=change("plan_year", relevant="${plan} like 'adopted'")) == []


@pytest.mark.parametrize("name", ["respondent_name", "s_title"])
def test_questions_on_persons_and_in_repeats_are_not_held(name: str) -> None:
    assert FORM.by_name[name].required
    assert hold({name: [""], "night": [""]}) == [Broken("open", "night", 0)]
