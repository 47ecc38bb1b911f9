"""Exports of survey tools, read into submissions: from files to canonical answers, with all doubts and faults.

Which city answered, and what is recorded, is of other modules. Nothing is written here.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from quire.core.errors import Fault
from quire.tables.faults import mark_file
from studylib.intake.columns import Columns
from studylib.intake.files import Sheet, read_sheets
from studylib.intake.heads import HeadIndex
from studylib.intake.numbers import Reading
from studylib.intake.readers import Decisions, TableReader, read_times
from studylib.intake.recognise import Table, recognise
from studylib.intake.returned import turn_sheet
from studylib.intake.submissions import Doubt, Export, Submission, Value
from studylib.intake.workbooks import Unknown, Unreadable
from studylib.questionnaire.model import Questionnaire

LEAST = 3
"""At least one in so many questions must have a column, or the export is of another form."""


def read_export(
    paths: Iterable[Path], questionnaire: Questionnaire, decisions: Decisions | None = None
) -> Export:
    """Read files of one or several tools, in any order; a repeat is read with the form that it belongs to.

    Parameters
    ----------
    paths
        Files, or folders of them.
    questionnaire
        What was asked.
    decisions
        By the id of a doubt, what a person decided: names of choices with blanks between, a number, an ISO day, text; empty: no
        answer. Of a head it is the name of the question, of a column one of the options.

    Returns
    -------
    Export
        With any fault nothing may be recorded. Cells in doubt are left out; the contact columns of the tools, and answers to
        questions marked as personal, are never in it.
    """
    with _pause_collector():
        return _read_all(paths, questionnaire, decisions or {})


@contextmanager
def _pause_collector() -> Iterator[None]:
    """No search for cycles while hundreds of thousands of cells are made, none of which is in one: a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read_all(paths: Iterable[Path], questionnaire: Questionnaire, decisions: Decisions) -> Export:
    index = HeadIndex(questionnaire)
    tables, faults = _read_tables(paths, index)
    mains = [table for table in tables if not table.repeat]
    parts: list[_Read] = []
    for table in mains:
        try:
            parts.append(_read_main(questionnaire, table, decisions))
        except Unreadable as error:
            faults.append(_mark(table.sheet, error))
    for table in tables:
        # A repeat without its form is no fault of its own where the form could not be read.
        if table.repeat and not faults:
            try:
                _add_repeats(questionnaire, table, parts, decisions)
            except Unreadable as error:
                faults.append(_mark(table.sheet, error))
    return Export(
        " + ".join(sorted({table.tool for table in tables})),
        tuple(submission for part in parts for submission in part.submissions),
        tuple(_sort_doubts(doubt for part in parts for doubt in part.doubts)),
        tuple(dict.fromkeys(faults)),
        tuple(column for part in parts for column in part.columns),
        frozenset(table.sheet.digest for table in tables),
    )


def _sort_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    """By file and row, each once."""
    unique = {doubt.id: doubt for doubt in reversed(list(doubts))}
    return sorted(unique.values(), key=lambda doubt: (doubt.where, doubt.kind, doubt.id))


def _mark(sheet: Sheet, error: Unreadable) -> Fault:
    return Fault(sheet.file, error.row, error.column, "", error.what, error.repair)


def list_files(paths: Iterable[Path]) -> list[Path]:
    """Files by name, those of folders included; what is in no folder need not be there."""
    files = [
        file
        for path in paths
        for file in (path.glob("*.*") if path.is_dir() else [path])
        if not file.is_dir() and not file.name.startswith((".", "~$"))
    ]
    return sorted(dict.fromkeys(files), key=lambda path: (path.name, str(path)))


def _read_tables(paths: Iterable[Path], index: HeadIndex) -> tuple[list[Table], list[Fault]]:
    """All tables of all files that are of this questionnaire; the same file twice is read once."""
    tables: list[Table] = []
    faults: list[Fault] = []
    digests = set()
    for path in list_files(paths):
        sheets, problems = read_sheets(path)
        faults += problems
        if not sheets or sheets[0].digest in digests:
            continue
        digests.add(sheets[0].digest)
        known, broken, unknown = _recognise_all(sheets, index)
        tables += known
        # Beside a sheet that is known, others (lists, notes) are of no concern.
        faults += broken or (unknown[:1] if not known else [])
    if not tables and not faults:
        faults.append(mark_file("", "no file was given", "name the files of the export"))
    return tables, faults


def _recognise_all(
    sheets: Sequence[Sheet], index: HeadIndex
) -> tuple[list[Table], list[Fault], list[Fault]]:
    """Tables of the questionnaire, faults in such tables, and what is none."""
    tables: list[Table] = []
    broken: list[Fault] = []
    unknown: list[Fault] = []
    for sheet in sheets:
        turned = turn_sheet(sheet, index) if sheet.source == "xlsx" else None
        try:
            table = recognise(turned or sheet, index)
        except Unknown as error:
            unknown.append(_mark(sheet, error))
        except Unreadable as error:
            broken.append(_mark(sheet, error))
        else:
            tables.append(replace(table, tool="sheet", roles={}) if turned else table)
    # Lists and notes may hold words that are heads, too: a sheet without a tool is one only if it is alone.
    sure = [table for table in tables if table.tool != "plain"]
    return sure or tables, broken, unknown


@dataclass
class _Read:
    """What was read of one table, while repeats are still to come."""

    table: Table
    submissions: list[Submission]
    doubts: list[Doubt]
    columns: list[tuple[str, Doubt]]
    indices: dict[str, int]


def _read_main(questionnaire: Questionnaire, table: Table, decisions: Decisions) -> _Read:
    _check_coverage(questionnaire, table)
    reader = TableReader(questionnaire, table, decisions)
    columns = reader.read()
    sent = read_times(reader)
    keys = reader.keys
    languages = table.take_role("language")
    name = Path(table.sheet.file).name
    submissions = [
        Submission(
            file=name,
            digest=table.sheet.digest,
            tool=table.tool,
            row=row + 1,
            id=keys[row].partition(":")[2],
            sent_on=at[:10],
            sent_at=at,
            finished=reader.finished[row],
            language=_read_language(questionnaire, languages[row], table.mapped.language),
            cells=cells,
            repeats=repeats,
        )
        for row, (at, cells, repeats) in enumerate(
            zip(sent, *_part_repeats(questionnaire, columns, table.count), strict=True)
        )
    ]
    indices = {text: row for row, text in enumerate(table.take_role("index")) if text}
    indices |= {text: row for row, text in enumerate(table.take_role("id")) if text}
    return _Read(table, submissions, reader.doubts, _list_column_doubts(reader), indices)


def _list_column_doubts(reader: TableReader) -> list[tuple[str, Doubt]]:
    digest = reader.table.sheet.digest
    return [(digest, doubt) for doubt in reader.doubts if not doubt.submission]


def _read_language(questionnaire: Questionnaire, said: str, labels: str) -> str:
    """The language of a row, as a code of the questionnaire: what the tool says, else what the labels are in."""
    code = said.casefold().partition("-")[0].partition("_")[0]
    return code if code in questionnaire.languages else labels


def _check_coverage(questionnaire: Questionnaire, table: Table) -> None:
    """Whether the export is of this form at all.

    Raises
    ------
    Unreadable
        If too few questions have a column, or the city has none.
    """
    asked = {q.name for q in questionnaire.answerable if not q.personal and not q.repeat}
    there = {target.question for target in table.mapped.columns} & asked
    if len(there) * LEAST < len(asked):
        raise Unreadable(
            f"is of another form: {len(there)} of {len(asked)} questions have a column",
            "give the export of this form",
        )
    city = questionnaire.question_with_role("city")
    unclear = {t.question for targets in table.mapped.unclear.values() for t in targets}
    if city and city.name not in there | unclear:
        raise Unreadable(
            f"has no column for the city (question '{city.name}')", "export all columns"
        )


Cells = dict[str, Value]


def _part_repeats(
    questionnaire: Questionnaire, columns: Columns, count: int
) -> tuple[list[Cells], list[dict[str, tuple[Cells, ...]]]]:
    """The answers of each row, and those of repeats whose repetitions stand side by side."""
    inside = {q.name: q.repeat for q in questionnaire.questions}
    plain = {name: r for (name, _), r in columns.readings.items() if not inside[name]}
    values = ([reading.value for reading in readings] for readings in plain.values())
    rows = zip(*values, strict=True) if plain else [()] * count
    cells = [{n: v for n, v in zip(plain, row, strict=True) if v} for row in rows]
    turns: dict[tuple[str, int], list[tuple[str, list[Reading]]]] = defaultdict(list)
    for (name, turn), readings in columns.readings.items():
        if inside[name]:
            turns[inside[name], turn].append((name, readings))
    repeats: list[dict[str, tuple[Cells, ...]]] = [{} for _ in range(count)]
    for (repeat, _), parts in sorted(turns.items()):
        for row in range(count):
            said = {name: readings[row].value for name, readings in parts if readings[row].value}
            if said:
                repeats[row][repeat] = (*repeats[row].get(repeat, ()), said)
    return cells, repeats


def _add_repeats(
    questionnaire: Questionnaire, table: Table, parts: list[_Read], decisions: Decisions
) -> None:
    """Give the rows of a repeat to the submissions that they are of.

    Raises
    ------
    Unreadable
        If the form's own table is not there, or a row is of no submission.
    """
    owners = [_find_owner(table, row, parts) for row in range(table.count)]
    if None in owners:
        row = owners.index(None)
        raise Unreadable(
            "has a repetition of a submission that is in none of the files",
            "give the table of the form and that of the repeat together",
            table.lines[row],
        )
    known = [owner for owner in owners if owner is not None]
    counts: dict[str, int] = defaultdict(int)
    keys = []
    for part, row in known:
        key = part.submissions[row].key
        counts[key] += 1
        keys.append(f"{key}/{counts[key]}")
    reader = TableReader(questionnaire, table, decisions, keys)
    columns = reader.read()
    inside = {q.name: q.repeat for q in questionnaire.questions if q.repeat}
    names = {inside[name] for name, _ in columns.readings if name in inside}
    _mark_empty(table, parts, names)
    _, repeats = _part_repeats(questionnaire, columns, table.count)
    for (part, row), said in zip(known, repeats, strict=True):
        own = dict(part.submissions[row].repeats)
        for repeat, cells in said.items():
            own[repeat] = (*own.get(repeat, ()), *cells)
        part.submissions[row] = replace(part.submissions[row], repeats=own)
    first = known[0][0] if known else parts[0]
    first.columns += _list_column_doubts(reader)
    first.doubts += [
        replace(doubt, submission=doubt.submission.rpartition("/")[0]) for doubt in reader.doubts
    ]


def _mark_empty(table: Table, parts: Sequence[_Read], names: Iterable[str]) -> None:
    """Let submissions say that they have none of the repeats in a table; nothing is said if it can be of several exports."""
    none: dict[str, tuple[Cells, ...]] = dict.fromkeys(names, ())
    same = [part for part in parts if part.table.tool == table.tool]
    near = [part for part in same if part.table.sheet.digest == table.sheet.digest] or same
    for part in near if len(near) == 1 else ():
        part.submissions[:] = [
            replace(one, repeats={**none, **one.repeats}) for one in part.submissions
        ]


def _find_owner(table: Table, row: int, parts: Sequence[_Read]) -> tuple[_Read, int] | None:
    """The submission that a row of a repeat is of: by the id that it names, else by the number in the same file."""
    same = [part for part in parts if part.table.tool == table.tool]
    near = [part for part in same if part.table.sheet.digest == table.sheet.digest]
    same = near + [
        part for part in same if all(part is not one for one in near)
    ]  # whatever else was read with it
    own_id, number = table.take_role("parent_id")[row], table.take_role("parent")[row]
    for text, where in ((own_id, same), (number, near if table.tool == "kobo" else same)):
        for part in where:
            if text and text in part.indices:
                return part, part.indices[text]
    return None
