"""The index of cities, worked out on paper on the invented study."""

from __future__ import annotations

import re

import pytest
from invented import rewrite
from rendered import rendered
from test_city_pages import NASTY, tables

from quire.core.project import Project
from quire.tables.origins import RawFiles
from studylib.pages.city_index import index_page
from studylib.pages.city_tables import fullest


@pytest.fixture
def page(study: Project) -> str:
    return rendered(index_page(tables(study), RawFiles(study)))


def test_cities_stand_by_country_under_all_their_names(page: str) -> None:
    listed = page[page.index('<div class="city-list">') :]
    places = [
        listed.index(each)
        for each in (
            "<h3>Aland</h3>",
            ">Alfa</span>, see",
            ">Alpha</a>",
            ">Beta</a>",
            "<h3>Beland</h3>",
        )
    ]
    assert places == sorted(places)
    assert '<span lang="el">Δέλτα</span>, see <a href="bb002c.html">Delta</a>' in listed
    assert "4 cities in 2 countries" in page


def test_the_map_leads_to_the_cities_that_have_coordinates(page: str) -> None:
    drawn = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><title>', page)
    # Beta has no coordinates
    assert drawn == [
        ("aa001c.html", "Alpha, Aland"),
        ("bb002c.html", "Delta, Beland"),
        ("bb001c.html", "Gamma, Beland"),
    ]
    assert "1 city stands in the list alone" in page


def test_every_item_of_the_latest_full_survey_is_a_strip_with_its_cities(
    study: Project, page: str
) -> None:
    assert fullest(tables(study)).id == "2005"
    assert re.findall(r'<div class="city-item" id="item-(\w+)">', page) == ["jobs", "parks"]
    parks = page[page.index('id="item-parks"') :]
    # 90 and 80 per cent at four units a point
    assert 'data-city="AA001C" d="M360 ' in parks
    assert 'data-city="BB002C" d="M320 ' in parks
    assert (
        'aria-label="Parks: 2 cities from 80.0 to 90.0 per cent; the middle half from 82.5 to 87.5."'
        in parks
    )


def test_the_picker_waits_for_its_script_and_has_the_cities_of_that_survey(page: str) -> None:
    form = page[page.index('<form class="city-picker"') : page.index("</form>")]
    assert " hidden>" in form.partition("\n")[0]
    assert re.findall(r'<option value="(\w*)">', form) == ["", "AA001C", "BB002C", "BB001C"]
    assert 'aria-live="polite"' in form


def test_words_from_files_stay_words(study: Project) -> None:
    rewrite(study.raw, "cities", "AA001C,Alpha", f'AA001C,"{NASTY}"')
    assert "<script" not in rendered(index_page(tables(study), RawFiles(study)))
