"""Sheets that cities filled in become a head and one row; other sheets stay what they are."""

from __future__ import annotations

import pytest
from exports import ask

from studylib.intake.files import Sheet
from studylib.intake.heads import HeadIndex
from studylib.intake.returned import turn_sheet

INDEX = HeadIndex(ask())
UNDER_REMARKS = "\x1f"


def lay(*rows: tuple[str, ...]) -> Sheet:
    """A sheet of a workbook whose first row is its line 3."""
    return Sheet("a.xlsx", "d", "Form", list(rows), list(range(3, 3 + len(rows))), "xlsx")


def test_a_sheet_with_names_is_turned_by_its_names() -> None:
    sheet = lay(
        ("", "Trains 2091", "", "", "", ""),
        ("name", "No.", "Question", "Help", "Answer", "Remarks"),
        ("city", "1", "City *", "", " Aldavera ", ""),
        ("", "2", "Who plans, pays or runs the trains?", "", "", ""),
        ("offices/rail", "", "Railway company", "", "x", "since May"),
        ("punctual", "3", "Share of trains on time", "", "", " 72,5 "),
        ("riders", "4", "Riders on a working day", "", "", ""),
    )
    turned = turn_sheet(sheet, INDEX)
    assert turned is not None
    assert turned.rows == [
        ("city", "offices/rail", "punctual", "riders"),
        ("Aldavera", "x", f"{UNDER_REMARKS}72,5", ""),
    ]
    assert turned.lines == [4, 5]
    assert (turned.file, turned.digest, turned.name) == ("a.xlsx", "d", "Form")


@pytest.mark.parametrize(
    ("head", "remarks"),
    [
        (("No.", "Question", "Your answer", "Remarks"), f"{UNDER_REMARKS}Lots"),
        (("N.º", " PREGUNTA ", "Respuesta", "Observaciones"), f"{UNDER_REMARKS}Lots"),
        (("No.", "Question", "Answer", "For us"), ""),
    ],
)
def test_a_sheet_without_names_is_turned_by_its_wordings(
    head: tuple[str, ...], remarks: str
) -> None:
    sheet = lay(
        head,
        ("1", "City *", "Quilla", "the old town"),
        ("2", "  ", "n/a", ""),
        ("3", "Funds", "2", ""),
        ("4", "Funds", "4", ""),
        ("5", "Riders on a working day", "", "Lots"),
    )
    turned = turn_sheet(sheet, INDEX)
    assert turned is not None
    assert turned.rows == [
        ("City", "Funds", "Funds", "Riders on a working day"),
        ("Quilla", "2", "4", remarks),
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        lay(("city", "plan"), ("Aldavera", "draft")),
        lay(("name", "Question", "Answer"), ("city", "City", "Aldavera")),
        lay(
            ("No.", "Answer", "Item"),
            ("1", "Quilla", "City"),
            ("2", "4", "Riders on a working day"),
        ),
        lay(
            ("No.", "Question", "Remarks"), ("1", "City", ""), ("2", "Riders on a working day", "")
        ),
        lay(("name", "mail", "role"), ("Ann", "a@b.example", "x"), ("Bo", "b@b.example", "y")),
        lay(
            *[("", "", "")] * 60, ("name", "Question", "Answer"), ("city", "", ""), ("plan", "", "")
        ),
        lay(("name", "", ""), ("city", "Quilla", ""), ("plan", "", "")),
        lay(("name", "Answer", ""), ("city", "Quilla", ""), ("plan", "", "")),
        lay(),
    ],
    ids=[
        "an export",
        "one question",
        "no questions",
        "no answers",
        "a list of persons",
        "far down",
        "a head of one cell",
        "a head of two cells",
        "nothing",
    ],
)
def test_other_sheets_are_left_as_they_are(sheet: Sheet) -> None:
    assert turn_sheet(sheet, INDEX) is None
