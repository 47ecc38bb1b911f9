"""Which figures of different editions may stand on one line, and the functions that refuse the rest.

The decisions are data: `framework/comparability.csv` says of each concept and survey how it was
asked. Frames in, frames out; a line is drawn only from what `trace_trend` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from quire.core.errors import StudyError, nearest
from quire.text.messages import _
from studylib.data.perception import ALL_ANSWERS, VALID_ANSWERS
from studylib.data.survey_agreement import SILENT

SAME, REWORDED, RESCALED, PART = _("same"), _("reworded"), _("rescaled"), _("part")
NOT_ASKED, NOT_HERE, NOT_KNOWN = SILENT
"""How an edition asked a concept, seen from the edition before it that asked; the last four speak of the edition alone."""

BASES: dict[str, str] = {ALL_ANSWERS: "favourable_pct", VALID_ANSWERS: "favourable_valid_pct"}
"""What a share can be of, and the column of the answers that has it; the first that all editions of a line have is taken."""

MAP = "data/raw/framework/comparability.csv"


@dataclass(frozen=True)
class Trend:
    """A concept over several editions.

    Attributes
    ----------
    table
        One row an edition, in time: `edition`, `item`, `base` (what the shares are of, the same in
        every row), `segment` (a line joins the editions of one segment only), `cities` and `mean`
        over all cities with a figure, `panel_cities` and `panel_mean` over those that have one in
        every edition asked for.
    panel
        The units of these: cities, each with one and the same area surveyed.
    notes
        Why the line breaks, a sentence for each break.
    """

    concept: str
    table: pd.DataFrame
    panel: tuple[str, ...]
    notes: tuple[str, ...]


Shares = Mapping[tuple[str, str], pd.DataFrame]
"""Answers by edition and item, as `split_answers` gives them: looking through all of them for each line is slow."""


def split_answers(answers: pd.DataFrame) -> Shares:
    """The answers of all editions, by edition and item."""
    groups = answers.groupby(["edition", "item"], sort=False)
    return {(str(edition), str(item)): part for (edition, item), part in groups}


def select_surveys(comparability: pd.DataFrame) -> pd.DataFrame:
    """The map with every survey once, in the order of their years: what is compared is surveys, and editions stand for them.

    Several editions can stand on one survey, and between these nothing can have changed. The latest
    of them that has a concept stands for the survey there.

    >>> table = pd.DataFrame({"concept": "jobs", "survey": ["one", "two", "two"], "wave_year": [1, 4, 4]})
    >>> select_surveys(table.assign(edition=["2002", "2005", "2007"]))["edition"].to_list()
    ['2002', '2007']
    """
    once = comparability.drop_duplicates(["concept", "survey"], keep="last")
    return once.sort_values("wave_year", kind="stable", ignore_index=True)


def trace_trend(
    concept: str, editions: Sequence[str], comparability: pd.DataFrame, shares: Shares
) -> Trend:
    """A concept over the editions asked for, or an error that says why there is none.

    Parameters
    ----------
    concept
        A concept of the map.
    editions
        At least two, in time.
    comparability
        The processed table of all editions, as `select_surveys` gives it.
    shares
        Their answers, of one survey in each edition.

    Raises
    ------
    StudyError
        If the concept or an edition is not in the map, or one of the editions asked it in a way
        that nothing can be joined with; the row of the map is named with its reason. Also if the
        editions' shares are not of the same base.
    """
    rows, breaks = _joined(concept, editions, comparability)
    base, figures = _on_one_base(concept, rows, shares)
    panel = match_cities(*figures.values())
    table = []
    for row in rows:
        each = figures[row["edition"]]
        segment = sum(before <= row["place"] for before, _, _ in breaks)
        cells = [len(each), each.mean(), len(panel), each.loc[panel].mean()]
        table.append([row["edition"], row["item"], base, segment, *cells])
    columns = ["edition", "item", "base", "segment", "cities", "mean", "panel_cities", "panel_mean"]
    notes = tuple(
        _("The line breaks at {edition}: {reason}.", edition=edition, reason=reason)
        for _place, edition, reason in breaks
    )
    return Trend(concept, pd.DataFrame(table, columns=columns), tuple(panel), notes)


def select_shares(shares: Shares, edition: str, item: str, base: str) -> pd.Series:
    """Favourable shares of an item in an edition on a base, by unit (city and area); cities without one are left out.

    Parameters
    ----------
    shares
        The answers of all editions.
    base
        A key of `BASES`.
    """
    rows = shares.get((edition, item))
    if rows is None:
        return pd.Series(dtype=float)
    there = rows["base"] == base if base == ALL_ANSWERS else rows["base"] != ""
    return rows[there].set_index("survey_unit")[BASES[base]].dropna()


def find_bases(shares: Shares, edition: str, item: str) -> set[str]:
    """The bases on which an item has shares in an edition; arguments as in `select_shares`."""
    return {base for base in BASES if len(select_shares(shares, edition, item, base))}


def _on_one_base(
    concept: str, rows: Sequence[dict[str, Any]], shares: Shares
) -> tuple[str, dict[str, pd.Series]]:
    """The shares of every edition on the first base that all of them have."""
    for base in BASES:
        if all(base in find_bases(shares, row["edition"], row["item"]) for row in rows):
            return base, {
                row["edition"]: select_shares(shares, row["edition"], row["item"], base)
                for row in rows
            }
    over = ", ".join(str(row["edition"]) for row in rows)
    raise StudyError(
        f"no trend of {concept!r} over {over}: their shares are not of the same answers",
        where="answers, base",
        repair="compare editions whose shares are of all answers, or of valid answers",
    )


def find_refusal(
    concept: str, editions: Sequence[str], comparability: pd.DataFrame
) -> dict[str, Any] | None:
    """The row of the map that `trace_trend` names when it refuses a concept over some editions; None where it does not refuse.

    Parameters
    ----------
    concept, editions, comparability
        As in `trace_trend`.

    Raises
    ------
    StudyError
        If the concept or an edition is not in the map.
    """
    return _refusing(_path(concept, editions, comparability), editions)


def count_known_in_part(cells: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Editions whose survey asked more than this copy has, or may have: concepts with figures, and concepts that may be lacking.

    Which figures a copy has was decided by others, so that a count of what changed says nothing of
    the rest.

    Parameters
    ----------
    cells
        As `trends.map_cells` gives them.
    """
    lacking = (
        cells["status"].isin([NOT_HERE, NOT_KNOWN]).groupby(cells["edition"], sort=False).sum()
    )
    there = (~cells["status"].isin(SILENT)).groupby(cells["edition"], sort=False).sum()
    counts = zip(there.index, there, lacking, strict=True)
    return {str(edition): (int(number), int(more)) for edition, number, more in counts if more}


def select_common_items(
    items: Sequence[str], editions: Sequence[str], comparability: pd.DataFrame
) -> list[str]:
    """Those of some items that all of the editions asked in the same way: what an area score over editions is made of.

    Parameters
    ----------
    items
        Items of the last edition, for instance those of an area.
    editions, comparability
        As in `trace_trend`.
    """
    last = comparability[comparability["edition"] == editions[-1]].set_index("item")["concept"]
    kept = []
    for item in items:
        if item not in last.index:
            continue
        try:
            _, breaks = _joined(str(last[item]), editions, comparability)
        except StudyError:
            continue
        kept += [] if breaks else [item]
    return kept


def decompose(
    before: pd.Series, after: pd.Series, before_common: pd.Series, after_common: pd.Series
) -> dict[str, float]:
    """The difference of two means taken apart: the same cities, cities that came and went, and method.

    Parameters
    ----------
    before, after
        Figures as each edition published them, by city.
    before_common, after_common
        The same, made in the same way in both; equal to the others where nothing about the method
        changed.

    Returns
    -------
    dict
        `whole`: difference of the means over all cities of each edition. `within`: mean change,
        made in the same way, of the same cities, which are those that have all four figures.
        `method`: what making figures in each edition's own way adds to it in these cities.
        `cities`: what the other cities add. The three sum to the whole.

    Raises
    ------
    StudyError
        If no city has all four figures.

    Notes
    -----
    With means A and B over all cities, a and b over the same cities, and c and d over these for
    figures made in the same way, B - A = (d - c) + [(b - d) - (a - c)] + [(B - b) - (A - a)].

    >>> one, two = pd.Series({"x": 10.0, "y": 20.0}), pd.Series({"x": 14.0, "z": 40.0})
    >>> decompose(one, two, one, two)
    {'whole': 12.0, 'within': 4.0, 'cities': 8.0, 'method': 0.0}
    """
    panel = match_cities(before, after, before_common, after_common)
    if not panel:
        raise StudyError("no city is in both editions", repair="choose editions that share cities")
    whole = after.mean() - before.mean()
    own = after.loc[panel].mean() - before.loc[panel].mean()
    within = after_common.loc[panel].mean() - before_common.loc[panel].mean()
    parts = {"whole": whole, "within": within, "cities": whole - own, "method": own - within}
    return {name: float(value) for name, value in parts.items()}


def match_cities(*figures: pd.Series) -> list[str]:
    """The cities that have every one of some figures, in the order of their codes.

    >>> match_cities(pd.Series({"y": 1.0, "x": 2.0}), pd.Series({"x": 3.0, "y": None}))
    ['x']
    """
    return sorted(set.intersection(*(set(each.dropna().index) for each in figures)))


def _joined(
    concept: str, editions: Sequence[str], comparability: pd.DataFrame
) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """The rows of the map for the editions asked for, and where a line through them breaks: place, edition, reason.

    Also editions between them count, as a change stays when its edition is left out. The first
    one's status says how it stands to what is not asked for, and so does not count.
    """
    path = _path(concept, editions, comparability)
    row = _refusing(path, editions)
    if row is not None:
        over = ", ".join(editions)
        raise StudyError(
            f"no trend of {concept!r} over {over}: edition {row['edition']} has it as {row['status']!r} ({row['reason']})",
            where=f"{MAP}, {concept}",
            repair="compare editions on one side of this one, or choose a concept that is the same in all of them",
        )
    wanted = [row for row in path if row["edition"] in editions]
    breaks = [
        (row["place"], row["edition"], row["reason"])
        for row in path[1:]
        if row["status"] == REWORDED
    ]
    return wanted, breaks


def _refusing(path: list[dict[str, Any]], editions: Sequence[str]) -> dict[str, Any] | None:
    """The first row of the map that stands in the way of a trend."""
    wanted = [row for row in path if row["edition"] in editions]
    refused = [row for row in wanted if row["status"] in {*SILENT, PART}]
    return next(iter([*refused, *(row for row in path[1:] if row["status"] == RESCALED)]), None)


def _path(
    concept: str, editions: Sequence[str], comparability: pd.DataFrame
) -> list[dict[str, Any]]:
    """The rows of the map for a concept from the first edition asked for to the last, in time, each with its place in the map."""
    if len(editions) < 2 or len(set(editions)) < len(editions):
        raise StudyError(
            "a trend needs two editions or more, each once",
            where="editions",
            repair="name them in time",
        )
    known = comparability[comparability["concept"] == concept]
    if known.empty:
        raise StudyError(
            f"no concept {concept!r}",
            where=MAP,
            repair=nearest(concept, set(comparability["concept"])),
        )
    rows = [{str(key): cell for key, cell in row.items()} for row in known.to_dict("records")]
    order = [row["edition"] for row in rows]
    for each in editions:
        if each not in order:
            raise StudyError(
                f"no edition {each!r} in the map",
                where=f"{MAP}, {concept}",
                repair=nearest(each, order),
            )
    places = [order.index(each) for each in editions]
    if places != sorted(places):
        raise StudyError(
            "the editions are not in time",
            where="editions",
            repair=f"name them as {', '.join(order)}",
        )
    return [
        {**row, "place": place}
        for place, row in enumerate(rows)
        if places[0] <= place <= places[-1]
    ]
