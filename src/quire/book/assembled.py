"""The assembled book, put together anew only as far as anything changed since it was put together last.

If nothing changed but words, of notebooks or of pages that people write, then the pages that show them are all that is made: those
of runs here, others by the study (`study.Study.renewed`). If runs changed, and somebody waits for pages of theirs, these are made at
once and all others the next time. All else makes every file anew. A file that comes out as it was is left alone, so that Sphinx does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from quire.book.dependencies import EXTENSIONS, digests_of, made_of
from quire.book.links import PAGE, find_places, read_parts
from quire.book.revisions import CODE, archive_name, code_files, revision
from quire.book.run_pages import lead, run_files
from quire.book.templating import Templates
from quire.book.translated import say_plan
from quire.core.project import Project, digest_json, write_atomically
from quire.core.steps import RECORD
from quire.languages.catalogues import language_of
from quire.pipeline.plan import Plan
from quire.pipeline.staleness import environment, library_digests
from quire.study import load_study
from quire.tables.origins import RawFiles
from quire.tables.spreadsheets import to_spreadsheet
from quire.text.languages import speaking


@dataclass
class Made:
    """What an assembled book was made of, for whoever brings it up to date.

    Attributes
    ----------
    around
        A digest of all that its files depended on, but words that stand on their own page alone, and runs.
    runs
        A digest of each run with its results, by its id; of those that all pages were made with.
    words
        A digest of each notebook, and of each page that people write, by its path; of those whose pages could be made.
    leads
        The lead of each notebook, by its path.
    """

    around: str = ""
    runs: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Renewal:
    """What was done to bring an assembled book up to date.

    Attributes
    ----------
    files
        All files of the book.
    moved
        Whether a file changed that belongs to no page, such as a style sheet.
    gone
        Whether there were files that there are no more.
    whole
        Whether all of them were made anew.
    behind
        Whether pages that nobody waits for show results that are older than the last ones.
    shown
        The plan with the runs only whose pages were made anew.
    before
        The pages that were made anew, and are not all of the book, as they were.
    """

    files: Mapping[str, bytes]
    moved: bool
    gone: bool
    whole: bool
    behind: bool
    shown: Plan
    before: Mapping[str, bytes]

    def list_pages(self) -> list[str]:
        """Files of the pages whose links may be dead now: where a heading is gone, on any page."""
        pages = [name for name in self.files if name.endswith(PAGE)]
        if self.whole:
            return pages
        gone = any(
            _places(name, old) - _places(name, self.files[name])
            for name, old in self.before.items()
        )
        return pages if gone else [*self.before]


class Assembled(Mapping[str, bytes]):
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


def bring_up_to_date(
    project: Project, made: Made, plan: Plan, viewed: Collection[str] = ()
) -> Renewal:
    """Bring the files of the assembled book up to date.

    Parameters
    ----------
    project
        The checkout.
    made
        What it was made of; afterwards, what it is made of now.
    plan
        The runs of the book.
    viewed
        Names of pages in view. If only runs changed, and all of these are pages of runs, then no other is made anew.

    Raises
    ------
    StudyError
        Whatever the study says when it cannot make a file. Files that were there are as they were.
    """
    last = Assembled(project.book)
    around, words = _digest_around(project, plan), _digest_words(project, plan)
    runs = _digest_runs(project, plan)
    known = last and made.around == around
    pages = {run.page: run.id for run in plan.runs}
    behind = bool(known and runs != made.runs and viewed and pages.keys() >= {*viewed})
    if known and (runs == made.runs or behind):
        changed = {path for path, digest in words.items() if made.words.get(path) != digest}
        waited_for = {pages[page] for page in viewed} if behind else set()
        renewed = {id for id in waited_for if made.runs.get(id) != runs[id]}
        shown = [run for run in plan.runs if run.notebook.where in changed or run.id in renewed]
        some = replace(plan, runs=tuple(shown))
        files = _make_some(project, plan, some, made, last, changed)
        before = {name: last[name] for name in files if name.endswith(PAGE)}
        renewal = Renewal(last, _write(project, files), False, False, behind, some, before)
    else:
        files = _as_written(load_study(project).contents(project, plan))
        gone = {*last} - {*files}
        renewal = Renewal(files, _write(project, files), bool(gone), True, False, plan, {})
        for name in gone:
            (project.book / name).unlink()
    made.around, made.words, made.leads = around, words, _leads(plan)
    made.runs = made.runs if behind else runs
    for page in plan.unmade:  # to be tried again
        made.words.pop(_source(project, plan, page), None)
    return renewal


def _make_some(
    project: Project,
    plan: Plan,
    shown: Plan,
    made: Made,
    last: Mapping[str, bytes],
    changed: set[str],
) -> dict[str, bytes]:
    """Files that show words which changed, and pages of some runs."""
    if not changed and not shown.runs:
        return {}
    leads = _leads(plan)
    leading = {where for where, said in leads.items() if made.leads.get(where) != said}
    written = (changed - {*leads}) | leading
    with speaking(language_of(project)):
        plan, shown = say_plan(project, plan), say_plan(project, shown)
        templates = Templates(project.authored / "templates")
        files = run_files(project, shown, RawFiles(project), templates)
        if written:
            files |= load_study(project).renewed(project, plan, written, last)
    if archive_name(project) in last:
        files |= code_files(project)
    return _as_written(files)


def _digest_around(project: Project, plan: Plan) -> str:
    maker = "quire.book.draft" if project.draft else "quire.book.build"
    makers = [maker, *EXTENSIONS, load_study(project).makers["book"]]
    written = {*_written(project)}
    files = [path for path in made_of(project) if path not in written]
    names = sorted(project.relative(path) for path in written)
    parts = [digests_of(project, files), names, library_digests(project, makers)]
    # a page may be called by its title anywhere
    ids = [[run.id, run.title or run.notebook.title] for run in plan.runs]
    # a draft is made while people change files: its pages may name the commit of a moment ago
    stands = {} if project.draft else asdict(revision(project, CODE))
    return digest_json([*parts, environment(project), dict(plan.held), ids, stands])


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


def _as_written(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What goes out with the data package stays as it is; a table for readers gets what spreadsheets need."""
    return {
        name: to_spreadsheet(data) if name.endswith(".csv") else data
        for name, data in files.items()
    }


def _write(project: Project, files: Mapping[str, bytes]) -> bool:
    """Write what is not there yet as it should be; say whether a file changed that belongs to no page."""
    moved = False
    for name, data in files.items():
        path = project.book / name
        if not holds(path, data):
            write_atomically(path, data)
            moved |= not name.endswith(PAGE)
    return moved


def holds(path: Path, data: bytes) -> bool:
    """Whether a file is there with these bytes."""
    return path.is_file() and path.read_bytes() == data
