"""What is said of correlations: how many, how sure, and between which ends they lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import small
from shown import part_of

from studylib.findings import associations, titles

CITIES = pd.DataFrame({"city_code": range(20), "country": [f"c{n}" for n in range(20)]})
X = pd.Series(range(20), dtype=float)
SCORES = pd.DataFrame({"a": X, "b": (X // 2) * 2 - X % 2, "c": np.tile([1.0, 5.0, 2.0, 4.0], 5)})


def test_pairs_say_how_many_intervals_leave_out_zero_and_where_they_lie() -> None:
    finding = associations.areas(small.study(), SCORES, CITIES, 95)
    said = finding.sentence
    assert said.startswith("Over 3 pairs of areas the rank correlation has a median of ")
    assert "; 1 interval leaves out zero. The correlations go from " in said
    assert said.endswith("to 0.98 (a and b, n = 20).")
    together = part_of(finding, "areas-together")
    assert together.alt.endswith(f" 1 of 3 pairs surely go together. {said}")
    assert together.title == "1 of 3 pairs surely go together"


def test_pairs_that_go_against_each_other_are_not_counted_as_going_together() -> None:
    ends = pd.DataFrame(
        {
            "rho": [0.6, -0.5, -0.4, 0.1],
            "low": [0.2, -0.8, -0.7, -0.2],
            "high": [0.8, -0.1, -0.1, 0.4],
        }
    )
    assert titles.title_together(ends) == ("1 of 4 pairs surely go together, 2 against each other")
    # one whose interval touches no side counts in neither
    assert titles.title_together(ends.tail(1)) == "0 of 1 pair surely goes together"


def test_one_pair_is_said_by_itself_and_none_as_none() -> None:
    one = associations.areas(small.study(), SCORES[["a", "b"]], CITIES, 95)
    assert one.sentence == (
        "Over 1 pair of areas the rank correlation has a median of 0.98; 1 interval leaves out zero: "
        "0.98 (a and b, n = 20)."
    )
    assert part_of(one, "areas-together").alt.startswith(
        "Triangular matrix of rank correlations between areas. 1 of 1 pair surely goes together. Over 1 pair"
    )
    none = associations.areas(small.study(), SCORES[["a"]], CITIES, 95)
    assert none.sentence == "There are no two areas to put beside each other."
