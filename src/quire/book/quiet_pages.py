"""An extension of Sphinx for pages outside of every table of contents: many of them must cost little.

Two things about such a page (`orphan: true` at its top) are known beforehand. Its sidebar is that of every other one in its folder, so it
is made once. And its tables and drawings, blocks of HTML, are not for the index of the search, which every page of the book loads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

QUIET = "orphan"
"""Key at the top of such a page."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    sidebars: dict[Hashable, str] = {}

    def share_sidebar(
        app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        if QUIET in app.env.metadata.get(page, {}):
            context["toctree"] = shared(context["toctree"], page.rpartition("/")[0], sidebars)

    def leave_out(app: Sphinx, doctree: Any, page: str) -> None:
        if QUIET in app.env.metadata.get(page, {}):
            leave_out_of_search(doctree)

    # before the theme puts its sidebar together
    app.connect("html-page-context", share_sidebar, priority=100)
    app.connect("doctree-resolved", leave_out)
    app.add_node(_unsearched_node(), html=(_write, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def shared(make: Callable[..., str], folder: str, kept: dict[Hashable, str]) -> Callable[..., str]:
    """The function that makes a table of contents, which does so once for each folder and set of options.

    >>> kept = {}
    >>> shared(lambda **options: "first", "cities", kept)(depth=1), shared(lambda **options: "second", "cities", kept)(depth=1)
    ('first', 'first')
    """

    def once(**options: Hashable) -> str:
        key = (folder, *sorted(options.items()))
        if key not in kept:
            kept[key] = make(**options)
        return kept[key]

    return once


def leave_out_of_search(doctree: Any) -> None:
    """Put blocks of HTML into nodes that the index of the search does not look into."""
    from docutils import nodes

    kind = _unsearched_node()
    for block in list(doctree.findall(nodes.raw)):
        if "html" in block.get("format", "") and not isinstance(block.parent, nodes.TextElement):
            block.replace_self(kind(html=block.astext()))


def _unsearched_node() -> Any:
    """The kind of node; made here, since docutils is loaded by Sphinx only."""
    from docutils import nodes

    global _kind  # noqa: PLW0603 - one class, whoever asks
    if _kind is None:
        _kind = type("study_unsearched", (nodes.General, nodes.Element), {})
    return _kind


_kind: Any = None


def _write(translator: Any, node: Any) -> None:
    from docutils import nodes

    translator.body.append(node["html"])
    raise nodes.SkipNode
