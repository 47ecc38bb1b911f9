"""The sheet: one row an answer, with its name, its list and its range; what may be written and what may not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from questionnaires import SURVEY, write_folder

from studylib.forms.sheet import FORM, LISTS, SHEET, write_sheet
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire


def read(folder: Path, survey: str = SURVEY) -> Questionnaire:
    questionnaire, _ = read_questionnaire(write_folder(folder, survey))
    assert questionnaire is not None
    return questionnaire


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def book(tmp_path: Path) -> Any:
    return opened(write_sheet(read(tmp_path), "en"))


def answers(book: Any) -> dict[str, tuple[Any, ...]]:
    """The rows below the head that have a name, by it."""
    rows = list(book[SHEET].iter_rows())
    head = next(at for at, row in enumerate(rows) if row[0].value == "name")
    return {row[0].value: row for row in rows[head + 1 :] if row[0].value}


def rule(book: Any, cell: str) -> Any:
    return next(
        (made for made in book[SHEET].data_validations.dataValidation if cell in made.sqref), None
    )


def test_every_answer_has_a_row_with_its_name(book: Any) -> None:
    assert list(answers(book)) == [
        *("city", "respondent_email", "consent", "trains", "lines", "since", "full_pct", "cost"),
        *("uses/residents", "uses/visitors", "uses/other", "uses/none", "uses_other"),
        *("order/1", "order/2", "order/3", "opened", "plan", "slow_money", "slow_skills"),
        *("practice[1]/p_title", "practice[2]/p_title", "practice[3]/p_title"),
    ]
    numbers = [row[1].value for row in answers(book).values()]
    assert numbers[:4] == ["1", "2", "3", "4"]
    assert answers(book)["slow_skills"][1].value == "14.2"


def test_lists_offer_the_labels_of_the_language(tmp_path: Path) -> None:
    book = opened(write_sheet(read(tmp_path), "es"))
    cell = answers(book)["trains"][4]
    source = rule(book, cell.coordinate).formula1
    place = source.partition("!")[2].replace("$", "")
    assert [row[0].value for row in book[LISTS][place]] == ["Sí", "No", "No sabe"]
    assert answers(book)["trains"][2].value == "¿Hay trenes nocturnos? *"


def test_numbers_are_held_to_their_range(book: Any) -> None:
    lines = rule(book, answers(book)["lines"][4].coordinate)
    assert (lines.type, lines.formula1, lines.formula2) == ("whole", "0", "900")
    cost = rule(book, answers(book)["cost"][4].coordinate)
    assert (cost.type, cost.formula1, cost.formula2) == ("decimal", "0", "999999999999")
    assert rule(book, answers(book)["city"][4].coordinate) is None
    assert rule(book, answers(book)["uses/visitors"][4].coordinate).formula1 == '"x"'


def test_long_numbers_and_parts_of_one_limit_a_cell_as_they_are(tmp_path: Path) -> None:
    survey = SURVEY.replace(". >= 0 and . <= 900", ". >= 1234567 and . <= 7654321")
    survey = survey.replace(". >= 0 and . <= 100", ". >= -0.25 and . <= 0.75")
    book = opened(write_sheet(read(tmp_path, survey), "en"))
    lines = rule(book, answers(book)["lines"][4].coordinate)
    assert (lines.formula1, lines.formula2) == ("1234567", "7654321")
    share = rule(book, answers(book)["full_pct"][4].coordinate)
    assert (share.formula1, share.formula2) == ("-0.25", "0.75")


def test_only_answers_and_remarks_can_be_written(book: Any) -> None:
    sheet = book[SHEET]
    assert sheet.protection.sheet
    for row in answers(book).values():
        assert [cell.protection.locked for cell in row] == [True, True, True, True, False, False]
    assert sheet.column_dimensions["A"].hidden
    assert [book[name].sheet_state for name in (LISTS, FORM)] == ["hidden", "hidden"]


def test_what_is_asked_of_whom_and_how_stands_beside(book: Any) -> None:
    rows = answers(book)
    assert rows["lines"][3].value == "A whole number, lines, 0 to 900"
    section = next(row for row in book[SHEET].iter_rows() if row[2].value == "The network")
    assert section[3].value == "Only if question 4 is 'Yes'."
    assert rows["trains"][3].value == "Choose one."


def test_words_that_begin_like_formulas_are_text(tmp_path: Path) -> None:
    book = opened(write_sheet(read(tmp_path, SURVEY.replace("Since when?", "=1+1")), "en"))
    cell = answers(book)["since"][2]
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == ("=1+1", "s", True)


def test_the_form_is_known_again(book: Any) -> None:
    said = {row[0].value: row[1].value for row in book[FORM].iter_rows()}
    assert said == {"form_id": "trains", "version": "1", "language": "en"}


def test_the_same_bytes_every_time_and_no_day_in_them(tmp_path: Path) -> None:
    data = write_sheet(read(tmp_path), "en")
    assert data == write_sheet(read(tmp_path / "again"), "en")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in file.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")
