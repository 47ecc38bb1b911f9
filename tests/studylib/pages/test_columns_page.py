"""The page on columns is made of the dictionary, which tells every column of every figure."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from spanish import spanish

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.tables.schemas import Dictionary, read_schemas
from quire.text.languages import speaking
from studylib.pages.columns_page import check_columns, columns_page

WORDS = Dictionary(
    title="Columns",
    description="What.",
    sections={"Numbers": {"low, high": "Ends."}, "Places": {"city": "A city."}},
)


def test_a_column_that_is_not_described_is_named_with_its_figure() -> None:
    check_columns(WORDS, {"figures/a": ["city", "low"]})
    with pytest.raises(StudyError, match=r"lost \(figures/a\); lows \(figures/a\)"):
        check_columns(WORDS, {"figures/a": ["city", "lows", "lost"]})


def test_the_page_of_the_book_tells_each_column_once() -> None:
    words = read_schemas(Project(ROOT)).dictionary
    terms = re.findall(r"^(`.*`)\n: (.*)$", columns_page(words), re.MULTILINE)
    names = [name for term, _ in terms for name in re.findall(r"`([a-z0-9_]+)`", term)]
    assert sorted(names) == sorted(words.meanings)
    assert len(names) == len(set(names)) > 50
    assert all(meaning.endswith((".", ").")) for _, meaning in terms)


def test_in_another_language_its_names_and_addresses_stay() -> None:
    words = {"Columns": "Columnas", "Places": "Lugares", "A city.": "Una ciudad."}
    with speaking(spanish(words)):
        page = columns_page(WORDS)
    assert page.startswith("# Columnas\n\nWhat.\n\n## Numbers\n")
    assert page.endswith('<span id="places"></span>\n\n## Lugares\n\n`city`\n: Una ciudad.\n')
