"""Processed tables of the invented study, worked out on paper from `invented.py`."""

from __future__ import annotations

from pathlib import Path

import invented
import pandas as pd
import pytest
import small

from quire.core.project import Project
from studylib.data.process import edition_tables, pin, process
from studylib.data.raw import RawData, check
from studylib.data.survey_tables import NOT_ASKED, NOT_IN_COPY, NOT_IN_SURVEY


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> RawData:
    root = tmp_path_factory.mktemp("study")
    raw = invented.write_raw(root)
    invented.write_sidecar(
        raw,
        "perception",
        caveats=[
            {"row": {"wave": "first", "item": "jobs", "place": "BB001C"}, "what": "looks odd"}
        ],
    )
    return check(Project(root))


@pytest.fixture(scope="module")
def tables(data: RawData) -> dict[str, pd.DataFrame]:
    return invented.tables_of(data)["2002"]


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
        ("theft", "BB001C", NOT_IN_COPY),
        ("jobs", "BB002C", NOT_IN_SURVEY),
        ("parks", "BB002C", NOT_IN_SURVEY),
    ],
)
def test_a_missing_cell_says_why(answers: pd.DataFrame, item: str, city: str, why: str) -> None:
    assert answers.loc[(item, city), "missing"] == why


@pytest.mark.parametrize(
    ("item", "city", "favourable", "balance"),
    [
        ("jobs", "AA001C", 60, 65),  # 50 + 50 (60 - 30) / 100
        ("jobs", "AA002C", 50, 50),  # nobody was without an answer
        ("jobs", "BB001C", 20, 30),  # 50 + 50 (20 - 60) / 100
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
        ("jobs", "AA002C", ""),
        ("jobs", "BB001C", "looks odd"),
        ("theft", "AA002C", ""),
        ("parks", "BB002C", ""),
    ],
)
def test_a_doubtful_row_says_so(answers: pd.DataFrame, item: str, city: str, caveat: str) -> None:
    assert answers.loc[(item, city), "caveat"] == caveat


def test_items_say_how_many_cities_answered(tables: dict[str, pd.DataFrame]) -> None:
    items = tables["items"].set_index("item")
    assert items["cities"].to_dict() == {"jobs": 3, "theft": 2, "parks": 0}
    assert items["panel_cities"].to_dict() == {"jobs": 2, "theft": 1, "parks": 0}
    assert items["asked"].to_dict() == {"jobs": True, "theft": True, "parks": False}


def test_cities_say_who_asked_them_and_for_how_much(tables: dict[str, pd.DataFrame]) -> None:
    cities = tables["cities"].set_index("city_code")
    columns = ["survey", "survey_area", "survey_unit", "respondents", "in_edition", "in_panel"]
    assert small.row(cities, "BB001C", [*columns, "items_asked", "items_answered"]) == [
        *["one", "city", "BB001C", 400, True, True],
        *[2, 1],  # asked for jobs and theft, and theft has no row
    ]
    assert small.row(
        cities, "BB002C", ["survey", "survey_unit", "in_edition", "items_asked", "items_answered"]
    ) == [
        *["", "", False],
        *[0, 0],
    ]
    assert cities["respondents"].isna().to_dict() == {
        "AA001C": False,
        "AA002C": False,
        "BB001C": False,
        "BB002C": True,
    }


def test_a_statistic_is_the_latest_up_to_the_survey_and_not_too_old(
    tables: dict[str, pd.DataFrame],
) -> None:
    # survey 2001, at most two years old: of Alpha 1999 and 2000 qualify, 2002 is too late; Beta's 1995 is too old
    statistics = tables["statistics"].set_index("place_code")
    assert statistics["year"].to_dict() == {"AA001C": 2000, "BB001C": 2001}
    assert statistics["value"].to_dict() == {"AA001C": 8, "BB001C": 12}
    assert set(statistics["source"]) == {"Nobody, rates"}


def test_a_flag_and_a_caveat_of_the_sidecar_reach_the_figures_of_the_edition(
    tmp_path: Path,
) -> None:
    raw = invented.write_raw(tmp_path)
    invented.rewrite(
        raw,
        "official_statistics",
        "unemployment,BB001C,,2001,12,%,provisional",
        'population,BB001C,,2001,900,people,break provisional,UN,Survey\nunemployment,BB001C,,2001,12,%,"provisional"',
        caveats=[{"row": {"statistic": "unemployment", "city_code": "BB001C"}, "what": "is odd"}],
    )
    path = raw / "framework" / "statistics.csv"
    path.write_text(path.read_text("utf-8") + "population,city,,People,people,0,\n", "utf-8")
    tables = invented.tables_of(check(Project(tmp_path)))["2002"]
    statistics = tables["statistics"].set_index("place_code")
    assert statistics["caveat"].to_dict() == {"AA001C": "", "BB001C": "provisional; is odd"}
    cities = tables["cities"].set_index("city_code")
    assert small.row(
        cities, "BB001C", ["population", "population_source", "population_caveat"]
    ) == [900, "UN, Survey", "break in the series; provisional"]
    assert small.row(cities, "AA001C", ["population_source", "population_caveat"]) == ["", ""]


def test_the_same_raw_data_gives_the_same_bytes(data: RawData) -> None:
    assert process(data) == process(data)


def test_an_edition_without_a_wave_has_tables_that_say_so(data: RawData) -> None:
    edition = data.editions[0].model_copy(update={"wave": None})
    tables = edition_tables(edition, pin(data, edition), invented.figures_of(data))
    assert set(tables["answers"]["missing"]) == {NOT_IN_SURVEY}
    assert tables["answers_beside"].empty
    assert not tables["cities"]["in_edition"].any()
    assert tables["statistics"].empty


def test_priorities_are_those_of_the_editions_survey_and_of_those_before_it(tmp_path: Path) -> None:
    raw = invented.write_raw(tmp_path)
    invented.rewrite(
        raw,
        "priorities",
        "first,noise,AA001C,12.5\n",
        "second,noise,AA001C,20\nfirst,noise,AA001C,12.5\n",
    )
    invented.write_sidecar(raw, "priorities")
    invented.write_yaml(
        raw / "editions" / "2005.yml", {**invented.EDITION, "year": 2005, "wave": "second"}
    )
    data = check(Project(tmp_path))
    by_year = [
        tables["priorities"]["year"].to_list() for tables in invented.tables_of(data).values()
    ]
    assert by_year == [[2001], [2001, 2004]]


def test_only_what_slows_or_eases_has_an_element(tmp_path: Path) -> None:
    raw = invented.write_raw(tmp_path)
    row = "Survey,2001,cities,50,barrier,Money,40,,,https://example.org/b\n"
    invented.rewrite(raw, "barrier_surveys", row, row + row.replace("barrier", "plan"))
    invented.write_sidecar(raw, "barrier_surveys")
    data = check(Project(tmp_path))
    surveys = invented.tables_of(data)["2002"]["surveys"].set_index("kind")
    assert surveys["element"].to_dict() == {"barrier": "money", "plan": ""}
