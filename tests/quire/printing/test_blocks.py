"""Elements of HTML as data for the template."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from quire.printing.blocks import Places, Reader, break_words, measure_column, read_text
from quire.printing.pages import take_apart


def read(text: str, pages: tuple[str, ...] = ("a", "b")) -> list[dict[str, Any]]:
    page = take_apart(html.fromstring(f"<article>{text}</article>"), "a")
    places = Places(frozenset(pages))
    blocks = Reader(Path(), page, Path(), places).read(page.article)
    places.resolve()
    return blocks


def link(to: str) -> dict[str, Any]:
    return {"kind": "link", "to": to, "body": ["x"]}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "<p> One\n <b> two</b> three </p>",
            ["One", {"kind": "strong", "body": [" ", "two"]}, " ", "three"],
        ),
        ("<p>a<br>b<br></p>", ["a", {"kind": "break"}, "b", {"kind": "break"}]),
        ("<p><code> x </code> y</p>", [{"kind": "code", "text": "x"}, " ", "y"]),
        ("<p>a <code>x</code></p>", ["a", " ", {"kind": "code", "text": "x"}]),
        (
            '<p><span lang="el">Αθήνα</span></p>',
            [{"kind": "lang", "lang": "el", "body": ["Αθήνα"]}],
        ),
        ("<p>so\u00adft\u200b</p>", ["soft"]),
        ('<p><a href="https://e.org/">x</a></p>', [link("https://e.org/")]),
        ('<p><a href="b.html">x</a></p>', [link("#b#")]),
        ('<p><a href="c.html">x</a><a href="b.csv"> y</a></p>', ["x", " ", "y"]),
        ('<p>a <img alt="b" src="https://e.org/c.png"> <svg>d</svg></p>', ["a", " ", "b"]),
        ("loose <em>words</em>", ["loose", {"kind": "emph", "body": [" ", "words"]}]),
    ],
)
def test_running_text(text: str, body: list[Any]) -> None:
    (block,) = read(text)
    assert (block["kind"], block["body"]) == ("par", body)


@given(st.lists(st.text(alphabet=" \nab<&é"), min_size=1, max_size=5))
def test_no_word_is_lost_and_no_blank_is_doubled(texts: list[str]) -> None:
    inside = "".join(f"<b>{escape(text)}</b>{escape(text)}" for text in texts)
    whole = "".join(2 * text for text in texts)
    said = "".join(read_text(block["body"]) for block in read(f"<p>{inside}</p>"))
    assert said == " ".join(whole.split())


def test_a_link_leads_to_the_label_of_its_place_or_to_the_top_of_the_page() -> None:
    text = '<p><a href="#deep">x</a><a href="#nowhere">x</a></p><section id="s"><h2 id="deep">D</h2></section>'
    paragraph, heading = read(text)
    assert heading == {"kind": "heading", "level": 2, "depth": 2, "body": ["D"], "place": "#a#s"}
    assert [piece["to"] for piece in paragraph["body"]] == ["#a#s", "#a#"]


def test_lists_keep_their_numbers_and_what_is_inside_them() -> None:
    (made,) = read("<ol start=3><li>A<ul class='x'><li><p>B</p></li></ul></li></ol>")
    assert made["start"] == 3
    (words, inner) = made["items"][0]
    assert words == {"kind": "par", "classes": [], "body": ["A"]}
    assert inner["classes"] == ["x", "ul"]
    assert inner["items"] == [[{"kind": "par", "classes": ["p"], "body": ["B"]}]]


def test_classes_are_handed_on_and_plain_containers_are_not() -> None:
    (made,) = read('<div><section><div class="lead"><p class="where">A</p></div></section></div>')
    assert made["kind"] == "group"
    assert made["classes"] == ["lead", "div"]
    assert made["body"] == [{"kind": "par", "classes": ["where", "p"], "body": ["A"]}]


def test_hidden_and_screen_parts_are_left_out() -> None:
    assert (
        read("<form>a</form><p hidden>b</p><script>c</script><div><button>d</button></div>") == []
    )


def test_rows_of_a_table_are_as_long_as_the_longest_and_know_their_heads() -> None:
    (table,) = read(
        "<table><thead><tr><th>H</th><th class=number colspan=2>N</th></tr></thead>"
        "<tr><td>a<p>b</p><p>c</p></td></tr></table>"
    )
    head, row = table["rows"]
    assert (head["head"], row["head"]) == (True, False)
    assert [read_text(cell["body"]) for cell in head["cells"]] == ["H", "N", ""]
    assert head["cells"][1]["number"]
    assert head["cells"][1]["strong"]
    assert [read_text(cell["body"]) for cell in row["cells"]] == ["a b c", "", ""]


def test_a_long_row_may_go_on_on_the_next_sheet_and_a_short_one_not() -> None:
    (table,) = read(f"<table><tr><td>{'word ' * 99}</td></tr><tr><td>word</td></tr></table>")
    assert [row["whole"] for row in table["rows"]] == [False, True]


def test_only_words_of_cells_that_are_too_long_get_places_to_break() -> None:
    assert break_words("well-known 1990-1995") == "well-known 1990-1995"
    text = (
        f"<table><tr><td><b>{'b' * 23}</b> <code>{'a' * 30}</code></td></tr></table><p>{'c' * 30}"
    )
    table, paragraph = read(text)
    said = read_text(table["rows"][0]["cells"][0]["body"])
    assert said == f"{'b' * 22}\u200bb {'a' * 22}\u200b{'a' * 8}"
    assert paragraph["body"] == ["c" * 30]


def test_a_link_in_a_cell_finds_its_place_too() -> None:
    (table,) = read('<table><tr><td><a href="#nowhere">x</a></td></tr></table>')
    assert table["rows"][0]["cells"][0]["body"] == [link("#a#")]


def test_of_a_column_the_longest_words_are_measured_and_an_interval_stays_on_its_line() -> None:
    cells = [
        {"strong": True, "number": False, "body": ["A longish head"]},
        {"strong": False, "number": False, "body": ["−0.10 to 0.55"]},
        {"strong": False, "number": False, "body": ["something of many words"]},
    ]
    column = measure_column(cells)
    assert ["−0.10 to 0.55", "regular"] in column["words"]
    assert ["something", "regular"] in column["words"]
    assert ["longish", "bold"] in column["words"]
    assert ["A longish head", "bold"] in column["cells"]
