"""Catalogues are read as translators leave them; what cannot be read is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spanish import entry, write_catalogue

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.languages.catalogues import (
    GATHERED,
    gather,
    list_catalogues,
    list_languages,
    read_catalogue,
    read_gathered,
    read_translation,
)
from quire.text import words
from quire.text.languages import AND, Language

CITY = entry("town", ("villa", "villas"), many="towns")


def language_of(project: Project) -> Language:
    return read_translation(project, "es").language


def test_each_folder_with_catalogues_is_a_language(tiny: Project) -> None:
    assert list_languages(tiny) == []
    write_catalogue(tiny, id="pt_BR")
    write_catalogue(tiny, id="es", name="pages")
    write_catalogue(tiny, id="es", name="labels")
    # the language of the source has none, nor has a folder without files
    write_catalogue(tiny, id="en")
    (tiny.root / "locale" / "fr").mkdir()
    assert list_languages(tiny) == ["es", "pt_BR"]
    assert [path.name for path in list_catalogues(tiny, "es")] == ["labels.po", "pages.po"]


def test_a_language_without_catalogues_is_refused_with_those_that_there_are(tiny: Project) -> None:
    with pytest.raises(StudyError) as error:
        read_translation(tiny, "fr")
    assert str(error.value) == (
        "locale: there is no catalogue of the language 'fr'\n"
        "  repair: languages with catalogues: none; a new one: study language fr"
    )
    write_catalogue(tiny)
    with pytest.raises(StudyError, match="languages with catalogues: es;"):
        list_catalogues(tiny, "fr")


def test_all_catalogues_of_a_language_are_one(tiny: Project) -> None:
    write_catalogue(tiny, CITY, entry(AND, "{some} y {last}"))
    write_catalogue(tiny, entry("Housing", "Vivienda"), name="labels")
    language = language_of(tiny)
    assert language.say("Housing") == "Vivienda"
    assert language.say(words.counted(2, "town")) == "2 villas"
    assert language.say(words.counted(1, "town")) == "1 villa"


def test_words_that_are_empty_half_or_old_are_none(tiny: Project) -> None:
    write_catalogue(
        tiny,
        entry("Snow", ""),
        entry("Hail", "Granizo", flags="fuzzy"),
        entry("storm", ("tormenta", ""), many="storms"),
        entry("Rain", "Lluvia"),
        "#~ " + 'msgid "Fog"\n#~ msgstr "Niebla"\n',
    )
    assert dict(language_of(tiny).words) == {"Rain": "Lluvia"}


def test_a_page_is_called_elsewhere_as_its_heading_is(tiny: Project) -> None:
    write_catalogue(
        tiny,
        entry("# Towns", "# Villas"),
        entry("## What rains", "## Qué llueve"),
        entry("## Both", "Sin título"),
        entry("# Rain", "# De la lluvia"),
        entry("Rain", "Lluvia"),
    )
    language = language_of(tiny)
    assert [language.say(each) for each in ("Towns", "What rains")] == ["Villas", "Qué llueve"]
    # a text of its own has its own words; what is no heading in Spanish names none
    assert [language.say(each) for each in ("Rain", "Both")] == ["Lluvia", "Both"]


def test_who_translated_and_what_is_signed_off_is_known(tiny: Project) -> None:
    ana, eva = (f'"Last-Translator: {name} <a@example.org>\\n"\n' for name in ("Ana", "Eva"))
    write_catalogue(tiny, name="labels", top="# Words.\n# Reviewed: yes\n", more=ana)
    write_catalogue(tiny, name="messages", top="# Words.\n# Reviewed: no\n", more=eva)
    write_catalogue(tiny, name="pages", top="# Words, of which nobody says more.\n", more=ana)
    write_catalogue(tiny, name="practices", top="# reviewed: Yes, by Ana\n", more=ana)
    translation = read_translation(tiny, "es")
    assert list(translation.translators) == ["Ana <a@example.org>", "Eva <a@example.org>"]
    assert list(translation.unreviewed) == ["messages", "pages"]


def test_words_are_gathered_once_and_again_when_a_catalogue_changes(
    tiny: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_catalogue(tiny, entry("Rain", "Lluvia"), CITY)
    assert language_of(tiny).say("Rain") == "Lluvia"
    kept = (tiny.root / GATHERED).read_bytes()
    (language,) = read_gathered(kept)
    assert (language.id, language.words) == ("es", {"Rain": "Lluvia", "town": ("villa", "villas")})
    with monkeypatch.context() as patch:
        patch.setattr("quire.languages.catalogues.read_catalogue", None)
        assert language_of(tiny).say("Rain") == "Lluvia"
    write_catalogue(tiny, entry("Rain", "Agua"))
    assert language_of(tiny).say("Rain") == "Agua"
    path.unlink()
    assert gather(tiny)["languages"] == {}
    assert read_gathered((tiny.root / GATHERED).read_bytes()) == []


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b"null", b'{"key": {}}', b"\xff"])
def test_what_was_gathered_is_made_anew_if_it_cannot_be_read(tiny: Project, left: bytes) -> None:
    write_catalogue(tiny, entry("Rain", "Lluvia"))
    path = tiny.root / GATHERED
    path.parent.mkdir()
    path.write_bytes(left)
    assert language_of(tiny).say("Rain") == "Lluvia"
    assert json.loads(path.read_bytes())["languages"]["es"]["words"] == {"Rain": "Lluvia"}


def test_a_study_without_languages_gathers_no_file(tiny: Project) -> None:
    assert gather(tiny)["languages"] == {}
    assert not (tiny.root / GATHERED).exists()


BROKEN = {
    "no keyword": "this is no catalogue\n",
    "no words": 'msgid "Rain"\nmsgid "Snow"\nmsgstr "Nieve"\n',
    "a conflict": '<<<<<<< mine\nmsgid "Rain"\nmsgstr "Lluvia"\n',
}


def _broken(project: Project, text: str) -> Path:
    path = write_catalogue(project)
    path.write_bytes(path.read_bytes() + text.encode())
    return path


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_catalogue_that_is_broken_is_named(tiny: Project, text: str) -> None:
    path = _broken(tiny, text)
    for read in (lambda: read_catalogue(tiny, path), lambda: gather(tiny)):
        with pytest.raises(StudyError) as error:
            read()
        assert error.value.where == "locale/es/messages.po"
        assert "no catalogue that can be read" in error.value.what
        assert "Poedit" in error.value.repair
    assert not (tiny.root / GATHERED).exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "Rain"\nmsgstr "Lluvia\n', 1),
        ('msgid "Rain\nmsgstr "Lluvia"\n', 0),
        ('msgid "Rain"\nmsgstr ""\n"Llu" "via"\n', 2),
        ('msgid "Rain"\nmsgstr "La "lluvia""\n', 1),
    ],
)
def test_a_quotation_mark_that_is_missing_or_too_many_is_named(
    tiny: Project, text: str, line: int
) -> None:
    """Otherwise the words are gone from the file once it is filled."""
    before = write_catalogue(tiny).read_text("utf-8").count("\n")
    with pytest.raises(StudyError, match=f"quotation mark .* in line {before + 1 + line}\n"):
        read_catalogue(tiny, _broken(tiny, text))


def test_what_msgmerge_keeps_of_entries_that_are_gone_is_no_fault(tiny: Project) -> None:
    path = write_catalogue(tiny, entry("Rain", "Lluvia"))
    gone = '\n#, fuzzy\n#~| msgid "Hails"\n#~ msgid "Hail"\n#~ msgstr "Granizo"\n'
    path.write_bytes(path.read_bytes() + gone.encode())
    assert read_catalogue(tiny, path)["Rain"].string == "Lluvia"


def test_a_catalogue_in_another_encoding_is_named(tiny: Project) -> None:
    path = write_catalogue(tiny)
    path.write_bytes(entry("Rain", "Lluvía").encode("latin-1"))
    with pytest.raises(StudyError, match=r"locale/es/messages\.po: .*utf-8"):
        read_translation(tiny, "es")


@pytest.mark.parametrize("name", ["labels", "practices"])
def test_a_text_is_counted_in_one_catalogue_and_alone_in_another(tiny: Project, name: str) -> None:
    """So `comparison` of the real catalogues, with forms in the messages and without in the practices."""
    write_catalogue(tiny, CITY)
    write_catalogue(tiny, entry("town", "villa"), name=name)
    language = language_of(tiny)
    assert language.say(words.counted(2, "town")) == "2 villas"
    assert language.say("town") == "villa"
