"""Distributions, correlation matrices, scatter plots: one mark for each figure, also where there are few."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import small
from drawn import inside
from matplotlib.axes import Axes

from studylib.charts.charts import _swarm, beside_panels, correlation_matrix, distributions
from studylib.questions import official_statistics, situation
from studylib.statistics.association import correlate_pairs


@pytest.fixture
def values() -> pd.DataFrame:
    return situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)


def dots(axes: Axes) -> int:
    """How many dots a panel has, without triangles and ticks."""
    from matplotlib.collections import PathCollection

    found = [each for each in axes.collections if isinstance(each, PathCollection)]
    return sum(len(np.asarray(each.get_offsets())) for each in found[:2])


@pytest.mark.parametrize("items", [["jobs"], ["jobs", "theft"]])
def test_every_city_is_a_dot_in_both_measures(values: pd.DataFrame, items: list[str]) -> None:
    part = values[values["item"].isin(items)]
    figure = distributions(
        part, situation.summarise_items(part), situation.compute_country_medians(part, 2)
    )
    share, balance = figure.axes
    assert dots(share) == dots(balance) == len(part)
    assert next(each.get_text() for each in share.texts) == "Favourable, %"
    assert inside(figure)


def test_a_share_without_balance_is_a_dot_in_one_measure_only(values: pd.DataFrame) -> None:
    part = values.assign(balance=values["balance"].mask(values["city_code"] == "A1"))
    figure = distributions(
        part, situation.summarise_items(part), situation.compute_country_medians(part, 2)
    )
    assert [dots(axes) for axes in figure.axes] == [9, 7]


def test_dots_of_one_value_lie_apart_and_always_the_same() -> None:
    offsets = _swarm([50.0] * 5)
    assert len(set(offsets)) == 5
    assert abs(offsets).max() < 0.2
    assert (_swarm([50.0] * 5) == offsets).all()


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
    assert len(written) - size == (math.comb(size, 2) if size <= 9 else 0)
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
