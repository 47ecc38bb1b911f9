"""The editions beside each other: what may be compared, what changed in the same cities, and why all cities differ.

Frames in, frames out. What may be joined is decided in `comparability`, sentences are in `across_findings`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
from scipy import stats

from studylib.analysis.comparability import NOT_ASKED, Trend, decomposition, refusal, trend
from studylib.analysis.intervals import grouped_mean
from studylib.core.errors import StudyError

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
    for row, found in _followed(cells, comparability, answers):
        if isinstance(found, StudyError):
            notes.append(f"{row['label']}: {found.what}.")
            continue
        notes += [f"{row['label']}: {note}" for note in found.notes]
        parts.append(found.table.assign(**{key: row[key] for key in ("area", "colour", "concept", "label")}))
    columns = ["area", "colour", "concept", "label", "edition", "item", "segment"]
    columns += ["cities", "mean", "panel_cities", "panel_mean"]
    return (pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)), notes


def lines(
    cells: pd.DataFrame, comparability: pd.DataFrame, answers: pd.DataFrame, cities: pd.DataFrame
) -> pd.DataFrame:
    """What each of the lines of `trends` joins, and the cities that it rests on.

    Returns
    -------
    DataFrame
        `area`, `label`, `joined` (a tuple of editions for each segment), `names` of the cities that have a figure in all of these
        editions, `breaks` (sentences).
    """
    name = city_names(cities)
    rows = []
    for row, found in _followed(cells, comparability, answers):
        if isinstance(found, Trend):
            joined = tuple(tuple(part["edition"]) for _, part in found.table.groupby("segment"))
            rows.append([row["area"], row["label"], joined, tuple(name.loc[list(found.panel)]), found.notes])
    return pd.DataFrame(rows, columns=["area", "label", "joined", "names", "breaks"])


def _followed(
    cells: pd.DataFrame, comparability: pd.DataFrame, answers: pd.DataFrame
) -> Iterator[tuple[dict[Any, Any], Trend | StudyError]]:
    """Each concept that two editions or more asked, with its trend or why there is none."""
    for row in cells.drop_duplicates("concept").to_dict("records"):
        own = cells[(cells["concept"] == row["concept"]) & (cells["status"] != NOT_ASKED)]
        if len(own) < 2:
            continue
        try:
            yield row, trend(str(row["concept"]), own["edition"].to_list(), comparability, answers)
        except StudyError as error:
            yield row, error


def refusals(cells: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """Every concept with every two editions that `comparability.trend` refuses to join, and the row of the map that stands in the way.

    Returns
    -------
    DataFrame
        `area`, `concept`, `label`, `before`, `after` (the editions asked for), `edition`, `status`, `reason` (of the row).
    """
    editions = list(comparability["edition"].drop_duplicates())
    rows = []
    for each in cells.drop_duplicates("concept").to_dict("records"):
        for pair in combinations(editions, 2):
            row = refusal(str(each["concept"]), pair, comparability)
            if row is not None:
                why = [row["edition"], row["status"], row["reason"]]
                rows.append([each["area"], each["concept"], each["label"], *pair, *why])
    columns = ["area", "concept", "label", "before", "after", "edition", "status", "reason"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Step:
    """A concept in two neighbouring editions of one segment, so that figures may be compared.

    Attributes
    ----------
    area, concept, label
        The area by name, the concept, and its name.
    before, after
        The editions.
    one, two
        Favourable shares of all cities that have one, by code, per cent.
    """

    area: str
    concept: str
    label: str
    before: str
    after: str
    one: pd.Series
    two: pd.Series

    @property
    def both(self) -> pd.Index:
        """The codes of the cities that have both."""
        return self.one.index.intersection(self.two.index).sort_values()


def steps(table: pd.DataFrame, answers: pd.DataFrame) -> Iterator[Step]:
    """Neighbouring editions of every line, where a city has a figure in both.

    Parameters
    ----------
    table
        As `trends` gives it.
    answers
        The processed table of all editions.
    """
    for _, part in table.groupby(["concept", "segment"], sort=False):
        for one, two in pairwise(part.to_dict("records")):
            figures = [
                answers[(answers["edition"] == each["edition"]) & (answers["item"] == each["item"])]
                .set_index("city_code")["favourable_pct"]
                .dropna()
                for each in (one, two)
            ]
            step = Step(one["area"], one["concept"], one["label"], one["edition"], two["edition"], *figures)
            if len(step.both):
                yield step


def city_names(cities: pd.DataFrame) -> pd.Series:
    """The name of each city by its code."""
    return cities.drop_duplicates("city_code").set_index("city_code")["city"]


def countries(cities: pd.DataFrame) -> pd.Series:
    """The country of each city by its code."""
    return cities.drop_duplicates("city_code").set_index("city_code")["country"]


def discoveries(chances: Iterable[float]) -> list[bool]:
    """Which of many comparisons count when false discoveries among them are held at `FALSE_PCT` per cent; a missing chance never does.

    Notes
    -----
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300.

    >>> discoveries([0.01, 0.04, 0.03, float("nan")])
    [True, False, False, False]
    """
    known = [1.0 if math.isnan(each) else each for each in chances]
    return [bool(each <= FALSE_PCT / 100) for each in stats.false_discovery_control(known)] if known else []


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
        `area`, `label`, `before`, `after` (editions), `cities` in both and their `names`, `within` (change of their mean, percentage
        points) with `low` and `high` (by `intervals.grouped_mean`, by country), `moved` (whether it counts as a change among
        `discoveries` over all rows), and `whole`, `other_cities`, `method` from `comparability.decomposition`.
    """
    country, name = countries(cities), city_names(cities)
    rows, chances = [], []
    for step in steps(table, answers):
        found = grouped_mean(step.two.loc[step.both] - step.one.loc[step.both], country, confidence_pct)
        apart = decomposition(step.one, step.two, step.one, step.two)
        chances.append(found.p)
        cells = [found.mean, found.low, found.high, apart["whole"], apart["cities"], apart["method"]]
        named = tuple(name.loc[step.both])
        rows.append([step.area, step.label, step.before, step.after, found.n, named, *cells])
    columns = ["area", "label", "before", "after", "cities", "names"]
    columns += ["within", "low", "high", "whole", "other_cities", "method"]
    return pd.DataFrame(rows, columns=columns).assign(moved=discoveries(chances))


def first_asked(cells: pd.DataFrame) -> pd.Series:
    """Whether a cell of the map is the first in which its concept was asked, so that there is nothing it could be the same as."""
    asked = cells["status"] != NOT_ASKED
    return asked & ~cells[asked].duplicated("concept").reindex(cells.index, fill_value=False)
