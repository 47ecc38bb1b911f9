"""The check: everything that is wrong with raw data, notebooks, choices and names, and that can be said without a run."""

from __future__ import annotations

from collections.abc import Sequence

from quire.book.prose import written_faults
from quire.book.references import reference_faults
from quire.book.wording import wording_faults
from quire.core.errors import Fault, Faults, StudyError
from quire.core.project import Project
from quire.lab.cleaning import unclean_faults
from quire.languages.catalogues import list_languages
from quire.languages.filling import find_lacks
from quire.pipeline.notebooks import list_notebooks
from quire.pipeline.plan import plan_with_faults
from quire.pipeline.preparation import preview
from quire.study import load_study


def check_study(project: Project) -> Sequence[str]:
    """Check all raw data and all notebooks, and say in lines what the data hold.

    Raises
    ------
    Faults
        With everything that is wrong.
    """
    notebooks, faults = list_notebooks(project)
    faults += [*written_faults(project, notebooks), *wording_faults(project, notebooks)]
    faults += unclean_faults(project)
    try:
        lines = load_study(project).check(project)
    except Faults as error:
        raise Faults([*error.faults, *faults], where=error.where) from None
    faults += _plan_faults(project)
    if faults:
        raise Faults(faults, where="notebooks")
    return lines


def check_languages(project: Project) -> Sequence[str]:
    """Hold the catalogues of all languages against the texts that there are, and say in a line of each language that it has all.

    Raises
    ------
    Faults
        With every text that has no words, or old ones.
    """
    own = load_study(project).texts(project)
    languages = list_languages(project)
    faults = [fault for id in languages for fault in find_lacks(project, id, own)]
    if faults:
        raise Faults(faults, where="locale")
    return [f"{id}: all texts have words" for id in languages] or [
        "no language but that of the source"
    ]


def _plan_faults(project: Project) -> list[Fault]:
    """What is wrong between notebooks, editions and tables, and names in prose."""
    try:
        plan, faults = plan_with_faults(project, preview(project))
    except Faults as error:
        return list(error.faults)
    except StudyError as error:
        return [Fault(error.where, 0, "", "", error.what, error.repair)]
    return [*faults, *reference_faults(project, plan)]
