"""Figures of the printed book: an SVG drawing as vectors, with what it shows said for those who cannot see it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from quire.core.errors import StudyError
from quire.printing.slices import Gap, cut, gaps

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing


POINTS = {"pt": 1.0, "px": 0.75, "": 0.75}
BELOW = 4
"""Room below a figure, in points."""

SMALLEST = 0.55
"""A figure that would be made smaller than this goes over several sheets, if there is a place to cut it."""

SIDE = re.compile(r'\b(width|height)="([0-9.]+)(pt|px|)"')


def drawing_size(path: Path) -> tuple[float, float]:
    """Width and height of an SVG file in points, from its first tag; a pixel is 3/4 of a point, as in CSS.

    Raises
    ------
    StudyError
        If the file is not there or does not say its size.
    """
    text = path.read_text("utf-8") if path.is_file() else ""
    tag = text[max(text.find("<svg"), 0) :].partition(">")[0]
    found = {side: float(number) * POINTS[unit] for side, number, unit in SIDE.findall(tag)}
    if not tag.startswith("<svg") or not found.get("width") or not found.get("height"):
        raise StudyError(
            "there is no drawing with a size to print", where=str(path), repair="study book"
        )
    return found["width"], found["height"]


@lru_cache(maxsize=2)
def read_drawing(path: Path) -> Drawing:
    """An SVG file as shapes.

    Raises
    ------
    StudyError
        If it cannot be read.
    """
    from svglib.svglib import svg2rlg

    found = svg2rlg(str(path))
    if found is None:
        raise StudyError("the drawing cannot be read", where=str(path), repair="study book")
    return found


class Measuring(Canvas):
    """A canvas for the first pass, which finds out what is on which page: nothing costly is drawn on it."""


class Figure(Flowable):
    """A drawing from a file, at its own size or smaller; one that would become too small goes over several sheets.

    Parameters
    ----------
    path
        The SVG file.
    alt
        What it shows, in words.
    width, height
        Room in points; the drawing is made smaller if it is larger.
    indent
        How far it stands from the left.
    part
        What of it is drawn, in points of the drawing from its upper edge; all if not given.

    Raises
    ------
    StudyError
        If the file is not there or is no drawing.
    """

    def __init__(
        self,
        path: Path,
        alt: str,
        width: float,
        height: float,
        indent: float = 0.0,
        part: tuple[float, float] | None = None,
    ) -> None:
        super().__init__()
        self._path, self._alt, self._room, self._indent = path, alt, (width, height), indent
        own_width, own_height = drawing_size(path)
        fits = min(1.0, width / own_width)
        shrunk = min(fits, height / own_height)
        self._gaps = _gaps_of(path, own_height) if shrunk < SMALLEST * fits else ()
        self._scale = fits if self._gaps else shrunk
        self._own_height = own_height
        self._part = part or (0.0, own_height)
        self.width, self.height = (
            own_width * self._scale,
            (self._part[1] - self._part[0]) * self._scale,
        )

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the names are reportlab's
        """Say how much room it takes."""
        return self.width, self.height + BELOW

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - the names are reportlab's
        """The piece that fits into the room and the rest; nothing if it cannot be cut there."""
        room = (aH - BELOW) / self._scale
        start, end = self._part
        place = cut(self._gaps, start, room)
        if place is None or place >= end:
            return []
        return [
            Figure(self._path, self._alt, *self._room, self._indent, each)
            for each in ((start, place), (place, end))
        ]

    def draw(self) -> None:
        """Draw it, as a stretch of the page that has an alternative text (ISO 32000-1, 14.9.3)."""
        from reportlab.graphics import renderPDF

        if isinstance(self.canv, Measuring):
            return
        said = "".join(f"{byte:02X}" for byte in b"\xfe\xff" + self._alt.encode("utf-16-be"))
        canvas: Any = self.canv
        canvas._code.append(f"/Span << /Alt <{said}> >> BDC")
        canvas.saveState()
        canvas.translate(self._indent, BELOW / 2)
        drawing = read_drawing(self._path)
        if self._gaps:
            frame = canvas.beginPath()
            frame.rect(0, 0, self.width, self.height)
            canvas.clipPath(frame, stroke=0)
        canvas.translate(0, (self._part[1] - self._own_height) * self._scale)
        canvas.scale(self.width / drawing.width, self._scale * self._own_height / drawing.height)
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.restoreState()
        canvas._code.append("EMC")


@lru_cache(maxsize=32)
def _gaps_of(path: Path, height: float) -> tuple[Gap, ...]:
    """Where the drawing can be cut, in the points of its own size."""
    drawing = read_drawing(path)
    unit = height / drawing.height
    return tuple((unit * top, unit * bottom) for top, bottom in gaps(drawing))
