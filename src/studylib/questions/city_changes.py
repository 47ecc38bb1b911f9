"""What changed in single cities: concepts that may be joined, the change of each city, and what the sample leaves open.

Frames in, frames out. What may be joined is decided in `comparability`, the same for all cities
together is in `trends`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd
import scipy  # loads `scipy.stats` when it is first used, and pages never do

from studylib.questions.comparability import Shares, select_shares, split_answers
from studylib.statistics.discoveries import FALSE_PCT
from studylib.statistics.intervals import check_confidence
from studylib.statistics.sampling import estimate_balance_error

COLUMNS = [
    *("city_code", "area", "concept", "label", "before", "after", "item_before", "item_after"),
    *("share_before", "share_after", "change", "low", "high", "changed", "held"),
]


def measure_city_changes(
    table: pd.DataFrame,
    answers: pd.DataFrame,
    respondents: Mapping[str, int | None],
    confidence_pct: float,
) -> pd.DataFrame:
    """Change of the favourable share in each city between neighbouring editions of one line.

    Parameters
    ----------
    table
        As `trends.trace_trends` gives it.
    answers
        The processed tables of all editions, with a column `edition`.
    respondents
        By edition, how many residents of each city are assumed to have been asked; None if nobody
        knows, and then nothing is compared.
    confidence_pct
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `city_code`, `area`, `concept`, `label`, `before`, `after` (editions), `item_before`,
        `item_after`, `share_before`, `share_after` (per cent), `change` (percentage points) with
        `low` and `high`, `changed` (whether the interval leaves out zero), and `held`: whether it
        still counts when false discoveries are held at 5 per cent over all rows of the city.

    Notes
    -----
    The standard error of a difference of two independent shares is the root of the sum of both
    variances: Agresti and Finlay (2009), Statistical Methods for the Social Sciences, section 7.2.
    That of a share is `sampling.estimate_balance_error` of two answers. False discoveries:
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    level = float(scipy.stats.norm.ppf(0.5 + check_confidence(confidence_pct) / 200))
    shares = split_answers(answers)
    there = answers[answers["survey_unit"] != ""].drop_duplicates("survey_unit")
    codes = there.set_index("survey_unit")["city_code"]
    parts = [
        _pair(one, two, shares, codes, respondents)
        for _, part in table.groupby(["concept", "segment"], sort=False)
        for one, two in pairwise(part.to_dict("records"))
        if respondents[one["edition"]] and respondents[two["edition"]]
    ]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    found = pd.concat(parts, ignore_index=True).sort_values(
        "city_code", kind="stable", ignore_index=True
    )
    half = level * found["error"]
    found = found.assign(low=found["change"] - half, high=found["change"] + half)
    found["changed"] = (found["low"] > 0) | (found["high"] < 0)
    found["held"] = (
        found.groupby("city_code")["chance"].transform(scipy.stats.false_discovery_control)
        <= FALSE_PCT / 100
    )
    return found[COLUMNS]


def expect_by_chance(comparisons: int, confidence_pct: float) -> float:
    """How many comparisons would be called a change if nothing had changed anywhere.

    >>> round(expect_by_chance(40, 95), 6)
    2.0
    """
    return comparisons * (1 - confidence_pct / 100)


def _pair(
    one: Mapping[object, object],
    two: Mapping[object, object],
    shares: Shares,
    codes: pd.Series,
    respondents: Mapping[str, int | None],
) -> pd.DataFrame:
    """A concept in the cities that have it in two editions."""
    sides = {}
    for name, row in (("before", one), ("after", two)):
        edition, item = str(row["edition"]), str(row["item"])
        share = select_shares(shares, edition, item, str(row["base"]))
        error = estimate_balance_error(share, 100 - share, 0 * share, respondents[edition] or 0)
        sides[name] = pd.DataFrame({f"share_{name}": share, f"error_{name}": error})
        sides[name] = sides[name].assign(**{name: edition, f"item_{name}": item})
    found = (
        sides["before"].join(sides["after"], how="inner").rename_axis("survey_unit").reset_index()
    )
    found = found.assign(city_code=found["survey_unit"].map(codes))
    change = found["share_after"] - found["share_before"]
    error = (found["error_before"] ** 2 + found["error_after"] ** 2) ** 0.5
    # two shares of exactly 0 or 100 have no error: the same is no change, another one is
    chance = pd.Series(
        2 * scipy.stats.norm.sf(change.abs() / error.where(error > 0, 1e-9)), index=found.index
    )
    about = {key: str(one[key]) for key in ("area", "concept", "label")}
    return found.assign(change=change, error=error, chance=chance, **about)
