"""A questionnaire is read the same from CSV and from XLSX, with the study's columns or without."""

from __future__ import annotations

from pathlib import Path

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
    (choice,) = read(folder).by_name["q"].choices
    assert (choice.state, choice.element, choice.labels) == ("none", "money", {"default": "X"})


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("survey.csv", None, "survey.csv: is missing"),
        ("choices.csv", b"\xff\xfe", "choices.csv: is not UTF-8"),
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
