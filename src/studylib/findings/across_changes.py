"""What changed between surveys in the same cities: concepts, and areas on their common items.

Editions are called by the years of their surveys. No change is claimed that could well be chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.cells import Fold
from quire.text.messages import _, ngettext
from quire.text.words import apart_from, counted, interval, listed, small
from studylib.charts.trendcharts import trend_panels
from studylib.data.enumerations import join_by_semicolon
from studylib.findings import chance, titles
from studylib.findings.across_editions import (
    Editions,
    fold_names,
    get_years,
    group_by_survey,
    name_source,
    name_span,
    say_mean,
)
from studylib.findings.spans import by_survey, survey_name
from studylib.questions.area_changes import AreaChanges, build_area_lines
from studylib.questions.comparability import count_known_in_part
from studylib.questions.family import Family
from studylib.questions.trends import NAMES_BETWEEN

NONE = _("No concept was asked in the same way in two surveys, so nothing is compared.")


def family(compared: Family) -> Finding:
    """How many comparisons of the page are one family."""
    return chance.family(compared.tested, origin="answers: favourable_pct, balance")


def concepts(
    editions: Editions, compared: Family, cells: pd.DataFrame, confidence_pct: float
) -> Finding:
    """How many concepts moved in the same cities, and by how much each.

    Parameters
    ----------
    editions
        All editions.
    compared, cells
        As `family.compare_editions` and `trends.map_cells` give them.
    confidence_pct
        Coverage of the intervals.
    """
    years = get_years(editions)
    table, in_part = by_survey(compared.concepts, years), count_known_in_part(cells)
    said = _say_changes(table, named=False)
    level = _(
        "Intervals are at {confidence} per cent and allow for the cities of a country moving "
        "together.",
        confidence=f"{confidence_pct:g}",
    )
    unread = _say_in_part(in_part, years)
    origin = _("this notebook: confidence_pct")
    return Finding(
        Statement("changes", int(table["moved"].sum()), said, origin="answers: favourable_pct"),
        Statement("in_part", len(in_part), unread, origin="comparability: status"),
        Statement("confidence", confidence_pct, level, origin=origin),
        *_list_moved(compared.concepts, years, name_source(editions)),
        Table(
            "changes",
            _tabulate_changes(table),
            _("All changes between neighbouring surveys, and what all cities together would show"),
            name_source(editions),
            fold=_(
                "All {changes}, also those that are not shown",
                changes=counted(len(table), "change"),
            ),
        ),
    )


def _list_moved(
    table: pd.DataFrame, years: Mapping[str, int | None], source: str
) -> Iterator[Table]:
    """What moved, a table for each two surveys, the newest first and what rose most first."""
    steps = list(table.groupby(["before", "after"], sort=False))
    for (before, after), part in reversed(steps):
        moved = part[part["moved"]].sort_values("within", ascending=False, kind="stable")
        ends = zip(moved["low"], moved["high"], strict=True)
        yield Table(
            f"moved-{before}-{after}",
            pd.DataFrame(
                {
                    _("Question"): moved["label"],
                    _("Change, points"): _write_points(moved["within"]),
                    _("Interval, points"): [interval(low, high, sign=True) for low, high in ends],
                    _("Same cities"): moved["cities"].astype(int),
                }
            ),
            _(
                "{n} of {all} moved from {before} to {after}: mean favourable share in the same cities",
                n=len(moved),
                all=counted(len(part), "question"),
                before=survey_name(str(before), years),
                after=survey_name(str(after), years),
            ),
            source,
        )


def _count_concepts(number: int) -> str:
    return counted(number, "concept")


def _count_areas(number: int) -> str:
    return counted(number, "area")


def _say_changes(
    table: pd.DataFrame, count: Callable[[int], str] = _count_concepts, *, named: bool = True
) -> str:
    """How many moved from one survey to the next, up and down, by name where no table has the names."""
    if table.empty:
        return NONE
    said: list[str] = []
    for (before, after), part in table.groupby(["before", "after"], sort=False):
        moved = part[part["moved"]]
        counts = {
            "before": before,
            "after": after,
            "n": len(moved),
            "all": count(len(part)),
        }
        sides = listed(filter(None, (_say_up(moved, named), _say_down(moved, named))))
        said.append(
            _(
                "From {before} to {after}, {n} of {all} moved in the same cities: {sides}.",
                **counts,
                sides=sides,
            )
            if sides
            else _("From {before} to {after}, {n} of {all} moved in the same cities.", **counts)
        )
    return " ".join([*said, chance.WHOLE_SURVEY] if table["moved"].any() else said)


def _say_up(moved: pd.DataFrame, named: bool) -> str:
    number, names = _name_moved(moved[moved["within"] > 0])
    if not (number and named):
        return _("{n} up", n=number) if number else ""
    return _("{n} up ({names})", n=number, names=names)


def _say_down(moved: pd.DataFrame, named: bool) -> str:
    number, names = _name_moved(moved[moved["within"] < 0])
    if not (number and named):
        return _("{n} down", n=number) if number else ""
    return _("{n} down ({names})", n=number, names=names)


def _name_moved(part: pd.DataFrame) -> tuple[int, str]:
    moves = zip(part["label"], part["within"], strict=True)
    return len(part), listed(
        _("{label} {points}", label=small(label), points=apart_from(by, sign=True))
        for label, by in moves
    )


def _say_in_part(in_part: Mapping[str, tuple[int, int]], years: Mapping[str, int | None]) -> str:
    """That a count of what moved says nothing of what this copy does not have."""
    return " ".join(
        _(
            "Of the survey of {survey} this copy has {concepts}; up to {lacking} more were asked, "
            "and others chose which of them can be read. So its count of what moved says nothing "
            "of the rest.",
            survey=survey_name(edition, years),
            concepts=counted(there, "concept"),
            lacking=lacking,
        )
        for edition, (there, lacking) in in_part.items()
    )


def _tabulate_changes(table: pd.DataFrame) -> pd.DataFrame:
    """Changes, with the difference of all cities taken apart."""
    spans = zip(table["before"], table["after"], strict=True)
    ends = zip(table["low"], table["high"], strict=True)
    return pd.DataFrame(
        {
            _("Concept"): table["label"],
            _("Surveys"): [name_span(before, after) for before, after in spans],
            _("Cities in both"): fold_names(table["names"]),
            _("Same cities, points"): _write_points(table["within"]),
            _("Interval, points"): [interval(low, high, sign=True) for low, high in ends],
            _("Moved"): [_("yes") if moved else _("no") for moved in table["moved"]],
            _("Cities that came and went, points"): _write_points(table["other_cities"]),
            _("Method, points"): _write_points(table["method"]),
            _("All cities, points"): _write_points(table["whole"]),
        }
    )


def _write_points(values: pd.Series) -> list[str]:
    return [apart_from(value, sign=True) for value in values]


def areas(editions: Editions, compared: Family) -> Finding:
    """Which areas moved on common items, what own scores add, and what has no score."""
    years = get_years(editions)
    own = compared.areas
    compared_as = {group[-1].id for group in group_by_survey(editions).values()}
    dated = AreaChanges(
        by_survey(own.changes, years),
        by_survey(own.refused, years),
        tuple(survey_name(edition, years) for edition in own.without if edition in compared_as),
    )
    table = build_area_lines(own.changes, years)
    moved, said = int(own.changes["moved"].sum()), _say_areas(dated)
    return Finding(
        Statement("areas", moved, said, origin="answers: balance"),
        Drawing(
            "area-lines",
            lambda: trend_panels(table, _("Score, points")),
            table,
            title=titles.title_area_lines(own.changes),
            subtitle=_("Mean area scores of residents' answers, points from 0 to 100, by survey"),
            caption=_(
                "Mean over cities: on common items in the same cities (filled, joined), "
                "and each survey's own score (open)"
            ),
            alt=_describe_areas(dated.changes),
            source=name_source(editions),
        ),
        Table(
            "area-changes",
            _tabulate_areas(dated.changes),
            _("Change of the mean area score between neighbouring surveys"),
            name_source(editions),
        ),
    )


def _say_areas(dated: AreaChanges) -> str:
    table = dated.changes
    said: list[str] = [_("No area has a common item in two surveys.")]
    if len(table):
        said = [
            _say_changes(table, _count_areas),
            _(
                "The surveys' own scores differ by more because of other items than because of "
                "change in the same cities in {n} of {all} comparisons, and so no line joins them.",
                n=int((table["method"].abs() > table["within"].abs()).sum()),
                all=len(table),
            ),
        ]
    for label, part in dated.refused.groupby("label", sort=False):
        reasons = listed(
            _("{span} ({reason})", span=name_span(before, after), reason=reason)
            for before, after, reason in zip(
                part["before"], part["after"], part["reason"], strict=True
            )
        )
        said.append(_("{area} has no score for {reasons}.", area=label, reasons=reasons))
    if dated.without:
        said.append(
            ngettext(
                "The survey of {surveys} has no balance, because this copy has positive shares "
                "only, and so no score.",
                "The surveys of {surveys} have no balance, because this copy has positive shares "
                "only, and so no score.",
                len(dated.without),
                surveys=listed(dated.without),
            )
        )
    return " ".join(said)


def _tabulate_areas(changes: pd.DataFrame) -> pd.DataFrame:
    """Changes of areas, with the difference of the editions' own scores taken apart."""
    heads = {
        "Concept": _("Area"),
        "Method, points": _("Other items, points"),
        "All cities, points": _("Own scores, points"),
    }
    table = _tabulate_changes(changes).rename(columns=heads)
    parts = [tuple(cell.split(NAMES_BETWEEN)) for cell in changes["items"]]
    items = [Fold(counted(len(names), "item"), names) for names in parts]
    table.insert(2, _("Common items"), items)
    return table


def _describe_areas(changes: pd.DataFrame) -> str:
    rows = []
    for label, part in changes.groupby("label", sort=False):
        steps = listed(
            _(
                "{before} to {after} ({cities})",
                before=say_mean(row["score_before"], row["before"]),
                after=say_mean(row["score_after"], row["after"]),
                cities=counted(int(row["cities"]), "city", "cities"),
            )
            for row in part.to_dict("records")
        )
        rows.append(_("{area} {steps}", area=label, steps=steps))
    return _(
        "Small lines, one panel an area, of the mean score on common items in the same cities: "
        "{rows}.",
        rows=join_by_semicolon(rows),
    )
