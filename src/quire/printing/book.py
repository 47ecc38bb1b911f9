"""The whole book as one PDF, made of its rendered pages when they have changed.

Which pages and what of them is in `pages`, how they are set in `sheets`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.book.bibliography import PUBLISHER
from quire.core.errors import StudyError
from quire.core.project import Project, digest, digest_json, to_json, write_atomically
from quire.pipeline.runs import digest_outputs
from quire.pipeline.staleness import environment, library_digests
from quire.text.words import counted, listed
from studylib import __version__
from studylib.data.editions import list_editions

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from quire.printing.pages import Page
    from quire.printing.parts import Record
    from quire.printing.sheets import Cover

NAME = "smart-cities-study.pdf"
TITLE = "Smart Cities Study"
SUBJECT = "International study on the situation of ICT, innovation and knowledge in cities"
LICENCES = ".extra_footer"
Tell = Callable[[str], None]


def quietly(said: str) -> None:
    """Tell nobody."""


def print_book(project: Project, *, force: bool = False, tell: Tell = quietly) -> Path:
    """Make the PDF of the book that is in `build/html`, unless it is the right one already.

    Parameters
    ----------
    project
        The checkout.
    force
        Make it even so.
    tell
        Called with a line for each part of the book that has been read, and before it is set.

    Returns
    -------
    Path
        The PDF. One that was there stays until the new one is complete.

    Raises
    ------
    StudyError
        If the book has not been built, or something in it cannot be printed.
    """
    path = project.build / "print" / NAME
    if not (project.html / "index.html").is_file():
        raise StudyError("there is no book to print", where="build/html", repair="study book")
    key = print_key(project)
    if not force and is_current(project, key):
        return path
    data = render(project, tell)
    write_atomically(path, data)
    write_atomically(_record(project), to_json({"key": key, "sha256": digest(data)}))
    return path


def print_key(project: Project) -> dict[str, Any]:
    """Everything that the print depends on: the book, the library that prints it, the environment."""
    return {
        "html": digest_json(digest_outputs(project.html)),
        "library": library_digests(project, ["quire.printing.book"]),
        "environment": environment(project),
    }


def is_current(project: Project, key: dict[str, Any]) -> bool:
    """Whether the PDF that is there was made from all this, and has not been touched since."""
    try:
        record = json.loads(_record(project).read_bytes())
        data = (project.build / "print" / NAME).read_bytes()
    except (OSError, ValueError):
        return False
    return bool(isinstance(record, dict) and record == {"key": key, "sha256": digest(data)})


def render(project: Project, tell: Tell = quietly) -> bytes:
    """The PDF of the book that is in `build/html`."""
    from reportlab.platypus import PageBreak

    from quire.printing.pages import read_pages
    from quire.printing.parts import Record
    from quire.printing.sheets import Turn, contents, set_sheets

    (pages, missing), record = read_pages(project), Record()
    names = _names(pages)
    entries = [(escape(page.title), names[page.name, ""], page.level, page.part) for page in pages]
    story: list[Flowable] = contents(entries, _web_only(missing), record)
    before = ""
    for page in pages:
        if page.part != before:
            tell(f"{page.part} ({counted(sum(each.part == page.part for each in pages), 'page')})")
        story += [PageBreak(), Turn(page.part, page.title, record)]
        story += _set(project, page, names, record, first=page.part != before and page.level > 0)
        before = page.part
    tell("setting the sheets")
    return set_sheets(story, _cover(project), record, SUBJECT, _keywords(pages))


def _names(pages: Sequence[Page]) -> dict[tuple[str, str], str]:
    """Names of all places that links may lead to, by page and id; the top of a page has no id."""
    from quire.printing.pages import ids

    places = [(page.name, each) for page in pages for each in ("", *sorted(ids(page.article)))]
    return {place: f"place{number}" for number, place in enumerate(places)}


def _set(
    project: Project, page: Page, names: dict[tuple[str, str], str], record: Record, *, first: bool
) -> list[Flowable]:
    """One page of the book; the first of a part also opens the part in the outline."""
    from quire.printing.pages import destination
    from quire.printing.parts import Place, Reader

    known: dict[str, set[str]] = {}
    for name, each in names:
        known.setdefault(name, set()).add(each)

    def target(address: str) -> str:
        found = destination(page.name, address, known)
        return found if isinstance(found, str) else f"#{names[found]}"

    placed: set[str] = set()

    def anchor(id_: str) -> str:
        placed.add(id_)
        return names[page.name, id_]

    reader = Reader((project.html / page.name).parent, target, anchor, record, page.level)
    blocks = reader.blocks(page.article)
    # a link to what has no place of its own in print leads to the top of its page
    top = [names[page.name, each] for each in ("", *sorted(known[page.name] - placed - {""}))]
    made: list[Flowable] = [Place([f"part-{top[0]}"], record, page.part, 0)] if first else []
    return [*made, Place(top, record, page.title, page.level), *blocks]


def _cover(project: Project) -> Cover:
    from bs4 import BeautifulSoup

    from quire.printing.sheets import Cover
    from quire.printing.text import plain

    footer = BeautifulSoup((project.html / "index.html").read_bytes(), "lxml").select_one(LICENCES)
    years = listed(
        dict.fromkeys(str(each.year) for each in list_editions(project) if each.runs_notebooks)
    )
    return Cover(
        title=TITLE,
        subtitle=escape(f"Editions {years}"),
        lines=(PUBLISHER, f"Version {__version__}"),
        terms=escape(plain(footer)) if footer else "",
        logo=project.html / "_static" / "logo.svg",
    )


def _web_only(pages: int) -> str:
    """What is not printed, in a sentence; empty if all is."""
    verb = "is" if pages == 1 else "are"
    subject = f"{counted(pages, 'page')} on single cities {verb} not printed."
    return f"{subject} The web form of the book has them, below cities/." if pages else ""


def _keywords(pages: Sequence[Page]) -> list[str]:
    """The parts of the book."""
    return list(dict.fromkeys(page.part for page in pages))


def _record(project: Project) -> Path:
    return project.build / "print" / "record.json"
