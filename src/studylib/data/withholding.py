"""When a group is too small to be shown, and what else has to go so that it cannot be worked out."""

from __future__ import annotations

import pandas as pd

LEAST_SHOWN = 5
"""A group of fewer cities is withheld, because its figures would come close to naming them."""


def find_withheld_groups(cities: pd.Series) -> pd.Index:
    """Which groups are withheld: the small ones, and as many more as keep these from being worked out.

    Parameters
    ----------
    cities
        Number of cities in each group, by its name.

    >>> list(find_withheld_groups(pd.Series({"Africa": 4, "Asia": 5, "Europe": 9}))), LEAST_SHOWN
    (['Africa', 'Asia'], 5)
    """
    order = cities.sort_values(kind="stable")
    small = int((order < LEAST_SHOWN).sum())
    while 0 < small < len(order) and order.iloc[:small].sum() < LEAST_SHOWN:
        small += 1
    return order.index[:small]
