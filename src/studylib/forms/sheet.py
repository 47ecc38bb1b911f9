"""The questionnaire as a sheet to fill in, for cities that answer by mail.

The sheet `Questionnaire` has a head row whose first cell is `name`; below it a row is an answer. Its hidden first column says of what:

- `city`: the question of that name; the answer is a label of the list that the cell offers, a number, a day, or text;
- `uses/chatbot`: a choice of a question of several, ticked if the answer is `x`;
- `priorities/1`: what has the first place in a question of order; the answer is a label;
- `practice[2]/p_title`: a question of a repeat, the second time.

The answer is in the column before the last, remarks in the last. Rows without a name are headings. The hidden sheet
`Lists` holds the labels of the choices, the hidden sheet `Form` the form's id, version and language.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from quire.core.archives import without_times
from studylib.forms.conditions import Speaker
from studylib.forms.paper import join_sentences, say_contact, say_help
from studylib.forms.parts import REPEATS, Matrix, Part, Single, arrange, numbers_of, own_filter, say
from studylib.forms.words import words_in
from studylib.questionnaire.model import NUMBERS, Question, Questionnaire

SHEET, LISTS, FORM = "Questionnaire", "Lists", "Form"
COLUMNS = {"name": 10, "number": 6, "label": 58, "help": 44, "answer": 40, "remarks": 34}
"""The columns in their order, with their widths in letters."""

LETTERS = {"label": 60, "help": 54}
"""Letters that fit on a line of a cell, with some to spare."""

LAST = 999_999_999_999
"""Stands for no limit, as a validation of numbers must have one on either side."""

EDGE = Side(style="thin", color="C9CDD2")
FRAME = Border(EDGE, EDGE, EDGE, EDGE)
PALE, WHITE = PatternFill("solid", "EEF1F4"), PatternFill("solid", "FFFFFF")
HOUSE, SECTION = PatternFill("solid", "1D4E79"), PatternFill("solid", "D6E2EE")


@dataclass(frozen=True)
class Row:
    """A row of the sheet: a heading, or a question, choice or place with room for the answer.

    Attributes
    ----------
    name
        As the hidden column has it; empty for a heading.
    question
        What is answered; None for a heading.
    ticked
        Whether the answer is a cross.
    """

    label: str
    number: str = ""
    help: str = ""
    name: str = ""
    question: Question | None = None
    ticked: bool = False

    @property
    def section(self) -> bool:
        """Whether it begins a section."""
        return self.question is None and not self.number and bool(self.label)


def write_sheet(questionnaire: Questionnaire, language: str) -> bytes:
    """The workbook in a language; the same bytes every time.

    Only answers and remarks can be written; there is no password, so that whoever must can change more.
    """
    words = words_in(language)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    lists = _Lists(book.create_sheet(LISTS), language)
    sections = arrange(questionnaire)
    numbers = numbers_of(sections)
    above = [questionnaire.title, words["how_sheet"], say_contact(questionnaire, language)]
    for at, text in enumerate([text for text in above if text], 1):
        _write_above(sheet, at, text)
    head = sheet.max_row + 2
    _write_head(sheet, head, words)
    rules = _Rules(words, lists)
    speaker = Speaker(questionnaire, language, words, numbers)
    for at, row in enumerate(_Rows(language, words, speaker).of(sections), head + 1):
        _write_row(sheet, at, row, rules)
    for rule in rules.made.values():
        sheet.add_data_validation(rule)
    _lay_out(sheet, head)
    _write_form(book.create_sheet(FORM), questionnaire, language)
    made = io.BytesIO()
    book.save(made)
    return without_times(made.getvalue())


@dataclass(frozen=True)
class _Rows:
    """The rows of the sheet, from the parts of the questionnaire."""

    language: str
    words: Mapping[str, str]
    speaker: Speaker

    def of(self, sections: tuple[Part, ...]) -> Iterator[Row]:
        for section in sections:
            yield from self.part(section, "", "")

    def part(self, part: Part, before: str, above: str) -> Iterator[Row]:
        label, filtered = say(part.group.labels, self.language), part.group.relevant
        said = self.speaker.say(own_filter(filtered, above))
        for time in range(1, REPEATS + 1) if part.group.repeat else (0,):
            inside = f"{part.group.name}[{time}]/" if time else before
            if label:
                counted = self.words["repeat"].format(label=label, count=time) if time else label
                yield Row(counted, help=said)
            for child in part.parts:
                if isinstance(child, Part):
                    yield from self.part(child, inside, filtered)
                elif isinstance(child, Matrix):
                    yield from self.matrix(child, inside, filtered)
                else:
                    yield from self.single(child, inside, filtered)

    def matrix(self, matrix: Matrix, before: str, above: str) -> Iterator[Row]:
        own = matrix.group.relevant
        said = self.speaker.say(own_filter(own, above))
        yield Row(say(matrix.group.labels, self.language), matrix.number, said)
        for at, row in enumerate(matrix.rows, 1):
            yield from self.question(row, f"{matrix.number}.{at}", before, own)

    def single(self, part: Single, before: str, above: str) -> Iterator[Row]:
        if part.question.kind == "note":
            yield Row("", help=say(part.question.labels, self.language))
        else:
            yield from self.question(part.question, part.number, before, above)

    def question(self, question: Question, number: str, before: str, above: str) -> Iterator[Row]:
        label, name = say(question.labels, self.language), f"{before}{question.name}"
        label += " *" if question.required else ""
        said = self.speaker.say(own_filter(question.relevant, above))
        hint, how = say(question.hints, self.language), say_help(question, self.words)
        help_ = join_sentences(said, hint, how)
        if question.kind == "select_multiple":
            yield Row(label, number, help_)
            for choice in question.choices:
                words = say(choice.labels, self.language)
                yield Row(words, "", "", f"{name}/{choice.name}", question, ticked=True)
        elif question.kind == "rank":
            yield Row(label, number, help_)
            for place in range(1, len(question.choices) + 1):
                words = self.words["place"].format(place=place)
                yield Row(words, "", "", f"{name}/{place}", question)
        else:
            yield Row(label, number, help_, name, question)


@dataclass
class _Lists:
    """The hidden sheet with the labels of each list of choices, a column each."""

    sheet: Any
    language: str
    places: dict[str, str] = field(default_factory=dict)

    def place(self, question: Question) -> str:
        """Where the labels of the question's choices stand, as a validation names it."""
        if question.list_name not in self.places:
            column = len(self.places) + 1
            letter = get_column_letter(column)
            _put(self.sheet, 1, column, f"list: {question.list_name}")
            for at, choice in enumerate(question.choices, 2):
                _put(self.sheet, at, column, say(choice.labels, self.language))
            end = len(question.choices) + 1
            self.places[question.list_name] = f"{LISTS}!${letter}$2:${letter}${end}"
        return self.places[question.list_name]


@dataclass
class _Rules:
    """The validations, one for all cells that take the same answers."""

    words: Mapping[str, str]
    lists: _Lists
    made: dict[tuple[str, ...], DataValidation] = field(default_factory=dict)

    def add(self, row: Row, cell: Any) -> None:
        """Hold a cell to what its question takes; text and files are free."""
        made = self._settings(row)
        if made:
            key = tuple(map(str, made.values()))
            if key not in self.made:
                rule = DataValidation(**made, allow_blank=True, showErrorMessage=True)
                rule.error = self.words["wrong"].format(help=self.words["help"])
                self.made[key] = rule
            self.made[key].add(cell)

    def _settings(self, row: Row) -> dict[str, Any]:
        question = row.question
        if question is None:
            return {}
        if row.ticked:
            return {"type": "list", "formula1": f'"{self.words["mark"]}"'}
        if question.kind in {"select_one", "rank"}:
            return {"type": "list", "formula1": self.lists.place(question)}
        if question.kind in NUMBERS:
            kind = "whole" if question.kind in {"integer", "year"} else "decimal"
            low = -LAST if question.minimum is None else question.minimum
            high = LAST if question.maximum is None else question.maximum
            limits = {"formula1": f"{low:.15g}", "formula2": f"{high:.15g}"}
            return {"type": kind, "operator": "between", **limits}
        if question.kind == "date":
            return {"type": "date", "operator": "greaterThan", "formula1": "1"}
        return {}


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Write text as text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    return cell


def _font(**looks: Any) -> Font:
    """The one typeface of the sheet, which every office program has or replaces by one as wide."""
    return Font(name="Arial", **{"size": 10, **looks})


def _write_above(sheet: Any, at: int, text: str) -> None:
    """A line over the table, as wide as it."""
    cell = _put(sheet, at, 2, text)
    sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=len(COLUMNS))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = _font(bold=at == 1, size=16 if at == 1 else 10)
    width = sum(COLUMNS.values()) - COLUMNS["name"]
    # a merged cell does not grow by itself
    sheet.row_dimensions[at].height = 24 if at == 1 else 14 * (1 + len(text) * 10 // (width * 9))


def _write_head(sheet: Any, at: int, words: Mapping[str, str]) -> None:
    for column, name in enumerate(COLUMNS, 1):
        cell = _put(sheet, at, column, words[name])
        cell.font, cell.fill, cell.border = _font(bold=True, color="FFFFFF"), HOUSE, FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write_row(sheet: Any, at: int, row: Row, rules: _Rules) -> None:
    for column, name in enumerate(COLUMNS, 1):
        text = str(getattr(row, name)) if name in {"name", "number", "label", "help"} else ""
        cell = _put(sheet, at, column, text)
        cell.border, cell.fill = FRAME, PALE
        indent = 2 if name == "label" and row.question and not row.number else 0
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=indent)
        cell.font = _font(
            bold=row.question is None and name != "help", size=9 if name == "help" else 10
        )
        if row.section:
            cell.fill = SECTION
            cell.font = _font(
                bold=name == "label", size=11 if name == "label" else 9, color="1D4E79"
            )
        if row.question is not None and name in {"answer", "remarks"}:
            cell.fill, cell.protection = WHITE, Protection(locked=False)
    # programs do not agree on which rows grow by themselves
    lines = max(-(-len(row.label) // LETTERS["label"]), -(-len(row.help) // LETTERS["help"]), 1)
    sheet.row_dimensions[at].height = 4 + 13 * lines
    if row.question is None:
        return
    answer = sheet.cell(at, list(COLUMNS).index("answer") + 1)
    answer.number_format = {"text": "@", "file": "@", "date": "yyyy-mm-dd"}.get(
        row.question.kind, "General"
    )
    if "multiline" in row.question.appearance:
        sheet.row_dimensions[at].height = max(75, 4 + 13 * lines)
    rules.add(row, answer)


def _lay_out(sheet: Any, head: int) -> None:
    """Widths, what is hidden, what is locked, and how it prints."""
    for column, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"D{head + 1}"
    lock = sheet.protection
    lock.sheet, lock.formatColumns, lock.formatRows = True, False, False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = f"{head}:{head}"


def _write_form(sheet: Any, questionnaire: Questionnaire, language: str) -> None:
    """The hidden sheet by which the form is known again."""
    said = {
        "form_id": questionnaire.form_id,
        "version": questionnaire.version,
        "language": language,
    }
    for at, (key, text) in enumerate(said.items(), 1):
        _put(sheet, at, 1, key)
        _put(sheet, at, 2, text)
    sheet.sheet_state = "hidden"
    sheet.parent[LISTS].sheet_state = "hidden"
