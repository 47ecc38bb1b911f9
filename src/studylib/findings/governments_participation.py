"""The page on the governments that answered: which surveys there are, who answered them, and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import pandas as pd

from quire.showing.findings import Drawing, Finding, Part, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, decimal, listed, small, sort_key
from studylib.charts.governmentcharts import answered_bars
from studylib.charts.maps import dots_map
from studylib.charts.views import choose_view
from studylib.data.withholding import LEAST_SHOWN
from studylib.findings.governments_titles import title_participants, title_places
from studylib.findings.governments_words import (
    LANGUAGES,
    NO_SURVEY,
    entitle,
    head,
    name_dimension,
    slug,
    source,
    value_name,
)
from studylib.findings.participation import say_regions
from studylib.questions.governments import ALL, Survey, count_places

ON_MAP = ["respondent", "city", "country", "region", "longitude", "latitude"]

MOST_BARS = 12
"""More groups than these are a table."""


def surveys(surveys: Sequence[Survey]) -> Finding:
    """Which surveys of governments stand beside the edition, and what is known of each.

    Parameters
    ----------
    surveys
        As `governments.split_surveys` gives them.
    """
    said = Statement("surveys", len(surveys), _say_surveys(surveys), origin="instruments")
    tables = [
        Table(
            slug(survey.id, "survey"),
            describe_survey(survey),
            _("What is known of the survey of {years}: {title}", **_call(survey)),
            source(survey),
        )
        for survey in surveys
    ]
    return Finding(said, *tables)


def participants(surveys: Sequence[Survey]) -> Finding:
    """Who answered each survey: how many of those invited, by region, size and whatever else it knows.

    Parameters
    ----------
    surveys
        As in `surveys`.
    """
    return Finding(*(part for survey in surveys for part in _show_survey(survey)))


def places(surveys: Sequence[Survey], named: pd.DataFrame, coast: pd.DataFrame) -> Finding:
    """Where the governments are that may be named, on a map for each survey that has any.

    Parameters
    ----------
    named, coast
        The processed tables `government_cities` and `coast`.
    """
    parts = [part for survey in surveys for part in _show_places(survey, named, coast)]
    return Finding(*parts)


def _show_places(survey: Survey, named: pd.DataFrame, coast: pd.DataFrame) -> Iterator[Part]:
    rows = named[named["instrument"] == survey.id]
    there = rows[rows["longitude"].notna() & rows["latitude"].notna()]
    view = choose_view(there)
    yield Statement(
        value_name(survey.id, "on_map"),
        len(there),
        _say_places(survey, rows, there),
        origin="government_cities: longitude, latitude",
    )
    yield Drawing(
        slug(survey.id, "map"),
        lambda: dots_map(there, coast),
        there[ON_MAP],
        title=title_places(survey, there),
        subtitle=entitle(survey, _("Where they are"), len(there)),
        caption=_(
            "One dot a government, by its coordinates ({name} projection). Coast: Natural Earth",
            name=view.projection,
        ),
        alt=_(
            "{map} with {dots}: {regions}.",
            map=_("Map of the world") if view.world else _("Map"),
            dots=counted(len(there), "dot"),
            regions=say_regions(there),
        ),
        source=source(survey),
    )


def _say_places(survey: Survey, rows: pd.DataFrame, there: pd.DataFrame) -> str:
    """How many are on the map, how many may be named and are not, and how many may not."""
    if rows.empty:
        return _(
            "The {unit} of “{title}” are not named here, so there is no map of them.",
            unit=survey.unit,
            title=survey.facts["title"],
        )
    if there.empty:
        return _(
            "No coordinates of the {unit} of “{title}” are kept, so there is no map of them.",
            unit=survey.unit,
            title=survey.facts["title"],
        )
    said = _(
        "On the map: {n} of {answered} {unit}, {regions}.",
        n=f"{len(there):,}",
        answered=f"{survey.answered:,}",
        unit=survey.unit,
        regions=say_regions(there),
    )
    lacking = rows.loc[~rows.index.isin(there.index), "city"]
    if lacking.empty:
        return said
    names = listed(sorted(lacking, key=sort_key))
    return _("{said} Without coordinates: {names}.", said=said, names=names)


def describe_survey(survey: Survey) -> pd.DataFrame:
    """What is known of a survey, a row a fact: who asked whom, when, how, and what is doubtful."""
    facts, unknown = survey.facts, _("not known")
    invited = unknown if survey.invited is None else f"{survey.invited:,}"
    rows = {
        _("Asked by"): facts["asked_by"],
        _("Who was asked"): facts["of_whom"],
        _("When"): survey.years,
        _("Why the study adds it"): facts["reason"],
        _("Invited"): invited,
        _("Answered"): f"{survey.answered:,}",
        _("Response rate"): _rate(survey.answered, survey.invited) or unknown,
        _("Questions shown here"): str(len(survey.questions)),
        _("How"): facts["mode"],
        _("Languages"): listed(LANGUAGES.get(c, c) for c in str(facts["languages"]).split()),
        _("Whose words"): facts["wording"],
        _("Terms"): facts["terms"],
        _("Read with care"): _join_lines(str(facts["doubts"] or "").split("\n")),
    }
    known = [(name, str(value or unknown)) for name, value in rows.items()]
    return pd.DataFrame(known, columns=[_("About"), _("What is known")])


def _join_lines(lines: Sequence[str]) -> str:
    return reduce(lambda some, last: _("{some}\n{last}", some=some, last=last), lines)


def _show_survey(survey: Survey) -> Iterator[Part]:
    yield head(survey, level=3)
    yield Statement(
        value_name(survey.id, "answered"),
        survey.answered,
        _say_answered(survey),
        origin="instruments: invited, answered; government_participation: country",
    )
    dimensions = [d for d in survey.participation["dimension"].unique() if d != ALL]
    for dimension in dimensions:
        yield from _show_dimension(survey, dimension)


def _show_dimension(survey: Survey, dimension: str) -> Iterator[Part]:
    """Who answered, by one breakdown: bars for few groups, a table for many."""
    rows = survey.participation[survey.participation["dimension"] == dimension]
    rows = rows.rename(columns={"group": "name"}).drop(columns="dimension")
    yield Statement(
        value_name(survey.id, "answered_by", dimension),
        int((~rows["withheld"] & (rows["answered"] > 0)).sum()),
        _say_dimension(survey, dimension, rows),
        origin=f"government_participation: {dimension}",
    )
    if rows["withheld"].all():
        return
    what = _("Who answered, by {by}", by=small(name_dimension(dimension)))
    title = entitle(survey, what, survey.answered - _count_elsewhere(survey, rows))
    id = slug(survey.id, "answered-by", dimension)
    if len(rows) > MOST_BARS:
        yield Table(id, _tabulate(rows, name_dimension(dimension)), title, source(survey))
        return
    bars = (
        _("Dark: answered; pale: invited")
        if rows["invited"].notna().any()
        else _("How many answered; how many were invited is not known")
    )
    yield Drawing(
        id,
        lambda: answered_bars(rows),
        rows.rename(columns={"name": "group"})[["group", "invited", "answered", "withheld"]],
        title=title_participants(name_dimension(dimension), rows, survey.answered),
        subtitle=title,
        caption=_("{bars}. A dash: withheld", bars=bars) if rows["withheld"].any() else bars,
        alt=_describe(rows),
        source=source(survey),
    )


def _tabulate(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Groups with those invited and answered, and the response rate; columns without any number are left out."""
    rates = [
        "" if pd.isna(answered) or pd.isna(invited) else _rate(answered, invited)
        for answered, invited in zip(rows["answered"], rows["invited"], strict=True)
    ]
    table = pd.DataFrame(
        {
            name: rows["name"],
            _("Invited, governments"): rows["invited"].astype("Int64"),
            _("Answered, governments"): rows["answered"].astype("Int64"),
            _("Response rate"): rates,
            _("Withheld"): rows["withheld"].map({True: _("yes"), False: ""}),
        }
    )
    return table.loc[
        :, [column for column in table if table[column].astype(str).ne("").any()]
    ].dropna(axis="columns", how="all")


def _say_surveys(surveys: Sequence[Survey]) -> str:
    if not surveys:
        return NO_SURVEY
    names = listed(
        _(
            "“{title}”, {years} ({n} {unit})",
            **_call(survey),
            n=f"{survey.answered:,}",
            unit=survey.unit,
        )
        for survey in surveys
    )
    return ngettext(
        "The study adds {n} survey of governments to this edition: {names}. It did not ask "
        "residents, and nothing of the two is added up.",
        "The study adds {n} surveys of governments to this edition: {names}. They did not ask "
        "residents, and nothing of any two of them is added up.",
        len(surveys),
        names=names,
    )


def _say_answered(survey: Survey) -> str:
    """How many answered of how many, and in how many countries."""
    said = (
        _("{n} {unit} answered.", n=f"{survey.answered:,}", unit=survey.unit)
        if survey.invited is None
        else _(
            "Of {invited} {unit} that were invited, {n} answered ({rate}).",
            invited=f"{survey.invited:,}",
            unit=survey.unit,
            n=f"{survey.answered:,}",
            rate=_rate(survey.answered, survey.invited),
        )
    )
    if survey.invited is None:
        said = _(
            "{said} How many were invited is not known, so there is no response rate.", said=said
        )
    places = count_places(survey)
    if places > 1:
        countries = counted(places, "country", "countries")
        said = _("{said} They are in {countries}.", said=said, countries=countries)
    return said


def _say_dimension(survey: Survey, dimension: str, rows: pd.DataFrame) -> str:
    """The groups with most answers, the response rates where they are known, and what is withheld."""
    known = rows[~rows["withheld"] & (rows["answered"] > 0)]
    by = name_dimension(dimension)
    hidden = rows.loc[rows["withheld"], "name"]
    few = _(
        "{groups} withheld, as fewer than {least} answered or as they would give others away.",
        groups=capital(counted(len(hidden), "group is", "groups are")),
        least=LEAST_SHOWN,
    )
    if known.empty:
        return _("{by}: {few}", by=by, few=few)
    rate = (known["answered"] / known["invited"]).dropna().sort_values(kind="stable")
    names = known["name"].loc[rate.index]
    if len(rate) == 1:
        said = _(
            "{by}: the response rate of {name} is {rate}.",
            by=by,
            name=names.iloc[0],
            rate=_share(rate.iloc[0]),
        )
    elif len(rate):
        said = _(
            "{by}: the response rate lies between {least} ({low}) and {most} ({high}).",
            by=by,
            least=_share(rate.min()),
            low=_name_all(names, rate == rate.min()),
            most=_share(rate.max()),
            high=_name_all(names, rate == rate.max()),
        )
    else:
        top = known.sort_values("answered", ascending=False, kind="stable").head(3)
        said = _(
            "{by}: {groups}.",
            by=by,
            groups=listed(
                _("{name} {n}", name=name, n=f"{int(n):,}")
                for name, n in zip(top["name"], top["answered"], strict=True)
            ),
        )
        if len(known) > len(top):
            said = _("{said} The others have fewer.", said=said)
    if elsewhere := _count_elsewhere(survey, rows):
        said = _(
            "{said} Of {n} of those that answered it is not known.", said=said, n=f"{elsewhere:,}"
        )
    return _("{said} {few}", said=said, few=few) if len(hidden) else said


def _count_elsewhere(survey: Survey, rows: pd.DataFrame) -> int:
    """How many answered and are in no group; none where a group is withheld, as they would give it away."""
    return 0 if rows["withheld"].any() else max(0, survey.answered - int(rows["answered"].sum()))


def _name_all(names: pd.Series, chosen: pd.Series) -> str:
    """The one group of some, or how many they are."""
    of = names[chosen]
    return str(of.iloc[0]) if len(of) == 1 else counted(len(of), "group")


def _describe(rows: pd.DataFrame) -> str:
    known = rows[~rows["withheld"]]
    return _(
        "Bars of how many answered: {groups}.",
        groups=listed(
            _("{name} {n}", name=name, n=f"{int(n):,}")
            for name, n in zip(known["name"], known["answered"], strict=True)
        ),
    )


def _rate(answered: float, invited: float | None) -> str:
    return "" if invited is None else _share(answered / invited)


def _share(part: float) -> str:
    return _("{share} per cent", share=decimal(100 * part, 0))


def _call(survey: Survey) -> dict[str, str]:
    return {"title": str(survey.facts["title"]), "years": survey.years}
