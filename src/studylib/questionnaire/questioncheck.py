"""Single questions held against the standard and against each other: names, kinds, words, filters, limits, matrices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quire.core.errors import Fault, StudyError, nearest
from studylib.questionnaire.build import TYPES, records
from studylib.questionnaire.filters import Filter, parse_filter
from studylib.questionnaire.model import CLOSED, KINDS, NUMBERS, Question
from studylib.questionnaire.sheetcheck import Marker, find_missing_words, head_of

PLAIN = ["integer", "decimal", "date", "text", "file", "note", *TYPES]
"""Types of the standard without a list."""
NAME = re.compile(r"[a-z][a-z0-9_]*")
REFERENCE = re.compile(r"\$\{([^}]*)\}")


def find_question_faults(mark: Marker) -> Iterator[Fault]:
    """Everything that is wrong with questions as such."""
    yield from _names(mark)
    yield from _types(mark)
    yield from _labels(mark)
    yield from _filters(mark)
    yield from _limits(mark)
    yield from _matrices(mark)


def _names(mark: Marker) -> Iterator[Fault]:
    """Names that are none, or stand twice; groups count, because exports put them before the name of a question."""
    lines: dict[str, int] = {}
    for row, cells in records(mark.questionnaire.sheets.get("survey", ())):
        name, kind = cells["name"], cells["type"].lower()
        if not kind:
            repair = "say what kind of question it is, or delete the row"
            yield mark("survey", row, "type", "", "is empty", repair)
        if kind.startswith("end") and kind != "end":
            continue
        if not NAME.fullmatch(name):
            repair = "begin with a letter; use a-z, 0-9 and '_' only"
            yield mark("survey", row, "name", name, "is no valid name", repair)
        elif name in lines:
            what = f"is the name of row {lines[name]}, too"
            yield mark("survey", row, "name", name, what, "give each a name of its own")
        lines.setdefault(name, row)


def _types(mark: Marker) -> Iterator[Fault]:
    """Kinds that no tool knows, and lists that are not there."""
    lists = sorted({cells["list_name"] for _, cells in _choices(mark)})
    for question in mark.questionnaire.questions:
        written = written_as(mark, question)
        if not question.list_name and written.lower() not in PLAIN:
            word = written.split()[0]
            repair = f"write it as: {word} name_of_list"
            if word not in CLOSED:
                repair = nearest(word, [*CLOSED, *PLAIN])
            yield mark("survey", question.row, "type", written, "is no kind of question", repair)
        elif written.endswith(("or_other", "or other")):
            repair = f"add a choice 'other', and a text question {question.name}_other"
            what = "or_other has words in one language only"
            yield mark("survey", question.row, "type", written, what, repair)
        elif question.list_name and not question.choices:
            what, guess = "names a list without choices", nearest(question.list_name, lists)
            repair = f"add its choices, or {guess}" if lists else "add its choices"
            yield mark("survey", question.row, "type", written, what, repair)


def _choices(mark: Marker) -> list[tuple[int, dict[str, str]]]:
    return records(mark.questionnaire.sheets.get("choices", ()))


def written_as(mark: Marker, question: Question, column: str = "type") -> str:
    """The cell of a question as it stands in the sheet."""
    cells = mark.questionnaire.sheets["survey"]
    return cells[question.row - 1][cells[0].index(column)]


def _labels(mark: Marker) -> Iterator[Fault]:
    """Words that are missing, or stand in one language and not in another."""
    questionnaire = mark.questionnaire
    languages = questionnaire.languages
    matrices = {question.matrix for question in questionnaire.questions}
    labelled = [
        *((each.row, each.name, each.labels, True) for each in questionnaire.questions),
        *(
            (each.row, each.name, each.labels, each.name in matrices or bool(each.labels))
            for each in questionnaire.groups.values()
        ),
    ]
    repair = "write the words"
    for row, name, labels, needed in labelled:
        for code in languages:
            if needed and code not in labels:
                column = head_of(questionnaire, code)
                yield mark("survey", row, column, name, "has no words here", repair)
    for question in questionnaire.questions:
        for code in languages:
            if question.hints and code not in question.hints:
                column = head_of(questionnaire, code, "hint")
                what = "has a hint in another language only"
                yield mark("survey", question.row, column, question.name, what, repair)
        for choice in question.choices:
            for column in find_missing_words(questionnaire, choice):
                yield mark("choices", choice.row, column, choice.name, "has no words here", repair)


def _filters(mark: Marker) -> Iterator[Fault]:
    """Filters that cannot be read, or ask for what is not there when they are worked out."""
    order = [question.name for question in mark.questionnaire.questions]
    for row, cells in records(mark.questionnaire.sheets.get("survey", ())):
        text = cells.get("relevant", "")
        if not text:
            continue
        try:
            read = parse_filter(text)
        except StudyError as error:
            yield mark("survey", row, "relevant", text, error.what, error.repair)
            continue
        for name in read.names:
            question = mark.questionnaire.by_name.get(name)
            if question is None:
                what = f"names the unknown question {name!r}"
                yield mark("survey", row, "relevant", text, what, nearest(name, order))
            elif question.row >= row:
                what = f"needs the answer to {name!r}, which is asked later"
                repair = "put that question before this one"
                yield mark("survey", row, "relevant", text, what, repair)
        yield from _impossible(mark, row, text, read)


def _impossible(mark: Marker, row: int, text: str, read: Filter) -> Iterator[Fault]:
    for name, choice in read.choices:
        question = mark.questionnaire.by_name.get(name)
        names = [each.name for each in question.choices] if question else []
        if names and choice and choice not in names:
            what = f"waits for {choice!r}, which is no choice of {name!r}"
            yield mark("survey", row, "relevant", text, what, nearest(choice, names))


def _limits(mark: Marker) -> Iterator[Fault]:
    for question in mark.questionnaire.questions:
        text, low, high = question.constraint, question.minimum, question.maximum
        if low is not None and high is not None and low > high:
            what = "lets nothing through: the least is above the greatest"
            yield mark("survey", question.row, "constraint", text, what, "turn the two numbers")
        if question.most is not None and not 0 < question.most < len(question.choices):
            what = f"a most of {question.most} of {len(question.choices)} choices limits nothing"
            if question.most == 0:
                what = "lets no choice through"
            yield mark("survey", question.row, "constraint", text, what, "correct the number")
        if question.unit and question.kind in {*KINDS} - {*NUMBERS}:
            repair = "delete it, or make the question a number"
            what = "is the unit of a question that is no number"
            yield mark("survey", question.row, "study::unit", question.unit, what, repair)
        for name in REFERENCE.findall(text):
            if name not in mark.questionnaire.by_name:
                what = f"names the unknown question {name!r}"
                repair = nearest(name, mark.questionnaire.by_name)
                yield mark("survey", question.row, "constraint", text, what, repair)


def _matrices(mark: Marker) -> Iterator[Fault]:
    questionnaire = mark.questionnaire
    for group in questionnaire.groups.values():
        if "table-list" not in group.appearance:
            continue
        rows = questionnaire.rows_of(group.name)
        if len(rows) < 2:
            what, repair = "is a matrix of fewer than two rows", "add rows, or drop table-list"
            yield mark("survey", group.row, "appearance", group.name, what, repair)
        for row in rows:
            if (row.kind, row.list_name) != (rows[0].kind, rows[0].list_name):
                what = f"is a row of the matrix {group.name!r} with another kind or list than its first"
                repair = f"write {written_as(mark, rows[0])}"
                yield mark("survey", row.row, "type", written_as(mark, row), what, repair)
        for question in questionnaire.answerable:
            if question.group == group.name and question not in rows:
                what, repair = f"is no row of the matrix {group.name!r}", "move it out of the group"
                yield mark("survey", question.row, "type", written_as(mark, question), what, repair)
