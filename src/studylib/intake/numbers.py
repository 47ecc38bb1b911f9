"""Numbers and days as people write them: decimal commas, points of thousands, signs, words around them, days of any order.

A column is read as a whole, because one cell alone often leaves open what its signs mean. What stays open is a doubt.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from studylib.questionnaire.model import Question

COMMA, POINT = ",", "."
NUMBER = re.compile(r"[-+−]?\d[\d.,'’\s]*(?:[eE][+-]?\d{1,2})?")
PLAIN = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.(?:\d{1,2}|\d{4,8}))?", re.ASCII)
"""Numbers of which there is nothing to ask."""
SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
CURRENCIES = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "us$": "USD",
    "usd": "USD",
    "r$": "BRL",
    "brl": "BRL",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "chf": "CHF",
    "mxn": "MXN",
    "ars": "ARS",
    "cop": "COP",
    "zar": "ZAR",
    "kes": "KES",
    "mad": "MAD",
    "$": "",
}
"""Currencies by their signs; a dollar can be of many countries."""
DOLLARS = {"USD", "MXN", "ARS", "COP", "CLP", "UYU", "CAD", "AUD", "NZD", "SGD"}
MILLION = ("million", "milion", "millon", "millón", "milhõ", "milhã", "mio", "m€", "mn")
THOUSAND = {"mil", "k", "thousand", "thousands", "mille", "tausend", "miles", "tsd"}
HARMLESS = {
    "%",
    "per",
    "cent",
    "percent",
    "por",
    "ciento",
    "pour",
    "fte",
    "staff",
    "people",
    "personas",
}
MUCH = Decimal(100_000)
"""From here on a number of millions was probably written out."""


class Reading(NamedTuple):
    """One cell read: its canonical value, or a doubt with what it may mean."""

    value: str | tuple[str, ...] = ""
    doubt: str = ""
    suggestion: str = ""
    options: tuple[str, ...] = ()
    other: str = ""


class Written(NamedTuple):
    """A number taken apart: what stands before and after the digits, and the digits with their signs."""

    before: str
    digits: str
    after: str


def show_decimal(value: Decimal) -> str:
    """A number without zeros at its end.

    >>> show_decimal(Decimal("25.50")), show_decimal(Decimal("96000"))
    ('25.5', '96000')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def take_number(text: str) -> Written | None:
    """The only number in a cell, or None if there is none, or more than one."""
    plain = unicodedata.normalize("NFKC", text).replace("\xa0", " ").strip()
    found = list(NUMBER.finditer(plain))
    if len(found) != 1:
        return None
    digits = SPACES.sub("", found[0][0]).rstrip(".,'’ ").replace("−", "-")
    return Written(
        plain[: found[0].start()].strip().casefold(),
        digits,
        plain[found[0].end() :].strip().casefold(),
    )


def find_decimal_sign(texts: Iterable[str]) -> str:
    """The sign of decimals that the numbers of a column show beyond doubt; empty if none, or both do.

    >>> find_decimal_sign(["45,5", "96.000"]), find_decimal_sign(["96.000"]), find_decimal_sign(["1.234.500"])
    (',', '', ',')
    """
    signs = {_see_text(text) for text in texts if COMMA in text or POINT in text} - {""}
    return signs.pop() if len(signs) == 1 else ""


def _see_text(text: str) -> str:
    if PLAIN.fullmatch(text):
        return POINT
    written = take_number(text)
    return _see_sign(written.digits) if written else ""


def _see_sign(digits: str) -> str:
    commas, points = digits.count(COMMA), digits.count(POINT)
    if commas and points:
        return COMMA if digits.rfind(COMMA) > digits.rfind(POINT) else POINT
    if commas > 1 or points > 1:
        return POINT if commas else COMMA
    if commas + points == 0 or is_open(digits):
        return ""
    return COMMA if commas else POINT


def is_open(digits: str) -> bool:
    """Whether the one sign could part thousands or decimals.

    >>> is_open("96.000"), is_open("0.125"), is_open("1234.125"), is_open("45,5")
    (True, False, False, False)
    """
    return re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", digits) is not None


def _to_decimal(digits: str, sign: str) -> Decimal | None:
    """The number with this sign of decimals; None if the other sign does not part thousands."""
    other = POINT if sign == COMMA else COMMA
    whole, _, rest = digits.partition(sign)
    if other in rest or (
        other in whole and not re.fullmatch(rf"[-+]?\d{{1,3}}(\{other}\d{{3}})+", whole)
    ):
        return None
    try:
        value = Decimal(whole.replace(other, "") + ("." + rest if rest else ""))
    except ArithmeticError:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 18 else None


def make_number_reader(question: Question, sign: Callable[[], str]) -> Callable[[str], Reading]:
    """What reads the cells of a column of numbers: plain ones at once, others by `read_number` and the column's sign."""
    whole = question.kind in {"integer", "year"}
    low = -math.inf if question.minimum is None else question.minimum
    high = math.inf if question.maximum is None else question.maximum
    if speaks_of_millions(question):
        high = min(high, float(MUCH) - 1)

    def read(text: str) -> Reading:
        if PLAIN.fullmatch(text) and low <= float(text) <= high:
            if POINT not in text:
                return Reading(text)
            if not whole:
                return Reading(text.rstrip("0").rstrip("."))
        return read_number(question, text, sign())

    return read


def read_number(question: Question, text: str, sign: str) -> Reading:
    """A cell of a question on a number.

    Parameters
    ----------
    question
        Its kind, unit and range decide.
    text
        The cell; not empty.
    sign
        The sign of decimals of the column, or of the file; empty if it is not known.
    """
    written = take_number(text)
    if written is None:
        return Reading(doubt="number")
    if is_open(written.digits):
        opened = _read_open(question, written.digits, sign)
        if isinstance(opened, Reading):
            return opened
        value: Decimal | None = opened
    else:
        value = _to_decimal(written.digits, _see_sign(written.digits) or POINT)
    if value is None:
        return Reading(doubt="number")
    return _read_around(question, written, value)


def _read_open(question: Question, digits: str, sign: str) -> Decimal | Reading:
    """`96.000`: thousands or decimals, by the column, the kind and the range; never 96 without asking."""
    mark = COMMA if COMMA in digits else POINT
    thousands = Decimal(digits.replace(mark, ""))
    decimals = Decimal(digits.replace(mark, "."))
    zeros = digits.endswith("000")
    both = (show_decimal(thousands), show_decimal(decimals))
    if sign and sign != mark:
        return thousands
    if sign == mark and not zeros and is_inside(question, decimals):
        return decimals
    if sign != mark and is_inside(question, thousands):
        if question.kind in {"integer", "year"} or not is_inside(question, decimals):
            return thousands
        return Reading("", "thousands", both[0], both)
    if not zeros and is_inside(question, decimals):
        return decimals
    inside = is_inside(question, thousands)
    return Reading("", "thousands", both[0] if inside else both[1], both)


def _read_around(question: Question, written: Written, value: Decimal) -> Reading:
    """What stands around the number: a unit, a currency, or words that make it inexact."""
    words = re.findall(r"[^\W\d_]+\$?|[$€£¥%~<>≈±+/-]", f"{written.before} {written.after}")
    around = "".join(words)
    shown = show_decimal(value)
    millions = speaks_of_millions(question)
    said = any(word in around for word in MILLION)
    currency = next((CURRENCIES[word] for word in words if word in CURRENCIES), "")
    unit = question.unit.casefold()
    known = set(re.findall(r"[^\W\d_]+", unit)) | HARMLESS | set(CURRENCIES)
    if THOUSAND & set(words) and not said:
        return Reading("", "unit", show_decimal(value * 1_000), (shown,))
    if said and not millions:
        return Reading("", "unit", show_decimal(value * 1_000_000), (shown,))
    own = _find_currency(unit)
    if own and ((currency and currency != own) or ("$" in words and own not in DOLLARS)):
        return Reading("", "unit", "", (shown,))
    if said and millions:
        known |= set(words)
    if any(word not in known for word in words):
        return Reading("", "inexact", shown, (shown,))
    return _check_number(question, value)


def _find_currency(unit: str) -> str:
    return next(
        (CURRENCIES[word] for word in re.findall(r"\w+|[€£¥]", unit) if word in CURRENCIES), ""
    )


def speaks_of_millions(question: Question) -> bool:
    """Whether the answer is to be given in millions, by its unit or its words."""
    words = " ".join([question.unit, *question.labels.values()]).casefold()
    return any(word in words for word in MILLION[:6])


def is_inside(question: Question, value: Decimal) -> bool:
    """Whether the questionnaire allows the number."""
    low, high = question.minimum, question.maximum
    return (low is None or value >= Decimal(str(low))) and (
        high is None or value <= Decimal(str(high))
    )


def _check_number(question: Question, value: Decimal) -> Reading:
    shown = show_decimal(value)
    if value >= MUCH and speaks_of_millions(question):
        smaller = show_decimal(value / 1_000_000)
        return Reading("", "unit", smaller, (smaller, shown))
    if question.kind in {"integer", "year"} and value != value.to_integral_value():
        return Reading("", "whole", "", (show_decimal(value.quantize(Decimal(1))),))
    if not is_inside(question, value):
        return Reading("", "range", "", (shown,))
    return Reading(shown)


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero janvier janv janeiro",
            "feb february febrero fév février fev fevereiro",
            "mar march marzo mars março",
            "apr april abr abril avr avril",
            "may mayo mai maio",
            "jun june junio juin junho",
            "jul july julio juil juillet julho",
            "aug august ago agosto août",
            "sep sept september septiembre setiembre septembre setembro set",
            "oct october octubre octobre out outubro",
            "nov november noviembre novembre novembro",
            "dec december dic diciembre déc décembre dez dezembro",
        ),
        1,
    )
    for name in names.split()
}
PARTS = re.compile(r"^\s*(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?!\d)")
NAMED = re.compile(r"^\s*(\d{1,2})\.?\s*(?:de\s+)?([^\W\d_]+)\.?,?\s*(?:de\s+)?(\d{4})\b")
NAMED_FIRST = re.compile(r"^\s*([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})\b")
TIME = re.compile(
    r"[T\s,](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap])?\.?\s?m?", re.IGNORECASE
)


def find_day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day stands before the month in a column; None if it cannot be seen.

    >>> find_day_first(["4/5/2027", "21/4/2027"]), find_day_first(["4/21/2027"]), find_day_first(["4/5/2027"])
    (True, False, None)
    """
    seen = set()
    for text in texts:
        match = PARTS.match(text)
        if not match or len(match[1]) > 2:
            continue
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12:
            seen.add(True)
        elif second > 12:
            seen.add(False)
    return seen.pop() if len(seen) == 1 else None


def read_day(text: str, day_first: bool | None) -> Reading:
    """A cell of a day, as ISO.

    >>> read_day("21/04/2027", True).value, read_day("21 de abril de 2027", None).value, read_day("4/5/2027", None).doubt
    ('2027-04-21', '2027-04-21', 'days')
    """
    match = PARTS.match(text)
    if match:
        return _read_parts(match, day_first)
    named = NAMED.match(text)
    first_named = NAMED_FIRST.match(text)
    if named and named[2].casefold() in MONTHS:
        return _make_day(named[3], MONTHS[named[2].casefold()], named[1])
    if first_named and first_named[1].casefold() in MONTHS:
        return _make_day(first_named[3], MONTHS[first_named[1].casefold()], first_named[2])
    return Reading(doubt="day")


def _read_parts(match: re.Match[str], day_first: bool | None) -> Reading:
    """A day in numbers: with the year first as ISO, with points or without doubt the day first, else as the column."""
    if len(match[1]) == 4:
        return _make_day(match[1], match[3], match[4])
    first, second, year = int(match[1]), int(match[3]), match[4]
    if match[2] == "." or first > 12 or first == second:
        return _make_day(year, second, first)
    if second > 12:
        return _make_day(year, first, second)
    days = (_make_day(year, second, first), _make_day(year, first, second))
    if day_first is None:
        return Reading("", "days", "", tuple(str(day.value) for day in days))
    return days[0] if day_first else days[1]


def _make_day(year: str, month: str | int, day: str | int) -> Reading:
    full = int(year) + (2000 if len(year) <= 2 else 0)
    try:
        return Reading(dt.date(full, int(month), int(day)).isoformat())
    except ValueError:
        return Reading(doubt="day")


def read_time(text: str) -> str:
    """The time of day in a cell, as `HH:MM:SS`; empty if there is none.

    >>> read_time("2027/04/21 2:05:11 PM GMT+2"), read_time("2027-04-02T10:05:00.000Z"), read_time("2027-04-02")
    ('14:05:11', '10:05:00', '')
    """
    match = TIME.search(text)
    if not match:
        return ""
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4].casefold() == "p" else 0)
    second = int(match[3] or 0)
    return f"{hour:02}:{match[2]}:{second:02}" if hour < 24 and int(match[2]) < 60 > second else ""
