"""What stands beside statements beyond chance."""

from __future__ import annotations

import pytest

from studylib.findings.chance import KINDS, family


def test_a_family_is_named_with_its_kinds_and_what_of_it_may_be_chance() -> None:
    tested = {"change of a concept": 2, "ratio of spreads": 0, "pair of countries": 1}
    assert family(tested, origin="answers").sentence == (
        "3 comparisons are tested on this page, as one family: 2 changes of a concept and 1 pair of countries. Of all in it that are "
        "said to be beyond chance, about 5 per cent may be chance (Benjamini and Hochberg)."
    )
    assert family({"pair of countries": 1}, origin="answers").sentence.startswith(
        "1 comparison is tested on this page, as one family: 1 pair of countries."
    )
    (nothing,) = family({"pair of countries": 0}, origin="answers").statements
    assert (nothing.value, nothing.text) == (0, "No comparison is tested on this page.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_by_its_own_name(kind: str) -> None:
    assert KINDS[kind](1) == f"1 {kind}"
    assert KINDS[kind](2) != f"2 {kind}"
