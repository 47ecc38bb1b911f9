"""What a tree may say: every fault is found, all at once, with row and node; and whatever would have no effect is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from studylib.data.tree import find_faults

SOUND: list[dict[str, Any]] = [
    {"node": "all", "parent": ""},
    {"node": "area", "parent": "all", "weight": 2, "method": "geometric", "min_coverage": 0.5},
    {"node": "a", "parent": "area", "direction": 1, "lower": 0, "upper": 10, "weight": 3},
    {"node": "b", "parent": "area", "direction": -1, "lower": 0, "upper": 10},
    {"node": "c", "parent": "all", "lower": 0, "upper": 1},
]


def tree(
    change: dict[int, dict[str, Any]] | None = None, extra: list[dict[str, Any]] | None = None
) -> pd.DataFrame:
    rows = [
        {**row, **(change or {}).get(place, {})}
        for place, row in enumerate([*SOUND, *(extra or [])])
    ]
    return pd.DataFrame(rows, index=range(2, 2 + len(rows)))


def test_a_sound_tree_has_no_fault() -> None:
    assert find_faults(tree(), "tree.csv") == []


@pytest.mark.parametrize(
    ("change", "row", "column", "node", "part"),
    [
        ({1: {"direction": 1}}, 3, "direction", "area", "no effect"),
        ({1: {"lower": 1}}, 3, "lower", "area", "no effect"),
        ({2: {"method": "arithmetic"}}, 4, "method", "a", "no effect"),
        ({2: {"min_coverage": 0.5}}, 4, "min_coverage", "a", "no effect"),
        ({0: {"weight": 2}}, 2, "weight", "all", "no effect"),
        ({1: {"power": 2}}, 3, "power", "area", "no effect"),
        ({1: {"method": "generalised"}}, 3, "power", "area", "needs a power"),
        ({1: {"method": "geometrical"}}, 3, "method", "area", "no mean"),
        ({1: {"min_coverage": 1.5}}, 3, "min_coverage", "area", "no part of a whole"),
        ({2: {"parent": "aria"}}, 4, "parent", "a", "no node"),
        ({0: {"parent": "area"}}, 2, "parent", "all", "below itself"),
        ({4: {"parent": ""}}, 6, "parent", "c", "without a parent"),
        ({2: {"direction": 2}}, 4, "direction", "a", "the direction is 2"),
        ({2: {"weight": 0}}, 4, "weight", "a", "the weight is 0"),
        ({2: {"upper": 0}}, 4, "lower", "a", "goalposts"),
        ({2: {"upper": None}}, 4, "lower", "a", "goalposts"),
        ({4: {"node": "b"}}, 6, "node", "b", "twice"),
    ],
)
def test_a_fault_names_row_and_node(
    change: dict[int, dict[str, Any]], row: int, column: str, node: str, part: str
) -> None:
    faults = find_faults(tree(change), "tree.csv")
    hits = [
        each
        for each in faults
        if (each.row, each.column, each.value) == (row, column, node) and part in each.what
    ]
    assert hits, faults
    assert hits[0].repair


def test_a_weight_of_an_only_child_would_have_no_effect() -> None:
    frame = pd.DataFrame({"node": ["t", "a"], "parent": ["", "t"], "weight": [None, 2]})
    assert [each.column for each in find_faults(frame, "", goalposts=False)] == ["weight"]


def test_all_faults_come_at_once() -> None:
    assert (
        len(
            find_faults(
                tree({1: {"direction": 1}, 2: {"weight": -1}, 4: {"direction": 3}}), "tree.csv"
            )
        )
        == 3
    )


def test_goalposts_are_refused_where_the_build_has_none() -> None:
    faults = find_faults(tree(), "tree.csv", goalposts=False)
    assert {(each.row, each.column) for each in faults} == {
        (4, "lower"),
        (5, "lower"),
        (6, "lower"),
    }


def test_columns_that_are_unknown_or_missing_are_named() -> None:
    faults = find_faults(pd.DataFrame({"node": ["a"], "wieght": [1]}), "tree.csv")
    assert {(each.column, "weight" in each.repair) for each in faults} == {
        ("wieght", True),
        ("parent", False),
    }
