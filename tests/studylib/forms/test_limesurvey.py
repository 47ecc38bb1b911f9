"""The structure as LimeSurvey's import reads it: rows below each other, both languages, codes it allows, filters in its language."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from questionnaires import CHOICES, SURVEY, write_folder

from studylib.forms.limesurvey import write_limesurvey
from studylib.forms.limesurvey_codes import make_codes
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire

Rows = list[dict[str, str]]


def read(folder: Path, survey: str = SURVEY, choices: str = CHOICES) -> Questionnaire:
    questionnaire, faults = read_questionnaire(write_folder(folder, survey, choices))
    assert questionnaire is not None
    assert faults == []
    return questionnaire


def rows_of(questionnaire: Questionnaire) -> Rows:
    text = write_limesurvey(questionnaire).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    return rows_of(read(tmp_path))


def questions(rows: Rows, language: str = "en") -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in rows if row["class"] == "Q" and row["language"] == language}


def below(rows: Rows, question: str, language: str = "en") -> list[str]:
    """Codes of what stands below a question."""
    begin = next(
        at
        for at, row in enumerate(rows)
        if (row["class"], row["name"], row["language"]) == ("Q", question, language)
    )
    codes = []
    for row in rows[begin + 1 :]:
        if row["class"] not in {"SQ", "A"}:
            break
        codes.append(f"{row['class']}:{row['name']}")
    return codes


def test_every_question_has_the_type_of_its_kind(rows: Rows) -> None:
    types = {name: row["type/scale"] for name, row in questions(rows).items()}
    assert types == {
        **{"city": "S", "respondentemail": "S", "consent": "L", "trains": "L", "lines": "N"},
        **{"since": "N", "fullpct": "N", "cost": "N", "uses": "M", "order": "R", "opened": "D"},
        **{"plan": "|", "slows": "F", "ptitle1": "S", "ptitle2": "S", "ptitle3": "S"},
        "thanks": "X",
    }


def test_choices_stand_below_their_questions(rows: Rows) -> None:
    assert below(rows, "trains") == ["A:yes", "A:no", "A:dk"]
    assert below(rows, "consent") == ["A:A1", "A:A2", "A:A3"]
    assert below(rows, "uses") == ["SQ:residents", "SQ:visitors", "SQ:none"]
    assert below(rows, "slows") == ["SQ:slowmoney", "SQ:slowskills", "A:1", "A:2", "A:3", "A:na"]


def test_other_is_that_of_limesurvey_and_its_text_no_question_of_its_own(rows: Rows) -> None:
    asked = questions(rows)
    assert asked["uses"]["other"] == "Y"
    assert asked["trains"]["other"] == "N"
    assert "usesother" not in asked


def test_other_of_an_order_or_a_matrix_is_a_choice_as_any(tmp_path: Path) -> None:
    more = "use,other,Others,Otros\nagree,other,Others,Otros\n"
    last = "select_one use,last,Last,Último,,\"${slow_money} = 'other'\",,,,,\n"
    several = "select_multiple use,at_home,At home,En casa,,,,,,,\n"
    matrix = f"begin_group,why,Why,Por qué,,,,table-list,,,\n{several}"
    matrix += f"{several.replace('at_home', 'abroad')}end_group,,,,,,,,,,\n"
    asked = rows_of(read(tmp_path, SURVEY + last + matrix, CHOICES + more))
    assert below(asked, "order") == ["A:A1", "A:A2", "A:A3", "A:A4"]
    assert below(asked, "slows")[2:] == ["A:1", "A:2", "A:3", "A:na", "A:other"]
    choices = ["SQ:work", "SQ:leisure", "SQ:school", "SQ:other"]
    assert below(asked, "why") == ["SQ:athome", "SQ:abroad", *choices]
    assert (questions(asked)["order"]["other"], questions(asked)["last"]["other"]) == ("N", "Y")
    assert questions(asked)["last"]["relevance"] == 'slows_slowmoney.NAOK == "other"'
    assert below(asked, "last") == ["A:A1", "A:A2", "A:A3"]


def test_both_languages_have_the_same_rows_in_the_same_order(rows: Rows) -> None:
    def of(language: str) -> list[tuple[str, ...]]:
        keys = ("class", "type/scale", "relevance", "mandatory", "other")
        kept = [row for row in rows if row["language"] == language and row["class"] != "SL"]
        return [
            (*(row[key] for key in keys), "" if row["class"] == "G" else row["name"])
            for row in kept
        ]

    assert of("en") == of("es")
    assert questions(rows, "es")["trains"]["text"] == "¿Hay trenes nocturnos?"
    settings = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert (settings["language"], settings["additional_languages"]) == ("en", "es")


def test_no_address_of_a_machine_is_kept(rows: Rows) -> None:
    settings = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert settings["ipaddr"] == "N"


def test_limits_and_what_must_be_answered(rows: Rows) -> None:
    asked = questions(rows)
    lines = asked["lines"]
    assert (lines["min_num_value_n"], lines["max_num_value_n"], lines["suffix"]) == (
        "0",
        "900",
        "lines",
    )
    assert lines["num_value_int_only"] == "1"
    assert asked["cost"]["num_value_int_only"] == ""
    assert asked["uses"]["max_answers"] == "2"
    assert asked["uses"]["exclude_all_others"] == "none"
    assert (asked["city"]["mandatory"], asked["lines"]["mandatory"]) == ("Y", "N")


@pytest.mark.parametrize(
    ("relevant", "expression"),
    [
        ("${trains} = 'yes'", 'trains.NAOK == "yes"'),
        ("${trains} != 'dk'", '!(trains.NAOK == "dk")'),
        ("${trains} = ''", '!(trains.NAOK != "")'),
        ("${lines} > 3", "lines.NAOK > 3"),
        ("3 >= ${lines}", "lines.NAOK <= 3"),
        ("${lines} = 3", "lines.NAOK == 3"),
        ("selected(${uses}, 'visitors')", 'uses_visitors.NAOK == "Y"'),
        ("selected(${uses}, 'other')", 'uses_other.NAOK != ""'),
        ("${slow_money} >= 2", "slows_slowmoney.NAOK >= 2"),
        (
            "not(selected(${uses}, 'none')) and (${trains} = 'yes' or ${lines} > 3)",
            '(!(uses_none.NAOK == "Y")) and ((trains.NAOK == "yes") or (lines.NAOK > 3))',
        ),
        (
            "count-selected(${uses}) > 1",
            "count(uses_residents.NAOK, uses_visitors.NAOK, uses_none.NAOK, uses_other.NAOK) > 1",
        ),
    ],
)
def test_filters_are_expressions_of_limesurvey(
    relevant: str, expression: str, tmp_path: Path
) -> None:
    last = f'text,last,Last,Último,,"{relevant}",,,,,\n'
    asked = questions(rows_of(read(tmp_path, SURVEY + last)))
    assert asked["last"]["relevance"] == expression


def test_choices_with_long_names_have_numbers_and_filters_know_them(tmp_path: Path) -> None:
    choices = CHOICES.replace("yesno,yes", "yesno,certainly")
    survey = SURVEY.replace("'yes'", "'certainly'")
    asked = rows_of(read(tmp_path, survey, choices))
    assert below(asked, "trains") == ["A:A1", "A:A2", "A:A3"]
    assert questions(asked)["since"]["relevance"] == 'trains.NAOK == "A1"'


def test_choices_that_are_ticked_and_begin_with_a_digit_have_numbers(tmp_path: Path) -> None:
    choices = CHOICES.replace("uses,residents", "uses,3").replace("uses,visitors", "uses,11")
    asked = rows_of(read(tmp_path, SURVEY, choices))
    assert below(asked, "uses") == ["SQ:SQ001", "SQ:SQ002", "SQ:SQ003"]
    assert questions(asked)["uses"]["exclude_all_others"] == "SQ003"


def test_a_repetition_is_asked_where_the_one_before_has_begun(rows: Rows) -> None:
    asked = questions(rows)
    assert asked["ptitle1"]["relevance"] == "1"
    assert asked["ptitle3"]["relevance"] == 'ptitle2.NAOK != ""'


def test_what_a_question_takes_is_said_once_and_not_in_every_language(rows: Rows) -> None:
    assert questions(rows, "es")["lines"]["max_num_value_n"] == ""


def test_codes_are_those_that_limesurvey_allows(rows: Rows) -> None:
    allowed = {"Q": "[a-z][a-z0-9]{0,19}", "SQ": "[a-z][a-z0-9]{0,19}", "A": "[A-Za-z0-9]{1,5}"}
    codes = [(row["class"], row["name"]) for row in rows if row["class"] in allowed]
    assert {kind for kind, _ in codes} == set(allowed)
    assert [code for code in codes if not re.fullmatch(allowed[code[0]], code[1])] == []


def test_long_names_that_begin_alike_have_codes_of_their_own() -> None:
    long = "the_very_long_name_of_a_question"
    codes = list(make_codes([f"{long}_1", f"{long}_2", f"{long}_3"]).values())
    assert codes == ["theverylongnameofaqu", "theverylongnameofaq2", "theverylongnameofaq3"]


def test_words_are_neither_formulas_nor_expressions(tmp_path: Path) -> None:
    survey = SURVEY.replace("Since when?", "=SUM(A1) {since}").replace("Thank you", "-1")
    asked = questions(rows_of(read(tmp_path, survey)))
    assert asked["since"]["text"] == "\u2060=SUM(A1) { since}"
    assert asked["thanks"]["text"] == "\u2060-1"
