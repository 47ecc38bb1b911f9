"""What slows cities down and what helps them, as others published it and as this edition did.

The arithmetic is in `elements`.
"""

from __future__ import annotations

import math

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import counted, decimal, interval, listed, small
from studylib.charts.elementcharts import survey_dots
from studylib.data.enumerations import join_by_comma, join_by_semicolon
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.published import say_not_recorded
from studylib.questions import elements

NO_SHARES = _("No share of the cities that took part is recorded here for this edition.")
NO_ANSWERS = _(
    "No table of what single cities answered on barriers and enablers is recorded here for this "
    "edition, so there is no figure of shares, means or net scores by region or size."
)
LAST_COLUMN = _("Sources: in the last column.")


def surveys(surveys: pd.DataFrame, vocabulary: pd.DataFrame, confidence_pct: float) -> Finding:
    """What published surveys found, and which part of it has an interval.

    Parameters
    ----------
    surveys, vocabulary
        The processed tables `surveys` and `elements`.
    confidence_pct
        Coverage of the intervals.
    """
    table = elements.list_barriers(surveys, vocabulary, confidence_pct)
    said = _say_surveys(table)
    return Finding(
        Statement("barriers", len(table), said, origin="barrier_surveys, framework/statements"),
        Drawing(
            "barriers",
            lambda: survey_dots(table),
            table,
            title=titles.title_barriers(table),
            subtitle=_(
                "What slows or eases smart-city work, {statements} of {surveys}",
                statements=counted(len(table), "statement"),
                surveys=counted(table["survey"].nunique(), "survey"),
            ),
            caption=_(
                "As published surveys found it; the line is an interval, "
                "and an open dot has none, as its number of answers is not given"
            ),
            alt=describe_surveys(table),
            source=_("Sources: the table below names survey and address of each row."),
        ),
        Table(
            "barriers-table",
            tabulate_surveys(table),
            _("Published statements with who was asked; elements are the study's own vocabulary"),
            LAST_COLUMN,
        ),
    )


def _say_surveys(table: pd.DataFrame) -> str:
    if table.empty:
        return _("No published survey on barriers and enablers is on record.")
    said = [
        _(
            "{statements} of {surveys}, side by side. "
            "They asked other people in other words and are never pooled.",
            statements=counted(len(table), "statement"),
            surveys=counted(table["survey"].nunique(), "survey"),
        ),
        ngettext(
            "{n} has an interval (Wilson); for the others the number of respondents is not known.",
            "{n} have an interval (Wilson); for the others the number of respondents is not known.",
            int(table["low"].notna().sum()),
        ),
        _(
            "An interval takes respondents for a random sample, "
            "which none of these surveys claims to be."
        ),
    ]
    return " ".join(said)


def describe_surveys(table: pd.DataFrame) -> str:
    """The published shares by element, in words; parameters as in `tabulate_surveys`."""
    rows = join_by_semicolon(
        _(
            "{element}: {shares}",
            element=element,
            shares=listed(map(_write_share, part["statement"], part["share_pct"])),
        )
        for element, part in table.groupby("element", sort=False)
    )
    return _(
        "Dots of published shares with their intervals, grouped by element. {rows}.", rows=rows
    )


def _write_share(statement: str, share_pct: float) -> str:
    return _("{statement} {share} %", statement=small(statement), share=decimal(share_pct, 0))


def tabulate_surveys(table: pd.DataFrame) -> pd.DataFrame:
    """Published shares for readers, with who was asked and where each stands.

    Parameters
    ----------
    table
        As `elements.list_barriers` gives it.
    """
    year = table["survey_year"].where(table["survey_year"] != "", _("year not known"))
    asked = [
        _("number not known") if math.isnan(n) else _("n = {n}", n=decimal(n, 0))
        for n in table["respondents_n"]
    ]
    return pd.DataFrame(
        {
            _("Statement"): table["statement"],
            _("Element"): [*map(_part_by_comma, table["element"], table["kind"])],
            _("Survey"): [*map(_part_by_comma, table["survey"], year)],
            _("Who was asked"): [
                join_by_semicolon(each) for each in zip(table["population"], asked, strict=True)
            ],
            _("Share, %"): table["share_pct"],
            _("Interval, %"): _write_intervals(table),
            _("Source"): table["source"],
        }
    )


def _part_by_comma(*words: str) -> str:
    return join_by_comma(words)


def published(
    study: EditionFacts, published: pd.DataFrame, shares: pd.DataFrame, confidence_pct: float
) -> Finding:
    """What this edition published: shares of its cities, conclusions, and what is not recorded.

    Parameters
    ----------
    study
        The edition.
    published, shares
        The processed tables `published` and `published_shares`.
    confidence_pct
        Coverage of the intervals.
    """
    table = elements.add_intervals(shares, "cities_n", confidence_pct)
    results = published[published["field"] == "result"]
    said, concluded = _say_shares(table), _say_conclusions(study, results)
    more = say_not_recorded(published)
    conclusions = results[["value", "source"]].set_axis([_("Published"), _("Source")], axis=1)
    counts = _("Shares of participating cities as counts")
    own = _("Conclusions of UCLG's own study")
    return Finding(
        Statement("shares", len(table), said, origin="published_shares"),
        Statement("answers_table", None, NO_ANSWERS, origin=_("published: no table of answers")),
        Statement("more", None, more, origin=_("published: field not_recorded")),
        Statement("conclusions", len(results), concluded, origin=_("published: field result")),
        Table("published-shares", _tabulate_shares(table), counts, LAST_COLUMN),
        Table("conclusions", conclusions, own, LAST_COLUMN),
    )


def _say_shares(table: pd.DataFrame) -> str:
    """What the published shares are of, and which are contradictory."""
    if table.empty:
        return NO_SHARES
    known = table[table["cities_n"].notna()]
    twice = listed(known.loc[known["reading"] != "", "statement"].drop_duplicates())
    unknown = len(table) - len(known)
    said = [
        _(
            "{shares}, as counts of the {cities} that took part. These are all the cities of the "
            "edition and chose to take part, so a count is exact for them; the interval says what "
            "it would mean for many cities of which they were a random sample.",
            shares=counted(len(known), "share"),
            cities=counted(int(known["cities_n"].max()), "city", "cities"),
        )
        if len(known)
        else "",
        twice
        and _(
            "On one statement the published pages contradict each other, "
            "and both readings stand here: {statement}.",
            statement=twice,
        ),
        ngettext(
            "{n} share is given without a count, since it is not known what the whole is.",
            "{n} shares are given without a count, since it is not known what the whole is.",
            unknown,
        )
        if unknown
        else "",
    ]
    return " ".join(filter(None, said))


def _tabulate_shares(table: pd.DataFrame) -> pd.DataFrame:
    counts = [
        _("not known")
        if math.isnan(n)
        else _("{cities} of {n}", cities=decimal(share * n / 100, 0), n=decimal(n, 0))
        for share, n in zip(table["share_pct"], table["cities_n"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("Cities"): table["statement"],
            _("Reading"): table["reading"],
            _("Count"): counts,
            _("Share of"): table["base"],
            _("Published, %"): table["share_pct"],
            _("Interval, %"): _write_intervals(table),
            _("Source"): table["source"],
        }
    )


def _write_intervals(table: pd.DataFrame) -> list[str]:
    return [interval(low, high, 0) for low, high in zip(table["low"], table["high"], strict=True)]


def _say_conclusions(study: EditionFacts, results: pd.DataFrame) -> str:
    if results.empty:
        return _("No conclusion of UCLG's own study is on record for this edition.")
    return ngettext(
        "{n} statement of UCLG's own study of {year}, in words as published; "
        "no table behind it could be checked.",
        "{n} statements of UCLG's own study of {year}, in words as published; "
        "no table behind them could be checked.",
        len(results),
        year=study.year,
    )
