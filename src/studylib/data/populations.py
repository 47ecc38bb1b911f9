"""How many people live in each city of the register, of which year that figure is, and its class of size.

Raw tables in, columns of the processed cities out. Classes are those of the good practices, `framework/sizes.csv`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from studylib.data.practices import sizes_of

CITY, GREATER_CITY = "population", "population_greater_city"
"""Statistics of the residents of a city, and of the greater city around it where the publisher tells the two apart."""


def populations(
    figures: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    codes: pd.Series,
    wave: str | None,
    greater: Collection[str] = (),
) -> pd.DataFrame:
    """The residents of each city, in the latest year up to the survey's that has a figure.

    Parameters
    ----------
    figures
        As `official_statistics.tell_rows` gives them.
    tables
        The raw tables `sizes` and `waves`.
    codes
        The cities.
    wave
        The survey's wave; None if no survey stands beside the edition, and nothing is known.
    greater
        Cities whose greater city was surveyed; that has its own figure where the publisher tells the two apart.

    Returns
    -------
    DataFrame
        `population` and `population_year` (missing if not known), `population_source` and `population_caveat` (whom the figure is
        credited to, and what its publisher says of it) and `size`, the label of the class (all empty if not known), in the rows of
        `codes`. A figure may be some years older than the survey: a class of size seldom changes, and the year says how old it is.

    >>> tables = {
    ...     "waves": pd.DataFrame({"wave": ["w"], "year": [2015]}),
    ...     "sizes": pd.DataFrame({"lower": [0, 1000], "label": ["small", "large"]}),
    ... }
    >>> figures = pd.DataFrame(
    ...     [[2012, 900.0, ""], [2014, 1100.0, "estimated"], [2016, 1.0, ""]], columns=["year", "value", "caveat"]
    ... ).assign(statistic="population", city_code="A", source="Nobody, people")
    >>> populations(figures, tables, pd.Series(["A", "B"]), "w").to_numpy().tolist()
    [[1100, 2014, 'Nobody, people', 'estimated', 'large'], [<NA>, <NA>, '', '', '']]
    """
    years = tables["waves"].set_index("wave")["year"]
    last = int(years[wave]) if wave else 0
    wanted = [GREATER_CITY, CITY] if greater else [CITY]
    known = figures[figures["statistic"].isin(wanted) & (figures["year"] <= last)]
    known = known[(known["statistic"] == CITY) | known["city_code"].isin(greater)]
    # the greater city's figure comes last and counts, whatever its year, since the city's own is of other people
    order = known.assign(own=known["statistic"] == CITY).sort_values(
        ["own", "year"], ascending=[False, True]
    )
    latest = order.groupby("city_code").tail(1).set_index("city_code")
    people = codes.map(latest["value"]).astype("Int64")
    return pd.DataFrame(
        {
            "population": people,
            "population_year": codes.map(latest["year"]).astype("Int64"),
            "population_source": codes.map(latest["source"]).astype(object).fillna(""),
            "population_caveat": codes.map(latest["caveat"]).astype(object).fillna(""),
            "size": sizes_of(people, tables["sizes"]),
        },
        index=codes.index,
    )
