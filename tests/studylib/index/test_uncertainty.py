"""How far scores move: four replications worked out on paper, and designs that give the same again."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from small_scores import DATA, doubled, even_or_tripled, tree

from studylib.index import choices
from studylib.index.uncertainty import measure_uncertainty, rebuild

GAP = math.nan


def test_all_combinations_where_they_are_few() -> None:
    made = measure_uncertainty(DATA, tree(), [doubled(), even_or_tripled()])
    assert made.exact
    assert made.scores["t"].to_numpy().tolist() == [[50, 75, 100, 150]]
    assert made.design["weights"].to_list() == ["even", "tripled"] * 2
    assert made.nominal.scores["t"].to_list() == [50]


def test_intervals_are_quantiles_of_the_replications() -> None:
    row = measure_uncertainty(DATA, tree(), [doubled(), even_or_tripled()]).intervals("t", 50)
    # quartiles of 50 75 100 150 by linear interpolation
    assert row[["score", "low", "high"]].to_numpy().tolist() == [[50, 68.75, 112.5]]
    assert row[["rank", "rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1, 1]]


def test_bands_are_counted() -> None:
    made = measure_uncertainty(DATA, tree(), [doubled(), even_or_tripled()]).band_shares(
        "t", [0, 60, 100]
    )
    assert made.to_numpy().tolist() == [[0.25, 0.25, 0.5]]


def test_ranks_move_with_the_weights_and_gaps_have_none() -> None:
    data = pd.DataFrame({"a": [10.0, 0.0, GAP], "b": [0.0, 9.0, GAP]}, index=list("XYZ"))
    sets = choices.choose_weights(
        pd.DataFrame({"a": [3.0, 1.0], "b": [1.0, 3.0]}, index=["a", "b"])
    )
    made = measure_uncertainty(data, tree(), [sets])
    assert made.ranks("t").to_numpy().tolist() == [
        [1, 2],
        [2, 1],
        [pytest.approx(GAP, nan_ok=True)] * 2,
    ]
    assert list(made.intervals("t").index) == ["X", "Y"]
    assert made.intervals("t")["rank_high"].to_list() == [2, 2]


def test_a_sample_of_the_combinations_follows_its_seed_and_its_design() -> None:
    sets = choices.choose_weights(choices.draw_weights(tree(), 0.5, 300, seed=1))
    one, two, other = (
        measure_uncertainty(DATA, tree(), [sets, doubled()], replications=64, seed=each)
        for each in (1, 1, 2)
    )
    assert not one.exact
    assert one.scores["t"].shape == (1, 64)
    pd.testing.assert_frame_equal(one.scores["t"], two.scores["t"])
    assert not one.design.equals(other.design)
    again = measure_uncertainty(DATA, tree(), [sets, doubled()], design=one.design)
    pd.testing.assert_frame_equal(again.scores["t"], one.scores["t"])
    rows = [row for _, row in one.design.head(8).iterrows()]
    alone = [rebuild(DATA, tree(), [sets, doubled()], row).scores["t"]["X"] for row in rows]
    assert np.array(alone, dtype=float) == pytest.approx(one.scores["t"].to_numpy()[0, :8])
