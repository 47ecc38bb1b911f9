"""Personal data in texts: what is found, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.project import Project
from studylib.data.personal import find_personal_data, list_kinds

EMAIL, TELEPHONE, IP = "an e-mail address", "a telephone number", "an IP number"

FOUND = [
    ("Write to person99@example.org", [EMAIL]),
    ("person99@sub.example.org.", [EMAIL]),
    ("maria.lopez (at) example.org", [EMAIL]),
    ("maria [arroba] example [punto] org", [EMAIL]),
    ("ｍaria＠example.org", [EMAIL]),
    ("https://maria@example.org/page", [EMAIL]),
    ("https://example.org/?to=maria@example.org", [EMAIL]),
    ("or call +00 000 000 for our plan", [TELEPHONE]),
    ("+34 600 000 000", [TELEPHONE]),
    ("(+34) 600-000-000", [TELEPHONE]),
    ("+34600000000", [TELEPHONE]),
    ("0034 600 000 000", [TELEPHONE]),
    ("Tel. 600 000 000", [TELEPHONE]),
    ("Teléfono: 91 000 00 00", [TELEPHONE]),
    ("91 000 00 00", [TELEPHONE]),
    ("655 00 00 00", [TELEPHONE]),
    ("01 23 45 67 89", [TELEPHONE]),
    ("030/12345678", [TELEPHONE]),
    ("555-000-1234", [TELEPHONE]),
    ("(11) 90000-0000", [TELEPHONE]),
    ("from 192.0.2.17 last night", [IP]),
    ("2001:db8::1", [IP]),
    ("2001:0db8:0000:0000:0000:ff00:0042:8329", [IP]),
    ("a@example.org, +34 600 000 000, 192.0.2.1", [EMAIL, TELEPHONE, IP]),
]

HARMLESS = [
    "3,200 residents a year; own count.",
    "1.234.500 € in 2024",
    "5 600 000 inhabitants",
    "12500000",
    "between 2019 and 2024, 2019-2024, 2012 2015 2019 2023",
    "2027-04-02T10:05:00.000+02:00",
    "2027-04-02",
    "02/04/2027 and 03.04.2027",
    "10:05:00",
    "SDG 3 4 7 8 9 10 11 12 13 16 17",
    "11 13 16 17",
    "https://example.org/2024/05/12/0123456789-plan",
    "http://example.org/photos/12345678@N00/",
    "https://www.example.org/maps/@41.38512,2.173412,15z",
    "00000000-0000-4000-8000-000000000001",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "0.0012345678",
    "60 %, 45,5 and +2.5",
    "version 4.5.1",
    "Calls: 120 000 a year",
    "ES30_001C",
    "prices @ 5 euros",
    "41.38512, 2.173412",
    "std::string and C::",
]


@pytest.mark.parametrize(("text", "kinds"), FOUND)
def test_personal_data_is_found(text: str, kinds: list[str]) -> None:
    assert list_kinds(text) == kinds


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_is_no_alarm(text: str) -> None:
    assert list_kinds(text) == []


@pytest.mark.parametrize("part", ["a", "1", "a.", "0f:", "0 1", "a(at", "555-000-", "tel "])
def test_a_very_long_word_is_seen_through_at_once(part: str) -> None:
    # were the time to grow with the square of the length, each of these would take half an hour
    assert EMAIL not in list_kinds(part * (200_000 // len(part)) + "!")


def test_a_fault_names_the_cell_and_does_not_repeat_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (project.raw / "practices").mkdir(parents=True)
    (project.raw / "table.csv").write_text('city,text\nA,fine\nB,"two\nlines a@example.org"\n')
    (project.raw / "practices/p.yml").write_text("title: fine\ndone: call +34 600 000 000\n")
    faults = find_personal_data(project)
    assert [(fault.file, fault.row, fault.column, fault.what) for fault in faults] == [
        ("data/raw/practices/p.yml", 2, "", "holds a telephone number"),
        ("data/raw/table.csv", 4, "text", "holds an e-mail address"),
    ]
    assert "600" not in "".join(map(str, faults))


def test_a_spoilt_table_is_searched_line_by_line(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.raw.mkdir(parents=True)
    (project.raw / "t.csv").write_text(f'a\n"{"x" * 140_000}"\na@example.org\n')
    assert [fault.row for fault in find_personal_data(project)] == [3]


def test_the_figures_of_this_repository_hold_none() -> None:
    assert find_personal_data(Project(Path(__file__).parents[3])) == []
