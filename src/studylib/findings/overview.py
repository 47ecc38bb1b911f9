"""The editions side by side: what each is about, whom its figures are of, which items they share.

No figure of one edition is set against that of another here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from quire.showing.findings import Drawing, Finding, Opening, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import capital, counted, listed
from studylib.charts.grids import asked_matrix
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import IN_LAST_COLUMN, surveys
from studylib.questions.overview import count_shared_items, tabulate_editions

KNOWN = {"edition": _("Edition"), "subject": _("Subject"), "focus": _("Focus areas")}
PUBLISHED = {
    **KNOWN,
    "data_year": _("Data year"),
    "uclg_cities": _("UCLG's cities, number"),
    "survey_cities": _("Survey cities, number"),
    "panel_cities": _("Panel cities, number"),
    "items_asked": _("Items with figures, number"),
    "focus_items_asked": _("In focus with figures, number"),
}
RECORDED = {
    **KNOWN,
    "uclg_cities": _("UCLG's cities, number"),
    "uclg_countries": _("UCLG's countries, number"),
    "source": _("Where"),
}
"""What the columns of `overview.tabulate_editions` are called in each table."""
STATES = {"closed": "in preparation"}
"""What an edition that is not out yet is for readers."""


def opening(editions: Sequence[EditionFacts], asked: pd.DataFrame) -> Finding:
    """Whom the editions' figures are of, and of how little all of them have figures.

    Parameters
    ----------
    editions
        All of them, as `tables.read_editions` gives them.
    asked
        As `overview.list_items_by_edition` gives them.
    """
    years = sorted({edition.wave_year for edition in editions if edition.wave_year})
    number = asked["edition"].nunique()
    return Finding(
        Opening(
            Statement(
                "opening_surveys",
                len(years),
                _(
                    "UCLG's own studies asked city governments. The surveys beside them asked "
                    "residents, in {years}.",
                    years=listed(map(str, years)),
                )
                if years
                else _("No edition has a survey of residents yet."),
                origin="editions: wave_year",
            ),
            Statement(
                "opening_shared",
                int(asked.groupby("item")["asked"].all().sum()),
                _("Their questions differ: {few}.", few=titles.title_asked(asked))
                if number > 1
                else "",
                origin=_("items: asked, per edition"),
            ),
        )
    )


def by_status(
    editions: Sequence[EditionFacts],
    cities: pd.DataFrame,
    items: pd.DataFrame,
    areas: pd.DataFrame,
) -> Finding:
    """The editions with figures, those that are only recorded, and those in preparation.

    Parameters
    ----------
    editions
        All of them, as `tables.read_editions` gives them.
    cities, items, areas
        The processed tables of all published editions.
    """
    table = tabulate_editions(editions, cities, items, areas)
    panel = cities.loc[cities["in_panel"], "city_code"].nunique()
    return Finding(
        Statement("editions", len(table), _say_editions(editions), origin="editions: year, status"),
        Statement("panel", panel, _say_panel(panel), origin="cities: in_panel, in_edition"),
        Table(
            "editions",
            _select(table, "published", PUBLISHED),
            caption=_("What each edition has figures of, and of whom"),
            source=_source(editions),
        ),
        Table(
            "recorded-editions",
            _select(table, "recorded", RECORDED),
            caption=_("Editions that are known but have no figures here yet"),
            source=IN_LAST_COLUMN,
        ),
        Table(
            "editions-in-preparation",
            _select(table, "in preparation", KNOWN),
            caption=_("Editions in preparation, which have not come out yet"),
            source=_("Source: the study's own calendar."),
        ),
    )


def shared(editions: Sequence[EditionFacts], asked: pd.DataFrame) -> Finding:
    """Which items the editions share.

    Parameters
    ----------
    asked
        As `overview.list_items_by_edition` gives them.
    """
    return Finding(
        Statement(
            "shared",
            asked["item"].nunique(),
            _say_shared(asked),
            origin=_("items: asked, per edition"),
        ),
        Drawing(
            "items",
            lambda: asked_matrix(asked),
            asked,
            title=titles.title_asked(asked),
            subtitle=_("What the survey beside each edition has figures of, by area"),
            caption=_(
                "Items of the framework by area; editions by name, the year of their figures in "
                "brackets"
            ),
            alt=_describe_asked(asked),
            source=_source(editions),
        ),
    )


def by_area(editions: Sequence[EditionFacts], asked: pd.DataFrame) -> Finding:
    """How many items of each area were asked, edition by edition and in all of them.

    Parameters
    ----------
    asked
        As `overview.list_items_by_edition` gives them.
    """
    heads = {
        "area": _("Area"),
        "in_all": _("In all editions, items"),
        "in_one_only": _("In one only, items"),
    }
    return Finding(
        Table(
            "items-per-area",
            count_shared_items(asked).rename(columns=heads),
            caption=_("How many items of each area have figures in each edition"),
            source=_source(editions),
        )
    )


def _say_editions(editions: Sequence[EditionFacts]) -> str:
    """Which editions have figures here, which are only recorded, and which are in preparation."""
    by_state: dict[str, list[str]] = {"published": [], "recorded": [], "in preparation": []}
    for edition in editions:
        by_state[STATES.get(edition.status, edition.status)].append(edition.id)
    published, recorded, preparing = by_state.values()
    said = [
        _(
            "Figures are here for {number} ({editions}).",
            number=counted(len(published), "edition"),
            editions=listed(published),
        )
    ]
    if recorded:
        said.append(
            ngettext(
                "{number} ({editions}) is recorded with what is known.",
                "{number} ({editions}) are recorded with what is known.",
                len(recorded),
                number=capital(counted(len(recorded), "edition")),
                editions=listed(recorded),
            )
        )
    if preparing:
        said.append(
            ngettext(
                "{number} ({editions}) is in preparation.",
                "{number} ({editions}) are in preparation.",
                len(preparing),
                number=capital(counted(len(preparing), "edition")),
                editions=listed(preparing),
            )
        )
    return " ".join(said)


def _say_panel(cities: int) -> str:
    """How many cities are in the panel."""
    if not cities:
        return _("No city is in every survey used here.")
    return ngettext(
        "The panel is the {n} city that is in every survey used here.",
        "The panel is the {n} cities that are in every survey used here.",
        cities,
    )


def _select(table: pd.DataFrame, status: str, heads: Mapping[str, str]) -> pd.DataFrame:
    """The editions of one status, for readers."""
    chosen = table.loc[table["status"].replace(STATES) == status, list(heads)]
    return chosen.rename(columns=heads).reset_index(drop=True)


def _source(editions: Sequence[EditionFacts]) -> str:
    return surveys(edition for edition in editions if edition.status == "published")


def _say_shared(asked: pd.DataFrame) -> str:
    """How many items all published editions share, and in which areas there is none."""
    editions = asked["edition"].nunique()
    if editions < 2:
        return _("No two published editions have a survey, so there is nothing to share.")
    table = count_shared_items(asked)
    said = ngettext(
        "Of the {items} of the framework, {n} has figures from the surveys of all {editions} "
        "editions that have one.",
        "Of the {items} of the framework, {n} have figures from the surveys of all "
        "{editions} editions that have one.",
        int(table["in_all"].sum()),
        items=counted(asked["item"].nunique(), "item"),
        editions=editions,
    )
    none = table.loc[table["in_all"] == 0, "area"]
    if none.empty:
        return said
    rest = _(
        "No item of {areas} has, so nothing there can be followed through all of them.",
        areas=listed(none),
    )
    return f"{said} {rest}"


def _describe_asked(asked: pd.DataFrame) -> str:
    """What the matrix of items and editions shows, in words."""
    counts = [
        _(
            "{asked} in {edition} ({focus} of them in focus)",
            asked=int(part["asked"].sum()),
            edition=edition,
            focus=int((part["asked"] & part["in_focus"]).sum()),
        )
        for edition, part in asked.groupby("edition", sort=False)
    ]
    said = _(
        "Matrix of {items} and the published editions. Figures are of {counts}.",
        items=counted(asked["item"].nunique(), "item"),
        counts=listed(counts),
    )
    return f"{said} {_say_shared(asked)}"
