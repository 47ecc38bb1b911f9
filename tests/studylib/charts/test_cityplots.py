"""Small drawings as SVG: where their marks are, what they are called, and that words cannot become mark-up."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest
import small
from hypothesis import given
from hypothesis import strategies as st

from quire.text.words import decimal
from studylib.charts.cityplots import (
    UNIT,
    WIDTH,
    Bar,
    Place,
    dot_map,
    number,
    range_bar,
    strip,
)

PLACES = [Place(0, 45, "Alpha", "a.html"), Place(30, 45, "Beta", "b.html")]
NASTY = "\"><script>alert(1)</script> & 'x'"


def test_a_bar_has_its_marks_at_four_units_a_point() -> None:
    picture = Tree.fromstring(range_bar(Bar(75, 70, 80, similar=50), "Work: score 75."))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Work: score 75."
    marks = {each.get("class"): each for each in picture}
    assert marks["score"].get("cx") == "300"
    assert marks["range"].get("d") == "M280 14H320"
    assert str(marks["similar"].get("d")).startswith("M200 ")
    assert "country" not in marks


@given(
    st.dictionaries(
        st.text(alphabet="ABC123", min_size=1, max_size=6),
        st.floats(0, 100),
        min_size=1,
        max_size=40,
    )
)
def test_every_city_is_one_dot_at_its_share_and_no_two_are_one(values: dict[str, float]) -> None:
    picture = Tree.fromstring(strip(values, "Shares."))
    dots = {
        str(each.get("data-city")): str(each.get("d")) for each in picture if each.get("data-city")
    }
    assert set(dots) == set(values)
    for code, drawn in dots.items():
        x = float(drawn.removeprefix("M").split()[0])
        assert decimal(x / UNIT) == decimal(values[code])
    places = [(int(UNIT * values[code] // 6), dots[code].split()[1]) for code in dots]
    assert len(set(places)) == len(places)


def test_a_map_is_links_with_names_that_stay_inside() -> None:
    picture = Tree.fromstring(dot_map(PLACES, small.COAST, "Two cities"))
    links = picture.findall("a")
    assert [each.get("href") for each in links] == ["a.html", "b.html"]
    assert [each.findtext("title") for each in links] == ["Alpha", "Beta"]
    left, right = (each.find("text") for each in links)
    assert left is not None
    assert left.get("text-anchor") is None
    assert right is not None
    assert right.get("text-anchor") == "end"
    circles = [each.find("circle") for each in links]
    assert all(each is not None and 0 < float(str(each.get("cx"))) < 700 for each in circles)


def test_the_land_lies_behind_the_dots_on_the_same_scale() -> None:
    # both cities are corners of the land
    coast, *links = Tree.fromstring(dot_map(PLACES, small.COAST, "Two cities"))
    assert coast.get("class") == "land"
    corners = str(coast.get("d")).removeprefix("M").removesuffix("Z").split("L")
    circles = [link.find("circle") for link in links]
    dots = [f"{c.get('cx')} {c.get('cy')}" for c in circles if c is not None]
    assert len(corners) == 3
    assert set(dots) < set(corners)


@pytest.mark.parametrize("name", ["A" * 60, "\u6771" * 30])
def test_a_name_that_is_wider_than_the_map_is_squeezed(name: str) -> None:
    places = [Place(0, 45, name, "a.html"), Place(30, 45, "Beta", "b.html")]
    text, other = Tree.fromstring(dot_map(places, small.COAST, "Two")).findall("a/text")
    assert float(str(text.get("x"))) + float(str(text.get("textLength"))) < 700
    assert other.get("textLength") is None


def test_words_stay_words() -> None:
    for picture in (
        range_bar(Bar(1, 0, 2), NASTY),
        strip({NASTY: 1.0}, NASTY),
        dot_map([Place(0, 0, NASTY, NASTY)], small.COAST, NASTY),
    ):
        assert "<script" not in picture
        Tree.fromstring(picture)


def test_numbers_are_short_and_never_minus_nothing() -> None:
    assert [number(each) for each in (WIDTH, -0.04, 12.34)] == ["400", "0", "12.3"]
