"""The typefaces that print may use: files from packages, the same on every machine, and which characters they have.

Which of them is used where is said in the template. A typeface put into `book/print` is there for it as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import typst

PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Packages with files of Noto and nothing else: all alphabets, and Chinese, Japanese and Korean signs."""

CHINESE = "Noto Sans CJK SC"
"""Comes first of the signs that the four languages draw differently."""

LAST = "DejaVu Sans"
"""The typeface of the figures; it has arrows and other signs."""

NOT_DRAWN = frozenset(["Cf", "Zl", "Zp", "Zs"])
"""Kinds of characters without a picture: blanks, and those that say how others are drawn."""


@dataclass(frozen=True)
class Fonts:
    """The typefaces.

    Attributes
    ----------
    files
        As the compiler takes them.
    families
        Names to fall back on, in this order, when a typeface lacks a character.
    """

    files: typst.Fonts
    families: tuple[str, ...]

    def find_missing(self, signs: Iterable[str]) -> set[str]:
        """The characters that no typeface has; what is never drawn does not count."""
        from matplotlib.ft2font import FT2Font

        missing = {sign for sign in signs if unicodedata.category(sign) not in NOT_DRAWN}
        paths = {font.family: font.path for font in self.files.fonts() if font.path}
        for family in self.families:
            if missing and family in paths:
                missing -= set(map(chr, FT2Font(paths[family]).get_charmap()))
        return missing


def load_fonts(folder: Path) -> Fonts:
    """The typefaces of the packages, and those that lie in a folder."""
    import matplotlib as mpl

    places = [str(place) for name in PACKAGES for place in _find_folders(name)]
    files = typst.Fonts(
        include_system_fonts=False,
        font_paths=[*places, str(Path(mpl.get_data_path()) / "fonts" / "ttf"), str(folder)],
    )
    noto = [name for name in files.families() if name.startswith("Noto ")]
    # the plain one, then every script, then signs for single languages and pictures
    first = sorted(noto, key=lambda name: ("CJK" in name, name != CHINESE, name == "Noto Emoji"))
    return Fonts(files, (*first, LAST))


def _find_folders(package: str) -> list[str]:
    spec = find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else []
