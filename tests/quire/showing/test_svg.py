"""Drawings made small stay the same drawings."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from quire.showing.svg import compact


def drawing() -> str:
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.scatter([1, 2, 3], [3, 1, 2], color="#0072b2", alpha=0.5)
    axes.plot([1, 2, 3], [1, 2, 3], clip_on=True)
    axes.set_title("Ten towns")
    target = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "x"}):
        figure.savefig(target, format="svg")
    return target.getvalue()


@pytest.fixture(scope="module")
def made() -> str:
    return compact(drawing(), "towns")


def test_it_is_one_element_and_smaller(made: str) -> None:
    assert ElementTree.fromstring(made).tag == "{http://www.w3.org/2000/svg}svg"
    assert len(made) < 0.75 * len(drawing())
    assert "\n" not in made
    assert "metadata" not in made


def test_every_reference_finds_its_target_and_other_names_are_gone(made: str) -> None:
    references = set(re.findall(r'(?:href="|url\()#([^")]+)', made))
    assert references == set(re.findall(r'\bid="([^"]+)"', made))
    assert references


def test_names_of_two_figures_never_meet() -> None:
    one, two = (
        set(re.findall(r'\bid="([^"]+)"', compact(drawing(), name))) for name in ("one", "two")
    )
    assert not one & two


def test_scales_keep_every_digit_and_coordinates_a_tenth() -> None:
    text = (
        '<svg><path d="M 12.345 -7.06 z" transform="scale(0.015625)"/><path d="M 1.5 10.04"/></svg>'
    )
    assert (
        compact(text, "a")
        == '<svg><path d="M12.3 -7.1z" transform="scale(0.015625)"/><path d="M1.5 10"/></svg>'
    )


RED, BLUE = (
    '<use href="#m" x="1" style="fill: red"/>',
    '<use href="#m" x="2" style="fill: blue"/>',
)
PLAIN = '<use href="#m" x="3"/>'


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (RED * 3, '<g fill="red">' + '<use href="#M" x="1"/>' * 3 + "</g>"),
        (
            RED * 3 + BLUE,
            '<g fill="red">'
            + '<use href="#M" x="1"/>' * 3
            + '</g><use href="#M" x="2" fill="blue"/>',
        ),
        (RED * 2 + PLAIN, '<use href="#M" x="1" fill="red"/>' * 2 + '<use href="#M" x="3"/>'),
        (PLAIN * 4, '<use href="#M" x="3"/>' * 4),
    ],
)
def test_one_style_of_a_stretch_of_marks_is_said_once(marks: str, expected: str) -> None:
    made = compact(f'<svg><path id="m"/>{marks}</svg>', "a")
    name = re.findall(r'id="([^"]+)"', made)[0]
    assert made == f'<svg><path id="{name}"/>{expected.replace("#M", f"#{name}")}</svg>'
