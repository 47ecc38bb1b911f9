"""What readers take along: pictures that say what they show, and workbooks whose cells are what they were."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from spanish import spanish

from quire.book.takeaway import Taken, draw, make_workbook, taken_files
from quire.core.project import Project
from quire.text.languages import speaking

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100" width="300pt" height="100pt">'
    b'<rect width="300" height="100" fill="#0072B2"/></svg>'
)
TAKEN = Taken(
    "It rains on *nine* #towns",
    "Nine towns, 2001",
    "Source: Nobody, 2001",
    "Rain, version 1.2, a.html#figure-x",
    "A group: “It rains”. Rain, a.html#figure-x",
)
DATA = (
    "town,share_pct,code,said\r\n"
    "=HYPERLINK(A1),40.5,007,-5 to 3\r\n"
    "Łódź,-3,1e5x,+1\r\n"
    'a\x07b,,"12345678901234567",\r\n'
).encode()


def sheets(data: bytes, taken: Taken = TAKEN) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(data, taken, {"town": "Its name."})))
    assert {cell.data_type for row in book["Data"] for cell in row} <= {"s", "n"}
    return {one.title: [[cell.value for cell in row] for row in one] for one in book.worksheets}


def test_cells_are_what_they_were_and_none_is_worked_out() -> None:
    assert sheets(DATA)["Data"] == [
        ["town", "share_pct", "code", "said"],
        ["=HYPERLINK(A1)", 40.5, "007", "-5 to 3"],
        ["Łódź", -3, "1e5x", "+1"],
        ["a\ufffdb", None, "12345678901234567", None],
    ]


def test_the_second_sheet_says_what_the_data_are_and_whose() -> None:
    assert [row[1] for row in sheets(DATA)["About"]] == [
        TAKEN.title,
        TAKEN.subtitle,
        TAKEN.source,
        TAKEN.citation,
        "Its name.",
    ]
    table = Taken("=Towns", "", "Nobody", "", "A group")
    assert [row[1] for row in sheets(DATA, table)["About"]] == [
        "=Towns",
        "Nobody",
        "A group",
        "Its name.",
    ]


def test_a_picture_has_its_title_above_and_its_source_below_the_drawing() -> None:
    with Image.open(io.BytesIO(draw(DRAWING, TAKEN, "png"))) as made:
        dots = made.convert("RGB")
    # 300 points of drawing and 12 at each side, at 192 dots an inch
    assert dots.width == pytest.approx(324 * 192 / 72, abs=1)
    middle = [dots.getpixel((dots.width // 2, y)) for y in range(dots.height)]
    blue = [y for y, colour in enumerate(middle) if colour == (0, 114, 178)]
    assert len(blue) == pytest.approx(100 * 192 / 72, abs=2)
    dark = [
        y
        for y in range(dots.height)
        if any(sum(dots.getpixel((x, y))) < 300 for x in range(32, dots.width, 2))  # type: ignore[arg-type]
        and middle[y] != (0, 114, 178)
    ]
    assert min(dark) < min(blue) - 40
    assert max(dark) > max(blue) + 20


def test_a_drawing_keeps_its_lines_and_its_letters_need_no_typeface() -> None:
    made = draw(DRAWING, TAKEN, "svg").decode()
    assert made.startswith("<svg")
    assert "<text" not in made
    assert "data:image/svg+xml" in made
    # another title is another picture
    assert (
        made != draw(DRAWING, Taken("It is dry", *list(vars(TAKEN).values())[1:]), "svg").decode()
    )


def test_the_same_figure_is_the_same_bytes_and_is_made_once(tmp_path: Path) -> None:
    one, two = Project(tmp_path / "one"), Project(tmp_path / "two")
    made = taken_files(one, "x", TAKEN, DATA, DRAWING, {"town": "Its name."})
    assert sorted(made) == ["x.png", "x.svg", "x.xlsx"]
    assert taken_files(two, "x", TAKEN, DATA, DRAWING, {"town": "Its name."}) == made
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "one/build/made").iterdir()}
    assert taken_files(one, "x", TAKEN, DATA, DRAWING, {"town": "Its name."}) == made
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_in_another_language_the_sheets_say_their_words_in_it_and_the_data_stay(
    tmp_path: Path,
) -> None:
    words = {
        **{"Data": "Datos", "About": "Acerca de", "What it shows": "Qué muestra"},
        **{"Of what": "De qué", "Source": "Fuente", "Cite it as": "Cítese así"},
        **{"Its name.": "Su nombre.", "town": "villa", "+1": "más uno"},
    }
    english, other = Project(tmp_path), Project(tmp_path, language="es")
    before = taken_files(english, "x", TAKEN, DATA, b"", {"town": "Its name."})
    with speaking(spanish(words)):
        made = taken_files(other, "x", TAKEN, DATA, b"", {"town": "Its name."})
    book = openpyxl.load_workbook(io.BytesIO(made["x.xlsx"]))
    assert book.sheetnames == ["Datos", "Acerca de"]
    assert [next(iter(row)) for row in book["Acerca de"].values] == [
        *("Qué muestra", "De qué", "Fuente", "Cítese así", "town"),
    ]
    assert [*book["Acerca de"].values][-1] == ("town", "Su nombre.")
    assert [*book["Datos"].values] == [tuple(row) for row in sheets(DATA)["Data"]]
    # each language has files of its own
    assert taken_files(english, "x", TAKEN, DATA, b"", {"town": "Its name."}) == before


def test_a_table_has_a_workbook_only(tmp_path: Path) -> None:
    assert list(taken_files(Project(tmp_path), "x", TAKEN, DATA, b"", {})) == ["x.xlsx"]


def test_only_cells_of_the_data_become_numbers() -> None:
    made = sheets(b"town,2001\r\nA,1\r\n", replace(TAKEN, subtitle="1984"))
    assert made["Data"] == [["town", "2001"], ["A", 1]]
    assert made["About"][1][1] == "1984"


def test_a_title_has_its_room_above_a_narrow_drawing() -> None:
    narrow = DRAWING.replace(b'width="300pt"', b'width="60pt"')
    with Image.open(io.BytesIO(draw(narrow, TAKEN, "png"))) as made:
        # 240 points for the title and 12 at each side, at 192 dots an inch
        assert made.width == pytest.approx(264 * 192 / 72, abs=1)


@pytest.mark.parametrize(
    ("data", "drawing", "said", "anew"),
    [
        (DATA.replace(b"40.5", b"41.5"), DRAWING, "Its name.", {"x.xlsx"}),
        (DATA, DRAWING, "Its place.", {"x.xlsx"}),
        (DATA, DRAWING.replace(b"#0072B2", b"#D55E00"), "Its name.", {"x.png", "x.svg"}),
    ],
    ids=["data", "meaning", "drawing"],
)
def test_what_is_taken_along_is_made_anew_of_something_else(
    tmp_path: Path, data: bytes, drawing: bytes, said: str, anew: set[str]
) -> None:
    project = Project(tmp_path)
    first = taken_files(project, "x", TAKEN, DATA, DRAWING, {"town": "Its name."})
    second = taken_files(project, "x", TAKEN, data, drawing, {"town": said})
    assert {name for name, made in second.items() if made != first[name]} == anew
