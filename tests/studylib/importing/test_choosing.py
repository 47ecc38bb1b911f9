"""Figures chosen of series that stand in the code: what is left out is counted, what is left is in the study's words."""

from __future__ import annotations

import io
from dataclasses import replace

import invented
import pandas as pd
import pytest

from quire.core.errors import Fault
from studylib.importing.choosing import SHOWN, Chosen, Wanted, choose_figures, limit_faults
from studylib.importing.published import Cell, Published, Series

TABLES = {
    name: pd.read_csv(io.StringIO(text), keep_default_na=False)
    for name, text in {
        **{"countries": invented.COUNTRIES, "cities": invented.CITIES, "units": invented.UNITS},
        **{"city_names": invented.CITY_NAMES, "flags": invented.FLAGS},
    }.items()
}
WANTED = Wanted("unemployment", "city", "X1", "%", 0, 100)


def file(
    *series: tuple[dict[str, str], list[Cell]], subject: str = "", power: int = 0
) -> Published:
    """A file of series, each with the keys that differ from a city's and per cent; its first line is 2."""
    own = {"geo": "AA001C", "unit": "%"}
    made = [Series(n, {**own, **keys}, cells, power) for n, (keys, cells) in enumerate(series, 2)]
    return Published("f.csv", "plain", made, "geo", subject, "unit")


def choose(*files: Published, wanted: Wanted = WANTED) -> Chosen:
    return choose_figures(files, wanted, TABLES)


def values(chosen: Chosen) -> list[tuple[str, str, str, str]]:
    return [(one.place, one.year, one.value, one.flag) for one in chosen.figures]


def test_what_is_no_figure_to_show_is_left_out_and_counted() -> None:
    cells = [
        *[Cell("2000", "8.50", "p b"), Cell("2001", "9", "c"), Cell("2002", "", "c")],
        *[Cell("2003-Q1", "7"), Cell("2004", "0")],
    ]
    chosen = choose(file(({}, cells), ({"geo": "ZZ001C"}, [Cell("2000", "1"), Cell("2001", "")])))
    assert chosen.faults == []
    assert values(chosen) == [
        ("AA001C", "2000", "8.5", "break provisional"),
        ("AA001C", "2004", "0", ""),
    ]
    assert (chosen.withheld, chosen.gaps, chosen.converted) == (1, 1, {})
    assert (chosen.periods, chosen.places) == ({"2003-Q1": 1}, {"ZZ001C": 1})
    assert (chosen.figures[1].file, chosen.figures[1].line) == ("f.csv", 2)


def test_yearly_figures_go_before_others_of_a_file() -> None:
    both = file(({"freq": "Q"}, [Cell("2000", "7")]), ({"freq": "A"}, [Cell("2000", "8")]))
    assert values(choose(both)) == [("AA001C", "2000", "8", "")]
    quarterly = file(({"freq": "Q"}, [Cell("2000", "7")]))
    assert values(choose(quarterly)) == [("AA001C", "2000", "7", "")]


@pytest.mark.parametrize("code", ["X1", "unemployment"])
def test_a_statistic_is_told_by_its_code_or_its_name(code: str) -> None:
    some = file(({"indic": "X2"}, [Cell("2000", "1")]), ({"indic": code}, [Cell("2000", "2")]))
    assert values(choose(replace(some, subject="indic"))) == [("AA001C", "2000", "2", "")]


def test_a_file_of_one_other_subject_is_of_a_statistic_without_a_code_alone() -> None:
    other = file(({"indic": "X2"}, [Cell("2000", "1")]), subject="indic")
    (fault,) = choose(other).faults
    assert "X1 is not among its indic" in fault.what
    assert len(choose(other, wanted=replace(WANTED, code="")).figures) == 1


@pytest.mark.parametrize(
    ("value", "fits"), [("0", True), ("10", True), ("10.1", False), ("-0.1", False)]
)
def test_bounds_are_of_the_figure_in_the_studys_unit(value: str, fits: bool) -> None:
    chosen = choose(file(({"unit": "PC"}, [Cell("2000", value)]), power=1))
    assert [len(chosen.figures), len(chosen.faults)] == ([1, 0] if fits else [0, 1])
    assert chosen.converted == {"PC": 1}


@pytest.mark.parametrize("value", ["nan", "inf", "1_0", "1,5", "x"])
def test_what_only_looks_like_a_number_is_a_fault_where_it_stands(value: str) -> None:
    chosen = choose(file(({}, [Cell("2000", "1"), Cell("2001", value)])))
    assert [(one.row, one.column, one.value, one.what) for one in chosen.faults] == [
        (2, "2001", value, "is no number")
    ]


def test_two_files_may_say_the_same_and_not_two_things() -> None:
    first, same = (replace(file(({}, [Cell("2000", text)])), file=text) for text in ("8", "8.0"))
    assert values(choose(first, same)) == [("AA001C", "2000", "8", "")]
    (fault,) = choose(first, file(({}, [Cell("2000", "8", "p")]))).faults
    assert (fault.file, fault.row) == ("f.csv", 2)
    assert fault.what == "AA001C has another figure for 2000 in 8:2"


def test_the_first_faults_of_each_kind_are_named_in_each_file() -> None:
    faults = [
        Fault(file, row, "", "", what, "mend it")
        for row in range(SHOWN + 2, 0, -1)
        for file, what in [("a", "odd"), ("b", "odd")]
    ]
    kept = limit_faults([*faults, Fault("a", 1, "", "", "late", "mend it")])
    assert [(one.file, one.row, one.what) for one in kept] == [
        ("a", 1, "late"),
        *(("a", row, "odd") for row in range(1, 6)),
        ("a", 6, "odd: 2 more"),
        *(("b", row, "odd") for row in range(1, 6)),
        ("b", 6, "odd: 2 more"),
    ]
