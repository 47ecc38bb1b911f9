"""Sampling errors worked out on paper, and draws that keep to the scale."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from quire.core.errors import StudyError
from studylib.statistics.sampling import draw_samples, estimate_balance_error, estimate_share_error

GAP = math.nan
UP = {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("shares", "respondents", "error"),
    [
        # a share: sqrt(0.5 * 0.5 / 400) of 100
        ((50, 50, 0), 400, 2.5),
        ((50, 50, GAP), 400, 2.5),
        ((90, 10, 0), 900, 1.0),
        # nobody answers: all at 50
        ((0, 0, 100), 100, 0),
        # half favourable, half no answer: 100 or 50, mean 75, variance 25^2
        ((50, 0, 50), 25, 5),
        ((100, 0, 0), 100, 0),
        ((GAP, 10, 0), 100, GAP),
        ((0, 0, 0), 100, GAP),
    ],
)
def test_errors_on_paper(
    shares: tuple[float, float, float], respondents: float, error: float
) -> None:
    good, bad, none = (pd.Series([float(each)]) for each in shares)
    made = estimate_balance_error(good, bad, none, respondents)
    assert made.to_list() == pytest.approx([error], nan_ok=True)


def test_draws_have_the_error_they_were_given_and_keep_to_the_scale() -> None:
    data = pd.DataFrame({"a": [50.0, 2.0, 0.0, GAP], "b": [60.0, 98.0, 100.0, 3.0]})
    errors = pd.DataFrame({"a": [2.0, 1.0, 0.0, GAP], "b": [2.0, 1.0, 0.0, 0.1]})
    made = np.array(
        [each.to_numpy() for each in draw_samples(data, errors, count=4000, seed=3, directions=UP)]
    )
    assert made.mean(axis=0)[0] == pytest.approx([50, 60], abs=0.2)
    assert made.std(axis=0)[0] == pytest.approx([2, 2], abs=0.1)
    assert ((made > 0) & (made < 100))[:, 1].all()
    assert made[:, 2].tolist() == [[0, 100]] * 4000
    assert np.isnan(made[:, 3, 0]).all()


@pytest.mark.parametrize("between", [0.0, 0.5, 1.0])
def test_items_of_a_city_err_together_as_much_as_was_said_and_cities_do_not(between: float) -> None:
    data = pd.DataFrame({"a": [50.0, 50.0], "b": [50.0, 50.0]})
    made = np.array(
        [
            each.to_numpy()
            for each in draw_samples(data, data * 0 + 2, 4000, 1, between, directions=UP)
        ]
    )
    assert np.corrcoef(made[:, 0, 0], made[:, 0, 1])[0, 1] == pytest.approx(between, abs=0.05)
    assert np.corrcoef(made[:, 0, 0], made[:, 1, 0])[0, 1] == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(
    ("between", "error"),
    [
        # each item errs by 2; the score is the mean of a and 100 - b, so that errors that agree about what is good add up
        (1.0, 2.0),
        (0.0, 2 / math.sqrt(2)),
        # variance of the mean: 4 (1 + 0.3) / 2
        (0.3, math.sqrt(2.6)),
    ],
)
def test_one_is_the_widest_case_also_where_items_point_in_opposite_directions(
    between: float, error: float
) -> None:
    data = pd.DataFrame({"a": [50.0], "b": [50.0]})
    made = draw_samples(data, data * 0 + 2, 4000, 1, between, directions={"a": 1, "b": -1})
    scores = [float((each["a"].iloc[0] + 100 - each["b"].iloc[0]) / 2) for each in made]
    assert np.std(scores) == pytest.approx(error, abs=0.06)


@pytest.mark.parametrize("directions", [{}, {"a": 0}])
def test_every_item_needs_a_direction(directions: dict[str, int]) -> None:
    data = pd.DataFrame({"a": [50.0]})
    with pytest.raises(StudyError, match="'a' has no direction"):
        draw_samples(data, data * 0 + 2, 1, directions=directions)


def test_the_seed_makes_the_draws() -> None:
    data = pd.DataFrame({"a": [50.0]})
    one, two, other = (
        draw_samples(data, data * 0 + 2, 1, seed, directions=UP)[0].to_numpy()[0, 0]
        for seed in (1, 1, 2)
    )
    assert one == two != other


@pytest.mark.parametrize(
    ("data", "errors", "between", "part"),
    [
        ([50.0], [2.0], 1.5, "correlation"),
        ([50.0], [GAP], 1.0, "no standard error"),
        ([150.0], [2.0], 1.0, "outside 0 to 100"),
        ([50.0], [2.0, 2.0], 1.0, "other rows"),
    ],
)
def test_what_is_refused(data: list[float], errors: list[float], between: float, part: str) -> None:
    with pytest.raises(StudyError, match=part):
        draw_samples(
            pd.DataFrame({"a": data}),
            pd.DataFrame({"a": errors}),
            between_items=between,
            directions=UP,
        )
    with pytest.raises(StudyError, match="0 respondents"):
        estimate_balance_error(pd.Series([50.0]), pd.Series([50.0]), pd.Series([0.0]), 0)


def test_the_error_of_a_share_is_that_of_so_many_draws() -> None:
    # 20 per cent of 100: sqrt(0.2 * 0.8 / 100) is 4 points; none at the ends
    assert estimate_share_error(
        pd.Series([20.0, 80.0, 0.0, 100.0]), 100
    ).to_list() == pytest.approx([4, 4, 0, 0])
    with pytest.raises(StudyError, match="respondents"):
        estimate_share_error(pd.Series([20.0]), 0)
