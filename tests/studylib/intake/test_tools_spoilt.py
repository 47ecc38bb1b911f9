"""Spoilt exports: one clear report each, with the file and what to do; never a traceback."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from exports import (
    ask,
    google_csv,
    invent,
    kobo_csv,
    kobo_xlsx,
    limesurvey_csv,
    new_sheet,
    odk_tables,
    odk_zip,
    old_sheet,
    plain_csv,
    write_book,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studylib.intake.files import decode
from studylib.intake.submissions import Export
from studylib.intake.tools import read_export

FORM = ask()
ANSWERS = invent(FORM)
KOBO = kobo_csv(FORM, ANSWERS)
TEXT = KOBO.decode()
LINES = TEXT.split("\n")
PLAIN = plain_csv(FORM, ANSWERS[:1]).decode()
HEAD = PLAIN.splitlines()[0]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def pack(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def edit(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def put(cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell] = value

    return change


def merge(book: openpyxl.Workbook) -> None:
    book.worksheets[0].merge_cells("C1:D1")


XLSX = kobo_xlsx(FORM, ANSWERS)
SPOILT: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "is empty"),
    "only blanks": ("a.csv", b" \r\n \n", "is empty"),
    "only a mark": ("a.csv", b"\xef\xbb\xbf", "is empty"),
    "only the head": ("a.csv", LINES[0].encode(), "has heads, and no answer below them"),
    "only the head of a workbook": (
        "a.xlsx",
        write_book({"Sheet1": [HEAD.split(",")]}),
        "has heads, and no answer below them",
    ),
    "no head": ("a.csv", "\n".join(LINES[1:]).encode(), "has no row with heads"),
    "cut in a cell": ("a.csv", KOBO[:-60], "breaks off"),
    "cut in a row": ("a.csv", TEXT[: TEXT.rindex(";")].encode(), "breaks off in this row"),
    "cut in a letter": (
        "a.csv",
        plain_csv(FORM, ANSWERS) + "ñ".encode()[:1],
        "breaks off in the middle",
    ),
    "two encodings": ("a.csv", KOBO + "ñandú".encode("cp1252"), "is written in two encodings"),
    "no text": ("a.csv", bytes(range(256)) * 9, "no text"),
    "zeros": ("a.csv", b"\x00" * 4000, "is empty"),
    "zeros inside": ("a.csv", KOBO[:5000] + b"\x00" + KOBO[5000:], "no text"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(1, 255)) * 20, "no text"),
    "a PDF": ("a.csv", b"%PDF-1.7\n1 0 obj", "is no table"),
    "a page": ("a.csv", b"<!DOCTYPE html><html><body>Log in</body></html>", "is a page"),
    "a table of a page": ("a.xls", b"<table><tr><td>city</td></tr></table>", "is a page"),
    "JSON": ("a.csv", b'[{"city": "Pamplinea"}]', "is no table"),
    "another table": ("a.csv", b"fruit,price\napple,3\npear,4\n", "has no row with heads"),
    "another form": ("a.csv", b"city,fruit,_uuid\nPamplinea,apple,7\n", "is of another form"),
    "the questionnaire itself": (
        "a.xlsx",
        write_book({"survey": [["type", "name"], ["text", "city"], ["text", "advice"]]}),
        "has no",
    ),
    "two tools": (
        "a.csv",
        TEXT.replace('"start"', '"submitdate"')
        .replace('"end"', '"KEY";"SubmissionDate"', 1)
        .encode(),
        "columns of two tools",
    ),
    "two exports in one": ("a.csv", f"{TEXT}{TEXT}".encode(), "has its heads a second time"),
    "no city": ("a.csv", PLAIN.replace("city", "place", 1).encode(), "has no column for the city"),
    "a head is missing": (
        "a.csv",
        PLAIN.replace("advice", "", 1).encode(),
        "has no head over column",
    ),
    "more cells than heads": (
        "a.csv",
        PLAIN.rstrip().encode() + b",and more",
        "more cells in this row",
    ),
    "a column twice": (
        "a.csv",
        "\n".join(
            f"{line},{end}"
            for line, end in zip(
                PLAIN.split("\r\n") if "\r\n" in PLAIN else [HEAD, PLAIN[len(HEAD) + 1 :].rstrip()],
                ("city", "Elsewhere"),
                strict=False,
            )
        ).encode(),
        "has two columns of the question 'city'",
    ),
    "a huge cell": (
        "a.csv",
        f"{HEAD}\n{'x' * 200_000}\n".encode(),
        "holds a cell that is too large",
    ),
    "an old workbook": ("a.xls", OLE, "is a workbook of Excel before 2007"),
    "a password": (
        "a.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password",
    ),
    "a broken workbook": ("a.xlsx", XLSX[: len(XLSX) // 2], "is a broken archive or workbook"),
    "a damaged workbook": (
        "a.xlsx",
        pack({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<oh"}),
        "is a broken workbook",
    ),
    "an empty workbook": ("a.xlsx", write_book({"Sheet1": []}), "has no cell"),
    "a formula without value": (
        "a.xlsx",
        edit(XLSX, put("C2", "=A1&B1")),
        "has a formula without a value",
    ),
    "merged heads": ("a.xlsx", edit(XLSX, merge), "has no head over column 4"),
    "an archive without tables": ("a.zip", pack({"photo.jpg": b"\xff\xd8"}), "holds no CSV file"),
    "an archive that leaves its folder": (
        "a.zip",
        pack({"../../etc/trains.csv": KOBO}),
        "outside its folder",
    ),
    "an archive of a drive": ("a.zip", pack({"/trains.csv": KOBO}), "outside its folder"),
    "a broken archive": ("a.zip", odk_zip(FORM, ANSWERS)[:-40], "is a broken archive"),
    "a repeat alone": (
        "trains-story.csv",
        odk_tables(FORM, ANSWERS)["trains-story.csv"],
        "has a repetition of a submission",
    ),
    "a broken file of SPSS": ("a.sav", b"$FL2@(#) IBM" + b"\x07" * 300, "is a broken file"),
    "a broken file of Stata": ("a.dta", b"<stata_dta><header>" + b"\x07" * 90, "is a broken file"),
    "another sheet sent back": (
        "a.xlsx",
        write_book({"S": [["Question", "Your answer"], ["Fruit", "apple"], ["Price", "3"]]}),
        "has no row with heads",
    ),
}


def read(folder: Path, name: str, data: bytes) -> Export:
    path = folder / name
    path.write_bytes(data)
    return read_export([path], FORM)


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_export_gives_one_report(tmp_path: Path, case: str) -> None:
    name, data, what = SPOILT[case]
    export = read(tmp_path, name, data)
    assert len(export.faults) == 1, export.faults
    fault = export.faults[0]
    assert what in fault.what
    assert fault.file.startswith(name)
    assert fault.repair
    # a report never shows what a cell holds
    assert fault.value == ""
    assert export.submissions == ()


def test_a_file_that_is_not_there_and_none_at_all() -> None:
    assert read_export([Path("nowhere.csv")], FORM).faults[0].what == "is not there"
    assert read_export([], FORM).faults[0].what == "no file was given"


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(path)

    path = tmp_path / "a.csv"
    path.write_bytes(KOBO)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert [fault.what for fault in read_export([path], FORM).faults] == ["cannot be opened"]


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    paths = []
    for case in ("empty", "JSON", "a page"):
        paths.append(tmp_path / f"{case}.csv")
        paths[-1].write_bytes(SPOILT[case][1])
    assert len(read_export(paths, FORM).faults) == 3


def test_a_row_that_breaks_off_is_named_by_its_line(tmp_path: Path) -> None:
    fault = read(tmp_path, "a.csv", b"city,advice\nPamplinea,none\nTrala\n").faults[0]
    assert (fault.row, fault.what) == (3, "breaks off in this row")


HARMLESS: dict[str, tuple[str, bytes]] = {
    "titles above the head": ("a.csv", b"Trains 2091\n\nas of today\n" + google_csv(FORM, ANSWERS)),
    "a sign said at the beginning": ("a.csv", b"sep=;\n" + KOBO),
    "a mark in the middle": ("a.csv", TEXT.replace('"who/city"', '"\ufeffwho/city"').encode()),
    "blank rows": ("a.csv", KOBO + b"\n\n\n"),
    "lines of Windows": ("a.csv", TEXT.replace('"\n"', '"\r\n"').encode()),
    "empty columns behind": (
        "a.csv",
        "\n".join(
            f"{line};;" if line.endswith('"') and '";"' in line else line for line in LINES
        ).encode(),
    ),
    "a workbook with macros": ("a.xlsm", XLSX),
    "a workbook called CSV": ("a.csv", XLSX),
    "another sheet beside": (
        "a.xlsx",
        edit(XLSX, lambda book: book.create_sheet("Notes").append(["for", "us"])),
    ),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_only_untidy_is_read(tmp_path: Path, case: str) -> None:
    name, data = HARMLESS[case]
    export = read(tmp_path, name, data)
    assert export.faults == ()
    assert [each.cells["city"] for each in export.submissions] == [
        one.cells["city"] for one in ANSWERS
    ]


def test_a_formula_has_the_value_that_the_program_kept(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = zipfile.ZipFile(io.BytesIO(new_sheet(FORM, ANSWERS[0])))
    with zipfile.ZipFile(made, "w") as changed:
        for name in book.namelist():
            data = book.read(name)
            changed.writestr(name, put_sum(data) if name.endswith("sheet1.xml") else data)
    export = read(tmp_path, "a.xlsx", made.getvalue())
    assert export.faults == ()
    assert export.submissions[0].cells["riders"] == "17"


def test_a_sentence_that_begins_like_a_formula_is_one(tmp_path: Path) -> None:
    head = [cell.value for cell in next(openpyxl.load_workbook(io.BytesIO(XLSX)).active.rows)]
    at = next(at for at, name in enumerate(head, 1) if str(name).endswith("advice"))
    place = f"{openpyxl.utils.get_column_letter(at)}2"
    export = read(tmp_path, "a.xlsx", edit(XLSX, put(place, "=Ask first")))
    assert export.faults == ()
    assert export.submissions[0].cells["advice"] == "=Ask first"


def put_sum(sheet: bytes) -> bytes:
    """The sheet with `=12+5` (kept: 17) as the answer to `riders`."""
    text = sheet.decode()
    place = re.search(r'<c r="A(\d+)"[^>]*><is><t>riders</t></is></c>', text)
    assert place
    cell = re.compile(rf'<c r="E{place[1]}"[^>]*?(/>|>.*?</c>)')
    assert cell.search(text)
    return cell.sub(f'<c r="E{place[1]}"><f>12+5</f><v>17</v></c>', text).encode()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_the_encoding_is_seen(encoding: str) -> None:
    text = "city;share\nMálaga – «Sur»;45\n"
    assert decode(text.encode(encoding)) == text


BASES = [
    ("a.csv", KOBO),
    ("a.csv", limesurvey_csv(FORM, ANSWERS)),
    ("a.xlsx", old_sheet(FORM, ANSWERS[0])),
    ("a.zip", odk_zip(FORM, ANSWERS)),
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(BASES), st.integers(0, 4000), st.binary(max_size=12), st.integers(0, 300))
def test_whatever_is_done_to_a_file_there_is_no_traceback(
    tmp_path: Path, base: tuple[str, bytes], at: int, put_in: bytes, dropped: int
) -> None:
    name, data = base
    export = read(tmp_path, name, data[:at] + put_in + data[at + dropped :])
    assert export.faults or export.submissions


CELL = st.text(max_size=30) | st.sampled_from(
    [
        "1e999",
        "٣",
        "-",
        "'=1",
        "1.2.3",
        "0x10",
        "NaN",
        "inf",
        "½",
        "1/0",
        "31.02.2071",
        "²",
        "a;b",
        "\x1f",
        "9" * 40,
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_stands_in_the_cells_there_is_no_traceback(
    tmp_path: Path, data: st.DataObject
) -> None:
    asked = [q.name for q in FORM.answerable if not q.repeat]
    row = {name: data.draw(CELL) for name in asked}
    cells = [text.replace('"', "").replace("\x00", "") for text in row.values()]
    body = ",".join(f'"{cell}"' for cell in cells)
    export = read(tmp_path, "a.csv", f"{','.join(asked)}\n{body}\n".encode("utf-8", "replace"))
    assert export.faults or len(export.submissions) == 1
    for each in export.submissions:
        assert set(each.cells) <= set(asked)
