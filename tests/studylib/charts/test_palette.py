"""The colours of pages: told in both themes, and dark or light enough to read."""

from __future__ import annotations

import re

from test_style import luminance

from studylib.charts.palette import DARK, HOUSE, LIGHT, PRINT, as_css


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
