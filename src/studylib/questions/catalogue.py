"""The catalogue of good practices as figures: what is on record for which area and lever, and which practices are related.

Frames in, frames out. Where a practice comes from is in `practices`, what fits a city in `needs`.
"""

from __future__ import annotations

import pandas as pd

RELATED = 3
"""Related practices that are shown at most."""


def count_by_area_and_lever(
    practices: pd.DataFrame, areas: pd.DataFrame, levers: pd.DataFrame
) -> pd.DataFrame:
    """How many practices are on record for each area and lever; also where there are none.

    Parameters
    ----------
    practices, areas, levers
        The processed tables.

    Returns
    -------
    DataFrame
        `area`, `lever` (names) and `practices`, every area with every lever, in the order
        of both tables.
    """
    each = practices.assign(
        area=practices["areas"].str.split(), lever=practices["levers"].str.split()
    )
    counts = each.explode("area").explode("lever").groupby(["area", "lever"]).size()
    grid = areas[["area", "label"]].merge(
        levers.rename(columns={"label": "lever_label"}), how="cross"
    )
    keys = pd.MultiIndex.from_frame(grid[["area", "lever"]])
    grid["practices"] = counts.reindex(keys, fill_value=0).to_numpy()
    grid = grid[["label", "lever_label", "practices"]]
    return grid.set_axis(["area", "lever", "practices"], axis="columns")


def select_on_areas(practices: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The practices on at least one of the focus areas, by country and city."""
    focus = set(areas.loc[areas["in_focus"], "area"])
    inside = practices["areas"].map(lambda names: bool(focus & set(names.split()))).astype(bool)
    return practices[inside].sort_values(["country", "city", "title"], ignore_index=True)


def find_related(practices: pd.DataFrame) -> pd.DataFrame:
    """For each practice the others that share most with it.

    Returns
    -------
    DataFrame
        `practice`, `other`, `areas` and `levers` that both have (parted by blanks): at most three
        others, those first that share more areas, then more levers, then by name. A practice that
        shares no area is not related.
    """
    known = {
        row["practice"]: (set(row["areas"].split()), set(row["levers"].split()))
        for row in practices.to_dict("records")
    }
    rows = []
    for one, (areas, levers) in known.items():
        shared = [
            (other, areas & a, levers & b)
            for other, (a, b) in known.items()
            if other != one and areas & a
        ]
        shared.sort(key=lambda each: (-len(each[1]), -len(each[2]), each[0]))
        rows += [
            [one, other, " ".join(sorted(a)), " ".join(sorted(b))]
            for other, a, b in shared[:RELATED]
        ]
    return pd.DataFrame(rows, columns=["practice", "other", "areas", "levers"])
