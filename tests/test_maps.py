"""The projection against known values, and the map's dots."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import small
from test_grids import inside

from studylib.maps import CENTRE, EARTH_RADIUS_KM, cities_map, project


def test_the_centre_is_at_the_origin() -> None:
    east, north = project(*CENTRE)
    assert (float(east), float(north)) == pytest.approx((0, 0), abs=1e-9)


def test_the_pole_is_as_far_as_the_formula_on_paper_says() -> None:
    # Snyder 24-1: the distance from the centre is 2 R sin(c / 2), with c = 90 - 52 degrees
    east, north = project(10.0, 90.0)
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
    east, north = project(longitude, latitude)
    assert float(east) == pytest.approx(east_km, rel=0.005)
    assert float(north) == pytest.approx(north_km, rel=0.005)


@pytest.mark.parametrize(("longitude", "latitude"), [(-22.0, 64.0), (10.0, 52.0), (40.0, 37.0)])
def test_areas_are_true_everywhere(longitude: float, latitude: float) -> None:
    step = 0.01
    corners = [(0.0, 0.0), (step, 0.0), (step, step), (0.0, step)]
    x, y = np.array([project(longitude + a, latitude + b) for a, b in corners]).T
    drawn = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    band = math.sin(math.radians(latitude + step)) - math.sin(math.radians(latitude))
    assert drawn == pytest.approx(EARTH_RADIUS_KM**2 * math.radians(step) * band, rel=1e-4)


def dots(cities: pd.DataFrame) -> dict[str, int]:
    """How many dots each group of the map has."""
    axes = cities_map(cities).axes[0]
    return {str(each.get_label()).split(":")[0]: len(np.asarray(each.get_offsets())) for each in axes.collections}


def test_every_city_with_coordinates_is_one_dot_of_its_group() -> None:
    assert dots(small.CITIES) == {"in this edition and in the panel": 3, "in another edition only": 1}


def test_an_edition_without_cities_still_has_a_map() -> None:
    assert dots(small.CITIES.assign(in_edition=False)) == {"in another edition only": 4}
    assert dots(small.CITIES.head(0)) == {}


def test_names_stay_on_the_paper() -> None:
    """Also where there is no room for the name of the last city but on the dots of others."""
    crowd = pd.DataFrame({"longitude": np.arange(30, 20, -0.5), "latitude": [50.4, 49.6] * 10})
    crowd = crowd.assign(city=[f"A long name {number}" for number in range(20)], in_edition=True, in_panel=True)
    crowd["city_code"] = crowd["city"]
    assert inside(cities_map(pd.concat([small.CITIES, crowd], ignore_index=True)))
