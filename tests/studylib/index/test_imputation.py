"""Filled gaps: worked out on paper, always flagged, never from the wrong group."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from quire.core.errors import StudyError
from studylib.index.imputation import IMPUTATIONS, impute

GAP = math.nan
COLUMN = [1.0, 3.0, 8.0, GAP, 5.0, GAP, GAP]
GROUP = list("XXXXYYZ")


@pytest.mark.parametrize(
    ("method", "grouped", "expected"),
    [
        ("mean", False, [1, 3, 8, 4.25, 5, 4.25, 4.25]),
        ("median", False, [1, 3, 8, 4, 5, 4, 4]),
        ("mean", True, [1, 3, 8, 4, 5, 5, GAP]),
        ("median", True, [1, 3, 8, 3, 5, 5, GAP]),
    ],
)
def test_gaps_worked_out_on_paper(method: str, grouped: bool, expected: list[float]) -> None:
    filled, flags = impute(
        pd.DataFrame({"a": COLUMN}), method, pd.Series(GROUP) if grouped else None
    )
    assert filled["a"].to_list() == pytest.approx(expected, nan_ok=True)
    assert flags["a"].to_list() == [False, False, False, True, False, True, not grouped]


@pytest.mark.parametrize("method", IMPUTATIONS)
@given(
    st.lists(
        st.tuples(st.integers(-9, 9).map(float) | st.just(GAP), st.sampled_from("XYZ")), max_size=20
    )
)
def test_what_was_there_stays_and_every_filled_cell_is_flagged(
    method: str, cells: list[tuple[float, str]]
) -> None:
    data = pd.DataFrame({"a": [value for value, _ in cells]}, dtype=float)
    group = pd.Series([name for _, name in cells], dtype=object)
    before = data.copy()
    filled, flags = impute(data, method, group)
    assert_frame_equal(data, before)
    assert_frame_equal(filled.mask(flags), data)
    assert filled["a"].isna().equals(data["a"].groupby(group).transform("count") == 0)
    turned = impute(data.iloc[::-1], method, group)[0].iloc[::-1]
    assert_frame_equal(turned, filled)


def test_an_item_that_nobody_has_stays_empty() -> None:
    filled, flags = impute(pd.DataFrame({"a": [GAP, GAP]}))
    assert filled["a"].isna().all()
    assert not flags["a"].any()


def test_groups_are_matched_by_city_and_not_by_place() -> None:
    data = pd.DataFrame({"a": [1.0, GAP, 7.0]}, index=["A", "B", "C"])
    assert (
        impute(data, by=pd.Series({"C": "X", "B": "X", "A": "Y", "D": "Y"}))[0].loc["B", "a"] == 7
    )


@pytest.mark.parametrize(
    ("method", "by", "what"),
    [
        ("meadian", None, "no method 'meadian'[\\s\\S]*'median'"),
        ("mean", pd.Series({"A": "X"}), "'B' is in no group"),
        ("mean", pd.Series({"A": "X", "B": None}), "'B' is in no group"),
        ("mean", pd.Series(["X", "X", "Y"], index=["A", "B", "B"]), "there twice"),
    ],
)
def test_what_is_wrong_is_said(method: str, by: pd.Series | None, what: str) -> None:
    with pytest.raises(StudyError, match=what):
        impute(pd.DataFrame({"a": [1.0, GAP]}, index=["A", "B"]), method, by)


@pytest.mark.parametrize("method", IMPUTATIONS)
def test_the_centre_of_the_largest_figures_is_one_of_them(method: str) -> None:
    data = pd.DataFrame({0: [1.7e308, 1.7e308, GAP], 1: [1e-300, 3e-300, GAP]})
    assert impute(data, method)[0].to_numpy()[2].tolist() == pytest.approx([1.7e308, 2e-300], abs=0)
