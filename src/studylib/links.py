"""Links as cells of a table: shown as links on a page, as their text everywhere else."""

from __future__ import annotations

from dataclasses import dataclass

from studylib.markup import escape_html


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


class Links(tuple[Link, ...]):
    """Several links in one cell."""

    __slots__ = ()

    def __str__(self) -> str:
        """Read as their texts, parted by semicolons."""
        return "; ".join(each.text for each in self)

    def html(self) -> str:
        """The links for a page, one below the other."""
        return "".join(f'<div class="study-link">{each.html()}</div>' for each in self)
