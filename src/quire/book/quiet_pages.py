"""An extension of Sphinx for pages outside of every table of contents: many of them must cost little.

The tables and drawings of such a page (`orphan: true` at its top), blocks of HTML, are not for the index of the search, which every page of
the book loads.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

QUIET = "orphan"
"""Key at the top of a page outside of every table of contents."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""

    def leave_out(app: Sphinx, doctree: Any, page: str) -> None:
        if QUIET in app.env.metadata.get(page, {}):
            leave_out_of_search(doctree)

    app.connect("doctree-resolved", leave_out)
    app.connect("doctree-resolved", _remember_stems)
    app.add_node(_unsearched_node(), html=(_write, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _remember_stems(app: Sphinx, *_page: object) -> None:
    """Let the index of the search find the stem of a word once: pages have few words, many times."""
    language = getattr(getattr(app.builder, "indexer", None), "lang", None)
    if language is not None and not hasattr(language.stem, "cache_info"):
        language.stem = cache(language.stem)


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
