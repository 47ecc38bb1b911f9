"""Kinds of columns: days that the calendar has, and keys that may become part of an address."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pytest

from studylib.data.columns import day, is_day, slug
from studylib.data.reading import find_faults


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


@pytest.mark.parametrize(
    ("column", "cells", "wrong"),
    [
        (day(), ["2004-03-01", "", "soon"], {3, 4}),
        (day(empty=True), ["2004-03-01", "", "soon"], {4}),
        (slug(), ["sao-paulo", "", "../etc", "São", "a--b", "a\n"], {3, 4, 5, 6, 7}),
        (slug(empty=True), ["sao-paulo", "", "../etc"], {4}),
    ],
)
def test_cells_of_a_column_are_refused_by_their_line(
    column: pa.Column, cells: list[str], wrong: set[int]
) -> None:
    frame = pd.DataFrame({"cell": cells}, index=range(2, 2 + len(cells)), dtype=str)
    faults = find_faults(frame, pa.DataFrameSchema({"cell": column}), "a.csv")
    assert {each.row for each in faults} == wrong
    assert all(each.what and each.repair for each in faults)
