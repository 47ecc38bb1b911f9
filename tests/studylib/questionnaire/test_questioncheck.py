"""Words of help in every language or none; all else that is wrong with questions is among the spoilt ones of the self-check."""

from __future__ import annotations

from pathlib import Path

import pytest
from questionnaires import SETTINGS, write_folder

from studylib.questionnaire.questioncheck import find_question_faults, written_as
from studylib.questionnaire.sheetcheck import Marker
from studylib.questionnaire.xlsform import read_questionnaire

HEAD = "type,name,label::English (en),label::Español (es),hint::English (en),hint::Español (es)"


def mark(folder: Path, row: str) -> Marker:
    questionnaire, faults = read_questionnaire(
        write_folder(folder / "q", f"{HEAD}\n{row}\n", settings=SETTINGS)
    )
    assert questionnaire is not None, faults
    return Marker(questionnaire)


@pytest.mark.parametrize(
    ("hints", "columns"),
    [
        ("In km,En km", []),
        (",", []),
        ("In km,", ["hint::Español (es)"]),
        (",En km", ["hint::English (en)"]),
    ],
)
def test_a_hint_is_in_every_language_or_in_none(
    tmp_path: Path, hints: str, columns: list[str]
) -> None:
    faults = list(find_question_faults(mark(tmp_path, f"integer,lines,Lines,Líneas,{hints}")))
    assert [(one.row, one.column, one.value, one.what) for one in faults] == [
        (2, column, "lines", "has a hint in another language only") for column in columns
    ]


def test_a_cell_is_as_it_was_written_and_not_as_it_was_read(tmp_path: Path) -> None:
    marker = mark(tmp_path, "select one yesno,plan,A plan?,¿Un plan?,,")
    (question,) = marker.questionnaire.questions
    assert question.kind == "select_one"
    assert written_as(marker, question) == "select one yesno"
    assert written_as(marker, question, "name") == "plan"
