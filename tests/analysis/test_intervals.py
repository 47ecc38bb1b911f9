"""Intervals against published results and by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from scipy import stats

from studylib.analysis.intervals import grouped_mean, wilson
from studylib.core.errors import StudyError


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
    assert wilson(100 * count / n, n, 90) == pytest.approx((100 * expected.low, 100 * expected.high))


def test_wilson_of_all_is_the_mirror_of_none() -> None:
    low, high = wilson(0, 20)
    assert wilson(100, 20) == pytest.approx((100 - high, 100 - low))


@pytest.mark.parametrize(("share", "n", "confidence"), [(101, 5, 95), (-1, 5, 95), (50, 0, 95), (50, 5, 100)])
def test_what_is_no_share_is_refused(share: float, n: float, confidence: float) -> None:
    with pytest.raises(StudyError):
        wilson(share, n, confidence)


def test_a_grouped_mean_by_hand() -> None:
    # deviations -3, -1 | 1, 3: sums of groups -4 and 4; variance 2/1 * 32 / 16 = 4; t with 1 degree of freedom 12.706
    found = grouped_mean(pd.Series([1.0, 3.0, 5.0, 7.0, None]), pd.Series(["a", "a", "b", "b", "c"]))
    assert (found.mean, found.n, found.groups) == (4.0, 4, 2)
    # t = 4 / 2 with one degree of freedom: 1 - 2 atan(2) / pi
    assert found.p == pytest.approx(1 - 2 * math.atan(2) / math.pi)
    assert (found.low, found.high) == pytest.approx((4 - 2 * 12.7062, 4 + 2 * 12.7062), abs=1e-3)


def test_with_one_city_a_group_it_is_the_usual_interval() -> None:
    # mean 2, standard deviation 1, error 1 / sqrt(3), t with 2 degrees of freedom 4.3027
    found = grouped_mean(pd.Series([1.0, 2.0, 3.0]), pd.Series(["a", "b", "c"]))
    assert found.high - found.mean == pytest.approx(4.30265 / math.sqrt(3), abs=1e-4)


def test_one_group_has_no_interval() -> None:
    found = grouped_mean(pd.Series([1.0, 3.0]), pd.Series(["a", "a"]))
    assert found.mean == 2.0
    assert math.isnan(found.low)
    assert math.isnan(found.high)
