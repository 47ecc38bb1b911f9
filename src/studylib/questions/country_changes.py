"""Which countries move together: their changes beside those of all countries, and how these go together.

Frames in, frames out. Sentences are in `findings.convergence`. That countries move together is no
word on why.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from quire.text.messages import _
from studylib.questions.trends import Step, get_countries
from studylib.statistics.arrays import Numbers
from studylib.statistics.association import spearman
from studylib.statistics.discoveries import FALSE_PCT
from studylib.statistics.jackknife import jackknife

LEAST_IN_COUNTRY = 3
"""Panel cities that a country must have to be set beside others."""

LEAST_GROUPS = 8
"""Areas between two editions that a correlation must rest on to be tested: even a perfect order of seven comes by chance."""

FEW = _("fewer than {least} areas between two editions", least=LEAST_GROUPS)
KEYS = ["area", "label", "before", "after"]
COLUMNS = ["first", "second", "n", "groups", "rho", "p", "reason"]


def measure_country_changes(
    steps: Iterable[Step], cities: pd.DataFrame, least: int = LEAST_IN_COUNTRY
) -> pd.DataFrame:
    """Mean change of each country in its panel cities, less the mean over all countries.

    Parameters
    ----------
    steps
        As `trends.list_steps` gives them.
    cities
        The processed table of all editions; `in_panel` says which cities are in the panel.
    least
        Panel cities with a figure in both editions that a country must have.

    Returns
    -------
    DataFrame
        A row a concept and two editions (index `area`, `label`, `before`, `after`), a column a
        country by name, in percentage points; missing where a country has too few cities. The mean
        that is taken off is over all countries of the panel, each with the same weight, also over
        those that are too small for a column.
    """
    panel = get_countries(cities[cities["in_panel"]])
    enough = panel.value_counts()
    names = sorted(enough[enough >= least].index)
    rows, keys = [], []
    for step in steps:
        both = step.both.intersection(panel.index)
        groups = (step.two.loc[both] - step.one.loc[both]).groupby(panel.loc[both])
        means = groups.mean()
        rows.append((means.where(groups.size() >= least) - means.mean()).reindex(names))
        keys.append((step.area, step.label, step.before, step.after))
    index = (
        pd.MultiIndex.from_tuples(keys, names=KEYS)
        if keys
        else pd.MultiIndex.from_arrays([[]] * 4, names=KEYS)
    )
    return pd.DataFrame([each.to_numpy() for each in rows], index=index, columns=names, dtype=float)


def correlate_countries(changes: pd.DataFrame) -> pd.DataFrame:
    """How the changes of every two countries go together.

    Parameters
    ----------
    changes
        As `measure_country_changes` gives them.

    Returns
    -------
    DataFrame
        One row for each two countries, by name: `first`, `second`, `n` (changes that both have),
        `groups` (areas between two editions), `rho` (Spearman's), `p` (chance of one as far from
        zero), `reason` why something is missing. Which of them go together is decided in `family`.

    Notes
    -----
    Items of one area move together between two editions, so that they are not so many independent
    changes. The chance is that of `jackknife` for rho, leaving out each area between two editions
    in turn. Areas are taken as independent of each other. As the mean over k countries is taken
    off, two that have nothing in common are expected at about -1 / (k - 1).
    """
    rows = []
    for first, second in combinations(changes.columns, 2):
        part = changes[[first, second]].dropna()
        found = spearman(part[first], part[second])
        groups, chance = _chance(part) if not np.isnan(found.value) else (0, np.nan)
        reason = found.how if np.isnan(found.value) else FEW if groups < LEAST_GROUPS else ""
        rows.append(
            [first, second, found.n, groups, found.value, np.nan if reason else chance, reason]
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"rho": float, "p": float})


def _chance(part: pd.DataFrame) -> tuple[int, float]:
    """Groups of changes, and the chance of a correlation as far from zero."""
    of = pd.Series([(area, before, after) for area, _, before, after in part.index])
    return of.nunique(), jackknife(part.reset_index(drop=True), of, _rho).p


def _rho(rows: Numbers) -> float:
    one, two = scipy.stats.rankdata(rows, axis=0).T
    return float(np.corrcoef(one, two)[0, 1]) if np.ptp(one) and np.ptp(two) else np.nan


def count_by_chance(pairs: pd.DataFrame) -> tuple[int, float]:
    """Pairs whose chance alone is at most `FALSE_PCT` per cent, and how many such pairs are expected if no country moved with another."""
    tested = pairs["p"].notna()
    return int((pairs.loc[tested, "p"] <= FALSE_PCT / 100).sum()), FALSE_PCT / 100 * int(
        tested.sum()
    )
