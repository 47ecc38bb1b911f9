"""Official statistics beside what residents say; the pairs are made in `questions.official_statistics`."""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, interval, listed, signed, years
from studylib.charts.charts import beside_panels
from studylib.data.enumerations import join_by_comma, join_by_semicolon
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import survey
from studylib.questions import official_statistics


def beside_answers(
    study: EditionFacts,
    values: pd.DataFrame,
    cities: pd.DataFrame,
    comparisons: pd.DataFrame,
    statistics: pd.DataFrame,
    confidence_pct: float,
) -> Finding:
    """How official statistics go with what residents say of the same subject.

    Parameters
    ----------
    values
        As `situation.select_focus_values` gives them.
    cities, comparisons, statistics
        The processed tables.
    confidence_pct
        Coverage of the intervals.
    """
    pairs = official_statistics.pair_figures(comparisons, statistics, values, cities)
    summary = official_statistics.summarise_pairs(pairs, comparisons, confidence_pct)
    doubtful = official_statistics.list_caveats(pairs)
    return Finding(
        Statement(
            "confidence",
            confidence_pct,
            _("Intervals are at {confidence} per cent.", confidence=f"{confidence_pct:g}"),
            origin="editions: choices",
        ),
        Statement(
            "beside",
            len(summary),
            _say_summary(summary),
            origin=_("statistics beside answers: favourable_pct"),
        ),
        Drawing(
            "beside",
            lambda: beside_panels(pairs, summary),
            pairs,
            title=titles.title_beside(summary),
            subtitle=_(
                "Answers of residents beside official statistics, {year}, {comparisons}",
                year=study.wave_year,
                comparisons=counted(len(summary), "comparison"),
            ),
            caption=_(
                "One dot a city or country; above, their number n and Spearman's rank correlation "
                "ρ with its interval"
            ),
            alt=_describe_panels(summary),
            source=_source(study, summary),
        ),
        Table(
            "beside-ranks",
            _tabulate_summary(summary),
            caption=_(
                "Official statistics beside what residents say: number of places, rank "
                "correlation, interval and expectation"
            ),
            source=_source(study, summary),
        ),
        _say_caveats(doubtful),
        Table(
            "beside-caveats",
            doubtful.set_axis(
                [
                    _("Official statistic"),
                    _("Place"),
                    _("Year"),
                    _("Value"),
                    _("Unit"),
                    _("Caveat"),
                    _("Source"),
                ],
                axis=1,
            ),
            caption=_(
                "Official statistics above that carry a caveat, and what their publisher says"
            ),
            source=_source(study, summary),
        ),
    )


def _say_caveats(doubtful: pd.DataFrame) -> Statement | None:
    """How many of the official figures carry a caveat; nothing if none does."""
    if doubtful.empty:
        return None
    text = ngettext(
        "{n} official figure carries a caveat of its publisher. It is shown with the others and listed here.",
        "{n} official figures carry a caveat of their publisher. They are shown with the others and listed here.",
        len(doubtful),
        n=f"{len(doubtful):,}",
    )
    return Statement("beside-caveats", len(doubtful), text, origin="statistics: caveat")


def _say_summary(summary: pd.DataFrame) -> str:
    """How many statistics stand beside an item, and how many go the way that was expected."""
    if summary.empty:
        return _("No official statistic used here is about one of these items.")
    sentences = [
        ngettext(
            "There is {n} comparison of an item with an official statistic.",
            "There are {n} comparisons of an item with an official statistic.",
            len(summary),
        ),
        _say_intervals(summary),
    ]
    if (summary["level"] == "country").any():
        sentences.append(
            _(
                "Where the statistic is of countries, each dot is a country and the median of its "
                "cities; that says nothing of a city."
            )
        )
    return " ".join(sentences)


def _say_intervals(summary: pd.DataFrame) -> str:
    known = summary[summary["low"].notna()]
    clear = known[(known["low"] > 0) | (known["high"] < 0)]
    if known.empty:
        return _("There are too few places, or no differences between them, for an interval.")
    if len(summary) > 1:
        leave: str = capital(counted(len(clear), "interval leaves", "intervals leave"))
    elif clear.empty:
        return _("Its interval does not leave out zero.")
    else:
        leave = _("Its interval leaves")
    if clear.empty:
        return _("{leave} out zero.", leave=leave)
    agree = int((clear["rho"] * clear["expected_sign"] > 0).sum())
    if agree == len(clear):
        return _("{leave} out zero, on the side that was expected.", leave=leave)
    return _(
        "{leave} out zero: {agree} on the side that was expected, {other} on the other.",
        leave=leave,
        agree=agree,
        other=len(clear) - agree,
    )


def _describe_panels(summary: pd.DataFrame) -> str:
    """What the scatter plots show, in words."""
    shown = summary[summary["n"] > 0]
    panels = []
    for row in shown.to_dict("records"):
        parts = {
            "item": row["label"],
            "statistic": row["statistic_label"],
            "unit": row["unit"],
            "years": row["years"],
            "n": row["n"],
        }
        panels.append(
            _("{item} with {statistic} ({unit}, {years}), n = {n}", **parts)
            if pd.isna(row["rho"])
            else _(
                "{item} with {statistic} ({unit}, {years}), n = {n}, rank correlation {rho}",
                **parts,
                rho=signed(row["rho"]),
            )
        )
    return _(
        "Scatter plots, {number}: {panels}.",
        number=counted(len(shown), "panel"),
        panels=join_by_semicolon(panels),
    )


def _tabulate_summary(summary: pd.DataFrame) -> pd.DataFrame:
    """The comparisons for readers; the source of each if there are several."""
    ranks = [
        ""
        if pd.isna(rho)
        else signed(rho)
        if pd.isna(low)
        else _("{number} ({ends})", number=signed(rho), ends=interval(low, high, 2, null=0))
        for rho, low, high in summary[["rho", "low", "high"]].itertuples(index=False)
    ]
    table = pd.DataFrame(
        {
            _("What residents say"): summary["label"],
            _("Official statistic"): [
                join_by_comma(each)
                for each in zip(summary["statistic_label"], summary["unit"], strict=True)
            ],
            _("Years"): summary["years"],
            _("n"): summary["n"],
            _("ρ (interval)"): ranks,
            _("Expected"): summary["expected_sign"].map({1: _("above 0"), -1: _("below 0")}),
            _("Why they stand together"): summary["reason"],
        }
    )
    several = len(_sources(summary)) > 1
    return table.assign(**{_("Source"): summary["source"]}) if several else table


def _sources(summary: pd.DataFrame) -> list[str]:
    """Publishers and datasets of all comparisons, each once."""
    every = (one for cell in summary["source"] for one in cell.split("; ") if one)
    return list(dict.fromkeys(every))


def _source(study: EditionFacts, summary: pd.DataFrame) -> str:
    """The source line of the survey, and the publishers and years of the statistics."""
    publishers = _sources(summary)
    if not publishers:
        return survey(study)
    ends = [int(year) for text in summary["years"] for year in text.split(" to ") if year]
    return _(
        "{source} Official statistics: {publishers}, years {years}.",
        source=survey(study),
        publishers=listed(publishers),
        years=years(ends),
    )
