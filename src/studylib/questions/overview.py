"""The editions side by side: what each is about, whom the figures are of, and which items they share.

Frames in, frames and sentences out. No figure of one edition is set against that of another here.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import pandas as pd

from quire.text.words import capital, counted, listed

PUBLISHED_HEADS = {
    "edition": "Edition",
    "subject": "Subject",
    "focus": "Focus areas",
    "data_year": "Data year",
    "uclg_cities": "UCLG's cities",
    "survey_cities": "Survey cities",
    "panel_cities": "Panel cities",
    "items_asked": "Items asked",
    "focus_items_asked": "in focus",
}
RECORDED_HEADS = {
    "edition": "Edition",
    "subject": "Subject",
    "focus": "Focus areas",
    "uclg_cities": "UCLG's cities",
    "uclg_countries": "UCLG's countries",
    "source": "Where",
}
PREPARING_HEADS = {"edition": "Edition", "subject": "Subject", "focus": "Focus areas"}
HEADS = {"area": "Area", "in_all": "In all editions", "in_one_only": "In one only"}
"""What the columns of tables are called for readers."""


def tabulate_editions(
    editions: Iterable[SimpleNamespace],
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
        `edition, year, subject, status, focus, data_year, uclg_cities, uclg_countries, survey_cities, panel_cities,
        items_asked, focus_items_asked, source`; what is not known is missing.
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
    items: pd.DataFrame, areas: pd.DataFrame, editions: Iterable[SimpleNamespace]
) -> pd.DataFrame:
    """Every item in every published edition that a survey stands on: asked or not, in focus or not, in how many cities.

    Returns
    -------
    DataFrame
        `area` (its name), `colour, item, label, edition, wave_year, asked, in_focus, cities`, by area, label and edition.
    """
    frame = areas.drop_duplicates("area").reset_index(drop=True)
    named = frame.assign(order=frame.index)[["area", "label", "colour", "order"]]
    named = named.rename(columns={"label": "area_label"})
    known = {
        each.id: (each.year, str(each.wave_year)) for each in editions if each.wave_year is not None
    }
    table = items[items["edition"].isin(known)].merge(named, on="area")
    table["wave_year"] = table["edition"].map({id_: year for id_, (_, year) in known.items()})
    table["year"] = table["edition"].map({id_: year for id_, (year, _) in known.items()})
    table = table.sort_values(["order", "label", "year", "edition"], ignore_index=True)
    columns = [
        "area_label",
        "colour",
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


def shared_sentence(asked: pd.DataFrame) -> str:
    """How many items all published editions share, and in which areas there is none."""
    editions = asked["edition"].nunique()
    if editions < 2:
        return "No two published editions have a survey, so there is nothing to share."
    table = count_shared_items(asked)
    total, none = int(table["in_all"].sum()), table.loc[table["in_all"] == 0, "area"]
    items = asked["item"].nunique()
    have = "has" if total == 1 else "have"
    first = f"Of the {items} items of the framework, {total} {have} figures from the surveys of all {editions} editions that have one."
    if none.empty:
        return first
    areas = listed(none)
    return f"{first} No item of {areas} has, so nothing there can be followed through all of them."


def asked_alt(asked: pd.DataFrame) -> str:
    """What the matrix of items and editions shows, in words."""
    parts = []
    for edition, part in asked.groupby("edition", sort=False):
        focus = int((part["asked"] & part["in_focus"]).sum())
        parts.append(f"{int(part['asked'].sum())} in {edition} ({focus} of them in focus)")
    items = counted(asked["item"].nunique(), "item")
    return f"Matrix of {items} and the published editions. Asked were {listed(parts)}. {shared_sentence(asked)}"


def select_published(table: pd.DataFrame) -> pd.DataFrame:
    """The editions with figures, for readers.

    Parameters
    ----------
    table
        As `tabulate_editions` gives it.
    """
    return _for_readers(table[table["status"] == "published"], PUBLISHED_HEADS)


def select_recorded(table: pd.DataFrame) -> pd.DataFrame:
    """The editions that are only known, with what is known of them, for readers."""
    return _for_readers(table[table["status"] == "recorded"], RECORDED_HEADS)


def select_preparing(table: pd.DataFrame) -> pd.DataFrame:
    """The editions that have not come out yet, for readers."""
    return _for_readers(table[table["status"] == "in preparation"], PREPARING_HEADS)


def _for_readers(table: pd.DataFrame, heads: dict[str, str]) -> pd.DataFrame:
    return table[list(heads)].rename(columns=heads).reset_index(drop=True)


def editions_sentence(editions: Iterable[SimpleNamespace]) -> str:
    """Which editions have figures here, which are only recorded, and which are in preparation."""
    known = list(editions)
    published = [each.id for each in known if each.status == "published"]
    parts = [f"Figures are here for {counted(len(published), 'edition')} ({listed(published)})."]
    for status, said in (
        ("recorded", "recorded with what is known"),
        ("in preparation", "in preparation"),
    ):
        here = [each.id for each in known if each.status == status]
        if here:
            what = "is" if len(here) == 1 else "are"
            parts.append(
                f"{capital(counted(len(here), 'edition'))} ({listed(here)}) {what} {said}."
            )
    return " ".join(parts)


def panel_sentence(cities: pd.DataFrame) -> str:
    """How many cities are in the panel, and how many in every published edition."""
    panel = cities.loc[cities["in_panel"], "city_code"].nunique()
    return f"The panel is the {counted(panel, 'city', 'cities')} that {'is' if panel == 1 else 'are'} in every survey used here."
