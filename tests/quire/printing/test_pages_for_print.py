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
        '<div class="study-under"><p>Source: <a href="https://example.org/a">example.org</a>. '
        '<a class="study-origin" href="#output-x" title="Origin"></a></p>'
        '<details class="study-take"><summary>Take it with you</summary><a href="x.csv">Data</a></details></div>'
    )
    assert "https://example.org/a" in said
    assert ("Data" in said, "Origin" in said, "Take" in said) == (False, False, False)
    assert 'class="print-source"' in said


def test_where_the_numbers_come_from_is_printed_without_its_fold() -> None:
    said = show('<details class="study-provenance"><summary>Open</summary><p>Rows</p></details>')
    assert said == "<p>Rows</p>"


def test_a_picture_that_is_printed_with_its_own_page_is_left_out_elsewhere() -> None:
    assert (
        show('<p>A</p><figure class="study-picture x"><img src="a.svg"/></figure>b') == "<p>A</p>b"
    )
