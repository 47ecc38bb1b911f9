"""The files of a draft and what is to be marked in it, put together anew only as far as anything changed.

What is remembered from one draft to the next stands in `Memory`. If nothing changed but words, of notebooks or of pages that people
write, then the pages that show them are all that is made: those of runs here, others by the study (`study.Study.renewed`). If runs
changed, and somebody waits for pages of theirs, these are made at once and all others with the next draft.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from quire.book.build import EXTENSIONS, digests_of, made_of
from quire.book.links import ENDING, PAGE, find_places, read_parts
from quire.book.marking import (
    error_mark,
    fault_marks,
    frozen_marks,
    link_marks,
    prose_marks,
    run_marks,
)
from quire.book.notes import Mark
from quire.book.revisions import archive_name, code_files
from quire.book.run_pages import lead, run_files
from quire.book.templating import Templates
from quire.core.errors import Fault, Faults, StudyError, as_study_error
from quire.core.project import Project, digest_json, to_json, write_atomically
from quire.core.steps import RECORD, digest_outputs
from quire.pipeline.plan import Plan, plan_with_faults
from quire.pipeline.preparation import Preparation, prepare, preview
from quire.pipeline.runs import Busy, only_one
from quire.pipeline.selection import of_book, without_faults
from quire.pipeline.staleness import environment, library_digests
from quire.study import load_study
from quire.tables.origins import RawFiles
from quire.tables.spreadsheets import to_spreadsheet
from quire.text.messages import _

LAST_GOOD, MEMORY = "notebooks", "draft.json"
"""Below the folder of a draft: the notebooks as they were when they last had no fault, and what is remembered."""

FROZEN = "frozen"


@dataclass
class Memory:
    """What a draft has to know of the one before.

    Attributes
    ----------
    around
        A digest of all that its files depended on, but words and runs.
    runs
        A digest of each run with its results, by its id; of those that all pages were made with.
    words
        A digest of each notebook, and of each page that people write, by its path; of those whose pages could be made.
    leads
        The lead of each notebook, by its path.
    found
        What was marked of what is looked at only when it changed: by `frozen`, path of a notebook, or file of a page.
    warnings
        What Sphinx warned of, by page, since it says nothing of one that it leaves as it is.
    noted
        Pages with notes.
    """

    around: str = ""
    runs: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
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
    last = _Assembled(project.book)
    behind = False
    try:
        all_runs, faults, found = outlook or look_ahead(project)
        plan = of_book(project, all_runs)
        around, words = _digest_around(project, plan), _digest_words(project, plan)
        runs = _digest_runs(project, plan)
        known = last and memory.around == around
        pages = {run.page: run.id for run in plan.runs}
        behind = bool(known and runs != memory.runs and viewed and pages.keys() >= {*viewed})
        if known and (runs == memory.runs or behind):
            changed = {path for path, made in words.items() if memory.words.get(path) != made}
            waited_for = {pages[page] for page in viewed} if behind else set()
            renewed = {id for id in waited_for if memory.runs.get(id) != runs[id]}
            names = {*last}
            moved, look = _renew(project, plan, memory, last, changed, renewed)
        else:
            files = _as_written(load_study(project).contents(project, plan))
            names, moved = {*files}, _write(project, files)
            _sweep(project, names)
            memory.found, look = {}, partial(_look_at_all, project, plan, files)
    except Exception as error:
        # a draft refuses nothing, whatever the cause: the one before stays
        said = as_study_error(error, project.root)
        if not last:
            raise said from error
        return Together({*last}, False, None, False, lambda: [error_mark(said)])
    memory.around, memory.words, memory.leads = around, words, _leads(plan)
    memory.runs = memory.runs if behind else runs
    for page in plan.unmade:  # to be tried again
        memory.words.pop(_source(project, plan, page), None)
    _keep_good(project, plan, {fault.file for fault in faults})

    def look_at_them() -> list[Mark]:
        try:
            memory.found |= look()
            marks = [*found, *run_marks(project, plan), *fault_marks(faults, _pages(plan))]
        except Exception as error:
            memory.around = ""
            return [error_mark(as_study_error(error, project.root))]
        marks += [one for some in memory.found.values() for one in some]
        unmade = plan.unmade.items()
        return marks + [error_mark(error, ENDING.sub("", page)) for page, error in unmade]

    return Together(names, moved, without_faults(all_runs, faults), behind, look_at_them)


def _renew(
    project: Project,
    plan: Plan,
    memory: Memory,
    last: _Assembled,
    changed: set[str],
    renewed: set[str],
) -> tuple[bool, Callable[[], dict[str, list[Mark]]]]:
    """Make the pages anew that show words which changed, and those of some runs.

    What looks at them comes back, after whether another file moved.
    """
    if not changed and not renewed:
        return False, dict
    leads = _leads(plan)
    shown = (run for run in plan.runs if run.notebook.where in changed or run.id in renewed)
    moved_on = replace(plan, runs=tuple(shown))
    templates = Templates(project.authored / "templates")
    files = run_files(project, moved_on, RawFiles(project), templates)
    written = changed - {*leads}
    leading = {where for where, said in leads.items() if memory.leads.get(where) != said}
    if written or leading:
        files |= load_study(project).renewed(project, plan, written | leading, last)
    if archive_name(project) in last:
        files |= code_files(project)
    files = _as_written(files)
    before = {name: last[name] for name in files if name.endswith(PAGE)}
    moved = _write(project, files)

    def look() -> dict[str, list[Mark]]:
        gone = any(_places(name, old) - _places(name, files[name]) for name, old in before.items())
        # where a heading is gone, links on any page may be dead
        looked_at = [name for name in last if name.endswith(PAGE)] if gone else [*before]
        return {
            **prose_marks(project, moved_on.notebooks, _pages(plan)),
            **link_marks(project, last, looked_at),
        }

    return moved, look


def _look_at_all(project: Project, plan: Plan, files: Mapping[str, bytes]) -> dict[str, list[Mark]]:
    return {
        FROZEN: [*frozen_marks(project, plan, files)],
        **prose_marks(project, plan.notebooks, _pages(plan)),
        **link_marks(project, files, [name for name in files if name.endswith(PAGE)]),
    }


class _Assembled(Mapping[str, bytes]):
    """The files of the assembled book as they are on disk, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        self._names = dict.fromkeys(path.relative_to(folder).as_posix() for path in paths)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _digest_around(project: Project, plan: Plan) -> str:
    makers = ["quire.book.draft", *EXTENSIONS, load_study(project).makers["book"]]
    written = {*_written(project)}
    files = [path for path in made_of(project) if path not in written]
    names = sorted(project.relative(path) for path in written)
    parts = [digests_of(project, files), names, library_digests(project, makers)]
    ids = [run.id for run in plan.runs]
    return digest_json([*parts, environment(project), dict(plan.held), ids])


def _digest_runs(project: Project, plan: Plan) -> dict[str, str]:
    """A digest of each run with its results, by its id."""
    return {
        run.id: digest_json(
            [run.key, run.reasons, digests_of(project, [run.folder(project) / RECORD])]
        )
        for run in plan.runs
    }


def _written(project: Project) -> list[Path]:
    """The pages that people write."""
    pages = [*project.authored.glob("*.md"), project.root / "docs" / "methodology.md"]
    return [path for path in pages if path.is_file()]


def _digest_words(project: Project, plan: Plan) -> dict[str, str]:
    """A digest of each notebook and of each page that people write, by its path."""
    notebooks = {one.where: digest_json(one.data["cells"]) for one in plan.notebooks}
    return {**notebooks, **digests_of(project, _written(project))}


def _leads(plan: Plan) -> dict[str, str]:
    return {one.where: lead(one.data["cells"]) for one in plan.notebooks}


def _places(name: str, page: bytes) -> set[str]:
    return {*find_places(part.text for part in read_parts(name, page))}


def _source(project: Project, plan: Plan, page: str) -> str:
    """What people edit of a page, from the top."""
    runs = {f"{run.page}.ipynb": run.notebook.where for run in plan.runs}
    return runs.get(page) or project.relative(project.authored / page)


def _pages(plan: Plan) -> dict[str, list[str]]:
    """The pages that each notebook becomes, by its path."""
    pages: dict[str, list[str]] = {}
    for run in plan.runs:
        pages.setdefault(run.notebook.where, []).append(run.page)
    return pages


def _as_written(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name: to_spreadsheet(data) if name.endswith(".csv") else data
        for name, data in files.items()
    }


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
        if notebook.where not in wrong and not _holds(path, data):
            write_atomically(path, data)


def _write(project: Project, files: Mapping[str, bytes]) -> bool:
    """Write what is not there yet as it should be; say whether a file changed that belongs to no page."""
    moved = False
    for name, data in files.items():
        path = project.book / name
        if not _holds(path, data):
            write_atomically(path, data)
            moved |= not name.endswith(PAGE)
    return moved


def _sweep(project: Project, names: Iterable[str]) -> None:
    """Remove files of the draft before that there are no more."""
    for name in {*_Assembled(project.book)} - {*names}:
        (project.book / name).unlink()


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _memory(project: Project) -> Path:
    return project.html.parent / MEMORY


def _as_mark(data: Any) -> Mark:
    return Mark(**{**data, "files": tuple(data["files"])})
