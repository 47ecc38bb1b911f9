"""The page on what slows and what eases the work of governments, as they answered, beside surveys of others.

How a share comes about is in `questions.governments`, the surveys of others in `barriers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from quire.showing.findings import Drawing, Finding, Heading, Part, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, decimal, interval, listed, signed, small
from studylib.charts.charts import correlation_matrix
from studylib.charts.elementcharts import survey_dots
from studylib.charts.governmentcharts import heat_map
from studylib.charts.palette import GOVERNMENT, INK
from studylib.data.enumerations import join_by_semicolon
from studylib.findings.barriers import LAST_COLUMN, describe_surveys, tabulate_surveys
from studylib.findings.governments_answers import show_question
from studylib.findings.governments_tables import write_heads
from studylib.findings.governments_titles import title_groups
from studylib.findings.governments_words import (
    count_regions,
    entitle,
    head,
    join_parts,
    list_dimensions,
    name_data,
    name_dimension,
    name_questions,
    slug,
    source,
    value_name,
)
from studylib.findings.titles import title_barriers, title_together
from studylib.questions import elements, governments
from studylib.questions.governments import ALL, MOST_COLUMNS, Form, Survey

ROLES = {"slows": _("What slows"), "eases": _("What eases")}
"""Keys of an instrument that name a question, and what it is about."""

KINDS = {"slows": _("barrier"), "eases": _("enabler")}
"""What an answer is called beside published surveys."""

NAMED = 3
"""So many pairs are named in a sentence; the figure has all of them."""

SMALL_GROUP = 30
"""A group of fewer is said to be small."""

MOST_ON_DIAGONAL = 20
"""More names than these are not drawn as a matrix of what goes with what."""


def slows_and_eases(surveys: Sequence[Survey], confidence_pct: float) -> Finding:
    """What governments said that slows or eases their work: all of them, by group, and what goes with what.

    Parameters
    ----------
    surveys
        As `governments.split_surveys` gives them.
    confidence_pct
        Coverage of the intervals.
    """
    return join_parts([part for survey in surveys for part in _show_survey(survey, confidence_pct)])


def beside_others(
    surveys: Sequence[Survey],
    published: pd.DataFrame,
    vocabulary: pd.DataFrame,
    confidence_pct: float,
) -> Finding:
    """What governments said, and what surveys of others found, by element; side by side and never added up.

    Parameters
    ----------
    published, vocabulary
        The processed tables `surveys` and `elements`.
    """
    own = [
        governments.list_elements(survey, question, vocabulary, confidence_pct).assign(
            kind=_("{kind}, {unit}", kind=KINDS[role], unit=survey.unit)
        )
        for survey in surveys
        for role, question in _list_roles(survey)
    ]
    others = elements.list_barriers(published, vocabulary, confidence_pct)
    own_rows = pd.concat(own) if own else others.head(0)
    order = {label: number for number, label in enumerate(vocabulary["label"])}
    table = pd.concat([own_rows.assign(own=True), others.assign(own=False)], ignore_index=True)
    table = table.sort_values("element", key=lambda names: names.map(order), kind="stable")
    colours = table["own"].map({True: GOVERNMENT, False: INK}).to_list()
    table = table.drop(columns="own").reset_index(drop=True)
    return Finding(
        Statement(
            "beside_others",
            len(own_rows),
            _say_beside(own_rows, others),
            origin=_("government_tallies: options and items with an element; barrier_surveys"),
        ),
        Drawing(
            "beside-others",
            lambda: survey_dots(table.assign(colour=colours)),
            table,
            title=title_barriers(table),
            subtitle=_(
                "What slows or eases, by element: {surveys}, beside surveys of others",
                surveys=listed(
                    _("{unit}, {years}", unit=survey.unit, years=survey.years) for survey in surveys
                ),
            ),
            caption=_(
                "Green: what governments answered; black: published surveys of others. Each line "
                "names its kind, year and number; an open dot has no interval, as its number of "
                "answers is not given"
            ),
            alt=describe_surveys(table),
            source=_("Sources: the table below names survey and address of each row."),
        ),
        Table(
            "beside-others-table",
            tabulate_surveys(table),
            _("What governments answered and what others published, by element"),
            LAST_COLUMN,
            fold=_("All of these shares with their surveys and sources"),
        ),
    )


def _list_roles(survey: Survey) -> list[tuple[str, str]]:
    """Role and question of what slows and of what eases, where the survey has one."""
    return [(role, question) for role in ROLES if (question := survey.question_on(role))]


def _show_survey(survey: Survey, confidence_pct: float) -> Iterator[Part]:
    names, roles = name_questions(survey), _list_roles(survey)
    yield head(survey)
    for role, question in roles:
        label = survey.question(question)["label"]
        yield Heading(_("{role}: “{label}”", role=ROLES[role], label=label), level=3)
        yield from show_question(survey, question, names[question], confidence_pct)
        yield from _show_groups(survey, question, names[question], confidence_pct)
        yield from _show_pairs(survey, question, names[question], confidence_pct)
    lacking = [small(text) for role, text in ROLES.items() if not survey.question_on(role)]
    if lacking:
        yield Statement(
            value_name(survey.id, "lacking"),
            len(lacking),
            _("This survey has no question on {what}.", what=listed(lacking)),
            origin="instruments: slows, eases",
        )


def _show_groups(survey: Survey, question: str, name: str, confidence_pct: float) -> Iterator[Part]:
    """The shares by region, size and other breakdowns of few groups, as a heat map, and where groups differ most."""
    few = list_dimensions(survey, MOST_COLUMNS)
    if governments.choose_form(survey, question) is Form.NUMBERS:
        return
    shares = governments.list_shares(survey, question)
    there = shares[shares["dimension"].isin(few) & shares["share_pct"].notna()]
    if there.empty:
        return
    rows = pd.concat([shares[(shares["dimension"] == ALL)], there])
    rows = rows[rows["share_pct"].notna()]
    by = listed(small(name_dimension(each)) for each in few)
    yield Statement(
        f"{value_name(survey.id, name)}_groups",
        int(there.groupby(["dimension", "group"]).ngroups),
        _say_groups(there, few),
        origin=_(
            "government_tallies: question {question}, by {groups}",
            question=question,
            groups=", ".join(few),
        ),
    )
    yield Drawing(
        slug(survey.id, name, "groups"),
        lambda: heat_map(_lay_out(rows)),
        name_data(rows, ["dimension", "group", "name", "element", "n", "base", "share_pct"]),
        title=title_groups(survey.question(question), there, confidence_pct),
        subtitle=entitle(
            survey,
            _("Share by {by}, per cent", by=by),
            survey.answered_to(question),
            count_regions(shares),
        ),
        caption=_("Per cent of those of a group that answered; the darker, the higher"),
        alt=_describe_groups(there),
        source=source(survey),
    )


def _lay_out(rows: pd.DataFrame) -> pd.DataFrame:
    """Names down by their share of all, groups across with their number."""
    every = rows[rows["dimension"] == ALL]
    names = governments.order_by_share(every)["name"].to_list()
    keyed = rows.assign(head=rows["dimension"] + "\n" + rows["group"])
    keyed = keyed.assign(most=keyed.groupby("head")["base"].transform("max"))
    heads = write_heads(keyed.drop_duplicates("head"), with_base=True)
    cells = keyed.assign(row=keyed["name"], column=keyed["head"].map(heads))
    order = {name: number for number, name in enumerate(names)}
    at = {head: number for number, head in enumerate(heads)}
    return cells.sort_values(
        ["row", "column"], key=lambda c: c.map(order if c.name == "row" else at), kind="stable"
    )


def _show_pairs(survey: Survey, question: str, name: str, confidence_pct: float) -> Iterator[Part]:
    """What goes with what: which answers the same governments gave."""
    pairs = governments.list_pairs(survey, question)
    number = len(set(pairs["first"]) | set(pairs["second"]))
    yield Statement(
        f"{value_name(survey.id, name)}_pairs",
        len(pairs),
        _say_pairs(pairs, confidence_pct),
        origin=_("government_pairs: question {question}", question=question),
    )
    if not 2 < number <= MOST_ON_DIAGONAL:
        return
    facts = survey.question(question)
    yield Drawing(
        slug(survey.id, name, "pairs"),
        lambda: correlation_matrix(pairs, _("phi, correlation of two answers")),
        name_data(pairs, [str(name) for name in pairs]),
        title=_("{label}: {pairs}", label=facts["label"], pairs=title_together(pairs)),
        subtitle=entitle(
            survey, _("Which answers the same governments gave"), survey.answered_to(question)
        ),
        caption=_(
            "Blue: the same governments gave both answers more often than chance would have it; "
            "orange: less often; where only a few answers may be named, that alone sets them against "
            "each other. The name on the diagonal is that of its row and its column"
        ),
        alt=_describe_pairs(pairs),
        source=source(survey),
    )


def _say_groups(there: pd.DataFrame, dimensions: Sequence[str]) -> str:
    """The first answer of each group, and where groups lie furthest apart."""
    said = []
    for dimension in dimensions:
        rows = there[there["dimension"] == dimension]
        if rows["group"].nunique() < 2:
            continue
        reach = rows.groupby("name", sort=False)["share_pct"].agg(["min", "max"])
        wide = (reach["max"] - reach["min"]).idxmax()
        part = rows[rows["name"] == wide].sort_values("share_pct", kind="stable")
        said.append(
            _(
                "By {by}, groups lie furthest apart in “{name}”: {least} and {most}.",
                by=small(name_dimension(dimension)),
                name=wide,
                least=_name_group(part.iloc[0]),
                most=_name_group(part.iloc[-1]),
            )
        )
    if not said:
        return _("There are no two groups to set beside each other.")
    if there["base"].min() < SMALL_GROUP:
        said.append(_("Groups are small, so that such differences may be chance."))
    return " ".join(said)


def _name_group(row: pd.Series) -> str:
    return _(
        "{group} {share} per cent (n = {n})",
        group=row["group"],
        share=decimal(row["share_pct"], 0),
        n=f"{int(row['base']):,}",
    )


def _describe_groups(there: pd.DataFrame) -> str:
    tops = there.loc[there.groupby(["dimension", "group"], sort=False)["share_pct"].idxmax()]
    return _(
        "Heat map of shares by group. Highest in each: {groups}.",
        groups=join_by_semicolon(
            _("{group}: {name} {share} per cent", group=group, name=name, share=decimal(share, 0))
            for group, name, share in tops[["group", "name", "share_pct"]].itertuples(index=False)
        ),
    )


def _say_pairs(pairs: pd.DataFrame, confidence_pct: float) -> str:
    """How many pairs have an interval that leaves out zero, how many chance alone would give, and the strongest."""
    known = pairs[pairs["rho"].notna()]
    if known.empty:
        return _("What goes with what is not known for this question.")
    clear = known[(known["low"] > 0) | (known["high"] < 0)]
    chance = len(known) * (1 - confidence_pct / 100)
    strong = clear.loc[(-clear["rho"].abs()).sort_values(kind="stable").index].head(NAMED)
    said = ngettext(
        "Of {pairs} of answers, {n} has an interval of its correlation (phi) that leaves out zero; "
        "chance alone would give about {chance}.",
        "Of {pairs} of answers, {n} have an interval of their correlation (phi) that leaves out "
        "zero; chance alone would give about {chance}.",
        len(clear),
        pairs=counted(len(known), "pair"),
        chance=decimal(chance, 0) if chance >= 1 else _("one or none"),
    )
    if strong.empty:
        return said
    return _("{said} Strongest: {pairs}.", said=said, pairs=listed(map(_name_pair, _rows(strong))))


def _rows(frame: pd.DataFrame) -> list[pd.Series]:
    return [row for _at, row in frame.iterrows()]


def _name_pair(row: pd.Series) -> str:
    return _(
        "“{first}” with “{second}”, {phi} ({ends})",
        first=row["first"],
        second=row["second"],
        phi=signed(row["rho"]),
        ends=interval(row["low"], row["high"], 2, null=0),
    )


def _describe_pairs(pairs: pd.DataFrame) -> str:
    known = pairs[pairs["rho"].notna()]
    return _(
        "Triangle of correlations of {pairs} of answers, from {least} to {most}.",
        pairs=counted(len(known), "pair"),
        least=signed(known["rho"].min()),
        most=signed(known["rho"].max()),
    )


def _say_beside(own: pd.DataFrame, others: pd.DataFrame) -> str:
    return _(
        "{own} that governments gave, and {others} of {surveys} of others, stand side by side by "
        "the element of the framework that they are about. They asked other people in other words "
        "and other years, and nothing is added up. Answers about other things are "
        "left out.",
        own=capital(counted(len(own), "answer")),
        others=counted(len(others), "published share"),
        surveys=counted(others["survey"].nunique(), "survey"),
    )
