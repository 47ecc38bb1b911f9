"""Practice files: what a spoilt one is told, what is made of sound ones, and what the study's own hold."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import invented
import pandas as pd
import pytest
from conftest import ROOT

from quire.core.errors import Faults
from quire.core.project import Project
from quire.pipeline.preparation import prepare
from studylib.data.practices import practice_table, read_practices, size_of
from studylib.data.raw import check

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return invented.write_raw(tmp_path)


def spoilt(raw: Path, spoil: Spoil, name: str = "alpha-map") -> Project:
    practice = copy.deepcopy(invented.PRACTICE)
    spoil(practice)
    invented.write_yaml(raw / "practices" / f"{name}.yml", practice)
    return Project(raw.parents[1])


# what is done to the file | key | part of the value | part of what | part of the repair
SPOILT: list[tuple[str, Spoil, str, str, str, str]] = [
    ("no source", lambda each: each["done"][0].update(sources=[]), "done.0.sources", "", "is empty", "at least one"),
    ("unknown source", lambda each: each["done"][0].update(sources=["ofice"]), "done.0.sources", "ofice", "unknown source", "'office'"),
    ("unused source", lambda each: each["results"][0].update(sources=["office"]), "sources", "paper", "no statement", "delete"),
    ("no sources at all", lambda each: each.pop("sources"), "sources", "", "missing key", "add it"),
    ("unknown area", lambda each: each.update(areas=["econmy"]), "areas", "econmy", "unknown area", "'economy'"),
    ("no area", lambda each: each.update(areas=[]), "areas", "", "is empty", "at least one"),
    ("area twice", lambda each: each.update(areas=["economy", "economy"]), "areas", "economy", "twice", "keep one"),
    ("unknown lever", lambda each: each.update(levers=["money"]), "levers", "money", "unknown lever", "'data'"),
    ("city without country", lambda each: each.pop("country"), "country", "", "missing key", "add it"),
    ("unknown country", lambda each: each.update(country="XX"), "country", "XX", "unknown country", "countries.csv"),
    ("script in the text", lambda each: each["results"][0].update(text="<script>alert(1)</script>"), "results.0.text", "<script>", "mark-up or a script", "correct"),
    ("handler in the text", lambda each: each.update(title='<img src=x onerror="a()">'), "title", "<img", "mark-up or a script", "correct"),
    ("script for a link", lambda each: each["sources"]["paper"].update(address="javascript:alert(1)"), "sources.paper.address", "javascript", "no web address", "http"),
    ("link without http", lambda each: each["sources"]["paper"].update(address="ftp://example.org"), "sources.paper.address", "ftp", "no web address", "http"),
    ("id of another file", lambda each: each.update(id="beta-map"), "id", "beta-map", "not the name of the file", "alpha-map"),
    ("id that is a path", lambda each: each.update(id="../alpha"), "id", "../alpha", "match pattern", "correct"),
    ("no address", lambda each: each["sources"]["paper"].update(address=None), "sources.paper.address", "", "is missing", "address that was read"),
    ("edition that is a path", lambda each: each.update(handed_in="../2002"), "handed_in", "../2002", "match pattern", "correct"),
    ("unknown key", lambda each: each.update(tittle="x"), "tittle", "x", "unknown key", "'title'"),
    ("unknown status", lambda each: each.update(status="dead"), "status", "dead", "", "correct"),
    ("end before the start", lambda each: each.update(end_year=1999), "end_year", "1999", "before the start", "correct"),
    ("goal that is none", lambda each: each.update(sdgs=[18]), "sdgs.0", "18", "less than or equal to 17", "correct"),
    ("title without its city", lambda each: each.update(title="The map of Alpha"), "title", "The map of Alpha", "does not begin with the city", "write Alpha, a colon"),
    ("no line of result", lambda each: each.pop("result"), "result", "", "missing key", "add it"),
    ("number of no result", lambda each: each["result"].update(text="13 maps came of it."), "result.text", "13", "none of the results", "under sums_up"),
    ("number in the doubt", lambda each: each["result"].update(doubt="Some say 1,200."), "result.doubt", "1,200", "none of the results", "under sums_up"),
    ("result without its doubt", lambda each: each["result"].update(doubt=None), "result.doubt", "", "is missing", "say the doubt"),
    ("result that is not there", lambda each: each["result"].update(sums_up=[2]), "result.sums_up", "2", "no such result", "1 to 1"),
    ("result of nothing", lambda each: each["result"].update(sums_up=[]), "result.sums_up", "", "is empty", "at least one"),
    ("result before the first", lambda each: each["result"].update(sums_up=[0]), "result.sums_up.0", "0", "greater than or equal to 1", "correct"),
    ("unknown evidence", lambda each: each["result"].update(evidence="proof"), "result.evidence", "proof", "", "correct"),
    ("comparison of nothing", lambda each: each["result"].update(evidence="comparison"), "result.compared", "", "is missing", "measured beside others"),
    ("comparison of another result", lambda each: each["result"].update(evidence="comparison", compared=2), "result.compared", "2", "not among the results", "one of 1"),
    ("compared without a comparison", lambda each: each["result"].update(compared=1), "result.compared", "1", "is of no comparison", "correct the evidence"),
    ("place off the earth", lambda each: each["place"].update(latitude=91), "place.latitude", "91", "less than or equal to 90", "correct"),
    ("place beyond the date line", lambda each: each["place"].update(longitude=181), "place.longitude", "181", "less than or equal to 180", "correct"),
    ("place of nowhere", lambda each: each["place"].update(source="wiki"), "place.sources", "wiki", "unknown source", "'office'"),
    ("population of nowhere", lambda each: each["population"].update(source="wiki"), "population.sources", "wiki", "unknown source", "'office'"),
]  # fmt: skip


@pytest.mark.parametrize("case", SPOILT, ids=[case[0] for case in SPOILT])
def test_a_spoilt_file_is_reported_and_nothing_is_written(
    tables_made: Project, case: tuple[str, Spoil, str, str, str, str]
) -> None:
    _, spoil, key, value, what, repair = case
    before = {
        path: path.read_bytes() for path in tables_made.processed.rglob("*") if path.is_file()
    }
    assert before
    project = spoilt(tables_made.raw, spoil)
    with pytest.raises(Faults) as caught:
        prepare(project)
    found = [
        each
        for each in caught.value.faults
        if each.file == "data/raw/practices/alpha-map.yml"
        and each.column == key
        and value in each.value
        and what in each.what
        and repair in each.repair
    ]
    assert found, f"not reported:\n{caught.value}"
    assert {
        path: path.read_bytes() for path in project.processed.rglob("*") if path.is_file()
    } == before


def test_all_faults_of_all_files_come_at_once(raw: Path) -> None:
    spoilt(raw, lambda each: each.update(areas=["econmy"], levers=["money"]))
    project = spoilt(raw, lambda each: each.pop("country"), "beta-map")
    (raw / "practices" / "notes.txt").write_text("a")
    with pytest.raises(Faults) as caught:
        check(project)
    told = {(each.file.rsplit("/", 1)[-1], each.column) for each in caught.value.faults}
    assert told == {
        ("alpha-map.yml", "areas"),
        ("alpha-map.yml", "levers"),
        ("beta-map.yml", "country"),
        ("notes.txt", ""),
    }


def test_a_sound_file_becomes_a_row(raw: Path) -> None:
    data = check(Project(raw.parents[1]))
    table = practice_table(data.practices, data.tables["countries"], data.tables["sizes"])
    assert table.to_dict("records") == [
        {
            **{
                "practice": "alpha-map",
                "title": "Alpha: the map that residents draw",
                "city": "Alpha",
                "country": "Aland",
            },
            **{
                "region": "Europe",
                "subregion": "North",
                "population": 900,
                "size": "small",
                "areas": "economy",
            },
            **{
                "levers": "data skills",
                "start_year": 2001,
                "status": "running",
                "summary": "Residents draw a map.",
            },
            **{
                "result": "12 maps came of it.",
                "doubt": "The city counted itself.",
                "evidence": "counts",
                "sdgs": "11",
                "longitude": 10.5,
                "latitude": 50.25,
            },
        }
    ]


def test_sizes_begin_at_their_lower_end() -> None:
    sizes = pd.DataFrame({"lower": [0.0, 1000.0], "label": ["small", "large"]})
    assert [size_of(each, sizes) for each in (1, 999, 1000, None)] == [
        "small",
        "small",
        "large",
        "",
    ]


def test_the_studys_own_practices_are_as_wide_as_they_have_to_be() -> None:
    data = check(Project(ROOT))
    table = practice_table(data.practices, data.tables["countries"], data.tables["sizes"])
    assert len(table) >= 18
    assert table[["city", "country"]].drop_duplicates().shape[0] >= 14
    continents = {"Americas" if "America" in each else each for each in table["region"]}
    assert len(continents) >= 4
    assert {area for cell in table["areas"] for area in cell.split()} == set(
        data.tables["areas"]["area"]
    )
    assert sum(any(result.doubt for result in each.results) for each in data.practices) >= 5


def test_every_practice_of_the_study_rests_on_two_publishers() -> None:
    practices, faults = read_practices(Project(ROOT))
    assert not faults
    assert [
        practice.id
        for practice in practices
        if len(
            {
                practice.sources[key].publisher
                for one in (*practice.done, *practice.results)
                for key in one.sources
            }
        )
        < 2
    ] == []


def test_every_practice_of_the_study_is_on_the_map_and_under_a_name_of_its_own() -> None:
    practices, _ = read_practices(Project(ROOT))
    assert len({practice.title for practice in practices}) == len(practices)
    assert [practice.id for practice in practices if practice.place is None] == []
    at = {one.id: one.place for one in practices if one.place}
    south = {one.city for one in practices if at[one.id].latitude < 0}
    west = {one.country for one in practices if at[one.id].longitude < -30}
    assert south == {"Dar es Salaam", "Jakarta", "Nairobi", "Porto Alegre", "Rio de Janeiro"}
    assert west == {"BR", "CA", "CO", "MX", "US"}


def test_numbers_of_a_result_count_as_they_are_written(raw: Path) -> None:
    # a number that another one begins with, or ends with, is not that number
    project = spoilt(raw, lambda each: each["result"].update(text="1 map, 2 maps, 12 maps, 12."))
    _, faults = read_practices(project)
    assert [(fault.column, fault.value) for fault in faults] == [
        ("result.text", "1"),
        ("result.text", "2"),
    ]


def test_a_line_of_result_is_held_by_the_results_that_it_sums_up_and_by_no_others(
    raw: Path,
) -> None:
    results = [
        {"text": "12 maps.", "sources": ["paper"], "doubt": None},
        {"text": "13 trees.", "sources": ["office"], "doubt": "Nobody counted."},
    ]
    line = {"text": "12 maps and 13 trees.", "doubt": None, "sums_up": [1]}

    def spoil(practice: dict[str, Any]) -> None:
        practice["results"] = results
        practice["result"].update(line)

    # the second result is not summed up: its number is no ground, and its doubt need not be said
    _, faults = read_practices(spoilt(raw, spoil))
    assert [(fault.column, fault.value) for fault in faults] == [("result.text", "13")]
