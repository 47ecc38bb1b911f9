"""Differences of medians over the same cities, with intervals that allow for cities of a country being alike.

Numbers in, numbers out. Which medians of what is decided by whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from studylib.statistics.arrays import Numbers
from studylib.statistics.bootstrap import bca, draw_clusters


def bootstrap_medians(
    wide: pd.DataFrame,
    countries: pd.Series,
    figures: Callable[[Numbers], Numbers],
    confidence_pct: float = 95,
    draws: int = 1000,
    seed: int = 1,
) -> tuple[Numbers, Numbers]:
    """Ends of the intervals of figures that are made of the medians of several columns.

    Parameters
    ----------
    wide
        Cities in rows; gaps are left out of the median of their column.
    countries
        The country of each city, in the same rows.
    figures
        Makes the figures of the medians; works along the last axis.
    confidence_pct, draws, seed
        Coverage of the intervals, and resamples and seed of the bootstrap.

    Notes
    -----
    Whole countries are drawn, and the interval is that of `bootstrap.bca`; it is missing with fewer
    countries than that asks for. A bootstrap, since leaving out one case in turn gives no variance
    of a median: Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, section 3.4.

    >>> wide = pd.DataFrame({"a": range(50, 60), "b": range(10)})
    >>> ends = bootstrap_medians(wide, pd.Series(list("qrstuvwxyz")), lambda medians: medians[..., :1] - medians[..., 1:])
    >>> [each.tolist() for each in ends]
    [[50.0], [50.0]]
    """
    codes = np.asarray(pd.factorize(countries.loc[wide.index])[0])
    drawn, left_out = draw_clusters(codes, draws, seed)
    weights = np.vstack([np.ones(len(wide)), drawn, left_out]).astype(int)
    values = wide.to_numpy(float)
    made = figures(
        np.array(
            [pd.DataFrame(values.repeat(each, axis=0)).median().to_numpy() for each in weights]
        )
    )
    return bca(made[0], made[1 : draws + 1], made[draws + 1 :], confidence_pct)
