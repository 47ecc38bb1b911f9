"""Spreads and slopes worked out on paper, and what is known of them where nothing changed but the sample."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from studylib.questions import convergence
from studylib.questions.convergence import (
    LEAST_IN_PANEL,
    estimate_slope,
    estimate_spread_ratio,
    measure_convergence,
)
from studylib.questions.trends import Step
from studylib.statistics.discoveries import judge
from studylib.statistics.estimates import Estimate

OWN = pd.Series(range(60))
"""Every city its own country."""


def test_a_spread_half_as_large_has_a_ratio_of_a_half() -> None:
    x = pd.Series([10.0, 20.0, 30.0, 70.0])
    assert estimate_spread_ratio(x, 5 + x / 2, OWN).value == pytest.approx(0.5)
    assert math.isnan(estimate_spread_ratio(x, x * 0, OWN).value)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=5, max_size=20),
    st.floats(-50, 50),
)
def test_the_ratio_knows_no_level_and_turns_over_with_the_editions(
    pairs: list[tuple[int, int]], level: float
) -> None:
    frame = pd.DataFrame(pairs, columns=["x", "y"], dtype=float)
    one = estimate_spread_ratio(frame["x"], frame["y"], OWN)
    other = estimate_spread_ratio(frame["y"] + level, frame["x"], OWN)
    if one.low == one.low and other.low == other.low and one.low > 1e-6:
        assert (1 / other.value, 1 / other.high, 1 / other.low) == pytest.approx(
            (one.value, one.low, one.high), rel=1e-6
        )


def test_for_independent_cities_it_agrees_with_pitman_and_morgan() -> None:
    random = np.random.default_rng(4)
    for after in (1.0, 1.3, 1.6):
        x = pd.Series(random.normal(size=60))
        y = after * (0.8 * x + 0.6 * random.normal(size=60))
        found = estimate_spread_ratio(x, y, OWN)
        # they test whether sums and differences correlate; t with n - 2 degrees of freedom
        r = float(np.corrcoef(x + y, y - x)[0, 1])
        theirs = r * math.sqrt(58 / (1 - r**2))
        ours = math.copysign(float(stats.t.isf(found.p / 2, 59)), math.log(found.value))
        assert ours == pytest.approx(theirs, abs=0.15 * abs(theirs) + 0.35)


def test_countries_moving_together_are_not_taken_for_convergence() -> None:
    random = np.random.default_rng(1)
    country = np.repeat(np.arange(25), [7, 6, 5, 4, 4, 4, 3, 3, *[2] * 7, *[1] * 10])

    def figures() -> np.ndarray:
        own, shared = random.normal(size=len(country)), random.normal(size=25)
        return np.asarray(math.sqrt(0.7) * shared[country] + math.sqrt(0.3) * own)

    called = 0
    for _ in range(200):
        x = figures()
        y = 0.9 * x + math.sqrt(1 - 0.9**2) * figures()
        called += estimate_spread_ratio(pd.Series(x), pd.Series(y), pd.Series(country)).p < 0.05
    # 10 of 200 expected; 20 is beyond three standard errors of that
    assert called < 20


def test_sampling_error_alone_pulls_the_slope_below_zero_and_is_taken_out() -> None:
    random = np.random.default_rng(0)
    true = random.normal(50, 10, size=4000)
    x, y = (pd.Series(true + random.normal(0, 5, size=4000)) for _ in range(2))
    country = pd.Series(np.arange(4000) % 40)
    # nothing changed: variance 100 and error 25, so the slope is 100 / 125 - 1
    assert estimate_slope(x, y, country).value == pytest.approx(-0.2, abs=0.02)
    corrected = estimate_slope(x, y, country, pd.Series(25.0, index=x.index))
    assert corrected.value == pytest.approx(0, abs=0.03)
    assert corrected.low < 0 < corrected.high


def test_a_slope_of_cities_that_do_not_differ_beyond_error_is_missing() -> None:
    x = pd.Series([1.0, 2.0, 3.0])
    assert math.isnan(estimate_slope(x, x, OWN, pd.Series([1.0, 1.0, 1.0])).value)
    # variance 1 less 0.5: cov 1 / 0.5 - 1
    assert estimate_slope(x, x, OWN, pd.Series([0.5, 0.5, 0.5])).value == pytest.approx(1)


CODES = [f"c{number:02}" for number in range(12)]
CITIES = pd.DataFrame(
    {"survey_unit": CODES, "city": CODES, "country": [f"X{number % 4}" for number in range(12)]}
)


def step(cities: int, factor: float) -> Step:
    x = pd.Series(
        {code: 20.0 + 5 * number + number**2 % 7 for number, code in enumerate(CODES[:cities])}
    )
    return Step(
        *("Work", "jobs", "Jobs", "2001", "2004", "all answers"),
        x,
        x.mean() + factor * (x - x.mean()) + np.sin(np.arange(cities)) / 9,
    )


def test_rows_say_what_they_rest_on_and_few_cities_are_left_out() -> None:
    table = measure_convergence(
        [step(LEAST_IN_PANEL - 1, 0.5), step(12, 0.5), step(12, 1.0)], CITIES, {"2001": 500}, 95
    )
    (found,) = judge((table, "changed"))
    assert found[["label", "cities", "countries"]].to_numpy().tolist() == [["Jobs", 12, 4]] * 2
    assert found["changed"].to_list() == [True, False]
    assert found["ratio"].to_list() == pytest.approx([0.5, 1], abs=0.02)
    assert found["slope"].to_list() == pytest.approx([-0.5, 0], abs=0.02)
    assert (found["corrected"] > found["slope"]).all()


def test_without_a_number_of_respondents_nothing_is_corrected() -> None:
    found = measure_convergence([step(12, 0.5)], CITIES, {"2001": None}, 95)
    assert found["slope"].notna().all()
    assert found["corrected"].isna().all()


def test_a_ratio_beyond_all_numbers_is_still_one() -> None:
    logs = Estimate(1000.0, -2000.0, 2000.0, 0.5)
    ratio = logs.transform(convergence._raise)
    assert (ratio.low, ratio.p) == (0, 0.5)
    assert math.isfinite(ratio.high)
