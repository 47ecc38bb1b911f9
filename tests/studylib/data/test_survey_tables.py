"""Processed tables of a wave under which two surveys are printed, worked out on paper from the invented study."""

from __future__ import annotations

from pathlib import Path

import invented
import pandas as pd
import pytest
import small
import yaml

from quire.core.project import Project
from studylib.data.perception import ALL_ANSWERS, APPLICABLE, AS_PRINTED, VALID_ANSWERS
from studylib.data.raw import RawData, check
from studylib.data.survey_tables import (
    NOT_ASKED,
    NOT_IN_COPY,
    NOT_IN_SURVEY,
    NOT_KNOWN,
    NOT_USABLE,
    OTHER_SURVEY,
    main_survey,
    measured,
    panel_units,
)

SIDE = "side,first,False,Another survey,Somebody,,web,18,2001-11,,2,,,150,invented,a table,https://example.org/3\n"
EMPTIED = {
    "row": {"wave": "first", "item": "jobs", "place": "AA002C"},
    "new": "",
    "reason": "the row cannot be right",
    "sources": ["https://example.org/c"],
}


def frame_of(raw: Path, table: str, old: str, new: str) -> None:
    path = raw / "framework" / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def write(root: Path, parks: str = "not asked") -> Path:
    """The invented study with a second survey under its first wave, of Delta and of Epsilon, which the register does not have otherwise.

    It asked for jobs and parks. The press printed one share of parks from the main survey. The row on jobs of Beta is left out.
    """
    raw = invented.write_raw(root)
    frame_of(raw, "surveys", "two,second", f"{SIDE}two,second")
    frame_of(raw, "surveys", "2001-02,2001-03,3,", "2001-02,2001-03,4,")
    frame_of(raw, "comparability", "parks,one,,not asked", f"parks,one,,{parks}")
    beside = "".join(
        f"{each},side,{each},beside,in another survey,team,2002-03-04\n"
        for each in ("jobs", "parks")
    )
    frame_of(raw, "comparability", "jobs,two", f"{beside}jobs,two")
    invented.rewrite(
        raw,
        "cities",
        "BB002C,Delta",
        "BB003C,Epsilon,BB,,\nBB004C,Zeta,BB,,\nBB005C,Eta,BB,,\nBB002C,Delta",
    )
    # Zeta is a city of the main survey without a row; Eta is in none
    places = "first,BB002C,BB002C,city,side,,\nfirst,BB003C,BB003C,city,side,777,exact\nfirst,,BB004C,Old Zeta,one,,\n"
    invented.rewrite(raw, "survey_places", "second,AA001C", f"{places}second,AA001C")
    rows = "first,jobs,BB002C,,30,70,,0,,,\nfirst,parks,BB002C,,90,10,,0,,,\nfirst,jobs,BB003C,,20,60,,,20,,d\n"
    cells = (("agree_pct", "50"), ("disagree_pct", "50"))
    invented.rewrite(raw, "perception", "second,jobs,AA001C", f"{rows}second,jobs,AA001C")
    frame_of(raw, "codebook", "A3,jobs", "A4,jobs,not applicable,not_applicable\nA3,jobs")
    invented.write_sidecar(
        raw,
        "perception",
        corrections=[{**EMPTIED, "column": name, "old": old} for name, old in cells],
    )
    printed = f"first,parks,BB001C,77,{AS_PRINTED},Press,https://example.org/p\n"
    invented.rewrite(raw, "perception_shares", "source\n", f"source\n{printed}")
    invented.rewrite(
        raw,
        "priorities",
        "first,noise,AA001C,12.5\n",
        "first,noise,AA001C,12.5\nfirst,noise,BB002C,40\n",
    )
    return raw


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> RawData:
    return check(Project(write(tmp_path_factory.mktemp("surveys")).parents[1]))


@pytest.fixture(scope="module")
def tables(data: RawData) -> dict[str, pd.DataFrame]:
    return invented.tables_of(data)["2002"]


def reason(tables: dict[str, pd.DataFrame], item: str, city: str) -> str:
    return str(tables["answers"].set_index(["item", "city_code"]).loc[(item, city), "missing"])


@pytest.mark.parametrize(
    ("item", "city", "why"),
    [
        ("jobs", "AA001C", ""),
        ("parks", "AA001C", NOT_ASKED),
        ("theft", "BB001C", NOT_IN_COPY),  # others of its survey have it
        ("jobs", "BB004C", NOT_IN_COPY),  # asked, and without a row
        ("jobs", "AA002C", NOT_USABLE),  # left out by the sidecar
        ("jobs", "BB002C", OTHER_SURVEY),
        ("theft", "BB002C", OTHER_SURVEY),
        ("parks", "BB001C", NOT_ASKED),  # what the press printed is no figure of the survey
        ("jobs", "BB005C", NOT_IN_SURVEY),
    ],
)
def test_every_reason_of_a_missing_cell(
    tables: dict[str, pd.DataFrame], item: str, city: str, why: str
) -> None:
    assert reason(tables, item, city) == why


@pytest.mark.parametrize(
    ("status", "why"), [("not known", NOT_KNOWN), ("not in this copy", NOT_IN_COPY)]
)
def test_the_map_says_why_a_whole_survey_has_no_figure(
    tmp_path: Path, status: str, why: str
) -> None:
    found = invented.tables_of(check(Project(write(tmp_path, status).parents[1])))["2002"]
    assert reason(found, "parks", "AA001C") == why
    assert reason(found, "parks", "BB002C") == OTHER_SURVEY


def test_an_item_that_was_asked_and_wholly_withheld_is_not_called_unasked(tmp_path: Path) -> None:
    raw = write(tmp_path)
    corrections = yaml.safe_load((raw / "perception.yml").read_text("utf-8"))["corrections"]
    withheld = ",,,,,,,,u:agree u:disagree u:no_answer\n"
    for old in ("first,theft,AA001C,,10,88,,2,,,\n", "first,theft,AA002C,,20,80,,0,,,\n"):
        new = old.split(",,", 1)[0] + withheld
        invented.rewrite(raw, "perception", old, new, corrections=corrections)
    found = invented.tables_of(check(Project(tmp_path)))["2002"]
    assert reason(found, "theft", "AA001C") == NOT_IN_COPY


def test_a_missing_cell_has_no_figure_and_a_figure_has_no_reason(
    tables: dict[str, pd.DataFrame],
) -> None:
    answers = tables["answers"]
    assert (answers["favourable_pct"].isna() == (answers["missing"] != "")).all()
    assert len(answers) == 3 * 7


def test_rows_of_another_survey_stand_beside_and_never_among_the_answers(
    tables: dict[str, pd.DataFrame],
) -> None:
    there = tables["answers"].dropna(subset="favourable_pct")
    assert set(there["city_code"]) == {"AA001C", "AA002C", "BB001C"}
    beside = tables["answers_beside"]
    columns = ["survey", "item", "city_code", "favourable_pct", "base"]
    assert beside[columns].to_numpy().tolist() == [
        ["one", "parks", "BB001C", 77, AS_PRINTED],
        ["side", "jobs", "BB002C", 30, ALL_ANSWERS],
        ["side", "jobs", "BB003C", 25, APPLICABLE],  # 20 of the 80 to whom it applies
        ["side", "parks", "BB002C", 90, ALL_ANSWERS],
    ]
    assert beside["caveat"].to_list()[0] == "as the press printed it, in whole per cent"
    assert beside["caveat"].to_list()[2] == "the definition differs"


def test_items_count_the_main_survey_alone(tables: dict[str, pd.DataFrame]) -> None:
    items = tables["items"].set_index("item")
    # jobs of Alpha and Gamma, Beta's row is left out; theft of Alpha and Beta
    assert items["cities"].to_dict() == {"jobs": 2, "theft": 2, "parks": 0}
    assert items["base"].to_dict() == {"jobs": ALL_ANSWERS, "theft": ALL_ANSWERS, "parks": ""}
    assert not items.loc["parks", "asked"]


def test_cities_say_by_which_survey_they_were_asked(tables: dict[str, pd.DataFrame]) -> None:
    cities = tables["cities"].set_index("city_code")
    columns = ["survey", "survey_unit", "respondents", "in_edition", "items_answered"]
    assert small.row(cities, "AA001C", columns) == ["one", "AA001C", 400, True, 2]
    assert small.row(cities, "BB002C", columns) == ["side", "BB002C", 150, False, 0]
    # its own number comes before the survey's
    assert small.row(cities, "BB003C", columns) == ["side", "BB003C", 777, False, 0]
    assert small.row(cities, "BB004C", columns) == ["one", "BB004C, Old Zeta", 400, False, 0]
    assert small.row(cities, "BB005C", ["survey", "survey_unit", "in_edition"]) == ["", "", False]


def test_the_surveys_of_the_wave_are_told_and_the_edition_stands_on_the_main_one(
    tables: dict[str, pd.DataFrame],
) -> None:
    assert tables["resident_surveys"].set_index("survey")["main"].to_dict() == {
        "one": True,
        "side": False,
    }
    assert set(tables["comparability"]["concept"]) == {"jobs", "theft", "parks"}
    assert "beside" not in set(tables["comparability"]["status"])


def test_issues_are_those_of_the_main_survey(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["priorities"].to_numpy().tolist() == [[2001, "noise", "AA001C", "AA001C", 12.5]]


def test_the_main_survey_of_a_wave(data: RawData) -> None:
    assert [
        main_survey(wave, data.tables["surveys"]) for wave in ("first", "second", "third", None)
    ] == [
        *("one", "two"),
        *("", ""),
    ]


FIGURES = pd.DataFrame(
    [
        *(["one", "a", ALL_ANSWERS], ["two", "a", VALID_ANSWERS]),
        *(["one", "b", ALL_ANSWERS], ["two", "b, greater city", ALL_ANSWERS]),  # another area
        *(["one", "c", ALL_ANSWERS], ["side", "c", ALL_ANSWERS]),  # another survey
        *(
            ["one", "d", ALL_ANSWERS],
            ["two", "d", AS_PRINTED],
        ),  # the press printed the best and the worst
    ],
    columns=["survey", "survey_unit", "base"],
)
SURVEYS = pd.DataFrame(
    {
        "survey": ["one", "two", "side"],
        "wave": ["first", "second", "second"],
        "main": [True, True, False],
    }
)


@pytest.mark.parametrize(
    ("in_panel", "units"),
    [([True, True], {"a"}), ([True, False], {*"abcd"}), ([False, False], set())],
)
def test_the_panel_is_the_same_area_in_the_main_survey_of_every_wave(
    in_panel: list[bool], units: set[str]
) -> None:
    waves = pd.DataFrame({"wave": ["first", "second"], "in_panel": in_panel})
    assert panel_units(FIGURES, SURVEYS, waves) == units


def test_measures_of_each_base() -> None:
    figures = pd.DataFrame(
        {
            "item": ["jobs", "theft", "jobs", "jobs"],
            "positive_pct": [60.0, 20.0, 70.0, 65.0],
            "negative_pct": [20.0, 60.0, None, None],
            "no_answer_pct": [20.0, 20.0, None, None],
            "base": [ALL_ANSWERS, ALL_ANSWERS, VALID_ANSWERS, ALL_ANSWERS],
        }
    )
    found = measured(figures, pd.Series({"jobs": 1, "theft": -1}))
    assert found["favourable_pct"].to_list() == [60, 60, 70, 65]
    # 60 of the 80 who took a side; a share of valid answers is one already; one side of all answers alone does not tell
    assert found["favourable_valid_pct"].to_list()[:3] == [75, 75, 70]
    assert found["favourable_valid_pct"].isna().to_list() == [False, False, False, True]
    # 50 + (60 - 20) / 2
    assert found["balance"].to_list()[:2] == [70, 70]
    assert found["balance"].isna().to_list() == [False, False, True, True]
