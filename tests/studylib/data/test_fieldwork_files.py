"""Files of an edition in preparation: each fault with file, row, column, value and repair, all of them in one report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import invented
import pytest
from conftest import edit
from mayors import write_survey

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from studylib.data.process import process
from studylib.data.raw import check, read

ASKED = invented.ASKED
PLACE = "data/incoming/2009"
DECIDED = "doubt,decision,who,decided_on,why"


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
    return lambda raw: edit(raw.parent / "incoming/2009/cities.csv", old, new)


def answers(old: str, new: str) -> Callable[[Path], None]:
    return lambda raw: edit(raw.parent / "incoming/2009/answers.csv", old, new)


def write(file: str, text: str) -> Callable[[Path], Any]:
    return lambda raw: (raw.parent / file).write_text(text)


def members(old: str, new: str) -> Callable[[Path], None]:
    return lambda raw: invented.rewrite(raw, "members", old, new)


def say_yes(raw: Path) -> None:
    path = raw.parent / "incoming/2009/cities.csv"
    head, first, *rest = path.read_text().splitlines()
    lines = [f"{head},consent", f"{first},yes", *(f"{line}," for line in rest)]
    path.write_text("\n".join(lines) + "\n")


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
    ("people with a point", cities("BB,100", "BB,96.000"), "cities.csv", 10, "population", "96.000", "is not a whole number", "points or commas for thousands"),
    ("consent in other words", say_yes, "cities.csv", 2, "consent", "yes", "is not a word", "named, totals, no"),
    ("unknown city", answers("alpha,plan", "alfa,plan"), "answers.csv", 2, "participant", "alfa", "unknown participant", "'alpha'"),
    ("unknown item", answers("alpha,plan", "alpha,plans"), "answers.csv", 2, "item", "plans", "unknown item", "'plan'"),
    ("answered twice", answers("alpha,budget,yes", "alpha,plan,no"), "answers.csv", 9, "participant", "alpha", "has an answer above", "keep one"),
    ("no choice", answers("alpha,plan,yes", "alpha,plan,maybe"), "answers.csv", 2, "value", "maybe", "is no choice", "yes, no, perhaps"),
    ("blank answer", answers("alpha,plan,yes", "alpha,plan,  "), "answers.csv", 2, "value", "", "is blank", "leave the row out"),
    ("ragged row", answers("alpha,plan,yes", "alpha,plan"), "answers.csv", 2, "", "alpha,plan", "2 cells under 3 columns", "comma"),
    ("empty file", write("incoming/2009/answers.csv", ""), "answers.csv", 0, "", "", "empty", "restore"),
    ("file of a spreadsheet", write("incoming/2009/answers.csv", "participant;item;value\nalpha;plan;yes\n"), "answers.csv", 1, "", "", "separated by ';'", "commas"),
    *(
        (f"decisions: {about}", write("raw/preparation/2009/decisions.csv", f"{head}\n{row}\n"), "decisions.csv", line, column, value, what, repair)
        for about, head, row, line, column, value, what, repair in (
            ("unknown column", f"{DECIDED},city", "a,suggested,Ana,2009-03-01,seen,Alpha", 1, "city", "", "column is not known", ""),
            ("no reason", DECIDED, "a,suggested,Ana,2009-03-01,", 2, "why", "", "is empty", "fill it in"),
            ("nobody", DECIDED, "a,suggested, ,2009-03-01,seen", 2, "who", "", "is blank", "say who"),
            ("no day", DECIDED, "a,suggested,Ana,01/03/2009,seen", 2, "decided_on", "01/03/2009", "is no date", "write it like"),
            ("long row", DECIDED, "a,suggested,Ana,2009-03-01,seen, and heard", 2, "", "", "6 cells under 5 columns", "comma"),
            ("decided twice", DECIDED, "a,suggested,Ana,2009-03-01,seen\na,left out,Ana,2009-03-01,seen", 3, "doubt", "a", "there twice", "keep one"),
        )
    ),
    ("misspelt file", write("raw/preparation/2009/setings.csv", "a"), "setings.csv", 0, "", "", "nothing reads", "'settings.csv'"),
    ("answers in git", write("raw/preparation/2009/answers.csv", "a"), "answers.csv", 0, "", "", "is not for the public", "data/incoming/2009/"),
    ("no column of names", write("raw/preparation/2009/survey.csv", "type,nom\ntext,a\n"), "survey.csv", 0, "name", "", "lacks a column", "'name'"),
    ("left before joining", members("2009-03-10,,h", "2009-03-10,2009-03-09,h"), "members.csv", 3, "left_on", "2009-03-09", "before the day of joining", "correct"),
    ("member twice at a time", members("\nbeta", "\nalpha-2,Alpha,AA,2001-01-01,,https://example.org/m\nbeta"), "members.csv", 3, "member", "alpha-2", "already, under another key", "keep one"),
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
    files = check(Project(raw.parents[1])).fieldwork["2009"]
    assert {name: len(table) for name, table in files.tables.items()} == {
        "cities": 9,
        "answers": 16,
    }
    assert files.here
    spoilt = {case[0]: case[1] for case in SPOILT}
    for name in ("unknown country", "unknown city", "left before joining", "misspelt file"):
        spoilt[name](raw)
    assert {each.file.rsplit("/", 1)[1] for each in faults_of(raw)} == {
        "cities.csv",
        "answers.csv",
        "members.csv",
        "setings.csv",
    }


def test_cities_that_are_gone_are_named_with_what_to_write(raw: Path) -> None:
    (raw.parent / "incoming/2009/cities.csv").unlink()
    gone = [each for each in faults_of(raw) if each.what == "the table is missing"]
    assert [each.file for each in gone] == [f"{PLACE}/cities.csv"]
    assert "participant,city,country_code" in gone[0].repair


def test_answers_that_are_gone_are_taken_in_again_and_before_any_came_nothing_is_missing(
    raw: Path,
) -> None:
    (raw.parent / "incoming/2009/answers.csv").unlink()
    (fault,) = faults_of(raw)
    assert (fault.file, fault.repair) == (
        f"{PLACE}/answers.csv",
        "take the answers in: study intake 2009 FILE",
    )
    path = raw.parent / "incoming/2009/cities.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    check(Project(raw.parents[1]))


def test_answers_without_a_questionnaire_are_one_fault(raw: Path) -> None:
    shutil.rmtree(raw / "preparation")
    (fault,) = faults_of(raw)
    assert (fault.file, fault.what[:17]) == (f"{PLACE}/answers.csv", "there are answers")


def test_without_the_secretariats_folder_there_is_no_fault(raw: Path) -> None:
    shutil.rmtree(raw.parent / "incoming")
    project = Project(raw.parents[1])
    assert not check(project).fieldwork["2009"].here
    assert read(project).held == {
        "2009": "its answers are not on this machine: no data/incoming/2009"
    }


def test_one_column_too_many_in_the_head_is_one_fault(raw: Path) -> None:
    cities("answered_on\n", "answered_on,remark\n")(raw)
    assert [(each.row, each.column, each.what) for each in faults_of(raw)] == [
        (1, "remark", "the column is not known")
    ]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (ASKED.replace("Iota", '"Iota').encode(), "is not valid CSV (unexpected end of data)"),
        (
            ASKED.replace("Iota", "Iotá").encode("latin-1"),
            "is not UTF-8 text, but perhaps Windows-1252",
        ),
        (ASKED.replace(",", ";").encode(), "its columns are separated by ';'"),
        (ASKED.partition("\n")[2].encode(), "its first line is not the names of its columns"),
    ],
    ids=["open quote", "other encoding", "semicolons", "no head"],
)
def test_a_list_of_cities_that_cannot_be_read_is_one_fault(
    raw: Path, file: bytes, says: str
) -> None:
    (raw.parent / "incoming/2009/cities.csv").write_bytes(file)
    assert [(each.file, each.what) for each in faults_of(raw)] == [(f"{PLACE}/cities.csv", says)]


class TestOneEdition:
    def test_a_fault_of_its_files_holds_it_back_and_nothing_else(self, raw: Path) -> None:
        spoilt = {case[0]: case[1] for case in SPOILT}
        spoilt["unknown country"](raw)
        spoilt["misspelt file"](raw)
        project = Project(raw.parents[1])
        held = read(project)
        assert held.held == {"2009": "2 faults in its files, which study check names"}
        made = process(held)
        assert not [name for name in made if name.startswith("2009/")]
        assert "2002/cities.csv" in made
        assert json.loads(made["held.json"]) == held.held
        with pytest.raises(Faults):
            check(project)

    def test_a_fault_of_what_editions_share_stops_all(self, raw: Path) -> None:
        members("Omega,BB", "Omega,ZZ")(raw)
        with pytest.raises(Faults, match="1 fault"):
            read(Project(raw.parents[1]))

    def test_what_is_left_of_a_published_edition_holds_nothing_back(self, raw: Path) -> None:
        publish(raw)
        cities("Iota,BB", "Iota,BC")(raw)
        assert [each.value for each in faults_of(raw)] == ["BC"]
        assert read(Project(raw.parents[1])).held == {}

    @pytest.mark.parametrize("status", ["closed", "published"])
    def test_answers_that_were_never_closed_are_a_fault(self, raw: Path, status: str) -> None:
        publish(raw, closed=False, status=status)
        (fault,) = faults_of(raw)
        assert fault.file == "data/raw/instruments/2009/instrument.yml"
        assert fault.repair == "run: study close 2009"
        assert "2009" in read(Project(raw.parents[1])).held
        # a published edition that asked nobody has nothing to close
        shutil.rmtree(raw.parent / "incoming")
        left = [] if status == "published" else [fault.file]
        try:
            check(Project(raw.parents[1]))
        except Faults as faults:
            left = [each for each in left if each != faults.faults[0].file]
        assert left == []


def publish(raw: Path, *, closed: bool = True, status: str = "published") -> None:
    """Let the edition be out, with or without its answers closed."""
    work = invented.PREPARING["preparation"]
    out = {**invented.EDITION, "year": 2009, "status": status, "preparation": work}
    invented.write_yaml(raw / "editions/2009.yml", out)
    if closed:
        write_survey(raw, "2009", beside={"2009": "its own"})


def test_an_edition_file_that_is_gone_leaves_a_folder_of_no_edition(raw: Path) -> None:
    (raw / "editions/2009.yml").unlink()
    faults = faults_of(raw)
    places = [(each.file, each.what) for each in faults]
    assert places == [
        (place, "is the folder of no edition") for place in (PLACE, "data/raw/preparation/2009")
    ]
    assert "add data/raw/editions/2009.yml" in faults[0].repair


def test_the_list_of_members_gone_is_one_fault(raw: Path) -> None:
    (raw / "members.csv").unlink()
    assert [(each.file, each.what) for each in faults_of(raw)] == [
        ("data/raw/members.csv", "the table is missing")
    ]


def test_a_folder_that_is_no_id_and_a_file_beside_the_folders_are_reported(raw: Path) -> None:
    (raw / "preparation/2009..x").mkdir()
    (raw / "preparation/cities.csv").write_text("a")
    (raw.parent / "incoming/README.md").write_text("what lies here")
    assert {(each.file, each.what) for each in faults_of(raw)} == {
        ("data/raw/preparation/2009..x", "no valid id of an edition"),
        ("data/raw/preparation/cities.csv", "nothing reads this file"),
    }


def test_a_folder_of_an_edition_without_a_calendar_is_reported(raw: Path) -> None:
    invented.write_yaml(raw / "editions/2009.yml", {**invented.EDITION, "year": 2009})
    assert [each.what for each in faults_of(raw)] == [
        "belongs to an edition without the key preparation"
    ] * 2


def test_files_without_a_row_are_sound(raw: Path) -> None:
    for path in (raw.parent / "incoming/2009").glob("*.csv"):
        path.write_text(path.read_text().splitlines()[0] + "\n")
    tables = check(Project(raw.parents[1])).fieldwork["2009"].tables
    assert [len(table) for table in tables.values()] == [0, 0]
