"""Which invited city an answer is from, under the spellings that people use."""

from __future__ import annotations

import pandas as pd
import pytest

from studylib.intake.matching import Invited, Match, gather_invited

CITIES = pd.DataFrame(
    [
        ["aldavera", "Aldavera", "ES"],
        ["quilla", "La Quilla", "ES"],
        ["san-telmo-del-rio", "San Telmo del Río", "CO"],
        ["saint-aubrac", "Saint-Aubrac", "FR"],
        ["ain-salem", "Aïn Salem", "MA"],
        ["yesilkopru", "Yeşilköprü", "TR"],
        ["bruck-brick", "Bruck/Brick", "BE"],
        ["northmere-za", "Northmere", "ZA"],
        ["northmere-ke", "Northmere", "KE"],
        ["asahigawa-no-mori", "Asahigawa-no-mori", "JP"],
        ["haneul", "한울", "KR"],
    ],
    columns=["participant", "city", "country_code"],
)


@pytest.fixture
def invited() -> Invited:
    return gather_invited(
        CITIES, [("BE", ["Bruck", "Broek", "Брук"]), ("BE", ["Elsewhere", "Anderswo"])]
    )


@pytest.mark.parametrize(
    ("city", "country", "participant"),
    [
        ("Aldavera", "ES", "aldavera"),
        ("ALDAVERA ", "", "aldavera"),
        ("Aldavera (España)", "ES", "aldavera"),
        ("Aldavera, Spain", "ES", "aldavera"),
        ("Ayuntamiento de Aldavera", "ES", "aldavera"),
        ("City of Aldavera", "ES", "aldavera"),
        ("Aldavera City Council", "", "aldavera"),
        ("Quilla, La", "ES", "quilla"),
        ("Quilla", "ES", "quilla"),
        ("san telmo del rio", "CO", "san-telmo-del-rio"),
        ("San Telmo Del Rı\u0301o", "CO", "san-telmo-del-rio"),
        ("St Aubrac", "FR", "saint-aubrac"),
        ("Ville de Saint Aubrac", "FR", "saint-aubrac"),
        ("Ain Salem", "MA", "ain-salem"),
        ("AIN-SALEM", "", "ain-salem"),
        ("Yesilkopru", "TR", "yesilkopru"),
        ("YEŞİLKÖPRÜ", "TR", "yesilkopru"),
        ("Yeşilköprü Belediyesi", "TR", "yesilkopru"),
        ("Brick", "BE", "bruck-brick"),
        ("Broek", "BE", "bruck-brick"),
        ("Брук", "BE", "bruck-brick"),
        ("Northmere", "ZA", "northmere-za"),
        ("Northmere", "KE", "northmere-ke"),
        ("asahigawa no mori", "JP", "asahigawa-no-mori"),
        ("한울", "KR", "haneul"),
    ],
)
def test_a_city_is_found_under_other_spellings(
    invited: Invited, city: str, country: str, participant: str
) -> None:
    assert invited.match(city, country) == Match(participant)


@pytest.mark.parametrize(
    ("city", "country", "first"),
    [
        ("Aldevera", "ES", "aldavera"),  # a slip is for a person to see
        ("Aldavera", "PT", "aldavera"),  # the country is another one
        ("Northmere", "", "northmere-ke"),  # there are two
        ("Saint Aubrak", "", "saint-aubrac"),
    ],
)
def test_what_is_not_sure_has_suggestions(
    invited: Invited, city: str, country: str, first: str
) -> None:
    match = invited.match(city, country)
    assert (match.participant, match.suggestions[0]) == ("", first)


@pytest.mark.parametrize("city", ["", "  ", "?", "Anderswo", "12", "City of"])
def test_what_is_nowhere_near_has_none(invited: Invited, city: str) -> None:
    assert invited.match(city) == Match()
