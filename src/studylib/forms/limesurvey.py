"""The questionnaire in LimeSurvey's tab-separated structure, which its *Import survey* takes (`.txt`).

The format: https://www.limesurvey.org/manual/Tab_Separated_Value_survey_structure. Rows are of class S (a setting), SL (words of the
survey in a language), G (group), Q (question), SQ (subquestion: row of a matrix, choice of several) and A (choice of one); what a row
belongs to stands above it. All words stand once for each language, the default first. Codes, which may have letters and digits only,
are made from the names in `limesurvey_codes`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studylib.forms.limesurvey_codes import Codes, Expression, make_answer_codes, make_choice_codes
from studylib.forms.paper import say_contact
from studylib.forms.parts import REPEATS, Matrix, Part, Single, arrange, say, tag_of
from studylib.forms.words import words_in
from studylib.questionnaire.model import ALONE, NUMBERS, Choice, Question, Questionnaire

COLUMNS = (
    *("class", "type/scale", "name", "relevance", "text", "help", "language", "validation"),
    *("mandatory", "other", "suffix"),
)
ATTRIBUTES = (
    *("max_answers", "num_value_int_only", "min_num_value_n", "max_num_value_n"),
    *("multiflexible_checkbox", "exclude_all_others"),
)
"""Columns that hold for all languages, and are filled in for the first alone: the import would keep them once for each."""

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

DROPDOWN = 20
"""Choices from which a list opens on a click."""

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
        left_out = () if language == questionnaire.default_language else ATTRIBUTES
        for row in _Writer(questionnaire, language, codes).of(sections):
            rows.append({name: text for name, text in row.items() if name not in left_out})
    made = io.StringIO()
    writer = csv.DictWriter(
        made, COLUMNS + ATTRIBUTES, restval="", delimiter="\t", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode("utf-8-sig")


def _settings(questionnaire: Questionnaire) -> Iterator[dict[str, str]]:
    first, *more = map(tag_of, questionnaire.languages)
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
            yield {"class": "SL", "name": name, "text": text, "language": tag_of(language)}


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
                    "language": tag_of(self.language),
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
        choices = self.codes.list_choices(question)
        yield {
            **self.asked(question, question.labels, self.codes.questions[question.name], time),
            "type/scale": _type(question),
            "mandatory": "Y" if question.required else "N",
            "other": "Y" if question.name in self.codes.others else "N",
            **_limits(question, choices),
        }
        if question.kind == "select_multiple":
            codes = make_choice_codes(choices)
            yield from self.below("SQ", ((codes[one.name], one.labels) for one in choices))
        else:
            answers = make_answer_codes(choices)
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
            codes = make_choice_codes(first.choices)
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
            "language": tag_of(self.language),
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
                "language": tag_of(self.language),
            }

    def relevance(self, question: Question, time: int) -> str:
        """The filter of a question; a repetition after the first is asked where the one before has begun."""
        said = Expression(self.questionnaire, self.codes, time).say(question.relevant)
        if time > 1:
            first = next(
                one for one in self.questionnaire.questions if one.repeat == question.repeat
            )
            begun = Expression(self.questionnaire, self.codes, time - 1).filled(first)
            return f"{begun} and ({said})" if said != "1" else begun
        return said


def _type(question: Question) -> str:
    if question.kind in NUMBERS:
        return "N"
    if question.kind == "select_one":
        return "!" if len(question.choices) > DROPDOWN else "L"
    if question.kind == "text":
        return "T" if "multiline" in question.appearance else "S"
    return TYPES.get(question.kind, "M" if question.kind == "select_multiple" else "S")


def _limits(question: Question, choices: Sequence[Choice]) -> dict[str, str]:
    """What a number may be, and how many choices may be ticked."""
    if question.kind not in NUMBERS:
        codes = make_choice_codes(choices)
        excluding = [codes[one.name] for one in choices if one.state in ALONE]
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


def _clean(text: str) -> str:
    """Words on one line that no program takes for something else.

    A brace begins an expression in LimeSurvey unless a blank comes after it; a sign at the beginning begins a formula where the file
    is opened as a sheet, unless something that is not seen stands before it.

    >>> _clean("{name}"), _clean("=1+1")[1:]
    ('{ name}', '=1+1')
    """
    text = text.replace("{", "{ ")
    return f"\u2060{text}" if text[:1] and text[0] in "=+-@" else text
