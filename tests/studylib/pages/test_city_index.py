"""The index of cities, worked out on paper on the invented study."""

from __future__ import annotations

import re

import pytest
from invented import rewrite
from rendered import rendered
from test_city_pages import NASTY, tables
from test_government_pages import GOVERNMENTS

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.tables.origins import RawFiles
from studylib.pages.all_cities import list_cities
from studylib.pages.city_index import index_files, index_page, place_items
from studylib.pages.city_pages import city_files
from studylib.pages.government_tables import Governments


@pytest.fixture
def page(study: Project) -> str:
    return make_index(study)


def make_index(study: Project, *governments: Governments) -> str:
    made = tables(study)
    return rendered(index_page(made, list_cities(made, governments), RawFiles(study)))


def test_cities_stand_by_region_and_country_with_all_their_names(page: str) -> None:
    listed = page[page.index('<div class="city-list">') :]
    places = [
        listed.index(each)
        for each in (
            # its region comes first
            '<h4 id="in-beland">Beland</h4>',
            '<h4 id="in-aland">Aland</h4>',
            '>Alpha</a> <span class="see">(<span lang="en">Alfa</span>)</span>',
            ">Beta</a>",
        )
    ]
    assert places == sorted(places)
    assert '<a href="../cities/bb002c.html">Delta</a> <span class="see">(' in listed
    assert '<span lang="el">Δέλτα</span>' in listed
    assert "4 cities in 2 countries are in this book." in page


def test_a_city_without_figures_of_residents_is_listed_with_what_there_is(study: Project) -> None:
    page = make_index(study, GOVERNMENTS)
    listed = page[page.index("## By region") :]
    # Ålpha of Aland is in no survey of residents, and its government answered
    assert "<li>Ålpha<br/>" in listed
    # every link names its city to who reads links alone
    assert (
        '<a href="../governments/towns-2003/gamma.html"><span class="visually-hidden">Ålpha: </span>'
        "answers of its government, 2003 to 2004</a>" in listed
    )
    # Alpha has all three
    alpha = listed[listed.index(">Alpha</a>") :].partition("</li>")[0]
    assert "../governments/towns-2003/alpha.html" in alpha
    assert '<a href="../practices/alpha-map.html">' in alpha
    assert '<option value="../governments/towns-2003/gamma.html">Ålpha</option>' in page
    assert (
        "There are 4 with surveys of residents, 3 with answers of their government, and 1 with good"
        in page
    )


def test_a_reader_jumps_to_a_country_and_chooses_a_city_by_any_of_its_names(page: str) -> None:
    fold = page[page.index("Jump to a country") :].partition("</details>")[0]
    jumps = re.findall('href="#([^"]+)"', fold)
    assert jumps == ["in-aland", "in-beland"]
    assert [page.count(f'id="{jump}"') for jump in jumps] == [1, 1]
    form = page[page.index('id="city-goto"') :].partition("</form>")[0]
    names = re.findall("<option value=.*?>(.*)</option>", form)
    assert names[0] == "Choose a city"
    assert "Alpha (Alfa)" in names
    assert any(name.startswith("Delta (") and "Δέλτα" in name for name in names)


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
    assert tables(study).fullest.id == "2005"
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
    form = page[page.index('<form class="city-picker"') :].partition("</form>")[0]
    assert " hidden>" in form.partition("\n")[0]
    assert re.findall(r'<option value="(\w*)">', form) == ["", "AA001C", "BB002C", "BB001C"]
    assert 'aria-live="polite"' in form


def test_words_from_files_stay_words(study: Project) -> None:
    rewrite(study.raw, "cities", "AA001C,Alpha", f'AA001C,"{NASTY}"')
    assert "<script" not in make_index(study)


def test_distributions_of_too_many_cities_stand_on_pages_of_their_own(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tables(study)
    given = made, list_cities(made, ()), RawFiles(study)
    assert [*index_files(*given)] == ["cities/index.md"]
    monkeypatch.setattr("studylib.pages.city_index.MOST_DOTS", 2)
    assert place_items(made) == {"jobs": "distributions-1", "parks": "distributions-2"}
    files = {name: rendered(page) for name, page in index_files(*given).items()}
    assert [*files] == [f"cities/{name}.md" for name in ("index", *place_items(made).values())]
    index, first, last = files.values()
    assert "city-item" not in index
    assert "(<distributions-1.md>)" in index
    assert "# Every item in all cities, 2 of 2" in last
    assert 'id="item-jobs"' in first
    assert 'id="item-parks"' in last
    assert 'id="city-picker"' in last
    city = city_files(*given[::2])["cities/aa001c.md"]
    assert not isinstance(city, bytes)
    assert "distributions-1.html#city=AA001C" in rendered(city)


def test_only_cities_that_are_wanted_have_a_page(study: Project) -> None:
    study.authored.mkdir(exist_ok=True)
    settings = study.authored / "_config.yml"
    settings.write_text("city_pages: [AA, BB001C]\n", encoding="utf-8")
    made = tables(study)
    pages = [name for name in city_files(made, RawFiles(study)) if name.endswith(".md")]
    assert pages == ["cities/aa001c.md", "cities/aa002c.md", "cities/bb001c.md"]
    page = make_index(study)
    listed = page[page.index('<div class="city-list">') :]
    assert "<li>Delta <span" in listed
    assert "this book has no page on what residents of the city say" in page
    assert "There are 4 with surveys of residents" in page
    assert "bb002c" not in page
    # it stays on the map
    assert "<title>Delta, Beland</title></circle>" in page
    settings.write_text("city_pages: []\n", encoding="utf-8")
    assert city_files(tables(study), RawFiles(study)) == {}
    assert '<option value="../cities' not in make_index(study)


@pytest.mark.parametrize(
    ("said", "told"), [("[AA, ES]", "names 'ES'"), ("all", "is 'all', and no list")]
)
def test_a_wish_for_what_is_no_city_is_refused(study: Project, said: str, told: str) -> None:
    study.authored.mkdir(exist_ok=True)
    (study.authored / "_config.yml").write_text(f"city_pages: {said}\n", encoding="utf-8")
    with pytest.raises(StudyError, match=told):
        tables(study)
