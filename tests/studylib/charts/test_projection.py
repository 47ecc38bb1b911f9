"""The projection against known values."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from studylib.charts.projection import EARTH_RADIUS_KM, Plane, project, project_world

CENTRE = (10.0, 52.0)


def project_europe(longitude: float, latitude: float) -> Plane:
    return project(longitude, latitude, CENTRE)


def test_the_centre_is_at_the_origin() -> None:
    east, north = project_europe(*CENTRE)
    assert (float(east), float(north)) == pytest.approx((0, 0), abs=1e-9)


def test_the_pole_is_as_far_as_the_formula_on_paper_says() -> None:
    # Snyder 24-1: the distance from the centre is 2 R sin(c / 2), with c = 90 - 52 degrees
    east, north = project_europe(10.0, 90.0)
    assert float(east) == pytest.approx(0, abs=1e-9)
    assert float(north) == pytest.approx(2 * EARTH_RADIUS_KM * math.sin(math.radians(38) / 2))


@pytest.mark.parametrize(
    ("longitude", "latitude", "east_km", "north_km"),
    [
        # ETRS89-LAEA (EPSG:3035, ellipsoid) less its false origin of 4321, 3210 km: Lisboa, Wien, Helsinki, worked test
        (5.0, 50.0, 3962.799 - 4321.0, 2999.719 - 3210.0),
    ],
)
def test_the_sphere_agrees_with_the_european_grid(
    longitude: float, latitude: float, east_km: float, north_km: float
) -> None:
    # the worked example of EPSG guidance note 7-2 (method 9820); sphere and ellipsoid differ by less than 0.5 per cent
    east, north = project_europe(longitude, latitude)
    assert float(east) == pytest.approx(east_km, rel=0.005)
    assert float(north) == pytest.approx(north_km, rel=0.005)


def test_the_world_is_as_wide_and_its_poles_as_long_as_the_paper_says() -> None:
    # Šavrič, Patterson and Jenny (2019): the equator is 2.05458 times as long as the middle
    # meridian, and a pole's line 0.59247 times as long as the equator
    edge, _ = project_world(180.0, 0.0)
    pole, north = project_world(180.0, 90.0)
    assert float(edge / north) == pytest.approx(2.05458, abs=5e-6)
    assert float(pole / edge) == pytest.approx(0.59247, abs=5e-6)


@pytest.mark.parametrize("projection", [project_europe, project_world])
@pytest.mark.parametrize(("longitude", "latitude"), [(-22.0, 64.0), (10.0, 52.0), (40.0, 37.0)])
def test_areas_are_true_everywhere(
    projection: Callable[[float, float], Plane], longitude: float, latitude: float
) -> None:
    step = 0.01
    corners = [(0.0, 0.0), (step, 0.0), (step, step), (0.0, step)]
    x, y = np.array([projection(longitude + a, latitude + b) for a, b in corners]).T
    drawn = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    band = math.sin(math.radians(latitude + step)) - math.sin(math.radians(latitude))
    assert drawn == pytest.approx(EARTH_RADIUS_KM**2 * math.radians(step) * band, rel=1e-4)
