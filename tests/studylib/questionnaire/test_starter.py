"""The questionnaire that a new edition starts from: whole in both languages, reasoned, short enough, and fit for any framework."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from pyxform.xls2xform import convert
from questionnaires import write_folder

from quire.core.project import Project
from quire.tables.csvfiles import read_records
from studylib.questionnaire.codebook import find_question_with_role, make_codebook
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.selfcheck import find_asked_before, read_checked
from studylib.questionnaire.sheetcheck import as_pyxform
from studylib.questionnaire.starter import make_starter
from studylib.questionnaire.timing import estimate_minutes
from studylib.questionnaire.xlsform import read_questionnaire, write_xlsx

# the options of the governance survey as its publisher has them: numbers from 1
OPTIONS = {"q21": 2, "q26": 8, "q29": 2, "q31": 2, "q33": 10, "q37": 8, "q38": 13}
FAMILIAR = re.compile(
    r"\b(tú|tu|tus|te|ti|tuyo|vosotros|puedes|tienes|quieres|elige|marca|indica|escribe|describe)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The framework of the study, and an instrument that asked before."""
    project = Project(tmp_path_factory.mktemp("study"))
    shutil.copytree(ROOT / "data/raw/framework", project.raw / "framework")
    instrument = project.raw / "instruments/governance-2014"
    instrument.mkdir(parents=True)
    (instrument / "questions.csv").write_text("\n".join(["question", *OPTIONS]), "utf-8")
    options = [
        f"{question},{number}" for question, n in OPTIONS.items() for number in range(1, n + 1)
    ]
    (instrument / "options.csv").write_text("\n".join(["question,option", *options]), "utf-8")
    folder = project.raw / "preparation/2031"
    folder.mkdir(parents=True)
    for name, data in make_starter(project, "2031", 2031).items():
        (folder / name).write_bytes(data)
    return project


@pytest.fixture(scope="module")
def starter(project: Project) -> Questionnaire:
    questionnaire, faults = read_questionnaire(project.raw / "preparation/2031")
    assert questionnaire is not None, faults
    return questionnaire


def test_it_has_no_fault_and_pyxform_takes_it_without_a_warning(
    project: Project, starter: Questionnaire, tmp_path: Path
) -> None:
    assert read_checked(project, "2031")[1] == []
    made = convert(as_pyxform(starter), validate=False)
    assert made.warnings == []
    # the workbook with the study's own columns is the same form
    write_xlsx(starter, tmp_path / "form.xlsx")
    assert convert(str(tmp_path / "form.xlsx"), validate=False).xform == made.xform


def test_it_asks_about_every_area_and_element_of_the_framework(starter: Questionnaire) -> None:
    framework = ROOT / "data/raw/framework"
    areas = {row["area"] for row in read_records((framework / "areas.csv").read_bytes())}
    elements = {row["element"] for row in read_records((framework / "elements.csv").read_bytes())}
    assert {row.area for row in starter.rows_of("progress")} == areas
    for role in ("slows", "eases"):
        assert find_question_with_role(starter, role) == role
        assert {row.element for row in starter.rows_of(role)} == elements
        assert {row.scale for row in starter.rows_of(role)} == {"rising"}
    cases = [question for question in starter.questions if question.repeat]
    assert [len(each.choices) for each in cases if each.list_name == "sdg"] == [17]


def test_every_question_says_why_it_is_asked(starter: Questionnaire) -> None:
    assert [each.name for each in starter.answerable if not each.reason] == []
    asked_before = [each for each in starter.questions if each.same_as]
    assert {each.same_as for each in asked_before} == {f"governance-2014:{q}" for q in OPTIONS}
    assert all("not held here" in each.reason for each in asked_before)


def test_what_was_asked_before_had_these_options() -> None:
    asked = find_asked_before(Project(ROOT))
    numbers = {q: {str(number) for number in range(1, n + 1)} for q, n in OPTIONS.items()}
    assert {q: asked[f"governance-2014:{q}"] for q in OPTIONS} == numbers


def test_it_takes_less_than_forty_minutes_and_says_so(starter: Questionnaire) -> None:
    minutes = estimate_minutes(starter)
    assert 20 < minutes < 40
    assert f"about {minutes} minutes" in starter.by_name["introduction"].labels["en"]
    assert f"unos {minutes} minutos" in starter.by_name["introduction"].labels["es"]


def test_the_rule_for_the_time_gives_what_was_added_up_by_hand(tmp_path: Path) -> None:
    questionnaire, _ = read_questionnaire(write_folder(tmp_path / "q"))
    assert questionnaire is not None
    # three texts and the text for others, two of one choice, four numbers, several of four, a rank of three, a day, a file,
    # a matrix of two rows, a note: 80 + 30 + 300 + 27 + 33 + 15 + 60 + 31 + 10 = 586 seconds
    assert estimate_minutes(questionnaire) == 10


def test_spanish_is_formal_and_no_copy_of_the_english(starter: Questionnaire) -> None:
    words = [
        *(each.labels for each in starter.questions),
        *(each.hints for each in starter.questions if each.hints),
        *(choice.labels for each in starter.questions for choice in each.choices),
    ]
    assert [each["es"] for each in words if FAMILIAR.search(each["es"])] == []
    sentences = [each for each in words if each["en"].count(" ") > 2 and "–" not in each["en"]]
    countries = {each.labels["en"] for each in starter.by_name["country"].choices}
    assert [each for each in sentences if each["en"] == each["es"] not in countries] == []


def test_countries_are_all_there_in_both_languages(starter: Questionnaire) -> None:
    rows = read_records((ROOT / "data/raw/framework/countries.csv").read_bytes())
    choices = {choice.name: choice.labels for choice in starter.by_name["country"].choices}
    assert set(choices) == {row["country_code"] for row in rows}
    assert choices["DE"] == {"en": "Germany", "es": "Alemania"}
    # these two have other codes in the framework than in ISO 3166
    assert (choices["EL"]["es"], choices["UK"]["es"]) == ("Grecia", "Reino Unido")


def test_persons_are_in_the_contact_only_and_never_in_the_codebook(starter: Questionnaire) -> None:
    personal = {each.name for each in starter.answerable if each.personal}
    assert personal == {"respondent_name", "respondent_role", "respondent_email"}
    counted = make_codebook(starter)["questions"]["question"]
    assert not personal & {*counted}
    assert len(counted) > 30


def test_it_is_the_same_every_time_with_nothing_left_to_fill_in(project: Project) -> None:
    made = make_starter(project, "2031", 2031)
    assert made == make_starter(project, "2031", 2031)
    text = b"".join(made.values()).decode()
    assert "scs_2031" in text
    assert re.findall(r"(?<!\$)\{\w+\}", text) == []


def test_a_study_without_areas_elements_and_instruments_gets_one_that_passes(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path)
    framework = project.raw / "framework"
    framework.mkdir(parents=True)
    (framework / "areas.csv").write_text("area\nliving\n", "utf-8")
    (framework / "elements.csv").write_text("element\nmoney\n", "utf-8")
    (framework / "levers.csv").write_text("lever\ndata\n", "utf-8")
    (framework / "countries.csv").write_text("country_code,country\nZZZ,Aland\n", "utf-8")
    folder = project.raw / "preparation/2031"
    folder.mkdir(parents=True)
    for name, data in make_starter(project, "2031", 2031).items():
        (folder / name).write_bytes(data)
    assert read_checked(project, "2031")[1] == []
    questionnaire, _ = read_questionnaire(folder)
    assert questionnaire is not None
    # a matrix of one row compares nothing
    assert [each for each in questionnaire.questions if each.matrix or each.same_as] == []
