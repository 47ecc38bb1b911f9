"""Building the book: assembled into `build/book`, rendered by Jupyter Book, put in place only when it is whole.

What the book is made of is decided by the study.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quire.book.links import check_links, find_notebook
from quire.book.prose import check_written
from quire.book.renderer import FIXED
from quire.book.revisions import code_key
from quire.core.errors import StudyError
from quire.core.folders import fresh_folder, put_in_place
from quire.core.project import Project, digest_file, recover
from quire.core.steps import RECORD, Step
from quire.languages.catalogues import list_catalogues, list_languages, name_languages
from quire.pipeline.known_modules import keep_modules
from quire.pipeline.runs import open_build
from quire.pipeline.staleness import environment, library_digests
from quire.study import load_study
from quire.tables.spreadsheets import to_spreadsheet

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan

SCRIPT = """\
import sys
from quire.kernels.server import die_with_parent
die_with_parent(int(sys.argv.pop(1)))
from jupyter_book.cli.main import main
main()
"""
COMMAND = (sys.executable, "-c", SCRIPT)
OPTIONS = ("--all", "-W", "-n", "--keep-going", "-q")
INTERNAL = "internal book"
INDEX = "index.html"
LOOKS = ("templates", "theme")
EXTENSIONS = (
    "quire.book.addressing",
    "quire.book.quiet_pages",
    "quire.book.wayfinding",
    "quire.book.safe_pages",
    "quire.book.formula_pages",
    "quire.book.theme_words",
    "quire.book.searching",
)
"""What Sphinx loads of ours, without an import here."""

LEFT_OVER = (".buildinfo", ".buildinfo.bak", ".nojekyll", "objects.inv")
"""Files for rebuilding or for other books, of no use to a reader."""

WARNING = re.compile(
    r"^(?P<place>.*?):(?:(?P<line>\d+):)? (?P<kind>WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$"
)
RENDERED = re.compile(r"(\S+)\.html has ")
"""How `safe_pages` begins what it says of a page that was made."""

CODES = re.compile("\x1b\\[[0-9;]*m")
CELL = 10_000
"""MyST-NB counts the lines of a notebook as cell times this plus the line in the cell."""


def assemble(project: Project) -> Path:
    """Write the assembled book: what Jupyter Book is given.

    Raises
    ------
    StudyError
        If a run is missing or stale, or a page asks for what there is not.
    """
    return _assemble(project, plan_book(project))


def build(project: Project, *, force: bool = False) -> Path:
    """Build the book in its language, unless it is the right one already.

    Parameters
    ----------
    project
        The checkout. If it is internal the book shows editions that are not published, too, and lies elsewhere.
    force
        Build it even so.

    Returns
    -------
    Path
        The book's first page. A book that was there stays, whole, until the new one is complete.

    Raises
    ------
    StudyError
        If a run is missing or stale, a published value changed without an erratum, or Jupyter Book warns of anything; then the
        last good book is still there.
    """
    plan = plan_book(project)
    with alone(project):
        step = book_step(project, plan)
        keep_modules(project)
        if force or step.why_stale():
            make_book(project, plan, step)
    return project.html / INDEX


def make_book(project: Project, plan: Plan, step: Step) -> None:
    """Make the book of a plan, for whoever is alone (`alone`)."""
    from quire.pipeline.errata import check_published

    check_published(project, plan)
    source = _assemble(project, plan)
    with fresh_folder(project.html) as scratch:
        put_in_place(_render(project, source, scratch), project.html)
    step.keep_record()


def book_step(project: Project, plan: Plan) -> Step:
    """The book with everything that it depends on: files it is made of, the library that makes it, the environment."""
    from quire.pipeline.selection import of_book

    plan = of_book(project, plan)
    files = made_of(project)
    for run in plan.runs:
        files += [project.root / run.notebook.where, run.folder(project) / RECORD]
    key = {
        "files": digests_of(project, files),
        "languages": name_languages(project),
        "library": library_digests(
            project, ["quire.book.build", *EXTENSIONS, load_study(project).makers["book"]]
        ),
        "revision": code_key(project),
        "environment": environment(project),
    }
    waits = tuple(run.id for run in plan.stale)
    name = INTERNAL if project.internal else " in ".join(filter(None, ["book", project.language]))
    return Step(name, project.html, project.book.with_suffix(".json"), key, waits=waits)


def made_of(project: Project) -> list[Path]:
    """Files that the book is made of, beside notebooks and what these left."""
    folders = [project.authored, project.raw, project.processed, project.published]
    folders += [project.incoming] if project.internal else []
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    hidden = [] if project.internal else _hidden(project)
    files = [path for path in files if not any(each in path.parents for each in hidden)]
    # how print looks changes no page of the book
    files = [path for path in files if project.authored / "print" not in path.parents]
    files += _catalogues(project)
    files += [path for folder in LOOKS for path in (Path(__file__).parent / folder).iterdir()]
    return [*files, project.root / "CITATION.cff", project.root / "docs" / "methodology.md"]


def _catalogues(project: Project) -> list[Path]:
    """Those of the book's language; of other languages the study's own, as what it hands out holds labels in every language."""
    own = load_study(project).texts(project)
    return [
        path
        for id in list_languages(project)
        for path in list_catalogues(project, id)
        if id == project.language or path.stem in own
    ]


def digests_of(project: Project, files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of those files that are there, by path from the top, sorted."""
    there = sorted({path for path in files if path.is_file()})
    return {project.relative(path): digest_file(path) for path in there}


def _hidden(project: Project) -> list[Path]:
    """Tables that are in no published book."""
    editions = load_study(project).editions(project)
    return [project.processed / edition.id for edition in editions if not edition.public]


def plan_book(project: Project) -> Plan:
    """The runs of the book, every one of them up to date."""
    from quire.pipeline.plan import make_plan
    from quire.pipeline.preparation import preview
    from quire.pipeline.selection import of_book

    plan = of_book(project, make_plan(project, preview(project)))
    if plan.stale:
        said = "; ".join(f"{run.id} ({', '.join(run.reasons[:3])})" for run in plan.stale)
        what = f"the book needs runs that are missing or stale: {said}"
        repair = f"{project.command} run; to see what there is: {project.command} book --draft"
        raise StudyError(what, where="build/runs", repair=repair)
    return plan


def _assemble(project: Project, plan: Plan) -> Path:
    final = project.book
    check_written(project, plan.notebooks)
    with fresh_folder(final) as scratch:
        folder = scratch / "book"
        files = load_study(project).contents(project, plan)
        check_links(project, files)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # what goes out with the data package stays as it is
            path.write_bytes(to_spreadsheet(data) if path.suffix == ".csv" else data)
        put_in_place(folder, final)
    return final


def _render(project: Project, source: Path, scratch: Path) -> Path:
    """Let Jupyter Book render the assembled book into a folder of its own."""
    done = subprocess.run(
        [*COMMAND, str(os.getpid()), "build", str(source), "--path-output", str(scratch), *OPTIONS],
        env={**os.environ, **FIXED},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    warnings = [said for _, said in find_warnings(project, source, done.stderr)]
    html = scratch / "_build" / "html"
    if done.returncode or warnings or not (html / INDEX).is_file():
        lines = (
            warnings
            or [line for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()][-20:]
        )
        said = "".join(f"\n  {line}" for line in lines)
        raise StudyError(
            f"the book could not be built without a warning{said}",
            where=project.relative(source),
            repair=f"correct the pages named above, then: {project.command} book",
        )
    for name in LEFT_OVER:
        (html / name).unlink(missing_ok=True)
    return html


def find_warnings(project: Project, source: Path, text: str) -> list[tuple[str, str]]:
    """What Sphinx warned of, each with the file that people edit, and line or cell; before it the file of its page, if it has one."""
    found: list[tuple[str, str]] = []
    for line in CODES.sub("", text).splitlines():
        match = WARNING.match(line)
        if match:
            place = _place(project, source, match["place"], int(match["line"] or 0))
            found.append((match["place"], f"{place}: {match['what']}"))
        elif line.startswith(("WARNING: ", "ERROR: ")):
            what = line.partition(": ")[2]
            page = RENDERED.match(what)
            found.append((str(source / page[1]) if page else "", what))
        elif found and line.startswith(" "):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return list(dict.fromkeys(found))


def _place(project: Project, source: Path, file: str, line: int) -> str:
    """File and line of a warning, from the top of the repository.

    Numbers in pages with generated parts count lines of the assembled page, so that is the file which is named.
    """
    path = Path(file)
    if not path.is_absolute() or not path.is_relative_to(source):
        return f"{file}:{line}" if line else file
    if path.suffix == ".ipynb":
        cell, inside = divmod(line, CELL)
        where = _notebook(project, path)
        return f"{where}: cell {_source_cell(path, cell)}, line {inside}" if cell else where
    return f"{project.relative(path)}:{line}" if line else project.relative(path)


def _source_cell(page: Path, cell: int) -> int:
    """Number in the notebook of a cell of its page, where code cells have been joined; its id tells."""
    cells = json.loads(page.read_bytes())["cells"]
    return int(cells[cell - 1]["id"].removeprefix("cell-")) + 1


def _notebook(project: Project, path: Path) -> str:
    """The notebook that a page was made of."""
    origin = find_notebook(project, path.stem)
    page = project.relative(path)
    return f"{project.relative(origin)} (page {page})" if origin else page


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Let two builds of the same checkout come one after the other."""
    from filelock import FileLock

    open_build(project)
    with FileLock(project.build / ".book.lock"):
        recover(project)
        yield
