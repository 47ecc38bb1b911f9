"""What stands beside statements beyond chance."""

from __future__ import annotations

from studylib.findings.chance import family_sentence


def test_a_family_is_named_with_its_kinds_and_what_of_it_may_be_chance() -> None:
    assert family_sentence(
        {"change of a concept": 2, "ratio of spreads": 0, "pair of countries": 1}, 5
    ) == (
        "3 comparisons are tested on this page, as one family: 2 changes of a concept and 1 pair of countries. Of all in it that are "
        "said to be beyond chance, about 5 per cent may be chance (Benjamini and Hochberg)."
    )
    assert family_sentence({"pair": 1}, 5).startswith(
        "1 comparison is tested on this page, as one family: 1 pair."
    )
    assert family_sentence({"pair": 0}, 5) == "No comparison is tested on this page."
