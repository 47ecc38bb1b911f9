"""The book as a reader meets it: what its pages do in a real browser, at the width of a desk and of a phone.

The browser is the machine's own Chromium. The book is that of this repository, with the runs that are there already.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd
import pytest
from browsing import CHROMIUM, PHONE, serve
from building import make_pages
from conftest import ROOT
from scripts import DRAWN_ONLY, NAMES, UNKNOWN

from quire.core.project import Project
from quire.text.htmltables import html_table
from quire.text.words import plain, rounded
from studylib.data.city_names import search_names
from studylib.data.editions import SURVEY, list_editions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"
)


def test_the_book_has_its_pages(html: Path) -> None:
    for name in ("index", "about", "how-to-read", "method", "data-and-sources", "cite", "overview"):
        assert (html / f"{name}.html").is_file(), name
    public = [edition for edition in list_editions(Project(ROOT)) if edition.public]
    assert {path.name for path in (html / "editions").iterdir()} == {one.id for one in public}
    of_survey = ["participation", "situation", "robustness"]
    for edition in public:
        for name in (
            "index",
            "key_elements",
            "good_practices",
            *of_survey * (SURVEY in edition.offers),
        ):
            assert (html / f"editions/{edition.id}/{name}.html").is_file(), (edition.id, name)


def test_the_catalogue_can_be_filtered_and_a_filter_can_be_linked(
    browser: Browser, site: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site}practices/index.html")
    items = page.locator("#practices > li")
    every = items.count()
    page.locator("#practice-filters").get_by_label("Area").select_option("mobility")
    page.get_by_label("Region of the world").select_option("Africa")
    left = page.locator("#practices > li:visible")
    assert 0 < left.count() < every
    for item in left.all():
        assert "mobility" in str(item.get_attribute("data-area")).split()
        assert item.get_attribute("data-region") == "Africa"
    assert page.get_by_role("status").inner_text() == f"{left.count()} of {every} practices"
    address, shown = page.url, left.count()
    assert address.endswith("?area=mobility&region=Africa")
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("!location.search")
    assert left.count() == every
    page.goto(address)
    assert left.count() == shown
    page.goto(f"{site}practices/index.html?area=nothing&x=<b>")
    assert left.count() == every
    page.get_by_label("Sustainable Development Goal").select_option("3")  # and not 13
    assert 0 < left.count() < every
    for item in left.all():
        assert "3" in str(item.get_attribute("data-sdg")).split()


def test_practices_are_found_by_a_word_and_on_a_phone_the_filters_wait_in_a_fold(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto(f"{site}practices/index.html")
    assert not page.get_by_label("Region of the world").is_visible()
    left = page.locator("#practices > li:visible")
    every = left.count()
    page.get_by_label("Words").fill("Congestion charge")
    assert 0 < left.count() < every
    for card in left.all():
        text = card.inner_text().lower()
        assert "congestion" in text
        assert "charge" in text
    assert page.url.endswith("?words=Congestion+charge")
    shown = left.count()
    page.goto(page.url)
    assert left.count() == shown
    page.close()


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_two_practices_stand_side_by_side(browser: Browser, site: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site}practices/index.html")
    table = page.get_by_role("table", name="Good practices side by side")
    heads = table.get_by_role("columnheader")
    page.get_by_label("First practice").select_option("toronto-quayside")
    page.get_by_label("Second practice").select_option("ghent-circulation-plan")
    shown = [name for name in heads.all_inner_texts() if ":" in name]
    assert shown == ["Toronto: Quayside, given up", "Ghent: the circulation plan"]
    line = table.get_by_role("row").filter(has_text="Main result").get_by_role("cell")
    assert "Nothing was built" in line.nth(0).inner_text()
    assert "25 per cent more cyclists" in line.nth(1).inner_text()
    left, right = line.nth(0).bounding_box(), line.nth(1).bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"], "beside each other"
    assert right["x"] + right["width"] <= width, "without scrolling"


def test_a_dot_on_the_map_of_practices_leads_to_a_practice(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}practices/index.html")
    dots = page.locator(".city-map a")
    addresses = [str(dot.get_attribute("href")) for dot in dots.all()]
    assert "ghent-circulation-plan.html" not in addresses, "Ghent has two"
    assert "#practice-ghent-digital-help" in addresses
    assert "milan-area-c.html" in addresses
    assert page.locator("#practice-ghent-digital-help").count() == 1


def test_the_catalogue_reads_without_a_script(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}practices/index.html?area=mobility")
    items = page.locator("#practices > li")
    assert items.count() == page.locator("#practices > li:visible").count() > 0
    assert not page.locator("#practice-filters").is_visible()
    assert not page.locator("#practice-pair").is_visible()
    assert page.locator("#practice-table tbody tr:visible").count() == items.count()


def test_a_city_is_marked_in_every_distribution_and_the_address_says_which(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto(f"{site}cities/index.html")
    strips = page.locator(".city-item")
    page.get_by_label("Show a city").select_option("PT001C")
    marked = page.locator(".city-item path.picked")
    assert 0 < marked.count() <= strips.count()
    assert {each.get_attribute("data-city") for each in marked.all()} == {"PT001C"}
    assert (
        page.get_by_role("status").inner_text()
        == f"Lisboa is marked in {marked.count()} of {strips.count()} distributions."
    )
    address = page.url
    assert address.endswith("#city=PT001C")
    count = marked.count()
    page.get_by_label("Show a city").select_option("")
    assert (marked.count(), page.url) == (0, f"{site}cities/index.html")
    page.goto(address)
    assert marked.count() == count
    page.goto(f'{site}cities/index.html#city="]<b>')
    assert marked.count() == 0


def test_a_city_picked_once_is_lit_with_its_value_on_every_page(
    browser: Browser, site: str, html: Path
) -> None:
    """Also in a book that is opened as files, where pages can ask for nothing."""
    for root in (site, f"{html.as_uri()}/"):
        page = browser.new_context(viewport={"width": PHONE, "height": 800}).new_page()
        page.goto(f"{root}cities/pt001c.html")
        button = page.get_by_role("button", name="Light Lisboa in all figures")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        for name in ("2019/situation", "2012/situation", "2012/key_elements"):
            page.goto(f"{root}editions/{name}.html")
            lit = page.locator(".study-lit circle")
            assert lit.count() > 0
            assert all(
                title.startswith("Lisboa: ") for title in lit.locator("title").all_text_contents()
            )
            # the light lies on the drawing, at every width
            sheet, picture = (
                page.locator(f".study-lit > {kind}").first.bounding_box() for kind in ("svg", "img")
            )
            assert sheet == picture
        page.goto(f"{root}cities/index.html")
        assert page.locator(".city-item path.picked").count() > 0


def test_the_value_that_is_lit_is_that_of_the_data_and_is_said(
    browser: Browser, site: str, real_study: Project
) -> None:
    page = browser.new_page()
    page.goto(f"{site}editions/2019/situation.html")
    block = page.locator("[data-figure=distributions]")
    assert block.get_by_role("status").inner_text() == ""
    block.get_by_role("combobox").select_option("PT001C")
    assert re.fullmatch(
        r"Lisboa is lit in (\d+) of \1 distributions\.", block.get_by_role("status").inner_text()
    )
    answers = pd.read_csv(real_study.processed / "2019" / "answers.csv")
    share = answers.set_index(["item", "city_code"])["favourable_pct"].dropna()
    block.locator("summary").click()
    said = [
        float(text.split()[-2]) for text in block.locator("li").all_inner_texts() if "%" in text
    ]
    assert len(said) > 3
    of_lisboa = {rounded(value) for value in share.xs("PT001C", level="city_code")}
    assert set(said) <= of_lisboa
    block.get_by_role("combobox").select_option("")
    assert page.locator(".study-lit circle").count() == 0


def test_without_a_script_nobody_is_offered_a_light(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}editions/2019/situation.html")
    assert page.locator(".study-dots").count() > page.locator(".study-dots:visible").count() == 0
    page.goto(f"{site}cities/pt001c.html")
    assert page.locator("[data-light]").count() == 1
    assert not page.locator("[data-light]").is_visible()


def test_cities_can_be_read_without_a_script(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}cities/index.html#city=PT001C")
    assert not page.locator("#city-picker").is_visible()
    assert page.locator(".city-strip").count() == page.locator(".city-strip:visible").count() > 0
    page.locator(".city-list").get_by_role("link", name="Lisboa").first.click()
    assert page.locator(".bd-article h1").inner_text().startswith("Lisboa")


def test_the_map_is_worked_with_the_keyboard(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}cities/index.html")
    dots = page.locator(".city-map a")
    assert dots.count() > 0
    name = dots.nth(3).locator("text")
    assert not name.is_visible()
    dots.nth(2).focus()
    page.keyboard.press("Tab")
    assert name.is_visible()
    said = str(name.text_content())
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/*c.html")
    assert said.startswith(page.locator(".bd-article h1").inner_text().partition(":")[0])


@pytest.mark.parametrize(
    ("name", "city"), [("Vienna", "Wien"), ("Cologne", "Köln"), ("Prague", "Praha")]
)
def test_the_search_finds_a_city_under_its_other_names(
    browser: Browser, site: str, name: str, city: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site}search.html?q={name}")
    first = page.locator("#search-results li a").first
    assert first.inner_text(timeout=30_000).startswith(city)


@pytest.mark.parametrize("city", ["Bilbao", "Viena", "Londres"])
def test_the_search_of_the_spanish_book_finds_a_city(
    browser: Browser, site_es: str, city: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site_es}search.html?q={city}")
    first = page.locator("#search-results li a").first
    assert first.inner_text(timeout=30_000).startswith(city)
    page.close()


def test_the_search_of_the_spanish_book_needs_no_accents(browser: Browser, site_es: str) -> None:
    from playwright.sync_api import expect

    found = []
    for words in ("participación", "participacion"):
        page = browser.new_page()
        page.goto(f"{site_es}search.html?q={quote(words)}")
        results = page.locator("#search-results li a")
        results.first.wait_for(timeout=30_000)
        summary = page.locator(".search-summary")
        expect(summary).to_have_text(re.compile(r"\d"), timeout=60_000)  # once all are there
        found.append({*results.all_inner_texts()})
        page.close()
    # a title that has the very letters is found as well, so the first has more
    assert len(found[0] & found[1]) > 100


def test_the_search_finds_names_in_every_script_as_written_and_as_typed(
    browser: Browser, tmp_path: Path
) -> None:
    names = [*NAMES.values(), *DRAWN_ONLY.values(), *UNKNOWN.values(), "Łódź", "Þorlákshöfn"]
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser"]\nhtml_theme = "basic"\n')
    for number, name in enumerate(names):
        index = "".join(
            f"```{{index}} ! single: {other}\n```\n"
            for other in search_names(name, [])
            if other != name
        )
        page = tmp_path / f"city-{number}.md"
        page.write_text(f"---\norphan: true\n---\n# {name}\n\n{index}\nA city.\n", "utf-8")
    (tmp_path / "index.md").write_text("# Cities\n", "utf-8")
    make_pages(tmp_path, tmp_path / "html")
    opened = browser.new_page()
    first = opened.locator("#search-results li a").first
    typed = {
        form: name
        for name in names
        for form in (name, name.lower(), plain(name), plain(name).lower())
    }
    shown = {}
    with serve(tmp_path / "html") as address:
        for form in typed:
            opened.goto(f"{address}search.html?q={quote(form)}")
            shown[form] = first.inner_text(timeout=10_000)
    assert shown == typed


@pytest.mark.parametrize("kind", ["the study's", "pandas'", "of text"])
def test_a_table_of_thirty_columns_scrolls_in_its_box_on_a_phone(
    browser: Browser, site: str, kind: str
) -> None:
    frame = pd.DataFrame({f"Item number {n}": [n / 7] * 3 for n in range(30)})
    output = '<div class="cell_output docutils container"><div class="output">{}</div></div>'
    table = {
        "the study's": str(html_table(frame, "Wide")),
        "pandas'": output.format(frame.to_html()),
        "of text": output.format(f'<div class="highlight"><pre>{frame.to_string()}</pre></div>'),
    }[kind]
    page = browser.new_page(viewport={"width": 360, "height": 700})
    page.goto(f"{site}overview.html")
    page.locator(".bd-article section").first.evaluate(
        "(at, table) => at.insertAdjacentHTML('afterbegin', table)", table
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(
        "[...document.querySelectorAll('.bd-article section *')].some(each => each.scrollWidth > 700)"
    )


@pytest.mark.parametrize("name", ["index", "editions/2019/situation", "cities/pt001c", "search"])
def test_what_slips_into_a_page_does_not_run(browser: Browser, site: str, name: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("requestfailed", lambda asked: said.append(f"{asked.url} {asked.failure}"))
    page.goto(f"{site}{name}.html")
    slipped = (
        '<base href="https://evil.invalid/"><img src="x" onerror="window.ran = 1">'
        '<img src="https://evil.invalid/x.png"><iframe src="data:text/html,x"></iframe>'
        '<a id="slipped" href="javascript:window.ran = 1">x</a>'
    )
    page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", slipped)
    page.evaluate("document.getElementById('slipped').click()")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.baseURI") == f"{site}{name}.html"
    assert "https://evil.invalid/x.png csp" in said
    assert sum("Content Security Policy" in one for one in said) >= 5
