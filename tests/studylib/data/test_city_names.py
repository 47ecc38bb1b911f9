"""Names of cities: how they are typed, which are further ones, and in which order they stand."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from quire.text.words import plain, sort_key
from studylib.data.city_names import further_names, search_names


@given(st.text(alphabet=st.characters(min_codepoint=0x41, max_codepoint=0x17F), max_size=12))
def test_a_plain_name_has_no_accent_left(name: str) -> None:
    if any(letter.isascii() and letter.isalpha() for letter in plain(name)):
        assert not [
            letter
            for letter in unicodedata.normalize("NFD", plain(name))
            if unicodedata.combining(letter)
        ]


def test_names_in_other_scripts_stay_as_they_are() -> None:
    assert plain("Λευκωσία") == "Λευκωσία"
    assert plain("İstanbul") == "Istanbul"


def test_a_name_that_the_register_has_is_no_further_one() -> None:
    names = [("Brussels", "en"), ("Bruxelles", "fr"), ("Brussel", "nl"), ("Brüssel", "de")]
    assert further_names("Bruxelles/Brussel", names) == [("Brüssel", "de"), ("Brussels", "en")]


def test_a_city_is_looked_up_under_every_name_with_and_without_accents() -> None:
    found = search_names("Malmö/Ystad", ["Malmø"])
    assert found == ["Malmö/Ystad", "Malmö", "Ystad", "Malmø", "Malmo/Ystad", "Malmo"]


def test_accents_do_not_move_a_name_to_the_end() -> None:
    assert sorted(["Zagreb", "Ålborg", "Łódź", "Oslo"], key=sort_key) == [
        "Ålborg",
        "Łódź",
        "Oslo",
        "Zagreb",
    ]
