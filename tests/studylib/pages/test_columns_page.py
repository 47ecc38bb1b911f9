"""The page on columns tells every column of every figure."""

from __future__ import annotations

import pytest
from conftest import ROOT

from quire.core.errors import StudyError
from studylib.pages.columns_page import check_columns, meanings

TEXT = "# Columns\n\n`low`, `high`\n: Ends.\n\n`city`\n: A city.\n\n`lost`\n\nText.\n"


def test_terms_and_their_meaning_are_read() -> None:
    assert meanings(TEXT) == {"low": "Ends.", "high": "Ends.", "city": "A city."}


def test_a_column_that_is_not_described_is_named_with_its_figure() -> None:
    check_columns(TEXT, {"figures/a": ["city", "low"]})
    with pytest.raises(StudyError, match=r"lost \(figures/a\); lows \(figures/a\)"):
        check_columns(TEXT, {"figures/a": ["city", "lows", "lost"]})


def test_the_page_of_the_book_is_one() -> None:
    told = meanings((ROOT / "book" / "columns.md").read_text("utf-8"))
    assert len(told) > 50
    assert all(meaning.endswith((".", ").")) for meaning in told.values())
