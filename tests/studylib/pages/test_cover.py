"""The cover of the web book, counted on the invented study."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from rendered import TEMPLATES
from test_city_pages import tables

from quire.core.project import Project
from quire.pipeline.preparation import prepare
from studylib.data.editions import list_editions
from studylib.pages.city_tables import CityTables
from studylib.pages.cover import make_cover
from studylib.pages.pages import Facts, read_facts


def cover(editions: Sequence[Facts], figures: CityTables | None, practices: int) -> str:
    made = make_cover(editions, figures, practices)
    return TEMPLATES.render("cover.html", **vars(made)).strip()


@pytest.fixture
def made(study: Project) -> ElementTree.Element:
    figures = tables(study)
    names = {"2002": "2002 <first>", "2005": "2005"}
    editions = [read_facts(study, each, names[each.id]) for each in list_editions(study)]
    return ElementTree.fromstring(cover(editions[::-1], figures, 1))


def test_it_counts_what_is_there_and_leads_to_it(made: ElementTree.Element) -> None:
    facts = [("".join(each.itertext()), each.get("href")) for each in made.iter("a")]
    assert facts == [
        ("2 editions since 2002 <first>", "#the-editions"),
        ("4 cities, each with a page", "cities/index.html"),
        ("1 good practice, with sources and doubts", "practices/index.html"),
    ]


def test_its_map_is_for_the_eye_alone_and_has_a_dot_for_each_city_with_coordinates(
    made: ElementTree.Element,
) -> None:
    (picture,) = made.iter("svg")
    assert picture.get("aria-hidden") == "true"
    dots = next(each for each in picture if each.get("class") == "dots")
    # Beta has no coordinates
    assert len(re.findall("M", str(dots.get("d")))) == 3


def test_what_is_not_there_is_not_counted(study: Project) -> None:
    prepare(study)
    first = read_facts(study, list_editions(study)[0], "2002")
    assert cover([], None, 0) == ""
    only = cover([first], None, 0)
    assert "1</strong> edition since 2002" in only
    assert ("cities" in only, "practice" in only, "svg" in only) == (False, False, False)
    assert "\n\n" not in only
