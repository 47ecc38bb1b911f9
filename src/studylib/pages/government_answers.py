"""The answers of one government to one question, as a table beside how others answered it.

Which questions there are, and the page, is decided in `government_pages`; counting and withholding in `studylib.data`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from quire.text.htmltables import table_html
from quire.text.markup import one_line
from quire.text.messages import _
from quire.text.words import decimal, whole
from studylib.findings.governments_words import write_number
from studylib.questions.governments import APART, CHOICES, NUMBERS, RANK, Survey

CHOSEN, NOT_CHOSEN, NOTHING = _("chosen"), _("not chosen"), "–"
WITHHELD = _("withheld")
THIS = _("This government")
SHOWN = {*CHOICES, *NUMBERS, RANK}
"""Kinds of questions whose answers stand on pages."""

Own = Mapping[str, Mapping[str, str]]
"""By item, the options or numbers that a government gave, each with its place in a rank, which may be empty."""


class Group(NamedTuple):
    """Governments that an answer stands beside."""

    dimension: str
    group: str
    label: str


class Count(NamedTuple):
    """How many of a group gave an answer, of how many; missing where it is withheld."""

    n: float
    base: float
    withheld: bool


@dataclass(frozen=True)
class Answered:
    """A question: its name, section and label, how many answered it, and the table of this government's answers; none if it gave none."""

    question: str
    section: str
    label: str
    answered: int | None
    asked: int | None
    table: Markup


@dataclass(frozen=True)
class Counted:
    """The counted answers to one survey, looked up as pages need them."""

    survey: Survey

    @cached_property
    def _counts(self) -> dict[tuple[str, str, str, str, str], Count]:
        tallies = self.survey.tallies
        names = ("dimension", "group", "item", "option", "position_rank")
        keys = zip(*(tallies[name].astype(str) for name in names), strict=True)
        counts = zip(*(tallies[name] for name in ("n", "base", "withheld")), strict=True)
        return {key: Count(*count) for key, count in zip(keys, counts, strict=True)}

    @cached_property
    def _numbers(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        names = ("dimension", "group", "item")
        return {
            tuple(str(row[name]) for name in names): row  # type: ignore[misc]
            for row in self.survey.numbers.to_dict("records")
        }

    @cached_property
    def labels(self) -> dict[tuple[str, str], tuple[str, str]]:
        """By question and option, the label and state of the option."""
        options = self.survey.options
        keys = zip(options["question"], options["option"], strict=True)
        return dict(zip(keys, zip(options["label"], options["state"], strict=True), strict=True))

    @cached_property
    def _rows(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        frames = {"items": self.survey.items, "options": self.survey.options}
        return {
            (table, str(question)): rows.sort_values("position").to_dict("records")  # type: ignore[misc]
            for table, frame in frames.items()
            for question, rows in frame.groupby("question")
        }

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The rows of `government_questions`, in their order."""
        return self.survey.questions.sort_values("position").to_dict("records")  # type: ignore[return-value]

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """The rows of `government_items`."""
        return self.survey.items.to_dict("records")  # type: ignore[return-value]

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """Dimension and group of all that answers are counted in."""
        pairs = self.survey.tallies[["dimension", "group"]].drop_duplicates()
        return list(pairs.itertuples(index=False, name=None))

    def of(self, table: str, question: str) -> list[dict[str, Any]]:
        """The items or options of a question, in their order."""
        return self._rows.get((table, question), [])

    def count(self, group: Group, item: object, option: str, place: str = "") -> Count | None:
        """How many of a group chose an option, or put it in a place."""
        return self._counts.get((group.dimension, group.group, str(item), option, place))

    def number(self, group: Group, item: object) -> dict[str, Any] | None:
        """The row of `government_numbers` of a group."""
        return self._numbers.get((group.dimension, group.group, str(item)))


@dataclass(frozen=True)
class Answers:
    """The answers of one government, and the groups beside which they stand, all governments first."""

    counted: Counted
    own: Own
    groups: Sequence[Group]

    def question(self, question: Mapping[Any, Any]) -> Answered:
        """One question, a row of `government_questions`."""
        name, kind = str(question["question"]), str(question["kind"])
        items = self.counted.of("items", name)
        heads, rows = [_("Answer"), THIS, *(group.label for group in self.groups)], []
        numbers = heads[2:]
        if not any(one["item"] in self.own for one in items):
            pass
        elif kind in NUMBERS:
            rows = [self._number(one, kind == "year") for one in items]
        elif kind == RANK:
            rows = list(self._options(name, items[0], place="1"))
        elif len(items) == 1 or kind == "matrix_multiple":
            rows = [row for one in items for row in self._options(name, one)]
        elif any(one["column"] for one in items):
            heads, rows = self._grid(name, items)
            numbers = []
        else:
            rows = [self._same(name, one) for one in items]
        what, unit = _say_cells(kind, len(items)), self.counted.survey.unit
        section, label = str(question["section"]), one_line(str(question["label"]))
        answered, asked = question["answered"], question["asked"]
        if pd.isna(asked):
            answered, asked = None, None
            caption = _(
                "{label}: so few {unit} answered that their number is withheld.",
                label=label, unit=unit,
            )  # fmt: skip
        else:
            answered, asked = int(answered), int(asked)
            caption = _(
                "{label}: {answered:,} of {asked:,} {unit} answered.",
                label=label, answered=answered, asked=asked, unit=unit,
            )  # fmt: skip
        told = " ".join(filter(None, [caption, what]))
        table = table_html(heads, rows, told, numbers) if rows else Markup()
        return Answered(name, section, label, answered, asked, table)

    def _options(
        self, question: str, item: Mapping[str, Any], place: str = ""
    ) -> Iterator[list[str]]:
        """A row for each option: whether this government chose it, or its place, and how many of the groups did."""
        chosen, nothing = self.own.get(str(item["item"]), {}), NOTHING if place else NOT_CHOSEN
        for option in self.counted.of("options", question):
            code, label = str(option["option"]), str(option["label"])
            several = bool(item["row"] or item["column"])
            name = _("{row}: {label}", row=item["label"], label=label) if several else label
            mark = (chosen[code] or CHOSEN) if code in chosen else nothing
            yield [name, mark, *self._cells(item, code, str(option["state"]), place)]

    def _same(self, question: str, item: Mapping[str, Any]) -> list[str]:
        """A row of a matrix: the answer of this government, and how many of the groups gave the same."""
        for code in self.own.get(str(item["item"]), {}):
            label, state = self.counted.labels[question, code]
            return [str(item["label"]), label, *self._cells(item, code, state)]
        return [str(item["label"]), NOTHING, *(NOTHING for _group in self.groups)]

    def _cells(
        self, item: Mapping[str, Any], code: str, state: str, place: str = ""
    ) -> Iterator[str]:
        for group in self.groups:
            count = self.counted.count(group, item["item"], code, place)
            yield say_count(count, apart=state in APART)

    def _grid(
        self, question: str, items: Sequence[Mapping[str, Any]]
    ) -> tuple[list[str], list[list[str]]]:
        """A matrix of rows and columns: in each cell the answer, and how many of all gave the same."""
        columns = list(dict.fromkeys(str(item["column"]) for item in items))
        rows: dict[str, dict[str, str]] = {}
        for item in items:
            cell = NOTHING
            for code in self.own.get(str(item["item"]), {}):
                label, state = self.counted.labels[question, code]
                count = self.counted.count(self.groups[0], item["item"], code)
                same = say_count(count, apart=state in APART, short=True)
                cell = _("{answer} ({same})", answer=label, same=same)
            rows.setdefault(str(item["row"]), {})[str(item["column"])] = cell
        cells = [[row, *(cell.get(name, "") for name in columns)] for row, cell in rows.items()]
        return [_("Subject"), *columns], cells

    def _number(self, item: Mapping[str, Any], is_year: bool) -> list[str]:
        values = [
            write_number(float(value), is_year) for value in self.own.get(str(item["item"]), {})
        ]
        rows = (self.counted.number(group, item["item"]) for group in self.groups)
        cells = (say_quartiles(row, is_year) for row in rows)
        return [str(item["label"]), "; ".join(values) or NOTHING, *cells]


def split_answers(answers: pd.DataFrame) -> dict[str, dict[str, dict[str, str]]]:
    """The rows of `government_answers` by respondent, item and value, with the place in a rank."""
    split: dict[str, dict[str, dict[str, str]]] = {}
    columns = (answers[name].astype(str) for name in ("respondent", "item", "value"))
    for respondent, item, value, place in zip(*columns, answers["position"], strict=True):
        own = split.setdefault(respondent, {}).setdefault(item, {})
        own[value] = whole(place)
    return split


@lru_cache(2**12)
def say_count(count: Count | None, *, apart: bool = False, short: bool = False) -> str:
    """How many of a group gave an answer; what stands apart is no part of a share, so that it is only counted.

    >>> say_count(Count(23, 74, False)), say_count(Count(23, 74, False), short=True)
    ('31 % (23 of 74)', '23 of 74')
    >>> say_count(Count(3, 74, False), apart=True)
    '3'
    """
    if count is None or (not count.withheld and not apart and not count.base):
        return NOTHING
    if count.withheld:
        return WITHHELD
    n, base = whole(count.n), whole(count.base)
    if apart:
        return n
    if short:
        return _("{n} of {base}", n=n, base=base)
    share = decimal(100 * count.n / count.base, 0)
    return _("{share} % ({n} of {base})", share=share, n=n, base=base)


def say_quartiles(row: Mapping[str, Any] | None, is_year: bool = False) -> str:
    """The median of a group with the middle half of its answers, and of how many."""
    if row is None:
        return NOTHING
    if row["withheld"]:
        return WITHHELD
    ends = ("median", "lower_quartile", "upper_quartile")
    median, low, high = (write_number(float(row[name]), is_year) for name in ends)
    n = whole(row["answered"])
    return _("{median} ({low} to {high}; n = {n})", median=median, low=low, high=high, n=n)


def _say_cells(kind: str, items: int) -> str:
    """What the cells of a table hold, where they are not how many chose an option."""
    if kind in NUMBERS:
        return _("Median of the group, and the middle half of its answers.")
    if kind == RANK:
        return _("The place that this government gave, and how many of the group put it first.")
    if kind == "matrix_one" and items > 1:
        return _("The answer of this government, and how many gave the same.")
    return ""
