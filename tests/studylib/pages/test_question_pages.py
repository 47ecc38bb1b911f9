"""The pages by question say what messages and values say, the newest edition first, and where nobody can say."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest
from rendered import rendered
from test_pages import facts

from studylib.findings.messages import ACROSS, GOVERNMENTS, UCLG, KeyMessage
from studylib.pages.named_by_group import NamedMost
from studylib.pages.pages import ELEMENTS, ROBUSTNESS, Facts
from studylib.pages.question_pages import (
    Across,
    answer_barriers,
    answer_certainty,
    answer_change,
    answer_situation,
    place,
    question_files,
)
from studylib.pages.questions import WAYS, group_pages
from studylib.pages.verdicts import Verdict

RESIDENTS = KeyMessage("7 %", "Of <residents>.", "3 cities", "situation")
MOVED = KeyMessage("+4.0", "It rose.", "3 cities", ACROSS)
UNKNOWN = KeyMessage("–", "The survey cannot say.", "all questions", ACROSS)
OWN = KeyMessage("In words", "Plans help.", "as published", "index", UCLG)
SLOWS = KeyMessage("75 %", "People lack.", "16 towns", "governments_elements", GOVERNMENTS)
WHO = KeyMessage("20", "20 answered.", "asked by a body", "answering_governments", GOVERNMENTS)


def edition(*messages: KeyMessage, **changes: object) -> Facts:
    return dataclasses.replace(facts(), messages=messages, **changes)  # type: ignore[arg-type]


def test_the_situation_is_what_residents_say_or_else_what_uclg_found() -> None:
    assert answer_situation(edition(RESIDENTS, MOVED, OWN)) == ([RESIDENTS], [])
    assert answer_situation(edition(OWN, wave_year=None)) == (
        [OWN],
        ["No survey of residents stands beside this edition."],
    )


@pytest.mark.parametrize(
    ("made", "cards", "said"),
    [
        (edition(RESIDENTS, MOVED), [MOVED], []),
        (edition(UNKNOWN), [], ["The survey cannot say."]),
        (edition(), [], ["The survey of 2001 is the first, so nothing comes before it."]),
        (
            edition(wave_year=None),
            [],
            ["No survey of residents goes with this edition, so this book cannot say."],
        ),
    ],
)
def test_a_change_is_said_where_it_was_found_and_else_why_not(
    made: Facts, cards: list[KeyMessage], said: list[str]
) -> None:
    assert answer_change(made) == (cards, said)


def test_what_slows_is_said_by_governments_and_by_residents_apart() -> None:
    made = edition(said=(WHO, SLOWS), openings={ELEMENTS: ["Jobs (42 %)."], ROBUSTNESS: ["B."]})
    assert answer_barriers(made) == ([SLOWS], ["Jobs (42 %)."])
    cards, said = answer_barriers(edition())
    assert cards == []
    assert said == ["No survey beside this edition asked what slows cities or eases their work."]


def test_how_sure_it_is_says_who_answered_and_how_far_scores_move() -> None:
    cards, said = answer_certainty(edition(said=(WHO, SLOWS), openings={ROBUSTNESS: ["It moves."]}))
    assert cards == [WHO]
    assert said == [
        "Figures of residents are of 2001, from up to 3 cities.",
        "It moves.",
    ]
    assert "no score to test" in answer_certainty(edition(wave_year=None))[1][0]


def test_a_page_has_every_edition_the_newest_first_with_links_to_what_is_there() -> None:
    newer = edition(RESIDENTS)
    older = edition(OWN, wave_year=None, name="1999")
    pages = dict.fromkeys(["editions/e/situation.ipynb", "across_editions.ipynb"])
    files = question_files([newer, older], pages, Across())
    assert sorted(files) == sorted(
        f"{way.page}.md" for way in WAYS if way.page.startswith("questions/")
    )
    text = rendered(files["questions/situation.md"])
    assert text.index("## All 2002") < text.index("## All 1999")
    assert "[](</editions/e/situation.ipynb>)" in text
    assert "governments.ipynb" not in text
    assert "[](</across_editions.ipynb>)" in rendered(files["questions/change.md"])
    assert "whole survey" in rendered(files["questions/certainty.md"])
    assert "whole survey" not in text
    assert question_files([], pages, Across()) == {}
    # it opens with the newest answer, which is not said again below
    opening = text.partition("## All 2002")[0]
    assert "Of \\<residents\\>\\." in opening
    assert "Residents: 3 cities" in opening
    assert text.count("Of ") == 1


def test_it_opens_with_the_newest_edition_that_has_an_answer() -> None:
    silent = edition(OWN, wave_year=None, name="2003")
    files = question_files([silent, edition(RESIDENTS, MOVED)], {}, Across())
    direct = files["questions/situation.md"].direct
    assert direct is not None
    assert direct.sentences == ["Of <residents>."]
    # UCLG's own findings are no answer of residents or governments
    assert question_files([silent], {}, Across())["questions/situation.md"].direct is None
    assert ":::{div} lead" in rendered(
        question_files([silent], {}, Across())["questions/situation.md"]
    )


def test_what_governments_name_comes_before_what_uclg_found_in_any_edition() -> None:
    newest = edition(OWN, name="2004", openings={ELEMENTS: ["UCLG found it."]})
    second = edition(
        name="2003",
        said=(replace(SLOWS, message="Towns lack law."),),
        openings={ELEMENTS: ["Jobs."]},
    )
    oldest = edition(name="2002", said=(SLOWS,))
    named = NamedMost("Constraints: 16 towns, 2001", [("small towns", "Staff: 63", 8)])
    page = question_files([newest, second, oldest], {}, Across(named={"e": [named]}))[
        "questions/barriers.md"
    ]
    text = rendered(page)
    said = ["Towns lack law", "small towns", "People lack.", "UCLG found it", "Jobs"]
    assert sorted(said, key=text.index) == said
    assert "Constraints: 16 towns, 2001" in text
    assert [part.title for part in page.parts] == [
        "What city governments name",
        "What residents name, and what UCLG's own study found",
    ]


def test_governments_of_many_countries_come_before_those_of_one() -> None:
    newest = replace(facts(id="one"), name="2004")
    oldest = facts(id="many")
    leads = {
        "one": [replace(SLOWS, message="Survey of Aland, 2003: staff.")],
        "many": [replace(SLOWS, message="Towns in 9 countries: law.")],
    }
    files = question_files([newest, oldest], {}, Across(leads=leads, wide={"many"}))
    page = files["questions/barriers.md"]
    assert page.direct is not None
    assert page.direct.sentences == ["Towns in 9 countries: law."]
    assert [one.facts.name for one in page.parts[0].answers] == ["2002", "2004"]
    # editions whose surveys are alike stay the newest first
    same = question_files([newest, oldest], {}, Across(leads=leads))["questions/barriers.md"]
    assert same.direct is not None
    assert same.direct.sentences == ["Survey of Aland, 2003: staff."]


def test_how_sure_it_is_opens_with_how_the_newest_edition_asked_before_what_it_lacks() -> None:
    asking = {
        "respondents": "71153",
        "respondents_kind": "about",
        "cities": "83",
        "mode": "telephone",
        "figures_from": "a table, in copies of third parties",
    }
    silent = edition(name="2003", wave_year=None)
    first = edition(RESIDENTS, openings={ROBUSTNESS: ["No scores."]}, asking=asking)
    second = edition(name="1999", openings={ROBUSTNESS: ["80 per cent stay."]}, asking=asking)
    page = question_files([silent, first, second], {}, Across())["questions/certainty.md"]
    assert page.direct is not None
    assert page.direct.sentences == [
        "No figure of residents is exact: its interval says what other samples, and other cities "
        "like these, would leave open.",
        "Of <residents>.",
        "In 2001, about 71,153 residents of 83 cities answered (telephone).",
        "The figures here are of up to 3 cities, from a table, in copies of third parties.",
        "No scores.",
    ]
    assert page.direct.basis == "3 cities"
    text = rendered(page)
    assert text.count("No scores") == 1
    assert text.index("No scores") < text.index("80 per cent stay")


def test_what_is_not_known_of_how_residents_were_asked_is_not_said() -> None:
    asking = {"respondents": "", "cities": "1", "mode": "", "figures_from": ""}
    page = question_files([edition(asking=asking)], {}, Across())["questions/certainty.md"]
    assert page.direct is None


def test_whether_it_gets_better_opens_with_the_verdict() -> None:
    verdict = Verdict(
        ["Jobs rose."], "Of 9 cities.", "Change", [("Jobs", "+2.0", "+1 to +3", 9, "rose")]
    )
    text = rendered(question_files([edition()], {}, Across(verdict))["questions/change.md"])
    # all questions stand in the table; of so many drawings a page could show only some
    assert ":::{figure}" not in text
    assert (
        text.index("study-opening") < text.index("Jobs rose") < text.index("Residents: Of 9 cities")
    )
    assert "+1 to +3" in text


def test_a_message_is_shown_elsewhere_with_the_way_to_its_page() -> None:
    assert place(MOVED, facts(), "../").page == "../across_editions"
    assert place(RESIDENTS, facts()).page == "editions/e/situation"


def test_no_page_of_an_edition_is_lost_when_they_are_grouped() -> None:
    pages = dict.fromkeys(["new.ipynb", "press.md", "robustness.ipynb"], "")
    grouped = group_pages(pages)
    assert {page for some in grouped.values() for page in some} == set(pages)
    assert list(grouped) == ["How sure is this?", "To pass on", "More"]


@pytest.mark.parametrize(
    "other",
    [
        replace(UNKNOWN, page="situation"),
        replace(OWN, figure="75 %", page="situation"),
    ],
    ids=["without a figure", "of UCLG's own study"],
)
def test_what_is_no_answer_of_residents_does_not_open_a_page(other: KeyMessage) -> None:
    files = question_files([edition(other), edition(RESIDENTS)], {}, Across())
    direct = files["questions/situation.md"].direct
    assert direct is not None
    assert direct.card is RESIDENTS


def test_how_many_answered_is_said_only_with_how_they_were_asked() -> None:
    asking = {"respondents": "500", "respondents_kind": "", "cities": "1", "mode": ""}
    page = question_files([edition(asking=asking)], {}, Across())["questions/certainty.md"]
    assert page.direct is None
