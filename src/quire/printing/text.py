"""Running text of the printed book: HTML of a paragraph as the small mark-up of reportlab.

Blocks (lists, tables, figures) are in `parts`; where a link leads is decided by whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from quire.printing.look import LINK, MONO

SPACE = re.compile(r"[ \t\r\n\f]+")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
MARKS = {"strong": "b", "b": "b", "em": "i", "i": "i", "cite": "i", "sup": "super", "sub": "sub"}
LEFT_OUT = frozenset(["script", "style", "form", "button", "svg", "template", "noscript", "dialog"])
APART = frozenset(["p", "div", "li", "dt", "dd"])
"""Blocks that stand on a line of their own inside a cell of a table."""

Target = Callable[[str], str]
"""Gives for an address what it leads to: `#name` of a place in the print, a web address, or nothing."""

Anchor = Callable[[str], str]
"""Gives for an id of the page the name of that place in the print."""


def plain(node: Tag) -> str:
    r"""The words of an element on one line.

    >>> from bs4 import BeautifulSoup
    >>> plain(BeautifulSoup("<p>One <b>two</b>\n three</p>", "html.parser"))
    'One two three'
    """
    return SPACE.sub(" ", node.get_text()).translate(INVISIBLE).strip()


def classes(node: Tag) -> list[str]:
    """The classes of an element.

    >>> from bs4 import BeautifulSoup
    >>> classes(BeautifulSoup('<p class="a b">', "html.parser").p)
    ['a', 'b']
    """
    found = node.get("class") or ""
    return found.split() if isinstance(found, str) else list(found)


def rich(node: Tag, target: Target, anchor: Anchor) -> str:
    r"""The inside of an element as mark-up for a paragraph: emphasis, code, links, places; every word escaped.

    >>> from bs4 import BeautifulSoup
    >>> read = BeautifulSoup('<p>A <b>b</b> &lt;c&gt; <a href="#x">d</a></p>', "html.parser").p
    >>> rich(read, lambda href: "", lambda id: id)
    'A <b>b</b> &lt;c&gt; d'
    """
    text = "".join(_piece(each, target, anchor) for each in node.children)
    text = SPACE.sub(" ", text)
    return re.sub(r"(?: ?<br/> ?)+$|^(?: ?<br/> ?)+", "", text.strip()).strip()


def _piece(node: object, target: Target, anchor: Anchor) -> str:
    if isinstance(node, NavigableString):
        return (
            ""
            if isinstance(node, PreformattedString)
            else escape(str(node).translate(INVISIBLE), quote=False)
        )
    if not isinstance(node, Tag) or node.name in LEFT_OUT or node.has_attr("hidden"):
        return ""
    if node.name == "br":
        return "<br/>"
    if node.name == "img":
        return escape(str(node.get("alt", "")), quote=False)
    inside = "".join(_piece(each, target, anchor) for each in node.children)
    place = f'<a name="{anchor(str(node["id"]))}"/>' if node.get("id") else ""
    return place + _marked(node, inside, target)


def _marked(node: Tag, inside: str, target: Target) -> str:
    if node.name == "a":
        where = target(str(node.get("href", "")))
        return (
            f'<a href="{escape(where)}" color="{LINK}">{inside}</a>'
            if where and inside.strip()
            else inside
        )
    if node.name == "code":
        return f'<font face="{MONO}">{inside.strip()}</font>' if inside.strip() else ""
    if node.name in APART:
        return f"<br/>{inside.strip()}<br/>"
    mark = MARKS.get(node.name)
    return f"<{mark}>{inside}</{mark}>" if mark and inside.strip() else inside
