"""The form on paper, and that Word file and PDF hold it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf
from questionnaires import SURVEY, write_folder

from quire.printing.papers import (
    BOX,
    FIELD,
    Block,
    Heading,
    Listing,
    Paper,
    Space,
    Table,
    Text,
    print_paper,
)
from quire.printing.word import write_word
from studylib.forms.paper import make_paper
from studylib.questionnaire.xlsform import read_questionnaire


def paper_of(folder: Path, language: str = "en", survey: str = SURVEY) -> Paper:
    questionnaire, _ = read_questionnaire(write_folder(folder, survey))
    assert questionnaire is not None
    return make_paper(questionnaire, language)


def after(paper: Paper, words: str) -> list[Block]:
    """The blocks of a question after its words."""
    begin = next(
        at
        for at, block in enumerate(paper.blocks)
        if isinstance(block, Text) and block.look == "strong" and words in block.text
    )
    return list(paper.blocks[begin + 1 : begin + 3])


def test_each_kind_of_question_has_its_place_for_the_answer(tmp_path: Path) -> None:
    paper = paper_of(tmp_path)
    assert after(paper, "1. City *")[0] == Space()
    assert after(paper, "Are there night trains?")[1] == Listing(
        ("Yes", "No", "Do not know"), boxes=True, columns=1
    )
    assert after(paper, "Lines")[0] == Space(1, "A whole number, lines, 0 to 900")
    assert after(paper, "Cost a year")[0] == Text("Only if question 5 is > 3.", "quiet")
    assert after(paper, "Who travels?")[0].text == "Mark at most 2."  # type: ignore[union-attr]
    rows = (("Work", FIELD), ("Leisure", FIELD), ("School", FIELD))
    assert after(paper, "Put them in order")[1] == Table(("", "Place"), rows, (5, 1))
    matrix = after(paper, "What slows")[1]
    assert isinstance(matrix, Table)
    assert matrix.head == ("", "1 - not at all", "2", "3 - very much", "Does not apply")
    assert matrix.rows == (("Money", *[BOX] * 4), ("Skills", *[BOX] * 4))


def test_the_filter_of_a_section_is_said_once_below_its_heading(tmp_path: Path) -> None:
    blocks = paper_of(tmp_path).blocks
    at = blocks.index(Heading("The network"))
    said = Text("Only if question 4 is 'Yes'.", "quiet")
    assert blocks[at + 1] == said
    assert blocks.count(said) == 1


def test_what_is_done_with_contact_data_stands_before_the_first_question(tmp_path: Path) -> None:
    framed = [block for block in paper_of(tmp_path).blocks if isinstance(block, Text)][1]
    assert framed.look == "framed"
    assert "(E-mail)" in framed.text
    assert "never published" in framed.text


def test_a_form_that_asks_nothing_of_persons_says_nothing_of_it(tmp_path: Path) -> None:
    survey = "\n".join(line for line in SURVEY.splitlines() if "respondent_email" not in line)
    blocks = paper_of(tmp_path, survey=survey).blocks
    assert not [block for block in blocks if isinstance(block, Text) and block.look == "framed"]


def test_a_range_below_zero_has_all_its_digits_and_a_true_minus(tmp_path: Path) -> None:
    survey = SURVEY.replace(". >= 0 and . <= 900", ". >= -5 and . <= 1234567")
    paper = paper_of(tmp_path, survey=survey.replace(". >= 0,", ". >= -0.25 and . <= 0.75,"))
    assert after(paper, "Lines")[0] == Space(1, "A whole number, lines, −5 to 1234567")
    assert after(paper, "Cost a year")[1] == Space(1, "A number, million EUR, −0.25 to 0.75")


def test_what_can_be_answered_several_times_is_there_three_times(tmp_path: Path) -> None:
    headings = [
        block.text for block in paper_of(tmp_path, "es").blocks if isinstance(block, Heading)
    ]
    assert headings == [
        "Quién responde",
        "La red",
        "Un caso",
        "Un caso 1",
        "Un caso 2",
        "Un caso 3",
    ]


def test_the_word_file_has_the_words_and_boxes_to_tick(tmp_path: Path) -> None:
    data = write_word(paper_of(tmp_path))
    assert data == write_word(paper_of(tmp_path / "again"))
    document = docx.Document(io.BytesIO(data))
    words = [line.text for line in document.paragraphs]
    assert "4. Are there night trains? *" in words
    xml = document.element.xml
    # 3 of consent, 3 of trains, 4 of uses, 8 of the matrix
    assert xml.count("w14:checkbox>") == 2 * 18
    assert document.core_properties.title == "Trains"


def test_the_pdf_has_the_words_of_its_language(tmp_path: Path) -> None:
    data = print_paper(paper_of(tmp_path, "es"), tmp_path)
    assert data == print_paper(paper_of(tmp_path / "again", "es"), tmp_path)
    reader = pypdf.PdfReader(io.BytesIO(data))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert "4. ¿Hay trenes nocturnos? *" in text
    assert "Un número entero, lines, de 0 a 900" in text
    assert str(reader.root_object["/Lang"]) == "es"
