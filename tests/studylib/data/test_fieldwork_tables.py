"""Processed tables of an edition in preparation, worked out on paper from the invented files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import invented
import pandas as pd
import pytest
import small

from quire.core.project import Project
from studylib.data.fieldwork import membership, skipped_of
from studylib.data.process import process
from studylib.data.raw import check
from studylib.questionnaire.model import Question


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    raw = invented.write_raw(tmp_path_factory.mktemp("preparing"))
    invented.write_preparation(raw)
    return process(check(Project(raw.parents[1])))


def table(files: dict[str, bytes], name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(files[f"2009/{name}.csv"]), dtype=str, keep_default_na=False)


def test_it_has_tables_of_its_own_and_no_others(files: dict[str, bytes]) -> None:
    mine = {name.removeprefix("2009/") for name in files if name.startswith("2009/")}
    names = ("calendar", "invited", "members", "questions", "replies", "skipped")
    assert mine == {"edition.json", *(f"{each}.csv" for each in names)}


def test_what_is_not_known_of_it_stays_unknown(files: dict[str, bytes]) -> None:
    about = json.loads(files["2009/edition.json"])
    assert (about["status"], about["as_of"], about["wave_year"]) == (
        "in preparation",
        "2009-03-10",
        None,
    )
    assert about["participants"] == {"cities": None, "countries": None, "note": "", "source": None}
    assert about["sources"] == []


def test_editions_that_came_out_know_nothing_of_calendars(files: dict[str, bytes]) -> None:
    assert not {"preparation", "as_of"} & set(json.loads(files["2002/edition.json"]))
    assert [each["id"] for each in json.loads(files["editions.json"])] == ["2002", "2009"]


def test_the_calendar_keeps_its_order(files: dict[str, bytes]) -> None:
    assert table(files, "calendar").to_numpy().tolist()[:3] == [
        ["Invite the cities", "2009-02-02", "2009-02-02"],
        ["Remind them", "2009-02-20", "2009-02-23"],
        ["Answers in hand", "2009-03-07", ""],
    ]


def test_invited_cities_have_their_place_size_and_membership_on_the_day(
    files: dict[str, bytes],
) -> None:
    frame = table(files, "invited").set_index("participant")
    assert small.row(frame, "alpha", ["country", "region", "subregion"]) == [
        "Aland",
        "Europe",
        "North",
    ]
    # small is under 1000: gamma has 999, delta has 1000; the population of epsilon is not known
    assert frame.loc[["gamma", "delta", "epsilon"], "size"].to_list() == ["small", "large", ""]
    assert frame.loc[["gamma", "epsilon"], "population"].to_list() == ["999", ""]
    assert frame["member_state"].to_dict() == {
        "alpha": "member",
        "beta": "member",
        "delta": "not a member",
        "epsilon": "not a member",
        "eta": "member",
        "gamma": "no longer a member",
        "iota": "not a member",
        "theta": "not yet a member",
        "zeta": "member",
    }


def test_what_a_city_answered_is_left_out_and_a_draft_is_one(files: dict[str, bytes]) -> None:
    frame = table(files, "replies")
    assert list(frame) == ["participant", "question", "draft"]
    assert frame.loc[frame["draft"] == "True", "participant"].to_list() == ["zeta"]
    assert len(frame) == 16
    assert b"perhaps" not in files["2009/replies.csv"]


def test_questions_name_their_area_in_words(files: dict[str, bytes]) -> None:
    assert table(files, "questions")["area"].to_list() == ["Economy", "", "Living", "Living"]


@pytest.mark.parametrize(
    ("joined_on", "left_on", "state"),
    [
        ("2009-03-10", "", "member"),
        ("2009-03-11", "", "not yet a member"),
        ("2000-01-01", "2009-03-10", "no longer a member"),
        ("2000-01-01", "2009-03-11", "member"),
        ("2009-03-10", "2009-03-10", "no longer a member"),
    ],
)
def test_membership_begins_on_the_day_of_joining_and_ends_on_that_of_leaving(
    joined_on: str, left_on: str, state: str
) -> None:
    assert membership(joined_on, left_on, "2009-03-10") == state


def test_a_matrix_is_skipped_where_none_of_its_rows_was_asked() -> None:
    asked = [
        Question("plan", "select_one", {}),
        Question("money", "select_one", {}, matrix="slows", relevant="${plan} = 'yes'"),
        Question("skills", "select_one", {}, matrix="slows", relevant="${plan} = 'no'"),
    ]
    given = [("alpha", "yes"), ("beta", "no"), ("gamma", "perhaps")]
    answers = pd.DataFrame(given, columns=["participant", "value"]).assign(item="plan")
    assert skipped_of(answers, asked).to_numpy().tolist() == [["gamma", "slows"]]


def test_files_without_rows_give_tables_without_rows(tmp_path: Path) -> None:
    raw = invented.write_raw(tmp_path)
    folder = invented.write_preparation(raw)
    for path in [*folder.glob("*.csv"), raw / "members.csv"]:
        path.write_text(path.read_text().splitlines()[0] + "\n")
    invented.write_sidecar(raw, "members")
    files = process(check(Project(tmp_path)))
    names = ("invited", "questions", "replies", "skipped", "members")
    assert [len(table(files, name)) for name in names] == [0, 4, 0, 0, 0]
