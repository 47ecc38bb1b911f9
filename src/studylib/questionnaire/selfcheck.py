"""A questionnaire held against itself: everything that is wrong with it, in one report.

What concerns cells is in `sheetcheck`, questions in `questioncheck`, and what the study needs of them in `studycheck`.
"""

from __future__ import annotations

from collections.abc import Collection

from quire.core.errors import Fault
from quire.core.project import Project
from quire.tables.csvfiles import read_records
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.questioncheck import find_question_faults
from studylib.questionnaire.sheetcheck import Marker, find_pyxform_faults, find_sheet_faults
from studylib.questionnaire.studycheck import Asked, find_study_faults
from studylib.questionnaire.xlsform import SHEETS, read_questionnaire


def find_questionnaire_faults(project: Project) -> list[Fault]:
    """What is wrong with the questionnaires of all editions, below `data/raw/preparation`; an edition may have none."""
    faults = []
    for folder in sorted((project.raw / "preparation").glob("*")):
        if any((folder / f"{sheet}.csv").is_file() for sheet in SHEETS):
            faults += read_checked(project, folder.name)[1]
    return faults


def read_checked(project: Project, edition: str) -> tuple[Questionnaire | None, list[Fault]]:
    """The questionnaire of one edition, if it can be read, and what is wrong with it.

    It is held against the framework, and against what was asked before.
    """
    folder = project.raw / "preparation" / edition
    questionnaire, faults = read_questionnaire(folder, project.relative(folder))
    if questionnaire is None:
        return None, faults
    framework = project.raw / "framework"
    names = {
        key: {row[key] for row in _records(project, f"framework/{file}.csv")}
        for key, file in (("area", "areas"), ("element", "elements"))
        if (framework / f"{file}.csv").is_file()
    }
    asked = find_asked_before(project)
    return questionnaire, find_faults(questionnaire, names.get("area"), names.get("element"), asked)


def find_asked_before(project: Project) -> dict[str, set[str]]:
    """The options of every question of every instrument below `data/raw/instruments`, by `instrument:question`."""
    asked: dict[str, set[str]] = {}
    for path in sorted((project.raw / "instruments").glob("*/questions.csv")):
        instrument = path.parent.name
        for row in _records(project, f"instruments/{instrument}/questions.csv"):
            asked[f"{instrument}:{row.get('question', '')}"] = set()
        for row in _records(project, f"instruments/{instrument}/options.csv"):
            key = f"{instrument}:{row.get('question', '')}"
            asked.setdefault(key, set()).add(row.get("option", ""))
    return asked


def _records(project: Project, file: str) -> list[dict[str, str]]:
    path = project.raw / file
    try:
        return read_records(path.read_bytes()) if path.is_file() else []
    except UnicodeDecodeError:
        return []  # whoever reads the table itself reports it


def find_faults(
    questionnaire: Questionnaire,
    areas: Collection[str] | None = None,
    elements: Collection[str] | None = None,
    asked: Asked | None = None,
) -> list[Fault]:
    """Everything that is wrong with a questionnaire.

    Parameters
    ----------
    areas, elements
        Those of the framework; not looked at if left out.
    asked
        Questions of other instruments that `same_as` may name; not looked at if left out.

    Returns
    -------
    list
        By file, row and column. What pyxform refuses is asked once the study's own rules are kept.
    """
    mark = Marker(questionnaire)
    faults = [
        *find_sheet_faults(mark),
        *find_question_faults(mark),
        *find_study_faults(mark, areas, elements, asked),
    ]
    return sorted(set(faults)) or find_pyxform_faults(questionnaire)
