"""Indices worked out on paper for four replications, estimates near them, and targets."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_scores import DATA, doubled, even_or_tripled, shifted, tree

from quire.core.errors import StudyError
from studylib.index import choices
from studylib.index.framework import build_framework
from studylib.index.sensitivity import measure_sensitivity

GAP = math.nan
WIDE = build_framework(
    pd.DataFrame(
        {
            "node": ["t", "a", "b"],
            "parent": ["", "t", "t"],
            "lower": [None, 0, 0],
            "upper": [None, 20, 20],
        }
    )
)
TWO = pd.DataFrame({"a": [10.0, 0.0, 3.0], "b": [0.0, 9.0, 3.0]}, index=list("XYZ"))


@pytest.mark.parametrize(
    ("scale", "first", "total", "mean", "variance"),
    [
        # 50 75 150 175: variances 50^2 and 12.5^2 add up
        (
            shifted(),
            [2500 / 2656.25, 156.25 / 2656.25],
            [2500 / 2656.25, 156.25 / 2656.25],
            112.5,
            2656.25,
        ),
        # 50 75 100 150: 31.25^2, 18.75^2 and what they do together, 39.0625, of 1367.1875
        (doubled(), [5 / 7, 9 / 35], [26 / 35, 2 / 7], 93.75, 1367.1875),
    ],
)
def test_exact_indices_on_paper(
    scale: choices.Choice, first: list[float], total: list[float], mean: float, variance: float
) -> None:
    made = measure_sensitivity(
        DATA, tree(), [scale, even_or_tripled()], "t", target="score", city="X"
    )
    assert made.exact
    assert made.indices["choice"].to_list() == ["normalisation", "weights"]
    assert made.indices["first"].to_list() == pytest.approx(first)
    assert made.indices["total"].to_list() == pytest.approx(total)
    assert (made.mean, made.variance) == pytest.approx((mean, variance))
    for kind in ("first", "total"):
        assert made.indices[f"{kind}_low"].equals(made.indices[kind])


def test_exact_indices_of_options_that_were_drawn_have_intervals_over_the_draws() -> None:
    # draws move the score by -10, 0 and 10, the scale by -50 and 50: variances 200 / 3 and 2500, odds 200 / 7500
    draws = [DATA.assign(a=each) for each in (3.0, 5.0, 7.0)]
    tried = [choices.choose_sampling(draws), shifted()]
    found = measure_sensitivity(DATA, tree(), tried, "t", target="score", city="X").indices
    # without one of the draws their variance is 25, 100 and 25, the logarithms of odds differ by log 4; they have a
    # mean of log 4 / 3 above the lower and squares that sum to 2 / 3 log(4)^2; the jackknife takes 2 / 3 of that; t for 2 degrees
    width = 4.302652729911275 * 2 / 3 * math.log(4)
    odds = 200 / 7500
    for kind in ("first", "total"):
        assert found[kind].to_list() == pytest.approx([odds / (1 + odds), 1 / (1 + odds)])
        for end, side in (("low", -1), ("high", 1)):
            moved = odds * math.exp(side * width)
            back = odds * math.exp(-side * width)
            assert found[f"{kind}_{end}"].to_list() == pytest.approx(
                [moved / (1 + moved), 1 / (1 + back)]
            )


@pytest.mark.slow
def test_intervals_over_the_draws_hold_the_index_of_all_that_might_have_been_drawn() -> None:
    # a score of e + 1 or e - 1 with e normal of variance 1: both choices move it alike, and the true indices are 1 / 2
    held = 0
    for seed in range(200):
        draws = [
            DATA.assign(a=10 + 0.4 * each) for each in np.random.default_rng(seed).normal(size=32)
        ]
        draws = [each.assign(b=0.0) for each in draws]
        tried = [
            choices.choose_sampling(draws),
            choices.choose_normalisation(("goalposts", (-1, 99)), ("goalposts", (1, 101))),
        ]
        row = measure_sensitivity(DATA, WIDE, tried, "t", target="score", city="X").indices.iloc[0]
        held += row["total_low"] <= 0.5 <= row["total_high"]
    # 95 of 100, within three standard errors of 200 trials
    assert 180 <= held <= 199


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_estimates_lie_near_the_exact_indices(seed: int) -> None:
    made = measure_sensitivity(
        DATA,
        tree(),
        [doubled(), even_or_tripled()],
        "t",
        target="score",
        city="X",
        exact_up_to=0,
        seed=seed,
    )
    assert not made.exact
    assert len(made.design) == len(made.outcomes) == 1024 * 4
    assert made.indices["first"].to_list() == pytest.approx([5 / 7, 9 / 35], abs=0.03)
    assert made.indices["total"].to_list() == pytest.approx([26 / 35, 2 / 7], abs=0.03)
    for kind in ("first", "total"):
        assert (made.indices[f"{kind}_low"] <= made.indices[kind]).all()
        assert (made.indices[kind] <= made.indices[f"{kind}_high"]).all()
    again = measure_sensitivity(
        DATA,
        tree(),
        [doubled(), even_or_tripled()],
        "t",
        target="score",
        city="X",
        exact_up_to=0,
        seed=seed,
    )
    pd.testing.assert_frame_equal(again.indices, made.indices)


@pytest.mark.parametrize(
    ("settings", "values"),
    [
        # weights 3 to 1 for a, then for b: scores X 75 25, Y 22.5 67.5, Z 30 30; nominal 50 45 30
        ({"target": "score", "city": "X"}, [75, 25]),
        ({"target": "rank", "city": "X"}, [1, 3]),
        ({"target": "band", "city": "X", "bands_from": [0, 50]}, [2, 1]),
        ({"target": "score"}, [(25 + 22.5 + 0) / 3, (25 + 22.5 + 0) / 3]),
        # nominal ranks 1 2 3; then 1 3 2 and 3 1 2
        ({"target": "rank"}, [2 / 3, 4 / 3]),
        # nominal bands 2 1 1; then 2 1 1 and 1 2 1
        ({"target": "band", "bands_from": [0, 50]}, [0, 2 / 3]),
    ],
)
def test_targets_on_paper(settings: dict[str, Any], values: list[float]) -> None:
    sets = choices.choose_weights(
        pd.DataFrame({"a": [3.0, 1.0], "b": [1.0, 3.0]}, index=["a", "b"])
    )
    made = measure_sensitivity(TWO, tree(), [sets], "t", **settings)
    assert made.outcomes == pytest.approx(np.array(values))


def test_a_target_that_nothing_moves_has_indices_of_zero() -> None:
    made = measure_sensitivity(DATA, tree(), [doubled(), even_or_tripled()], "t", target="rank")
    assert made.variance == 0
    assert made.indices[["first", "total"]].to_numpy().tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"node": "u"}, "no score 'u'"),
        ({"target": "place"}, "no target 'place'"),
        ({"city": "W"}, "no city 'W'"),
        ({"points": 1000}, "no power of 2"),
        ({"target": "band"}, "bands_from"),
        ({"bands_from": [0]}, "bands_from"),
        ({"city": "Z", "target": "score"}, "missing in a replication"),
    ],
)
def test_what_is_refused(settings: dict[str, Any], part: str) -> None:
    data = pd.concat([DATA, pd.DataFrame({"a": [GAP], "b": [GAP]}, index=["Z"])])
    with pytest.raises(StudyError, match=part):
        measure_sensitivity(
            data, tree(), [doubled(), even_or_tripled()], **{"node": "t", **settings}
        )
