"""Forty spoilt questionnaires: each gives its fault with its place, and none a traceback."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import CHOICES, SETTINGS, SURVEY, write_folder

from quire.core.errors import Fault
from quire.core.project import Project
from studylib.questionnaire.codebook import make_codebook
from studylib.questionnaire.selfcheck import find_faults, find_questionnaire_faults
from studylib.questionnaire.xlsform import read_questionnaire

ASKED = {"old:trains": ["yes", "no"], "old:uses": ["residents", "visitors", "other", "none"]}
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}


def faults_of(folder: Path) -> list[Fault]:
    questionnaire, faults = read_questionnaire(folder)
    if questionnaire is None:
        return faults
    return find_faults(questionnaire, {"mobility", "living"}, {"money", "skills"}, ASKED)


def test_the_whole_one_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(write_folder(tmp_path / "q")) == []


TRAINS = "select_one yesno,trains,Are there night trains?,¿Hay trenes nocturnos?,yes,,,,mobility,,"
SPOILT = {
    "unknown kind": ("survey", "integer,lines", "intger,lines", "10 [type] 'intger': is no kind", "did you mean 'integer'"),
    "select without list": ("survey", "rank use,", "rank,", "16 [type] 'rank': is no kind", "write it as: rank name_of_list"),
    "kind of the study in place of the standard's": ("survey", "decimal,cost", "money,cost", "13 [type] 'money': is no kind", "use one of"),
    "no kind": ("survey", "date,opened", ",opened", "17 [type]: is empty", "say what kind"),
    "no name": ("survey", "integer,lines,Lines", "integer,,Lines", "10 [name]: is no valid name", "begin with a letter"),
    "name with a blank": ("survey", "date,opened", "date,opened on", "is no valid name", "a-z, 0-9"),
    "name twice": ("survey", "date,opened", "date,plan", "18 [name] 'plan': is the name of row 17, too", "a name of its own"),
    "name of a group twice": ("survey", "begin_repeat,practice", "begin_repeat,slows", "is the name of row 20, too", ""),
    "or other": ("survey", "select_multiple uses,", "select_multiple uses or_other,", "or_other has words in one", "add a choice 'other'"),
    "unknown list": ("survey", "rank use,", "rank usee,", "names a list without choices", "did you mean 'use'"),
    "list of nobody": ("choices", "agree,1,", "aggree,1,", "no question uses this list", "delete its rows"),
    "choice twice": ("choices", "use,work,", "use,school,", "14 [name] 'school': stands twice" , ""),
    "choice with a blank": ("choices", "use,work,", "use,at work,", "is no valid name of a choice", ""),
    "choice without a list": ("choices", "use,work,", ",work,", "12 [list_name]: is empty", ""),
    "words missing in a language": ("survey", "Lines,Líneas", "Lines,", "10 [label::Español (es)] 'lines': has no words here", ""),
    "words of a choice missing": ("choices", "yesno,no,No,No", "yesno,no,No,", "3 [label::Español (es)] 'no': has no words", ""),
    "words of a matrix missing": ("survey", "What slows,Qué frena", ",", "20 [label::English (en)] 'slows'", ""),
    "filter on an unknown question": ("survey", "${trains} = 'yes'", "${train} = 'yes'", "names the unknown question 'train'", "did you mean 'trains'"),
    "filter on a later question": ("survey", "${trains} = 'yes'", "${lines} > 3", "needs the answer to 'lines', which is asked later", ""),
    "filter on itself": ("survey", "${lines} > 3", "${cost} > 3", "needs the answer to 'cost'", ""),
    "filter on no choice": ("survey", "${trains} = 'yes'", "${trains} = 'yess'", "waits for 'yess'", "did you mean 'yes'"),
    "selected of no choice": ("survey", "${uses}, 'other'", "${uses}, 'others'", "waits for 'others'", "did you mean 'other'"),
    "filter of brackets only": ("survey", "${trains} = 'yes'", "(" * 3000 + "${trains} = 'yes'" + ")" * 3000, "has more than 50 brackets in brackets", "simpler"),
    "no sign at all": ("survey", "Lines,Líneas", "Li\x00nes,Líneas", "holds U+0000 (a control character)", "take it out"),
    "a sign for machines": ("choices", "yesno,no,No,No", "yesno,no,N\x1fo,No", "holds U+001F (a control character)", ""),
    "a head with such a sign": ("settings", "version", "ver\x0bsion", "holds U+000B (a control character)", ""),
    "a cell too long for a workbook": ("survey", "Lines,Líneas", f"{'L' * 32_768},Líneas", "survey.csv:10: a cell has 32,768 letters, more than the 32,767", "shorten"),
    "filter that breaks off": ("survey", "${trains} = 'yes'", "${trains} =", "cannot be read from 'the end'", "use =, !="),
    "least above greatest": ("survey", ". >= 1990 and . <= 2026", ". >= 2026 and . <= 1990", "11 [constraint] '. >= 2026 and . <= 1990': lets nothing", ""),
    "most above the choices": ("survey", "count-selected(.) <= 2", "count-selected(.) <= 9", "a most of 9 of 4 choices limits nothing", ""),
    "most of none": ("survey", "count-selected(.) <= 2", "count-selected(.) <= 0", "lets no choice through", ""),
    "unit of a text": ("survey", "text,uses_other,Who else?,¿Quién más?,,\"selected(${uses}, 'other')\",,,,,", "text,uses_other,Who else?,¿Quién más?,,\"selected(${uses}, 'other')\",,,,EUR,", "is the unit of a question that is no number", ""),
    "limit by an unknown question": ("survey", ". >= 0 and . <= 900", ". >= ${least}", "names the unknown question 'least'", ""),
    "rows of different lists": ("survey", "select_one agree,slow_skills", "select_one yesno,slow_skills", "22 [type] 'select_one yesno': is a row of the matrix 'slows'", "write select_one agree"),
    "matrix of one row": ("survey", "select_one agree,slow_skills,Skills,Capacidades,,,,,,,\n", "", "20 [appearance] 'slows': is a matrix of fewer", ""),
    "text in a matrix": ("survey", "end_group,,,,,,,,,,\nbegin_repeat", "text,why,Why,Por qué,,,,,,,\nend_group,,,,,,,,,,\nbegin_repeat", "23 [type] 'text': is no row of the matrix", "move it out"),
    "scale without direction": ("choices", "agree,2,2,2", "agree,7,7,7", "has no direction", "write rising or falling"),
    "end of a scale without words": ("choices", "3 - very much,3 - mucho", "3,3", "17 [label] '3': is an end of a scale without words", ""),
    "no consent": ("survey", "select_one consent,consent", "select_one consent,allowed", "no question asks for the consent", "add a question with consent"),
    "consent that is none": ("choices", "consent,totals,", "consent,maybe,", "is no consent", "use named, totals and no"),
    "no city": ("survey", "text,city,", "text,town,", "no question asks for the city", ""),
    "city not required": ("survey", "City,Ciudad,yes", "City,Ciudad,", "has to be required", "cannot be used"),
    "personal, and of an area": ("survey", "text,respondent_email,E-mail,Correo,,,,,", "text,respondent_email,E-mail,Correo,,,,,living", "is of a personal question", ""),
    "neither yes nor no": ("survey", "City,Ciudad,yes", "City,Ciudad,perhaps", "is neither yes nor no", ""),
    "unknown area": ("survey", ",yes,,,,mobility", ",yes,,,,mobilty", "is no area of the framework", "did you mean 'mobility'"),
    "unknown element": ("survey", "slow_skills", "slow_skill", "is no element of the framework", "did you mean 'skills'"),
    "text for a choice that is not there": ("choices", "uses,other,", "uses,others,", "puts a choice in words that 'uses' does not have", ""),
    "group not closed": ("survey", "end_repeat,,,,,,,,,,\n", "", "the repeat is not closed", "add a row end_repeat"),
    "group closed twice": ("survey", "end_repeat,,,,,,,,,,\n", "end_repeat,,,,,,,,,,\nend_group,,,,,,,,,,\n", "27 [type] 'end_group': closes a group that is not open", ""),
    "group closed as a repeat": ("survey", "end_repeat,", "end_group,", "closes the repeat 'practice' of row 24 as a group", ""),
    "empty group": ("survey", "text,p_title,Title,Título,yes,,,,,,To name it\n", "", "24 [name] 'practice': holds no question", ""),
    "formula": ("survey", "Are there night trains?", '"=HYPERLINK(""http://x.example"")"', "begins like a formula", "begin the text with another sign"),
    "unknown column of the study": ("survey", "study::area", "study::arae", "1 [study::arae]: is no column of the study", "did you mean 'area'"),
    "head twice": ("survey", "required,relevant", "required,required", "1 [required]: is the head of two", ""),
    "no title": ("settings", "Trains,trains", ",trains", "2 [form_title]: is empty", ""),
    "no default language": ("settings", "English (en)", "Engish (en)", "is no language of the labels", "did you mean 'English (en)'"),
    "id with a blank": ("settings", "Trains,trains", "Trains,night trains", "is no valid id", ""),
    "kind that is not taken": ("survey", "date,opened,", "select_one_from_file x.txt,opened,", "is no kind of question", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_one_says_what_where_and_how_to_repair_it(tmp_path: Path, case: str) -> None:
    sheet, old, new, what, repair = SPOILT[case]
    assert SHEETS[sheet].count(old) >= 1, "the case spoils nothing"
    spoilt = {**SHEETS, sheet: SHEETS[sheet].replace(old, new, 1)}
    faults = faults_of(write_folder(tmp_path / "q", **spoilt))
    said = [str(fault) for fault in faults if what in str(fault)]
    assert said, faults
    assert any(repair in line for line in said), said
    assert all(fault.file.startswith("q/") and fault.repair for fault in faults)


@pytest.mark.parametrize(
    ("same_as", "what"),
    [
        ("old:trains", ""),
        ("old:train", "nobody asked before - did you mean 'old:trains'"),
        ("trains", "names no question of an instrument"),
        ("old:uses", "has other choices there (no, none, other, residents, visitors, yes)"),
    ],
)
def test_same_as_names_a_question_with_the_same_choices(
    tmp_path: Path, same_as: str, what: str
) -> None:
    survey = SURVEY.replace("study::reason", "study::reason,study::same_as").replace(
        "The subject", f"The subject,{same_as}"
    )
    head, *rows = survey.splitlines()
    width = head.count(",")
    rows = [row if f"The subject,{same_as}" in row else row + "," for row in rows]
    assert {row.count(",") for row in rows if '"' not in row} == {width}
    faults = faults_of(write_folder(tmp_path / "q", "\n".join([head, *rows])))
    assert [what in str(fault) for fault in faults] == ([True] if what else [])


def test_what_only_pyxform_refuses_is_said_with_its_row(tmp_path: Path) -> None:
    survey = SURVEY.replace(". >= 0 and . <= 900", ". >= 0 and . <= 900 and ${")
    (fault,) = faults_of(write_folder(tmp_path / "q", survey))
    assert (fault.file, fault.row) == ("q/survey.csv", 10)
    assert fault.what.startswith("is refused by pyxform: ")


def test_all_faults_come_in_one_report_and_nothing_is_written(tmp_path: Path) -> None:
    survey = SURVEY.replace("integer,lines", "intger,lines").replace("Title,Título", "Title,")
    folder = write_folder(tmp_path / "q", survey, CHOICES.replace("use,work", "use,school"))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert [fault.file for fault in faults_of(folder)] == [
        "q/choices.csv",
        "q/survey.csv",
        "q/survey.csv",
    ]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


CELLS = [
    (sheet, line, column)
    for sheet, text in SHEETS.items()
    for line, row in enumerate(csv.reader(text.splitlines()))
    for column, _ in enumerate(row)
]


@settings(max_examples=150, deadline=None)
@given(
    at=st.sampled_from(CELLS),
    text=st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["${", "end_group", "begin_repeat", "select_one", "=1", "not(", "., ,", "::"]
        ),
    ),
)
def test_no_cell_whatever_stands_in_it_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: tuple[str, int, int], text: str
) -> None:
    sheet, line, column = at
    rows = list(csv.reader(SHEETS[sheet].splitlines()))
    rows[line][column] = text
    spoilt = io.StringIO()
    csv.writer(spoilt).writerows(rows)
    folder = write_folder(tmp_path_factory.mktemp("spoilt"))
    (folder / f"{sheet}.csv").write_bytes(spoilt.getvalue().encode("utf-8", "replace"))
    questionnaire, faults = read_questionnaire(folder)
    if questionnaire is None:
        assert faults
    else:
        find_faults(questionnaire, {"mobility", "living"}, {"money", "skills"}, ASKED)
        make_codebook(questionnaire)


def test_the_questionnaires_of_editions_are_held_against_framework_and_instruments(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path)
    assert find_questionnaire_faults(project) == []
    framework = tmp_path / "data/raw/framework"
    framework.mkdir(parents=True)
    for name in ("areas", "elements"):
        shutil.copy(ROOT / f"data/raw/framework/{name}.csv", framework)
    folder = write_folder(tmp_path / "data/raw/preparation/2009")
    assert find_questionnaire_faults(project) == []
    (folder / "survey.csv").write_text(SURVEY.replace("mobility", "trains"), "utf-8")
    (folder / "settings.csv").unlink()
    faults = find_questionnaire_faults(project)
    assert [str(fault).partition(" - ")[0] for fault in faults] == [
        "data/raw/preparation/2009/settings.csv: is missing"
    ]
