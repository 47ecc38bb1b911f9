"""A page for each region of the world with a city in the book: what residents say, what governments answered, practices, and its cities.

What residents are most and least content with is said after the rule of the key messages. The words are in the templates `region*`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import pandas as pd

from quire.core.project import digest
from quire.text.messages import _
from quire.text.words import decimal
from studylib.data.perception import ALL_ANSWERS
from studylib.findings.leading import leaders
from studylib.pages.all_cities import CityEntry, count_kinds, group_by_country
from studylib.pages.city_tables import CityEdition, CityTables
from studylib.pages.government_tables import Governments
from studylib.questionnaire.model import ROLES
from studylib.questions.governments import Survey, list_shares
from studylib.questions.standouts import LEAST_SHARES, MOST_NAMED

FOLDER = "regions"
INDEX = f"{FOLDER}/index.md"
NAMED = 3
"""As many answers of governments are named."""


@dataclass(frozen=True)
class Residents:
    """What residents of a region answered: edition, cities and questions; what is highest and lowest, in words."""

    edition: CityEdition
    cities: int
    questions: int
    most: Sequence[str]
    least: Sequence[str]


class Named(NamedTuple):
    """An answer, and how many governments of the region gave it."""

    name: str
    n: int


@dataclass(frozen=True)
class Side:
    """What governments of a region named as slowing or easing, the most often named first, of how many that answered."""

    side: str
    base: int
    named: Sequence[Named]


@dataclass(frozen=True)
class OfSurvey:
    """A survey of governments in a region: how many answered, missing where it is withheld, and what they named."""

    survey: Survey
    folder: str
    answered: int | None
    sides: Sequence[Side]


@dataclass(frozen=True)
class RegionPage:
    """The page of a region."""

    template: ClassVar[str] = "region.md"
    region: str
    cities: Sequence[CityEntry]
    residents: Residents | None
    surveys: Sequence[OfSurvey]

    @property
    def countries(self) -> Mapping[str, Sequence[CityEntry]]:
        """Its cities by country."""
        return group_by_country(self.cities)

    @property
    def practices(self) -> Sequence[tuple[str, str]]:
        """Its practices, by id and title."""
        return [pair for one in self.cities for pair in one.practices]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Cities with figures of residents, with answers of their government, and with good practices."""
        return count_kinds(self.cities)


@dataclass(frozen=True)
class RegionsPage:
    """The page that leads to all regions."""

    template: ClassVar[str] = "regions.md"
    regions: Mapping[str, RegionPage]


LONGEST = 40
"""Letters in the name of a page."""


def name_page(region: str) -> str:
    """Name of a region's page, without its ending: short enough for every disk, and never empty.

    >>> name_page("Latin America and the Caribbean"), len(name_page("x" * 300))
    ('latin-america-and-the-caribbean', 49)
    """
    name = re.sub(r"[^a-z]+", "-", region.lower()).strip("-")
    # what was cut or has no such letters is told apart by a digest
    return name if 0 < len(name) <= LONGEST else f"{name[:LONGEST]}-{digest(region.encode())[:8]}"


def region_files(
    tables: CityTables, governments: Sequence[Governments], cities: Sequence[CityEntry]
) -> dict[str, RegionPage | RegionsPage]:
    """The page of every region and the one that leads to them, by their paths in the book; cities after `all_cities.list_cities`."""
    shares = select_shares(tables)
    pages = {
        name_page(region): RegionPage(
            region,
            [one for one in cities if one.region == region],
            find_residents(shares, tables.editions, region),
            [count_governments(one, region) for one in governments if _is_in(one, region)],
        )
        for region in dict.fromkeys(one.region for one in cities)
    }
    return {INDEX: RegionsPage(pages)} | {
        f"{FOLDER}/{name}.md": page for name, page in pages.items()
    }


def select_shares(tables: CityTables) -> pd.DataFrame:
    """The favourable shares of all answers that were asked, none on the city as a whole, each with its label, region and country."""
    answers = tables.answers[
        tables.answers["favourable_pct"].notna()
        & (tables.answers["base"] == ALL_ANSWERS)
        & ~tables.answers["item"].isin(tables.whole)
    ]
    items = tables.items.loc[tables.items["asked"], ["edition", "item", "share_of"]]
    named = answers.merge(items, on=["edition", "item"])
    return named.join(tables.register[["region", "country"]], on="city_code")


def find_residents(
    shares: pd.DataFrame, editions: Sequence[CityEdition], region: str
) -> Residents | None:
    """What residents of a region answered in the newest survey with enough shares; None if there is none.

    Parameters
    ----------
    shares
        As `select_shares` gives them.
    editions
        All of them, in time.

    Notes
    -----
    The highest is so where its mean difference to all but those named with it has an interval above zero, over the cities of
    the region and by country, and where its median is the highest, too.
    """
    here = shares[shares["region"] == region]
    for edition in reversed(editions):
        rows = here[here["edition"] == edition.id]
        wide = rows.pivot(index="city_code", columns="share_of", values="favourable_pct")  # noqa: PD010
        if wide.shape[1] >= LEAST_SHARES:
            country = rows.drop_duplicates("city_code").set_index("city_code")["country"]
            most, least = (
                _find_end(wide, country.loc[wide.index], edition.confidence_pct, sign)
                for sign in (1, -1)
            )
            return Residents(edition, len(wide), wide.shape[1], most, least)
    return None


def _find_end(
    wide: pd.DataFrame, country: pd.Series, confidence_pct: float, sign: int
) -> list[str]:
    """The highest or lowest of several shares over cities, in words; nothing where it cannot be said."""
    medians = wide.median()
    names = leaders(wide, country, confidence_pct, sign)
    if len(names) > MOST_NAMED or (sign * medians).idxmax() not in names:
        return []
    return [
        _("‘{label}’ (median {share} %)", label=name, share=decimal(medians[name]))
        for name in names
    ]


def _is_in(governments: Governments, region: str) -> bool:
    rows = governments.survey.participation
    here = rows[(rows["dimension"] == "region") & (rows["group"] == region)]
    return bool((here["withheld"] | (here["answered"] > 0)).any())


def count_governments(governments: Governments, region: str) -> OfSurvey:
    """How many governments of a region answered a survey, and what they named."""
    survey, rows = governments.survey, governments.survey.participation
    (here,) = rows[(rows["dimension"] == "region") & (rows["group"] == region)].to_dict("records")
    sides = (_side(survey, side, region) for side in ROLES)
    answered = None if here["withheld"] else int(here["answered"])
    return OfSurvey(survey, governments.folder, answered, [one for one in sides if one.named])


def _side(survey: Survey, side: str, region: str) -> Side:
    """What governments of a region named most often; nothing where nobody asked or it is withheld."""
    question = survey.question_on(side)
    if not question:
        return Side(side, 0, [])
    shares = list_shares(survey, question)
    here = shares[(shares["dimension"] == "region") & (shares["group"] == region)]
    here = here[(here["state"] == "") & here["n"].notna() & (here["n"] > 0)]
    down = here.sort_values("n", ascending=False, kind="stable")
    named = [Named(str(name), int(n)) for name, n in zip(down["name"], down["n"], strict=True)]
    # an answer as frequent as the last that is named is not left out
    cut = named[NAMED - 1].n if len(named) > NAMED else 0
    some = [one for one in named if one.n >= cut]
    return Side(side, int(here["base"].max()) if len(here) else 0, some)
