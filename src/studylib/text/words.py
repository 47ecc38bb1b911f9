"""Small helpers for sentences that are made from data: lists, numbers, days, and names in order.

Only words: what is said is decided in the analyses.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d"})
"""Letters that do not come apart into a plain one and an accent."""


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["Graz"]), listed(["Graz", "Wien"]), listed(["Aalborg", "Graz", "Wien"])
    ('Graz', 'Graz and Wien', 'Aalborg, Graz and Wien')
    """
    each = list(words)
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun; the plural is the noun with an s unless it is given.

    >>> counted(1, "city", "cities"), counted(0, "item"), counted(8716, "row")
    ('1 city', 'no items', '8,716 rows')
    """
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def capital(sentence: str) -> str:
    """A sentence with a capital letter at its beginning; the rest stays as it is.

    >>> capital("no city of the EU")
    'No city of the EU'
    """
    return sentence[:1].upper() + sentence[1:]


def small(sentence: str) -> str:
    """A name inside a sentence, without a capital letter at its beginning; the rest stays as it is, and so do letters that are a word.

    >>> small("Satisfied to live here (I)"), small("EU grants")
    ('satisfied to live here (I)', 'EU grants')
    """
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


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
    """A number with a fixed number of decimals and a true minus sign; what rounds to zero has none.

    >>> decimal(61.25), decimal(-1.5), decimal(-0.04), decimal(2.04, sign=True), decimal(0.01, sign=True)
    ('61.2', '−1.5', '0.0', '+2.0', '0.0')
    """
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return (text if float(text) else f"{0:.{digits}f}").replace("-", "−")


def day(iso: str) -> str:
    """A day of the calendar as a sentence says it, the same on every machine.

    >>> day("2004-03-09")
    '9 March 2004'
    """
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def plain(name: str) -> str:
    """A name as it is typed without accents; other scripts stay.

    >>> plain("Kraków"), plain("Białystok"), plain("Straßburg")
    ('Krakow', 'Bialystok', 'Strassburg')
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
