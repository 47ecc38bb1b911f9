"""What an export becomes: submissions with canonical cells, and doubts that a person decides.

Reading exports is `studylib.intake.tools`; deciding and recording live in modules of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from quire.core.errors import Fault

Value = str | tuple[str, ...]
"""Canonical: the name of a choice, names in order (several choices, ranks), a number such as `96000` or `45.5`, an ISO day, text."""

DOUBTS = {
    "head": "the head could be of several questions, or of none; name the question, or leave the column out",
    "missing": "no column of the export is of this question; say that this is so, or export it again",
    "days": "whether the day or the month stands first cannot be seen in this column",
    "fractions": "all shares of this column lie from 0 to 1; say whether they are fractions",
    "thousands": "the sign could part thousands or decimals",
    "inexact": "the number is not given exactly",
    "unit": "the number seems to be in another unit",
    "number": "this is no number",
    "whole": "a whole number was asked for",
    "range": "the number lies outside what the questionnaire allows",
    "day": "this is no day",
    "broken": "a spreadsheet lost the answer and shows an error in its place; look into the tool",
    "option": "this is none of the choices",
    "twice": "a choice stands twice in the order",
    "together": "these choices cannot stand together",
    "most": "more choices than the questionnaire allows",
    "columns": "the columns of this question contradict each other",
    "remark": "the answer stands under the remarks",
    "filter": "the question was not put to this city",
    "open": "the question must be answered",
}
"""What each kind of doubt says."""


class Where(NamedTuple):
    """Where a doubt is: the file, its row (1 is the first answer; 0 for a whole column) and the question (or the head)."""

    file: str
    row: int
    question: str


@dataclass(frozen=True)
class Doubt:
    """Something that a person decides.

    Attributes
    ----------
    id
        Twelve letters and digits, made of what is doubted and not of the file: the same doubt in a later export has the same.
    kind
        A key of `DOUBTS`.
    where
        File, row, question.
    value
        As it stands in the export; never of a question or column on a person.
    suggestion
        What it probably means, as a decision is written: several names with blanks between; empty: leave the cell empty.
    options
        What else can be decided; any other answer of the question can be, too.
    submission
        `Submission.key` of the submission it is in; empty for a whole column.
    """

    id: str
    kind: str
    where: Where
    value: str
    suggestion: str = ""
    options: tuple[str, ...] = ()
    submission: str = ""

    @property
    def what(self) -> str:
        """What is doubtful, in words."""
        return DOUBTS[self.kind]


@dataclass(frozen=True)
class Submission:
    """One answered questionnaire, without anything on persons.

    Attributes
    ----------
    file, digest
        Name and SHA-256 of the file it was in.
    tool
        `kobo`, `odk`, `limesurvey`, `msforms`, `google`, `sheet`, `spss`, `stata` or `plain`.
    row
        Row of the answer in the file; 1 is the first below the head.
    id
        The tool's own, with the time where tools only count; a digest of the answers where there is none.
    sent_on, sent_at
        ISO day, and ISO time as the tool has it; empty where the tool tells none (a sheet) or it was not finished.
    finished
        Whether it was handed in.
    language
        Code of the language it was answered in; empty if names stand in the export, and no language.
    cells
        Answers by name of the question; a question without an answer, or in doubt, has none.
    repeats
        For each repeat, the answers of each repetition.
    """

    file: str
    digest: str
    tool: str
    row: int
    id: str
    sent_on: str = ""
    sent_at: str = ""
    finished: bool = True
    language: str = ""
    cells: Mapping[str, Value] = field(default_factory=dict)
    repeats: Mapping[str, tuple[Mapping[str, Value], ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Tool and id: the same in every export that holds this submission."""
        return f"{self.tool}:{self.id}"


@dataclass(frozen=True)
class Export:
    """All that was read of some files; with faults, nothing may be recorded.

    Attributes
    ----------
    tool
        The tools in order, with ` + ` between.
    submissions, doubts, faults
        By file and row.
    columns
        Those of the doubts that are about a whole column, each with the SHA-256 of the file it is in.
    digests
        The SHA-256 of every file that was read.
    """

    tool: str
    submissions: tuple[Submission, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()
    columns: tuple[tuple[str, Doubt], ...] = ()
    digests: frozenset[str] = frozenset()


def make_id(*parts: str) -> str:
    """Twelve letters and digits that stand for these words.

    >>> make_id("head", "kobo", "units")
    '1c9f6746f917'
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
