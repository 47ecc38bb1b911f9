"""Texts that stand one behind the other, or are put together of data, said in Spanish."""

from __future__ import annotations

import pytest
from spanish import spanish

from quire.text.languages import LONGEST, TO, Language
from quire.text.messages import Code, _

THIN = "\u202f"
"""What parts thousands."""


def test_sentences_that_stand_one_behind_the_other_are_said_each() -> None:
    language = spanish(
        {
            "It rains.": "Llueve.",
            "Is it wet?": "¿Está mojado?",
            "Look: it is. So be it.": "Mira: sí lo está. Que así sea.",
            "{n} ducks swim.": "Nadan {n} patos.",
        }
    )
    ducks = _("{n} ducks swim.", n="12,345")
    for text, told in (
        ("It rains. Is it wet?", "Llueve. ¿Está mojado?"),
        (f"It rains. {ducks}", f"Llueve. Nadan 12{THIN}345 patos."),
        (f"{ducks} It rains. Is it wet?", f"Nadan 12{THIN}345 patos. Llueve. ¿Está mojado?"),
        # one message of two sentences
        (
            "It rains. Look: it is. So be it. Is it wet?",
            "Llueve. Mira: sí lo está. Que así sea. ¿Está mojado?",
        ),
    ):
        assert language.say(text) == told
    assert language.unknown == set()


def test_if_one_of_the_sentences_is_unknown_all_stay_english() -> None:
    language = spanish({"It rains.": "Llueve."})
    assert language.say("It rains. It snows.") == "It rains. It snows."
    assert language.unknown == {"It rains. It snows."}


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Wet streets.", "Calles mojadas."),
        ("Wet streets:", "Calles mojadas:"),
        ("The end", "El fin"),
        ("Not so fast", "No tan deprisa"),
    ],
)
def test_a_stop_may_have_been_put_or_taken_away(english: str, text: str) -> None:
    language = spanish(
        {"Wet streets": "Calles mojadas", "The end.": "El fin.", "Not so fast:": "No tan deprisa:"}
    )
    assert language.say(english) == text


@pytest.mark.xfail(strict=True, reason="only the sign behind a question is taken away")
def test_a_question_without_its_sign_has_none_before_it_either() -> None:
    assert spanish({"Is it wet?": "¿Está mojado?"}).say("Is it wet") == "Está mojado"


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Housing (2019)", "Vivienda (2019)"),
        ("Housing (Transport)", "Vivienda (Transporte)"),
        ("Housing; Transport", "Vivienda; Transporte"),
        ("Housing, Transport, Housing", "Vivienda, Transporte, Vivienda"),
        ("Housing: 61.3", "Vivienda: 61,3"),
        ("Housing: 0.5 to 2", "Vivienda: 0,5 a 2"),
        ("Housing = 0.5", "Vivienda = 0,5"),
        ("Housing 12,345", f"Vivienda 12{THIN}345"),
        ("Housing (9 March 2004)", "Vivienda (9 de marzo de 2004)"),
    ],
)
def test_what_is_put_together_of_data_is_said_part_by_part(english: str, text: str) -> None:
    language = spanish({"Housing": "Vivienda", "Transport": "Transporte"})
    assert language.say(english) == text
    assert language.unknown == set()


def test_of_what_is_put_together_the_whole_is_unknown_if_a_part_is() -> None:
    language = spanish({"Housing": "Vivienda"})
    for text in ("Housing (Graz)", "Graz, Housing", "Housing Graz"):
        assert language.say(text) == text
    assert language.unknown == {"Housing (Graz)", "Graz, Housing", "Housing Graz"}


def test_a_long_text_is_not_taken_apart_into_data() -> None:
    language = spanish({"Housing": "Vivienda"})
    fits = ", ".join(["Housing"] * 22)
    assert len(fits) <= LONGEST < len(f"{fits}, Housing")
    assert language.say(fits) == ", ".join(["Vivienda"] * 22)
    long = " = ".join(["Housing"] * 30)
    assert language.say(long) == long


def test_names_one_behind_the_other_are_said_however_many_they_are() -> None:
    language = spanish({"Housing": "Vivienda"})
    many = ", ".join(["Housing"] * 60)
    assert language.say(many) == ", ".join(["Vivienda"] * 60)
    assert language.say(f"{many}, Rain") == f"{many}, Rain"


def test_a_stop_behind_a_text_with_stops_within_is_put_behind_what_it_is_in_the_language() -> None:
    language = spanish({"What rains: water": "Lo que llueve: agua", "It is; so": "Es; así"})
    assert language.say("What rains: water.") == "Lo que llueve: agua."
    assert language.say("It is; so.") == "Es; así."


def test_names_of_code_are_the_same_where_they_are_words_too() -> None:
    language = spanish({"areas": "ámbitos", "Made of {tables}": "Hecho de {tables}"})
    assert language.say(Code("areas")) == "areas"
    assert language.say("areas") == "ámbitos"
    assert language.say(_("Made of {tables}", tables=Code("areas"))) == "Hecho de areas"


@pytest.mark.xfail(strict=True, reason="of a text that is put together only the whole is noted")
@pytest.mark.parametrize(
    ("text", "lacking"),
    [("Housing (2019)", "Housing"), ("0.5 to 2", TO), ("Wet streets.", "Wet streets")],
)
def test_words_that_would_have_helped_are_noted_as_asked_for(text: str, lacking: str) -> None:
    """A drawing would be another one with them."""
    language = Language("es", {})
    assert language.say(text) == text
    assert lacking in language.asked
