"""Whole columns that are in another unit, turned round or copied: each put into sound invented tables, and found once."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from quire.core.errors import Fault
from studylib.data.magnitudes import find_copies, find_misfits

PLACES = [f"P{number:02}" for number in range(24)]
WAVES = ["2001", "2004", "2007"]
ITEMS = ["parks", "trams", "noise"]
Tables = dict[str, pd.DataFrame]


def sound() -> Tables:
    """Shares, issues and inhabitants of 24 places in three waves, in which each place stays much as it was."""
    chance, shares, named, people, levels = random.Random(1), [], [], [], {}
    for number, place in enumerate(PLACES):
        for item in ITEMS:
            levels[place, item] = chance.uniform(20, 80)
        for wave in WAVES:
            for item in ITEMS:
                value = round(levels[place, item] + chance.uniform(-3, 3), 1)
                shares.append([wave, item, place, value, "all answers"])
                named.append([wave, item, place, round(value / 2)])
            people.append(["population", place, "", int(wave), 1000.0 * (1 + number) + int(wave)])
    tables = {
        "perception_shares": pd.DataFrame(
            shares, columns=["wave", "item", "city_code", "positive_pct", "base"]
        ),
        "priorities": pd.DataFrame(named, columns=["wave", "issue", "place", "named_pct"]),
        "official_statistics": pd.DataFrame(
            people, columns=["statistic", "city_code", "country_code", "year", "value"]
        ),
    }
    for table in tables.values():
        table.index += 2
    return tables


def spoilt(spoil: Callable[[Tables], object]) -> tuple[list[Fault], list[Fault]]:
    tables = sound()
    tables = {
        name: table.astype({table.columns[3]: float}) if name == "priorities" else table
        for name, table in tables.items()
    }
    spoil(tables)
    return find_misfits(tables, {})


def times(name: str, column: str, when: tuple[str, object], by: float) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        table = tables[name]
        table.loc[table[when[0]] == when[1], column] *= by

    return spoil


def test_sound_tables_have_nothing() -> None:
    assert find_misfits(sound(), {}) == ([], [])


@pytest.mark.parametrize(
    ("name", "column", "when", "by", "said", "rows"),
    [
        ("perception_shares", "positive_pct", ("wave", "2004"), 0.01, "100 times smaller", 72),
        ("priorities", "named_pct", ("wave", "2007"), 0.01, "100 times smaller", 72),
        ("official_statistics", "value", ("year", 2004), 0.001, "1,000 times smaller", 24),
        ("official_statistics", "value", ("year", 2007), 1000, "1,000 times larger", 24),
    ],
)
def test_a_wave_in_another_unit_is_one_fault(
    name: str, column: str, when: tuple[str, object], by: float, said: str, rows: int
) -> None:
    (fault,), doubts = spoilt(times(name, column, when, by))
    assert (fault.file, fault.column) == (f"data/raw/{name}.csv", column)
    assert f"{when[1]} is about {said} than in" in fault.what
    assert f"({rows} rows, first lines " in fault.what
    assert "unit of the column" in fault.repair
    assert doubts == []


def test_one_item_of_a_wave_in_another_unit_is_named() -> None:
    def spoil(tables: Tables) -> None:
        table = tables["perception_shares"]
        table.loc[(table["item"] == "trams") & (table["wave"] == "2004"), "positive_pct"] /= 100

    (fault,), _doubts = spoilt(spoil)
    assert "2004 is about 100 times smaller than in 2001, in trams, all answers" in fault.what
    assert "24 rows" in fault.what


def test_parts_of_one_are_seen_without_a_wave_before() -> None:
    def spoil(tables: Tables) -> None:
        table = tables["perception_shares"]
        tables["perception_shares"] = table[table["wave"] == "2001"].assign(
            positive_pct=lambda rows: rows["positive_pct"] / 100
        )

    (fault,), _doubts = spoilt(spoil)
    assert "2001 has parts of 1 where per cent are meant (72 rows, first lines 2, 3 and 4)" in (
        fault.what
    )


@pytest.mark.parametrize("turn", [lambda share: 100 - share, lambda share: -share])
def test_an_item_that_reads_the_other_way_round_is_a_fault(
    turn: Callable[[pd.Series], pd.Series],
) -> None:
    def spoil(tables: Tables) -> None:
        table = tables["perception_shares"]
        at = (table["item"] == "parks") & (table["wave"] == "2007")
        table.loc[at, "positive_pct"] = turn(table.loc[at, "positive_pct"])

    (fault,), _doubts = spoilt(spoil)
    assert "parks, all answers of 2007 reads the other way round than in 2004" in fault.what


def test_numbers_with_a_minus_that_is_not_there_are_a_fault() -> None:
    def spoil(tables: Tables) -> None:
        table = tables["official_statistics"]
        # all places much alike, so that their order says nothing
        table["value"] = 1000.0 + table.index % 7
        table.loc[table["year"] == 2007, "value"] *= -1

    faults, _doubts = spoilt(spoil)
    assert any("population of 2007 reads the other way round" in fault.what for fault in faults)


def put_wave(tables: Tables) -> None:
    """The figures of 2001 once more as those of 2004."""
    table = tables["perception_shares"]
    old = table.loc[table["wave"] == "2001", "positive_pct"].to_numpy()
    table.loc[table["wave"] == "2004", "positive_pct"] = old


def put_item(tables: Tables) -> None:
    table = tables["priorities"]
    at = table["wave"] == "2004"
    old = table.loc[at & (table["issue"] == "parks"), "named_pct"].to_numpy()
    table.loc[at & (table["issue"] == "noise"), "named_pct"] = old


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (put_wave, "2004 has the figures of 2001 (72 rows"),
        (put_item, "parks has the figures of noise in 2004 (24 rows"),
    ],
)
def test_a_copied_wave_or_item_is_one_fault(spoil: Callable[[Tables], None], said: str) -> None:
    (fault,), _doubts = spoilt(spoil)
    assert said in fault.what


def test_a_city_that_is_a_copy_in_statistics_is_a_fault() -> None:
    def spoil(tables: Tables) -> None:
        rows = [
            ["population", place, "", year, 1000.0 + 7 * year + number * (place == "C")]
            for place in ("A", "B", "C")
            for number, year in enumerate(range(2000, 2012))
        ]
        columns = tables["official_statistics"].columns
        tables["official_statistics"] = pd.DataFrame(rows, columns=columns, index=range(2, 38))

    (fault,), _doubts = spoilt(spoil)
    assert "B has the figures of A in population (12 rows, first lines 14, 15 and 16)" in fault.what


def test_an_answer_that_is_a_copy_of_another_is_a_fault() -> None:
    rows = [[wave, item, place] for wave in WAVES for item in ITEMS for place in PLACES]
    table = pd.DataFrame(rows, columns=["wave", "item", "place"], index=range(2, 2 + len(rows)))
    chance = random.Random(2)
    for part in ("agree_strongly", "agree", "disagree", "disagree_strongly", "no_answer"):
        table[f"{part}_pct"] = [chance.uniform(1, 40) for _row in rows]
    table["not_applicable_pct"] = float("nan")
    table["disagree_pct"] = table["agree_pct"].where(table["wave"] == "2004", table["disagree_pct"])
    faults, _doubts = find_misfits({"perception": table}, {})
    assert [(fault.column, fault.what[:40]) for fault in faults if "agree_pct" in fault.what] == [
        ("disagree_pct", "has the figures of agree_pct in 2004 (72")
    ]


def test_a_single_odd_row_is_told_and_no_fault() -> None:
    def spoil(tables: Tables) -> None:
        table = tables["official_statistics"]
        at = (table["city_code"] == "P05") & (table["year"] == 2004)
        table.loc[at, "value"] /= 1000

    faults, (doubt,) = spoilt(spoil)
    assert faults == []
    assert "2004 is more than 10 times off all other years: population of P05 (1 row" in doubt.what


def governments(unit: str) -> dict[str, pd.DataFrame]:
    """Ten governments with the part of their streets that are lit, and their inhabitants in thousands."""
    names = [f"g{number}" for number in range(10)]
    return {
        "questions": pd.DataFrame({"question": ["lit"], "kind": ["decimal"], "unit": [unit]}),
        "items": pd.DataFrame({"item": ["lit"], "question": ["lit"]}),
        "answers": pd.DataFrame(
            {"respondent": names, "item": "lit", "value": [f"0.{9 - k}5" for k in range(10)]},
            index=range(2, 12),
        ),
        "respondents": pd.DataFrame(
            {
                "respondent": names,
                "city_code": PLACES[:10],
                "population": [1.0 + k for k in range(10)],
            },
            index=range(2, 12),
        ),
    }


@pytest.mark.parametrize(("unit", "parts"), [("%", True), ("km", False)])
def test_numbers_and_inhabitants_of_governments_are_held_to_their_unit(
    unit: str, parts: bool
) -> None:
    faults, _doubts = find_misfits(sound(), {"survey-1": governments(unit)})
    told = {fault.file.rsplit("/", 1)[-1]: fault.what for fault in faults}
    assert "parts of 1" in told.pop("answers.csv", "") if parts else "answers.csv" not in told
    assert "times smaller than in official figures" in told["respondents.csv"]


def test_copies_are_pairs_of_rows() -> None:
    one, other = list(range(10)), list(range(10, 20))
    assert list(find_copies(pd.DataFrame([one, other, one]))) == [(0, 2)]


def test_a_copy_is_found_among_many_columns_wherever_it_differs_and_has_gaps() -> None:
    chance = np.random.default_rng(1)
    values = chance.uniform(0, 100, (40, 200)).round(1)
    values[chance.uniform(size=values.shape) < 0.2] = np.nan
    # of 200 figures in common seven may differ; of the last row eleven do, and of 200 twice a fifth are missing
    values[30], values[39] = values[3], values[4]
    values[30, :7] += 1
    values[39, ::18] += 1
    values[30, 100:150] = np.nan
    assert list(find_copies(pd.DataFrame(values))) == [(3, 30)]


def test_the_studys_own_figures_have_nothing_to_look_at_and_a_wave_of_them_as_parts_has() -> None:
    kinds = {"wave": str, "place": str, "city_code": str, "country_code": str}
    tables = {
        name: pd.read_csv(ROOT / f"data/raw/{name}.csv", dtype=kinds)
        for name in ("perception_shares", "official_statistics")
    }
    texts = ["city_code", "country_code"]
    tables["official_statistics"][texts] = tables["official_statistics"][texts].fillna("")
    assert find_misfits(tables, {}) == ([], [])
    shares = tables["perception_shares"]
    spoilt = shares["wave"] == "2023"
    shares.loc[spoilt, "positive_pct"] /= 100
    (fault,), _doubts = find_misfits(tables, {})
    assert f"2023 has parts of 1 where per cent are meant ({spoilt.sum():,} rows" in fault.what
