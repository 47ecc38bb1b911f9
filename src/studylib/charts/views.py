"""What a map of any set of cities shows: its projection, its frame, and the land inside of it.

The formulas are in `projection`; maps are drawn in `maps` and `cityplots`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.text.messages import _
from studylib.charts.projection import (
    EARTH_RADIUS_KM,
    Degrees,
    Plane,
    project,
    project_world,
    turn,
)

Points = npt.NDArray[np.float64]
"""A row a point."""

WIDEST_DEG = 60
"""Cities further than this from the middle of their map are shown on a map of the whole world."""

FAMILIAR_DEG = 30
"""Degrees without a city around the 180th meridian that let a map of the world end there."""

MARGIN_KM = 220.0
"""Room between the outermost cities and the frame."""

LEAST_KM = 3000.0
"""Width and height of a map at least, so that a coast tells where one city is."""

TALLEST, WIDEST = 1.2, 3.0
"""Height by width, and width by height, at most."""

WORLD_LATITUDES = (-57.0, 84.5)
"""From Cape Horn to the north of Greenland."""

RIM_KM = 2 * EARTH_RADIUS_KM * np.sin(np.radians(75))
"""Distance on Lambert's projection of what lies 150 degrees from the centre: beyond every frame."""


@dataclass(frozen=True)
class View:
    """What a map shows.

    Attributes
    ----------
    longitude, latitude
        Degrees; the middle of its projection.
    world
        Whether it is a map of the whole world, in the Equal Earth projection, and not one of a part, in Lambert's.
    west, south, east, north
        The frame, in kilometres from the middle.
    """

    longitude: float
    latitude: float
    world: bool
    west: float = 0
    south: float = 0
    east: float = 0
    north: float = 0

    def project(self, longitude: Degrees, latitude: Degrees) -> Plane:
        """Kilometres east and north of the middle."""
        if self.world:
            return project_world(turn(longitude, self.longitude), latitude)
        return project(longitude, latitude, (self.longitude, self.latitude))

    def order(self, longitude: Degrees) -> Points:
        """Degrees east of the middle: what is further west on the map comes first."""
        return turn(longitude, self.longitude)

    @property
    def projection(self) -> str:
        """What its projection is called."""
        return _("Equal Earth") if self.world else _("Lambert azimuthal equal-area")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the frame in kilometres."""
        return self.east - self.west, self.north - self.south


def choose_view(places: pd.DataFrame) -> View:
    """The view of a set of places: around the smallest arc of longitudes that holds them, or the world.

    Parameters
    ----------
    places
        `longitude` and `latitude` in degrees; places without them do not count, and of no place it is the world.

    Notes
    -----
    The middle is rounded to ten degrees, so that one more city does not turn a map.

    >>> suva_and_apia = pd.DataFrame({"longitude": [178.4, -171.8], "latitude": [-18.1, -13.8]})
    >>> view = choose_view(suva_and_apia)
    >>> view.longitude, view.latitude, view.world
    (180.0, -20.0, False)
    """
    known = places[["longitude", "latitude"]].dropna().to_numpy(float)
    longitude, latitude = known.T
    if not len(longitude):
        return _show_world(0.0, latitude)
    start, arc = _smallest_arc(longitude)
    middle = float(turn(_round(start + arc / 2), 0))
    view = View(middle, _round((latitude.min() + latitude.max()) / 2), False)
    east, north = view.project(longitude, latitude)
    # the chord through the sphere, by which Lambert's projection draws a distance
    if np.hypot(east, north).max() > 2 * EARTH_RADIUS_KM * np.sin(np.radians(WIDEST_DEG / 2)):
        # a world is cut in the Pacific, as readers know it, where cities leave room for that
        gap = 360 - float(np.ptp(turn(longitude, 0)))
        return _show_world(0.0 if gap >= FAMILIAR_DEG else middle, latitude)
    west, south = east.min() - MARGIN_KM, north.min() - MARGIN_KM
    width, height = east.max() + MARGIN_KM - west, north.max() + MARGIN_KM - south
    across = max(width, LEAST_KM + 2 * MARGIN_KM, height / TALLEST)
    up = max(height, LEAST_KM + 2 * MARGIN_KM, across / WIDEST)
    west, south = west - (across - width) / 2, south - (up - height) / 2
    frame = (float(side) for side in (west, south, west + across, south + up))
    return View(view.longitude, view.latitude, False, *frame)


def draw_land(
    view: View, coast: pd.DataFrame, least_km: float = 0
) -> list[list[tuple[float, float]]]:
    """The land inside of a view, as closed lines of one shape: what they go around clockwise is land.

    Parameters
    ----------
    view
        As `choose_view` gives it.
    coast
        The processed table.
    least_km
        Lines that are shorter and narrower than this are left out.

    Returns
    -------
    list
        Lines of points east and north of the view's middle in kilometres; a little beyond the frame they are cut.
    """
    room = 0.02 * view.size[0]
    points = coast.sort_values("ring", kind="stable")
    starts = np.flatnonzero(np.diff(points["ring"])) + 1
    lines = []
    for ring in np.split(points[["longitude", "latitude"]].to_numpy(float), starts):
        for whole in _wrap(view, ring) if view.world else _lay_flat(view, ring):
            line = _cut(_cut(whole, 0, view.west - room, -1), 0, view.east + room, 1)
            line = _cut(_cut(line, 1, view.south - room, -1), 1, view.north + room, 1)
            if len(line) and np.ptp(line, axis=0).max() >= least_km:
                lines.append([(x, y) for x, y in line.tolist()])
    return lines


def _smallest_arc(longitude: Points) -> tuple[float, float]:
    """Where the smallest arc that holds all longitudes begins in the west, and how long it is."""
    order = np.sort(longitude % 360)
    gaps = np.diff(order, append=order[0] + 360)
    widest = int(np.argmax(gaps))
    return float(order[(widest + 1) % len(order)]), float(360 - gaps[widest])


def _round(degrees: float) -> float:
    return float(10 * np.round(degrees / 10)) + 0.0


def _show_world(meridian: float, latitude: Points) -> View:
    """All longitudes, and the latitudes that have land or a place."""
    low = min([WORLD_LATITUDES[0], *(latitude - 3)])
    high = max([WORLD_LATITUDES[1], *(latitude + 3)])
    half = float(project_world(180.0, 0.0)[0])
    south, north = project_world(0.0, np.array([low, high]))[1].tolist()
    return View(meridian, 0.0, True, -half, south, half, north)


def _wrap(view: View, ring: Points) -> Iterator[Points]:
    """A line of land on a map of the world, cut where the map ends."""
    around = np.unwrap(turn(ring[:, 0], view.longitude), period=360)
    for shift in (-360, 0, 360):
        moved = np.column_stack([around + shift, ring[:, 1]])
        piece = _cut(_cut(moved, 0, -180, -1), 0, 180, 1)
        if len(piece):
            # along the end of the map, too, a line follows the meridian, which is curved
            at_end = np.isclose(np.abs(piece[:, 0]), 180)
            piece = _divide(piece, at_end & np.roll(at_end, -1), 2.0)
            yield np.column_stack(project_world(piece[:, 0], piece[:, 1]))


def _lay_flat(view: View, ring: Points) -> Iterator[Points]:
    """A line of land on a map of a part of the world; what is beyond the rim is moved onto it."""
    east, north = view.project(ring[:, 0], ring[:, 1])
    distance = np.hypot(east, north)
    if (distance >= RIM_KM).all():
        return
    first = -int(np.argmin(distance))  # so that it neither begins nor ends on the rim
    east, north, distance = (np.roll(values, first) for values in (east, north, distance))
    bearing, distance = np.unwrap(np.arctan2(east, north)), np.minimum(distance, RIM_KM)
    # a straight line from one point of the rim to another could cross the map
    on_rim = distance == RIM_KM
    polar = _divide(np.column_stack([bearing, distance]), on_rim & np.roll(on_rim, -1), 0.3)
    line = polar[:, 1:] * np.column_stack([np.sin(polar[:, 0]), np.cos(polar[:, 0])])
    yield line
    flat = np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]])
    if _turns_right(line) != _turns_right(flat):  # the far side of the Earth is inside of it
        bearing = np.radians(np.arange(0, 360, 10))
        yield RIM_KM * np.column_stack([np.sin(bearing), np.cos(bearing)])


def _divide(line: Points, chosen: npt.NDArray[np.bool_], step: float) -> Points:
    """A closed line with more points on its chosen edges, each no further than a step from the one before."""
    if not chosen.any():
        return line
    after = np.roll(line, -1, axis=0)
    longest = np.abs(after - line).max(axis=1)
    steps = np.where(chosen, np.maximum(np.ceil(longest / step), 1), 1).astype(int)
    edges = zip(line, after, steps, strict=True)
    return np.concatenate([a + (b - a) * np.arange(n)[:, None] / n for a, b, n in edges])


def _turns_right(line: Points) -> bool:
    """Whether a closed line is drawn clockwise."""
    x, y = line.T
    return bool(np.dot(x, np.roll(y, -1)) < np.dot(y, np.roll(x, -1)))


def _cut(line: Points, axis: int, bound: float, side: int) -> Points:
    """What of a closed line lies below a bound (side 1) or above it (side -1), closed along the bound.

    Sutherland and Hodgman (1974), "Reentrant polygon clipping", Communications of the ACM 17(1), 32-42.
    """
    beyond = side * (line[:, axis] - bound)
    if not (beyond > 0).any():
        return line
    inside = beyond <= 0
    after, beyond_after = np.roll(line, -1, axis=0), np.roll(beyond, -1)
    crosses = inside != np.roll(inside, -1)
    # where an edge crosses the bound the two differ; elsewhere the point is not kept
    apart = np.where(crosses, beyond - beyond_after, 1)[:, None]
    crossings = line + (after - line) * beyond[:, None] / apart
    kept: Points = np.stack([line, crossings], axis=1)[np.stack([inside, crosses], axis=1)]
    return kept
