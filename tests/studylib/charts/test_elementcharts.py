"""Drawings of issues and of what goes with satisfaction: their axes are sound where figures are missing or all the same."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from drawn import inside

from studylib.charts.elementcharts import change_dots, importance_dots, survey_dots

NONE = math.nan


@pytest.mark.parametrize(
    ("change", "low", "high", "reach"),
    [
        ([4.0, -2.0], [2.0, -10.0], [6.0, 6.0], 11.0),
        ([4.0, -8.0], [NONE, NONE], [NONE, NONE], 8.8),
        ([0.0, 0.0], [0.0, NONE], [0.0, NONE], 1.1),
        ([NONE, NONE], [NONE, NONE], [NONE, NONE], 1.1),
    ],
)
def test_the_axis_of_changes_holds_all_that_there_is(
    change: list[float], low: list[float], high: list[float], reach: float
) -> None:
    table = pd.DataFrame({"label": ["Jobs", "Noise"], "change": change, "low": low, "high": high})
    figure = change_dots(table.assign(beyond=False))
    assert figure.axes[0].get_xlim() == pytest.approx((-reach, reach))
    assert inside(figure)


@pytest.mark.parametrize(
    ("part", "low", "high", "limits"),
    [
        ([0.5, -0.1], [0.3, -0.25], [0.75, 0.1], (-27.0, 81.0)),
        ([0.5, 0.25], [NONE, NONE], [NONE, NONE], (0.0, 54.0)),
        ([0.0, 0.0], [0.0, 0.0], [0.0, 0.0], (0.0, 1.0)),
        ([NONE, NONE], [NONE, NONE], [NONE, NONE], (0.0, 1.0)),
    ],
)
def test_the_axis_of_parts_begins_at_zero_or_below(
    part: list[float], low: list[float], high: list[float], limits: tuple[float, float]
) -> None:
    table = pd.DataFrame({"measure": ["One", "Two"], "part": part, "low": low, "high": high})
    figure = importance_dots(table.assign(version="all cities", n=30, colour="#0072B2"))
    assert figure.axes[0].get_xlim() == pytest.approx(limits)
    assert inside(figure)


def test_who_was_asked_stands_beside_each_statement_and_leaves_the_dots_room() -> None:
    whom = "municipalities of at least twenty-five thousand inhabitants in twelve countries"
    rows = [("barrier", whom), ("barrier", "towns"), ("barrier, towns", "towns")]
    table = pd.DataFrame(rows, columns=["kind", "population"]).assign(
        element="Money", statement="No budget", survey_year="2001", respondents_n=1714.0,
        share_pct=50.0, low=48.0, high=52.0,
    )  # fmt: skip
    figure = survey_dots(table)
    lines = [text for text in figure.axes[0].texts if not text.get_text().isdigit()]
    said = " ".join(text.get_text() for text in lines)
    assert f"barrier, {whom}, 2001, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1,714" in said
    assert said.count("barrier, towns, 2001") == 2
    figure.draw_without_rendering()
    reach = figure.axes[0].get_window_extent().x0
    assert max(text.get_window_extent().x1 for text in lines) <= reach
