"""What is said of published statements: numbers with their verbs."""

from __future__ import annotations

import math

import pandas as pd

from studylib.findings import barriers


def test_one_statement_has_an_interval_and_several_have() -> None:
    table = pd.DataFrame({"survey": ["one", "two", "two"], "low": [40.0, math.nan, math.nan]})
    assert "3 statements of 2 surveys" in barriers._say_surveys(table)
    assert "1 has an interval (Wilson)" in barriers._say_surveys(table)
    assert "2 have an interval (Wilson)" in barriers._say_surveys(
        table.assign(low=[1.0, 2.0, math.nan])
    )
