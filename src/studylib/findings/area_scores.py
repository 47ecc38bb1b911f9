"""Area scores: where they lie and how sure they are, and no more than the intervals allow."""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import counted, decimal, interval, listed
from studylib.charts import scorecharts
from studylib.data.enumerations import join_by_semicolon
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.assumptions import NO_SCORE, say_assumption, survey_with_assumption
from studylib.findings.sources import survey
from studylib.index.area_scores import count_bands


def spread(
    study: EditionFacts, scores: pd.DataFrame, bands: pd.DataFrame, confidence_pct: float
) -> Finding:
    """Where the scores of each area lie, in which bands, and what other samples would leave open.

    Parameters
    ----------
    scores
        As `area_scores.tabulate_scores` gives them.
    bands
        The processed table.
    confidence_pct
        Coverage of the intervals of `scores`.
    """
    statements = (
        Statement(
            "scores_assumption",
            study.wave_respondents,
            say_assumption(study, confidence_pct),
            origin="waves: respondents_assumed",
        ),
        Statement(
            "scores", len(scores), _say_scores(scores), origin=_("answers, tree: area scores")
        ),
        Statement("bands", len(bands), _say_bands(bands), origin="bands: lower, label"),
    )
    drawing = Drawing(
        "area-scores",
        lambda: scorecharts.area_scores(scores, bands),
        scores.drop(columns="colour"),
        title=titles.title_scores(scores),
        subtitle=_(
            "Area scores from 0 to 100, {year}, {cities}",
            year=study.wave_year,
            cities=titles.count_cities(scores["city_code"].nunique()),
        ),
        caption=_(
            "One dot a city in the order of names, with its interval. Stripes: bands, with their "
            "cities (and those surely in them)"
        ),
        alt=_describe_scores(scores, bands),
        source=survey_with_assumption(study),
    )
    return Finding(drawing, *statements)


def consistency(study: EditionFacts, measured: pd.DataFrame) -> Finding:
    """How well the items of each area belong together.

    Parameters
    ----------
    measured
        As `area_scores.measure_consistency` gives it.
    """
    return Finding(
        Table(
            "area-consistency",
            _tabulate_consistency(measured),
            caption=_(
                "Items of each area, cities with and without a score, and how well the items "
                "belong together"
            ),
            source=survey(study),
        )
    )


def _say_bands(bands: pd.DataFrame) -> str:
    """What the bands are called, from the lowest."""
    ends = [
        _("{band} from {lower}", band=label, lower=f"{lower:g}")
        for lower, label in zip(bands["lower"], bands["label"], strict=True)
    ]
    return _("Bands: {bands}.", bands=listed(ends))


def _say_scores(scores: pd.DataFrame) -> str:
    """Where the scores of each area lie, and how wide their intervals are."""
    sentences = []
    for area, part in scores.groupby("area", sort=False):
        low, median, high = part["score"].quantile([0.25, 0.5, 0.75])
        sentences.append(
            ngettext(
                "{area}: {n} city has a score, {median}; its interval reaches {half} points to "
                "either side.",
                "{area}: {n} cities have a score, half of them from {middle}, the median is "
                "{median}; the median interval of a city reaches {half} points to either side. The "
                "whole interval lies in one band in {sure} of them.",
                len(part),
                area=area,
                middle=interval(low, high, 0),
                median=decimal(median, 0),
                half=decimal(((part["high"] - part["low"]) / 2).median()),
                sure=int((part["bands_reached"] == part["band"]).sum()),
            )
        )
    return " ".join(sentences) or NO_SCORE


def _describe_scores(scores: pd.DataFrame, bands: pd.DataFrame) -> str:
    """What the panels show, in words: cities by band, and how many with their whole interval."""
    counts, sure = count_bands(scores, bands), count_bands(scores, bands, sure=True)
    areas = []
    for area, inside, surely in zip(counts.index, counts.to_numpy(), sure.to_numpy(), strict=True):
        said = [
            _("{cities} {band} ({sure} surely)", cities=n, band=band, sure=m)
            for band, n, m in zip(counts, inside, surely, strict=True)
            if n
        ]
        areas.append(_("{area}: {bands}", area=area, bands=listed(said)))
    return _(
        "Scores of {cities} from 0 to 100, each with its interval, one panel an area. "
        "Cities by band, and how many of them with their whole interval: {areas}.",
        cities=counted(scores["city_code"].nunique(), "city", "cities"),
        areas=join_by_semicolon(areas),
    )


def _tabulate_consistency(measured: pd.DataFrame) -> pd.DataFrame:
    """Consistency for readers; one item alone, or items that are the same in all cities, have neither alpha nor correlation."""
    alone, same = measured["items"] == 1, _("no differences between cities")
    alpha = measured["alpha"].map(lambda x: decimal(x, 2)).mask(measured["alpha"].isna(), same)
    correlations = [
        _(
            "{number} ({ends})",
            number=decimal(row["correlation_middle"], 2),
            ends=interval(row["correlation_low"], row["correlation_high"], 2),
        )
        for row in measured.to_dict("records")
    ]
    return pd.DataFrame(
        {
            _("Area"): measured["area"],
            _("Items"): measured["items"],
            _("Cities with a score"): measured["scored"],
            _("Cities without"): measured["not_scored"],
            _("Cells with a figure, %"): measured["filled_pct"],
            _("Cronbach's alpha"): alpha.mask(alone, _("one item")),
            _("Correlation of items, median (least to most)"): pd.Series(
                correlations, measured.index, dtype=object
            )
            .mask(measured["correlation_middle"].isna(), same)
            .mask(alone, _("one item")),
        }
    )
