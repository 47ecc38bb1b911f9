"""Scales worked out on paper, what every scale keeps, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from quire.core.errors import StudyError
from studylib.index.normalisation import NORMALISATIONS, normalise

GAP = math.nan
numbers = st.integers(-1000, 1000).map(float) | st.just(GAP)
columns = st.lists(numbers, min_size=1, max_size=30).map(
    lambda each: pd.DataFrame({"a": pd.Series(each, dtype=float)})
)
BOUNDS = {"a": (-2000.0, 2000.0)}


def settings(method: str) -> dict[str, Any]:
    """What a method needs beside its name."""
    return {"method": method, **({"bounds": BOUNDS} if method == "goalposts" else {})}


@pytest.mark.parametrize(
    ("method", "limits", "direction", "expected"),
    [
        # 2 4 4 10 and a gap
        ("minmax", (0, 100), 1, [0, 25, 25, 100, GAP]),
        ("minmax", (1, 5), -1, [5, 4, 4, 1, GAP]),
        ("percentile_rank", (0, 1), 1, [0, 1 / 3, 1 / 3, 1, GAP]),
        ("percentile_rank", (0, 1), -1, [1, 1 / 3, 1 / 3, 0, GAP]),
        ("rank", (0, 3), 1, [0, 1.5, 1.5, 3, GAP]),
        ("rank", (0, 3), -1, [3, 1.5, 1.5, 0, GAP]),
        # mean 5; squared distances 9 1 1 25, so the variance is 36 / 3 = 12
        (
            "zscore",
            (10, 2),
            1,
            [10 - 6 / 12**0.5, 10 - 2 / 12**0.5, 10 - 2 / 12**0.5, 10 + 10 / 12**0.5, GAP],
        ),
    ],
)
def test_scales_worked_out_on_paper(
    method: str, limits: tuple[float, float], direction: int, expected: list[float]
) -> None:
    found = normalise(pd.DataFrame({"a": [2.0, 4, 4, 10, GAP]}), {"a": direction}, method, limits)
    assert found["a"].to_list() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("direction", "expected"), [(1, [0, 0, 50, 100, 100, GAP]), (-1, [100, 100, 50, 0, 0, GAP])]
)
def test_beyond_the_goalposts_is_at_the_goalposts(direction: int, expected: list[float]) -> None:
    data = pd.DataFrame({"a": [-5.0, 0, 10, 20, 99, GAP]})
    found = normalise(data, {"a": direction}, "goalposts", bounds={"a": (0, 20)})
    assert found["a"].to_list() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("method", NORMALISATIONS)
@given(data=columns, scale=st.integers(1, 9))
def test_order_and_gaps_stay_and_a_score_knows_no_unit(
    data: pd.DataFrame, scale: int, method: str
) -> None:
    found = normalise(data, **settings(method))
    if data["a"].max() > data["a"].min() or method == "goalposts":
        assert found["a"].isna().equals(data["a"].isna())
    by_value = found["a"][data["a"].sort_values().index].dropna()
    assert (by_value.diff().dropna() >= -1e-9).all()
    if method != "goalposts":
        assert_frame_equal(normalise(data * scale + 7, **settings(method)), found)
    upside_down = normalise(data.iloc[::-1], **settings(method)).iloc[::-1]
    assert_frame_equal(upside_down, found)


@pytest.mark.parametrize("method", ["minmax", "percentile_rank", "rank", "zscore"])
@pytest.mark.parametrize("values", [[0.1, 0.1, 0.1], [5.0], [GAP]])
def test_equal_cities_have_no_place_on_a_scale_made_from_them(
    method: str, values: list[float]
) -> None:
    assert normalise(pd.DataFrame({"a": values}), method=method)["a"].isna().all()


def test_nothing_is_changed_in_place() -> None:
    data = pd.DataFrame({"a": [1.0, 2.0]})
    normalise(data, {"a": -1})
    assert data["a"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"method": "minmx"}, "no method 'minmx'[\\s\\S]*'minmax'"),
        ({"method": "goalposts"}, "goalposts need bounds"),
        ({"bounds": {"a": (0, 1)}}, "bounds would have no effect on minmax"),
        ({"limits": (1, 1)}, "no scale"),
        ({"limits": (GAP, 1)}, "no scale"),
        ({"limits": (0, math.inf)}, "no scale"),
        ({"limits": (-1e308, 1e308)}, "no scale"),
        ({"direction": pd.Series({"b": 1})}, "no item 'b' to normalise"),
        ({"direction": pd.Series({"a": GAP})}, "direction of 'a' is nan"),
        ({"direction": pd.Series([1, -1], index=["a", "a"])}, "direction of 'a' is there twice"),
        ({"method": "goalposts", "bounds": {"a": (-math.inf, 1)}}, "'a' has no two goalposts"),
        ({"method": "goalposts", "bounds": {"a": (0, 1, 2)}}, "'a' has no two goalposts"),
        ({"method": "zscore", "limits": (0, 0)}, "no scale"),
        ({"direction": {"b": 1}}, "no item 'b'"),
        ({"direction": {"a": 0}}, "direction of 'a' is 0"),
        ({"method": "goalposts", "bounds": {}}, "'a' has no two goalposts"),
        ({"method": "goalposts", "bounds": {"a": (1, 1)}}, "'a' has no two goalposts"),
        ({"method": "goalposts", "bounds": {"a": (0, 1), "c": (0, 1)}}, "no item 'c'"),
    ],
)
def test_what_is_wrong_or_without_effect_is_refused(wrong: dict[str, Any], what: str) -> None:
    with pytest.raises(StudyError, match=what):
        normalise(pd.DataFrame({"a": [1.0, 2.0]}), **wrong)


@pytest.mark.parametrize("size", [1e-320, 1e-300, 1, 1e150, 1e300])
@pytest.mark.parametrize("method", NORMALISATIONS)
def test_no_figure_is_too_small_or_too_large(method: str, size: float) -> None:
    # 2 4 4 10 and a gap, turned, on every scale as in the first test; goalposts 0 and 10
    expected = {
        "minmax": [1, 0.75, 0.75, 0],
        "percentile_rank": [1, 1 / 3, 1 / 3, 0],
        "rank": [1, 0.5, 0.5, 0],
        "zscore": [3 / 12**0.5, 1 / 12**0.5, 1 / 12**0.5, -5 / 12**0.5],
        "goalposts": [0.8, 0.6, 0.6, 0],
    }
    data = pd.DataFrame({"a": [2.0, 4, 4, 10, GAP]}) * size
    bounds = {"a": (0.0, 10 * size)} if method == "goalposts" else None
    found = normalise(data, {"a": -1}, method, (0, 1), bounds)
    # figures of 1e-320 have three digits
    assert found["a"].to_list() == pytest.approx(
        [*expected[method], GAP], nan_ok=True, rel=1e-2 if size < 1e-310 else 1e-9
    )


def test_the_widest_scales_there_can_be() -> None:
    data = pd.DataFrame({"a": [-1.7e308, 0.0, 1.7e308]})
    assert normalise(data)["a"].to_list() == [0, 50, 100]
    assert normalise(data, None, "goalposts", bounds={"a": (-1.7e308, 1.7e308)})["a"].to_list() == [
        0,
        50,
        100,
    ]
    assert normalise(data, None, "goalposts", bounds={"a": (0, 1e-300)})["a"].to_list() == [
        0,
        0,
        100,
    ]


def test_directions_by_number_and_in_a_series() -> None:
    data = pd.DataFrame([[1.0, 5.0], [3.0, 9.0]])
    for direction in ({0: -1}, pd.Series({1: 1, 0: -1}), pd.Series({0: -1.0, 1: 1.0})):
        assert normalise(data, direction).to_numpy().tolist() == [[100, 0], [0, 100]]
    with pytest.raises(StudyError, match="no direction of 1"):
        normalise(data, pd.Series({0: -1}))
    with pytest.raises(StudyError, match="no item '0'"):
        normalise(data, {"0": -1})
    posts = {0: (0, 4), 1: (5, 10)}
    assert normalise(data, {0: -1}, "goalposts", bounds=posts).to_numpy().tolist() == [
        [75, 0],
        [25, 80],
    ]
