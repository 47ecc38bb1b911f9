"""The files of a draft and what is to be marked in it, both anew only as far as anything changed.

What is remembered from one draft to the next stands in `Memory`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from quire.book.assembled import Assembled, Made, Renewal, bring_up_to_date, holds
from quire.book.links import ENDING
from quire.book.marking import (
    error_mark,
    fault_marks,
    frozen_marks,
    link_marks,
    prose_marks,
    run_marks,
)
from quire.book.notes import Mark
from quire.core.errors import Fault, Faults, StudyError, as_study_error
from quire.core.project import Project, to_json, write_atomically
from quire.core.steps import digest_outputs
from quire.pipeline.plan import Plan, plan_with_faults
from quire.pipeline.preparation import Preparation, prepare, preview
from quire.pipeline.runs import Busy, only_one
from quire.pipeline.selection import of_book, without_faults
from quire.text.messages import _

LAST_GOOD, MEMORY = "notebooks", "draft.json"
"""Below the folder of a draft: the notebooks as they were when they last had no fault, and what is remembered."""

FROZEN = "frozen"


@dataclass
class Memory(Made):
    """What a draft has to know of the one before.

    Attributes
    ----------
    found
        What was marked of what is looked at only when it changed: by `frozen`, path of a notebook, or file of a page.
    warnings
        What Sphinx warned of, by page, since it says nothing of one that it leaves as it is.
    noted
        Pages with notes.
    """

    found: dict[str, list[Mark]] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, project: Project) -> Memory:
        """What the draft before left; nothing if there was none, or a kill has spoiled it."""
        try:
            data = json.loads(_memory(project).read_bytes())
            data["found"] = {key: [*map(_as_mark, found)] for key, found in data["found"].items()}
            return cls(**data)
        except (OSError, ValueError, TypeError, KeyError):
            return cls()

    def keep(self, project: Project) -> None:
        """Leave it to the next draft."""
        write_atomically(_memory(project), to_json(asdict(self)))


class Outlook(NamedTuple):
    """What a draft is to be made of: all runs, the faults that keep some out, and what is marked as the data have faults."""

    runs: Plan
    faults: Sequence[Fault]
    found: list[Mark]


def look_ahead(project: Project) -> Outlook:
    """Bring the tables up to date as far as they can be, and find what a draft is to be made of."""
    tables, found = _tables(project)
    return Outlook(*plan_with_faults(project, tables, _last_good(project)), found)


@dataclass(frozen=True)
class Together:
    """The assembled book, brought up to date as far as it can be made.

    Attributes
    ----------
    names
        Of its files.
    moved
        Whether a file changed that belongs to no page, such as a style sheet.
    plan
        All runs but those that have faults or read what has some; None if it could not be worked out.
    behind
        Whether pages that nobody waits for show results that are older than the last ones.
    look
        Finds what is to be marked, which can be done while the pages are rendered.
    """

    names: set[str]
    moved: bool
    plan: Plan | None
    behind: bool
    look: Callable[[], list[Mark]]


def put_together(
    project: Project, memory: Memory, outlook: Outlook | None = None, viewed: Collection[str] = ()
) -> Together:
    """Bring the files of the assembled book up to date, as far as they can be made; parameters as of `draft.build_draft`."""
    try:
        all_runs, faults, found = outlook or look_ahead(project)
        plan = of_book(project, all_runs)
        renewal = bring_up_to_date(project, memory, plan, viewed)
    except Exception as error:
        # a draft refuses nothing, whatever the cause: the one before stays
        last, said = Assembled(project.book), as_study_error(error, project.root)
        if not last:
            raise said from error
        return Together({*last}, False, None, False, lambda: [error_mark(said)])
    _keep_good(project, plan, {fault.file for fault in faults})

    def look_at_them() -> list[Mark]:
        try:
            memory.found = _look(project, plan, renewal, memory.found)
            marks = [*found, *run_marks(project, plan), *fault_marks(faults, _pages(plan))]
        except Exception as error:
            memory.around = ""
            return [error_mark(as_study_error(error, project.root))]
        marks += [one for some in memory.found.values() for one in some]
        unmade = plan.unmade.items()
        return marks + [error_mark(error, ENDING.sub("", page)) for page, error in unmade]

    runs = without_faults(all_runs, faults)
    return Together({*renewal.files}, renewal.moved, runs, renewal.behind, look_at_them)


def _look(
    project: Project, plan: Plan, renewal: Renewal, before: Mapping[str, list[Mark]]
) -> dict[str, list[Mark]]:
    """What is to be marked where something was made anew, and what was marked elsewhere."""
    kept = {FROZEN: [*frozen_marks(project, plan, renewal.files)]} if renewal.whole else before
    return {
        **kept,
        **prose_marks(project, renewal.shown.notebooks, _pages(plan)),
        **link_marks(project, renewal.files, renewal.list_pages()),
    }


def _pages(plan: Plan) -> dict[str, list[str]]:
    """The pages that each notebook becomes, by its path."""
    pages: dict[str, list[str]] = {}
    for run in plan.runs:
        pages.setdefault(run.notebook.where, []).append(run.page)
    return pages


def _tables(project: Project) -> tuple[Preparation, list[Mark]]:
    """The processed tables, written anew if raw data changed; as they are if these have faults, or if a run is under way."""
    try:
        seen = preview(project)
    except StudyError as error:
        faults = error.faults if isinstance(error, Faults) else ()
        found = [*fault_marks(faults, {})] if faults else [error_mark(error)]
        what = _("The tables stay as they were, as there are faults in the data.")
        found.append(Mark("", "fault", what, f"`{project.command} check`"))
        return Preparation(digest_outputs(project.processed), ()), found
    if not seen.reasons:
        return seen, []
    try:
        with only_one(project):
            return prepare(project), []
    except Busy as error:
        what = _("Another command is at work in this checkout; the tables are as they were.")
        return seen, [Mark("", "waiting", what, error.repair)]
    except StudyError as error:
        return seen, [error_mark(error)]


def _last_good(project: Project) -> dict[str, bytes]:
    """What notebooks held when they last had no fault, by their paths."""
    folder = project.book.parent / LAST_GOOD
    return {
        project.relative(project.notebooks / path.relative_to(folder)): path.read_bytes()
        for path in folder.glob("*/*.ipynb")
    }


def _keep_good(project: Project, plan: Plan, wrong: set[str]) -> None:
    """Keep notebooks without faults for the day that they have some."""
    folder = project.book.parent / LAST_GOOD
    for notebook in plan.notebooks:
        path = folder / (project.root / notebook.where).relative_to(project.notebooks)
        data = to_json(notebook.data)
        if notebook.where not in wrong and not holds(path, data):
            write_atomically(path, data)


def _memory(project: Project) -> Path:
    return project.html.parent / MEMORY


def _as_mark(data: Any) -> Mark:
    return Mark(**{**data, "files": tuple(data["files"])})
