"""What stands out among shares, by intervals drawn on paper."""

from __future__ import annotations

import pytest

from studylib.questions.standouts import Ends, Share, find_ends


def share(label: str, low: float, high: float) -> Share:
    return Share(label, (low + high) / 2, low, high)


def names(ends: Ends) -> tuple[str, str]:
    return tuple("".join(one.label for one in side) for side in (ends.most, ends.least))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("shares", "most", "least"),
    [
        # all apart
        ([share("a", 80, 90), share("b", 50, 60), share("c", 10, 20)], "a", "c"),
        # the order in which they come is of no matter
        ([share("c", 10, 20), share("a", 80, 90), share("b", 50, 60)], "a", "c"),
        # two at the upper end touch, and are named together
        ([share("a", 80, 90), share("b", 76, 80), share("c", 10, 20)], "ab", "c"),
        # three at the upper end: nothing is said of it
        (
            [share("a", 80, 90), share("b", 79, 89), share("c", 78, 88), share("d", 10, 20)],
            "",
            "d",
        ),
        # b reaches both ends, so that it would be the highest and the lowest
        ([share("a", 55, 65), share("b", 46, 56), share("c", 38, 47)], "", ""),
        # of two shares nothing is said
        ([share("a", 80, 90), share("c", 10, 20)], "", ""),
    ],
)
def test_a_share_is_the_highest_only_where_its_interval_is_apart(
    shares: list[Share], most: str, least: str
) -> None:
    assert names(find_ends(shares)) == (most, least)


def test_how_many_were_compared_is_known_also_where_none_stands_out() -> None:
    level = [share("a", 50, 60), share("b", 51, 61), share("c", 52, 62)]
    assert find_ends(level) == Ends((), (), 3)
    assert find_ends(level[:2]).of == 0
