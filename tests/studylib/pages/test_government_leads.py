"""What governments name most is said with who was asked first, and with all that may lead; the invented survey, on paper."""

from __future__ import annotations

from dataclasses import replace

import governing
import pytest

from studylib.findings import governments_messages
from studylib.pages import government_leads
from studylib.pages.government_leads import asks_many_countries, say_leads


def test_it_begins_with_those_that_answered_and_names_all_that_may_lead() -> None:
    slows, eases = say_leads(governing.survey(), 95)
    assert slows.message == (
        "16 town governments answered ‘What slows’ (‘How towns are run’, 2003 to 2004). "
        "They most often named "
        "‘Lack of people’ (75 per cent) and ‘Lack of funds & of grants’ (50 per cent). "
        "The answers cannot tell which of these 2 comes first."
    )
    assert (slows.figure, slows.page) == ("75 %", "governments_elements")
    # fewer of the 20 answered, and not as many as answered the other question
    assert eases.message.startswith("15 town governments answered ‘")


def test_what_is_needed_is_not_said_to_ease() -> None:
    survey = governing.survey()
    labels = {"slow": "Problems with buses", "ease": "Support needed"}
    questions = survey.questions.assign(
        label=survey.questions["question"].map(labels).fillna(survey.questions["label"])
    )
    slows, eases = say_leads(replace(survey, questions=questions), 95)
    assert "answered ‘Problems with buses’ (" in slows.message
    assert "answered ‘Support needed’ (" in eases.message
    assert "slow" not in slows.message
    assert "ease" not in eases.message


def test_it_is_known_whether_governments_of_one_country_answered() -> None:
    rows = (survey := governing.survey()).participation
    alone = replace(survey, participation=rows[rows["group"] != "Beland"])
    assert (asks_many_countries(survey), asks_many_countries(alone)) == (True, False)


def test_what_one_leads_is_said_of_it_alone_and_of_many_only_the_first_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(government_leads, "MOST", 1)
    many = say_leads(governing.survey(), 95)[0].message
    assert "2 answers may lead, among them ‘Lack of people’ (75 per cent)." in many
    assert "funds" not in many
    monkeypatch.setattr(governments_messages, "find_leaders", lambda *_given: [0])
    alone = say_leads(governing.survey(), 95)[0].message
    assert alone.endswith(" They most often named ‘Lack of people’ (75 per cent).")


def test_where_nobody_asked_nothing_is_said() -> None:
    assert say_leads(governing.survey(slows="", eases=""), 95) == []
