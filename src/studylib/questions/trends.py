"""The editions beside each other: what may be compared, what changed in the same cities, and why all cities differ.

Frames in, frames out. What may be joined is decided in `comparability`, sentences are in
`across_editions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import pandas as pd

from quire.core.errors import StudyError
from quire.text.messages import _
from studylib.data.survey_agreement import SILENT
from studylib.questions.comparability import (
    PART,
    RESCALED,
    Shares,
    Trend,
    decompose,
    find_bases,
    find_refusal,
    select_shares,
    select_surveys,
    split_answers,
    trace_trend,
)
from studylib.questions.situation import name_share
from studylib.statistics.intervals import estimate_mean

OTHER_BASE = (_("of other answers"), _("Their shares are not of the same answers"))
"""How two editions are to each other whose shares have no base in common, and why nothing is joined."""

NAMES_BETWEEN = "; "
"""What parts the names of several cities or items in a cell."""


def map_cells(
    comparability: pd.DataFrame, items: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """The map for readers: every concept with every edition.

    Parameters
    ----------
    comparability, items, areas
        The processed tables of all editions, with a first column `edition`.

    Returns
    -------
    DataFrame
        `area`, `colour`, `concept`, `label`, `edition`, `survey`, `status`, `reason`, in the order
        of areas, then by label and time; of several editions beside one survey it has one.
    """
    area = areas.drop_duplicates("area").assign(order=lambda frame: range(len(frame)))
    # an item that moved stands where the latest edition has it
    known = items.drop_duplicates("item", keep="last").merge(
        area, on="area", suffixes=("", "_area")
    )
    known = known.rename(columns={"item": "concept", "area": "code", "label_area": "area"})
    frame = select_surveys(comparability).merge(
        known[["concept", "label", "area", "colour", "order"]], on="concept"
    )
    frame = frame.sort_values(["order", "label", "concept"], kind="stable", ignore_index=True)
    return frame[["area", "colour", "concept", "label", "edition", "survey", "status", "reason"]]


def trace_trends(
    cells: pd.DataFrame, comparability: pd.DataFrame, answers: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Every concept over the editions that asked it, as far as the map allows.

    Returns
    -------
    tuple
        A frame as `comparability.Trend` has it, with `area`, `colour`, `concept`, `label` before;
        and what was refused or broken, a sentence each.
    """
    parts: list[pd.DataFrame] = []
    notes: list[str] = []
    for row, found in _followed(cells, comparability, split_answers(answers)):
        if isinstance(found, StudyError):
            notes.append(_("{concept}: {refusal}.", concept=row["label"], refusal=found.what))
            continue
        notes += [
            _("{concept}: {break_}", concept=row["label"], break_=note) for note in found.notes
        ]
        about = {key: row[key] for key in ("area", "colour", "concept")}
        # a concept can have several trends, and no two of them are one stretch
        begun = sum(
            part["segment"].nunique() for part in parts if part["concept"].iloc[0] == row["concept"]
        )
        table = found.table.assign(
            **about, label=name_share(row["label"], found.table["base"].iloc[0])
        )
        parts.append(table.assign(segment=table["segment"] + begun))
    columns = ["area", "colour", "concept", "label", "edition", "item", "base", "segment"]
    columns += ["cities", "mean", "panel_cities", "panel_mean"]
    return (
        pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    ), notes


def describe_lines(
    cells: pd.DataFrame, comparability: pd.DataFrame, answers: pd.DataFrame, cities: pd.DataFrame
) -> pd.DataFrame:
    """What each of the lines of `trace_trends` joins, and the cities that it rests on.

    Returns
    -------
    DataFrame
        `area`, `label`, `joined` (a tuple of editions for each segment), `names` of the cities that
        have a figure in all of these editions, `breaks` (sentences).
    """
    name = get_city_names(cities)
    rows = []
    for row, found in _followed(cells, comparability, split_answers(answers)):
        if isinstance(found, Trend):
            joined = tuple(tuple(part["edition"]) for _, part in found.table.groupby("segment"))
            rows.append(
                [
                    row["area"],
                    name_share(row["label"], found.table["base"].iloc[0]),
                    joined,
                    NAMES_BETWEEN.join(name.loc[list(found.panel)]),
                    found.notes,
                ]
            )
    return pd.DataFrame(rows, columns=["area", "label", "joined", "names", "breaks"])


def _followed(
    cells: pd.DataFrame, comparability: pd.DataFrame, shares: Shares
) -> Iterator[tuple[dict[Any, Any], Trend | StudyError]]:
    """Each concept that two editions or more asked, with its trends or why there is none; a trend ends where nothing can be joined."""
    known = dict(list(select_surveys(comparability).groupby("concept", sort=False)))
    for row in cells.drop_duplicates("concept").to_dict("records"):
        own = known[row["concept"]]
        own = own[~own["status"].isin(SILENT)]
        stretches = [part for part in _stretches(own, shares) if len(part) > 1]
        for editions in stretches or ([own["edition"].to_list()] if len(own) > 1 else []):
            try:
                yield row, trace_trend(str(row["concept"]), editions, known[row["concept"]], shares)
            except StudyError as error:
                yield row, error


def _stretches(own: pd.DataFrame, shares: Shares) -> list[list[str]]:
    """The editions of a concept up to where a new scale begins or shares have no base in common; what asked a part of it stands in none.

    An edition that shares one base with the edition before and another with the one after stands
    in both stretches, so that what comes later takes no pair away.
    """
    stretches: list[list[str]] = [[]]
    common: set[str] = set()
    before: set[str] = set()
    for edition, item, status in own[["edition", "item", "status"]].itertuples(index=False):
        bases = find_bases(shares, str(edition), str(item))
        if status == RESCALED:
            stretches.append([])
        if status == PART or not bases:
            continue
        if stretches[-1] and not common & bases:
            stretches.append(stretches[-1][-1:] if before & bases else [])
            common = before
        common = common & bases if stretches[-1] else bases
        before = bases
        stretches[-1].append(str(edition))
    return stretches


def list_refusals(
    cells: pd.DataFrame, comparability: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """Every concept with every two editions that `comparability.trace_trend` refuses to join, and why.

    Returns
    -------
    DataFrame
        `area`, `concept`, `label`, `before`, `after` (the editions asked for), `edition`, `status`,
        `reason` (of the row of the map, or `OTHER_BASE`).
    """
    known = dict(list(select_surveys(comparability).groupby("concept", sort=False)))
    shares, rows = split_answers(answers), []
    for each in cells.drop_duplicates("concept").to_dict("records"):
        own = known[each["concept"]]
        bases = {
            str(edition): find_bases(shares, str(edition), str(item))
            for edition, item in own[["edition", "item"]].itertuples(index=False)
        }
        for pair in combinations(bases, 2):
            row = find_refusal(str(each["concept"]), pair, own)
            if row is not None:
                why = [row["edition"], row["status"], row["reason"]]
            elif not bases[pair[0]] & bases[pair[1]]:
                why = [pair[1], *OTHER_BASE]
            else:
                continue
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
    base
        What the shares are of.
    one, two
        Favourable shares of all cities that have one, by unit (city and area), per cent.
    """

    area: str
    concept: str
    label: str
    before: str
    after: str
    base: str
    one: pd.Series
    two: pd.Series

    @property
    def both(self) -> pd.Index:
        """The units that have both."""
        return self.one.index.intersection(self.two.index).sort_values()


def list_steps(table: pd.DataFrame, answers: pd.DataFrame) -> Iterator[Step]:
    """Neighbouring editions of every line, where a city has a figure in both.

    Parameters
    ----------
    table
        As `trace_trends` gives it.
    answers
        The processed table of all editions.
    """
    shares = split_answers(answers)
    for _key, part in table.groupby(["concept", "segment"], sort=False):
        for one, two in pairwise(part.to_dict("records")):
            figures = [
                select_shares(shares, each["edition"], each["item"], each["base"])
                for each in (one, two)
            ]
            about = [
                one["area"],
                one["concept"],
                one["label"],
                one["edition"],
                two["edition"],
                one["base"],
            ]
            step = Step(*about, *figures)
            if len(step.both):
                yield step


def get_city_names(cities: pd.DataFrame) -> pd.Series:
    """The name of each city by its unit (the city with the area that was surveyed)."""
    return _by_unit(cities)["city"]


def get_countries(cities: pd.DataFrame) -> pd.Series:
    """The country of each city by its unit."""
    return _by_unit(cities)["country"]


def _by_unit(cities: pd.DataFrame) -> pd.DataFrame:
    return (
        cities[cities["survey_unit"] != ""].drop_duplicates("survey_unit").set_index("survey_unit")
    )


def measure_changes(
    table: pd.DataFrame, answers: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """Change of each concept between neighbouring editions of one line, in the cities that are in both, taken apart.

    Parameters
    ----------
    table
        As `trace_trends` gives it.
    answers, cities
        The processed tables of all editions.
    confidence_pct
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `area`, `label`, `before`, `after` (editions), `cities` in both and their `names`, `within`
        (change of their mean, percentage points) with `low`, `high` and `p` (by
        `intervals.estimate_mean`, by country), and `whole`, `other_cities`, `method` from
        `comparability.decompose`. Which of them count as a change is decided in `family`.
    """
    country, name = get_countries(cities), get_city_names(cities)
    rows = []
    for step in list_steps(table, answers):
        found = estimate_mean(
            step.two.loc[step.both] - step.one.loc[step.both], country, confidence_pct
        )
        apart = decompose(step.one, step.two, step.one, step.two)
        cells = [
            found.value,
            found.low,
            found.high,
            found.p,
            apart["whole"],
            apart["cities"],
            apart["method"],
        ]
        named = NAMES_BETWEEN.join(name.loc[step.both])
        rows.append([step.area, step.label, step.before, step.after, found.n, named, *cells])
    columns = ["area", "label", "before", "after", "cities", "names"]
    columns += ["within", "low", "high", "p", "whole", "other_cities", "method"]
    return pd.DataFrame(rows, columns=columns)


def flag_first_asked(cells: pd.DataFrame) -> pd.Series:
    """Whether a cell of the map is the first in which its concept was asked, so that there is nothing it could be the same as."""
    asked = ~cells["status"].isin(SILENT)
    return asked & ~cells[asked].duplicated("concept").reindex(cells.index, fill_value=False)
