"""What is refused of every frame and of what is said by item, and powers of two that change no digit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.core.errors import StudyError
from studylib.index.frames import check_figures, match_items, rescale
from studylib.index.imputation import impute
from studylib.index.normalisation import normalise
from studylib.index.treatment import treat

ITEMS = pd.Index(["a", "b"])
STEPS: list[Callable[[pd.DataFrame], Any]] = [
    impute,
    normalise,
    treat,
]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pd.DataFrame([[1.0, 2.0]], columns=["a", "a"]), "'a' is there twice"),
        (pd.DataFrame([[1.0, 2, 3, 4]], columns=[0, "b", 0, "b"]), "0, 'b' are there twice"),
        (pd.DataFrame({"a": [1.0, 2.0]}, index=["X", "X"]), "'X' is there twice"),
        (pd.DataFrame({"a": [1.0, math.inf]}, index=["X", "Y"]), "'a' of 'Y' is infinite"),
        (pd.DataFrame({3: [1.0, -math.inf]}), "3 of 1 is infinite"),
    ],
)
def test_no_step_takes_a_city_or_an_item_twice_or_an_infinite_figure(
    step: Callable[[pd.DataFrame], Any], data: pd.DataFrame, what: str
) -> None:
    with pytest.raises(StudyError, match=what):
        step(data)


@pytest.mark.parametrize(
    ("given", "items", "what"),
    [
        ({"z": 1}, ITEMS, "no item 'z' to weigh"),
        ({"y": 1, "z": 1}, ITEMS, "no items 'y', 'z' to weigh"),
        (pd.Series({"a": 1, "y": 1, "z": 1, "b": 2}), ITEMS, "no items 'y', 'z' to weigh"),
        (pd.Series({"a": 1}), ITEMS, "the Series has no weight of 'b'"),
        (pd.Series(dtype=float), ITEMS, "the Series has no weight of 'a', 'b'"),
        (pd.Series([1, 2, 3], index=["a", "a", "b"]), ITEMS, "weight of 'a' is there twice"),
        (pd.Series([1, 2]), ITEMS, "no items 0, 1 to weigh"),
        ({"0": 1}, pd.Index([0, 1]), r"no item '0' to weigh[\s\S]*0 \(int\)"),
        ({0: 1}, pd.Index(["0", "1"]), "no item 0 to weigh"),
    ],
)
def test_labels_that_do_not_fit_are_named(given: Any, items: pd.Index, what: str) -> None:
    with pytest.raises(StudyError, match=what):
        match_items(given, items, "weight", "weigh")


def test_labels_are_what_they_are() -> None:
    assert match_items(None, ITEMS, "weight", "weigh") == {}
    assert match_items({"b": 2}, ITEMS, "weight", "weigh") == {"b": 2}
    assert match_items(pd.Series([5, 7], index=[1, 0]), pd.Index([0, 1]), "weight", "weigh") == {
        1: 5,
        0: 7,
    }


@given(
    st.lists(
        st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
        min_size=1,
        max_size=6,
    )
)
def test_a_power_of_two_is_taken_back_without_a_trace(row: list[float]) -> None:
    x = np.array([[*row, math.nan]])
    near, exponents = rescale(x, 1)
    largest = np.nanmax(np.abs(near))
    assert largest == 0 or 2**-129 <= largest <= 2**128
    kept = np.abs(near) > 1e-150  # what is so much smaller than the largest may lose digits
    assert np.ldexp(near, exponents)[kept].tolist() == x[kept].tolist()


def test_figures_are_numbers_and_gaps() -> None:
    found = check_figures(pd.DataFrame({0: [1, None], 1: [True, False]}, dtype=object))
    assert found[0].to_list() == pytest.approx([1, math.nan], nan_ok=True)
    assert found[1].to_list() == [1, 0]
