"""How the pages of the book begin, and how easily that reads: the words of their opening, or else of their first key messages or lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.text.readability import measure_text
from quire.text.words import decimal

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARKS = ("study-opening", "study-cards", "lead")
"""Classes of what a page opens with: the first of them that it has."""

MARKED = "//article//*[contains(concat(' ', @class, ' '), ' {mark} ')]"
SENTENCES = ".//p[not(ancestor::figure or ancestor::table or ancestor::nav or ancestor::details or @class)] | .//li[not(.//p)]"


@dataclass(frozen=True)
class Opening:
    """How one page opens: its address below the book, without an ending, and its words."""

    page: str
    text: str

    @property
    def kind(self) -> str:
        """The pages that are made the same way: those of a folder, and of editions those of one name."""
        *folders, name = self.page.split("/")
        if len(folders) > 1:
            return f"{folders[0]}/*/{name if folders[0] == 'editions' or name == 'index' else '*'}"
        return "/".join([*folders, "*" if folders and name != "index" else name])


def list_openings(folder: Path) -> list[Opening]:
    """The opening of each rendered page that has one, in the order of their addresses."""
    return [
        Opening(path.relative_to(folder).with_suffix("").as_posix(), text)
        for path in sorted(folder.rglob("*.html"))
        if not any(part.startswith("_") for part in path.relative_to(folder).parts)
        for text in [_opening(path)]
        if text
    ]


def say_openings(project: Project) -> Iterator[str]:
    """A table of how easily the openings of the last book read, a line for each kind of page.

    Raises
    ------
    StudyError
        If there is neither a book nor a draft of one.
    """
    book = project if project.html.is_dir() else replace(project, draft=True)
    kinds: dict[str, list[str]] = {}
    for opening in list_openings(book.html):
        kinds.setdefault(opening.kind, []).append(opening.text)
    if not kinds:
        raise StudyError(
            "there is no book whose words could be counted",
            where=project.relative(project.html),
            repair=f"make it, or a draft of it: {project.command} book --draft",
        )
    yield f"{'opening of':40} {'pages':>5} {'words':>6} {'a sentence':>10} {'longest':>7} {'ease':>5}"
    for kind, texts in kinds.items():
        read = measure_text(" ".join(texts))
        yield (
            f"{kind:40} {len(texts):5} {decimal(read.words / len(texts), 0):>6}"
            f" {decimal(read.words_a_sentence):>10} {read.longest:7} {decimal(read.ease, 0):>5}"
        )


def _opening(path: Path) -> str:
    """The words of its opening; of a page without one, nothing."""
    from lxml import html

    page = html.fromstring(path.read_bytes())
    for mark in MARKS:
        for marked in page.xpath(MARKED.format(mark=mark))[:1]:
            return " ".join(_sentence(part) for part in marked.xpath(SENTENCES))
    return ""


def _sentence(part: HtmlElement) -> str:
    """The words of a paragraph, ended with a full stop."""
    text = " ".join(part.text_content().split())
    return text if text.endswith((".", "!", "?")) or not text else f"{text}."
