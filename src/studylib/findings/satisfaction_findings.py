"""What goes with satisfaction, in sentences, tables and alt texts; association only, and no more than the intervals allow."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from quire.text.words import counted, decimal, interval, listed, signed, small, verb
from studylib.statistics.importance import Importance

NO_OUTCOME = (
    "No survey beside this edition gives both area scores and how satisfied residents are with living in their city, "
    "so nothing is set beside satisfaction."
)

COLLINEAR = 5
"""From this variance inflation factor on, parts of areas are hard to tell apart (a common rule of thumb, not a test)."""


def outcome_words(asked: Sequence[str]) -> str:
    """What satisfaction is made of: the items by their wording.

    >>> outcome_words(["I like it"]), outcome_words(["I like it", "You like it"])
    ('the balance score of “I like it”', 'the mean of the balance scores of “I like it” and “You like it”')
    """
    words = listed(f"“{each}”" for each in asked)
    return (
        f"the balance score of {words}"
        if len(asked) == 1
        else f"the mean of the balance scores of {words}"
    )


def importance_sentence(
    found: dict[str, Importance], confidence_pct: float, asked: Sequence[str]
) -> str:
    """What satisfaction is made of, how much areas explain together, which go with it most, and how far they overlap.

    What is said is decided on the ends of the intervals as they are, not as they are printed.
    """
    if not found:
        return NO_OUTCOME
    said = [f"Satisfaction is {outcome_words(asked)}."]
    for version, each in found.items():
        if each.reason:
            said.append(f"For {version} there is no answer: {each.reason}.")
            continue
        said.append(
            f"{version.capitalize()} ({each.n}; {counted(each.dropped, 'city', 'cities')} left out): the areas together go with "
            f"{_pct(each.r_squared)} % of the differences, {_pct(each.adjusted)} % without what chance alone would give "
            f"(adjusted R²{_interval(each.low, each.high, ', interval ')}). {_carried(each)}"
            + _overlap(each.table)
        )
    return " ".join(
        [
            *said,
            f"Intervals at {confidence_pct:g} per cent, from resamples of countries, corrected for bias.",
        ]
    )


def _overlap(table: pd.DataFrame) -> str:
    """Which areas are hard to tell from the others; empty if none is."""
    rows = [row for row in _from_most(table) if row["vif"] >= COLLINEAR]
    factors = listed(decimal(row["vif"]) for row in rows)
    one = len(rows) == 1
    about = f"{'overlaps' if one else 'overlap'} much with the other areas (variance inflation factor{'' if one else 's'} {factors})"
    return f" {listed(row['measure'] for row in rows)} {about}." if rows else ""


def _carried(each: Importance) -> str:
    """What the intervals carry: whether areas explain anything, which explains most, and which may explain nothing."""
    first, *others = _from_most(each.table)
    if not each.low > 0:
        few = (
            "There are too few countries for intervals"
            if math.isnan(each.low)
            else "The interval reaches zero"
        )
        return f"{few}, so that it is left open whether anything goes with them."
    about = f"{first['measure']} ({_pct(first['part'])} %{_interval(first['low'], first['high'], ', ')})"
    near = [str(row["measure"]) for row in others if not row["high"] < first["low"]]
    said = f"Most goes with {about}, whose interval is above that of every other area."
    if near:
        said = f"The largest part is that of {about}, but its interval overlaps that of {listed(near)}."
    nothing = [str(row["measure"]) for row in [first, *others] if not row["low"] > 0]
    return said + (f" The interval reaches zero for {listed(nothing)}." if nothing else "")


def _from_most(table: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return table.sort_values("part", ascending=False).to_dict("records")


def _pct(part: float) -> str:
    return decimal(100 * part, 0)


def _interval(low: float, high: float, before: str = "") -> str:
    """An interval in per cent; nothing if there is none."""
    return (
        ""
        if math.isnan(low) or math.isnan(high)
        else before + interval(100 * low, 100 * high, 0, null=0)
    )


def importance_alt(table: pd.DataFrame) -> str:
    """Alt text of the figure of areas."""
    said = [
        f"{version}: "
        + listed(
            f"{row['measure']} {_pct(row['part'])} %{_interval(row['low'], row['high'], ', interval ')}"
            for row in part.to_dict("records")
        )
        for version, part in table.groupby("version", sort=False)
    ]
    return f"Bars of the part of the differences in satisfaction that goes with each area. {'; '.join(said)}."


def importance_table(table: pd.DataFrame) -> pd.DataFrame:
    """Parts of areas for readers."""
    per_cent = [_interval(low, high) for low, high in zip(table["low"], table["high"], strict=True)]
    return pd.DataFrame(
        {
            "Area": table["measure"],
            "Compared": table["version"],
            "Cities": table["n"],
            "Part, %": 100 * table["part"],
            "Interval, %": per_cent,
            "Variance inflation": table["vif"],
        }
    )


def items_sentence(found: pd.DataFrame) -> str:
    """Which items go with satisfaction when the other items of their area are held fixed, beyond chance, and where none is held fixed."""
    if found.empty:
        return NO_OUTCOME
    said = []
    for version, part in found.groupby("version", sort=False):
        clear = part[part["beyond"]]
        words = [f"{small(row['label'])} ({signed(row['rho'])})" for _, row in clear.iterrows()]
        said.append(
            f"{str(version).capitalize()}: of {len(part)} items, {len(clear) or 'none'} {verb(len(clear) or 1, 'goes', 'go')} with "
            "satisfaction beyond chance" + (f": {listed(words)}." if words else ".")
        )
    alone = list(found.loc[found["held"] == 0, "area"].drop_duplicates())
    if alone:
        said.append(
            f"{listed(alone)} {verb(len(alone), 'has', 'each have')} one item here, so no other is held fixed."
        )
    return " ".join(
        [*said, "Intervals leave out each country in turn, since cities of a country are alike."]
    )


def items_table(found: pd.DataFrame) -> pd.DataFrame:
    """Partial correlations of items for readers."""
    there = found["rho"].notna()
    ends = zip(found["low"], found["high"], strict=True)
    return pd.DataFrame(
        {
            "Item": found["label"],
            "Area": found["area"],
            "Compared": found["version"],
            "Cities": found["n"],
            "Others held fixed": found["held"],
            "ρ": found["rho"].map(signed).where(there, "too few cities"),
            "Interval": [interval(low, high, 2, null=0) for low, high in ends],
        }
    )
