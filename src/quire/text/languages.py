"""The language that readers are spoken to in: texts are English until they reach a reader, and are said in it there.

`said` stands at the few places where a text becomes part of a page, a drawing or a file for readers. It recognises a text as a
whole: a message, a list, a count, a number, an interval, a day, or a text that a catalogue has as it is, such as the label of an
item. What it does not recognise stays English and is remembered, so that a test can name it.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING, Any

from quire.text.messages import CAPITAL, COUNT, LIST, MADE, SMALL, Code, Message
from quire.text.sides import APART, TOGETHER
from quire.text.words import MONTHS, THOUSANDS, begin_large, begin_small, listed

if TYPE_CHECKING:
    from babel import Locale

AND = "{some} and {last}"
"""The message of a list: what stands before its last word, and that."""

TO = "{low} to {high}"
"""The message of an interval, and of years from first to last."""

NUMBER = re.compile(
    r"(?P<sign>[+−-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?P<unit> ?%)?"
)
INTERVAL = re.compile(rf"({NUMBER.pattern}) to ({NUMBER.pattern.replace('?P<', '?P<to_')})")
DAY = re.compile(rf"(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}})")
SENTENCES = re.compile(r"(?<=[.?!:;]) (?=\S)")
STOPS = (".", "?", ":", ";")
NO_WORD = re.compile(r"[\W_]*")

GROUPED = 5
"""Digits from which thousands are parted, as ISO 80000-1 has it."""

COMPOSED = (" (", "; ", ": ", ", ", " = ", " ")
"""What stands between the parts of a text that is put together of data."""

LONGEST = 200
"""Letters of such a text: what is longer is prose, data for a script, or names one behind the other."""

ADDRESS = re.compile(r"(?:\w+:)?[\w./#?&=%~+-]+[./#_][\w./#?&=%~+-]+")
"""The address of a page or file, or the name of something in code: no word of a language."""

QUOTED_INSIDE = str.maketrans("«»", "“”")
"""Marks of a quotation in a quotation, in languages that quote with these."""

Words = Mapping[str, str | tuple[str, ...]]


@dataclass
class Language:
    """A language with its catalogues.

    Attributes
    ----------
    id
        As in the name of its folder below `locale`, such as `es`.
    words
        What it says for each English text; several forms, as its rule of plurals orders them, for one that depends on a number.
    unknown
        English texts that were asked for and that it has no words for.
    asked
        What its catalogues were asked for, and what they have for it.
    """

    id: str
    words: Words
    unknown: set[str] = field(default_factory=set)
    asked: dict[str, str | tuple[str, ...] | None] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)
    _doing: set[str] = field(default_factory=set)
    _lost: set[str] = field(default_factory=set)

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.id)

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        """Which form a number asks for, by the rule that files of gettext have for this language."""
        from gettext import c2py

        from babel.messages.plurals import get_plural

        return c2py(get_plural(self.id).plural_expr)

    def say(self, text: str) -> str:
        """An English text in this language; as it is if it is none that is known, or in this language already."""
        if isinstance(text, Code):
            return text
        found = self._known.get(text)
        if found is None:
            found = self._say(text)
            if found is None:
                self.unknown.add(str(text))
                self.asked[str(text)] = None
                found = text
            self._known[str(text)] = found
            self._given.add(found)
        return found

    def _say(self, text: str) -> str | None:
        """An English text in this language, if it is known."""
        if text.replace("\n", " ") in self._given or NO_WORD.fullmatch(text):
            return text
        if text[:1] == APART and text[-1:] == TOGETHER:
            return f"{APART}{self.say(text[1:-1])}{TOGETHER}"
        said = self._number(text) or self._day(text)
        if said is None and (words := self._look(text)):
            said = words if isinstance(words, str) else words[self._plural(1)]
        said = said or self._message(text) or self._sentences(text) or self._composed(text)
        return text if said is None and ADDRESS.fullmatch(text) else said

    def _message(self, text: str) -> str | None:
        made = text if isinstance(text, Message) else MADE.get(text)
        # what was made of itself, as a name with a capital letter of the one without, and that of this
        if made is None or text in self._doing:
            return None
        self._doing.add(text)
        parts = {
            name: self.say(part if isinstance(part, Code) else str(part))
            for name, part in made.parts.items()
        }
        self._doing.discard(text)
        if made.kind == LIST:
            return self.join([*parts.values()])
        if made.kind in {CAPITAL, SMALL}:
            return (begin_large if made.kind == CAPITAL else begin_small)(parts["of"])
        if made.kind == COUNT:
            return self._count(made)
        template = self.form(made.template, made.many, made.number)
        return None if template is None else self._filled(template, made, parts)

    def _filled(self, template: str, made: Message, parts: Mapping[Any, str]) -> str | None:
        """A template with its parts; a number that it writes in a form of its own is written in English first, and then said."""
        filled = ""
        for text, name, form, _conversion in Formatter().parse(template):
            filled += text
            if name is None:
                continue
            if name not in parts:  # a fault of the catalogue, which `filling.find_lacks` tells
                return None
            part = self.say(format(_number(made.parts[name]), form)) if form else parts[name]
            inside = filled.count("«") > filled.count("»")
            filled += part.translate(QUOTED_INSIDE) if inside else part
        return filled

    def _count(self, made: Message) -> str | None:
        if not made.number:
            none = self._look(f"no {made.many}")
            return none if isinstance(none, str) else None
        noun = self.form(made.template, made.many, made.number)
        return None if noun is None else f"{self.say(f'{made.number:,}')} {noun}"

    def form(self, one: str, many: str = "", number: int = 1) -> str | None:
        """What it says for a template; for one that depends on a number, in the form that the number asks for."""
        words = self._look(one)
        if words is None:
            self.unknown.add(one)
            self.asked[one] = None
        if isinstance(words, tuple):
            return words[min(self._plural(number), len(words) - 1)]
        return words

    def give(self, text: str) -> None:
        """Take note of a text that is in this language already, so that it is not asked for."""
        self._given.add(text)

    def _look(self, word: str) -> str | tuple[str, ...] | None:
        found = self.words.get(word)
        if found is not None:
            self.asked[str(word)] = found
        return found

    def join(self, each: list[str]) -> str | None:
        """Words of this language as a list; nothing if it has no word for *and*."""
        template = self.form(AND)
        if template is None or len(each) < 2:
            return "".join(each) if len(each) < 2 else None
        some, last = ", ".join(each[:-1]), each[-1]
        if self.id == "es" and re.match(
            r"h?[ií](?!e)", last, re.IGNORECASE
        ):  # y becomes e before its own sound
            template = template.replace(" y ", " e ")
        return template.format(some=some, last=last)

    def _number(self, text: str) -> str | None:
        found = NUMBER.fullmatch(text)
        if found:
            return self._written(found["sign"], found["whole"], found["rest"], found["unit"])
        ends = INTERVAL.fullmatch(text)
        template = self._look(TO)
        if not ends or not isinstance(template, str):
            return None
        low, high = text.split(" to ")
        return template.format(low=self._number(low), high=self._number(high))

    def _written(self, sign: str, whole: str, rest: str | None, unit: str | None) -> str:
        from babel.numbers import get_decimal_symbol

        digits, parted = whole.replace(",", ""), "," in whole
        if parted and len(digits) >= GROUPED:
            digits = f"{int(digits):,}".replace(",", THOUSANDS)
        point = get_decimal_symbol(self._locale)
        return f"{sign}{digits}{(rest or '').replace('.', point)}{unit or ''}"

    def _day(self, text: str) -> str | None:
        found = DAY.fullmatch(text)
        if not found:
            return None
        from babel.dates import format_date

        try:
            date = datetime.date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
        except ValueError:  # such as 31 February
            return None
        return format_date(date, "long", locale=self._locale)

    def _sentences(self, text: str) -> str | None:
        """Several messages one behind the other, of which each may be several sentences; or one whose stop was put or taken away."""
        each = SENTENCES.split(text)
        whole = self._without_stop(text)
        if whole is not None or len(each) == 1:
            return whole
        for end in range(len(each) - 1, 0, -1):
            first = self._alone(" ".join(each[:end]))
            rest = None if first is None else self._alone(" ".join(each[end:]))
            if rest is not None:
                return f"{first} {rest}"
        return None

    def _without_stop(self, text: str) -> str | None:
        if text[-1:] in STOPS:
            known = self._alone(text[:-1])
            return None if known is None else known + text[-1]
        for stop in STOPS:
            words = self._look(f"{text}{stop}") or self._message(f"{text}{stop}")
            if isinstance(words, str):
                return words.removesuffix(stop)
        return None

    def _composed(self, text: str) -> str | None:
        """A text that data are put together to: names and numbers, with brackets, commas or a sign between them."""
        if len(text) > LONGEST:
            names = text.split(", ")
            each = [self._alone(one) for one in names] if len(names) > 1 else [None]
            return None if None in each else ", ".join(filter(None, each))
        for between in COMPOSED:
            before, sign, after = text.rpartition(between)
            if not sign:
                continue
            if between == " " and not (NUMBER.fullmatch(after) or NO_WORD.fullmatch(after)):
                continue
            end = ")" if between == " (" and after.endswith(")") else ""
            one, other = self._alone(before), self._alone(after.removesuffix(end))
            if one is not None and other is not None:
                return f"{one}{sign}{other}{end}"
        return None

    def _alone(self, text: str) -> str | None:
        """A text that may be no whole one: it is not remembered if it is unknown."""
        if text in self.unknown or text in self._lost:
            return None
        found = self._known.get(text) or self._say(text)
        if found is None:
            self._lost.add(text)
        return found


def _number(part: object) -> Any:
    """A part that a template writes as a number; from another process it comes as text."""
    return json.loads(part) if isinstance(part, str) else part


_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)


def spoken() -> Language | None:
    """The language that is spoken, if it is not that of the source."""
    return _spoken.get()


@contextmanager
def speaking(language: Language | None) -> Iterator[None]:
    """Speak to readers in a language while the block lasts; without one, in that of the source."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def speak(language: Language | None) -> None:
    """Speak to readers in a language from now on, as in a notebook."""
    _spoken.set(language)


def said(text: str) -> str:
    r"""A text in the language that is spoken.

    >>> with speaking(Language("es", {"Housing": "Vivienda", "{a} of {b}": "{a} de {b}", TO: "{low} a {high}"})):
    ...     [said(each) for each in ("Housing", "1.5", "12,345", "8,716", "0.5 to 2", "9 March 2004", "Unheard of")]
    ['Vivienda', '1,5', '12\u202f345', '8716', '0,5 a 2', '9 de marzo de 2004', 'Unheard of']
    >>> said("Housing")
    'Housing'
    """
    language = _spoken.get()
    return text if language is None else language.say(text)


def in_form(one: str, many: str = "", number: int = 1) -> str:
    """A template in the language that is spoken, and in the form that a number asks for; its parts are still to be put in."""
    language = _spoken.get()
    found = None if language is None else language.form(one, many, number)
    return found or (one if number == 1 or not many else many)


def join_words(words: Iterable[str]) -> str:
    """Words that have been said as a list in a sentence of the language that is spoken."""
    each = [*words]
    language = _spoken.get()
    found = None if language is None else language.join(each)
    return found or str(listed(each))
