"""Text from data made safe for HTML and for MyST Markdown.

Only strings: which of them belong to a figure is decided in `showing.figures`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from quire.text.languages import said
from quire.text.words import THOUSANDS

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")


def escape_myst(text: str) -> str:
    r"""Text that MyST shows as it stands: no mark-up, no role, no reference, one line.

    >>> print(escape_myst("*a* {ref}`x`"))
    \*a\* \{ref\}\`x\`
    """
    return PUNCTUATION.sub(r"\\\1", said_line(text))


def escape_option(text: str) -> str:
    r"""Text as the value of a directive's option: quoted, one line.

    >>> print(escape_option('said: "yes"'))
    "said: \"yes\""
    """
    return json.dumps(said_line(text), ensure_ascii=False)


def escape_html(text: str) -> str:
    """Text for HTML, inside and outside of attributes; one line, so that Markdown does not take part of it for its own.

    >>> escape_html("<a & 'b'>")
    '&lt;a &amp; &#x27;b&#x27;&gt;'
    """
    return html.escape(said_line(text), quote=True)


def one_line(text: str) -> str:
    r"""Text without line breaks and without doubled blanks; the blank between thousands, which does not break, stays.

    >>> one_line(" 12\u202f345\n cities ") == "12\u202f345 cities"
    True
    """
    each = text.split() if THOUSANDS not in text else re.findall(rf"[\S{THOUSANDS}]+", text)
    return " ".join(each)


def said_line(text: str) -> str:
    """Text for readers, in the language that is spoken, as one line."""
    return one_line(said(text))


def linked_myst(text: str) -> str:
    """Escaped text for MyST in which web addresses are links."""
    return _linked(text, escape_myst, lambda address: f"<{address}>")


def linked_html(text: str) -> str:
    """Escaped text for HTML in which web addresses are links that are named by their host."""

    def link(address: str) -> str:
        shown = escape_html(urlsplit(address).netloc.removeprefix("www.") or address)
        return f'<a href="{escape_html(address)}">{shown}</a>'

    return _linked(text, escape_html, link)


def _linked(text: str, escape: Callable[[str], str], link: Callable[[str], str]) -> str:
    text = said(text)
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(".,;)")
        parts += [_kept(text[end : found.start()], escape), link(address)]
        end = found.start() + len(address)
    return "".join([*parts, _kept(text[end:], escape)])


def _kept(text: str, escape: Callable[[str], str]) -> str:
    """A stretch of text, escaped, with the blanks that part it from a link beside it."""
    if not text.strip():
        return " " if text else ""
    return (" " if text[0].isspace() else "") + escape(text) + (" " if text[-1].isspace() else "")
