"""Formulas become drawings, and what is none is told."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from markupsafe import Markup

from quire.showing.formulas import SIZE, bare_formula, draw_formula, formula_fault

GOOD = [
    r"\alpha = \frac{k}{k - 1} \left(1 - \frac{\sum_i \sigma_i^2}{\sigma^2}\right)",
    r"R^2",
    r"\mathrm{share}_i \in [0, 1)",
    r"\sqrt{x_1 x_2} \leq \bar{x}",
    r"$\displaystyle \int_0^1 x\,dx$",
]


@pytest.mark.parametrize("tex", GOOD)
def test_a_formula_is_drawn_inside_its_box_the_same_every_time(tex: str) -> None:
    assert formula_fault(tex) is None
    drawn = draw_formula(tex)
    assert drawn == draw_formula(tex)
    box = ET.fromstring(drawn.svg).attrib["viewBox"].split()
    assert [float(side) for side in box[2:]] == [
        round(drawn.width * SIZE),
        round(drawn.height * SIZE),
    ]
    assert 0 <= drawn.depth < drawn.height
    assert drawn.path.startswith("M")


def test_a_drawing_says_its_formula_to_those_who_cannot_see_it_and_nothing_in_it_is_mark_up() -> (
    None
):
    drawn = ET.fromstring(str(Markup("{}").format(draw_formula("a < b"))))
    assert drawn.attrib["aria-label"] == "a < b"
    assert drawn.attrib["role"] == "img"


def test_a_higher_formula_is_drawn_higher() -> None:
    assert draw_formula(r"\frac{a}{b}").height > draw_formula("a").height
    assert draw_formula("a_1").depth > draw_formula("a").depth


@pytest.mark.parametrize(
    ("tex", "word"),
    [
        ("5 million and US", "money"),
        ("5m (US", "money"),
        ("GDP_i", "money"),
        (r"\begin{align} a \\ b \end{align}", "one line"),
        (r"a \\ b", "one line"),
        (r"\nonsense{x}", "one line"),
        (r"\frac{a}", "one line"),
        ("", "one line"),
        ("城", "Latin"),
    ],
)
def test_what_is_no_formula_or_cannot_be_drawn_is_told(tex: str, word: str) -> None:
    fault = formula_fault(tex)
    assert fault is not None
    assert word in fault[1] or word in fault[0]


@pytest.mark.parametrize(
    "tex", ["$x$", "$$x$$", r"\(x\)", r"\[ x \]", "$\\displaystyle x$", "\nx\n"]
)
def test_marks_of_a_formula_are_no_part_of_it(tex: str) -> None:
    assert bare_formula(tex) == "x"
