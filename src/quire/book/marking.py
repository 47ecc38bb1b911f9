"""What is marked in a draft: results that are not of now, values that changed since they were frozen, faults; each with its page.

How a page says it is in `notes`; who asks for it is `draft`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quire.book.links import ENDING, link_faults
from quire.book.notes import Mark
from quire.book.prose import written_faults
from quire.core.errors import Fault, Faults, StudyError
from quire.core.project import STUDY, Project
from quire.core.steps import RECORD, read_record
from quire.pipeline.errata import undeclared
from quire.pipeline.failures import read_failure
from quire.pipeline.notebooks import Notebook
from quire.pipeline.plan import NOTEBOOK, Plan, Run
from quire.pipeline.staleness import module_path
from quire.pipeline.vintages import versions
from quire.terminal import why
from quire.text.messages import _, ngettext

if TYPE_CHECKING:
    from quire.pipeline.differences import Difference

FIRST = 3
"""How many values of a page that changed since it was frozen are told."""


def prose_marks(
    project: Project, notebooks: Iterable[Notebook], pages: Mapping[str, Sequence[str]]
) -> dict[str, list[Mark]]:
    """What is wrong with the prose and the tags of each notebook, by its path."""
    return {
        notebook.where: [*fault_marks(written_faults(project, [notebook]), pages)]
        for notebook in notebooks
    }


def link_marks(
    project: Project, files: Mapping[str, bytes], pages: Collection[str]
) -> dict[str, list[Mark]]:
    """Dead links, by the file of the page that they are on, of these files."""
    marks: dict[str, list[Mark]] = {page: [] for page in pages}
    for fault, at in link_faults(project, files, pages).items():
        for page in at:
            marks[page].append(_mark(ENDING.sub("", page), fault))
    return marks


def run_marks(project: Project, plan: Plan) -> Iterator[Mark]:
    """The runs that failed, whose results are stale, or that have none."""
    for run in plan.runs:
        if not run.reasons:
            continue
        failure = read_failure(project, run)
        if failure is not None and failure.current:
            repair = _("To run it again: `{command}`", command=run.command)
            said = failure.said.removeprefix("failed ")
            files = (*_made_of(project, run), failure.notebook)
            yield Mark(run.page, "failed", said, repair, files)
            continue
        if (run.folder(project) / NOTEBOOK).is_file():
            kind, said = "stale", f"{why(run.reasons, 3)}."
            repair = _("To bring it up to date: `{command}`", command=run.command)
        else:
            kind, said = "missing", _("The page has its text and code, and no results.")
            repair = _("To run it: `{command}`", command=run.command)
        yield Mark(run.page, kind, said, repair, _made_of(project, run))


def frozen_marks(project: Project, plan: Plan, files: Mapping[str, bytes]) -> Iterator[Mark]:
    """Values that are not as they were frozen, on the page that they belong to."""
    for edition in dict.fromkeys(run.scope for run in plan.runs if run.scope != STUDY):
        index, where = f"editions/{edition}/index", f"data/published/{edition}"
        pages = {run.name: run.page for run in plan.runs if run.scope == edition}
        try:
            differences = undeclared(project, plan, edition)
        except StudyError as error:
            yield error_mark(error, index if f"{index}.md" in files else "")
            continue
        for page in dict.fromkeys(one.page for one in differences):
            changed = [one for one in differences if one.page == page]
            place = pages.get(page, index if f"{index}.md" in files else "")
            repair = _(
                "Take the change back, or declare it: `{command} diff {edition} --erratum` prints the entry",
                command=project.command,
                edition=f"{edition}@{versions(project, edition)[-1]}",
            )
            yield Mark(place, "changed", _say_changes(changed), repair, (where,))


def fault_marks(faults: Iterable[Fault], sources: Mapping[str, Sequence[str]]) -> Iterator[Mark]:
    """Faults on the pages that are made of their files, or on the first page; of many alike the first."""
    for fault in Faults(faults).shown:
        for page in sources.get(fault.file, [""]):
            yield _mark(page, fault)


def error_mark(error: StudyError, page: str = "") -> Mark:
    """An error as a mark."""
    said = f"{error.where}: {error.what}" if error.where else error.what
    return Mark(page, "fault", said, error.repair, (error.where.partition(":")[0],))


def sort_marks(project: Project, found: Iterable[Mark], pages: Collection[str]) -> tuple[Mark, ...]:
    """The marks, each once, what was changed last at the beginning; what is on no page is of the whole book."""

    def changed_at(mark: Mark) -> float:
        paths = [project.root / file for file in mark.files if file]
        return max((path.stat().st_mtime for path in paths if path.exists()), default=0.0)

    marks = sorted(found, key=changed_at, reverse=True)
    placed = [mark if mark.page in pages else replace(mark, page="") for mark in marks]
    return tuple(dict.fromkeys(placed))


def _made_of(project: Project, run: Run) -> tuple[str, ...]:
    """The notebook of a run, and the modules that are not what its result was made with."""
    record = read_record(run.folder(project) / RECORD)
    before = record.key.get("library", {}) if record else {}
    changed = [name for name, made in run.key["library"].items() if before.get(name) != made]
    paths = [module_path(project, name) for name in changed] if record else []
    return (run.notebook.where, *(project.relative(path) for path in paths if path))


def _mark(page: str, fault: Fault) -> Mark:
    return Mark(page, "fault", fault.said, fault.repair, (fault.file,))


def _say_changes(changed: Sequence[Difference]) -> str:
    """The first of some values that changed, each as it was and as it is."""
    nothing = _("nothing")
    said = [
        _(
            "{value}: before {before}, now {now}",
            value=" ".join(filter(None, [one.output, *dict(one.row).values(), one.column])),
            before=nothing if one.old is None else one.old,
            now=nothing if one.new is None else one.new,
        )
        for one in changed[:FIRST]
    ]
    rest = len(changed) - FIRST
    more = [ngettext("and {n} more value", "and {n} more values", rest)] if rest > 0 else []
    return "; ".join([*said, *more])
