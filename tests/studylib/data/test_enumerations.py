"""Words in a row are one message, whatever their number."""

import pytest

from quire.text.messages import Message
from studylib.data.enumerations import join_by_comma, join_by_semicolon


@pytest.mark.parametrize("number", [2, 3, 4, 7, 30])
def test_rows_of_any_length_read_as_joined_and_are_messages(number: int) -> None:
    words = [f"word {each}" for each in range(number)]
    by_comma, by_semicolon = join_by_comma(words), join_by_semicolon(words)
    assert isinstance(by_comma, Message)
    assert isinstance(by_semicolon, Message)
    assert (by_comma, by_semicolon) == (", ".join(words), "; ".join(words))


def test_every_word_can_be_found_in_the_parts_of_a_row() -> None:
    def find(text: object) -> list[str]:
        if not isinstance(text, Message):
            return [str(text)]
        return [word for part in text.parts.values() for word in find(part)]

    assert find(join_by_comma(["Graz", "Lyon", "Wien", "Linz", "Bern"])) == [
        "Graz",
        "Lyon",
        "Wien",
        "Linz",
        "Bern",
    ]


def test_one_word_stays_as_it_is() -> None:
    assert join_by_comma(["Graz"]) == "Graz"
    assert join_by_semicolon([]) == ""
