"""Text from data cannot become mark-up, in HTML or in MyST."""

from __future__ import annotations

import html
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from myst_parser.parsers.directives import parse_directive_text
from sphinx.directives.patches import Figure

from quire.text.markup import escape_html, escape_myst, escape_option, linked_html, linked_myst

NASTY = [
    "<script>alert(1)</script>",
    "*a* _b_ `c` ~~d~~ $e$ [f](g) ![h](i)",
    "{ref}`x` {{ y }} :::{note}",
    "# head\n\n- list\n1. one",
    "``` ```{figure} x.png",
    "a | b --- 'c' \"d\" \\ e",
    "&amp; &lt; @you https://example.org/?a=1&b=<2>",
    "Türkiye: −5 % § 'Łódź'",
]


@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_is_shown_as_it_stands_by_markdown(text: str) -> None:
    shown = MarkdownIt("commonmark").render(escape_myst(text))
    assert shown == f"<p>{html.escape(' '.join(text.split())).replace('&#x27;', chr(39))}</p>\n"


@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_in_html_is_text_only(text: str) -> None:
    class Reader(HTMLParser):
        text = ""

        def handle_data(self, data: str) -> None:
            self.text += data

        def handle_starttag(self, tag: str, attrs: object) -> None:
            raise AssertionError(tag)

    reader = Reader()
    reader.feed(escape_html(text))
    reader.close()
    assert reader.text == " ".join(text.split())


@pytest.mark.parametrize("text", NASTY)
def test_an_option_of_a_directive_is_read_as_it_was_written(text: str) -> None:
    parsed = parse_directive_text(Figure, "a.svg", f":alt: {escape_option(text)}\n\nCaption.")
    assert parsed.warnings == []
    assert parsed.options["alt"] == " ".join(text.split())


def test_addresses_become_links_and_the_rest_stays_text() -> None:
    text = "See https://example.org/a_b?c=1&d=2 ; http://b.example/ (both)."
    assert linked_html(text) == (
        'See <a href="https://example.org/a_b?c=1&amp;d=2">example.org</a> ; '
        '<a href="http://b.example/">b.example</a> (both).'
    )
    assert "<https://example.org/a_b?c=1&d=2>" in linked_myst(text)


def test_no_other_scheme_becomes_a_link() -> None:
    assert "href" not in linked_html("javascript:alert(1) file:///etc/passwd")
