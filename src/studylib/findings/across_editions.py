"""The editions beside each other: what may be compared, which lines are drawn, what is refused.

Editions are called by the years of their surveys. What changed is said in `across_changes`, what
came closer together in `convergence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.cells import Fold
from quire.text.messages import Message, _, ngettext
from quire.text.words import capital, counted, decimal, listed
from studylib.charts.trendcharts import map_matrix, trend_panels
from studylib.data.enumerations import join_by_comma, join_by_semicolon
from studylib.data.survey_agreement import SILENT
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import surveys
from studylib.findings.spans import by_survey
from studylib.questions.comparability import REWORDED, SAME
from studylib.questions.trends import NAMES_BETWEEN, flag_first_asked

MAP = _("Source: the study's own map, framework/comparability.csv, with the reason of every cell.")

Editions = Sequence[EditionFacts]
"""All editions, as `tables.read_editions` gives them."""


def get_years(editions: Editions) -> dict[str, int | None]:
    """The year of the survey of each published edition."""
    return {edition.id: edition.wave_year for edition in editions if edition.status == "published"}


def group_by_survey(editions: Editions) -> dict[str, list[EditionFacts]]:
    """The published editions that stand on each survey, by survey."""
    groups: dict[str, list[EditionFacts]] = {}
    for edition in editions:
        if edition.status == "published" and edition.wave_survey:
            groups.setdefault(edition.wave_survey, []).append(edition)
    return groups


def name_source(editions: Editions) -> str:
    """The source line of the figures of all published editions."""
    return surveys(edition for edition in editions if edition.status == "published")


def comparable(editions: Editions, cells: pd.DataFrame) -> Finding:
    """How many concepts can be followed at all, and how each was asked: `trends.map_cells`."""
    years = get_years(editions)
    dated = by_survey(cells, years)
    return Finding(
        Statement("map", len(cells), _say_map(dated), origin="comparability: status"),
        Statement(
            "one_survey", *_say_one_survey(editions), origin="editions: wave_survey, wave_year"
        ),
        Drawing(
            "comparability",
            lambda: map_matrix(cells, years),
            cells.drop(columns="colour"),
            title=titles.title_map_of_concepts(cells),
            subtitle=_(
                "How each survey of residents asked each concept, {surveys}",
                surveys=listed(dict.fromkeys(dated["edition"])),
            ),
            caption=_(
                "Asked: for the first time; then how that was, seen from the survey before. "
                "Columns are surveys by their year"
            ),
            alt=_describe_map(dated),
            source=MAP,
        ),
        Table(
            "changed-wordings",
            _tabulate_wordings(dated),
            _("Concepts that were asked, but not in the same way"),
            MAP,
        ),
    )


def _say_map(cells: pd.DataFrame) -> str:
    asked = cells[~cells["status"].isin(SILENT)].groupby("concept").size()
    names = cells.groupby("survey", sort=False)["edition"].last()
    if names.empty:
        return _("No survey stands beside an edition, so no concept can be followed.")
    said = _(
        "{concepts} in {surveys} ({names}): {all} have figures in all of them, {one} in one only.",
        concepts=counted(cells["concept"].nunique(), "concept"),
        surveys=counted(len(names), "survey"),
        names=listed(names),
        all=int((asked == len(names)).sum()),
        one=int((asked == 1).sum()),
    )
    reworded = counted(int((cells["status"] == REWORDED).sum()), "wording")
    return " ".join([said, _("{wordings} changed.", wordings=capital(reworded))])


def _say_one_survey(editions: Editions) -> tuple[int, str]:
    """How many editions stand on a survey on which an earlier one stands, and why no change is said of them."""
    several = [own for own in group_by_survey(editions).values() if len(own) > 1]
    said = " ".join(
        _(
            "Editions {editions} stand beside one survey, that of {year}: their figures are the "
            "same, so it is compared once, and no change is given between these editions.",
            editions=listed(edition.id for edition in own),
            year=own[0].wave_year,
        )
        for own in several
    )
    return sum(len(own) - 1 for own in several), said


def _describe_map(cells: pd.DataFrame) -> str:
    status = cells["status"].mask(flag_first_asked(cells), _("asked for the first time"))
    rows = []
    for edition, part in status.groupby(cells["edition"], sort=False):
        counts = listed(
            _("{n} {how}", n=count, how=how) for how, count in sorted(part.value_counts().items())
        )
        rows.append(_("{survey}: {counts}", survey=edition, counts=counts))
    return _(
        "Matrix of concepts and surveys, with how each was asked. {rows}.",
        rows=join_by_semicolon(rows),
    )


def _tabulate_wordings(cells: pd.DataFrame) -> pd.DataFrame:
    odd = cells[~cells["status"].isin([SAME, *SILENT])]
    heads = [_("Concept"), _("Survey"), _("How"), _("Why")]
    return odd[["label", "edition", "status", "reason"]].set_axis(heads, axis="columns")


def beside(others: pd.DataFrame, asked_by: pd.DataFrame, items: pd.DataFrame) -> Finding:
    """How many other surveys there are, of how many cities, and what they asked.

    Parameters
    ----------
    others, asked_by, items
        The processed tables `comparability_beside`, `resident_surveys` and `items` of all editions.
    """
    # editions beside one survey have the same surveys beside it
    others = others.drop_duplicates(["survey", "concept"], keep="last")
    said = _say_beside(others, asked_by)
    caption = _("Other surveys, and how what they asked stands to the survey of the same year")
    return Finding(
        Statement("beside", len(others), said, origin="comparability_beside: status"),
        Table("beside", _tabulate_beside(others, asked_by, items), caption, MAP),
    )


def _say_beside(others: pd.DataFrame, asked_by: pd.DataFrame) -> str:
    own = asked_by[asked_by["survey"].isin(others["survey"])].drop_duplicates("survey")
    if own.empty:
        return _("There are none.")
    return ngettext(
        "{n} such survey covers {cities}.",
        "{n} such surveys cover {cities}.",
        len(own),
        cities=counted(int(own["cities"].sum()), "city", "cities"),
    )


def _tabulate_beside(
    others: pd.DataFrame, asked_by: pd.DataFrame, items: pd.DataFrame
) -> pd.DataFrame:
    """Other surveys, each with the concepts that stand in the same way to the main one."""
    title = asked_by.drop_duplicates("survey").set_index("survey")["title"]
    label = items.drop_duplicates("item").set_index("item")["label"]
    rows = []
    for key, part in others.groupby(["survey", "status", "reason"], sort=False):
        survey, status, reason = map(str, key)
        names = tuple(sorted(map(str, label.loc[part["item"].drop_duplicates()])))
        rows.append([title[survey], Fold(counted(len(names), "concept"), names), status, reason])
    return pd.DataFrame(rows, columns=[_("Survey"), _("Concepts"), _("How"), _("Why")])


def lines(editions: Editions, trends: pd.DataFrame, joined: pd.DataFrame) -> Finding:
    """The lines that may be drawn, by `trends.trace_trends`, and what each joins, by `trends.describe_lines`."""
    years = get_years(editions)
    table = trends.assign(year=trends["edition"].map(years))
    return Finding(
        Drawing(
            "trends",
            lambda: trend_panels(table, _("% favourable")),
            table.drop(columns="colour"),
            title=titles.title_lines(trends),
            subtitle=_("Mean favourable share of residents over cities, per cent, by survey"),
            caption=_(
                "Mean over cities, per cent of residents: the same cities (filled, joined where "
                "the map allows) and all cities (open)"
            ),
            alt=_describe_trends(by_survey(trends, years)),
            source=name_source(editions),
        ),
        Table(
            "lines",
            _tabulate_lines(by_survey(joined, years)),
            _(
                "What each line joins: surveys parted by a semicolon are not joined; "
                "the number of cities opens to their names"
            ),
            name_source(editions),
            fold=_("What each line joins"),
        ),
    )


def _describe_trends(trends: pd.DataFrame) -> str:
    rows = []
    for label, part in trends.groupby("label", sort=False):
        ends = reduce(_say_break, (_say_line(line) for _segment, line in part.groupby("segment")))
        cities = counted(int(part["panel_cities"].iloc[0]), "city", "cities")
        rows.append(_("{label} {ends} ({cities})", label=label, ends=ends, cities=cities))
    return _(
        "Small lines, one a concept, of the mean favourable share in the same cities, "
        "per cent: {rows}.",
        rows=join_by_semicolon(rows),
    )


def _say_line(line: pd.DataFrame) -> str:
    """The means that one line joins."""
    means = zip(line["panel_mean"], line["edition"], strict=True)
    return listed(say_mean(mean, edition) for mean, edition in means)


def _say_break(earlier: str, later: str) -> str:
    return _("{earlier}, then a break in the line, {later}", earlier=earlier, later=later)


def say_mean(mean: float, edition: str) -> Message:
    """A mean in a survey, for alt texts."""
    return _("{mean} in {edition}", mean=decimal(mean, 0), edition=edition)


def _tabulate_lines(joined: pd.DataFrame) -> pd.DataFrame:
    surveys = [join_by_semicolon(map(join_by_comma, parts)) for parts in joined["joined"]]
    return pd.DataFrame(
        {
            _("Concept"): joined["label"],
            _("Surveys joined"): surveys,
            _("Same cities"): fold_names(joined["names"]),
            _("Breaks"): [" ".join(notes) or _("no") for notes in joined["breaks"]],
        }
    )


MOST_NAMES = 20_000
"""Names in a column: more would make a page of half a million signs, and nobody reads them."""


def fold_names(names: Iterable[str]) -> list[Fold]:
    """The number of some cities, which opens to their names, unless the column has too many of them.

    >>> fold_names([NAMES_BETWEEN.join("AB"), ""])[0].more
    ('A', 'B')
    >>> {fold.more for fold in fold_names([NAMES_BETWEEN.join("AB")] * MOST_NAMES)}
    {()}
    """
    cities = [tuple(cell.split(NAMES_BETWEEN)) if cell else () for cell in names]
    many = sum(map(len, cities)) > MOST_NAMES
    return [Fold(str(len(names)), () if many else names) for names in cities]


def refused(editions: Editions, refusals: pd.DataFrame, cells: pd.DataFrame) -> Finding:
    """How much is refused and why, and where nothing of an area is left.

    Parameters
    ----------
    editions
        All editions.
    refusals, cells
        As `trends.list_refusals` and `trends.map_cells` give them.
    """
    years = get_years(editions)
    dated = by_survey(refusals, years)
    without = [edition for edition, year in years.items() if year is None]
    said = _say_refused(dated, by_survey(cells, years), without)
    caption = _("Concepts and pairs of surveys that are refused, and the reason in the map")
    return Finding(
        Statement("refusals", len(refusals), said, origin="comparability: status"),
        Table(
            "refused-lines",
            _tabulate_refused(dated),
            caption,
            MAP,
            fold=_("Every line that is refused, and why"),
        ),
    )


def _say_refused(refusals: pd.DataFrame, cells: pd.DataFrame, without: Sequence[str]) -> str:
    number, concepts = cells["survey"].nunique(), cells["concept"].nunique()
    total = f"{concepts * number * (number - 1) // 2:,}"
    whole = _list_whole_areas(refusals, cells)
    said = [
        _(
            "Refused are {n} of {all} combinations of a concept with two surveys; "
            "they concern {some} of {concepts}.",
            n=f"{len(refusals):,}",
            all=total,
            some=refusals["concept"].nunique(),
            concepts=counted(concepts, "concept"),
        )
        if len(refusals)
        else _("None of {all} combinations of a concept with two surveys is refused.", all=total),
        _("Every concept is refused for {areas}.", areas=join_by_semicolon(whole)) if whole else "",
        ngettext(
            "Edition {editions}: no survey, and so nothing to compare.",
            "Editions {editions}: no survey, and so nothing to compare.",
            len(without),
            editions=listed(without),
        )
        if without
        else "",
    ]
    return " ".join(filter(None, said))


def _list_whole_areas(refusals: pd.DataFrame, cells: pd.DataFrame) -> list[str]:
    """Areas of which every concept is refused, with the surveys."""
    whole: list[str] = []
    for area, part in refusals.groupby("area", sort=False):
        size = cells.loc[cells["area"] == area, "concept"].nunique()
        counts = Counter(zip(part["before"], part["after"], strict=True))
        pairs = [pair for pair, count in counts.items() if count == size]
        if pairs:
            concepts = counted(size, "concept")
            spans = reduce(_say_from, _name_pairs(pairs))
            whole.append(_("{area} ({n}) from {spans}", area=area, n=concepts, spans=spans))
    return whole


def _say_from(some: Message, last: Message) -> Message:
    return _("{some}, from {last}", some=some, last=last)


def _name_pairs(pairs: Iterable[tuple[str, str]]) -> list[Message]:
    """Pairs of editions, those with the same first one together."""
    after: dict[str, list[str]] = {}
    for one, two in pairs:
        after.setdefault(one, []).append(two)
    return [name_span(one, listed(others)) for one, others in after.items()]


def name_span(before: str, after: str) -> Message:
    """Two surveys that are compared."""
    return _("{before} to {after}", before=before, after=after)


def _tabulate_refused(refusals: pd.DataFrame) -> pd.DataFrame:
    """Concepts of an area that are refused for the same surveys and reason stand in one row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for key, part in refusals.groupby(["area", "concept", "label", "reason"], sort=False):
        area, _concept, label, reason = map(str, key)
        pairs = join_by_semicolon(_name_pairs(zip(part["before"], part["after"], strict=True)))
        rows.setdefault((area, pairs, reason), []).append(label)
    return pd.DataFrame(
        [[listed(sorted(labels)), *key] for key, labels in rows.items()],
        columns=[_("Concepts"), _("Area"), _("Surveys"), _("Why")],
    )
