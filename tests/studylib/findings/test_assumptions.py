"""What is said of the sample that intervals of scores rest on, and of where its size comes from."""

from __future__ import annotations

import pytest
import small

from studylib.findings.assumptions import say_assumption, survey_with_assumption

SOURCE = "Source: First survey. Data of 2001 from a table; shares summed by the study."


@pytest.mark.parametrize(
    ("confidence", "said"), [(95.0, "In 95 of 100 samples"), (97.5, "In 97.5 of 100 samples")]
)
def test_an_assumption_names_the_confidence_the_sample_and_its_reason(
    confidence: float, said: str
) -> None:
    study = small.study(wave_respondents=300, wave_respondents_reason="A rule of thumb")
    sentence = say_assumption(study, confidence)
    assert sentence.startswith(said)
    assert "if 300 residents of each city are drawn at random" in sentence
    assert "Why this number: a rule of thumb. How the answers" in sentence


def test_without_a_sample_there_is_no_interval() -> None:
    assert say_assumption(small.study(wave_respondents=None), 95) == (
        "No survey of residents stands beside this edition, so there is no interval of a score."
    )


def test_the_source_line_says_where_the_number_of_residents_comes_from() -> None:
    study = small.study(wave_respondents_source="https://example.org/n")
    assert survey_with_assumption(study) == (
        f"{SOURCE} Number of residents asked: https://example.org/n"
    )


def test_a_number_that_stands_nowhere_adds_nothing_to_the_source_line() -> None:
    assert survey_with_assumption(small.study()) == SOURCE
