"""Filters mean what XLSForm says they mean."""

from __future__ import annotations

import pytest

from quire.core.errors import StudyError
from studylib.questionnaire.filters import Answers, parse_filter, was_asked

ANSWERS: Answers = {"trains": "yes", "lines": "12", "uses": ("work", "other"), "gap": ""}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True),
        ("${trains} = 'yes'", True),
        ("'no' = ${trains}", False),
        ('${trains}!="no"', True),
        ("${lines} >= 12", True),
        ("${lines} < 9", False),  # as text '12' is below '9'
        ("${lines} = 12.0", True),
        ("${gap} > 0", False),
        ("${gap} != 1", True),
        ("${gap} = ''", True),
        ("${unknown} = 'x'", False),
        ("selected(${uses}, 'other')", True),
        ("selected(${uses}, 'oth')", False),
        ("not(selected(${uses}, 'work'))", False),
        ("count-selected(${uses}) <= 1", False),
        ("${trains} = 'no' or ${lines} = 12 and ${gap} = ''", True),
        ("(${trains} = 'no' or ${lines} = 12) and ${gap} = 'x'", False),
        ("${lines} > -0.5", True),
    ],
)
def test_an_expression_holds_or_does_not(text: str, holds: bool) -> None:
    assert was_asked(text, ANSWERS) is holds


def test_a_constraint_is_about_the_answer_itself() -> None:
    only = parse_filter("not(selected(., 'none')) or count-selected(.) = 1").holds
    assert [only({".": "none"}), only({".": "none work"}), only({".": "work"})] == [
        True,
        False,
        True,
    ]


def test_names_and_choices_are_told() -> None:
    read = parse_filter("${a} = 'x' and (selected(${b}, 'y') or ${a} > 3)")
    assert (read.names, read.choices) == (("a", "b"), (("a", "x"), ("b", "y")))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("${a} =", "the end"),
        ("${a} 'x'", "'x'"),
        ("${a} == 'x'", "="),
        ("(${a} = 'x'", "the end"),
        ("${a} = 'x')", ")"),
        ("${a} = 'x", "'x"),
        ("selected(${a}, x)", "x"),
        ("regex(., 'x')", "regex"),
        ("${a", "${a"),
        ("a & b", "a"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, rest: str) -> None:
    with pytest.raises(StudyError, match="cannot be read from") as raised:
        parse_filter(text)
    assert rest in str(raised.value)
