"""From longitude and latitude to a plane: the projection of the maps, written out.

Only arithmetic. Maps are drawn in `maps` and `cityplots`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Degrees = float | npt.NDArray[np.float64] | pd.Series
EARTH_RADIUS_KM = 6371.0072
"""Radius of the sphere with the area of the Earth."""

CENTRE = (10.0, 52.0)
"""Longitude and latitude of the middle: those of the European grid ETRS89-LAEA (EPSG:3035)."""


def project(
    longitude: Degrees, latitude: Degrees
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
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


def project_rings(coast: pd.DataFrame) -> list[list[tuple[float, float]]]:
    """The land of a map, as rings of points east and north of the centre in kilometres.

    Parameters
    ----------
    coast
        The processed table.

    >>> project_rings(pd.DataFrame({"ring": [1], "longitude": [10.0], "latitude": [52.0]}))
    [[(0.0, 0.0)]]
    """
    rings = (project(ring["longitude"], ring["latitude"]) for _, ring in coast.groupby("ring"))
    return [list(zip(east.tolist(), north.tolist(), strict=True)) for east, north in rings]
