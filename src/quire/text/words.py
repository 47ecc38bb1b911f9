"""Small helpers for sentences that are made from data: lists, numbers, days, and names in order.

Only words: what is said is decided in the analyses.
"""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from quire.text.messages import CAPITAL, COUNT, LIST, SMALL, Message
from quire.text.sides import isolate

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SMALL_LETTERS = {
    "ł": "l",
    "ø": "o",
    "ß": "ss",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ð": "d",
    "þ": "th",
} | {"ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "e", "ʻ": "", "ʼ": ""}
LETTERS = str.maketrans(
    {"ẞ": "SS"}
    | {sign.upper(): typed.capitalize() for sign, typed in SMALL_LETTERS.items() if sign != "ß"}
    | SMALL_LETTERS
)
"""Letters that do not come apart into a plain one and an accent, and what is typed for them."""

THOUSANDS = "\u202f"
"""What parts thousands where no comma does: a space that is thin and does not break."""

MOST_DIGITS = 7
"""What is level to fewer decimals than these is level: less is the rounding of the machine."""


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["Graz"]), listed(["Graz", "Wien"]), listed(["Aalborg", "Graz", "Wien"])
    ('Graz', 'Graz and Wien', 'Aalborg, Graz and Wien')
    """
    said = [*words]
    each = [*map(isolate, said)]
    text = f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)
    return Message(text, parts=dict(enumerate(said)), kind=LIST) if len(said) > 1 else text


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun; the plural is the noun with an s unless it is given.

    >>> counted(1, "city", "cities"), counted(0, "item"), counted(8716, "row")
    ('1 city', 'no items', '8,716 rows')
    """
    several = many or f"{one}s"
    text = f"{number:,} {one if number == 1 else several}" if number else f"no {several}"
    return Message(text, one, many=several, number=number, kind=COUNT)


def verb(number: int, one: str, many: str) -> str:
    """The form of a verb that a number asks for.

    >>> [f"{each} {verb(each, 'holds', 'hold')}" for each in (0, 1, 2)]
    ['0 hold', '1 holds', '2 hold']
    """
    return one if number == 1 else many


def capital(sentence: str) -> str:
    """A sentence with a capital letter at its beginning; the rest stays as it is.

    >>> capital("no city of the EU")
    'No city of the EU'
    """
    text = begin_large(sentence)
    return text if text == sentence else Message(text, parts={"of": sentence}, kind=CAPITAL)


def small(sentence: str) -> str:
    """A name inside a sentence, without a capital letter at its beginning; the rest stays as it is, and so do letters that are a word.

    >>> small("Satisfied to live here (I)"), small("EU grants")
    ('satisfied to live here (I)', 'EU grants')
    """
    if sentence[1:2].isupper() or sentence[:1].islower():
        return sentence
    return Message(begin_small(sentence), parts={"of": sentence}, kind=SMALL)


def begin_large(text: str) -> str:
    """A text of any language with a capital letter at its beginning, behind a sign that begins a question.

    >>> begin_large("no city"), begin_large("¿qué ciudad?")
    ('No city', '¿Qué ciudad?')
    """
    at = 2 if text.startswith(("¿", "¡")) else 1
    return text[:at].upper() + text[at:]


def begin_small(text: str) -> str:
    """A text of any language without a capital letter at its beginning, unless its first letters are a word."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def years(values: Iterable[int]) -> str:
    """The years of some figures, as one year or from first to last.

    >>> years([2012, 2009, 2010]), years([2018])
    ('2009 to 2012', '2018')
    """
    each = sorted(set(values))
    return "" if not each else str(each[0]) if len(each) == 1 else f"{each[0]} to {each[-1]}"


def signed(value: float) -> str:
    """A correlation as text: two decimals and a true minus sign.

    >>> signed(-0.456), signed(0.3), signed(-0.001)
    ('−0.46', '0.30', '0.00')
    """
    return decimal(value, 2)


def decimal(value: float, digits: int = 1, sign: bool = False) -> str:
    """A number with a fixed number of decimals and a true minus sign; what rounds to zero has no sign.

    Every rounded number that a reader sees comes from here or from `rounded`.

    >>> decimal(61.25), decimal(-1.5), decimal(-0.04), decimal(2.05, sign=True), decimal(-0.5, 0), decimal(float("nan"))
    ('61.3', '−1.5', '0.0', '+2.1', '−1', 'nan')
    """
    if not math.isfinite(value):
        return str(value).replace("-", "−")
    number = _halves_away(value, digits)
    return f"{number:{'+' if sign and number else ''}f}".replace("-", "−")


def rounded(value: float, digits: int = 1) -> float:
    """A number rounded as `decimal` writes it, where a number is needed.

    >>> rounded(0.285 * 100, 0), rounded(-0.04), rounded(2.675, 2)
    (29.0, 0.0, 2.68)
    """
    return float(_halves_away(value, digits)) if math.isfinite(value) else value


def whole(value: float) -> str:
    """A count as text, its thousands parted; nothing where it is missing.

    >>> whole(1715.0), whole(float("nan"))
    ('1,715', '')
    """
    return "" if math.isnan(value) else f"{int(value):,}"


def apart_from(value: float, digits: int = 1, sign: bool = False, null: float = 0) -> str:
    """A number of which it matters on which side of `null` it lies: what would round to `null` keeps more decimals.

    >>> apart_from(2.64, sign=True), apart_from(-0.02), apart_from(0.004), apart_from(0), apart_from(0.998, 2, null=1)
    ('+2.6', '−0.02', '0.004', '0.0', '0.998')
    """
    there = (
        each for each in range(digits, MOST_DIGITS) if rounded(value, each) != rounded(null, each)
    )
    return decimal(value, next(there, digits), sign)


def count_decimals(values: Iterable[float]) -> int:
    """Decimals of a column of numbers: one, or as many as leave the largest of them two figures.

    >>> count_decimals([61.25, 0.04]), count_decimals([0.034, 0.012]), count_decimals([0.24, -0.5]), count_decimals([0.0, 1e-16])
    (1, 3, 2, 1)
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if rounded(largest, MOST_DIGITS - 1) == 0:
        return 1
    return max(1 - math.floor(math.log10(largest)), 1)


def interval(
    low: float, high: float, digits: int = 1, *, sign: bool = False, null: float | None = None
) -> str:
    """An interval or a range as every sentence and table writes it; nothing where an end is missing.

    Parameters
    ----------
    low, high
        Its ends.
    digits
        Decimals of both.
    sign
        Whether both have a sign, as the ends of a change have; `null` is then 0.
    null
        What it matters for that the interval leaves it out, such as 0 of a correlation or 1 of a ratio: an end that is not `null` is
        not written as if it were.

    >>> interval(0.04, 4.12, sign=True), interval(-0.30, -0.004, 2, null=0), interval(0.04, 61.25)
    ('+0.04 to +4.1', '−0.30 to −0.004', '0.0 to 61.3')
    """
    if math.isnan(low) or math.isnan(high):
        return ""
    if null is None and not sign:
        return f"{decimal(low, digits)} to {decimal(high, digits)}"
    return (
        f"{apart_from(low, digits, sign, null or 0)} to {apart_from(high, digits, sign, null or 0)}"
    )


def _halves_away(value: float, digits: int) -> Decimal:
    """Halves away from zero, as readers round by hand; Python's own rounding takes halves to the even digit, or as their bits lie.

    Twelve figures are kept before, so that a sum such as 0.15 + 0.1 counts as the half that it is on paper.
    """
    found = Decimal(format(value, ".12g")).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return found if found else abs(found)


def day(iso: str) -> str:
    """A day of the calendar as a sentence says it, the same on every machine.

    >>> day("2004-03-09")
    '9 March 2004'
    """
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def plain(name: str) -> str:
    """A name as it is typed without accents; other scripts stay.

    >>> plain("Kraków"), plain("Białystok"), plain("Straßburg"), plain("Đà Nẵng"), plain("Ærø"), plain("Þorlákshöfn")
    ('Krakow', 'Bialystok', 'Strassburg', 'Da Nang', 'Aero', 'Thorlakshofn')
    """
    apart = unicodedata.normalize("NFD", name.translate(LETTERS))
    if not any(letter.isascii() and letter.isalpha() for letter in apart):
        return name
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def sort_key(name: str) -> str:
    """A name for sorting: accents and capitals do not count.

    >>> sorted(["Zürich", "Ålborg", "aachen"], key=sort_key)
    ['aachen', 'Ålborg', 'Zürich']
    """
    return plain(name).casefold()
