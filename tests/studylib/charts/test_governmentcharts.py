"""Drawings of what governments answered: one mark for each figure, at its place, on the paper."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from drawn import inside
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from studylib.charts import governmentcharts as charts

LONG = "An answer with so many words that it is broken into several lines, costs $5 to $6"
SHARES = pd.DataFrame(
    {"name": ["Yes", LONG], "share_pct": [75.0, 25.0], "low": [50.0, 10.0], "high": [90.0, 45.0]}
)


def bars(axes: Axes) -> list[tuple[float, float]]:
    """Where bars begin and how long they are."""
    return [(bar.get_x(), bar.get_width()) for bar in axes.patches if isinstance(bar, Rectangle)]


def test_every_share_has_its_dot_its_interval_and_its_number() -> None:
    figure = charts.share_dots(SHARES, "% of those that answered (n = 20)")
    (axes,) = figure.axes
    assert np.ma.getdata(axes.collections[1].get_offsets())[:, 0].tolist() == [75, 25]
    ends = [segment[:, 0].tolist() for segment in axes.collections[0].get_segments()]  # type: ignore[attr-defined]
    assert ends == [[50, 90], [10, 45]]
    assert [text.get_text() for text in axes.texts] == ["75", "25"]
    assert axes.get_yticklabels()[1].get_text().replace("\n", " ") == LONG
    assert inside(figure)


def test_steps_of_a_scale_stand_side_by_side() -> None:
    scale = pd.DataFrame(
        {
            "name": ["a", "a", "b", "b"],
            "label": ["low", "high", "low", "high"],
            "share_pct": [40.0, 60.0, 95.0, 5.0],
        }
    )
    figure = charts.scale_stacks(scale, ["low", "high"])
    assert bars(figure.axes[0]) == [(0, 40), (0, 95), (40, 60), (95, 5)]
    # a part of five per cent has no room for its number
    assert [text.get_text() for text in figure.axes[0].texts] == ["40", "95", "60"]
    assert inside(figure)


@pytest.mark.parametrize("columns", [2, 4, 9])
def test_a_heat_map_has_a_number_in_each_cell_and_a_dash_where_there_is_none(columns: int) -> None:
    cells = pd.DataFrame(
        {
            "row": [row for row in (LONG, "b") for _ in range(columns)],
            "column": [f"{LONG} {number}" for number in range(columns)] * 2,
            "share_pct": [math.nan, *range(1, 2 * columns)],
        }
    )
    figure = charts.heat_map(cells)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts == ["–", *map(str, range(1, 2 * columns))]
    assert inside(figure)


@pytest.mark.parametrize(("most", "scale"), [(20.0, "linear"), (9000.0, "log")])
def test_numbers_far_apart_stand_on_a_logarithmic_scale(most: float, scale: str) -> None:
    numbers = pd.DataFrame(
        {
            "name": ["All", "Northland"],
            "answered": [1208.0, 9.0],
            "lower_quartile": [10.0, 10.0],
            "median": [12.0, 15.0],
            "upper_quartile": [most, most],
        }
    )
    figure = charts.quartile_lines(numbers, "people")
    (axes,) = figure.axes
    assert axes.get_xscale() == scale
    assert axes.get_yticklabels()[0].get_text() == "All (n\u00a0=\u00a01,208)"
    assert inside(figure)


def test_those_invited_stand_behind_those_that_answered() -> None:
    groups = pd.DataFrame(
        {
            "name": ["Northland", "Southland", "Eastland"],
            "answered": [10.0, math.nan, 3.0],
            "invited": [20.0, math.nan, math.nan],
        }
    )
    (axes,) = charts.answered_bars(groups).axes
    assert [text.get_text() for text in axes.texts] == ["10 of 20", "–", "3"]
