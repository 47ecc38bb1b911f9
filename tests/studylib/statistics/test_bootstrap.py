"""Intervals from resamples of clusters, on paper and beside those of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from studylib.statistics.bootstrap import LEAST_CLUSTERS, bca, draw_clusters


def test_clusters_are_drawn_whole() -> None:
    codes = np.array([0, 0, 0, 1, 2, 2])
    drawn, left_out = draw_clusters(codes, 500, seed=1)
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, [0, 3, 4]].sum(axis=1) == 3).all()
    assert drawn[:, 3].mean() == pytest.approx(1, abs=0.1)
    assert left_out.tolist() == [[0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 1, 1], [1, 1, 1, 1, 0, 0]]


def test_without_bias_and_skewness_the_ends_are_quantiles() -> None:
    drawn = np.arange(1001.0)[:, None]
    low, high = bca(np.array([500.0]), drawn, np.array([[-1.0], [1.0]] * 4), 95)
    assert (low[0], high[0]) == pytest.approx((25, 975))


def test_bias_moves_both_ends_by_twice_its_quantile() -> None:
    # a part Phi(-0.5) = 0.3085 of the resamples lies below the figure: ends at Phi(-1 - 1.96) and Phi(-1 + 1.96)
    drawn = np.arange(100_001.0)[:, None]
    low, high = bca(np.array([30853.75]), drawn, np.ones((8, 1)), 95)
    assert (low[0], high[0]) == pytest.approx((153.8, 83147), rel=0.01)


def test_skewness_on_paper() -> None:
    # jackknife values 0 but one of 8: d is 1 seven times and -7 once, a = (7 - 343) / (6 * 56^1.5) = -0.13363
    left_out = np.array([[0.0]] * 7 + [[8.0]])
    low, high = bca(np.array([50_000.0]), np.arange(100_001.0)[:, None], left_out, 95)
    ends = [stats.norm.cdf(z / (1 + 0.13363 * z)) for z in (-1.959964, 1.959964)]
    assert (low[0], high[0]) == pytest.approx([100_000 * each for each in ends], rel=1e-3)


def test_the_same_as_scipy_for_a_mean_of_single_cases() -> None:
    data = np.random.default_rng(2).exponential(size=30)
    drawn, left_out = draw_clusters(np.arange(30), 20_000, seed=3)
    means = [(weights @ data / weights.sum(axis=1))[:, None] for weights in (drawn, left_out)]
    low, high = bca(np.array([data.mean()]), means[0], means[1], 95)
    theirs = stats.bootstrap(
        (data,), np.mean, n_resamples=20_000, method="BCa", rng=4
    ).confidence_interval
    assert (low[0], high[0]) == pytest.approx((theirs.low, theirs.high), abs=0.02)


def test_few_clusters_and_missing_figures_have_no_interval_and_a_figure_that_never_moves_is_its_own() -> (
    None
):
    few = np.zeros((LEAST_CLUSTERS - 1, 1))
    assert np.isnan(bca(np.array([1.0]), np.ones((50, 1)), few)).all()
    enough = np.zeros((LEAST_CLUSTERS, 2))
    low, high = bca(np.array([1.0, np.nan]), np.ones((50, 2)), enough)
    assert (low[0], high[0]) == (1, 1)
    assert np.isnan([low[1], high[1]]).all()
