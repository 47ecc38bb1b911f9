"""Scores built many times over, once for each row of a design; what rows have in common is computed once.

The result is that of `scores.score` for every row. What it says about the scores is in
`robustness`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.core.errors import StudyError
from studylib.index.choices import Choice, Codes
from studylib.index.framework import Framework
from studylib.index.scores import (
    check_items,
    fill_gaps,
    scale_items,
    score_tree,
    select_groups,
    treat_outliers,
)
from studylib.statistics.arrays import Numbers

STAGES = ("sampling", "imputation", "treatment", "normalisation", "aggregation")
"""Choices that change the items or the means; the other two change weights alone."""


def replicate(
    data: pd.DataFrame,
    framework: Framework,
    choices: Sequence[Choice],
    codes: Codes,
    by: pd.Series | None = None,
) -> dict[str, Numbers]:
    """Scores of every node in every replication.

    Parameters
    ----------
    data, framework, by
        As in `studylib.index.scores.score`: the build that the choices change. `by` counts wherever
        gaps are filled.
    choices
        What changes.
    codes
        Replications x choices, numbers of options.

    Returns
    -------
    dict
        For every node, cities x replications.

    Raises
    ------
    StudyError
        If a sample has other cities than the data or another order of them, or `by` would have no
        effect.
    """
    build = _Build(data, framework, by)
    named = {each.name: (each, codes[:, place]) for place, each in enumerate(choices)}
    _check(data, framework, by, {each.name: each for each in choices})
    weights = _weights(framework, named, len(codes))
    made = {node: np.empty((len(data), len(codes))) for node in framework.groups}
    for rows, chosen in _alike(named, len(codes)):
        normalised, known, changed = build.items(chosen)
        some = {node: each[rows] for node, each in weights.items()}
        for node, (scores, _) in score_tree(normalised, known, changed, some).items():
            made[node][:, rows] = scores
    return made


def _check(
    data: pd.DataFrame, framework: Framework, by: pd.Series | None, choices: dict[str, Choice]
) -> None:
    for label, draw in (
        zip(choices["sampling"].labels, choices["sampling"].options, strict=True)
        if "sampling" in choices
        else ()
    ):
        if not draw.index.equals(data.index):
            what = f"{label} has other cities than the data, or another order of them"
            raise StudyError(what, repair="give every sample the rows of the data")
    filled = [
        framework.steps.imputation,
        *(choices["imputation"].options if "imputation" in choices else ()),
    ]
    if by is not None and not any(filled):
        repair = "leave out by, or set imputation"
        raise StudyError("groups would have no effect: no build fills gaps", repair=repair)


def change_framework(framework: Framework, chosen: dict[str, Any]) -> Framework:
    """The framework with the steps, means and weights of a replication; without the item that is left out."""
    steps = framework.steps
    if "imputation" in chosen:
        steps = replace(steps, imputation=chosen["imputation"])
    if "treatment" in chosen:
        steps = replace(steps, treatment=chosen["treatment"])
    if "normalisation" in chosen:
        method, limits = chosen["normalisation"]
        steps = replace(steps, normalisation=method, limits=limits)
    made = replace(framework, steps=steps)
    if "aggregation" in chosen:
        made = made.averaged(chosen["aggregation"])
    if "weights" in chosen:
        made = made.weighted(chosen["weights"])
    if chosen.get("leave out") is not None:
        made = made.of_items(item for item in made.items if item != chosen["leave out"])
    return made


def _alike(
    named: dict[str, tuple[Choice, Codes]], count: int
) -> Iterator[tuple[npt.NDArray[np.int64], dict[str, Any]]]:
    """Replications with the same items and means, with what was chosen for them."""
    stages = [each for each in STAGES if each in named]
    if not stages:
        yield np.arange(count), {}
        return
    columns = np.column_stack([named[each][1] for each in stages])
    kinds, kind = np.unique(columns, axis=0, return_inverse=True)
    order = np.argsort(kind.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(kind.ravel(), minlength=len(kinds)))
    for options, rows in zip(kinds, np.split(order, ends[:-1]), strict=True):
        yield (
            rows,
            {
                each: (int(code), named[each][0].options[code])
                for each, code in zip(stages, options, strict=True)
            },
        )


def _weights(
    framework: Framework, named: dict[str, tuple[Choice, Codes]], count: int
) -> dict[str, Numbers]:
    """For every node its weight in every replication; 0 where it is left out."""
    own = {str(node): float(weight) for node, weight in framework.nodes["weight"].items()}
    made = {node: np.full(count, weight) for node, weight in own.items()}
    if "weights" in named:
        choice, codes = named["weights"]
        framework.weighted(choice.options[0])  # refuses nodes that are none, and the top
        sets = np.array([each.to_numpy(float) for each in choice.options])
        made |= {node: sets[codes, place] for place, node in enumerate(choice.options[0].index)}
    if "leave out" in named:
        choice, codes = named["leave out"]
        for code, item in enumerate(choice.options):
            if item is not None:
                made[item] = np.where(codes == code, 0.0, made[item])
    return made


@dataclass
class _Build:
    """The steps before the means, each kept for the options it was made with."""

    data: pd.DataFrame
    framework: Framework
    by: pd.Series | None
    kept: dict[Hashable, Any] = field(default_factory=dict)

    def items(
        self, chosen: dict[str, tuple[int, Any]]
    ) -> tuple[pd.DataFrame, pd.DataFrame, Framework]:
        """Items on one scale, where there are figures, and the framework with its means."""
        option = {name: each for name, (_, each) in chosen.items()}
        key = [chosen.get(name, (0, None))[0] for name in STAGES]
        mean = {name: option.pop(name) for name in ("aggregation",) if name in option}
        averaged = self._once(("mean", key[4]), lambda: change_framework(self.framework, mean))
        now = self._once(("framework", *key[1:]), lambda: change_framework(averaged, option))
        raw = self._once(
            ("raw", key[0]),
            lambda: check_items(option.get("sampling", self.data), self.framework),
        )
        full = self._once(
            ("filled", *key[:2]),
            lambda: fill_gaps(raw, now.steps, select_groups(now.steps, self.by))[0],
        )
        even = self._once(("even", *key[:3]), lambda: treat_outliers(full, now.steps)[0])
        known = self._once(("known", key[0]), raw.notna)
        return self._once(("scale", *key[:4]), lambda: scale_items(even, now)), known, now

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]
