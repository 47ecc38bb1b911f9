"""From longitude and latitude to a plane: the projections of the maps, written out.

Only arithmetic. Which of them a map takes is chosen in `views`.
"""

from __future__ import annotations

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


def turn(longitude: Degrees, meridian: float) -> npt.NDArray[np.float64]:
    """Degrees east of a meridian, above -180 and up to 180.

    >>> turn(-170.0, 180.0).item(), turn(-180.0, 0.0).item()
    (10.0, 180.0)
    """
    return 180 - (180 - (np.asarray(longitude, float) - meridian)) % 360


def project(longitude: Degrees, latitude: Degrees, centre: tuple[float, float]) -> Plane:
    """Lambert's azimuthal equal-area projection of the sphere.

    Parameters
    ----------
    longitude, latitude
        Degrees, east and north positive.
    centre
        Longitude and latitude of the middle.

    Returns
    -------
    tuple
        Kilometres east and north of the centre. Areas are true everywhere; shapes are true at the centre.

    Notes
    -----
    Snyder (1987), Map Projections: A Working Manual, U.S. Geological Survey Professional Paper 1395, equations 22-4, 24-2
    to 24-4 (page 185). The point opposite of the centre, which has no place, is drawn far away.

    >>> east, north = project(10.0, 52.0, centre=(10, 52))
    >>> float(east), float(north)
    (0.0, 0.0)

    """
    lambda_, phi = (
        np.radians(np.asarray(longitude, float) - centre[0]),
        np.radians(np.asarray(latitude, float)),
    )
    phi_1 = np.radians(centre[1])
    cos_c = np.sin(phi_1) * np.sin(phi) + np.cos(phi_1) * np.cos(phi) * np.cos(lambda_)
    k = EARTH_RADIUS_KM * np.sqrt(2 / np.maximum(1 + cos_c, 1e-12))
    east = k * np.cos(phi) * np.sin(lambda_)
    north = k * (np.cos(phi_1) * np.sin(phi) - np.sin(phi_1) * np.cos(phi) * np.cos(lambda_))
    return east, north


def project_world(longitude: Degrees, latitude: Degrees) -> Plane:
    """Equal Earth projection of the whole sphere.

    Parameters
    ----------
    longitude, latitude
        Degrees, east of the map's middle and north positive.

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
