"""A sheet that a city filled in and sent back: questions below each other become heads beside each other.

Two forms are known: the one that `study form` writes (its hidden first column has the names, its head is `name`), and the earlier one with
`No.`, `Question`, `Your answer`, `Remarks`, where the wording says which question it is, and equal wordings their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studylib.intake.cells import fold_plain
from studylib.intake.files import Sheet
from studylib.intake.heads import HeadIndex

NAME = "name"
QUESTION = {"question", "pregunta", "pergunta", "frage", "domanda"}
ANSWER = {"answer", "your answer", "respuesta", "su respuesta", "resposta", "sua resposta"} | {
    *("réponse", "votre réponse", "antwort", "ihre antwort", "risposta"),
}
REMARKS = {"remarks", "remark", "observaciones", "observações", "remarques", "bemerkungen", "notes"}
REMARK = "\x1f"
"""Begins an answer that stood under the remarks; no program writes this sign."""


def turn_sheet(sheet: Sheet, index: HeadIndex) -> Sheet | None:
    """The sheet with a head and one row; None if it is not one that was sent back."""
    for at, row in enumerate(sheet.rows[:60]):
        cells = [fold_plain(cell) for cell in row]
        filled = [number for number, cell in enumerate(cells) if cell]
        if cells[0] == NAME and len(filled) >= 3 and _count(sheet, at, 0, index) > 1:
            return _turn(sheet, at, 0, filled[-2], filled[-1])
        question = _find(cells, QUESTION)
        answer = _find(cells, ANSWER)
        if question >= 0 and answer >= 0 and _count(sheet, at, question, index) > 1:
            return _turn(sheet, at, question, answer, _find(cells, REMARKS))
    return None


def _find(cells: Sequence[str], words: set[str]) -> int:
    return next((at for at, cell in enumerate(cells) if cell in words), -1)


def _count(sheet: Sheet, head: int, column: int, index: HeadIndex) -> int:
    """How many questions of the questionnaire stand in a column below a head."""
    return sum(bool(index.find(row[column])[1]) for row in sheet.rows[head + 1 :] if row[column])


def _turn(sheet: Sheet, head: int, question: int, answer: int, remarks: int) -> Sheet:
    heads, cells = [], []
    for row in sheet.rows[head + 1 :]:
        if not row[question].strip():
            continue
        said = row[answer].strip()
        remark = row[remarks].strip() if remarks >= 0 else ""
        heads.append(row[question].strip().removesuffix(" *"))
        cells.append(said or (REMARK + remark if remark else ""))
    line = sheet.lines[head]
    return replace(sheet, rows=[tuple(heads), tuple(cells)], lines=[line, line + 1])
