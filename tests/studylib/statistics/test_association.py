"""Rank correlations against answers worked out on paper, and against SciPy."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from quire.core.errors import StudyError
from studylib.statistics.association import correlate_pairs, cronbach_alpha, spearman
from studylib.statistics.importance import partial_spearman

X = pd.Series([1.0, 2, 3, 4, 5, 6])
PAIRED = pd.Series([2.0, 1, 4, 3, 6, 5])
ALONE = pd.Series(list("pqrstu"))


def test_rho_is_that_worked_out_on_paper() -> None:
    # six differences of rank of 1: 1 - 6 * 6 / (6 * 35)
    assert spearman(X, PAIRED).value == pytest.approx(1 - 36 / 210)


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
    assert spearman(x, y).value == pytest.approx(stats.spearmanr(x, y).statistic)


def test_pairs_with_a_missing_side_are_dropped_and_counted() -> None:
    x = pd.concat([X, pd.Series([math.nan, 9.0])], ignore_index=True)
    y = pd.concat([PAIRED, pd.Series([1.0, math.nan])], ignore_index=True)
    found = spearman(x, y)
    assert (found.n, found.dropped) == (6, 2)
    assert found.value == spearman(X, PAIRED).value


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
    assert (found.how, math.isnan(found.value), math.isnan(found.high)) == (reason, True, True)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_perfect_order_has_no_interval(sign: int) -> None:
    found = spearman(X, sign * X)
    assert (found.value, math.isnan(found.low)) == (sign, True)
    assert "does not exist" in found.how


@pytest.mark.parametrize("confidence_pct", [0, 100, -5, math.nan])
def test_an_impossible_coverage_is_refused(confidence_pct: float) -> None:
    with pytest.raises(StudyError, match="per cent is none"):
        spearman(X, PAIRED, confidence_pct)


def test_measures_of_different_places_are_refused() -> None:
    with pytest.raises(StudyError, match="different rows"):
        spearman(X, PAIRED.set_axis(list("abcdef")))


def test_every_two_columns_make_one_row_in_their_order() -> None:
    frame = pd.DataFrame({"a": X, "b": PAIRED, "c": -X})
    found = correlate_pairs(frame, ALONE)
    assert found[["first", "second"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert found["rho"].to_list() == pytest.approx([29 / 35, -1, -29 / 35])


def test_one_column_or_none_makes_no_pair() -> None:
    assert correlate_pairs(pd.DataFrame({"a": X}), ALONE).empty
    assert correlate_pairs(pd.DataFrame(), ALONE).empty


def test_intervals_of_pairs_leave_out_each_country() -> None:
    frame = pd.DataFrame(
        {"a": X.to_list(), "b": [2.0, 1, 3, 4, 6, 5], "c": [4.0, 2, 6, 1, 3, 5]},
        index=list("uvwxyz"),
    )
    # a last city, of a country of its own, that only c has
    frame = pd.concat([frame, pd.DataFrame({"a": math.nan, "b": math.nan, "c": 9.0}, index=["t"])])
    country = pd.Series(list("ppqqrrs"), index=list("uvwxyzt"))
    found = correlate_pairs(frame, country).iloc[0]
    # squared rank differences: 4 of six cities; without p or r 2 of four (1 - 12 / 60), without q 4 of four (1 - 24 / 60)
    middle = math.atanh(1 - 6 * 4 / 210)
    away = np.arctanh([0.8, 0.6, 0.8]) - middle
    half = 4.302653 * math.sqrt(2 / 3 * (away**2).sum())
    assert (found["n"], found["reason"]) == (6, "")
    assert found["low"] == pytest.approx(math.tanh(middle - half), abs=1e-6)
    assert found["high"] == pytest.approx(math.tanh(middle + half), abs=1e-6)


def test_pairs_have_the_interval_of_a_correlation_with_nothing_held_fixed() -> None:
    random = np.random.default_rng(6)
    frame = pd.DataFrame(random.normal(size=(40, 2)), columns=["a", "b"]).mask(
        random.random((40, 2)) < 0.1
    )
    country = pd.Series([*"ppppppppppppqqqqqqrrrrsstt", *"abcdefghijklmn"])
    pair = correlate_pairs(frame, country).iloc[0]
    other = partial_spearman(frame[["a"]], frame["b"], country).iloc[0]
    assert pair[["rho", "low", "high"]].to_list() == pytest.approx(
        other[["rho", "low", "high"]].to_list()
    )


def test_cities_of_one_country_have_a_correlation_without_an_interval() -> None:
    found = correlate_pairs(
        pd.DataFrame({"a": X, "b": PAIRED}), pd.Series("p", index=X.index)
    ).iloc[0]
    assert found["rho"] == pytest.approx(29 / 35)
    assert math.isnan(found["low"])
    assert found["reason"] == "too few countries for an interval"


@pytest.mark.parametrize(
    ("columns", "alpha"),
    [
        # variances 1 and 1, covariance 0.5: 2 (1 - 2 / 3)
        ([[1, 2, 3], [1, 3, 2]], 2 / 3),
        ([[1, 2, 3], [2, 4, 6]], 2 * (1 - 5 / 9)),
        ([[1, 2, 3], [3, 1, 2]], -2),  # covariance -0.5: 2 (1 - 2 / 1)
        ([[1, 2, 3, math.nan], [1, 3, 2, 9]], 2 * (1 - (1 + 155 / 12) / (1 + 155 / 12 + 1))),
        ([[1, 2, 3]], math.nan),
        ([[1, 2, 3], [3, 2, 1]], math.nan),
        ([[1, math.nan], [math.nan, 1]], math.nan),
        ([[5, 5, 5], [5, 5, 5]], math.nan),
    ],
)
def test_alpha_worked_out_on_paper(columns: list[list[float]], alpha: float) -> None:
    assert cronbach_alpha(pd.DataFrame(np.array(columns).T)) == pytest.approx(alpha, nan_ok=True)


@pytest.mark.filterwarnings("error")
def test_items_of_one_city_or_none_have_no_alpha() -> None:
    items = pd.DataFrame({"a": [1.0], "b": [2.0]})
    assert math.isnan(cronbach_alpha(items))
    assert math.isnan(cronbach_alpha(items.head(0)))
