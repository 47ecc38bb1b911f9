"""The names of a city: its own, those in other languages, and how they are typed without accents.

Which names there are stands in `data/raw/framework/city_names.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quire.text.words import plain, sort_key

ASIDE = re.compile(r" \([^()]*\)$")


def own_names(city: str) -> list[str]:
    """The names in the register's cell: cities with two official languages have two.

    >>> own_names("Bruxelles/Brussel")
    ['Bruxelles', 'Brussel']

    What tells a city from another of its name is no part of it.

    >>> own_names("Bruxelles (Belgique)")
    ['Bruxelles']
    """
    return [each.strip() for each in ASIDE.sub("", city).split("/") if each.strip()]


def further_names(city: str, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names that the register's cell does not have already, each with its language, in the order of the alphabet.

    >>> further_names("Bruxelles/Brussel", [("Brussels", "en"), ("Brussel", "nl")])
    [('Brussels', 'en')]
    """
    known = {city, *own_names(city)}
    return sorted(
        {each for each in names if each[0] not in known}, key=lambda each: (sort_key(each[0]), each)
    )


def search_names(city: str, others: Sequence[str]) -> list[str]:
    """Every way to look a city up: all its names, and each without accents; once each.

    >>> search_names("Köln", ["Cologne"])
    ['Köln', 'Cologne', 'Koln']
    """
    every = [city, *own_names(city), *others]
    return list(dict.fromkeys([*every, *map(plain, every)]))
