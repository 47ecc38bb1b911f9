"""CSV for spreadsheets: no cell is a formula there, numbers stay numbers, and what was written is read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.tables.csvfiles import read_rows
from quire.tables.spreadsheets import from_spreadsheet, keep_text, to_spreadsheet


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(1)",
        "-x",
        "-",
        "\t=1",
        "\r=1",
        "＝1+1",
        "-1+1",
        '=HYPERLINK("https://example.org")',
    ],
)
def test_what_a_spreadsheet_would_work_out_is_text(cell: str) -> None:
    assert keep_text(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-5",
        "+0.8",
        "-1.5e-05",
        "+0.8 to +4.3",
        "-1,234.5",
        "-5 %",
        "a=b",
        "–",
        "−3",
        "'tis",
        "12",
    ],
)
def test_numbers_and_words_stay(cell: str) -> None:
    assert keep_text(cell) == cell


@given(st.text())
def test_what_was_written_is_read_back(cell: str) -> None:
    assert from_spreadsheet(keep_text(cell)) == cell


@given(st.lists(st.lists(st.text("=+-@'a1,\"\n\r\t"), min_size=2, max_size=2), min_size=1))
def test_a_file_has_the_same_rows_with_cells_kept(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    made = read_rows(to_spreadsheet(text.getvalue().encode()))
    assert made == [[keep_text(cell) for cell in row] for row in rows]


def test_a_file_without_formulas_is_the_same_bytes() -> None:
    data = '\ufeffa,b\r\n"x","-5"\r\n'.encode()
    assert to_spreadsheet(data) is data
