"""The typefaces that print may use: files from packages, the same on every machine, and which characters they have.

Which of them is used where is said in the template. A typeface put into `book/print` is there for it as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from quire.text.typefaces import CHINESE, FACE, is_drawn, list_typeset, name_scripts

REPLACEMENT = "\ufffd"
"""Stands for a character that no typeface has."""

SHOWN = 5
"""Words named of each script at most."""


@dataclass(frozen=True)
class Lack:
    """A word with characters that no typeface has.

    Attributes
    ----------
    script
        Whose characters they are.
    word, where
        The word, and the page it is on.
    """

    script: str
    word: str
    where: str


def say_lacks(lacks: Iterable[Lack]) -> list[str]:
    r"""A line for each script that no typeface has: which words, where, and what to do.

    >>> print(say_lacks([Lack("Thaana", "\u0789\u0786", "list.html")])[0].partition(";")[2])
     put one into book/print, such as NotoSansThaana of Debian's fonts-noto-core
    """
    scripts: dict[str, list[str]] = {}
    for lack in lacks:
        scripts.setdefault(lack.script, []).append(f"{lack.word} ({lack.where})")
    return [
        f"{script}: no typeface has the letters of {', '.join(words[:SHOWN])}"
        f"{f' and {len(words) - SHOWN} more' if len(words) > SHOWN else ''}, printed as {REPLACEMENT}; "
        f"put one into book/print, such as NotoSans{script.split(',')[0]} of Debian's fonts-noto-core"
        for script, words in sorted(scripts.items())
    ]


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

    def draw(self, words: Mapping[str, Any], where: str) -> tuple[dict[str, Any], list[Lack]]:
        """Words of which every character can be drawn, and those that could not: they have `REPLACEMENT` in its place."""
        text = json.dumps(words, ensure_ascii=False)
        missing = self.find_missing(set(text))
        if not missing:
            return dict(words), []
        signs = f"[{re.escape(''.join(sorted(missing)))}]"
        lacks = [
            Lack(", ".join(name_scripts(missing & set(word))), word, where)
            for word in dict.fromkeys(re.findall(rf"[^\s\"]*{signs}[^\s\"]*", text))
        ]
        return json.loads(re.sub(signs, REPLACEMENT, text)), lacks

    def find_missing(self, signs: Iterable[str]) -> set[str]:
        """The characters that no typeface has; what is never drawn does not count."""
        missing = {sign for sign in signs if is_drawn(sign)}
        # upright ones, of which each weight has the same characters: a slanted one may have fewer
        paths = {
            font.family: font.path
            for font in self.files.fonts()
            if font.path and font.style == "normal"
        }
        for family in self.families:
            if missing and family in paths:
                missing -= _read_signs(str(paths[family]))
        return missing


@cache
def _read_signs(path: str) -> frozenset[str]:
    """The characters that a typeface has, read once for all pages."""
    from matplotlib.ft2font import FT2Font

    return frozenset(map(chr, FT2Font(path).get_charmap()))


def load_fonts(folder: Path) -> Fonts:
    """The typefaces of the packages, and those that lie in a folder."""
    import matplotlib as mpl

    files = typst.Fonts(
        include_system_fonts=False,
        font_paths=[*list_typeset(), str(Path(mpl.get_data_path()) / "fonts" / "ttf"), str(folder)],
    )
    noto = [name for name in files.families() if name.startswith("Noto ")]
    # the plain one, then every script, then signs for single languages and pictures
    first = sorted(noto, key=lambda name: ("CJK" in name, name != CHINESE, name == "Noto Emoji"))
    return Fonts(files, (*first, FACE))
