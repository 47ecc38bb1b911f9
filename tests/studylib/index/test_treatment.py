"""Shapes of distributions and outliers: cases worked out on paper, and properties of generated columns with gaps."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from studylib.index.treatment import (
    needs_treatment,
    signed_log,
    treat,
    winsorise,
)

GAP = math.nan
numbers = st.integers(-1000, 1000).map(float) | st.just(GAP)
columns = st.lists(numbers, min_size=0, max_size=40).map(lambda each: pd.Series(each, dtype=float))


def test_skewness_and_kurtosis_are_those_of_the_method() -> None:
    # mean 4; second to fourth moment 12.5, 45, 348.5; g1 = 45 / 12.5^1.5, g2 = 348.5 / 156.25 - 3
    ledger = treat(pd.DataFrame({"a": [1, 2, 3, 10], "b": [7, 7, 7, 7]}))[1].set_index("item")
    assert ledger.loc["a", "skewness"] == pytest.approx(45 / 12.5**1.5 * math.sqrt(12) / 2)
    assert ledger.loc["a", "kurtosis"] == pytest.approx(3.228)
    assert ledger.loc["b", "treatment"] == "none"


FLAT = [float(each % 10) for each in range(40)]


@pytest.mark.parametrize(
    ("values", "after", "moved"),
    [
        ([*FLAT, 500], [*FLAT, 9], 1),
        ([*FLAT, -500], [*FLAT, 0], 1),
        ([*FLAT, 500, 900], [*FLAT, 9, 9], 2),
        ([*FLAT, 900, 900], [*FLAT, 9, 9], 2),  # both or none: they are the same city figure
        ([*FLAT, GAP], [*FLAT, GAP], 0),
        ([3.0] * 5, [3.0] * 5, 0),
        ([0.0] * 40 + [1.0], [0.0] * 40 + [1.0], 0),  # the last difference stays
    ],
)
def test_outliers_take_the_next_value(values: list[float], after: list[float], moved: int) -> None:
    treated, count = winsorise(pd.Series(values, dtype=float))
    assert_series_equal(treated, pd.Series(after, dtype=float))
    assert count == moved


def test_no_more_points_are_moved_than_allowed() -> None:
    values = pd.Series([*FLAT, 10_000, 20_000, 30_000], dtype=float)
    assert winsorise(values, 2)[1] == 2
    assert winsorise(values, 2)[0].max() == 10_000
    assert winsorise(values, 0)[1] == 0
    tied = pd.Series([*FLAT, 10_000, 10_000, 10_000], dtype=float)
    assert winsorise(tied, 2)[1] == 0


@given(columns, st.integers(0, 6))
def test_winsorising_moves_what_it_says_and_keeps_order_and_gaps(
    values: pd.Series, most: int
) -> None:
    treated, moved = winsorise(values, most)
    known = values.dropna()
    assert moved <= most
    assert int((treated[known.index] != known).sum()) == moved
    assert treated.isna().equals(values.isna())
    order = np.argsort(known.to_numpy(), kind="stable")
    assert (np.diff(treated[known.index].to_numpy()[order]) >= 0).all()
    assert treated.equals(winsorise(values.iloc[::-1], most)[0].sort_index())


def test_the_mildest_way_that_cures_is_taken_and_written_down() -> None:
    few = pd.Series([*FLAT, 500.0, 400.0], dtype=float)
    many = pd.Series(np.exp(np.arange(42) / 1.5), dtype=float)
    hopeless = pd.Series([0.0] * 41 + [1.0])
    frame = pd.DataFrame(
        {"flat": [*FLAT, 1.0, 2.0], "few": few, "many": many, "hopeless": hopeless}
    )
    treated, ledger = treat(frame, max_points=2)
    found = ledger.set_index("item")
    assert found["treatment"].to_dict() == {
        "flat": "none",
        "few": "winsorised",
        "many": "signed logarithm",
        "hopeless": "none",
    }
    assert found["points_moved"].to_dict() == {"flat": 0, "few": 2, "many": 0, "hopeless": 0}
    assert found["cured"].to_dict() == {"flat": True, "few": True, "many": True, "hopeless": False}
    assert_series_equal(treated["many"], signed_log(many), check_names=False)
    assert found.loc["few", "skewness"] == pytest.approx(few.skew())
    assert found.loc["few", "skewness_after"] == pytest.approx(treated["few"].skew())


def test_treating_changes_nothing_in_place() -> None:
    frame = pd.DataFrame({"a": [*FLAT, 500.0]})
    before = frame.copy()
    treated, _ = treat(frame)
    assert_frame_equal(frame, before)
    assert not treated.equals(before)
    assert needs_treatment(frame["a"])
    assert not needs_treatment(treated["a"])
