"""Intervals against published results and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from quire.core.errors import StudyError
from studylib.statistics.intervals import estimate_freedom, estimate_mean, wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_wilson_is_that_of_newcombe(count: int, n: int, low: float, high: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    assert wilson(100 * count / n, n) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(("count", "n"), [(9, 15), (12, 20), (17, 20), (1, 2)])
def test_wilson_is_that_of_scipy_for_whole_numbers(count: int, n: int) -> None:
    expected = stats.binomtest(count, n).proportion_ci(0.9, method="wilson")
    assert wilson(100 * count / n, n, 90) == pytest.approx(
        (100 * expected.low, 100 * expected.high)
    )


def test_wilson_of_all_is_the_mirror_of_none() -> None:
    low, high = wilson(0, 20)
    assert wilson(100, 20) == pytest.approx((100 - high, 100 - low))


def test_of_a_finite_population_the_interval_is_that_of_a_larger_number() -> None:
    # 20 of 39: 20 * 38 / 19 = 40; middle 0.798018 / 1.096036, half 1.959964 * 0.0727168 / 1.096036
    assert wilson(75, 20, 95, 39) == pytest.approx((59.81, 85.81), abs=0.005)
    assert wilson(75, 20, 95, 39) == pytest.approx(wilson(75, 40))
    assert wilson(75, 20, 95, 10**9) == pytest.approx(wilson(75, 20), abs=1e-5)
    assert wilson(75, 20, 95, 20) == (75, 75)
    with pytest.raises(StudyError, match="20 of 19"):
        wilson(75, 20, 95, 19)


@pytest.mark.parametrize(
    ("share", "n", "confidence"), [(101, 5, 95), (-1, 5, 95), (50, 0, 95), (50, 5, 100)]
)
def test_what_is_no_share_is_refused(share: float, n: float, confidence: float) -> None:
    with pytest.raises(StudyError):
        wilson(share, n, confidence)


def test_a_grouped_mean_by_hand() -> None:
    # without a the mean is 6, without b 2: variance 1/2 (4 + 4) = 4; two groups leave 1 degree of freedom, t 12.706
    found = estimate_mean(
        pd.Series([1.0, 3.0, 5.0, 7.0, None]), pd.Series(["a", "a", "b", "b", "c"])
    )
    assert (found.value, found.n, found.groups) == (4.0, 4, 2)
    # t = 4 / 2 with one degree of freedom: 1 - 2 atan(2) / pi
    assert found.p == pytest.approx(1 - 2 * math.atan(2) / math.pi)
    assert (found.low, found.high) == pytest.approx((4 - 2 * 12.7062, 4 + 2 * 12.7062), abs=1e-3)


def test_with_one_city_a_group_it_is_the_usual_interval() -> None:
    # mean 2, standard deviation 1, error 1 / sqrt(3), t with 2 degrees of freedom 4.3027
    found = estimate_mean(pd.Series([1.0, 2.0, 3.0]), pd.Series(["a", "b", "c"]))
    assert found.high - found.value == pytest.approx(4.30265 / math.sqrt(3), abs=1e-4)


def test_groups_of_unlike_sizes_by_hand() -> None:
    # mean 4; without a 6, without b 11/3, without c 3: variance 2/3 (4 + 1/9 + 1) = 92/27
    found = estimate_mean(pd.Series([1.0, 3.0, 5.0, 7.0]), pd.Series(["a", "a", "b", "c"]))
    # q = 2/2, 1/3, 1/3: (5/3)^2 / (11/9 + (11/9)^2 - 83/81) = 225/137 degrees of freedom
    error, degrees = math.sqrt(92 / 27), 225 / 137
    assert (found.low, found.high) == pytest.approx(
        (4 - stats.t.ppf(0.975, degrees) * error, 8 - found.low)
    )
    assert found.p == pytest.approx(2 * stats.t.cdf(-4 / error, degrees))


@given(st.lists(st.integers(1, 30), min_size=2, max_size=12))
def test_degrees_of_freedom_are_those_of_the_quadratic_form(sizes: list[int]) -> None:
    # V = sum of (p_g'y)^2 with p_g = (1_g - n_g / n) / (n - n_g), y independent: E V = tr B, var V = 2 tr B^2 for B = P'P
    n, size = sum(sizes), np.array(sizes)
    inside = np.repeat(np.eye(len(size)), size, axis=0)
    p = (inside - size / n) / (n - size)
    b = p.T @ p
    assert estimate_freedom(size.astype(float)) == pytest.approx(np.trace(b) ** 2 / np.trace(b @ b))
    assert 1 - 1e-9 <= estimate_freedom(size.astype(float)) <= len(size) - 1 + 1e-9


def test_one_group_with_most_cities_leaves_little_to_go_by() -> None:
    # 99 cities and one: without the many the other is left, so the interval is wide and about one degree of freedom stands behind it
    found = estimate_mean(pd.Series([0.0, 2.0] * 49 + [1.0, 7.0]), pd.Series(["a"] * 99 + ["b"]))
    assert found.low < 1 < found.high
    assert estimate_freedom(np.array([99.0, 1.0])) == pytest.approx(1)


def test_figures_that_are_all_the_same_leave_no_doubt() -> None:
    none, two = (
        estimate_mean(pd.Series([each] * 4), pd.Series(list("aabc"))) for each in (0.0, 2.0)
    )
    assert (none.low, none.high, none.p) == (0, 0, 1)
    assert (two.low, two.high, two.p) == (2, 2, 0)


def test_no_figure_has_no_mean() -> None:
    found = estimate_mean(pd.Series([math.nan, math.nan]), pd.Series(["a", "b"]))
    assert (
        found.n,
        found.groups,
        math.isnan(found.value),
        math.isnan(found.low),
        math.isnan(found.p),
    ) == (*(0, 0, True, True, True),)


SIZES = (20, 6, 5, 4, 4, 4, 3, 3, 2, 2, 2, 2, 2, 2, *[1] * 12)
"""Cities of countries, a quarter of them in one."""


@pytest.mark.slow
def test_the_interval_covers_where_the_usual_one_does_not() -> None:
    random, draws = np.random.default_rng(15), 2500
    country = np.repeat(np.arange(len(SIZES)), SIZES)
    skewed = (random.gamma(4, size=(draws, len(SIZES))) - 4) / 2
    figures = np.sqrt(0.4) * skewed[:, country] + np.sqrt(0.6) * random.normal(
        size=(draws, len(country))
    )
    groups, held, usual = pd.Series(country), 0, 0
    for row in figures:
        found = estimate_mean(pd.Series(row), groups)
        held += found.low <= 0 <= found.high
        # CR1: G / (G - 1) sum s^2 / n^2, with t of G - 1 degrees of freedom
        sums = np.bincount(country, row - row.mean())
        error = math.sqrt(len(SIZES) / (len(SIZES) - 1) * float((sums**2).sum())) / len(row)
        usual += abs(row.mean()) <= stats.t.ppf(0.975, len(SIZES) - 1) * error
    assert 93 <= 100 * held / draws <= 97
    assert 100 * usual / draws < 91


def test_one_group_has_no_interval() -> None:
    found = estimate_mean(pd.Series([1.0, 3.0]), pd.Series(["a", "a"]))
    assert found.value == 2.0
    assert math.isnan(found.low)
    assert math.isnan(found.high)
