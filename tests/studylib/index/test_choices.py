"""Choices and designs: what they are called, that nothing in them is without effect, and that a design can be read back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from quire.core.errors import StudyError
from studylib.index import choices
from studylib.index.framework import Framework, Steps, build_framework

ROWS = {
    "node": ["t", "l", "a", "b", "c"],
    "parent": ["", "t", "l", "l", "t"],
    "weight": [None, 2, None, None, None],
}


def tree() -> Framework:
    return build_framework(pd.DataFrame(ROWS), Steps(normalisation="minmax"))


TWO = [
    choices.choose_imputation(None, "median"),
    choices.choose_aggregation("arithmetic", "geometric", "harmonic"),
]


def test_labels() -> None:
    assert TWO[0].labels == ("none", "median")
    assert choices.choose_treatment(None, 5).labels == ("none", "up to 5 points")
    assert choices.choose_normalisation(("minmax", (1, 100)), ("zscore", (10, 2))).labels == (
        "minmax 1, 100",
        "zscore 10, 2",
    )
    assert choices.choose_sampling([pd.DataFrame()] * 2).labels == ("draw 1", "draw 2")


def test_an_item_that_stands_alone_cannot_be_left_out() -> None:
    assert choices.choose_left_out(tree()).options == (None, "a", "b", "c")
    with pytest.raises(StudyError, match="'a' cannot be left out"):
        choices.choose_left_out(tree().of_items(["a", "c"]), ["a"])


def test_noise_on_weights_stays_within_its_spread_and_follows_the_seed() -> None:
    sets = choices.draw_weights(tree(), 0.25, 500, seed=4)
    assert sorted(sets.index) == ["a", "b", "c", "l"]
    own = sets.T["l"]
    assert own.between(1.5, 2.5).all()
    assert (own.min(), own.max()) == (pytest.approx(1.5, abs=0.02), pytest.approx(2.5, abs=0.02))
    pd.testing.assert_frame_equal(sets, choices.draw_weights(tree(), 0.25, 500, seed=4))
    assert not sets.equals(choices.draw_weights(tree(), 0.25, 500, seed=5))


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: choices.choose_imputation("median"), "one option"),
        (lambda: choices.choose_imputation("median", "median"), "twice"),
        (lambda: choices.choose_aggregation("arithmetic", "geometrical"), "no mean"),
        (lambda: choices.Choice("weight", ("a", "b"), (1, 2)), "no choice 'weight'"),
        (lambda: choices.draw_weights(tree(), 1.5), "spread"),
        (
            lambda: choices.choose_weights(pd.DataFrame({"s": [1.0], "t": [0.0]}, index=["a"])),
            "weight of 'a'",
        ),
        (
            lambda: choices.choose_weights(
                pd.DataFrame({"s": [1.0, 2.0], "t": [1.0, 2.0]}, index=["a", "a"])
            ),
            "'a' is there twice",
        ),
        (lambda: choices.choose_left_out(tree(), ["d"]), "'d' cannot be left out"),
        (lambda: choices.check_choices([]), "none"),
        (lambda: choices.check_choices([TWO[0], TWO[0]]), "imputation, imputation"),
    ],
)
def test_what_is_refused(make: Callable[[], object], part: str) -> None:
    with pytest.raises(StudyError, match=part):
        make()


def test_every_combination_is_there_once() -> None:
    codes = choices.list_combinations(TWO)
    assert codes.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    assert choices.count_combinations(TWO) == 6


def test_points_of_a_sequence_fall_evenly_on_the_options() -> None:
    codes = choices.encode_points(choices.draw_sobol(1024, 2, seed=1), TWO)
    assert np.bincount(codes[:, 0]).tolist() == [512, 512]
    assert np.bincount(codes[:, 1]) == pytest.approx([341, 341, 341], abs=2)
    assert len(choices.draw_sobol(100, 2, seed=1)) == 100


def test_a_design_is_read_back() -> None:
    codes = choices.list_combinations(TWO)
    design = choices.decode_design(codes, TWO)
    assert list(design.iloc[1]) == ["none", "geometric"]
    assert (
        choices.encode_design(design[["aggregation", "imputation"]], TWO).tolist() == codes.tolist()
    )
    with pytest.raises(StudyError, match="no option 'mean'"):
        choices.encode_design(design.assign(imputation="mean"), TWO)
    with pytest.raises(StudyError, match="design is of imputation"):
        choices.encode_design(design[["imputation"]], TWO)
