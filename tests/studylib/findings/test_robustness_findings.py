"""What is said of choices and of areas without an item: numbers with their intervals, and no more than these carry."""

from __future__ import annotations

import pandas as pd
import pytest

from studylib.findings import robustness

LABELS = {"jobs": "Jobs", "shops": "Shops"}


def without(high: float) -> pd.DataFrame:
    """An area without each of its two items; `high` is the end of the interval of the lesser one."""
    places = {"places": [1.25, 4.0], "places_low": [1.0, 3.5], "places_high": [high, 4.5]}
    other = {
        "other_band_pct": [10.0, 52.5],
        "other_band_pct_low": [5.0, 45.0],
        "other_band_pct_high": [15.0, 60.0],
    }
    return pd.DataFrame(
        {"area": "Work", "item": ["jobs", "shops"], "cities": [73, 74], **places, **other}
    )


@pytest.mark.parametrize(("high", "sure"), [(3.4, True), (3.6, False)])
def test_the_item_without_which_ranks_move_most_is_named_with_its_interval(
    high: float, sure: bool
) -> None:
    said = robustness._say_left_out(without(high), LABELS)
    start = (
        "Work: ranks move most without “Shops”, by 4.0 (3.5 to 4.5) places in the mean of 74 cities"
    )
    assert said.startswith(
        start + (";" if sure else ", but the intervals of the first two overlap;")
    )
    assert said.endswith("(45 to 60) per cent of the cities change their band.")
    assert robustness._say_left_out(without(1.5).iloc[:0], LABELS).startswith("No area score")


def test_tables_give_every_number_with_its_interval() -> None:
    table = robustness._tabulate_left_out(without(1.5), LABELS)
    assert table["Left out"].to_list() == ["Jobs", "Shops"]
    assert table.iloc[1].to_list() == ["Work", "Shops", 74, "4.0 (3.5 to 4.5)", table.iloc[1, 4]]
    ends = {"first_low": [0.1], "first_high": [0.3], "total_low": [0.25], "total_high": [0.5]}
    indices = pd.DataFrame(
        {"area": ["Work"], "choice": ["weights"], "first": [0.2], "total": [0.4], **ends}
    )
    assert robustness._tabulate_decisive(indices).iloc[0].to_list() == [
        "Work",
        "weights",
        "0.20 (0.10 to 0.30)",
        "0.40 (0.25 to 0.50)",
    ]


def test_choices_are_told_in_words_and_not_in_names_of_the_code() -> None:
    table = robustness._tabulate_choices(
        [
            ("sampling", ("draw 1", "draw 2")),
            ("treatment", ("none", "up to 5 points")),
            ("normalisation", ("goalposts 0, 100", "zscore 100, 10")),
            ("another", ("this", "that")),
        ]
    )
    assert table["What is chosen"].to_list()[0] == "which residents were asked"
    assert table["What is chosen"].to_list()[1] == "what is done about outliers"
    assert table["Options"].to_list() == [
        "2 samples as they might have come out",
        "not at all; up to 5 points",
        "as they are, from 0 to 100; by mean and standard deviation, 100 and 10",
        "this; that",
    ]
