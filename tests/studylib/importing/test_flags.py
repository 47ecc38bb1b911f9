"""Flags of publishers, and units."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from conftest import ROOT

from studylib.importing.flags import Flags, find_factor

FRAMEWORK = ROOT / "data/raw/framework"
FLAGS = Flags(pd.read_csv(FRAMEWORK / "flags.csv", keep_default_na=False))
UNITS = pd.read_csv(FRAMEWORK / "units.csv")


@pytest.mark.parametrize(
    ("text", "words", "odd"),
    [
        ("", "", ""),
        ("b", "break", ""),
        ("pb", "break provisional", ""),
        ("b e", "break estimated", ""),
        ("d", "definition_differs", ""),
        ("c", "confidential", ""),
        ("u", "unreliable", ""),
        ("A", "", ""),
        ("B", "break", ""),
        ("P;E", "estimated provisional", ""),
        ("M", "missing", ""),
        ("provisional, break", "break provisional", ""),
        ("bx", "break", "bx"),
    ],
)
def test_flags_keep_their_meaning(text: str, words: str, odd: str) -> None:
    assert FLAGS.read(text) == (words, odd)


def test_confidential_and_missing_figures_are_not_shown() -> None:
    assert FLAGS.kept.isdisjoint({"confidential", "missing", "not_applicable"})
    assert {"break", "estimated", "provisional", "definition_differs"} <= FLAGS.kept


def test_a_unit_is_another_only_where_that_is_declared() -> None:
    assert find_factor("PC", "%", UNITS) == 1
    assert find_factor("THS_PER", "inhabitants", UNITS) == Decimal(1000)
    assert find_factor("%", "seats per 1,000", UNITS) is None
    assert find_factor("NR", "%", UNITS) is None
