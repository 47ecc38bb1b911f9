"""Replications built together are those built one by one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quire.core.errors import StudyError
from studylib.index import choices
from studylib.index.choices import Choice, decode_design, list_combinations
from studylib.index.framework import Framework, Steps, build_framework
from studylib.index.replications import replicate
from studylib.index.uncertainty import rebuild

TREE = pd.DataFrame(
    {
        "node": ["all", "left", "right", "a", "b", "c", "d", "e"],
        "parent": ["", "all", "all", "left", "left", "right", "right", "all"],
        "direction": [None, None, None, 1, -1, 1, 1, 1],
        "weight": [None, 2, 1, None, 3, None, None, 0.5],
        "method": ["arithmetic", "geometric", "harmonic", "", "", "", "", ""],
        "min_coverage": [0.4, 0.5, None, None, None, None, None, None],
        "lower": [None, None, None, 0, 0, 0, 0, 0],
        "upper": [None, None, None, 10, 10, 10, 10, 10],
    }
)
cells = st.floats(0.5, 9.5) | st.just(math.nan)


def tree() -> Framework:
    return build_framework(TREE, Steps(limits=(1, 100)))


def all_choices(data: pd.DataFrame) -> list[Choice]:
    return [
        choices.choose_sampling([data, data * 0.9]),
        choices.choose_imputation(None, "median"),
        choices.choose_treatment(None, 1),
        choices.choose_normalisation(("goalposts", (1, 100)), ("minmax", (1, 100))),
        choices.choose_aggregation("arithmetic", "geometric"),
        choices.choose_weights(
            pd.DataFrame({"s": [1.0, 2.0], "t": [5.0, 0.25]}, index=["left", "d"])
        ),
        choices.choose_left_out(tree(), ["a", "e"]),
    ]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.tuples(*[cells] * 5), min_size=1, max_size=8))
def test_together_is_one_by_one(rows: list[tuple[float, ...]]) -> None:
    data = pd.DataFrame(rows, columns=list("abcde"), dtype=float)
    tried = all_choices(data)
    codes = list_combinations(tried)[::29]
    together = replicate(data, tree(), tried, codes)
    for place, row in decode_design(codes, tried).iterrows():
        alone = rebuild(data, tree(), tried, row).scores
        for node in alone.columns:
            np.testing.assert_allclose(together[node][:, int(str(place))], alone[node], rtol=1e-9)


def test_groups_count_where_gaps_are_filled() -> None:
    data = pd.DataFrame(
        {**{each: [2.0, 4.0, 6.0, 8.0] for each in "abcde"}, "a": [math.nan, 4.0, 6.0, 8.0]}
    )
    tried = [choices.choose_imputation(None, "mean")]
    by = pd.Series(["g", "g", "h", "h"])
    made = replicate(data, tree().averaged("arithmetic"), tried, list_combinations(tried), by)[
        "left"
    ]
    # b is 2 of 10, turned 8 of 10, on 1 to 100 80.2; a is filled with the group's 4, 40.6; weights 1 and 3
    assert made[0].tolist() == pytest.approx([80.2, (40.6 + 3 * 80.2) / 4])


def test_no_choice_of_steps_and_many_sets_of_weights() -> None:
    data = pd.DataFrame({each: [2.0, 4.0] for each in "abcde"})
    sets = choices.draw_weights(tree(), 0.5, 40, seed=2)
    tried = [choices.choose_weights(sets)]
    made = replicate(data, tree(), tried, list_combinations(tried))["right"]
    assert made.shape == (2, 40)
    # both items of the node are equal, so their weights change nothing
    assert made[0] == pytest.approx(np.full(40, 20.8))


def test_a_sample_of_other_cities_and_groups_without_effect_are_refused() -> None:
    data = pd.DataFrame({each: [2.0, 4.0] for each in "abcde"}, index=["X", "Y"])
    tried = [choices.choose_sampling([data, data.iloc[::-1]])]
    with pytest.raises(StudyError, match="draw 2 has other cities than the data, or another order"):
        replicate(data, tree(), tried, list_combinations(tried))
    means = [choices.choose_aggregation("arithmetic", "geometric")]
    with pytest.raises(StudyError, match="groups would have no effect"):
        replicate(data, tree(), means, list_combinations(means), pd.Series("g", index=data.index))


def test_a_left_out_item_counts_for_no_coverage() -> None:
    data = pd.DataFrame({each: [2.0] for each in "abcde"} | {"d": [math.nan]})
    by_count = build_framework(
        TREE.assign(min_coverage=[math.nan, math.nan, 0.6, *[math.nan] * 5]),
        Steps(limits=(1, 100), coverage_by="count"),
    )
    tried = [choices.choose_left_out(by_count, ["d"])]
    made = replicate(data, by_count, tried, list_combinations(tried))["right"]
    # one of two items is less than 0.6 of them; without the item that is missing, it is one of one
    assert made[0].tolist() == pytest.approx([math.nan, 20.8], nan_ok=True)
