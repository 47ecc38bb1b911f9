"""Correlation matrices, scatter plots: one mark for each figure, also where there are few."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import small
from drawn import inside

from studylib.charts.charts import beside_panels, correlation_matrix
from studylib.questions import official_statistics, situation
from studylib.statistics.association import correlate_pairs


@pytest.fixture
def values() -> pd.DataFrame:
    return situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)


@pytest.mark.parametrize("size", [2, 6, 28])
def test_a_matrix_has_every_name_and_few_enough_numbers(size: int) -> None:
    random = np.random.default_rng(2)
    names = [f"Measured wonderfully widely {number:02} (denied)" for number in range(size)]
    figure = correlation_matrix(
        correlate_pairs(
            pd.DataFrame(random.random((30, size)), columns=names), pd.Series(range(30))
        )
    )
    written = [each.get_text() for each in figure.axes[0].texts]
    assert set(names) <= set(written)
    assert len(written) - size == (math.comb(size, 2) if size == 2 else 0)
    assert inside(figure)


def test_a_pair_without_correlation_is_marked(values: pd.DataFrame) -> None:
    country = small.CITIES.set_index("city_code")["country"]
    figure = correlation_matrix(correlate_pairs(situation.pivot_items(values), country))
    assert next(each.get_text() for each in figure.axes[0].texts) == "–"


def test_each_comparison_with_places_has_a_panel(values: pd.DataFrame) -> None:
    found = official_statistics.pair_figures(
        small.COMPARISONS, small.STATISTICS, values, small.CITIES
    )
    summary = official_statistics.summarise_pairs(found, small.COMPARISONS, 95)
    figure = beside_panels(found, summary)
    assert [each.texts[0].get_text() for each in figure.axes] == ["n = 5, ρ −1.00", "n = 1"]
    assert inside(figure)
    assert len(beside_panels(found, summary.head(1)).axes) == 1
