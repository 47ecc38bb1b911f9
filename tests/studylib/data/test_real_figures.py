"""The figures of the study itself: each correction of the sources, each fault put back, and nothing compared that may not be.

What is expected is read from the raw files by a reader of its own, which knows no function of the library, or was worked out on paper.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import invented
import pandas as pd
import pytest
import yaml
from conftest import ROOT

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from quire.tables.csvfiles import read_records
from studylib.data.perception import ALL_ANSWERS, APPLICABLE, VALID_ANSWERS
from studylib.data.raw import RawData, check
from studylib.data.survey_tables import NOT_IN_COPY
from studylib.questions import area_changes, priorities, trends
from studylib.questions.city_changes import measure_city_changes
from studylib.questions.comparability import find_refusal
from studylib.questions.convergence import LEAST_IN_PANEL, measure_convergence

RAW = ROOT / "data" / "raw"
MAIN = {"2012": "eu-2012", "2015": "eu-2015", "2019": "eu-2019", "2023": "eu-2023"}
WAVES = {"2012": "2012", "2017": "2015", "2019": "2019", "2023": "2023"}
"""The wave that stands beside each edition."""

SIX = {
    "city_satisfaction",
    "housing",
    "job_opportunity",
    "life_satisfaction",
    "safe_night_city",
    "trust_people",
}
"""Items of 2023 in Eurostat's table."""

SEVEN = {
    "culture",
    "green_spaces",
    "health_care_2019",
    "public_spaces",
    "public_transport",
    "schools_facilities",
    "sports",
}
"""Items of 2023 that the Commission's data have and that table does not: shares of those who took a side."""

Row = dict[str, str]
Tables = dict[str, dict[str, pd.DataFrame]]


@cache
def read(name: str) -> tuple[Row, ...]:
    """The rows of a table as its sidecar corrects them."""
    rows = read_records((RAW / f"{name}.csv").read_bytes())
    sidecar = RAW / f"{name}.yml"
    papers = yaml.safe_load(sidecar.read_text("utf-8")) if sidecar.is_file() else {}
    for each in papers.get("corrections", []):
        (row,) = [
            row for row in rows if all(row[key] == value for key, value in each["row"].items())
        ]
        row[each["column"]] = each["new"]
    return tuple(rows)


@cache
def units() -> dict[tuple[str, str], str]:
    """By wave and city, the area that the main survey asked in; one that is not known is that of no other wave."""

    def named(row: Row) -> str:
        last = f" in {row['wave']}" if row["area"] == "not known" else ""
        return row["city_code"] + ("" if row["area"] == "city" else f", {row['area']}{last}")

    return {
        (row["wave"], row["city_code"]): named(row)
        for row in read("survey_places")
        if row["city_code"] and row["survey"] == MAIN[row["wave"]]
    }


@dataclass(frozen=True)
class Share:
    """The favourable share of a unit: of all answers, where there is one, and of those who took a side."""

    all: float | None
    valid: float | None


@cache
def figures() -> dict[tuple[str, str, str], Share]:
    """By wave, item and unit, the favourable share in the main survey; of all answers only where all were asked for them."""
    good = {row["node"]: row["direction"] for row in read("framework/tree")}
    place = {
        (row["wave"], row["place"]): units()[row["wave"], row["city_code"]]
        for row in read("survey_places")
        if row["place"] and row["city_code"] and row["survey"] == MAIN[row["wave"]]
    }
    found: dict[tuple[str, str, str], Share] = {}
    for row in read("perception"):
        unit = place.get((row["wave"], row["place"]))
        cells = {name: float(cell or 0) for name, cell in row.items() if name.endswith("_pct")}
        yes = cells["agree_strongly_pct"] + cells["agree_pct"]
        no = cells["disagree_pct"] + cells["disagree_strongly_pct"]
        if unit is None or yes + no == 0:
            continue
        share = yes if good[row["item"]] == "1" else no
        whole = None if cells["not_applicable_pct"] else share
        found[row["wave"], row["item"], unit] = Share(whole, 100 * share / (yes + no))
    for row in read("perception_shares"):
        unit = units().get((row["wave"], row["city_code"]))
        if unit is None or row["base"] not in {ALL_ANSWERS, VALID_ANSWERS}:
            continue
        assert good[row["item"]] == "1"
        before = found.get((row["wave"], row["item"], unit), Share(None, None))
        value = float(row["positive_pct"])
        now = Share(value, before.valid) if row["base"] == ALL_ANSWERS else Share(before.all, value)
        found[row["wave"], row["item"], unit] = now
    # an item of which a survey has shares of all answers is not also told of valid ones from another source
    return {
        key: Share(each.all, None) if key[0] == "2023" and key[1] in SIX else each
        for key, each in found.items()
    }


@cache
def on(base: str, wave: str, item: str) -> dict[str, float]:
    """Shares of an item in the main survey of a wave on a base, by unit."""
    rows = {
        unit: share
        for (year, name, unit), share in figures().items()
        if (year, name) == (wave, item)
    }
    own = {unit: share.all if base == ALL_ANSWERS else share.valid for unit, share in rows.items()}
    return {unit: value for unit, value in own.items() if value is not None}


@pytest.fixture(scope="module")
def data() -> RawData:
    return check(Project(ROOT))


@pytest.fixture(scope="module")
def tables(data: RawData) -> Tables:
    return invented.tables_of(data)


@pytest.fixture(scope="module")
def every(tables: Tables) -> dict[str, pd.DataFrame]:
    """Processed tables of all editions, one below the other, as notebooks read them."""
    names = ("answers", "items", "tree", "comparability", "areas", "cities", "priorities", "issues")
    return {
        name: pd.concat(
            [made[name].assign(edition=id) for id, made in tables.items()], ignore_index=True
        )
        for name in names
    }


def answer(
    tables: Tables, edition: str, item: str, city: str, table: str = "answers"
) -> dict[str, Any]:
    frame = tables[edition][table]
    (row,) = frame[(frame["item"] == item) & (frame["city_code"] == city)].to_dict("records")
    return {str(key): value for key, value in row.items()}


class TestJobs:
    def test_every_row_of_the_main_survey_of_2019_has_those_to_whom_it_does_not_apply(self) -> None:
        places = {
            row["place"]
            for row in read("survey_places")
            if row["survey"] == "eu-2019" and row["place"]
        }
        rows = [
            row
            for row in read("perception")
            if (row["wave"], row["item"]) == ("2019", "job_situation") and row["place"] in places
        ]
        shares = [float(row["not_applicable_pct"]) for row in rows]
        # 74 cities, 8.4 to 34.0 and 20.4 in the mean, as Eurostat's PS3335V has it
        assert (len(shares), min(shares), max(shares)) == (74, 8.4, 34.0)
        assert sum(shares) / 74 == pytest.approx(20.4, abs=0.05)
        for row in rows:
            parts = [float(value or 0) for name, value in row.items() if name.endswith("_pct")]
            assert 97 <= sum(parts) <= 103, row["place"]

    def test_shares_of_vienna_are_of_those_to_whom_it_applies(self, tables: Tables) -> None:
        # 33.1 + 28.7, 9.3 + 4.2 and 3.6 of the 78.9 to whom it applies; 61.8 of all was what the study had
        found = answer(tables, "2019", "job_situation", "AT001C")
        assert found["positive_pct"] == pytest.approx(78.327, abs=5e-4)
        assert found["negative_pct"] == pytest.approx(17.110, abs=5e-4)
        assert found["no_answer_pct"] == pytest.approx(4.563, abs=5e-4)
        assert found["base"] == APPLICABLE

    def test_rows_that_did_not_offer_it_stand_beside(self, tables: Tables) -> None:
        for city in ("DE005C", "EE002C", "EE003C"):
            assert answer(tables, "2019", "job_situation", city)["missing"] != ""
            beside = answer(tables, "2019", "job_situation", city, "answers_beside")
            assert (beside["survey"] == "eu-2019", beside["base"]) == (False, ALL_ANSWERS)

    def test_no_change_joins_the_two_bases(
        self, every: dict[str, pd.DataFrame], changes: pd.DataFrame
    ) -> None:
        rows = changes[changes["label"] == label_of(every, "job_situation")]
        assert "2019" not in set(rows["after"])
        row = find_refusal("job_situation", ["2017", "2019"], every["comparability"])
        assert row is not None
        assert (row["edition"], row["status"]) == ("2019", "rescaled")
        # 2012 and 2015 offered the same answers
        assert find_refusal("job_situation", ["2012", "2017"], every["comparability"]) is None


class TestCities:
    def test_ankara_and_antalya_have_their_own_figures(self, tables: Tables) -> None:
        # the row TR001C of 2019, 16 + 29.1, is Antalya's; TR003C, 13.9 + 30, Ankara's
        assert answer(tables, "2019", "housing", "TR003C")["favourable_pct"] == pytest.approx(45.1)
        assert answer(tables, "2019", "housing", "TR001C")["favourable_pct"] == pytest.approx(43.9)
        # in 2012 each row is its own: 22 + 32 and 26 + 32
        assert answer(tables, "2012", "housing", "TR001C")["favourable_pct"] == 54
        assert answer(tables, "2012", "housing", "TR003C")["favourable_pct"] == 58

    @pytest.mark.parametrize(("edition", "share"), [("2012", 63), ("2017", 79)])
    def test_geneva_has_the_row_that_is_its_own_and_zurich_has_none(
        self, tables: Tables, edition: str, share: float
    ) -> None:
        # the report of 2015 prints 79 for Geneva, 16 more than in 2012
        assert answer(tables, edition, "safe_city", "CH003C")["favourable_pct"] == share
        zurich = tables[edition]["answers"].loc[lambda frame: frame["city_code"] == "CH002C"]
        assert zurich["favourable_pct"].isna().all()
        assert NOT_IN_COPY in set(zurich["missing"])
        assert zurich["survey_unit"].eq("").all()

    def test_kaiserslautern_is_out(self, tables: Tables, data: RawData) -> None:
        assert (
            tables["2012"]["answers"]
            .loc[lambda frame: frame["city_code"] == "DE041C", "favourable_pct"]
            .isna()
            .all()
        )
        assert "DE041C" not in set(tables["2012"]["answers_beside"]["city_code"])
        for made in tables.values():
            named = made["priorities"]
            assert "DE041C" not in set(named["city_code"])
        in_2012 = tables["2012"]["priorities"]
        assert in_2012["city_code"].nunique() == 73
        # of which it is a copy
        assert "DE040C" in set(in_2012["city_code"])

    @pytest.mark.parametrize("city", ["EL001C", "PT001C"])
    def test_athens_and_lisbon_are_another_area_in_2019(self, tables: Tables, city: str) -> None:
        unit = {
            edition: tables[edition]["cities"].set_index("city_code").loc[city, "survey_unit"]
            for edition in WAVES
        }
        assert unit == {
            "2012": f"{city}, greater city",
            "2017": f"{city}, greater city",
            "2019": city,
            "2023": city,
        }

    def test_they_are_in_no_change_from_2015_to_2019(
        self, changes: pd.DataFrame, areas: area_changes.AreaChanges, single: pd.DataFrame
    ) -> None:
        apart = {"Athina", "Lisboa", "Athens", "Lisbon"}
        for frame in (changes, areas.changes):
            rows = frame[(frame["before"] == "2017") & (frame["after"] == "2019")]
            assert len(rows)
            assert not [names for names in rows["names"] if apart & set(names)]
        rows = single[single["after"] == "2019"]
        assert not {"EL001C", "PT001C"} & set(rows["city_code"])
        # from 2012 to 2015 both were the greater city
        assert {"EL001C", "PT001C"} <= set(single.loc[single["after"] == "2017", "city_code"])


class TestSurveys:
    @pytest.mark.parametrize(
        ("wave", "table", "whole"),
        [
            ("2012", {"eu-2012": 73}, {"eu-2012": 79}),
            (
                "2015",
                {"eu-2015": 73, "de-2015": 21, "lv-2017": 8},
                {"eu-2015": 79, "de-2015": 21, "lv-2017": 8},
            ),
            (
                "2019",
                {"eu-2019": 74, "de-2019": 24, "ee-2018": 2},
                {"eu-2019": 83, "de-2019": 24, "ee-2018": 2},
            ),
            ("2023", {}, {"eu-2023": 83, "other-2023": 1}),
        ],
    )
    def test_cities_of_each_survey(
        self, data: RawData, wave: str, table: dict[str, int], whole: dict[str, int]
    ) -> None:
        places = data.tables["survey_places"]
        places = places[(places["wave"] == wave) & (places["city_code"] != "")]
        assert places[places["place"] != ""]["survey"].value_counts().to_dict() == table
        assert places["survey"].value_counts().to_dict() == whole

    def test_an_edition_has_the_cities_of_the_main_survey(self, tables: Tables) -> None:
        # in 2019 nine cities of the Commission's workbook come to the 74; of 2023 copies have 79 of 83, as Stuttgart is of no survey known
        there = {edition: int(tables[edition]["cities"]["in_edition"].sum()) for edition in WAVES}
        assert {key: there[key] for key in ("2012", "2017", "2019")} == {
            "2012": 73,
            "2017": 73,
            "2019": 83,
        }
        for edition, wave in WAVES.items():
            cities = tables[edition]["cities"]
            assert set(cities.loc[cities["in_edition"], "survey"]) == {MAIN[wave]}
        assert answer(tables, "2023", "housing", "DE007C")["missing"] == "asked in another survey"

    def test_geneva_2019_is_of_the_workbook(self, tables: Tables) -> None:
        found = answer(tables, "2019", "air_quality", "CH003C")
        assert (found["favourable_pct"], found["base"]) == (69.2, ALL_ANSWERS)
        assert found["caveat"].startswith("from the European Commission's workbook")

    def test_what_other_surveys_found_stands_beside(self, tables: Tables) -> None:
        counts = {
            edition: tables[edition]["answers_beside"]
            .groupby("survey")["city_code"]
            .nunique()
            .to_dict()
            for edition in ("2012", "2017", "2019")
        }
        assert counts == {
            "2012": {},
            "2017": {"de-2015": 21, "lv-2017": 8},
            "2019": {"de-2019": 24, "ee-2018": 2},
        }

    def test_residents_who_answered(self, data: RawData) -> None:
        asked = data.tables["surveys"].set_index("survey")["respondents"].to_dict()
        assert {name: asked[name] for name in ("eu-2015", "eu-2019", "eu-2023")} == {
            "eu-2015": 40798,
            "eu-2019": 58100,
            "eu-2023": 71153,
        }


class TestWithheld:
    def test_daugavpils_has_what_the_others_leave(self, tables: Tables) -> None:
        # 100 - 0 - 19.2 - 70.8 - 5.8, where the study had 0
        found = answer(tables, "2017", "job_opportunity", "LV004C", "answers_beside")
        assert found["positive_pct"] == pytest.approx(4.2)
        assert "the positive share is what the others leave of 100" in found["caveat"]

    def test_eurostats_total_restores_a_share(self, tables: Tables) -> None:
        # 31.3 agree in all; the withheld answer is the smaller part of it
        found = answer(tables, "2017", "climate_commitment", "LV004C", "answers_beside")
        assert found["positive_pct"] == 31.3
        assert "the publisher's own total" in found["caveat"]

    def test_there_are_as_many_as_in_eurostats_table(self) -> None:
        assert sum("u:" in row["flags"] for row in read("perception")) == 183


class TestTwentyThree:
    def test_thirteen_items_with_their_bases(self, tables: Tables) -> None:
        items = tables["2023"]["items"]
        asked = items[items["asked"]].set_index("item")["base"].to_dict()
        assert asked == {**dict.fromkeys(SIX, ALL_ANSWERS), **dict.fromkeys(SEVEN, VALID_ANSWERS)}
        answers = tables["2023"]["answers"].dropna(subset="favourable_pct")
        assert len(answers[["item", "base"]].drop_duplicates()) == 13

    def test_vienna_has_its_share_of_all_answers_and_not_that_of_valid_ones(
        self, tables: Tables
    ) -> None:
        # 87.5 of all, 88.03 of valid answers and 87 in the press
        found = answer(tables, "2023", "city_satisfaction", "AT001C")
        assert (found["favourable_pct"], found["base"]) == (87.5, ALL_ANSWERS)
        assert answer(tables, "2023", "sports", "AT001C")["base"] == VALID_ANSWERS

    def test_what_only_the_press_printed_stands_beside(self, tables: Tables) -> None:
        beside = tables["2023"]["answers_beside"]
        own = beside[beside["survey"] == "eu-2023"]
        assert set(own["base"]) == {"as printed"}
        assert not set(own["item"]) & (SIX | SEVEN)


# the faults, put back into a copy of the raw files


Spoil = Callable[[Path], None]


def without(**chosen: str) -> Spoil:
    """Leave out the corrections of a row of the table of places."""

    def spoil(raw: Path) -> None:
        path = raw / "survey_places.yml"
        papers = yaml.safe_load(path.read_text("utf-8"))
        kept = [each for each in papers["corrections"] if not chosen.items() <= each["row"].items()]
        assert len(kept) < len(papers["corrections"])
        path.write_text(yaml.safe_dump({**papers, "corrections": kept}, sort_keys=False), "utf-8")

    return spoil


def together(*spoils: Spoil) -> Spoil:
    def spoil(raw: Path) -> None:
        for each in spoils:
            each(raw)

    return spoil


def cells(table: str, cells: dict[str, str], **chosen: str) -> Spoil:
    """Write other cells into some rows of a table, with its digest kept true."""

    def spoil(raw: Path) -> None:
        path = raw / f"{table}.csv"
        rows = read_records(path.read_bytes())
        hits = [row for row in rows if chosen.items() <= row.items()]
        assert hits
        for row in hits:
            row.update(cells)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        papers = yaml.safe_load((raw / f"{table}.yml").read_text("utf-8"))
        papers["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        (raw / f"{table}.yml").write_text(yaml.safe_dump(papers, sort_keys=False), "utf-8")

    return spoil


def line(table: str, **chosen: str) -> int:
    """The line of a row in its file; no cell of these tables has a line break."""
    (number,) = [
        number for number, row in enumerate(read(table), 2) if chosen.items() <= row.items()
    ]
    return number


def spoilt(tmp_path: Path, spoil: Spoil) -> list[Fault]:
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    shutil.copytree(RAW.parent / "schema", tmp_path / "data" / "schema")
    spoil(tmp_path / "data" / "raw")
    with pytest.raises(Faults) as caught:
        check(Project(tmp_path))
    return list(caught.value.faults)


DAUGAVPILS = {"wave": "2015", "item": "job_opportunity", "place": "LV004C"}
VIENNA = {"wave": "2019", "item": "job_situation", "place": "AT001C"}


def survey_of(wave: str, place: str, survey: str) -> Spoil:
    return cells("survey_places", {"survey": survey}, wave=wave, place=place)


# what is put back | table | row, by its cells | column | what is said of it | how to repair it
PUT_BACK: dict[str, tuple[Spoil, str, Row, str, str, str]] = {
    "duplicate city": (
        without(place="DE041C"),
        *("survey_places", {"wave": "2012", "place": "DE041C"}, "place"),
        *("has the same figures as DE040C in 2012", "city_code empty"),
    ),
    "exchanged cities": (
        together(without(place="TR001C"), without(place="TR003C")),
        *("survey_places", {"wave": "2019", "place": "TR003C"}, "city_code"),
        *("as near to TR001C of 2015 as to itself", "correct city_code in the sidecar"),
    ),
    "missing code": (
        cells(
            "perception", {"not_applicable_pct": "", "flags": ""}, wave="2019", item="job_situation"
        ),
        *("perception", VIENNA, ""),
        *("sum to 78.9, not to 97-103 (job_situation, AT001C, 2019)", "left out or withheld"),
    ),
    "withheld part as zero": (
        cells("perception", {"agree_pct": "0"}, **DAUGAVPILS),
        *("perception", DAUGAVPILS, "agree_pct"),
        *("has the flag u and a value", "leave it empty"),
    ),
    "withheld part as zero without its flag": (
        cells("perception", {"agree_pct": "0", "flags": "e"}, **DAUGAVPILS),
        *("perception", DAUGAVPILS, ""),
        *("sum to 95.8, not to 97-103", "withheld (flag u)"),
    ),
    "withheld part without its flag": (
        cells("perception", {"flags": "e"}, **DAUGAVPILS),
        *("perception", DAUGAVPILS, ""),
        *("sum to 95.8, not to 97-103", "withheld (flag u)"),
    ),
    "German city as one of the main survey": (
        survey_of("2015", "DE014C", "eu-2015"),
        *("survey_places", {"wave": "2015", "place": "DE014C"}, "survey"),
        *(
            "has no figure for 3 items (climate_commitment, presence_foreigners, trust_administration) that the other rows have",
            "give the survey that it is of",
        ),
    ),
    "Latvian town as a city of the main survey": (
        survey_of("2015", "LV004C", "eu-2015"),
        *("survey_places", {"wave": "2015", "place": "LV004C"}, "survey"),
        *("carries the flag e, unlike the other rows", "give the survey that it is of"),
    ),
    "Narva as a city of the main survey": (
        survey_of("2019", "EE003C", "eu-2019"),
        *("survey_places", {"wave": "2019", "place": "EE003C"}, "survey"),
        *("has no not_applicable_pct of job_situation", "give the survey that it is of"),
    ),
    "Zürich as Geneva": (
        without(place="CH002C", wave="2015"),
        *("survey_places", {"wave": "2015", "place": "CH002C"}, "city_code"),
        *("is there twice in wave 2015", "correct one of the two"),
    ),
}


@pytest.mark.parametrize("name", PUT_BACK)
def test_a_fault_put_back_is_found_with_row_and_repair(tmp_path: Path, name: str) -> None:
    spoil, table, row, column, what, repair = PUT_BACK[name]
    found = spoilt(tmp_path, spoil)
    assert [
        fault
        for fault in found
        if (fault.file, fault.row, fault.column)
        == (f"data/raw/{table}.csv", line(table, **row), column)
        and what in fault.what
        and repair in fault.repair
    ], [str(fault) for fault in found]


def test_a_missing_code_is_found_in_every_row_that_lacks_it(tmp_path: Path) -> None:
    found = spoilt(tmp_path, PUT_BACK["missing code"][0])
    short = [fault for fault in found if "the answers sum to" in fault.what]
    # the 74 of the main survey; the German ones, Tartu and Narva did not offer the answer
    assert len(short) == 74


# nothing is compared that may not be


def label_of(every: dict[str, pd.DataFrame], item: str) -> str:
    items = every["items"]
    return str(items.loc[items["item"] == item, "label"].iloc[0])


@pytest.fixture(scope="module")
def table(every: dict[str, pd.DataFrame]) -> pd.DataFrame:
    cells = trends.map_cells(every["comparability"], every["items"], every["areas"])
    return trends.trace_trends(cells, every["comparability"], every["answers"])[0]


@pytest.fixture(scope="module")
def changes(every: dict[str, pd.DataFrame], table: pd.DataFrame) -> pd.DataFrame:
    return trends.measure_changes(table, every["answers"], every["cities"], 95)


@pytest.fixture(scope="module")
def areas(every: dict[str, pd.DataFrame]) -> area_changes.AreaChanges:
    scores = area_changes.score_editions(every["answers"], every["items"], every["tree"])
    return area_changes.measure_area_changes(
        scores, every["comparability"], every["items"], every["areas"], every["cities"], 95
    )


@pytest.fixture(scope="module")
def single(every: dict[str, pd.DataFrame], table: pd.DataFrame) -> pd.DataFrame:
    return measure_city_changes(table, every["answers"], dict.fromkeys(WAVES, 500), 95)


class TestComparisons:
    def test_every_trend_is_of_one_base_in_the_units_of_the_main_surveys(
        self, table: pd.DataFrame
    ) -> None:
        assert set(table["base"]) == {ALL_ANSWERS, VALID_ANSWERS}
        for concept, part in table.groupby("concept"):
            (base,) = set(part["base"])
            sides = [
                on(base, WAVES[edition], item)
                for edition, item in zip(part["edition"], part["item"], strict=True)
            ]
            panel = set.intersection(*(set(each) for each in sides))
            assert set(part["panel_cities"]) == {len(panel)}, concept
            for row, side in zip(part.to_dict("records"), sides, strict=True):
                assert row["cities"] == len(side), (concept, row["edition"])
                assert row["mean"] == pytest.approx(sum(side.values()) / len(side), abs=1e-4)
                own = [side[unit] for unit in panel]
                assert row["panel_mean"] == pytest.approx(sum(own) / len(own), abs=1e-4)

    def test_every_change_is_of_the_same_units_on_one_base(
        self, table: pd.DataFrame, changes: pd.DataFrame, every: dict[str, pd.DataFrame]
    ) -> None:
        walked = 0
        for step in trends.list_steps(table, every["answers"]):
            part = table[table["concept"] == step.concept].set_index("edition")
            items = [str(part.loc[edition, "item"]) for edition in (step.before, step.after)]
            one, two = (
                on(step.base, WAVES[edition], item)
                for edition, item in zip((step.before, step.after), items, strict=True)
            )
            both = sorted(set(one) & set(two))
            assert list(step.both) == both, step.concept
            found = changes[
                (changes["label"] == step.label)
                & (changes["before"] == step.before)
                & (changes["after"] == step.after)
            ].to_dict("records")
            assert [row["cities"] for row in found] == [len(both)]
            mean = sum(two[unit] - one[unit] for unit in both) / len(both)
            assert found[0]["within"] == pytest.approx(mean, abs=1e-4)
            walked += 1
        assert walked == len(changes) > 40

    def test_every_change_of_a_city_is_of_its_own_area_on_one_base(
        self, table: pd.DataFrame, single: pd.DataFrame
    ) -> None:
        base = table.drop_duplicates("concept").set_index("concept")["base"]
        for row in single.to_dict("records"):
            code = str(row["city_code"])
            before, after = (WAVES[row[side]] for side in ("before", "after"))
            assert units()[before, code] == units()[after, code]
            sides = [
                on(str(base[row["concept"]]), wave, str(row[f"item_{side}"]))[units()[wave, code]]
                for wave, side in ((before, "before"), (after, "after"))
            ]
            assert [row["share_before"], row["share_after"]] == pytest.approx(sides, abs=1e-4)
        assert len(single) > 2000

    def test_every_area_score_is_of_units_of_the_main_survey(
        self, every: dict[str, pd.DataFrame], areas: area_changes.AreaChanges
    ) -> None:
        scores = area_changes.score_editions(every["answers"], every["items"], every["tree"])
        # the balance needs both sides, which nothing of 2023 has
        assert list(scores) == ["2012", "2017", "2019"]
        for edition, made in scores.items():
            known = {unit for (wave, _), unit in units().items() if wave == WAVES[edition]}
            assert set(made.raw.index) <= known
        for row in areas.changes.to_dict("records"):
            waves = [WAVES[row[side]] for side in ("before", "after")]
            both = set.intersection(
                *({unit for (wave, _), unit in units().items() if wave == year} for year in waves)
            )
            assert 0 < row["cities"] <= len(both)
            assert len(row["names"].split("; ")) == row["cities"]
            # a share of those to whom it applies has no counterpart of all
            if row["after"] == "2019":
                assert label_of(every, "job_situation") not in row["items"]

    def test_every_panel_is_the_same_units_in_every_main_survey(self, tables: Tables) -> None:
        there = {wave: {unit for (year, _, unit) in figures() if year == wave} for wave in MAIN}
        panel = set.intersection(*there.values())
        for edition, wave in WAVES.items():
            cities = tables[edition]["cities"]
            own = set(cities.loc[cities["in_panel"], "survey_unit"])
            assert own == panel
            assert set(cities.loc[cities["in_panel"], "survey"]) == {MAIN[wave]}
        assert not {unit for unit in panel if "," in unit} & {
            "EL001C, greater city",
            "PT001C, greater city",
        }

    def test_every_change_of_a_priority_is_of_the_same_units(self, tables: Tables) -> None:
        shares: dict[tuple[str, str], set[str]] = {}
        for row in read("priorities"):
            place = [
                each
                for each in read("survey_places")
                if (each["wave"], each["place"]) == (row["wave"], row["place"])
            ]
            code = place[0]["city_code"]
            if code and place[0]["survey"] == MAIN[row["wave"]]:
                shares.setdefault((row["wave"], row["issue"]), set()).add(
                    units()[row["wave"], code]
                )
        made = tables["2017"]
        named = priorities.list_named_issues(
            made["priorities"],
            made["issues"],
            made["cities"],
        )
        found = priorities.measure_panel_change(named, 2015, 95)
        label = made["issues"].set_index("label")["issue"]
        assert len(found) > 5
        for name, cities in found[["label", "cities"]].itertuples(index=False):
            both = shares["2012", str(label[name])] & shares["2015", str(label[name])]
            assert cities == len(both) == 72

    def test_convergence_is_of_the_same_steps(
        self, every: dict[str, pd.DataFrame], table: pd.DataFrame
    ) -> None:
        steps = [
            step
            for step in trends.list_steps(table, every["answers"])
            if len(step.both) >= LEAST_IN_PANEL
        ]
        assert len(steps) > 5
        found = measure_convergence(steps, every["cities"], dict.fromkeys(WAVES, 500.0), 95)
        for step, row in zip(steps, found.to_dict("records"), strict=True):
            assert (row["label"], row["before"], row["after"]) == (
                step.label,
                step.before,
                step.after,
            )
            part = table[table["concept"] == step.concept].set_index("edition")
            one, two = (
                on(step.base, WAVES[each], str(part.loc[each, "item"]))
                for each in (step.before, step.after)
            )
            both = sorted(set(one) & set(two))
            assert row["cities"] == len(both)
            spread = [pd.Series([side[unit] for unit in both]).std() for side in (one, two)]
            assert [row["spread_before"], row["spread_after"]] == pytest.approx(spread, abs=1e-4)

    def test_neighbouring_editions_of_a_line_are_those_that_are_compared(
        self, table: pd.DataFrame, changes: pd.DataFrame
    ) -> None:
        joined = {
            (str(part["label"].iloc[0]), one, two)
            for _, part in table.groupby(["concept", "segment"])
            for one, two in pairwise(part["edition"])
        }
        assert set(map(tuple, changes[["label", "before", "after"]].to_numpy().tolist())) <= joined
