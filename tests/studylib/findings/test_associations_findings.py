"""What is said of correlations: how many, how sure, and between which ends they lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import small
from shown import part_of

from studylib.findings import associations

CITIES = pd.DataFrame({"city_code": range(20), "country": [f"c{n}" for n in range(20)]})
X = pd.Series(range(20), dtype=float)
SCORES = pd.DataFrame({"a": X, "b": (X // 2) * 2 - X % 2, "c": np.tile([1.0, 5.0, 2.0, 4.0], 5)})


def test_pairs_say_how_many_intervals_leave_out_zero_and_where_they_lie() -> None:
    finding = associations.areas(small.study(), SCORES, CITIES, 95)
    said = finding.sentence
    assert said.startswith("Over 3 pairs of areas the rank correlation has a median of ")
    assert "; 1 interval leaves out zero. They lie from " in said
    assert said.endswith("to 0.98 (a and b, n = 20).")
    assert part_of(finding, "areas-together").alt.endswith(f" above zero. {said}")


def test_one_pair_is_said_by_itself_and_none_as_none() -> None:
    one = associations.areas(small.study(), SCORES[["a", "b"]], CITIES, 95)
    assert one.sentence == (
        "Over 1 pair of areas the rank correlation has a median of 0.98; 1 interval leaves out zero: "
        "0.98 (a and b, n = 20)."
    )
    assert part_of(one, "areas-together").alt.startswith(
        "Triangular matrix of rank correlations between areas: 1 of 1 is above zero. Over 1 pair"
    )
    none = associations.areas(small.study(), SCORES[["a"]], CITIES, 95)
    assert none.sentence == "There are no two areas to put beside each other."
