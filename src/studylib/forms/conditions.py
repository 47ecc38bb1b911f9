"""Filters of the questionnaire taken apart, so that another tool's language, or people's, can say them.

Which expressions there are, and what they mean, is in `studylib.questionnaire.filters`; here they are only read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from quire.core.errors import StudyError
from studylib.forms.parts import say
from studylib.questionnaire.filters import TOKENS, parse_filter
from studylib.questionnaire.model import Questionnaire

SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Operand:
    """A question, how many of its choices are ticked, a word, or a number."""

    kind: Literal["question", "count", "word", "number"]
    text: str


@dataclass(frozen=True)
class Compared:
    """A question compared with a value."""

    left: Operand
    sign: str
    right: Operand


@dataclass(frozen=True)
class Ticked:
    """That a choice of a question is ticked."""

    question: str
    choice: str


@dataclass(frozen=True)
class Joined:
    """Conditions of which all (`and`) or any (`or`) must hold."""

    word: Literal["and", "or"]
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Negated:
    """That a condition does not hold."""

    part: Condition


Condition = Compared | Ticked | Joined | Negated


def read_condition(text: str) -> Condition:
    """Take a filter apart.

    Raises
    ------
    StudyError
        If it is none.

    >>> read_condition("not(selected(${uses}, 'none'))")
    Negated(part=Ticked(question='uses', choice='none'))
    """
    parse_filter(text)
    tokens = [
        (str(token.lastgroup), token[str(token.lastgroup)]) for token in TOKENS.finditer(text)
    ]
    return _Reader(tokens).join("or")


@dataclass
class _Reader:
    """Goes through the tokens of an expression that is known to be sound."""

    tokens: list[tuple[str, str]]

    def join(self, word: Literal["and", "or"]) -> Condition:
        parts = [self.below(word)]
        while self.take(word):
            parts.append(self.below(word))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def below(self, word: Literal["and", "or"]) -> Condition:
        return self.join("and") if word == "or" else self.single()

    def single(self) -> Condition:
        if self.take("("):
            return self.close(self.join("or"))
        if self.take("not"):
            self.take("(")
            return Negated(self.close(self.join("or")))
        if self.take("selected"):
            self.take("(")
            question = self.operand().text
            self.take(",")
            return self.close(Ticked(question, self.operand().text))
        left = self.operand()
        return Compared(left, self.tokens.pop(0)[1], self.operand())

    def close(self, condition: Condition) -> Condition:
        self.take(")")
        return condition

    def operand(self) -> Operand:
        kind, text = self.tokens.pop(0)
        if text == "count-selected":
            self.take("(")
            counted = self.operand()
            self.take(")")
            return Operand("count", counted.text)
        if kind == "ref":
            return Operand("question", text.strip("${} "))
        return Operand("word", text[1:-1]) if kind == "word" else Operand("number", text)

    def take(self, text: str) -> bool:
        if self.tokens and self.tokens[0][1] == text:
            self.tokens.pop(0)
            return True
        return False


def turned(condition: Compared) -> Compared:
    """The same with the question on the left.

    >>> turned(Compared(Operand("number", "3"), "<", Operand("question", "lines"))).sign
    '>'
    """
    if condition.left.kind in {"question", "count"}:
        return condition
    sign = TURNED.get(condition.sign, condition.sign)
    return Compared(condition.right, sign, condition.left)


@dataclass(frozen=True)
class Speaker:
    """Says conditions to people.

    Attributes
    ----------
    questionnaire, language
        Whose words, in which language.
    words
        Those of the forms in that language.
    numbers
        The number of each question.
    """

    questionnaire: Questionnaire
    language: str
    words: Mapping[str, str]
    numbers: Mapping[str, str]

    def say(self, relevant: str) -> str:
        """A filter as a sentence; empty if there is none, or it cannot be read.

        A filter that is no such expression is a fault of the questionnaire, and found there.
        """
        if not relevant:
            return ""
        try:
            condition = read_condition(relevant)
        except StudyError:
            return ""
        return self.words["only_if"].format(condition=self._said(condition))

    def _said(self, condition: Condition) -> str:
        if isinstance(condition, Joined):
            first, *rest = map(self._said, condition.parts)
            for part in rest:
                first = self.words[condition.word].format(left=first, right=part)
            return first
        if isinstance(condition, Negated):
            return self._said_not(condition.part)
        if isinstance(condition, Ticked):
            return self._is("is", condition.question, condition.choice)
        return self._compared(turned(condition))

    def _said_not(self, part: Condition) -> str:
        if isinstance(part, Ticked):
            return self._is("is_not", part.question, part.choice)
        return self.words["not"].format(part=self._said(part))

    def _compared(self, condition: Compared) -> str:
        left, sign, value = condition.left, condition.sign, condition.right
        number = self.numbers.get(left.text, left.text)
        if value.text and value.kind == "word" and sign in {"=", "!="}:
            return self._is("is" if sign == "=" else "is_not", left.text, value.text)
        form = "counted" if left.kind == "count" else "compared"
        if (form, sign, value.text) in {("compared", "!=", ""), ("counted", ">", "0")}:
            form = "answered"
        if (form, sign, value.text) in {("compared", "=", ""), ("counted", "=", "0")}:
            form = "open"
        return self.words[form].format(number=number, sign=SIGNS[sign], value=value.text)

    def _is(self, form: str, question: str, choice: str) -> str:
        asked = self.questionnaire.by_name.get(question)
        choices = asked.choices if asked else ()
        label = next((one.labels for one in choices if one.name == choice), {"": choice})
        number = self.numbers.get(question, question)
        return self.words[form].format(number=number, choice=say(label, self.language))
