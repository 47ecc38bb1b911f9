"""A table read row by row into canonical answers: what is in doubt is kept out, what was decided is put in.

Doubts are put in words here, with ids that are the same in every later export.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studylib.intake.cells import parse_decision
from studylib.intake.columns import DAY_FIRST, MONTH_FIRST, ColumnDoubt, Columns, Key, read_columns
from studylib.intake.numbers import Reading, find_day_first, read_day, read_time
from studylib.intake.recognise import Table
from studylib.intake.returned import REMARK
from studylib.intake.rules import find_broken
from studylib.intake.submissions import Doubt, Where, make_id
from studylib.questionnaire.model import Questionnaire

Decisions = Mapping[str, str]
"""By the id of a doubt, what was decided."""
COUNTING = {"msforms", "limesurvey"}
"""Tools that number the answers of each form from 1, so that only number and time together tell them apart."""


class TableReader:
    """Reads a table; `doubts` grows as it does, `keys` are those of its submissions."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        table: Table,
        decisions: Decisions,
        parents: Sequence[str] = (),
    ) -> None:
        self.questionnaire, self.table, self.decisions = questionnaire, table, decisions
        self.doubts: list[Doubt] = []
        self.keys = list(parents) or self._make_keys()
        sent = table.take_role("sent")
        dated = "sent" in table.roles and table.tool == "limesurvey"
        self.finished = [bool(text) or not dated for text in sent]

    def _make_keys(self) -> list[str]:
        """Tool and id of each row; where the tool gives none, a digest of what was answered."""
        table = self.table
        personal = {q.name for q in self.questionnaire.questions if q.personal}
        used = [
            at
            for target, places in sorted(table.mapped.columns.items())
            for at in places
            if target.question not in personal
        ]
        ids = table.take_role("id")
        sent = table.take_role("sent")
        return [
            f"{table.tool}:{own or make_id(when, *(table.columns[at][row].strip() for at in used))}"
            + (f" {when}" if own and table.tool in COUNTING else "")
            for row, (own, when) in enumerate(zip(ids, sent, strict=True))
        ]

    def read(self) -> Columns:
        """Readings without what is in doubt, and with what was decided."""
        table = self.table
        if table.tool == "sheet":
            self.table = table = self._take_remarks(table)
        columns = read_columns(self.questionnaire, table, self.decide_column)
        self.doubts += [self.say_column(doubt) for doubt in columns.doubts]
        unsure = {doubt.question for doubt in columns.doubts}
        if not table.repeat:
            self._find_missing(columns, unsure)
        for key in sorted(columns.doubtful):
            self._settle(key, columns.readings[key], columns.texts[key])
        if not table.repeat:
            self._hold_to_rules(columns, unsure)
        return columns

    def decide_column(self, doubt: ColumnDoubt) -> str | None:
        """What was decided about a column, or None."""
        return self.decisions.get(self.say_column(doubt).id)

    def say_column(self, doubt: ColumnDoubt) -> Doubt:
        """A doubt about a column of this table."""
        made = make_id(doubt.kind, self.table.tool, doubt.question, *doubt.options)
        where = Where(self.table.sheet.file, 0, doubt.question)
        return Doubt(made, doubt.kind, where, doubt.value, doubt.suggestion, doubt.options)

    def _say_cell(self, key: Key, row: int, reading: Reading, text: str) -> Doubt:
        name, turn = key
        place = name if turn == 1 else f"{name} ({turn})"
        own = self.keys[row]
        made = make_id(reading.doubt, own, place, text)
        where = Where(self.table.sheet.file, row + 1, place)
        return Doubt(made, reading.doubt, where, text, reading.suggestion, reading.options, own)

    def _take_remarks(self, table: Table) -> Table:
        """Answers that stand under the remarks are in doubt, and empty until a person takes them."""
        cells = [column[0] for column in table.columns]
        for target, places in table.mapped.columns.items():
            for at in places:
                if not cells[at].startswith(REMARK):
                    continue
                remark = cells[at].removeprefix(REMARK)
                cells[at] = ""
                question = self.questionnaire.by_name[target.question]
                if question.personal:
                    continue
                reading = Reading("", "remark", "" if target.choice else remark, (remark,))
                doubt = self._say_cell((question.name, target.turn), 0, reading, remark)
                decided = self.decisions.get(doubt.id)
                if decided is None:
                    self.doubts.append(doubt)
                else:
                    cells[at] = decided
        return replace(table, columns=[(cell,) for cell in cells])

    def _find_missing(self, columns: Columns, unsure: set[str]) -> None:
        """Questions of the form without a column."""
        others = {q.name for q in self.questionnaire.questions if q.other_of}
        pending = {t.question for ts in self.table.mapped.unclear.values() for t in ts}
        for question in self.questionnaire.answerable:
            left = question.personal or question.repeat or question.kind == "file"
            if left or (question.name, 1) in columns.readings or question.name in others | pending:
                continue
            doubt = ColumnDoubt("missing", question.name, "", "", ())
            if self.decide_column(doubt) is None:
                self.doubts.append(self.say_column(doubt))

    def _settle(self, key: Key, readings: list[Reading], texts: Sequence[str]) -> None:
        """Put what was decided in the place of doubts; keep the others as doubts."""
        doubtful = [row for row, reading in enumerate(readings) if reading.doubt]
        question = self.questionnaire.by_name[key[0]]
        for row in doubtful:
            doubt = self._say_cell(key, row, readings[row], texts[row].strip())
            decided = self.decisions.get(doubt.id)
            settled = (
                Reading(doubt="open") if decided is None else parse_decision(question, decided)
            )
            if settled.doubt:
                self.doubts.append(doubt)
            else:
                readings[row] = settled

    def _hold_to_rules(self, columns: Columns, unsure: set[str]) -> None:
        count = self.table.count
        waiting = {(doubt.where.row - 1, doubt.where.question) for doubt in self.doubts}
        for broken in find_broken(self.questionnaire, columns.readings, unsure, count):
            key = (broken.question, 1)
            column = columns.readings[key]
            silent = not self.finished[broken.row] or (broken.row, broken.question) in waiting
            if broken.kind == "open" and silent:
                continue
            value = column[broken.row].value
            shown = value if isinstance(value, str) else " ".join(value)
            options = (shown,) if shown else ()
            doubt = self._say_cell(key, broken.row, Reading("", broken.kind, "", options), shown)
            decided = self.decisions.get(doubt.id)
            question = self.questionnaire.by_name[broken.question]
            settled = None if decided is None else parse_decision(question, decided)
            if settled is None or settled.doubt:
                self.doubts.append(doubt)
            column[broken.row] = settled or Reading()


def read_times(reader: TableReader) -> list[str]:
    """When each row was sent, in ISO; empty where the tool does not tell."""
    table = reader.table
    texts = table.take_role("sent")
    distinct = dict.fromkeys(text for text in texts if text)
    first = find_day_first(distinct)
    if first is None and any(read_day(text, None).doubt == "days" for text in distinct):
        head = table.heads[table.roles["sent"]]
        doubt = ColumnDoubt("days", head, "", "", (DAY_FIRST, MONTH_FIRST))
        decided = reader.decide_column(doubt)
        if decided in doubt.options:
            first = decided == DAY_FIRST
        else:
            reader.doubts.append(reader.say_column(doubt))
    known = {"": ""} | {text: _read_moment(text, first) for text in distinct}
    return [known[text] for text in texts]


def _read_moment(text: str, day_first: bool | None) -> str:
    day = read_day(text, day_first).value
    time = read_time(text)
    return f"{day}T{time}" if day and time else str(day)
