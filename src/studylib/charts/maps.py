"""Maps of cities: their coordinates on a coast, no borders.

Which part of the world is shown is chosen in `views`; which cities there are is decided in `participation`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from quire.text.messages import _
from studylib.charts.palette import FAINT, INK, MARK, MUTED, PALE, SECOND
from studylib.charts.style import LETTER, WIDTH_IN, new_figure, place, styled, text_width
from studylib.charts.views import View, choose_view, draw_land

REACH_PT = 5
"""From the middle of a dot to its end, with a little room."""
Box = tuple[float, float, float, float]
"""Left, below, right and above, in points from the corner of the map."""


@styled
def cities_map(cities: pd.DataFrame, coast: pd.DataFrame) -> Figure:
    """Map of the cities of an edition: panel cities, other cities, and cities of the register that are not in it.

    Parameters
    ----------
    cities
        The processed table; cities without coordinates are not drawn.
    coast
        The processed table.
    """
    known = cities.dropna(subset=["longitude", "latitude"])
    figure, axes, view = _start(known, coast, 0.02, 0.75)
    east, north = view.project(known["longitude"], known["latitude"])
    in_edition, panel = known["in_edition"].to_numpy(), known["in_panel"].to_numpy()
    groups = [
        (_("in this edition and in the panel"), in_edition & panel, MARK, INK, "o"),
        (_("in this edition, not in the panel"), in_edition & ~panel, SECOND, INK, "D"),
        (_("in another edition only"), ~in_edition, "white", MUTED, "o"),
    ]
    for name, chosen, face, edge, marker in groups:
        if chosen.any():
            axes.scatter(
                east[chosen], north[chosen], s=42, marker=marker, facecolor=face, edgecolor=edge, linewidth=0.7,
                label=_("{cities}: {n}", cities=name, n=int(chosen.sum())), zorder=3,
            )  # fmt: skip
    _name_ends(axes, known.assign(east=east, north=north)[in_edition])
    if len(known):
        axes.legend(
            loc="upper left",
            bbox_to_anchor=(0, 0),
            borderaxespad=0.1,
            handletextpad=0.2,
            labelspacing=0.35,
        )
    return figure


@styled
def dots_map(cities: pd.DataFrame, coast: pd.DataFrame) -> Figure:
    """Map with a dot for each city.

    Parameters
    ----------
    cities
        `longitude` and `latitude` in degrees; cities without them are not drawn.
    coast
        The processed table.
    """
    known = cities.dropna(subset=["longitude", "latitude"])
    figure, axes, view = _start(known, coast, 0.0, 0.0)
    axes.scatter(
        *view.project(known["longitude"], known["latitude"]), s=26, facecolor=MARK, edgecolor="white",
        linewidth=0.7, zorder=3,
    )  # fmt: skip
    return figure


def _start(
    places: pd.DataFrame, coast: pd.DataFrame, side: float, below: float
) -> tuple[Figure, Axes, View]:
    """A map without a frame and with its land, with room in inches at its sides and below."""
    view = choose_view(places)
    width, height = view.size
    figure = new_figure(WIDTH_IN * height / width + below)
    axes = place(figure, side, below, side, 0.0)
    axes.set_xlim(view.west, view.east)
    axes.set_ylim(view.south, view.north)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    lines = draw_land(view, coast, width / (WIDTH_IN * 72))
    if lines:
        land = Path.make_compound_path(*(Path([*line, line[0]], closed=True) for line in lines))
        look = {"facecolor": PALE, "edgecolor": FAINT, "linewidth": 0.4 if view.world else 0.7}
        axes.add_patch(PathPatch(land, **look, zorder=1))
    return figure, axes, view


def _name_ends(axes: Axes, shown: pd.DataFrame) -> None:
    """Names of the four outermost cities, to say where the dots are; none on another name or off the map."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    point = (east - west) / (WIDTH_IN * 72)
    at = (shown[["east", "north"]].to_numpy(float) - [west, south]) / point
    frame = ((east - west) / point, (north - south) / point)
    order = [
        np.argsort(at[:, axis], kind="stable")[end] for axis in (0, 1) for end in (0, -1) if len(at)
    ]
    names: list[Box] = []
    for k in dict.fromkeys(order):
        name = shown["city"].iloc[k]
        dots = [
            (x - REACH_PT, y - REACH_PT, x + REACH_PT, y + REACH_PT)
            for x, y in np.delete(at, k, axis=0)
        ]
        width = 72 * text_width(name)
        size = LETTER * min(1, (frame[0] - 12) / width)
        boxes = [
            box
            for box in _boxes(at[k][0], at[k][1], width * size / LETTER, frame[0])
            if box[1] > 0 and box[3] < frame[1] and not any(_overlap(box, other) for other in names)
        ]
        if boxes:
            box = min(boxes, key=lambda box: sum(_overlap(box, dot) for dot in dots))
            names.append(box)
            axes.annotate(
                name, (west, south), (box[0] + 3, (box[1] + box[3]) / 2), textcoords="offset points",
                ha="left", va="center", fontsize=size,
            )  # fmt: skip


def _boxes(x: float, y: float, width: float, room: float) -> Iterator[Box]:
    """Where a name may lie beside a dot, best first: to its right or left where there is room, or right above or below."""
    for up in (7, -7):
        for left in (x + 3, x - 9 - width):
            if left > 0 and left + 6 + width < room:
                yield left, y + up - 8, left + 6 + width, y + up + 8
    for up in (13, -13):
        left = min(max(x - width / 2, 0) + 3, room - width - 9)
        yield left, y + up - 8, left + 6 + width, y + up + 8


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
