"""Scores along a tree: worked out on paper step by step, and what must hold for generated items with gaps."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from quire.core.errors import StudyError
from studylib.index.framework import Framework, Steps, build_framework
from studylib.index.scores import score

GAP = math.nan
TREE = pd.DataFrame(
    {
        "node": ["all", "left", "a", "b", "c"],
        "parent": ["", "all", "left", "left", "all"],
        "direction": [None, None, 1, -1, 1],
        "weight": [None, 3, None, None, 1],
        "method": ["arithmetic", "geometric", "", "", ""],
        "min_coverage": [None, 0.6, None, None, None],
        "lower": [None, None, 0, 0, 0],
        "upper": [None, None, 10, 10, 10],
    }
)
DATA = pd.DataFrame(
    {"a": [9.0, 5.0, 2.0], "b": [6.0, GAP, 8.0], "c": [1.0, 7.0, GAP]}, index=list("XYZ")
)


def tree(**steps: object) -> Framework:
    return build_framework(TREE, Steps(**steps))  # type: ignore[arg-type]


def test_every_step_on_paper() -> None:
    made = score(DATA, tree())
    # b is turned: 10 - 6 = 4 of 10, 10 - 8 = 2 of 10
    assert list(made.normalised.loc["X"]) == [90, 40, 10]
    # left: sqrt(90 * 40) = 60; Y has half of the weight, less than 0.6; sqrt(20 * 20) = 20
    assert made.scores["left"].to_list() == pytest.approx([60, GAP, 20], nan_ok=True)
    # all: (3 * 60 + 10) / 4; Y has c alone; Z has left alone
    assert made.scores["all"].to_list() == pytest.approx([47.5, 70, 20])
    assert made.coverage["left"].to_list() == [1, 0.5, 1]
    assert made.coverage["all"].to_list() == [1, 0.25, 0.75]
    assert made.ranks["all"].to_list() == [2, 1, 3]
    assert not made.flags.to_numpy().any()
    assert made.ledger.empty


def test_a_filled_cell_is_no_figure() -> None:
    made = score(DATA, tree(imputation="median"))
    assert made.imputed.loc["Y", "b"] == 7
    assert bool(made.flags.loc["Y", "b"])
    assert math.isnan(float(made.scores["left"]["Y"]))
    assert made.coverage.loc["Z", "all"] == 0.75
    # Z: c filled with the median of 1 and 7
    assert made.scores.loc["Z", "all"] == pytest.approx((3 * 20 + 40) / 4)


def test_treatment_is_written_down() -> None:
    values = pd.DataFrame({"a": [*map(float, range(8)), 90.0], "b": 5.0, "c": 5.0})
    flat = build_framework(
        TREE.drop(columns=["lower", "upper"]),
        Steps(treatment=1, normalisation="minmax", limits=(1, 100)),
    )
    made = score(values, flat)
    assert made.ledger.set_index("item")["treatment"].to_list() == ["winsorised", "none", "none"]
    assert made.treated["a"].max() == 7
    assert made.raw["a"].max() == 90


@pytest.mark.parametrize(
    ("data", "by", "part"),
    [
        (DATA.assign(d=1.0), None, "'d' is no item"),
        (DATA[["a", "b"]], None, "no item 'c'"),
        (DATA.set_axis(["X", "X", "Z"]), None, "'X' is there twice"),
        (DATA[["a", "b", "c", "a"]], None, "'a' is there twice"),
        (DATA.set_axis([0, "b", "c"], axis=1), None, "the column 0 is no text"),
        (DATA.assign(b=math.inf), None, "'b' of 'X' is infinite"),
        (DATA, pd.Series("g", index=DATA.index), "no effect"),
        (DATA.assign(a=0.0), None, "'a' of 'X' is 0"),
    ],
)
def test_what_is_refused(data: pd.DataFrame, by: pd.Series | None, part: str) -> None:
    with pytest.raises(StudyError, match=part):
        score(data, tree(), by)


cells = st.floats(1, 9) | st.just(GAP)
frames = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["a", "b", "c"], dtype=float)
)


@given(frames, st.randoms(use_true_random=False))
def test_the_order_of_cities_and_items_makes_no_difference(
    data: pd.DataFrame, random: st.DataObject
) -> None:
    rows, columns = list(data.index), list(data.columns)
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    made, again = score(data, tree()), score(data.loc[rows, columns], tree())
    for step in ("scores", "coverage", "ranks", "normalised"):
        assert_frame_equal(getattr(again, step).loc[data.index], getattr(made, step))


@given(frames, st.floats(0.1, 50))
def test_weights_may_sum_to_anything_and_more_is_never_worse(
    data: pd.DataFrame, factor: float
) -> None:
    made = score(data, tree())
    weights = {"left": 3 * factor, "c": factor}
    assert_frame_equal(score(data, tree().weighted(weights)).scores, made.scores, rtol=1e-9)
    better = score(data.assign(a=data["a"] + 0.5, b=data["b"] - 0.5), tree())
    gain = (better.scores - made.scores).to_numpy()
    assert (np.isnan(gain) | (gain > -1e-9)).all()


def test_one_city_and_nobody() -> None:
    assert score(DATA.iloc[[0]], tree()).ranks.to_numpy().tolist() == [[1, 1]]
    empty = score(DATA.iloc[[0]] * GAP, tree())
    assert empty.scores.isna().to_numpy().all()
    assert (empty.coverage == 0).to_numpy().all()


def test_coverage_by_count_on_paper() -> None:
    # all has left with weight 3 and c with weight 1: one of the two is half of them, whatever it weighs
    made = score(DATA, tree(coverage_by="count"))
    assert made.coverage["all"].to_list() == [1, 0.5, 0.5]
    nodes = TREE.assign(min_coverage=[0.6, 0.6, GAP, GAP, GAP])
    by_weight, by_count = (
        score(DATA, build_framework(nodes, Steps(coverage_by=each))) for each in ("weight", "count")
    )
    assert by_weight.scores["all"].notna().to_list() == [True, False, True]
    assert by_count.scores["all"].notna().to_list() == [True, False, False]


@pytest.mark.parametrize("limits", [(0, 1e-300), (0, 1e-12), (0, 100), (0, 1e12), (0, 1e300)])
def test_ranks_know_no_unit(limits: tuple[float, float]) -> None:
    made = score(
        DATA[["c"]], build_framework(TREE.loc[[0, 4]].drop(columns="weight"), Steps(limits=limits))
    )
    assert made.scores["all"].to_list() == pytest.approx(
        [0.1 * limits[1], 0.7 * limits[1], GAP], nan_ok=True, abs=0
    )
    assert made.ranks["all"].to_list() == pytest.approx([2, 1, GAP], nan_ok=True)


@pytest.mark.parametrize("size", [1e-300, 1e300])
@pytest.mark.parametrize("normalisation", ["goalposts", "minmax", "zscore"])
def test_a_build_of_very_small_and_very_large_items_is_that_of_others(
    normalisation: str, size: float
) -> None:
    posts = (
        {"lower": TREE["lower"] * size, "upper": TREE["upper"] * size}
        if normalisation == "goalposts"
        else {}
    )
    nodes = TREE.assign(method="").drop(columns=["lower", "upper"])
    steps = Steps("mean", 1, normalisation, (100, 10) if normalisation == "zscore" else (0, 100))
    plain: Any = TREE[["lower", "upper"]] if normalisation == "goalposts" else {}
    expected = score(DATA, build_framework(nodes.assign(**plain), steps))
    found = score(DATA * size, build_framework(nodes.assign(**posts), steps))
    assert_frame_equal(found.scores, expected.scores, rtol=1e-9)
    assert_frame_equal(found.ranks, expected.ranks)
    assert np.isfinite(found.imputed.to_numpy()).all()


def test_an_item_that_all_have_alike_or_nobody_has_takes_no_part_in_a_scale_made_from_the_cities() -> (
    None
):
    nodes = TREE.drop(columns=["lower", "upper", "method", "min_coverage"])
    made = score(DATA.assign(a=5.0, b=GAP), build_framework(nodes, Steps(normalisation="minmax")))
    assert made.scores["left"].isna().all()
    assert made.scores["all"].to_list() == pytest.approx([0, 100, GAP], nan_ok=True)
