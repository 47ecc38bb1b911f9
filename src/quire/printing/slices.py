"""Where a drawing can be cut in two so that nothing in it is cut: for figures that are much taller than a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

Gap = tuple[float, float]
"""A stretch from top to bottom in which nothing lies, in points from the upper edge."""

TALL = 0.2
"""Part of the drawing's height from which a shape, such as a line of the grid, may be cut."""

NARROW = 2.0
"""Points; a gap has to be wider."""

LOWER = 0.55
"""Part of the room that a slice fills at least, if it can."""


def gaps(drawing: Drawing) -> list[Gap]:
    """All gaps between the shapes of a drawing, from top to bottom; what is tall by itself does not count."""
    spans = sorted(
        (drawing.height - top, drawing.height - bottom)
        for bottom, top in _spans(drawing, drawing.height)
    )
    found: list[Gap] = []
    end = spans[0][1] if spans else 0.0
    for start, below in spans:
        if start > end + NARROW:
            found.append((end, start))
        end = max(end, below)
    return found


def cut(found: Sequence[Gap], start: float, room: float) -> float | None:
    """Where to cut below `start` so that the piece above is no taller than the room; None if there is no place.

    Of the gaps in the lower part of the room the widest is taken, the lowest of those that are as wide.

    >>> cut([(40, 50), (80, 84), (95, 99)], 0, 100), cut([(40, 50), (80, 84)], 0, 60), cut([(40, 50)], 45, 100)
    (97.0, 45.0, None)
    """
    fit = [each for each in found if start < _middle(each) <= start + room]
    low = [each for each in fit if _middle(each) >= start + LOWER * room] or fit
    return _middle(max(low, key=lambda each: (each[1] - each[0], each[0]))) if low else None


def _middle(gap: Gap) -> float:
    return (gap[0] + gap[1]) / 2


def _spans(drawing: Drawing, height: float) -> list[tuple[float, float]]:
    """Lower and upper end of every shape that is not tall; of groups that are, what is in them."""
    from reportlab.graphics.shapes import Group
    from reportlab.graphics.transform import mmult

    found = []
    waiting = [((1, 0, 0, 1, 0, 0), each) for each in drawing.contents]
    while waiting:
        matrix, shape = waiting.pop()
        alone = Group(shape)
        alone.transform = matrix
        box = alone.getBounds()
        if box is None:
            continue
        if box[3] - box[1] <= TALL * height:
            found.append((box[1], box[3]))
        elif isinstance(shape, Group):
            waiting += [(mmult(matrix, shape.transform), each) for each in shape.contents]  # type: ignore[no-untyped-call]
    return found
