"""Means, agreement between items and comparisons in pairs: worked out on paper, and properties of generated frames."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from quire.core.errors import StudyError
from studylib.index.aggregation import aggregate, copeland, cronbach_alpha

GAP = math.nan
cells = st.integers(1, 100).map(float) | st.just(GAP)
frames = st.integers(1, 12).flatmap(
    lambda rows: st.lists(
        st.lists(cells, min_size=3, max_size=3), min_size=rows, max_size=rows
    ).map(
        lambda each: pd.DataFrame(
            each, columns=["a", "b", "c"], index=[f"c{row}" for row in range(rows)], dtype=float
        )
    )
)
WEIGHTS = {"a": 1.0, "b": 2.0, "c": 0.5}


def one(values: list[float], **settings: Any) -> float:
    """Score of one city."""
    return float(
        aggregate(pd.DataFrame([values], columns=list("abc")[: len(values)]), **settings).iloc[0]
    )


@pytest.mark.parametrize(
    ("values", "settings", "score"),
    [
        ([2, 8], {}, 5),
        ([2, 8], {"weights": {"b": 2}}, 6),
        ([2, 8], {"method": "geometric"}, 4),
        ([2, 16], {"method": "geometric", "weights": {"a": 2}}, 4),  # the cube root of 2 2 16
        ([2, 6], {"method": "harmonic"}, 3),
        ([1, 7], {"method": "generalised", "power": 2}, 5),
        ([1, 9], {"method": "generalised", "power": 0.5}, 4),
        ([0, 4], {"method": "generalised", "power": 0.5}, 1),
        ([2, 8], {"method": "generalised", "power": 0}, 4),
        ([-2, 8], {}, 3),
        ([5, GAP, 7], {}, 6),
        ([5, GAP, 7], {"weights": {"a": 3, "b": 9, "c": 1}}, 5.5),
        ([5, GAP, 7], {"min_coverage": 2 / 3}, 6),
        ([5, GAP, 7], {"min_coverage": 0.7}, GAP),
        ([5, GAP, 7], {"weights": {"b": 2}, "min_coverage": 0.5}, 6),
        ([GAP, GAP], {}, GAP),
        ([1, 1, GAP], {"weights": {"a": 0.1, "b": 0.2, "c": 0.7}, "min_coverage": 0.3}, 1),
        # figures for 1 of 10 by weight and for 2 of 3 items by count
        ([5, GAP, 7], {"weights": {"b": 18}, "min_coverage": 0.6}, GAP),
        ([5, GAP, 7], {"weights": {"b": 18}, "min_coverage": 0.6, "coverage_by": "count"}, 6),
        ([GAP, 3, GAP], {"weights": {"b": 18}, "min_coverage": 0.6}, 3),
        ([GAP, 3, GAP], {"weights": {"b": 18}, "min_coverage": 0.6, "coverage_by": "count"}, GAP),
        ([5, GAP, 7], {"weights": pd.Series({"c": 1, "b": 9, "a": 3})}, 5.5),
        ([2, 4], {"method": "generalised", "power": 200}, 4 / 2**0.005),
    ],
)
def test_means_worked_out_on_paper(
    values: list[float], settings: dict[str, Any], score: float
) -> None:
    assert one(values, **settings) == pytest.approx(score, nan_ok=True)


@pytest.mark.parametrize(
    "settings",
    [{}, {"method": "geometric"}, {"method": "harmonic"}, {"method": "generalised", "power": -2.5}],
)
@given(data=frames, factor=st.integers(1, 9))
def test_a_mean_is_one(data: pd.DataFrame, factor: int, settings: dict[str, Any]) -> None:
    score = aggregate(data, WEIGHTS, **settings)
    assert score.isna().equals(data.isna().all(axis="columns"))
    known = score.dropna()
    assert (known <= data.max(axis="columns")[known.index] + 1e-9).all()
    assert (known >= data.min(axis="columns")[known.index] - 1e-9).all()
    heavier = {item: factor * weight for item, weight in WEIGHTS.items()}
    assert_series_equal(aggregate(data, heavier, **settings), score)
    assert_series_equal(aggregate(data * factor, WEIGHTS, **settings), score * factor)
    assert_series_equal(aggregate(data.iloc[::-1, ::-1], WEIGHTS, **settings).iloc[::-1], score)
    assert (aggregate(data + 1, WEIGHTS, **settings)[known.index] > known).all()


@pytest.mark.parametrize(
    ("values", "settings", "what"),
    [
        ([0, 1], {"method": "geometric"}, "'a' of 'Alpha' is 0, for which"),
        ([1, -2], {"method": "harmonic"}, "'b' of 'Alpha' is -2, for which"),
        ([1, -2], {"method": "generalised", "power": 2}, "'b' of 'Alpha' is -2, for which"),
        ([1, 2], {"method": "geometrical"}, "no mean 'geometrical'[\\s\\S]*'geometric'"),
        ([1, 2], {"method": "generalised"}, "needs a power"),
        ([1, 2], {"power": 2}, "no effect on the arithmetic mean"),
        ([1, 2], {"weights": {"z": 1}}, "no item 'z' to weigh"),
        ([1, 2], {"weights": {"a": 0}}, "weight of 'a' is 0"),
        ([1, 2], {"weights": {"a": GAP}}, "weight of 'a' is nan"),
        ([1, 2], {"weights": {"a": -1}}, "weight of 'a' is -1"),
        ([1, 2], {"weights": {"a": "1"}}, "weight of 'a' is '1'"),
        ([1, 2], {"weights": pd.Series({"a": 1.0})}, "no weight of 'b'"),
        ([1, 2], {"weights": pd.Series({"a": 1.0, "b": 1.0, "z": 1.0})}, "no item 'z' to weigh"),
        ([1, 2], {"weights": pd.Series({"a": 1.0, "b": GAP})}, "weight of 'b' is nan"),
        ([1, 2], {"min_coverage": 80}, "coverage of 80"),
        ([1, 2], {"coverage_by": "number"}, "no coverage by 'number'"),
    ],
)
def test_what_has_no_meaning_is_refused(
    values: list[float], settings: dict[str, Any], what: str
) -> None:
    with pytest.raises(StudyError, match=what):
        aggregate(
            pd.DataFrame([values], columns=["a", "b"], index=["Alpha"], dtype=float), **settings
        )


def test_items_may_be_called_by_numbers() -> None:
    data = pd.DataFrame([[1.0, 5.0]])
    for weights in ({0: 3, 1: 1}, {0: 3}, pd.Series({1: 1, 0: 3}), {np.int64(0): 3.0}):
        assert aggregate(data, weights).to_list() == [2]
    with pytest.raises(StudyError, match="no item '0' to weigh"):
        aggregate(data, {"0": 3})
    # the first item alone decides, if it weighs more
    assert copeland(pd.DataFrame([[1.0, 5.0], [2.0, 4.0]]), {0: 3, 1: 1}).to_list() == [-1, 1]


@pytest.mark.parametrize("size", [1e-300, 1e-13, 1, 1e300])
def test_who_outweighs_whom_knows_no_unit_of_the_weights(size: float) -> None:
    data = pd.DataFrame({"a": [3.0, 2, 1], "b": [1.0, 2, 1], "c": [5.0, 4, GAP]}, index=list("XYZ"))
    assert copeland(data, pd.Series(WEIGHTS) * size).to_dict() == {"X": 0, "Y": 2, "Z": -2}


@pytest.mark.parametrize(
    ("columns", "alpha"),
    [
        # variances 1 and 1, covariance 0.5: 2 (1 - 2 / 3)
        ([[1, 2, 3], [1, 3, 2]], 2 / 3),
        ([[1, 2, 3], [2, 4, 6]], 2 * (1 - 5 / 9)),
        ([[1, 2, 3], [3, 1, 2]], -2),  # covariance -0.5: 2 (1 - 2 / 1)
        ([[1, 2, 3, GAP], [1, 3, 2, 9]], 2 * (1 - (1 + 155 / 12) / (1 + 155 / 12 + 1))),
        ([[1, 2, 3]], GAP),
        ([[1, 2, 3], [3, 2, 1]], GAP),
        ([[1, GAP], [GAP, 1]], GAP),
        ([[1e300, 2e300, 3e300], [1e300, 3e300, 2e300]], 2 / 3),
        ([[1e-300, 2e-300, 3e-300], [1e-300, 3e-300, 2e-300]], 2 / 3),
        ([[5, 5, 5], [5, 5, 5]], GAP),
    ],
)
def test_alpha_worked_out_on_paper(columns: list[list[float]], alpha: float) -> None:
    assert cronbach_alpha(pd.DataFrame(np.array(columns).T)) == pytest.approx(alpha, nan_ok=True)


def test_copeland_counts_who_outweighs_whom() -> None:
    # X beats Y on a and c (1.5 to 2, so Y wins by weight), X beats Z on a alone (c is missing in Z, b is level)
    data = pd.DataFrame({"a": [3.0, 2, 1], "b": [1.0, 2, 1], "c": [5.0, 4, GAP]}, index=list("XYZ"))
    assert copeland(data, WEIGHTS).to_dict() == {"X": 0, "Y": 2, "Z": -2}
    assert copeland(data.head(1)).to_dict() == {"X": 0}
    apart = pd.DataFrame({"a": [1.0, GAP], "b": [GAP, 1.0]})
    assert copeland(apart).to_list() == [0, 0]


@given(frames)
def test_copeland_knows_no_order_of_rows_and_sums_to_nothing(data: pd.DataFrame) -> None:
    found = copeland(data, WEIGHTS)
    assert found.sum() == 0
    assert_series_equal(copeland(data.iloc[::-1, ::-1], WEIGHTS).iloc[::-1], found)
    assert_series_equal(copeland(data**3, WEIGHTS), found)
