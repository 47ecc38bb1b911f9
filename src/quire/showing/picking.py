"""Dots of a drawing that stand for things a reader can pick, such as cities: which they are, and where on the drawing they lie.

A drawing says it of its dots; the page carries it beside the picture, for a script. Without the script nothing is missing but the light.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import numpy as np

from quire.text.languages import said
from quire.text.markup import escape_html
from quire.text.words import rounded

if TYPE_CHECKING:
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

MARK = "dots-of-things-"
"""What the id of such dots begins with; no id of it is kept in the drawing."""

LONGEST = 300_000
"""Signs of what is said of the dots of a drawing: with more a page takes a megabyte, and nobody picks one of so many."""


def name_dots(dots: PathCollection, things: Iterable[str], row: str, unit: str = "") -> None:
    """Say of dots which things they are.

    Parameters
    ----------
    dots
        Their value is where they lie across, on an axis that is linear.
    things
        A code without blanks for each dot, in their order.
    row, unit
        What the values are of, and what stands behind their numbers.
    """
    # without a quotation mark, around which `svg.compact` would not find the id
    dots.set_gid(MARK + quote(json.dumps([row, unit, [str(thing) for thing in things]])))


def block_of_dots(figure: Figure, id: str) -> str:
    """The dots of a drawing as a block of HTML that nobody sees; empty if it has none with a name, or too many.

    Its data are JSON: `size` of the drawing in points, `things` in the order of all lists, and `rows`, each with `name`, `unit`,
    `values`, `x` (where a value of 0 lies and how far a step of 1 is) and `y`, in points from the upper left corner.
    """
    rows = list(_rows(figure))
    if not rows:
        return ""
    width, height = (round(72 * float(inches), 1) for inches in figure.get_size_inches())
    things = sorted({thing for row in rows for thing in row["at"]})
    lists = [
        {
            "name": row["name"],
            "unit": row["unit"],
            "x": row["x"],
            "values": [row["at"].get(thing, (None, None))[0] for thing in things],
            "y": [row["at"].get(thing, (None, None))[1] for thing in things],
        }
        for row in rows
    ]
    said = {"size": [width, height], "things": " ".join(things), "rows": lists}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    if len(text) > LONGEST:
        return ""
    return f'<div class="study-dots" hidden data-figure="{id}" data-dots="{escape_html(text)}"></div>\n'


def _rows(figure: Figure) -> Iterator[dict[str, Any]]:
    """Each set of dots with its things: their values and heights."""
    height = 72 * float(figure.get_size_inches()[1])
    points = 72 / figure.dpi
    for axes in figure.axes:
        (start, _y), (step, _y) = axes.transData.transform([(0, 0), (1, 0)]) * points
        for dots in axes.collections:
            gid = str(dots.get_gid() or "")
            if not gid.startswith(MARK):
                continue
            name, unit, things = json.loads(unquote(gid.removeprefix(MARK)))
            offsets = np.ma.getdata(dots.get_offsets())
            at = axes.transData.transform(offsets) * points
            values = [rounded(value) for value in offsets[:, 0].tolist()]
            heights = [round(height - float(y), 1) for y in at[:, 1]]
            yield {
                "name": said(name),
                "unit": said(unit),
                "x": [round(float(start), 2), round(float(step - start), 4)],
                "at": dict(zip(things, zip(values, heights, strict=True), strict=True)),
            }
