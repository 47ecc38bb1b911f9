"""Rendering a book: Sphinx in a process of its own, which reads again only pages that changed.

Jupyter Book's command reads and writes every page. Here the settings that it makes are given to Sphinx as they are, and what Sphinx
knows of the pages stays from one time to the next. The process begins to load Sphinx while its
parent still works out the pages; where the parent has it loaded, there is nothing to load. It writes nothing before it is asked to
render, so one that was begun in vain can be ended at any moment.
"""

from __future__ import annotations

import gc
import importlib
import io
import multiprocessing
import os
import re
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from quire.core.errors import StudyError
from quire.core.project import digest_file, digest_json, write_atomically

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FIXED = {
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "ignore",
    "TZ": "UTC",
    "NO_COLOR": "1",
}
"""Environment in which two builds of the same book are the same bytes."""

LOADED = (
    "jupyter_book.config",
    "myst_nb.sphinx_ext",
    "sphinx.builders.html",
    "sphinx_book_theme",
    "sphinx_design",
    "sphinx_external_toc",
)
"""What every book needs; what more there is its settings name."""

COPIED_LAST = re.compile(r"(/mystnb\.\w+\.css)\?v=\w+")
"""The link to a style sheet that is not there yet when a book is made in one go, so that its pages do not name its digest."""

UNUSED = "sphinx_multitoc_numbering"
"""What Jupyter Book loads though no book of ours uses it, and which does not say whether it minds several processes."""

LINKED = "_static/**/*.[cj]s*"
"""Style sheets and scripts: a page names the digest of each."""

MADE_BEFORE_A_LOOK = 100_000
"""Objects that are made before Python looks which of the last ones nobody needs any more."""

FRAME = "frame"
"""File beside the doctrees: a digest of what every page has around its text."""


@dataclass(frozen=True)
class Book:
    """What to render, and where.

    Attributes
    ----------
    source, html, kept
        Folders: the assembled book, its pages, what Sphinx keeps of it.
    around
        A digest of the code that has a part in every page.
    announcement
        Stands above each page, as HTML.
    jobs
        Processes that read and write pages, if there are many to do.
    """

    source: Path
    html: Path
    kept: Path
    around: str
    announcement: str = ""
    jobs: int = 1


@dataclass
class Rendered:
    """What came of it.

    Attributes
    ----------
    before
        The bytes of each page that was written, as they were before; none of a new one.
    read
        Pages that were read anew.
    warnings
        What Sphinx warned of.
    error
        Why it gave up; empty if it did not.
    """

    before: dict[str, bytes] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    warnings: str = ""
    error: str = ""


class Renderer:
    """The process that renders: it begins when the block begins, gets everything ready, and ends with the block.

    >>> with Renderer(book) as renderer:  # doctest: +SKIP
    ...     renderer.begin()
    ...     rendered = renderer.wait()
    """

    def __init__(self, book: Book) -> None:
        from quire.kernels.warm import can_fork

        context: Any = multiprocessing.get_context("fork" if can_fork() else "spawn")
        self._side, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, os.getpid(), book))

    def __enter__(self) -> Self:
        """Begin, if it has not: a block in a block ends it with the inner one."""
        if self._process.pid is None:
            self._process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, also in the midst of its work: the next one finds out what is missing."""
        self._process.kill()
        self._process.join()

    def begin(self, *, moved: bool = False) -> None:
        """Let it render what changed.

        Parameters
        ----------
        moved
            Whether a file changed that belongs to no page, such as a style sheet.
        """
        with suppress(OSError):  # it was killed: `wait` says so
            self._side.send(moved)

    def wait(self) -> Rendered:
        """What came of it, once all is rendered.

        Raises
        ------
        StudyError
            If the process was killed.
        """
        with suppress(EOFError, OSError):  # it was killed
            while not self._side.poll(0.2) and self._process.is_alive():
                pass
            if self._side.poll():  # also where it answered and ended between the two looks
                rendered: Rendered = self._side.recv()
                return rendered
        repair = "try again; close other programs if memory is short"
        raise StudyError("the process that renders the book was stopped", repair=repair)


def _work(side: Connection, parent: int, book: Book) -> None:
    """Load Sphinx and what it kept of the book, wait to be asked, and answer."""
    from quire.kernels.server import bind_forks, die_with_parent

    die_with_parent(parent)
    bind_forks()  # Sphinx leaves those that read pages for it to themselves, and they would wait for it for ever
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, too, and ends this process
    os.environ.update(FIXED)
    with suppress(AttributeError):  # not on Windows
        time.tzset()
    warnings.simplefilter("ignore")
    # jsonschema looks whether it is there, which takes a second, and nobody checks addresses here
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    with suppress(ImportError):  # told when it is asked for
        for name in LOADED:
            importlib.import_module(name)
    # what it makes of the pages lives as long as it does: to look through all of it again and again takes a tenth of the time
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_LOOK)
    with suppress(EOFError), ExitStack() as begun:
        ready, before = None, dict[str, str]()
        with suppress(Exception):  # told when it is asked for
            before = _settled(book)
            ready = begun.enter_context(_begun(book)) if before else None
        moved = side.recv()
        if ready is None or _settled(book) != before:
            begun.close()
            ready = None
        side.send(_render(book, ready, moved=moved))


def _settled(book: Book) -> dict[str, str]:
    """Digests of the files that Sphinx reads at its beginning; none if there is no book yet.

    What it kept is among them: a process that begins early may see it while another draft is being made.
    """
    from sphinx.application import ENV_PICKLE_FILENAME

    places = ("_config.yml", "_toc.yml", LINKED, "_templates/**/*")
    paths = [path for place in places for path in sorted(book.source.glob(place))]
    if paths:
        paths.append(book.kept / ENV_PICKLE_FILENAME)
    return {str(path): digest_file(path) for path in paths if path.is_file()}


@contextmanager
def _begun(book: Book) -> Iterator[tuple[Sphinx, io.StringIO]]:
    """Sphinx with the settings that Jupyter Book makes of those of the book, and what it warns of."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    configure = importlib.import_module("jupyter_book.config").get_final_config
    settings, _ = configure(
        user_yaml=book.source / "_config.yml",
        sourcedir=book.source,
        cli_config={"latex_individualpages": False, "nitpicky": True},
    )
    options = settings.setdefault("html_theme_options", {})
    above = [options.get("announcement", ""), book.announcement]
    options["announcement"] = " ".join(text for text in above if text)
    said = io.StringIO()
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            srcdir=str(book.source),
            confdir=None,
            outdir=str(book.html),
            doctreedir=str(book.kept),
            buildername="html",
            confoverrides=settings,
            status=None,
            warning=said,
        )
        if _may_share(app):
            app.parallel = book.jobs
        yield app, said


def _may_share(app: Sphinx) -> bool:
    """Whether pages can be read by several processes: Sphinx warns, which refuses a book, of an extension that does not say so."""
    if UNUSED in app.extensions:
        app.extensions[UNUSED].parallel_read_safe = True
    each = app.extensions.values()
    return all(one.parallel_read_safe and one.parallel_write_safe for one in each)


def _render(book: Book, ready: tuple[Sphinx, io.StringIO] | None, *, moved: bool) -> Rendered:
    rendered = Rendered()
    try:
        with nullcontext(ready) if ready else _begun(book) as (app, said):
            try:
                with _frame(book) as frame:
                    _listen(app, book, rendered, frame, moved=moved)
                    app.build()
            finally:
                rendered.warnings = said.getvalue()
    except Exception as error:
        # of Sphinx, a theme or an extension; it is told as it is
        rendered.error = f"{type(error).__name__}: {error}"
    return rendered


def _listen(
    app: Sphinx, book: Book, rendered: Rendered, frame: dict[str, str], *, moved: bool
) -> None:
    """Note what is read and written, and have written what Sphinx would leave as it is."""

    def note_read(app: Sphinx, page: str, source: list[str]) -> None:
        rendered.read.append(page)

    def note_written(
        app: Sphinx, page: str, _: str, context: dict[str, Any], *_more: object
    ) -> None:
        tag = context["css_tag"]
        context["css_tag"] = lambda css: COPIED_LAST.sub(r"\1", tag(css))
        path = Path(app.outdir) / f"{page}.html"
        rendered.before.setdefault(page, path.read_bytes() if path.is_file() else b"")

    def find_outdated(app: Sphinx, env: Any) -> list[str]:
        frame["now"] = _digest_frame(env, book)
        if frame["now"] != frame["then"]:
            return sorted(env.found_docs)
        left = [page for page in sorted(env.found_docs) if _was_left(book, page)]
        return [*left, *([env.config.root_doc] if moved else [])]

    app.connect("source-read", note_read)
    app.connect("html-page-context", note_written)
    app.connect("env-updated", find_outdated)


def _digest_frame(env: Any, book: Book) -> str:
    """A digest of what is on every page: titles of others and their order, the digests of styles and scripts; and of the code."""
    toc = book.source / "_toc.yml"
    linked = [digest_file(path) for path in sorted(book.source.glob(LINKED))]
    listed = [page for page in sorted(env.titles) if "orphan" not in env.metadata.get(page, {})]
    titles = {page: env.titles[page].astext() for page in listed}
    return digest_json([toc.read_text("utf-8"), titles, linked, book.around])


def _was_left(book: Book, page: str) -> bool:
    """Whether a page was read, and then Sphinx gave up before it wrote it."""
    read, written = book.kept / f"{page}.doctree", book.html / f"{page}.html"
    if not written.is_file():
        return True
    return read.is_file() and read.stat().st_mtime_ns > written.stat().st_mtime_ns


@contextmanager
def _frame(book: Book) -> Iterator[dict[str, str]]:
    """The frame of the pages as it was when all of them were last written, kept anew once they are."""
    path = book.kept / FRAME
    frame = {"then": path.read_text("utf-8") if path.is_file() else ""}
    yield frame
    if frame["now"] != frame["then"]:
        write_atomically(path, frame["now"].encode())
