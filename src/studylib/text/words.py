"""Small helpers for sentences that are made from data.

Only words: what is said is decided in the analyses.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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
    """A name inside a sentence, without a capital letter at its beginning; the rest stays as it is.

    >>> small("Satisfied to live here (I)")
    'satisfied to live here (I)'
    """
    return sentence[:1].lower() + sentence[1:]


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
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def survey(wave_year: int | None, wave_title: str | None) -> str:
    """The source line of figures of the perception survey, with the true year of the figures."""
    if wave_year is None:
        return "No survey stands on this edition."
    return f"Source: Eurostat, {wave_title} (dataset urb_percep). Data of {wave_year}; shares summed by the study."


def day(iso: str) -> str:
    """A day of the calendar as a sentence says it, the same on every machine.

    >>> day("2004-03-09")
    '9 March 2004'
    """
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
