"""One city over time, and two cities of one name: new codes, mergers, and names that tell cities apart."""

from __future__ import annotations

from pathlib import Path

import invented
import pandas as pd
import pytest

from quire.core.errors import Faults
from quire.core.project import Project
from studylib.data.identities import tell_apart, unite_codes
from studylib.data.perception import survey_units
from studylib.data.process import process
from studylib.data.raw import check
from studylib.importing.places import Places
from studylib.intake.matching import gather_invited
from studylib.questions.needs import suggest_practices

HEAD = "code,city_code,kind,since,until,source\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return invented.write_raw(tmp_path)


def give_codes(raw: Path, rows: str) -> None:
    (raw / "framework" / "city_codes.csv").write_text(HEAD + rows, encoding="utf-8")


def processed(raw: Path) -> dict[str, bytes]:
    return process(check(Project(raw.parents[1])))


def test_a_city_with_a_new_code_changes_no_byte(raw: Path) -> None:
    before = processed(raw)
    give_codes(raw, "AA077C,AA001C,code,2004,,invented\n")
    # the second survey, of 2004, and a statistic call the city by its new code
    invented.rewrite(raw, "survey_places", "second,AA001C,AA001C", "second,AA001C,AA077C")
    after = processed(raw)
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_code_counts_only_in_its_years() -> None:
    codes = pd.DataFrame(
        [["X", "A", "code", None, 2003.0], ["X", "B", "code", 2004.0, None]],
        columns=["code", "city_code", "kind", "since", "until"],
    )
    figures = pd.DataFrame({"city_code": ["X", "X", "C"], "year": [2003, 2004, 2004]})
    shares = pd.DataFrame({"city_code": ["X", "X"], "wave": ["one", "two"]})
    waves = pd.DataFrame({"wave": ["one", "two"], "year": [2001, 2005]})
    united = unite_codes(
        {
            **{"city_codes": codes, "waves": waves},
            **{"official_statistics": figures, "perception_shares": shares},
        }
    )
    assert united["official_statistics"]["city_code"].to_list() == ["A", "B", "C"]
    assert united["perception_shares"]["city_code"].to_list() == ["A", "B"]


def test_a_merger_parts_what_a_city_was_before_from_what_it_is_now() -> None:
    codes = pd.DataFrame(
        [["OLD", "A", "merged", 2004, None]],
        columns=["code", "city_code", "kind", "since", "until"],
    )
    places = pd.DataFrame(
        [["one", "A", "city"], ["two", "A", "city"], ["one", "OLD", "city"], ["one", "B", "city"]],
        columns=["wave", "city_code", "area"],
    )
    waves = pd.DataFrame({"wave": ["one", "two"], "year": [2001, 2005]})
    united = unite_codes({"city_codes": codes, "waves": waves, "survey_places": places})
    units = survey_units(united["survey_places"]).to_list()
    assert units == ["A, city before 2004", "A", "OLD", "B"]


def test_a_city_that_comes_twice_under_two_codes_is_a_fault(raw: Path) -> None:
    invented.rewrite(raw, "cities", "BB002C,", "AA077C,Alpha,AA,10,50\nBB002C,")
    give_codes(raw, "BB001C,AA001C,code,2004,,invented\nAA099C,AA001C,merged,,,invented\n")
    with pytest.raises(Faults) as raised:
        check(Project(raw.parents[1]))
    told = {(fault.file.rsplit("/", 1)[-1], fault.column): fault for fault in raised.value.faults}
    assert "also the name of AA001C in AA" in told["cities.csv", "city"].what
    assert "framework/city_codes.csv" in told["cities.csv", "city"].repair
    codes = [fault.what for fault in raised.value.faults if fault.file.endswith("city_codes.csv")]
    assert sorted(codes) == [
        "is a city of its own in cities.csv",
        "says no year of the merger",
        "was merged, and is no row of cities.csv",
    ]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["Ry", "AA", ""], ["Ry", "BB", ""]], ["Ry (Aland)", "Ry (Beland)"]),
        ([["Ry", "AA", "North"], ["Rý", "AA", "South"]], ["Ry (North)", "Rý (South)"]),
        ([["Ry", "AA", ""], ["So", "AA", ""]], ["Ry", "So"]),
        ([["", "AA", "North"], ["", "AA", "South"]], ["", ""]),
    ],
)
def test_cities_of_one_name_are_told_apart(rows: list[list[str]], names: list[str]) -> None:
    cities = pd.DataFrame(rows, columns=["city", "country_code", "part"])
    countries = pd.Series({"AA": "Aland", "BB": "Beland"})
    assert tell_apart(cities, countries).to_list() == names


def test_two_cities_of_one_name_are_two_in_the_tables_of_an_edition(raw: Path) -> None:
    invented.rewrite(raw, "cities", "BB001C,Gamma", "BB001C,Alpha")
    table = processed(raw)["2002/cities.csv"].decode()
    assert "Alpha (Aland)" in table
    assert "Alpha (Beland)" in table


def test_other_names_lead_to_a_city_only_within_its_country() -> None:
    cities = pd.DataFrame(
        [["ry-aa", "Ry", "AA"], ["ry-bb", "Ry", "BB"]],
        columns=["participant", "city", "country_code"],
    )
    invited = gather_invited(cities, [("AA", ["Ry", "Ria"]), ("BB", ["Ry", "Rye"])])
    assert [invited.match(name).participant for name in ("Ria", "Rye", "Ry")] == [
        "ry-aa",
        "ry-bb",
        "",
    ]


def test_figures_of_other_publishers_find_a_city_by_its_new_code() -> None:
    tables = {
        "countries": pd.DataFrame(
            [["AA", "Aland", ""]], columns=["country_code", "country", "other_codes"]
        ),
        "cities": pd.DataFrame(
            [["AA001C", "Ry", "AA"]], columns=["city_code", "city", "country_code"]
        ),
        "city_names": pd.DataFrame(columns=["city_code", "name"]),
        "city_codes": pd.DataFrame(
            [["AA077C", "AA001C", "code"]], columns=["code", "city_code", "kind"]
        ),
    }
    places = Places(tables, "city", "unemployment")
    assert [places.find_city(code) for code in ("AA077C", "AA077C2", "AA001C", "AA078C")] == [
        *["AA001C"] * 3,
        "",
    ]


def test_a_practice_of_a_city_of_the_same_name_elsewhere_is_suggested() -> None:
    about = {"areas": "work", "start_year": 2001, "subregion": "North", "region": "Europe"}
    practices = pd.DataFrame(
        [
            {"practice": "own", "title": "Own", "city": "Ry", "country": "Aland", **about},
            {"practice": "other", "title": "Other", "city": "Ry", "country": "Beland", **about},
        ]
    )
    need = {"need": True, "city_code": "A", "area_code": "work", "city": "Ry (Aland)"}
    found = pd.DataFrame([{**need, "country": "Aland", "subregion": "North", "region": "Europe"}])
    assert suggest_practices(found, practices)["practice"].to_list() == ["other"]
