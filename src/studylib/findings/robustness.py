"""How sure area scores are: what moves when choices are made otherwise, and what moves it most.

`study` is the edition; frames are as the functions of `stability` of the same name give them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import Message, _, ngettext
from quire.text.words import counted, decimal, listed, rounded
from studylib.charts.scorecharts import choice_bars
from studylib.data.enumerations import join_by_semicolon
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.assumptions import NO_SCORE, say_assumption, survey_with_assumption
from studylib.findings.choice_words import CHOSEN, NAMES, name_options
from studylib.findings.sources import survey
from studylib.index.choices import Choice
from studylib.index.stability import DRAWS, SPREAD, SURE
from studylib.statistics.sampling import WIDEST


def choices(
    study: EditionFacts, data: pd.DataFrame, tried: Sequence[Choice], confidence_pct: float
) -> Finding:
    """What could have been chosen otherwise, unless `data`, the balances of items, is empty."""
    assumed, why = study.wave_respondents, say_assumption(study, confidence_pct)
    weights = _(
        "Weights vary by up to {spread} per cent of their size.", spread=f"{100 * SPREAD:g}"
    )
    table = _tabulate_choices([(choice.name, choice.labels) for choice in tried if len(data)])
    caption, source = _("Choices and their options"), _("Source: the study's own choices.")
    return Finding(
        Statement("robustness_assumption", assumed, why, origin="waves: respondents_assumed"),
        Statement("spread", 100 * SPREAD, weights, origin="stability: SPREAD"),
        Table("choices", table, caption, source),
    )


def _tabulate_choices(tried: Sequence[tuple[str, Sequence[str]]]) -> pd.DataFrame:
    rows = [(CHOSEN.get(name, name), name_options(name, labels)) for name, labels in tried]
    return pd.DataFrame(rows, columns=[_("What is chosen"), _("Options")])


def movement(study: EditionFacts, moved: pd.DataFrame) -> Finding:
    """How far the scores, bands and ranks of an area's cities move."""
    sure = _(
        "A city stays in a band if it is there in at least {sure} per cent of the replications.",
        sure=f"{100 * SURE:g}",
    )
    said, table = _say_movement(moved), _tabulate_movement(moved)
    caption = _(
        "How far the scores, bands and ranks of cities move when choices are made otherwise"
    )
    return Finding(
        Statement("sure", 100 * SURE, sure, origin="stability: SURE"),
        Statement("movement", len(moved), said, origin=_("replications of the area scores")),
        Table("movement", table, caption, survey_with_assumption(study)),
    )


def _say_movement(moved: pd.DataFrame) -> str:
    if moved.empty:
        return NO_SCORE
    order = moved.sort_values("one_band_pct", ignore_index=True)
    least, most = order.iloc[0], order.iloc[-1]
    if len(moved) == 1:
        return _(
            "{share} per cent of {cities} in one band. At the median of all cities, "
            "the score may lie {points} points higher or lower, and the ends of a rank's interval "
            "are {places} apart.",
            share=decimal(most["one_band_pct"], 0),
            cities=counted(int(most["cities"]), "city stays", "cities stay"),
            points=decimal(most["half_width"]),
            places=ngettext("{n} place", "{n} places", int(rounded(most["rank_width"], 0))),
        )
    return _(
        "Cities that stay in one band are fewest in {least}, {low} per cent of {few}, "
        "and most in {most}, {high} per cent of {many}.",
        least=least["area"],
        low=decimal(least["one_band_pct"], 0),
        few=least["cities"],
        most=most["area"],
        high=decimal(most["one_band_pct"], 0),
        many=most["cities"],
    )


def _tabulate_movement(moved: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Area"): moved["area"],
            _("Cities"): moved["cities"],
            _("Half interval of a score, points"): moved["half_width"],
            _("Cities that stay in one band, %"): [
                decimal(share, 0) for share in moved["one_band_pct"]
            ],
            _("Width of a rank's interval, places"): [
                decimal(width, 0) for width in moved["rank_width"]
            ],
        }
    )


def left_out(
    study: EditionFacts, without: pd.DataFrame, items: pd.DataFrame, confidence_pct: float
) -> Finding:
    """Without which item, named as in `items`, ranks move most, and how many bands change."""
    labels = dict(zip(items["item"], items["label"], strict=True))
    said = _say_left_out(without, labels)
    held = _(
        "Intervals hold {confidence} per cent of what samples of residents give, "
        "each scored with the item and without it.",
        confidence=f"{confidence_pct:g}",
    )
    drawn = _("There are {draws} of these samples.", draws=DRAWS)
    caption = _(
        "How far ranks move, and how many cities change their band, "
        "when one item of an area is left out"
    )
    table = _tabulate_left_out(without, labels)
    return Finding(
        Statement("confidence", confidence_pct, held, origin="parameters"),
        Statement("draws", DRAWS, drawn, origin="stability: DRAWS"),
        Statement("left_out", len(without), said, origin=_("area scores without an item")),
        Table("left-out", table, caption, survey_with_assumption(study)),
    )


def _say_left_out(without: pd.DataFrame, labels: Mapping[str, str]) -> str:
    said: list[str] = []
    for area, part in without.groupby("area", sort=False):
        order = part.sort_values("places", ascending=False, kind="stable")
        first, second = order.head(2).to_dict("records")
        places = {
            "area": area,
            "item": labels[first["item"]],
            "places": _with_ends(first, "places", 1),
            "cities": counted(int(first["cities"]), "city", "cities"),
            "share": _with_ends(first, "other_band_pct", 0),
        }
        said.append(
            _(
                "{area}: ranks move most without “{item}”, by {places} places in the mean of "
                "{cities}; {share} per cent of the cities change their band.",
                **places,
            )
            if first["places_low"] > second["places_high"]
            else _(
                "{area}: ranks move most without “{item}”, by {places} places in the mean of "
                "{cities}, but the intervals of the first two overlap; {share} per cent "
                "of the cities change their band.",
                **places,
            )
        )
    return " ".join(said) or _("No area score is made of several items, so none can be left out.")


def _tabulate_left_out(without: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    rows = without.to_dict("records")
    return pd.DataFrame(
        {
            _("Area"): without["area"],
            _("Left out"): without["item"].map(labels),
            _("Cities"): without["cities"],
            _("Mean move in rank, places (interval)"): [
                _with_ends(row, "places", 1) for row in rows
            ],
            _("Cities in another band, % (interval)"): [
                _with_ends(row, "other_band_pct", 0) for row in rows
            ],
        }
    )


def _with_ends(row: Mapping[Any, Any], column: str, digits: int) -> Message:
    """A number with its interval in brackets."""
    number, low, high = (decimal(row[f"{column}{end}"], digits) for end in ("", "_low", "_high"))
    return _("{number} ({low} to {high})", number=number, low=low, high=high)


def decisive(study: EditionFacts, indices: pd.DataFrame, confidence_pct: float) -> Finding:
    """Which choice moves the ranks of each area most, with its interval, and if that is sure."""
    said = _say_decisive(indices)
    named = indices.assign(choice=indices["choice"].replace(CHOSEN))
    return Finding(
        Drawing(
            "decisive",
            lambda: choice_bars(named),
            indices,
            title=titles.title_decisive(indices, CHOSEN),
            subtitle=_(
                "Which choice of method moves the ranks of cities, {year}, {areas}",
                year=study.wave_year,
                areas=counted(indices["area"].nunique(), "area"),
            ),
            caption=_(
                "Part of the movement of ranks that goes with each choice, alone (bar) and with "
                "others (circle, with its interval at {confidence} per cent)",
                confidence=f"{confidence_pct:g}",
            ),
            alt=_describe_decisive(indices),
            source=survey_with_assumption(study),
        ),
        Statement("decisive", len(indices), said, origin=_("replications of the area scores")),
        Table(
            "indices",
            _tabulate_decisive(indices),
            _("Part of the movement of ranks that goes with each choice, from 0 to 1"),
            survey_with_assumption(study),
        ),
    )


def _say_decisive(indices: pd.DataFrame) -> str:
    said: list[str] = []
    for area, part in indices.groupby("area", sort=False):
        order = part.sort_values("total", ascending=False)
        first, second = order.head(2).to_dict("records")
        index = {
            "area": area,
            "choice": CHOSEN.get(first["choice"], first["choice"]),
            "total": decimal(first["total"], 2),
            "low": decimal(first["total_low"], 2),
            "high": decimal(first["total_high"], 2),
        }
        said.append(
            _(
                "{area}: what moves ranks most is {choice} (total index {total}, {low} to {high}).",
                **index,
            )
            if first["total_low"] > second["total_high"]
            else _(
                "{area}: what moves ranks most is {choice} (total index {total}, {low} to {high}, "
                "but the intervals of the first two overlap).",
                **index,
            )
        )
    return " ".join(said) or _(
        "In no area do two cities have a score, so there are no ranks that a choice could move."
    )


def _describe_decisive(indices: pd.DataFrame) -> str:
    areas = join_by_semicolon(
        _(
            "{area}: {choices}",
            area=area,
            choices=listed(
                _("{choice} {part}", choice=CHOSEN.get(choice, choice), part=decimal(first, 2))
                for choice, first in zip(part["choice"], part["first"], strict=True)
            ),
        )
        for area, part in indices.groupby("area", sort=False)
    )
    return _(
        "Bars of the part of the movement of ranks that goes with each choice alone, "
        "one panel an area. {areas}.",
        areas=areas,
    )


def _tabulate_decisive(indices: pd.DataFrame) -> pd.DataFrame:
    rows = indices.to_dict("records")
    return pd.DataFrame(
        {
            _("Area"): indices["area"],
            _("Choice"): indices["choice"].replace(NAMES),
            _("Alone (interval)"): [_with_ends(row, "first", 2) for row in rows],
            _("With others (interval)"): [_with_ends(row, "total", 2) for row in rows],
        }
    )


def errors(study: EditionFacts, widths: pd.DataFrame) -> Finding:
    """How wide intervals are under each correlation of errors, by `area_scores.compare_interval_widths`."""
    said = _say_errors(widths)
    origin = _("area scores of other samples of residents")
    caption = _(
        "Half the interval of a score, in points, median over cities, "
        "by the correlation of errors between items"
    )
    return Finding(
        Statement("errors_together", len(widths), said, origin=origin),
        Table("errors", _tabulate_errors(widths), caption, survey_with_assumption(study)),
    )


def _say_errors(widths: pd.DataFrame) -> str:
    if widths.empty:
        return _(
            "No area score is made of several items, "
            "so there are no errors of items to go together."
        )
    said = []
    for between, part in sorted(widths.groupby("between_items"), reverse=True):
        ends = list(dict.fromkeys(map(decimal, part["half_width"].agg(["min", "max"]))))
        points = ends[0] if len(ends) == 1 else _("{low} to {high}", low=ends[0], high=ends[1])
        said.append(
            _("{points} points with a correlation of {rho}", points=points, rho=f"{between:g}")
        )
    return _(
        "Half the interval of an area's score is {widths}, as medians over cities. The study "
        "prints the intervals of {widest}, the widest; the correlation itself is not published.",
        widths=listed(said),
        widest=f"{WIDEST:g}",
    )


def _tabulate_errors(widths: pd.DataFrame) -> pd.DataFrame:
    """Areas in rows, correlations in columns."""
    tried = sorted(map(float, widths["between_items"].unique()))
    wide = widths.pivot_table("half_width", ["area", "items"], "between_items", sort=False)
    wide = wide[tried].map(rounded)
    heads = [
        _("Correlation {rho}, as printed", rho=f"{rho:g}")
        if rho == WIDEST
        else _("Correlation {rho}", rho=f"{rho:g}")
        for rho in tried
    ]
    shown = wide.set_axis(heads, axis="columns").reset_index()
    return shown.rename(columns={"area": _("Area"), "items": _("Items")})


def statements(study: EditionFacts, held: pd.DataFrame) -> Finding:
    """How many statements about the areas hold in all replications, and in how many each does."""
    said = _say_statements(held)
    caption = _("Statements about the areas, and the part of the replications in which they hold")
    return Finding(
        Statement("statements", len(held), said, origin=_("replications of the area scores")),
        Table("statements", _tabulate_statements(held), caption, survey(study)),
    )


def _say_statements(held: pd.DataFrame) -> str:
    if held.empty:
        return NO_SCORE
    return ngettext(
        "Of {all} true of the scores as built, {n} holds in all replications.",
        "Of {all} true of the scores as built, {n} hold in all replications.",
        int(held["survives"].sum()),
        all=counted(len(held), "statement"),
    )


def _tabulate_statements(held: pd.DataFrame) -> pd.DataFrame:
    """Statements with their share, which is never rounded up to all."""
    shares = [
        _("all") if survives else _("{share} %", share=decimal(min(share, 99.9)))
        for survives, share in zip(held["survives"], held["holds_pct"], strict=True)
    ]
    return pd.DataFrame({_("Statement"): held["statement"], _("Holds in"): shares})
