"""What an edition stands on: the rows of the framework that counted when it came out.

A row of a versioned table may say `since` which edition it counts and `until` which; an empty cell
is no bound. What other tables say of an item or a city that an edition does not have is left out
with it, so that a row that is added for a later edition changes nothing of an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import pandas as pd

from quire.core.errors import Fault, nearest

SINCE, UNTIL = "since", "until"
BOUNDS = (SINCE, UNTIL)
"""Columns that a versioned table may do without as long as they would be empty."""

VERSIONED = {
    "areas": "area",
    "bands": "lower",
    "cities": "city_code",
    "issues": "issue",
    "items": "item",
    "tree": "node",
    "waves": "wave",
}
"""Tables whose rows may have bounds, and the column that names a row among those of one edition.

A wave is always there; its bounds say in which editions it counts for the panel.
"""

FOLLOWING = (
    ("comparability", "concept", "items"),
    ("comparisons", "item", "items"),
    ("city_names", "city_code", "cities"),
    ("official_statistics", "city_code", "cities"),
    ("survey_places", "city_code", "cities"),
)
"""Tables without bounds, and by which column their rows go with those of another."""


def pin_tables(
    tables: Mapping[str, pd.DataFrame], edition: str, editions: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """The raw tables as an edition stands on them.

    Parameters
    ----------
    tables
        Checked raw tables by name.
    edition, editions
        The edition, and the ids of all editions in time.

    Returns
    -------
    dict
        The same tables without `since` and `until`, and without the rows that do not count for the
        edition.

    >>> items = pd.DataFrame({"item": ["old", "new"], "since": ["", "2004"], "until": ["", ""]})
    >>> pin_tables({"items": items}, "2001", ["2001", "2004"])["items"].to_dict("records")
    [{'item': 'old'}]
    """
    pinned = dict(tables)
    for name in VERSIONED:
        if name in tables:
            counts = _counts(tables[name], edition, editions)
            table = tables[name].drop(columns=list(BOUNDS))
            pinned[name] = (
                table.assign(in_panel=table["in_panel"] & counts)
                if name == "waves"
                else table[counts]
            )
    for name, column, target in FOLLOWING:
        gone = _gone(tables, pinned, target)
        if gone and name in tables:
            pinned[name] = pinned[name][~pinned[name][column].isin(gone)]
    gone = _gone(tables, pinned, "items")
    if gone and "issues" in pinned:
        issues = pinned["issues"]
        pinned["issues"] = issues.assign(item=issues["item"].mask(issues["item"].isin(gone), ""))
    return pinned


def unite_versions(
    tables: Mapping[str, pd.DataFrame], editions: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """The raw tables with every row that counts for some edition once, as it is last; without bounds."""
    place = _places(editions)
    united = dict(tables)
    for name, key in VERSIONED.items():
        if name in tables:
            order = tables[name][SINCE].map(place).fillna(-1)
            last = ~tables[name].iloc[order.argsort(kind="stable")].duplicated(key, keep="last")
            united[name] = tables[name][last.reindex(tables[name].index)].drop(columns=list(BOUNDS))
    return united


def find_version_faults(
    tables: Mapping[str, pd.DataFrame], editions: Sequence[str], place: Mapping[str, str]
) -> Iterator[Fault]:
    """Bounds that are no editions, or the wrong way round, and rows that count twice for one edition.

    Parameters
    ----------
    tables, editions
        As in `pin_tables`.
    place
        The file of each table.
    """
    position = _places(editions)
    for name in [each for each in VERSIONED if each in tables]:
        table = tables[name]
        for column in BOUNDS:
            for row, id in table.loc[~table[column].isin(["", *editions]), column].items():
                repair = nearest(str(id), editions)
                yield Fault(place[name], int(str(row)), column, id, "unknown edition", repair)
        first, last = table[SINCE].map(position), table[UNTIL].map(position)
        for row in table.index[first > last]:
            what, repair = f"is before since, {table.loc[row, SINCE]}", "correct one of the two"
            yield Fault(place[name], int(row), UNTIL, str(table.loc[row, UNTIL]), what, repair)
        yield from _doubled(table, VERSIONED[name], place[name], editions)


def _doubled(table: pd.DataFrame, key: str, where: str, editions: Sequence[str]) -> Iterator[Fault]:
    """Two rows of one name that both count for an edition."""
    for name, rows in table[table.duplicated(key, keep=False)].groupby(key):
        for one, two in combinations(rows.index, 2):
            pair = rows.loc[[one, two]]
            both = [each for each in editions if _counts(pair, each, editions).all()]
            if both:
                what = f"counts twice for edition {both[0]}, also in line {one}"
                yield Fault(where, int(two), key, str(name), what, "end the earlier row with until")


def _counts(table: pd.DataFrame, edition: str, editions: Sequence[str]) -> pd.Series:
    """Whether each row counts for an edition; one with a bound that is no edition counts for none."""
    place = _places(editions)
    first = table[SINCE].map({**place, "": -1})
    last = table[UNTIL].map({**place, "": len(place)})
    return (first <= place[edition]) & (place[edition] <= last)


def _places(editions: Sequence[str]) -> dict[str, int]:
    return {id: number for number, id in enumerate(editions)}


def _gone(
    tables: Mapping[str, pd.DataFrame], pinned: Mapping[str, pd.DataFrame], name: str
) -> set[str]:
    """The keys of a table that an edition does not have."""
    if name not in tables:
        return set()
    key = VERSIONED[name]
    return set(tables[name][key]) - set(pinned[name][key])
