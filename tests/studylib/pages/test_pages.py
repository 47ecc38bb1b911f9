"""Generated pages: both kinds of figures apart, true years, and nothing from data that could become markup."""

from __future__ import annotations

import dataclasses
import json

import pytest
from invented import EDITION
from markupsafe import Markup
from rendered import TEMPLATES, rendered

from quire.core.project import Project
from studylib.data.editions import Edition
from studylib.pages.pages import (
    EditionPage,
    Fact,
    Facts,
    GovernmentSurvey,
    KeyMessage,
    Recorded,
    read_facts,
    year_name,
)


def edition(**changes: object) -> Edition:
    return Edition.model_validate({**EDITION, "id": "e", **changes})


def facts(**changes: object) -> Facts:
    published = (Fact("result", "Half have *plans*", "https://a.org/x; https://b.org/y"),)
    messages = (KeyMessage("7 %", "A <b>.", "3 cities", "situation"),)
    areas = ("Economy", "Living")
    return Facts(
        edition(**changes), "2002", "First survey", 2001, areas, 3, 2, 9, 4, published, messages
    )


TOWNS = GovernmentSurvey(
    instrument="towns-2003",
    title="Towns <b>",
    own=False,
    unit="town governments",
    asked_by="A body",
    years="2003",
    answered=20,
    invited=39,
    address="https://example.org/towns",
)


@pytest.fixture
def page() -> str:
    about = {"short.ipynb": Markup("What *it* is."), "words.ipynb": Markup("In words.")}
    return rendered(EditionPage(facts(), about))


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
        more = Fact("not_recorded", "A list of challenges", "https://a.org/x")
        said = rendered(EditionPage(dataclasses.replace(facts(), published=(more,)), {}))
        assert r"- **Published\, but not recorded here:** A list of challenges" in said
        assert "What UCLG published as results" not in said

    def test_an_edition_that_is_recorded_nowhere_has_no_heading_for_it(self, page: str) -> None:
        assert "## Where it is recorded" in page
        said = rendered(EditionPage(facts(status="closed", sources=[]), {}))
        assert "## Where it is recorded" not in said

    def test_key_messages_open_it(self, page: str) -> None:
        assert page.index("A &lt;b&gt;.") < page.index("Whose figures") < page.index("own study")

    def test_whose_figures_the_messages_have_stands_with_them(self) -> None:
        told = dataclasses.replace(facts(), whose="Figures are *of 2001*.")
        page = rendered(EditionPage(told, {}))
        whose = page.index(r"Figures are \*of 2001\*\.")
        assert page.index("A &lt;b&gt;.") < whose < page.index("Whose figures")

    def test_surveys_of_governments_stand_apart(self) -> None:
        said = (KeyMessage("75 %", "C <i>.", "16 towns", "governments_elements"),)
        told = dataclasses.replace(facts(), surveys=(TOWNS,), said=said, said_whose="Theirs.")
        page = rendered(EditionPage(told, {}))
        residents, governments = page.split("## What governments answered")
        assert "75 %" not in residents
        assert "C &lt;i&gt;." in governments
        assert "[Towns \\<b\\>](</governments/towns-2003/index.md>)" in governments
        assert "20 of 39 town governments" in governments
        assert "answered to UCLG for this edition is not recorded here" in page

    def test_an_edition_with_answers_of_its_own_does_not_say_that_there_are_none(self) -> None:
        own = dataclasses.replace(TOWNS, own=True)
        page = rendered(EditionPage(dataclasses.replace(facts(), surveys=(own,)), {}))
        assert "20 town governments answered the study's own questionnaire" in page
        assert "official statistics" in page
        assert "for this edition is not recorded" not in page

    def test_its_pages_are_in_order(self, page: str) -> None:
        assert page.index("- [](<short.ipynb>): What *it* is.") < page.index(
            "- [](<words.ipynb>): In words."
        )


def test_what_key_messages_say_of_whose_they_are_is_taken_from_their_run(study: Project) -> None:
    assert read_facts(study, edition(id="2002"), "2002").whose == ""
    said = {"messages": {"text": "Of residents."}, "confidence": {"text": "At 95 per cent."}}
    folder = study.runs / "2002" / "key_messages"
    folder.mkdir(parents=True)
    (folder / "values.json").write_text(json.dumps(said), encoding="utf-8")
    found = read_facts(study, edition(id="2002"), "2002")
    assert found.whose == "Of residents. At 95 per cent."


def test_facts_are_counted_in_the_processed_tables(prepared_study: Project) -> None:
    # first survey: Alpha, Beta and Gamma have a figure, of these Alpha and Gamma are in the second too;
    # it asked for jobs and theft, both in the focus
    found = read_facts(prepared_study, edition(id="2002"), "2002")
    assert (found.cities, found.panel, found.items, found.focus_items) == (3, 2, 2, 2)
    assert (found.wave_title, found.wave_year) == ("First survey", 2001)
    assert [each.value for each in found.published] == ["Half of the cities have a plan"]


def test_overviews_name_both_years_and_both_numbers_of_cities() -> None:
    for name in ("edition_cards.md", "editions_table.md"):
        text = TEMPLATES.render(name, editions=[facts()])
        assert all(each in text for each in ("2002", "2001", "7", "3"))


def test_editions_on_record_are_listed_or_nothing_is_said() -> None:
    known = Recorded(edition(), "2011", (Fact("result", "It was <hard>", "https://example.org/a"),))
    said = TEMPLATES.render("recorded_editions.md", recorded=[known])
    assert "Everything" in said
    assert "- It was \\<hard\\> ([example\\.org](<https://example.org/a>))" in said
    other = {"recorded": [known], "preparing": []}
    assert TEMPLATES.render("other_editions.md", **other).startswith("2011 is on record")
    assert not TEMPLATES.render("recorded_editions.md", recorded=[]).strip()
    assert not TEMPLATES.render("other_editions.md", recorded=[], preparing=[]).strip()


def test_two_editions_of_one_year_are_told_apart_by_their_ids() -> None:
    assert year_name(edition(id="2002-b"), [edition(), edition(id="2002-b")]) == "2002 (2002-b)"
    assert year_name(edition(), [edition()]) == "2002"
