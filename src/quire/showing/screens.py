"""Markup of a page as a notebook shows it: JupyterLab has neither the book's pages nor its style.

The page itself takes another form of the same output, and is left as it is.
"""

from __future__ import annotations

import re

WITHIN = re.compile(
    r' ?<a href="(?!https?:|mailto:)[^"]*"(?P<label> aria-label="[^"]*")?>(?P<text>.*?)</a>'
)
"""A link from one page of the book to another. One with a label has no words of its own, such as *More*."""

WORDS = re.compile(r'<(t[dh](?: scope="(?:row|col)")?)>')
"""A cell of a table that is not marked as a number."""


def on_screen(markup: str) -> str:
    """Markup without links to pages that are not there, and with words at the left of their cells, which JupyterLab sets at the right.

    >>> on_screen('<tr><th scope="row">A</th><td class="number">3</td></tr>')
    '<tr><th scope="row" style="text-align: left">A</th><td class="number">3</td></tr>'
    >>> on_screen('<td><a href="../b.html">B</a>, <a href="https://example.org">C</a></td>')
    '<td style="text-align: left">B, <a href="https://example.org">C</a></td>'
    >>> on_screen('<p>12 cities. <a href="b.html" aria-label="More on: B">More</a></p>')
    '<p>12 cities.</p>'
    """
    unlinked = WITHIN.sub(_unlink, markup)
    return WORDS.sub(r'<\1 style="text-align: left">', unlinked)


def _unlink(link: re.Match[str]) -> str:
    space = " " if link[0].startswith(" ") else ""
    return "" if link["label"] else space + link["text"]
