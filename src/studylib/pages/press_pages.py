"""The press sheet of an edition: its key messages on one page that can be printed, with what an editor has to know beside them.

The messages are worded in `messages`; here they are only set, and every word from a file is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from quire.core.project import Project
from quire.pipeline.plan import Run
from quire.tables.csvfiles import read_records
from quire.text.markdown import link, links
from quire.text.markup import escape_html
from quire.text.markup import escape_myst as escape
from studylib.findings.barriers import say_not_recorded

if TYPE_CHECKING:
    from studylib.pages.pages import Facts

RUN = "key_messages"
OUTPUT = "messages"
NAME = "press"
LEAD = "The key messages on one sheet of paper."

MOST_RESULTS = 2
"""Results of UCLG's own study that fit on the sheet beside the messages; the page of the edition has all of them."""

ABOUT = (
    "The *Smart Cities Study* of the UCLG Community of Practice on Digital Cities characterises the situation of ICT, innovation and "
    "knowledge in cities. It is not a ranking: no list of this study orders cities by how good they are."
)


def press_files(
    project: Project, facts: Sequence[Facts], names: Mapping[str, str], runs: Sequence[Run]
) -> dict[str, bytes]:
    """The press sheet of every edition that has key messages, by its path in the book.

    Parameters
    ----------
    project
        The checkout, for the results of the runs.
    facts
        What is known of the published editions.
    names
        How the book calls them.
    runs
        All runs, up to date.
    """
    folders = {run.scope: run.folder(project) for run in runs if run.name == RUN}
    files = {}
    for each in facts:
        path = (
            folders[each.edition.id] / "figures" / f"{OUTPUT}.csv"
            if each.edition.id in folders
            else None
        )
        if path is not None and path.is_file():
            text = press_sheet(each, names[each.edition.id], read_records(path.read_bytes()))
            files[f"editions/{each.edition.id}/{NAME}.md"] = text.encode()
    return files


def press_sheet(facts: Facts, name: str, messages: Sequence[dict[str, str]]) -> str:
    """The sheet of one edition as MyST Markdown."""
    edition = facts.edition
    said = "\n".join(
        f"<li><strong>{escape_html(each['figure'])}</strong> {escape_html(each['message'])} "
        f"<small>{escape_html(each['basis'])}</small></li>"
        for each in messages
    )
    parts = [
        f"# Press sheet, {name}",
        f":::{{div}} lead\n{escape(edition.subject)}\n:::",
        f'<ul class="study-press">\n{said}\n</ul>',
        *_results(facts, messages),
        "## What has to be said with it",
        "\n".join(f"- {each}" for each in _beside(facts)),
        "## Source",
        f"{_source(facts)} Text: CC BY 4.0; figures under the terms of their publishers. How to cite: [Citing the study](/cite.md). "
        f"More on each message: [Key messages](<{RUN}.ipynb>).",
    ]
    return "\n\n".join(parts) + "\n"


def _results(facts: Facts, messages: Sequence[dict[str, str]]) -> list[str]:
    """What UCLG found of its own cities and no message says already, and that it published more where that is known."""
    said = {each["message"].removesuffix(".") for each in messages}
    results = [
        each for each in facts.published if each["field"] == "result" and each["value"] not in said
    ]
    lines = [
        f"- {escape(each['value'])} ({links(each['source'])})" for each in results[:MOST_RESULTS]
    ]
    more = say_not_recorded(pd.DataFrame(facts.published, columns=["field", "value"]))
    if not lines and not more:
        return []
    rest = (
        f"All results: [The {facts.edition.year} edition](index.md)."
        if len(results) > MOST_RESULTS
        else ""
    )
    parts = [
        "## What UCLG's own study found",
        "\n".join(lines),
        " ".join(each for each in (escape(more), rest) if each),
    ]
    return [each for each in parts if each]


def _source(facts: Facts) -> str:
    """Whose figures the messages have."""
    edition = facts.edition
    own = f"What UCLG published: {escape(edition.title)}, {link(edition.sources[0])}."
    if facts.wave_year is None:
        return own
    return f"Figures of cities: Eurostat, {escape(facts.wave_title or '')}, data of {facts.wave_year}. {own}"


def _beside(facts: Facts) -> list[str]:
    """What an editor has to know, shortest first."""
    said = [ABOUT]
    if facts.wave_year is None:
        return [
            *said,
            "What single cities answered to UCLG is not recorded here. The messages are what UCLG published in words.",
        ]
    return [
        *said,
        f"Figures of cities are from a survey of residents in {facts.wave_year} (Eurostat, {facts.cities} cities), not answers of the "
        "cities that took part in UCLG's own study.",
        "An interval says what other samples and cities like these would leave open. Where things cannot be told apart, the messages "
        "say so; please keep that in.",
    ]
