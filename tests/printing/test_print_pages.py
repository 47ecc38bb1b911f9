"""What of a page goes to print."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from studylib.printing.pages import for_print


def printed(text: str) -> str:
    article = BeautifulSoup(f"<article>{text}</article>", "lxml").article
    assert isinstance(article, Tag)
    for_print(article, "a/b")
    return article.decode_contents()


def test_of_a_number_that_opens_to_names_the_number_is_printed() -> None:
    table = "<table><tr><td><details><summary>2</summary>Graz, Wien</details></td></tr></table>"
    assert printed(table) == "<table><tr><td>2</td></tr></table>"


def test_code_scripts_and_forms_are_left_out() -> None:
    assert printed('<p>A</p><div class="cell_input">x</div><script>y</script><form>z</form>') == "<p>A</p>"


def test_where_the_numbers_come_from_is_a_sentence_that_says_where_it_is_told() -> None:
    said = printed('<section id="where-the-numbers-come-from"><h2>W</h2><table></table></section>')
    assert "<table" not in said
    assert "a/b.html" in said
