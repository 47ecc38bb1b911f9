"""What of the study is printed."""

from __future__ import annotations

import pytest

from quire.core.errors import StudyError
from quire.core.project import Project
from studylib import __version__
from studylib.pages.publications import list_publications

TOC = """
root: index
parts:
- caption: Edition 2002
  chapters:
  - file: editions/2002/index
  - file: editions/2002/situation
  - file: editions/2002/key_messages
  - file: editions/2002/press
- caption: Cities
  chapters:
  - file: cities/index
  - file: cities/aa001c
  - file: cities/bb001c
"""


@pytest.fixture
def study_with_book(study: Project) -> Project:
    (study.build / "book").mkdir(parents=True)
    (study.build / "book" / "_toc.yml").write_text(TOC, encoding="utf-8")
    study.html.mkdir(parents=True)
    (study.html / "index.html").write_text("<html></html>", encoding="utf-8")
    return study


def test_the_book_has_all_pages_but_those_of_single_cities_and_says_so(
    study_with_book: Project,
) -> None:
    book = list_publications(study_with_book)[0]
    assert book.file == "smart-cities-study"
    assert book.pages[0] == "index"
    assert "cities/index" in book.pages
    assert "cities/aa001c" not in book.pages
    assert book.note.startswith("2 pages on single cities are not printed.")
    assert book.lines[-1] == f"Version {__version__}"


def test_an_edition_begins_with_its_key_messages_and_has_no_page_of_a_city(
    study_with_book: Project,
) -> None:
    (edition,) = list_publications(study_with_book, "2002")
    assert edition.file == "smart-cities-study-2002"
    assert edition.pages == tuple(f"editions/2002/{name}" for name in ("index", "situation"))
    assert edition.subtitle.startswith("Edition 2002")
    assert list_publications(study_with_book)[1:] == [edition]


def test_an_edition_that_the_book_has_not_is_named(study_with_book: Project) -> None:
    with pytest.raises(StudyError, match=r"no edition '2003'[\s\S]*use one of: '2002'"):
        list_publications(study_with_book, "2003")
