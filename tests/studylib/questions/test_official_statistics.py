"""Official statistics beside what residents say."""

from __future__ import annotations

import pandas as pd
import pytest
import small

from studylib.questions import official_statistics, situation


@pytest.fixture
def found() -> pd.DataFrame:
    """Places with both figures."""
    values = situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    return official_statistics.pair_figures(
        small.COMPARISONS, small.STATISTICS, values, small.CITIES
    )


def test_a_city_stands_beside_its_own_answer(found: pd.DataFrame) -> None:
    jobs = found[found["statistic"] == "unemployment"].set_index("place")
    assert jobs["favourable_pct"].to_dict() == {
        "Alpha": 60,
        "Beta": 50,
        "Delta": 40,
        "Epsilon": 80,
        "Gamma": 20,
    }
    assert small.row(jobs, "Alpha", ["value", "year"]) == [7, 2000]


def test_a_country_stands_beside_the_median_of_its_cities(found: pd.DataFrame) -> None:
    online = found[found["statistic"] == "online"]
    assert online[["place", "cities", "value", "favourable_pct"]].to_numpy().tolist() == [
        ["Aland", 3, 0.5, 80.0]
    ]


def test_each_comparison_says_n_rank_correlation_and_years(found: pd.DataFrame) -> None:
    summary = official_statistics.summarise_pairs(found, small.COMPARISONS, 95).set_index(
        "statistic"
    )
    jobs = summary.loc["unemployment"]
    # shares 60 50 20 40 80 against rates 7 8 12 9 3: exactly turned round
    assert (jobs["n"], jobs["rho"], jobs["years"]) == (5, -1, "2000 to 2001")
    assert jobs["note"] == "the interval does not exist at -1 and 1"
    assert summary.loc["online", "note"] == "fewer than 5 pairs"


def test_a_comparison_without_places_has_n_of_zero(found: pd.DataFrame) -> None:
    summary = official_statistics.summarise_pairs(found.head(0), small.COMPARISONS, 95)
    assert summary["n"].to_list() == [0, 0]
    assert summary["years"].to_list() == ["", ""]


def test_no_comparison_gives_an_empty_table(found: pd.DataFrame) -> None:
    none = small.COMPARISONS.head(0)
    assert official_statistics.summarise_pairs(found, none, 95).empty
