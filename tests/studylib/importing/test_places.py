"""Codes and names of places as publishers write them."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import ROOT

from studylib.importing.places import Places

TABLES = {
    "countries": pd.DataFrame(
        [["EL", "Greece", "GR GRC"], ["UK", "United Kingdom", "GB GBR"], ["AT", "Austria", "AUT"]],
        columns=["country_code", "country", "other_codes"],
    ),
    "cities": pd.DataFrame(
        [
            ["EL001C", "Twin", "EL"],
            ["AT001C", "Twin", "AT"],
            ["UK001C", "Same", "UK"],
            ["UK002C", "Same", "UK"],
            ["AT-tal", "Tal", "AT"],
        ],
        columns=["city_code", "city", "country_code"],
    ),
    "city_names": pd.DataFrame([["EL001C", "Zwilling"]], columns=["city_code", "name"]),
}


@pytest.mark.parametrize(
    ("code", "own"),
    [
        *[("EL001C", "EL001C"), ("EL001C1", "EL001C"), ("GR001C", "EL001C"), ("GB001C2", "UK001C")],
        *[("AT-tal", "AT-tal"), ("AT009C", ""), ("AT", ""), ("EL001K1", ""), ("EL001L1", "")],
    ],
)
def test_a_city_has_one_code_whoever_writes_it(code: str, own: str) -> None:
    assert Places(TABLES, "city", "unemployment").find({"cities": code}, "cities") == own


def test_a_greater_city_is_none_but_where_the_statistic_is_of_them() -> None:
    places = Places(TABLES, "city", "population_greater_city")
    assert [places.find_city(code) for code in ("EL001K1", "EL001C1", "EL001C")] == [
        "EL001C",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("city", "country", "own"),
    [
        *[("Twin", "EL", "EL001C"), ("twin", "Austria", "AT001C"), ("Zwilling", "GRC", "EL001C")],
        # without its country, and where a country has two of the name, a name is nobody's
        *[("Twin", "", ""), ("Same", "UK", ""), ("Zwilling", "AT", "")],
    ],
)
def test_a_name_counts_within_its_country_only(city: str, country: str, own: str) -> None:
    keys = {"city": city, "country": country}
    assert Places(TABLES, "city", "unemployment").find(keys, "city") == own


@pytest.mark.parametrize(
    ("word", "own"),
    [
        *[("EL", "EL"), ("GR", "EL"), ("GRC", "EL"), ("GB", "UK"), ("AUT", "AT")],
        *[("united kingdom", "UK"), ("EUU", ""), ("WLD", "")],
    ],
)
def test_a_country_has_one_code_whoever_writes_it(word: str, own: str) -> None:
    assert Places(TABLES, "country", "online").find({"geo": word}, "geo") == own


def test_every_country_of_the_study_is_found_by_all_its_codes() -> None:
    countries = pd.read_csv(
        ROOT / "data/raw/framework/countries.csv", keep_default_na=False, dtype=str
    )
    places = Places({**TABLES, "countries": countries}, "country", "online")
    told = [
        places.find_country(word) == code
        for code, name, others in countries[["country_code", "country", "other_codes"]]
        .to_numpy()
        .tolist()
        for word in [code, name, *others.split()]
    ]
    assert len(told) > 700
    assert all(told)
