"""The first page of the web book: what was found, and what is in it, counted on the invented study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from rendered import TEMPLATES
from test_city_pages import tables

from quire.core.project import Project
from quire.pipeline.preparation import prepare
from studylib.data.editions import list_editions
from studylib.findings.messages import GOVERNMENTS, PRACTICES, UCLG, KeyMessage
from studylib.pages.city_tables import CityTables
from studylib.pages.cover import group_findings, list_findings, make_cover
from studylib.pages.pages import Facts, read_facts
from studylib.pages.questions import WAYS


def cover(editions: Sequence[Facts], figures: CityTables | None, practices: int) -> str:
    made = make_cover(editions, figures, practices)
    return TEMPLATES.render("cover.html", **vars(made)).strip()


@pytest.fixture
def made(study: Project) -> ElementTree.Element:
    figures = tables(study)
    names = {"2002": "2002 <first>", "2005": "2005"}
    editions = [read_facts(study, each, names[each.id]) for each in list_editions(study)]
    return ElementTree.fromstring(cover(editions[::-1], figures, 1))


def test_it_counts_what_is_there_and_leads_to_it(made: ElementTree.Element) -> None:
    facts = [("".join(each.itertext()), each.get("href")) for each in made.iter("a")]
    assert facts == [
        ("2 editions since 2002 <first>", "#the-editions"),
        ("4 cities, each with a page", "cities/index.html"),
        ("1 good practice, with sources and doubts", "practices/index.html"),
    ]


def test_its_map_is_for_the_eye_alone_and_has_a_dot_for_each_city_with_coordinates(
    made: ElementTree.Element,
) -> None:
    (picture,) = made.iter("svg")
    assert picture.get("aria-hidden") == "true"
    dots = next(each for each in picture if each.get("class") == "dots")
    # Beta has no coordinates
    assert len(re.findall("M", str(dots.get("d")))) == 3


def test_what_is_not_there_is_not_counted(study: Project) -> None:
    prepare(study)
    first = read_facts(study, list_editions(study)[0], "2002")
    assert cover([], None, 0) == ""
    only = cover([first], None, 0)
    assert "1</strong> edition since 2002" in only
    assert ("cities" in only, "practice" in only, "svg" in only) == (False, False, False)
    assert "\n\n" not in only


def test_it_opens_with_three_findings_of_the_newest_edition_and_one_of_each_other(
    study: Project,
) -> None:
    prepare(study)
    older, newer = (read_facts(study, one, one.id) for one in list_editions(study))
    some = [
        KeyMessage("29", "Practices.", "b", "good_practices", PRACTICES),
        KeyMessage("–", "Nobody knows.", "b", "situation"),
        *(KeyMessage(f"{n} %", f"Finding {n}.", "b", "situation") for n in range(4)),
        KeyMessage("5", "Changed.", "b", "../../across_editions"),
    ]
    newer = replace(newer, messages=tuple(some))
    made = make_cover([newer, older], None, 0)
    assert made.newest == newer
    (part,) = made.parts
    assert [one.message for one in part.cards] == ["Finding 0.", "Finding 1.", "Finding 2."]
    assert {one.page for one in part.cards} == {"editions/2005/situation"}
    assert made.earlier == [(older, None)]
    said = KeyMessage("9 %", "Governments.", "b", "governments_elements")
    (only,) = make_cover([older, replace(older, said=(said,))], None, 0).earlier
    assert only[1] == said
    # what UCLG found counts as well as what residents say
    own = KeyMessage("In words", "Plans help.", "b", "index", UCLG)
    assert list_findings(replace(older, messages=(own,))) == [own]
    count = KeyMessage("9", "9 practices.", "7 cities", "good_practices", PRACTICES)
    assert list_findings(replace(older, messages=(count, own))) == [own]
    assert make_cover([], None, 0).newest is None


def test_what_uclg_found_is_told_apart_from_what_residents_and_governments_answered(
    study: Project,
) -> None:
    prepare(study)
    newest = read_facts(study, list_editions(study)[1], "2005")
    own = KeyMessage("In words", "Plans help.", "b", "index", UCLG)
    asked = KeyMessage("9 %", "Buses.", "b", "situation")
    said = KeyMessage("8 %", "Staff.", "b", "governments_elements", GOVERNMENTS)
    parts = group_findings(replace(newest, messages=(asked, own), said=(said,), wave_year=2004))
    cities = newest.edition.participants.cities
    assert [part.heading for part in parts] == [
        f"What UCLG's own study found ({cities} cities)"
        if cities
        else "What UCLG's own study found",
        "What residents answered in 2004",
        "What governments answered",
    ]
    assert [[one.message for one in part.cards] for part in parts] == [
        ["Plans help."],
        ["Buses."],
        ["Staff."],
    ]


def test_the_questions_stand_before_the_newest_edition_on_the_first_page() -> None:
    text = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
    made = TEMPLATES.fill(text.partition("{% if newest %}")[0], "index.md", ways=WAYS).decode()
    assert made.index("lead") < made.index(r"[What is the situation\?](</questions/situation.md>)")
    assert r"[My city](</cities/index.md>)" in made
    assert len(made.partition("study-quiet")[2].strip().splitlines()) <= 3


def test_the_page_of_an_earlier_edition_is_one_link_with_its_finding(study: Project) -> None:
    prepare(study)
    facts = read_facts(study, list_editions(study)[0], "2002")
    one = KeyMessage("9 %", "Jobs <b> are *rare*.", "3 cities", "situation")
    text = TEMPLATES.render("edition_cards.md", earlier=[(facts, one), (facts, None)])
    assert ":link: /editions/2002/index" in text
    copied = replace(facts, edition=facts.edition.model_copy(update={"id": "2002-copy"}))
    text += TEMPLATES.render("edition_cards.md", earlier=[(copied, None)])
    assert ":link: /editions/2002-copy/index" in text
    assert r"Jobs \<b\> are \*rare\*" in text
    assert "Everything" in text
