"""Changes of single cities, worked out on paper."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from studylib.questions.city_changes import COLUMNS, measure_city_changes

TABLE = pd.DataFrame(
    {
        "area": "Work",
        "concept": ["jobs", "jobs", "jobs", "pay", "pay"],
        "label": ["Jobs", "Jobs", "Jobs", "Pay", "Pay"],
        "edition": ["one", "two", "three", "one", "two"],
        "item": ["jobs", "jobs", "jobs_new", "pay", "pay"],
        "segment": [0, 0, 1, 0, 0],
        "base": "all answers",
    }
)
SHARES = [
    ("one", "jobs", "A", 60.0),
    ("two", "jobs", "A", 70.0),
    ("three", "jobs_new", "A", 10.0),
    ("one", "pay", "A", 50.0),
    ("two", "pay", "A", 52.0),
    ("one", "jobs", "B", 60.0),
    ("one", "jobs", "C", 0.0),
    ("two", "jobs", "C", 0.0),
]
ANSWERS = pd.DataFrame(SHARES, columns=["edition", "item", "city_code", "favourable_pct"]).assign(
    survey_unit=lambda frame: frame["city_code"], base="all answers", favourable_valid_pct=None
)
ASKED = {"one": 400, "two": 400, "three": 400}


def found(asked: dict[str, int] = ASKED) -> dict[tuple[str, str], dict[str, Any]]:
    """The changes by city and concept."""
    rows = measure_city_changes(TABLE, ANSWERS, asked, 95).to_dict("records")
    return {
        (str(row["city_code"]), str(row["concept"])): {
            str(key): value for key, value in row.items()
        }
        for row in rows
    }


def test_a_change_has_the_sampling_error_of_both_surveys() -> None:
    row = found()["A", "jobs"]
    # variances 0.6 * 0.4 / 400 and 0.7 * 0.3 / 400 make a standard error of 3.354 points, times 1.96 is 6.574
    half = 1.959964 * 100 * math.sqrt(0.24 / 400 + 0.21 / 400)
    assert row["change"] == 10
    assert (row["low"], row["high"]) == pytest.approx((10 - half, 10 + half), abs=1e-4)
    assert row["changed"]


def test_nothing_is_compared_where_nobody_knows_how_many_were_asked() -> None:
    rows = measure_city_changes(TABLE, ANSWERS, {**ASKED, "two": None}, 95)
    assert list(rows.columns) == COLUMNS
    assert rows.empty


def test_fewer_respondents_leave_more_open() -> None:
    assert not found(dict.fromkeys(ASKED, 100))["A", "jobs"]["changed"]


def test_nothing_is_compared_over_a_break_or_with_a_gap() -> None:
    rows = found()
    # the third survey has another wording, and B is in one survey only
    assert sorted(rows) == [("A", "jobs"), ("A", "pay"), ("C", "jobs")]
    assert {row["after"] for row in rows.values()} == {"two"}


def test_what_may_be_chance_is_held_over_all_comparisons_of_the_city() -> None:
    # 3.35 standard errors of 2.98: the chance of jobs is 0.0029, doubled for two comparisons still below 0.05
    assert found()["A", "jobs"]["held"]
    # with 200 residents it is 0.035 and counts as an interval, but not among two
    few = found(dict.fromkeys(ASKED, 200))
    assert few["A", "jobs"]["changed"]
    assert not few["A", "jobs"]["held"]
    assert not few["A", "pay"]["changed"]


def test_the_same_share_at_the_end_of_the_scale_is_no_change() -> None:
    row = found()["C", "jobs"]
    assert (row["change"], row["low"], row["high"], bool(row["changed"])) == (0, 0, 0, False)


def test_nothing_to_compare_gives_no_rows() -> None:
    assert list(measure_city_changes(TABLE.head(0), ANSWERS, ASKED, 95).columns) == COLUMNS
