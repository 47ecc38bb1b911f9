"""Drawings of scores: every city with its interval, bands with their counts, every choice with its bar."""

from __future__ import annotations

import pandas as pd

from studylib.charts.scorecharts import area_scores, choice_bars

TABLE = pd.DataFrame(
    {
        "area": ["Work", "Work", "Life"],
        "colour": "#0072B2",
        "city": ["Alpha", "Beta", "Beta"],
        "city_code": ["A", "B", "B"],
        "score": [40.0, 70.0, 75.0],
        "low": [36.0, 66.0, 71.0],
        "high": [44.0, 74.0, 79.0],
        "band": ["low", "high", "high"],
        "bands_reached": ["low", "low; high", "high"],
    }
)
BANDS = pd.DataFrame({"band": [1, 2], "lower": [0.0, 50.0], "label": ["low", "high"]})


def test_every_city_has_its_interval_in_the_order_of_names() -> None:
    work, life = area_scores(TABLE, BANDS).axes
    lines = [segment.tolist() for segment in work.collections[0].get_segments()]  # type: ignore[attr-defined]
    assert lines == [[[36, 0], [44, 0]], [[66, 1], [74, 1]]]
    assert [each.get_text() for each in work.texts] == ["1\n(1)", "1\n(0)"]
    assert [each.get_text() for each in life.texts] == ["0\n(0)", "1\n(1)"]
    assert work.get_title(loc="left") == "Work, 2 cities"


def test_every_choice_has_its_bar() -> None:
    indices = pd.DataFrame(
        {
            "area": ["Work", "Work", "Life"],
            "choice": ["weights", "leave out", "weights"],
            "first": [0.2, 0.5, -0.01],
            "total": [0.3, 0.6, 1.1],
            "total_low": 0.1,
            "total_high": [0.4, 0.7, 1.2],
        }
    )
    work, life = choice_bars(indices).axes
    assert [bar.get_width() for bar in work.patches] == [0.2, 0.5]  # type: ignore[attr-defined]
    assert [bar.get_width() for bar in life.patches] == [0]  # type: ignore[attr-defined]
    assert life.get_xlim() == (0, 1.2)
    assert [each.get_text() for each in work.get_yticklabels()] == ["weights", "leave out"]
