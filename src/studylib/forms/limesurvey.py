"""The questionnaire in LimeSurvey's tab-separated structure, which its *Import survey* takes (`.txt`).

The format: https://www.limesurvey.org/manual/Tab_Separated_Value_survey_structure. Rows are of class S (a setting), SL (words of the
survey in a language), G (group), Q (question), SQ (subquestion: row of a matrix, choice of several) and A (choice of one); what a row
belongs to stands above it. All words stand once for each language, the default first. Codes, which may have letters and digits only, are made from
the names by `make_codes`; answers have five signs at most, see `make_answer_codes`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from studylib.forms.paper import say_contact
from studylib.forms.parts import REPEATS, Matrix, Part, Single, arrange, say
from studylib.forms.words import words_in
from studylib.questionnaire.model import NUMBERS, Choice, Question, Questionnaire

COLUMNS = (
    *("class", "type/scale", "name", "relevance", "text", "help", "language", "validation"),
    *("mandatory", "other", "max_answers", "num_value_int_only", "min_num_value_n"),
    *("max_num_value_n", "suffix", "multiflexible_checkbox", "exclude_all_others"),
)
SETTINGS = {
    "format": "G",
    "anonymized": "N",
    "datestamp": "Y",
    "ipaddr": "N",
    "refurl": "N",
    "savetimings": "N",
    "allowsave": "Y",
    "allowprev": "Y",
}
"""One section a page, answers can be saved and gone back to, no address of a machine is kept."""

LONGEST, LONGEST_ANSWER = 20, 5
"""Signs of a code of a question, and of an answer."""

DROPDOWN = 20
"""Choices from which a list opens on a click."""

ALONE = frozenset({"none", "dont_know", "not_applicable"})
"""States of choices that cannot be ticked beside others."""

OTHER = "-oth-"
TYPES = {"date": "D", "file": "|", "note": "X", "rank": "R"}


def write_limesurvey(questionnaire: Questionnaire) -> bytes:
    """The file, with all languages.

    Raises
    ------
    StudyError
        If a filter cannot be written as an expression of LimeSurvey.
    """
    codes = Codes.of(questionnaire)
    sections = arrange(questionnaire)
    rows = [*_settings(questionnaire)]
    for language in questionnaire.languages:
        rows += _Writer(questionnaire, language, codes).of(sections)
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode("utf-8-sig")


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
    """The names of the choices if all of them can be codes, or else `A1`, `A2`, ... in their order; "other" is LimeSurvey's own.

    >>> make_answer_codes([Choice("yes", {}), Choice("no", {})])
    {'yes': 'yes', 'no': 'no'}
    >>> make_answer_codes([Choice("adopted", {}), Choice("none", {})])
    {'adopted': 'A1', 'none': 'A2'}
    """
    names = [choice.name for choice in choices if choice.state != "other"]
    fits = all(name.isascii() and name.isalnum() and len(name) <= LONGEST_ANSWER for name in names)
    if fits and len({name.casefold() for name in names}) == len(names):
        return {name: name for name in names}
    return {name: f"A{number}" for number, name in enumerate(names, 1)}


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


def _others(questionnaire: Questionnaire) -> dict[str, str]:
    texts = {each.other_of: each.name for each in questionnaire.questions if each.other_of}
    return {
        question.name: texts.get(question.name, "")
        for question in questionnaire.questions
        if question.kind in {"select_one", "select_multiple"}
        and not question.matrix
        and any(choice.state == "other" for choice in question.choices)
    }


def _settings(questionnaire: Questionnaire) -> Iterator[dict[str, str]]:
    first, *more = questionnaire.languages
    settings = {"language": first, "additional_languages": " ".join(more), **SETTINGS}
    for name, text in settings.items():
        if text:
            yield {"class": "S", "name": name, "text": text}
    for language in questionnaire.languages:
        said = {
            "surveyls_title": _clean(questionnaire.title),
            "surveyls_description": words_in(language)["subtitle"],
            "surveyls_welcometext": say_contact(questionnaire, language),
        }
        for name, text in said.items():
            yield {"class": "SL", "name": name, "text": text, "language": language}


@dataclass(frozen=True)
class _Writer:
    """The rows of the questionnaire in one language."""

    questionnaire: Questionnaire
    language: str
    codes: Codes

    def of(self, sections: tuple[Part, ...]) -> Iterator[dict[str, str]]:
        number = 0
        for section in sections:
            for time in range(1, REPEATS + 1) if section.group.repeat else (0,):
                number += 1
                label = say(section.group.labels, self.language) or say(
                    {"": self.questionnaire.title}, ""
                )
                if time:
                    label = words_in(self.language)["repeat"].format(label=label, count=time)
                yield {
                    "class": "G",
                    "type/scale": str(number),
                    "name": _clean(label),
                    "language": self.language,
                }
                yield from self.parts(section, time)

    def parts(self, part: Part, time: int) -> Iterator[dict[str, str]]:
        for child in part.parts:
            if isinstance(child, Part):
                for again in range(1, REPEATS + 1) if child.group.repeat else (time,):
                    yield from self.parts(child, again)
            elif isinstance(child, Matrix):
                yield from self.matrix(child, time)
            elif child.question.name not in self.codes.others.values():
                yield from self.single(child, time)

    def single(self, part: Single, time: int) -> Iterator[dict[str, str]]:
        question = part.question
        other = question.name in self.codes.others
        yield {
            **self.asked(question, question.labels, self.codes.questions[question.name], time),
            "type/scale": _type(question),
            "mandatory": "Y" if question.required else "N",
            "other": "Y" if other else "N",
            **_limits(question),
        }
        choices = [one for one in question.choices if not (other and one.state == "other")]
        if question.kind == "select_multiple":
            codes = make_codes(choice.name for choice in choices)
            yield from self.below("SQ", ((codes[one.name], one.labels) for one in choices))
        else:
            answers = make_answer_codes(question.choices)
            yield from self.below("A", ((answers[one.name], one.labels) for one in choices))

    def matrix(self, matrix: Matrix, time: int) -> Iterator[dict[str, str]]:
        first = matrix.rows[0]
        several = first.kind == "select_multiple"
        yield {
            **self.asked(first, matrix.group.labels, self.codes.questions[first.matrix], time),
            "type/scale": ":" if several else "F",
            "mandatory": "Y" if all(row.required for row in matrix.rows) else "N",
            "other": "N",
            "multiflexible_checkbox": "1" if several else "",
        }
        yield from self.below(
            "SQ", ((self.codes.rows[row.name], row.labels) for row in matrix.rows)
        )
        if several:
            codes = make_codes(choice.name for choice in first.choices)
            yield from self.below(
                "SQ", ((codes[one.name], one.labels) for one in first.choices), "1"
            )
        else:
            answers = make_answer_codes(first.choices)
            yield from self.below("A", ((answers[one.name], one.labels) for one in first.choices))

    def asked(
        self, question: Question, labels: Mapping[str, str], code: str, time: int
    ) -> dict[str, str]:
        return {
            "class": "Q",
            "name": f"{code}{time}" if time else code,
            "relevance": self.relevance(question, time),
            "text": _clean(say(labels, self.language)),
            "help": _clean(say(question.hints, self.language)),
            "language": self.language,
        }

    def below(
        self, kind: str, rows: Iterable[tuple[str, Mapping[str, str]]], scale: str = "0"
    ) -> Iterator[dict[str, str]]:
        for code, labels in rows:
            yield {
                "class": kind,
                "type/scale": scale,
                "name": code,
                "text": _clean(say(labels, self.language)),
                "language": self.language,
            }

    def relevance(self, question: Question, time: int) -> str:
        """The filter of a question; a repetition after the first is asked where the one before has begun."""
        said = _Expression(self.questionnaire, self.codes, time).say(question.relevant)
        if time > 1:
            first = next(
                one for one in self.questionnaire.questions if one.repeat == question.repeat
            )
            begun = _Expression(self.questionnaire, self.codes, time - 1).filled(first)
            return f"{begun} and ({said})" if said != "1" else begun
        return said


@dataclass(frozen=True)
class _Expression:
    """Says filters in the language of LimeSurvey's expressions."""

    questionnaire: Questionnaire
    codes: Codes
    time: int

    def say(self, relevant: str) -> str:
        return self.said(read_condition(relevant)) if relevant else "1"

    def said(self, condition: Condition) -> str:
        if isinstance(condition, Joined):
            return f" {condition.word} ".join(f"({self.said(part)})" for part in condition.parts)
        if isinstance(condition, Negated):
            return f"!({self.said(condition.part)})"
        if isinstance(condition, Ticked):
            return self.ticked(condition.question, condition.choice)
        return self.compared(turned(condition))

    def compared(self, condition: Compared) -> str:
        left, sign, right = condition.left, condition.sign, condition.right
        question = self.questionnaire.by_name.get(left.text)
        if left.kind == "question" and right.kind == "word" and question and question.choices:
            if right.text:
                ticked = self.ticked(left.text, right.text)
                return ticked if sign == "=" else f"!({ticked})"
            return f"!({self.filled(question)})" if sign == "=" else self.filled(question)
        return f"{self.value(left)} {'==' if sign == '=' else sign} {self.value(right)}"

    def value(self, operand: Operand) -> str:
        if operand.kind == "question":
            return f"{self.name(operand.text)}.NAOK"
        if operand.kind == "count":
            return f"count({', '.join(self.crosses(operand.text))})"
        return _quoted(operand.text) if operand.kind == "word" else operand.text

    def crosses(self, name: str) -> list[str]:
        question = self.questionnaire.by_name[name]
        return [
            f"{self.name(name)}_{code}.NAOK"
            for code in make_codes(one.name for one in question.choices).values()
        ]

    def filled(self, question: Question) -> str:
        """That a question is answered at all."""
        if question.kind == "select_multiple":
            return f"count({', '.join(self.crosses(question.name))}) > 0"
        return f'{self.name(question.name)}.NAOK != ""'

    def ticked(self, name: str, choice: str) -> str:
        question = self.questionnaire.by_name.get(name)
        if question is None or not question.choices:
            return f"{self.name(name)}.NAOK == {_quoted(choice)}"
        states = {one.name: one.state for one in question.choices}
        if name in self.codes.others and states.get(choice) == "other":
            several = question.kind == "select_multiple"
            return (
                f'{self.name(name)}_other.NAOK != ""'
                if several
                else f'{self.name(name)}.NAOK == "{OTHER}"'
            )
        if question.kind == "select_multiple":
            code = make_codes(one.name for one in question.choices).get(choice, choice)
            return f'{self.name(name)}_{code}.NAOK == "Y"'
        return f"{self.name(name)}.NAOK == {_quoted(make_answer_codes(question.choices).get(choice, choice))}"

    def name(self, name: str) -> str:
        """The variable of a question; of the same repetition, if it stands in one."""
        question = self.questionnaire.by_name.get(name)
        if question is None:
            return name
        code = self.codes.questions[question.matrix or name]
        code = f"{code}{self.time or 1}" if question.repeat else code
        return f"{code}_{self.codes.rows[name]}" if question.matrix else code


def _type(question: Question) -> str:
    if question.kind in NUMBERS:
        return "N"
    if question.kind == "select_one":
        return "!" if len(question.choices) > DROPDOWN else "L"
    if question.kind == "text":
        return "T" if "multiline" in question.appearance else "S"
    return TYPES.get(question.kind, "M" if question.kind == "select_multiple" else "S")


def _limits(question: Question) -> dict[str, str]:
    """What a number may be, and how many choices may be ticked."""
    if question.kind not in NUMBERS:
        alone = {one.name for one in question.choices if one.state in ALONE}
        codes = make_codes(one.name for one in question.choices if one.state != "other")
        excluding = [codes[name] for name in codes if name in alone]
        several = question.kind == "select_multiple"
        return {
            "max_answers": str(question.most or ""),
            "exclude_all_others": ";".join(excluding) if several else "",
        }
    limits = {"min_num_value_n": question.minimum, "max_num_value_n": question.maximum}
    whole = question.kind in {"integer", "year"}
    return {
        **{name: f"{limit:.15g}" for name, limit in limits.items() if limit is not None},
        "num_value_int_only": "1" if whole else "",
        "suffix": _clean(question.unit),
    }


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


def _clean(text: str) -> str:
    """Words on one line that no program takes for something else.

    A brace begins an expression in LimeSurvey unless a blank comes after it; a sign at the beginning begins a formula where the file
    is opened as a sheet, unless something that is not seen stands before it.

    >>> _clean("{name}"), _clean("=1+1")[1:]
    ('{ name}', '=1+1')
    """
    text = text.replace("{", "{ ")
    return f"\u2060{text}" if text[:1] and text[0] in "=+-@" else text
