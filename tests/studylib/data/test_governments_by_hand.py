"""Numbers of the two real surveys of governments, followed from raw rows to the processed tables.

The rows are counted by a few lines of this module's own. The numbers written out were counted with
other tools in the files that the raw ones were made from, so that no way of counting is taken at its word.
"""

from __future__ import annotations

import csv
from functools import cache
from statistics import quantiles

import pandas as pd
import pytest
from conftest import ROOT

from quire.core.project import Project
from studylib.data.government_tables import government_tables
from studylib.data.raw import RawData, check

CITIES, JAPAN = "governance-2014", "open-data-japan-2020"
OUT = {"ilo-2", "pasto-2"}
"""Second submissions of two cities, which do not count."""
Row = dict[str, str]


@cache
def read(survey: str, table: str) -> list[Row]:
    path = ROOT / "data" / "raw" / "instruments" / survey / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("respondent") not in OUT]


def who(survey: str, item: str, *values: str) -> set[str]:
    """Who gave one of these answers to an item."""
    rows = [row for row in read(survey, "answers") if row["item"] == item]
    return {row["respondent"] for row in rows if row["value"] in values}


def where(survey: str, **cells: str) -> set[str]:
    rows = read(survey, "respondents")
    return {row["respondent"] for row in rows if all(row[key] == cells[key] for key in cells)}


@pytest.fixture(scope="module")
def raw() -> RawData:
    return check(Project(ROOT))


@pytest.fixture(scope="module")
def made(raw: RawData) -> dict[str, dict[str, pd.DataFrame]]:
    beside = {CITIES: "2019", JAPAN: "2021"}
    return {
        id: government_tables([raw.instruments[id]], edition, raw.tables)
        for id, edition in beside.items()
    }


IN_EUROPE = "AT BE ES FI HU IT NO NL PT RO SE UK"
EUROPE = {one for code in IN_EUROPE.split() for one in where(CITIES, country_code=code)}
PREFECTURES, FUKUOKA = where(JAPAN, kind="prefecture"), where(JAPAN, place="JP-40")
# survey, item, option | options that are no part of the base | group, who is in it | by hand: n, base
TALLIES: list[tuple[str, str, str, str, str, set[str] | None, int, int]] = [
    (CITIES, "q03", "1", "", "all", None, 72, 77),
    (CITIES, "q21", "1", "", "all", None, 30, 76),
    (CITIES, "q38", "5", "", "all", None, 35, 72),
    (CITIES, "q38", "6", "", "all", None, 32, 72),
    (CITIES, "q38", "1", "", "all", None, 31, 72),
    (CITIES, "q38", "13", "", "all", None, 5, 72),
    (CITIES, "q14", "4", "12", "all", None, 11, 69),
    (CITIES, "q26", "5", "7", "all", None, 33, 78),
    (CITIES, "q05a", "1", "7", "all", None, 59, 78),
    (CITIES, "q2501b", "4", "", "all", None, 35, 60),
    (CITIES, "q31", "1", "", "Europe", EUROPE, 30, 37),
    (JAPAN, "no11", "10", "", "all", None, 950, 1714),
    (JAPAN, "no12", "7", "", "all", None, 420, 1714),
    (JAPAN, "no22", "2", "3", "all", None, 160, 990),
    (JAPAN, "no26", "1", "", "prefecture", PREFECTURES, 35, 47),
    (JAPAN, "no04", "1", "6", "Fukuoka", FUKUOKA, 10, 50),
]


@pytest.mark.parametrize(
    ("survey", "item", "option", "apart", "group", "inside", "n", "base"),
    TALLIES,
    ids=[" ".join(case[:3]) for case in TALLIES],
)
def test_a_count_is_that_of_the_raw_rows(
    made: dict[str, dict[str, pd.DataFrame]],
    survey: str,
    item: str,
    option: str,
    apart: str,
    group: str,
    inside: set[str] | None,
    n: int,
    base: int,
) -> None:
    options = {row["value"] for row in read(survey, "answers") if row["item"] == item} - {apart}
    counted = [who(survey, item, option), who(survey, item, *options)]
    assert [len(some if inside is None else some & inside) for some in counted] == [n, base]
    table = made[survey]["government_tallies"]
    keys = (table["item"] == item) & (table["option"] == option) & (table["group"] == group)
    (row,) = table[keys].to_dict("records")
    assert (row["n"], row["base"]) == (n, base)


def test_quartiles_are_those_of_the_raw_numbers(made: dict[str, dict[str, pd.DataFrame]]) -> None:
    staff = [int(row["value"]) for row in read(CITIES, "answers") if row["item"] == "q08"]
    (row,) = made[CITIES]["government_numbers"].query("group == 'all'").to_dict("records")
    assert (len(staff), quantiles(staff, n=4, method="inclusive")) == (66, [491, 1162, 7950])
    assert [row[key] for key in ("answered", "lower_quartile", "median", "upper_quartile")] == [
        *(66, 491, 1162, 7950)
    ]


@pytest.mark.parametrize(
    ("survey", "pair", "both"), [(CITIES, ("q38", "1", "5"), 19), (JAPAN, ("no11", "9", "10"), 187)]
)
def test_pairs_are_named_by_the_same_governments(
    made: dict[str, dict[str, pd.DataFrame]], survey: str, pair: tuple[str, str, str], both: int
) -> None:
    question, first, second = pair
    table = made[survey]["government_pairs"].set_index(["question", "option_a", "option_b"])
    assert len(who(survey, question, first) & who(survey, question, second)) == both
    assert table.loc[pair, "both"] == both


@pytest.mark.parametrize(
    ("survey", "group", "invited", "answered"),
    [
        (CITIES, "all", None, 78),
        (CITIES, "Europe", None, 37),
        (JAPAN, "all", 1788, 1715),
        (JAPAN, "Hokkaido", 180, 120),
    ],
)
def test_participation_is_that_of_the_raw_rows(
    made: dict[str, dict[str, pd.DataFrame]],
    survey: str,
    group: str,
    invited: int | None,
    answered: int,
) -> None:
    table = made[survey]["government_participation"].set_index("group")
    came = {row["respondent"] for row in read(survey, "answers")}
    some = {
        "all": {row["respondent"] for row in read(survey, "respondents")},
        "Europe": EUROPE,
        "Hokkaido": where(survey, place_name="Hokkaido") if survey == JAPAN else set(),
    }[group]
    assert (len(some & came), table.loc[group, "answered"]) == (answered, answered)
    if invited:
        assert (len(some), table.loc[group, "invited"]) == (invited, invited)


def test_the_code_that_stands_twice_in_the_source_is_corrected(raw: RawData) -> None:
    codes = raw.instruments[JAPAN].tables["respondents"].set_index("respondent")["code"]
    assert codes.is_unique
    assert codes[["g0716", "g1570"]].to_list() == ["13220", "40621"]


def test_the_published_counts_are_those_of_all_submissions() -> None:
    # the survey's own site showed these of 80 submissions, two of them of cities that had answered
    path = ROOT / "data" / "raw" / "instruments" / CITIES / "answers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["item"], row["value"]) for row in csv.DictReader(file)]
    shown = [("q03", "1"), ("q21", "1"), ("q38", "5"), ("q38", "6"), ("q38", "1")]
    assert [rows.count(one) for one in shown] == [74, 30, 35, 34, 33]
