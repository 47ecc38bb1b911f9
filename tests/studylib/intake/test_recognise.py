"""Which tool a table is of, where its head stands, and which columns are left out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exports import ask

from studylib.intake.files import Sheet
from studylib.intake.heads import HeadIndex
from studylib.intake.recognise import Table, recognise
from studylib.intake.workbooks import Unknown, Unreadable

FORM = ask()
INDEX = HeadIndex(FORM)


def lay(*rows: tuple[str, ...], source: str = "csv") -> Sheet:
    return Sheet("a.csv", "d", "a", list(rows), list(range(1, len(rows) + 1)), source)


def name_places(table: Table) -> dict[str, tuple[int, ...]]:
    return {target.question: places for target, places in table.mapped.columns.items()}


@pytest.mark.parametrize(
    ("heads", "tool", "roles"),
    [
        ("city|_uuid|_submission_time", "kobo", {"id": 1, "sent": 2}),
        ("SubmissionDate|rail-plan|KEY", "odk", {"id": 2, "index": 2, "sent": 0}),
        ("id|submitdate|lastpage|CITY", "limesurvey", {"id": 0, "sent": 1}),
        ("ID de respuesta|Fecha de envío|Última página|CITY", "limesurvey", {"id": 0, "sent": 1}),
        (
            "Id de la réponse|Date de soumission|startlanguage|lastpage|seed|CITY",
            "limesurvey",
            {"id": 0, "sent": 1, "language": 2},
        ),
        ("Id|Heure de fin|City", "msforms", {"id": 0, "sent": 1}),
        ("Zeitstempel|City", "google", {"sent": 0}),
        ("respondent|sent_on|city|language", "plain", {"id": 0, "sent": 1, "language": 3}),
        ("id|submitdate|city", "plain", {"id": 0}),
    ],
)
def test_the_tool_is_known_by_the_columns_that_it_adds(
    heads: str, tool: str, roles: dict[str, int]
) -> None:
    head = tuple(heads.split("|"))
    table = recognise(lay(head, ("1",) * len(head)), INDEX)
    assert (table.tool, dict(table.roles), table.repeat) == (tool, roles, False)
    if tool != "plain":
        assert dict(table.mapped.unclear) == {}


@pytest.mark.parametrize(
    ("source", "tool", "places"),
    [
        ("spss", "spss", {"city": (0,), "plan_year": (1,)}),
        ("stata", "stata", {"city": (0,), "plan_year": (1,)}),
        ("csv", "plain", {"city": (0,)}),
    ],
)
def test_heads_may_be_codes_in_files_of_statistics_programs_only(
    source: str, tool: str, places: dict[str, tuple[int, ...]]
) -> None:
    table = recognise(lay(("city", "PLANYEAR"), ("Quilla", "2031"), source=source), INDEX)
    assert (table.tool, name_places(table)) == (tool, places)


def test_labels_tell_what_a_code_does_not() -> None:
    sheet = lay(("city", "v2"), ("Quilla", "yes"), source="stata")
    labelled = replace(sheet, heads=("", "Do trains run at night?"))
    assert name_places(recognise(sheet, INDEX)) == {"city": (0,)}
    assert name_places(recognise(labelled, INDEX)) == {"city": (0,), "night": (1,)}


@pytest.mark.parametrize(
    ("heads", "tool", "parents"),
    [
        ("s_title|_index|_parent_index", "kobo", ["4"]),
        ("s_title|_index|_submission__uuid", "kobo", [""]),
        ("s_title|KEY|PARENT_KEY", "odk", ["4"]),
    ],
)
def test_a_table_with_parents_is_of_repetitions(heads: str, tool: str, parents: list[str]) -> None:
    table = recognise(lay(tuple(heads.split("|")), ("Line 7", "1", "4")), INDEX)
    assert (table.tool, table.repeat, table.take_role("parent")) == (tool, True, parents)


def test_the_head_may_stand_under_titles() -> None:
    rows = ("Trains 2091", ""), ("", ""), ("\ufeffCity ", "sent_on"), ("Quilla", " 2091-04-01 ")
    table = recognise(lay(*rows, ("Aldavera", "")), INDEX)
    assert (table.heads, table.lines, table.count) == (("City", "sent_on"), [4, 5], 2)
    assert table.columns[0] == ("Quilla", "Aldavera")
    assert table.take_role("sent") == ["2091-04-01", ""]
    assert table.take_role("language") == ["", ""]


def test_columns_of_the_tool_on_persons_and_empty_ones_are_left_out_and_others_are_asked() -> None:
    row = {
        "_uuid": "u1",
        "username": "ann",
        "_tags": "x",
        "hello": "x",
        "start": "2091-04-01",
        "Contact phone": "+00 555",
        "Office": "x",
        "Spare": " ",
        "rail/end": "2091-04-01",
        "city": "Quilla",
    }
    table = recognise(lay(tuple(row), tuple(row.values())), INDEX)
    assert name_places(table) == {"city": (9,)}
    assert dict(table.mapped.unclear) == {6: ()}


def test_a_question_comes_before_a_column_that_the_tool_calls_so() -> None:
    heads = ("KEY", "SubmissionDate", "status", "city")
    sheet = lay(heads, ("u1", "2091-04-01", "adopted", "Quilla"))
    assert name_places(recognise(sheet, INDEX)) == {"city": (3,)}
    questions = tuple(replace(q, name="status") if q.name == "plan" else q for q in FORM.questions)
    asked = HeadIndex(replace(FORM, questions=questions))
    assert name_places(recognise(sheet, asked)) == {"status": (2,), "city": (3,)}


CITY = ("city", "night")
BROKEN: dict[str, tuple[list[tuple[str, ...]], str, int]] = {
    "no answers": ([CITY], "has heads, and no answer below them", 0),
    "short": ([CITY, ("Quilla", "yes"), ("Aldavera",)], "breaks off in this row", 3),
    "long": ([CITY, ("Quilla", "yes", "no")], "has more cells in this row than heads", 2),
    "twice": ([CITY, ("Quilla", "yes"), CITY], "has its heads a second time", 3),
    "no head": ([("city", ""), ("Quilla", "yes")], "has no head over column 2", 0),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize(("own", "kind"), [("respondent", Unknown), ("_uuid", Unreadable)])
def test_a_broken_table_is_refused_and_one_without_a_tool_may_be_another(
    name: str, own: str, kind: type[Unreadable]
) -> None:
    rows, what, line = BROKEN[name]
    # the tool's own column comes first, with another number in each row
    first = [own if at == 0 or row == CITY else str(at) for at, row in enumerate(rows)]
    sheet = lay(*((cell, *row) for cell, row in zip(first, rows, strict=True)))
    with pytest.raises(Unreadable) as error:
        recognise(sheet, INDEX)
    assert (type(error.value), error.value.row) == (kind, line)
    assert error.value.what == what.replace("column 2", "column 3")


def test_empty_cells_without_a_head_are_no_matter() -> None:
    table = recognise(lay(("city", "", "night"), ("Quilla", " ", "yes", " ", "")), INDEX)
    assert name_places(table) == {"city": (0,), "night": (2,)}
    assert len(table.columns) == 3


def test_columns_of_two_tools_are_refused() -> None:
    head = ("city", "_uuid", "Timestamp")
    with pytest.raises(Unreadable, match=r"columns of two tools \(kobo and google\)"):
        recognise(lay(head, ("Quilla", "u1", "x")), INDEX)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([("colour", "size"), ("red", "3")], "has no row with heads"),
        ([*[("a title",)] * 15, ("city",), ("Quilla",)], "has no row with heads"),
        ([("respondent", "colour"), ("1", "red")], "has no column of a question"),
    ],
)
def test_a_table_of_another_form_is_unknown(rows: list[tuple[str, ...]], what: str) -> None:
    with pytest.raises(Unknown, match=what):
        recognise(lay(*rows), INDEX)
