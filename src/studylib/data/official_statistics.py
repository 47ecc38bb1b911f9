"""Official statistics: what must agree in their table, whom each figure is credited to, and what its publisher says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from quire.core.errors import Fault
from quire.tables.faults import mark_file, mark_rows
from quire.tables.sources import Sidecar, credit, find_rows
from studylib.data.perception import join_notes

TABLE = "official_statistics"
WHERE, SIDECAR = f"data/raw/{TABLE}.csv", f"data/raw/{TABLE}.yml"
PLACE = {"city": "city_code", "country": "country_code"}
"""Column that names the place of a figure, by the level of its statistic."""


def find_statistics_faults(tables: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Figures without the place of their level, in another unit, outside the bounds, or with a flag that nobody knows.

    Parameters
    ----------
    tables
        The raw tables that can be relied on: this one, `statistics` and `flags`; of what is missing nothing is said.
    """
    if not {TABLE, "statistics", "flags"} <= set(tables):
        return
    table, known = tables[TABLE], tables["statistics"].set_index("statistic")
    own = table["statistic"].map(known["level"])
    for level, column in PLACE.items():
        lacking = (own == level) & (table[column] == "")
        what, repair = f"is empty in a statistic of {level}", "fill it in"
        yield from mark_rows(table, lacking, column, WHERE, what, repair)
        beyond = own.notna() & (own != level) & (table[column] != "")
        what, repair = (
            f"names a {level} in a statistic of another level",
            "see framework/statistics.csv",
        )
        yield from mark_rows(table, beyond, column, WHERE, what, repair)
    unit = table["statistic"].map(known["unit"])
    words, repair = "is not the unit of " + table["statistic"], "see framework/statistics.csv"
    yield from mark_rows(
        table, unit.notna() & (table["unit"] != unit), "unit", WHERE, words, repair
    )
    low = table["statistic"].map(known["minimum"]).astype("float64")
    high = table["statistic"].map(known["maximum"]).astype("float64")
    outside = (table["value"] < low) | (table["value"] > high)
    repair = "declare a correction in the sidecar, or mend the bounds in framework/statistics.csv"
    words = "is impossible for " + table["statistic"]
    yield from mark_rows(table, outside, "value", WHERE, words, repair)
    yield from _odd_flags(table, tables["flags"])


def _odd_flags(table: pd.DataFrame, flags: pd.DataFrame) -> Iterator[Fault]:
    kept = flags.set_index("flag")["kept"]
    for what, words, repair in (
        ("is no flag", set(kept.index), "see framework/flags.csv"),
        ("is of figures that are not shown", set(kept.index[kept]), "take the row out"),
    ):
        wrong = [not set(cell.split()) <= words for cell in table["flag"]]
        odd = pd.Series(wrong, table.index, dtype=bool)
        yield from mark_rows(table, odd, "flag", WHERE, what, repair)
        table = table[~odd]


def find_uncredited(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, Sidecar]
) -> Iterator[Fault]:
    """Figures of a dataset that the sidecar does not tell of, and datasets that have no figure."""
    if TABLE not in tables or TABLE not in sources:
        return
    told = {one.label for one in sources[TABLE].origins}
    label = label_rows(tables[TABLE])
    what, repair = (
        f"stands with a dataset that {TABLE}.yml does not tell of",
        "add it under sources",
    )
    yield from mark_rows(tables[TABLE], ~label.isin(told), "dataset", WHERE, what, repair)
    for name in sorted(told - set(label)):
        yield mark_file(SIDECAR, "no row is of this dataset", "delete it", "sources", name)


def label_rows(table: pd.DataFrame) -> pd.Series:
    """Whom each figure is credited to: publisher and dataset."""
    pairs = zip(table["publisher"], table["dataset"], strict=True)
    return pd.Series([credit(*pair) for pair in pairs], table.index, dtype=object)


def tell_rows(table: pd.DataFrame, flags: pd.DataFrame, source: Sidecar) -> pd.DataFrame:
    """The figures with `source`, whom each is credited to, and `caveat`, what a reader should know of it.

    Parameters
    ----------
    table, flags
        The raw tables.
    source
        The sidecar, whose caveats count beside the flags.
    """
    words = [
        (
            meaning,
            pd.Series([flag in cell.split() for cell in table["flag"]], table.index, dtype=bool),
        )
        for flag, meaning in zip(flags["flag"], flags["meaning"], strict=True)
        if table["flag"].str.contains(flag, regex=False).any()
    ]
    text = table.astype(str)
    own = [
        (one.what, pd.Series(table.index.isin(find_rows(text, one.row)), table.index))
        for one in source.caveats
    ]
    return table.assign(source=label_rows(table), caveat=join_notes([*words, *own], table.index))
