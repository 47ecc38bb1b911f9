"""What a key message is: a finding in a sentence, what stands out of it, what it rests on, and whose it is.

Pages read messages that runs keep; how they are worded is in `key_messages`, `key_changes` and `governments_messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import counted

ACROSS = "../../across_editions"

NO_FIGURE, IN_WORDS = "–", _("In words")
"""What stands out of a message that says why there is no figure, and of what was published without one."""

RESIDENTS, GOVERNMENTS = _("Residents"), _("Governments")
UCLG, PRACTICES = _("UCLG's own study"), _("Good practices")
"""Whose answers or findings a message has."""


@dataclass(frozen=True)
class KeyMessage:
    """One message.

    Attributes
    ----------
    figure
        What stands out, as text: a share, a score, a number.
    message
        The sentence.
    basis
        What it rests on: cities, interval, rule.
    page
        Name of the page of the edition that tells more.
    whose
        Whose answers or findings these are.
    """

    figure: str
    message: str
    basis: str
    page: str
    whose: str = RESIDENTS


def state_messages(
    messages: Sequence[KeyMessage], origin: str, say: Callable[..., str]
) -> list[Statement]:
    """Key messages as sentences of the opening of a page, each with what it rests on.

    Parameters
    ----------
    say
        Makes a sentence of `message` and `basis`, which come without the point at their end.
    """
    return [
        Statement(
            f"opening_{number}",
            one.figure,
            say(message=one.message.removesuffix("."), basis=one.basis.removesuffix(".")),
            origin=origin,
        )
        for number, one in enumerate(messages, start=1)
    ]


def count_same_cities(numbers: Iterable[int]) -> str:
    """How many cities several comparisons have, or from how many to how many.

    >>> count_same_cities([7, 7]), count_same_cities([9, 5])
    ('7 cities', '5 to 9 cities')
    """
    ends = sorted(set(numbers))
    low, high = ends[0], ends[-1]
    if low == high:
        return counted(low, "city", "cities")
    return _("{low} to {high} cities", low=low, high=high)
