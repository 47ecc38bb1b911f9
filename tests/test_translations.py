"""The real catalogues: what people translated holds what the English text holds, and what lacks is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from conftest import ROOT

from quire.core.errors import Fault
from quire.core.project import Project
from quire.languages.catalogues import list_catalogues, list_languages, read_catalogue
from quire.languages.collecting import Entry
from quire.languages.filling import find_lacks
from quire.study import load_study

PROJECT = Project(ROOT)
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
OF_PAGES = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\]\([^)]*\)|https?://[^\s)>]+|\{(?!term)[a-z:]+\}`[^`]*`|</?[a-z]+",
    re.DOTALL,
)
"""What must stand in a block of a page in any language: values, conditions, links, roles, HTML."""

TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+?)>?`")
PAGES = "pages"


def _marks(block: str) -> Counter[str]:
    """What of a block is the same in any language; where terms lead is looked at apart."""
    return Counter(OF_PAGES.findall(TERM.sub("", block)))


@cache
def translated(id: str) -> list[tuple[str, list[str], list[str]]]:
    """Catalogue, English forms and their words, of all texts that a book of this language uses."""
    return [
        (path.stem, _forms(message.id), _forms(message.string))
        for path in list_catalogues(PROJECT, id)
        for message in read_catalogue(PROJECT, path)
        if message.id and not message.fuzzy and all(_forms(message.string))
    ]


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else [str(each or "") for each in text or [""]]


def test_there_is_spanish() -> None:
    assert "es" in list_languages(PROJECT)
    assert Counter(name for name, _, _ in translated("es")).keys() == {
        *("columns", "labels", "messages", PAGES, "practices")
    }
    assert len(translated("es")) > 3000


@pytest.mark.parametrize("id", list_languages(PROJECT))
def test_placeholders_are_those_of_the_english_text(id: str) -> None:
    texts = [each for each in translated(id) if each[0] != PAGES]
    with_parts = [each for each in texts if PLACEHOLDER.search(each[1][0])]
    assert len(with_parts) > 300
    assert [
        (name, english[0])
        for name, english, words in texts
        if {*PLACEHOLDER.findall(" ".join(english))} != {*PLACEHOLDER.findall(" ".join(words))}
    ] == []


@pytest.mark.parametrize("id", list_languages(PROJECT))
def test_blocks_of_pages_hold_the_values_links_and_marks_of_the_english_ones(id: str) -> None:
    blocks = [(one[0], said[0]) for name, one, said in translated(id) if name == PAGES]
    assert sum(bool(OF_PAGES.search(english)) for english, _ in blocks) > 30
    assert [english for english, words in blocks if _marks(english) != _marks(words)] == []


@pytest.mark.parametrize("id", list_languages(PROJECT))
def test_headings_are_headings_of_the_same_level(id: str) -> None:
    level = re.compile(r"^#+(?= )", re.MULTILINE)
    blocks = [(one[0], said[0]) for name, one, said in translated(id) if name == PAGES]
    assert sum(bool(level.search(english)) for english, _ in blocks) > 50
    assert [
        english for english, words in blocks if level.findall(english) != level.findall(words)
    ] == []


def _terms(id: str) -> Iterator[tuple[str, str]]:
    """Each term that a page leads to in its glossary, with the English block."""
    for name, english, words in translated(id):
        if name == PAGES:
            for term in TERM.findall(words[0]):
                yield term.casefold(), english[0]


def test_terms_lead_to_an_entry_of_the_translated_glossary() -> None:
    named = {words[0].partition("\n")[0].casefold() for _, _, words in translated("es")}
    terms = [*_terms("es")]
    assert len(terms) > 10
    assert sorted((term, block) for term, block in terms if term not in named) == []


@pytest.mark.parametrize("id", list_languages(PROJECT))
def test_a_text_has_the_same_words_in_all_catalogues(id: str) -> None:
    """Of two the one that is read last is said everywhere; of forms for numbers the first is said of a text alone."""
    found: dict[str, set[str]] = {}
    for _name, english, words in translated(id):
        found.setdefault(english[0], set()).add(words[0])
    assert len(found) > 3000
    assert {one for one, said in found.items() if len(said) > 1} == set()


UNHEARD = "A text that nobody has translated yet"


@pytest.fixture(scope="module")
def lacks() -> list[Fault]:
    """What Spanish lacks today, and a text that it surely lacks."""
    texts = {name: [*entries] for name, entries in load_study(PROJECT).texts(PROJECT).items()}
    texts["labels"].append(Entry(UNHEARD, "README.md"))
    return [*find_lacks(PROJECT, "es", texts)]


@pytest.mark.slow
def test_what_lacks_words_is_named_with_catalogue_text_and_file(lacks: list[Fault]) -> None:
    (fault,) = (one for one in lacks if one.column == UNHEARD)
    assert str(fault) == (
        f"locale/es/labels.po [{UNHEARD}] 'README.md': has no words"
        " - study language es, then write them with Poedit or an editor"
    )
    places = {fault.value for fault in lacks}
    assert [place for place in sorted(places) if not (ROOT / place).is_file()] == []
    assert {fault.file for fault in lacks} <= {
        path.relative_to(ROOT).as_posix() for path in list_catalogues(PROJECT, "es")
    }


@pytest.mark.slow
def test_no_text_is_said_to_lack_the_words_that_it_has(lacks: list[Fault]) -> None:
    known = {(f"locale/es/{name}.po", english[0]) for name, english, _ in translated("es")}
    lacking = {(one.file, one.column) for one in lacks if "placeholders" not in one.what}
    assert ("locale/es/labels.po", UNHEARD) in lacking
    assert lacking & known == set()
