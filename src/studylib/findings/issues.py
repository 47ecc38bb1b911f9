"""What residents name as issues of their city, where few are satisfied, and what changed.

`study` is the edition; other frames are as the functions of `priorities` give them. Nothing claims
more than the intervals allow.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import apart_from, capital, counted, decimal, interval, listed, signed, small
from studylib.charts.elementcharts import change_dots, corner_plane
from studylib.charts.grids import country_matrix
from studylib.charts.strips import issue_strips
from studylib.data.enumerations import join_by_comma
from studylib.data.tables import EditionFacts
from studylib.findings import chance, titles
from studylib.findings.sources import survey
from studylib.questions import priorities

NOT_ASKED = _(
    "No survey beside this edition asked residents for the most important issues of their city."
)
NEAR = _("near the line")


def family(corner: pd.DataFrame, change: pd.DataFrame, items: pd.DataFrame) -> Finding:
    """How many comparisons are one family; `items` as of `satisfaction.measure_item_importance`."""
    tested = {
        "correlation of issue and satisfaction": int(corner["p"].notna().sum()),
        "change of an issue": int(change["p"].notna().sum()),
        "correlation of an item": int(items["p"].notna().sum()),
    }
    return chance.family(tested, origin="answers, priorities")


def spread(study: EditionFacts, now: pd.DataFrame, confidence_pct: float) -> Finding:
    """Which issues have the highest medians over cities, and how sure their order is."""
    table = priorities.summarise_issues(now)
    order = priorities.order_issues(now, confidence_pct)
    said = _say_spread(table, order, study)
    rows = listed(
        _(
            "{issue} {median} ({ends})",
            issue=row["label"],
            median=decimal(row["median"], 0),
            ends=interval(row["low"], row["high"], 0),
        )
        for row in table.to_dict("records")
    )
    return Finding(
        Drawing(
            "issue-strips",
            lambda: issue_strips(now, table),
            now[["label", "country", "city", "city_code", "named_pct"]],
            title=titles.title_issues(order),
            subtitle=_(
                "Residents who name each issue, {year}, up to {cities}",
                year=study.wave_year,
                cities=titles.count_cities(int(table["cities"].max()) if len(table) else 0),
            ),
            caption=_("One dot a city; the band is the middle half of them, the bar their median"),
            alt=_(
                "Dot plots of the cities for each issue, per cent of residents, with the median "
                "and the range: {rows}.",
                rows=rows,
            ),
            source=survey(study),
        ),
        Statement("issues", len(table), said, origin=_("priorities: named_pct, all cities")),
        Table(
            "issues",
            table,
            caption=_("How each issue is spread over the cities, {year}", year=study.wave_year),
            source=survey(study),
            fold=_("The numbers of each issue"),
        ),
    )


def _say_spread(table: pd.DataFrame, order: pd.DataFrame, study: EditionFacts) -> str:
    if table.empty:
        return NOT_ASKED
    top, rest = order.head(priorities.MOST_ISSUES), order.iloc[priorities.MOST_ISSUES :]
    medians = zip(top["label"], top["median"], strict=True)
    issues = listed(
        _("{issue} ({share} %)", issue=small(label), share=decimal(share, 0))
        for label, share in medians
    )
    if len(top) > 1 and (top["low"].iloc[1:] > 0).all():
        issues = _("{issues}, in this order", issues=issues)
    elif len(top) > 1:
        issues = _("{issues}; their order is not certain", issues=issues)
    level = capital(listed(map(small, rest.loc[~(rest["low"] > 0), "label"])))
    cities = counted(int(table["cities"].max()), "city", "cities")
    said = [
        _("Asked in {year} in up to {cities}.", year=study.wave_year, cities=cities),
        ngettext(
            "The highest median over cities is that of {issues}.",
            "The highest medians over cities are those of {issues}.",
            len(top),
            issues=issues,
        ),
        level and _("{issues} may be as high as the last of them.", issues=level),
        _("Residents could name several issues, so shares do not sum to 100."),
    ]
    return " ".join(filter(None, said))


def countries(study: EditionFacts, now: pd.DataFrame, country_min_cities: int) -> Finding:
    """How many residents name each issue in the countries that have enough cities with a figure."""
    table = priorities.summarise_by_country(now, country_min_cities)
    order = table.sort_values(["country", "named_pct", "label"], ascending=[True, False, True])
    issues = listed(
        _(
            "{country} {issue} {share}",
            country=row["country"],
            issue=small(row["label"]),
            share=decimal(row["named_pct"], 0),
        )
        for row in order.drop_duplicates("country").to_dict("records")
    )
    return Finding(
        Drawing(
            "issues-countries",
            lambda: country_matrix(table, "named_pct"),
            table.drop(columns="item"),
            title=titles.title_issues_by_country(table),
            subtitle=_(
                "Residents who name each issue, median of the cities of each country, {year}",
                year=study.wave_year,
            ),
            caption=_(
                "Per cent, median over the cities of a country, of {least} or more with a figure; "
                "the darker, the more",
                least=country_min_cities,
            ),
            alt=_(
                "Matrix of issues and countries, per cent of residents. Named most: {issues}.",
                issues=issues,
            ),
            source=survey(study),
        )
    )


def corner(study: EditionFacts, table: pd.DataFrame) -> Finding:
    """Which issues are named often while few are satisfied, and where both go together."""
    inside = int(table["in_corner"].sum())
    said = _say_corner(table)
    return Finding(
        Drawing(
            "corner",
            lambda: corner_plane(table),
            table,
            title=titles.title_corner(table),
            subtitle=_(
                "Issues that are named, and how many are satisfied, medians over cities, {year}",
                year=study.wave_year,
            ),
            caption=_(
                "One dot an issue, medians over cities; the lines are the medians over issues; "
                "open: near the line"
            ),
            alt=_describe_corner(table),
            source=survey(study),
        ),
        Statement("corner", inside, said, origin=_("priorities beside answers")),
        Table(
            "corner-issues",
            _tabulate_corner(table),
            _(
                "Issues and the item on the same subject; "
                "ρ is the rank correlation of the two over cities"
            ),
            survey(study),
        ),
    )


def _say_corner(table: pd.DataFrame) -> str:
    if table.empty:
        return NOT_ASKED
    inside = listed(_say_facts(row) for row in table[table["in_corner"]].to_dict("records"))
    outside = listed(map(small, table.loc[table["near"] & ~table["in_corner"], "label"]))
    clear = table[table["beyond"] & (table["rho"] < 0)]
    rhos = zip(clear["label"], clear["rho"], strict=True)
    correlated = listed(
        _("{issue} (ρ {rho})", issue=small(label), rho=signed(rho)) for label, rho in rhos
    )
    said = [
        _("By the medians, in that corner: {issues}.", issues=inside)
        if inside
        else _("By the medians, no issue is in that corner."),
        outside and _("Near the line outside it: {issues}.", issues=outside),
        _(
            "Near the line: intervals of the differences to the median issue leave open "
            "whether an issue is in the corner."
        )
        if table["near"].any()
        else "",
        correlated
        and _(
            "Where fewer residents are satisfied, more name the issue: {issues}.", issues=correlated
        ),
        _("This compares cities; it says nothing of causes."),
    ]
    return " ".join(filter(None, said))


def _say_facts(row: Mapping[Hashable, Any]) -> str:
    facts = [
        _("named by {share} %", share=decimal(row["named_pct"], 0)),
        _("{share} % satisfied", share=decimal(row["favourable_pct"], 0)),
        counted(int(row["cities"]), "city", "cities"),
        *([NEAR] if row["near"] else []),
    ]
    return _("{issue} ({facts})", issue=small(row["label"]), facts=join_by_comma(facts))


def _describe_corner(table: pd.DataFrame) -> str:
    rows = listed(
        _("{issue} {named} named and {satisfied} satisfied", issue=issue, named=one, satisfied=two)
        for issue, one, two in zip(
            table["label"],
            table["named_pct"].map(lambda share: decimal(share, 0)),
            table["favourable_pct"].map(lambda share: decimal(share, 0)),
            strict=True,
        )
    )
    inside, near = (
        listed(table.loc[table[column], "label"]) or _("no issue")
        for column in ("in_corner", "near")
    )
    return _(
        "Points of issues, per cent of residents, median over cities: {rows}. "
        "Named often and satisfied little: {inside}. Open, near the line: {near}.",
        rows=rows,
        inside=inside,
        near=near,
    )


def _tabulate_corner(table: pd.DataFrame) -> pd.DataFrame:
    places = [
        join_by_comma(word for word, holds in ((_("in it"), inside), (NEAR, near)) if holds)
        for inside, near in zip(table["in_corner"], table["near"], strict=True)
    ]
    ends = zip(table["low"], table["high"], strict=True)
    return pd.DataFrame(
        {
            _("Issue"): table["label"],
            _("Item on the same subject"): table["wording"],
            _("Cities"): table["cities"],
            _("Named, %"): table["named_pct"],
            _("Satisfied, %"): table["favourable_pct"],
            _("Corner"): places,
            "ρ": table["rho"].map(signed).where(table["rho"].notna(), _("none")),
            _("Interval"): [interval(low, high, 2, null=0) for low, high in ends],
        }
    )


def cities(study: EditionFacts, now: pd.DataFrame, answers: pd.DataFrame) -> Finding:
    """What is named most in each city, and what is in its own corner that matters."""
    heads = [
        _("City"),
        _("Country"),
        _("Named most"),
        _("Named more, and satisfied less, than the median of cities"),
    ]
    table = priorities.list_city_issues(now, answers).set_axis(heads, axis="columns")
    caption = _("Each city: the issues that residents name most, and its own corner that matters")
    return Finding(Table("issues-cities", table, caption, survey(study)))


def change(study: EditionFacts, named: pd.DataFrame, table: pd.DataFrame) -> Finding:
    """Which issues changed in the same cities since the survey before, or why none can be told."""
    said = _say_change(table, named, study.wave_year)
    origin = _("priorities: named_pct in the cities of both surveys")
    return Finding(
        Drawing(
            "issues-change",
            lambda: change_dots(table),
            table,
            title=titles.title_change(table),
            subtitle=_(
                "Issues named more or less often than in the survey before {year}",
                year=study.wave_year,
            ),
            caption=_(
                "Change of the share in the same cities, with its interval; "
                "filled: changed beyond chance, false discoveries held"
            ),
            alt=_(
                "Dots with intervals of the change of each issue in the same cities: {issues}.",
                issues=_say_changes(table),
            ),
            source=survey(study),
        ),
        Statement("change", len(table), said, origin=origin),
        Table(
            "issues-change-table",
            _tabulate_change(table),
            _("Means over the cities that are in both surveys, and their difference"),
            survey(study),
        ),
    )


def _say_change(table: pd.DataFrame, named: pd.DataFrame, year: int | None) -> str:
    if table.empty:
        return _("No change can be given: {reason}.", reason=_say_why_not(named, year))
    first, beyond = table.iloc[0], table[table["beyond"]]
    more, less = (_say_changes(beyond[sign * beyond["change"] > 0]) for sign in (1, -1))
    said = [
        ngettext(
            "In {n} city of {countries} that is in both surveys, from {before} to {now}, {beyond} "
            "of {issues} changed beyond chance.",
            "In {n} cities of {countries} that are in both surveys, from {before} to {now}, "
            "{beyond} of {issues} changed beyond chance.",
            int(first["cities"]),
            countries=counted(int(first["countries"]), "country", "countries"),
            before=first["before_year"],
            now=first["year"],
            beyond=len(beyond),
            issues=counted(len(table), "issue"),
        ),
        more and _("Named more: {issues}.", issues=more),
        less and _("Named less: {issues}.", issues=less),
        _(
            "Intervals allow for the cities of a country moving together; "
            "beyond chance allows for the number of comparisons too."
        ),
        chance.WHOLE_SURVEY if len(beyond) else "",
    ]
    return " ".join(filter(None, said))


def _say_why_not(named: pd.DataFrame, year: int | None) -> str:
    if year is None:
        return _("no survey stands beside this edition")
    if priorities.select_latest(named, year).empty:
        return _("the survey beside this edition has no figures on issues here")
    if (named["year"] < year).any():
        return _("no city of the survey of {year} is in the one before", year=year)
    return _("the survey of {year} is the first here with figures on issues", year=year)


def _say_changes(table: pd.DataFrame) -> str:
    return listed(
        _(
            "{issue} ({change} points)",
            issue=small(row["label"]),
            change=join_by_comma(
                filter(
                    None,
                    (
                        apart_from(row["change"], sign=True),
                        interval(row["low"], row["high"], sign=True),
                    ),
                )
            ),
        )
        for row in table.to_dict("records")
    )


def _tabulate_change(table: pd.DataFrame) -> pd.DataFrame:
    ends = zip(table["low"], table["high"], strict=True)
    return pd.DataFrame(
        {
            _("Issue"): table["label"],
            _("Cities"): table["cities"],
            _("Countries"): table["countries"],
            _("Before, %"): table["before"],
            _("Now, %"): table["now"],
            _("Change, points"): [apart_from(value, sign=True) for value in table["change"]],
            _("Interval"): [interval(low, high, sign=True) for low, high in ends],
        }
    )
