"""What questions and choices are called in LimeSurvey, and filters in the language of its expressions.

The language is ExpressionScript, as https://www.limesurvey.org/manual tells it.
Rows of the file are made in `limesurvey`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studylib.forms.conditions import (
    Compared,
    Condition,
    Joined,
    Negated,
    Operand,
    Ticked,
    read_condition,
    turned,
)
from studylib.questionnaire.model import Choice, Question, Questionnaire

LONGEST, LONGEST_ANSWER = 20, 5
"""Signs of a code of a question, and of an answer."""

OTHER = "-oth-"
"""The answer that means "other"."""


def make_codes(names: Iterable[str], longest: int = LONGEST) -> dict[str, str]:
    """A code of letters and digits for each name, no two the same.

    >>> make_codes(["ai_strategy", "aistrategy", "2nd"])
    {'ai_strategy': 'aistrategy', 'aistrategy': 'aistrategy2', '2nd': 'q2nd'}
    """
    codes: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "", name.casefold())
        plain = (plain if plain[:1].isalpha() else f"q{plain}")[:longest]
        code, number = plain, 1
        while code in codes.values():
            number += 1
            code = f"{plain[: longest - len(str(number))]}{number}"
        codes[name] = code
    return codes


def make_answer_codes(choices: Sequence[Choice]) -> dict[str, str]:
    """The names of the choices if all of them can be codes, or else `A1`, `A2`, ... in their order.

    >>> make_answer_codes([Choice("yes", {}), Choice("no", {})])
    {'yes': 'yes', 'no': 'no'}
    >>> make_answer_codes([Choice("adopted", {}), Choice("none", {})])
    {'adopted': 'A1', 'none': 'A2'}
    """
    names = [choice.name for choice in choices]
    fits = all(name.isascii() and name.isalnum() and len(name) <= LONGEST_ANSWER for name in names)
    if fits and len({name.casefold() for name in names}) == len(names):
        return {name: name for name in names}
    return {name: f"A{number}" for number, name in enumerate(names, 1)}


def make_choice_codes(choices: Iterable[Choice]) -> dict[str, str]:
    """Codes of choices that can be ticked: made from the names, or `SQ001`, `SQ002`, ... where one begins with a digit.

    >>> make_choice_codes([Choice("city_hall", {}), Choice("other", {}, state="other")])
    {'city_hall': 'cityhall', 'other': 'other'}
    >>> make_choice_codes([Choice("3", {}), Choice("11", {})])
    {'3': 'SQ001', '11': 'SQ002'}
    """
    names = [choice.name for choice in choices]
    if all(name[:1].isalpha() for name in names):
        return make_codes(names)
    return {name: f"SQ{number:03}" for number, name in enumerate(names, 1)}


@dataclass(frozen=True)
class Codes:
    """What questions and choices are called in LimeSurvey.

    Attributes
    ----------
    questions
        Code by name of a question or of a matrix; those of a repeat have the number of the repetition behind it.
    rows
        Code of each row of a matrix inside it.
    others
        Questions for which LimeSurvey offers *Other* with a line to write on, and the text question that it stands for, if any.
    """

    questions: Mapping[str, str]
    rows: Mapping[str, str]
    others: Mapping[str, str]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> Codes:
        """The codes of a questionnaire."""
        # room for the number of the repeat
        names = dict.fromkeys(each.matrix or each.name for each in questionnaire.questions)
        matrices = dict.fromkeys(each.matrix for each in questionnaire.questions if each.matrix)
        rows = {
            name: code
            for matrix in matrices
            for name, code in make_codes(row.name for row in questionnaire.rows_of(matrix)).items()
        }
        return cls(make_codes(names, LONGEST - 2), rows, _others(questionnaire))

    def list_choices(self, question: Question) -> list[Choice]:
        """The choices that need a code: without *Other* where LimeSurvey offers it by itself."""
        own = question.name in self.others
        return [one for one in question.choices if not (own and one.state == "other")]


def _others(questionnaire: Questionnaire) -> dict[str, str]:
    texts = {each.other_of: each.name for each in questionnaire.questions if each.other_of}
    return {
        question.name: texts.get(question.name, "")
        for question in questionnaire.questions
        if question.kind in {"select_one", "select_multiple"}
        and not question.matrix
        and any(choice.state == "other" for choice in question.choices)
    }


@dataclass(frozen=True)
class Expression:
    """Says filters in LimeSurvey's language.

    Attributes
    ----------
    time
        The repetition that the filter stands in; 0 outside of repeats.
    """

    questionnaire: Questionnaire
    codes: Codes
    time: int

    def say(self, relevant: str) -> str:
        """A filter; `1`, which always holds, where there is none."""
        return self._said(read_condition(relevant)) if relevant else "1"

    def _said(self, condition: Condition) -> str:
        if isinstance(condition, Joined):
            return f" {condition.word} ".join(f"({self._said(part)})" for part in condition.parts)
        if isinstance(condition, Negated):
            return f"!({self._said(condition.part)})"
        if isinstance(condition, Ticked):
            return self._ticked(condition.question, condition.choice)
        return self._compared(turned(condition))

    def _compared(self, condition: Compared) -> str:
        left, sign, right = condition.left, condition.sign, condition.right
        question = self.questionnaire.by_name.get(left.text)
        if left.kind == "question" and right.kind == "word" and question and question.choices:
            if right.text:
                ticked = self._ticked(left.text, right.text)
                return ticked if sign == "=" else f"!({ticked})"
            return f"!({self.filled(question)})" if sign == "=" else self.filled(question)
        return f"{self._value(left)} {'==' if sign == '=' else sign} {self._value(right)}"

    def _value(self, operand: Operand) -> str:
        if operand.kind == "question":
            return f"{self._name(operand.text)}.NAOK"
        if operand.kind == "count":
            return f"count({', '.join(self._crosses(operand.text))})"
        return _quoted(operand.text) if operand.kind == "word" else operand.text

    def _crosses(self, name: str) -> list[str]:
        question = self.questionnaire.by_name[name]
        other = ["other"] if name in self.codes.others else []
        return [
            f"{self._name(name)}_{code}.NAOK"
            for code in [*make_choice_codes(self.codes.list_choices(question)).values(), *other]
        ]

    def filled(self, question: Question) -> str:
        """That a question is answered at all."""
        if question.kind == "select_multiple":
            return f"count({', '.join(self._crosses(question.name))}) > 0"
        return f'{self._name(question.name)}.NAOK != ""'

    def _ticked(self, name: str, choice: str) -> str:
        question = self.questionnaire.by_name.get(name)
        if question is None or not question.choices:
            return f"{self._name(name)}.NAOK == {_quoted(choice)}"
        states = {one.name: one.state for one in question.choices}
        if name in self.codes.others and states.get(choice) == "other":
            several = question.kind == "select_multiple"
            return (
                f'{self._name(name)}_other.NAOK != ""'
                if several
                else f'{self._name(name)}.NAOK == "{OTHER}"'
            )
        coded = self.codes.list_choices(question)
        if question.kind == "select_multiple":
            code = make_choice_codes(coded).get(choice, choice)
            return f'{self._name(name)}_{code}.NAOK == "Y"'
        code = make_answer_codes(coded).get(choice, choice)
        return f"{self._name(name)}.NAOK == {_quoted(code)}"

    def _name(self, name: str) -> str:
        """The variable of a question; of the same repetition, if it stands in one."""
        question = self.questionnaire.by_name.get(name)
        if question is None:
            return name
        code = self.codes.questions[question.matrix or name]
        code = f"{code}{self.time or 1}" if question.repeat else code
        return f"{code}_{self.codes.rows[name]}" if question.matrix else code


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
