"""Cells held against the columns of a schema: what breaks them is named by line, whatever else is wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quire.core.errors import Fault, Faults
from quire.tables import reading
from quire.tables.csvfiles import is_day, read_typed, to_csv
from quire.tables.reading import check_cells, find_dangling
from quire.tables.schemas import TableSchema


def schema(*fields: dict[str, object], **keys: object) -> TableSchema:
    return TableSchema.model_validate({"table": "raw/a", "fields": fields, **keys})


def column(kind: object = "string", **said: object) -> dict[str, object]:
    return {"name": "cell", "type": kind, **said}


def frame(**columns: list[str]) -> pd.DataFrame:
    length = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=range(2, 2 + length), dtype=str)


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("2004-02-29", True),
        ("2005-02-29", False),
        ("2004-13-01", False),
        ("20040301", False),
        ("2004-W10-1", False),
        ("2004-03-01 ", False),
        ("2004-03-01\n", False),
        ("", False),
    ],
)
def test_a_day_is_one_of_the_calendar_in_one_form(cell: str, known: bool) -> None:
    assert is_day(cell) is known


REQUIRED = {"constraints": {"required": True}}


@pytest.mark.parametrize(
    ("said", "cells", "wrong"),
    [
        (column("date", **REQUIRED), ["2004-03-01", "", "soon"], {3, 4}),
        (column("date"), ["2004-03-01", "", "soon"], {4}),
        (column("year"), ["2004", "", "204", "2004.0"], {4, 5}),
        (column("boolean"), ["True", "False", "", "true"], {5}),
        (column("integer"), ["1", "", "1.0", "1.5", "one", "inf"], {5, 6, 7}),
        (column("number"), ["1.5", " 2 ", "", "-inf", "1,5"], {5, 6}),
        (
            column(form="slug", **REQUIRED),
            ["sao-paulo", "", "../etc", "São", "a--b", "a\n"],
            {3, 4, 5, 6, 7},
        ),
        (column(form="slug"), ["sao-paulo", "", "../etc"], {4}),
        (column(form="name"), ["a_1", "1a", "A", ""], {3, 4}),
        (column(form="country"), ["AA", "A", "AAA", "aa"], {3, 4, 5}),
        (
            column(form="addresses"),
            ["https://a.org http://b.org", "https://a.org  http://b.org", "ftp://a.org", "a.org"],
            {3, 4, 5},
        ),
        (column(), ["Graz", "Graz ", "\u00a0Graz", "Bad Ischl"], {3, 4}),
        (column(constraints={"enum": ["one", "two"]}), ["one", "", "three"], {4}),
        (column("integer", constraints={"enum": [1, -1]}), ["1", "-1", "0"], {4}),
        (column("number", constraints={"minimum": 0}), ["0", "-0.1", ""], {3}),
        (column("integer", constraints={"minimum": 1, "maximum": 2}), ["0", "1", "2", "3"], {2, 5}),
        (column(constraints={"maxLength": 3}), ["abc", "abcd"], {3}),
        (column(constraints={"pattern": "a|bc"}), ["a", "bc", "ac", "abc", "a\n", ""], {4, 5, 6}),
    ],
)
def test_cells_of_a_column_are_refused_by_their_line(
    said: dict[str, object], cells: list[str], wrong: set[int]
) -> None:
    _, faults = check_cells(frame(cell=cells), schema(said), "a.csv")
    assert {fault.row for fault in faults} == wrong
    assert all(fault.what and fault.repair for fault in faults)


def test_a_cell_that_is_no_number_is_one_fault_and_missing_in_the_table() -> None:
    said = column("number", constraints={"required": True, "minimum": 0})
    table, (fault,) = check_cells(frame(cell=["1", "x"]), schema(said), "a.csv")
    assert (fault.row, fault.value, fault.what) == (3, "x", "is not a number")
    assert table["cell"].isna().to_list() == [False, True]


def test_words_of_a_column_go_before_the_usual_ones() -> None:
    said = column(form="slug", fault="is no key", repair="ask somebody")
    _, (fault,) = check_cells(frame(cell=["É"]), schema(said), "a.csv")
    assert (fault.what, fault.repair) == ("is no key", "ask somebody")


def test_rows_with_one_key_are_named_all() -> None:
    two = schema(
        {"name": "a", "type": "string"}, {"name": "b", "type": "integer"}, primaryKey=["a", "b"]
    )
    _, faults = check_cells(frame(a=["x", "x", "x"], b=["1", "2", "1"]), two, "a.csv")
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (2, "a + b", "x, 1"),
        (4, "a + b", "x, 1"),
    ]


def test_cells_name_rows_of_other_tables_or_nothing() -> None:
    key = {"fields": ["cell"], "reference": {"resource": "cities", "fields": ["city_code"]}}
    one = schema(column(), foreignKeys=[key])
    cities = pd.DataFrame({"city_code": ["A1"]})
    (fault,) = find_dangling(frame(cell=["A1", "", "B1"]), one, {"cities": cities}, "a.csv")
    assert (fault.row, fault.value, fault.what) == (4, "B1", "unknown cell (not in cities)")
    assert find_dangling(frame(cell=["B1"]), one, {}, "a.csv") == []


def test_what_the_study_wrote_is_read_with_the_same_types() -> None:
    types = {"city": "string", "cities": "integer", "share": "number", "asked": "boolean"}
    table = read_typed(b"city,cities,share,asked\nA,1,,True\n,2,0.1,False\n", types)
    kinds = table.dtypes.astype(str).to_list()
    assert kinds[1:] == ["int64", "float64", "bool"]
    assert table["city"].to_list() == ["A", ""]
    assert table["share"].isna().to_list() == [True, False]
    empty = read_typed(b"city,cities,share,asked\n", types)
    assert empty.dtypes.to_list() == table.dtypes.to_list()


WORDS = st.text(st.characters(exclude_categories=["C"], include_characters="\n\t"))


@example([("  ", 0.5, True)])  # alone in its row
@given(st.lists(st.tuples(WORDS, st.floats(allow_infinity=False), st.booleans()), min_size=1))
def test_what_the_study_writes_it_reads_as_it_was(rows: list[tuple[str, float, bool]]) -> None:
    table = pd.DataFrame(rows, columns=["city", "share", "asked"])
    types = {"city": "string", "share": "number", "asked": "boolean"}
    read = read_typed(to_csv(table), types)
    alone = read_typed(to_csv(table[["city"]]), types)
    assert alone["city"].to_list() == table["city"].to_list()
    assert read["city"].to_list() == table["city"].to_list()
    assert read["share"].to_numpy() == pytest.approx(table["share"].to_numpy(), nan_ok=True)
    assert read["asked"].to_list() == table["asked"].to_list()


def test_of_very_many_faults_the_first_are_marked_and_the_rest_is_counted() -> None:
    many = 30_000
    table = frame(key=["a"] * many, cell=["x"] * many, city=[f"C{n}" for n in range(many)])
    fields: tuple[dict[str, object], ...] = (
        column("integer"),
        dict[str, object](name="key", type="string"),
        dict[str, object](name="city", type="string"),
    )
    to_cities = {"fields": ["city"], "reference": {"resource": "cities", "fields": ["city"]}}
    of = schema(*fields, primaryKey=["key"], foreignKeys=[to_cities])
    _, faults = check_cells(table, of, "a.csv")
    faults += find_dangling(table, of, {"cities": pd.DataFrame({"city": ["C-1"]})}, "a.csv")
    assert len(faults) == 300
    whole = Faults(faults)
    assert whole.what == "90,000 faults, nothing was written"
    said = str(whole).splitlines()[1:]
    assert len(said) == 9
    assert said[-1].startswith("  a.csv:4 ")
    assert [line.endswith("(and 29,997 more of the kind)") for line in said].count(True) == 3


def test_of_very_many_cells_with_blanks_the_first_are_marked_and_the_rest_is_counted() -> None:
    table = frame(cell=[f"C{number} " for number in range(300)])
    _, faults = check_cells(table, schema(column("string")), "a.csv")
    assert len(faults) == 100
    assert Faults(faults).what == "300 faults, nothing was written"
    assert faults[1] == Fault(
        *("a.csv", 3, "cell", "C1 "),
        "begins or ends with a blank",
        "take it out, or write the cell anew",
    )


def test_a_whole_number_that_cannot_be_counted_with_is_a_fault() -> None:
    cells = ["999999999999999", "-9999999999999999", "99999999999999999999", "1" * 400]
    values, faults = check_cells(frame(cell=cells), schema(column("integer")), "a.csv")
    assert values["cell"].to_list() == [999999999999999, pd.NA, pd.NA, pd.NA]
    assert [(fault.row, fault.what) for fault in faults] == [
        (row, "has more digits than can be counted with") for row in (3, 4, 5)
    ]


@pytest.mark.parametrize(
    "cell", ["https://[::1/x", "https://", "http://[x]/", "https://a.org http://[::1/x"]
)
def test_what_cannot_be_taken_apart_is_no_address(cell: str) -> None:
    _, faults = check_cells(
        frame(cell=[cell, "https://a.org"]), schema(column(form="addresses")), "a.csv"
    )
    assert [(fault.row, fault.what) for fault in faults] == [(2, "is no web address")]


def test_a_table_of_too_many_rows_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    path = tmp_path / "a.csv"
    for rows, said in ((3, []), (4, ["has more than 3 rows"])):
        path.write_text("cell\n" + "1\n" * rows)
        tables: dict[str, pd.DataFrame] = {}
        faults = reading.read_into(tables, path, "a.csv", schema(column("integer")))
        assert ([fault.what for fault in faults], list(tables)) == (said, [] if said else ["a"])


@pytest.mark.parametrize(("end", "wrong"), [("", 300), ('"open', 301)])
def test_rows_of_another_length_are_all_counted(tmp_path: Path, end: str, wrong: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text("cell\n" + "1,1\n" * 300 + end)
    faults = reading.read_into({}, path, "a.csv", schema(column("integer")))
    assert Faults(faults).what == f"{wrong} faults, nothing was written"
    assert (len(faults), faults[99].more) == (100 + wrong - 300, 200)
