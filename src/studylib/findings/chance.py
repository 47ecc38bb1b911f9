"""What stands beside statements beyond chance: their family, and what no interval holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quire.showing.findings import Finding
from quire.showing.values import Statement
from quire.text.messages import Message, _, ngettext
from quire.text.words import listed
from studylib.statistics.discoveries import FALSE_PCT

WHOLE_SURVEY = _(
    "If the whole survey shifted (another institute, mode or wording), no interval shows it."
)
"""Stands beside every statement that cities changed between two surveys."""

KINDS: dict[str, Callable[[int], Message]] = {
    "change of a concept": lambda n: ngettext(
        "{n} change of a concept", "{n} changes of a concept", n
    ),
    "change of an area": lambda n: ngettext("{n} change of an area", "{n} changes of an area", n),
    "change of an issue": lambda n: ngettext(
        "{n} change of an issue", "{n} changes of an issue", n
    ),
    "ratio of spreads": lambda n: ngettext("{n} ratio of spreads", "{n} ratios of spreads", n),
    "pair of countries": lambda n: ngettext("{n} pair of countries", "{n} pairs of countries", n),
    "correlation of an item": lambda n: ngettext(
        "{n} correlation of an item", "{n} correlations of an item", n
    ),
    "correlation of issue and satisfaction": lambda n: ngettext(
        "{n} correlation of issue and satisfaction", "{n} correlations of issue and satisfaction", n
    ),
}
"""What is compared on the pages, each counted."""


def family(tested: Mapping[str, int], *, origin: str) -> Finding:
    """How many comparisons of a page are one family, and how many of those may be chance.

    Parameters
    ----------
    tested
        How many there are of each kind, by the names of `KINDS`.
    origin
        Which tables they come from.

    >>> family({"change of a concept": 40, "pair of countries": 1}, origin="answers").sentence[:78]
    '41 comparisons are tested on this page, as one family: 40 changes of a concept'
    """
    total = sum(tested.values())
    if not total:
        text = _("No comparison is tested on this page.")
        return Finding(Statement("family", total, text, origin=origin))
    kinds = listed(KINDS[kind](number) for kind, number in tested.items() if number)
    said = [
        ngettext(
            "{n} comparison is tested on this page, as one family: {kinds}.",
            "{n} comparisons are tested on this page, as one family: {kinds}.",
            total,
            kinds=kinds,
        ),
        _(
            "Of all in it that are said to be beyond chance, about {false} per cent may be chance "
            "(Benjamini and Hochberg).",
            false=f"{FALSE_PCT:g}",
        ),
    ]
    return Finding(Statement("family", total, " ".join(said), origin=origin))
