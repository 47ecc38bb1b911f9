"""Good practices on the subject of an edition, and where they may be worth a look.

A suggestion is worded as one. The arithmetic is in `catalogue` and `needs`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.cells import Link, Links
from quire.text.messages import _, ngettext
from quire.text.words import apart_from, counted, decimal, interval, listed, small
from studylib.charts.grids import lever_matrix
from studylib.data.enumerations import join_by_comma, join_by_semicolon
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.assumptions import say_assumption, survey_with_assumption
from studylib.questions.catalogue import count_by_area_and_lever, select_on_areas
from studylib.questions.needs import LEAST_SIMILAR, suggest_practices

SOURCE = _("Sources: on the page of each practice.")


def catalogue(practices: pd.DataFrame, areas: pd.DataFrame, levers: pd.DataFrame) -> Finding:
    """How many practices are on record for the focus areas, from where, and which."""
    inside = select_on_areas(practices, areas)
    said = _say_catalogue(inside, practices)
    caption = _("Practices on at least one focus area, by country and city")
    return Finding(
        Statement("practices", len(inside), said, origin=_("practices: areas in focus")),
        Table("practices", _tabulate_catalogue(inside, areas, levers), caption, SOURCE),
    )


def _say_catalogue(inside: pd.DataFrame, practices: pd.DataFrame) -> str:
    if inside.empty:
        return _("No practice is on record for the focus areas of this edition.")
    regions = sorted(inside["region"].value_counts().items())
    return ngettext(
        "{n} practice of {all} on record is on the focus areas of this edition, "
        "from {cities}: {where}.",
        "{n} practices of {all} on record are on the focus areas of this edition, "
        "from {cities}: {where}.",
        len(inside),
        all=len(practices),
        cities=counted(len(inside[["city", "country"]].drop_duplicates()), "city", "cities"),
        where=listed(_("{region} ({n})", region=region, n=count) for region, count in regions),
    )


def _tabulate_catalogue(
    inside: pd.DataFrame, areas: pd.DataFrame, levers: pd.DataFrame
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Practice"): [Links([_link(row)]) for row in inside.to_dict("records")],
            _("Country"): inside["country"],
            _("Main result"): inside["result"],
            _("Doubt"): inside["doubt"],
            _("Areas"): _name(inside["areas"], areas, "area"),
            _("Levers"): _name(inside["levers"], levers, "lever"),
            _("Since"): inside["start_year"].astype(str),
        }
    )


def _link(row: Mapping[Hashable, object], text: str = "") -> Link:
    """A link from a page of an edition to the page of a practice."""
    return Link(text or str(row["title"]), f"../../practices/{row['practice']}.html")


def _name(cells: pd.Series, words: pd.DataFrame, key: str) -> list[str]:
    labels = dict(zip(words[key], words["label"], strict=True))
    return [join_by_comma(labels[word] for word in cell.split()) for cell in cells]


def gaps(practices: pd.DataFrame, areas: pd.DataFrame, levers: pd.DataFrame) -> Finding:
    """On how many pairs of an area and a lever there is a practice, and where nothing is known."""
    counts = count_by_area_and_lever(practices, areas, levers)
    return Finding(
        Statement("matrix", len(counts), _say_gaps(counts), origin="practices: areas, levers"),
        Drawing(
            "levers",
            lambda: lever_matrix(counts),
            counts if len(practices) else counts.head(0),
            title=titles.title_levers(counts),
            subtitle=_(
                "Good practices by area and lever, {practices} of all editions",
                practices=counted(len(practices), "practice"),
            ),
            caption=_(
                "Number of practices on record, all editions; a practice can count in several cells"
            ),
            alt=_describe_counts(counts),
            source=SOURCE,
        ),
    )


def _say_gaps(counts: pd.DataFrame) -> str:
    empty = counts[counts["practices"] == 0]
    gaps = listed(
        _("{area} ({levers})", area=area, levers=join_by_comma(map(small, part["lever"])))
        for area, part in empty.groupby("area", sort=False)
    )
    said = _(
        "{known} of {all} pairs of an area and a lever have at least one practice on record.",
        known=len(counts) - len(empty),
        all=len(counts),
    )
    return " ".join([said, _("Nothing is known here for {gaps}.", gaps=gaps)] if gaps else [said])


def _describe_counts(counts: pd.DataFrame) -> str:
    rows = join_by_semicolon(
        _(
            "{area}: {levers}",
            area=area,
            levers=listed(
                _("{lever} {n}", lever=small(lever), n=n)
                for lever, n in zip(part["lever"], part["practices"], strict=True)
            ),
        )
        for area, part in counts.groupby("area", sort=False)
    )
    return _(
        "Matrix of areas and levers with the number of practices on record. {rows}.", rows=rows
    )


def needs(
    study: EditionFacts,
    differences: pd.DataFrame,
    practices: pd.DataFrame,
    confidence_pct: float,
) -> Finding:
    """Where residents are less satisfied than in similar cities, and what may be worth a look.

    Parameters
    ----------
    study
        The edition.
    differences
        As `needs.compare_with_similar` gives them.
    practices
        The processed table.
    confidence_pct
        Coverage of the intervals of the differences.
    """
    number, said = int(differences["need"].sum()), _say_needs(differences, study)
    assumed, why = study.wave_respondents, say_assumption(study, confidence_pct)
    caption = _(
        "Areas in which residents are less satisfied than in similar cities, "
        "and practices on the same area"
    )
    table = _tabulate_needs(differences, suggest_practices(differences, practices))
    return Finding(
        Statement("needs", number, said, origin=_("area scores, similar cities")),
        Statement("assumption", assumed, why, origin="waves: respondents_assumed"),
        Table("needs", table, caption, survey_with_assumption(study)),
    )


def _say_needs(differences: pd.DataFrame, study: EditionFacts) -> str:
    if differences.empty:
        return _(
            "No city has an area score and at least {least} similar cities to be compared with.",
            least=LEAST_SIMILAR,
        )
    needing = differences.loc[differences["need"], "city_code"].nunique()
    by_area = [
        _("{area} {needs} of {all}", area=area, needs=int(part.sum()), all=len(part))
        for area, part in differences.groupby("area", sort=False)["need"]
    ]
    return _(
        "Compared in {year}: {cities} at least {least} similar ones, {sized} of them "
        "with "
        "cities of their own size. In {needing} at least one area lies below the median of the "
        "similar cities by more than the sample of residents leaves open ({areas}). "
        "In any set of cities, nearly half lie below the median.",
        year=study.wave_year,
        cities=counted(differences["city_code"].nunique(), "city that has", "cities that have"),
        least=LEAST_SIMILAR,
        sized=differences.loc[
            differences["group"] != differences["subregion"], "city_code"
        ].nunique(),
        needing=ngettext("{n} city", "{n} cities", needing) if needing else _("no city"),
        areas=listed(sorted(by_area)),
    )


def _tabulate_needs(differences: pd.DataFrame, suggested: pd.DataFrame) -> pd.DataFrame:
    """Each need with the practices that may be worth a look; of a city's needs the largest first.

    In points an area of few items differs most, so they are ordered by standardised difference.
    """
    order = ["country", "city", "city_code", "standardised"]
    need = differences[differences["need"]].sort_values(order, kind="stable")
    shown = {
        key: part.to_dict("records") for key, part in suggested.groupby(["city_code", "area_code"])
    }
    links = [
        Links(
            _link(row, _("{practice} ({near})", practice=row["title"], near=row["near"]))
            for row in shown.get((city, area), [])
        )
        for city, area in zip(need["city_code"], need["area_code"], strict=True)
    ]
    ends = zip(need["difference"], need["low"], need["high"], strict=True)
    similar = zip(need["middle"], need["similar"], need["group"], strict=True)
    return pd.DataFrame(
        {
            _("City"): [
                join_by_comma(each) for each in zip(need["city"], need["country"], strict=True)
            ],
            _("Area"): need["area"],
            _("Score"): need["score"],
            _("Median of similar cities"): [
                _(
                    "{median} ({n} in {group})",
                    median=decimal(median),
                    n=n,
                    # a group of countries, and a class of size where it counts
                    group=join_by_comma(str(group).split(", ", 1)),
                )
                for median, n, group in similar
            ],
            _("Difference, points"): [
                _(
                    "{number} ({ends})",
                    number=apart_from(value, sign=True),
                    ends=interval(low, high, sign=True),
                )
                for value, low, high in ends
            ],
            _("In standard deviations"): need["standardised"].map(decimal),
            _("May be worth a look"): links,
        }
    )
