"""The pages of the rendered book as they are printed: which ones, in which order, and what of them is left out.

How they are set on sheets is in `parts` and `book`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.printing.look import unknown
from quire.printing.text import plain

ARTICLE = ".bd-article"
NOT_PRINTED = ("cities/",)
"""Pages to look things up in, which stay in the web form of the book."""

ORIGINS = "where-the-numbers-come-from"
"""The section of a page that is left out, with a sentence that says where it is."""

SAID = "Where the numbers of this page come from, row by row, and the data of its figures:"
FRONT = "Smart Cities Study"
WEB = frozenset(["http", "https", "mailto"])


@dataclass(frozen=True)
class Page:
    """A page of the book.

    Attributes
    ----------
    name
        Its path in the book, without an ending.
    part
        Caption of the part it is in.
    level
        Level in the outline: 0 for the first page, 1 in a part, 2 below another page.
    title
        Its first heading.
    article
        Its text.
    """

    name: str
    part: str
    level: int
    title: str
    article: Tag


def read_pages(project: Project) -> tuple[list[Page], int]:
    """The pages to print, in the order of the table of contents, and how many are not printed.

    Raises
    ------
    StudyError
        If the book has not been built, or a page has a character that the typeface lacks.
    """
    toc = project.build / "book" / "_toc.yml"
    if not toc.is_file() or not (project.html / "index.html").is_file():
        raise StudyError("the book has not been built", where="build/html", repair="study book")
    listed = listed_pages(yaml.safe_load(toc.read_bytes()))
    found = [_page(project, *each) for each in listed if not skipped(each[0])]
    for page in found:
        strange = unknown(page.article.get_text())
        if strange:
            what = f"the typeface has no picture for {' '.join(strange)}"
            raise StudyError(
                what, where=f"{page.name}.html", repair="write it with other characters"
            )
    return found, len(listed) - len(found)


def skipped(name: str) -> bool:
    """Whether a page stays in the web form only; the first page of its folder is printed.

    >>> skipped("cities/graz"), skipped("cities/index"), skipped("about")
    (True, False, False)
    """
    return name.startswith(NOT_PRINTED) and not name.endswith("/index")


def listed_pages(toc: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Name, part and level of every page of a table of contents.

    >>> listed_pages({"root": "index", "parts": [{"caption": "A", "chapters": [{"file": "x", "sections": [{"file": "y"}]}]}]})
    [('index', 'Smart Cities Study', 0), ('x', 'A', 1), ('y', 'A', 2)]
    """

    def below(
        entries: Sequence[Mapping[str, Any]], part: str, level: int
    ) -> Iterator[tuple[str, str, int]]:
        for each in entries:
            if "file" in each:
                yield str(each["file"]), part, level
                yield from below(each.get("sections", []), part, level + 1)

    found = [(str(toc["root"]), FRONT, 0)]
    for part in toc.get("parts", []):
        found += below(part.get("chapters", []), str(part.get("caption", "")), 1)
    return found


def _page(project: Project, name: str, part: str, level: int) -> Page:
    path = project.html / f"{name}.html"
    if not path.is_file():
        raise StudyError(
            f"the book has no page {name}.html", where="build/html", repair="study book --force"
        )
    article = BeautifulSoup(path.read_bytes(), "lxml").select_one(ARTICLE)
    if article is None:
        raise StudyError(
            "the page has no text", where=project.relative(path), repair="study book --force"
        )
    for_print(article, name)
    heading = article.find("h1")
    title = plain(heading) if heading else name
    return Page(name, part, level, title, article)


def for_print(article: Tag, name: str) -> None:
    """Take out of a page what is of use on a screen only, and say where it is."""
    for each in article.select(
        ".headerlink, .cell_input, .above-input, .toctree-wrapper, script, form"
    ):
        each.decompose()
    for fold in article.select("td details, th details"):
        # the number alone: the names behind it would fill a sheet for every few rows
        fold.replace_with(fold.summary.get_text() if fold.summary else "")
    for link in article.select('a[href^="#output-"]'):
        line = link.find_parent("p")
        if line is not None:
            line["class"] = "print-source"
            for each in line.find_all("a"):
                # addresses of sources stay, what leads into the web form of the book goes
                if urlsplit(str(each.get("href", ""))).scheme not in WEB:
                    each.decompose()
    origins = article.find("section", id=ORIGINS)
    if isinstance(origins, Tag):
        origins.clear()
        del origins["id"]
        note = BeautifulSoup("", "lxml").new_tag("p", attrs={"class": "print-source"})
        note.string = f"{SAID} {name}.html in the web form of the book."
        origins.append(note)


def destination(page: str, address: str, pages: Mapping[str, set[str]]) -> tuple[str, str] | str:
    """Where a link of a page leads.

    Parameters
    ----------
    page
        Name of the page it is on.
    address
        As it stands in the page.
    pages
        The ids of every page that is printed, by its name.

    Returns
    -------
    tuple or str
        Page and id (empty for its top) inside the print; a web address as it is; an empty text for what is not printed.

    >>> destination("a/b", "../c.html#d", {"a/b": set(), "c": {"d"}})
    ('c', 'd')
    >>> destination("a", "https://example.org/", {}), destination("a", "file.csv", {"a": set()})
    ('https://example.org/', '')
    """
    parts = urlsplit(address)
    if parts.scheme:
        return address if parts.scheme in WEB else ""
    path = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path
        else f"{page}.html"
    )
    name = re.sub(r"\.html$", "", path)
    if not path.endswith(".html") or name not in pages:
        return ""
    if parts.fragment and parts.fragment not in pages[name]:
        return "" if name == page else (name, "")
    return name, parts.fragment


def ids(article: Tag) -> set[str]:
    """The ids of a page that links may lead to."""
    return {str(each["id"]) for each in article.find_all(id=True)}
