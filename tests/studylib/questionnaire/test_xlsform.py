"""A questionnaire is read the same from CSV and from XLSX, with the study's columns or without."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from questionnaires import write_folder

from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire, read_xlsx, to_xlsx, write_xlsx


def read(folder: Path) -> Questionnaire:
    questionnaire, faults = read_questionnaire(folder)
    assert faults == []
    assert questionnaire is not None
    return questionnaire


@pytest.fixture
def small(tmp_path: Path) -> Questionnaire:
    return read(write_folder(tmp_path / "q"))


def test_languages_are_known_by_their_codes_the_default_first(small: Questionnaire) -> None:
    assert small.languages == ("en", "es")
    assert small.by_name["city"].labels == {"en": "City", "es": "Ciudad"}
    assert (small.title, small.form_id) == ("Trains", "trains")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("city", "text"),
        ("consent", "select_one"),
        ("lines", "integer"),
        ("since", "year"),
        ("full_pct", "share"),
        ("cost", "money"),
        ("uses", "select_multiple"),
        ("order", "rank"),
        ("slow_money", "select_one"),
        ("plan", "file"),
        ("opened", "date"),
        ("thanks", "note"),
    ],
)
def test_every_kind_is_told_from_type_unit_and_range(
    small: Questionnaire, name: str, kind: str
) -> None:
    assert small.by_name[name].kind == kind


def test_what_the_columns_do_not_say_follows_from_names_and_groups(small: Questionnaire) -> None:
    by_name = small.by_name
    assert [each.name for each in small.questions if each.personal] == ["respondent_email"]
    assert {each.role_of: each.name for each in small.questions if each.role_of} == {
        "city": "city",
        "consent": "consent",
    }
    assert by_name["uses_other"].other_of == "uses"
    assert [choice.state for choice in by_name["uses"].choices] == ["", "", "other", "none"]
    row = by_name["slow_money"]
    assert (row.matrix, row.role, row.element, row.scale) == ("slows", "slows", "money", "rising")
    assert row.section == {"en": "What slows", "es": "Qué frena"}
    assert by_name["p_title"].repeat == "practice"
    assert (by_name["since"].minimum, by_name["since"].maximum) == (1990, 2026)
    assert by_name["uses"].most == 2
    # the filter of the group holds for what stands in it
    assert by_name["cost"].relevant == "(${trains} = 'yes') and (${lines} > 3)"


def test_a_workbook_holds_the_same_and_is_the_same_every_time(
    small: Questionnaire, tmp_path: Path
) -> None:
    write_xlsx(small, tmp_path / "q.xlsx")
    again, faults = read_xlsx(tmp_path / "q.xlsx")
    assert faults == []
    assert again is not None
    assert again.questions == small.questions
    assert again.sheets == small.sheets
    assert to_xlsx(again) == (tmp_path / "q.xlsx").read_bytes()


def test_heads_of_the_study_may_be_written_as_translations_in_choices(tmp_path: Path) -> None:
    choices = "list_name,name,label,study::state,study_element\na,x,X,none,money\n"
    folder = write_folder(
        tmp_path / "q", survey="type,name,label\nselect_one a,q,Q\n", choices=choices
    )
    questionnaire = read(folder)
    assert questionnaire.sheets["choices"][0][-2:] == ("study_state", "study_element")
    (choice,) = questionnaire.by_name["q"].choices
    assert (choice.state, choice.element, choice.labels) == ("none", "money", {"default": "X"})


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("survey.csv", None, "survey.csv: is missing"),
        ("choices.csv", b"\xff\xfe", "choices.csv: is no CSV in UTF-8"),
        ("survey.csv", b'"' + b"x" * 200_000, "survey.csv: is no CSV"),
        ("survey.csv", b"", "survey.csv: is empty"),
        ("survey.csv", b"type;name\n", "lacks a column"),
        ("choices.csv", b"list,name\n", "add the column 'list_name'"),
    ],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, file: str, data: bytes | None, said: str
) -> None:
    folder = write_folder(tmp_path / "q")
    if data is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(data)
    questionnaire, faults = read_questionnaire(folder)
    assert questionnaire is None
    assert said in "\n".join(map(str, faults))


def test_a_file_that_is_no_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    path.write_bytes(b"PK no zip")
    questionnaire, (fault,) = read_xlsx(path)
    assert questionnaire is None
    assert "cannot be read as a workbook" in str(fault)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Tabelle1": [["type", "name"]]}, "has no sheet 'survey' - name the sheets survey"),
        ({"survey": []}, "q.xlsx#survey: is empty"),
        ({"survey": [["typ", "name"]]}, "lacks a column - add the column 'type'"),
        ({"survey": [["type", "name"]], "choices": [["list", "name"]]}, "'list_name'"),
    ],
)
def test_a_workbook_that_is_no_form_says_what_it_lacks(
    tmp_path: Path, sheets: dict[str, list[list[str]]], said: str
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "q.xlsx")
    questionnaire, faults = read_xlsx(tmp_path / "q.xlsx")
    assert questionnaire is None
    assert said in "\n".join(map(str, faults))


def test_numbers_in_a_workbook_are_read_as_they_look(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Survey"
    for row in (["type", "name", "label"], ["select_one l", "q", "Q"]):
        sheet.append(row)
    choices = book.create_sheet("choices")
    for name in ("name", 1, 2.0, 2.5):
        choices.append(["list_name" if name == "name" else "l", name, name])
    book.save(tmp_path / "q.xlsx")
    questionnaire, faults = read_xlsx(tmp_path / "q.xlsx")
    assert questionnaire is not None, faults
    assert [choice.name for choice in questionnaire.by_name["q"].choices] == ["1", "2", "2.5"]
