"""The editions side by side: what each is about, whom the figures are of, and which items they share.

Frames in, frames out. No figure of one edition is set against that of another here.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from quire.text.words import listed
from studylib.data.tables import EditionFacts


def tabulate_editions(
    editions: Iterable[EditionFacts],
    cities: pd.DataFrame,
    items: pd.DataFrame,
    areas: pd.DataFrame,
) -> pd.DataFrame:
    """One row an edition, also for those that are only recorded.

    Parameters
    ----------
    editions
        All editions, as `tables.read_editions` gives them.
    cities, items, areas
        The processed tables of all published editions, with their column `edition`.

    Returns
    -------
    DataFrame
        `edition, year, subject, status, focus, data_year, uclg_cities, uclg_countries,
        survey_cities, panel_cities, items_asked, focus_items_asked, source`; what is not known is
        missing.
    """
    names = dict(zip(areas["area"], areas["label"], strict=True))
    rows = []
    for each in editions:
        row: dict[str, object] = {
            "edition": each.id,
            "year": each.year,
            "subject": each.subject,
            "status": each.status,
            "focus": listed(names.get(area, area) for area in each.areas),
            "data_year": each.wave_year,
            "uclg_cities": each.participants["cities"],
            "uclg_countries": each.participants["countries"],
            "source": each.participants["source"],
        }
        if each.status == "published":
            own_cities, own_items = (
                cities[cities["edition"] == each.id],
                items[items["edition"] == each.id],
            )
            row["survey_cities"] = int(own_cities["in_edition"].sum())
            row["panel_cities"] = int((own_cities["in_edition"] & own_cities["in_panel"]).sum())
            row["items_asked"] = int(own_items["asked"].sum())
            row["focus_items_asked"] = int((own_items["asked"] & own_items["in_focus"]).sum())
        rows.append(row)
    whole = [
        "data_year",
        "uclg_cities",
        "uclg_countries",
        "survey_cities",
        "panel_cities",
        "items_asked",
    ]
    whole.append("focus_items_asked")
    columns = ["edition", "year", "subject", "status", "focus", *whole, "source"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(whole, "Int64"))


def list_items_by_edition(
    items: pd.DataFrame, areas: pd.DataFrame, editions: Iterable[EditionFacts]
) -> pd.DataFrame:
    """Every item in every published edition that a survey stands on: asked or not, in focus or not, in how many cities.

    Returns
    -------
    DataFrame
        `area` (its name), `item, label, edition, wave_year, asked, in_focus, cities`, by
        area, label and edition.
    """
    frame = areas.drop_duplicates("area").reset_index(drop=True)
    named = frame.assign(order=frame.index)[["area", "label", "order"]]
    named = named.rename(columns={"label": "area_label"})
    known = pd.DataFrame(
        [
            [edition.id, edition.year, str(edition.wave_year)]
            for edition in editions
            if edition.wave_year is not None and edition.id in set(items["edition"])
        ],
        columns=["edition", "year", "wave_year"],
    )
    # an item that moved or has another name stands where the latest edition has it
    latest = items.drop_duplicates("item", keep="last")[["item", "label", "area"]]
    own = items[["edition", "item", "asked", "in_focus", "cities"]]
    table = latest.merge(known, how="cross").merge(own, on=["edition", "item"], how="left")
    # what an edition does not have was not asked for it
    absent = {"asked": False, "in_focus": False, "cities": 0}
    for column, value in absent.items():
        kind = items[column].dtype
        table[column] = table[column].where(table[column].notna(), value).astype(kind)
    table = table.merge(named, on="area")
    table = table.sort_values(["order", "label", "year", "edition"], ignore_index=True)
    columns = [
        "area_label",
        "item",
        "label",
        "edition",
        "wave_year",
        "asked",
        "in_focus",
        "cities",
    ]
    return table[columns].rename(columns={"area_label": "area"})


def count_shared_items(asked: pd.DataFrame) -> pd.DataFrame:
    """How many items were asked in how many of the published editions, per area.

    Parameters
    ----------
    asked
        As `list_items_by_edition` gives it.

    Returns
    -------
    DataFrame
        `area`, one column `<edition>` with the items asked, `in_all` and `in_one_only`.
    """
    editions = list(dict.fromkeys(asked["edition"]))
    times = asked.groupby(["area", "item"], sort=False)["asked"].sum()
    counts = asked.pivot_table(
        index="area", columns="edition", values="asked", aggfunc="sum", sort=False
    )[editions]
    frame = counts.astype(int)
    frame["in_all"] = (times == len(editions)).groupby("area", sort=False).sum()
    frame["in_one_only"] = (times == 1).groupby("area", sort=False).sum()
    return frame.reset_index().rename_axis(columns=None)
