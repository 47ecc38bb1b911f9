"""The sheets of a questionnaire held against the standard: heads, cells, groups, settings, lists, and what pyxform says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quire.core.errors import Fault, nearest
from studylib.questionnaire.build import GROUPS, YES, records
from studylib.questionnaire.model import STATES, Choice, Questionnaire

STUDY_COLUMNS = {
    "survey": [
        *("area", "element", "role", "personal", "same_as", "reason", "unit", "scale"),
    ],
    "choices": ["state", "element"],
    "settings": [],
}
"""The study's own columns of each sheet, after `study::`."""
CODE = re.compile(r"[A-Za-z0-9_.-]+")
NO = {"", "no", "false", "false()", "0"}
FORMULA = ("=", "@", "+")
LONGEST = 32_767
"""Letters that a cell of a workbook holds."""
PLACE = re.compile(r"\[row : (\d+)\]\s*")


@dataclass(frozen=True)
class Marker:
    """Makes faults of a questionnaire, in the words and lines of its files."""

    questionnaire: Questionnaire

    def __call__(
        self, sheet: str, row: int, column: str, value: str, what: str, repair: str
    ) -> Fault:
        """A fault of a cell, of a row (no column) or of a sheet (row 0)."""
        return Fault(self.questionnaire.files[sheet], row, column, value, what, repair)


def find_sheet_faults(mark: Marker) -> Iterator[Fault]:
    """Everything that is wrong with the cells themselves."""
    for sheet, cells in mark.questionnaire.sheets.items():
        yield from _heads(mark, sheet, cells[0] if cells else ())
        yield from _too_long(mark, sheet, cells)
        yield from _formulas(mark, sheet)
    yield from _groups(mark)
    yield from _words_for_yes(mark)
    yield from _settings(mark)
    yield from _lists(mark)


def _heads(mark: Marker, sheet: str, head: tuple[str, ...]) -> Iterator[Fault]:
    for name, count in Counter(head).items():
        if name and count > 1:
            yield mark(sheet, 1, name, "", "is the head of two columns", "keep one of them")
    for name in head:
        own = re.match(r"study(?:::|_)(.*)", name)
        if own and own[1] not in STUDY_COLUMNS[sheet]:
            guess = nearest(own[1], STUDY_COLUMNS[sheet])
            yield mark(sheet, 1, name, "", "is no column of the study", guess)


def _too_long(mark: Marker, sheet: str, cells: Iterable[Iterable[str]]) -> Iterator[Fault]:
    """Cells that no workbook can hold."""
    for row, line in enumerate(cells, 1):
        for cell in line:
            if len(cell) > LONGEST:
                what = f"a cell has {len(cell):,} letters, more than the {LONGEST:,} of a workbook"
                yield mark(sheet, row, "", "", what, "shorten it")


def _formulas(mark: Marker, sheet: str) -> Iterator[Fault]:
    for row, cells in records(mark.questionnaire.sheets[sheet]):
        for column, cell in cells.items():
            if cell.startswith(FORMULA):
                repair = (
                    "begin the text with another sign: a spreadsheet would take it for a formula"
                )
                yield mark(sheet, row, column, cell, "begins like a formula", repair)


def _groups(mark: Marker) -> Iterator[Fault]:
    """Groups and repeats that are not closed, or closed and not open, and those with nothing in them."""
    opened: list[tuple[int, str, str, int]] = []
    inside = 0
    for row, cells in records(mark.questionnaire.sheets.get("survey", ())):
        kind = " ".join(cells["type"].split()).lower()
        match = GROUPS.match(kind)
        if not match:
            inside += 1
        elif match[1] == "begin":
            if match[2] == "repeat" and any(each[1] == "repeat" for each in opened):
                what, repair = "is a repeat in a repeat", "close the first one before it"
                yield mark("survey", row, "type", cells["type"], what, repair)
            opened.append((row, match[2], cells["name"], inside))
        elif not opened:
            what, repair = f"closes a {match[2]} that is not open", "delete the row"
            yield mark("survey", row, "type", cells["type"], what, repair)
        else:
            yield from _closed(mark, row, cells["type"], match[2], opened.pop(), inside)
    for row, kind, name, _ in opened:
        what, repair = f"the {kind} is not closed", f"add a row end_{kind} after its last question"
        yield mark("survey", row, "type", name, what, repair)


def _closed(
    mark: Marker, row: int, cell: str, kind: str, begun: tuple[int, str, str, int], inside: int
) -> Iterator[Fault]:
    line, open_kind, name, before = begun
    if kind != open_kind:
        what = f"closes the {open_kind} {name!r} of row {line} as a {kind}"
        yield mark("survey", row, "type", cell, what, f"write end_{open_kind}")
    if inside == before:
        yield mark("survey", line, "name", name, "holds no question", "add one, or delete it")


def _words_for_yes(mark: Marker) -> Iterator[Fault]:
    for row, cells in records(mark.questionnaire.sheets.get("survey", ())):
        for column in ("required", "study::personal"):
            text = cells.get(column, "")
            if text.lower() not in YES | NO:
                yield mark("survey", row, column, text, "is neither yes nor no", "write yes or no")


def _settings(mark: Marker) -> Iterator[Fault]:
    questionnaire = mark.questionnaire
    if "settings" not in questionnaire.sheets:
        repair = "add the sheet with form_title, form_id, version and default_language"
        yield mark("settings", 0, "", "", "is missing", repair)
        return
    values = {
        "form_title": questionnaire.title,
        "form_id": questionnaire.form_id,
        "version": questionnaire.version,
    }
    for column, text in values.items():
        if not text:
            yield mark("settings", 2, column, "", "is empty", "fill it in")
    if questionnaire.form_id and not re.fullmatch(r"[A-Za-z_][\w.-]*", questionnaire.form_id):
        repair = "use letters, digits, '_', '-' and '.' only"
        yield mark("settings", 2, "form_id", questionnaire.form_id, "is no valid id", repair)
    yield from _default_language(mark)


def _default_language(mark: Marker) -> Iterator[Fault]:
    rows = records(mark.questionnaire.sheets["settings"])
    default = rows[0][1].get("default_language", "") if rows else ""
    names = [name for name in mark.questionnaire.language_names.values() if name]
    if names and not default:
        repair = f"say which language comes first: {', '.join(names)}"
        yield mark("settings", 2, "default_language", "", "is empty", repair)
    elif names and default not in names:
        what = "is no language of the labels"
        yield mark("settings", 2, "default_language", default, what, nearest(default, names))


def _lists(mark: Marker) -> Iterator[Fault]:
    """Choices that stand twice, have no name that a tool can keep, or belong to a list that no question uses."""
    rows = records(mark.questionnaire.sheets.get("choices", ()))
    used = {question.list_name for question in mark.questionnaire.questions}
    names: set[tuple[str, str]] = set()
    for row, cells in rows:
        name, list_name = cells["name"], cells["list_name"]
        if not list_name:
            yield mark("choices", row, "list_name", "", "is empty", "name the list of the choice")
        if not CODE.fullmatch(name):
            repair = "use letters, digits, '_', '-' and '.' only"
            yield mark("choices", row, "name", name, "is no valid name of a choice", repair)
        if (list_name, name) in names:
            what = f"stands twice in the list {list_name!r}"
            yield mark("choices", row, "name", name, what, "rename or delete one of the two")
        names.add((list_name, name))
        state = cells.get("study::state", "")
        if state and state not in STATES:
            guess = nearest(state, STATES)
            yield mark("choices", row, "study::state", state, "is no state of a choice", guess)
    first: Mapping[str, int] = {cells["list_name"]: row for row, cells in reversed(rows)}
    for list_name, row in first.items():
        if list_name and list_name not in used:
            repair = "delete its rows, or name it in the type of a question"
            yield mark("choices", row, "list_name", list_name, "no question uses this list", repair)


def find_pyxform_faults(questionnaire: Questionnaire) -> list[Fault]:
    """What pyxform refuses, which makes the form for KoBoToolbox and ODK; at most one, because it stops at the first."""
    from pyxform.xls2xform import convert

    try:
        convert(as_pyxform(questionnaire), validate=False)
    except (
        Exception
    ) as error:  # it refuses with errors of its own, and falls over some forms with others
        text = " ".join(str(error).split())
        place = PLACE.search(text)
        sheet = next((name for name in ("choices", "settings") if f"'{name}'" in text), "survey")
        said = PLACE.sub("", text).rstrip(".") or type(error).__name__
        what = f"is refused by pyxform: {said}"
        row = int(place[1]) if place else 0
        repair = "correct the row, after https://xlsform.org"
        return [Marker(questionnaire)(sheet, row, "", "", what, repair)]
    return []


def as_pyxform(questionnaire: Questionnaire) -> dict[str, list[dict[str, str]]]:
    """The sheets in the form that pyxform takes: their heads, and each row its cells by head, an empty one too."""
    sheets = {name: cells for name, cells in questionnaire.sheets.items() if cells}
    heads = {f"{name}_header": [dict.fromkeys(cells[0], "")] for name, cells in sheets.items()}
    return heads | {
        name: [
            {column: cell for column, cell in zip(cells[0], row, strict=True) if column and cell}
            for row in cells[1:]
        ]
        for name, cells in sheets.items()
    }


def find_missing_words(questionnaire: Questionnaire, choice: Choice) -> list[str]:
    """Heads of the languages that a choice has no words in."""
    return [
        head_of(questionnaire, code)
        for code in questionnaire.languages
        if code not in choice.labels
    ]


def head_of(questionnaire: Questionnaire, language: str, column: str = "label") -> str:
    """Head of the column that holds the words of a language."""
    name = questionnaire.language_names[language]
    return f"{column}::{name}" if name else column
