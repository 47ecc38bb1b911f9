"""Short papers: what a PDF and a Word file of the same blocks hold."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf

from quire.printing.papers import (
    BOX,
    FIELD,
    Heading,
    Listing,
    Paper,
    Space,
    Table,
    Text,
    print_paper,
)
from quire.printing.word import write_word

BLOCKS = (
    Heading("Part one"),
    Text("It rained.", "lead"),
    Text("#strong[no] *mark-up* = here", "framed"),
    Listing(("Sun", "Rain"), boxes=True, columns=2),
    Table(("", "Often", "Never"), (("Snow", BOX, BOX), ("Hail", BOX, FIELD)), (2, 1, 1)),
    Space(2, "mm"),
    Heading("Below it", 2),
    Listing(("Wind",)),
)
PAPER = Paper("Weather", "of 2030", "The station", "en", "Send it back", BLOCKS)


def test_words_stand_as_they_are_and_are_no_markup(tmp_path: Path) -> None:
    data = print_paper(PAPER, tmp_path)
    text = " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    for words in ("Weather", "#strong[no] *mark-up* = here", "Snow", "mm", "Wind", "Send it back"):
        assert words in text


def test_the_same_paper_is_the_same_bytes(tmp_path: Path) -> None:
    assert print_paper(PAPER, tmp_path) == print_paper(PAPER, tmp_path)
    assert write_word(PAPER) == write_word(PAPER)


def test_a_character_that_no_typeface_has_is_named(tmp_path: Path) -> None:
    paper = Paper("Weather", "\ue000", "The station", "en", "", ())
    said: list[str] = []
    assert print_paper(paper, tmp_path, tell=said.append).startswith(b"%PDF")
    assert [line.partition(" (")[0] for line in said] == [
        "Unknown: no typeface has the letters of \ue000"
    ]


def test_a_word_file_has_headings_by_level_boxes_and_tables() -> None:
    document = docx.Document(io.BytesIO(write_word(PAPER)))
    styles = {line.text: line.style.name for line in document.paragraphs if line.style}
    assert (styles["Weather"], styles["Part one"], styles["Below it"], styles["Wind"]) == (
        *("Title", "Heading 1", "Heading 2", "List Bullet"),
    )
    frame, boxes, table, _ = document.tables
    assert frame.cell(0, 0).text == "#strong[no] *mark-up* = here"
    assert [cell.text.strip() for cell in boxes.rows[0].cells] == ["Sun", "Rain"]
    assert [cell.text for cell in table.columns[0].cells] == ["", "Snow", "Hail"]
    assert table._tbl.xml.count("<w14:checkbox>") == 3
    assert "tblHeader" in table.rows[0]._tr.xml
