"""What of a page goes to print."""

from __future__ import annotations

from lxml import html

from quire.printing.pages import Page, take_apart


def take(text: str) -> Page:
    return take_apart(html.fromstring(f"<article>{text}</article>"), "a/b")


def show(text: str) -> str:
    return html.tostring(take(text).article, encoding="unicode").removeprefix("<article>")[:-10]


def test_of_a_number_that_opens_to_names_the_number_is_printed() -> None:
    table = "<table><tr><td><details><summary>2</summary>Graz, Wien</details></td></tr></table>"
    assert show(table) == "<table><tr><td><details>2</details></td></tr></table>"


def test_code_links_of_headings_and_origins_of_values_are_left_out_and_what_follows_is_not() -> (
    None
):
    said = '<p>A<a class="study-origin" href="#v"></a> b</p><div class="cell_input x">y</div>c'
    assert show(said) == "<p>A b</p>c"


def test_tables_that_open_on_a_screen_are_left_out() -> None:
    said = '<p>A</p><details class="study-more"><summary>By x</summary><table></table></details>b'
    assert show(said) == "<p>A</p>b"


def test_title_and_where_the_numbers_come_from_are_kept_apart() -> None:
    said = '<h1>T <b>t</b></h1><p>A</p><section id="where-the-numbers-come-from"><p>R</p></section>'
    page = take(said)
    assert (page.title, page.article.text_content()) == ("T t", "A")
    assert page.origins is not None
    assert page.origins.text_content() == "R"
    assert take("<p>A</p>").origins is None


def test_below_a_figure_the_address_of_its_source_stays_and_what_is_for_the_screen_goes() -> None:
    said = show(
        '<p>Source: <a href="https://example.org/a">example.org</a>. <a href="x.csv">Data</a> '
        '<a href="#output-x">Origin</a></p>'
    )
    assert "https://example.org/a" in said
    assert ("Data" in said, "Origin" in said) == (False, False)
    assert 'class="print-source"' in said
