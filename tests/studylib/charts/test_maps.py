"""The dots and names of the map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import small
from drawn import inside
from matplotlib.backends.backend_agg import FigureCanvasAgg

from studylib.charts.maps import cities_map, dots_map


def dots(cities: pd.DataFrame) -> dict[str, int]:
    """How many dots each group of the map has."""
    axes = cities_map(cities, small.COAST).axes[0]
    return {
        str(each.get_label()).split(":")[0]: len(np.asarray(each.get_offsets()))
        for each in axes.collections
    }


def test_every_city_with_coordinates_is_one_dot_of_its_group() -> None:
    assert dots(small.CITIES) == {
        "in this edition and in the panel": 3,
        "in another edition only": 1,
    }


def test_an_edition_without_cities_still_has_a_map() -> None:
    assert dots(small.CITIES.assign(in_edition=False)) == {"in another edition only": 4}
    assert dots(small.CITIES.head(0)) == {}


def test_names_stay_on_the_paper() -> None:
    """Also where there is no room for the name of the last city but on the dots of others."""
    crowd = pd.DataFrame({"longitude": np.arange(30, 20, -0.5), "latitude": [50.4, 49.6] * 10})
    crowd = crowd.assign(
        city=[f"A long name {number}" for number in range(20)], in_edition=True, in_panel=True
    )
    crowd["city_code"] = crowd["city"]
    assert inside(cities_map(pd.concat([small.CITIES, crowd], ignore_index=True), small.COAST))


def test_a_map_of_the_world_has_each_city_that_has_coordinates_on_or_beside_its_land() -> None:
    cities = pd.DataFrame({"longitude": [10.0, -75, np.nan], "latitude": [50.0, -12, np.nan]})
    axes = dots_map(cities, small.COAST).axes[0]
    (points,) = axes.collections
    (north_east, south_west) = np.asarray(points.get_offsets())
    assert (north_east > 0).all()
    assert (south_west < 0).all()


@pytest.mark.parametrize("longitude", np.arange(-6.5, -2.5, 0.25))
def test_a_name_does_not_end_at_the_dot_of_another_city(longitude: float) -> None:
    """The dot stands where the name to the right of its own would end; below it there is room."""
    places = [
        (-9.0, 39.0, "Anwick"),
        (20.0, 60.0, "North"),
        (20.0, 37.0, "South"),
        (30.0, 50.0, "East"),
    ]
    rows = [*places, (longitude, 40.4, "Near")]
    cities = pd.DataFrame(rows, columns=["longitude", "latitude", "city"])
    figure = cities_map(cities.assign(in_edition=True, in_panel=True), small.COAST)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    axes = figure.axes[0]
    (name,) = [text for text in axes.texts if text.get_text() == "Anwick"]
    box, points = name.get_window_extent(), 72 / figure.dpi
    (dots,) = axes.collections
    x, y = (axes.transData.transform(np.asarray(dots.get_offsets())[-1]) * points).tolist()
    apart = max(box.x0 * points - x, x - box.x1 * points, box.y0 * points - y, y - box.y1 * points)
    assert apart > 3
