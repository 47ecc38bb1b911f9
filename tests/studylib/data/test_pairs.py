"""What goes with what: the four counts, phi and its interval from paper."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from studylib.data.pairs import pairs, phi

QUESTIONS = pd.DataFrame({"question": ["slow", "rate"], "kind": ["select_multiple", "matrix_one"]})
ITEMS = pd.DataFrame({"question": ["slow", "rate", "rate"], "item": ["slow", "r1", "r2"]})
OPTIONS = pd.DataFrame(
    [
        *(
            ("slow", code, state)
            for code, state in zip("mpnd", ["", "", "none", "dont_know"], strict=True)
        ),
        *(("rate", str(step), "") for step in range(1, 6)),
        ("rate", "9", "dont_know"),
    ],
    columns=["question", "option", "state"],
)


def said(ticked: dict[str, str], item: str) -> pd.DataFrame:
    rows = [(who, item, one) for who, ones in ticked.items() for one in ones]
    return pd.DataFrame(rows, columns=["respondent", "item", "value"])


def test_options_are_paired_among_those_that_answered() -> None:
    # both 2, money only 1, people only 1, neither 1 (said none); g knows nothing and does not count
    ticked = {"a": "mp", "b": "mp", "c": "m", "d": "p", "e": "n", "g": "d"}
    who = pd.DataFrame({"respondent": list("abcdeg")})
    table = pairs(QUESTIONS, ITEMS, OPTIONS, who, said(ticked, "slow"), ["slow"])
    row = table.iloc[0]
    assert row[["option_a", "option_b", "both", "a_only", "b_only", "neither"]].to_list() == [
        "m",
        "p",
        2,
        1,
        1,
        1,
    ]
    # (2 * 1 - 1 * 1) / sqrt(3 * 2 * 3 * 2)
    assert row["phi"] == pytest.approx(1 / 6)
    half = 1.959964 / math.sqrt(2)
    assert row["low"] == pytest.approx(math.tanh(math.atanh(1 / 6) - half), abs=1e-6)
    assert len(table) == 1


def test_items_of_a_scale_are_named_in_its_upper_half() -> None:
    who = pd.DataFrame({"respondent": list("abcdef")})
    # 3 is the middle of five steps and not in the upper half; f does not rate the second
    one, two = dict(zip("abcdef", "453249", strict=True)), dict(zip("abcde", "54112", strict=True))
    answers = pd.concat([said(one, "r1"), said(two, "r2")])
    row = pairs(QUESTIONS, ITEMS, OPTIONS, who, answers, ["rate"]).iloc[0]
    assert row[["option_a", "option_b", "both", "a_only", "b_only", "neither"]].to_list() == [
        "r1",
        "r2",
        2,
        1,
        0,
        2,
    ]


def test_pairs_of_fewer_than_five_and_few_in_totals_are_left_out() -> None:
    ticked = dict(zip("abcdef", ["mp", "mp", "m", "p", "n", "mp"], strict=True))
    who = pd.DataFrame({"respondent": list("abcdef"), "consent": ["named"] * 5 + ["totals"]})
    arguments = (QUESTIONS, ITEMS, OPTIONS, who, said(ticked, "slow"), ["slow"])
    assert pairs(*arguments)["both"].to_list() == [2]
    few = who.assign(consent=["named"] * 4 + ["totals"] * 2)
    assert pairs(*arguments[:3], few, *arguments[4:]).empty


def test_phi_is_missing_where_all_or_none_name_one() -> None:
    counts = [pd.Series([float(n)]) for n in (3, 2, 0, 0)]
    assert phi(*counts).isna().all(axis=None)
    whole = phi(*[pd.Series([float(n)]) for n in (4, 0, 0, 4)])
    assert whole.to_numpy().tolist() == [[1, 1, 1]]
