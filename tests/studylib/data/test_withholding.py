"""Groups too small to be shown, and those that go with them."""

from __future__ import annotations

import pandas as pd
import pytest

from studylib.data.withholding import find_withheld_groups


@pytest.mark.parametrize(
    ("sizes", "withheld"),
    [
        ({"a": 7, "b": 6, "c": 5}, ""),
        (
            {"a": 9, "b": 4, "c": 3},
            "bc",
        ),  # seven cities in two groups: neither follows from the total
        (
            {"a": 9, "b": 6, "c": 4},
            "bc",
        ),  # one small group would follow from the total, so the next goes too
        ({"a": 9, "b": 4}, "ab"),
        ({"a": 3}, "a"),
    ],
)
def test_small_groups_are_withheld_and_cannot_be_worked_out(
    sizes: dict[str, int], withheld: str
) -> None:
    found = find_withheld_groups(pd.Series(sizes))
    assert "".join(sorted(map(str, found))) == withheld
