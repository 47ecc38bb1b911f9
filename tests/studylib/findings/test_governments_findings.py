"""What is said of surveys of governments: each number with its n, its interval and its year, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import governing
import pandas as pd
import pytest
from shown import part_of, show_all, text_of

from quire.showing.findings import Drawing, Finding, Heading, Table
from studylib.findings import (
    governments_answers,
    governments_elements,
    governments_openings,
    governments_participation,
)
from studylib.findings.governments_words import head, name_questions, say_method

SURVEY = governing.survey()
NAMED = pd.DataFrame(
    {
        "instrument": "towns-2003",
        "respondent": ["a", "b"],
        "city": ["Ávila <i>", "Beta"],
        "country": ["Aland", "Beland"],
        "region": ["Northland", "Southland"],
        "longitude": [10.0, None],
        "latitude": [50.0, None],
    }
)
COAST = pd.DataFrame(
    {"ring": [1, 1, 1], "longitude": [0.0, 20.0, 20.0], "latitude": [40.0, 40.0, 60.0]}
)
OTHERS = pd.DataFrame(
    {
        "survey": ["Another"],
        "survey_year": ["2001"],
        "population": ["mayors"],
        "respondents_n": [100.0],
        "kind": ["barrier"],
        "element": ["money"],
        "statement": ["No money"],
        "share_pct": [40.0],
        "source": ["https://example.org/another"],
    }
)


def all_findings() -> list[Finding]:
    surveys = [SURVEY]
    return [
        governments_participation.surveys(surveys),
        governments_participation.places(surveys, NAMED, COAST),
        governments_participation.participants(surveys),
        governments_answers.questions(surveys, 95),
    ]


def elements_page() -> list[Finding]:
    return [
        governments_elements.slows_and_eases([SURVEY], 95),
        governments_elements.beside_others([SURVEY], OTHERS, governing.ELEMENTS, 95),
    ]


def drawings(findings: list[Finding]) -> Iterator[Drawing]:
    return (part for found in findings for part in found.parts if isinstance(part, Drawing))


def test_all_of_an_invented_survey_is_shown_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show_all(all_findings(), tmp_path, monkeypatch)
    ids = {"mayor", "slow", "power", "tiers", "income", "staff", "first", "ease", "map"}
    ids |= {"answered-by-region", "answered-by-country"}
    drawn = {f"towns-2003-{id}.svg" for id in ids}
    assert {name for name in shown.files if name.endswith("svg")} == drawn
    assert shown.stated["survey_towns_2003_slow_answered"] == 16
    assert shown.stated["survey_towns_2003_slow_most"] == 75
    assert shown.stated["survey_towns_2003_staff_most"] == 400


def test_the_page_on_elements_is_shown_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show_all(elements_page(), tmp_path, monkeypatch)
    assert {name for name in shown.files if name.endswith("svg")} == {
        "towns-2003-slow.svg",
        "towns-2003-slow-groups.svg",
        "towns-2003-slow-pairs.svg",
        "towns-2003-ease.svg",
        "beside-others.svg",
    }
    assert shown.stated["beside_others"] == 4


def test_every_title_says_who_and_when_and_every_source_line_names_the_survey() -> None:
    drawn = {drawing.id: drawing for drawing in drawings([*all_findings(), *elements_page()])}
    assert "2003 to 2004" in drawn.pop("beside-others").subtitle
    assert "towns-2003-slow" in drawn
    for drawing in drawn.values():
        assert "2003 to 2004" in drawing.subtitle
        assert "town government" in drawing.subtitle
        assert drawing.source.startswith("Source: How towns are run, A body <of towns> 2003-04")
        assert "labels are ours" in drawing.source


def test_a_share_is_said_with_interval_and_number() -> None:
    finding = governments_answers.questions([SURVEY], 95)
    assert text_of(finding, "survey_towns_2003_slow_answered") == (
        "“What slows”: 16 of 20 town governments gave an answer."
    )
    assert text_of(finding, "survey_towns_2003_slow_most").startswith(
        "Most often: “Lack of people”, 75 per cent (56 to 88; n = 16), "
    )
    assert text_of(finding, "survey_towns_2003_mayor_answered") == (
        "“Has a *mayor*”: 19 of 20 town governments gave an answer. Beside these, 1 said "
        "“Don't know”."
    )
    assert text_of(finding, "survey_towns_2003_staff_answered") == (
        "“Staff”: this was asked of 10 of 20 town governments, and 8 gave an answer."
    )
    assert text_of(finding, "survey_towns_2003_staff_most") == (
        "The median is 400 people; the middle half lies between 100 and 9,000 (n = 8)."
    )
    assert text_of(finding, "survey_towns_2003_power_most") == (
        "“Some” or “Much”: most for “Council”, 75 per cent (56 to 88; n = 16); least for “State”, "
        "33 per cent (20 to 51; n = 18)."
    )


def test_those_that_are_counted_in_totals_only_are_not_among_those_asked() -> None:
    asked = SURVEY.questions.assign(asked=17)
    fewer = replace(governing.survey(left_out=3), questions=asked)
    said = text_of(governments_answers.questions([fewer], 95), "survey_towns_2003_slow_answered")
    assert said == "“What slows”: 16 of 17 town governments gave an answer."


def test_a_title_that_has_its_years_is_not_followed_by_them() -> None:
    assert head(SURVEY).text == "How towns are run, 2003 to 2004"
    assert head(governing.survey(title="Towns, 2003 to 2004")).text == "Towns, 2003 to 2004"


def test_what_an_interval_means_depends_on_what_is_known_of_those_invited() -> None:
    name = "survey_towns_2003_intervals"
    known = text_of(say_method([SURVEY], 90), name)
    assert "at 90 per cent" in known
    assert "No sample was drawn" in known
    assert "As 39 were invited" in known
    unknown = governing.survey(invited=None, left_out=3, own=True)
    said = text_of(say_method([unknown], 90), name)
    assert "How many were invited is not known" in said
    assert "in what all answered together" in said
    assert "Here they are 3, too few" in said
    assert "totals only" not in known


def test_sections_are_headings_below_their_survey() -> None:
    parts = governments_answers.questions([SURVEY], 95).parts
    headings = [(part.level, part.text) for part in parts if isinstance(part, Heading)]
    assert headings[:3] == [
        (2, "How towns are run, 2003 to 2004"),
        (3, "Government"),
        (3, "Challenges"),
    ]


def test_groups_have_their_number_and_what_is_withheld_is_said() -> None:
    finding = governments_answers.questions([SURVEY], 95)
    table: Table = part_of(finding, "towns-2003-mayor-by-region-size")
    assert table.data.to_numpy().tolist() == [["Yes", "79", "90", "67"], ["No", "21", "10", "33"]]
    assert list(table.data.columns) == [
        "Answer, %",
        "All (n = 19)",
        "Northland (n = 10)",
        "Southland (n = 9)",
    ]
    assert table.caption.endswith("Withheld: Size class: small")
    assert table.fold == "By region and size class"


def test_many_groups_are_the_rows_of_a_table_of_their_own() -> None:
    south = SURVEY.tallies[(SURVEY.tallies["question"] == "mayor")]
    south = south[south["group"] == "Southland"].assign(dimension="place")
    places = [south.assign(group=f"Place {number}") for number in range(9)]
    survey = replace(SURVEY, tallies=pd.concat([SURVEY.tallies, *places]))
    finding = governments_answers.questions([survey], 95)
    table: Table = part_of(finding, "towns-2003-mayor-by-place")
    assert list(table.data.columns) == ["Group, %", "Yes", "No"]
    assert table.data.iloc[[0, 1, -1]].to_numpy().tolist() == [
        ["All (n = 19)", "79", "21"],
        ["Place 0 (n = 9)", "67", "33"],
        ["Place 8 (n = 9)", "67", "33"],
    ]


def test_the_response_rate_is_there_where_those_invited_are_known() -> None:
    name = "survey_towns_2003_answered"
    said = text_of(governments_participation.participants([SURVEY]), name)
    assert said == (
        "Of 39 town governments that were invited, 20 answered (51 per cent). "
        "They are in 2 countries."
    )
    unknown = text_of(
        governments_participation.participants([governing.survey(invited=None)]), name
    )
    assert "there is no response rate" in unknown


def test_a_breakdown_that_some_are_not_in_says_so_and_its_title_counts_those_that_are() -> None:
    rows = SURVEY.participation
    south = (rows["group"] == "Southland") & (rows["dimension"] == "region")
    fewer = rows.assign(answered=rows["answered"].mask(south, 6))
    finding = governments_participation.participants([replace(SURVEY, participation=fewer)])
    said = text_of(finding, "survey_towns_2003_answered_by_region")
    assert said.endswith("Of 4 of those that answered it is not known.")
    titles = {drawing.id: drawing.subtitle for drawing in drawings([finding])}
    assert "16 town governments" in titles["towns-2003-answered-by-region"]
    # what is withheld is not told by what is left
    assert "20 town governments" in titles["towns-2003-answered-by-country"]
    whole = governments_participation.participants([SURVEY])
    assert "it is not known" not in text_of(whole, "survey_towns_2003_answered_by_region")


def test_what_is_known_of_a_survey_is_a_table() -> None:
    table = governments_participation.describe_survey(SURVEY).set_index("About")["What is known"]
    assert table["Invited"] == "39"
    assert table["Response rate"] == "51 per cent"
    bare = governments_participation.describe_survey(governing.survey(invited=None, mode=""))
    assert bare.set_index("About")["What is known"]["How"] == "not known"


def test_the_map_says_who_is_missing_on_it() -> None:
    finding = governments_participation.places([SURVEY], NAMED, COAST)
    assert text_of(finding, "survey_towns_2003_on_map") == (
        "On the map: 1 of 20 town governments, 1 in Northland. Without coordinates: Beta."
    )
    unnamed = governments_participation.places([SURVEY], NAMED.head(0), COAST)
    assert "are not named here" in unnamed.sentence
    nowhere = governments_participation.places([SURVEY], NAMED.assign(latitude=None), COAST)
    assert text_of(nowhere, "survey_towns_2003_on_map") == (
        "No coordinates of the town governments of “How towns are run” are kept, so there is no "
        "map of them."
    )


def test_groups_and_pairs_are_said_with_their_caution() -> None:
    finding = governments_elements.slows_and_eases([SURVEY], 95)
    assert text_of(finding, "survey_towns_2003_slow_groups") == (
        "By region, groups lie furthest apart in “Lack of people”: Southland 50 per cent (n = 6) "
        "and Northland 90 per cent (n = 10). Groups are small, so that such differences may be "
        "chance."
    )
    assert text_of(finding, "survey_towns_2003_slow_pairs") == (
        "Of 3 pairs of answers, 1 has an interval of its correlation (phi) that leaves out zero; "
        "chance alone would give about one or none. Strongest: “Lack of funds & of grants” with "
        "“The law”, 0.58 (0.10 to 0.90)."
    )
    without = governments_elements.slows_and_eases([governing.survey(slows="", eases="")], 95)
    assert "no question on what slows and what eases" in without.sentence


def test_without_a_survey_the_pages_say_so() -> None:
    said = "The study has no survey of governments for this edition."
    assert governments_participation.surveys([]).sentence == said
    assert governments_answers.questions([], 95).sentence == said
    assert governments_elements.slows_and_eases([], 95).sentence == said
    assert governments_openings.participation([]).sentence == said
    assert governments_openings.answers([], 95).sentence == said
    assert governments_openings.elements([], 95).sentence == said
    assert say_method([], 95).sentence == ""


def test_questions_whose_names_differ_in_their_signs_only_have_ids_of_their_own() -> None:
    questions = SURVEY.questions.head(3).assign(question=["Q_1", "q.1", "q-1"])
    assert name_questions(replace(SURVEY, questions=questions)) == {
        "Q_1": "q-1",
        "q.1": "q-1-2",
        "q-1": "q-1-3",
    }
