"""What goes together over cities: rank correlations of items, and of area scores."""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Drawing, Finding
from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import counted, listed, signed
from studylib.charts.charts import correlation_matrix
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import survey
from studylib.questions.situation import pivot_items
from studylib.statistics.association import correlate_pairs


def items(
    study: EditionFacts, values: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> Finding:
    """Whether cities that are high in one item are high in another.

    Parameters
    ----------
    values
        As `situation.select_focus_values` gives them.
    cities
        The processed table, for the countries that intervals leave out in turn.
    confidence_pct
        Coverage of the intervals.
    """
    pairs = _correlate(pivot_items(values), cities, confidence_pct)
    what = _("items")
    drawing = Drawing(
        "together",
        lambda: correlation_matrix(pairs),
        pairs,
        title=titles.title_together(pairs),
        subtitle=_(
            "Which items go together, {year}, up to {cities}",
            year=study.wave_year,
            cities=_count_cities(pairs),
        ),
        caption=_(
            "Rank correlation over cities; the name on the diagonal is that of its row and its "
            "column"
        ),
        alt=_describe(pairs, what),
        source=survey(study),
    )
    origin = _("answers: pairs of items in focus")
    return Finding(
        Statement("together", len(pairs), _say(pairs, what), origin=origin),
        drawing if pairs["rho"].notna().any() else None,
    )


def areas(
    study: EditionFacts, scores: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float
) -> Finding:
    """Whether cities with a high score of one area have a high one of another.

    Parameters
    ----------
    scores
        Cities in rows and areas in columns, as `area_scores.pivot_areas` gives them.
    cities, confidence_pct
        As in `items`.
    """
    pairs = _correlate(scores, cities, confidence_pct)
    what = _("areas")
    drawing = Drawing(
        "areas-together",
        lambda: correlation_matrix(pairs),
        pairs,
        title=titles.title_together(pairs),
        subtitle=_(
            "Which areas go together, {year}, up to {cities}",
            year=study.wave_year,
            cities=_count_cities(pairs),
        ),
        caption=_(
            "Rank correlation of area scores over cities; the name on the diagonal is that of its "
            "row and its column"
        ),
        alt=_describe(pairs, what),
        source=survey(study),
    )
    said = Statement("areas_together", len(pairs), _say(pairs, what), origin=_("area scores"))
    return Finding(said, drawing if pairs["rho"].notna().any() else None)


def _correlate(measures: pd.DataFrame, cities: pd.DataFrame, confidence_pct: float) -> pd.DataFrame:
    return correlate_pairs(measures, cities.set_index("city_code")["country"], confidence_pct)


def _count_cities(pairs: pd.DataFrame) -> str:
    return titles.count_cities(int(pairs["n"].max()) if len(pairs) else 0)


def _say(pairs: pd.DataFrame, what: str) -> str:
    """How strongly measures go together, and how many of the intervals leave out zero."""
    known = pairs[pairs["rho"].notna()]
    if pairs.empty:
        return _("There are no two {what} to put beside each other.", what=what)
    if known.empty:
        return _(
            "No two {what} have a rank correlation: {reasons}.",
            what=what,
            reasons=listed(sorted(set(pairs["reason"]))),
        )
    clear = int(((known["low"] > 0) | (known["high"] < 0)).sum())
    parts = {
        "pairs": counted(len(known), "pair"),
        "what": what,
        "median": signed(known["rho"].median()),
        "clear": counted(clear, "interval leaves", "intervals leave"),
    }
    weak, strong = (
        _(
            "{rho} ({first} and {second}, n = {n})",
            rho=signed(row["rho"]),
            first=row["first"],
            second=row["second"],
            n=row["n"],
        )
        for row in known.loc[[known["rho"].idxmin(), known["rho"].idxmax()]].to_dict("records")
    )
    if len(known) == 1:
        return _(
            "Over {pairs} of {what} the rank correlation has a median of {median}; {clear} out "
            "zero: {pair}.",
            **parts,
            pair=strong,
        )
    return _(
        "Over {pairs} of {what} the rank correlation has a median of {median}; {clear} out zero. "
        "The correlations go from {weak} to {strong}.",
        **parts,
        weak=weak,
        strong=strong,
    )


def _describe(pairs: pd.DataFrame, what: str) -> str:
    """What the matrix of rank correlations shows, in words."""
    said = _(
        "Triangular matrix of rank correlations between {what}. {title}.",
        what=what,
        title=titles.title_together(pairs),
    )
    return f"{said} {_say(pairs, what)}"
