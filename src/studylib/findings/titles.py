"""Titles of the figures on residents: each is the finding of its figure with its number, and claims no more than its interval.

Frames are those that the figures are drawn from.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, decimal, interval, listed, signed, small
from studylib.data.enumerations import join_by_semicolon
from studylib.data.survey_agreement import SILENT
from studylib.questions import priorities
from studylib.questions.participation import HAS_FIGURE
from studylib.statistics.importance import Importance

FEW = 3
"""As many things are named in a title; more are only counted."""

NOTHING = _("There is no figure")
"""Of a figure without data, which is not shown."""


def count_cities(number: int) -> str:
    """How many cities, as the line below a title says it."""
    return counted(number, "city", "cities")


def title_distributions(summary: pd.DataFrame, base: str = "") -> str:
    """Between which medians items lie, by `situation.summarise_items`; `base` if they are only those whose shares are of it."""
    share = summary[summary["measure"] == "favourable_pct"]
    if len(share) == 1:
        row = share.iloc[0]
        return _(
            "{item}: the median over cities is {share} %",
            item=row["label"],
            share=decimal(row["median"], 0),
        )
    low, high = _ends(share, "median")
    parts = {
        "low": decimal(low["median"], 0),
        "lowest": low["label"],
        "high": decimal(high["median"], 0),
        "highest": high["label"],
    }
    if base:
        return _(
            "Median shares of {base} go from {low} % ({lowest}) to {high} % ({highest})",
            base=base,
            **parts,
        )
    return _("Median shares go from {low} % ({lowest}) to {high} % ({highest})", **parts)


def title_countries(medians: pd.DataFrame, base: str = "") -> str:
    """How far the medians of countries lie apart, by `situation.compute_country_medians`; `base` as in `title_distributions`."""
    reach = medians.groupby("label", sort=False)["favourable_pct"].agg(["min", "max"])
    widest = reach.iloc[int((reach["max"] - reach["min"]).to_numpy().argmax())]
    parts = {
        "item": widest.name,
        "low": decimal(widest["min"], 0),
        "high": decimal(widest["max"], 0),
    }
    if base:
        return _(
            "Of shares of {base}, countries lie furthest apart on {item}: from {low} to {high} %",
            base=base,
            **parts,
        )
    return _("Countries lie furthest apart on {item}: from {low} to {high} %", **parts)


def title_scores(scores: pd.DataFrame) -> str:
    """Where the median scores of areas lie, by `area_scores.tabulate_scores`."""
    if scores.empty:
        return NOTHING
    medians = scores.groupby("area", sort=False)["score"].median()
    if len(medians) == 1:
        low, high = scores["score"].quantile([0.25, 0.75])
        return _(
            "{area}: half of the cities score {middle}, the median is {median}",
            area=medians.index[0],
            middle=interval(low, high, 0),
            median=decimal(medians.iloc[0], 0),
        )
    return _(
        "Median scores go from {low} ({lowest}) to {high} ({highest})",
        low=decimal(medians.min(), 0),
        lowest=medians.idxmin(),
        high=decimal(medians.max(), 0),
        highest=medians.idxmax(),
    )


def title_together(pairs: pd.DataFrame) -> str:
    """In how many pairs the interval of a correlation is above or below zero, by `association.correlate_pairs`."""
    known = pairs[pairs["rho"].notna()]
    together, against = int((known["low"] > 0).sum()), int((known["high"] < 0).sum())
    parts = {"together": together, "against": against}
    if not against:
        return ngettext(
            "{together} of {n} pair surely goes together",
            "{together} of {n} pairs surely go together",
            len(known),
            **parts,
        )
    return ngettext(
        "{together} of {n} pair surely goes together, {against} against each other",
        "{together} of {n} pairs surely go together, {against} against each other",
        len(known),
        **parts,
    )


def title_beside(summary: pd.DataFrame) -> str:
    """How many official statistics go with an item, by `official_statistics.summarise_pairs`."""
    clear = summary[(summary["low"] > 0) | (summary["high"] < 0)]
    if clear.empty:
        return _("No official statistic surely goes with what residents say")
    return ngettext(
        "{n} of {all} goes with what residents say",
        "{n} of {all} go with what residents say",
        len(clear),
        all=counted(len(summary), "official statistic"),
    )


def title_issues(order: pd.DataFrame) -> str:
    """Which issue residents name most, if the survey can tell it, by `priorities.order_issues`."""
    if order.empty:
        return NOTHING
    top = order.head(priorities.MOST_ISSUES)
    named = [
        _("{issue} ({share} %)", issue=small(label), share=decimal(share, 0))
        for label, share in zip(top["label"], top["median"], strict=True)
    ]
    if (top["low"].iloc[1:] > 0).all():
        return _("Residents name {issue} most", issue=named[0])
    return _("The highest medians are those of {issues}", issues=listed(named))


def title_issues_by_country(table: pd.DataFrame) -> str:
    """Which issue has the highest median in most countries, by `priorities.summarise_by_country`."""
    if table.empty:
        return _("No country has enough cities")
    most = table.groupby("country")["named_pct"].transform("max")
    highest = table.loc[table["named_pct"] == most, "label"].value_counts()
    names = sorted(highest.index[highest == highest.max()])
    if len(names) > FEW:
        return _("No issue has the highest median in most countries")
    return _(
        "{issues}: highest median in {n} of {countries}",
        issues=capital(listed(map(small, names))),
        n=int(highest.max()),
        countries=counted(table["country"].nunique(), "country", "countries"),
    )


def title_corner(table: pd.DataFrame) -> str:
    """Which issues are surely named often and satisfied little, by `priorities.find_corner`."""
    inside = table[table["in_corner"] & ~table["near"]]
    if inside.empty:
        return _("No issue is surely named more and satisfied less than the median issue")
    named = [
        _(
            "{issue} ({named} % name it, {satisfied} % are satisfied)",
            issue=small(row["label"]),
            named=decimal(row["named_pct"], 0),
            satisfied=decimal(row["favourable_pct"], 0),
        )
        for row in inside.to_dict("records")
    ]
    if len(named) > FEW:
        return _("{n} issues are named often where few are satisfied", n=len(named))
    return _("Named often, satisfied little: {issues}", issues=listed(named))


def title_change(table: pd.DataFrame) -> str:
    """How many issues changed beyond chance, by `priorities.measure_panel_change`."""
    beyond = table[table["beyond"]]
    if beyond.empty:
        return _("No issue surely changed in the same cities")
    return _(
        "{n} of {issues} changed in the same cities: {more} named more, {less} named less",
        n=len(beyond),
        issues=counted(len(table), "issue"),
        more=int((beyond["change"] > 0).sum()),
        less=int((beyond["change"] < 0).sum()),
    )


def title_importance(parts: Mapping[str, Importance]) -> str:
    """How much areas explain together, by `satisfaction.measure_area_importance`, over all cities."""
    made = next((part for part in parts.values() if not part.reason), None)
    if made is None or not made.low > 0:
        return _("It is open whether area scores go with satisfaction")
    return _(
        "Areas together go with {part} % of the differences in satisfaction ({ends})",
        part=decimal(100 * made.adjusted, 0),
        ends=interval(100 * made.low, 100 * made.high, 0),
    )


def title_decisive(indices: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which choice surely moves ranks most, by `stability.find_decisive_choices`; `names` of choices."""
    first: list[str] = []
    areas = indices.groupby("area", sort=False)
    for _area, part in areas:
        one, two = part.sort_values("total", ascending=False).head(2).to_dict("records")
        if one["total_low"] > two["total_high"]:
            first.append(names.get(str(one["choice"]), str(one["choice"])))
    if not first:
        return _("No single choice surely moves ranks most")
    if len(areas) == 1:
        return _("What moves ranks most is {choice}", choice=first[0])
    counts = pd.Series(first).value_counts()
    return _(
        "What moves ranks most: {choices}",
        choices=join_by_semicolon(
            ngettext("{choice} (in {n} area)", "{choice} (in {n} areas)", int(n), choice=choice)
            for choice, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def title_barriers(table: pd.DataFrame) -> str:
    """Between which shares published statements lie, by `elements.list_barriers`; those of several surveys are in no order."""
    if table.empty:
        return NOTHING
    low, high = _ends(table, "share_pct")
    surveys = len(table[["survey", "survey_year"]].drop_duplicates())
    if surveys > 1:
        return _(
            "{statements} of {surveys} surveys, which asked different people: {ends} %",
            statements=counted(len(table), "statement"),
            surveys=surveys,
            ends=interval(low["share_pct"], high["share_pct"], 0),
        )
    return _(
        "Published shares go from {low} % ({lowest}) to {high} % ({highest})",
        low=decimal(low["share_pct"], 0),
        lowest=small(low["statement"]),
        high=decimal(high["share_pct"], 0),
        highest=small(high["statement"]),
    )


def title_levers(counts: pd.DataFrame) -> str:
    """For how many pairs of area and lever there is a practice, by `catalogue.count_by_area_and_lever`."""
    return _(
        "{known} of {all} pairs of an area and a lever have a practice",
        known=int((counts["practices"] > 0).sum()),
        all=len(counts),
    )


def title_map(cities: pd.DataFrame) -> str:
    """Of how many cities and countries there are figures, by the processed table `cities`."""
    here = cities[cities["in_edition"]]
    return _(
        "The figures are of {cities} in {countries}",
        cities=count_cities(len(here)),
        countries=counted(here["country"].nunique(), "country", "countries"),
    )


def title_cities_by_country(by_country: pd.DataFrame) -> str:
    """Which countries have most cities, by `participation.count_cities_by_country`."""
    if by_country.empty:
        return NOTHING
    most = by_country["cities"].max()
    names = list(by_country.loc[by_country["cities"] == most, "country"])
    cities = count_cities(int(most))
    if len(names) > FEW:
        return _("{n} countries have {cities} each, no other has more", n=len(names), cities=cities)
    return ngettext(
        "{countries} has most cities of the survey: {cities}",
        "{countries} have most cities of the survey: {cities} each",
        len(names),
        countries=listed(names),
        cities=cities,
    )


def title_coverage(cells: pd.DataFrame) -> str:
    """How many cells of items and cities have a figure, by `participation.list_cells`."""
    there = int((cells["state"] == HAS_FIGURE).sum())
    if there == len(cells):
        return _("Every city has a figure for every item")
    # never rounded up to all
    share = min(100 * there / len(cells), 99.9)
    return _("{share} % of the figures are there", share=decimal(share))


def title_weeks(weeks: pd.DataFrame) -> str:
    """How many of the invited cities answered, by `response.count_by_week`."""
    last = weeks.iloc[-1]
    return _(
        "{answered} of {invited} have answered",
        answered=int(last["answered"]),
        invited=count_cities(int(last["invited"])),
    )


def title_countries_together(pairs: pd.DataFrame) -> str:
    """How many pairs of countries moved together beyond chance, by `Family.pairs`."""
    tested = pairs[pairs["p"].notna()]
    passed = tested[tested["together"]]
    if passed.empty:
        return _("No two countries surely move together")
    one = passed.iloc[int(passed["rho"].abs().to_numpy().argmax())]
    return _(
        "{n} of {pairs} of countries move together or against each other, such as {one} and {two} "
        "(ρ {rho})",
        n=len(passed),
        pairs=counted(len(tested), "pair"),
        one=one["first"],
        two=one["second"],
        rho=signed(one["rho"]),
    )


def title_map_of_concepts(cells: pd.DataFrame) -> str:
    """How many concepts can be followed through all surveys, by `trends.map_cells`."""
    asked = cells[~cells["status"].isin(SILENT)].groupby("concept").size()
    surveys = cells["survey"].nunique()
    return ngettext(
        "{n} of {concepts} has figures in every one of {surveys}",
        "{n} of {concepts} have figures in every one of {surveys}",
        int((asked == surveys).sum()),
        concepts=counted(cells["concept"].nunique(), "concept"),
        surveys=counted(surveys, "survey"),
    )


def title_lines(trends: pd.DataFrame) -> str:
    """How many concepts may be followed, by `trends.trace_trends`."""
    number = trends["label"].nunique()
    return ngettext(
        "{n} concept was asked in the same way at least twice",
        "{n} concepts were asked in the same way at least twice",
        number,
    )


def title_area_lines(changes: pd.DataFrame) -> str:
    """How many changes of area scores are beyond chance, by `Family.areas`."""
    moved = changes[changes["moved"]]
    return _(
        "{n} of {all} of area scores are beyond chance: {up} up, {down} down",
        n=len(moved),
        all=counted(len(changes), "change"),
        up=int((moved["within"] > 0).sum()),
        down=int((moved["within"] < 0).sum()),
    )


def title_asked(asked: pd.DataFrame) -> str:
    """How many items have figures in all editions with a survey, by `overview.list_items_by_edition`."""
    return ngettext(
        "{n} of {items} has figures in all editions with a survey",
        "{n} of {items} have figures in all editions with a survey",
        int(asked.groupby("item")["asked"].all().sum()),
        items=counted(asked["item"].nunique(), "item"),
    )


def _ends(frame: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """The first row with the least and the first with the most in a column."""
    numbers = frame[column].to_numpy()
    return frame.iloc[int(numbers.argmin())], frame.iloc[int(numbers.argmax())]
