"""What goes with satisfaction: parts of areas, and items inside each area.

Association only, and no more than the intervals allow. The arithmetic is in `satisfaction`.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, decimal, interval, listed, signed, small
from studylib.charts.elementcharts import importance_dots
from studylib.data.enumerations import join_by_semicolon
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import survey
from studylib.questions.satisfaction import Satisfaction, tabulate_importance
from studylib.statistics.importance import Importance

NO_OUTCOME = _(
    "No survey beside this edition gives both area scores and how satisfied residents are "
    "with living in their city, so nothing is set beside satisfaction."
)

COLLINEAR = 5
"""From this variance inflation factor on, areas are hard to tell apart (a rule of thumb)."""


def areas(
    study: EditionFacts,
    known: Satisfaction | None,
    parts: dict[str, Importance],
    confidence_pct: float,
) -> Finding:
    """How much areas explain together, which go with satisfaction most, and how far they overlap.

    Parameters
    ----------
    study
        The edition.
    known, parts
        What is explained, and how much of it goes with each area: `satisfaction.split_outcome`
        and `satisfaction.measure_area_importance`.
    confidence_pct
        Coverage of the intervals; their ends decide as they are, not as they are printed.
    """
    asked = known.asked if known else ()
    table = tabulate_importance(parts)
    said = _say_areas(parts, confidence_pct, asked)
    return Finding(
        Drawing(
            "importance",
            lambda: importance_dots(table),
            table,
            title=titles.title_importance(parts),
            subtitle=_(
                "What goes with satisfaction with the city, {year}, {cities}",
                year=study.wave_year,
                cities=titles.count_cities(table["n"].max() if len(table) else 0),
            ),
            caption=_(
                "Part of the differences between cities that goes with each area, "
                "with its interval. Satisfaction: {outcome}",
                outcome=_say_outcome(asked),
            ),
            alt=_describe_areas(table),
            source=survey(study),
        ),
        Statement("importance", len(table), said, origin=_("answers, tree: area scores")),
        Table(
            "importance-areas",
            _tabulate_areas(table),
            _(
                "Parts of areas; where the variance inflation is high, "
                "an area is hard to tell from the others"
            ),
            survey(study),
        ),
    )


def _say_outcome(asked: Sequence[str]) -> str:
    """What satisfaction is made of: the items by their wording.

    >>> _say_outcome(["I like it", "You like it"])
    'the mean of the balance scores of “I like it” and “You like it”'
    """
    return ngettext(
        "the balance score of {items}",
        "the mean of the balance scores of {items}",
        len(asked),
        items=listed(_("“{wording}”", wording=wording) for wording in asked),
    )


def _say_areas(parts: dict[str, Importance], confidence_pct: float, asked: Sequence[str]) -> str:
    if not parts:
        return NO_OUTCOME
    said: list[str] = [_("Satisfaction is {outcome}.", outcome=_say_outcome(asked))]
    for version, made in parts.items():
        said += (
            [_("For {version} there is no answer: {reason}.", version=version, reason=made.reason)]
            if made.reason
            else [_say_together(version, made), *_say_carried(made), _say_overlap(made.table)]
        )
    said.append(
        _(
            "Intervals at {confidence} per cent, from resamples of countries, corrected for bias.",
            confidence=f"{confidence_pct:g}",
        )
    )
    return " ".join(filter(None, said))


def _say_together(version: str, made: Importance) -> str:
    """How much all areas explain together."""
    ends = _write_interval(made.low, made.high)
    return _(
        "{version} ({n}; {dropped} left out): the areas together go with {explained} % "
        "of the differences, {adjusted} % without what chance alone would give ({measure}).",
        version=capital(str(version)),
        n=made.n,
        dropped=counted(made.dropped, "city", "cities"),
        explained=_write_pct(made.r_squared),
        adjusted=_write_pct(made.adjusted),
        measure=_("adjusted R², interval {ends}", ends=ends) if ends else _("adjusted R²"),
    )


def _say_carried(made: Importance) -> list[str]:
    """What the intervals carry: whether areas explain anything, and which most."""
    first, *others = _sort_parts(made.table)
    if not made.low > 0:
        few = _("There are too few countries for intervals")
        why = few if math.isnan(made.low) else _("The interval reaches zero")
        return [_("{why}, so that it is left open whether anything goes with them.", why=why)]
    ends = _write_interval(first["low"], first["high"])
    parts = {"area": first["measure"], "share": _write_pct(first["part"]), "ends": ends}
    most = _("{area} ({share} %, {ends})", **parts) if ends else _("{area} ({share} %)", **parts)
    near = listed(str(row["measure"]) for row in others if not row["high"] < first["low"])
    nothing = listed(str(row["measure"]) for row in [first, *others] if not row["low"] > 0)
    said = (
        _(
            "The largest part is that of {most}, but its interval overlaps that of {others}.",
            most=most,
            others=near,
        )
        if near
        else _(
            "Most goes with {most}, whose interval is above that of every other area.", most=most
        )
    )
    return [said, nothing and _("The interval reaches zero for {areas}.", areas=nothing)]


def _say_overlap(table: pd.DataFrame) -> str:
    """Which areas are hard to tell from the others; empty if none is."""
    rows = [row for row in _sort_parts(table) if row["vif"] >= COLLINEAR]
    if not rows:
        return ""
    return ngettext(
        "{areas} overlaps much with the other areas (variance inflation factor {factors}).",
        "{areas} overlap much with the other areas (variance inflation factors {factors}).",
        len(rows),
        areas=listed(row["measure"] for row in rows),
        factors=listed(decimal(row["vif"]) for row in rows),
    )


def _sort_parts(table: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return table.sort_values("part", ascending=False).to_dict("records")


def _write_pct(part: float) -> str:
    return decimal(100 * part, 0)


def _write_interval(low: float, high: float) -> str:
    """An interval in per cent; nothing if there is none."""
    return interval(100 * low, 100 * high, 0, null=0)


def _describe_areas(table: pd.DataFrame) -> str:
    rows = join_by_semicolon(
        _(
            "{version}: {parts}",
            version=version,
            parts=listed(_say_part(row) for row in part.to_dict("records")),
        )
        for version, part in table.groupby("version", sort=False)
    )
    return _(
        "Bars of the part of the differences in satisfaction that goes with each area. {rows}.",
        rows=rows,
    )


def _say_part(row: Mapping[Hashable, Any]) -> str:
    ends = _write_interval(row["low"], row["high"])
    part = _("{area} {share} %", area=row["measure"], share=_write_pct(row["part"]))
    return _("{part}, interval {ends}", part=part, ends=ends) if ends else part


def _tabulate_areas(table: pd.DataFrame) -> pd.DataFrame:
    ends = zip(table["low"], table["high"], strict=True)
    return pd.DataFrame(
        {
            _("Area"): table["measure"],
            _("Compared"): table["version"],
            _("Cities"): table["n"],
            _("Part, %"): 100 * table["part"],
            _("Interval, %"): [_write_interval(low, high) for low, high in ends],
            _("Variance inflation"): table["vif"],
        }
    )


def items(study: EditionFacts, known: Satisfaction | None, table: pd.DataFrame) -> Finding:
    """Which items go with satisfaction beyond chance, the others of their area held fixed.

    Parameters
    ----------
    study
        The edition.
    known, table
        As `satisfaction.split_outcome` and `satisfaction.measure_item_importance` give them, the table
        with `beyond`.
    """
    caption = _(
        "Partial rank correlation of items with satisfaction ({outcome}), {year}",
        outcome=_say_outcome(known.asked if known else ()),
        year=study.wave_year,
    )
    said = _say_items(table)
    return Finding(
        Statement("items", len(table), said, origin=_("answers: balance of items")),
        Table("importance-items", _tabulate_items(table), caption, survey(study)),
    )


def _say_items(table: pd.DataFrame) -> str:
    if table.empty:
        return NO_OUTCOME
    said = [
        _say_clear(capital(str(version)), part)
        for version, part in table.groupby("version", sort=False)
    ]
    alone = table.loc[table["held"] == 0, "area"].drop_duplicates().to_list()
    if alone:
        said.append(
            ngettext(
                "{areas} has one item here, so no other is held fixed.",
                "{areas} each have one item here, so no other is held fixed.",
                len(alone),
                areas=listed(alone),
            )
        )
    said.append(_("Intervals leave out each country in turn, since cities of a country are alike."))
    return " ".join(said)


def _say_clear(version: str, part: pd.DataFrame) -> str:
    """Which items go with satisfaction in one way of comparing cities."""
    clear = part[part["beyond"]]
    if clear.empty:
        return _(
            "{version}: of {items}, none goes with satisfaction beyond chance.",
            version=version,
            items=counted(len(part), "item"),
        )
    named = listed(
        _("{item} ({rho})", item=small(row["label"]), rho=signed(row["rho"]))
        for row in clear.to_dict("records")
    )
    return ngettext(
        "{version}: of {items}, {n} goes with satisfaction beyond chance: {named}.",
        "{version}: of {items}, {n} go with satisfaction beyond chance: {named}.",
        len(clear),
        version=version,
        items=counted(len(part), "item"),
        named=named,
    )


def _tabulate_items(table: pd.DataFrame) -> pd.DataFrame:
    ends = zip(table["low"], table["high"], strict=True)
    return pd.DataFrame(
        {
            _("Item"): table["label"],
            _("Area"): table["area"],
            _("Compared"): table["version"],
            _("Cities"): table["n"],
            _("Others held fixed"): table["held"],
            "ρ": table["rho"].map(signed).where(table["rho"].notna(), _("too few cities")),
            _("Interval"): [interval(low, high, 2, null=0) for low, high in ends],
        }
    )
