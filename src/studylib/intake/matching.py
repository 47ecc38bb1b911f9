"""Which invited city an answer is from: other spellings, articles, offices and languages of its name.

What is not sure is no match; a person decides then (`doubts`).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quire.text.words import plain
from studylib.data.city_names import own_names

OFFICES = re.compile(
    r"^(?:the )?(?:city|town|municipality|metropolitan municipality|municipio|ciudad|ayuntamiento|alcaldia"
    r"|municipalidad|prefeitura|camara municipal|cidade|ville|mairie|commune|comune|citta|stadt)"
    r"(?: council)?(?: (?:of|de la|de los|de|del|d|do|da|di|des))? "
    r"|^(?:ajuntament|gemeente|landeshauptstadt) (?:de |d )?"
    r"| (?:city council|municipality|city|belediyesi|council)$"
)
ARTICLES = re.compile(
    r"^(?:the|la|el|los|las|le|les|l|o|a|os|as|il|lo|gli|i|die|der|das|den|al) (?=\w)"
)
SAINTS = {"st": "saint", "ste": "sainte", "sta": "santa", "sto": "santo", "s": "san"}
ASIDE = re.compile(r"\([^()]*\)|[,;].*$|/.*$")
LEAST_ALIKE = 0.6
"""How alike two names are at least before one is suggested for the other (`difflib`'s ratio)."""
MOST_SUGGESTED = 5


@dataclass(frozen=True)
class Match:
    """The participant that a name stands for; empty if that is not sure, then with those that it may be, likeliest first."""

    participant: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Invited:
    """The cities that were invited, by all their names.

    Attributes
    ----------
    names
        By a name as `simplify` writes it, the participants that are called so.
    countries
        The country of each participant.
    """

    names: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, str]

    def match(self, city: str, country: str = "") -> Match:
        """The participant that an answer is from.

        Parameters
        ----------
        city, country
            As the answer has them; the country as its code, empty if it is not said.
        """
        name = simplify(city)
        same = self.names.get(name, ())
        there = [each for each in same if not country or self.countries[each] == country]
        if len(there) == 1:
            return Match(there[0])
        near = difflib.get_close_matches(name, self.names, n=3 * MOST_SUGGESTED, cutoff=LEAST_ALIKE)
        alike = [each for close in near for each in self.names[close]]
        at_home = [each for each in alike if self.countries[each] == country]
        return Match("", tuple(dict.fromkeys([*same, *at_home, *alike]))[:MOST_SUGGESTED])


def gather_invited(
    cities: pd.DataFrame, city_names: Iterable[tuple[str, Sequence[str]]] = ()
) -> Invited:
    """All names of the invited cities.

    Parameters
    ----------
    cities
        `participant`, `city`, `country_code`.
    city_names
        A country with the names of one city of it, such as those in `framework/city_names.csv` with the register's own: an invited city
        that has one of them has all.
    """
    others: dict[tuple[str, str], set[str]] = defaultdict(set)
    for country, group in city_names:
        for name in group:
            others[country, simplify(name)].update(group)
    names: dict[str, set[str]] = defaultdict(set)
    columns = cities[["participant", "city", "country_code"]].itertuples(index=False, name=None)
    for participant, city, country in columns:
        own = {city, participant.replace("_", " "), *own_names(city)}
        more = {other for name in own for other in others.get((country, simplify(name)), ())}
        for name in own | more:
            names[simplify(name)].add(participant)
    return Invited(
        {name: tuple(sorted(names[name])) for name in sorted(names) if name},
        dict(zip(cities["participant"], cities["country_code"], strict=True)),
    )


def simplify(name: str) -> str:
    """A name without all that people write in different ways: accents, capitals, hyphens, articles, offices, a country behind it.

    >>> simplify("  VILLARRIBA "), simplify("Ville de Saint-Aubrac (France)"), simplify("St. Aubrac")
    ('villarriba', 'saintaubrac', 'saintaubrac')
    >>> simplify("Ayuntamiento de La Aldavera"), simplify("Aldavera, La"), simplify("ALDAVERA, España")
    ('aldavera', 'aldavera', 'aldavera')
    """
    text = unicodedata.normalize("NFKC", name)
    text = plain(ASIDE.sub(" ", text) if ASIDE.sub("", text).strip() else text).casefold()
    words = re.sub(r"[\W_]+", " ", text).split()
    text = " ".join(SAINTS.get(word, word) for word in words)
    for part in (OFFICES, ARTICLES):
        text = part.sub("", text).strip() or text
    return text.replace(" ", "")
