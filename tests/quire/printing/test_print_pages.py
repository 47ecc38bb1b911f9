"""What of a page goes to print."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from quire.printing.pages import for_print
from quire.printing.parts import Reader, Record


def printed(text: str) -> str:
    article = BeautifulSoup(f"<article>{text}</article>", "lxml").article
    assert isinstance(article, Tag)
    for_print(article, "a/b")
    return article.decode_contents()


def test_of_a_number_that_opens_to_names_the_number_is_printed() -> None:
    table = "<table><tr><td><details><summary>2</summary>Graz, Wien</details></td></tr></table>"
    assert printed(table) == "<table><tr><td>2</td></tr></table>"


def test_code_scripts_and_forms_are_left_out() -> None:
    assert (
        printed('<p>A</p><div class="cell_input">x</div><script>y</script><form>z</form>')
        == "<p>A</p>"
    )


def test_where_the_numbers_come_from_is_a_sentence_that_says_where_it_is_told() -> None:
    said = printed('<section id="where-the-numbers-come-from"><h2>W</h2><table></table></section>')
    assert "<table" not in said
    assert "a/b.html" in said


def test_key_messages_are_boxes_with_their_figure_above() -> None:
    cards = "".join(
        f'<li><p class="study-card-figure">{n} %</p><p>So it is.</p><p class="study-card-basis">2 cities.</p></li>'
        for n in (7, 8)
    )
    page = BeautifulSoup(f'<ul class="study-cards">{cards}</ul>', "lxml").ul
    assert isinstance(page, Tag)
    reader = Reader(Path(), lambda address: "", lambda name: name, Record())
    made = reader.block(page, 0, 300, "text")
    assert [type(each).__name__ for each in made] == ["LongTable", "LongTable"]


def test_below_a_figure_the_address_of_its_source_stays_and_what_is_for_the_screen_goes() -> None:
    line = '<p>Source: <a href="https://example.org/a">example.org</a>. <a href="x.csv">Data</a> <a href="#output-x">Origin</a></p>'
    said = printed(line)
    assert "https://example.org/a" in said
    assert ("Data" in said, "Origin" in said) == (False, False)
