"""What a questionnaire is: its questions in the order of asking, with their choices, and the groups they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

CLOSED = ("select_one", "select_multiple", "rank")
"""Kinds whose answers are choices of a list."""
NUMBERS = ("integer", "decimal", "share", "money", "year")
KINDS = (*CLOSED, *NUMBERS, "date", "text", "file", "note")
"""Kinds of questions; a `note` is shown and not answered."""
NO_ANSWER = ("dont_know", "not_applicable")
"""States of choices that are no part of the base."""
ALONE = ("none", *NO_ANSWER)
"""States of choices that cannot stand beside others."""
STATES = (*NO_ANSWER, "none", "other")
"""What a choice can say that is no answer like the others; empty for those that are."""
ROLES = ("slows", "eases")
"""What a question is for the key elements."""
ROLES_OF = ("city", "country", "consent")
"""What an answer is for the study itself."""
CONSENTS = {
    "named": "named",
    "totals": "totals",
    "unnamed": "totals",
    "only_totals": "totals",
    "no": "no",
}
"""What a city allows, by the name of the choice: answers with its name, in totals only, nothing."""
RISING, FALLING = "rising", "falling"


@dataclass(frozen=True)
class Choice:
    """One choice of a list.

    Attributes
    ----------
    name
        The code that is kept as the answer.
    labels
        Its words, by the code of the language.
    state
        One of `STATES`, or empty.
    element
        The element of the framework that it names, or empty.
    row
        Its line of the sheet `choices`; 0 if it stands in none.
    """

    name: str
    labels: Mapping[str, str]
    state: str = ""
    element: str = ""
    row: int = 0


@dataclass(frozen=True)
class Group:
    """Questions that stand together.

    Attributes
    ----------
    name, labels, appearance, row
        As written; `row` is the line of the sheet `survey`.
    repeat
        Whether it can be answered any number of times.
    parent
        The group that it stands in, or empty.
    role
        One of `ROLES` for a matrix on what slows or what eases, or empty.
    area, same_as, reason, scale, personal, relevant
        As of a question, and for all that stand in the group.
    """

    name: str
    labels: Mapping[str, str]
    appearance: str = ""
    repeat: bool = False
    parent: str = ""
    role: str = ""
    area: str = ""
    same_as: str = ""
    reason: str = ""
    scale: str = ""
    personal: bool = False
    relevant: str = ""
    row: int = 0


@dataclass(frozen=True)
class Question:
    """One question, or one row of a matrix.

    Attributes
    ----------
    name, kind
        The name that exports use as head; one of `KINDS`. The rows of a matrix are of the kinds `select_one` or `select_multiple`.
    labels, hints
        Words by the code of the language; without an entry where there are none.
    list_name, choices
        The list of a question of `CLOSED`, in the order of the sheet.
    required
        Whether a form must be answered here.
    relevant
        When it is asked, as an expression of XLSForm, those of its groups included; empty if always.
    constraint
        As written.
    group
        The innermost group, or empty.
    section
        Labels of the outermost group.
    repeat
        The repeat that it stands in, or empty.
    matrix
        The group that is a matrix and of which it is a row, or empty.
    area, element
        The area of the study; the element of the framework that a row asks about.
    role
        One of `ROLES`: the question says what slows or what eases.
    role_of
        One of `ROLES_OF`: what the answer is for the study itself; empty for most.
    other_of
        The question whose choice `other` is put in words here.
    personal
        Whether the answer is of a person, and never leaves the secretariat.
    same_as
        `instrument:question` asked before with the same choices.
    reason
        Why it is asked.
    scale
        `rising` if the first choice is the lowest, `falling` if it is the highest, empty if the choices have no order.
    unit, minimum, maximum
        Of a number.
    most
        How many choices may be ticked; None if any number.
    appearance, row
        As written; the line of the sheet `survey`.
    """

    name: str
    kind: str
    labels: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    list_name: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    group: str = ""
    section: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    matrix: str = ""
    area: str = ""
    element: str = ""
    role: str = ""
    role_of: str = ""
    other_of: str = ""
    personal: bool = False
    same_as: str = ""
    reason: str = ""
    scale: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    most: int | None = None
    appearance: str = ""
    row: int = 0


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as it was read.

    Attributes
    ----------
    title, form_id, version
        As in the sheet `settings`.
    languages
        Codes of the languages, the default first; see `language_names`.
    language_names
        Names of the languages as the heads have them, such as `English (en)`, by code.
    questions
        In the order of asking, notes and rows of matrices included.
    groups
        By name.
    metadata
        Names of what a tool fills in by itself (`start`, `calculate`, ...).
    sheets
        The cells as they were read, by sheet; rows begin with the head.
    files
        What faults call each sheet.
    """

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    language_names: Mapping[str, str]
    questions: tuple[Question, ...]
    groups: Mapping[str, Group]
    metadata: tuple[str, ...] = ()
    sheets: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def default_language(self) -> str:
        """Code of the language that holds where another has no words."""
        return self.languages[0]

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by name; of two of one name the first."""
        return {question.name: question for question in reversed(self.questions)}

    @property
    def answerable(self) -> tuple[Question, ...]:
        """The questions without notes."""
        return tuple(question for question in self.questions if question.kind != "note")

    @property
    def repeats(self) -> tuple[Group, ...]:
        """The groups that can be answered any number of times."""
        return tuple(group for group in self.groups.values() if group.repeat)

    def rows_of(self, matrix: str) -> tuple[Question, ...]:
        """The rows of a matrix by the name of its group."""
        return tuple(question for question in self.questions if question.matrix == matrix)

    def question_with_role(self, role_of: str) -> Question | None:
        """The question that tells the city, the country or the consent; None if none does."""
        return next((each for each in self.questions if each.role_of == role_of), None)
