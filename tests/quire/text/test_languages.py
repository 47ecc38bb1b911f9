"""English texts said in another language; the expected Spanish was written by hand."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanish import spanish

from quire.showing.outputs import keep_made, read_made
from quire.text import words
from quire.text.languages import (
    AND,
    Language,
    in_form,
    join_words,
    said,
    speak,
    speaking,
    spoken,
)
from quire.text.messages import _, ngettext, remember
from quire.text.sides import APART, TOGETHER, isolate

THIN = "\u202f"
"""What parts thousands."""


@pytest.mark.parametrize(
    ("some", "text"),
    [
        (["Graz", "Wien"], "Graz y Wien"),
        (["Aalborg", "Graz", "Wien"], "Aalborg, Graz y Wien"),
        (["Graz", "Ixelles"], "Graz e Ixelles"),
        (["Graz", "Hidalgo"], "Graz e Hidalgo"),
        (["Graz", "Íllora"], "Graz e Íllora"),
        (["Iasi", "Innsbruck", "Graz"], "Iasi, Innsbruck y Graz"),
        # the sound is another one: *hielo*, *hierro*
        (["Graz", "Hierro"], "Graz y Hierro"),
        (["Graz", "Huelva"], "Graz y Huelva"),
    ],
)
def test_a_list_has_the_word_for_and_that_its_last_word_asks_for(
    some: list[str], text: str
) -> None:
    assert spanish().say(words.listed(some)) == text


def test_words_of_a_list_are_said_each_and_y_follows_what_is_said() -> None:
    language = spanish({"Housing": "Vivienda", "Inclusion": "Integración", "Churches": "Iglesias"})
    assert language.say(words.listed(["Housing", "Inclusion"])) == "Vivienda e Integración"
    assert language.say(words.listed(["Inclusion", "Housing"])) == "Integración y Vivienda"
    assert language.say(words.listed(["Housing", "Churches"])) == "Vivienda e Iglesias"


def test_only_spanish_has_a_second_word_for_and() -> None:
    portuguese = Language("pt", {AND: "{some} y {last}"})
    assert portuguese.say(words.listed(["Graz", "Ixelles"])) == "Graz y Ixelles"


def test_a_list_stays_as_it_is_in_a_language_without_a_word_for_and() -> None:
    language = Language("es", {})
    assert language.say(words.listed(["Graz", "Wien"])) == "Graz and Wien"
    assert AND in language.unknown


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize("count", [2, 10])
def test_a_list_from_another_process_keeps_its_order(count: int) -> None:
    _through_a_file(count)


@pytest.mark.usefixtures("nothing_made")
def test_a_long_list_from_another_process_keeps_its_order() -> None:
    _through_a_file(12)


def _through_a_file(count: int) -> None:
    from quire.text.messages import MADE

    names = [f"Town {letter}" for letter in "abcdefghijklmn"[:count]]
    text = str(words.listed(names))
    with TemporaryDirectory() as folder:
        keep_made(Path(folder))
        MADE.clear()
        remember(read_made(Path(folder)))
    assert spanish().say(text) == f"{', '.join(names[:-1])} y {names[-1]}"


CITIES: dict[str, str | tuple[str, ...]] = {
    "city": ("ciudad", "ciudades"),
    "no cities": "ninguna ciudad",
}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "ninguna ciudad"),
        (1, "1 ciudad"),
        (2, "2 ciudades"),
        (8716, "8716 ciudades"),
        (12345, f"12{THIN}345 ciudades"),
    ],
)
def test_a_number_has_its_noun_in_its_form(number: int, text: str) -> None:
    assert spanish(CITIES).say(words.counted(number, "city", "cities")) == text


def test_a_count_without_words_stays_english_and_is_told_by_its_noun() -> None:
    language = spanish({"city": ("ciudad", "ciudades")})
    assert language.say(words.counted(0, "city", "cities")) == "no cities"
    assert language.say(words.counted(3, "goose", "geese")) == "3 geese"
    assert {"no cities", "goose"} <= language.unknown
    assert "city" not in language.unknown


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("7", "7"),
        ("61.3", "61,3"),
        ("8,716", "8716"),
        ("12,345", f"12{THIN}345"),
        ("1,234,567.25", f"1{THIN}234{THIN}567,25"),
        # not parted: a year or a code
        ("12345", "12345"),
        ("2019", "2019"),
        ("−4.2", "−4,2"),
        ("+0.5", "+0,5"),
        ("61.3%", "61,3%"),
        ("61.3 %", "61,3 %"),
        ("67.5 to 74.2", "67,5 a 74,2"),
        ("−0.30 to −0.004", "−0,30 a −0,004"),
        ("+0.5 to +2", "+0,5 a +2"),
        ("9,500 to 12,500", f"9500 a 12{THIN}500"),
        ("10 % to 20 %", "10 % a 20 %"),
        ("2009 to 2012", "2009 a 2012"),
        ("9 March 2004", "9 de marzo de 2004"),
        ("1 May 2010", "1 de mayo de 2010"),
        ("31 December 1999", "31 de diciembre de 1999"),
    ],
)
def test_numbers_intervals_and_days_are_written_as_in_spanish(english: str, text: str) -> None:
    language = spanish()
    assert language.say(english) == text
    assert language.unknown == set()


def test_a_quotation_in_a_quotation_has_marks_of_its_own() -> None:
    spanish = Language("es", {"“{title}”": "«{title}»", "the “{a}” of": "la «{a}» de"})
    inner = _("the “{a}” of", a="x")
    with speaking(spanish):
        assert said(_("“{title}”", title=inner)) == "«la “x” de»"
        assert said(inner) == "la «x» de"


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_keeps_its_value(number: int, digits: int) -> None:
    value = number / 10**digits
    told = spanish().say(f"{value:,.{digits}f}".replace("-", "−"))
    assert float(told.replace(THIN, "").replace(",", ".").replace("−", "-")) == value
    assert "." not in told


def test_an_interval_stays_as_it_is_without_a_word_for_to() -> None:
    assert Language("es", {AND: "{some} y {last}"}).say("0.5 to 2") == "0.5 to 2"


@pytest.mark.parametrize("text", ["1.2 or 3", "5 towns", "1st", "1,5"])
def test_what_only_begins_as_a_number_is_none(text: str) -> None:
    language = spanish()
    assert language.say(text) == text
    assert language.unknown == {text}


@pytest.mark.parametrize("text", ["31 February 2004", "99 May 2010", "1 May 0000"])
def test_a_day_that_no_calendar_has_is_a_text_as_any_other(text: str) -> None:
    assert spanish().say(text) == text


def test_a_first_letter_is_made_large_or_small_in_what_is_said() -> None:
    language = spanish({"no city": "ninguna ciudad", "Ease of living": "Facilidad para vivir"})
    assert language.say(words.capital("no city")) == "Ninguna ciudad"
    assert language.say(words.small("Ease of living")) == "facilidad para vivir"
    told = _("{what} grows.", what=words.small("Ease of living"))
    language = spanish({"Ease of living": "Facilidad", "{what} grows.": "Crece la {what}."})
    assert language.say(told) == "Crece la facilidad."


def test_two_texts_of_which_each_is_made_of_the_other_come_to_an_end() -> None:
    large = words.capital("aubergines")
    small = words.small(str(large))
    assert (large, small) == ("Aubergines", "aubergines")
    language = spanish()
    assert (language.say(large), language.say(small)) == ("Aubergines", "aubergines")


def test_letters_that_are_a_word_stay_large() -> None:
    language = spanish({"Digital tools": "TIC y datos"})
    assert language.say(words.small("Digital tools")) == "TIC y datos"


def test_a_question_has_its_capital_letter_behind_its_first_sign() -> None:
    language = spanish({"how many cities?": "¿cuántas ciudades?"})
    assert language.say(words.capital("how many cities?")) == "¿Cuántas ciudades?"


def test_parts_are_said_and_may_stand_elsewhere() -> None:
    language = spanish(
        {
            "In {year}, {cities} had {share} per cent.": "{cities} tenían un {share} por ciento en {year}.",
            "Housing": "Vivienda",
        }
    )
    cities = words.listed(["Graz", "Ixelles"])
    sentence = _(
        "In {year}, {cities} had {share} per cent.", year=2019, cities=cities, share="61.3"
    )
    assert language.say(sentence) == "Graz e Ixelles tenían un 61,3 por ciento en 2019."


def test_a_text_that_has_lost_what_it_was_made_of_is_known_by_its_letters() -> None:
    language = spanish({"{some} of {all} places": "{some} de {all} lugares"})
    assert language.say(str(_("{some} of {all} places", some=3, all="12,345"))) == (
        f"3 de 12{THIN}345 lugares"
    )


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize("is_sent", [False, True])
def test_a_number_in_a_form_of_its_own_keeps_it(is_sent: bool, tmp_path: Path) -> None:
    from quire.text.messages import MADE

    text = str(_("{share:.1f} of {n:,} towns", share=61.38, n=12345))
    if is_sent:
        keep_made(tmp_path)
        MADE.clear()
        remember(read_made(tmp_path))
    language = spanish({"{share:.1f} of {n:,} towns": "{share:.1f} de {n:,} villas"})
    assert language.say(text) == f"61,4 de 12{THIN}345 villas"


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0 ciudades"), (1, "1 ciudad"), (12345, f"12{THIN}345 ciudades")]
)
def test_words_that_depend_on_a_number_have_its_form(n: int, text: str) -> None:
    language = spanish({"{n} town of ours": ("{n} ciudad", "{n} ciudades")})
    assert language.say(ngettext("{n} town of ours", "{n} towns of ours", n)) == text


def test_forms_are_those_of_the_language() -> None:
    """Polish has a form for few and one for many."""
    polish = Language("pl", {"village": ("wieś", "wsie", "wsi")})
    told = [polish.say(words.counted(n, "village")) for n in (1, 3, 5, 22)]
    assert told == ["1 wieś", "3 wsie", "5 wsi", "22 wsie"]


@pytest.mark.parametrize(
    "text", ["", "—", "…", "https://example.org/a?b=1", "data/raw/a.csv", "area_scores", "a.html#b"]
)
def test_what_is_no_word_is_asked_of_nobody(text: str) -> None:
    language = spanish()
    assert language.say(text) == text
    assert language.unknown == set()


def test_a_name_that_is_read_from_the_right_stays_apart() -> None:
    name = isolate("חיפה")
    assert (name[0], name[-1]) == (APART, TOGETHER)
    assert spanish({"חיפה": "היפו"}).say(name) == f"{APART}היפו{TOGETHER}"
    assert spanish({"{a} grew": "{a} creció"}).say(_("{a} grew", a="חיפה")).endswith("creció")


def test_what_was_said_stays_if_it_is_said_again() -> None:
    language = spanish({"Housing": "Vivienda", "{n} towns": "{n} villas"})
    told = [language.say("Housing"), language.say("0.125"), language.say(_("{n} towns", n="2.5"))]
    assert told == ["Vivienda", "0,125", "2,5 villas"]
    assert [*map(language.say, told)] == told
    # a drawing breaks its texts into lines
    assert language.say("2,5\nvillas") == "2,5\nvillas"
    assert language.unknown == set()


def test_what_is_given_is_asked_of_nobody() -> None:
    language = spanish({"Una cosa": "no"})
    language.give("Una cosa")
    assert language.say("Una cosa") == "Una cosa"


def test_what_was_asked_for_is_noted_with_what_there_was() -> None:
    language = spanish({"Housing": "Vivienda", "city": ("ciudad", "ciudades"), "Unasked": "x"})
    for text in ("Housing", words.counted(3, "city", "cities"), "Snow", _("{a} melts", a="Ice")):
        language.say(text)
    asked = dict(language.asked)
    assert asked.pop("Housing") == "Vivienda"
    assert asked.pop("city") == ("ciudad", "ciudades")
    assert [name for name, told in asked.items() if told is None] == [
        "Snow",
        "Ice",
        "{a} melts",
        "Ice melts",
    ]
    assert "Unasked" not in asked


def test_words_with_another_placeholder_end_no_book() -> None:
    """`find_lacks` tells of them."""
    assert spanish({"{a} thaws": "{b} se derrite"}).say(_("{a} thaws", a="Ice")) == "Ice thaws"


def test_a_noun_that_is_counted_is_also_a_text_of_its_own() -> None:
    assert (
        spanish({"town hall": ("ayuntamiento", "ayuntamientos")}).say("town hall") == "ayuntamiento"
    )


@given(st.text(max_size=40))
def test_whatever_is_said_twice_is_the_same(text: str) -> None:
    language = spanish({"Housing": "Vivienda"})
    told = language.say(text)
    assert language.say(told) == told


def test_a_language_is_spoken_while_the_block_lasts() -> None:
    one, other = spanish({"Housing": "Vivienda"}), Language("pt", {"Housing": "Habitação"})
    assert said("Housing") == "Housing"
    with speaking(one):
        assert (said("Housing"), spoken()) == ("Vivienda", one)
        with speaking(other):
            assert said("Housing") == "Habitação"
        with speaking(None):
            assert said("Housing") == "Housing"
        assert said("Housing") == "Vivienda"
    assert (said("Housing"), spoken()) == ("Housing", None)


def test_a_language_is_no_longer_spoken_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), speaking(spanish()):
        raise ZeroDivisionError
    assert spoken() is None


def test_a_language_can_be_spoken_from_now_on() -> None:
    language = spanish({"Housing": "Vivienda"})
    with speaking(None):  # puts back what was spoken before
        speak(language)
        assert said("Housing") == "Vivienda"
        speak(None)
        assert said("Housing") == "Housing"


def test_templates_and_lists_are_given_in_the_language_that_is_spoken() -> None:
    language = spanish({"{n} step": ("{n} paso", "{n} pasos"), "Go": "Vamos"})
    english = [in_form("{n} step", "{n} steps", n) for n in (1, 2)]
    assert english == ["{n} step", "{n} steps"]
    assert join_words(["Graz", "Ixelles"]) == "Graz and Ixelles"
    with speaking(language):
        assert [in_form("{n} step", "{n} steps", n) for n in (1, 2)] == ["{n} paso", "{n} pasos"]
        assert (in_form("Go"), in_form("Stay")) == ("Vamos", "Stay")
        assert in_form("{n} leap", "{n} leaps", 2) == "{n} leaps"
        assert join_words(["Graz", "Ixelles"]) == "Graz e Ixelles"
        assert [join_words([]), join_words(["Graz"])] == ["", "Graz"]
    assert {"Stay", "{n} leap"} <= language.unknown
