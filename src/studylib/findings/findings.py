"""What the figures of the situation say, in sentences and in alt texts made from the data.

Frames in, text out; every sentence holds for whatever the frames hold, also for one item or none.
"""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from quire.text.words import (
    capital,
    counted,
    decimal,
    interval,
    listed,
    rounded,
    signed,
    verb,
    years,
)
from studylib.data.perception import ALL_ANSWERS

FIELDS = {
    "title": "Report",
    "cities_n": "Cities that took part",
    "pages": "Length",
    "axis": "Axis of the study",
    "areas": "Areas",
    "fields": "Fields",
    "subjects": "Subjects of a field",
    "method": "Method",
    "presented": "Presented",
    "fieldwork": "Fieldwork",
    "chapters": "Chapters",
    "cities_named": "Cities named",
    "result": "Result",
    "not_recorded": "Published, but not recorded here",
    "page_changed": "UCLG's page last changed",
}
"""Names for readers of the fields of published facts; a test holds that each field has one."""


def items_sentence(study: SimpleNamespace, items: pd.DataFrame, areas: pd.DataFrame) -> str:
    """How many items are on the focus areas of the edition, and of which year their figures are."""
    names = dict(zip(areas["area"], areas["label"], strict=True))
    focus = listed(names.get(area, area) for area in study.areas)
    known = items[items["in_focus"]]
    asked = known[known["asked"]]
    if study.wave_year is None or asked.empty:
        return f"No item of the survey is about the focus of this edition ({focus}), so there is nothing to describe here."
    have = "has" if len(asked) == 1 else "have"
    return (
        f"The edition of {study.year} is about {focus}. Of {counted(len(known), 'item')} on that subject, {len(asked)} "
        f"{have} figures from the survey of {study.wave_year} here.{_bases(asked)}"
    )


def _bases(asked: pd.DataFrame) -> str:
    """Which items' shares are of other answers than those of all residents who were asked."""
    others = asked[asked["base"] != ALL_ANSWERS]
    said = [f"{base}: {listed(part['label'])}" for base, part in others.groupby("base", sort=False)]
    return (
        f" Shares of the following are not of all answers, and so not comparable with the others: of {'; of '.join(said)}."
        if said
        else ""
    )


def spread_sentence(summary: pd.DataFrame) -> str:
    """Between which medians the items lie, and which items differ most and least between cities."""
    share = summary[summary["measure"] == "favourable_pct"]
    if share.empty:
        return "There is no figure to describe."
    width = (share["upper_quartile"] - share["lower_quartile"]).map(lambda each: rounded(each, 6))
    if len(share) == 1:
        each = share.iloc[0]
        return (
            f"The median over cities is {decimal(each['median'], 0)} per cent of residents who answer favourably; in the middle half of "
            f"the cities {interval(each['lower_quartile'], each['upper_quartile'], 0)} per cent do."
        )
    low, high = _least(share, share["median"]), _least(share, -share["median"])
    wide, narrow = _least(share, -width), _least(share, width)
    return (
        f"The median share of favourable answers goes from {decimal(low['median'], 0)} per cent for {low['label']} to "
        f"{decimal(high['median'], 0)} per cent for {high['label']}. Cities differ most in {wide['label']}, where the middle half "
        f"of them spans {decimal(width.max(), 0)} points, and least in {narrow['label']} ({decimal(width.min(), 0)} points)."
    )


def panel_sentence(summary: pd.DataFrame) -> str:
    """How far the panel's medians lie from those of all cities."""
    share = summary[(summary["measure"] == "favourable_pct") & summary["panel_median"].notna()]
    if share.empty:
        return "No city of the panel has a figure here."
    gap = (share["panel_median"] - share["median"]).abs()
    far = _least(share, -gap)
    if gap.max() < 0.05:
        return "The panel's median is that of all cities."
    return (
        f"The median of the panel lies furthest from that of all cities for {far['label']}: {decimal(far['panel_median'])} against "
        f"{decimal(far['median'])} per cent, in {far['panel_cities']} and {far['cities']} cities."
    )


def measures_sentence(values: pd.DataFrame) -> str:
    """Which measures an item has beside its favourable share."""
    if values["balance"].notna().any():
        return (
            "The balance score also uses the other answers: 50 + 50 × (favourable − unfavourable) / (favourable + unfavourable + no "
            "answer). It is 100 if all answers are favourable, 0 if all are unfavourable, and 50 if the two are equally many."
        )
    return "This copy of the survey has positive shares only, so there is no balance score, which would need the other answers too."


def spread_caption(summary: pd.DataFrame) -> str:
    """How to read the distributions."""
    both = (
        " on the left, its balance score on the right"
        if (summary["measure"] == "balance").any()
        else ""
    )
    return f"One dot a city: its favourable share{both}"


def spread_alt(summary: pd.DataFrame) -> str:
    """What the distributions show, in words."""
    measures = "share and balance score" if (summary["measure"] == "balance").any() else "share"
    items = counted(summary["item"].nunique(), "item")
    most = summary["cities"].max()
    return f"Dot plots of {items}, one dot a city, up to {most} cities, {measures}. {spread_sentence(summary)}"


def countries_sentence(medians: pd.DataFrame, country_min_cities: int) -> str:
    """Which countries have enough cities to have a median."""
    names = sorted(medians["country"].unique())
    least = counted(country_min_cities, "city", "cities")
    if not names:
        return f"No country has {least} or more with a figure, so none is shown by itself."
    return (
        f"{capital(counted(len(names), 'country has', 'countries have'))} {least} or more with a figure: {listed(names)}. "
        "A median of so few cities describes these cities, not the country."
    )


def countries_matrix_alt(medians: pd.DataFrame) -> str:
    """What the matrix of countries shows, in words: how far the countries lie apart."""
    reach = medians.groupby("label", sort=False)["favourable_pct"].agg(["min", "max"])
    gap = reach["max"] - reach["min"]
    size = f"{counted(len(reach), 'item')} by {counted(medians['country'].nunique(), 'country', 'countries')}"
    wide, narrow = gap.idxmax(), gap.idxmin()
    first = f"Matrix of median favourable shares, {size}. Countries lie {decimal(gap.max(), 0)} points apart in {wide}"
    return (
        f"{first}." if len(gap) == 1 else f"{first} and {decimal(gap.min(), 0)} points in {narrow}."
    )


def together_sentence(pairs: pd.DataFrame, what: str) -> str:
    """How strongly measures go together, and how many of the intervals leave out zero.

    Parameters
    ----------
    pairs
        As `association.spearman_pairs` gives them.
    what
        What the measures are, in the plural: `items` or `areas`.
    """
    known = pairs[pairs["rho"].notna()]
    if known.empty:
        return f"There are no two {what} to put beside each other."
    clear = int(((known["low"] > 0) | (known["high"] < 0)).sum())
    strong, weak = _least(known, -known["rho"]), _least(known, known["rho"])
    number = counted(len(known), "pair")
    first = (
        f"Over {number} of {what} the rank correlation has a median of {signed(known['rho'].median())}; "
        f"{counted(clear, 'interval leaves', 'intervals leave')} out zero"
    )
    high = f"{signed(strong['rho'])} ({strong['first']} and {strong['second']}, n = {strong['n']})"
    if len(known) == 1:
        return f"{first}: {high}."
    low = f"{signed(weak['rho'])} ({weak['first']} and {weak['second']}, n = {weak['n']})"
    return f"{first}. They lie from {low} to {high}."


def together_alt(pairs: pd.DataFrame, what: str) -> str:
    """What the matrix of rank correlations shows, in words."""
    positive = int((pairs["rho"] > 0).sum())
    first = f"Triangular matrix of rank correlations between {what}: {positive} of {len(pairs)} {verb(positive, 'is', 'are')} above zero."
    return f"{first} {together_sentence(pairs, what)}"


def caveat_sentence(values: pd.DataFrame) -> str:
    """How many figures of the page carry a caveat."""
    flagged = int((values["caveat"] != "").sum())
    if not len(values):
        return "There are no figures that could need a caveat."
    if not flagged:
        return f"None of the {len(values):,} figures on this page carries a caveat."
    return (
        f"{flagged:,} of {counted(len(values), 'figure')} {verb(flagged, 'carries', 'carry')} a caveat. "
        f"{verb(flagged, 'It is', 'They are')} shown with the others and listed here."
    )


def field_name(field: str) -> str:
    """Words for a field of published facts.

    >>> field_name("fieldwork"), field_name("not_told_yet")
    ('Fieldwork', 'Not told yet')
    """
    return FIELDS.get(field, capital(field.replace("_", " ")))


def published_table(published: pd.DataFrame, *, results: bool) -> pd.DataFrame:
    """Facts that UCLG or others published of the edition, for readers.

    Parameters
    ----------
    published
        The processed table.
    results
        The results (True) or everything else (False).
    """
    chosen = published[(published["field"] == "result") == results]
    names = chosen["field"].map(field_name)
    return pd.DataFrame(
        {"What": names, "As it was published": chosen["value"], "Where": chosen["source"]}
    )


def published_sentence(study: SimpleNamespace, published: pd.DataFrame) -> str:
    """Whether results of UCLG's own study are known."""
    number = int((published["field"] == "result").sum())
    if not number:
        return f"No result of UCLG's own study of {study.year} is recorded here."
    listing = "is listed below. It rests" if number == 1 else "are listed below. They rest"
    return (
        f"{capital(counted(number, 'result'))} of UCLG's own study of {study.year} {listing} on what its participants "
        "answered, not on the figures above."
    )


def data_years(study: SimpleNamespace, statistics: pd.DataFrame) -> str:
    """The true years of everything on the page."""
    survey = "no survey" if study.wave_year is None else f"survey {study.wave_year}"
    return survey + (
        f", official statistics {years(statistics['year'])}" if len(statistics) else ""
    )


def _least(frame: pd.DataFrame, by: pd.Series) -> pd.Series:
    """The first row with the least value of a measure that has no gaps."""
    return frame.iloc[int(by.to_numpy().argmin())]
