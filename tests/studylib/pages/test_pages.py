"""Generated pages: both kinds of figures apart, true years, and nothing from data that could become markup."""

from __future__ import annotations

import dataclasses
import json

import pytest
from invented import EDITION
from markupsafe import Markup
from rendered import TEMPLATES, rendered
from test_run_outputs import drawn, keep_run, opened

from quire.core.project import Project
from studylib.data.editions import Edition
from studylib.findings.messages import PRACTICES, UCLG, KeyMessage
from studylib.pages.pages import (
    EditionPage,
    Fact,
    Facts,
    GovernmentSurvey,
    Recorded,
    read_facts,
)
from studylib.pages.publications import year_name


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
        theirs, official = page.split(":::{dropdown} The survey of residents")
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
        assert "dropdown} Where the edition is recorded" in page
        said = rendered(EditionPage(facts(status="closed", sources=[]), {}))
        assert "Where the edition is recorded" not in said

    def test_key_messages_open_it(self, page: str) -> None:
        places = [
            page.index(part)
            for part in ("A &lt;b&gt;.", "Half have", "by question", "How this is known")
        ]
        assert places == sorted(places)

    def test_what_uclg_found_stands_apart_and_is_said_to_be_its_own(self) -> None:
        found = [
            KeyMessage("7 %", "Of residents.", "3 cities", "situation"),
            KeyMessage("In words", "Half have *plans*.", "as published", "index", UCLG),
            KeyMessage("75 %", "Of cities.", "7 cities", "key_elements", UCLG),
        ]
        page = rendered(EditionPage(dataclasses.replace(facts(), messages=tuple(found)), {}))
        opening, own = page.split(r"## What UCLG\'s own study found \(7 cities\)")
        assert "## What residents answered in 2001\n" in opening
        assert "Of residents." in opening
        assert "Of cities." not in opening
        assert "Of cities." in own
        assert "UCLG's findings about the 7 cities" in own
        assert own.count("Half have") == 1

    def test_how_many_practices_there_are_is_no_opening(self) -> None:
        found = KeyMessage("9", "9 practices.", "9 cities", "good_practices", PRACTICES)
        only = dataclasses.replace(facts(), messages=(found,))
        assert only.cards == []
        both = dataclasses.replace(only, messages=(*facts().messages, found))
        assert [one.figure for one in both.cards] == ["7 %"]
        practised = rendered(EditionPage(both, {})).partition("## What other cities did")[2]
        assert "9 practices." in practised

    def test_what_nobody_can_say_is_a_sentence_and_no_card(self) -> None:
        found = (KeyMessage("–", "Nobody can say.", "all questions", "index"),)
        page = rendered(EditionPage(dataclasses.replace(facts(), messages=found), {}))
        assert "\n\nNobody can say\\.\n\n" in page
        assert "study-card" not in page

    def test_whose_figures_the_messages_have_stands_with_them(self) -> None:
        told = dataclasses.replace(facts(), whose="Figures are *of 2001*.")
        page = rendered(EditionPage(told, {}))
        whose = page.index(r"Figures are \*of 2001\*\.")
        assert page.index("A &lt;b&gt;.") < whose < page.index("How this is known")

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

    def test_its_pages_stand_by_question_under_their_short_names(self) -> None:
        about = {
            "participation.ipynb": Markup("Who."),
            "situation.ipynb": Markup("What *it* is."),
            "another.ipynb": Markup("More."),
        }
        page = rendered(EditionPage(facts(), about, names={"situation.ipynb": "Situation"}))
        lines = [line for line in page.splitlines() if line.startswith(("**", "- ["))]
        assert lines[:6] == [
            r"**What is the situation\?**",
            "- [Situation](<situation.ipynb>): What *it* is.",
            r"**How sure is this\?**",
            "- [](<participation.ipynb>): Who.",
            "**More**",
            "- [](<another.ipynb>): More.",
        ]


def test_what_key_messages_say_of_whose_they_are_is_taken_from_their_run(study: Project) -> None:
    assert read_facts(study, edition(id="2002"), "2002").whose == ""
    said = {"messages": {"text": "Of residents."}, "confidence": {"text": "At 95 per cent."}}
    folder = study.runs / "2002" / "key_messages"
    folder.mkdir(parents=True)
    (folder / "values.json").write_text(json.dumps(said), encoding="utf-8")
    found = read_facts(study, edition(id="2002"), "2002")
    assert found.whose == "Of residents. At 95 per cent."


def test_what_a_page_opens_with_is_taken_from_its_run(study: Project) -> None:
    keep_run(study, "2002", "robustness", opened("one"), values={"one": "One."})
    keep_run(study, "2002", "situation", drawn("spread"), drawn("area-scores"))
    keep_run(study, "2002", "governments_elements", drawn("slows"))
    found = read_facts(study, edition(id="2002"), "2002")
    assert found.openings == {"key_elements": [], "robustness": ["One."]}
    assert {page: picture.id for page, picture in found.pictures.items()} == {
        "situation": "spread",
        "governments_elements": "slows",
        "area-scores": "area-scores",
    }


@pytest.mark.parametrize(
    ("height", "by_country", "shown"),
    [(174, 300, "distributions"), (176, 120, "countries"), (400, 300, "")],
)
def test_a_drawing_is_shown_elsewhere_only_where_there_is_room_for_all_of_it(
    study: Project, height: float, by_country: float, shown: str
) -> None:
    keep_run(study, "2002", "situation", drawn("distributions"), drawn("countries"))
    folder = study.runs / "2002" / "situation" / "figures"
    folder.mkdir()
    for id, high in (("distributions", height), ("countries", by_country)):
        text = f'<svg width="100pt" viewBox="0 0 100.0 {high}"><path/></svg>'
        (folder / f"{id}.svg").write_text(text, encoding="utf-8")
    pictures = read_facts(study, edition(id="2002"), "2002").pictures
    assert [one.id for one in pictures.values()] == ([shown] if shown else [])


def test_the_picture_of_an_edition_is_of_the_page_of_its_first_finding(study: Project) -> None:
    keep_run(study, "2002", "situation", drawn("spread"))
    keep_run(study, "2002", "governments_elements", drawn("slows"))
    found = read_facts(study, edition(id="2002"), "2002")
    slows = KeyMessage("75 %", "People lack.", "16 towns", "governments_elements", "Governments")
    own = KeyMessage("In words", "Plans help.", "as published", "situation", UCLG)
    answered = KeyMessage("7 %", "Of residents.", "3 cities", "situation")
    messages = {
        "spread": ((answered,), (slows,)),
        "slows": ((own,), (slows,)),
        "": ((own,), ()),
    }
    shown = {
        id: dataclasses.replace(found, messages=first, said=said).picture
        for id, (first, said) in messages.items()
    }
    assert {id: picture.id if picture else "" for id, picture in shown.items()} == {
        id: id for id in messages
    }
    text = rendered(EditionPage(dataclasses.replace(found, messages=(answered,)), {}))
    assert text.count(":::{figure} /editions/2002/figures/2002-situation-spread.svg") == 1
    assert ":::{figure}" not in rendered(EditionPage(facts(), {}))


def test_facts_are_counted_in_the_processed_tables(prepared_study: Project) -> None:
    # first survey: Alpha, Beta and Gamma have a figure, of these Alpha and Gamma are in the second too;
    # it asked for jobs and theft, both in the focus
    found = read_facts(prepared_study, edition(id="2002"), "2002")
    assert (found.cities, found.panel, found.items, found.focus_items) == (3, 2, 2, 2)
    assert (found.wave_title, found.wave_year) == ("First survey", 2001)
    assert [each.value for each in found.published] == ["Half of the cities have a plan"]


def test_the_overview_names_both_years_and_both_numbers_of_cities() -> None:
    text = TEMPLATES.render("editions_table.md", editions=[facts()])
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
