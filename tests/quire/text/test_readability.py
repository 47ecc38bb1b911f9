"""What is counted in a text: words and sentences from paper, and examples whose ease is known."""

from __future__ import annotations

import pytest

from quire.text.readability import count_syllables, measure_text


@pytest.mark.parametrize(
    ("text", "words", "sentences", "longest"),
    [
        ("", 0, 0, 0),
        ("No stop", 2, 1, 2),
        ("One. Two three? Four!", 4, 3, 2),
        ("It fell by 4.5 points, from 1,200 to 900.", 9, 1, 9),
        ("“So it is.” They said so.", 6, 2, 3),
        ("A well-known city’s own.", 4, 1, 4),
    ],
)
def test_words_and_sentences_are_counted(
    text: str, words: int, sentences: int, longest: int
) -> None:
    read = measure_text(text)
    assert (read.words, read.sentences, read.longest) == (words, sentences, longest)


@pytest.mark.parametrize(
    ("text", "ease"),
    [
        # six words of one syllable each, and thirteen words of 24 syllables: the formula by hand
        ("The cat sat on the mat.", 116.1),
        (
            "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
            37.5,
        ),
    ],
)
def test_the_ease_of_known_sentences(text: str, ease: float) -> None:
    assert measure_text(text).ease == pytest.approx(ease, abs=0.1)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *[("map", 1), ("named", 1), ("scale", 1), ("called", 1), ("2019", 1), ("the", 1)],
        *[("table", 2), ("wanted", 2), ("places", 2), ("city", 2), ("answered", 2)],
        *[("government", 3), ("residents", 3), ("interval", 3)],
    ],
)
def test_syllables_are_those_that_are_said(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_shorter_sentences_and_shorter_words_read_more_easily() -> None:
    long = measure_text("The survey was made in the spring and the cities took part in it.")
    short = measure_text("The survey was made in the spring. The cities took part in it.")
    hard = measure_text("The questionnaire was administered in the spring.")
    assert short.ease > long.ease > hard.ease
