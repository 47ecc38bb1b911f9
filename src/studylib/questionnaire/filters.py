"""When a question is asked: the expressions of XLSForm that filters are written in, read and worked out.

Taken are `=`, `!=`, `<`, `<=`, `>`, `>=`, `and`, `or`, `not()`, `selected()`, `count-selected()`, brackets, numbers and quoted words,
with the meaning of XPath 1.0 (https://www.w3.org/TR/xpath-10/#booleans): a comparison with a number that is not there is false,
and `!=` of it true. `.` is the answer itself, as constraints write it.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from quire.core.errors import StudyError

Answers = Mapping[str, str | tuple[str, ...]]
"""Answers by question: text, or the names of the choices that were ticked."""

TOKENS = re.compile(
    r"\s*(?:(?P<ref>\$\{[^}]*\}|\.(?!\d))|(?P<number>-?\d+(?:\.\d+)?|-?\.\d+)"
    r"|(?P<word>'[^']*'|\"[^\"]*\")|(?P<sign>!=|<=|>=|=|<|>|\(|\)|,)"
    r"|(?P<name>[a-z][a-z-]*))"
)
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
DEEPEST = 50
"""Brackets in brackets; each costs the reader some of the depth to which Python goes."""
SIDES = {"(": 1, ")": -1}
Test = Callable[[Answers], bool]
Value = Callable[[Answers], str]


@dataclass(frozen=True)
class Filter:
    """An expression that was understood.

    Attributes
    ----------
    holds
        Whether it holds for some answers.
    names
        The questions that it names, in their order.
    choices
        Question and word it is compared with, for each comparison with a word.
    """

    holds: Test
    names: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1024)
def parse_filter(text: str) -> Filter:
    """Understand an expression.

    Raises
    ------
    StudyError
        If it is none, or uses what is not taken here.

    >>> parse_filter("${trains} = 'yes' and ${lines} > 3").holds({"trains": "yes", "lines": "12"})
    True
    >>> parse_filter("selected(${uses}, 'other')").choices
    (('uses', 'other'),)
    """
    return _Parser(text).parse()


def was_asked(relevant: str, answers: Answers) -> bool:
    """Whether a question with this filter was put to somebody with these answers; empty: to everybody."""
    return not relevant or parse_filter(relevant).holds(answers)


class _Parser:
    """Reads one expression from left to right, a method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.names: list[str] = []
        self.choices: list[tuple[str, str]] = []
        place, end = 0, len(text.rstrip())
        while place < end:
            token = TOKENS.match(text, place)
            if not token or not token.lastgroup:
                raise self.error(text[place:end])
            self.tokens.append((token.lastgroup, token[token.lastgroup]))
            place = token.end()
        opened = itertools.accumulate(SIDES.get(text, 0) for _kind, text in self.tokens)
        if max(opened, default=0) > DEEPEST:
            what = f"has more than {DEEPEST} brackets in brackets"
            raise StudyError(what, where=self.text, repair="write it in a simpler way")

    def error(self, rest: str) -> StudyError:
        repair = "use =, !=, <, >, and, or, not(), selected(${question}, 'choice'), numbers and words in quotes"
        return StudyError(f"cannot be read from {rest!r} on", where=self.text, repair=repair)

    def parse(self) -> Filter:
        test = self.either()
        if self.at < len(self.tokens):
            raise self.error(self.tokens[self.at][1])
        return Filter(test, tuple(dict.fromkeys(self.names)), tuple(self.choices))

    def either(self) -> Test:
        tests = [self.both()]
        while self.take("or"):
            tests.append(self.both())
        return tests[0] if len(tests) == 1 else lambda answers: any(test(answers) for test in tests)

    def both(self) -> Test:
        tests = [self.single()]
        while self.take("and"):
            tests.append(self.single())
        return tests[0] if len(tests) == 1 else lambda answers: all(test(answers) for test in tests)

    def single(self) -> Test:
        if self.take("("):
            test = self.either()
            self.need(")")
            return test
        if self.take("not"):
            self.need("(")
            inner = self.either()
            self.need(")")
            return lambda answers: not inner(answers)
        if self.take("selected"):
            return self.selected()
        return self.comparison()

    def selected(self) -> Test:
        self.need("(")
        name = self.ref()
        self.need(",")
        word = self.kind("word")[1:-1]
        self.need(")")
        self.choices.append((name, word))
        return lambda answers: word in _ticked(answers.get(name, ""))

    def comparison(self) -> Test:
        left, name, word = self.operand()
        sign = self.kind("sign")
        if sign not in COMPARISONS:
            raise self.error(sign)
        right, other, second = self.operand()
        # a choice may be compared from either side
        self.choices += [
            (question, text)
            for question, text in ((name, second), (other, word))
            if question and text
        ]
        return lambda answers: _compare(left(answers), sign, right(answers))

    def operand(self) -> tuple[Value, str, str]:
        """A value, with the question that it is of, or else the word that it is."""
        if self.take("count-selected"):
            self.need("(")
            counted = self.ref()
            self.need(")")
            return lambda answers: str(len(_ticked(answers.get(counted, "")))), "", ""
        kind, text = self.peek()
        if kind == "ref":
            name = self.ref()
            return lambda answers: " ".join(_ticked(answers.get(name, ""))), name, ""
        if kind not in {"number", "word"}:
            raise self.error(text)
        self.at += 1
        word = text if kind == "number" else text[1:-1]
        return lambda answers: word, "", word if kind == "word" else ""

    def ref(self) -> str:
        name = self.kind("ref").strip("${} ")
        if name != ".":
            self.names.append(name)
        return name

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "the end")

    def take(self, text: str) -> bool:
        taken = self.peek()[1] == text
        self.at += taken
        return taken

    def need(self, text: str) -> None:
        if not self.take(text):
            raise self.error(self.peek()[1])

    def kind(self, wanted: str) -> str:
        kind, text = self.peek()
        if kind != wanted:
            raise self.error(text)
        self.at += 1
        return text


def _ticked(answer: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(answer.split()) if isinstance(answer, str) else answer


def _compare(left: str, sign: str, right: str) -> bool:
    """Words are equal or not; all other comparisons are of numbers."""
    numbers = _number(left), _number(right)
    if sign in {"=", "!="} and any(map(math.isnan, numbers)):
        return (left == right) == (sign == "=")
    return COMPARISONS[sign](*numbers)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
