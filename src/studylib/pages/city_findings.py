"""What the page of a city says first: what stands out, what changed, and which practices fit. No more is said than an interval supports.

The words are in the templates `city*`, the rule for shares is in `questions.standouts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quire.text.messages import _, ngettext
from quire.text.words import decimal, interval
from studylib.charts.cityplots import Bar, range_bar
from studylib.data.perception import ALL_ANSWERS
from studylib.pages.city_figures import Answer, Change, known
from studylib.pages.city_scores import Score, Scored, Suggestion
from studylib.pages.city_tables import CityEdition
from studylib.questions.city_changes import expect_by_chance
from studylib.questions.standouts import Ends, Share, find_ends
from studylib.statistics.intervals import wilson

NAMED = 2
"""As many areas are named with their difference in the opening; the rest are counted, and stand with their scores."""

MOST_LISTED = 7
"""As many questions are named in one sentence."""


@dataclass(frozen=True)
class Shares:
    """The favourable shares of a city in one survey that are of the same base, the highest first, and which of them stand out."""

    edition: CityEdition
    respondents: float
    shares: Sequence[Share]
    ends: Ends

    @property
    def most(self) -> list[str]:
        """The highest, in words."""
        return [_name_share(share) for share in self.ends.most]

    @property
    def least(self) -> list[str]:
        """The lowest, in words."""
        return [_name_share(share) for share in self.ends.least]

    @property
    def named(self) -> list[str]:
        """The questions they are of, if these are few enough to be read in one sentence."""
        few = len(self.shares) <= MOST_LISTED
        return [_("‘{label}’", label=share.label) for share in self.shares] if few else []

    @property
    def bars(self) -> list[tuple[str, Markup]]:
        """What each share is of, and its drawing."""
        return [(share.label, _bar(share)) for share in self.shares]


@dataclass(frozen=True)
class Opening:
    """What stands out in a city.

    Attributes
    ----------
    scored
        The newest edition whose area scores stand beside those of similar cities; None if there is none.
    shares
        The newest survey with shares that may be set beside each other; None if there is none.
    """

    scored: Scored | None
    shares: Shares | None

    @property
    def above(self) -> Sequence[str]:
        """The areas above similar cities, as the opening names them."""
        return name_areas(self.scored.above) if self.scored else ()

    @property
    def below(self) -> Sequence[str]:
        """The areas below similar cities, as the opening names them."""
        return name_areas(self.scored.below) if self.scored else ()


@dataclass(frozen=True)
class Changes:
    """What changed in a city: all comparisons, how many may count as changes, and what the intervals rest on."""

    rows: Sequence[Change]
    held: Sequence[Change]
    confidence_pct: float
    asked: Sequence[int]

    @property
    def changed(self) -> int:
        """In how many comparisons the interval leaves out zero."""
        return sum(row.changed for row in self.rows)

    @property
    def by_chance(self) -> float:
        """How many of them would do so if nothing had changed."""
        return expect_by_chance(len(self.rows), self.confidence_pct)


@dataclass(frozen=True)
class Fit:
    """An area in which a city lies below similar ones, and practices worth a look.

    Attributes
    ----------
    years
        When it does, the newest first.
    still
        Whether it does in the newest edition with scores.
    scored
        Whether a later edition has a score of this area, and so could show it.
    """

    area: str
    years: Sequence[int]
    still: bool
    scored: bool
    practices: Sequence[Suggestion]


def name_areas(rows: Sequence[Score]) -> list[str]:
    """Areas with their differences as far as there is room, and how many more there are."""
    named = [row.difference_said for row in rows[:NAMED]]
    more = len(rows) - NAMED
    return [*named, ngettext("{n} more area", "{n} more areas", more)] if more > 0 else named


def open_page(
    scored: Sequence[Scored],
    editions: Sequence[CityEdition],
    answers: Sequence[Answer],
    respondents: Mapping[str, float],
    whole: frozenset[str] = frozenset(),
) -> Opening:
    """What stands out in a city.

    Parameters
    ----------
    scored
        Its scores, the newest edition first.
    editions
        All of them, in time.
    answers
        Its answers in the surveys of the editions.
    respondents
        By edition, how many residents are taken to have answered.
    whole
        Items that ask about the city as a whole, and so about nothing that could stand out.
    """
    compared = next((one for one in scored if one.compared), None)
    for edition in reversed(editions):
        rows = [
            row
            for row in answers
            if row.edition == edition.id
            and row.asked
            and not row.missing
            and row.base == ALL_ANSWERS
            and row.item not in whole
            and known(row.favourable_pct)
        ]
        number = respondents.get(edition.id, 0)
        if known(number) and number > 0 and rows:
            shares = [_share(row, number, edition.confidence_pct) for row in rows]
            ends = find_ends(shares)
            if ends.of:
                down = sorted(shares, key=lambda share: -share.share_pct)
                return Opening(compared, Shares(edition, number, down, ends))
    return Opening(compared, None)


def find_held(rows: Sequence[Change], editions: Sequence[str]) -> list[Change]:
    """The changes that count when false discoveries are held, the newest first and then the largest.

    Parameters
    ----------
    rows
        All comparisons of a city.
    editions
        Ids in time.
    """
    order = {id: place for place, id in enumerate(editions)}
    held = [row for row in rows if row.held]
    return sorted(held, key=lambda row: (-order[row.after], -abs(row.change)))


def find_fits(scored: Sequence[Scored]) -> list[Fit]:
    """The areas for which practices fit, each once, as the newest edition has it; `scored` is the newest first."""
    fits: dict[str, Fit] = {}
    below = {row.area for one in scored[:1] for row in one.below}
    later: set[str] = set()
    for one in scored:
        for area, practices in one.fitting.items():
            before = fits.get(area)
            years = [*(before.years if before else ()), one.edition.wave_year or one.edition.year]
            own = before.practices if before else practices
            since = before.scored if before else area in later
            fits[area] = Fit(area, years, area in below, since, own)
        later |= {row.area for row in one.rows}
    return list(fits.values())


def _share(row: Answer, respondents: float, confidence_pct: float) -> Share:
    ends = wilson(row.favourable_pct, respondents, confidence_pct)
    return Share(row.label, row.favourable_pct, *ends)


def _name_share(share: Share) -> str:
    return _(
        "‘{label}’ ({share} %, interval {ends})",
        label=share.label,
        share=decimal(share.share_pct),
        ends=interval(share.low, share.high),
    )


def _bar(share: Share) -> Markup:
    said = _(
        "{label}: {share} per cent, interval {ends}.",
        label=share.label,
        share=decimal(share.share_pct),
        ends=interval(share.low, share.high),
    )
    return range_bar(Bar(share.share_pct, share.low, share.high), said)
