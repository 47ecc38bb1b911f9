"""What the comparison of editions says, in sentences, tables and alt texts; no change is claimed that could well be chance."""

from __future__ import annotations

import pandas as pd

from studylib.comparability import NOT_ASKED, REWORDED, SAME
from studylib.element_findings import points
from studylib.words import counted, listed

NONE = "No concept was asked in the same way in two editions, so nothing is compared."


def map_sentence(cells: pd.DataFrame) -> str:
    """How many concepts can be followed at all."""
    asked = cells[cells["status"] != NOT_ASKED].groupby("concept").size()
    every = cells["edition"].drop_duplicates()
    return (
        f"{counted(cells['concept'].nunique(), 'concept')} in {counted(len(every), 'edition')} ({listed(every)}): "
        f"{int((asked == len(every)).sum())} were asked in all of them, {int((asked == 1).sum())} in one only. "
        f"{counted(int((cells['status'] == REWORDED).sum()), 'wording')} changed."
    )


def map_alt(cells: pd.DataFrame) -> str:
    """Alt text of the map."""
    rows = [
        f"{edition}: " + listed(f"{count} {status}" for status, count in sorted(part["status"].value_counts().items()))
        for edition, part in cells.groupby("edition", sort=False)
    ]
    return f"Matrix of concepts and editions, with how each was asked. {'; '.join(rows)}."


def changed_wordings(cells: pd.DataFrame) -> pd.DataFrame:
    """Where a concept was asked, but not in the same way, with the reason."""
    odd = cells[~cells["status"].isin([SAME, NOT_ASKED])]
    return odd[["label", "edition", "status", "reason"]].set_axis(["Concept", "Edition", "How", "Why"], axis="columns")


def changes_sentence(found: pd.DataFrame, false_pct: float) -> str:
    """How many concepts moved in the same cities."""
    if found.empty:
        return NONE
    said = []
    for (before, after), part in found.groupby(["before", "after"], sort=False):
        up, down = part[part["moved"] & (part["within"] > 0)], part[part["moved"] & (part["within"] < 0)]
        said.append(
            f"From {before} to {after}, {len(up) + len(down)} of {counted(len(part), 'concept')} moved in the same cities: "
            f"{len(up)} up{_named(up)}, {len(down)} down{_named(down)}."
        )
    return (
        " ".join(said)
        + f" Of all that are said to have moved, about {false_pct:g} per cent may be chance (Benjamini and Hochberg)."
    )


def _named(part: pd.DataFrame) -> str:
    words = listed(f"{row['label'].lower()} {points(row['within'])}" for _, row in part.iterrows())
    return f" ({words})" if words else ""


def changes_table(found: pd.DataFrame) -> pd.DataFrame:
    """Changes for readers, with the difference of all cities taken apart."""
    interval = [f"{points(low)} to {points(high)}" for low, high in zip(found["low"], found["high"], strict=True)]
    return pd.DataFrame(
        {
            "Concept": found["label"],
            "Editions": found["before"] + " to " + found["after"],
            "Cities in both": found["cities"],
            "Same cities": [points(each) for each in found["within"]],
            "Interval": interval,
            "Moved": ["yes" if each else "no" for each in found["moved"]],
            "Cities that came and went": [points(each) for each in found["other_cities"]],
            "Method": [points(each) for each in found["method"]],
            "All cities": [points(each) for each in found["whole"]],
        }
    )


def trends_alt(table: pd.DataFrame) -> str:
    """Alt text of the small multiples."""
    rows = []
    for label, part in table.groupby("label", sort=False):
        ends = [f"{row['panel_mean']:.0f} in {row['edition']}" for _, row in part.iterrows()]
        rows.append(f"{label} {listed(ends)} ({int(part['panel_cities'].iloc[0])} cities)")
    return f"Small lines, one a concept, of the mean favourable share in the same cities, per cent: {'; '.join(rows)}."
