"""Choices under any of their names, several of them in one cell, orders, ticks and text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exports import ask

from studylib.intake.cells import (
    Options,
    parse_decision,
    read_one,
    read_several,
    read_text,
    read_ticks,
)
from studylib.questionnaire.model import Choice

FORM = ask()
OFFICES = FORM.by_name["offices"]
PLAN = FORM.by_name["plan"]
NONE = Choice("none", {"en": "Nobody"}, "none")
WITH_NONE = replace(OFFICES, choices=(*OFFICES.choices, NONE))
SIGNS = (";", ",", " ")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rail mayor", ("rail", "mayor")),
        ("Traffic, roads and parking, Traffic", ("traffic", "parking")),
        ("Railway company; owned by the city;Mayor’s  OFFICE;", ("rail", "mayor")),
        ("Region/province Mayor's office Traffic", ("region", "mayor", "parking")),
        ("Alcaldía, Región/provincia", ("mayor", "region")),
    ],
)
def test_several_choices_are_taken_apart_by_the_longest_label(
    text: str, names: tuple[str, ...]
) -> None:
    assert read_several(Options(OFFICES), text, SIGNS).value == names


def test_nothing_stands_beside_none() -> None:
    reading = read_several(Options(WITH_NONE), "rail none", SIGNS)
    assert (reading.value, reading.doubt, reading.suggestion) == ("", "together", "rail")
    ticked = read_ticks(Options(WITH_NONE), ["rail", "none"], ["1", "1"])
    assert ticked.doubt == "together"


def test_more_than_the_most_is_asked() -> None:
    options = Options(replace(OFFICES, most=1))
    assert read_several(options, "rail mayor", SIGNS).doubt == "most"
    assert read_several(options, "rail", SIGNS).value == ("rail",)


def test_a_label_of_two_choices_names_neither() -> None:
    choices = (Choice("a", {"en": "Same"}), Choice("b", {"en": "Same"}))
    options = Options(replace(PLAN, choices=choices))
    assert read_one(options, "Same").doubt == "option"
    assert read_one(options, "b").value == "b"


def test_no_tick_is_no_answer() -> None:
    options = Options(OFFICES)
    assert read_ticks(options, ["rail", "mayor"], ["0", ""]).value == ""
    assert read_ticks(options, ["rail", "mayor"], ["FALSE", "TRUE"]).value == ("mayor",)
    assert read_ticks(options, ["rail", "mayor"], ["not quoted", "Quoted"]).value == ("mayor",)


@pytest.mark.parametrize(
    ("text", "kept"), [("'=1+1", "=1+1"), ("'tis so", "'tis so"), ("=1+1", "=1+1")]
)
def test_the_mark_before_a_formula_is_taken_away(text: str, kept: str) -> None:
    assert read_text(text).value == kept


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("plan", "draft", "draft"),
        ("offices", "mayor rail", ("mayor", "rail")),
        ("punctual", "130", "130"),
        ("opened", "2071-04-21", "2071-04-21"),
        ("advice", "", ""),
    ],
)
def test_a_decision_is_a_canonical_value_and_may_leave_the_range(
    question: str, text: str, value: str | tuple[str, ...]
) -> None:
    reading = parse_decision(FORM.by_name[question], text)
    assert (reading.value, reading.doubt) == (value, "")
