"""What must agree between the files under `data/raw`: no cell names a city, item, wave or edition that is not there.

What one table must look like by itself is in `schemas`.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.core.project import Project
from studylib.data.editions import Edition
from studylib.data.references import REFERENCES, find_strangers
from studylib.data.schemas import FIGURES, FRAMEWORK, SIDES
from studylib.data.sources import Source, find_rows
from studylib.data.survey_agreement import find_survey_disagreements
from studylib.data.tree import find_faults as tree_faults
from studylib.data.versions import find_version_faults, pin_tables, unite_versions

FRAMEWORK_KEYS = {
    "areas": "area",
    "items": "item",
    "waves": "wave",
    "surveys": "survey",
    "codebook": "item",
    "countries": "country_code",
    "statistics": "statistic",
    "cities": "city_code",
    "issues": "issue",
    "elements": "element",
    "barrier_surveys": "element",
}
"""The column by which other tables refer to a table."""

UNKNOWN_BASE = "not known"
"""How the base of a published share begins where nobody knows how many cities it is of."""


def find_disagreements(
    tables: dict[str, pd.DataFrame],
    editions: list[Edition],
    sources: dict[str, Source],
    project: Project,
) -> list[Fault]:
    """Every fault that shows only when the files are held against each other.

    Parameters
    ----------
    tables
        The tables whose columns and types can be relied on, rows labelled by their line; others are passed over.
    editions, sources
        Those that could be read.
    """
    every, ids = tables, [each.id for each in editions]
    tables = unite_versions(every, ids)
    trees = [pin_tables(every, each, ids) for each in ids] or [tables]
    return [
        *_unknown_files(project),
        *_references(tables, editions, project),
        *find_version_faults(every, ids, {name: _place(name) for name in every}),
        *dict.fromkeys(fault for each in trees for fault in _tree(each)),
        *_bounds(tables),
        *_elements(tables),
        *_counts(tables),
        *find_survey_disagreements(tables),
        *_members(tables),
        *_edition_links(editions, tables),
        *_caveats(tables, sources),
    ]


def _place(table: str) -> str:
    """The file of a table, for a fault."""
    return f"data/raw/{'framework/' if table in FRAMEWORK else ''}{table}.csv"


def _unknown_files(project: Project) -> list[Fault]:
    """Tables and sidecars that nothing reads, misspelt ones most likely."""
    known = {*FIGURES}
    odd = [
        path
        for path in sorted(project.raw.glob("*.*"))
        if path.stem not in known and path.suffix in {".csv", ".yml"}
    ]
    odd_framework = [
        path
        for path in sorted((project.raw / "framework").glob("*.csv"))
        if path.stem not in FRAMEWORK
    ]
    odd_editions = [
        path for path in sorted((project.raw / "editions").glob("*")) if path.suffix != ".yml"
    ]
    return [
        *(
            Fault(
                project.relative(path),
                0,
                "",
                "",
                "nothing reads this file",
                nearest(path.stem, known),
            )
            for path in odd
        ),
        *(
            Fault(
                project.relative(path),
                0,
                "",
                "",
                "nothing reads this file",
                nearest(path.stem, FRAMEWORK),
            )
            for path in odd_framework
        ),
        *(
            Fault(project.relative(path), 0, "", "", "is no edition file", "name it <year>.yml")
            for path in odd_editions
        ),
    ]


def _references(
    tables: dict[str, pd.DataFrame], editions: list[Edition], project: Project
) -> list[Fault]:
    """Cells that name a city, item, area, wave or edition that does not exist."""
    files = {path.stem for path in (project.raw / "editions").glob("*.yml")}
    targets = {
        name: set(table[FRAMEWORK_KEYS[name]])
        for name, table in tables.items()
        if name in FRAMEWORK_KEYS
    }
    targets["editions"] = files | {each.id for each in editions}
    faults: list[Fault] = []
    for each in REFERENCES:
        if each.table in tables and each.target in targets:
            faults += find_strangers(
                tables[each.table], each.column, targets[each.target], each.what, _place(each.table)
            )
    return faults


def _tree(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """What is wrong with an edition's tree of scores by itself, and where it is not of the areas and items that there are."""
    if not {"tree", "items", "areas"} <= set(tables):
        return []
    tree, where = tables["tree"], _place("tree")
    faults = tree_faults(tree, where)
    tops, leaves = tree["parent"] == "", ~tree["node"].isin(tree["parent"])
    faults += find_strangers(tree[tops], "node", set(tables["areas"]["area"]), "area", where)
    faults += find_strangers(
        tree[leaves & ~tops], "node", set(tables["items"]["item"]), "item", where
    )
    faults += find_strangers(
        tables["items"],
        "item",
        set(tree.loc[leaves, "node"]),
        "item of framework/tree.csv",
        _place("items"),
    )
    return faults + find_strangers(
        tables["areas"],
        "area",
        set(tree.loc[tops & ~leaves, "node"]),
        "area of framework/tree.csv",
        _place("areas"),
    )


def _bounds(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Statistics outside the bounds that `framework/statistics.csv` gives, or in a table that is not theirs."""
    if "statistics" not in tables:
        return []
    frame = tables["statistics"].set_index("statistic")
    faults: list[Fault] = []
    for name in ("city_statistics", "national_egovernment"):
        if name not in tables:
            continue
        table = tables[name]
        low = table["statistic"].map(frame["minimum"]).astype("float64")
        high = table["statistic"].map(frame["maximum"]).astype("float64")
        astray = table["statistic"].map(frame["table"]).fillna(name) != name
        for row in table.index[astray]:
            what, repair = (
                "this statistic belongs to another table",
                "see the column table of framework/statistics.csv",
            )
            faults.append(
                Fault(
                    _place(name),
                    int(row),
                    "statistic",
                    str(table.loc[row, "statistic"]),
                    what,
                    repair,
                )
            )
        for row in table.index[(table["value"] < low) | (table["value"] > high)]:
            statistic = str(table.loc[row, "statistic"])
            what = f"is impossible for {statistic}"
            repair = "declare a correction in the sidecar, or mend the bounds in framework/statistics.csv"
            faults.append(
                Fault(_place(name), int(row), "value", str(table.loc[row, "value"]), what, repair)
            )
    return faults


def _elements(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Statements on barriers and enablers that no element is given for, and issues beside an item that there is not."""
    faults: list[Fault] = []
    if {"statements", "barrier_surveys"} <= set(tables):
        surveys = tables["barrier_surveys"]
        told = set(tables["statements"]["statement"])
        for row, text in surveys.loc[
            surveys["kind"].isin(SIDES) & ~surveys["element"].isin(told), "element"
        ].items():
            repair = "give its element in framework/statements.csv"
            faults.append(
                Fault(
                    _place("barrier_surveys"),
                    int(str(row)),
                    "element",
                    text,
                    "has no element",
                    repair,
                )
            )
    if {"issues", "items"} <= set(tables):
        issues = tables["issues"]
        items = set(tables["items"]["item"])
        faults += find_strangers(
            issues[issues["item"] != ""], "item", items, "item", _place("issues")
        )
    return faults


def _counts(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Published shares that no whole number of cities gives, however it is rounded, and unknown bases that do not say so."""
    if "published_shares" not in tables:
        return []
    table, where = tables["published_shares"], _place("published_shares")
    cities = table["cities_n"].astype("float64")
    count = table["share_pct"] * cities / 100
    odd = (100 * (count.round() - count) / cities).abs() > 0.5
    # without a number the check above cannot be made, and the row has to admit that
    silent = cities.isna() != table["base"].str.startswith(UNKNOWN_BASE)
    repair = f"write '{UNKNOWN_BASE}' and why where the number of cities is empty, and only there"
    faults = [
        Fault(where, int(str(row)), "base", base, "does not fit the number of cities", repair)
        for row, base in table.loc[silent, "base"].items()
    ]
    return faults + [
        Fault(
            where,
            int(str(row)),
            "share_pct",
            f"{share:g}",
            f"no number of {n} cities is that share",
            "look at the source",
        )
        for row, share, n in zip(
            table.index[odd], table.loc[odd, "share_pct"], table.loc[odd, "cities_n"], strict=True
        )
    ]


def _members(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Members that left before they joined."""
    if "members" not in tables:
        return []
    table = tables["members"]
    odd = table[(table["left_on"] != "") & (table["left_on"] < table["joined_on"])]
    what, repair = "is before the day of joining", "correct one of the two"
    return [
        Fault(_place("members"), int(str(row)), "left_on", day, what, repair)
        for row, day in odd["left_on"].items()
    ]


def _edition_links(editions: list[Edition], tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Areas and waves of editions that the framework does not have."""
    faults: list[Fault] = []
    checks: list[tuple[str, str, Callable[[Edition], tuple[str, ...]]]] = [
        ("areas", "area", lambda each: each.areas),
        ("waves", "wave", lambda each: (each.wave,) if each.wave else ()),
    ]
    for table, column, words in checks:
        if table not in tables:
            continue
        valid = set(tables[table][column])
        for edition in editions:
            where = f"data/raw/editions/{edition.id}.yml"
            unknown = [word for word in words(edition) if word not in valid]
            faults += [
                Fault(where, 0, table, word, f"unknown {column}", nearest(word, valid))
                for word in unknown
            ]
    return faults


def _caveats(tables: dict[str, pd.DataFrame], sources: dict[str, Source]) -> list[Fault]:
    """Declared caveats whose row is no longer there."""
    faults: list[Fault] = []
    for name, source in sources.items():
        if name not in tables:
            continue
        for each in source.caveats:
            if find_rows(tables[name].astype(str), each.row).empty:
                row = ", ".join(f"{column}={value}" for column, value in each.row.items())
                sidecar = _place(name).removesuffix(".csv") + ".yml"
                faults.append(
                    Fault(
                        sidecar,
                        0,
                        "caveats",
                        row,
                        "a declared caveat finds no row",
                        "name a row, or delete it",
                    )
                )
    return faults
