"""What must agree between the files under `data/raw` beyond the keys that their schemas name.

What the tables on surveys must have in common is in `survey_agreement`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.core.project import Project
from quire.tables.faults import find_unknown, mark_file, mark_rows
from studylib.data.editions import Edition
from studylib.data.identities import find_identity_faults
from studylib.data.official_statistics import find_statistics_faults
from studylib.data.survey_agreement import find_survey_disagreements
from studylib.data.tree import find_faults as find_tree_faults
from studylib.data.versions import VERSIONED, find_version_faults, pin_tables, unite_versions

UNKNOWN_BASE = "not known"
"""How the base of a published share begins where nobody knows how many cities it is of."""

SIDES = ("barrier", "enabler", "condition")
"""Kinds of statements in the published surveys that speak of what slows or eases development."""

FRAMEWORK = "data/raw/framework"
PLACES = {name: f"{FRAMEWORK}/{name}.csv" for name in VERSIONED} | {"cities": "data/raw/cities.csv"}


def find_disagreements(
    tables: dict[str, pd.DataFrame], editions: list[Edition], project: Project
) -> list[Fault]:
    """Every fault that shows only when the files are held against each other.

    Parameters
    ----------
    tables
        The tables whose columns and types can be relied on, rows labelled by their line; others are passed over.
    editions
        Those that could be read.
    """
    every, ids = tables, [edition.id for edition in editions]
    tables = unite_versions(every, ids)
    faults = [*_edition_links(editions, tables), *find_survey_disagreements(tables)]
    faults += find_version_faults(every, ids, PLACES)
    if {"tree", "items", "areas"} <= set(tables):
        for own in [pin_tables(every, id, ids) for id in ids] or [tables]:
            faults += _tree(own["tree"], own["items"], own["areas"])
    faults += [*find_statistics_faults(tables), *find_identity_faults(tables)]
    if {"statements", "barrier_surveys"} <= set(tables):
        faults += _elements(tables["statements"], tables["barrier_surveys"])
    if "published_shares" in tables:
        faults += _counts(tables["published_shares"])
    if "members" in tables:
        faults += _members(tables["members"])
    return faults


def _tree(tree: pd.DataFrame, items: pd.DataFrame, areas: pd.DataFrame) -> Iterator[Fault]:
    """What is wrong with an edition's tree of scores by itself, and where it is not of the areas and items that there are."""
    where = f"{FRAMEWORK}/tree.csv"
    yield from find_tree_faults(tree, where)
    tops, leaves = tree["parent"] == "", ~tree["node"].isin(tree["parent"])
    for table, column, in_tree, other in (
        (areas, "area", tops, tops & ~leaves),
        (items, "item", leaves & ~tops, leaves),
    ):
        yield from find_unknown(tree[in_tree], "node", set(table[column]), column, where)
        known, what = set(tree.loc[other, "node"]), f"{column} of framework/tree.csv"
        yield from find_unknown(table, column, known, what, f"{FRAMEWORK}/{column}s.csv")


def _elements(statements: pd.DataFrame, surveys: pd.DataFrame) -> list[Fault]:
    """Statements on barriers and enablers that no element is given for."""
    lacking = surveys["kind"].isin(SIDES) & ~surveys["element"].isin(statements["statement"])
    where, repair = "data/raw/barrier_surveys.csv", "give its element in framework/statements.csv"
    return mark_rows(surveys, lacking, "element", where, "has no element", repair)


def _counts(table: pd.DataFrame) -> Iterator[Fault]:
    """Published shares that no whole number of cities gives, however it is rounded, and unknown bases that do not say so."""
    where = "data/raw/published_shares.csv"
    cities = table["cities_n"].astype("float64")
    count = table["share_pct"] * cities / 100
    odd = (100 * (count.round() - count) / cities).abs() > 0.5
    words = "no number of " + table["cities_n"].astype(str) + " cities is that share"
    yield from mark_rows(table, odd, "share_pct", where, words, "look at the source")
    # without a number the check above cannot be made, and the row has to admit that
    silent = cities.isna() != table["base"].str.startswith(UNKNOWN_BASE)
    what = "does not fit the number of cities"
    repair = f"write '{UNKNOWN_BASE}' and why where the number of cities is empty, and only there"
    yield from mark_rows(table, silent, "base", where, what, repair)


def _members(table: pd.DataFrame) -> Iterator[Fault]:
    """Members that left before they joined, and cities that are members twice at a time."""
    where, repair = "data/raw/members.csv", "correct one of the two"
    odd = (table["left_on"] != "") & (table["left_on"] < table["joined_on"])
    yield from mark_rows(table, odd, "left_on", where, "is before the day of joining", repair)
    rows = table.sort_values("joined_on", kind="stable").astype(object)
    city = [rows["city"].str.casefold(), rows["country_code"]]
    last = rows["left_on"].where(rows["left_on"] != "", "9999").groupby(city).shift(fill_value="")
    what = "is a member already, under another key"
    yield from mark_rows(rows, rows["joined_on"] < last, "member", where, what, "keep one row")


def _edition_links(editions: list[Edition], tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Areas and waves of editions that the framework does not have."""
    for edition in editions:
        where = f"data/raw/editions/{edition.id}.yml"
        waves = (edition.wave,) if edition.wave else ()
        for table, column, words in (("areas", "area", edition.areas), ("waves", "wave", waves)):
            known = set(tables[table][column]) if table in tables else set(words)
            for word in set(words) - known:
                what = f"unknown {column}"
                yield mark_file(where, what, nearest(word, known), table, word)
