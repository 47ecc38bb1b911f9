"""Relative importance: Shapley values on paper, their properties, and partial rank correlations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studylib.analysis.importance import importance, partial_spearman, shapley
from studylib.core.errors import StudyError


def made(n: int = 40, p: int = 4, seed: int = 3) -> tuple[pd.DataFrame, pd.Series]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, p)) + random.normal(size=(n, 1))
    measures = pd.DataFrame(x, columns=list("abcdefgh")[:p])
    return measures, pd.Series(x @ np.arange(1, p + 1) + random.normal(size=n))


def test_two_measures_on_paper() -> None:
    # r12 = 0.5, r1y = 0.6, r2y = 0.4: R2 of one 0.36, of the other 0.16, of both (0.36 + 0.16 - 2*0.6*0.4*0.5) / 0.75 = 0.37333
    matrix = np.array([[[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]]])
    both = 0.28 / 0.75
    assert shapley(matrix)[0] == pytest.approx([(0.36 + both - 0.16) / 2, (0.16 + both - 0.36) / 2])


def test_three_measures_that_have_nothing_in_common_have_their_own_squares() -> None:
    matrix = np.eye(4)[None].copy()
    matrix[0, :3, 3] = matrix[0, 3, :3] = [0.5, 0.3, 0.1]
    assert shapley(matrix)[0] == pytest.approx([0.25, 0.09, 0.01])


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_parts_sum_to_the_r2_of_a_regression_and_none_is_negative(seed: int, p: int) -> None:
    measures, outcome = made(30, p, seed)
    found = importance(measures, outcome, draws=2)
    design = np.column_stack([np.ones(len(measures)), measures])
    fitted = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    r_squared = 1 - ((outcome - fitted) ** 2).sum() / ((outcome - outcome.mean()) ** 2).sum()
    assert found.table["part"].sum() == pytest.approx(found.r_squared) == pytest.approx(r_squared)
    assert (found.table["part"] >= -1e-12).all()


def test_the_same_measure_twice_shares_its_part() -> None:
    measures, outcome = made(p=2)
    found = importance(measures.assign(c=measures["a"]), outcome, draws=2).table.set_index("measure")["part"]
    assert found["a"] == pytest.approx(found["c"])
    assert found.sum() == pytest.approx(importance(measures, outcome, draws=2).r_squared)


def test_what_differs_between_countries_only_is_left_out_within_them() -> None:
    measures, outcome = made()
    country = pd.Series(["x", "y", "z", "w"] * 10)
    high = country.map({"x": 0.0, "y": 50.0, "z": -20.0, "w": 7.0})
    plain = importance(measures, outcome, country, draws=20)
    moved = importance(measures.add(high, axis="index"), outcome + 3 * high, country, draws=20)
    pd.testing.assert_frame_equal(plain.table, moved.table, atol=1e-9)
    assert importance(measures.add(high, axis="index"), outcome + 3 * high, draws=2).r_squared > moved.r_squared


def test_cities_alone_in_their_country_and_cities_with_gaps_are_counted_as_left_out() -> None:
    measures, outcome = made()
    measures.loc[0, "a"] = np.nan
    country = pd.Series(["x"] * 20 + ["y"] * 19 + ["z"])
    found = importance(measures, outcome, country, draws=2)
    assert (found.n, found.dropped) == (38, 2)


def test_a_bootstrap_is_the_same_for_the_same_seed_only() -> None:
    measures, outcome = made()
    first = importance(measures, outcome, draws=50, seed=1)
    pd.testing.assert_frame_equal(first.table, importance(measures, outcome, draws=50, seed=1).table)
    assert not first.table["low"].equals(importance(measures, outcome, draws=50, seed=2).table["low"])
    assert (first.table["low"] < first.table["high"]).all()


def test_a_narrower_coverage_gives_narrower_intervals() -> None:
    measures, outcome = made()
    wide, narrow = (importance(measures, outcome, confidence_pct=each, draws=200).table for each in (95, 50))
    assert ((narrow["high"] - narrow["low"]) < (wide["high"] - wide["low"])).all()


def test_the_inflation_factor_on_paper() -> None:
    # orthogonal measures have 1 each; two with correlation r have 1 / (1 - r^2)
    a = np.tile([1.0, -1, 1, -1], 5)
    b = np.tile([1.0, 1, -1, -1], 5)
    measures = pd.DataFrame({"a": a, "b": a + b})
    found = importance(measures, pd.Series(a + np.arange(20)), draws=2).table["vif"]
    assert found.to_numpy() == pytest.approx([2.0, 2.0])


def test_too_few_cities_have_no_answer_and_say_why() -> None:
    measures, outcome = made(n=8)
    found = importance(measures, outcome)
    assert found.table.empty
    assert "too few" in found.reason


def test_frames_that_do_not_fit_are_refused() -> None:
    measures, outcome = made()
    with pytest.raises(StudyError, match="different rows"):
        importance(measures, outcome.iloc[1:])
    with pytest.raises(StudyError, match="13 measures"):
        importance(pd.DataFrame(np.ones((40, 13))), outcome)


def test_partial_correlation_by_the_formula_for_three() -> None:
    x = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [2, 1, 4, 3, 6, 5, 8, 7]})
    y = pd.Series([1, 3, 2, 4, 6, 5, 7, 8])
    # sums of squared rank differences 8, 4, 12, of 504
    ab, ay, by = 1 - 6 * 8 / 504, 1 - 6 * 4 / 504, 1 - 6 * 12 / 504
    expected = (ay - by * ab) / np.sqrt((1 - by**2) * (1 - ab**2))
    found = partial_spearman(x, y).iloc[0]
    assert found["rho"] == pytest.approx(expected)
    half = 1.959964 * np.sqrt((1 + expected**2 / 2) / (8 - 1 - 3))
    assert found["high"] == pytest.approx(np.tanh(np.arctanh(expected) + half), abs=1e-6)


def test_partial_correlations_of_too_few_cities_are_missing() -> None:
    found = partial_spearman(pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 1, 2, 3]}), pd.Series([1, 2, 3, 4]))
    assert found["rho"].isna().all()


def test_partial_correlations_within_countries_leave_out_what_differs_between_them() -> None:
    measures, outcome = made(p=2)
    country = pd.Series(["x", "y", "z", "w"] * 10)
    high = country.map({"x": 0.0, "y": 50.0, "z": -20.0, "w": 7.0})
    plain = partial_spearman(measures, outcome, 95, country)
    moved = partial_spearman(measures.add(high, axis="index"), outcome - 3 * high, 95, country)
    pd.testing.assert_frame_equal(plain, moved)
    # four countries cost three cities more than none: half width z * sqrt((1 + rho^2/2) / (40 - 1 - 3 - 3))
    row = plain.iloc[0]
    half = np.arctanh(row["high"]) - np.arctanh(row["rho"])
    assert half == pytest.approx(1.959964 * np.sqrt((1 + row["rho"] ** 2 / 2) / 33))
