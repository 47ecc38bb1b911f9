"""The codebook holds what is counted, and nothing of persons."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from questionnaires import CHOICES, SURVEY, write_folder

from studylib.questionnaire.codebook import COLUMNS, find_question_with_role, make_codebook
from studylib.questionnaire.xlsform import read_questionnaire


@pytest.fixture
def codebook(tmp_path: Path) -> dict[str, pd.DataFrame]:
    questionnaire, _ = read_questionnaire(write_folder(tmp_path / "q"))
    assert questionnaire is not None
    assert find_question_with_role(questionnaire, "slows") == "slows"
    assert find_question_with_role(questionnaire, "eases") == ""
    return make_codebook(questionnaire)


def test_persons_repeats_notes_and_the_city_itself_are_left_out(
    codebook: dict[str, pd.DataFrame],
) -> None:
    questions = codebook["questions"]
    assert dict(zip(questions["question"], questions["kind"], strict=True)) == {
        "trains": "select_one",
        "lines": "integer",
        "since": "year",
        "full_pct": "share",
        "cost": "money",
        "uses": "select_multiple",
        "uses_other": "text",
        "order": "rank",
        "opened": "date",
        "plan": "file",
        "slows": "matrix_one",
    }
    assert {name: list(table) for name, table in codebook.items()} == COLUMNS


def test_a_matrix_is_one_question_and_its_rows_are_items(
    codebook: dict[str, pd.DataFrame],
) -> None:
    (row,) = codebook["questions"].query("question == 'slows'").to_dict("records")
    assert (row["label"], row["label_es"], row["scale"]) == ("What slows", "Qué frena", True)
    items = codebook["items"].query("question == 'slows'")
    assert items[["item", "row", "row_es", "element"]].to_numpy().tolist() == [
        ["slow_money", "Money", "Dinero", "money"],
        ["slow_skills", "Skills", "Capacidades", "skills"],
    ]
    options = codebook["options"].query("question == 'slows'")
    assert options[["option", "state"]].to_numpy().tolist() == [
        ["1", ""],
        ["2", ""],
        ["3", ""],
        ["na", "not_applicable"],
    ]


def test_a_question_of_several_choices_has_one_item(codebook: dict[str, pd.DataFrame]) -> None:
    items = codebook["items"].query("question == 'uses'")
    assert items["item"].to_list() == ["uses"]
    numbers = codebook["questions"].set_index("question").loc["lines"]
    assert (numbers["unit"], numbers["minimum"], numbers["maximum"]) == ("lines", 0, 900)


def test_a_falling_scale_is_turned_so_that_the_lowest_comes_first(tmp_path: Path) -> None:
    turned = CHOICES.replace("agree,1,1 - not at all,1 - nada\n", "").replace(
        "agree,na", "agree,1,1,1\nagree,na"
    )
    lines = turned.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("agree"))
    lines[at : at + 3] = [lines[at + 1], lines[at], lines[at + 2]]
    questionnaire, _ = read_questionnaire(write_folder(tmp_path / "q", SURVEY, "".join(lines)))
    assert questionnaire is not None
    assert questionnaire.by_name["slow_money"].scale == "falling"
    options = make_codebook(questionnaire)["options"].query("question == 'slows'")
    assert options["option"].to_list() == ["1", "2", "3", "na"]
