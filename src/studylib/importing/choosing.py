"""From all that a file holds to the figures of one statistic: rows chosen, places and flags in the study's words, units checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import groupby

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.text.words import listed
from studylib.importing.flags import Flags, find_factor, write_number
from studylib.importing.places import Places
from studylib.importing.published import Published, Series

YEAR = re.compile(r"(?:19|2[01])\d\d")
YEARLY = "A"
OF_PLACES = {"city_code", "city", "country_code", "country", "country name"}
"""Keys that say no more than the place, or the same in other words."""
SHOWN = 5
"""Faults of one kind that are named; the others are counted."""


@dataclass(frozen=True)
class Wanted:
    """The statistic, a row of `framework/statistics.csv`, and what the caller says of the files.

    Attributes
    ----------
    only
        Keys of the file, each with the code that is wanted.
    said_unit
        The unit, where the file does not say it.
    """

    statistic: str
    level: str
    code: str
    unit: str
    minimum: float
    maximum: float
    only: Mapping[str, str] = field(default_factory=dict)
    said_unit: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure that is taken in, with the line that it is from."""

    place: str
    year: str
    value: str
    flag: str
    file: str
    line: int


@dataclass
class Chosen:
    """What came of files.

    Attributes
    ----------
    places, periods
        What was left out: by code of a place that the study does not know, and by period that is no year, how many figures.
    gaps, withheld
        Cells without a figure, and figures that are confidential or otherwise not to be shown.
    converted
        Units that figures were converted from, with the factor.
    """

    figures: list[Figure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    places: Counter[str] = field(default_factory=Counter)
    periods: Counter[str] = field(default_factory=Counter)
    gaps: int = 0
    withheld: int = 0
    converted: dict[str, Decimal] = field(default_factory=dict)


def choose_figures(
    files: Iterable[Published], wanted: Wanted, tables: Mapping[str, pd.DataFrame]
) -> Chosen:
    """The figures of one statistic in some files, with everything that stands in the way.

    Parameters
    ----------
    tables
        The raw tables `countries`, `cities`, `city_names`, `city_codes`, `flags` and `units`.
    """
    chosen = Chosen()
    places, flags = Places(tables, wanted.level, wanted.statistic), Flags(tables["flags"])
    for published in files:
        series, faults = _select(published, wanted)
        known = [(one, places.find(one.keys, published.place)) for one in series]
        for one, place in known:
            if not place:
                chosen.places[one.keys[published.place]] += sum(bool(c.value) for c in one.cells)
        here = [(one, place) for one, place in known if place]
        factors, wrong = _find_factors(published, [one for one, _ in here], wanted, tables["units"])
        chosen.converted |= {unit: by for unit, by in factors.items() if unit != wanted.unit}
        chosen.faults += [*faults, *wrong]
        for one, place in here:
            unit = one.keys.get(published.unit, "") or wanted.said_unit
            if unit in factors:
                _take(chosen, published.file, one, place, factors[unit], wanted, flags)
        chosen.faults += _find_doubled(published, here)
    chosen.figures, doubled = _unite(chosen.figures)
    # that two lines disagree says nothing new where it is known by which keys they differ
    chosen.faults = limit_faults(chosen.faults or doubled)
    return chosen


def limit_faults(faults: Sequence[Fault]) -> list[Fault]:
    """The first faults of each kind in each file, and how many more there are."""
    kept: list[Fault] = []
    for (file, what), group in groupby(
        sorted(faults, key=lambda one: (one.file, one.what, one.row)),
        key=lambda one: (one.file, one.what),
    ):
        some = list(group)
        kept += some[:SHOWN]
        if more := some[SHOWN:]:
            kept.append(
                Fault(file, more[0].row, "", "", f"{what}: {len(more):,} more", more[0].repair)
            )
    return kept


def _select(published: Published, wanted: Wanted) -> tuple[list[Series], list[Fault]]:
    """The series of the statistic's code and of the keys that the caller names."""
    series, faults = list(published.series), []
    names = list(series[0].keys) if series else []
    if series and published.place not in names:
        what, repair = "has no column of places that the study knows", "name it geo or city_code"
        return [], [_fault(published, what, repair)]
    for key, code in wanted.only.items():
        name = next((one for one in names if one.casefold() == key.casefold()), "")
        if not name:
            faults.append(_fault(published, "is no key of the file", nearest(key, names), key))
            continue
        codes = {one.keys[name] for one in series}
        series = [one for one in series if one.keys[name] == code]
        if not series:
            faults.append(_fault(published, f"{key} is never that", nearest(code, codes), code))
    subject = published.subject
    if series and subject and subject.casefold() not in {key.casefold() for key in wanted.only}:
        codes = {one.keys[subject] for one in series}
        own = {wanted.code, wanted.statistic} & codes
        if own:
            series = [one for one in series if one.keys[subject] in own]
        elif wanted.code or len(codes) > 1:
            what = f"{wanted.code or wanted.statistic} is not among its {subject}"
            repair = f"look at the column code of framework/statistics.csv, or name it by --only {subject}=CODE"
            return [], [*faults, _fault(published, what, repair)]
    frequency = next((one for one in names if one.casefold() in {"freq", "frequency"}), "")
    if frequency and YEARLY in {one.keys[frequency] for one in series}:
        series = [one for one in series if one.keys[frequency] == YEARLY]
    return series, faults


def _find_factors(
    published: Published, series: Sequence[Series], wanted: Wanted, units: pd.DataFrame
) -> tuple[dict[str, Decimal], list[Fault]]:
    """By unit of the file what its figures are multiplied with, and a fault for each that cannot be the statistic's."""
    factors, faults = {}, []
    own = dict.fromkeys(one.keys.get(published.unit, "") for one in series)
    for unit in own:
        if unit and wanted.said_unit and unit != wanted.said_unit:
            what, repair = f"says the unit {unit}", "leave --unit out, or mend it"
            faults.append(_fault(published, what, repair, wanted.said_unit))
        elif not (unit or wanted.said_unit):
            what, repair = (
                "does not say its unit",
                f"look it up, and say it: --unit '{wanted.unit}'",
            )
            faults.append(_fault(published, what, repair))
        elif (factor := find_factor(unit or wanted.said_unit, wanted.unit, units)) is None:
            what = f"is in {unit or wanted.said_unit}, and {wanted.statistic} in {wanted.unit}"
            key = published.unit or "unit"
            repair = f"choose other figures by --only {key}=CODE, or declare in framework/units.csv what one is in the other"
            faults.append(_fault(published, what, repair))
        else:
            factors[unit or wanted.said_unit] = factor
    return factors, faults


def _take(
    chosen: Chosen,
    file: str,
    series: Series,
    place: str,
    factor: Decimal,
    wanted: Wanted,
    flags: Flags,
) -> None:
    """Add the cells of a series to what is chosen."""
    for cell in series.cells:
        flag, odd = flags.read(cell.flag)
        kept = set(flag.split()) <= flags.kept
        if not cell.value:
            chosen.gaps += 1
        elif not YEAR.fullmatch(cell.time):
            chosen.periods[cell.time] += 1
        elif odd:
            what, repair = "is a flag that nobody knows", "add it to framework/flags.csv"
            chosen.faults.append(Fault(file, series.line, "flag", odd, what, repair))
        elif not kept:
            chosen.withheld += 1
        else:
            value = _read_number(cell.value)
            what, repair = "is no number", "digits and a point only, without blanks or commas"
            if value is not None:
                value = value.scaleb(series.power) * factor
                what = f"is impossible for {wanted.statistic} ({wanted.unit})"
                repair = "look at the unit, or mend the bounds in framework/statistics.csv"
            if value is None or value < wanted.minimum or value > wanted.maximum:
                chosen.faults.append(Fault(file, series.line, cell.time, cell.value, what, repair))
                continue
            figure = Figure(place, cell.time, write_number(value), flag, file, series.line)
            chosen.figures.append(figure)


def _read_number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and "_" not in text else None


def _find_doubled(published: Published, here: Sequence[tuple[Series, str]]) -> list[Fault]:
    """A fault that names the keys by which several figures of one place and year differ."""
    by_figure: dict[tuple[str, str], list[Series]] = {}
    for series, place in here:
        for cell in series.cells:
            if cell.value:
                by_figure.setdefault((place, cell.time), []).append(series)
    doubled = [one for some in by_figure.values() if len(some) > 1 for one in some]
    keys = doubled[0].keys if doubled else ()
    names = [one for one in keys if one != published.place and one.casefold() not in OF_PLACES]
    codes = {name: sorted({one.keys[name] for one in doubled}) for name in names}
    varied = {name: some for name, some in codes.items() if len(some) > 1}
    if not varied:
        return []
    what = "has several figures for a place and a year, by " + listed(
        f"{name} ({', '.join(some[:6])})" for name, some in varied.items()
    )
    choices = " ".join(f"--only {name}={some[-1]}" for name, some in varied.items())
    return [_fault(published, what, f"choose one, such as {choices}")]


def _unite(figures: Sequence[Figure]) -> tuple[list[Figure], list[Fault]]:
    """Each figure once; a fault where two lines disagree on one."""
    united: dict[tuple[str, str], Figure] = {}
    faults = []
    for one in figures:
        first = united.setdefault((one.place, one.year), one)
        if (first.value, first.flag) != (one.value, one.flag):
            what = f"{one.place} has another figure for {one.year} in {first.file}:{first.line}"
            faults.append(Fault(one.file, one.line, one.year, one.value, what, "keep one of them"))
    return list(united.values()), faults


def _fault(published: Published, what: str, repair: str, value: str = "") -> Fault:
    return Fault(published.file, 0, "", value, what, repair)
