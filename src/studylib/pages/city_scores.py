"""The area scores of one city beside other cities, as its page shows them; no more is said than an interval supports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quire.text.messages import _
from quire.text.words import decimal, interval, listed
from studylib.charts.cityplots import Bar, range_bar
from studylib.index.bands import BETWEEN
from studylib.pages.city_figures import Answer, known
from studylib.pages.city_tables import CityEdition, Survey
from studylib.questions.city_profiles import ABOVE, BELOW


@dataclass(frozen=True)
class Score:
    """An area score beside others; a row of `city_profiles.profile_cities`."""

    edition: str
    survey: str
    area_code: str
    area: str
    score: float
    low: float
    high: float
    band: str
    bands_reached: str
    coverage_pct: float
    country_cities: int
    country_middle: float
    similar_group: str
    similar_cities: int
    similar_middle: float
    difference: float
    difference_low: float
    difference_high: float
    standardised: float
    stands: str

    @property
    def band_said(self) -> str:
        """Its band with how sure that is."""
        others = [
            _("‘{band}’", band=name)
            for name in self.bands_reached.split(BETWEEN)
            if name not in {self.band, ""}
        ]
        if not others:
            return self.band
        return _(
            "{band} (the interval also reaches {others})", band=self.band, others=listed(others)
        )

    @property
    def difference_said(self) -> str:
        """The area with its difference from similar cities."""
        return _(
            "{area} ({difference} points, interval {interval})",
            area=self.area,
            difference=decimal(self.difference, sign=True),
            interval=interval(self.difference_low, self.difference_high, sign=True),
        )


@dataclass(frozen=True)
class Suggestion:
    """A practice on an area in which similar cities are further; a row of `needs.suggest_practices`."""

    edition: str
    area_code: str
    practice: str
    title: str
    practice_city: str
    near: str


@dataclass(frozen=True)
class Scored:
    """The scores of a city in an edition.

    Attributes
    ----------
    rows
        The scores, in the order of the framework; at least one.
    bars
        The area of each, and its drawing.
    survey
        The survey that they are of.
    no_country, no_similar
        Areas in which there are too few other cities of the country, or similar ones, for a median.
    groups
        Which cities count as similar, with the areas that they do so for.
    compared, above, below
        Areas with similar cities, those first that differ most in standard deviations, since a difference in points is larger
        where an area has few items; and those whose whole interval lies on one side.
    open
        Areas for which the sample leaves open on which side the city lies.
    fitting
        By area that lies below similar cities, practices that may be worth a look.
    """

    edition: CityEdition
    rows: Sequence[Score]
    bars: Sequence[tuple[str, Markup]]
    survey: Survey
    no_country: Sequence[str]
    no_similar: Sequence[str]
    groups: Mapping[str, Sequence[str]]
    compared: Sequence[Score]
    above: Sequence[Score]
    below: Sequence[Score]
    open: Sequence[str]
    fitting: Mapping[str, Sequence[Suggestion]]


def scores_of(
    edition: CityEdition,
    rows: Sequence[Score],
    practices: Sequence[Suggestion],
    survey: Survey,
    country: str,
) -> Scored:
    """What there is to say of the scores of a city in an edition, with practices that fit."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row.similar_group:
            groups.setdefault(row.similar_group, []).append(row.area)
    compared = sorted(
        (row for row in rows if known(row.similar_middle)),
        key=lambda row: -abs(row.standardised) if known(row.standardised) else 0,
    )
    below = [row for row in compared if row.stands == BELOW]
    fitting = {
        row.area: [one for one in practices if one.area_code == row.area_code] for row in below
    }
    sides = {ABOVE, BELOW}
    return Scored(
        edition=edition,
        rows=rows,
        bars=[(row.area, _bar(row, country)) for row in rows],
        survey=survey,
        no_country=[row.area for row in rows if not known(row.country_middle)],
        no_similar=[row.area for row in rows if not known(row.similar_middle)],
        groups=groups,
        compared=compared,
        above=[row for row in compared if row.stands == ABOVE],
        below=below,
        open=[row.area for row in rows if row in compared and row.stands not in sides],
        fitting={area: some for area, some in fitting.items() if some},
    )


def say_why_no_score(answers: Sequence[Answer], beside: Sequence[Answer]) -> str:
    """Why an edition gives a city no score, from its answers in the edition's survey and in others."""
    there = [row for row in answers if row.asked and not row.missing]
    if beside and not there:
        return _(
            "its figures are of another survey, which asked too few of the items or says too little of itself"
        )
    if not there:
        return _("there is no figure of the city")
    if not any(known(row.balance) for row in there):
        return _(
            "only the positive shares of this city are known, and a score needs both sides of the answers"
        )
    return _("too few items of its focus areas have figures for both sides of the answers here")


def _bar(row: Score, country: str) -> Markup:
    """A score with its interval and the medians that there are, drawn."""
    medians = (row.country_middle, row.similar_middle)
    drawn = (median if known(median) else None for median in medians)
    return range_bar(Bar(row.score, row.low, row.high, *drawn), _say_bar(row, country))


def _say_bar(row: Score, country: str) -> str:
    """The same in words."""
    said = {
        "area": row.area,
        "score": decimal(row.score),
        "interval": interval(row.low, row.high),
        "country": country,
        "middle": decimal(row.country_middle),
        "similar": decimal(row.similar_middle),
    }
    if known(row.country_middle) and known(row.similar_middle):
        return _(
            "{area}: score {score} of 100, interval {interval}; "
            "median of other cities, {country}: {middle}; "
            "median of other cities, similar cities: {similar}.",
            **said,
        )
    if known(row.country_middle):
        return _(
            "{area}: score {score} of 100, interval {interval}; "
            "median of other cities, {country}: {middle}.",
            **said,
        )
    if known(row.similar_middle):
        return _(
            "{area}: score {score} of 100, interval {interval}; "
            "median of other cities, similar cities: {similar}.",
            **said,
        )
    return _("{area}: score {score} of 100, interval {interval}.", **said)
