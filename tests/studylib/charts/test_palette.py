"""The colours of pages and figures: told in both themes, dark or light enough to read, and apart for every kind of sight."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from test_style import luminance

from studylib.charts.palette import (
    COOL,
    DARK,
    FAINT,
    GOVERNMENT,
    HOUSE,
    INK,
    LIGHT,
    MARK,
    MIDDLE,
    PRINT,
    SECOND,
    WARN,
    as_css,
)


def test_every_colour_of_the_pages_is_there_in_both_themes() -> None:
    light, dark = as_css().split('html[data-theme="dark"]')
    for theme, colours in ((light, LIGHT), (dark, DARK)):
        assert dict(re.findall(r"--([\w-]+): (#\w+);", theme)) == colours
    assert set(LIGHT) == set(DARK)


def test_links_have_a_contrast_of_four_and_a_half_on_light_and_on_dark() -> None:
    assert 1.05 / (luminance(LIGHT["pst-color-link"]) + 0.05) > 4.5
    # the dark page of the theme is #14181e
    assert (luminance(DARK["pst-color-link"]) + 0.05) / (luminance("#14181e") + 0.05) > 4.5


def test_the_house_colour_is_said_once() -> None:
    assert LIGHT["pst-color-primary"] == PRINT["house"] == HOUSE


SEVERE = {
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
    "none": np.eye(3).tolist(),
}
"""What is seen of linear red, green and blue: Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation
of color vision deficiency", IEEE TVCG 15(6), 1291-1298, severity 1; and luminance alone."""

TOLD_APART = 20
"""Distance in CIELAB (1976) from which nobody takes one mark for the other; what can just be seen is 2.3 (Mahy et al. 1994)."""

PAIRS = {
    "two groups on the map": (MARK, SECOND),
    "governments and others": (GOVERNMENT, INK),
    "a dot and its band": (MARK, FAINT),
    "a dot and paper": (MARK, "#ffffff"),
    "a median and its band": (INK, FAINT),
    "the city that is lit and the others": (LIGHT["study-pick"], MARK),
    "the city that is lit and the band": (LIGHT["study-pick"], FAINT),
    "worse and neither": (WARN, MIDDLE),
    "better and neither": (COOL, MIDDLE),
}
ALIKE_IN_GREY = {"the city that is lit and the others"}
"""Told apart by more than colour: by its size, its white rim and its number."""


def lab(colour: str, sight: str) -> np.ndarray:
    """A colour in CIELAB (white D65), as it is seen."""
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SEVERE[sight]) @ linear, 0, 1)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ seen / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, sight: str) -> float:
    """How far two colours are apart for whoever sees so."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


@pytest.mark.parametrize("sight", SEVERE)
@pytest.mark.parametrize("pair", PAIRS)
def test_colours_that_mean_something_are_told_apart_by_everybody(pair: str, sight: str) -> None:
    if sight == "grey" and pair in ALIKE_IN_GREY:
        return
    assert distance(*PAIRS[pair], sight) >= TOLD_APART


def test_the_distance_is_that_of_published_pairs() -> None:
    # black and white; red and green alike for deuteranopes
    assert distance("#000000", "#ffffff", "none") == pytest.approx(100, abs=0.1)
    assert (
        distance("#aa5500", "#557700", "deuteranopia")
        < TOLD_APART
        < distance("#aa5500", "#557700", "none")
    )
