"""Choices and designs: what they are called, that nothing in them is without effect, and that a design can be read back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from quire.core.errors import StudyError
from studylib.analysis import choices
from studylib.analysis.framework import Framework, Steps, framework

ROWS = {
    "node": ["t", "l", "a", "b", "c"],
    "parent": ["", "t", "l", "l", "t"],
    "weight": [None, 2, None, None, None],
}


def tree() -> Framework:
    return framework(pd.DataFrame(ROWS), Steps(normalisation="minmax"))


TWO = [
    choices.imputation(None, "median"),
    choices.aggregation("arithmetic", "geometric", "harmonic"),
]


def test_labels() -> None:
    assert TWO[0].labels == ("none", "median")
    assert choices.treatment(None, 5).labels == ("none", "up to 5 points")
    assert choices.normalisation(("minmax", (1, 100)), ("zscore", (10, 2))).labels == (
        "minmax 1, 100",
        "zscore 10, 2",
    )
    assert choices.sampling([pd.DataFrame()] * 2).labels == ("draw 1", "draw 2")


def test_an_item_that_stands_alone_cannot_be_left_out() -> None:
    assert choices.leave_out(tree()).options == (None, "a", "b", "c")
    with pytest.raises(StudyError, match="'a' cannot be left out"):
        choices.leave_out(tree().of_items(["a", "c"]), ["a"])


def test_noise_on_weights_stays_within_its_spread_and_follows_the_seed() -> None:
    sets = choices.noisy_weights(tree(), 0.25, 500, seed=4)
    assert sorted(sets.index) == ["a", "b", "c", "l"]
    own = sets.T["l"]
    assert own.between(1.5, 2.5).all()
    assert (own.min(), own.max()) == (pytest.approx(1.5, abs=0.02), pytest.approx(2.5, abs=0.02))
    pd.testing.assert_frame_equal(sets, choices.noisy_weights(tree(), 0.25, 500, seed=4))
    assert not sets.equals(choices.noisy_weights(tree(), 0.25, 500, seed=5))


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: choices.imputation("median"), "one option"),
        (lambda: choices.imputation("median", "median"), "twice"),
        (lambda: choices.aggregation("arithmetic", "geometrical"), "no mean"),
        (lambda: choices.Choice("weight", ("a", "b"), (1, 2)), "no choice 'weight'"),
        (lambda: choices.noisy_weights(tree(), 1.5), "spread"),
        (
            lambda: choices.weights(pd.DataFrame({"s": [1.0], "t": [0.0]}, index=["a"])),
            "weight of 'a'",
        ),
        (
            lambda: choices.weights(
                pd.DataFrame({"s": [1.0, 2.0], "t": [1.0, 2.0]}, index=["a", "a"])
            ),
            "'a' is there twice",
        ),
        (lambda: choices.leave_out(tree(), ["d"]), "'d' cannot be left out"),
        (lambda: choices.check_choices([]), "none"),
        (lambda: choices.check_choices([TWO[0], TWO[0]]), "imputation, imputation"),
    ],
)
def test_what_is_refused(make: Callable[[], object], part: str) -> None:
    with pytest.raises(StudyError, match=part):
        make()


def test_every_combination_is_there_once() -> None:
    codes = choices.every_combination(TWO)
    assert codes.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    assert choices.combinations(TWO) == 6


def test_points_of_a_sequence_fall_evenly_on_the_options() -> None:
    codes = choices.coded(choices.sobol_points(1024, 2, seed=1), TWO)
    assert np.bincount(codes[:, 0]).tolist() == [512, 512]
    assert np.bincount(codes[:, 1]) == pytest.approx([341, 341, 341], abs=2)
    assert len(choices.sobol_points(100, 2, seed=1)) == 100


def test_a_design_is_read_back() -> None:
    codes = choices.every_combination(TWO)
    design = choices.as_table(codes, TWO)
    assert list(design.iloc[1]) == ["none", "geometric"]
    assert choices.as_codes(design[["aggregation", "imputation"]], TWO).tolist() == codes.tolist()
    with pytest.raises(StudyError, match="no option 'mean'"):
        choices.as_codes(design.assign(imputation="mean"), TWO)
    with pytest.raises(StudyError, match="design is of imputation"):
        choices.as_codes(design[["imputation"]], TWO)
