"""Which forms there are, and writing them into `build/forms/<edition>/`: all of them, or none if the questionnaire has a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from quire.core.errors import Faults, StudyError, nearest
from quire.core.folders import write_together
from quire.core.project import Project, recover
from quire.printing.papers import print_paper
from quire.printing.word import write_word
from studylib.charts.palette import PRINT
from studylib.data.editions import load_edition
from studylib.data.fieldwork_files import FOLDER
from studylib.forms.ddi import write_ddi
from studylib.forms.limesurvey import write_limesurvey
from studylib.forms.paper import make_paper
from studylib.forms.sheet import write_sheet
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.selfcheck import read_checked
from studylib.questionnaire.timing import estimate_minutes
from studylib.questionnaire.xlsform import to_xlsx

WHOLE: Mapping[str, tuple[str, Callable[[Questionnaire], bytes]]] = {
    "xlsx": ("xlsform.xlsx", to_xlsx),
    "limesurvey": ("limesurvey.txt", write_limesurvey),
    "ddi": ("codebook.xml", write_ddi),
}
"""Forms that hold all languages: name of the file, and what writes it."""

KINDS = ("xlsx", "limesurvey", "sheet", "docx", "pdf", "ddi")


def write_forms(
    project: Project, edition: str, kinds: Sequence[str] = KINDS, language: str = ""
) -> tuple[list[Path], int]:
    """Write the forms of an edition.

    Parameters
    ----------
    project
        The checkout.
    edition
        Its id.
    kinds
        Some of `KINDS`.
    language
        Of the forms that have one language; all of the questionnaire's if left out.

    Returns
    -------
    tuple
        The files, and the minutes that it takes to answer, see `questionnaire.timing`.

    Raises
    ------
    StudyError
        If there is no such edition, kind or language.
    Faults
        With every fault of the questionnaire; nothing was written.
    """
    load_edition(project, edition)
    questionnaire = read_sound(project, edition)
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong:
        raise StudyError(
            f"there is no form {wrong[0]!r}", where="--kind", repair=nearest(wrong[0], KINDS)
        )
    if language and language not in questionnaire.languages:
        what = f"the questionnaire has no words in {language!r}"
        repair = nearest(language, questionnaire.languages)
        raise StudyError(what, where="--language", repair=repair)
    languages = (language,) if language else questionnaire.languages
    files = dict(_make(project, questionnaire, kinds, languages))
    folder = project.build / "forms" / edition
    recover(project)
    write_together({folder / name: data for name, data in files.items()})
    return [folder / name for name in files], estimate_minutes(questionnaire)


def read_sound(project: Project, edition: str) -> Questionnaire:
    """The questionnaire of an edition.

    Raises
    ------
    Faults
        With everything that is wrong with it.
    """
    questionnaire, faults = read_checked(project, edition)
    if questionnaire is None or faults:
        raise Faults(faults, where=project.relative(project.raw / FOLDER / edition))
    return questionnaire


def _make(
    project: Project, questionnaire: Questionnaire, kinds: Sequence[str], languages: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, in the order of `KINDS`."""
    for kind in [kind for kind in KINDS if kind in kinds]:
        if kind in WHOLE:
            name, write = WHOLE[kind]
            yield name, write(questionnaire)
            continue
        for language in languages:
            if kind == "sheet":
                yield f"sheet-{language}.xlsx", write_sheet(questionnaire, language)
            elif kind == "docx":
                yield f"form-{language}.docx", write_word(make_paper(questionnaire, language))
            else:
                paper = make_paper(questionnaire, language)
                yield f"form-{language}.pdf", print_paper(paper, project.authored / "print", PRINT)
