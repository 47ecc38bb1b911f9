"""The pages of the rendered book that go to print: which ones, in which order, and what of them.

What their elements become is in `blocks`; how it looks is in the template.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.tables.yamlfiles import load_yaml
from quire.text.languages import said
from quire.text.messages import ngettext

ORIGINS = "where-the-numbers-come-from"
"""The section of a page that is left out of its text."""

SCREEN_ONLY = frozenset(
    [
        "headerlink",
        "study-picture",
        "cell_input",
        "above-input",
        "toctree-wrapper",
        "study-origin",
        "study-cover",
        "study-more",
        "study-take",
        "study-pdf",
    ]
)
WEB = frozenset(["http", "https", "mailto"])


@dataclass(frozen=True)
class Page:
    """A page of the book.

    Attributes
    ----------
    name
        Its path in the book, without an ending.
    part
        Caption of the part it is in; empty for the first page.
    level
        1 for the first page, 2 in a part, 3 below another page.
    title
        Its first heading.
    article
        Its text, without its title.
    origins
        Its section on where its numbers come from, if it has one.
    """

    name: str
    part: str
    level: int
    title: str
    article: HtmlElement
    origins: HtmlElement | None


def has_book(project: Project) -> bool:
    """Whether its book was built, so that it can be printed."""
    return (project.book / "_toc.yml").is_file() and (project.html / "index.html").is_file()


def read_toc(project: Project) -> list[tuple[str, str, int]]:
    """Name, part and level of every page, in the order of the table of contents.

    Raises
    ------
    StudyError
        If the book has not been built.
    """
    if not has_book(project):
        command = f"{project.command} book"
        raise StudyError(
            "there is no book to print",
            where=project.relative(project.html),
            repair=f"{command} --language {project.language}" if project.language else command,
        )
    toc = project.book / "_toc.yml"
    return list_pages(load_yaml(toc, project.relative(toc)))


def list_pages(toc: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Name, part and level of every page of a table of contents.

    >>> list_pages({"root": "index", "parts": [{"caption": "A", "chapters": [{"file": "x", "sections": [{"file": "y"}]}]}]})
    [('index', '', 1), ('x', 'A', 2), ('y', 'A', 3)]
    """

    def below(
        entries: Sequence[Mapping[str, Any]], part: str, level: int
    ) -> Iterator[tuple[str, str, int]]:
        for entry in entries:
            if "file" in entry:
                yield str(entry["file"]), part, level
                yield from below(entry.get("sections", []), part, level + 1)

    pages = [(str(toc["root"]), "", 1)]
    for part in toc.get("parts", []):
        pages += below(part.get("chapters", []), str(part.get("caption", "")), 2)
    return pages


def read_page(project: Project, name: str, part: str, level: int) -> Page:
    """One page, without what is of use on a screen only.

    Raises
    ------
    StudyError
        If the book has no such page.
    """
    path = project.html / f"{name}.html"
    where, repair = project.relative(path), f"{project.command} book --force"
    if not path.is_file():
        book = project.relative(project.html)
        raise StudyError(f"the book has no page {name}.html", where=book, repair=repair)
    articles = html.fromstring(path.read_text("utf-8")).xpath("//article")
    if not articles:
        raise StudyError("the page has no text", where=where, repair=repair)
    return take_apart(articles[0], name, part, level)


def take_apart(article: HtmlElement, name: str, part: str = "", level: int = 1) -> Page:
    """The title of a page, its text, and where its numbers come from."""
    drop_screen_only(article)
    heading = article.find(".//h1")
    title = " ".join(heading.text_content().split()) if heading is not None else name
    if heading is not None:
        heading.drop_tree()
    origins = article.xpath(f'.//section[@id="{ORIGINS}"]')
    for section in origins:
        section.drop_tree()
    return Page(name, part, level, title, article, origins[0] if origins else None)


def drop_screen_only(article: HtmlElement) -> None:
    """Take out of a page what is of use on a screen only: code, filters, and what one takes along of a figure."""
    for element in list(article.iter()):
        if isinstance(element.tag, str) and SCREEN_ONLY.intersection(element.classes):
            element.drop_tree()
    for fold in article.xpath(".//td//details | .//th//details"):
        # the number alone: the names behind it would fill a sheet for every few rows
        summary = fold.find("summary")
        fold.text = summary.text_content() if summary is not None else ""
        del fold[:]
    for below in article.xpath(".//div[contains(@class, 'study-under')]"):
        for line in below.findall("p"):
            line.set("class", "print-source")
        below.drop_tag()
    for fold in article.xpath(".//details[contains(@class, 'study-provenance')]"):
        for summary in fold.findall("summary"):
            summary.drop_tree()
        fold.drop_tag()


def say_left_out(page: Page, rows: int) -> str:
    """What stands in the place of a table that is too long for print, in the language that is spoken.

    >>> say_left_out(Page("a/b", "", 1, "B", html.Element("article"), None), 8716)
    '8,716 rows, in a/b.html in the web form of the book.'
    """
    return said(
        ngettext(
            "{n} row, in {page} in the web form of the book.",
            "{n} rows, in {page} in the web form of the book.",
            rows,
            page=f"{page.name}.html",
        )
    )


def find_destination(page: str, address: str, pages: frozenset[str]) -> str:
    """Where a link of a page leads: a web address, `#page#id` inside the print, or nothing.

    Parameters
    ----------
    page
        Name of the page it is on.
    address
        As it stands in the page.
    pages
        Names of all pages that are printed.

    >>> find_destination("a/b", "../c.html#d", frozenset(["c"])), find_destination("a", "#d", frozenset(["a"]))
    ('#c#d', '#a#d')
    >>> find_destination("a", "https://example.org/", frozenset()), find_destination("a", "a.csv", frozenset(["a"]))
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
    return f"#{name}#{parts.fragment}" if path.endswith(".html") and name in pages else ""
