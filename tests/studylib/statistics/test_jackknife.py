"""Intervals made by leaving out each group in turn, beside those that are known for means."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studylib.statistics.arrays import Numbers
from studylib.statistics.intervals import estimate_mean
from studylib.statistics.jackknife import jackknife


def mean(rows: Numbers) -> float:
    return float(rows.mean())


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=12))
def test_with_one_row_a_group_a_mean_has_its_usual_interval(values: list[float]) -> None:
    data, groups = pd.DataFrame({"x": values}), pd.Series(range(len(values)))
    found, usual = jackknife(data, groups, mean), estimate_mean(data["x"], groups)
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high), abs=1e-6)


def test_rows_of_a_group_go_together() -> None:
    # two groups with means 2 and 6: without one of them the other is left, so the variance is 1/2 ((6-4)^2 + (2-4)^2) = 4
    found = jackknife(pd.DataFrame({"x": [1.0, 3.0, 5.0, 7.0]}), pd.Series(list("aabb")), mean)
    assert found.value == 4
    assert found.high - 4 == pytest.approx(2 * 12.7062, abs=1e-3)
    assert found.p == pytest.approx(2 * (0.5 - math.atan(2) / math.pi))


def test_one_group_or_a_figure_that_fails_without_one_has_no_interval() -> None:
    data = pd.DataFrame({"x": [1.0, 3.0]})
    alone = jackknife(data, pd.Series(["a", "a"]), mean)
    assert (alone.value, math.isnan(alone.low), math.isnan(alone.p)) == (2, True, True)
    fails = jackknife(
        data, pd.Series(["a", "b"]), lambda rows: mean(rows) if len(rows) > 1 else math.nan
    )
    assert (fails.value, math.isnan(fails.high)) == (2, True)


def test_groups_are_found_by_row_and_not_by_place() -> None:
    data = pd.DataFrame({"x": [1.0, 3.0, 5.0, 7.0]}, index=list("wxyz"))
    groups = pd.Series({"z": 2, "y": 2, "x": 1, "w": 1, "other": 3})
    assert jackknife(data, groups, mean) == jackknife(
        data, pd.Series([1, 1, 2, 2], index=list("wxyz")), mean
    )
