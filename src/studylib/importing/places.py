"""Codes and names of places, as publishers write them, to those of the study.

The register of cities and the countries' `other_codes` decide; a name counts only within its country.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from studylib.data.identities import MERGED
from studylib.data.populations import GREATER_CITY

URBAN_AUDIT = re.compile(r"([A-Z]{2})(\d{3})([CK])\d?")
"""Country, number, kind (city, or greater city) and, in older files, the version of its boundary."""


class Places:
    """The places of one statistic.

    Parameters
    ----------
    tables
        The raw tables `countries`, `cities`, `city_names` and `city_codes`.
    level
        Whether they are cities or countries.
    statistic
        The one of greater cities has the codes of these.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], level: str, statistic: str) -> None:
        countries, cities = tables["countries"], tables["cities"]
        self.level = level
        self.kind = "K" if statistic == GREATER_CITY else "C"
        self.countries: dict[str, str] = dict(
            zip(countries["country_code"], countries["country_code"], strict=True)
        )
        for code, name, others in countries[["country_code", "country", "other_codes"]].to_numpy():
            self.countries |= dict.fromkeys([name.casefold(), *others.split()], code)
        self.cities = set(cities["city_code"])
        codes = tables.get("city_codes", pd.DataFrame({"code": [], "city_code": [], "kind": []}))
        codes = codes[codes["kind"] != MERGED]
        self.other = dict(zip(codes["code"], codes["city_code"], strict=True))
        country = dict(zip(cities["city_code"], cities["country_code"], strict=True))
        names = pd.concat([cities.rename(columns={"city": "name"}), tables["city_names"]])
        self.names: dict[tuple[str, str], set[str]] = {}
        for code, name in names[["city_code", "name"]].to_numpy():
            if code in country:
                self.names.setdefault((country[code], name.casefold()), set()).add(code)

    def find(self, keys: Mapping[str, str], place: str) -> str:
        """The study's code of the place that some keys name, or empty."""
        if self.level == "country":
            return self.find_country(keys[place])
        return self.find_city(keys[place]) or self.find_name(keys[place], self._country_in(keys))

    def find_country(self, word: str) -> str:
        """A country by its code, another publisher's code, or its name."""
        return self.countries.get(word) or self.countries.get(word.casefold(), "")

    def find_city(self, code: str) -> str:
        """A city by its code, older codes with a digit at the end and other codes of its country included."""
        code = self.other.get(code, code)
        match = URBAN_AUDIT.fullmatch(code)
        if match and match[3] == self.kind:
            own = f"{self.find_country(match[1]) or match[1]}{match[2]}C"
            own = self.other.get(own, own)
            return own if own in self.cities else ""
        return code if code in self.cities and self.kind == "C" else ""

    def find_name(self, name: str, country: str) -> str:
        """The one city of a name in a country; empty where there are two, or the country is not told."""
        codes = self.names.get((country, name.casefold()), set())
        return next(iter(codes)) if len(codes) == 1 else ""

    def _country_in(self, keys: Mapping[str, str]) -> str:
        """The country that keys name beside the city."""
        words = (keys[key] for key in ("country_code", "country") if keys.get(key))
        return self.find_country(next(words, ""))
