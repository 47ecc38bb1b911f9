"""What stands out among shares of the same residents, and no more than their intervals allow.

Shares in, shares out. Areas beside similar cities are in `city_profiles`, the same over many cities in `region_profiles`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LEAST_SHARES = 3
"""Of fewer shares none is said to be the highest or the lowest."""

MOST_NAMED = 2
"""As many shares are named together where the survey cannot tell which is higher; of more, nothing is said."""


class Share(NamedTuple):
    """A share in per cent with its interval, and what it is of."""

    label: str
    share_pct: float
    low: float
    high: float


class Ends(NamedTuple):
    """The highest and the lowest of several shares, each with what it cannot be told from; empty where nothing can be said.

    Attributes
    ----------
    most, least
        The highest share first, and the lowest.
    of
        Of how many shares they are.
    """

    most: Sequence[Share] = ()
    least: Sequence[Share] = ()
    of: int = 0


def find_ends(shares: Sequence[Share]) -> Ends:
    """The highest and the lowest share, as far as their intervals are apart from the rest.

    Parameters
    ----------
    shares
        Of the same residents and the same base.

    Notes
    -----
    Two shares are told apart where their intervals do not touch. They are of the same residents, so the error of their difference
    depends on how their answers go together; it is never more than the sum of both errors (Cauchy and Schwarz), and intervals
    that do not touch are further apart than that, whatever goes with what.

    >>> rows = [Share("a", 90, 88, 92), Share("b", 60, 57, 63), Share("c", 59, 56, 62), Share("d", 58, 55, 61)]
    >>> ends = find_ends(rows)
    >>> [share.label for share in ends.most], list(ends.least)
    (['a'], [])
    """
    if len(shares) < LEAST_SHARES:
        return Ends()
    down = sorted(shares, key=lambda share: -share.share_pct)
    most = [share for share in down if share.high >= down[0].low]
    least = [share for share in reversed(down) if share.low <= down[-1].high]
    if set(most) & set(least):
        return Ends(of=len(shares))
    return Ends(
        most if len(most) <= MOST_NAMED else (),
        least if len(least) <= MOST_NAMED else (),
        len(shares),
    )
