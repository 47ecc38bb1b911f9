"""Spoilt raw folders: each fault is reported with file, row, column, value and repair, and nothing is written."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import invented
import pytest

from quire.core.errors import Faults
from quire.core.project import Project
from quire.pipeline.preparation import prepare
from studylib.data.raw import check


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return invented.write_raw(tmp_path)


def edit_framework(raw: Path, table: str, old: str, new: str) -> None:
    path = raw / "framework" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit_edition(raw: Path, **changes: object) -> None:
    invented.write_yaml(raw / "editions" / "2002.yml", {**invented.EDITION, **changes})


def edit_figures(
    old: str, new: str, table: str = "perception", **changes: object
) -> Callable[[Path], None]:
    return lambda raw: invented.rewrite(raw, table, old, new, **changes)


def spoil_bytes(raw: Path, table: str, data: bytes) -> None:
    (raw / f"{table}.csv").write_bytes(data)


def put(raw: Path, name: str) -> Path:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a,b\n1,2\n")
    return path


def add(raw: Path, name: str, text: str) -> None:
    (raw / name).write_text((raw / name).read_text("utf-8") + text, "utf-8")


def bind_socket(path: Path) -> None:
    # the path may be longer than an address of a socket
    with socket.socket(socket.AF_UNIX) as bound, contextlib.chdir(path.parent):
        bound.bind(path.name)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "is a pipe"),
    "socket": (bind_socket, "is a socket"),
    "folder": (Path.mkdir, "is a folder"),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "is a link that leads nowhere"),
    "link to itself": (lambda path: path.symlink_to(path.name), "is a link that leads nowhere"),
}

LATIN = invented.CITIES.replace("Alpha", "Álpha").encode("latin-1")
CORRECTION = {
    "row": {"city_code": "AA001C", "year": "2000"},
    "column": "value",
    "old": "99",
    "new": "8",
    "reason": "typing",
    "sources": ["https://example.org/c"],
    "certainty": "certain",
}
LOST = {**CORRECTION, "row": {"city_code": "AA009C", "year": "2000"}}

# what is done to the folder | file of the fault | row | column | part of the value | part of what | part of the repair
BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
"""Half a kilobyte that stands for more values than a memory holds."""

SPOILT: list[tuple[str, Callable[[Path], object], str, int, str, str, str, str]] = [
    ("missing column", edit_figures("no_answer_pct", "dk"), "perception.csv", 1, "no_answer_pct", "", "column is missing", "add it"),
    ("extra column", edit_figures("wave,item", "wawe,item"), "perception.csv", 1, "wawe", "", "column is not known", "'wave'"),
    ("column twice", edit_figures("agree_pct", "item"), "perception.csv", 1, "item", "", "there twice", "keep one"),
    ("text in a number", edit_figures("60,30,,10", "sixty,30,,10"), "perception.csv", 2, "agree_pct", "sixty", "not a number", "digits"),
    ("infinite number", edit_figures("60,30,,10", "inf,30,,10"), "perception.csv", 2, "agree_pct", "inf", "not a number", "digits"),
    ("half a year", edit_figures("AA001C,,1999", "AA001C,,1999.5", "official_statistics"), "official_statistics.csv", 4, "year", "1999.5", "whole", "digits"),
    ("share above 100", edit_figures("60,30,,10", "160,30,,10"), "perception.csv", 2, "agree_pct", "160", "outside 0-100", "per cent"),
    ("share below 0", edit_figures("60,30,,10", "60,-3,,10"), "perception.csv", 2, "disagree_pct", "-3", "outside 0-100", "per cent"),
    ("key twice", edit_figures("first,jobs,AA002C", "first,jobs,AA001C"), "perception.csv", 2, "wave + item + place", "first, jobs, AA001C", "twice", "keep one"),
    ("place of no survey", edit_figures("first,jobs,AA001C", "first,jobs,AA009C"), "perception.csv", 2, "place", "AA009C", "in no survey of wave first", "'AA001C'"),
    ("unknown city", edit_figures("AA001C,AA001C", "AA001C,AA009C", "survey_places"), "survey_places.csv", 2, "city_code", "AA009C", "unknown city", "'AA001C'"),
    ("unknown item", edit_figures("first,jobs,AA001C", "first,job,AA001C"), "perception.csv", 2, "item", "job", "unknown item", "'jobs'"),
    ("unknown wave", edit_figures("first,jobs,AA001C", "frist,jobs,AA001C"), "perception.csv", 2, "wave", "frist", "unknown wave", "'first'"),
    ("unknown edition", edit_figures("2002,result", "2003,result", "published_facts"), "published_facts.csv", 2, "edition", "2003", "unknown edition", "'2002'"),
    ("unknown country", edit_figures("Alpha,AA", "Alpha,AB", "cities"), "cities.csv", 2, "country_code", "AB", "unknown country", "'AA'"),
    ("unknown area", lambda raw: edit_framework(raw, "tree", "parks,living", "parks,livin"), "framework/tree.csv", 6, "parent", "parks", "'livin' is no node", "'living'"),
    ("area of an edition", lambda raw: edit_edition(raw, areas=["econmy"]), "editions/2002.yml", 0, "areas", "econmy", "unknown area", "'economy'"),
    ("wave of an edition", lambda raw: edit_edition(raw, wave="third"), "editions/2002.yml", 0, "waves", "third", "unknown wave", "first"),
    ("key of an edition", lambda raw: edit_edition(raw, titel="x"), "editions/2002.yml", 0, "titel", "x", "unknown key", "'title'"),
    ("edition without title", lambda raw: invented.write_yaml(raw / "editions" / "2002.yml", {k: v for k, v in invented.EDITION.items() if k != "title"}), "editions/2002.yml", 0, "title", "", "missing key", "add it"),
    ("edition that is no YAML", lambda raw: (raw / "editions" / "2002.yml").write_text("a: [1\nb: 2"), "editions/2002.yml", 2, "", "", "not valid YAML", "colon"),
    ("edition that grows by aliases", lambda raw: (raw / "editions" / "2002.yml").write_text(BOMB), "editions/2002.yml", 0, "", "", "has more than 20 aliases", "write out"),
    ("edition that has no ground", lambda raw: (raw / "editions" / "2002.yml").write_text("a: " + "[" * 200_000), "editions/2002.yml", 0, "", "", "has more than 50 lists or keys", "write out"),
    ("edition that runs code", lambda raw: (raw / "editions" / "2002.yml").write_text("!!python/object/apply:os.system [x]"), "editions/2002.yml", 1, "", "", "has the tag", "write out"),
    ("id that is a path", lambda raw: invented.write_yaml(raw / "editions" / "2002..x.yml", invented.EDITION), "editions/2002..x.yml", 0, "", "2002..x", "no valid id", "a-z"),
    ("unreadable encoding", lambda raw: spoil_bytes(raw, "cities", LATIN), "cities.csv", 2, "", "Á", "perhaps Windows-1252", "save the file as UTF-8"),
    ("empty file", lambda raw: spoil_bytes(raw, "cities", b""), "cities.csv", 0, "", "", "empty", "restore"),
    ("missing file", lambda raw: (raw / "cities.csv").unlink(), "cities.csv", 0, "", "", "missing", "restore"),
    ("missing sidecar", lambda raw: (raw / "cities.yml").unlink(), "cities.yml", 0, "", "", "sidecar is missing", "where the table comes from"),
    ("other bytes than the sidecar's", lambda raw: spoil_bytes(raw, "cities", invented.CITIES.replace("Beta", "Bet").encode()), "cities.csv", 0, "", "", "sha256 differs", "write sha256: "),
    ("fewer rows than the floor", edit_figures("", "", min_rows=10), "perception.csv", 0, "", "", "9 rows, fewer than the floor of 10", "restore"),
    ("correction whose old value is gone", edit_figures("", "", "official_statistics", corrections=[CORRECTION]), "official_statistics.yml", 0, "corrections", "8", "expects '99'", "new figure"),
    ("correction whose row is gone", edit_figures("", "", "official_statistics", corrections=[LOST]), "official_statistics.yml", 0, "corrections", "99", "finds 0 rows", "one row"),
    ("caveat whose row is gone", edit_figures("", "", caveats=[{"row": {"city_code": "ZZ"}, "what": "odd"}]), "perception.yml", 0, "caveats", "ZZ", "finds no row", "delete"),
    ("impossible statistic", edit_figures("AA001C,,1999,9", "AA001C,,1999,118.58", "official_statistics"), "official_statistics.csv", 4, "value", "118.58", "impossible for unemployment", "correction"),
    ("statistic of cities for a country", edit_figures("online,,AA", "unemployment,,AA", "official_statistics"), "official_statistics.csv", 2, "country_code", "AA", "another level", "framework"),
    ("statistic without a place", edit_figures("online,,AA", "online,,", "official_statistics"), "official_statistics.csv", 2, "country_code", "", "is empty", "fill"),
    ("statistic in another unit", edit_figures("1999,9,%", "1999,9,per 1000", "official_statistics"), "official_statistics.csv", 4, "unit", "per 1000", "not the unit", "framework"),
    ("flag that nobody knows", edit_figures("1999,9,%,", "1999,9,%,odd", "official_statistics"), "official_statistics.csv", 4, "flag", "odd", "no flag", "flags"),
    ("confidential figure", edit_figures("1999,9,%,", "1999,9,%,break confidential", "official_statistics"), "official_statistics.csv", 4, "flag", "break confidential", "not shown", "take the row out"),
    ("figure of a dataset without papers", edit_figures("9,%,,Nobody,rates", "9,%,,Nobody,other", "official_statistics"), "official_statistics.csv", 4, "dataset", "other", "does not tell of", "sources"),
    ("ragged row", edit_figures("60,30,,10", "60,30,10"), "perception.csv", 2, "", "first,jobs", "10 cells under 11 columns", "comma"),
    ("open quote", edit_figures("Alpha", '"Alpha', "cities"), "cities.csv", 0, "", "", "not valid CSV", "quote"),
    ("script for an address", edit_figures("https://example.org/a", "javascript:alert(1)", "published_facts"), "published_facts.csv", 2, "source", "javascript", "no web address", "http"),
    ("name that is no name", lambda raw: edit_framework(raw, "areas", "economy,", "../economy,"), "framework/areas.csv", 2, "area", "../economy", "no valid name", "a-z"),
    ("file that nothing reads", lambda raw: (raw / "citties.csv").write_text("a"), "citties.csv", 0, "", "", "nothing reads", "'cities.csv'"),
    # each in another form, or in another place
    *(
        (f"stray {name}", lambda raw, name=name: put(raw, name), name.partition("/in")[0], 0, "", "", what, repair)
        for name, what, repair in (
            ("cities.tsv", "nothing reads this file", "save it as cities.csv: UTF-8, with commas"),
            ("cities.xlsx", "nothing reads this file", "save it as cities.csv"),
            ("cities.CSV", "nothing reads this file", "name it cities.csv"),
            ("cities.yaml", "nothing reads this file", "name it cities.yml"),
            (".cities.csv.swp", "nothing reads this file", "take it out"),
            ("README.md", "nothing reads this file", "take it out"),
            ("old/in.csv", "nothing reads this folder", "take it out"),
            ("framework/old/in.csv", "nothing reads this folder", "take it out"),
            ("framework/areas.ods", "nothing reads this file", "areas.csv"),
            ("editions/2003.yaml", "nothing reads this file", "name it 2003.yml"),
            ("editions/2003.csv", "nothing reads this file", "take it out"),
            ("practices/a.docx", "nothing reads this file", "take it out"),
            ("instruments/some/answers.txt", "nothing reads this file", "answers.csv"),
            ("instruments/some.csv", "nothing reads this file", "take it out"),
        )
    ),
    ("tabs", lambda raw: spoil_bytes(raw, "cities", invented.CITIES.replace(",", "\t").encode()), "cities.csv", 1, "", "", "separated by '\\t'", "commas"),
    ("semicolons", lambda raw: spoil_bytes(raw, "cities", invented.CITIES.replace(",", ";").encode()), "cities.csv", 1, "", "", "separated by ';'", "commas"),
    ("UTF-16", lambda raw: spoil_bytes(raw, "cities", invented.CITIES.encode("utf-16")), "cities.csv", 0, "", "", "is UTF-16", "UTF-8"),
    ("sidecar in UTF-16", lambda raw: (raw / "cities.yml").write_text("a: b", "utf-16"), "cities.yml", 0, "", "", "is UTF-16", "UTF-8"),
    ("edition in Windows-1252", lambda raw: (raw / "editions" / "2002.yml").write_text("a: é", "cp1252"), "editions/2002.yml", 1, "", "é", "perhaps Windows-1252", "UTF-8"),
    ("key twice in an edition", lambda raw: add(raw, "editions/2002.yml", "\ntitle: Another\n"), "editions/2002.yml", 0, "title", "Another", "the key is there twice, first in line", "keep one"),
    ("area twice in an edition", lambda raw: edit_edition(raw, areas=["economy", "living", "economy"]), "editions/2002.yml", 0, "areas", "economy", "is there twice, first in line", "keep one"),
    ("yes for a number", lambda raw: edit_edition(raw, year=True), "editions/2002.yml", 0, "year", "True", "is no whole number", "digits"),
    ("seconds for a day", lambda raw: invented.rewrite(raw, "cities", "", "", retrieved=1700000000), "cities.yml", 0, "retrieved", "1700000000", "is no day", "2026-11-24"),
    ("seconds for a day, as text", lambda raw: invented.rewrite(raw, "cities", "", "", retrieved="1700006400"), "cities.yml", 0, "retrieved", "1700006400", "is no day", "2026-11-24"),
    ("item without row in the map", lambda raw: edit_framework(raw, "comparability", "theft,one,theft,same,asked first,team,2002-03-04\n", ""), "framework/comparability.csv", 0, "survey", "theft", "no row for survey one", "how it stands"),
    ("item that was not asked", lambda raw: edit_framework(raw, "comparability", "parks,one,,not asked", "parks,one,parks,same"), "framework/comparability.csv", 4, "item", "parks", "no figure in survey one", "not asked"),
    ("not asked, and yet an item", lambda raw: edit_framework(raw, "comparability", "theft,two,,not", "theft,two,theft,not"), "framework/comparability.csv", 6, "status", "not asked", "does not fit the item", "name an item"),
    ("two concepts of one item", lambda raw: edit_framework(raw, "comparability", "theft,one,theft", "theft,one,jobs"), "framework/comparability.csv", 3, "item", "jobs", "is two concepts", "keep one"),
    ("status that is none", lambda raw: edit_framework(raw, "comparability", "jobs,one,jobs,same", "jobs,one,jobs,equal"), "framework/comparability.csv", 2, "status", "equal", "is not a word of this column", "reworded"),
    ("day that is none", lambda raw: edit_framework(raw, "comparability", "asked first,team,2002-03-04", "asked first,team,yesterday"), "framework/comparability.csv", 2, "decided_on", "yesterday", "is no date", "2026"),
    ("barrier without element", lambda raw: edit_framework(raw, "statements", "Money,money", ""), "barrier_surveys.csv", 2, "element", "Money", "has no element", "statements.csv"),
    ("statement of no survey", lambda raw: edit_framework(raw, "statements", "Money,money", "Money,money\nMony,money"), "framework/statements.csv", 3, "statement", "Mony", "unknown statement", "'Money'"),
    ("unknown element", lambda raw: edit_framework(raw, "statements", "Money,money", "Money,mony"), "framework/statements.csv", 2, "element", "mony", "unknown element", "'money'"),
    ("issue that is not listed", edit_figures("first,noise", "first,nois", "priorities"), "priorities.csv", 2, "issue", "nois", "unknown issue", "'noise'"),
    ("name of no city", lambda raw: edit_framework(raw, "city_names", "AA001C,Alfa", "AA009C,Alfa"), "framework/city_names.csv", 2, "city_code", "AA009C", "unknown city", "AA001C"),
    ("name twice", lambda raw: edit_framework(raw, "city_names", "BB002C,Δέλτα,el", "AA001C,Alfa,de"), "framework/city_names.csv", 3, "city_code + name", "Alfa", "there twice", "keep one"),
    ("language that is none", lambda raw: edit_framework(raw, "city_names", "Alfa,en", "Alfa,English"), "framework/city_names.csv", 2, "language", "English", "is no language", "two letters"),
    ("item of an issue", lambda raw: edit_framework(raw, "issues", "parks", "parcs"), "framework/issues.csv", 2, "item", "parcs", "unknown item", "'parks'"),
    ("share of no number of cities", edit_figures("50,4", "40,4", "published_shares"), "published_shares.csv", 2, "share_pct", "40", "no number of 4 cities", "source"),
    ("share of cities that nobody counted", edit_figures("50,4,", "50,,", "published_shares"), "published_shares.csv", 2, "base", "cities that took part", "does not fit", "'not known'"),
    ("count of cities that are not known", edit_figures("cities that took part", "not known", "published_shares"), "published_shares.csv", 2, "base", "not known", "does not fit", "only there"),
    ("unknown region", lambda raw: edit_framework(raw, "countries", "Europe", "Atlantis"), "framework/countries.csv", 2, "region", "Atlantis", "is not a word of this column", "Africa"),
    ("item without codebook", lambda raw: edit_framework(raw, "codebook", "B1,theft,yes,agree\nB2,theft,no,disagree\nB3,theft,no answer,no_answer\n", ""), "perception.csv", 5, "item", "theft", "unknown item (not in codebook)", "'jobs'"),
    ("concept that is no item", lambda raw: edit_framework(raw, "comparability", "jobs,one", "work,one"), "framework/comparability.csv", 2, "concept", "work", "unknown concept (not in items)", "'jobs'"),
    ("area all but the word city", edit_figures("first,AA001C,AA001C,city", "first,AA001C,AA001C,City ", "survey_places"), "survey_places.csv", 2, "area", "City ", "is not plain", "'city'"),
    ("thirteenth month", lambda raw: edit_framework(raw, "surveys", "2001-02,", "2001-13,"), "framework/surveys.csv", 2, "fieldwork_from", "2001-13", "is no date", "2015-05"),
    ("two corrections of a cell", edit_figures("", "", "official_statistics", corrections=[{**CORRECTION, "old": "8", "new": new} for new in ("3", "4")]), "official_statistics.yml", 0, "corrections", "3", "expects '8'", "new figure"),
    # u alone says of no answer that it is withheld
    *(
        (f"flags {text!r}", edit_figures("60,30,,10,,,", f"60,30,,10,,,{text}"), "perception.csv", 2, "flags", text, "is no list of flags", "write b")
        for text in ("u", "x", "u:perhaps", "d  e", " d", "u:", "d ")
    ),
    ("item of the map that is none", lambda raw: edit_framework(raw, "comparability", "jobs,two,jobs", "jobs,two,job"), "framework/comparability.csv", 5, "item", "job", "unknown item", "'jobs'"),
    ("city of a place", edit_figures("first,AA002C,AA002C", "first,AA002C,AA009C", "survey_places"), "survey_places.csv", 3, "city_code", "AA009C", "unknown city", "AA002C"),
    ("empty cell", edit_figures("Alpha,", ",", "cities"), "cities.csv", 2, "city", "", "is empty", "fill it in"),
    *(
        (f"name with {sign!r}", edit_figures("Alpha", f"Al{sign}pha", "cities"), "cities.csv", 2, "city", f"Al{sign}pha", f"holds U+{ord(sign):04X}", "take it out")
        for sign in "\x00\x07\t\x7f\xad\u200b\u200d\u200f\u2028\u202e\u2066\ufeff\ufffd\U000e0041"
    ),
    ("name of blanks", edit_figures("Alpha", '"  "', "cities"), "cities.csv", 2, "city", "  ", "holds only blanks", "write the cell anew"),
    ("label that is a blank of Korean", lambda raw: edit_framework(raw, "areas", "Economy", "\u3164"), "framework/areas.csv", 2, "label", "\u3164", "holds U+3164", "take it out"),
    ("title that turns round", lambda raw: edit_edition(raw, title="An \u202enoitide"), "editions/2002.yml", 0, "title", "\u202e", "right-to-left override", "take it out"),
    ("key that is not seen", lambda raw: edit_edition(raw, **{"ye\u200bar": 2002}), "editions/2002.yml", 0, "", "ye\u200bar", "zero width space", "take it out"),
    ("doubt of blanks", edit_figures("", "", doubts=["true", "\u2003"]), "perception.yml", 0, "doubts.1", "\u2003", "holds only blanks", "write the text anew"),
]  # fmt: skip


@pytest.mark.parametrize("case", SPOILT, ids=[case[0] for case in SPOILT])
def test_a_spoilt_folder_is_reported_and_nothing_is_written(
    tables_made: Project, case: tuple[object, ...]
) -> None:
    _, spoil, file, row, column, value, what, repair = case
    project = tables_made
    before = {path: path.read_bytes() for path in project.processed.rglob("*") if path.is_file()}
    assert before
    spoil(project.raw)  # type: ignore[operator]
    with pytest.raises(Faults) as caught:
        prepare(project)
    found = [
        fault
        for fault in caught.value.faults
        if fault.file.endswith(str(file))
        and (not row or fault.row == row)
        and fault.column == column
        and str(value) in fault.value
        and str(what) in fault.what
        and str(repair) in fault.repair
    ]
    assert found, f"not reported:\n{caught.value}"
    assert len(found) == 1
    assert found[0].what
    assert found[0].repair
    assert {
        path: path.read_bytes() for path in project.processed.rglob("*") if path.is_file()
    } == before


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "name",
    [
        "cities.csv",
        "cities.yml",
        "editions/2002.yml",
        "practices/a.yml",
        "preparation/2002/survey.csv",
    ],
)
def test_what_is_no_file_is_named_once_and_at_once(raw: Path, name: str, kind: str) -> None:
    make, what = ODD[kind]
    put(raw, name).unlink()
    make(raw / name)
    with pytest.raises(Faults) as caught:
        check(Project(raw.parents[1]))
    (fault,) = [fault for fault in caught.value.faults if fault.file == f"data/raw/{name}"]
    assert (fault.what[: len(what)], fault.repair) == (what, "put the file itself here")


def test_a_sound_folder_passes(raw: Path) -> None:
    data = check(Project(raw.parents[1]))
    assert [edition.id for edition in data.editions] == ["2002"]
    assert len(data.tables["perception"]) == 9


@pytest.mark.parametrize("text", ["d", "b:not_applicable", "e u:agree u:agree_total", "e d:agree"])
def test_flags_that_are_some_pass(raw: Path, text: str) -> None:
    old = "second,jobs,AA001C,,70,20,,10,,,"
    new = "second,jobs,AA001C,,,,,,,," if "u:agree" in text else old
    edit_figures(old, new + text)(raw)
    assert text in set(check(Project(raw.parents[1])).tables["perception"]["flags"])


def test_all_faults_of_all_files_are_in_one_report(raw: Path) -> None:
    spoil = {name: how for name, how, *_ in SPOILT}
    for name in (
        "text in a number",
        "unknown country",
        "area of an edition",
        "impossible statistic",
    ):
        spoil[name](raw)
    with pytest.raises(Faults) as caught:
        check(Project(raw.parents[1]))
    files = {fault.file.rsplit("/", 1)[-1] for fault in caught.value.faults}
    assert files == {"perception.csv", "cities.csv", "2002.yml", "official_statistics.csv"}


def test_a_correction_changes_the_figure_and_not_the_file(raw: Path) -> None:
    before = (raw / "official_statistics.csv").read_bytes()
    invented.write_sidecar(
        raw, "official_statistics", corrections=[{**CORRECTION, "old": "8", "new": "3"}]
    )
    table = check(Project(raw.parents[1])).tables["official_statistics"]
    rows = (table["year"] == 2000) & (table["statistic"] == "unemployment")
    assert table.loc[rows, "value"].tolist() == [3.0]
    assert (raw / "official_statistics.csv").read_bytes() == before


def test_rows_are_counted_as_an_editor_counts_them(raw: Path) -> None:
    quoted = invented.CITIES.replace("Alpha", '"Al\npha"').replace(
        "BB002C,Delta,BB", "BB002C,Delta,BX"
    )
    (raw / "cities.csv").write_text(quoted, encoding="utf-8")
    invented.write_sidecar(raw, "cities")
    with pytest.raises(Faults) as caught:
        check(Project(raw.parents[1]))
    assert [fault.row for fault in caught.value.faults] == [6]


def test_tables_with_a_head_and_no_row_are_a_report_or_fewer_figures_and_never_a_crash(
    tmp_path: Path,
) -> None:
    outcomes = {}
    for name in invented_tables(invented.write_raw(tmp_path / "list")):
        raw = invented.write_raw(tmp_path / name.replace("/", "-"))
        path = raw / f"{name}.csv"
        path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
        if path.with_suffix(".yml").exists():
            invented.write_sidecar(raw, name, min_rows=0)
        try:
            prepare(Project(raw.parents[1]))
            outcomes[name] = "made"
        except Faults:
            outcomes[name] = "reported"
    assert {"framework/sizes": "made", "framework/surveys": "reported"}.items() <= outcomes.items()
    assert len(outcomes) > 20


def invented_tables(raw: Path) -> list[str]:
    """Every table of the invented raw folder, with its folder."""
    return sorted(
        path.relative_to(raw).with_suffix("").as_posix()
        for folder in (raw, raw / "framework")
        for path in folder.glob("*.csv")
    )
