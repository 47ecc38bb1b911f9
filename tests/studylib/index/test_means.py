"""Means of figures and weights of any size: on paper, and what holds of every power mean."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quire.core.errors import StudyError
from studylib.index.means import average, check_coverage, get_exponent, measure_coverage

GAP = math.nan
powers = st.floats(-200, 200) | st.sampled_from(
    [-200.0, -1.0, -1e-9, 0.0, 1e-300, 1e-9, 1.0, 200.0, 1e9]
)
magnitudes = st.floats(1e-300, 1e300) | st.sampled_from([1e-300, 1e300, 1.0])
rows = st.lists(magnitudes, min_size=1, max_size=5)
weights = st.lists(st.floats(1e-100, 1e100), min_size=5, max_size=5)


def mean(row: list[float], power: float, weight: list[float] | None = None) -> float:
    """Mean of one city."""
    chosen = [1.0] * len(row) if weight is None else weight[: len(row)]
    return float(average(np.array([row]), np.array([chosen]), power)[0, 0])


@pytest.mark.parametrize(
    ("row", "power", "expected"),
    [
        # the larger item alone counts, as half of the weight: 4 / 2^(1/200), and the smaller one: 2 2^(1/200)
        ([2, 4], 200, 4 / 2**0.005),
        ([2, 4], -200, 2 * 2**0.005),
        ([3, 3, 3], 200, 3),
        ([0, 4], 200, 4 / 2**0.005),
        ([0, 0], 200, 0),
        ([1e300, 1e300], 2, 1e300),
        ([3e300, 4e300], 2, math.sqrt(12.5) * 1e300),
        ([3e-300, 4e-300], 2, math.sqrt(12.5) * 1e-300),
        ([1e-300, 1e300], 200, 1e300 / 2**0.005),
        ([1e-300, 1e300], -200, 1e-300 * 2**0.005),
        ([1e-300, 1e300], 0, 1),
        ([1e-300, 1e300], -1, 2e-300),
        ([1e-300, 1e300], 1, 5e299),
        # a power so small that the mean is the geometric one
        ([2, 8], 1e-300, 4),
        # to the first order in the power: 4 (1 + p / 2 times the variance of the logarithms, (log 2)^2)
        ([2, 8], 1e-9, 4 * (1 + 0.5e-9 * math.log(2) ** 2)),
        # the power 1/100 of 1e-300 and 1e300 is 1e-3 and 1e3; the mean of these is 500.0005, its hundredth power the answer
        ([1e-300, 1e300], 0.01, 10 ** (100 * math.log10(500.0005))),
        ([1.7e308, 1.7e308], 1, 1.7e308),
        ([1.7e308, -1.7e308], 1, 0),
        ([5e-324, 5e-324], 1, 5e-324),
        ([1.7e308, 1.7e308], 0, 1.7e308),
        ([GAP, 2e300], 3, 2e300),
        ([GAP, GAP], 3, GAP),
    ],
)
def test_large_powers_and_magnitudes_on_paper(
    row: list[float], power: float, expected: float
) -> None:
    assert mean(row, power) == pytest.approx(expected, rel=1e-11, abs=0, nan_ok=True)


@pytest.mark.parametrize("power", [-200, -1, 0, 0.5, 1, 200])
@pytest.mark.parametrize(
    "weight", [[1e300, 1e300], [1e-300, 1e-300], [1.7e308, 1.7e308], [1, 1e-300], [1e300, 1]]
)
def test_weights_of_any_size(power: float, weight: list[float]) -> None:
    first = 0.5 if weight[0] == weight[1] else 1.0
    expected = mean([2.0, 4.0], power) if first == 0.5 else 2.0
    # with a weight of 1e-300, 4^200 = 1e120 still counts nothing; the item itself is the mean where the other is missing
    assert mean([2.0, 4.0], power, weight) == pytest.approx(expected, rel=1e-12)
    assert mean([GAP, 4.0], power, weight) == pytest.approx(4, rel=1e-12)


@given(rows, weights, powers)
def test_a_mean_lies_between_its_items(row: list[float], weight: list[float], power: float) -> None:
    assert min(row) * (1 - 1e-11) <= mean(row, power, weight) <= max(row) * (1 + 1e-11)


@given(rows, weights, powers, powers)
@example([1.0, 2.0], [1e100, 1e-100, 1, 1, 1], -200.0, 200.0)
def test_a_higher_power_never_makes_a_lower_mean(
    row: list[float], weight: list[float], one: float, other: float
) -> None:
    low, high = sorted([one, other])
    assert mean(row, low, weight) <= mean(row, high, weight) * (1 + 1e-11)


@given(rows, weights, powers, st.floats(1e-6, 1e6))
def test_a_mean_of_multiples_is_a_multiple(
    row: list[float], weight: list[float], power: float, factor: float
) -> None:
    more = [factor * each for each in row]
    assume(all(1e-305 < each < 1e305 for each in more))
    assert mean(more, power, weight) == pytest.approx(
        factor * mean(row, power, weight), rel=1e-10, abs=0
    )


@given(
    st.lists(st.floats(0.5, 2), min_size=3, max_size=3),
    st.sampled_from([-3.0, -1.0, 0.5, 2.0, 3.0]),
)
def test_an_item_of_no_weight_is_not_there(row: list[float], power: float) -> None:
    x = np.array([[*row, 1e9], [GAP, *row[1:], 1e-9]])
    sets = np.array([[1.0, 2.0, 3.0, 0.0], [1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 0.0]])
    several = np.repeat(x[:, :, None], 3, axis=2)
    for made in (average(x, sets, power), average(several, sets, power)):
        plain = (np.dot([1, 2, 3], np.array(row) ** power) / 6) ** (1 / power)
        part = (np.dot([2, 3], np.array(row[1:]) ** power) / 5) ** (1 / power)
        assert made[:, 0] == pytest.approx([plain, part], rel=1e-12)
        assert np.isfinite(made[:, 1]).all()
        assert np.isnan(made[:, 2]).all()


def test_coverage_by_weight_and_by_count_on_paper() -> None:
    there = np.array([[True, False, True], [False, True, False]])
    sets = np.array([[6.0, 3.0, 1.0], [1e308, 1e308, 0.0]])
    # of the first set 7 and 3 of 10; of the second, in which the last item has no weight, one item of two each
    assert measure_coverage(there, sets).tolist() == [[0.7, 0.5], [0.3, 0.5]]
    assert measure_coverage(there, sets, "count") == pytest.approx(
        np.array([[2 / 3, 0.5], [1 / 3, 0.5]])
    )
    assert check_coverage(measure_coverage(there, sets, "count")[:, 0], 0.5).tolist() == [
        True,
        False,
    ]
    with pytest.raises(StudyError, match="no coverage by 'number'"):
        measure_coverage(there, sets, "number")


@pytest.mark.parametrize("power", [None, math.inf, GAP])
def test_a_power_is_a_finite_number(power: float | None) -> None:
    with pytest.raises(StudyError, match="needs a power"):
        get_exponent("generalised", power)
