"""The page on the situation: how answers to items in focus are spread over cities and countries.

What else the page shows is in `area_scores`, `associations`, `official_statistics` and `published`.
"""

from __future__ import annotations

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, decimal, interval, listed, rounded, years
from studylib.charts.grids import country_matrix
from studylib.charts.strips import distributions
from studylib.data.enumerations import join_by_semicolon
from studylib.data.perception import ALL_ANSWERS
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import survey
from studylib.questions.situation import (
    compute_country_medians,
    count_caveats,
    list_caveats,
    mark_bases,
    name_base,
    select_alike,
    summarise_items,
    tabulate_items,
)


def asked(
    study: EditionFacts,
    values: pd.DataFrame,
    items: pd.DataFrame,
    areas: pd.DataFrame,
    statistics: pd.DataFrame,
) -> Finding:
    """What the edition asked about its subject, and of which years its figures are.

    Parameters
    ----------
    values
        As `situation.select_focus_values` gives them.
    items, areas, statistics
        The processed tables.
    """
    return Finding(
        Statement(
            "edition_year",
            study.year,
            _("Edition: {year}.", year=study.year),
            origin="editions: year",
        ),
        Statement(
            "data_years",
            study.wave_year,
            _("Data years: {years}.", years=_name_years(study, statistics)),
            origin="waves: year; statistics: year",
        ),
        Statement(
            "items_asked",
            summarise_items(values)["item"].nunique(),
            _say_items(study, items, areas),
            origin="items: in_focus, asked",
        ),
    )


def measures(study: EditionFacts, values: pd.DataFrame, items: pd.DataFrame) -> Finding:
    """Which measures an item has beside its favourable share, and each item with them."""
    balance = bool(values["balance"].notna().any())
    said = (
        _(
            "The balance score also uses the other answers: 50 + 50 × (favourable − unfavourable) "
            "/ (favourable + unfavourable + no answer). It is 100 if all answers are favourable, 0 "
            "if all are unfavourable, and 50 if the two are equally many."
        )
        if balance
        else _(
            "This copy of the survey has positive shares only, so there is no balance score, which "
            "would need the other answers too."
        )
    )
    return Finding(
        Statement("measures", balance, said, origin="answers: balance"),
        Table(
            "items",
            tabulate_items(items, summarise_items(values)),
            caption=_(
                "Items of this edition's focus areas, with the spread of their figures over the "
                "cities"
            ),
            source=survey(study),
        ),
    )


def spread(study: EditionFacts, values: pd.DataFrame) -> Finding:
    """How the answers to each item are spread over all cities and the panel.

    Parameters
    ----------
    values
        As `situation.select_focus_values` gives them.
    """
    summary = summarise_items(values)
    alike, base = summarise_items(select_alike(values)), name_base(values)
    origin = _("answers: favourable_pct of items in focus, all cities")
    said = _say_spread(alike)
    statements = (
        Statement("spread", _say_all(summary, values) if base else said, origin=origin),
        Statement(
            "spread_alike",
            alike["item"].nunique(),
            _("Of shares of {base} alone: {said}", base=base, said=said) if base else "",
            origin=origin,
        ),
        Statement("panel", _say_panel(summary), origin="answers: favourable_pct; cities: in_panel"),
    )
    if summary.empty:
        return Finding(*statements)
    number = {
        "items": counted(summary["item"].nunique(), "item"),
        "cities": counted(summary["cities"].max(), "city", "cities"),
    }
    if (summary["measure"] == "balance").any():
        caption = _("One dot a city: first its favourable share, then its balance score")
        alt = _(
            "Dot plots of {items}, one dot a city, up to {cities}, share and balance score.",
            **number,
        )
    else:
        caption = _("One dot a city: its favourable share")
        alt = _("Dot plots of {items}, one dot a city, up to {cities}, share.", **number)
    drawing = Drawing(
        "distributions",
        lambda: distributions(values, mark_bases(summary, values)),
        values.drop(columns="caveat"),
        title=titles.title_distributions(alike, base),
        subtitle=_(
            "Residents who answer favourably, item by item, {year}, up to {cities}",
            year=study.wave_year,
            cities=number["cities"],
        ),
        caption=caption,
        alt=" ".join(filter(None, [alt, *(one.sentence for one in statements[:-1])])),
        source=survey(study),
    )
    return Finding(drawing, *statements)


def countries(study: EditionFacts, values: pd.DataFrame, country_min_cities: int) -> Finding:
    """The median answers of each country's cities, where enough of its cities have a figure.

    Parameters
    ----------
    values
        As `situation.select_focus_values` gives them.
    country_min_cities
        Fewest cities with a figure; a country with fewer is left out.
    """
    medians = compute_country_medians(values, country_min_cities)
    names = sorted(medians["country"].unique())
    said = Statement(
        "countries", len(names), _say_countries(names, country_min_cities), origin="answers"
    )
    if medians.empty:
        return Finding(said)
    shown = values[values["item"].isin(medians["item"])]
    alike = medians[medians["item"].isin(select_alike(shown)["item"])]
    drawing = Drawing(
        "countries",
        lambda: country_matrix(mark_bases(medians, values)),
        medians,
        title=titles.title_countries(alike, name_base(shown)),
        subtitle=_(
            "Median favourable share of the cities of each country, {year}, {countries}",
            year=study.wave_year,
            countries=counted(len(names), "country", "countries"),
        ),
        caption=_("Median of each country's cities, per cent of residents; the darker, the higher"),
        alt=_describe_countries(mark_bases(medians, values), alike),
        source=survey(study),
    )
    return Finding(said, drawing)


def caveats(study: EditionFacts, values: pd.DataFrame) -> Finding:
    """Which figures of the page are to be read with care, and why."""
    flagged = list_caveats(values)
    kinds = count_caveats(values).set_axis(
        [_("Caveat"), _("Figures"), _("Items"), _("Cities")], axis="columns"
    )
    each_one = flagged.set_axis(
        [_("Item"), _("Country"), _("City"), _("Favourable, %"), _("Caveat")], axis="columns"
    )
    return Finding(
        Statement(
            "caveats",
            len(flagged),
            _say_caveats(len(flagged), len(values)),
            origin="answers: caveat",
        ),
        Table(
            "caveat-kinds",
            kinds,
            caption=_("Caveats of the figures on this page; a figure can have several"),
            source=survey(study),
        ),
        Table(
            "caveats",
            each_one,
            caption=_("Every figure of this page that carries a caveat, by item, country and city"),
            source=survey(study),
        ),
    )


def _name_years(study: EditionFacts, statistics: pd.DataFrame) -> str:
    """The true years of everything on the page."""
    asked_in = (
        _("no survey") if study.wave_year is None else _("survey {year}", year=study.wave_year)
    )
    if statistics.empty:
        return asked_in
    when = years(statistics["year"])
    return _("{survey}, official statistics {years}", survey=asked_in, years=when)


def _say_items(study: EditionFacts, items: pd.DataFrame, areas: pd.DataFrame) -> str:
    """How many items are on the focus, and which shares are not of all answers."""
    names = dict(zip(areas["area"], areas["label"], strict=True))
    focus = listed(names.get(area, area) for area in study.areas)
    known = items[items["in_focus"]]
    there = known[known["asked"]]
    if study.wave_year is None or there.empty:
        return _(
            "No item of the survey is about the focus of this edition ({focus}), so there is "
            "nothing to describe here.",
            focus=focus,
        )
    said = ngettext(
        "The edition of {year} is about {focus}. Of {items} on that subject, {n} has figures from "
        "the survey of {wave} here.",
        "The edition of {year} is about {focus}. Of {items} on that subject, {n} have figures from "
        "the survey of {wave} here.",
        len(there),
        year=study.year,
        focus=focus,
        items=counted(len(known), "item"),
        wave=study.wave_year,
    )
    others = there[there["base"] != ALL_ANSWERS].groupby("base", sort=False)["label"]
    bases = [_("of {base}: {items}", base=base, items=listed(part)) for base, part in others]
    if not bases:
        return said
    rest = _(
        "Shares of the following are not of all answers, and so not comparable with the others: "
        "{bases}.",
        bases=join_by_semicolon(bases),
    )
    return f"{said} {rest}"


def _say_all(summary: pd.DataFrame, values: pd.DataFrame) -> str:
    """The spread of items whose shares are of different answers, which is no order."""
    return _(
        "{spread} These shares are not all of the same answers, so this is no order of them.",
        spread=_say_spread(mark_bases(summary, values)),
    )


def _say_spread(summary: pd.DataFrame) -> str:
    """Between which medians the items lie, and which items differ most and least between cities."""
    share = summary[summary["measure"] == "favourable_pct"]
    if share.empty:
        return _("There is no figure to describe.")
    if len(share) == 1:
        row = share.iloc[0]
        return _(
            "On {item}, the median over cities is {median} per cent of residents who answer "
            "favourably; in the middle half of the cities {middle} per cent do.",
            item=row["label"],
            median=decimal(row["median"], 0),
            middle=interval(row["lower_quartile"], row["upper_quartile"], 0),
        )
    width = (share["upper_quartile"] - share["lower_quartile"]).map(lambda x: rounded(x, 6))
    if share["cities"].max() == 1:
        return _("All figures are of one city, so there is no spread over cities.")
    low, high = _least(share, share["median"]), _least(share, -share["median"])
    wide, narrow = _least(share, -width), _least(share, width)
    return _(
        "The median favourable share goes from {low} per cent for {lowest} to {high} "
        "per cent for {highest}. Cities differ most in {wide}, where the middle half of them spans "
        "{most}, and least in {narrow} ({least}).",
        low=decimal(low["median"], 0),
        lowest=low["label"],
        high=decimal(high["median"], 0),
        highest=high["label"],
        wide=wide["label"],
        most=_count_points(width.max()),
        narrow=narrow["label"],
        least=decimal(width.min(), 0),
    )


def _count_points(distance: float) -> str:
    return ngettext("{n} point", "{n} points", int(rounded(distance, 0)))


def _say_panel(summary: pd.DataFrame) -> str:
    """How far the panel's medians lie from those of all cities."""
    share = summary[(summary["measure"] == "favourable_pct") & summary["panel_median"].notna()]
    if share.empty:
        return _("No city of the panel has a figure here.")
    gap = (share["panel_median"] - share["median"]).abs()
    if gap.max() < 0.05:
        return _("The panel's median is that of all cities.")
    far = _least(share, -gap)
    return _(
        "The panel differs most from all cities on {item}: its median is {panel} per cent, theirs "
        "{all} per cent, in {panel_cities} and {cities} cities.",
        item=far["label"],
        panel=decimal(far["panel_median"]),
        all=decimal(far["median"]),
        panel_cities=far["panel_cities"],
        cities=far["cities"],
    )


def _say_countries(names: list[str], country_min_cities: int) -> str:
    """Which countries have enough cities to have a median."""
    least = counted(country_min_cities, "city", "cities")
    if not names:
        return _(
            "No country has {least} or more with a figure, so none is shown by itself.", least=least
        )
    return _(
        "{number} {least} or more with a figure: {countries}. A median of so few cities describes "
        "these cities, not the country.",
        number=capital(counted(len(names), "country has", "countries have")),
        least=least,
        countries=listed(names),
    )


def _describe_countries(medians: pd.DataFrame, alike: pd.DataFrame) -> str:
    """What the matrix of countries shows, in words: how far they lie apart, of items whose shares are `alike`."""
    reach = alike.groupby("label", sort=False)["favourable_pct"].agg(["min", "max"])
    gap = reach["max"] - reach["min"]
    parts = {
        "items": counted(medians["item"].nunique(), "item"),
        "countries": counted(medians["country"].nunique(), "country", "countries"),
        "most": _count_points(gap.max()),
        "wide": gap.idxmax(),
    }
    if len(gap) == 1:
        return _(
            "Matrix of median favourable shares, {items} by {countries}. Countries lie {most} "
            "apart in {wide}.",
            **parts,
        )
    return _(
        "Matrix of median favourable shares, {items} by {countries}. Countries lie {most} "
        "apart in {wide} and {least} in {narrow}.",
        **parts,
        least=_count_points(gap.min()),
        narrow=gap.idxmin(),
    )


def _say_caveats(flagged: int, figures: int) -> str:
    """How many figures of the page carry a caveat."""
    if not figures:
        return _("There are no figures that could need a caveat.")
    if not flagged:
        return _(
            "None of the {figures} figures on this page carries a caveat.", figures=f"{figures:,}"
        )
    return ngettext(
        "{n} of {figures} carries a caveat. It is shown with the others and listed here.",
        "{n} of {figures} carry a caveat. They are shown with the others and listed here.",
        flagged,
        figures=counted(figures, "figure"),
    )


def _least(frame: pd.DataFrame, by: pd.Series) -> pd.Series:
    """The first row with the least value of a measure that has no gaps."""
    return frame.iloc[int(by.to_numpy().argmin())]
