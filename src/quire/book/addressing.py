"""An extension of Sphinx: a heading or a term has the address of the mark before it (`quire.text.addresses`) as its first.

So in a translated book the links to it that Sphinx and the theme make are those of the English one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ALONE = re.compile(r'<span id="([^"]+)"></span>')
EARLY = 100
"""Before Sphinx notes the addresses of headings for its tables of contents."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.connect("doctree-read", lambda app, doctree: give_addresses(doctree), priority=EARLY)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def give_addresses(doctree: Any) -> None:
    """Take the marks out of a page, and give their addresses to what follows them, unless something else has them."""
    from docutils import nodes

    for mark in [*doctree.findall(nodes.paragraph)]:
        found, heading = ALONE.fullmatch(mark.astext()), _next(mark)
        if found and getattr(heading, "tagname", "") == "section":
            mark.parent.remove(mark)
            _give(doctree, heading, found[1])
    for item in [*doctree.findall(nodes.definition_list_item)]:
        *terms, words = item
        first = words[0] if len(words) else words
        found = ALONE.match(first.astext()) if first.tagname == "paragraph" else None
        if found:
            del first[:2]
            _give(doctree, terms[-1], found[1])


def _next(node: Any) -> Any:
    """What follows a node on its page, but for labels."""
    follower = node.next_node(descend=False, siblings=True, ascend=True)
    return _next(follower) if getattr(follower, "tagname", "") == "target" else follower


def _give(doctree: Any, node: Any, address: str) -> None:
    if address not in doctree.ids:
        node["ids"].insert(0, address)
        doctree.ids[address] = node
