"""Answers of governments by group, where bases differ, groups share a name, or the answer is a number."""

from __future__ import annotations

from dataclasses import replace

import governing
import pandas as pd
import pytest

from studylib.findings.governments_tables import list_tables, tabulate_shares, write_heads
from studylib.questions.governments import Survey

SURVEY = governing.survey()
EVERYBODY = ("all", "all")
COLUMNS = ["dimension", "group", "item", "option", "name", "n", "base", "share_pct", "withheld"]


def shares(*rows: tuple[str, str, str, float | None, float | None]) -> pd.DataFrame:
    """Shares by dimension, group, answer, how many chose it, and of how many; withheld where none."""
    made = [
        [dimension, group, "power", name, name, n, base, n and base and 100 * n / base, n is None]
        for dimension, group, name, n, base in rows
    ]
    frame = pd.DataFrame(made, columns=COLUMNS)
    return frame.astype(dict.fromkeys(["n", "base", "share_pct"], float))


DIFFERENT = shares(
    (*EVERYBODY, "Council", 10, 20),
    (*EVERYBODY, "State", 4, 16),
    ("region", "Northland", "Council", 6, 8),
    ("region", "Northland", "State", None, None),
    ("region", "Southland", "Council", None, None),
    ("region", "Southland", "State", None, None),
    ("size", "large", "Council", 6, 12),
    ("size", "large", "State", 1, 10),
)


def number_rows(dimension: str, groups: int) -> pd.DataFrame:
    """Quartiles of so many groups, of which the last is withheld."""
    frame = pd.DataFrame(
        {
            "dimension": dimension,
            "group": [f"Place {number}" for number in range(groups)],
            "answered": 6.0,
            "lower_quartile": 10.0,
            "median": 20.0,
            "upper_quartile": 40.0,
            "withheld": False,
        }
    )
    last = frame.index[-1:]
    frame.loc[last, ["answered", "lower_quartile", "median", "upper_quartile"]] = float("nan")
    frame.loc[last, "withheld"] = True
    return frame


def broken_down(dimension: str, groups: int) -> Survey:
    """The invented survey, broken down by one dimension into so many groups."""
    groups_of = pd.DataFrame(
        {"dimension": dimension, "group": [f"Place {number}" for number in range(groups)]}
    )
    return replace(SURVEY, tallies=groups_of)


def test_each_share_has_its_base_where_bases_differ() -> None:
    (table,) = list_tables(SURVEY, "power", "who", DIFFERENT)
    assert table.id == "towns-2003-who-by-region-size"
    # nothing is known of Southland, so it has no column; a dash stands for one answer of Northland
    assert table.data.columns.to_list() == ["Answer, %", "All", "Northland", "large"]
    assert table.data.to_numpy().tolist() == [
        ["Council", "50 (20)", "75 (8)", "50 (12)"],
        ["State", "25 (16)", "–", "10 (10)"],
    ]
    assert table.caption == (
        "Who has power, by region and size class: 18 town governments, 2003 to 2004. Per cent, "
        "and in brackets of how many. Withheld: Region: Southland"
    )


def test_groups_are_rows_where_the_table_is_turned() -> None:
    rest = DIFFERENT[DIFFERENT["dimension"] == "region"]
    turned = tabulate_shares(SURVEY, rest, DIFFERENT, down=True)
    assert turned.columns.to_list() == ["Group, %", "Council", "State"]
    assert turned.to_numpy().tolist() == [
        ["All", "50 (20)", "25 (16)"],
        ["Northland", "75 (8)", "–"],
    ]


@pytest.mark.parametrize(
    ("with_base", "heads"),
    [
        (True, ["All (n = 1,200)", "Region: Other (n = 9)", "Size class: Other (n = 7)"]),
        (False, ["All", "Region: Other", "Size class: Other"]),
    ],
)
def test_groups_of_one_name_are_told_apart_by_their_breakdown(
    with_base: bool, heads: list[str]
) -> None:
    groups = pd.DataFrame(
        {
            "dimension": ["all", "region", "size"],
            "group": ["all", "Other", "Other"],
            "most": [1200.0, 9.0, 7.0],
            "head": ["a", "b", "c"],
        }
    )
    assert write_heads(groups, with_base).to_dict() == dict(zip("abc", heads, strict=True))


def test_numbers_by_many_groups_are_quartiles_without_those_withheld() -> None:
    (table,) = list_tables(broken_down("place", 9), "staff", "staff", number_rows("place", 9))
    assert table.id == "towns-2003-staff-by-place"
    assert table.data.columns.to_list() == [
        "Group", "Answered, governments", "Lower quartile, people", "Median, people", "Upper quartile, people",
    ]  # fmt: skip
    assert len(table.data) == 8
    assert table.data.iloc[7].to_list() == ["Place 7", 6, 10, 20, 40]
    # a number is not per cent
    assert table.caption == (
        "Staff, by prefecture: 8 town governments, 2003 to 2004. Withheld: Prefecture: Place 8"
    )


def test_numbers_by_few_groups_are_in_the_drawing_alone() -> None:
    assert list_tables(broken_down("place", 8), "staff", "staff", number_rows("place", 8)) == []


def test_a_breakdown_of_which_nothing_is_known_has_no_table() -> None:
    unknown = DIFFERENT.assign(
        share_pct=DIFFERENT["share_pct"].where(DIFFERENT["dimension"] == "all")
    )
    assert list_tables(SURVEY, "power", "who", unknown) == []
