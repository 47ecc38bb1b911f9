"""What is published: the book in each language, the page that leads to them, and the addresses that pages had before.

Books in several languages are made beside each other, of the same runs.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.book.build import INDEX, alone, make_book, plan_book
from quire.book.dependencies import book_step
from quire.core.folders import remove, write_together
from quire.core.project import SOURCE, Project
from quire.core.steps import Step
from quire.languages.catalogues import list_books, name_languages
from quire.pipeline.known_modules import keep_modules
from quire.tables.yamlfiles import load_yaml

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan


def build_site(project: Project, language: str = "", *, force: bool = False) -> list[Path]:
    """Build the published book in all its languages, as far as they are not the right ones already.

    Parameters
    ----------
    project
        The checkout.
    language
        The only one to build, if not all.
    force
        Build them even so.

    Returns
    -------
    list
        The first page of each book, and last the page that leads to all of them.

    Raises
    ------
    StudyError
        As `build.build` does; the last good books are still there.
    """
    wanted = {language} - {""}
    books = [one for one in list_books(project) if not wanted or one.html.name in wanted]
    plan = plan_book(project)
    with alone(project):
        steps = [(one, book_step(one, plan)) for one in books]
        keep_modules(project)
        stale = [(one, step) for one, step in steps if force or step.why_stale()]
        _make(stale, plan, anew=force)
        front = project.site / INDEX
        if stale or not front.is_file():
            _keep_front(project)
        return [*(one.html / INDEX for one in books), front]


def _make(books: Sequence[tuple[Project, Step]], plan: Plan, *, anew: bool) -> None:
    """Make books: several of them in as many processes."""
    from quire.kernels.server import die_with_parent
    from quire.kernels.warm import can_fork
    from quire.pipeline.driver import cores

    if len(books) < 2:
        for one, step in books:
            make_book(one, plan, step, anew=anew, jobs=cores())
        return
    jobs = max(1, cores() // len(books))
    context: Any = multiprocessing.get_context("fork" if can_fork() else "spawn")
    workers = min(len(books), cores())
    with ProcessPoolExecutor(workers, context, die_with_parent, (os.getpid(),)) as pool:
        begun = [
            pool.submit(make_book, one, plan, step, anew=anew, jobs=jobs) for one, step in books
        ]
        for made in begun:
            made.result()


def _keep_front(project: Project) -> None:
    """Write what leads to the books and nothing else beside them; a file as it is if nothing of it changed."""
    files = dict(_front_files(project))
    kept = {project.site / id for id in (SOURCE, *name_languages(project))}
    known = {*files, *(folder for path in files for folder in path.parents)}
    beside = [each for each in project.site.iterdir() if each not in kept]
    for path in [*beside, *(path for each in beside for path in each.rglob("*"))]:
        if path not in known:
            remove(path)
    write_together(
        {
            path: data
            for path, data in files.items()
            if not path.is_file() or path.read_bytes() != data
        }
    )


def _front_files(project: Project) -> Iterator[tuple[Path, bytes]]:
    """The page that leads to each book; and at the address that a page had when there was one language, one that leads to it now."""
    from quire.book.templating import Templates

    names = name_languages(project)
    places = [one.html for one in list_books(project) if (one.html / INDEX).is_file()]
    books = [
        {
            "id": place.name,
            "name": names.get(place.name, ""),
            "title": _read_title(place / INDEX).partition(" — ")[0],
        }
        for place in places
    ]
    make = Templates().render
    source = project.site / SOURCE
    for path in sorted(source.rglob("*.html")):
        name = path.relative_to(source)
        if name.parts[0].startswith("_"):  # no page, but a part of the theme
            continue
        if len(books) > 1 and name == Path(INDEX):
            front = make("front.html", books=books, **_list_signs(project))
        else:
            address = f"{'../' * (len(name.parts) - 1)}{SOURCE}/{name.as_posix()}"
            front = make("moved.html", address=address, title=_read_title(path))
        yield project.site / name, front.encode()


def _list_signs(project: Project) -> dict[str, str]:
    """Where the logo and the icon of the book are, empty if it has none."""
    path = project.book / "_config.yml"
    settings = load_yaml(path, project.relative(path))
    signs = {"logo": settings.get("logo"), "icon": settings.get("html", {}).get("favicon")}
    return {sign: f"{SOURCE}/{path}" if path else "" for sign, path in signs.items()}


def _read_title(path: Path) -> str:
    """The title of a page, which is taken apart no further: there are hundreds."""
    from lxml import html

    head, end, _ = path.read_text("utf-8").partition("</title>")
    return str(html.document_fromstring(head + end).findtext(".//title") or "").strip()
