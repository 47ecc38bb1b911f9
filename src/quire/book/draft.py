"""A draft of the book: made quickly of whatever there is, with what is not right marked where it stands. It refuses nothing.

It has the pages of the book, with the outputs of the last results where there are none of now. What cannot be made stays as it was
in the draft before. How pages are rendered is in `renderer`, what is marked in `marking`, how a page says so in `notes`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from quire.book.dependencies import EXTENSIONS
from quire.book.draft_files import MEMORY, Memory, Outlook, put_together
from quire.book.links import ENDING, PAGE
from quire.book.marking import sort_marks
from quire.book.notes import HOME, Mark, changed_pages, put_notes
from quire.book.renderer import Book, Rendered, Renderer
from quire.book.warned import find_warnings
from quire.core.folders import remove
from quire.core.project import Project, digest_json
from quire.pipeline.known_modules import keep_modules
from quire.pipeline.plan import Plan
from quire.pipeline.runs import open_build
from quire.pipeline.staleness import library_digests
from quire.text.markup import escape_html
from quire.text.messages import _

__all__ = ["Draft", "Mark", "build_draft", "open_renderer"]

KEPT, WHOLE = "doctrees", "whole"
"""What Sphinx keeps from one draft to the next, and the file that says that a draft was made to its end."""

BANNER = _(
    "Draft: made of what there is at this moment, and not to be published. "
    "Notes at the top of a page say what is not right yet."
)


@dataclass(frozen=True)
class Draft:
    """A draft that was made.

    Attributes
    ----------
    index
        Its first page.
    marks
        All that is not right, what was changed last at the beginning.
    pages
        Names of the pages whose HTML is not what it was.
    plan
        The runs that it was made with, as in `draft_files.Together`.
    behind
        Whether pages that nobody looks at show results that are older than the last ones; the next draft has all.
    """

    index: Path
    marks: tuple[Mark, ...]
    pages: tuple[str, ...]
    plan: Plan | None
    behind: bool


def open_renderer(project: Project) -> Renderer:
    """The process that renders the next draft; it begins with a block, and gets ready while the plan is made.

    Nothing is changed before it is handed to `build_draft`: the draft before stays whole if it is not.
    """
    project = replace(project, draft=True)
    return Renderer(
        Book(
            source=project.book,
            html=project.html,
            kept=project.html.parent / KEPT,
            announcement=escape_html(BANNER),
            around=digest_json(library_digests(project, EXTENSIONS)),
        )
    )


def build_draft(
    project: Project,
    *,
    trust: bool = True,
    renderer: Renderer | None = None,
    outlook: Outlook | None = None,
    viewed: Collection[str] = (),
) -> Draft:
    """Make the draft anew, as far as anything changed.

    Parameters
    ----------
    project
        The checkout. If it is internal, the draft shows editions that are not published, too.
    trust
        Whether the draft before can have been made with the code that it says; if not, all its files are put together anew.
    renderer
        What renders it, if that has begun (`open_renderer`); it is ended with the draft.
    outlook
        What it is to be made of, if that has been looked at (`draft_files.look_ahead`).
    viewed
        Names of pages in view. If only runs changed, and all of these are pages of runs, then no other is made anew.

    Raises
    ------
    StudyError
        Only if there is nothing to show: no book could be put together, and there is no draft before this one.
    """
    project = replace(project, draft=True)
    with _alone(project), _to_its_end(project), renderer or open_renderer(project) as at_work:
        memory = Memory.read(project)
        if not trust:
            memory.around = ""
        together = put_together(project, memory, outlook, viewed)
        pages = {ENDING.sub("", name) for name in together.names if name.endswith(PAGE)}
        at_work.begin(moved=together.moved)
        found = together.look()
        rendered = at_work.wait()
        found += _keep_warnings(project, memory, rendered, pages)
        marks = sort_marks(project, found, pages)
        noted = {mark.page or HOME for mark in marks}
        before = {page: _html(project, page) for page in {*noted, *memory.noted}}
        before |= rendered.before
        put_notes(project, marks, before)
        _sweep(project, pages, rendered)
        memory.noted = sorted(noted)
        memory.keep(project)
        keep_modules(project)
        changed = changed_pages(project.html, {page: before[page] for page in pages & set(before)})
    index = project.html / f"{HOME}.html"
    return Draft(index, marks, changed, together.plan, together.behind)


def _sweep(project: Project, pages: set[str], rendered: Rendered) -> None:
    """Remove the HTML of pages that there are no more."""
    kept = project.html.parent / KEPT
    gone = {*_names(kept, ".doctree")} - pages
    if pages <= {*rendered.read} and not rendered.error:  # all was made, and nothing else is of it
        gone |= {*_names(project.html, ".html")} - {*rendered.before}
    for page in gone:
        remove(project.html / f"{page}.html")
        remove(kept / f"{page}.doctree")


def _names(folder: Path, ending: str) -> Iterator[str]:
    """The names of pages in a folder; what no page is lies in folders with names of their own."""
    for path in folder.rglob(f"*{ending}"):
        name = path.relative_to(folder).as_posix().removesuffix(ending)
        if not name.startswith("_"):
            yield name


def _keep_warnings(
    project: Project, memory: Memory, rendered: Rendered, pages: Iterable[str]
) -> list[Mark]:
    """The warnings of Sphinx as marks, those of pages that it left as they were from before."""
    new: dict[str, list[str]] = {}
    for file, said in find_warnings(project, project.book, rendered.warnings):
        path = Path(file)
        inside = path.is_absolute() and path.is_relative_to(project.book)
        page = ENDING.sub("", path.relative_to(project.book).as_posix()) if inside else ""
        new.setdefault(page, []).append(said)
    kept = {page: [] if page in rendered.read else memory.warnings.get(page, []) for page in pages}
    memory.warnings = {
        page: list(dict.fromkeys([*kept.get(page, []), *new.get(page, [])]))
        for page in {*kept, *new}
        if kept.get(page) or new.get(page)
    }
    marks = [
        Mark(page, "fault", said, "", (said.partition(":")[0].partition(" (")[0],))
        for page, warnings in sorted(memory.warnings.items())
        for said in warnings
    ]
    return [*marks, *([Mark("", "fault", rendered.error, "")] if rendered.error else [])]


def _html(project: Project, page: str) -> bytes:
    path = project.html / f"{page}.html"
    return path.read_bytes() if path.is_file() else b""


@contextmanager
def _to_its_end(project: Project) -> Iterator[None]:
    """Begin from nothing after a draft that was stopped in the midst: Sphinx writes in place, and knows no half files."""
    folder = project.html.parent
    whole = folder / WHOLE
    if not whole.is_file():
        remove(folder / MEMORY)
        remove(folder / KEPT)
    whole.unlink(missing_ok=True)
    yield
    whole.touch()


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Let two drafts of the same checkout come one after the other."""
    from filelock import FileLock

    open_build(project)
    folder = project.html.parent
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        yield
