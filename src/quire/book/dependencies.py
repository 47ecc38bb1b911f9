"""What the book depends on: the files that it is made of, the library that makes it, the environment."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from quire.book.revisions import code_key
from quire.core.project import Project, digest_file
from quire.core.steps import RECORD, Step
from quire.languages.catalogues import list_catalogues, list_languages, name_languages
from quire.pipeline.staleness import environment, library_digests
from quire.study import load_study

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan

INTERNAL = "internal book"
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
