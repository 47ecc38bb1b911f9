"""From longitude and latitude to a plane: the projection of the maps, written out.

Only arithmetic. Maps are drawn in `maps` and `cityplots`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

Degrees = float | npt.NDArray[np.float64] | pd.Series
Plane = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""Kilometres east and north."""

EARTH_RADIUS_KM = 6371.0072
"""Radius of the sphere with the area of the Earth."""

EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
"""The coefficients A1 to A4 of the Equal Earth projection."""

CENTRE = (10.0, 52.0)
"""Longitude and latitude of the middle: those of the European grid ETRS89-LAEA (EPSG:3035)."""


def project(longitude: Degrees, latitude: Degrees) -> Plane:
    """Lambert's azimuthal equal-area projection of the sphere, centred on Europe.

    Parameters
    ----------
    longitude, latitude
        Degrees, east and north positive.

    Returns
    -------
    tuple
        Kilometres east and north of the centre. Areas are true everywhere; shapes are true at the centre.

    Notes
    -----
    Snyder (1987), Map Projections: A Working Manual, U.S. Geological Survey Professional Paper 1395, equations 22-4, 24-2
    to 24-4 (page 185).

    >>> east, north = project(10.0, 52.0)
    >>> float(east), float(north)
    (0.0, 0.0)

    """
    lambda_, phi = (
        np.radians(np.asarray(longitude, float) - CENTRE[0]),
        np.radians(np.asarray(latitude, float)),
    )
    phi_1 = np.radians(CENTRE[1])
    cos_c = np.sin(phi_1) * np.sin(phi) + np.cos(phi_1) * np.cos(phi) * np.cos(lambda_)
    k = EARTH_RADIUS_KM * np.sqrt(2 / (1 + cos_c))
    east = k * np.cos(phi) * np.sin(lambda_)
    north = k * (np.cos(phi_1) * np.sin(phi) - np.sin(phi_1) * np.cos(phi) * np.cos(lambda_))
    return east, north


def project_world(longitude: Degrees, latitude: Degrees) -> Plane:
    """Equal Earth projection of the whole sphere, its middle where the equator meets Greenwich.

    Parameters
    ----------
    longitude, latitude
        Degrees, east and north positive.

    Returns
    -------
    tuple
        Kilometres east and north of the middle. Areas are true everywhere; parallels are straight.

    Notes
    -----
    Šavrič, Patterson and Jenny (2019), "The Equal Earth map projection", International Journal of
    Geographical Information Science 33(3), 454-465, equations 1 to 3.

    >>> east, north = project_world(0.0, 0.0)
    >>> float(east), float(north)
    (0.0, 0.0)

    """
    a_1, a_2, a_3, a_4 = EQUAL_EARTH
    lambda_, phi = (np.radians(np.asarray(degrees, float)) for degrees in (longitude, latitude))
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(phi))
    slope = a_1 + 3 * a_2 * theta**2 + theta**6 * (7 * a_3 + 9 * a_4 * theta**2)
    east = EARTH_RADIUS_KM * 2 * np.sqrt(3) * lambda_ * np.cos(theta) / (3 * slope)
    north = EARTH_RADIUS_KM * theta * (a_1 + a_2 * theta**2 + theta**6 * (a_3 + a_4 * theta**2))
    return east, north


def project_rings(
    coast: pd.DataFrame, projection: Callable[[Degrees, Degrees], Plane] = project
) -> list[list[tuple[float, float]]]:
    """The land of a map, as rings of points east and north of the middle in kilometres.

    Parameters
    ----------
    coast
        The processed table.
    projection
        That of the map.

    >>> project_rings(pd.DataFrame({"ring": [1], "longitude": [10.0], "latitude": [52.0]}))
    [[(0.0, 0.0)]]
    """
    rings = (projection(ring["longitude"], ring["latitude"]) for _, ring in coast.groupby("ring"))
    return [list(zip(east.tolist(), north.tolist(), strict=True)) for east, north in rings]
