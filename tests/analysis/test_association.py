"""Rank correlations against answers worked out on paper, and against SciPy."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from studylib.analysis.association import spearman, spearman_pairs
from studylib.core.errors import StudyError

X = pd.Series([1.0, 2, 3, 4, 5, 6])
PAIRED = pd.Series([2.0, 1, 4, 3, 6, 5])


def test_rho_is_that_worked_out_on_paper() -> None:
    # six differences of rank of 1: 1 - 6 * 6 / (6 * 35)
    assert spearman(X, PAIRED).rho == pytest.approx(1 - 36 / 210)


def test_the_interval_is_that_worked_out_on_paper() -> None:
    # rho = 29/35, z = ln((1 + rho) / (1 - rho)) / 2 = ln(32/3) / 2, standard error sqrt((1 + rho^2 / 2) / 3)
    half = 1.959964 * math.sqrt((1 + (29 / 35) ** 2 / 2) / 3)
    found = spearman(X, PAIRED, 95)
    assert found.low == pytest.approx(math.tanh(math.log(32 / 3) / 2 - half), abs=1e-6)
    assert found.high == pytest.approx(math.tanh(math.log(32 / 3) / 2 + half), abs=1e-6)


def test_a_wider_coverage_gives_a_wider_interval() -> None:
    narrow, wide = spearman(X, PAIRED, 80), spearman(X, PAIRED, 99)
    assert (wide.low or 0) < (narrow.low or 0) < (narrow.high or 0) < (wide.high or 0)


def test_ties_are_treated_as_scipy_treats_them() -> None:
    random = np.random.default_rng(1)
    x, y = (pd.Series(random.integers(0, 8, 40)) for _ in range(2))
    assert spearman(x, y).rho == pytest.approx(stats.spearmanr(x, y).statistic)


def test_pairs_with_a_missing_side_are_dropped_and_counted() -> None:
    x = pd.concat([X, pd.Series([math.nan, 9.0])], ignore_index=True)
    y = pd.concat([PAIRED, pd.Series([1.0, math.nan])], ignore_index=True)
    found = spearman(x, y)
    assert (found.n, found.dropped) == (6, 2)
    assert found.rho == spearman(X, PAIRED).rho


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        ([1, 2, 3, 4], [1, 2, 4, 3], "fewer than 5 pairs"),
        ([], [], "fewer than 5 pairs"),
        ([1, 2, 3, 4, 5], [7, 7, 7, 7, 7], "one side does not vary"),
    ],
)
def test_what_has_no_correlation_says_why(x: list[float], y: list[float], reason: str) -> None:
    found = spearman(pd.Series(x, dtype=float), pd.Series(y, dtype=float))
    assert (found.rho, found.low, found.high, found.reason) == (None, None, None, reason)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_perfect_order_has_no_interval(sign: int) -> None:
    found = spearman(X, sign * X)
    assert (found.rho, found.low) == (sign, None)
    assert "does not exist" in found.reason


@pytest.mark.parametrize("confidence_pct", [0, 100, -5, math.nan])
def test_an_impossible_coverage_is_refused(confidence_pct: float) -> None:
    with pytest.raises(StudyError, match="per cent is none"):
        spearman(X, PAIRED, confidence_pct)


def test_measures_of_different_places_are_refused() -> None:
    with pytest.raises(StudyError, match="different rows"):
        spearman(X, PAIRED.set_axis(list("abcdef")))


def test_every_two_columns_make_one_row_in_their_order() -> None:
    frame = pd.DataFrame({"a": X, "b": PAIRED, "c": -X})
    found = spearman_pairs(frame)
    assert found[["first", "second"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert found["rho"].to_list() == pytest.approx([29 / 35, -1, -29 / 35])


def test_one_column_or_none_makes_no_pair() -> None:
    assert spearman_pairs(pd.DataFrame({"a": X})).empty
    assert spearman_pairs(pd.DataFrame()).empty
