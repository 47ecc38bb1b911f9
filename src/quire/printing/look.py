"""The look of the printed book: the sheet, typefaces, and styles of paragraphs.

Sizes are in points. Colours of figures come from `drawing.style`; what stands in a paragraph is decided in `text`.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from studylib.charts.style import FAINT, INK, MARK, MUTED, PALE

SHEET: tuple[float, float] = A4
LEFT, TOP, BOTTOM = 56.0, 62.0, 60.0
WIDTH = SHEET[0] - 2 * LEFT
HEIGHT = SHEET[1] - TOP - BOTTOM
"""The room for text on a sheet."""

LINK = "#1d4e79"
FACE, MONO = "DejaVuSans", "DejaVuSansMono"
FACES = {
    FACE: "DejaVuSans",
    f"{FACE}-Bold": "DejaVuSans-Bold",
    f"{FACE}-Italic": "DejaVuSans-Oblique",
    f"{FACE}-BoldItalic": "DejaVuSans-BoldOblique",
    MONO: "DejaVuSansMono",
}
"""Typefaces, and their files; they come with matplotlib and have the letters of every Latin alphabet, Greek, and signs."""

STEP = 14.0
"""How far the text of a list stands to the right of what is around it."""


def register() -> None:
    """Make the typefaces known, once."""
    if FACE in pdfmetrics.getRegisteredFontNames():
        return
    import matplotlib as mpl

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    faces = (FACE, f"{FACE}-Bold", f"{FACE}-Italic", f"{FACE}-BoldItalic")
    pdfmetrics.registerFontFamily(FACE, *faces)
    pdfmetrics.registerFontFamily(MONO, MONO, MONO, MONO, MONO)


def unknown(text: str) -> str:
    """The characters of a text that the typeface has no picture for, each once.

    >>> unknown("İstanbul, Kraków, ρ − × ² ₂"), unknown("東京")
    ('', '京東')
    """
    register()
    font: Any = pdfmetrics.getFont(FACE)
    known = font.face.charToGlyph
    return "".join(
        sorted(
            {
                sign
                for sign in text
                if ord(sign) not in known and unicodedata.category(sign)[0] not in "CZ"
            }
        )
    )


@cache
def style(name: str, indent: float = 0.0) -> ParagraphStyle:
    """A style of paragraphs by name, moved to the right by an indent."""
    register()
    chosen = {**BASE, **STYLES[name]}
    return ParagraphStyle(
        f"{name}{indent:g}", **{**chosen, "leftIndent": indent, "bulletIndent": indent - STEP + 3}
    )


@cache
def cell_style(size: float, right: bool, head: bool) -> ParagraphStyle:
    """The style of a cell of a table."""
    register()
    return ParagraphStyle(
        f"cell{size:g}{right:d}{head:d}",
        **{
            **BASE,
            "fontSize": size,
            "leading": size * 1.3,
            "spaceAfter": 0,
            "alignment": 2 if right else 0,
            "fontName": f"{FACE}-Bold" if head else FACE,
        },
    )


BASE: dict[str, Any] = {
    "fontName": FACE,
    "fontSize": 9,
    "leading": 13.5,
    "spaceAfter": 6,
    "textColor": INK,
    "bulletFontName": FACE,
    "bulletFontSize": 9,
    "allowWidows": 0,
    "allowOrphans": 0,
}
STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "lead": {"fontSize": 11, "leading": 16, "textColor": MUTED, "spaceAfter": 10},
    "quiet": {"fontSize": 8, "leading": 12, "textColor": MUTED},
    "h1": {"fontName": f"{FACE}-Bold", "fontSize": 18, "leading": 23, "spaceAfter": 10},
    "h2": {
        "fontName": f"{FACE}-Bold",
        "fontSize": 13,
        "leading": 17,
        "spaceBefore": 14,
        "spaceAfter": 6,
    },
    "h3": {
        "fontName": f"{FACE}-Bold",
        "fontSize": 10.5,
        "leading": 14,
        "spaceBefore": 10,
        "spaceAfter": 4,
    },
    "h4": {"fontName": f"{FACE}-Bold", "spaceBefore": 8, "spaceAfter": 3},
    "number": {
        "fontName": f"{FACE}-Bold",
        "fontSize": 15,
        "leading": 19,
        "textColor": MARK,
        "spaceAfter": 2,
    },
    "strong": {"fontName": f"{FACE}-Bold", "spaceAfter": 3},
    "code": {
        "fontName": MONO,
        "fontSize": 7.5,
        "leading": 10.5,
        "spaceAfter": 8,
        "backColor": PALE,
        "borderPadding": 4,
    },
    "caption": {
        "fontName": f"{FACE}-Bold",
        "fontSize": 8.5,
        "leading": 12,
        "spaceBefore": 4,
        "spaceAfter": 3,
    },
    "legend": {"fontSize": 8.5, "leading": 12, "spaceBefore": 4, "spaceAfter": 2},
    "source": {"fontSize": 7.5, "leading": 10.5, "textColor": MUTED, "spaceAfter": 12},
    "title": {"fontName": f"{FACE}-Bold", "fontSize": 30, "leading": 38, "spaceAfter": 12},
    "subtitle": {"fontSize": 13, "leading": 19, "textColor": MUTED, "spaceAfter": 8},
    "part": {
        "fontName": f"{FACE}-Bold",
        "fontSize": 10,
        "leading": 14,
        "spaceBefore": 12,
        "spaceAfter": 3,
    },
    "line": {"fontSize": 9, "leading": 13, "spaceAfter": 1},
}
LINE, ACCENT = FAINT, MARK
TINT = PALE
