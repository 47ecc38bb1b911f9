"""The same answers come out of the export of every tool, in all its settings; persons stay out, doubts and decisions hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from exports import (
    CITIES,
    Answered,
    ask,
    google_csv,
    invent,
    kobo_csv,
    kobo_xlsx,
    labelled_file,
    limesurvey_csv,
    msforms_xlsx,
    new_sheet,
    odk_tables,
    odk_zip,
    old_sheet,
    plain_csv,
    write_csv,
)

from studylib.intake.submissions import Doubt, Export, Value
from studylib.intake.tools import read_export

FORM = ask()
ANSWERS = invent(FORM)


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, name: str, data: bytes, **decisions: str) -> Export:
    export = read_export([write(folder, name, data)], FORM, decisions)
    assert export.faults == ()
    return export


def told(one: Answered) -> dict[str, Value]:
    """What was answered, from what was invented and not from the code under test."""
    return {n: v.strip() if isinstance(v, str) else v for n, v in one.public(FORM).items()}


def assert_same(export: Export, answers: Sequence[Answered], *, repeats: bool = True) -> None:
    assert [dict(each.cells) for each in export.submissions] == [told(one) for one in answers]
    assert export.doubts == ()
    if repeats:
        stories = [tuple(one.repeats["story"]) for one in answers]
        assert [each.repeats.get("story", ()) for each in export.submissions] == stories


@pytest.mark.parametrize("language", ["", "en", "es"])
@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("separator", ["/", ".", "::"])
@pytest.mark.parametrize("several", ["both", "one", "split"])
def test_kobotoolbox_in_all_its_settings(
    tmp_path: Path, language: str, groups: bool, separator: str, several: str
) -> None:
    data = kobo_xlsx(
        FORM, ANSWERS, language=language, groups=groups, separator=separator, several=several
    )
    export = read(tmp_path, "kobo.xlsx", data)
    assert export.tool == "kobo"
    assert_same(export, ANSWERS)
    assert {each.language for each in export.submissions} == {language}


TABLES: dict[str, tuple[Callable[[], bytes], str, bool]] = {
    "kobo.csv": (lambda: kobo_csv(FORM, ANSWERS), "kobo", False),
    "kobo comma.csv": (lambda: kobo_csv(FORM, ANSWERS, delimiter=","), "kobo", False),
    "kobo tab.csv": (lambda: kobo_csv(FORM, ANSWERS, delimiter="\t", language="es"), "kobo", False),
    "kobo utf-8-sig.csv": (lambda: kobo_csv(FORM, ANSWERS, encoding="utf-8-sig"), "kobo", False),
    "kobo utf-16.csv": (lambda: kobo_csv(FORM, ANSWERS, encoding="utf-16"), "kobo", False),
    "kobo utf-16-le.csv": (lambda: kobo_csv(FORM, ANSWERS, encoding="utf-16-le"), "kobo", False),
    "odk.zip": (lambda: odk_zip(FORM, ANSWERS), "odk", True),
    "odk split.zip": (lambda: odk_zip(FORM, ANSWERS, split=True), "odk", True),
    "lime codes.csv": (lambda: limesurvey_csv(FORM, ANSWERS), "limesurvey", True),
    "lime ;.csv": (lambda: limesurvey_csv(FORM, ANSWERS, delimiter=";"), "limesurvey", True),
    "lime full.csv": (lambda: limesurvey_csv(FORM, ANSWERS, full=True), "limesurvey", True),
    "lime words.csv": (lambda: limesurvey_csv(FORM, ANSWERS, wording=True), "limesurvey", True),
    "lime es.csv": (
        lambda: limesurvey_csv(FORM, ANSWERS, full=True, wording=True, language="es"),
        "limesurvey",
        True,
    ),
    "forms.xlsx": (lambda: msforms_xlsx(FORM, ANSWERS), "msforms", False),
    "forms es.xlsx": (lambda: msforms_xlsx(FORM, ANSWERS, language="es"), "msforms", False),
    "google.csv": (lambda: google_csv(FORM, ANSWERS), "google", False),
    "google us.csv": (
        lambda: google_csv(FORM, ANSWERS, stamp="%m/%d/%Y %I:%M:%S %p", language="es"),
        "google",
        False,
    ),
    "plain.csv": (lambda: plain_csv(FORM, ANSWERS), "plain", False),
    "plain ;.csv": (lambda: plain_csv(FORM, ANSWERS, delimiter=";"), "plain", False),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_same_answers_come_out_of_every_tool(tmp_path: Path, name: str) -> None:
    make, tool, repeats = TABLES[name]
    export = read(tmp_path, name, make())
    assert export.tool == tool
    assert_same(export, ANSWERS, repeats=repeats)
    days = [f"{one.sent:%Y-%m-%d}" for one in ANSWERS]
    assert [each.sent_on for each in export.submissions] == days


def test_a_table_saved_by_a_program_of_the_west_is_read(tmp_path: Path) -> None:
    answers = [one for one in ANSWERS if "ō" not in str(one.cells["city"])]
    data = plain_csv(FORM, answers, delimiter=";", encoding="cp1252")
    assert_same(read(tmp_path, "plain.csv", data), answers, repeats=False)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("suffix", [".sav", ".dta"])
def test_labelled_files_of_statistics_programs(tmp_path: Path, suffix: str, language: str) -> None:
    path = labelled_file(FORM, ANSWERS, tmp_path / f"answers{suffix}", language=language)
    export = read_export([path], FORM)
    assert export.faults == ()
    assert_same(export, ANSWERS, repeats=False)


def test_codes_declared_missing_are_empty_unless_they_have_a_label(tmp_path: Path) -> None:
    path = tmp_path / "answers.sav"
    labels = {1.0: "Adopted by the council", 8.0: "Don't know", 9.0: "not reached"}
    asked = [q.name for q in FORM.answerable if not q.repeat and not q.personal]
    frame = pd.DataFrame({name: ["", "", ""] for name in asked} | {"city": ["A", "B", "C"]})
    frame["plan"] = [1.0, 8.0, 99.0]
    pyreadstat.write_sav(
        frame,
        str(path),
        variable_value_labels={"plan": labels},
        missing_ranges={"plan": [{"lo": 8, "hi": 99}]},
    )
    export = read_export([path], FORM)
    assert export.faults == ()
    assert [each.cells.get("plan") for each in export.submissions] == ["adopted", "dk", None]


@pytest.mark.parametrize(
    "make",
    [
        lambda one: old_sheet(FORM, one),
        lambda one: old_sheet(FORM, one, labels=True, language="es"),
        lambda one: new_sheet(FORM, one),
        lambda one: new_sheet(FORM, one, language="es"),
    ],
)
@pytest.mark.parametrize("number", range(len(ANSWERS)))
def test_a_sheet_that_was_sent_back(
    tmp_path: Path, make: Callable[[Answered], bytes], number: int
) -> None:
    export = read(tmp_path, "sheet.xlsx", make(ANSWERS[number]))
    assert export.tool == "sheet"
    assert_same(export, [ANSWERS[number]], repeats=False)
    assert (export.submissions[0].finished, export.submissions[0].sent_on) == (True, "")


def test_repetitions_in_a_sheet_are_kept_apart(tmp_path: Path) -> None:
    one = next(one for one in ANSWERS if len(one.repeats["story"]) == 2)
    assert_same(read(tmp_path, "sheet.xlsx", new_sheet(FORM, one)), [one])


def test_the_files_of_odk_central_are_read_in_any_order_and_in_a_folder(tmp_path: Path) -> None:
    files = [write(tmp_path, name, data) for name, data in odk_tables(FORM, ANSWERS).items()]
    exports = [read_export(paths, FORM) for paths in (files, files[::-1], [tmp_path], files * 2)]
    assert_same(exports[0], ANSWERS)
    assert exports.count(exports[0]) == 4


def test_files_of_several_tools_are_read_together(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "b.csv", kobo_csv(FORM, ANSWERS[:2])),
        write(tmp_path, "a.csv", google_csv(FORM, ANSWERS[2:])),
    ]
    export = read_export(paths, FORM)
    assert export.tool == "google + kobo"
    assert [each.cells["city"] for each in export.submissions] == [
        one.cells["city"] for one in [*ANSWERS[2:], *ANSWERS[:2]]
    ]


def test_what_is_not_finished_is_said_to_be_so(tmp_path: Path) -> None:
    answers = [ANSWERS[0], replace(ANSWERS[1], finished=False, cells={"city": "Pamplinea"})]
    export = read(tmp_path, "lime.csv", limesurvey_csv(FORM, answers))
    assert [(each.finished, each.sent_on != "") for each in export.submissions] == [
        (True, True),
        (False, False),
    ]
    # nobody is asked about what an unfinished form leaves open
    assert export.doubts == ()


EVERY: dict[str, Callable[[], bytes]] = {
    **{name: make for name, (make, _, _) in TABLES.items()},
    "old.xlsx": lambda: old_sheet(FORM, ANSWERS[0], remarks={"respondent_name": "or a colleague"}),
    "new.xlsx": lambda: new_sheet(FORM, ANSWERS[0]),
}


@pytest.mark.parametrize("name", EVERY)
def test_nothing_on_persons_is_read(tmp_path: Path, name: str) -> None:
    persons = {text for one in ANSWERS for text in one.person.values()}
    assert len(persons) > len(ANSWERS)
    shown = repr(read_export([write(tmp_path, name, EVERY[name]())], FORM))
    assert {text for text in persons if text in shown} == set()


def test_contact_columns_that_nobody_knows_are_left_out(tmp_path: Path) -> None:
    text = plain_csv(FORM, ANSWERS).decode().splitlines(keepends=True)
    text[0] = text[0].rstrip("\r\n") + ",Contact phone,IP address,Notes of the office\n"
    rows = write_csv([]).decode().join(text)
    lines = rows.split("\ns")
    data = "\ns".join([lines[0], *(_append(line, "+00 555,192.0.2.7,call") for line in lines[1:])])
    export = read(tmp_path, "plain.csv", data.encode())
    assert [(doubt.kind, doubt.where.question) for doubt in export.doubts] == [
        ("head", "Notes of the office")
    ]
    assert "192.0.2.7" not in repr(export)


def _append(line: str, more: str) -> str:
    return f"{line.rstrip(chr(10))},{more}" + ("\n" if line.endswith("\n") else "")


def drop(one: Answered, *names: str) -> dict[str, Value]:
    """Its answers without some."""
    return {name: value for name, value in one.cells.items() if name not in names}


def test_the_answers_of_two_forms_that_both_count_from_1_are_two(tmp_path: Path) -> None:
    other = [replace(one, sent=one.sent.replace(hour=17)) for one in ANSWERS]
    paths = [
        write(tmp_path, f"{at}.xlsx", msforms_xlsx(FORM, answers, language=language))
        for at, (answers, language) in enumerate(((ANSWERS, "en"), (other, "es")))
    ]
    keys = [each.key for each in read_export(paths, FORM).submissions]
    assert len(set(keys)) == len(keys) == 12


# Doubts and decisions


def change(**cells: str) -> bytes:
    """A plain table of all cities, with other cells in the row of the second."""
    answers = [replace(ANSWERS[1], cells={**ANSWERS[1].cells, **cells})]
    return plain_csv(FORM, [ANSWERS[0], *answers, *ANSWERS[2:]])


def only(export: Export) -> Doubt:
    assert len(export.doubts) == 1, export.doubts
    return export.doubts[0]


@pytest.mark.parametrize(
    ("question", "value", "kind", "suggestion"),
    [
        ("punctual", "aprox. 60 %", "inexact", "60"),
        ("punctual", "about 60", "inexact", "60"),
        ("punctual", "~60", "inexact", "60"),
        ("punctual", ">60%", "inexact", "60"),
        ("punctual", "60-70", "number", ""),
        ("punctual", "most of them", "number", ""),
        ("punctual", "130", "range", ""),
        ("punctual", "-3", "range", ""),
        ("cost", "1.234.500 €", "unit", "1.2345"),
        ("cost", "12 USD", "unit", ""),
        ("riders", "12.5", "whole", ""),
        ("riders", "99000000", "range", ""),
        ("riders", "2 million", "unit", "2000000"),
        ("riders", "12 mil", "unit", "12000"),
        ("plan_year", "1066", "range", ""),
        ("opened", "31/02/2071", "day", ""),
        ("opened", "last spring", "day", ""),
        ("plan", "In praparation", "option", "draft"),
        ("plan", "perhaps", "option", ""),
        ("country", "Lilliput", "option", ""),
        ("order", "metro bus metro", "twice", ""),
        ("offices", "rail mayer", "option", "rail mayor"),
    ],
)
def test_what_is_doubtful_is_left_out_and_asked(
    tmp_path: Path, question: str, value: str, kind: str, suggestion: str
) -> None:
    cells = {question: value, "plan": "adopted"} if question == "plan_year" else {question: value}
    export = read(tmp_path, "plain.csv", change(**cells))
    doubts = [doubt for doubt in export.doubts if doubt.where.question == question]
    assert [(each.kind, each.suggestion, each.value) for each in doubts] == [
        (kind, suggestion, value)
    ]
    assert (doubts[0].where.row, doubts[0].submission) == (2, "plain:s2")
    assert question not in export.submissions[1].cells
    assert doubts[0].what


def test_a_decision_takes_the_place_of_a_doubt_and_its_id_outlives_the_file(tmp_path: Path) -> None:
    doubt = only(read(tmp_path, "plain.csv", change(punctual="aprox. 60 %")))
    more = plain_csv(FORM, invent(FORM, [("Late City", "AA")], first=9, seed=5))
    data = change(punctual="aprox. 60 %") + more.split(b"\n", 1)[1]
    later = read(tmp_path, "later.csv", data)
    assert only(later).id == doubt.id
    decided = read(tmp_path, "later.csv", data, **{doubt.id: "62"})
    assert decided.doubts == ()
    assert decided.submissions[1].cells["punctual"] == "62"
    left = read(tmp_path, "later.csv", data, **{doubt.id: ""})
    assert left.doubts == ()
    assert "punctual" not in left.submissions[1].cells
    wrong = read(tmp_path, "later.csv", data, **{doubt.id: "many"})
    assert only(wrong).id == doubt.id


def test_choices_are_decided_by_their_names(tmp_path: Path) -> None:
    data = change(offices="rail mayer")
    doubt = only(read(tmp_path, "plain.csv", data))
    export = read(tmp_path, "plain.csv", data, **{doubt.id: "mayor rail"})
    assert export.submissions[1].cells["offices"] == ("mayor", "rail")


def test_an_answer_to_a_question_that_was_not_put_is_a_doubt(tmp_path: Path) -> None:
    data = change(plan="draft", plan_year="2031")
    doubt = only(read(tmp_path, "plain.csv", data))
    assert (doubt.kind, doubt.where.question, doubt.suggestion) == ("filter", "plan_year", "")
    assert doubt.options == ("2031",)
    kept = read(tmp_path, "plain.csv", data, **{doubt.id: "2031"})
    assert kept.submissions[1].cells["plan_year"] == "2031"


def test_nothing_is_said_of_a_filter_whose_own_answer_is_in_doubt(tmp_path: Path) -> None:
    export = read(tmp_path, "plain.csv", change(plan="perhaps", plan_year="2031"))
    assert [doubt.where.question for doubt in export.doubts] == ["plan"]
    assert export.submissions[1].cells["plan_year"] == "2031"


def test_an_open_question_that_must_be_answered_is_a_doubt(tmp_path: Path) -> None:
    doubt = only(read(tmp_path, "plain.csv", change(night="")))
    assert (doubt.kind, doubt.where.question) == ("open", "night")
    assert read(tmp_path, "plain.csv", change(night=""), **{doubt.id: ""}).doubts == ()


def test_a_question_without_a_column_is_one_doubt(tmp_path: Path) -> None:
    text = plain_csv(FORM, ANSWERS).decode().replace("punctual", "", 1).encode()
    export = read_export([write(tmp_path, "plain.csv", text)], FORM)
    assert [fault.what for fault in export.faults] == ["has no head over column 14"]
    answers = [replace(one, cells=dict(one.cells)) for one in ANSWERS]
    form = replace(FORM, questions=tuple(q for q in FORM.questions if q.name != "punctual"))
    doubt = only(read(tmp_path, "plain.csv", plain_csv(form, answers)))
    assert (doubt.kind, doubt.where) == ("missing", ("plain.csv", 0, "punctual"))


def test_days_of_a_whole_column_are_one_doubt_and_one_decision(tmp_path: Path) -> None:
    days = {"01/02/2071": "2071-02-01", "03/04/2071": "2071-04-03"}
    answers = [
        replace(one, cells={**one.cells, "opened": day})
        for one, day in zip(ANSWERS[:2], days, strict=True)
    ]
    data = plain_csv(FORM, answers)
    doubt = only(read(tmp_path, "plain.csv", data))
    assert (doubt.kind, doubt.where.row, doubt.options) == ("days", 0, ("day first", "month first"))
    export = read(tmp_path, "plain.csv", data, **{doubt.id: "day first"})
    assert [each.cells["opened"] for each in export.submissions] == list(days.values())
    export = read(tmp_path, "plain.csv", data, **{doubt.id: "month first"})
    assert export.submissions[0].cells["opened"] == "2071-01-02"


def test_days_of_sending_that_can_be_two_are_one_doubt_and_one_decision(tmp_path: Path) -> None:
    answers = [replace(one, sent=one.sent.replace(month=2, day=1)) for one in ANSWERS]
    data = google_csv(FORM, answers, stamp="%d/%m/%Y %H:%M:%S")
    doubt = only(read(tmp_path, "google.csv", data))
    assert (doubt.kind, doubt.where) == ("days", ("google.csv", 0, "Timestamp"))
    for decided, day in (("day first", "2091-02-01"), ("month first", "2091-01-02")):
        export = read(tmp_path, "google.csv", data, **{doubt.id: decided})
        assert {each.sent_on for each in export.submissions} == {day}


@pytest.mark.parametrize("nothing", ["n/a", "-", " None given "])
def test_what_stands_for_no_answer_is_no_day(tmp_path: Path, nothing: str) -> None:
    answers = [
        replace(one, cells={**one.cells, "opened": day})
        for one, day in zip(ANSWERS, ["21/04/2071", nothing], strict=False)
    ]
    export = read(tmp_path, "plain.csv", plain_csv(FORM, answers))
    assert export.doubts == ()
    assert export.submissions[0].cells["opened"] == "2071-04-21"
    assert "opened" not in export.submissions[1].cells


@pytest.mark.parametrize("nothing", ["n/a", "-", " None given "])
def test_what_stands_for_no_answer_is_no_text(tmp_path: Path, nothing: str) -> None:
    answers = [replace(one, cells={**one.cells, "advice": nothing}) for one in ANSWERS[:2]]
    export = read(tmp_path, "plain.csv", plain_csv(FORM, answers))
    assert ["advice" in one.cells for one in export.submissions] == [False, False]
    assert export.doubts == ()


@pytest.mark.parametrize("error", ["#NAME?", "#REF!", "#DIV/0!", "#¿NOMBRE?", "#¡REF!"])
@pytest.mark.parametrize("question", ["advice", "offices", "plan"])
def test_an_error_of_a_spreadsheet_is_no_answer_and_a_person_hears_of_it(
    tmp_path: Path, question: str, error: str
) -> None:
    answers = [replace(ANSWERS[0], cells={**ANSWERS[0].cells, question: error})]
    export = read(tmp_path, "plain.csv", plain_csv(FORM, answers))
    assert question not in export.submissions[0].cells
    assert ("broken", question) in {(one.kind, one.where.question) for one in export.doubts}


def test_one_day_beyond_twelve_decides_for_its_column(tmp_path: Path) -> None:
    answers = [
        replace(one, cells={**one.cells, "opened": day})
        for one, day in zip(ANSWERS, ["01/02/2071", "21/04/2071"], strict=False)
    ]
    export = read(tmp_path, "plain.csv", plain_csv(FORM, answers))
    assert [each.cells["opened"] for each in export.submissions] == ["2071-02-01", "2071-04-21"]


def test_shares_as_fractions_are_one_doubt(tmp_path: Path) -> None:
    answers = [
        replace(one, cells={**one.cells, "punctual": share})
        for one, share in zip(ANSWERS, ["0.5", "0.25", "1"], strict=False)
    ]
    data = plain_csv(FORM, answers)
    doubt = only(read(tmp_path, "plain.csv", data))
    assert (doubt.kind, doubt.suggestion) == ("fractions", "fractions")
    export = read(tmp_path, "plain.csv", data, **{doubt.id: "fractions"})
    assert [each.cells["punctual"] for each in export.submissions] == ["50", "25", "100"]
    export = read(tmp_path, "plain.csv", data, **{doubt.id: "per cent"})
    assert [each.cells["punctual"] for each in export.submissions] == ["0.5", "0.25", "1"]


@pytest.mark.parametrize(
    ("cells", "second"),
    [
        (["96.000", "120.000"], "96000"),
        (["96,000", "1,120,000"], "96000"),
        (["96 000", "1200"], "96000"),
        (["96'000", "1200"], "96000"),
    ],
)
def test_points_of_thousands_are_never_decimals_of_a_whole_number(
    tmp_path: Path, cells: list[str], second: str
) -> None:
    answers = [
        replace(one, cells={**drop(one, "cost", "punctual"), "riders": cell})
        for one, cell in zip(ANSWERS, cells, strict=False)
    ]
    export = read(tmp_path, "plain.csv", plain_csv(FORM, answers))
    assert export.submissions[0].cells["riders"] == second


@pytest.mark.parametrize(
    ("beside", "value"),
    [("45,5", "96000"), ("1.234,5", "96000"), ("45.5", ""), ("45", "")],
)
def test_96_000_is_decided_by_its_column_or_asked(tmp_path: Path, beside: str, value: str) -> None:
    answers = [
        replace(
            one,
            cells={**drop(one, "punctual"), "cost": cost},
        )
        for one, cost in zip(ANSWERS[:2], ["96.000", beside], strict=True)
    ]
    export = read(tmp_path, "plain.csv", plain_csv(FORM, answers))
    assert export.submissions[0].cells.get("cost", "") == value
    assert [doubt.kind for doubt in export.doubts] == ([] if value else ["thousands"])


def test_an_answer_under_the_remarks_is_asked(tmp_path: Path) -> None:
    one = replace(ANSWERS[0], cells=drop(ANSWERS[0], "punctual"))
    data = old_sheet(FORM, one, remarks={"punctual": "72,5", "night": "see our page"})
    doubt = only(read(tmp_path, "sheet.xlsx", data))
    assert (doubt.kind, doubt.value, doubt.suggestion) == ("remark", "72,5", "72,5")
    export = read(tmp_path, "sheet.xlsx", data, **{doubt.id: "72,5"})
    assert export.submissions[0].cells["punctual"] == "72.5"


def test_words_of_ones_own_are_the_choice_other_also_with_signs_between_choices(
    tmp_path: Path,
) -> None:
    cells: dict[str, Value] = {
        "offices": ("mayor", "other"),
        "offices_other": "Harbour; canals, and locks",
    }
    one = replace(ANSWERS[0], cells={**ANSWERS[0].cells, **cells})
    for name, data in (
        ("forms.xlsx", msforms_xlsx(FORM, [one])),
        ("google.csv", google_csv(FORM, [one])),
        ("lime.csv", limesurvey_csv(FORM, [one])),
    ):
        assert_same(read(tmp_path, name, data), [one], repeats=False)


def test_columns_that_contradict_each_other_are_a_doubt(tmp_path: Path) -> None:
    text = kobo_csv(FORM, ANSWERS[:1]).decode()
    offices = ANSWERS[0].cells["offices"]
    assert isinstance(offices, tuple)
    missing = next(name for name in ("rail", "mayor") if name not in offices)
    joined = " ".join(offices)
    assert text.count(f'"{joined}"') == 1
    doubt = only(
        read(tmp_path, "kobo.csv", text.replace(f'"{joined}"', f'"{joined} {missing}"').encode())
    )
    assert (doubt.kind, doubt.where.question) == ("columns", "offices")


def test_equal_heads_of_which_one_is_missing_are_asked_unless_the_columns_beside_tell(
    tmp_path: Path,
) -> None:
    form = replace(FORM, questions=tuple(q for q in FORM.questions if q.name != "brakes_funds"))
    answers = [replace(one, cells=drop(one, "brakes_funds")) for one in ANSWERS]
    export = read(tmp_path, "forms.xlsx", msforms_xlsx(form, answers))
    # "Skilled staff" and "Law" stand twice, so the only "Funds" stands between the two matrices
    assert [dict(each.cells) for each in export.submissions] == [told(one) for one in answers]
    assert [(doubt.kind, doubt.where.question) for doubt in export.doubts] == [
        ("missing", "brakes_funds")
    ]


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    rows = [
        line.split("\t")
        for line in plain_csv(FORM, ANSWERS, delimiter="\t", encoding="utf-8")
        .decode()
        .replace('"', "")
        .replace("\nmeasure", " measure")
        .splitlines()
    ]
    order = random.Random(3).sample(range(len(rows[0])), len(rows[0]))
    straight = read(tmp_path, "a.csv", write_csv(rows))
    mixed = read(tmp_path, "b.csv", write_csv([[row[at] for at in order] for row in rows]))
    assert [dict(each.cells) for each in mixed.submissions] == [
        dict(each.cells) for each in straight.submissions
    ]
    assert len(CITIES) == len(mixed.submissions)
