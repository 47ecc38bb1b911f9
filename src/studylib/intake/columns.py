"""The cells of all questions of a table, column by column: each distinct text is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from studylib.intake.cells import (
    Options,
    find_other_question,
    make_reader,
    read_day_cell,
    read_places,
    read_ticks,
)
from studylib.intake.codes import Target
from studylib.intake.numbers import (
    Reading,
    find_day_first,
    find_decimal_sign,
    show_decimal,
    take_number,
)
from studylib.intake.recognise import Table
from studylib.intake.workbooks import Unreadable
from studylib.questionnaire.model import NUMBERS, Question, Questionnaire

NOTHING = Reading()
Key = tuple[str, int]
"""A question, and the turn of its repeat (1 outside of one)."""
DAY_FIRST, MONTH_FIRST = "day first", "month first"
PER_CENT, FRACTIONS = "per cent", "fractions"


class ColumnDoubt(NamedTuple):
    """A doubt about a whole column; `question` is its name, or the head."""

    kind: str
    question: str
    value: str
    suggestion: str
    options: tuple[str, ...]


class Columns(NamedTuple):
    """What was read.

    Attributes
    ----------
    readings, texts
        For each question and turn a reading a row, and what the cell said.
    doubtful
        Questions of which at least one reading is a doubt.
    doubts
        Doubts about whole columns.
    """

    readings: dict[Key, list[Reading]]
    texts: dict[Key, Sequence[str]]
    doubtful: set[Key]
    doubts: list[ColumnDoubt]


Cell = TypeVar("Cell")
Decide = Callable[[ColumnDoubt], str | None]
"""What a person decided about a column, or None."""


def read_columns(questionnaire: Questionnaire, table: Table, decide: Decide) -> Columns:
    """Read the columns of all questions that are not on persons.

    Raises
    ------
    Unreadable
        If a question has two columns that say different things.
    """
    columns = _apply_heads(table, decide, questionnaire)
    doubts = columns.doubts
    keys = dict.fromkeys((target.question, target.turn) for target in columns.targets)
    sign = cache(lambda: _find_sign(questionnaire, table, columns.targets))
    readings: dict[Key, list[Reading]] = {}
    texts: dict[Key, Sequence[str]] = {}
    doubtful: set[Key] = set()
    for name, turn in keys:
        question = questionnaire.by_name[name]
        if question.personal or question.kind == "file":
            continue
        parts = {t: at for t, at in columns.targets.items() if (t.question, t.turn) == (name, turn)}
        cells = {target: _merge(table, name, at) for target, at in parts.items()}
        read = _Question(question, table, sign, decide, doubts)
        readings[name, turn], texts[name, turn] = read.read(cells)
        if read.doubtful:
            doubtful.add((name, turn))
    _put_other_words(questionnaire, readings, texts)
    return Columns(readings, texts, doubtful, doubts)


class _Heads(NamedTuple):
    targets: dict[Target, tuple[int, ...]]
    doubts: list[ColumnDoubt]


def _apply_heads(table: Table, decide: Decide, questionnaire: Questionnaire) -> _Heads:
    """The columns with what a person decided on unclear heads."""
    targets = dict(table.mapped.columns)
    doubts = []
    for at, choices in table.mapped.unclear.items():
        names = tuple(dict.fromkeys(target.question for target in choices))
        count = table.heads[: at + 1].count(table.heads[at])
        head = table.heads[at] + (f" ({count})" if count > 1 else "")
        doubt = ColumnDoubt("head", head, "", names[0] if len(names) == 1 else "", names)
        decided = decide(doubt)
        if decided is None or (decided and decided not in questionnaire.by_name):
            doubts.append(doubt)
        elif decided:
            target = next((t for t in choices if t.question == decided), Target(decided))
            targets[target] = (*targets.get(target, ()), at)
    return _Heads(targets, doubts)


def _merge(table: Table, name: str, columns: Sequence[int]) -> Sequence[str]:
    """One column of those that are of one question: where one is empty, the other holds."""
    if len(columns) == 1:
        return table.columns[columns[0]]
    merged = [text.strip() for text in table.columns[columns[0]]]
    for at in columns[1:]:
        for number, cell in enumerate(table.columns[at]):
            text = cell.strip()
            if text and merged[number] and text != merged[number]:
                raise Unreadable(
                    f"has two columns of the question '{name}' with different answers",
                    "take one of them out",
                    table.lines[number],
                    table.heads[at],
                )
            merged[number] = merged[number] or text
    return merged


def _find_sign(
    questionnaire: Questionnaire, table: Table, targets: Mapping[Target, Sequence[int]]
) -> str:
    """The sign of decimals that all numbers of the file have, as far as it can be seen."""
    return find_decimal_sign(
        text
        for target, places in targets.items()
        if questionnaire.by_name[target.question].kind in NUMBERS
        for text in set(table.columns[places[0]])
    )


class _Question:
    """Reads one question of a table."""

    def __init__(
        self,
        question: Question,
        table: Table,
        sign: Callable[[], str],
        decide: Decide,
        doubts: list[ColumnDoubt],
    ) -> None:
        self.question, self.table, self.sign = question, table, sign
        self.decide, self.doubts = decide, doubts
        self.doubtful = False
        self.options = Options(
            question,
            codes=table.tool in {"limesurvey", "spss", "stata"},
            labels_first=table.mapped.by_label,
        )

    def read(self, cells: Mapping[Target, Sequence[str]]) -> tuple[list[Reading], Sequence[str]]:
        """A reading for each row, and the text that it is of."""
        ticks = {target.choice: texts for target, texts in cells.items() if target.choice}
        places = {target.place: texts for target, texts in cells.items() if target.place}
        whole = next(
            (t for target, t in cells.items() if not target.choice and not target.place), None
        )
        if places:
            return self._read_places([places[place] for place in sorted(places)])
        if whole is None:
            return self._read_ticks(ticks)
        readings = self._read_whole(whole)
        if not ticks:
            return readings, whole
        return self._hold_against(readings, whole, *self._read_ticks(ticks))

    def _read_whole(self, texts: Sequence[str]) -> list[Reading]:
        distinct = dict.fromkeys(texts)
        if self.question.kind == "date":
            known = self._read_days(distinct)
        else:
            reader = make_reader(
                self.question,
                distinct,
                self.table.tool,
                by_label=self.table.mapped.by_label,
                sign=self.sign,
            )
            stripped = {text: text.strip() for text in distinct}
            known = {text: reader(cell) if cell else NOTHING for text, cell in stripped.items()}
        if self.question.kind == "share":
            known = self._read_fractions(texts, known)
        if self.question.kind == "select_multiple":
            known = {text: self._order(reading) for text, reading in known.items()}
        return self._spread(known, texts)

    def _spread(self, known: Mapping[Cell, Reading], cells: Sequence[Cell]) -> list[Reading]:
        """The reading of each row, from those of the distinct cells."""
        self.doubtful |= any(reading.doubt for reading in known.values())
        return [known[cell] for cell in cells]

    def _order(self, reading: Reading) -> Reading:
        """Choices in the order of the list, so that all tools give the same."""
        names = self.options.names
        value = tuple(sorted(reading.value, key=names.index)) if reading.value else ()
        return reading._replace(value=value or "")

    def _read_days(self, texts: Mapping[str, None]) -> dict[str, Reading]:
        first = find_day_first(texts)
        known = {text: read_day_cell(text, first) for text in texts}
        if first is None and any(reading.doubt == "days" for reading in known.values()):
            first = self._ask(
                "days", "", (DAY_FIRST, MONTH_FIRST), {DAY_FIRST: True, MONTH_FIRST: False}
            )
            if first is None:
                # The column is one doubt, so that its cells are none.
                return {t: NOTHING if r.doubt == "days" else r for t, r in known.items()}
            known = {text: read_day_cell(text, first) for text in texts}
        return known

    def _read_fractions(
        self, texts: Sequence[str], known: dict[str, Reading]
    ) -> dict[str, Reading]:
        """Shares that all lie from 0 to 1 may be fractions of one."""
        numbers = {t: float(str(r.value)) for t, r in known.items() if r.value and "%" not in t}
        answered = sum(text in numbers for text in texts)
        if (
            answered < 3
            or max(numbers.values()) > 1
            or all(value in {0, 1} for value in numbers.values())
            or (self.question.maximum is not None and self.question.maximum <= 1)
        ):
            return known
        are = self._ask(
            "fractions", FRACTIONS, (PER_CENT, FRACTIONS), {PER_CENT: False, FRACTIONS: True}
        )
        if are is None:
            return known | dict.fromkeys(numbers, NOTHING)
        return known | {text: _times_hundred(text) for text in numbers} if are else known

    def _ask(
        self, kind: str, suggestion: str, options: tuple[str, ...], answers: Mapping[str, bool]
    ) -> bool | None:
        doubt = ColumnDoubt(kind, self.question.name, "", suggestion, options)
        decided = self.decide(doubt)
        if decided is None or decided not in answers:
            self.doubts.append(doubt)
            return None
        return answers[decided]

    def _read_ticks(
        self, ticks: Mapping[str, Sequence[str]]
    ) -> tuple[list[Reading], Sequence[str]]:
        names = [name for name in self.options.names if name in ticks]
        rows = list(zip(*(ticks[name] for name in names), strict=True))
        known = {row: read_ticks(self.options, names, row) for row in dict.fromkeys(rows)}
        if self.question.kind == "select_one":
            # The words of "other" beside a question of one choice.
            known = {row: NOTHING._replace(other=row[0]) for row in known}
        shown = {row: "; ".join(cell for cell in row if cell) for row in known}
        return self._spread(known, rows), [shown[row] for row in rows]

    def _read_places(self, places: Sequence[Sequence[str]]) -> tuple[list[Reading], Sequence[str]]:
        rows = list(zip(*places, strict=True))
        known = {row: read_places(self.options, row) for row in dict.fromkeys(rows)}
        shown = {row: "; ".join(cell for cell in row if cell) for row in known}
        return self._spread(known, rows), [shown[row] for row in rows]

    def _hold_against(
        self,
        whole: list[Reading],
        texts: Sequence[str],
        ticked: list[Reading],
        marks: Sequence[str],
    ) -> tuple[list[Reading], Sequence[str]]:
        """The answer in one column, and in a column for each choice: they must say the same."""
        pairs = list(zip(whole, texts, ticked, marks, strict=True))
        known = {pair: _join(*pair) for pair in dict.fromkeys(pairs)}
        return self._spread(known, pairs), [text or mark for _, text, _, mark in pairs]


def _join(one: Reading, text: str, several: Reading, mark: str) -> Reading:
    other = several.other or one.other
    if one.value == several.value or not several.value:
        return one._replace(other=other)
    if not text.strip():
        return several
    if one.doubt == "option":
        # A label that holds the sign between labels: the columns are sure.
        return several._replace(other=other)
    guess = " ".join(several.value)
    return Reading("", "columns", guess, (guess, " ".join(one.value)))


def _times_hundred(text: str) -> Reading:
    from decimal import Decimal

    written = take_number(text)
    digits = written.digits.replace(",", ".") if written else "0"
    return Reading(show_decimal(Decimal(digits) * 100))


def _put_other_words(
    questionnaire: Questionnaire,
    readings: dict[Key, list[Reading]],
    texts: dict[Key, Sequence[str]],
) -> None:
    """Words that stand in the place of "other" become the answer of the question for them, where that is empty."""
    for name, words in find_other_question(questionnaire).items():
        for turn in {turn for question, turn in readings if question == name}:
            column = readings[name, turn]
            if not any(reading.other for reading in column):
                continue
            own = readings.get((words, turn), [NOTHING] * len(column))
            readings[words, turn] = [
                kept if kept.value or not reading.other else Reading(reading.other)
                for kept, reading in zip(own, column, strict=True)
            ]
            texts.setdefault((words, turn), [""] * len(column))
