"""Maps of twelve sets of cities: every city stands where it is, inside of the frame, on or beside its coast."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path as File

import numpy as np
import pandas as pd
import pytest
from drawn import inside
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from studylib.charts.maps import cities_map, dots_map
from studylib.charts.projection import EARTH_RADIUS_KM, turn
from studylib.charts.views import View, choose_view, draw_land

COAST = pd.read_csv(File(__file__).parents[3] / "data" / "raw" / "coast.csv")

WHERE = {
    "Ankara": (32.9, 39.9), "Apia": (-171.77, -13.83), "Auckland": (174.8, -36.8), "Baku": (49.9, 40.4),
    "Bogotá": (-74.1, 4.7), "Buenos Aires": (-58.4, -34.6), "Cape Town": (18.4, -33.9), "Helsinki": (24.9, 60.2),
    "Honolulu": (-157.86, 21.31), "Lima": (-77.0, -12.0), "Lisboa": (-9.1, 38.7), "Longyearbyen": (15.6, 78.2),
    "Montréal": (-73.6, 45.5), "Mumbai": (72.9, 19.1), "Nairobi": (36.8, -1.3), "Norilsk": (88.2, 69.3),
    "Nuuk": (-51.7, 64.2), "Papeete": (-149.6, -17.5), "Perth": (115.9, -31.9), "Port Moresby": (147.2, -9.4),
    "Punta Arenas": (-70.9, -53.2), "Recife": (-34.9, -8.1), "Reykjavík": (-21.9, 64.1), "San Francisco": (-122.4, 37.8),
    "Singapore": (103.8, 1.3), "Suva": (178.44, -18.14), "Sydney": (151.2, -33.9), "Tiksi": (128.9, 71.6),
    "Tokyo": (139.7, 35.7), "Ushuaia": (-68.3, -54.8), "Utqiagvik": (-156.8, 71.3), "Valletta": (14.5, 35.9),
    "Vladivostok": (131.9, 43.1), "Waikiki": (-157.83, 21.28), "Wien": (16.4, 48.2),
}  # fmt: skip

SETS = {
    "Europe": ["Lisboa", "Reykjavík", "Wien", "Valletta", "Helsinki", "Ankara"],
    "the world": ["Wien", "Nairobi", "Mumbai", "Perth", "Tokyo", "Auckland", "Honolulu", "Montréal", "Lima"],
    "across the antimeridian": ["Suva", "Apia", "Honolulu"],
    "one city": ["Suva"],
    "two cities": ["Suva", "Apia"],
    "Oceania": ["Perth", "Port Moresby", "Sydney", "Auckland", "Suva", "Apia", "Papeete"],
    "near the North Pole": ["Utqiagvik", "Nuuk", "Longyearbyen", "Norilsk", "Tiksi"],
    "far in the south": ["Punta Arenas", "Ushuaia"],
    "all in one place": ["Honolulu", "Waikiki"],
    "three oceans": ["Lisboa", "Mumbai", "Suva", "San Francisco"],
    "the Americas, with the Earth's other side in Asia": ["Lima", "Bogotá", "Buenos Aires", "Recife"],
    "Asia, around the Caspian Sea and far beyond": ["Baku", "Mumbai", "Singapore", "Vladivostok", "Tokyo"],
}  # fmt: skip
"""By what is special."""

INLAND = {"Ankara", "Bogotá", "Montréal", "Nairobi", "Norilsk", "Wien"}
BAYS = {"Longyearbyen", "Tokyo", "Ushuaia"}
"""On narrow waters that a coast of 1:110 million lacks."""

every_set = pytest.mark.parametrize("names", SETS.values(), ids=SETS.keys())


def table(names: list[str]) -> pd.DataFrame:
    longitude, latitude = zip(*(WHERE[name] for name in names), strict=True)
    return pd.DataFrame(
        {"city_code": names, "city": names, "longitude": longitude, "latitude": latitude}
    ).assign(in_edition=True, in_panel=True)


def placed(names: list[str]) -> tuple[View, np.ndarray]:
    cities = table(names)
    view = choose_view(cities)
    return view, np.column_stack(view.project(cities["longitude"], cities["latitude"]))


def land(view: View, coast: pd.DataFrame = COAST) -> Path:
    """The land as one shape, as a browser and matplotlib fill it."""
    lines = draw_land(view, coast)
    return Path.make_compound_path(*(Path([*line, line[0]], closed=True) for line in lines))


def great_circle_km(one: str, other: str) -> float:
    (a, b), (c, d) = np.radians(WHERE[one]), np.radians(WHERE[other])
    half = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))


@every_set
def test_every_city_is_inside_of_the_frame_and_every_name_on_the_paper(names: list[str]) -> None:
    view, points = placed(names)
    assert ((points > (view.west, view.south)) & (points < (view.east, view.north))).all()
    assert 1 / 3 - 1e-9 <= view.size[1] / view.size[0] <= 1.2 + 1e-9
    for figure in (cities_map(table(names), COAST), dots_map(table(names), COAST)):
        figure.canvas.draw()
        assert inside(figure)
        axes = figure.axes[0]
        (dots,) = (one for one in axes.collections if isinstance(one, PathCollection))
        assert np.asarray(dots.get_offsets()) == pytest.approx(points)
        frame = axes.get_window_extent()
        written = [text.get_window_extent() for text in axes.texts]
        assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in written)
        assert all(frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in written)
        assert not any(a.overlaps(b) for k, a in enumerate(written) for b in written[:k])


@every_set
def test_cities_are_as_far_apart_as_they_are(names: list[str]) -> None:
    view, points = placed(names)
    pairs = [(a, b) for a in range(len(names)) for b in range(a) if not view.world]
    for a, b in pairs:
        drawn = float(np.hypot(*(points[a] - points[b])))
        assert drawn == pytest.approx(great_circle_km(names[a], names[b]), rel=0.25)
    assert bool(pairs) == (len(names) > 1 and not view.world)


@every_set
def test_no_city_is_cut_off_from_the_others_and_west_is_left(names: list[str]) -> None:
    view, points = placed(names)
    degrees = np.array([WHERE[name][0] for name in names])
    east = turn(degrees, view.longitude)
    # the smallest of all arcs that begin at a city; a map of the world may leave it where 30 degrees are free
    arc = min(np.ptp(turn(degrees, d + 180.001)) for d in degrees)
    assert np.ptp(east) == pytest.approx(arc) or (view.world and np.ptp(east) <= 330)
    near_pole = names == SETS["near the North Pole"]  # where east turns around
    pairs = [
        (a, b)
        for a, b in permutations(range(len(names)), 2)
        if east[b] - east[a] > 0.01 and abs(WHERE[names[a]][1] - WHERE[names[b]][1]) < 15
    ]
    assert [pair for pair in pairs if points[pair[0], 0] >= points[pair[1], 0]] == [] or near_pole


def edge_km(shape: Path, point: np.ndarray) -> float:
    """How far a point is from the nearest line of the coast."""
    ends = np.asarray(shape.vertices, float)
    steps = np.linspace(0, 1, 21)[:, None, None]
    walked = ends[:-1] + steps * np.diff(ends, axis=0)
    drawn = np.asarray(shape.codes)[1:] == Path.LINETO
    return float(np.hypot(*(walked[:, drawn] - point).reshape(-1, 2).T).min())


def covered(shape: Path, point: np.ndarray) -> bool:
    """Whether a point is on land: how often the lines go around it (rule of nonzero winding)."""
    around = 0.0
    for line in shape.to_polygons(closed_only=True):
        angle = np.unwrap(np.arctan2(*(line - point).T[::-1]))
        around += (angle[-1] - angle[0]) / (2 * np.pi)
    return round(around) != 0


@every_set
def test_coastal_cities_stand_at_a_coast_and_others_on_land(names: list[str]) -> None:
    view, points = placed(names)
    shape = land(view)
    far = {name: edge_km(shape, point) for name, point in zip(names, points, strict=True)}
    far = {name: km for name, km in far.items() if name not in INLAND}
    assert {name: km for name, km in far.items() if km > (90 if name in BAYS else 35)} == {}
    inland = [point for name, point in zip(names, points, strict=True) if name in INLAND]
    assert all(covered(shape, point) for point in inland)


@pytest.mark.parametrize(
    ("names", "sea"),
    [
        ("Europe", (-30.0, 50.0)),
        ("Oceania", (-150.0, -30.0)),
        ("the Americas, with the Earth's other side in Asia", (-90.0, -20.0)),
        ("Asia, around the Caspian Sea and far beyond", (50.5, 41.5)),
        ("the world", (-30.0, 0.0)),
        ("three oceans", (-150.0, 0.0)),
    ],
)
def test_the_sea_is_no_land(names: str, sea: tuple[float, float]) -> None:
    view, _ = placed(SETS[names])
    point = np.array([float(axis) for axis in view.project(*sea)])
    assert not covered(land(view), point)


@pytest.mark.parametrize("half", [100.0, 150, 179])
def test_a_land_on_the_other_side_of_the_earth_is_not_spread_over_the_map(half: float) -> None:
    """Of a land around the point opposite of the centre, what is in the frame is the outside of its line."""
    ring = pd.DataFrame(
        {"ring": 1, "longitude": [half, -half, -half, half], "latitude": [30.0, 30, -30, -30]}
    )
    view = choose_view(pd.DataFrame({"longitude": [-40.0, 40], "latitude": [0.0, 0]}))
    assert not covered(land(view, ring), np.zeros(2))


def test_land_across_the_antimeridian_is_cut_where_the_map_ends_and_nowhere_else() -> None:
    ring = pd.DataFrame(
        {"ring": 1, "longitude": [170.0, -170, -170, 170], "latitude": [10.0, 10, -10, -10]}
    )
    spread = pd.DataFrame({"longitude": [-90.0, 0, 90], "latitude": 0.0})
    pieces = draw_land(choose_view(spread), ring)
    assert [min(x for x, _ in one) > 0 for one in pieces] == [False, True]
    pacific_cities = pd.DataFrame({"longitude": [90.0, 178, -178, -90], "latitude": 0.0})
    pacific = draw_land(choose_view(pacific_cities), ring)
    assert len(pacific) == 1
    assert max(x for x, _ in pacific[0]) == pytest.approx(-min(x for x, _ in pacific[0]))


def test_the_world_ends_in_the_pacific_unless_cities_lie_on_both_sides() -> None:
    assert choose_view(table(["Lima", "Wien", "Auckland"])).longitude == 0
    assert choose_view(table(["Lima", "Wien", "Suva", "Apia"])).longitude != 0


def test_a_map_without_any_place_is_the_world() -> None:
    assert choose_view(table(["Suva"]).head(0)).world
    assert any(
        isinstance(p, PathPatch) for p in dots_map(table(["Suva"]).head(0), COAST).axes[0].patches
    )
