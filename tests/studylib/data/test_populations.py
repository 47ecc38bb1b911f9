"""Who lives in a city and since which year that is known, on invented figures, and what the raw table holds of real ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from studylib.data.populations import populations

ROOT = Path(__file__).resolve().parents[3]
FIGURES = pd.DataFrame(
    [
        ["population", "A", 2011, 249_999.0],
        ["population", "A", 2014, 250_000.0],
        ["population", "A", 2016, 300_000.0],
        ["population", "B", 2016, 90_000.0],
        ["population_greater_city", "A", 2012, 1_000_000.0],
        ["median_age", "C", 2014, 40.0],
    ],
    columns=["statistic", "city_code", "year", "value"],
).assign(source="Nobody, people", caveat="")
TABLES = {
    "waves": pd.DataFrame({"wave": ["one", "two", "three"], "year": [2012, 2015, 2019]}),
    "sizes": pd.DataFrame(
        {"lower": [0, 250_000, 1_000_000], "label": ["small", "large", "very large"]}
    ),
}
CODES = pd.Series(["C", "A", "B"], index=[7, 8, 9])


@pytest.mark.parametrize(
    ("wave", "city_a", "city_b"),
    [
        # the latest up to the survey's year, never a later one
        ("one", (249_999, 2011, "small"), (None, None, "")),
        ("two", (250_000, 2014, "large"), (None, None, "")),
        ("three", (300_000, 2016, "large"), (90_000, 2016, "small")),
    ],
)
def test_the_latest_figure_up_to_the_survey_counts(
    wave: str, city_a: tuple[object, ...], city_b: tuple[object, ...]
) -> None:
    found = populations(FIGURES, TABLES, CODES, wave)
    assert list(found.index) == [7, 8, 9]
    known = found["population"].notna()
    assert found["population_source"].to_list() == ["Nobody, people" * one for one in known]
    found = found[["population", "population_year", "size"]]
    rows = found.astype(object).where(found.notna(), None).itertuples(index=False, name=None)
    assert list(rows) == [(None, None, ""), city_a, city_b]


def test_where_the_greater_city_was_surveyed_its_figure_counts_and_otherwise_the_citys() -> None:
    found = populations(FIGURES, TABLES, CODES, "three", greater=["A", "B"])
    assert found["population"].astype(object).to_list()[1:] == [1_000_000, 90_000]
    assert found["size"].to_list() == ["", "very large", "small"]


def test_without_a_survey_nothing_is_known() -> None:
    found = populations(FIGURES, TABLES, CODES, None)
    assert found["population"].isna().all()
    assert set(found["size"]) == {""}


def test_the_raw_figures_are_of_one_kind_of_place_each() -> None:
    """A greater city taken for its city would jump: no figure is twice or half of that of the year before."""
    table = pd.read_csv(ROOT / "data/raw/official_statistics.csv")
    people = table[
        table["statistic"].str.startswith("population")
        & (table["statistic"] != "population_change")
    ]
    assert people["city_code"].nunique() > 90
    step = people.groupby(["statistic", "city_code"])["value"].pct_change().dropna()
    assert step.between(-0.4, 0.4).all()
    both = people.pivot_table("value", "city_code", "statistic", aggfunc="mean").dropna()
    assert (both["population_greater_city"] > both["population"]).all()
