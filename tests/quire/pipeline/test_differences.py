"""Differences between two sets of values, each worked out on paper."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.pipeline.differences import Difference, as_text, compare, report, same

TABLE = "town,year,share\nGraz,2012,10.5\nWien,2012,20\nWien,2015,30\n"


def values(**stated: tuple[object, str]) -> bytes:
    return json.dumps(
        {name: {"value": value, "text": text} for name, (value, text) in stated.items()}
    ).encode()


def test_the_same_values_differ_in_nothing() -> None:
    files = {"page/values.json": values(n=(3, "3 towns")), "page/figures/t.csv": TABLE.encode()}
    assert compare(files, dict(files)) == []


def test_a_cell_is_found_by_the_fewest_leading_columns() -> None:
    found = compare(
        {"page/figures/t.csv": TABLE.encode()},
        {"page/figures/t.csv": TABLE.replace("30", "33").encode()},
    )
    # the town alone does not part the rows, town and year do
    assert found == [
        Difference("page", "t", (("town", "Wien"), ("year", "2015")), "share", "30", "33")
    ]
    assert found[0].change == 3
    assert not found[0].added


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            "town,year,share\nGraz,2012,10.5\nWien,2012,20\n",
            [((("town", "Wien"), ("year", "2015")), "", "a row", None)],
        ),
        (TABLE + "Linz,2015,1\n", [((("town", "Linz"), ("year", "2015")), "", None, "a row")]),
        (
            TABLE.replace("share", "part"),
            [((), "share", "a column", None), ((), "part", None, "a column")],
        ),
        (TABLE.replace("10.5", "10.500000000000002"), []),
        (TABLE.replace("2012,20", "2012,20.0"), []),
        (TABLE.replace("10.5", ""), [((("town", "Graz"), ("year", "2012")), "share", "10.5", "")]),
    ],
)
def test_rows_and_columns_that_come_and_go(changed: str, expected: list[object]) -> None:
    found = compare(
        {"page/figures/t.csv": TABLE.encode()}, {"page/figures/t.csv": changed.encode()}
    )
    assert [(each.row, each.column, each.old, each.new) for each in found] == expected


def test_rows_that_nothing_tells_apart_are_counted() -> None:
    found = compare(
        {"p/figures/t.csv": b"a,b\nx,1\nx,1\n"}, {"p/figures/t.csv": b"a,b\nx,1\nx,2\n"}
    )
    # here both columns together part the rows of the new table but not those of the old one
    assert found == [Difference("p", "t", (("row", "2"),), "b", "1", "2")]


def test_a_whole_table_or_page_that_comes_or_goes() -> None:
    found = compare({"p/figures/t.csv": b"a\nx\n"}, {"q/values.json": values(n=(1, "one"))})
    assert found == [
        Difference("p", "t", (), "", "1 rows", None),
        Difference("q", "n", (), "", None, "1"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "columns"),
    [
        ((3, "3 towns are here"), (3, "there are 3 towns"), []),
        ((3, "3 towns of 10"), (3, "3 towns of 12"), ["text"]),
        ((3, "3 towns"), (4, "4 towns"), ["value", "text"]),
        (("Half of 8 towns", "Half of 8 towns"), ("Of 8 towns, half", "Of 8 towns, half"), []),
        (("Graz", "Graz"), ("Wien", "Wien"), ["value"]),
        ((None, "not known"), (2, "2"), ["value", "text"]),
        ((1.5, "1.5"), (1.5000000000000002, "1.5"), []),
    ],
)
def test_sentences_are_held_to_their_numbers_and_values_to_themselves(
    old: tuple[object, str], new: tuple[object, str], columns: list[str]
) -> None:
    found = compare({"p/values.json": values(n=old)}, {"p/values.json": values(n=new)})
    assert [each.column for each in found] == columns


@given(
    st.dictionaries(st.text("abc", min_size=1), st.integers(0, 9)),
    st.dictionaries(st.text("abc", min_size=1), st.integers(0, 9)),
)
def test_every_difference_and_no_other_is_found(one: dict[str, int], two: dict[str, int]) -> None:
    tables = [
        ("key,n\n" + "".join(f"{key},{n}\n" for key, n in each.items())).encode()
        for each in (one, two)
    ]
    found = compare({"p/figures/t.csv": tables[0]}, {"p/figures/t.csv": tables[1]})
    assert {(dict(each.row)["key"], each.old is None, each.new is None) for each in found} == {
        *((key, False, True) for key in one.keys() - two.keys()),
        *((key, True, False) for key in two.keys() - one.keys()),
        *((key, False, False) for key in one.keys() & two.keys() if one[key] != two[key]),
    }


def test_numbers_are_the_same_up_to_the_arithmetic_of_a_machine() -> None:
    assert same("1e-13", "0")
    assert same("1.0000001", "1")
    assert not same("1.00001", "1")
    assert not same("", "0")


def test_a_report_names_where_old_new_by_how_much_and_cause() -> None:
    found = compare(
        {"p/figures/t.csv": TABLE.encode()},
        {"p/figures/t.csv": TABLE.replace("20\n", "18\n").encode()},
    )
    said = report(found, {"p": ("raw data/raw/perception.csv changed",)}).splitlines()
    assert said[0].split() == ["value", "row", "old", "new", "by"]
    assert said[1].split("  ") == ["p/t [share]", "town = Wien, year = 2012", "20", " 18", " −2"]
    assert said[2] == "cause, p: raw data/raw/perception.csv changed"
    assert "... and 1 more" in report(found * 2, {}, limit=1)
    assert as_text("a and b", found, {}).startswith("a and b: 0 added, 0 removed, 1 changed\n")
    assert as_text("a and b", [], {}) == "a and b: no difference"
