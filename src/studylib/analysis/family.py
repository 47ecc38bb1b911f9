"""The comparisons of editions as one family: which of them count when false discoveries among all of them are held.

Each is worked out where it belongs: `across`, `across_areas`, `convergence`, `together`. Sentences are in `across_findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from studylib.analysis.across import changes, judged, steps
from studylib.analysis.across_areas import Areas, area_changes, own_scores
from studylib.analysis.convergence import convergence
from studylib.analysis.together import country_changes, country_pairs


class Family(NamedTuple):
    """All that is tested of the editions beside each other, and what of it counts.

    Attributes
    ----------
    concepts
        As `across.changes` gives it, with `moved`.
    areas
        As `across_areas.area_changes` gives it, the changes with `moved`.
    spreads
        As `convergence.convergence` gives it, with `changed`.
    pairs
        As `together.country_pairs` gives it, with `together`.
    """

    concepts: pd.DataFrame
    areas: Areas
    spreads: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def tested(self) -> dict[str, int]:
        """How many comparisons there are of each kind; what has no chance was not tested."""
        kinds = {
            "change of a concept": self.concepts,
            "change of an area": self.areas.changes,
            "ratio of spreads": self.spreads,
            "pair of countries": self.pairs,
        }
        return {name: int(frame["p"].notna().sum()) for name, frame in kinds.items()}


def compare(
    table: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    respondents: Mapping[str, float | None],
    confidence_pct: float,
) -> Family:
    """Everything that is tested of the editions, as one family; slopes are not, because nothing is claimed from them alone.

    Parameters
    ----------
    table
        As `across.trends` gives it.
    tables
        The processed tables of all editions: `answers`, `areas`, `cities`, `comparability`, `items`, `tree`.
    respondents, confidence_pct
        As in `convergence.convergence`.
    """
    answers, cities, items = (tables[name] for name in ("answers", "cities", "items"))
    scores = own_scores(answers, items, tables["tree"])
    both = list(steps(table, answers))
    areas = area_changes(
        scores, tables["comparability"], items, tables["areas"], cities, confidence_pct
    )
    concepts, within, spreads, pairs = judged(
        (changes(table, answers, cities, confidence_pct), "moved"),
        (areas.changes, "moved"),
        (convergence(both, cities, respondents, confidence_pct), "changed"),
        (country_pairs(country_changes(both, cities)), "together"),
    )
    return Family(concepts, areas._replace(changes=within), spreads, pairs)
