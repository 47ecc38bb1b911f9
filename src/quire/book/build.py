"""Building the book: put together in `build/book`, rendered by Sphinx as Jupyter Book sets it up, put in place only when it is whole.

What the book is made of is decided by the study. What Sphinx keeps of it stays from one time to the next, in `build/sphinx`, so that only
pages that changed are read again; after whatever was refused or stopped, everything is rendered anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quire.book.dependencies import EXTENSIONS, book_step
from quire.book.links import check_links
from quire.book.prose import check_written
from quire.book.renderer import Book, Rendered, Renderer
from quire.book.warned import find_warnings
from quire.core.errors import StudyError
from quire.core.folders import copy_folder, fresh_folder, put_in_place, remove
from quire.core.project import Project, digest_json, recover, to_json, write_atomically
from quire.core.steps import Step
from quire.pipeline.known_modules import keep_modules
from quire.pipeline.runs import open_build
from quire.pipeline.staleness import environment, library_digests
from quire.terminal import why

if TYPE_CHECKING:
    from quire.book.assembled import Made
    from quire.pipeline.plan import Plan

INDEX = "index.html"
LEFT_OVER = (".buildinfo", ".buildinfo.bak", ".nojekyll", "objects.inv")
"""Files for rebuilding or for other books, of no use to a reader."""

NAMED = 3
"""So many stale runs are named where a book needs them."""

RENDERED, WHOLE, OLDER = "sphinx", "whole.json", "older"
"""Folder of what Sphinx keeps and makes; there the file that says what a book was made of that was rendered to its end, and the book before
the one in place, of which the next is made: folders by the thousand take longer to make and to remove than to look through."""


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
    from quire.pipeline.driver import cores

    plan = plan_book(project)
    with alone(project):
        step = book_step(project, plan)
        keep_modules(project)
        if force or step.why_stale():
            make_book(project, plan, step, anew=force, jobs=cores())
    return project.html / INDEX


def make_book(
    project: Project, plan: Plan, step: Step, *, anew: bool = False, jobs: int = 1
) -> None:
    """Make the book of a plan, for whoever is alone (`alone`); anew without anything that was kept of the last one."""
    from quire.book.assembled import bring_up_to_date
    from quire.pipeline.errata import check_published

    place = project.build / RENDERED / project.book.relative_to(project.build)
    library = library_digests(project, ["quire.book.build", *EXTENSIONS])
    renders = digest_json([str(project.book), library, environment(project)])
    made = _read_rendered(place, "" if anew else renders)
    book = Book(
        source=project.book, html=place / "html", kept=place / "doctrees", around=renders, jobs=jobs
    )
    with Renderer(book) as renderer:  # it gets ready meanwhile
        check_published(project, plan)
        check_written(project, plan.notebooks)
        (place / WHOLE).unlink(missing_ok=True)
        renewal = bring_up_to_date(project, made, plan)
        if renewal.gone:  # Sphinx leaves what was made of it
            remove(place)
        renderer.begin(moved=renewal.moved)
        check_links(project, renewal.files, renewal.list_pages())
        _refuse(project, renderer.wait())
    with fresh_folder(project.html) as scratch:
        copy, older = scratch / "html", place / OLDER
        if older.is_dir() and not older.is_symlink():
            with suppress(OSError):  # on another disk
                os.rename(older, copy)
        whole = step.is_whole()  # what somebody edited may look as it did
        copy_folder(book.html, copy, project.html if whole else None, LEFT_OVER)
        put_in_place(copy, project.html, older if whole else None)
    write_atomically(place / WHOLE, to_json({"renders": renders, "made": asdict(made)}))
    step.keep_record()


def _read_rendered(place: Path, renders: str) -> Made:
    """What the book was made of that was rendered last; nothing is left of one that did not end, or was rendered in another way."""
    from quire.book.assembled import Made

    try:
        kept = json.loads((place / WHOLE).read_bytes())
        made = Made(**kept["made"]) if kept["renders"] == renders else None
    except (OSError, ValueError, TypeError, KeyError):
        made = None
    if made is None:
        remove(place)
    return made or Made()


def _refuse(project: Project, rendered: Rendered) -> None:
    """Refuse a book of which Sphinx warned, or that it gave up."""
    lines = [said for _, said in find_warnings(project, project.book, rendered.warnings)]
    lines += [rendered.error] if rendered.error else []
    if lines:
        said = "".join(f"\n  {line}" for line in lines)
        raise StudyError(
            f"the book could not be built without a warning{said}",
            where=project.relative(project.book),
            repair=f"correct the pages named above, then: {project.command} book",
        )


def plan_book(project: Project) -> Plan:
    """The runs of the book, every one of them up to date."""
    from quire.pipeline.plan import make_plan
    from quire.pipeline.preparation import preview
    from quire.pipeline.selection import of_book

    plan = of_book(project, make_plan(project, preview(project)))
    if plan.stale:
        said = "; ".join(f"{run.id} ({why(run.reasons, 1)})" for run in plan.stale[:NAMED])
        rest = len(plan.stale) - NAMED
        more = f"; and {rest} more: {project.command} plan" if rest > 0 else ""
        what = f"the book needs runs that are missing or stale: {said}{more}"
        repair = f"{project.command} run; to see what there is: {project.command} book --draft"
        raise StudyError(what, where="build/runs", repair=repair)
    return plan


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Let two builds of the same checkout come one after the other."""
    from filelock import FileLock

    open_build(project)
    with FileLock(project.build / ".book.lock"):
        recover(project)
        yield
