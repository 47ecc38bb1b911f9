"""A tree of nodes as a table: its columns, and every fault that such a table can have.

What a checked tree can do is in `framework`; this module knows tables only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from quire.core.errors import Fault, nearest

MEANS = ("arithmetic", "geometric", "harmonic", "generalised")
"""The means by which a node can be made from those below it."""

NUMBERS = ("direction", "weight", "power", "min_coverage", "lower", "upper")
COLUMNS = ("node", "parent", "method", *NUMBERS)
"""Columns of a tree; all but `node` and `parent` may be left out. Empty cells take the default, where there is one."""

OF_ITEMS = {
    "direction": "say it of the items",
    "lower": "say it of the items",
    "upper": "say it of the items",
}
OF_GROUPS = {
    "method": "say it of the node above",
    "power": "say it of the node above",
    "min_coverage": "say it of the node above",
}


def find_faults(tree: pd.DataFrame, where: str, *, goalposts: bool = True) -> list[Fault]:
    """Every fault of a tree; rows are the labels of its index.

    Parameters
    ----------
    tree, where
        The table, and the file it is from; the columns are those of `studylib.index.framework.build_framework`.
    goalposts
        Whether the build puts items between goalposts, so that items need them; otherwise they would have no effect.
    """
    odd = [each for each in tree.columns if each not in COLUMNS]
    lost = [each for each in ("node", "parent") if each not in tree.columns]
    if odd or lost:
        return [
            *(
                Fault(
                    where, 1, str(each), "", "the column is not known", nearest(str(each), COLUMNS)
                )
                for each in odd
            ),
            *(Fault(where, 1, each, "", "the column is missing", "add it") for each in lost),
        ]
    frame = complete(tree)
    parents = dict(zip(frame["node"], frame["parent"], strict=True))
    faults = []
    for row, cells in zip(frame.index, frame.to_dict("records"), strict=True):
        line = int(str(row)) if str(row).isdigit() else 0
        for column, what, repair in _row_faults(
            {str(key): each for key, each in cells.items()}, parents, goalposts
        ):
            faults.append(Fault(where, line, column, str(cells["node"]), what, repair))
    for column, row, name in [
        (each, *cell) for each in ("node", "parent") for cell in tree[each].dropna().items()
    ]:
        if not isinstance(name, str):
            line = int(str(row)) if str(row).isdigit() else 0
            what = "the name is no text"
            faults.append(
                Fault(where, line, column, str(name), what, 'give names as text, such as "1"')
            )
    doubled = frame.loc[frame["node"].duplicated(), "node"]
    twice = "the node is there twice"
    return faults + [
        Fault(where, int(str(row)), "node", node, twice, "keep one of them")
        for row, node in doubled.items()
    ]


def placed(items: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """The items with their `area`, the node at the top above them, and their `direction`, 1 unless the tree says -1.

    >>> tree = pd.DataFrame({"node": ["t", "g", "a"], "parent": ["", "t", "g"], "direction": [None, None, -1]})
    >>> placed(pd.DataFrame({"item": ["a"]}), tree).to_dict("records")
    [{'item': 'a', 'area': 't', 'direction': -1}]
    """
    parents = dict(zip(tree["node"], tree["parent"], strict=True))
    directions = dict(zip(tree["node"], tree["direction"].fillna(1).astype(int), strict=True))
    return items.assign(
        area=items["item"].map(
            {each: [*above(each, parents), each][-2] for each in parents if parents[each]}
        ),
        direction=items["item"].map(directions),
    )


def _row_faults(
    row: dict[str, object], parents: dict[str, str], goalposts: bool
) -> Iterator[tuple[str, str, str]]:
    """Column, fault and repair for each fault of one node."""
    node, parent = str(row["node"]), str(row["parent"])
    number = {each: float(str(row[each])) for each in NUMBERS}
    given = {each for each in NUMBERS if not math.isnan(number[each])} | (
        {"method"} if row["method"] else set()
    )
    is_item = node not in parents.values()
    if not node:
        yield "node", "the node has no name", "name it, or take the row out"
    if parent and parent not in parents:
        yield "parent", f"its parent {parent!r} is no node", nearest(parent, parents)
    if parent and node in above(node, parents):
        yield "parent", "is below itself", "let the chain of parents end at the top"
    if is_item and not parent:
        yield "parent", "is an item without a parent", "say which node it belongs to"
    for column, repair in (OF_GROUPS if is_item else OF_ITEMS).items():
        if column in given:
            kind = "an item" if is_item else "a node above the items"
            yield column, f"a {column} of {kind} would have no effect", repair
    if "direction" in given and number["direction"] not in {1, -1}:
        yield (
            "direction",
            f"the direction is {number['direction']:g}",
            "use 1 (more is better) or -1",
        )
    if "weight" in given:
        siblings = [each for each, up in parents.items() if up == parent]
        if not parent or len(siblings) == 1:
            yield (
                "weight",
                "a weight of a node without siblings would have no effect",
                "leave it empty",
            )
        elif not (math.isfinite(number["weight"]) and number["weight"] > 0):
            yield (
                "weight",
                f"the weight is {number['weight']:g}",
                "give a number above 0, or leave the node out",
            )
    yield from _mean_faults(row, number, given)
    if is_item:
        yield from _goalpost_faults(number, given, wanted=goalposts)


def _mean_faults(
    row: dict[str, object], number: dict[str, float], given: set[str]
) -> Iterator[tuple[str, str, str]]:
    method = str(row["method"])
    if method and method not in MEANS:
        yield "method", f"there is no mean {method!r}", nearest(method, MEANS)
    if method == "generalised" and not math.isfinite(number["power"]):
        yield "power", "the generalised mean needs a power", "give a finite number, such as 0.5"
    if "power" in given and method != "generalised":
        yield (
            "power",
            "a power would have no effect on this mean",
            "leave it empty, or use the generalised mean",
        )
    if "min_coverage" in given and not 0 <= number["min_coverage"] <= 1:
        yield (
            "min_coverage",
            f"a coverage of {number['min_coverage']:g} is no part of a whole",
            "use 0 to 1",
        )


def _goalpost_faults(
    number: dict[str, float], given: set[str], wanted: bool
) -> Iterator[tuple[str, str, str]]:
    ends = number["lower"], number["upper"]
    if wanted and not (ends[0] < ends[1] and all(map(math.isfinite, ends))):
        yield "lower", "has no two goalposts", "give a lower and an upper end, the lower first"
    if not wanted and {"lower", "upper"} & given:
        yield (
            "lower",
            "goalposts would have no effect on this build",
            "leave them out, or normalise by goalposts",
        )


def complete(tree: pd.DataFrame) -> pd.DataFrame:
    """The tree with all its columns: numbers as numbers, empty text for no text."""
    texts = {
        each: tree[each].astype(object).fillna("").astype(str)
        for each in ("node", "parent", "method")
        if each in tree
    }
    numbers = {each: pd.to_numeric(tree[each]).astype(float) for each in NUMBERS if each in tree}
    frame = pd.DataFrame({**texts, **numbers}, index=tree.index)
    for column in COLUMNS:
        if column not in frame:
            frame[column] = "" if column == "method" else math.nan
    return frame[list(COLUMNS)]


def above(node: str, parents: Mapping[str, str]) -> Iterator[str]:
    """The nodes above a node, from its parent upwards; a circle is walked once."""
    seen = {""}
    up = parents.get(node, "")
    while up not in seen:
        yield up
        seen.add(up)
        up = parents.get(up, "")
