"""The look of the study."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.colors import to_rgb

from studylib.charts.style import (
    DIVERGING,
    LETTER,
    WIDTH_IN,
    new_figure,
    on_colour,
    place,
    styled,
    tint,
)

PALETTE = ["#0072B2", "#CC79A7", "#5E3C99", "#D55E00", "#00805E", "#8C6D00"]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in to_rgb(colour)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_drawing_has_the_look_of_the_study_whatever_the_settings_and_leaves_them() -> None:
    @styled
    def size() -> float:
        return float(mpl.rcParams["font.size"])

    with mpl.rc_context({"font.size": 33, "font.family": "serif"}):
        assert size() == LETTER
        assert mpl.rcParams["font.size"] == 33


def test_margins_are_inches_at_every_height() -> None:
    for height in (2.0, 20.0):
        axes = place(new_figure(height), 1, 0.5, 0.3, 0.25)
        box = axes.get_position()
        assert box.x0 * WIDTH_IN == pytest.approx(1)
        assert (1 - box.x1) * WIDTH_IN == pytest.approx(0.3)
        assert box.y0 * height == pytest.approx(0.5)
        assert (1 - box.y1) * height == pytest.approx(0.25)


@pytest.mark.parametrize("strength", [0.0, 0.08, 0.3, 0.5, 0.75, 0.9, 1.0])
@pytest.mark.parametrize("colour", PALETTE)
def test_numbers_on_a_tint_can_be_read(colour: str, strength: float) -> None:
    shade = tint(colour, strength)
    assert contrast(shade, on_colour(shade)) >= 3.9


def test_the_middle_of_the_diverging_scale_is_its_lightest() -> None:
    low, middle, high = (luminance(mpl.colors.to_hex(DIVERGING(each))) for each in (0.0, 0.5, 1.0))
    assert middle > 0.9
    assert max(low, high) < 0.25
