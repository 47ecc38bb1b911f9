"""Pages outside of the table of contents: one sidebar for all of a folder, and no HTML in the index of the search."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import docutils.nodes
import docutils.utils
from sphinx.search import WordCollector
from sphinx.search.en import SearchEnglish

from quire.book.quiet_pages import leave_out_of_search, shared


def test_a_sidebar_is_made_once_a_folder() -> None:
    made: list[str] = []
    kept: dict[Hashable, str] = {}

    def make(**options: object) -> str:
        made.append(str(options))
        return f"sidebar {len(made)}"

    assert shared(make, "cities", kept)(depth=1) == "sidebar 1"
    assert shared(make, "cities", kept)(depth=1) == "sidebar 1"
    assert shared(make, "cities", kept)(depth=2) == "sidebar 2"
    assert shared(make, "elsewhere", kept)(depth=1) == "sidebar 3"


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
