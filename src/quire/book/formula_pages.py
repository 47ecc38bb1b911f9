"""An extension of Sphinx that draws the formulas of pages when the book is made: no reader's browser has to, and no other host is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quire.showing.formulas import draw_formula, formula_fault

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LINE = "study-formula-line"


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.add_html_math_renderer("drawn", (_write_inline, None), (_write_line, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write_inline(translator: Any, node: Any) -> None:
    _write(translator, node)


def _write_line(translator: Any, node: Any) -> None:
    """A formula on a line of its own, with the number that references to it name."""
    from sphinx.util.math import get_node_equation_number

    number = f" ({get_node_equation_number(translator, node)})" if node["number"] else ""
    translator.body.append(translator.starttag(node, "p", "", CLASS=LINE))
    _write(translator, node, f"{number}</p>\n")


def _write(translator: Any, node: Any, end: str = "") -> None:
    from docutils import nodes
    from sphinx.util import logging

    fault = formula_fault(node.astext())
    if fault:
        # a warning ends the build, and is told with its place
        logging.getLogger(__name__).warning("%r %s", node.astext(), fault[0], location=node)
    else:
        translator.body += [Markup.escape(draw_formula(node.astext())), end]
    raise nodes.SkipNode
