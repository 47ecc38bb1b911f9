"""The processed tables on governments, from the invented survey, counted on paper."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from invented import write_raw
from mayors import ID, seal, write_survey

from quire.core.project import Project
from quire.tables.csvfiles import read_typed
from quire.tables.origins import RawFiles, RawRows
from quire.tables.schemas import read_schemas
from studylib.data.process import process
from studylib.data.raw import check

NAMES = (
    "instruments",
    *(
        f"government_{name}"
        for name in ("questions", "items", "options", "tallies", "numbers", "pairs")
    ),
    *(f"government_{name}" for name in ("participation", "cities", "answers")),
)


def tables_below(root: Path) -> dict[str, pd.DataFrame]:
    """The tables as notebooks read them."""
    files = process(check(Project(root)))
    schemas = read_schemas(Project(root)).below("processed")
    return {
        name: read_typed(files[f"2002/{name}.csv"], schemas[name].types)
        for name in NAMES
        if f"2002/{name}.csv" in files
    }


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, pd.DataFrame]:
    write_survey(write_raw(tmp_path))
    return tables_below(tmp_path)


def test_an_edition_without_a_survey_of_governments_has_none_of_its_tables(tmp_path: Path) -> None:
    raw = write_raw(tmp_path)
    before = process(check(Project(tmp_path)))
    assert not [name for name in before if "government" in name or "instrument" in name]
    write_survey(raw)
    after = process(check(Project(tmp_path)))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"editions.json", "2002/edition.json"}
    assert all(f"2002/{name}.csv" in after for name in NAMES)


def test_a_survey_says_who_was_asked_by_whom_and_when(tables: dict[str, pd.DataFrame]) -> None:
    (row,) = tables["instruments"].to_dict("records")
    assert row["instrument"] == ID
    assert (row["year_from"], row["year_to"], row["invited"], row["answered"]) == (
        2001,
        2002,
        20,
        6,
    )
    assert row["reason"] == "They were asked at the same time."
    assert row["doubts"].split("\n") == ["One is doubtful.", "So is another."]
    assert (row["languages"], row["slows"], row["eases"]) == ("en es", "slow", "")


def test_answers_are_counted_by_option_and_group(tables: dict[str, pd.DataFrame]) -> None:
    tallies = tables["government_tallies"]
    plan = tallies[(tallies["question"] == "plan") & (tallies["dimension"] == "all")]
    # three yes, two no; one does not know and is no part of the base
    assert plan[["option", "n", "base", "asked"]].to_numpy().tolist() == [
        ["1", 3, 5, 6],
        ["2", 2, 5, 6],
        ["9", 1, 5, 6],
    ]
    groups = tallies[tallies["question"] == "plan"].groupby("dimension")["group"].unique()
    # eps is in Asia though its country is in Europe; delta's population is not known
    assert list(groups["region"]) == ["Asia", "Europe"]
    assert list(groups["size"])[-1] == "not known"
    rest = tallies[(tallies["dimension"] != "all") & (tallies["base"] != 0)]
    assert rest["withheld"].all()


def test_questions_say_how_many_were_asked_and_answered(tables: dict[str, pd.DataFrame]) -> None:
    questions = tables["government_questions"].set_index("question")
    assert questions.loc[["plan", "slow", "staff"], "answered"].to_list() == [5, 5, 5]
    # one answered the matrix, and one the rank: too few to be told
    assert questions.loc[["rate", "wish"], "answered"].isna().all()
    assert questions["position"].to_list() == [1, 2, 3, 4, 5]
    items = tables["government_items"]
    assert dict(zip(items["item"], items["label"], strict=True)) == {
        **{"plan": "Has a plan", "slow": "What slows", "rate_a": "Money"},
        **{"rate_b": "People: Now", "wish": "What comes first", "staff": "Staff"},
    }


def test_numbers_pairs_and_participation(tables: dict[str, pd.DataFrame]) -> None:
    numbers = tables["government_numbers"].iloc[0]
    assert numbers[["lower_quartile", "median", "upper_quartile"]].to_list() == [20, 30, 40]
    # of alpha (both), beta (none), gamma (people), delta and eps (money)
    pair = tables["government_pairs"].iloc[0]
    assert pair[["both", "a_only", "b_only", "neither"]].to_list() == [1, 2, 1, 1]
    came = tables["government_participation"].set_index(["dimension", "group"])
    assert list(came.loc[("all", "all"), ["invited", "answered"]]) == [20, 6]
    # who answered is public, as governments are named
    assert came.loc[("country", "Aland"), "answered"] == 4
    assert not came["withheld"].any()


def test_only_surveys_that_name_governments_give_their_answers(tmp_path: Path) -> None:
    folder = write_survey(write_raw(tmp_path))
    made = tables_below(tmp_path)
    cities = made["government_cities"].set_index("respondent")
    assert cities.loc["eps", "region"] == "Asia"
    assert cities.loc["alpha", "city_code"] == "AA001C"
    assert len(made["government_answers"]) == 20
    seal(folder, named=False)
    made = tables_below(tmp_path)
    assert made["government_cities"].empty
    assert made["government_answers"].empty
    assert made["government_participation"]["withheld"].any()


def test_what_was_counted_when_answers_were_closed_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = write_survey(write_raw(tmp_path))
    made = tables_below(tmp_path)
    # nine counted, as three more agreed to be in totals only: nobody can count that again from what is public
    for name in ("tallies", "numbers", "pairs", "participation"):
        table = made[f"government_{name}"].drop(columns="instrument")
        if name == "tallies":
            table.loc[0, "n"] = 9
        types = read_schemas(Project(tmp_path)).below("raw/instruments")[name].types
        whole = {column: "Int64" for column, kind in types.items() if kind == "integer"}
        table.astype(whole).to_csv(folder / f"{name}.csv", index=False)
    seal(folder, own=True, answered=9)
    taken = tables_below(tmp_path)
    assert taken["government_tallies"].loc[0, "n"] == 9
    for name in ("numbers", "pairs", "participation"):
        assert taken[f"government_{name}"].equals(made[f"government_{name}"])


def test_origins_are_the_files_of_each_survey_beside_the_edition(tmp_path: Path) -> None:
    write_survey(write_raw(tmp_path))
    files = RawFiles(Project(tmp_path))
    edition = {"id": "2002", "instruments": [ID, "other"]}
    rows = files.origins(["government_options"], [edition, {"id": "2005"}])
    assert rows == [
        RawRows(f"instruments/{ID}/options.csv"),
        RawRows("instruments/other/options.csv"),
    ]
    assert [files.count(one) for one in rows] == [10, 0]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    write_survey(write_raw(tmp_path))
    once, again = (process(check(Project(tmp_path))) for _ in range(2))
    assert once == again
    text = once["2002/government_tallies.csv"].decode()
    assert pd.read_csv(io.StringIO(text))["instrument"].unique() == [ID]
