"""What is said of cities coming closer together and of countries that move together; nothing that could well be chance is claimed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from quire.text.cells import Fold
from quire.text.words import counted, decimal, interval, listed, signed, small
from studylib.findings.chance import WHOLE_SURVEY
from studylib.questions.country_changes import LEAST_IN_COUNTRY, count_by_chance

UNCLEAR = "cannot be said"
NONE = "No concept was asked in the same way in two surveys of enough cities, so nothing is said of their spread."


def spread_sentence(found: pd.DataFrame) -> str:
    """In how many comparisons the same cities came closer together or further apart, beyond chance.

    Parameters
    ----------
    found
        As `family.Family` has it.
    """
    if found.empty:
        return NONE
    closer, apart = (
        found[found["changed"] & (found["ratio"] < 1)],
        found[found["changed"] & (found["ratio"] > 1)],
    )
    said = (
        f"In the same cities, the spread became smaller beyond chance in {len(closer)} of {counted(len(found), 'comparison')}"
        f"{_ratios(closer)}{f' and larger in {len(apart)}{_ratios(apart)}' if len(apart) else ', and larger in none'}."
    )
    rest = len(found) - len(closer) - len(apart)
    said += f" Of the other {rest}, neither can be said." if rest else ""
    return f"{said} {WHOLE_SURVEY}" if rest < len(found) else said


def _ratios(part: pd.DataFrame) -> str:
    words = "; ".join(
        f"{small(row['label'])}, {row['before']} to {row['after']}: {decimal(row['ratio'], 2)}"
        for _, row in part.iterrows()
    )
    return f" (ratio of the spreads: {words})" if words else ""


def slope_sentence(found: pd.DataFrame, respondents: Iterable[float | None]) -> str:
    """How often cities that were low moved up more, with the warning that belongs to it.

    Parameters
    ----------
    found
        As `family.Family` has it.
    respondents
        How many residents the surveys are assumed to have asked in each city.
    """
    if found.empty:
        return NONE
    asked = listed(f"{each:g}" for each in sorted({each for each in respondents if each}))
    below, corrected = found[found["slope_high"] < 0], found[found["corrected_high"] < 0]
    closer = corrected["changed"] & (corrected["ratio"] < 1)
    return (
        f"The slope of change on the first level has its whole interval below zero in {len(below)} of "
        f"{counted(len(found), 'comparison')}. That alone says nothing: a figure that came out high by chance is lower the next time, "
        f"and the slope is pulled below zero. With the sampling error of {asked or 'an unknown number of'} residents in each city taken "
        f"out, the interval lies below zero in {len(corrected)}; in {int(closer.sum())} of these the spread became smaller beyond chance "
        "too. "
        "Convergence is claimed for no others."
    )


def convergence_table(found: pd.DataFrame) -> pd.DataFrame:
    """Spreads and slopes for readers."""
    closer = [
        UNCLEAR if not row["changed"] else "yes" if row["ratio"] < 1 else "further apart"
        for _, row in found.iterrows()
    ]
    return pd.DataFrame(
        {
            "Concept": found["label"],
            "Surveys": found["before"] + " to " + found["after"],
            "Cities in both": [Fold(str(len(each)), each) for each in found["names"]],
            "Spread before": found["spread_before"],
            "Spread after": found["spread_after"],
            "Ratio": _with_interval(found, "ratio", "low", "high", null=1),
            "Closer": closer,
            "Slope": _with_interval(found, "slope", "slope_low", "slope_high"),
            "Slope, corrected": _with_interval(
                found, "corrected", "corrected_low", "corrected_high"
            ),
        }
    )


def _with_interval(
    found: pd.DataFrame, value: str, low: str, high: str, null: float = 0
) -> list[str]:
    return [
        "" if pd.isna(each) else signed(each) + _bracketed(interval(one, two, 2, null=null))
        for each, one, two in found[[value, low, high]].itertuples(index=False)
    ]


def _bracketed(text: str) -> str:
    return f" ({text})" if text else ""


def together_sentence(pairs: pd.DataFrame, false_pct: float) -> str:
    """Which countries moved together or against each other, and how many pairs that could be by chance.

    Parameters
    ----------
    pairs
        As `family.Family` has them.
    false_pct
        Per cent of false discoveries that are allowed.
    """
    tested = pairs[pairs["p"].notna()]
    if tested.empty:
        return "No two countries have enough cities and changes to be set beside each other."
    names = {*tested["first"], *tested["second"]}
    least, most = int(tested["n"].min()), int(tested["n"].max())
    n = str(least) if least == most else f"{least} to {most}"
    said = f"{counted(len(tested), 'pair')} of {len(names)} countries with at least {LEAST_IN_COUNTRY} panel cities, over {n} changes. "
    alone, expected = count_by_chance(pairs)
    passed = tested[tested["together"]]
    said += (
        f"Without regard to their number, {alone} would pass at {false_pct:g} per cent, and {decimal(expected)} are expected by chance; "
        f"with false discoveries held, {'none passes' if passed.empty else f'{len(passed)} {_pass(len(passed))}'}."
    )
    if passed.empty:
        return f"{said} So no two countries are said to move together."
    with_each, against = passed[passed["rho"] > 0], passed[passed["rho"] < 0]
    said += f" Together: {_named(with_each)}." if len(with_each) else ""
    said += f" Against each other: {_named(against)}." if len(against) else ""
    return f"{said} That they go together does not mean that one causes the other."


def _pass(number: int) -> str:
    return "passes" if number == 1 else "pass"


def _named(pairs: pd.DataFrame) -> str:
    return listed(
        f"{row['first']} with {row['second']} (ρ {signed(row['rho'])}, n = {row['n']})"
        for _, row in pairs.iterrows()
    )


def together_alt(pairs: pd.DataFrame) -> str:
    """Alt text of the matrix of countries."""
    known = pairs[pairs["rho"].notna()]
    names = list(dict.fromkeys([*pairs["first"], *pairs["second"]]))
    if known.empty:
        return f"Matrix of {listed(names)} without a figure."
    order = known.sort_values("rho")
    least, most = order.iloc[0], order.iloc[-1]
    return (
        f"Matrix of rank correlations of the changes of every two of {listed(names)}, "
        f"from {signed(least['rho'])} ({least['first']} with {least['second']}) to {signed(most['rho'])} ({most['first']} with "
        f"{most['second']}); {int(known['together'].sum())} of {counted(len(known), 'pair')} beyond chance."
    )
