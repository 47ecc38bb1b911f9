"""The forms of an edition: all of them or none, and what the tools of others say of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import PREPARING, write_yaml
from pyxform.xls2xform import convert
from questionnaires import SURVEY, write_folder

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from studylib.forms.files import write_forms

EDITION = "2027"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with an edition in preparation and its questionnaire."""
    (tmp_path / "data/raw/editions").mkdir(parents=True)
    write_yaml(tmp_path / "data/raw/editions" / f"{EDITION}.yml", PREPARING)
    write_folder(tmp_path / "data/raw/preparation" / EDITION)
    return Project(tmp_path)


def test_all_forms_are_written_those_of_words_in_each_language(project: Project) -> None:
    paths, minutes = write_forms(project, EDITION)
    assert minutes > 0
    assert {path.parent for path in paths} == {project.build / "forms" / EDITION}
    assert [path.name for path in paths] == [
        *("xlsform.xlsx", "limesurvey.txt", "sheet-en.xlsx", "sheet-es.xlsx"),
        *("form-en.docx", "form-es.docx", "form-en.pdf", "form-es.pdf", "codebook.xml"),
    ]
    assert all(path.stat().st_size for path in paths)


def test_forms_can_be_chosen_by_kind_and_language(project: Project) -> None:
    paths, _ = write_forms(project, EDITION, ["sheet", "xlsx"], "es")
    assert [path.name for path in paths] == ["xlsform.xlsx", "sheet-es.xlsx"]


def test_the_form_for_kobo_passes_pyxform(project: Project) -> None:
    (path,), _ = write_forms(project, EDITION, ["xlsx"])
    xform = convert(path, validate=False).xform
    assert "Are there night trains?" in xform
    assert "¿Hay trenes nocturnos?" in xform


@pytest.mark.parametrize(
    ("edition", "kinds", "language", "said"),
    [
        ("2028", ["xlsx"], "", "edition '2028' is unknown"),
        (EDITION, ["excel"], "", "there is no form 'excel'"),
        (EDITION, ["sheet"], "fr", "the questionnaire has no words in 'fr'"),
    ],
)
def test_what_is_not_there_is_named(
    edition: str, kinds: list[str], language: str, said: str, project: Project
) -> None:
    with pytest.raises(StudyError, match=said):
        write_forms(project, edition, kinds, language)
    assert not project.build.exists()


def test_a_questionnaire_with_faults_is_written_in_no_form(project: Project) -> None:
    wrong = SURVEY.replace("select_one yesno", "select_one nowhere").replace(",lines,", ",,")
    write_folder(project.raw / "preparation" / EDITION, wrong)
    with pytest.raises(Faults) as raised:
        write_forms(project, EDITION)
    assert len(raised.value.faults) > 1
    assert not project.build.exists()


def test_an_edition_without_a_questionnaire_says_how_to_get_one(project: Project) -> None:
    for path in (project.raw / "preparation" / EDITION).glob("*"):
        path.unlink()
    with pytest.raises(Faults, match="study new"):
        write_forms(project, EDITION)
