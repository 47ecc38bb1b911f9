"""Pages outside of the table of contents: no HTML in the index of the search."""

from __future__ import annotations

from typing import Any

import docutils.nodes
import docutils.utils
from sphinx.search import WordCollector
from sphinx.search.en import SearchEnglish

from quire.book.quiet_pages import leave_out_of_search


def test_blocks_of_html_are_not_searched_and_words_around_names_are() -> None:
    nodes: Any = docutils.nodes
    utils: Any = docutils.utils
    document = utils.new_document("page")
    name = nodes.paragraph("", "", nodes.raw("", "<span>", format="html"), nodes.Text("Vienna"))
    document += [nodes.raw("", "<table>12.5</table>", format="html"), name]
    leave_out_of_search(document)
    collector = WordCollector(document, SearchEnglish({}))
    document.walk(collector)
    assert collector.found_words == ["Vienna"]
