"""The pages of regions: what may be said of residents and of governments, worked out on paper on invented cities."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from rendered import TEMPLATES, rendered
from test_city_pages import tables
from test_government_pages import GOVERNMENTS, SURVEY

from quire.core.project import Project
from studylib.pages.all_cities import list_cities
from studylib.pages.city_tables import CityEdition
from studylib.pages.region_pages import (
    INDEX,
    Residents,
    count_governments,
    find_residents,
    name_page,
    region_files,
    select_shares,
)

EDITION = CityEdition(id="2005", name="2005", wave_year=2004)
COUNTRIES = {"a": "Aland", "b": "Beland", "c": "Celand", "d": "Deland"}


def shares(edition: str = "2005", **items: list[float]) -> pd.DataFrame:
    """The shares of each item in four cities of as many countries."""
    rows = [
        (edition, code, label, value, "Northland", country)
        for label, values in items.items()
        for (code, country), value in zip(COUNTRIES.items(), values, strict=True)
    ]
    columns = ["edition", "city_code", "share_of", "favourable_pct", "region", "country"]
    return pd.DataFrame(rows, columns=columns)


def find(frame: pd.DataFrame) -> Residents:
    made = find_residents(frame, [EDITION], "Northland")
    assert made is not None
    return made


def test_the_highest_and_the_lowest_are_named_with_their_medians() -> None:
    made = find(shares(parks=[90, 91, 92, 93], jobs=[20, 22, 24, 26], trams=[50, 52, 51, 53]))
    assert (made.cities, made.questions) == (4, 3)
    assert list(made.most) == ["‘parks’ (median 91.5 %)"]
    assert list(made.least) == ["‘jobs’ (median 23.0 %)"]


def test_what_is_higher_in_some_cities_and_lower_in_others_is_not_said_to_be_the_highest() -> None:
    level = find(
        shares(
            parks=[90, 20, 90, 20], jobs=[20, 90, 20, 90], trams=[50, 55, 50, 55], air=[54, 50] * 2
        )
    )
    assert (list(level.most), list(level.least)) == ([], [])


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (
            {"parks": [90, 91, 92, 93], "jobs": [20, 22, 24, 26], "trams": [50, 52, 51, 53]},
            "Of 3 questions in 2004, residents of 4 cities with figures answered most favourably "
            "on ‘parks’ (median 91.5 %). They answered least favourably on ‘jobs’ (median 23.0 %).",
        ),
        (
            {
                "parks": [90, 20] * 2,
                "jobs": [20, 90] * 2,
                "trams": [50, 55] * 2,
                "air": [54, 50] * 2,
            },
            "Of 4 questions in 2004, with figures of 4 cities, the survey cannot tell which were "
            "answered most or least favourably.",
        ),
    ],
)
def test_how_many_questions_and_cities_it_is_of_is_said(items: dict[str, Any], said: str) -> None:
    text = TEMPLATES.render("region_residents.md", residents=find(shares(**items)))
    assert " ".join(text.replace("\\", "").split()) == said


@pytest.mark.parametrize("region", ["Northland", "Southland"])
def test_of_two_questions_or_of_no_city_nothing_is_known(region: str) -> None:
    frame = shares(parks=[90, 91, 92, 93], jobs=[20, 22, 24, 26])
    assert find_residents(frame, [EDITION], region) is None


def test_answers_of_governments_are_counted_in_their_region() -> None:
    made = count_governments(GOVERNMENTS, "Northland")
    assert made.answered == 10
    (slows,) = made.sides
    # what nobody names is not among them, and "nothing" is no answer
    assert [tuple(one) for one in slows.named] == [
        ("Lack of people", 9),
        ("Lack of funds & of grants", 5),
        ("The law", 4),
    ]
    assert slows.base == 10
    south = count_governments(GOVERNMENTS, "Southland")
    assert [one.n for one in south.sides[0].named] == [3, 3]


def test_where_the_number_is_withheld_it_is_not_told() -> None:
    rows = SURVEY.participation.assign(withheld=True)
    hidden = replace(GOVERNMENTS, survey=replace(SURVEY, participation=rows))
    assert count_governments(hidden, "Northland").answered is None


def test_every_region_of_the_book_has_a_page_with_its_cities(study: Project) -> None:
    made = tables(study)
    cities = list_cities(made, [GOVERNMENTS])
    files = region_files(made, [GOVERNMENTS], cities)
    regions = {one.region for one in cities}
    assert set(files) == {INDEX, *(f"regions/{name_page(region)}.md" for region in regions)}
    north = rendered(files["regions/northland.md"])
    assert "No survey of residents in this book asked in this region." in north
    assert (
        "Among 10 city governments that said in 2003 to 2004 what slows them, counts are highest "
        "for ‘Lack of people’ (9), ‘Lack of funds & of grants’ (5) and ‘The law’ (4)."
    ) in north.replace("\\", "").replace("&amp;", "&")
    assert "They do not show what comes first in the region." in north
    assert "<li>Ålpha<br/>" in north
    index = rendered(files[INDEX])
    assert "## [Northland](<northland.md>)" in index


def test_the_highest_mean_is_not_said_to_be_the_highest_where_the_median_is_not() -> None:
    gap = float("nan")
    # where both were asked parks has 45 more, and without these two cities jobs has a higher median: 72.5 beside 70
    made = find(
        shares(parks=[45, 95, gap, gap], jobs=[0, 50, 95, 95], trams=[5, 55, 5, 5]).dropna()
    )
    assert list(made.most) == []


def test_it_is_of_the_newest_survey_with_enough_questions() -> None:
    known = {"parks": [90.0, 91, 92, 93], "jobs": [20.0, 22, 24, 26]}
    editions = [CityEdition(id="2002", name="2002", wave_year=2001), EDITION]
    old = shares("2002", **known, trams=[50, 52, 51, 53])
    for trams, edition in ([("trams", "2005")], "2005"), ([], "2002"):
        more = {name: [50.0, 52, 51, 53] for name, _edition in trams}
        both = pd.concat([old, shares("2005", **known, **more)])
        made = find_residents(both, editions, "Northland")
        assert made is not None
        assert made.edition.id == edition


def test_shares_of_other_answers_and_of_the_city_as_a_whole_stand_beside_none() -> None:
    rows = [
        ("jobs", 50.0, "all answers"),
        ("parks", 60.0, "valid answers"),
        ("all", 70.0, "all answers"),
        ("air", float("nan"), "all answers"),
    ]
    answers = pd.DataFrame(rows, columns=["item", "favourable_pct", "base"])
    items = answers[["item"]].assign(edition="2005", share_of=answers["item"], asked=True)
    register = pd.DataFrame({"region": ["N"], "country": ["A"]}, index=["a"])
    frames: Any = SimpleNamespace(
        answers=answers.assign(edition="2005", city_code="a"),
        items=items,
        whole=frozenset({"all"}),
        register=register,
    )
    assert select_shares(frames)["item"].to_list() == ["jobs"]


def test_an_answer_as_frequent_as_the_last_that_is_named_is_named_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("studylib.pages.region_pages.NAMED", 2)
    rows = SURVEY.tallies
    law = (rows["question"] == "slow") & (rows["option"] == "law") & (rows["group"] == "Northland")
    assert [one.n for one in count_governments(GOVERNMENTS, "Northland").sides[0].named] == [9, 5]
    tied = replace(SURVEY, tallies=rows.assign(n=rows["n"].mask(law, 5)))
    made = count_governments(replace(GOVERNMENTS, survey=tied), "Northland")
    assert [one.n for one in made.sides[0].named] == [9, 5, 5]


def test_every_region_has_a_page_of_its_own_whatever_its_letters() -> None:
    regions = ["東京", "大阪", "x" * 50 + "a", "x" * 50 + "b"]
    assert len({name_page(region) for region in regions} - {""}) == len(regions)
