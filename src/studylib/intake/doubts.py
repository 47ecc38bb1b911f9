"""Doubts in one report: a table for a person to fill in, with what can be decided.

What was decided, and where it is kept, is in `decisions`. The table is private: it shows what cities answered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quire.core.errors import Fault
from quire.tables.faults import mark_file
from quire.text.words import counted, listed
from studylib.data.fieldwork_files import read_saved, read_table
from studylib.intake.submissions import DOUBTS, Doubt

COLUMNS = (
    *("doubt", "what", "file", "row", "city", "participant"),
    *("question", "value", "suggestion", "options", "decision", "who", "why"),
)
"""The table of doubts; a person fills in the last three columns."""
CITY, CONSENT, DAY, WHICH, EDITED = "city", "consent", "sent", "which", "edited"
KINDS = {
    **DOUBTS,
    CITY: "none of the invited cities is called so, or more than one; say which it is",
    CONSENT: "the city did not say whether its answers may be published",
    DAY: "the export has no day on which this was sent, or one that cannot be; give it, like 2027-05-04",
    WHICH: "the city answered twice on the same day; say which answer stands",
    EDITED: "other answers, or other cities, have the same id of a submission; say which is right",
}
"""What each kind of doubt says: those about cells, and those about whole answers."""
PARTED = "; "
MOST_SHOWN = 12
"""Choices that the table shows where a doubt names none of them; any other is taken, too."""


@dataclass(frozen=True)
class Open:
    """A doubt with what the person who decides has to see.

    Attributes
    ----------
    doubt
        As it was found.
    city, participant
        The city that answered, and its key among those invited, as far as they are known.
    choices
        What may be decided, with the words for it; empty where any number or day may be.
    coded
        Whether a choice would tell a city that answered, so that it stands in git as a key.
    """

    doubt: Doubt
    city: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    coded: bool = False
    participant: str = ""


def write_doubts(doubts: Iterable[Open]) -> bytes:
    """The table of doubts, in the order of files, rows and questions."""
    rows = sorted((_row(one) for one in doubts), key=lambda row: (row[2], int(row[3]), row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*row, "", "", ""] for row in rows)
    return text.getvalue().encode()


def read_filled(path: Path, key: str, needed: str) -> list[dict[str, str]]:
    """Rows of a table that a person has filled in; none if there is no such table.

    Parameters
    ----------
    path
        The table, as a spreadsheet may have saved it.
    key, needed
        The columns with the key of a row and with what was decided.
    """
    saved = read_saved(path)
    if not {key, needed} <= set(saved):
        return []
    return saved[saved[key].ne("") & saved[needed].ne("")].to_dict("records")  # type: ignore[return-value]


def find_unreadable(path: Path, where: str, columns: Iterable[str]) -> list[Fault]:
    """Why what a person filled in cannot be read, so that it is not written over; nothing if there is no such table."""
    table, fault = read_table(path)
    lacking = set() if table.empty else set(columns) - set(table)
    what = fault or (f"lacks the columns {listed(sorted(lacking))}" if lacking else "")
    repair = "save it as CSV, UTF-8; or delete it, and what was filled in with it"
    return [mark_file(where, what, repair)] if what else []


def count_kinds(doubts: Iterable[Open]) -> list[str]:
    """How many doubts there are of each kind, in words."""
    kinds = [one.doubt.kind for one in doubts]
    return [f"{counted(kinds.count(kind), 'doubt')}: {KINDS[kind]}" for kind in sorted(set(kinds))]


def _row(one: Open) -> tuple[str, ...]:
    doubt = one.doubt
    shown = doubt.options or tuple(one.choices)[:MOST_SHOWN]
    options = PARTED.join(
        word if one.choices.get(word, word) == word else f"{word} = {one.choices[word]}"
        for word in shown
    )
    return (
        *(doubt.id, KINDS[doubt.kind], doubt.where.file, str(doubt.where.row), one.city),
        one.participant,
        *(doubt.where.question, doubt.value, doubt.suggestion, options),
    )
