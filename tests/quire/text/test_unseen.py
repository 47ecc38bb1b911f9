"""Signs that no reader sees: which are refused, which belong to how words are spelt, and what is left of a pasted answer."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.text.unseen import leave_out_unseen, say_unseen

SPELT = (
    "می‌خواهم",
    "क्‍ष",
    "ශ්‍රී ලංකා",
    "葛󠄀城市",
    "Đà Nẵng",
    "ירושלים",
    "القاهرة",
    "L'Aquila",
    "a\u00a0b",
    "two\nlines",
)
"""Persian, Hindi and Sinhala with joiners, a variant of a letter in Japanese, and what else is text."""


@pytest.mark.parametrize("text", SPELT)
def test_names_as_they_are_spelt_are_text(text: str) -> None:
    assert say_unseen(text) == ""
    assert leave_out_unseen(text) == text


@pytest.mark.parametrize("text", ["", "Graz"])
def test_an_empty_text_is_no_text_of_blanks(text: str) -> None:
    assert say_unseen(text) == ""


@given(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"]))
def test_every_control_format_or_private_sign_is_refused_between_latin_letters(sign: str) -> None:
    kept = sign == "\n" or sign in PREFIXES
    assert bool(say_unseen(f"a{sign}b")) is not kept


PREFIXES = {
    chr(number)
    for number in range(0x11_0000)
    if unicodedata.category(chr(number)) == "Cf"
    and unicodedata.name(chr(number), "").startswith(
        (
            "ARABIC NUMBER",
            "ARABIC SIGN",
            "ARABIC FOOTNOTE",
            "ARABIC END OF AYAH",
            "ARABIC POUND",
            "ARABIC PIASTRE",
            "ARABIC DISPUTED",
            "SYRIAC",
            "KAITHI",
            "EGYPTIAN",
            "SHORTHAND",
            "MUSICAL",
            "COPTIC",
        )
    )
}
"""Signs of the class of format that are seen, such as the marks before Arabic numbers."""


@given(st.text())
def test_what_is_left_is_text_or_blank(text: str) -> None:
    left = leave_out_unseen(text)
    assert say_unseen(left) in {"", "holds only blanks"}
    assert leave_out_unseen(left) == left


def test_pasted_answers_keep_their_lines_and_words() -> None:
    assert leave_out_unseen("one\r\ntwo\u2028three\tfour\u200b\u202e") == "one\ntwo\nthree four"
