"""Cells of a table that are more than text on a page, and their text everywhere else: links, and what folds away."""

from __future__ import annotations

import html
from dataclasses import dataclass

from markupsafe import Markup

from quire.text.languages import said
from quire.text.words import sort_key


@dataclass(frozen=True)
class Link:
    """A link to another page of the book.

    Attributes
    ----------
    text
        What it says.
    address
        Where it leads, relative to the page.

    >>> str(Link("A <b>", "../b.html"))
    'A <b>'
    >>> print(Markup.escape(Link("A <b>", "../b.html")))
    <a href="../b.html">A &lt;b&gt;</a>
    """

    text: str
    address: str

    def __str__(self) -> str:
        """Read as its text."""
        return self.text

    def __html__(self) -> str:
        """The link for a page, escaped."""
        return Markup('<a href="{}">{}</a>').format(self.address, said(self.text))


class Links(tuple[Link, ...]):
    """Several links in one cell."""

    __slots__ = ()

    def __str__(self) -> str:
        """Read as their texts, parted by semicolons."""
        return "; ".join(link.text for link in self)

    def __html__(self) -> str:
        """The links for a page, one below the other."""
        return Markup("").join(
            Markup('<div class="study-link">{}</div>').format(link) for link in self
        )


@dataclass(frozen=True)
class Fold:
    """A text that opens to show more.

    Attributes
    ----------
    text
        What is always seen, such as a number of cities.
    more
        What is seen once it is opened, such as their names; in the order of the alphabet.

    >>> str(Fold("2", ("B", "A")))
    '2'
    >>> print(Markup.escape(Fold("2", ("B", "A & C"))))
    <details class="study-fold"><summary>2</summary><span>A &amp; C, B</span></details>
    """

    text: str
    more: tuple[str, ...]

    def __str__(self) -> str:
        """Read as its text."""
        return self.text

    def __html__(self) -> str:
        """The text for a page, opening to the rest; with nothing to open it is the text alone."""
        if not self.more:
            return Markup.escape(said(self.text))
        return Markup(
            '<details class="study-fold"><summary>{}</summary><span>{}</span></details>'
        ).format(said(self.text), ", ".join(map(said, sorted(self.more, key=sort_key))))


def as_code(name: str) -> Markup:
    """The name of something in code or data as a cell: the same in any language.

    >>> print(as_code("cities, items"))
    cities, items
    """
    return Markup(html.escape(name, quote=True))  # noqa: S704


def anchored(id: str, text: str) -> Markup:
    """A text that links can lead to.

    >>> print(anchored("item-a", "A & B"))
    <span id="item-a">A &amp; B</span>
    """
    return Markup('<span id="{}">{}</span>').format(id, said(text))
