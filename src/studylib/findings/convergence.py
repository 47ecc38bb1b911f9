"""Whether cities came closer together and which countries move together, beyond chance."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import counted, decimal, interval, listed, signed, small
from studylib.charts.charts import correlation_matrix
from studylib.data.enumerations import join_by_semicolon
from studylib.findings import titles
from studylib.findings.across_editions import Editions, fold_names, get_years, name_source
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.spans import by_survey
from studylib.questions.country_changes import LEAST_IN_COUNTRY, count_by_chance
from studylib.questions.family import Family
from studylib.statistics.discoveries import FALSE_PCT

UNCLEAR = _("cannot be said")
NONE = _(
    "No concept was asked in the same way in two surveys of enough cities, "
    "so nothing is said of their spread."
)


def spreads(editions: Editions, compared: Family) -> Finding:
    """In how many comparisons the same cities came closer together or further apart."""
    table = by_survey(compared.spreads, get_years(editions))
    number, said = int(table["changed"].sum()), _say_spreads(table)
    return Finding(Statement("spread", number, said, origin="answers: favourable_pct"))


def _say_spreads(table: pd.DataFrame) -> str:
    if table.empty:
        return NONE
    changed = table[table["changed"]]
    closer, apart = changed[changed["ratio"] < 1], changed[changed["ratio"] > 1]
    rest = len(table) - len(changed)
    less = _(
        "{n} of {comparisons}{ratios}",
        n=len(closer),
        comparisons=counted(len(table), "comparison"),
        ratios=_name_ratios(closer),
    )
    said = [
        _(
            "In the same cities, the spread became smaller beyond chance in {less} and larger in "
            "{n}{ratios}.",
            less=less,
            n=len(apart),
            ratios=_name_ratios(apart),
        )
        if len(apart)
        else _(
            "In the same cities, the spread became smaller beyond chance in {less}, "
            "and larger in none.",
            less=less,
        ),
        _("Of the other {n}, neither can be said.", n=rest) if rest else "",
        WHOLE_SURVEY if len(changed) else "",
    ]
    return " ".join(filter(None, said))


def _name_ratios(part: pd.DataFrame) -> str:
    ratios = join_by_semicolon(
        _(
            "{label}, {before} to {after}: {ratio}",
            label=small(row["label"]),
            before=row["before"],
            after=row["after"],
            ratio=decimal(row["ratio"], 2),
        )
        for row in part.to_dict("records")
    )
    return _(" (ratio of the spreads: {ratios})", ratios=ratios) if ratios else ""


def slopes(editions: Editions, compared: Family) -> Finding:
    """How often cities that were low moved up more, and what this does not say."""
    table = by_survey(compared.spreads, get_years(editions))
    number = int((table["corrected_high"] < 0).sum())
    said = _say_slopes(table, [edition.wave_respondents for edition in editions])
    origin = "answers: favourable_pct; editions: wave_respondents"
    caption = _(
        "Whether the same cities came closer: their spread, and the slope of change on the first "
        "level, with intervals"
    )
    return Finding(
        Statement("slope", number, said, origin=origin),
        Table(
            "convergence",
            _tabulate_spreads(table),
            caption,
            name_source(editions),
            fold=_("Every comparison"),
        ),
    )


def _say_slopes(table: pd.DataFrame, respondents: Iterable[float | None]) -> str:
    if table.empty:
        return NONE
    asked = listed(f"{number:g}" for number in sorted(set(filter(None, respondents))))
    corrected = table[table["corrected_high"] < 0]
    return _(
        "The slope of change on the first level has its whole interval below zero in {below} of "
        "{comparisons}. That alone says nothing: a figure that came out high by chance is lower "
        "the next time, and the slope is pulled below zero. With the sampling error of {asked} "
        "residents in each city taken out, the interval lies below zero in {corrected}; in "
        "{closer} of these the spread became smaller beyond chance too. Convergence is claimed "
        "for no others.",
        below=int((table["slope_high"] < 0).sum()),
        comparisons=counted(len(table), "comparison"),
        asked=asked or _("an unknown number of"),
        corrected=len(corrected),
        closer=int((corrected["changed"] & (corrected["ratio"] < 1)).sum()),
    )


def _tabulate_spreads(table: pd.DataFrame) -> pd.DataFrame:
    closer = [
        UNCLEAR if not changed else _("yes") if ratio < 1 else _("further apart")
        for changed, ratio in zip(table["changed"], table["ratio"], strict=True)
    ]
    spans = zip(table["before"], table["after"], strict=True)
    return pd.DataFrame(
        {
            _("Concept"): table["label"],
            _("Surveys"): [_("{before} to {after}", before=one, after=two) for one, two in spans],
            _("Cities in both"): fold_names(table["names"]),
            _("Spread before, points"): table["spread_before"],
            _("Spread after, points"): table["spread_after"],
            _("Ratio"): _with_ends(table[["ratio", "low", "high"]], null=1),
            _("Closer"): closer,
            _("Slope"): _with_ends(table[["slope", "slope_low", "slope_high"]]),
            _("Slope, corrected"): _with_ends(
                table[["corrected", "corrected_low", "corrected_high"]]
            ),
        }
    )


def _with_ends(columns: pd.DataFrame, null: float = 0) -> list[str]:
    """A figure with its interval in brackets, as far as they are known."""
    cells = []
    for value, low, high in columns.itertuples(index=False):
        ends = interval(low, high, 2, null=null)
        number = "" if pd.isna(value) else signed(value)
        cells.append(
            _("{number} ({ends})", number=number, ends=ends) if number and ends else number
        )
    return cells


def together(editions: Editions, compared: Family) -> Finding:
    """Which countries moved together or against each other, and how many by chance."""
    pairs = compared.pairs
    number, said = int(pairs["together"].sum()), _say_together(pairs)
    return Finding(
        Statement("together", number, said, origin="answers: favourable_pct"),
        Drawing(
            "countries-together",
            lambda: correlation_matrix(pairs),
            pairs,
            title=titles.title_countries_together(pairs),
            subtitle=_(
                "Rank correlation of the changes of every two countries, {pairs}",
                pairs=counted(len(pairs), "pair"),
            ),
            caption=_(
                "Rank correlation of the changes of every two countries; "
                "the name on the diagonal is that of its row and its column"
            ),
            alt=_describe_together(pairs),
            source=name_source(editions),
        ),
    )


def _say_together(pairs: pd.DataFrame) -> str:
    tested = pairs[pairs["p"].notna()]
    if tested.empty:
        return _("No two countries have enough cities and changes to be set beside each other.")
    least, most = int(tested["n"].min()), int(tested["n"].max())
    alone, expected = count_by_chance(pairs)
    passed = tested[tested["together"]]
    said: list[str] = [
        _(
            "{pairs} of {countries} countries with at least {least} panel cities, over {n} "
            "changes.",
            pairs=counted(len(tested), "pair"),
            countries=len({*tested["first"], *tested["second"]}),
            least=LEAST_IN_COUNTRY,
            n=least if least == most else _("{least} to {most}", least=least, most=most),
        ),
        _(
            "Without regard to their number, {alone} would pass at {false} per cent, and "
            "{expected} are expected by chance; with false discoveries held, {passed}.",
            alone=alone,
            false=f"{FALSE_PCT:g}",
            expected=decimal(expected),
            passed=ngettext("{n} passes", "{n} pass", len(passed))
            if len(passed)
            else _("none passes"),
        ),
    ]
    if passed.empty:
        return " ".join([*said, _("So no two countries are said to move together.")])
    alike, against = (_name_pairs(passed[sign * passed["rho"] > 0]) for sign in (1, -1))
    said += [
        alike and _("Together: {pairs}.", pairs=alike),
        against and _("Against each other: {pairs}.", pairs=against),
        _("That they go together does not mean that one causes the other."),
    ]
    return " ".join(filter(None, said))


def _name_pairs(pairs: pd.DataFrame) -> str:
    return listed(
        _(
            "{one} with {two} (ρ {rho}, n = {n})",
            one=row["first"],
            two=row["second"],
            rho=signed(row["rho"]),
            n=row["n"],
        )
        for row in pairs.to_dict("records")
    )


def _describe_together(pairs: pd.DataFrame) -> str:
    known = pairs[pairs["rho"].notna()].sort_values("rho").to_dict("records")
    names = listed(dict.fromkeys([*pairs["first"], *pairs["second"]]))
    if not known:
        return _("Matrix of {countries} without a figure.", countries=names)
    least, most = (
        _("{rho} ({one} with {two})", rho=signed(row["rho"]), one=row["first"], two=row["second"])
        for row in (known[0], known[-1])
    )
    return _(
        "Matrix of rank correlations of the changes of every two of {countries}, "
        "from {least} to {most}; {n} of {pairs} beyond chance.",
        countries=names,
        least=least,
        most=most,
        n=sum(row["together"] for row in known),
        pairs=counted(len(known), "pair"),
    )
