"""The editions beside each other: what may be compared, what changed in the same cities, and why all cities differ.

Frames in, frames out. What may be joined is decided in `comparability`, sentences are in `across_findings`.
"""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
from scipy import stats

from studylib.comparability import NOT_ASKED, decomposition, trend
from studylib.errors import StudyError
from studylib.intervals import grouped_mean

FALSE_PCT = 5
"""False discoveries that are allowed among the changes that are called one, per cent."""


def map_cells(comparability: pd.DataFrame, items: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The map for readers: every concept with every edition.

    Parameters
    ----------
    comparability, items, areas
        The processed tables of all editions, with a first column `edition`.

    Returns
    -------
    DataFrame
        `area`, `colour`, `concept`, `label`, `edition`, `status`, `reason`, in the order of areas, then by label and edition.
    """
    area = areas.drop_duplicates("area").assign(order=lambda frame: range(len(frame)))
    known = items.drop_duplicates("item").merge(area, on="area", suffixes=("", "_area"))
    known = known.rename(columns={"item": "concept", "area": "code", "label_area": "area"})
    frame = comparability.merge(known[["concept", "label", "area", "colour", "order"]], on="concept")
    frame = frame.sort_values(["order", "label", "edition"], kind="stable", ignore_index=True)
    return frame[["area", "colour", "concept", "label", "edition", "status", "reason"]]


def trends(cells: pd.DataFrame, comparability: pd.DataFrame, answers: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Every concept over the editions that asked it, as far as the map allows.

    Returns
    -------
    tuple
        A frame as `comparability.Trend` has it, with `area`, `colour`, `concept`, `label` before; and what was refused or broken, a
        sentence each.
    """
    parts, notes = [], []
    for row in cells.drop_duplicates("concept").to_dict("records"):
        own = cells[(cells["concept"] == row["concept"]) & (cells["status"] != NOT_ASKED)]
        if len(own) < 2:
            continue
        try:
            found = trend(str(row["concept"]), own["edition"].to_list(), comparability, answers)
        except StudyError as error:
            notes.append(f"{row['label']}: {error.what}.")
            continue
        notes += [f"{row['label']}: {note}" for note in found.notes]
        parts.append(found.table.assign(**{key: row[key] for key in ("area", "colour", "concept", "label")}))
    columns = ["area", "colour", "concept", "label", "edition", "item", "segment"]
    columns += ["cities", "mean", "panel_cities", "panel_mean"]
    return (pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)), notes


def changes(table: pd.DataFrame, answers: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float) -> pd.DataFrame:
    """Change of each concept between neighbouring editions of one line, in the cities that are in both, taken apart.

    Parameters
    ----------
    table
        As `trends` gives it.
    answers, cities
        The processed tables of all editions.
    confidence_pct
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `area`, `label`, `before`, `after` (editions), `cities` in both, `within` (change of their mean, percentage points) with `low`
        and `high` (by `intervals.grouped_mean`, by country), `moved` (whether it counts as a change when false discoveries are held
        at 5 per cent over all rows: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57(1), 289-300), and
        `whole`, `other_cities`, `method` from `comparability.decomposition`.
    """
    country = cities.drop_duplicates("city_code").set_index("city_code")["country"]
    rows, chances = [], []
    for _, part in table.groupby(["concept", "segment"], sort=False):
        for one, two in pairwise(part.to_dict("records")):
            before, after = (
                answers[(answers["edition"] == each["edition"]) & (answers["item"] == each["item"])]
                .set_index("city_code")["favourable_pct"]
                .dropna()
                for each in (one, two)
            )
            change = (after - before).dropna()
            found = grouped_mean(change, country, confidence_pct)
            apart = decomposition(before, after, before, after)
            chances.append(1.0 if math.isnan(found.p) else found.p)
            cells = [found.n, found.mean, found.low, found.high, apart["whole"], apart["cities"], apart["method"]]
            rows.append([one["area"], one["label"], one["edition"], two["edition"], *cells])
    columns = ["area", "label", "before", "after", "cities", "within", "low", "high", "whole", "other_cities", "method"]
    frame = pd.DataFrame(rows, columns=columns)
    corrected = list(stats.false_discovery_control(chances)) if chances else []
    return frame.assign(moved=[each <= FALSE_PCT / 100 for each in corrected])
