"""Half-years, by which the Community reports."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from quire.core.errors import StudyError
from quire.text.messages import _

WRITTEN = re.compile(r"(2\d\d\d)-([12])")


@dataclass(frozen=True, order=True)
class HalfYear:
    """A half of a year: 1 from January to June, 2 from July to December.

    >>> HalfYear(2027, 1).first, HalfYear(2027, 1).last, str(HalfYear(2027, 2))
    ('2027-01-01', '2027-06-30', '2027-2')
    """

    year: int
    half: int

    def __str__(self) -> str:
        """As it is written on the command line."""
        return f"{self.year}-{self.half}"

    @property
    def first(self) -> str:
        """Its first day."""
        return f"{self.year}-{'01-01' if self.half == 1 else '07-01'}"

    @property
    def last(self) -> str:
        """Its last day."""
        return f"{self.year}-{'06-30' if self.half == 1 else '12-31'}"

    @property
    def name(self) -> str:
        """As sentences say it.

        >>> HalfYear(2027, 2).name
        'second half of 2027'
        """
        if self.half == 1:
            return _("first half of {year}", year=self.year)
        return _("second half of {year}", year=self.year)


def half_year_of(day: str) -> HalfYear:
    """The half-year that an ISO day is in.

    >>> half_year_of("2027-06-30"), half_year_of("2027-07-01")
    (HalfYear(year=2027, half=1), HalfYear(year=2027, half=2))
    """
    date = datetime.date.fromisoformat(day)
    return HalfYear(date.year, 1 if date.month <= 6 else 2)


def read_half_year(text: str) -> HalfYear:
    """A half-year as it is written on the command line.

    Raises
    ------
    StudyError
        If it is written otherwise.
    """
    match = WRITTEN.fullmatch(text)
    if not match:
        raise StudyError(
            f"{text!r} is no half-year", where="--half-year", repair="write year and half: 2027-1"
        )
    return HalfYear(int(match[1]), int(match[2]))
