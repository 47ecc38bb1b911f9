"""Cells of an export as canonical values: choices under any of their names, several choices taken apart, orders, text.

Numbers and days are `studylib.intake.numbers`. Each distinct text of a column is read once.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache

from studylib.intake.codes import find_choice
from studylib.intake.numbers import (
    Reading,
    find_day_first,
    find_decimal_sign,
    make_number_reader,
    read_day,
    read_number,
)
from studylib.questionnaire.model import ALONE, NUMBERS, Question, Questionnaire

EMPTY = {"", "-", "--", "–", "—", "n/a", "#n/a", "null", "nan", "none given"}
"""What stands for no answer, unless it is a choice."""
TICKED = {
    "1",
    "true",
    "y",
    "yes",
    "x",
    "sí",
    "si",
    "sim",
    "oui",
    "ja",
    "ok",
    "✓",
    "✔",
    "☒",
    "☑",
    "1.0",
    "quoted",
}
UNTICKED = {"0", "false", "n", "no", "não", "non", "nein", "☐", "0.0", "not selected", "not quoted"}
SEPARATORS = {
    "kobo": (";", "|", ",", " "),
    "odk": (" ",),
    "msforms": (";",),
    "google": (",", ";"),
    "sheet": (";", "\n", ",", "|", " "),
}
"""Signs between several choices, the tool's own first; a blank, which labels hold as well, last."""
ANY = (";", "|", "\n", ",", " ")
BROKEN = re.compile(r"#[¡¿]?[A-ZÀ-Ý]+(?:/0)?[!?]")
"""What a spreadsheet shows where a formula failed, in any language; answers that begin with = or - end so."""
FORMULA = re.compile(r"^'(?=[=+\-@'])")


def fold_plain(text: str) -> str:
    """Text without differences of case, form of Unicode and blanks.

    >>> fold_plain("  Don’t  KNOW ") == fold_plain("Don't know")
    True
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    form = unicodedata.normalize("NFKC", text.replace("’", "'")).casefold()
    return " ".join(form.split())


class Options:
    """The choices of a question under all that they are called."""

    def __init__(
        self, question: Question, *, codes: bool = False, labels_first: bool = False
    ) -> None:
        self.question = question
        self.codes = codes
        self.states = {choice.name: choice.state for choice in question.choices}
        names: dict[str, set[str]] = defaultdict(set)
        labels: dict[str, set[str]] = defaultdict(set)
        for choice in question.choices:
            names[fold_plain(choice.name)].add(choice.name)
            for label in choice.labels.values():
                labels[fold_plain(label)].add(choice.name)
        order = (names, labels) if labels_first else (labels, names)
        self.known: dict[str, set[str]] = {**order[0], **order[1]}
        self.known.pop("", None)
        # "traffic" can be the name of one choice and "Traffic" the label of another.
        self.exact: dict[str, set[str]] = defaultdict(set)
        for choice in question.choices:
            for word in {choice.name, *choice.labels.values()}:
                self.exact[word].add(choice.name)
        self.longest = max((len(key) for key in self.known), default=0)
        self.other = next((c.name for c in question.choices if c.state == "other"), "")

    def find(self, text: str) -> str:
        """The choice that a text names; empty if none, or more than one, does."""
        exact = self.exact.get(text.strip(), set())
        if len(exact) == 1:
            return next(iter(exact))
        key = fold_plain(text)
        names = self.known.get(key) or self.known.get(key.rstrip(".;, "), set())
        if len(names) == 1:
            return next(iter(names))
        if names:
            return ""
        if self.codes and (choice := find_choice(self.question.choices, text.strip())):
            return choice.name
        return self._find_yes_or_no(key)

    def _find_yes_or_no(self, key: str) -> str:
        """Yes and no under the names that tools give them."""
        plain = {name for name, state in self.states.items() if not state}
        if plain != {"yes", "no"}:
            return ""
        return "yes" if key in TICKED else "no" if key in UNTICKED else ""

    def find_near(self, text: str, cutoff: float = 0.75) -> str:
        """The choice that was probably meant; empty if none is near."""
        near = difflib.get_close_matches(fold_plain(text), self.known, n=1, cutoff=cutoff)
        names = self.known[near[0]] if near else set()
        return next(iter(names)) if len(names) == 1 else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The choices in the order of the list."""
        return tuple(self.states)


def read_one(options: Options, text: str) -> Reading:
    """One choice; words of one's own are the choice `other`, where there is one and they are near to no other."""
    name = options.find(text)
    if name:
        return Reading(name)
    if fold_plain(text) in EMPTY:
        return Reading()
    if BROKEN.fullmatch(text.strip()):
        return Reading("", "broken")
    near = options.find_near(text, 0.85 if options.other else 0.6)
    if options.other and not near:
        return Reading(options.other, other=text.strip())
    return Reading("", "option", near, options.names[:12])


def read_several(options: Options, text: str, separators: Sequence[str]) -> Reading:
    """Several choices in one cell, taken apart; kept in the order in which they stand."""
    if not text.strip():
        return Reading()
    whole = options.find(text)
    if whole:
        return check_several(options, [whole])
    if BROKEN.fullmatch(text.strip()):
        return Reading("", "broken")
    names: list[str] = []
    rest, used = [text], ""
    for separator in separators:
        apart = take_apart(options, text, separator)
        if not used or (len(apart[1]), -len(apart[0])) < (len(rest), -len(names)):
            (names, rest), used = apart, separator
        if not rest:
            break
    if not names and fold_plain(text) in EMPTY:
        return Reading()
    return _judge_rest(options, names, rest, used)


def _judge_rest(options: Options, names: list[str], rest: list[str], separator: str) -> Reading:
    """What names no choice: words of one's own, or a doubt; between blanks no tool writes words of one's own."""
    free = bool(options.other) and separator != " "
    near = [options.find_near(words, 0.85 if free else 0.6) for words in rest]
    if rest and (any(near) or not free):
        guess = dict.fromkeys([*names, *(name for name in near if name)])
        return Reading("", "option", " ".join(guess), options.names[:12])
    if rest and options.other not in names:
        names = [*names, options.other]
    return check_several(options, names, f"{separator.strip()} ".join(rest))


def check_several(options: Options, names: Iterable[str], other: str = "") -> Reading:
    """Choices that are known: whether they can stand together, and are not too many."""
    kept = tuple(dict.fromkeys(names))
    alone = [name for name in kept if options.states.get(name) in ALONE]
    question = options.question
    if alone and len(kept) > 1:
        rest = " ".join(name for name in kept if name not in alone)
        return Reading("", "together", rest, (rest, *alone))
    if question.most is not None and len(kept) > question.most:
        return Reading("", "most", "", (" ".join(kept),))
    return Reading(kept, other=other)


def take_apart(options: Options, text: str, separator: str) -> tuple[list[str], list[str]]:
    """Choices in a text by the longest label that is known, and what is left.

    Labels may hold the separator themselves: so many pieces are taken together as make a label.
    """
    pieces = [piece for piece in text.split(separator) if piece.strip()]
    names: list[str] = []
    rest: list[list[str]] = []
    at, gap = 0, True
    while at < len(pieces):
        end, name = _take_longest(options, pieces, at, separator)
        if name:
            names.append(name)
            at, gap = end, True
            continue
        if gap:
            rest.append([])
        rest[-1].append(pieces[at])
        at, gap = at + 1, False
    return names, [separator.join(words).strip() for words in rest]


def _take_longest(
    options: Options, pieces: Sequence[str], at: int, separator: str
) -> tuple[int, str]:
    """The end of the longest run of pieces from here that names a choice, and its name."""
    ends, length = [], 0
    for end in range(at + 1, len(pieces) + 1):
        length += len(pieces[end - 1].strip())
        if end > at + 1 and length > options.longest:
            break
        ends.append(end)
    for end in reversed(ends):
        name = options.find(separator.join(pieces[at:end]))
        if name:
            return end, name
    return at, ""


def read_order(options: Options, text: str, separators: Sequence[str]) -> Reading:
    """An order: the first choice first."""
    reading = read_several(options, text, separators)
    if reading.doubt or not reading.value:
        return reading
    count = max(len(take_apart(options, text, separator)[0]) for separator in separators)
    return Reading("", "twice") if count > len(reading.value) else reading


def read_text(text: str) -> Reading:
    """Text as it was written; without the mark that keeps programs from taking it for a formula."""
    if fold_plain(text) in EMPTY:
        return Reading()
    if BROKEN.fullmatch(text.strip()):
        return Reading("", "broken")
    return Reading(FORMULA.sub("", text) if text[:1] == "'" else text)


Reader = Callable[[str], Reading]


def make_reader(
    question: Question,
    texts: Collection[str],
    tool: str,
    *,
    by_label: bool,
    sign: Callable[[], str],
) -> Reader:
    """What reads the cells of a column, knowing the whole of it.

    Parameters
    ----------
    texts
        The distinct cells of the column.
    sign
        The sign of decimals in the file as a whole, where the column leaves it open.
    """
    if question.kind in NUMBERS:
        # Worked out only if a cell leaves it open, because most columns have none that does.
        seen = cache(lambda: find_decimal_sign(texts) or sign())
        read = make_number_reader(question, seen)
        return lambda text: read(text) if text[:1].isdecimal() else _read_words(read, text)
    if question.kind == "date":
        day_first = find_day_first(texts)
        return lambda text: read_day_cell(text, day_first)
    if not question.choices:
        return read_text
    options = Options(question, codes=tool in CODED, labels_first=by_label)
    separators = SEPARATORS.get(tool, ANY)
    if question.kind == "select_multiple":
        return lambda text: read_several(options, text, separators)
    if question.kind == "rank":
        return lambda text: read_order(options, text, separators)
    return lambda text: read_one(options, text)


def read_day_cell(text: str, day_first: bool | None) -> Reading:
    """A day, or what stands for no answer."""
    return Reading() if fold_plain(text) in EMPTY else read_day(text, day_first)


def _read_words(read: Reader, text: str) -> Reading:
    return Reading() if fold_plain(text) in EMPTY else read(text)


CODED = {"limesurvey", "spss", "stata"}
"""Tools in which choices have codes of their own."""


def read_ticks(options: Options, choices: Sequence[str], marks: Sequence[str]) -> Reading:
    """Several choices from a column each.

    A row without any mark has not answered; words in the column of `other` are its text.
    """
    names, other, contrary = [], "", False
    for name, mark in zip(choices, marks, strict=True):
        key = fold_plain(mark)
        if key in TICKED or (key and options.find(mark) == name):
            names.append(name)
        elif key and key not in UNTICKED and key not in EMPTY:
            contrary |= options.states[name] != "other"
            names.append(name)
            other = mark.strip()
    if contrary:
        return Reading("", "columns", " ".join(names), (" ".join(names),))
    return check_several(options, names, other) if names else Reading()


def read_places(options: Options, marks: Sequence[str]) -> Reading:
    """An order from a column for each place."""
    readings = [read_one(options, mark) if mark.strip() else Reading() for mark in marks]
    unsure = next((reading for reading in readings if reading.doubt), None)
    if unsure:
        return Reading("", "option", "", options.names[:12])
    names = [str(reading.value) for reading in readings if reading.value]
    return Reading(tuple(names)) if len(set(names)) == len(names) else Reading(doubt="twice")


def parse_decision(question: Question, text: str) -> Reading:
    """What a person decided, as the canonical value of the question; empty leaves the cell empty.

    Names of choices stand with blanks between; a number and a day as they are kept.
    """
    if not text.strip():
        return Reading()
    if question.kind in NUMBERS:
        loose = question.__class__(question.name, question.kind, {})
        return read_number(loose, text.strip(), ".")
    return make_reader(question, [text], "odk", by_label=False, sign=str)(text)


def find_other_question(questionnaire: Questionnaire) -> Mapping[str, str]:
    """For each question with a choice `other`, the question that holds its words."""
    return {each.other_of: each.name for each in questionnaire.questions if each.other_of}
