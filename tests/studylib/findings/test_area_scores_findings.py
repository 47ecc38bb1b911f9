"""What is said of area scores: where they lie and how sure they are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import small
from shown import part_of, show_all, text_of

from studylib.findings import area_scores

STUDY = small.study(
    wave_respondents=500,
    wave_respondents_reason="The report says so",
    wave_respondents_source="https://example.org/why",
)
BANDS = pd.DataFrame({"band": [1, 2], "lower": [0.0, 50.0], "label": ["low", "high"]})
SCORES = pd.DataFrame(
    {
        "area": ["Work", "Work", "Life"],
        "colour": "#0072B2",
        "city": ["Alpha", "Beta", "Beta"],
        "city_code": ["A1", "A2", "A2"],
        "score": [40.0, 70.0, 75.0],
        "low": [36.0, 48.0, 71.0],
        "high": [44.0, 92.0, 79.0],
        "band": ["low", "high", "high"],
        "bands_reached": ["low", "low; high", "high"],
    }
)


def test_scores_are_said_with_their_intervals_and_bands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = area_scores.spread(STUDY, SCORES, BANDS, 90)
    assumption = text_of(finding, "scores_assumption")
    assert assumption.startswith("In 90 of 100 samples of residents")
    assert "if 500 residents of each city are drawn at random. Why this number: the report" in (
        assumption
    )
    # halves of the intervals of Work: 4 and 22; half of its cities lie from 47.5 to 62.5
    assert text_of(finding, "scores").startswith(
        "Work: 2 cities have a score, half of them from 48 to 63, the median is 55; the median "
        "interval of a city reaches 13.0 points to either side. The whole interval lies in one band "
        "in 1 of them. Life: 1 city has a score, 75; its interval reaches 4.0 points to either side."
    )
    assert text_of(finding, "bands") == "Bands: low from 0 and high from 50."
    drawing = part_of(finding, "area-scores")
    assert drawing.alt.endswith(
        "Work: 1 low (1 surely) and 1 high (0 surely); Life: 1 high (1 surely)."
    )
    assert drawing.source.endswith("Number of residents asked: https://example.org/why")
    shown = show_all([finding], tmp_path, monkeypatch)
    assert shown.files == {"area-scores.svg", "area-scores.csv"}


def test_an_item_alone_has_neither_alpha_nor_correlation() -> None:
    measured = pd.DataFrame(
        {
            "area": ["Work", "Life"],
            "items": [2, 1],
            "scored": [5, 4],
            "not_scored": [0, 1],
            "filled_pct": [100.0, 80.0],
            "alpha": [0.755, None],
            "correlation_low": [0.1, None],
            "correlation_middle": [0.2, None],
            "correlation_high": [0.3, None],
        }
    )
    table = area_scores.consistency(STUDY, measured).frame
    assert table["Cronbach's alpha"].to_list() == ["0.76", "one item"]
    assert table.iloc[:, -1].to_list() == ["0.20 (0.10 to 0.30)", "one item"]
