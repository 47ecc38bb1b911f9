"""The table of countries against what ISO 3166 and the United Nations' M49 say."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.tables.csvfiles import read_records

TABLE = Path(__file__).parents[3] / "data/raw/framework/countries.csv"
ROWS = {row["country_code"]: row for row in read_records(TABLE.read_bytes())}


def test_all_of_iso_3166_is_there_once() -> None:
    # 249 codes, with those of the European Union for Greece and the United Kingdom
    assert len(ROWS) == len({row["country"] for row in ROWS.values()}) == 249
    assert {"EL", "UK"} <= set(ROWS)
    assert not {"GR", "GB", "XK"} & set(ROWS)


@pytest.mark.parametrize(
    ("code", "country", "region", "subregion"),
    [
        ("MA", "Morocco", "Africa", "Northern Africa"),
        ("NA", "Namibia", "Africa", "Southern Africa"),
        ("SN", "Senegal", "Africa", "Western Africa"),
        ("SD", "Sudan", "Africa", "Northern Africa"),
        ("CD", "Democratic Republic of the Congo", "Africa", "Middle Africa"),
        ("EC", "Ecuador", "Latin America and the Caribbean", "South America"),
        ("PE", "Peru", "Latin America and the Caribbean", "South America"),
        ("CU", "Cuba", "Latin America and the Caribbean", "Caribbean"),
        ("IR", "Iran", "Asia", "Southern Asia"),
        ("AM", "Armenia", "Asia", "Western Asia"),
        ("KZ", "Kazakhstan", "Asia", "Central Asia"),
        ("VN", "Viet Nam", "Asia", "South-eastern Asia"),
        ("UA", "Ukraine", "Europe", "Eastern Europe"),
        ("NZ", "New Zealand", "Oceania", "Australia and New Zealand"),
        ("GU", "Guam", "Oceania", "Micronesia"),
        ("GL", "Greenland", "Northern America", "Northern America"),
        ("CY", "Cyprus", "Asia", "Western Asia"),
        ("EL", "Greece", "Europe", "Southern Europe"),
    ],
)
def test_a_country_lies_where_m49_has_it(
    code: str, country: str, region: str, subregion: str
) -> None:
    assert list(ROWS[code].values())[:4] == [code, country, region, subregion]


def test_regions_have_as_many_countries_as_m49_gives_them() -> None:
    # M49: 60 in Africa, 50 in Asia, 51 in Europe (Sark is none of ISO), 52 in Latin America and the
    # Caribbean, 5 in Northern America, 29 in Oceania; Taiwan is none of M49
    counts = dict.fromkeys((row["region"] for row in ROWS.values()), 0)
    for row in ROWS.values():
        counts[row["region"]] += 1
    assert counts == {
        "Africa": 60,
        "Antarctica": 1,
        "Asia": 51,
        "Europe": 51,
        "Latin America and the Caribbean": 52,
        "Northern America": 5,
        "Oceania": 29,
    }


def test_no_code_of_another_publisher_stands_for_two_countries() -> None:
    codes = [code for row in ROWS.values() for code in row["other_codes"].split()]
    assert len(codes) == len(set(codes)) == 249 + 2
    assert not set(codes) & set(ROWS)
    other = {
        code: row["country_code"] for row in ROWS.values() for code in row["other_codes"].split()
    }
    assert [other[code] for code in ("GR", "GRC", "GB", "GBR", "AUT", "PRK")] == [
        *["EL", "EL", "UK", "UK", "AT", "KP"]
    ]
