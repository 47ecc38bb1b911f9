"""What goes out comes back: a filled sheet and an export of LimeSurvey are read as they were answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from questionnaires import write_folder

from studylib.forms.limesurvey import write_limesurvey
from studylib.forms.sheet import SHEET, write_sheet
from studylib.intake.submissions import Submission
from studylib.intake.tools import read_export
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire

ANSWERS = {
    **{"city": "Alpha", "consent": "totals", "trains": "yes", "lines": "12", "since": "1999"},
    **{"full_pct": "40.5", "cost": "3", "uses": ("visitors", "other"), "uses_other": "Birds"},
    **{"order": ("school", "work", "leisure"), "opened": "2001-02-03"},
    **{"slow_money": "na", "slow_skills": "3"},
}
CASES = ("First case", "Second case")
LABELS = {
    "en": {"totals": "In totals only", "yes": "Yes", "na": "Does not apply", "3": "3 - very much"}
    | {"school": "School", "work": "Work", "leisure": "Leisure"},
    "es": {"totals": "Solo en totales", "yes": "Sí", "na": "No procede", "3": "3 - mucho"}
    | {"school": "Escuela", "work": "Trabajo", "leisure": "Ocio"},
}


@pytest.fixture
def questionnaire(tmp_path: Path) -> Questionnaire:
    made, _ = read_questionnaire(write_folder(tmp_path / "form"))
    assert made is not None
    return made


def read_one(path: Path, questionnaire: Questionnaire) -> Submission:
    export = read_export([path], questionnaire)
    assert (export.faults, export.doubts) == ((), ())
    (submission,) = export.submissions
    return submission


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_that_was_filled_in_is_read_back(
    language: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    labels = LABELS[language]
    closed = {
        name: labels[str(ANSWERS[name])]
        for name in ("consent", "trains", "slow_money", "slow_skills")
    }
    typed = {"full_pct": 40.5, "lines": 12, "since": 1999, "cost": 3, "opened": "2001-02-03"}
    filled: Mapping[str, object] = {
        **{"city": "Alpha", "respondent_email": "person@alpha.example.org", "uses_other": "Birds"},
        **{"uses/visitors": "x", "uses/other": "x"},
        **{f"order/{at}": labels[name] for at, name in enumerate(ANSWERS["order"], 1)},
        **{f"practice[{at}]/p_title": title for at, title in enumerate(CASES, 1)},
        **closed,
        **typed,
    }
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(questionnaire, language)))
    for row in book[SHEET].iter_rows():
        if row[0].value in filled:
            row[4].value = filled[row[0].value]
    book.save(tmp_path / "back.xlsx")
    submission = read_one(tmp_path / "back.xlsx", questionnaire)
    assert submission.tool == "sheet"
    assert dict(submission.cells) == ANSWERS
    assert [case["p_title"] for case in submission.repeats["practice"]] == list(CASES)


def test_an_export_of_limesurvey_is_read_by_the_codes_of_its_structure(
    questionnaire: Questionnaire, tmp_path: Path
) -> None:
    text = write_limesurvey(questionnaire).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))
    codes = {row["name"] for row in rows if row["class"] in {"Q", "SQ", "A"}}
    answered = {
        **{"city": "Alpha", "respondentemail": "person@alpha.example.org", "consent": "A2"},
        **{"trains": "yes", "lines": "12", "since": "1999", "fullpct": "40.5", "cost": "3"},
        **{"uses[residents]": "", "uses[visitors]": "Y", "uses[none]": "", "uses[other]": "Birds"},
        **{"order[1]": "A3", "order[2]": "A1", "order[3]": "A2", "opened": "2001-02-03 00:00:00"},
        **{"slows[slowmoney]": "na", "slows[slowskills]": "3"},
        **{f"ptitle{at}": title for at, title in enumerate(CASES, 1)},
    }
    used = {part for head in answered for part in head.replace("]", "").split("[")}
    assert used - codes == {"other", "1", "2", "3"} - codes
    own = {"id": "1", "submitdate": "2009-03-01 10:00:00", "lastpage": "4", "startlanguage": "en"}
    with (tmp_path / "export.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(
            zip(*(own | answered).items(), strict=True)
        )
    submission = read_one(tmp_path / "export.csv", questionnaire)
    assert submission.tool == "limesurvey"
    assert dict(submission.cells) == ANSWERS
    assert [case["p_title"] for case in submission.repeats["practice"]] == list(CASES)
