"""The names of a city: its own, those in other languages, and how they are typed without accents.

Which names there are stands in `data/raw/framework/city_names.csv`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d"})
"""Letters that do not come apart into a plain one and an accent."""


def plain(name: str) -> str:
    """A name as it is typed without accents; other scripts stay.

    >>> plain("Kraków"), plain("Białystok"), plain("Straßburg")
    ('Krakow', 'Bialystok', 'Strassburg')
    """
    apart = unicodedata.normalize("NFD", name.translate(LETTERS))
    if not any(letter.isascii() and letter.isalpha() for letter in apart):
        return name
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def own_names(city: str) -> list[str]:
    """The names in the register's cell: cities with two official languages have two.

    >>> own_names("Bruxelles/Brussel")
    ['Bruxelles', 'Brussel']
    """
    return [each.strip() for each in city.split("/") if each.strip()]


def further_names(city: str, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names that the register's cell does not have already, each with its language, in the order of the alphabet.

    >>> further_names("Bruxelles/Brussel", [("Brussels", "en"), ("Brussel", "nl")])
    [('Brussels', 'en')]
    """
    known = {city, *own_names(city)}
    return sorted({each for each in names if each[0] not in known}, key=lambda each: (sort_key(each[0]), each))


def search_names(city: str, others: Sequence[str]) -> list[str]:
    """Every way to look a city up: all its names, and each without accents; once each.

    >>> search_names("Köln", ["Cologne"])
    ['Köln', 'Cologne', 'Koln']
    """
    every = [city, *own_names(city), *others]
    return list(dict.fromkeys([*every, *map(plain, every)]))


def sort_key(name: str) -> str:
    """A name for sorting: accents and capitals do not count.

    >>> sorted(["Zürich", "Ålborg", "aachen"], key=sort_key)
    ['aachen', 'Ålborg', 'Zürich']
    """
    return plain(name).casefold()
