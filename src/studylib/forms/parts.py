"""A questionnaire as people walk through it: sections, matrices, repeats and single questions, each with its number.

All writers walk the same parts, so that question 7 is question 7 in every form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from studylib.questionnaire.build import EVERYWHERE
from studylib.questionnaire.model import Group, Question, Questionnaire

BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
"""Line breaks, and signs that no file may hold."""

REPEATS = 3
"""How often a form without repeats offers what can be answered any number of times."""


@dataclass(frozen=True)
class Single:
    """One question; `number` is empty for a note."""

    question: Question
    number: str = ""


@dataclass(frozen=True)
class Matrix:
    """Questions with the same choices, below each other."""

    group: Group
    rows: tuple[Question, ...]
    number: str = ""


@dataclass(frozen=True)
class Part:
    """A group of the questionnaire, or what stands in none: a section, a part of it, a repeat."""

    group: Group
    parts: tuple[Single | Matrix | Part, ...]


def arrange(questionnaire: Questionnaire) -> tuple[Part, ...]:
    """The sections in their order; questions outside of every group are in sections without a name."""
    sections = (
        part if isinstance(part, Part) and part.group.name else Part(Group("", {}), (part,))
        for part in _below(questionnaire, questionnaire.questions, "")
    )
    return tuple(_numbered(_joined(sections)))


def _below(
    questionnaire: Questionnaire, questions: Iterable[Question], parent: str
) -> Iterator[Single | Matrix | Part]:
    """What stands directly in a group, in order."""

    def own(question: Question) -> str:
        """The group below `parent` that the question is in; empty if it is in `parent` itself."""
        name = question.group
        while name and name != parent and questionnaire.groups[name].parent != parent:
            name = questionnaire.groups[name].parent
        return "" if name == parent else name

    for name, run in groupby(questions, own):
        inside = tuple(run)
        if not name:
            yield from map(Single, inside)
        elif all(question.matrix == name for question in inside):
            yield Matrix(questionnaire.groups[name], inside)
        else:
            group = questionnaire.groups[name]
            yield Part(group, tuple(_below(questionnaire, inside, name)))


def _joined(sections: Iterable[Part]) -> Iterator[Part]:
    """Neighbours without a name become one."""
    for name, run in groupby(sections, lambda section: section.group.name):
        inside = list(run)
        if name:
            yield from inside
        else:
            yield Part(inside[0].group, tuple(part for section in inside for part in section.parts))


def _numbered(sections: Iterable[Part]) -> Iterator[Part]:
    """The same with numbers, from 1 on through all of it."""
    last = 0

    def number(part: Single | Matrix | Part) -> Single | Matrix | Part:
        nonlocal last
        if isinstance(part, Part):
            return replace(part, parts=tuple(map(number, part.parts)))
        if isinstance(part, Single) and part.question.kind == "note":
            return part
        last += 1
        return replace(part, number=str(last))

    for section in sections:
        yield replace(section, parts=tuple(map(number, section.parts)))


def numbers_of(sections: Iterable[Part]) -> dict[str, str]:
    """The number of every question by its name; rows of a matrix have that of the matrix."""
    numbers: dict[str, str] = {}
    for part in walk(sections):
        if isinstance(part, Single):
            numbers[part.question.name] = part.number
        elif isinstance(part, Matrix):
            numbers |= {row.name: part.number for row in part.rows}
    return numbers


def walk(parts: Iterable[Single | Matrix | Part]) -> Iterator[Single | Matrix | Part]:
    """Every part and what is below it, in the order of reading."""
    for part in parts:
        yield part
        if isinstance(part, Part):
            yield from walk(part.parts)


def own_filter(relevant: str, above: str) -> str:
    """A filter without that of the group around it, which is said once for all of the group.

    >>> own_filter("(${a} = 'x') and (${b} > 3)", "${a} = 'x'"), own_filter("${a} = 'x'", "${a} = 'x'")
    ('${b} > 3', '')
    """
    before = f"({above}) and ("
    if not above or not (relevant == above or relevant.startswith(before)):
        return relevant
    return relevant[len(before) : -1]


def say(words: Mapping[str, str], language: str) -> str:
    """Words in a language on one line; in the default language, the first, where it has none.

    >>> say({"en": "City", "es": "Ciudad"}, "es"), say({"en": "City"}, "es"), say({}, "es")
    ('Ciudad', 'City', '')
    """
    text = words.get(language) or next(iter(words.values()), "")
    return BLANKS.sub(" ", text).strip()


def tag_of(language: str) -> str:
    """The code of a language for programs; English for words in a column that names none.

    >>> tag_of("es"), tag_of("default")
    ('es', 'en')
    """
    return "en" if language == EVERYWHERE else language
