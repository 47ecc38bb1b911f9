"""What is said of issues and of published statements: intervals near zero, and numbers with their verbs."""

from __future__ import annotations

import math

import pandas as pd

from studylib.findings import element_findings


def test_an_interval_that_leaves_out_zero_is_not_printed_as_ending_at_zero() -> None:
    change = pd.DataFrame(
        {
            "label": ["Noise"],
            **{
                "cities": 5,
                "countries": 4,
                "before_year": 2001,
                "year": 2005,
                "before": 10.0,
                "now": 12.1,
            },
            **{"change": 2.07, "low": 0.04, "high": 4.1, "beyond": True},
        }
    )
    named = pd.DataFrame({"year": [2001, 2005]})
    assert "noise (+2.1, +0.04 to +4.1 points)" in element_findings.change_sentence(
        change, named, 2005
    )
    assert element_findings.change_table(change)["Interval"].to_list() == ["+0.04 to +4.1"]


def test_one_statement_has_an_interval_and_several_have() -> None:
    table = pd.DataFrame({"survey": ["one", "two", "two"], "low": [40.0, math.nan, math.nan]})
    assert "3 statements of 2 surveys" in element_findings.barriers_sentence(table)
    assert "1 has an interval (Wilson)" in element_findings.barriers_sentence(table)
    assert "2 have an interval (Wilson)" in element_findings.barriers_sentence(
        table.assign(low=[1.0, 2.0, math.nan])
    )
