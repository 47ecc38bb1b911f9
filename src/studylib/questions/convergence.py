"""Whether cities come closer together between editions: the spread over the cities, and the slope of change on the first level.

Frames in, frames out. Which figures may be compared is decided in `trends`; sentences are in
`findings.convergence`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from studylib.questions.trends import NAMES_BETWEEN, Step, get_city_names, get_countries
from studylib.statistics.arrays import Numbers
from studylib.statistics.estimates import Estimate
from studylib.statistics.jackknife import jackknife
from studylib.statistics.sampling import estimate_share_error

LEAST_IN_PANEL = 10
"""With fewer cities in both editions nothing is said of their spread."""

LARGEST_LOG = 700.0

LEAST_VARIANCE = 1e-9
"""Below it first levels do not vary."""

COLUMNS = [
    *(
        "area",
        "label",
        "before",
        "after",
        "cities",
        "names",
        "countries",
        "spread_before",
        "spread_after",
        "ratio",
    ),
    *(
        "low",
        "high",
        "p",
        "slope",
        "slope_low",
        "slope_high",
        "corrected",
        "corrected_low",
        "corrected_high",
    ),
]


def estimate_spread_ratio(
    before: pd.Series, after: pd.Series, country: pd.Series, confidence_pct: float = 95
) -> Estimate:
    """How many times as large the spread over the same cities is in the second edition: sigma convergence if below 1.

    Parameters
    ----------
    before, after
        Figures of the same cities, without gaps.
    country
        The country of each city.
    confidence_pct
        Coverage of the interval.

    Returns
    -------
    Estimate
        The ratio of the standard deviations; missing where one of them is zero.

    Notes
    -----
    The term is Barro's and Sala-i-Martin's (1992), "Convergence", Journal of Political Economy
    100(2), 223-251. The two spreads are of the same cities and so are not independent, for which
    the usual test of two variances does not allow; Pitman (1939) and Morgan (1939), Biometrika 31,
    9-19, test them as a pair, but for independent cities and normal figures. Cities of a country
    move together, so the interval is that of `jackknife`, of the logarithm of the ratio, leaving
    out each country in turn; no distribution of the figures is assumed.

    >>> x = pd.Series([1.0, 2.0, 3.0, 4.0])
    >>> estimate_spread_ratio(x, x / 2, pd.Series(["a", "a", "b", "b"])).value
    0.5
    """
    data = pd.DataFrame({"x": before, "y": after})
    return jackknife(data, country, _log_ratio, confidence_pct).transform(_raise)


def _raise(log: float) -> float:
    """The number of a logarithm, as far as there is one: a spread can come out as next to nothing."""
    return math.exp(min(log, LARGEST_LOG))


def _log_ratio(rows: Numbers) -> float:
    first, second = (float(each) for each in rows.std(axis=0))
    return math.log(second / first) if first > 0 and second > 0 else math.nan


def estimate_slope(
    before: pd.Series,
    after: pd.Series,
    country: pd.Series,
    variance: pd.Series | None = None,
    confidence_pct: float = 95,
) -> Estimate:
    """Slope of the change on the first level over the same cities: beta convergence if below 0.

    Parameters
    ----------
    before, after, country, confidence_pct
        As in `estimate_spread_ratio`.
    variance
        Sampling variance of each figure of the first edition, to be taken out; None to take out
        nothing.

    Returns
    -------
    Estimate
        Points of change for each point of the first level; missing where the first levels do not
        vary beyond sampling error.

    Notes
    -----
    The term is Barro's and Sala-i-Martin's, as above. An error in the first figure counts once for
    the level and once, with the other sign, for the change, so that the slope is below 0 by
    sampling error alone: Friedman (1992), "Do old fallacies ever die?", Journal of Economic
    Literature 30(4), 2129-2132; Quah (1993), Scandinavian Journal of Economics 95(4), 427-443. With
    the variance v of that error the corrected slope is cov(x, y) / (var(x) - mean v) - 1 (Fuller
    1987, Measurement Error Models, section 1.2). The interval is that of `jackknife`, leaving out
    each country in turn.

    >>> x = pd.Series([10.0, 20.0, 30.0, 40.0])
    >>> round(estimate_slope(x, 5 + x / 2, pd.Series(["a", "a", "b", "b"])).value, 6)
    -0.5
    """
    error = pd.Series(0.0, index=before.index) if variance is None else variance
    data = pd.DataFrame({"x": before, "y": after, "v": error.loc[before.index]})
    return jackknife(data, country, _slope, confidence_pct)


def _slope(rows: Numbers) -> float:
    if len(rows) < 2:
        return math.nan
    x, y, error = rows.T
    spread = np.cov(x, y)
    true = float(spread[0, 0]) - float(error.mean())
    return float(spread[0, 1]) / true - 1 if true > LEAST_VARIANCE else math.nan


def measure_convergence(
    steps: Iterable[Step],
    cities: pd.DataFrame,
    respondents: Mapping[str, float | None],
    confidence_pct: float,
) -> pd.DataFrame:
    """Spread and slope of every concept between neighbouring editions of one line, in the cities that are in both.

    Parameters
    ----------
    steps
        As `trends.list_steps` gives them.
    cities
        The processed table of all editions.
    respondents
        How many residents each edition's survey is assumed to have asked in each city; None where
        it is not known.
    confidence_pct
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `area`, `label`, `before`, `after`, `cities` with their `names`, `countries` (how many),
        `spread_before` and `spread_after` (standard deviation over these cities, percentage
        points), their `ratio` with `low`, `high` and `p`, `slope` with `slope_low` and
        `slope_high`, `corrected` with `corrected_low` and `corrected_high` (sampling error taken
        out). Whether the spreads differ is decided in `family`. Rows with fewer than
        `LEAST_IN_PANEL` cities are left out.
    """
    country, name = get_countries(cities), get_city_names(cities)
    rows = []
    for step in steps:
        if len(step.both) < LEAST_IN_PANEL:
            continue
        x, y, of = step.one.loc[step.both], step.two.loc[step.both], country.loc[step.both]
        ratio = estimate_spread_ratio(x, y, of, confidence_pct)
        asked = respondents.get(step.before)
        plain = estimate_slope(x, y, of, None, confidence_pct)
        corrected = (
            estimate_slope(x, y, of, estimate_share_error(x, asked) ** 2, confidence_pct)
            if asked
            else Estimate()
        )
        about = [
            step.area,
            step.label,
            step.before,
            step.after,
            len(x),
            NAMES_BETWEEN.join(name.loc[step.both]),
            of.nunique(),
        ]
        spreads = [float(np.std(x, ddof=1)), float(np.std(y, ddof=1))]
        slopes = [end for each in (plain, corrected) for end in (each.value, each.low, each.high)]
        rows.append([*about, *spreads, ratio.value, ratio.low, ratio.high, ratio.p, *slopes])
    return pd.DataFrame(rows, columns=COLUMNS)
