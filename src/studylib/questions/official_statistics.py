"""Official statistics beside what residents say: which pairs of figures, and how they go together.

Frames in, frames out. That two figures stand beside each other is decided in
`framework/comparisons.csv`, with a reason.
"""

from __future__ import annotations

import pandas as pd

from quire.text.words import years
from studylib.statistics.association import spearman

KEYS = ["item", "statistic"]


def pair_figures(
    comparisons: pd.DataFrame, statistics: pd.DataFrame, values: pd.DataFrame, cities: pd.DataFrame
) -> pd.DataFrame:
    """Every place that has both the official figure and the residents' answer.

    Parameters
    ----------
    comparisons, statistics, cities
        The processed tables.
    values
        As `situation.select_focus_values` gives them.

    Returns
    -------
    DataFrame
        `item, statistic, label` (of the item), `statistic_label, unit, place, cities,
        value, year, favourable_pct, source, caveat`. For a statistic of countries the place is a country and the
        share the median over its `cities` in the edition; such a figure is national context and
        says nothing of a single city.
    """
    codes = cities.set_index("city_code")
    said = values[values["favourable_pct"].notna()].assign(
        country_code=values["city_code"].map(codes["country_code"])
    )
    of_cities = said.assign(
        place_code=said["city_code"], place=said["city"], cities=1, level="city"
    )
    of_countries = (
        said.groupby(["item", "label", "country_code", "country"], as_index=False)
        .agg(favourable_pct=("favourable_pct", "median"), cities=("city_code", "size"))
        .rename(columns={"country_code": "place_code", "country": "place"})
        .assign(level="country")
    )
    columns = [
        "item",
        "label",
        "level",
        "place_code",
        "place",
        "cities",
        "favourable_pct",
    ]
    both = pd.concat([of_cities[columns], of_countries[columns]], ignore_index=True)
    known = comparisons.rename(columns={"label": "statistic_label"})[
        [*KEYS, "statistic_label", "unit"]
    ]
    frame = known.merge(statistics, on=KEYS).merge(both, on=["item", "level", "place_code"])
    order = ["item", "statistic", "label", "statistic_label", "unit", "place", "cities"]
    return frame.sort_values([*KEYS, "place"], ignore_index=True)[
        [*order, "value", "year", "favourable_pct", "source", "caveat"]
    ]


def list_caveats(found: pd.DataFrame) -> pd.DataFrame:
    """The figures of `pair_figures` with a caveat, each once, however many items it stands beside."""
    rows = found.loc[
        found["caveat"] != "",
        ["statistic_label", "place", "year", "value", "unit", "caveat", "source"],
    ]
    return rows.drop_duplicates().sort_values(["statistic_label", "place"], ignore_index=True)


def summarise_pairs(
    found: pd.DataFrame, comparisons: pd.DataFrame, confidence_pct: float
) -> pd.DataFrame:
    """How each statistic goes with its item.

    Parameters
    ----------
    found
        As `pair_figures` gives them.
    comparisons
        The processed table.
    confidence_pct
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row a comparison: `item, statistic, label, statistic_label, unit, level, years, n, rho,
        low, high, note, expected_sign, reason, source`, the last with semicolons where the figures
        are from several. Comparisons without a place that has both figures have n = 0 and no source.
    """
    rows = []
    for each in comparisons.itertuples(index=False):
        part = found[(found["item"] == each.item) & (found["statistic"] == each.statistic)]
        rank = spearman(part["value"], part["favourable_pct"], confidence_pct)
        rows.append(
            {
                "item": each.item,
                "statistic": each.statistic,
                "label": part["label"].iloc[0] if len(part) else each.item,
                "statistic_label": each.label,
                "unit": each.unit,
                "level": each.level,
                "years": years(part["year"]),
                "n": rank.n,
                "rho": rank.value,
                "low": rank.low,
                "high": rank.high,
                "note": rank.how,
                "expected_sign": each.expected_sign,
                "reason": each.reason,
                "source": "; ".join(sorted(set(part["source"]))),
            }
        )
    columns = [
        *KEYS,
        "label",
        "statistic_label",
        "unit",
        "level",
        "years",
        "n",
        "rho",
        "low",
        "high",
        "note",
    ]
    columns += ["expected_sign", "reason", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"rho": float, "low": float, "high": float})
