"""Processed tables of the invented study, worked out on paper from `invented.py`."""

from __future__ import annotations

from pathlib import Path

import invented
import pandas as pd
import pytest
import small
from conftest import ROOT

from studylib.core.project import Project
from studylib.data.process import NOT_ANSWERED, NOT_ASKED, NOT_IN_EDITION, edition_tables, panel_cities, process
from studylib.data.raw import RawData, check
from studylib.data.schemas import odd_shares, shares_sum


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> RawData:
    root = tmp_path_factory.mktemp("study")
    raw = invented.write_raw(root)
    invented.write_sidecar(
        raw,
        "perception",
        caveats=[{"row": {"wave": "first", "item": "jobs", "city_code": "BB001C"}, "what": "looks odd"}],
    )
    return check(Project(root))


@pytest.fixture(scope="module")
def tables(data: RawData) -> dict[str, pd.DataFrame]:
    return edition_tables(data.editions[0], data)


@pytest.fixture(scope="module")
def answers(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return tables["answers"].set_index(["item", "city_code"])


def test_every_item_has_a_row_for_every_city(answers: pd.DataFrame) -> None:
    assert len(answers) == 3 * 4
    assert answers.index.is_unique


@pytest.mark.parametrize(
    ("item", "city", "why"),
    [
        ("jobs", "AA001C", ""),
        ("parks", "AA001C", NOT_ASKED),
        ("theft", "BB001C", NOT_ANSWERED),
        ("jobs", "BB002C", NOT_IN_EDITION),
        ("parks", "BB002C", NOT_IN_EDITION),
    ],
)
def test_a_missing_cell_says_why(answers: pd.DataFrame, item: str, city: str, why: str) -> None:
    assert answers.loc[(item, city), "missing"] == why


@pytest.mark.parametrize(
    ("item", "city", "favourable", "balance"),
    [
        ("jobs", "AA001C", 60, 65),  # 50 + 50 (60 - 30) / 100
        ("jobs", "AA002C", 50, 50),  # the missing no-answer share counts as 0
        ("jobs", "BB001C", 20, 50 - 50 * 40 / 85),
        ("theft", "AA001C", 88, 89),  # yes is unfavourable: 50 + 50 (88 - 10) / 100
    ],
)
def test_shares_and_balance_by_direction(
    answers: pd.DataFrame, item: str, city: str, favourable: float, balance: float
) -> None:
    found = small.row(answers, (item, city), ["favourable_pct", "balance"])
    assert found == [favourable, pytest.approx(balance, abs=1e-9)]


@pytest.mark.parametrize(
    ("item", "city", "caveat"),
    [
        ("jobs", "AA001C", ""),
        ("jobs", "AA002C", "the no-answer share is not published"),
        ("jobs", "BB001C", "the shares sum to 85 per cent; looks odd"),
        ("theft", "AA002C", ""),
        ("parks", "BB002C", ""),
    ],
)
def test_a_doubtful_row_says_so(answers: pd.DataFrame, item: str, city: str, caveat: str) -> None:
    assert answers.loc[(item, city), "caveat"] == caveat


def test_the_panel_is_the_cities_of_every_panel_wave(data: RawData) -> None:
    assert panel_cities(data.tables["perception"], data.tables["waves"]) == {"AA001C", "BB001C"}


def test_a_wave_outside_the_panel_does_not_shrink_it(data: RawData) -> None:
    waves = data.tables["waves"].assign(in_panel=["True", "False"])
    assert panel_cities(data.tables["perception"], waves) == {"AA001C", "AA002C", "BB001C"}


def test_items_say_how_many_cities_answered(tables: dict[str, pd.DataFrame]) -> None:
    items = tables["items"].set_index("item")
    assert items["cities"].to_dict() == {"jobs": 3, "theft": 2, "parks": 0}
    assert items["panel_cities"].to_dict() == {"jobs": 2, "theft": 1, "parks": 0}
    assert items["asked"].to_dict() == {"jobs": True, "theft": True, "parks": False}


def test_a_city_with_fewer_items_than_asked_has_a_short_battery(tables: dict[str, pd.DataFrame]) -> None:
    cities = tables["cities"].set_index("city_code")
    assert cities["short_battery"].to_dict() == {"AA001C": False, "AA002C": False, "BB001C": True, "BB002C": False}
    assert small.row(cities, "BB002C", ["in_edition", "items_asked", "items_answered"]) == [False, 0, 0]


def test_a_statistic_is_the_latest_up_to_the_survey_and_not_too_old(tables: dict[str, pd.DataFrame]) -> None:
    # survey 2001, at most two years old: of Alpha 1999 and 2000 qualify, 2002 is too late; Beta's 1995 is too old
    statistics = tables["statistics"].set_index("place_code")
    assert statistics["year"].to_dict() == {"AA001C": 2000, "BB001C": 2001}
    assert statistics["value"].to_dict() == {"AA001C": 8, "BB001C": 12}


def test_the_same_raw_data_gives_the_same_bytes(data: RawData) -> None:
    assert process(data) == process(data)


def test_an_edition_without_a_wave_has_tables_that_say_so(data: RawData) -> None:
    edition = data.editions[0].model_copy(update={"wave": None})
    tables = edition_tables(edition, data)
    assert set(tables["answers"]["missing"]) == {NOT_IN_EDITION}
    assert not tables["cities"]["in_edition"].any()
    assert tables["statistics"].empty


def test_the_study_itself_has_all_waves_in_full() -> None:
    raw = check(Project(ROOT))
    survey = raw.tables["perception"]
    assert (len(survey), survey["city_code"].nunique(), survey["item"].nunique()) == (9196, 116, 54)
    assert len(panel_cities(survey, raw.tables["waves"])) == 71
    outside = shares_sum(survey).notna() & ~shares_sum(survey).between(97, 103)
    assert (outside & (survey["wave"] != "2023")).sum() == 192  # as counted by whoever gathered the figures
    assert odd_shares(survey).sum() == 173  # the others have one share alone, which sums to nothing


def test_priorities_are_those_of_the_editions_survey_and_of_those_before_it(tmp_path: Path) -> None:
    raw = invented.write_raw(tmp_path)
    invented.rewrite(
        raw, "priorities", "first,noise,AA001C,12.5\n", "second,noise,AA001C,20\nfirst,noise,AA001C,12.5\n"
    )
    invented.write_sidecar(raw, "priorities")
    invented.write_yaml(raw / "editions" / "2005.yml", {**invented.EDITION, "year": 2005, "wave": "second"})
    data = check(Project(tmp_path))
    by_year = [edition_tables(each, data)["priorities"]["year"].to_list() for each in data.editions]
    assert by_year == [[2001], [2001, 2004]]


def test_only_what_slows_or_eases_has_an_element(tmp_path: Path) -> None:
    raw = invented.write_raw(tmp_path)
    row = "Survey,2001,cities,50,barrier,Money,40,,,https://example.org/b\n"
    invented.rewrite(raw, "barrier_surveys", row, row + row.replace("barrier", "plan"))
    invented.write_sidecar(raw, "barrier_surveys")
    data = check(Project(tmp_path))
    surveys = edition_tables(data.editions[0], data)["surveys"].set_index("kind")
    assert surveys["element"].to_dict() == {"barrier": "money", "plan": ""}
