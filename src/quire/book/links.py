"""Links inside the book, resolved when it is assembled: each leads to a page, a place on it, or a file that there is.

Links of Markdown are also held by Sphinx; those in HTML that templates, findings and data make are held by nobody else. A dead one is told
with the place where it is written: in a notebook, an authored page or template, a raw file or the library.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from quire.core.errors import Fault, Faults, nearest
from quire.core.project import Project
from quire.core.steps import BESIDE
from quire.lab.cleaning import list_files
from quire.pipeline.scratch import SCRATCH
from quire.text.addresses import TERM, as_id, heading_id, term_id

HTML_LINK = re.compile(r"<a\b[^>]*?\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
MYST_LINK = re.compile(r"(?<![\\!])\]\((?:<([^>\n]*)>|([^)\s<]*))(?:\s\"[^\"]*\")?\)")
CODE = re.compile(r"^(`{3,})(?!\{).*?^\1`*\s*$|`[^`\n]+`|<script\b.*?</script>", re.M | re.S)
ID = re.compile(r"\sid\s*=\s*[\"']([^\"']+)[\"']", re.I)
LABEL = re.compile(r"^\(([^()\n]+)\)=\s*$|^:name: *(\S+)|\{#([\w-]+)", re.M)
HEADING = re.compile(r"^#{1,6} +(.*?) *#*$", re.M)

PAGE = (".md", ".ipynb")
ENDING = re.compile(r"\.(?:html|md|ipynb)$")
MADE = frozenset(["search.html", "genindex.html"])
"""Pages that Sphinx makes of its own."""

PICTURES = "_images/"
"""Where Sphinx puts pictures, by their names alone."""


@dataclass(frozen=True)
class Part:
    """A stretch of a page, with the id of its cell if it is from a notebook."""

    text: str
    cell: str = ""


@dataclass(frozen=True)
class Dead:
    """A link that leads nowhere: the file of the page that it is on, the cell, the address, and why."""

    page: str
    cell: str
    address: str
    what: str
    repair: str


def check_links(
    project: Project, files: Mapping[str, bytes], pages: Collection[str] | None = None
) -> None:
    """Refuse a book with a link inside it that leads nowhere.

    Parameters
    ----------
    project
        The checkout, to look for the place where a link is written.
    files
        Every file of the assembled book.
    pages
        Files of the pages to look at, if not all.

    Raises
    ------
    Faults
        With every dead link, once for each place where it is written.
    """
    faults = link_faults(project, files, pages)
    if faults:
        raise Faults(faults, where="links inside the book")


def link_faults(
    project: Project, files: Mapping[str, bytes], pages: Collection[str] | None = None
) -> dict[Fault, list[str]]:
    """Every dead link on all pages, or on those of some files, as a fault where it is written, with the files of its pages."""
    dead = list(find_dead(files, pages))
    return _faults(project, dead) if dead else {}


def find_dead(files: Mapping[str, bytes], pages: Collection[str] | None = None) -> Iterator[Dead]:
    r"""Every link to what is not in the book, page by page; on pages of some files alone, if these are given.

    >>> book = {"a.md": b"# A\n\n[x](b.md) <a href='b.html#two'>y</a> <a href='c.html'>z</a>", "b.md": b"# B\n\n## One"}
    >>> [(one.address, one.what) for one in find_dead(book)]
    [('b.html#two', 'leads to no place on b'), ('c.html', 'leads to no page of the book')]
    """
    book = _Book(files)
    for page, file in book.pages.items():
        if pages is not None and file not in pages:
            continue
        for part in read_parts(file, files[file]):
            for address, everywhere in read_addresses(part.text).items():
                fault = book.fault(page, address, everywhere=everywhere)
                if fault:
                    yield Dead(file, part.cell, address, *fault)


class _Book:
    """The pages of a book by their names, and, once somebody asks, the places on each."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.pages = {ENDING.sub("", name): name for name in files if name.endswith(PAGE)}
        self._files = files
        self._pictures = {posixpath.basename(name) for name in files}
        self._places: dict[str, frozenset[str]] = {}

    def fault(self, page: str, address: str, *, everywhere: bool) -> tuple[str, str] | None:
        """What is wrong with an address, and what was meant; a place without a page may be on any page if it is so in Markdown."""
        path, place = link_target(page, address)
        if self._is_file(path):
            return None
        name = ENDING.sub("", path)
        if name not in self.pages:
            return "leads to no page of the book", nearest(name, self.pages)
        # a script reads what has a sign that no id has
        if not place or "=" in place or place in self._places_on(name):
            return None
        if everywhere and any(place in self._places_on(other) for other in self.pages):
            return None
        return f"leads to no place on {name}", nearest(place, self._places_on(name))

    def _is_file(self, path: str) -> bool:
        drawn = path.startswith(PICTURES) and posixpath.basename(path) in self._pictures
        made = path in MADE or path.startswith(BESIDE)
        return drawn or made or (path in self._files and not path.endswith(PAGE))

    def _places_on(self, name: str) -> frozenset[str]:
        if name not in self._places:
            file = self.pages[name]
            texts = [part.text for part in read_parts(file, self._files[file])]
            self._places[name] = frozenset(find_places(texts))
        return self._places[name]


def read_parts(name: str, data: bytes) -> Iterator[Part]:
    """The words of a page: a page of Markdown whole, one of a notebook cell by cell with what its outputs show."""
    text = data.decode("utf-8")
    if name.endswith(".md"):
        yield Part(text)
        return
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "markdown":
            yield Part("".join(cell["source"]), cell["id"])
        for output in cell.get("outputs", []):
            forms = output.get("data", {})
            best = next((form for form in ("text/markdown", "text/html") if form in forms), "")
            if best:
                yield Part("".join(forms[best]), cell["id"])


def find_places(texts: Iterable[str]) -> Iterator[str]:
    """What links can lead to on a page: ids in its HTML, labels, headings, terms."""
    for text in texts:
        yield from map(unescape, ID.findall(text))
        # labels of the whole text: words of data may look like the beginning of a program or of a block of code
        for label in map("".join, LABEL.findall(text)):
            yield from {label, as_id(label)}
        prose = CODE.sub("", text)
        yield from map(heading_id, HEADING.findall(prose))
        for term in TERM.findall(prose):
            yield from (f"term-{as_id(term)}", term_id(term))


def read_addresses(text: str) -> dict[str, bool]:
    """Addresses of links to the book itself, and whether each is a place alone in Markdown, which may be on any page."""
    words = CODE.sub("", text)
    html, myst = (
        [unescape(first or second) for first, second in kind.findall(words)]
        for kind in (HTML_LINK, MYST_LINK)
    )
    written = dict.fromkeys(html, False) | {one: one.startswith("#") for one in myst}
    inside = (one for one in written if one and not any(urlsplit(one)[:2]))
    return {one: written[one] for one in inside}


def link_target(page: str, address: str) -> tuple[str, str]:
    """The path in the book that an address leads to, and the place on it."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if not path:
        return f"{page}.html", unquote(parts.fragment)
    whole = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(page), path)
    return posixpath.normpath(whole).lstrip("/"), unquote(parts.fragment)


def _faults(project: Project, dead: Iterable[Dead]) -> dict[Fault, list[str]]:
    """Dead links where they are written, with their pages; one that many pages repeat is told once."""
    places: dict[str, tuple[str, int]] = {}
    told: dict[tuple[str, int, str, str], Fault] = {}
    pages: dict[Fault, list[str]] = {}
    sources = _sources(project)
    for one in dead:
        if one.address not in places:
            places[one.address] = _written(project, one.address, sources)
        file, line = places[one.address]
        cell = ""
        if not file:
            file, cell = _origin(project, one)
        column = f"{cell}, page {one.page}" if cell else f"page {one.page}"
        key = (file, line, one.address.partition("#")[0] or one.address, "" if line else column)
        fault = told.setdefault(key, Fault(file, line, column, one.address, one.what, one.repair))
        pages.setdefault(fault, []).append(one.page)
    return pages


def _sources(project: Project) -> dict[Path, str]:
    """Texts of the files in which people write links: raw files, pages, templates, notebooks, and the library."""
    folders = [project.raw, project.authored, project.notebooks, project.library]
    kinds = {".csv", ".yml", ".md", ".html", ".ipynb", ".py"}
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    scratch = project.notebooks / SCRATCH
    paths = [path for path in paths if scratch not in path.parents]
    return {
        path: path.read_text("utf-8", errors="replace")
        for path in paths
        if path.suffix in kinds and path.is_file()
    }


def _written(project: Project, address: str, sources: Mapping[Path, str]) -> tuple[str, int]:
    """File and line where an address stands, or the name of its page where the address is made of that; else nothing."""
    path, _, anchor = address.partition("#")
    stem = ENDING.sub("", posixpath.basename(path))
    words = [re.escape(word) for word in (address, path, stem and f'"{stem}"', anchor) if word]
    data = {path: sources[path] for path in sources if path.is_relative_to(project.raw)}
    wanted = [(word, sources) for word in words] + [(rf"\b{re.escape(stem)}\b", data)] * bool(stem)
    for word, places in wanted:
        for source, text in places.items():
            at = re.search(word, text)
            if at:
                line = text.count("\n", 0, at.start()) + 1
                return ("", 0) if source.suffix == ".ipynb" else (project.relative(source), line)
    return "", 0


def _origin(project: Project, one: Dead) -> tuple[str, str]:
    """The notebook and cell that a page was made of, or the page itself."""
    stem = posixpath.basename(one.page).removesuffix(".ipynb")
    notebook = find_notebook(project, stem)
    number = re.match(r"cell-(\d+)", one.cell)
    if not one.page.endswith(".ipynb") or notebook is None or not number:
        return project.relative(project.book / one.page), ""
    return project.relative(notebook), f"cell {int(number[1]) + 1}"


def find_notebook(project: Project, name: str) -> Path | None:
    """The notebook that pages of a name are made of; no trial that is called the same."""
    return next((path for path in list_files(project) if path.stem[3:] == name), None)
