"""A checked tree: its parts, what it becomes with fewer items, other weights or another mean."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from quire.core.errors import Faults, StudyError
from studylib.index.framework import Framework, Steps, build_framework

TREE = pd.DataFrame(
    {
        "node": ["all", "left", "right", "a", "b", "c", "d"],
        "parent": ["", "all", "all", "left", "left", "right", "right"],
        "weight": [None, 1, 3, None, None, None, 2],
    }
)


def made() -> Framework:
    return build_framework(TREE, Steps(normalisation="minmax"))


def test_parts() -> None:
    tree = made()
    assert (tree.items, tree.tops) == (["a", "b", "c", "d"], ["all"])
    assert tree.groups.index("left") < tree.groups.index("all")
    assert (tree.children("all"), tree.items_of("all"), tree.items_of("right")) == (
        ["left", "right"],
        ["a", "b", "c", "d"],
        ["c", "d"],
    )
    assert tree.nodes["weight"].to_list() == [1, 1, 3, 1, 1, 1, 2]
    assert set(tree.directions.values()) == {1}
    assert tree.mean_of("all") == ("arithmetic", None, 0)


def test_fewer_items_take_empty_nodes_with_them() -> None:
    assert list(made().of_items(["a"]).nodes.index) == ["all", "left", "a"]
    assert list(made().below("right").nodes.index) == ["all", "right", "c", "d"]
    with pytest.raises(StudyError, match="no item 'e'"):
        made().of_items(["e"])


def test_other_weights_and_means() -> None:
    assert made().weighted({"a": 5}).nodes["weight"].to_list() == [1, 1, 3, 5, 1, 1, 2]
    assert made().weighted(pd.Series({"a": 5})).nodes["weight"].to_list() == [1, 1, 3, 5, 1, 1, 2]
    assert made().averaged("geometric").mean_of("left")[0] == "geometric"
    assert made().mean_of("left")[0] == "arithmetic"


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        ({"e": 1.0}, "no node"),
        ({0: 1.0}, "no node 0"),
        ({"all": 2.0}, "no effect"),
        ({"a": 0.0}, "weight of 'a'"),
        (pd.Series([1.0, 2.0], index=["a", "a"]), "weight of 'a' is there twice"),
        (pd.Series({"a": float("nan")}), "weight of 'a' is nan"),
    ],
)
def test_weights_without_effect_are_refused(weights: Any, part: str) -> None:
    with pytest.raises(StudyError, match=part):
        made().weighted(weights)


def test_a_faulty_tree_is_refused_as_a_whole() -> None:
    with pytest.raises(Faults, match=r"2 faults"):
        build_framework(
            TREE.assign(direction=pd.Series({0: 1, 3: 3})), Steps(normalisation="minmax")
        )


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ({"node": [0, 1, 2], "parent": [None, 0, 0]}, "the name is no text"),
        ({"node": ["t", "a", None], "parent": ["", "t", "t"]}, "the node has no name"),
        (
            {
                "node": ["t", "a", "b"],
                "parent": ["", "t", "t"],
                "lower": [None, 0, 0],
                "upper": [None, 1, float("inf")],
            },
            "goalposts",
        ),
    ],
)
def test_nodes_have_names_that_are_text_and_goalposts_an_end(
    rows: dict[str, list[object]], what: str
) -> None:
    with pytest.raises(Faults, match=what):
        build_framework(
            pd.DataFrame(rows), Steps() if "lower" in rows else Steps(normalisation="minmax")
        )


def test_items_that_are_none_are_named_whatever_they_are() -> None:
    with pytest.raises(StudyError, match="no item 0"):
        made().of_items([0, "z"])  # type: ignore[list-item]
