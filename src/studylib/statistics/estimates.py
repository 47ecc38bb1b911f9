"""The one form of a result: a figure with its interval, what it rests on, and how far it goes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; what is not known is missing.

    Attributes
    ----------
    value
        In the unit of the figures.
    low, high
        Ends of the interval.
    p
        Chance of a figure at least as far from zero if it were zero (two-sided).
    n, groups
        Cases that it is made of, and the groups that these are in, where they are grouped.
    dropped
        Cases left out because a figure is missing.
    how
        Why the figure or its interval is missing, as a clause; empty if nothing is, or if no more
        can be said than that the groups are too few.
    """

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p: float = math.nan
    n: int = 0
    groups: int = 0
    dropped: int = 0
    how: str = ""

    def transform(self, function: Callable[[float], float]) -> Estimate:
        """The figure and its ends on another scale, by a function that keeps their order; the chance stays.

        >>> Estimate(1.0, 0.0, 2.0).transform(lambda x: 10 * x).high
        20.0
        """
        value, low, high = (function(end) for end in (self.value, self.low, self.high))
        return replace(self, value=value, low=low, high=high)
