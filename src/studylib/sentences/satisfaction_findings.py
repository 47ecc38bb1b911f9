"""What goes with satisfaction, in sentences, tables and alt texts; association only, and no more than the intervals allow."""

from __future__ import annotations

import pandas as pd

from studylib.analysis.importance import Importance
from studylib.text.words import counted, listed, signed, small

NO_OUTCOME = (
    "No survey beside this edition gives both area scores and how satisfied residents are with living in their city, "
    "so nothing is set beside satisfaction."
)

COLLINEAR = 5
"""From this variance inflation factor on, parts of areas are hard to tell apart (a common rule of thumb, not a test)."""


def importance_sentence(found: dict[str, Importance], confidence_pct: float) -> str:
    """How much areas explain together, which go with satisfaction most, and how hard they are to tell apart."""
    if not found:
        return NO_OUTCOME
    said = []
    for version, each in found.items():
        if each.reason:
            said.append(f"For {version} there is no answer: {each.reason}.")
            continue
        table = each.table.sort_values("part", ascending=False)
        first, second = table.iloc[0], table.iloc[1] if len(table) > 1 else None
        apart = second is not None and first["low"] > second["high"]
        rest = "and its interval is above that of the next" if apart else "but its interval overlaps that of the next"
        hard = [f"{row['measure']} {row['vif']:.1f}" for _, row in table.iterrows() if row["vif"] >= COLLINEAR]
        said.append(
            f"{version.capitalize()} ({each.n}; {counted(each.dropped, 'city', 'cities')} left out): the areas together go with "
            f"{100 * each.r_squared:.0f} % of the differences ({100 * each.r_low:.0f} to {100 * each.r_high:.0f}); most goes with "
            f"{first['measure']} ({100 * first['part']:.0f} %, {100 * first['low']:.0f} to {100 * first['high']:.0f}), {rest}."
            + (f" Hard to tell apart from the others (variance inflation factor): {listed(hard)}." if hard else "")
        )
    return " ".join([*said, f"Intervals at {confidence_pct:g} per cent, by bootstrap over cities."])


def importance_alt(table: pd.DataFrame) -> str:
    """Alt text of the figure of areas."""
    said = [
        f"{version}: " + listed([f"{row['measure']} {100 * row['part']:.0f} %" for _, row in part.iterrows()])
        for version, part in table.groupby("version", sort=False)
    ]
    return f"Bars of the part of the differences in satisfaction that goes with each area. {'; '.join(said)}."


def importance_table(table: pd.DataFrame) -> pd.DataFrame:
    """Parts of areas for readers."""
    per_cent = [f"{100 * low:.0f} to {100 * high:.0f}" for low, high in zip(table["low"], table["high"], strict=True)]
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


def items_sentence(found: pd.DataFrame, confidence_pct: float) -> str:
    """Which items go with satisfaction when the other items of their area are held fixed."""
    if found.empty:
        return NO_OUTCOME
    said = []
    for version, part in found.groupby("version", sort=False):
        clear = part[(part["low"] > 0) | (part["high"] < 0)]
        words = [f"{small(row['label'])} ({signed(row['rho'])})" for _, row in clear.iterrows()]
        said.append(
            f"{str(version).capitalize()}: of {len(part)} items, {len(clear)} have an interval that leaves out zero"
            + (f": {listed(words)}." if words else ".")
        )
    chance = max(round(found["label"].nunique() * (100 - confidence_pct) / 100), 1)
    return " ".join([*said, f"With so many items, about {chance} of each would do so by chance alone."])


def items_table(found: pd.DataFrame) -> pd.DataFrame:
    """Partial correlations of items for readers."""
    there = found["rho"].notna()
    interval = (found["low"].map(signed) + " to " + found["high"].map(signed)).where(there, "")
    return pd.DataFrame(
        {
            "Item": found["label"],
            "Area": found["area"],
            "Compared": found["version"],
            "Cities": found["n"],
            "Others held fixed": found["held"],
            "ρ": found["rho"].map(signed).where(there, "too few cities"),
            "Interval": interval,
        }
    )
