"""Codes that shorten names, as LimeSurvey and statistics programs have them, and heads in all ways of joining."""

from __future__ import annotations

import pytest
from exports import ask

from studylib.intake.codes import Target, guess_targets, shortens
from studylib.intake.heads import HeadIndex, map_heads

FORM = ask()


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ("PLANYEAR", Target("plan_year")),
        ("OFFICES[SQ002]", Target("offices", "rail")),
        ("OFFICES[traff]", Target("offices", "traffic")),
        ("OFFICES[other]", Target("offices", "other")),
        ("BRAK[skill]", Target("brakes_skill")),
        ("BRAKES[SQ003]", Target("brakes_law")),
        ("HELPS[funds]", Target("helps_funds")),
        ("ORDER[2]", Target("order", place=2)),
        ("S2TITLE", Target("s_title", turn=2)),
        ("SMODESr2[tram]", Target("s_modes", "tram", turn=2)),
        ("offices_mayor", Target("offices", "mayor")),
    ],
)
def test_a_code_stands_for_one_thing(head: str, target: Target) -> None:
    assert guess_targets(FORM, head) == [target]


@pytest.mark.parametrize("head", ["XYZ", "OFFICES[SQ099]", "id", "???", "BRAKES[SQ009]"])
def test_a_code_that_shortens_nothing_stands_for_nothing(head: str) -> None:
    assert guess_targets(FORM, head) == []


@pytest.mark.parametrize(
    ("code", "name", "is_short"),
    [
        ("stratyear", "strategy_year", True),
        ("year", "plan_year", True),
        ("pl", "plan_year", False),
        ("yearplan", "plan_year", False),
    ],
)
def test_words_keep_their_order_and_three_letters(code: str, name: str, is_short: bool) -> None:
    assert shortens(code, name) is is_short


@pytest.mark.parametrize(
    ("heads", "questions"),
    [
        (["City", "Funds", "Funds2"], ["city", "brakes_funds", "helps_funds"]),
        (["Ciudad", "Fondos", "Fondos"], ["city", "brakes_funds", "helps_funds"]),
        (["What helps the building of lines? [Funds]", "City"], ["helps_funds", "city"]),
        (["¿Qué frena? / Leyes", "CIUDAD *"], ["brakes_law", "city"]),
        (
            ["Riders on a working day", "Funds", "Order the modes by their weight"],
            ["riders", "", "order"],
        ),
        (["What would you tell another ci..", "City"], ["advice", "city"]),
        (
            ["City", "What slows the building of lines?: Law", "Funds"],
            ["city", "brakes_law", "helps_funds"],
        ),
    ],
)
def test_heads_are_mapped_by_words_order_and_what_stands_beside(
    heads: list[str], questions: list[str]
) -> None:
    mapped = map_heads(HeadIndex(FORM), heads)
    places = {at: target.question for target, columns in mapped.columns.items() for at in columns}
    assert [places.get(at, "") for at in range(len(heads))] == questions
