"""The page on participation: who the figures are about, on a study small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import small
from drawn import inside
from shown import part_of, show_all, text_of

from quire.showing.findings import Finding
from studylib.data.tables import EditionFacts
from studylib.findings import participation, surveys
from studylib.questions.participation import HAS_FIGURE, list_cells

STUDY = small.study()
NOBODY = small.CITIES.assign(in_edition=False)
SURVEYS = pd.DataFrame(
    {
        "survey": ["other", "one"],
        "title": ["Another survey", "First survey"],
        "main": [False, True],
        "conducted_by": ["", "An office"],
        "mode": ["", "by telephone"],
        "age_from": [None, 15.0],
        "fieldwork_from": ["", "2001-03"],
        "fieldwork_to": ["2001-05", "2001-04"],
        "cities": [1, 5],
        "respondents_kind": ["", "exactly"],
        "respondents": [None, 1500.0],
        "source": ["https://example.org/a", "https://example.org/b"],
    }
)
"""Another survey, and the one that the edition stands on."""


NO_COAST = pd.DataFrame(columns=["ring", "point", "longitude", "latitude"], dtype=float)


def all_findings(
    study: EditionFacts, cities: pd.DataFrame, resident_surveys: pd.DataFrame
) -> list[Finding]:
    cells = list_cells(small.answers(), small.ITEMS, cities, small.AREAS)
    return [
        participation.groups(study, cities),
        surveys.of_wave(study, resident_surveys),
        participation.places(study, cities, NO_COAST),
        participation.countries(study, cities),
        participation.areas(study, small.ITEMS, small.AREAS),
        participation.gaps(study, cells, cities, resident_surveys),
        participation.missing(study, small.answers(), small.ITEMS),
    ]


def test_the_whole_page_is_shown_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show_all(all_findings(STUDY, small.CITIES, SURVEYS), tmp_path, monkeypatch)
    drawn = {"map", "countries", "coverage"}
    tables = {"participants", "surveys", "areas", "fewer-items", "missing"}
    assert shown.files == {f"{name}.svg" for name in drawn} | {
        f"{name}.csv" for name in drawn | tables
    }
    assert shown.stated["survey_cities"] == 5
    assert shown.texts[0].startswith(
        "Edition: 2002. Subject: An invented subject. Data year: 2001. UCLG counts 7 cities in its "
        "edition of 2002. By post. The survey of 2001 stands beside the edition of 2002."
    )


def test_an_edition_without_a_survey_still_reads_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = all_findings(small.study(wave_year=None), NOBODY, SURVEYS.head(0))
    shown = show_all(findings, tmp_path, monkeypatch)
    assert shown.files == {"participants.csv", "areas.csv", "missing.csv"}
    said = " ".join(shown.texts)
    assert "Data year: no survey." in said
    assert "No survey of residents stands beside the edition of 2002, so it has no" in said
    assert "No survey of residents stands beside this edition." in said
    assert "No city was asked." in said
    assert len(part_of(findings[0], "participants").data) == 1


def test_uclgs_cities_and_the_surveys_are_told_apart() -> None:
    finding = participation.groups(STUDY, small.CITIES)
    assert text_of(finding, "survey_cities") == (
        "The survey of 2001 stands beside the edition of 2002. It asked in 5 cities; figures of 5 "
        "cities in 2 countries are here. 3 of them are in the panel of cities that are in every "
        "survey used here."
    )
    table = part_of(finding, "participants").data
    assert table["Year"].to_list() == [2002, 2001]
    assert table["Cities"].to_list() == [7, 5]
    assert table["Countries"].isna().to_list() == [True, False]


def test_an_unknown_number_of_participants_is_said_to_be_unknown() -> None:
    known = {"cities": 35, "countries": 20, "note": "", "source": ""}
    texts = [
        text_of(
            participation.groups(small.study(participants=numbers), small.CITIES), "participants"
        )
        for numbers in (known, {**known, "cities": None})
    ]
    assert texts == [
        "UCLG counts 35 cities from 20 countries in its edition of 2002.",
        "How many cities took part in UCLG's edition of 2002 is not known.",
    ]


def test_surveys_that_share_a_year_are_told_apart() -> None:
    finding = surveys.of_wave(STUDY, SURVEYS)
    assert finding.sentence.startswith(
        "What the publisher prints under 2001 is of 2 surveys. They differ in who asked"
    )
    assert finding.frame["Here"].to_list() == ["the edition stands on it", "stands beside it"]
    assert finding.frame["Residents"].to_list() == ["1,500", "not known"]
    assert finding.frame["When"].to_list() == ["2001-03 to 2001-04", "until 2001-05"]
    alone = surveys.of_wave(STUDY, SURVEYS[SURVEYS["main"]])
    assert alone.sentence == "All figures of 2001 are of one survey."


def test_the_map_says_who_is_not_on_it() -> None:
    finding = participation.places(STUDY, small.CITIES, NO_COAST)
    assert finding.sentence == (
        "The map shows 3 cities. For 2 more the register has no coordinates: Aland (Gamma) and Beland "
        "(Epsilon)."
    )
    assert "from Alpha in the west to Delta in the east" in part_of(finding, "map").alt
    everyone = small.CITIES.assign(longitude=1.0, latitude=50.0)
    assert participation.places(STUDY, everyone, NO_COAST).sentence == (
        "The map shows all 5 cities of the edition."
    )


@pytest.mark.parametrize(
    ("cities", "sentence", "alt"),
    [
        (1, "the one city", "Map of 1 survey city in 2001, 1 in Europe: Alpha, a dot on the coast"),
        (2, "all 2 cities", "Map of 2 survey cities in 2001, 2 in Europe: dots on the coast"),
    ],
)
def test_one_city_is_not_from_west_to_east(cities: int, sentence: str, alt: str) -> None:
    some = small.CITIES.head(cities).assign(region="Europe", longitude=1.0, latitude=50.0)
    finding = participation.places(STUDY, some, NO_COAST)
    assert finding.sentence == f"The map shows {sentence} of the edition."
    assert part_of(finding, "map").alt.startswith(alt)
    assert ("in the west" in part_of(finding, "map").alt) == (cities > 1)


def test_countries_are_counted_in_words() -> None:
    (drawing,) = participation.countries(STUDY, small.CITIES).parts
    assert "The most are 3, in Aland; no countries have one city only." in drawing.alt  # type: ignore[union-attr]


def test_cities_with_gaps_are_named() -> None:
    cells = list_cells(small.answers(), small.ITEMS, small.CITIES, small.AREAS)

    def said(cities: pd.DataFrame, some: pd.DataFrame = cells) -> Finding:
        return participation.gaps(STUDY, some, cities, SURVEYS)

    assert said(small.CITIES).sentence == "1 city has a figure for 2 of 3 items: Epsilon."
    whole = small.CITIES.assign(items_answered=small.CITIES["items_asked"])
    assert said(whole).sentence == (
        "Every city of the survey has a figure for every item that was asked."
    )
    of_another = whole.assign(survey=["one"] * 4 + ["other", "one"])
    assert said(of_another).sentence == (
        "1 city of the survey has no figure in this copy (Zeta): their residents were asked."
    )
    full = cells[cells["state"] == HAS_FIGURE]
    alts = [part_of(said(whole, some), "coverage").alt for some in (cells, full)]
    assert "3 items by 5 cities: 33.3 per cent of the cells are empty" in alts[0]
    assert alts[1].endswith("every cell has a figure.")


def test_the_map_of_cities_across_the_antimeridian_says_what_it_shows() -> None:
    cities = small.CITIES.head(2).assign(
        city=["Apia", "Suva"],
        region="Oceania",
        longitude=[-171.77, 178.44],
        latitude=[-13.83, -18.14],
    )
    drawing = part_of(participation.places(STUDY, cities, small.COAST), "map")
    assert "2 in Oceania: dots on the coast" in drawing.alt
    assert "from Suva in the west to Apia in the east, Suva in the south to Apia." in drawing.alt
    assert "Europe" not in drawing.alt
    assert "Lambert azimuthal equal-area" in drawing.caption
    assert inside(drawing.draw())


def test_cities_without_coordinates_have_no_map_and_are_named() -> None:
    cities = small.CITIES.head(2).assign(longitude=np.nan, latitude=np.nan)
    finding = participation.places(STUDY, cities, small.COAST)
    assert (
        finding.sentence
        == "There is no map, as the register has no coordinates: Aland (Alpha, Beta)."
    )
    assert len(finding.parts) == 1
