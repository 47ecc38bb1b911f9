"""Where a page is: what is above it, listed or not, and which pages it leads on to."""

from __future__ import annotations

import re
from typing import Any

import jinja2
import pytest
from conftest import ROOT
from lxml import html

from quire.book.wayfinding import find_above, is_neighbour, list_places
from quire.core.project import Project

PARTS: list[dict[str, Any]] = [
    {"caption": "Questions", "pages": [{"page": "towns/index", "name": "My town"}]},
    {
        "caption": "Years",
        "pages": [
            {
                "page": "years/2005/index",
                "name": "Rain 2005",
                "below": [{"page": "years/2005/wet", "name": "Wet"}],
            },
            {"page": "years/2002/index", "name": "Sun 2002"},
        ],
    },
    {"caption": "Towns", "pages": [{"page": "towns/index", "name": "Towns"}]},
    {"caption": "About", "pages": [{"page": "about", "name": "About"}]},
]
PLACES = list_places(PARTS)
PAGES = {*PLACES, "index", "towns/graz", "years/2005/towns/index", "years/2005/towns/graz", "help"}


def test_a_page_that_stands_in_two_parts_is_at_home_in_the_last() -> None:
    assert PLACES["towns/index"].name == "Towns"
    assert PARTS[PLACES["towns/index"].part]["caption"] == "Towns"


@pytest.mark.parametrize(
    ("page", "above"),
    [
        ("years/2005/wet", ["years/2005/index"]),
        ("years/2005/index", []),
        ("towns/graz", ["towns/index"]),
        # neither it nor the page above it is listed
        ("years/2005/towns/graz", ["years/2005/index", "years/2005/towns/index"]),
        ("help", []),
        ("alone/page", []),
    ],
)
def test_what_is_above_a_page(page: str, above: list[str]) -> None:
    assert find_above(page, PLACES, PAGES) == above


@pytest.mark.parametrize(
    ("page", "next_one", "leads"),
    [
        ("years/2005/index", "years/2005/wet", True),
        ("years/2005/wet", "years/2002/index", False),
        ("towns/index", "about", False),
        ("about", "help", False),
    ],
)
def test_a_page_leads_on_within_its_folder_and_part_alone(
    page: str, next_one: str, leads: bool
) -> None:
    assert is_neighbour(next_one, page, PLACES, PAGES) is leads


def read(project: Project, page: str) -> html.HtmlElement:
    return html.document_fromstring((project.html / f"{page}.html").read_bytes())


@pytest.mark.parametrize(
    ("page", "crumbs", "marked"),
    [
        ("editions/2002/short", ["Home", "All 2002", "A title"], "A title"),
        # of pages in no table of contents, the index of their folder is marked
        ("cities/aa001c", ["Home", "Cities", "Alpha"], "Cities"),
        ("index", [], "Home"),
    ],
)
def test_a_page_says_where_it_is(
    built_study: Project, page: str, crumbs: list[str], marked: str
) -> None:
    made = read(built_study, page)
    said = made.xpath("//nav[@aria-label='Breadcrumb']//li")
    assert [one.text_content().strip() for one in said][: len(crumbs)] == crumbs
    ends = made.xpath("//nav[@aria-label='Breadcrumb']//*[@aria-current='page']")
    assert len(ends) == bool(crumbs)
    (current,) = made.xpath("//nav[@aria-label='Main']//a[@aria-current]")
    assert current.text_content() == marked
    opened = made.xpath("//nav[@aria-label='Main']//details[@open]")
    assert len(opened) == page.startswith("editions/")


def test_the_foot_of_a_page_leads_on_within_its_edition(built_study: Project) -> None:
    first = read(built_study, "editions/2002/index")
    assert not first.xpath("//a[@class='left-prev']")
    assert first.xpath("//a[@class='right-next']/@href") == ["short.html"]


def show_sidebar(editions: int, marked: list[str]) -> list[str]:
    """The pages that the sidebar leads to, of so many editions with a page each."""
    pages = [
        {"page": f"e{n}", "name": "E", "below": [{"page": f"e{n}/a", "name": "A"}]}
        for n in range(editions)
    ]
    folder = jinja2.FileSystemLoader(ROOT / "book" / "_templates")
    template = jinja2.Environment(loader=folder, autoescape=True).get_template(
        "sbt-sidebar-nav.html"
    )
    text = template.render(
        sidebar_parts=[{"caption": "Editions", "pages": pages}],
        pathto=str,
        pagename=marked[-1],
        root_doc="index",
        marked=marked,
        marked_part=0,
        _=str,
    )
    return re.findall('href="([^"]*/a)"', text)


def test_of_many_editions_the_newest_and_the_one_in_view_list_their_pages() -> None:
    assert show_sidebar(12, ["e5"]) == [f"e{n}/a" for n in range(12)]
    assert show_sidebar(13, ["e5", "e5/a"]) == ["e0/a", "e5/a"]
    assert show_sidebar(50, ["e0"]) == ["e0/a"]
