"""Scores with the choices made in many ways: how far a city's score, rank and band move.

Choices are in `choices`, the building in `replications`; which choice moves scores most is in
`sensitivity`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from studylib.index.bands import assign_bands, rank_scores
from studylib.index.choices import (
    Choice,
    check_choices,
    count_combinations,
    decode_design,
    draw_sobol,
    encode_design,
    encode_points,
    list_combinations,
)
from studylib.index.framework import Framework
from studylib.index.replications import change_framework, replicate
from studylib.index.scores import Scores, score, select_groups


@dataclass(frozen=True)
class Uncertainty:
    """Scores in every replication.

    Attributes
    ----------
    nominal
        The build that the choices change.
    design
        One row a replication, one column a choice; give it to `measure_uncertainty` or `rebuild` to
        get the same again.
    exact
        Whether the design is every combination there is, and not a sample of them.
    scores
        For every node, cities x replications.
    """

    nominal: Scores
    design: pd.DataFrame
    exact: bool
    scores: dict[str, pd.DataFrame]

    def ranks(self, node: str) -> pd.DataFrame:
        """Ranks of a node, cities x replications, as in `Scores`."""
        return pd.DataFrame(
            rank_scores(self.scores[node].to_numpy()), index=self.scores[node].index
        )

    def intervals(self, node: str, confidence_pct: float = 95) -> pd.DataFrame:
        """How far scores and ranks of a node move.

        Returns
        -------
        DataFrame
            One row a city that has a score: `score` and `rank` of the nominal build, `low` and
            `high`, `rank_low` and `rank_high`: the quantiles that hold the middle `confidence_pct`
            of all replications in which the city has a score (Hyndman and Fan 1996, type 7; ranks
            to whole ones outwards).
        """
        tails = [(1 - confidence_pct / 100) / 2, (1 + confidence_pct / 100) / 2]
        scores, ranks = self.scores[node], self.ranks(node)
        known = self.nominal.scores[node].notna()
        low, high = np.nanquantile(scores[known].to_numpy(), tails, axis=1)
        best, worst = np.nanquantile(ranks[known].to_numpy(), tails, axis=1)
        return pd.DataFrame(
            {
                **{"score": self.nominal.scores.loc[known, node], "low": low, "high": high},
                **{
                    "rank": self.nominal.ranks.loc[known, node],
                    "rank_low": np.floor(best),
                    "rank_high": np.ceil(worst),
                },
            }
        )

    def band_shares(self, node: str, lower: Sequence[float]) -> pd.DataFrame:
        """In which part of the replications each city that has a score is in each band; bands as in `bands`."""
        known = self.nominal.scores[node].notna()
        found = assign_bands(self.scores[node].loc[known], lower)
        count = found.notna().sum(axis=1)
        return pd.DataFrame(
            {band: (found == band).sum(axis=1) / count for band in range(1, len(lower) + 1)}
        )


def measure_uncertainty(
    data: pd.DataFrame,
    framework: Framework,
    choices: Sequence[Choice],
    *,
    replications: int = 1024,
    seed: int = 0,
    design: pd.DataFrame | None = None,
    by: pd.Series | None = None,
) -> Uncertainty:
    """Build the scores with the choices made in many ways.

    Parameters
    ----------
    data, framework, by
        The nominal build, as in `studylib.index.scores.score`; `by` counts wherever gaps are
        filled.
    choices
        What may be done otherwise. All options of a choice are equally likely.
    replications
        How many combinations are tried; if there are no more than that, each is built once.
    seed
        Of the scrambled Sobol sequence from which combinations are taken otherwise.
    design
        The combinations themselves, in place of the last two.

    >>> from studylib.index.choices import choose_aggregation
    >>> from studylib.index.framework import build_framework
    >>> nodes = {"node": ["t", "a", "b"], "parent": ["", "t", "t"]}
    >>> ends = {"lower": [None, 0, 0], "upper": [None, 10, 10]}
    >>> tree = build_framework(pd.DataFrame({**nodes, **ends}))
    >>> data = pd.DataFrame({"a": [4.0, 1.0], "b": [9.0, 9.0]}, index=["X", "Y"])
    >>> made = measure_uncertainty(data, tree, [choose_aggregation("arithmetic", "geometric")])
    >>> made.exact, made.scores["t"].round(6).to_numpy().tolist()
    (True, [[65.0, 60.0], [50.0, 30.0]])

    """
    check_choices(choices)
    exact = design is None and count_combinations(choices) <= replications
    if design is not None:
        codes = encode_design(design, choices)
    elif exact:
        codes = list_combinations(choices)
    else:
        codes = encode_points(draw_sobol(replications, len(choices), seed), choices)
    nominal = score(data, framework, select_groups(framework.steps, by))
    made = replicate(data, framework, choices, codes, by)
    scores = {node: pd.DataFrame(each, index=data.index) for node, each in made.items()}
    return Uncertainty(nominal, decode_design(codes, choices), exact, scores)


def rebuild(
    data: pd.DataFrame,
    framework: Framework,
    choices: Sequence[Choice],
    row: pd.Series,
    by: pd.Series | None = None,
) -> Scores:
    """One row of a design built by itself, with every step to look at."""
    codes = encode_design(row.to_frame().T, choices)[0]
    chosen = {
        choice.name: choice.options[code] for choice, code in zip(choices, codes, strict=True)
    }
    tree = change_framework(framework, chosen)
    items = chosen.get("sampling", data)[tree.items]
    return score(items, tree, select_groups(tree.steps, by))
