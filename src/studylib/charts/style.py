"""The look of the study: sizes, colours, and how a figure is started.

A figure is as wide as half a page of a book, and its letters have one size, that can be read on a phone.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from quire.text.languages import said
from quire.text.typefaces import MISSING, load_families
from studylib.charts.palette import COOL, FAINT, INK, MIDDLE, WARN

P = ParamSpec("P")
R = TypeVar("R")

WIDTH_IN = 5.3
"""Width of every figure in inches: 509 px on a page, of which a phone of 360 px shows 328."""

LETTER = 10.5
"""Size of all letters in points: 9 px on a phone of 360 px, and 14 px where a drawing is as large as it was made."""

BOLD = 1.15
"""How much wider bold letters are."""

LINE_IN = 0.19
"""Height of a line of text in inches."""

INTERVAL_PT, SHARE_PT = 1.6, 6.5
"""How thick the line of an interval is, and how wide the dot of a share."""

LOOK: dict[str, Any] = {
    "font.size": LETTER,
    "axes.titlesize": LETTER,
    "axes.labelsize": LETTER,
    "xtick.labelsize": LETTER,
    "ytick.labelsize": LETTER,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.titlelocation": "left",
    "axes.unicode_minus": True,
    "text.parse_math": False,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "ytick.major.size": 0,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": LETTER,
    "figure.facecolor": "white",
    "svg.fonttype": "path",
}

DIVERGING = LinearSegmentedColormap.from_list("study-diverging", [WARN, MIDDLE, COOL])
"""Orange (-1) over near white (0) to blue (+1): told apart with every kind of colour blindness."""


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw in the look of the study, whatever the settings of whoever calls, and leave those as they were."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(cast(Any, {**LOOK, "font.family": load_families()}))
            return draw(*args, **kwargs)

    return inside


def new_figure(height_in: float) -> Figure:
    """An empty figure of the study's width; no window and no state of pyplot belongs to it."""
    return Figure(figsize=(WIDTH_IN, height_in), layout=None)


def place(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes with margins given in inches from the edges, so that labels have the same room at every height."""
    width, height = figure.get_size_inches()
    box = (left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height)
    return figure.add_axes(box)


def write_in_cell(axes: Axes, x: float, y: float, text: str, **look: Any) -> None:
    """Write in the middle of the cell of a matrix that begins at x and y."""
    axes.text(x + 0.5, y + 0.5, text, **{"ha": "center", "va": "center", **look})


def text_width(text: str) -> float:
    """Width of one line of text in inches, as it is drawn in the language that is spoken and the study's typeface, to leave room for it.

    >>> text_width("A") < text_width("Aal") < text_width("Aalborg")
    True
    """
    return _width(said(text))


@cache
def _width(text: str) -> float:
    face = FontProperties(family=load_families(), size=LETTER)
    with warnings.catch_warnings():
        # it is said where the drawing is shown
        warnings.filterwarnings("ignore", MISSING)
        width, _, _ = text_to_path.get_text_width_height_descent(text, face, ismath=False)
    return float(width) / 72


def wrap_lines(text: str, inches: float) -> list[str]:
    """Lines that are no wider than they may be, but for single words that are; a number of governments is one word."""
    text = said(text).replace(" = ", "\u00a0=\u00a0")
    letters = max(int(len(text) * inches / max(text_width(text), 0.01)), 6)
    return textwrap.wrap(text, letters, break_long_words=False) or [""]


def wrap_letters(text: str, letters: int) -> str:
    r"""A text, in the language that is spoken, in lines of no more than so many letters.

    >>> wrap_letters("Satisfied to live here", 12)
    'Satisfied to\nlive here'
    """
    return "\n".join(textwrap.wrap(said(text), letters))


def tint(colour: str, strength: float) -> str:
    """A colour mixed with white: 0 is white, 1 the colour itself.

    >>> tint("#000000", 0.5)
    '#808080'
    """
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def on_colour(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour (relative luminance, WCAG 2.2).

    >>> on_colour("#ffffff"), on_colour("#5E3C99")
    ('#222222', '#ffffff')
    """
    return INK if _luminance(colour) > 0.22 else "#ffffff"
