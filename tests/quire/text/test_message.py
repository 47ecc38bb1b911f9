"""Messages are English texts that remember their template and parts."""

from __future__ import annotations

import pytest

from quire.text.messages import Message, _, ngettext


def test_a_message_is_its_english_text_and_keeps_what_it_was_made_of() -> None:
    said = _("{cities} have {{}} {n}.", cities="Graz", n=3)
    assert said == "Graz have {} 3."
    assert isinstance(said, Message)
    assert said.template == "{cities} have {{}} {n}."
    assert said.parts == {"cities": "Graz", "n": 3}


def test_what_is_put_in_is_never_a_template() -> None:
    assert _("{name}", name="{n}") == "{n}"


@pytest.mark.parametrize(("n", "text"), [(0, "0 cities"), (1, "1 city"), (8716, "8,716 cities")])
def test_words_follow_the_number(n: int, text: str) -> None:
    assert ngettext("{n} city", "{n} cities", n) == text


def test_a_part_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        _("{a}")
