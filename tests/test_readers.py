"""The real book for every reader: screen readers, small pages, no script, paper, and the way from any number to its raw rows."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import CHROMIUM, DESK, PHONE, Published, list_kinds
from bs4 import BeautifulSoup, Tag
from conftest import ROOT

from quire.book.openings import list_openings
from quire.text.readability import measure_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"
)

NUMBERS = 10


@pytest.mark.parametrize(("scheme", "width"), [("light", DESK), ("dark", DESK), ("light", PHONE)])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, html: Path, site: str, scheme: Any, width: int
) -> None:
    assert find_violations(browser, site, list_kinds(html), scheme, width) == {}


def test_axe_finds_nothing_on_any_kind_of_page_in_spanish(
    browser: Browser, html_es: Path, site_es: str
) -> None:
    assert find_violations(browser, site_es, list_kinds(html_es), "light", DESK) == {}


def find_violations(
    browser: Browser, site: str, names: Sequence[str], scheme: Any, width: int
) -> dict[str, list[tuple[str, str]]]:
    """What axe finds on some pages: the rule, and the first place where it is broken."""
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), {}
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for name in names:
        page = context.new_page()
        page.goto(site + name, wait_until="networkidle")
        # the dark look differs in its colours only
        rules = {} if scheme == "light" else {"runOnly": ["color-contrast"]}
        violations = axe.run(page, options={"resultTypes": ["violations"], **rules}).response[
            "violations"
        ]
        if violations:
            found[name] = [(each["id"], each["nodes"][0]["html"][:120]) for each in violations]
        page.close()
    context.close()
    return found


def test_pages_open_with_words_that_are_read_once(html: Path) -> None:
    """Home and each edition by itself, pages of many on average; words of a questionnaire are its own."""
    openings = list_openings(html)
    read = {
        one.page: measure_text(one.text)
        for one in openings
        if re.fullmatch(r"index|editions/[^/]+/index", one.page)
    }
    for kind in ("cities/*", "governments/*/*", "practices/*", "questions/*"):
        read[kind] = measure_text(" ".join(one.text for one in openings if one.kind == kind))
    assert min(one.words for one in read.values()) > 20
    # a page by question names all answers that may lead; home begins with a sentence of UCLG's as it was published
    most = {"questions/*": 25, "index": 30}
    assert {
        page: one for page, one in read.items() if one.words_a_sentence > most.get(page, 20)
    } == {}
    hard = {page for page, one in read.items() if one.ease < 45}
    assert hard <= {"governments/*/*"}


def test_the_first_key_leads_past_the_navigation(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}editions/2019/situation.html")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    order = []
    for _ in range(40):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate("document.activeElement.getBoundingClientRect().top + window.scrollY")
        )
    inside = [each for each in order if each > 0]
    # from top to bottom, but for lines on which several links stand
    assert all(after > before - 60 for before, after in itertools.pairwise(inside))
    page.close()


def words(page: Page) -> list[str]:
    """What a page says, but for what lights a city, which is there for those who have a script."""
    return str(
        page.locator(".bd-article").evaluate(
            """article => {
                article.querySelectorAll('.study-dots, .city-light').forEach(one => one.style.display = 'none');
                return article.innerText;
            }"""
        )
    ).split()


def test_without_a_script_every_kind_of_page_reads_the_same(
    browser: Browser, published: Published
) -> None:
    site = published.site
    with_script, without = browser.new_context(), browser.new_context(java_script_enabled=False)
    # the filters of the catalogue and the picker are there for those who have a script
    some = list_kinds(published.html)[:: 1 if published.language == "en" else 3]
    names = {*some} - {"search.html", "practices/index.html", "cities/index.html"}
    lost = {}
    for name in sorted(names):
        texts = []
        for context in (with_script, without):
            page = context.new_page()
            page.goto(site + name)
            texts.append(set(words(page)))
            page.close()
        assert texts[0], name
        lost[name] = texts[0] - texts[1]
    assert {name: words for name, words in lost.items() if words} == {}
    with_script.close()
    without.close()


@pytest.mark.parametrize("edition", ["2012", "2017", "2019", "2021", "2023"])
def test_a_press_sheet_is_one_page_of_paper(
    browser: Browser, site: str, edition: str, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(f"{site}editions/{edition}/press.html")
    page.pdf(path=tmp_path / "press.pdf", prefer_css_page_size=True)
    page.close()
    read = PdfReader(tmp_path / "press.pdf")
    assert len(read.pages) == 1
    assert "Press sheet" in read.pages[0].extract_text()


@pytest.mark.parametrize("city", ["de001c", "si001c", "no001c"])
def test_a_city_is_one_sheet_of_paper(
    browser: Browser, site: str, city: str, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(f"{site}cities/{city}.html")
    title = page.locator(".bd-article h1").inner_text().rstrip("#").strip()
    page.pdf(path=tmp_path / "city.pdf", prefer_css_page_size=True)
    page.close()
    read = PdfReader(tmp_path / "city.pdf")
    assert len(read.pages) == 1
    text = " ".join(read.pages[0].extract_text().split())
    assert title in text
    assert "What its government answered" in text


def test_a_citation_is_copied_with_its_whole_address(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}editions/2019/situation.html")
    menu = page.locator("figure ~ .study-under .study-take").first
    menu.locator("summary").first.click()
    assert [link.inner_text() for link in menu.locator("a.download").all()] == [
        "PNG",
        "SVG",
        "CSV",
        "Excel",
    ]
    menu.get_by_role("button", name="Copy").click()
    menu.get_by_text("Copied").wait_for()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert re.search(
        rf"{re.escape(site)}editions/2019/situation\.html#figure-[\w-]+, read on \d+ \w+ \d{{4}}$",
        copied,
    )
    assert "version" in copied
    context.close()


@pytest.mark.parametrize("name", ["editions/2019/situation", "editions/2012/situation"])
def test_the_sign_below_a_figure_opens_where_its_numbers_come_from(
    browser: Browser, site: str, name: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site}{name}.html")
    fold = page.locator("details.study-provenance")
    assert fold.get_attribute("open") is None
    page.locator(".study-under a.study-origin").first.click()
    page.wait_for_function("document.querySelector('details.study-provenance').open")
    assert page.locator("tr:has(:target)").is_visible()
    page.close()


def test_on_a_phone_rows_of_words_are_cards_with_the_heads_as_labels(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto(f"{site}editions/2019/situation.html")
    frame = page.locator(".study-table-frame.stacked:visible").first
    cell = frame.locator("tbody td").first
    said = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    head = frame.locator("thead th").nth(1).text_content()
    assert f"{head}: " in str(said)
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    page.set_viewport_size({"width": DESK, "height": 800})
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"
    page.close()


def test_key_messages_fit_on_a_screen(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    for edition in ("2012", "2017", "2019", "2021", "2023"):
        page.goto(f"{site}editions/{edition}/key_messages.html")
        assert (
            page.evaluate("document.querySelector('.study-cards').getBoundingClientRect().bottom")
            < 1000
        ), edition
    page.close()


def straight(text: str) -> str:
    """Words without line breaks, and with the quotation marks that a typewriter has: a page has better ones."""
    return " ".join(text.split()).translate(str.maketrans("‘’“”", "''\"\""))


def raw_rows(page: BeautifulSoup) -> list[tuple[Path, list[dict[str, str]], str]]:
    """The raw files that a page names at its end, with the rows that it chooses and the beginning of the digest."""
    section = page.find(id="where-the-numbers-come-from")
    assert isinstance(section, Tag)
    found = []
    for row in section.find_all("table")[-1].find_all("tr")[1:]:
        file, choice, count, mark = (
            cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])
        )
        path = ROOT / "data" / "raw" / file
        if path.suffix != ".csv":
            continue
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        if choice != "all rows":
            column, _, value = choice.partition(" = ")
            rows = [each for each in rows if each[column] == value]
        assert len(rows) == int(count.replace(",", "")), (file, choice)
        found.append((path, rows, mark))
    return found


def inputs_below(project: Any, run: Path) -> set[str]:
    """What a run reads, and what the runs read whose tables it reads."""
    inputs = json.loads((run / "record.json").read_bytes())["key"]["inputs"]
    sources = {project.runs / each.rpartition("/")[0] for each in inputs if "." not in each}
    return {*inputs, *(name for each in sources for name in inputs_below(project, each))}


def test_ten_numbers_of_the_prose_lead_to_their_raw_rows(html: Path, real_study: Any) -> None:
    chosen = []
    for path in sorted((html / "editions").rglob("*.html")):
        page = BeautifulSoup(path.read_bytes(), "lxml")
        for link in page.select("a.study-value, a.study-origin"):
            said = (
                link.get_text()
                if "study-value" in (link.get("class") or [])
                else str(link.previous_sibling or "")
            )
            # below a figure the same sign leads to the row of the figure
            if re.search(r"\d", said) and str(link["href"]).startswith("#value-"):
                chosen.append((path, str(link["href"]), said))
    picked = random.Random(20261125).sample(chosen, NUMBERS)
    assert len(picked) == NUMBERS
    for path, address, said in picked:
        page = BeautifulSoup(path.read_bytes(), "lxml")
        place = page.find(id=address.removeprefix("#"))
        row = place.find_parent("tr") if isinstance(place, Tag) else None
        assert isinstance(row, Tag), (path.name, address)
        name, value, origin, tables = (
            cell.get_text(strip=True) for cell in row.find_all(["th", "td"])
        )
        run = real_study.runs / path.parent.name / path.stem
        stated = json.loads((run / "values.json").read_bytes())[name]
        # before the mark of a sentence may stand more of the prose
        assert straight(said).endswith(straight(str(stated["text"]))[-len(straight(said)) :]), (
            said,
            stated["text"],
        )
        assert value == "" or float(value) == float(stated["value"])
        assert origin == stated["origin"]
        assert tables
        rows = raw_rows(page)
        assert rows
        for file, _, mark in rows:
            assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(mark), file
        # of some tables an edition has no rows, which the page says, too
        assert sum(len(found) for _, found, _ in rows) > 0
        inputs = inputs_below(real_study, run)
        assert all(
            any(f"/{table}." in f"/{each}" for each in inputs)
            for table in tables.rpartition(": ")[2].split(", ")
        ), tables
