"""The balance score against answers worked out on paper."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest

from quire.core.errors import StudyError
from studylib.data.balance import balance_score


def one(favourable: float, unfavourable: float, no_answer: float) -> float:
    """Score of a single row."""
    return float(
        balance_score(
            *(pd.Series([share]) for share in (favourable, unfavourable, no_answer))
        ).iloc[0]
    )


@pytest.mark.parametrize(
    ("favourable", "unfavourable", "no_answer", "score"),
    [
        (100, 0, 0, 100),
        (0, 100, 0, 0),
        (50, 50, 0, 50),
        (0, 0, 100, 50),
        (60, 30, 10, 65),
        (58, 36, 6, 61),
        (60, 20, 0, 75),
        (60, 20, math.nan, 75),
    ],
)
def test_scores_are_those_worked_out_on_paper(
    favourable: float, unfavourable: float, no_answer: float, score: float
) -> None:
    assert one(favourable, unfavourable, no_answer) == pytest.approx(score)


@pytest.mark.parametrize(("favourable", "unfavourable"), [(math.nan, 30), (60, math.nan)])
def test_a_missing_side_makes_the_score_missing(favourable: float, unfavourable: float) -> None:
    assert math.isnan(one(favourable, unfavourable, 10))


def test_three_shares_of_nothing_have_no_score() -> None:
    assert math.isnan(one(0, 0, 0))


def test_turning_the_question_round_mirrors_the_score() -> None:
    grid = pd.DataFrame(
        itertools.product(range(0, 101, 10), repeat=3), columns=["a", "b", "n"], dtype=float
    )[1:]
    score, mirrored = (
        balance_score(grid["a"], grid["b"], grid["n"]),
        balance_score(grid["b"], grid["a"], grid["n"]),
    )
    assert score.between(0, 100)[grid["a"] + grid["b"] + grid["n"] > 0].all()
    pd.testing.assert_series_equal(score, 100 - mirrored)


@pytest.mark.parametrize("column", ["favourable", "unfavourable", "no_answer"])
@pytest.mark.parametrize("value", [-0.1, 100.1])
def test_a_share_outside_0_to_100_is_refused_and_named(column: str, value: float) -> None:
    shares = {name: pd.Series([10.0, 20.0]) for name in ("favourable", "unfavourable", "no_answer")}
    shares[column] = pd.Series([10.0, value])
    with pytest.raises(StudyError, match=rf"{column} of {value:g} in row 1"):
        balance_score(**shares)


def test_shares_of_different_rows_are_refused() -> None:
    with pytest.raises(StudyError, match="no_answer has other rows"):
        balance_score(pd.Series([1.0]), pd.Series([1.0]), pd.Series([1.0], index=[7]))


def test_the_rows_keep_their_names_and_the_input_stays_as_it_was() -> None:
    frame = pd.DataFrame({"f": [60.0], "u": [30.0], "n": [math.nan]}, index=["AT001C"])
    before = frame.copy()
    assert balance_score(frame["f"], frame["u"], frame["n"]).index.tolist() == ["AT001C"]
    pd.testing.assert_frame_equal(frame, before)
