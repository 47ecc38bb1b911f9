"""The typefaces of drawings and print: files from packages, the same on every machine, and what they lack.

Typefaces of the machine are never used. Print also takes those that lie in `book/print` (`quire.printing.fonts`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

FACE = "DejaVu Sans"
"""The typeface of drawings; it comes with matplotlib."""

PACKAGES = ("manimgx_fonts", "noto_cjk_sans_otc")
"""Packages with files of Noto, for what it lacks. matplotlib takes the first weight of a file with many, and that of Chinese is
thin: so its signs come from a package of their own."""

TYPESET = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Packages for what Typst sets, with files of Noto and nothing else: all alphabets, and Chinese, Japanese and Korean signs."""

CHINESE = "Noto Sans CJK SC"
"""Comes first of the signs that the languages draw differently; it has those of all of them."""

MISSING = r"Glyph (?P<sign>\d+) .* missing from font"
"""What matplotlib warns of, at its beginning."""

FINDER = "_find_fonts_by_props"
"""What matplotlib asks at every text, not as a part that is its promise."""

NOT_DRAWN = frozenset(["Cc", "Cf", "Zl", "Zp", "Zs"])
"""Kinds of characters without a picture: blanks, and those that say how others are drawn."""


def find_folders(package: str) -> list[Path]:
    """The folders of a package; none where it is not installed."""
    spec = find_spec(package)
    return [Path(place) for place in (spec and spec.submodule_search_locations) or ()]


def list_typeset() -> list[str]:
    """The folders with the typefaces of what Typst sets."""
    return [str(folder) for package in TYPESET for folder in find_folders(package)]


@cache
def load_families() -> tuple[str, ...]:
    """What texts of a drawing are set in: `FACE`, and for what it lacks the typefaces of the packages.

    matplotlib gets to know these by names of their own, as the machine may have other files of the same name.
    """
    from matplotlib.font_manager import fontManager, ttfFontProperty
    from matplotlib.ft2font import FT2Font

    names = [FACE]
    folders = [folder for package in PACKAGES for folder in find_folders(package)]
    for path in [path for folder in folders for path in sorted(folder.glob("*.tt[cf]"))]:
        count = FT2Font(str(path)).num_faces
        faces = [FT2Font(str(path), face_index=number) for number in range(count)]
        face = next((face for face in faces if face.family_name == CHINESE), faces[0])
        entry = replace(ttfFontProperty(face), name=f"{face.family_name}, {path.stem}")
        # the same letters for bold: matplotlib takes one weight of a file
        fontManager.ttflist += [replace(entry, weight=weight) for weight in (400, 700)]
        names.append(entry.name)
    _find_once(names)
    return tuple(names)


def _find_once(families: list[str]) -> None:
    """Let matplotlib find the files of these typefaces once for each size and weight: it looks for all of them at every text.

    It takes a fifth of the time of a drawing. A matplotlib that looks in another way is left as it is.
    """
    from matplotlib.font_manager import fontManager

    find: Callable[..., list[str]] | None = getattr(fontManager, FINDER, None)
    found: dict[FontProperties, list[str]] = {}
    if find is None:
        return

    def find_once(text: FontProperties, **how: Any) -> list[str]:
        if how or text.get_family() != families:
            return find(text, **how)
        if text not in found:
            found[text.copy()] = find(text)
        return found[text]

    setattr(fontManager, FINDER, find_once)


def name_scripts(signs: Iterable[str]) -> list[str]:
    r"""Names of the scripts that some characters are of.

    >>> name_scripts("\u0f63\u0f66\u1826")
    ['Mongolian', 'Tibetan']
    """
    return sorted({unicodedata.name(sign, "unknown").split()[0].capitalize() for sign in signs})


def is_drawn(sign: str) -> bool:
    """Whether a character has a picture at all."""
    return unicodedata.category(sign) not in NOT_DRAWN
