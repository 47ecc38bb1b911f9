"""PDFs of the rendered book: which are to be made, and making those. Each language has the PDFs of its own book.

How one is set is in `printer`, which is imported only if one is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quire.core.project import Project, digest_file, digest_json, recover, write_atomically
from quire.core.steps import BESIDE, Key, Step, digest_outputs
from quire.languages.catalogues import language_of, list_books, list_catalogues
from quire.pipeline.staleness import environment, library_digests
from quire.printing.pages import has_book, read_toc
from quire.study import Publication
from quire.text.languages import speaking

SHOWN = "shown.css"
"""Shows links to PDFs that are there."""

if TYPE_CHECKING:
    from quire.printing.printer import Printer

Tell = Callable[[str], None]


def print_book(
    project: Project,
    publications: Sequence[Publication],
    *,
    force: bool = False,
    tell: Tell = lambda _: None,
) -> list[Path]:
    """Make PDFs of the book that was built, those that are not the right ones already.

    Parameters
    ----------
    project
        The checkout, in the language of the book.
    publications
        What to make.
    force
        Make them even so.
    tell
        Called with a line for each part of a book that has been read, and before it is set.

    Returns
    -------
    list
        The PDFs. One that was there stays until the new one is complete.

    Raises
    ------
    StudyError
        If the book has not been built, or something in it cannot be printed. A character that no typeface has is told, with its words,
        each time.
    """
    recover(project)
    pages = {entry[0]: entry for entry in read_toc(project)}
    printer: Printer | None = None
    shared = _print_key(project)
    for publication in publications:
        step = _step(project, publication, shared)
        lacking = pdf_path(project, publication.file).with_suffix(".lacking.txt")
        if force or step.why_stale():
            from quire.printing.fonts import say_lacks
            from quire.printing.printer import Printer

            printer = printer or Printer(project, pages)
            tell(step.name.removeprefix("print/") + ".pdf")
            printer.lacks.clear()
            with speaking(language_of(project)):
                pdf = printer.render(publication, tell)
            write_atomically(pdf_path(project, publication.file), pdf)
            _keep_lacks(lacking, say_lacks(printer.lacks))
            step.keep_record()
        if lacking.is_file():
            for line in lacking.read_text("utf-8").splitlines():
                tell(line)
    paths = [pdf_path(project, publication.file) for publication in publications]
    _put_beside(
        project, [path for path, one in zip(paths, publications, strict=True) if not one.whole]
    )
    return paths


def list_printed(project: Project) -> list[Project]:
    """A project in each language that there are PDFs of: that of the source, and those whose book is there."""
    return [one for one in list_books(project) if not one.language or has_book(one)]


def _beside(project: Project, name: str) -> Path:
    return project.html / BESIDE / name


def _put_beside(project: Project, paths: Iterable[Path]) -> None:
    """Put PDFs of parts into the book, which was made before them, and show the links of its pages that lead there."""
    folder = project.html / BESIDE
    for path in paths:
        copy, data = _beside(project, path.name), path.read_bytes()
        if not copy.is_file() or copy.read_bytes() != data:
            write_atomically(copy, data)
    names = sorted(path.stem for path in folder.glob("*.pdf"))
    rules = "".join(f"p.study-pdf-{name} {{ display: block; }}\n" for name in names)
    write_atomically(folder / SHOWN, rules.encode())


def pdf_path(project: Project, name: str) -> Path:
    """Where a PDF is put: those of another language in a folder of it."""
    return project.build / "print" / project.language / f"{name}.pdf"


def _keep_lacks(path: Path, lines: Sequence[str]) -> None:
    """Note what a PDF has no letters for, so that it is told again when the PDF is not made again."""
    path.unlink(missing_ok=True)
    if lines:
        write_atomically(path, "".join(f"{line}\n" for line in lines).encode())


def list_print_states(
    project: Project, publications: Iterable[Publication]
) -> list[tuple[str, tuple[str, ...]]]:
    """Each PDF, and why it has to be made or put into the book."""
    shared = _print_key(project)
    states = []
    for publication in publications:
        step = _step(project, publication, shared)
        # the book was made anew since
        lacks = not publication.whole and not _beside(project, step.pattern).is_file()
        why = step.why_stale()
        states.append((step.name, why or (("is not in the book",) if lacks else ())))
    return states


def _print_key(project: Project) -> Key:
    """What all PDFs of a language depend on."""
    parts = {"html": project.html, "template": project.authored / "print"}
    words = list_catalogues(project, project.language) if project.language else []
    return {
        "files": {
            **{name: digest_json(digest_outputs(folder)) for name, folder in parts.items()},
            **{project.relative(path): digest_file(path) for path in words},
        },
        "library": library_digests(project, ["quire.printing.book"]),
        "environment": environment(project),
    }


def _step(project: Project, publication: Publication, shared: Key) -> Step:
    path = pdf_path(project, publication.file)
    key = {**shared, "publication": {publication.file: digest_json(asdict(publication))}}
    record = path.with_suffix(".json")
    name = "/".join(filter(None, ["print", project.language, publication.file]))
    return Step(name, path.parent, record, key, pattern=path.name)
