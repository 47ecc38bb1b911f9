"""Figures for print: the size of a drawing or picture, and where a tall drawing can go on to the next sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import typst
from lxml import etree
from lxml.html import HtmlElement
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from quire.core.errors import StudyError

POINTS = {"pt": 1.0, "px": 0.75, "": 0.75}
SIDE = re.compile(r'\b(width|height)="([0-9.]+)(pt|px|)"')
DOT = re.compile(r"h0(?![\d.])")
SHORT_LINE = "h.01"
"""A line without length, whose round ends are a dot, is nothing to the typesetter."""

PICTURES = ("PNG", "JPEG", "GIF", "WebP")
"""Pictures of dots that browsers and print both show."""

TALL = 500.0
"""Points from which places to cut are looked for."""

SHORTEST, LONGEST = 100.0, 300.0
"""Points between two cuts, at least, and at most if there is a place."""

NARROWEST = 3
"""Points of a gap at least."""

MOST = 0.1
"""Part of a row that is not white in a gap at most: lines of a grid may be cut, bars may not."""

Gap = tuple[float, float, int]
"""Middle, height, and how many dots are not white in it."""


def read_figure(root: Path, path: Path) -> dict[str, Any]:
    """Address, size in points, and cuts (also in points, from the upper edge) of a drawing or a picture.

    Raises
    ------
    StudyError
        If the file is not there, cannot be read or does not say its size.
    """
    address = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if path.is_file() and path.suffix.lower() != ".svg":
        return {"path": f"/{address}", **_measure_picture(path, address), "cuts": []}
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    tag = text[max(text.find("<svg"), 0) :].partition(">")[0]
    size = {side: float(number) * POINTS[unit] for side, number, unit in SIDE.findall(tag)}
    if not tag.startswith("<svg") or not size.get("width") or not size.get("height"):
        raise StudyError(
            "there is no drawing with a size to print", where=address, repair="build the book"
        )
    cuts = (
        place_cuts(find_gaps(draw_dots(root, path)), size["height"])
        if size["height"] > TALL
        else []
    )
    return {"path": f"/{address}", **size, "cuts": cuts}


def _measure_picture(path: Path, where: str) -> dict[str, Any]:
    """Kind of a picture of dots, whatever its name says, and its size as a browser shows it, in points."""
    try:
        with Image.open(path, formats=PICTURES) as picture:
            picture.load()
            width, height = picture.size
            kind = str(picture.format).lower().replace("jpeg", "jpg")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        reason = "is no picture" if isinstance(error, UnidentifiedImageError) else "is broken"
        raise StudyError(
            f"the file {reason} that can be printed",
            where=where,
            repair=f"make it anew, as SVG, {', '.join(PICTURES)}",
        ) from error
    return {"format": kind, "width": width * POINTS["px"], "height": height * POINTS["px"]}


def read_drawing(element: HtmlElement, look: str) -> dict[str, Any]:
    """A drawing that stands in a page itself: its text, with a look of print, and its size in points.

    Parameters
    ----------
    element
        The drawing, with a `viewBox`.
    look
        Rules of CSS, in place of those of the web pages.
    """
    drawing = deepcopy(element)
    drawing.tail = None
    for part in drawing.iter():
        # HTML knows no capitals in names
        if "viewbox" in part.attrib:
            part.set("viewBox", part.attrib.pop("viewbox"))
        if "d" in part.attrib:
            part.set("d", DOT.sub(SHORT_LINE, part.attrib["d"]))
    box = [float(number) for number in drawing.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4 or not all(side > 0 for side in box[2:]):
        return {}
    drawing.set("xmlns", "http://www.w3.org/2000/svg")
    style = etree.SubElement(drawing, "style")
    style.text = look
    drawing.insert(0, style)
    width, height = (side * POINTS["px"] for side in box[2:])
    text = etree.tostring(drawing, encoding="unicode")
    return {"drawing": text, "width": width, "height": height, "cuts": []}


def draw_dots(root: Path, path: Path) -> NDArray[np.uint8]:
    """A drawing as grey dots, one a point."""
    page = "#set page(width: auto, height: auto, margin: 0pt)\n#image(sys.inputs.path)"
    address = {"path": f"/{path.relative_to(root).as_posix()}"}
    compiler = typst.Compiler(page.encode(), root=root, sys_inputs=address)
    picture = compiler.compile(format="png", ppi=72)
    assert isinstance(picture, bytes)
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


def find_gaps(dots: NDArray[np.uint8]) -> list[Gap]:
    """Stretches in which no row of dots differs from the one above: a line down the drawing may be cut there, and no more.

    >>> dots = np.full((9, 10), 255, np.uint8)
    >>> dots[:, 0] = dots[4, :] = 0
    >>> find_gaps(dots)
    [(2.0, 4, 1), (7.0, 4, 1)]
    """
    changes = np.flatnonzero((dots[1:] != dots[:-1]).any(axis=1)) + 1
    ends = [0, *changes.tolist(), len(dots)]
    ink = (dots < 250).sum(axis=1)
    return [
        ((top + bottom) / 2, bottom - top, int(ink[top]))
        for top, bottom in pairwise(ends)
        if bottom - top >= NARROWEST and ink[top] <= MOST * dots.shape[1]
    ]


def place_cuts(gaps: Sequence[Gap], height: float) -> list[float]:
    """Where to cut, from top to bottom: where there is least to cut, in the widest of such gaps.

    >>> place_cuts([(100, 9, 1), (150, 20, 1), (170, 30, 2), (400, 5, 1)], 500)
    [150, 400]
    """
    cuts: list[float] = []
    while True:
        start = cuts[-1] if cuts else 0.0
        below = [gap for gap in gaps if start + SHORTEST <= gap[0] <= height - SHORTEST]
        fit = [gap for gap in below if gap[0] <= start + LONGEST] or below[:1]
        if not fit:
            return cuts
        cuts.append(min(fit, key=lambda gap: (gap[2], -gap[1]))[0])
