"""Choices that could have been made otherwise when scores were built, and designs: which combinations of them are tried.

Each choice has a few options, and a design is a table of them, one row a replication. Replications
are built in `replications`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from quire.core.errors import StudyError, nearest
from quire.text.messages import _
from studylib.index.frames import check_figures
from studylib.index.framework import Framework
from studylib.index.means import get_exponent
from studylib.statistics.arrays import Numbers

NAMES = (
    "sampling",
    "imputation",
    "treatment",
    "normalisation",
    "aggregation",
    "weights",
    "leave out",
)
"""All choices there are, in the order of the steps they change."""

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Choice:
    """One thing that could be done otherwise.

    Attributes
    ----------
    name
        One of `NAMES`.
    labels
        What each option is called in a design.
    options
        What each option is; its kind depends on the name. Make choices with the functions of this
        module.
    drawn
        Whether the options were drawn at random and stand for many more; what is said of the choice
        then depends on the draw.
    """

    name: str
    labels: tuple[str, ...]
    options: tuple[Any, ...]
    drawn: bool = False

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise StudyError(f"there is no choice {self.name!r}", repair=nearest(self.name, NAMES))
        if len(self.labels) < 2:
            raise StudyError(
                f"the choice {self.name!r} has one option and no effect", repair="give at least two"
            )
        if len(set(self.labels)) < len(self.labels):
            raise StudyError(
                f"the choice {self.name!r} has an option twice", repair="name each option once"
            )


def choose_imputation(*options: str | None) -> Choice:
    """Whether and how gaps are filled; options as in `Steps.imputation`."""
    return Choice("imputation", tuple(each or "none" for each in options), options)


def choose_treatment(*options: int | None) -> Choice:
    """Whether outliers are treated, and how many points may be winsorised; options as in `Steps.treatment`."""
    return Choice(
        "treatment",
        tuple(
            "none" if each is None else _("up to {points} points", points=each) for each in options
        ),
        options,
    )


def choose_normalisation(*options: tuple[str, tuple[float, float]]) -> Choice:
    """How items are put on one scale: pairs of a method and its limits."""
    return Choice(
        "normalisation",
        tuple(f"{name} {low:g}, {high:g}" for name, (low, high) in options),
        options,
    )


def choose_aggregation(*options: str) -> Choice:
    """By which mean all nodes are averaged: `arithmetic`, `geometric` or `harmonic`."""
    for each in options:
        get_exponent(each)
    return Choice("aggregation", options, options)


def choose_weights(sets: pd.DataFrame, *, drawn: bool = False) -> Choice:
    """Which weights the nodes have.

    Parameters
    ----------
    sets
        One column a set, nodes as rows; nodes that are not named keep their own weight.
    drawn
        Whether they were drawn at random, as by `draw_weights`.

    Raises
    ------
    StudyError
        If a weight is not above 0, or a set or a node is there twice.
    """
    sets = check_figures(sets)
    wrong = ~((sets > 0) & np.isfinite(sets))
    if wrong.to_numpy().any():
        node = wrong.index[wrong.any(axis=1)][0]
        raise StudyError(
            f"a weight of {node!r} is not above 0", repair="give numbers above 0 in every set"
        )
    return Choice(
        "weights",
        tuple(str(each) for each in sets.columns),
        tuple(sets[each] for each in sets.columns),
        drawn,
    )


def draw_weights(
    framework: Framework, spread: float = 0.25, sets: int = 64, seed: int = 0
) -> pd.DataFrame:
    """Sets of weights, each weight drawn evenly from (1 - spread) to (1 + spread) times the framework's.

    Returns
    -------
    DataFrame
        For `weights`: one column a set, the nodes that have siblings as rows.
    """
    if not 0 < spread < 1:
        raise StudyError(
            f"a spread of {spread!r} of the weights",
            repair="give a part between 0 and 1, such as 0.25",
        )
    nodes = [
        child
        for node in framework.groups
        for child in framework.children(node)
        if len(framework.children(node)) > 1
    ]
    own = framework.nodes.loc[nodes, "weight"].to_numpy(float)
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (len(nodes), sets))
    return pd.DataFrame(
        own[:, None] * factors, index=nodes, columns=[f"set {each + 1}" for each in range(sets)]
    )


def choose_left_out(framework: Framework, items: Sequence[str] | None = None) -> Choice:
    """Whether one of the items is left out; by default, each of those that leave others beside them."""
    several = list_removable(framework)
    for item in items or ():
        if item not in several:
            raise StudyError(f"{item!r} cannot be left out", repair=nearest(str(item), several))
    chosen = list(several if items is None else items)
    return Choice("leave out", ("nothing", *chosen), (None, *chosen))


def list_removable(framework: Framework) -> list[str]:
    """The items that can be left out: others stand beside them below the same node."""
    parents = framework.nodes["parent"]
    return [item for item in framework.items if len(framework.children(str(parents[item]))) > 1]


def choose_sampling(draws: Sequence[pd.DataFrame]) -> Choice:
    """Which sample of residents was asked: frames of items as they might have come out; see `studylib.statistics.sampling`."""
    return Choice(
        "sampling",
        tuple(f"draw {each + 1}" for each in range(len(draws))),
        tuple(draws),
        drawn=True,
    )


def check_choices(choices: Sequence[Choice]) -> None:
    """Refuse no choices, and choices that are there twice."""
    names = [each.name for each in choices]
    if not names or len(set(names)) < len(names):
        raise StudyError(
            f"the choices are {', '.join(names) or 'none'}",
            repair="give at least one, and each once",
        )


def count_combinations(choices: Sequence[Choice]) -> int:
    """How many different replications there can be."""
    return math.prod(len(each.options) for each in choices)


def list_combinations(choices: Sequence[Choice]) -> Codes:
    """All of them: replications x choices, the last choice changing fastest."""
    return np.array(
        list(itertools.product(*(range(len(each.options)) for each in choices))), dtype=np.int64
    )


def encode_points(points: Numbers, choices: Sequence[Choice]) -> Codes:
    """Points of the unit cube, replications x choices, as numbers of options; all options are equally likely."""
    counts = np.array([len(each.options) for each in choices])
    codes: Codes = np.minimum((points * counts).astype(np.int64), counts - 1)
    return codes


def draw_sobol(count: int, dimensions: int, seed: int) -> Numbers:
    """The first points of a scrambled Sobol sequence (Owen 1998); balanced if `count` is a power of 2.

    >>> points = draw_sobol(8, 2, seed=1)
    >>> sorted((points[:, 0] * 8).astype(int).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    power = max(0, math.ceil(math.log2(count)))
    points: Numbers = scipy.stats.qmc.Sobol(dimensions, rng=seed).random_base2(power)
    return points[:count]


def decode_design(codes: Codes, choices: Sequence[Choice]) -> pd.DataFrame:
    """A design to read and to keep: one row a replication, one column a choice, the options by their labels."""
    return pd.DataFrame(
        {
            each.name: np.array(each.labels)[column]
            for each, column in zip(choices, codes.T, strict=True)
        }
    )


def encode_design(design: pd.DataFrame, choices: Sequence[Choice]) -> Codes:
    """The numbers of the options of a design.

    Raises
    ------
    StudyError
        If the design names a choice or an option that there is not, or does not name one that there
        is.
    """
    names = [each.name for each in choices]
    if sorted(names) != sorted(map(str, design.columns)) or len(set(names)) < len(names):
        raise StudyError(
            f"the design is of {', '.join(map(str, design.columns))}",
            repair=f"give each choice once: {', '.join(names)}",
        )
    columns = []
    for choice in choices:
        place = {label: number for number, label in enumerate(choice.labels)}
        for label in set(design[choice.name].astype(str)) - set(place):
            raise StudyError(f"{choice.name} has no option {label!r}", repair=nearest(label, place))
        columns.append(design[choice.name].astype(str).map(place).to_numpy(np.int64))
    return np.column_stack(columns)
