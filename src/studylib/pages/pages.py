"""The generated pages of the book, and the values that authored pages take, as text of MyST Markdown.

Only text is made here, and every word from a data file is escaped. Which files the book has is decided in `assembly`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.tables.csvfiles import read_records
from quire.text.markdown import link, links, table
from quire.text.markup import escape_myst as escape
from quire.text.words import listed
from studylib.data.editions import Edition
from studylib.findings.published import name_field

RESULT = "result"


@dataclass(frozen=True)
class Facts:
    """What the processed tables say of one edition.

    Attributes
    ----------
    wave_title, wave_year
        The survey that stands beside the edition, and the true year of its figures; None if none does.
    areas
        Labels of the focus areas.
    cities, panel
        Number of cities in the survey, and of those among them that are in every wave.
    items, focus_items
        Number of items asked, and of those that belong to a focus area.
    published
        Rows with `field`, `value`, `source`: what UCLG published.
    """

    edition: Edition
    wave_title: str | None
    wave_year: int | None
    areas: tuple[str, ...]
    cities: int
    panel: int
    items: int
    focus_items: int
    published: tuple[dict[str, str], ...]


def read_facts(project: Project, edition: Edition) -> Facts:
    """Count in the processed tables what the pages say of an edition.

    Raises
    ------
    StudyError
        If the tables have not been made.
    """
    about = json.loads(_bytes(project, f"{edition.id}/edition.json"))
    cities = _rows(project, f"{edition.id}/cities.csv")
    asked = [each for each in _rows(project, f"{edition.id}/items.csv") if each["asked"] == "True"]
    inside = [each for each in cities if each["in_edition"] == "True"]
    labels = {each["area"]: each["label"] for each in _rows(project, f"{edition.id}/areas.csv")}
    return Facts(
        edition=edition,
        wave_title=about["wave_title"],
        wave_year=about["wave_year"],
        areas=tuple(labels[each] for each in edition.areas),
        cities=len(inside),
        panel=sum(each["in_panel"] == "True" for each in inside),
        items=len(asked),
        focus_items=sum(each["in_focus"] == "True" for each in asked),
        published=tuple(_rows(project, f"{edition.id}/published.csv")),
    )


def year_name(edition: Edition, all_editions: Iterable[Edition]) -> str:
    """How the book calls an edition: by its year, and by its id too if two have the same year."""
    alone = sum(each.year == edition.year for each in all_editions) == 1
    return str(edition.year) if alone else f"{edition.year} ({edition.id})"


def edition_page(facts: Facts, name: str, pages: Mapping[str, str], corrections: str = "") -> str:
    """The landing page of an edition.

    Parameters
    ----------
    facts
        What is known.
    name
        How the book calls the edition.
    pages
        Its pages, in order, with what each is about.
    corrections
        What readers are told of corrections after publication; empty if there is nothing to tell.
    """
    edition = facts.edition
    parts = [
        f"# The {name} edition",
        f":::{{div}} lead\n{escape(edition.subject)}\n:::",
        _statement(facts),
        "::::{grid} 1 1 2 2\n:gutter: 3",
        _study_card(facts),
        _statistics_card(facts),
        "::::",
        "## The pages of this edition",
        "\n".join(
            f"- [](<{page}>)" + (f": {about}" if about else "") for page, about in pages.items()
        )
        or "There are none yet.",
        *_published(facts),
        *([corrections] if corrections else []),
        "## Where it is recorded",
        "\n".join(f"- <{each}>" for each in edition.sources),
    ]
    return "\n\n".join(parts) + "\n"


def _statement(facts: Facts) -> str:
    if facts.wave_year is None:
        return (
            ":::{admonition} What is known of this edition\n:class: important\n\n"
            "What single cities answered to UCLG for this edition is not recorded here, and no survey of residents stands "
            "beside it. Its pages hold what UCLG published about it, each statement with its source, and say what is not "
            "known; they have no figure of a city.\n:::"
        )
    return (
        ":::{admonition} Whose figures are on these pages\n:class: important\n\n"
        "What single cities answered to UCLG for this edition is not recorded here. The city figures on the pages of "
        f"this edition are **official statistics of {facts.wave_year}** on the same subject: what residents answered in a "
        "survey, and Eurostat's City statistics. UCLG asked city governments; a city can be in both.\n:::"
    )


def _study_card(facts: Facts) -> str:
    who = facts.edition.participants
    lines = [
        ":::{grid-item-card} UCLG's own study",
        f"- **Edition:** {facts.edition.year}",
        f"- **Report:** {escape(facts.edition.title)}",
        f"- **Cities that took part:** {_number(who.cities)}{_where(who.source)}",
        f"- **Countries:** {_number(who.countries)}",
        f"- **Focus:** {escape(listed(facts.areas))}",
    ]
    return "\n".join([*lines, "", escape(who.note), ":::"])


def _statistics_card(facts: Facts) -> str:
    if facts.wave_year is None:
        said = "No survey of residents was chosen to stand beside this edition, so there are no figures of cities."
        return "\n".join([":::{grid-item-card} The official statistics beside it", said, ":::"])
    lines = [
        ":::{grid-item-card} The official statistics beside it",
        f"- **Year of the figures:** {facts.wave_year}",
        f"- **Survey:** {escape(facts.wave_title or '')}",
        f"- **Cities with figures:** {facts.cities}, [each with a page](/cities/index.md)",
        f"- **Of these in every survey (the panel):** {facts.panel}",
        f"- **Items with figures:** {facts.items}, of which {facts.focus_items} in the focus of this edition",
    ]
    return "\n".join([*lines, "", "What these words mean: [How to read](/how-to-read.md).", ":::"])


def _number(value: int | None) -> str:
    return "not recorded here" if value is None else str(value)


def _where(source: str | None) -> str:
    return "" if source is None else f" ({link(source)})"


def _published(facts: Facts) -> list[str]:
    """Results first, then what else UCLG said of the edition; each with its source."""
    results = [each for each in facts.published if each["field"] == RESULT]
    others = [each for each in facts.published if each["field"] != RESULT]
    parts = []
    if results:
        said = "\n".join(f"- {escape(each['value'])} ({links(each['source'])})" for each in results)
        whose = "These are results of UCLG's own study, about the cities that took part."
        parts += ["## What UCLG published as results", whose, said]
    if others:
        said = "\n".join(
            f"- **{escape(name_field(each['field']))}:** {escape(each['value'])} ({links(each['source'])})"
            for each in others
        )
        parts += ["## What else is known of UCLG's study", said]
    return parts


def edition_cards(editions: Sequence[Facts], names: Mapping[str, str]) -> str:
    """The editions of the book as cards that lead to their pages."""
    cards = [
        f":::{{grid-item-card}} {escape(names[each.edition.id])}\n:link: /editions/{each.edition.id}/index\n"
        f":link-type: doc\n:class-card: edition\n\n**{escape(each.edition.subject)}**\n\n"
        f"UCLG's own study: {_number(each.edition.participants.cities)} cities  \n"
        f"Official statistics: {_official(each)}\n:::"
        for each in editions
    ]
    return "\n\n".join(["::::{grid} 1 1 3 3\n:gutter: 3", *cards, "::::"])


def _official(facts: Facts) -> str:
    return (
        "none"
        if facts.wave_year is None
        else f"{facts.cities} cities, figures of {facts.wave_year}"
    )


def editions_table(editions: Sequence[Facts], names: Mapping[str, str]) -> str:
    """The editions of the book side by side."""
    head = (
        "edition",
        "subject",
        "focus",
        "cities in UCLG's study",
        "year of the official figures",
        "cities in them",
    )
    rows = [
        (
            f"[{escape(names[each.edition.id])}](/editions/{each.edition.id}/index.md)",
            escape(each.edition.subject),
            escape(listed(each.areas)),
            _number(each.edition.participants.cities),
            "none" if each.wave_year is None else str(each.wave_year),
            "none" if each.wave_year is None else str(each.cities),
        )
        for each in editions
    ]
    return table(head, rows)


def published_facts(project: Project) -> list[dict[str, str]]:
    """What UCLG published of all editions: rows with `edition`, `field`, `value` and `source`."""
    return _rows(project, "published.csv")


def recorded_editions(
    editions: Sequence[Edition],
    names: Mapping[str, str],
    published: Sequence[Mapping[str, str]] = (),
) -> str:
    """The editions that are only known to exist, with their sources and the conclusions published of them; empty if there are none."""
    if not editions:
        return ""
    intro = (
        "UCLG published further editions. They are on record, and their pages are still to be made."
    )
    parts = ["## Editions on record", intro]
    for each in editions:
        who = each.participants
        said = [
            f"Cities that took part: {_number(who.cities)}",
            f"countries: {_number(who.countries)}",
        ]
        parts += [
            f"### {escape(names[each.id])}",
            f"{escape(each.title)}. Subject: {escape(each.subject)}.",
            f"{'; '.join(said)}{_where(who.source)}. {escape(who.note)}".strip(),
            f"Recorded at: {', '.join(link(source) for source in each.sources)}.",
            *_conclusions(
                [row for row in published if row["edition"] == each.id and row["field"] == RESULT]
            ),
        ]
    return "\n\n".join(parts)


def _conclusions(results: Sequence[Mapping[str, str]]) -> list[str]:
    """Conclusions in the words they were published in; no table of figures stands behind them."""
    if not results:
        return []
    said = "\n".join(f"- {escape(each['value'])} ({links(each['source'])})" for each in results)
    return ["Concluded in words; no table behind them is recorded here:", said]


def recorded_sentence(editions: Sequence[Edition], names: Mapping[str, str]) -> str:
    """The same in one sentence."""
    if not editions:
        return ""
    years = escape(listed(names[each.id] for each in editions))
    return f"{years} {'is' if len(editions) == 1 else 'are'} on record too: see [About the study](about.md)."


def _rows(project: Project, name: str) -> list[dict[str, str]]:
    return read_records(_bytes(project, name))


def _bytes(project: Project, name: str) -> bytes:
    path = project.processed / name
    if not path.is_file():
        raise StudyError(
            "the processed table has not been made",
            where=project.relative(path),
            repair="study run",
        )
    return path.read_bytes()
