"""Cells of a table that are more than text on a page, and their text everywhere else: links, what folds away, mark-up."""

from __future__ import annotations

from dataclasses import dataclass

from quire.text.markup import escape_html
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
    >>> Link("A <b>", "../b.html").html()
    '<a href="../b.html">A &lt;b&gt;</a>'
    """

    text: str
    address: str

    def __str__(self) -> str:
        """Read as its text."""
        return self.text

    def html(self) -> str:
        """The link for a page, escaped."""
        return f'<a href="{escape_html(self.address)}">{escape_html(self.text)}</a>'


@dataclass(frozen=True)
class Marked:
    """A text with mark-up of its own.

    Attributes
    ----------
    text
        What it says.
    markup
        The same as HTML, every word from data in it escaped.

    >>> str(Marked("3", "<b>3</b>")), Marked("3", "<b>3</b>").html()
    ('3', '<b>3</b>')
    """

    text: str
    markup: str

    def __str__(self) -> str:
        """Read as its text."""
        return self.text

    def html(self) -> str:
        """The mark-up, as it is."""
        return self.markup


class Links(tuple[Link, ...]):
    """Several links in one cell."""

    __slots__ = ()

    def __str__(self) -> str:
        """Read as their texts, parted by semicolons."""
        return "; ".join(each.text for each in self)

    def html(self) -> str:
        """The links for a page, one below the other."""
        return "".join(f'<div class="study-link">{each.html()}</div>' for each in self)


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
    >>> Fold("2", ("B", "A & C")).html()
    '<details class="study-fold"><summary>2</summary><span>A &amp; C, B</span></details>'
    """

    text: str
    more: tuple[str, ...]

    def __str__(self) -> str:
        """Read as its text."""
        return self.text

    def html(self) -> str:
        """The text for a page, opening to the rest; escaped. With nothing to open it is the text alone."""
        if not self.more:
            return escape_html(self.text)
        more = escape_html(", ".join(sorted(self.more, key=sort_key)))
        return f'<details class="study-fold"><summary>{escape_html(self.text)}</summary><span>{more}</span></details>'


def anchored(id: str, text: str) -> Marked:
    """A text that links can lead to.

    >>> anchored("item-a", "A & B").html()
    '<span id="item-a">A &amp; B</span>'
    """
    return Marked(text, f'<span id="{escape_html(id)}">{escape_html(text)}</span>')


Rich = Link | Links | Fold | Marked
"""Every kind of cell that is more than text."""
