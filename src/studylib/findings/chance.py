"""What stands beside statements that claim more than chance: how many comparisons were tested as one family, and what no interval holds."""

from __future__ import annotations

from collections.abc import Mapping

from quire.text.words import counted, listed

WHOLE_SURVEY = (
    "If the whole survey shifted (another institute, mode or wording), no interval shows it."
)
"""Stands beside every statement that cities changed between two surveys."""


def family_sentence(tested: Mapping[str, int], false_pct: float) -> str:
    """How many comparisons of a page are one family, and how many of those that count may be chance.

    Parameters
    ----------
    tested
        How many there are of each kind; a kind is named in the singular, before its first "of" if it has one.
    false_pct
        Per cent of false discoveries that are allowed.

    >>> family_sentence({"change of a concept": 40, "pair of countries": 1, "ratio of spreads": 0}, 5)[:78]
    '41 comparisons are tested on this page, as one family: 40 changes of a concept'
    """
    kinds = [counted(number, name, _plural(name)) for name, number in tested.items() if number]
    if not kinds:
        return "No comparison is tested on this page."
    number = sum(tested.values())
    are = "is" if number == 1 else "are"
    return (
        f"{counted(number, 'comparison')} {are} tested on this page, as one family: {listed(kinds)}. Of all in it that are said to be "
        f"beyond chance, about {false_pct:g} per cent may be chance (Benjamini and Hochberg)."
    )


def _plural(kind: str) -> str:
    first, _, rest = kind.partition(" of ")
    return f"{first}s of {rest}" if rest else f"{first}s"
