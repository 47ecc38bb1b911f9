"""Filters are taken apart as they bind, and said to people."""

from __future__ import annotations

from pathlib import Path

import pytest
from questionnaires import write_folder

from quire.core.errors import StudyError
from studylib.forms.conditions import Joined, Negated, Speaker, Ticked, read_condition
from studylib.forms.parts import arrange, numbers_of
from studylib.forms.words import words_in
from studylib.questionnaire.xlsform import read_questionnaire


def test_and_binds_closer_than_or() -> None:
    condition = read_condition(
        "selected(${a}, 'x') or selected(${b}, 'y') and not(selected(${c}, 'z'))"
    )
    assert condition == Joined(
        "or",
        (Ticked("a", "x"), Joined("and", (Ticked("b", "y"), Negated(Ticked("c", "z"))))),
    )


def test_brackets_come_first() -> None:
    condition = read_condition(
        "(selected(${a}, 'x') or selected(${b}, 'y')) and selected(${c}, 'z')"
    )
    assert isinstance(condition, Joined)
    assert condition.word == "and"


def test_what_is_no_filter_is_refused() -> None:
    with pytest.raises(StudyError):
        read_condition("once(${a})")


@pytest.mark.parametrize(
    ("relevant", "language", "said"),
    [
        ("", "en", ""),
        ("${trains} = 'yes'", "en", "Only if question 4 is 'Yes'."),
        ("'yes' = ${trains}", "es", "Solo si la respuesta a la pregunta 4 es «Sí»."),
        ("not(selected(${uses}, 'none'))", "en", "Only if question 9 is not 'Nobody'."),
        (
            "${lines} >= 3 and ${trains} != 'no'",
            "en",
            "Only if question 5 is ≥ 3 and question 4 is not 'No'.",
        ),
        ("3 < ${lines}", "en", "Only if question 5 is > 3."),
        ("${uses_other} != ''", "en", "Only if question 10 is answered."),
        ("not(${lines} = 2)", "en", "Only if it is not so that question 5 is = 2."),
        ("count-selected(${uses}) > 0", "en", "Only if question 9 is answered."),
        (
            "count-selected(${uses}) >= 2",
            "en",
            "Only if the number of choices marked in question 9 is ≥ 2.",
        ),
        ("once(${lines})", "en", ""),
    ],
)
def test_filters_are_said_with_numbers_and_labels(
    relevant: str, language: str, said: str, tmp_path: Path
) -> None:
    questionnaire, _ = read_questionnaire(write_folder(tmp_path))
    assert questionnaire is not None
    numbers = numbers_of(arrange(questionnaire))
    assert Speaker(questionnaire, language, words_in(language), numbers).say(relevant) == said
