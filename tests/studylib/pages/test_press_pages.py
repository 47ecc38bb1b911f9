"""The press sheet of an edition: its messages, escaped, with what has to be said beside them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from invented import EDITION
from rendered import rendered

from studylib.data.editions import Edition
from studylib.findings.messages import UCLG, KeyMessage
from studylib.pages.pages import Fact, Facts, GovernmentSurvey
from studylib.pages.press_pages import press_files, press_sheet

MESSAGE = KeyMessage("7 %", "A <b> & more.", "3 cities", "situation")


def facts(**changes: Any) -> Facts:
    known: dict[str, Any] = {
        "edition": Edition.model_validate({"id": "2002", **EDITION}),
        "name": "2002",
        "messages": (MESSAGE,),
        "wave_title": "First survey",
        "wave_year": 2001,
        "areas": ("Economy",),
        "cities": 3,
        "panel": 2,
        "items": 2,
        "focus_items": 2,
        "published": (),
    }
    return Facts(**{**known, **changes})


def test_messages_are_escaped_and_stand_with_whose_figures_they_are() -> None:
    said = rendered(press_sheet(facts()))
    assert "<li><strong>7 %</strong> A &lt;b&gt; &amp; more. <small>3 cities</small></li>" in said
    assert "Figures of cities are from a survey of residents in 2001, not answers" in said
    assert "It is not a ranking" in said
    assert "[example\\.org](<https://example.org/a>)" in said


@pytest.mark.parametrize(
    ("asking", "said"),
    [
        (
            {"figures_from": "a table and a workbook, in copies"},
            "Figures of cities: First survey, data of 2001, from a table and a workbook, in copies.",
        ),
        ({}, "Figures of cities: First survey, data of 2001.\n"),
    ],
)
def test_the_source_is_the_one_that_is_recorded(asking: dict[str, str], said: str) -> None:
    sheet = rendered(press_sheet(facts(asking=asking))).replace("\\", "")
    assert said in sheet
    assert "Eurostat" not in sheet


@pytest.mark.parametrize(
    ("whose", "left"),
    [(UCLG, ["75 persons share one.", "7 per cent have a plan."]), ("Residents", None)],
)
def test_a_share_of_uclgs_own_study_stands_on_the_sheet_once(
    whose: str, left: list[str] | None
) -> None:
    values = ["75 per cent have trams.", "75 persons share one.", "7 per cent have a plan."]
    results = tuple(Fact("result", value, "https://a.org/x") for value in values)
    message = KeyMessage("75 %", "75 per cent of the cities have trams.", "b", "situation", whose)
    sheet = press_sheet(facts(published=results, messages=(message,)))
    assert [fact.value for fact in sheet.results] == (left or values[:2])


def test_an_edition_without_a_survey_says_so() -> None:
    said = rendered(press_sheet(facts(wave_year=None)))
    assert "What single cities answered to UCLG is not recorded here" in said
    assert "Eurostat" not in said


def test_what_uclg_found_stands_on_the_sheet_once_and_what_is_not_recorded_is_said() -> None:
    def fact(field: str, value: str) -> Fact:
        return Fact(field, value, "https://a.org/x")

    results = [fact("result", f"Finding {number} <b>") for number in range(6)]
    published = (
        fact("result", "Plans help"),
        *results,
        fact("not_recorded", "A list of challenges"),
    )
    message = KeyMessage("7 %", "Plans help.", "3 cities", "situation")
    said = rendered(press_sheet(facts(published=published, messages=(message,))))
    own = said.split("## What UCLG's own study found")[1].split("##")[0]
    assert "Plans help" not in own
    assert [f"Finding {number}" in own for number in range(6)] == [True] * 2 + [False] * 4
    assert "<b>" not in own
    assert "UCLG published more than is recorded here: a list of challenges" in own.replace(
        "\\", ""
    )
    assert "[The 2002 edition](index.md)" in own
    assert "own study found" not in rendered(press_sheet(facts()))


def survey(**changes: Any) -> GovernmentSurvey:
    known: dict[str, Any] = {
        "instrument": "towns-2003",
        "title": "How <b> towns are run",
        "own": False,
        "unit": "town governments",
        "asked_by": "A body",
        "years": "2003 to 2004",
        "answered": 20,
        "invited": 39,
        "address": "https://example.org/towns",
    }
    return GovernmentSurvey(**{**known, **changes})


def test_what_governments_answered_stands_apart_with_who_asked_them_and_when() -> None:
    said = KeyMessage("75 %", "Lack of <i> people.", "16 town governments", "governments_elements")
    sheet = rendered(press_sheet(facts(said=(said,), surveys=(survey(),))))
    residents, governments = sheet.split("## What governments answered")
    assert "<strong>7 %</strong>" in residents
    assert "75 %" not in residents
    assert "<li><strong>75 %</strong> Lack of &lt;i&gt; people." in governments
    assert "(2003 to 2004) are of town governments that answered" in governments
    assert "<b>" not in sheet
    assert "[example\\.org](<https://example.org/towns>)" in governments


def test_the_sheet_of_an_edition_with_answers_of_its_own_does_not_say_that_there_are_none() -> None:
    said = KeyMessage("75 %", "Lack of people.", "16 town governments", "governments_elements")
    own = facts(wave_year=None, messages=(), said=(said,), surveys=(survey(own=True),))
    assert set(press_files([own])) == {"editions/2002/press.md"}
    assert "not recorded here" not in rendered(press_sheet(own))
    silent = dataclasses.replace(survey(own=True), title="Towns", address="")
    sheet = rendered(press_sheet(facts(said=(said,), surveys=(silent,))))
    assert "Towns, 2003 to 2004.\n" in sheet


def test_an_edition_that_was_just_closed_is_recorded_nowhere_and_has_a_sheet() -> None:
    closed = Edition.model_validate({**EDITION, "id": "2002", "status": "closed", "sources": []})
    sheet = rendered(press_sheet(facts(edition=closed)))
    assert "What UCLG published" not in sheet
    assert "data of 2001.\nText: CC BY 4.0" in sheet


def test_an_edition_without_messages_has_no_sheet() -> None:
    assert set(press_files([facts()])) == {"editions/2002/press.md"}
    assert press_files([facts(messages=())]) == {}
