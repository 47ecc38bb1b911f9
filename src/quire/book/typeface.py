"""The typeface of the pages: Noto Sans out of its package, with the letters that European languages need and every weight.

Its digits are of one width, so that numbers in a column stand below each other. What it lacks a browser takes from its machine. No page
loads the slanted one unless it has slanted words.
"""

from __future__ import annotations

import io
from importlib.metadata import version
from pathlib import Path

from quire.core.keeping import keep_made
from quire.core.project import Project
from quire.text.typefaces import find_folders

PACKAGE = "manimgx_fonts"
FACES = {
    "noto-sans.woff": "NotoSans[wght].ttf",
    "noto-sans-italic.woff": "NotoSans-Italic[wght].ttf",
}
"""Files of the book, and those of the package that they are made of."""

LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x18F, 0x18F),
    (0x1A0, 0x1B0),
    (0x1CD, 0x1DC),
    (0x1FA, 0x21B),
    (0x259, 0x259),
    (0x2C6, 0x2DD),
    (0x300, 0x328),
    (0x1E80, 0x1E9E),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x203E),
    (0x2044, 0x2044),
    (0x2070, 0x208E),
    (0x20A0, 0x20BF),
    (0x2116, 0x2122),
    (0x2212, 0x2215),
)
"""Latin with its extensions, Vietnamese, signs of print, money and sums; first and last of each stretch."""

FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "tnum")


def typeface_files(project: Project) -> dict[str, bytes]:
    """The files of the typeface, by their path in the book; the same bytes for the same packages."""
    folder = find_folders(PACKAGE)[0]
    packages = {name: version(name) for name in ("fonttools", PACKAGE.replace("_", "-"))}
    return {
        f"_static/{name}": keep_made(
            project.build,
            name,
            packages,
            cut_down,
            folder / file,
        )
        for name, file in FACES.items()
    }


def cut_down(path: Path) -> bytes:
    """A typeface with `LETTERS` only, packed for browsers."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff", hinting=False, layout_features=list(FEATURES), recalc_timestamp=False
    )
    with subset.load_font(str(path), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(
            unicodes=[sign for first, last in LETTERS for sign in range(first, last + 1)]
        )
        cutter.subset(font)
        made = io.BytesIO()
        subset.save_font(font, made, options)
    return made.getvalue()
