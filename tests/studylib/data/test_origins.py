"""Which raw rows a processed table is made of: told rightly, as changing the rows shows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from invented import FIGURES, FRAMEWORK, rewrite, write_raw

from quire.core.project import Project
from quire.tables.origins import RawFiles, RawRows
from quire.tables.schemas import read_schemas
from studylib.data.process import process
from studylib.data.raw import check

SCHEMAS = read_schemas(Project(ROOT)).below("processed")
RAW = RawFiles(Project(ROOT))
EDITIONS = [{"id": "2002", "wave": "first", "wave_survey": "one"}]

CHANGES = {
    "framework/areas": ("Living,#8C6D00", "Life,#8C6D00"),
    "framework/items": ("There are parks", "There are gardens"),
    "framework/tree": ("parks,living,1", "parks,living,-1"),
    "framework/bands": ("2,50,high", "2,60,high"),
    "framework/waves": ("second,2004,True", "second,2004,False"),
    "framework/surveys": ("First survey,Nobody", "First survey,Somebody"),
    "framework/countries": ("AA,Aland,Europe", "AA,Aland,Asia"),
    "framework/city_names": ("AA001C,Alfa,en", "AA001C,Alpho,en"),
    "framework/statistics": ("Unemployment,%", "Out of work,%"),
    "framework/flags": ("P,provisional,", "P,not final,"),
    "framework/comparisons": ("Jobs are what the unemployed lack", "They lack jobs"),
    "framework/comparability": ("jobs,one,jobs,same,asked first", "jobs,one,jobs,same,the first"),
    "framework/levers": ("skills,Skills,Learning", "skills,Skills,Teaching"),
    "framework/elements": ("What things cost", "Costs"),
    "framework/issues": ("noise,Noise", "noise,Loudness"),
    "cities": ("AA002C,Beta,AA", "AA002C,Bety,AA"),
    "perception": ("first,jobs,AA001C,,60,30,,10", "first,jobs,AA001C,,50,40,,10"),
    "survey_places": ("first,AA002C,AA002C,city", "first,AA002C,AA002C,greater city"),
    "perception_shares": (
        "source\n",
        "source\nfirst,theft,BB001C,30,all answers,Nobody,https://example.org/p\n",
    ),
    "priorities": ("AA001C,12.5", "AA001C,13"),
    "official_statistics": ("AA001C,,2000,8", "AA001C,,2000,9"),
    "framework/sizes": ("2,1000,large", "2,800,large"),
    "published_facts": ("Half of the cities", "Most of the cities"),
    "published_shares": ("Have a plan,,50,4", "Have a plan,,25,4"),
    "barrier_surveys": ("barrier,Money,40", "barrier,Money,41"),
}


def made(root: Path) -> dict[str, bytes]:
    return {
        name.removeprefix("2002/").partition(".")[0]: data
        for name, data in process(check(Project(root))).items()
        if not name.endswith(".types.json")
    }


@pytest.mark.parametrize("file", sorted(CHANGES))
def test_a_changed_raw_row_changes_only_tables_that_name_its_file(
    tmp_path: Path, file: str
) -> None:
    raw = write_raw(tmp_path)
    before = made(tmp_path)
    old, new = CHANGES[file]
    if file.startswith("framework/"):
        path = raw / f"{file}.csv"
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    else:
        rewrite(raw, file, old, new)
    after = made(tmp_path)
    changed = {name for name in before if before[name] != after[name]}
    # editions.json tells the waves of all editions, too
    assert changed - {"editions"} <= {
        table for table, schema in SCHEMAS.items() if f"{file}.csv" in schema.origin
    }
    assert changed, "the change shows in no table"


def test_every_raw_table_and_every_processed_one_is_named(tmp_path: Path) -> None:
    write_raw(tmp_path)
    data = check(Project(tmp_path))
    assert {name.removeprefix("2002/").partition(".")[0] for name in process(data)} <= set(SCHEMAS)
    told = {file for schema in SCHEMAS.values() for file in schema.origin}
    # no table is made of the codebook: it says which answers there could be, and what the publisher calls them
    told.add("framework/codebook.csv")
    # nor of other codes: they only say which city a row of another table is of
    told.add("framework/city_codes.csv")
    # nor of these: they say how official statistics are taken in
    told |= {"framework/units.csv", "framework/publishers.csv"}
    assert {f"framework/{name}.csv" for name in FRAMEWORK} | {
        f"{name}.csv" for name in FIGURES
    } <= told


def test_rows_are_chosen_by_the_wave_or_the_edition() -> None:
    assert RAW.origins(["answers", "published"], EDITIONS) == [
        RawRows("cities.csv"),
        RawRows("framework/comparability.csv"),
        RawRows("framework/items.csv"),
        RawRows("framework/surveys.csv", "wave", "first"),
        RawRows("framework/tree.csv"),
        RawRows("perception.csv", "wave", "first"),
        RawRows("perception_shares.csv", "wave", "first"),
        RawRows("published_facts.csv", "edition", "2002"),
        RawRows("survey_places.csv", "wave", "first"),
    ]
    assert RAW.origins(["edition", "practices"], EDITIONS) == [
        RawRows("editions/2002.yml"),
        RawRows("framework/countries.csv"),
        RawRows("framework/sizes.csv"),
        RawRows("framework/surveys.csv", "wave", "first"),
        RawRows("framework/waves.csv", "wave", "first"),
        RawRows("practices"),
    ]
    # the map has its rows by survey, and not by the year under which a survey was printed
    assert RawRows("framework/comparability.csv", "survey", "one") in RAW.origins(
        ["comparability"], EDITIONS
    )


def test_an_edition_without_a_survey_has_no_rows_of_one() -> None:
    assert RAW.origins(
        ["comparability", "answers_beside"], [{"id": "2002", "wave": None, "wave_survey": ""}]
    ) == [
        RawRows("framework/tree.csv"),
    ]


def test_rows_are_counted_and_files_digested(tmp_path: Path) -> None:
    raw = write_raw(tmp_path)
    files = RawFiles(Project(tmp_path))
    # five rows of the first survey, nine in all
    assert files.count(RawRows("perception.csv", "wave", "first")) == 5
    assert files.count(RawRows("perception.csv")) == 9
    assert files.count(RawRows("practices")) == 1
    assert files.count(RawRows("editions/2002.yml")) == 1
    papers = yaml.safe_load((raw / "perception.yml").read_text("utf-8"))
    assert files.digest(RawRows("perception.csv", "wave", "first")) == papers["sha256"]
    one = hashlib.sha256((raw / "practices" / "alpha-map.yml").read_bytes()).hexdigest()
    assert files.digest(RawRows("practices")) == hashlib.sha256(one.encode()).hexdigest()
    assert "perception" in files.described
    assert "framework/items" not in files.described
