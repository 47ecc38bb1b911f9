"""The tree of a score: which items make which area, in which direction, with which weight and by which mean.

Frames in, a checked `Framework` out; anything in the tree that would have no effect is refused.
Scoring is done in `scores`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from quire.core.errors import Faults, StudyError, nearest
from studylib.data.tree import MEANS, above, complete, find_faults
from studylib.index.frames import check_weight, quote_labels


@dataclass(frozen=True)
class Steps:
    """What is done with the items before they are averaged, and how gaps count.

    Attributes
    ----------
    imputation
        How gaps are filled (see `studylib.index.imputation`), or None to leave them.
    treatment
        How many points of an item may be winsorised (see `studylib.index.treatment`), or None to
        leave outliers as they are.
    normalisation, limits
        How items are put on one scale, and its ends; see `studylib.index.normalisation`.
    coverage_by
        What `min_coverage` and the coverage of a score are a part of: the `weight` of a node's
        children, or their `count`; see `studylib.index.means.measure_coverage`.
    """

    imputation: str | None = None
    treatment: int | None = None
    normalisation: str = "goalposts"
    limits: tuple[float, float] = (0.0, 100.0)
    coverage_by: str = "weight"


@dataclass(frozen=True)
class Framework:
    """A checked tree with the steps of its build; made by `framework`.

    Attributes
    ----------
    nodes
        One row a node, indexed by its name: `parent` (empty for the top), `direction` (items only),
        `weight`, `method`, `power`, `min_coverage`, `lower`, `upper` (goalposts, items only).
    steps
        What is done before averaging.
    """

    nodes: pd.DataFrame
    steps: Steps = field(default_factory=Steps)

    @cached_property
    def items(self) -> list[str]:
        """The leaves, in the order of the tree."""
        return [each for each in self._parents if each not in self._children]

    @cached_property
    def groups(self) -> list[str]:
        """The nodes that have a score, those below before those above."""
        inner = [each for each in self._parents if each in self._children]
        return sorted(inner, key=lambda each: -len(list(above(each, self._parents))))

    @property
    def tops(self) -> list[str]:
        """The nodes without a parent."""
        return self._children.get("", [])

    def children(self, node: str) -> list[str]:
        """The nodes right below a node."""
        return self._children.get(node, [])

    def items_of(self, node: str) -> list[str]:
        """The items below a node, however deep."""
        return [each for each in self.items if node in above(each, self._parents)]

    def mean_of(self, node: str) -> tuple[str, float | None, float]:
        """How a node is averaged: the mean, its power if it needs one, and the least coverage."""
        return self._means[node]

    @cached_property
    def directions(self) -> dict[str, int]:
        """The directions of the items."""
        known = dict(zip(self.nodes.index, self.nodes["direction"], strict=True))
        return {item: int(known[item]) for item in self.items}

    def bounds(self) -> dict[str, tuple[float, float]]:
        """The goalposts of the items."""
        ends = dict(
            zip(
                self.nodes.index,
                zip(self.nodes["lower"], self.nodes["upper"], strict=True),
                strict=True,
            )
        )
        return {item: ends[item] for item in self.items}

    def of_items(self, items: Iterable[str]) -> Framework:
        """The tree of these items alone; nodes that lose all their items go with them.

        Raises
        ------
        StudyError
            If an item is not in the tree.
        """
        kept = set(items)
        for item in sorted(kept - set(self.items), key=str):
            raise StudyError(
                f"there is no item {item!r} in the framework", repair=nearest(str(item), self.items)
            )
        kept |= {up for item in kept for up in above(item, self._parents)}
        return replace(self, nodes=self.nodes[self.nodes.index.isin(kept)])

    def below(self, node: str) -> Framework:
        """The tree of one node alone."""
        self._known(node)
        return self.of_items(self.items_of(node))

    def weighted(self, weights: Mapping[str, float] | pd.Series) -> Framework:
        """The same tree with other weights for some of its nodes, in a mapping or in a Series indexed by node.

        Raises
        ------
        StudyError
            If a node is not in the tree, is there twice, stands at its top, or its weight is not
            above 0.
        """
        if isinstance(weights, pd.Series) and not weights.index.is_unique:
            twice = quote_labels(weights.index[weights.index.duplicated()].unique())
            raise StudyError(
                f"the weight of {twice} is there twice", repair="give one for each node"
            )
        for node, weight in dict(weights).items():
            self._known(node)
            if self.nodes.loc[node, "parent"] == "":
                raise StudyError(
                    f"a weight of {node!r} would have no effect",
                    repair="weigh the nodes below the top",
                )
            check_weight(node, weight)
        changed = self.nodes.index.to_series().map(dict(weights)).astype(float)
        return replace(self, nodes=self.nodes.assign(weight=changed.fillna(self.nodes["weight"])))

    def averaged(self, method: str, power: float | None = None) -> Framework:
        """The same tree with one mean for all its nodes."""
        if method not in MEANS:
            raise StudyError(f"there is no mean {method!r}", repair=nearest(method, MEANS))
        inner = self.nodes.index.isin(self.groups)
        nodes = self.nodes.assign(
            method=self.nodes["method"].mask(inner, method),
            power=self.nodes["power"].mask(inner, math.nan if power is None else power),
        )
        return replace(self, nodes=nodes)

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {str(node): str(parent) for node, parent in self.nodes["parent"].items()}

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node, parent in self._parents.items():
            found.setdefault(parent, []).append(node)
        return found

    @cached_property
    def _means(self) -> dict[str, tuple[str, float | None, float]]:
        columns = [self.nodes[each] for each in ("method", "power", "min_coverage")]
        rows = zip(self.nodes.index, *columns, strict=True)
        return {
            str(node): (method, None if math.isnan(power) else power, least)
            for node, method, power, least in rows
        }

    def _known(self, node: str) -> None:
        if node not in self.nodes.index:
            raise StudyError(
                f"there is no node {node!r} in the framework",
                repair=nearest(str(node), list(self.nodes.index)),
            )


def build_framework(
    tree: pd.DataFrame, steps: Steps | None = None, where: str = "framework"
) -> Framework:
    """Check a tree and fill in what it leaves to defaults.

    Parameters
    ----------
    tree
        One row a node with `node` and `parent`, and as far as wanted `direction` (1 or -1, items
        only, default 1), `weight` (above 0, default 1), `method` (default `arithmetic`), `power`,
        `min_coverage` (0 to 1, default 0), `lower` and `upper` (goalposts, items only). A node that
        is nobody's parent is an item. Several nodes may stand at the top.
    steps
        What is done before averaging, and how gaps count; by default gaps and outliers stay, items
        are put between their goalposts, 0 to 100, and coverage is a part of the weight.
    where
        The file, for the faults.

    Raises
    ------
    Faults
        With every fault, each with row and node; also for whatever would have no effect.

    >>> tree = pd.DataFrame({"node": ["area", "a", "b"], "parent": ["", "area", "area"], "lower": [None, 0, 0],
    ...                      "upper": [None, 10, 10]})
    >>> made = build_framework(tree)
    >>> made.items, made.groups, made.nodes.loc["area", "method"]
    (['a', 'b'], ['area'], 'arithmetic')

    """
    chosen = steps or Steps()
    faults = find_faults(tree, where, goalposts=chosen.normalisation == "goalposts")
    if faults:
        raise Faults(faults, where)
    nodes = complete(tree).set_index("node")
    nodes["weight"] = nodes["weight"].fillna(1.0)
    items = ~nodes.index.isin(nodes["parent"])
    nodes["direction"] = nodes["direction"].mask(items & nodes["direction"].isna(), 1.0)
    nodes["method"] = nodes["method"].mask(~items & (nodes["method"] == ""), "arithmetic")
    nodes["min_coverage"] = nodes["min_coverage"].mask(~items & nodes["min_coverage"].isna(), 0.0)
    return Framework(nodes, chosen)
