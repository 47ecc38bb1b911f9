"""The comparisons of editions as one family: which of them count when false discoveries among all of them are held.

Each is worked out where it belongs: `trends`, `area_changes`, `convergence`, `together`. Sentences
are in `across_changes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from studylib.questions.area_changes import AreaChanges, measure_area_changes, score_editions
from studylib.questions.convergence import measure_convergence
from studylib.questions.country_changes import correlate_countries, measure_country_changes
from studylib.questions.trends import list_steps, measure_changes
from studylib.statistics.discoveries import judge


class Family(NamedTuple):
    """All that is tested of the editions beside each other, and what of it counts.

    Attributes
    ----------
    concepts
        As `trends.measure_changes` gives it, with `moved`.
    areas
        As `area_changes.measure_area_changes` gives it, the changes with `moved`.
    spreads
        As `convergence.measure_convergence` gives it, with `changed`.
    pairs
        As `country_changes.correlate_countries` gives it, with `together`.
    """

    concepts: pd.DataFrame
    areas: AreaChanges
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


def take_newest(kept: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """What the newest edition's run kept: it stands on all editions.

    Parameters
    ----------
    kept
        What each edition's run kept, with a first column `edition`.
    answers
        The processed table of all editions, in time.
    """
    own = kept["edition"] == answers["edition"].iloc[-1] if len(answers) else kept.index < 0
    return kept[own].drop(columns="edition").reset_index(drop=True)


def gather_family(
    concepts: pd.DataFrame,
    area_changes: pd.DataFrame,
    area_refusals: pd.DataFrame,
    spreads: pd.DataFrame,
    pairs: pd.DataFrame,
    answers: pd.DataFrame,
) -> Family:
    """The family as the newest edition kept it; arguments as in `take_newest`."""
    kept = (concepts, area_changes, area_refusals, spreads, pairs)
    own = [take_newest(table, answers) for table in kept]
    both_sides = answers["balance"].notna() & (answers["survey_unit"] != "")
    scored = set(answers.loc[both_sides, "edition"])
    asked = answers.loc[answers["survey_unit"] != "", "edition"].drop_duplicates()
    without = tuple(str(edition) for edition in asked if edition not in scored)
    return Family(own[0], AreaChanges(own[1], own[2], without), own[3], own[4])


def compare_editions(
    table: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    respondents: Mapping[str, float | None],
    confidence_pct: float,
) -> Family:
    """Everything that is tested of the editions, as one family; slopes are not, because nothing is claimed from them alone.

    Parameters
    ----------
    table
        As `trends.trace_trends` gives it.
    tables
        The processed tables of all editions: `answers`, `areas`, `cities`, `comparability`,
        `items`, `tree`.
    respondents, confidence_pct
        As in `convergence.measure_convergence`.
    """
    answers, cities, items = (tables[name] for name in ("answers", "cities", "items"))
    scores = score_editions(answers, items, tables["tree"])
    both = list(list_steps(table, answers))
    areas = measure_area_changes(
        scores, tables["comparability"], items, tables["areas"], cities, confidence_pct
    )
    concepts, within, spreads, pairs = judge(
        (measure_changes(table, answers, cities, confidence_pct), "moved"),
        (areas.changes, "moved"),
        (measure_convergence(both, cities, respondents, confidence_pct), "changed"),
        (correlate_countries(measure_country_changes(both, cities)), "together"),
    )
    return Family(concepts, areas._replace(changes=within), spreads, pairs)
