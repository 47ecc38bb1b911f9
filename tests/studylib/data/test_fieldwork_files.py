"""Files of an edition in preparation: each fault with file, row, column, value and repair, all of them in one report."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import invented
import pytest
from conftest import edit

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from studylib.data.raw import check

PLACE = "data/raw/preparation/2009"
FILES = ("cities", "questions", "answers")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    raw = invented.write_raw(tmp_path)
    invented.write_preparation(raw)
    return raw


def faults_of(raw: Path) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as caught:
        check(Project(raw.parents[1]))
    return caught.value.faults


def cities(old: str, new: str) -> Callable[[Path], None]:
    return lambda raw: edit(raw / "preparation/2009/cities.csv", old, new)


def questions(old: str, new: str) -> Callable[[Path], None]:
    return lambda raw: edit(raw / "preparation/2009/questions.csv", old, new)


def answers(old: str, new: str) -> Callable[[Path], None]:
    return lambda raw: edit(raw / "preparation/2009/answers.csv", old, new)


def members(old: str, new: str) -> Callable[[Path], None]:
    return lambda raw: invented.rewrite(raw, "members", old, new)


# what is done | file of the fault | row | column | value | part of what | part of the repair
SPOILT: list[tuple[str, Callable[[Path], Any], str, int, str, str, str, str]] = [
    ("key that is a path", cities("iota,Iota", "../iota,Iota"), "cities.csv", 10, "participant", "../iota", "no valid key", "a-z"),
    ("city twice", cities("iota,Iota", "theta,Iota"), "cities.csv", 10, "participant", "theta", "there twice", "keep one"),
    ("city without name", cities("iota,Iota", "iota,"), "cities.csv", 10, "city", "", "is empty", "fill it in"),
    ("unknown country", cities("Iota,BB", "Iota,BC"), "cities.csv", 10, "country_code", "BC", "unknown country", "'BB'"),
    ("people in words", cities("BB,100", "BB,few"), "cities.csv", 10, "population", "few", "is not a whole number", "digits"),
    ("half a person", cities("BB,100", "BB,99.5"), "cities.csv", 10, "population", "99.5", "is not a whole number", "digits"),
    ("nobody", cities("BB,100", "BB,0"), "cities.csv", 10, "population", "0", "below 1", "inhabitants"),
    ("unknown member", cities("900,alpha", "900,alfa"), "cities.csv", 2, "member", "alfa", "unknown member (not in members)", "'alpha'"),
    ("member of two cities", cities("2000,beta", "2000,alpha"), "cities.csv", 3, "member", "alpha", "is the member of a city above", "keep one"),
    ("member of another country", cities("BB,800,eta", "AA,800,eta"), "cities.csv", 8, "member", "eta", "is of BB in members.csv", "country"),
    ("day that is none", cities("2009-02-20", "2009-02-30"), "cities.csv", 10, "invited_on", "2009-02-30", "is no date", "write it like"),
    ("no invitation", cities("2009-02-20", ""), "cities.csv", 10, "invited_on", "", "is empty", "fill it in"),
    ("invited tomorrow", cities("2009-02-20", "2009-03-11"), "cities.csv", 10, "invited_on", "2009-03-11", "is after as_of, 2009-03-10", "as_of"),
    ("answered tomorrow", cities("2009-02-05", "2009-03-11"), "cities.csv", 2, "answered_on", "2009-03-11", "is after as_of", "as_of"),
    ("answered before", cities("2009-02-05", "2009-02-01"), "cities.csv", 2, "answered_on", "2009-02-01", "is before the invitation", "correct"),
    ("missing column", cities("invited_on", "invited"), "cities.csv", 1, "invited_on", "", "column is missing", "add it"),
    ("unknown column", cities("invited_on", "invited"), "cities.csv", 1, "invited", "", "not known", "'invited_on'"),
    ("question twice", questions("budget,", "plan,"), "questions.csv", 3, "question", "plan", "there twice", "keep one"),
    ("question by number", questions("plan,", "1,"), "questions.csv", 2, "question", "1", "no valid name", "letter"),
    ("unknown area", questions("economy", "econmy"), "questions.csv", 2, "area", "econmy", "unknown area", "'economy'"),
    ("perhaps required", questions("economy,True", "economy,yes"), "questions.csv", 2, "required", "yes", "is neither True nor False", "one of them"),
    ("unknown city", answers("alpha,plan", "alfa,plan"), "answers.csv", 2, "participant", "alfa", "unknown participant", "'alpha'"),
    ("unknown question", answers("alpha,plan", "alpha,plans"), "answers.csv", 2, "question", "plans", "unknown question", "'plan'"),
    ("answered twice", answers("alpha,budget", "alpha,plan"), "answers.csv", 9, "participant + question", "alpha, plan", "there twice", "keep one"),
    ("blank answer", answers("alpha,plan,yes", "alpha,plan,  "), "answers.csv", 2, "answer", "", "is blank", "leave the row out"),
    ("ragged row", answers("alpha,plan,yes", "alpha,plan"), "answers.csv", 2, "", "alpha,plan", "2 cells under 3 columns", "comma"),
    ("empty file", lambda raw: (raw / "preparation/2009/answers.csv").write_text(""), "answers.csv", 0, "", "", "empty", "restore"),
    ("misspelt file", lambda raw: (raw / "preparation/2009/answer.csv").write_text("a"), "answer.csv", 0, "", "", "nothing reads", "'answers'"),
    ("left before joining", members("2009-03-10,,h", "2009-03-10,2009-03-09,h"), "members.csv", 3, "left_on", "2009-03-09", "before the day of joining", "correct"),
    ("member of nowhere", members("Omega,BB", "Omega,ZZ"), "members.csv", 8, "country_code", "ZZ", "unknown country", "AA"),
    ("member on somebody's word", members("https://example.org/m", "a friend"), "members.csv", 2, "source", "a friend", "no web address", "http"),
]  # fmt: skip


@pytest.mark.parametrize("case", SPOILT, ids=[case[0] for case in SPOILT])
def test_a_spoilt_file_is_reported(raw: Path, case: tuple[Any, ...]) -> None:
    _, spoil, file, row, column, value, what, repair = case
    spoil(raw)
    found = [
        each
        for each in faults_of(raw)
        if each.file.endswith(f"/{file}")
        and (each.row, each.column) == (row, column)
        and value in each.value
        and what in each.what
        and repair in each.repair
    ]
    assert found, faults_of(raw)


def test_sound_files_pass_and_all_faults_of_all_files_come_together(raw: Path) -> None:
    assert {
        name: len(table) for name, table in check(Project(raw.parents[1])).fieldwork["2009"].items()
    } == {
        "cities": 9,
        "questions": 4,
        "answers": 16,
    }
    for _, spoil, *_ in (SPOILT[3], SPOILT[19], SPOILT[22], SPOILT[28]):
        spoil(raw)
    assert {each.file.rsplit("/", 1)[1] for each in faults_of(raw)} == {
        "cities.csv",
        "questions.csv",
        "answers.csv",
        "members.csv",
    }


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_gone_is_named_with_the_command_that_writes_it(raw: Path, file: str) -> None:
    (raw / "preparation/2009" / f"{file}.csv").unlink()
    gone = [each for each in faults_of(raw) if each.what == "the table is missing"]
    assert [each.file for each in gone] == [f"{PLACE}/{file}.csv"]
    assert "study new 2009" in gone[0].repair
    assert len(faults_of(raw)) == 1


def test_the_whole_folder_gone_names_each_file(raw: Path) -> None:
    shutil.rmtree(raw / "preparation")
    assert [each.file for each in faults_of(raw)] == [
        f"{PLACE}/{file}.csv" for file in sorted(FILES)
    ]


def test_an_edition_file_that_is_gone_leaves_a_folder_of_no_edition(raw: Path) -> None:
    (raw / "editions/2009.yml").unlink()
    (fault,) = faults_of(raw)
    assert (fault.file, fault.what) == (PLACE, "is the folder of no edition")
    assert "add data/raw/editions/2009.yml" in fault.repair


def test_the_list_of_members_gone_is_one_fault(raw: Path) -> None:
    (raw / "members.csv").unlink()
    assert [(each.file, each.what) for each in faults_of(raw)] == [
        ("data/raw/members.csv", "the table is missing")
    ]


def test_a_folder_that_is_no_id_and_a_file_beside_the_folders_are_reported(raw: Path) -> None:
    (raw / "preparation/2009..x").mkdir()
    (raw / "preparation/cities.csv").write_text("a")
    assert {(each.file, each.what) for each in faults_of(raw)} == {
        ("data/raw/preparation/2009..x", "no valid id of an edition"),
        ("data/raw/preparation/cities.csv", "nothing reads this file"),
    }


def test_an_edition_that_came_out_may_keep_its_files_which_are_still_checked(raw: Path) -> None:
    out = {**invented.EDITION, "year": 2009, "preparation": invented.PREPARING["preparation"]}
    invented.write_yaml(raw / "editions/2009.yml", out)
    (raw / "preparation/2009/answers.csv").unlink()
    assert set(check(Project(raw.parents[1])).fieldwork["2009"]) == {"cities", "questions"}
    edit(raw / "preparation/2009/cities.csv", "Iota,BB", "Iota,BC")
    assert [each.value for each in faults_of(raw)] == ["BC"]


def test_a_folder_of_an_edition_without_a_calendar_is_reported(raw: Path) -> None:
    invented.write_yaml(raw / "editions/2009.yml", {**invented.EDITION, "year": 2009})
    assert [each.what for each in faults_of(raw)] == [
        "belongs to an edition without the key preparation"
    ]


def test_files_without_a_row_are_sound(raw: Path) -> None:
    for name in FILES:
        path = raw / "preparation/2009" / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    assert [len(table) for table in check(Project(raw.parents[1])).fieldwork["2009"].values()] == [
        0,
        0,
        0,
    ]
