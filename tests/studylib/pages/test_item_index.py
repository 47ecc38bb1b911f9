"""The index of items and terms: who asked what, and where it is shown."""

from __future__ import annotations

import re

from conftest import ROOT
from rendered import rendered
from test_city_pages import NASTY, tables

from quire.core.project import Project
from studylib.pages.item_index import Shown, glossary_terms, items_page, pages_of_items

FILES = {
    "editions/2002/figures/2002-key_elements-corner-issues.csv": b"item,value\njobs,1\nparks,2\n",
    "editions/2002/figures/2002-key_elements-corner-issues.svg": b"",
    "editions/2002/figures/2002-key_elements-more.csv": b"item,value\njobs,3\n",
    "editions/2002/figures/2002-short-cities.csv": b"city,value\njobs,1\n",
    "figures/study-overview-items.csv": b"edition,item\n2002,jobs\n",
    "editions/2002/short.ipynb": b"item",
}


def test_a_page_shows_an_item_if_the_data_of_a_figure_has_it() -> None:
    found = pages_of_items(FILES, ["jobs", "parks", "theft"], {"2002": "The first"})
    # once a page, at the first figure; an address of its own has what is drawn
    assert found["jobs"] == [
        ("All editions", "overview", "overview.html"),
        ("The first", "key elements", "editions/2002/key_elements.html#figure-corner-issues"),
    ]
    assert found["parks"] == [
        ("The first", "key elements", "editions/2002/key_elements.html#figure-corner-issues")
    ]
    assert "theft" not in found


def test_items_say_how_they_were_asked_by_whom_and_where_they_are_shown(study: Project) -> None:
    shown = {"jobs": [Shown("2002", "short", "editions/2002/short.html")]}
    page = re.sub(
        r"<td [^>]*>", "<td>", rendered(items_page(tables(study), shown, ["wave", "Area"]))
    )
    # 40 and 70 per cent in the newest survey that asked it
    assert (
        "Jobs</span></th><td>It is easy to find a job</td><td>Economy</td>"
        "<td>55.0 (2004, 2 cities)</td><td>2005, 2002</td>" in page
    )
    assert (
        '<div class="study-link">Cities: <a href="cities/index.html#item-jobs">all cities</a></div>'
        in page
    )
    assert (
        '<div class="study-link">2002: <a href="editions/2002/short.html">short</a></div>' in page
    )
    # the latest full survey did not ask it
    assert (
        "Something was stolen</td><td>Living</td><td>84.0 (2001, 2 cities)</td><td>2002</td><td></td>"
        in page
    )
    assert "{term}`Area`, {term}`wave`" in page


def test_words_from_files_stay_words(study: Project) -> None:
    path = study.raw / "framework" / "items.csv"
    path.write_text(
        path.read_text("utf-8").replace("It is easy to find a job", f'"{NASTY}"'), "utf-8"
    )
    assert "<script" not in rendered(items_page(tables(study), {}, []))


def test_the_glossary_of_the_book_can_be_read() -> None:
    terms = glossary_terms((ROOT / "book" / "glossary.md").read_text("utf-8"))
    assert {"item", "wave", "false discovery rate", "good practice"} <= set(terms)
    assert terms == sorted(terms)
