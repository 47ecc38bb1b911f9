"""What `study import` says at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quire.text.words import counted
from studylib.importing.choosing import Chosen
from studylib.importing.vintages import Change

NAMED = 8
"""Places and periods that are named; the others are counted."""


@dataclass(frozen=True)
class Report:
    """What was done, or would be.

    Attributes
    ----------
    forms
        The files with their formats.
    credit
        Whom the figures are credited to.
    written
        Whether anything differs from what is on disk.
    """

    statistic: str
    forms: Sequence[str]
    credit: str
    chosen: Chosen
    change: Change
    written: bool


def say_report(report: Report, *, dry_run: bool) -> str:
    """The report as lines."""
    figures = counted(len(report.chosen.figures), "figure")
    flags = Counter(flag for one in report.chosen.figures for flag in one.flag.split())
    lines = [
        *(f"read: {form}" for form in report.forms),
        f"{report.statistic}: {figures}, credited to {report.credit}",
        f"beside what was there: {report.change.said}",
        *(f"flag: {count:,} {flag}" for flag, count in sorted(flags.items())),
        *(f"left out: {said}" for said in say_left(report.chosen)),
    ]
    if not report.written:
        end = "nothing to write: all of it stands there"
    elif dry_run:
        end = "nothing was written (--dry-run)"
    else:
        end = "written: data/raw/official_statistics.csv and .yml; now: study run"
    return "\n".join([*lines, end])


def say_left(chosen: Chosen) -> list[str]:
    """What was left out, each kind with how many figures and which they are."""
    lines = [
        f"{counted(some.total(), 'figure')} of {counted(len(some), *kind)}: {_name(some)}"
        for some, kind in (
            (
                chosen.places,
                ("place that the study does not know", "places that the study does not know"),
            ),
            (chosen.periods, ("period that is no year", "periods that are no years")),
        )
        if some
    ]
    if chosen.withheld:
        lines.append(f"{counted(chosen.withheld, 'figure')} that may not be shown, by their flag")
    if chosen.gaps:
        lines.append(f"{counted(chosen.gaps, 'cell')} without a figure")
    return lines


def say_converted(chosen: Chosen, unit: str) -> list[str]:
    """The units that figures were converted from."""
    return [
        f"{one} times {by:f} is {unit}" for one, by in sorted(chosen.converted.items()) if by != 1
    ]


def _name(some: Counter[str]) -> str:
    names = sorted(some)
    more = [f"and {len(names) - NAMED:,} more"] * (len(names) > NAMED)
    return ", ".join([*names[:NAMED], *more])
