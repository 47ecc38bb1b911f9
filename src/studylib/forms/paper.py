"""The questionnaire on paper, to be printed or filled in with a word processor: its words as blocks of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quire.printing.papers import BOX, FIELD, Block, Heading, Listing, Paper, Space, Table, Text
from studylib.forms.conditions import Speaker
from studylib.forms.parts import (
    REPEATS,
    Matrix,
    Part,
    Single,
    arrange,
    numbers_of,
    own_filter,
    say,
    tag_of,
)
from studylib.forms.words import words_in
from studylib.questionnaire.model import NUMBERS, Question, Questionnaire

AUTHOR = "UCLG Community of Practice on Digital Cities"
MOST_BOXES = 20
"""Choices that are worth a box each; a longer list, such as that of countries, is answered by writing."""

SHORT, MIDDLING = 26, 44
"""Letters of the longest choice up to which boxes stand in three columns, and in two."""


def make_paper(questionnaire: Questionnaire, language: str) -> Paper:
    """The form in a language, for a Word file or a PDF."""
    writer = _Writer.of(questionnaire, language)
    blocks = [*writer.introduction()]
    for section in writer.sections:
        blocks += writer.section(section)
    words = writer.words
    return Paper(
        title=questionnaire.title,
        subtitle=words["subtitle"],
        author=AUTHOR,
        language=tag_of(language),
        foot=f"{questionnaire.title}. {words['foot']}",
        blocks=tuple(blocks),
    )


def say_contact(questionnaire: Questionnaire, language: str) -> str:
    """What is done with what people say of themselves; empty if the form asks nothing of the kind."""
    labels = [
        say(question.labels, language)
        for question in questionnaire.answerable
        if question.personal and not question.role_of
    ]
    return words_in(language)["contact"].format(labels="; ".join(labels)) if labels else ""


def join_sentences(*parts: str) -> str:
    """Sentences after each other, with a full stop where one has none.

    >>> join_sentences("Never published", "", "Choose one.")
    'Never published. Choose one.'
    """
    ended = [part if part[-1] in ".?!:" else f"{part}." for part in parts if part]
    return " ".join([*ended[:-1], [part for part in parts if part][-1]]) if ended else ""


def say_help(question: Question, words: Mapping[str, str]) -> str:
    """How a question is answered: the kind of answer, its unit, its range."""
    if question.kind == "select_multiple" and question.most:
        return words["most"].format(most=question.most)
    said = {"select_one": "one", "select_multiple": "several"}.get(question.kind, question.kind)
    parts = [words[said]] if said in words else []
    if question.kind in NUMBERS:
        # of a share the kind says the unit
        parts += ["" if question.kind == "share" else question.unit, say_range(question, words)]
    return ", ".join(part for part in parts if part)


def say_range(question: Question, words: Mapping[str, str]) -> str:
    """The least and the greatest number that can be answered; empty if there is no limit."""
    low, high = map(say_limit, (question.minimum, question.maximum))
    if low and high:
        return words["range"].format(low=low, high=high)
    return words["low"].format(low=low) if low else words["high"].format(high=high) if high else ""


def say_limit(limit: float | None) -> str:
    """A limit as people write it.

    >>> say_limit(2027.0), say_limit(0.5), say_limit(-0.25), say_limit(None)
    ('2027', '0.5', '−0.25', '')
    """
    return "" if limit is None else f"{limit:.15g}".replace("-", "−")


@dataclass(frozen=True)
class _Writer:
    """Turns the parts of a questionnaire into blocks."""

    questionnaire: Questionnaire
    language: str
    words: Mapping[str, str]
    sections: tuple[Part, ...]
    speaker: Speaker

    @classmethod
    def of(cls, questionnaire: Questionnaire, language: str) -> _Writer:
        words, sections = words_in(language), arrange(questionnaire)
        speaker = Speaker(questionnaire, language, words, numbers_of(sections))
        return cls(questionnaire, language, words, sections, speaker)

    def introduction(self) -> Iterator[Block]:
        yield Text(self.words["how_paper"], "lead")
        contact = say_contact(self.questionnaire, self.language)
        if contact:
            yield Text(contact, "framed")

    def section(self, section: Part, level: int = 1, above: str = "") -> Iterator[Block]:
        if section.group.repeat:
            yield from self.repeat(section, level, above)
            return
        label = say(section.group.labels, self.language)
        if label:
            yield Heading(label, level)
        yield from self.beside(own_filter(section.group.relevant, above), {}, "")
        yield from self.parts(section, level)

    def repeat(self, section: Part, level: int, above: str) -> Iterator[Block]:
        label = say(section.group.labels, self.language)
        yield Heading(label, level)
        yield from self.beside(own_filter(section.group.relevant, above), {}, "")
        yield Text(self.words["repeated"].format(most=REPEATS))
        for count in range(1, REPEATS + 1):
            yield Heading(self.words["repeat"].format(label=label, count=count), level + 1)
            yield from self.parts(section, level + 1)

    def parts(self, section: Part, level: int) -> Iterator[Block]:
        for part in section.parts:
            if isinstance(part, Part):
                yield from self.section(part, min(level + 1, 3), section.group.relevant)
            elif isinstance(part, Matrix):
                yield from self.matrix(part, section.group.relevant)
            else:
                yield from self.single(part, section.group.relevant)

    def matrix(self, matrix: Matrix, above: str) -> Iterator[Block]:
        first = matrix.rows[0]
        label = say(matrix.group.labels, self.language)
        yield self.asked(matrix.number, label, any(row.required for row in matrix.rows))
        yield from self.beside(
            own_filter(first.relevant, above),
            first.hints if len(matrix.rows) == 1 else {},
            say_help(first, self.words),
        )
        heads = tuple(say(choice.labels, self.language) for choice in first.choices)
        rows = tuple((say(row.labels, self.language), *[BOX] * len(heads)) for row in matrix.rows)
        share = max(1.6, 0.42 * len(heads))
        yield Table(("", *heads), rows, (share, *[1.0] * len(heads)))

    def single(self, part: Single, above: str) -> Iterator[Block]:
        question = part.question
        label = say(question.labels, self.language)
        if question.kind == "note":
            yield Text(label)
            return
        yield self.asked(part.number, label, question.required)
        boxes = (
            question.kind in {"select_one", "select_multiple"}
            and len(question.choices) <= MOST_BOXES
        )
        help_ = (
            say_help(question, self.words)
            if boxes or question.kind not in {"select_one", "text"}
            else ""
        )
        # the unit stands behind the frame
        said = own_filter(question.relevant, above)
        yield from self.beside(said, question.hints, "" if question.kind in NUMBERS else help_)
        yield self.answer(question, boxes, help_)

    def asked(self, number: str, label: str, required: bool) -> Text:
        return Text(f"{number}. {label}{' *' if required else ''}", "strong")

    def beside(self, relevant: str, hints: Mapping[str, str], help_: str) -> Iterator[Text]:
        said = [self.speaker.say(relevant), say(hints, self.language), help_]
        if any(said):
            yield Text(join_sentences(*said), "quiet")

    def answer(self, question: Question, boxes: bool, help_: str) -> Block:
        labels = tuple(say(choice.labels, self.language) for choice in question.choices)
        if boxes:
            longest = max(map(len, labels), default=0)
            columns = 3 if longest <= SHORT else 2 if longest <= MIDDLING else 1
            return Listing(labels, boxes=True, columns=min(columns, max(1, len(labels) // 2)))
        if question.kind == "rank":
            return Table(
                ("", self.words["places"]), tuple((label, FIELD) for label in labels), (5, 1)
            )
        if question.kind in NUMBERS:
            return Space(1, help_)
        return Space(5 if "multiline" in question.appearance else 1)
