"""Addresses of headings and terms: in every language those that they have in English, so that a link holds in each book.

A mark before a heading, or at the beginning of what is said of a term, tells its address; `quire.book.addressing` gives it to them.
"""

from __future__ import annotations

import re

MARKS = re.compile(r"\{[a-z:]+\}|<[^>]*>|\\(?=[^\w\s])|[*`_]|\]\([^)]*\)")
"""What of Markdown is no part of the words of a heading."""

HEADING = re.compile(r"^(?:\([^()\n]+\)=\n)?#{2,6} +(.*?) *#*$", re.M)
"""A heading below the title, with the label above it."""

TERM = re.compile(r"^(\S.*)\n {2,}(?=\S)", re.M)
"""A term of a glossary, up to what is said of it."""

OF_TERM = re.compile(r"[^a-zA-Z0-9._]+")


def as_id(text: str) -> str:
    """A text as docutils makes an id of it."""
    from docutils.nodes import make_id

    return str(make_id(text))  # type: ignore[no-untyped-call]


def heading_id(words: str) -> str:
    """The address of a heading in Markdown.

    >>> heading_id("An *edition's* own {term}`area`"), heading_id("1. [Africa](africa.md)")
    ('an-edition-s-own-area', 'africa')
    """
    return as_id(MARKS.sub("", words))


def term_id(term: str) -> str:
    """The address of a term, as Sphinx makes it, which keeps capitals.

    >>> term_id("false discovery rate")
    'term-false-discovery-rate'
    """
    return OF_TERM.sub("-", f"term-{term}").strip("-")


def mark_headings(told: str, english: str) -> str:
    r"""A text of which each heading has a mark with its English address before it, unless it has that already.

    >>> mark_headings("## Dos\n\n## Panel", "## Two\n\n## Panel")
    '<span id="two"></span>\n\n## Dos\n\n## Panel'
    """
    words = iter(HEADING.findall(english))

    def mark(heading: re.Match[str]) -> str:
        said = next(words, heading[1])
        address = heading_id(said)
        # of values that are still to be filled in nothing is known yet
        known = "{{" in said or not address or address == heading_id(heading[1])
        return heading[0] if known else f"{_mark(address)}\n\n{heading[0]}"

    return HEADING.sub(mark, told)


def mark_terms(told: str, english: str) -> str:
    r"""Terms of a glossary, of which each has a mark with its English address, unless it has that already.

    >>> mark_terms("villa\n  Muchas casas.", "town\n  Many houses.")
    'villa\n  <span id="term-town"></span>Muchas casas.'
    """
    words = iter(TERM.findall(english))

    def mark(term: re.Match[str]) -> str:
        address = term_id(next(words, term[1]))
        return term[0] if address == term_id(term[1]) else f"{term[0]}{_mark(address)}"

    return TERM.sub(mark, told)


def _mark(address: str) -> str:
    return f'<span id="{address}"></span>'
