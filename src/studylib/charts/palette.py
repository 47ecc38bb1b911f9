"""The colours of the study, of its figures, its pages and its print; those of areas are data (`framework/areas.csv`).

A colour is changed here and nowhere else, but for the logo, which has its own: figures are drawn anew, and the book's
`_static/palette.css` is made of it.
"""

from __future__ import annotations

INK = "#222222"
MUTED = "#5F6368"
FAINT = "#D5D8DC"
PALE = "#F1F3F4"
MARK = "#0072B2"
"""Colour of what is not of one area (Okabe and Ito's blue)."""

SECOND = "#E69F00"
"""Colour of a second group beside it (their orange)."""

GOVERNMENT = "#0B6E6E"
"""Colour of what governments answered, so that nobody takes it for what residents did."""

WARN, MIDDLE, COOL = "#B35806", "#F7F7F7", "#2166AC"
"""From worse over neither to better: told apart with every kind of colour blindness."""

HOUSE, HOUSE_DEEP, HOUSE_LIGHT = "#1D4E79", "#0B2A44", "#8EC5F0"
"""The house colour: on a light page, below the cover, and on a dark page."""

PRINT = {
    "ink": INK,
    "muted": MUTED,
    "faint": FAINT,
    "pale": PALE,
    "mark": MARK,
    "house": HOUSE,
}
"""Colours of print, by the names that its template has for them."""

LIGHT = {
    "pst-color-primary": HOUSE,
    "pst-color-link": HOUSE,
    "pst-color-link-hover": HOUSE_DEEP,
    "study-cover": HOUSE_DEEP,
    "study-cover-mark": HOUSE_LIGHT,
    "study-quiet": "#4A5563",
    "study-line": "#D5DBE1",
    "study-tint": "#F4F7FA",
    "study-land": "#E1E7ED",
    "study-pick": "#A33C00",
    "study-shade": "#B4BDC7",
}
DARK = {
    **LIGHT,
    "pst-color-primary": HOUSE_LIGHT,
    "pst-color-link": HOUSE_LIGHT,
    "pst-color-link-hover": "#C3E1F9",
    "study-quiet": "#B3BCC7",
    "study-line": "#46505C",
    "study-tint": "#1C242D",
    "study-land": "#33404D",
    "study-pick": "#FFB067",
    "study-shade": "#6B7682",
}
"""Custom properties of the pages, by theme."""


def as_css() -> str:
    """The colours of the pages as a style sheet."""
    themes = {"light": LIGHT, "dark": DARK}
    return "\n".join(
        f'html[data-theme="{theme}"] {{\n{_properties(colours)}}}\n'
        for theme, colours in themes.items()
    )


def _properties(colours: dict[str, str]) -> str:
    return "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
