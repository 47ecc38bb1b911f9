"""The small study of `small` over two editions, and a third that is only recorded."""

from __future__ import annotations

import pandas as pd
import small

LATER = small.study(id="2005", year=2005, wave_year=2004, areas=["life"])
RECORDED = small.study(id="2008", year=2008, status="recorded", wave_year=None, wave_title=None)
EDITIONS = [small.study(), LATER, RECORDED]


def both(table: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """A table of two editions."""
    return pd.concat(
        [table.assign(edition="2002"), later.assign(edition="2005")], ignore_index=True
    )


AREAS = both(small.AREAS, small.AREAS)
ITEMS = both(
    small.ITEMS,
    small.ITEMS.assign(asked=[True, False, True, False], in_focus=[False, True, True, True]),
)
CITIES = both(small.CITIES, small.CITIES.assign(in_edition=[True, True, True, True, True, True]))
