"""What is said of issues: intervals near zero."""

from __future__ import annotations

import pandas as pd

from studylib.findings import issues


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
    assert "noise (+2.1, +0.04 to +4.1 points)" in issues._say_change(change, named, 2005)
    assert issues._tabulate_change(change)["Interval"].to_list() == ["+0.04 to +4.1"]
