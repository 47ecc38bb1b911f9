"""Generated pages: both kinds of figures apart, true years, and nothing from data that could become markup."""

from __future__ import annotations

import pytest
from invented import EDITION

from quire.core.project import Project
from studylib.data.editions import Edition
from studylib.pages.pages import (
    Facts,
    edition_cards,
    edition_page,
    editions_table,
    read_facts,
    recorded_editions,
    recorded_sentence,
    year_name,
)


def edition(**changes: object) -> Edition:
    return Edition.model_validate({**EDITION, "id": "e", **changes})


def facts(**changes: object) -> Facts:
    published = (
        {
            "field": "result",
            "value": "Half have *plans*",
            "source": "https://a.org/x; https://b.org/y",
        },
    )
    return Facts(
        edition(**changes), "First survey", 2001, ("Economy", "Living"), 3, 2, 9, 4, published
    )


@pytest.fixture
def page() -> str:
    return edition_page(facts(), "2002", {"short.ipynb": "What it is.", "words.ipynb": "In words."})


class TestPageOfAnEdition:
    def test_figures_of_both_kinds_are_apart(self, page: str) -> None:
        theirs, official = page.split("The official statistics beside it")
        assert "**Cities that took part:** 7" in theirs
        assert "**Cities with figures:** 3" in official
        assert "7" not in official.split(":::")[0]

    def test_the_true_year_of_the_figures_stands_beside_the_editions(self, page: str) -> None:
        assert "**Edition:** 2002" in page
        assert "**Year of the figures:** 2001" in page
        assert "official statistics of 2001" in page

    def test_it_says_that_answers_of_cities_are_not_recorded_and_not_that_there_are_none(
        self, page: str
    ) -> None:
        assert "answered to UCLG for this edition is not recorded here" in page
        assert "never published" not in page

    def test_an_unknown_number_is_said_to_be_unknown(self, page: str) -> None:
        assert "**Countries:** not recorded here" in page

    def test_results_have_their_sources(self, page: str) -> None:
        (line,) = [each for each in page.splitlines() if "Half have" in each]
        assert (
            line
            == r"- Half have \*plans\* ([a\.org](<https://a.org/x>), [b\.org](<https://b.org/y>))"
        )

    def test_what_is_not_recorded_stands_on_the_page_by_its_name(self) -> None:
        more = {
            "field": "not_recorded",
            "value": "A list of challenges",
            "source": "https://a.org/x",
        }
        known = Facts(edition(), "First survey", 2001, ("Economy",), 3, 2, 9, 4, (more,))
        said = edition_page(known, "2002", {})
        assert r"- **Published\, but not recorded here:** A list of challenges" in said
        assert "What UCLG published as results" not in said

    def test_its_pages_are_in_order(self, page: str) -> None:
        assert page.index("- [](<short.ipynb>): What it is.") < page.index(
            "- [](<words.ipynb>): In words."
        )


def test_facts_are_counted_in_the_processed_tables(prepared_study: Project) -> None:
    # first survey: Alpha, Beta and Gamma have a figure, of these Alpha and Gamma are in the second too;
    # it asked for jobs and theft, both in the focus
    found = read_facts(prepared_study, edition(id="2002"))
    assert (found.cities, found.panel, found.items, found.focus_items) == (3, 2, 2, 2)
    assert (found.wave_title, found.wave_year) == ("First survey", 2001)
    assert [each["value"] for each in found.published] == ["Half of the cities have a plan"]


def test_overviews_name_both_years_and_both_numbers_of_cities() -> None:
    for text in (edition_cards([facts()], {"e": "2002"}), editions_table([facts()], {"e": "2002"})):
        assert all(each in text for each in ("2002", "2001", "7", "3"))


def test_editions_on_record_are_listed_or_nothing_is_said() -> None:
    assert "Everything" in recorded_editions([edition()], {"e": "2011"})
    facts = [
        {
            "edition": "e",
            "field": "result",
            "value": "It was <hard>",
            "source": "https://example.org/a",
        },
        {"edition": "e", "field": "pages", "value": "112", "source": "https://example.org/a"},
        {
            "edition": "f",
            "field": "result",
            "value": "It was easy",
            "source": "https://example.org/a",
        },
    ]
    told = recorded_editions([edition()], {"e": "2011"}, facts)
    assert "- It was \\<hard\\> ([example\\.org](<https://example.org/a>))" in told
    assert "112" not in told
    assert "easy" not in told
    assert recorded_sentence([edition()], {"e": "2011"}).startswith("2011 is on record")
    assert recorded_editions([], {}) == recorded_sentence([], {}) == ""


def test_two_editions_of_one_year_are_told_apart_by_their_ids() -> None:
    assert year_name(edition(id="2002-b"), [edition(), edition(id="2002-b")]) == "2002 (2002-b)"
    assert year_name(edition(), [edition()]) == "2002"
