"""What the figures of the situation say, in sentences and in alt texts made from the data.

Frames in, text out; every sentence holds for whatever the frames hold, also for one item or none.
"""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from studylib.text.words import capital, counted, listed, signed, years

FIELDS = {
    "title": "Title",
    "cities_n": "Cities",
    "pages": "Length",
    "areas": "Areas",
    "fields": "Fields",
    "method": "Method",
    "presented": "Presented",
    "fieldwork": "Fieldwork",
    "chapters": "Chapters",
    "cities_named": "Cities named",
    "result": "Result",
}
"""Names for readers of the fields of published facts; a field without one is shown by its own."""


def items_sentence(study: SimpleNamespace, items: pd.DataFrame, areas: pd.DataFrame) -> str:
    """How many items are on the focus areas of the edition, and of which year their figures are."""
    names = dict(zip(areas["area"], areas["label"], strict=True))
    focus = listed(names.get(area, area) for area in study.areas)
    known = items[items["in_focus"]]
    asked = known[known["asked"]]
    if study.wave_year is None or asked.empty:
        return (
            f"No item of the survey is about the focus of this edition ({focus}), so there is nothing to describe here."
        )
    were = "was" if len(asked) == 1 else "were"
    return (
        f"The edition of {study.year} is about {focus}. Of {counted(len(known), 'item')} on that subject, {len(asked)} "
        f"{were} asked in the survey of {study.wave_year}."
    )


def spread_sentence(summary: pd.DataFrame) -> str:
    """Between which medians the items lie, and which items differ most and least between cities."""
    share = summary[summary["measure"] == "favourable_pct"]
    if share.empty:
        return "There is no figure to describe."
    width = (share["upper_quartile"] - share["lower_quartile"]).round(6)
    if len(share) == 1:
        each = share.iloc[0]
        return (
            f"In the middle city {each['median']:.0f} per cent of residents answer favourably; in the middle half of "
            f"the cities {each['lower_quartile']:.0f} to {each['upper_quartile']:.0f} per cent do."
        )
    low, high = _least(share, share["median"]), _least(share, -share["median"])
    wide, narrow = _least(share, -width), _least(share, width)
    return (
        f"The median share of favourable answers goes from {low['median']:.0f} per cent for {low['label']} to "
        f"{high['median']:.0f} per cent for {high['label']}. Cities differ most in {wide['label']}, where the middle half "
        f"of them spans {width.max():.0f} points, and least in {narrow['label']} ({width.min():.0f} points)."
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
        f"The median of the panel differs from that of all cities by {gap.max():.1f} points at most ({far['label']}: "
        f"{far['panel_median']:.1f} against {far['median']:.1f} per cent, {far['panel_cities']} and {far['cities']} cities)."
    )


def measures_sentence(values: pd.DataFrame) -> str:
    """Which measures an item has beside its favourable share."""
    if values["balance"].notna().any():
        return (
            "The balance score also uses the other answers: 50 + 50 × (favourable − unfavourable) / (favourable + unfavourable + no "
            "answer). It is 100 if all answers are favourable, 0 if all are unfavourable, and 50 if the two are equally many."
        )
    return "This survey published positive answers only, so there is no balance score, which would need the other answers too."


def spread_caption(summary: pd.DataFrame) -> str:
    """How to read the distributions."""
    both = " on the left, its balance score on the right" if (summary["measure"] == "balance").any() else ""
    return f"One dot a city: its favourable share{both}"


def spread_alt(summary: pd.DataFrame) -> str:
    """What the distributions show, in words."""
    measures = "share and balance score" if (summary["measure"] == "balance").any() else "share"
    items = counted(summary["item"].nunique(), "item")
    most = summary["cities"].max()
    return f"Dot plots of {items}, one dot a city, up to {most} cities, {measures}. {spread_sentence(summary)}"


def countries_sentence(medians: pd.DataFrame, country_min_cities: int) -> str:
    """Which countries have enough cities to have a middle one."""
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
    first = f"Matrix of median favourable shares, {size}. Countries lie {gap.max():.0f} points apart in {wide}"
    return f"{first}." if len(gap) == 1 else f"{first} and {gap.min():.0f} points in {narrow}."


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
        f"Over {number} of {what} the rank correlation has a median of {signed(known['rho'].median())}; {clear} of the "
        f"intervals leave out zero. The highest is that of {strong['first']} and {strong['second']} "
        f"({signed(strong['rho'])}, n = {strong['n']})"
    )
    if len(known) == 1:
        return f"{first}."
    return f"{first}, the lowest that of {weak['first']} and {weak['second']} ({signed(weak['rho'])}, n = {weak['n']})."


def together_alt(pairs: pd.DataFrame, what: str) -> str:
    """What the matrix of rank correlations shows, in words."""
    positive = int((pairs["rho"] > 0).sum())
    first = f"Triangular matrix of rank correlations between {what}: {positive} of {len(pairs)} are above zero."
    return f"{first} {together_sentence(pairs, what)}"


def beside_sentence(summary: pd.DataFrame) -> str:
    """How many official statistics stand beside an item, and how many go the way that was expected."""
    if summary.empty:
        return "No official statistic used here is about one of these items."
    known = summary[summary["low"].notna()]
    clear = known[(known["low"] > 0) | (known["high"] < 0)]
    agree = int((clear["rho"] * clear["expected_sign"] > 0).sum())
    first = f"In {counted(len(summary), 'comparison')} an official statistic stands beside an item. "
    if len(summary) > 1:
        first += f"{capital(counted(len(clear), 'interval leaves', 'intervals leave'))} out zero"
    elif known.empty:
        first += "There are too few places for an interval"
    else:
        first += f"Its interval {'leaves out' if len(clear) else 'does not leave out'} zero"
    if len(clear):
        other = len(clear) - agree
        first += (
            f": {agree} on the side that was expected, {other} on the other"
            if other
            else ", on the side that was expected"
        )
    context = (
        " Where the statistic is of countries, each dot is a country and its middle city; that says nothing of a city."
    )
    tail = context if (summary["level"] == "country").any() else ""
    return f"{first}.{tail}"


def beside_alt(summary: pd.DataFrame) -> str:
    """What the scatter plots show, in words."""
    shown = summary[summary["n"] > 0]
    each = [
        f"{row['label']} with {row['statistic_label']} ({row['unit']}, {row['years']}), n = {row['n']}"
        + ("" if pd.isna(row["rho"]) else f", rank correlation {signed(row['rho'])}")
        for _, row in shown.iterrows()
    ]
    return f"Scatter plots, {counted(len(shown), 'panel')}: {'; '.join(each)}."


def beside_table(summary: pd.DataFrame) -> pd.DataFrame:
    """The comparisons for readers; the source of each if there are several."""
    ranks = [
        "" if pd.isna(rho) else signed(rho) + ("" if pd.isna(low) else f" ({signed(low)} to {signed(high)})")
        for rho, low, high in summary[["rho", "low", "high"]].itertuples(index=False)
    ]
    table = pd.DataFrame(
        {
            "What residents say": summary["label"],
            "Official statistic": summary["statistic_label"] + ", " + summary["unit"],
            "Years": summary["years"],
            "n": summary["n"],
            "ρ (interval)": ranks,
            "Expected": summary["expected_sign"].map({1: "above 0", -1: "below 0"}),
            "Why they stand together": summary["reason"],
            "Source": summary["source"],
        }
    )
    return table if len(set(table["Source"])) > 1 else table.drop(columns="Source")


def beside_source(source: str, summary: pd.DataFrame) -> str:
    """The source line of official statistics beside the survey's figures."""
    publishers = listed(dict.fromkeys(summary["source"]))
    return f"{source} Official statistics: {publishers}, years {years_named(summary)}."


def years_named(summary: pd.DataFrame) -> str:
    """The years of the statistics that are shown.

    >>> years_named(pd.DataFrame({"years": ["2009 to 2012", "2018", ""]}))
    '2009 to 2018'
    """
    return years(int(each) for text in summary["years"] for each in text.split(" to ") if each)


def caveat_sentence(values: pd.DataFrame) -> str:
    """How many figures of the page carry a caveat."""
    flagged = int((values["caveat"] != "").sum())
    if not len(values):
        return "There are no figures that could need a caveat."
    if not flagged:
        return f"None of the {len(values):,} figures on this page carries a caveat."
    what = counted(flagged, "figure carries", "figures carry")
    return f"{capital(what)} a caveat, out of {len(values):,}. They are shown with the others and listed here."


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
    names = chosen["field"].map(lambda field: FIELDS.get(field, field))
    return pd.DataFrame({"What": names, "As it was published": chosen["value"], "Where": chosen["source"]})


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
    return survey + (f", official statistics {years(statistics['year'])}" if len(statistics) else "")


def _least(frame: pd.DataFrame, by: pd.Series) -> pd.Series:
    """The first row with the least value of a measure that has no gaps."""
    return frame.iloc[int(by.to_numpy().argmin())]
