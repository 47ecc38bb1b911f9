r"""Formulas in LaTeX as drawings: one drawing for the pages and for print, made by Matplotlib's mathtext.

Nothing is asked of the reader's browser, and the words of the formula stay beside it for those who cannot see it. What mathtext
cannot draw (environments, several lines) is a fault and never shown as typed.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.path import Path as MatplotlibPath

SIZE = 100
"""Units of a drawing in one em."""

CLASS = "study-formula"
SPOKEN = re.compile(
    r"\\(?:text|mathrm|mathit|mathbf|mathsf|operatorname|begin|end)\s*\{[^{}]*\}|\\[a-zA-Z]+"
)
WORD = re.compile(r"[^\W\d_]{3,}|^\s*\d[\d.,]*\s*(?:\(|[^\W\d_]{2,})")
WRAPPED = re.compile(r"^\s*(?:\$\$?|\\\[|\\\()(.*?)(?:\$\$?|\\\]|\\\))\s*$", re.DOTALL)
ALPHABETS = ("LATIN", "GREEK", "MATHEMATICAL", "SCRIPT", "DOUBLE-STRUCK", "BLACK-LETTER", "HEBREW")
SIGNS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Drawing:
    """A formula as it is drawn.

    Attributes
    ----------
    tex
        What it says, in LaTeX.
    width, height, depth
        In em; the depth is what lies below the line of the text.
    path
        Its outline, in hundredths of an em, as SVG has it.
    """

    tex: str
    width: float
    height: float
    depth: float
    path: str

    @property
    def svg(self) -> str:
        """The drawing as a file, in the colour of the text around it."""
        box = f"0 0 {self.width * SIZE:.0f} {self.height * SIZE:.0f}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{self.path}"/></svg>'
        )

    def __html__(self) -> str:
        """The drawing as part of a line of a page."""
        return Markup(
            '<svg class="{}" role="img" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}" width="{:g}em" '
            'height="{:g}em" style="vertical-align:{:g}em"><path fill="currentColor" d="{}"/></svg>'
        ).format(
            CLASS,
            self.tex,
            self.width * SIZE,
            self.height * SIZE,
            self.width,
            self.height,
            -self.depth,
            self.path,
        )


def bare_formula(tex: str) -> str:
    r"""A formula without what marks it as one, on one line.

    >>> bare_formula("$\\displaystyle x^{2}$")
    'x^{2}'
    """
    inside = WRAPPED.match(tex)
    return " ".join((inside[1] if inside else tex).replace(r"\displaystyle", " ").split())


def draw_formula(tex: str) -> Drawing:
    """Draw a formula.

    Raises
    ------
    ValueError
        If it cannot be drawn; `formula_fault` says why.
    """
    import matplotlib as mpl
    import numpy as np
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.textpath import TextToPath, text_to_path

    bare, font = (
        bare_formula(tex),
        FontProperties(size=TextToPath.FONT_SCALE, math_fontfamily="stix"),
    )
    # one parser for all threads; its own typeface, whatever a machine has
    with _ONE_AT_A_TIME, mpl.rc_context({"mathtext.default": "it"}):
        marked = f"${bare}$"
        width, height, depth = text_to_path.get_text_width_height_descent(marked, font, True)
        vertices, codes = text_to_path.get_text_path(font, marked, ismath=True)
    em = TextToPath.FONT_SCALE
    path = _path(Path(np.asarray(vertices) / em, codes), (height - depth) / em * SIZE)
    wide, high, deep = (round(float(side) / em, 3) for side in (width, height, depth))
    return Drawing(bare, wide, high, deep, path)


def formula_fault(tex: str) -> tuple[str, str] | None:
    r"""What is wrong with a formula, and how to repair it; None if it can be drawn.

    >>> formula_fault(r"\frac{a_1}{2}"), formula_fault("5 (US")[0]
    (None, 'is read as a formula, and is none: it has words in it, or an open bracket')
    """
    bare = bare_formula(tex)
    words = SPOKEN.sub(" ", bare)
    opened, closed = (sum(map(words.count, signs)) for signs in ("([", ")]"))
    if WORD.search(words) or opened != closed:
        repair = r"write \$ where money is meant, and \mathrm{...} around words of a formula"
        return "is read as a formula, and is none: it has words in it, or an open bracket", repair
    if not all(map(_is_drawn, bare)):
        return "is a formula in an alphabet that formulas have not", "write it with Latin or Greek"
    try:
        draw_formula(bare)
    except (ValueError, RuntimeError):
        repair = "write one line, without environments, in what mathtext of Matplotlib knows"
        return "is a formula that cannot be drawn", repair
    return None


def _is_drawn(sign: str) -> bool:
    return not sign.isalpha() or unicodedata.name(sign, "").startswith(ALPHABETS)


def _path(outline: MatplotlibPath, rise: float) -> str:
    """An outline as SVG has it, downwards from its top; where a shape is closed its point says nothing."""
    parts = []
    for points, code in outline.iter_segments(simplify=False):
        if SIGNS[int(code)] == "Z":
            parts.append("Z")
            continue
        turned = [(x, rise - y) for x, y in points.reshape(-1, 2) * SIZE]
        parts.append(SIGNS[int(code)] + " ".join(f"{x:.1f} {y:.1f}" for x, y in turned))
    return "".join(parts)
