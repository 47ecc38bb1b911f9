"""How a notebook reads the processed tables of an edition.

The press reads the tables; what is known of an edition is the study's own. What is in the tables is decided in `process`, and told in
`data/schema/processed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quire.tables.processed import (
    edition_folder,
    list_up_to,
    read_all_tables,
    read_json,
    read_table,
    read_tables,
    read_tables_up_to,
)

__all__ = [
    "EditionFacts",
    "read_all_tables",
    "read_edition",
    "read_editions",
    "read_editions_up_to",
    "read_table",
    "read_tables",
    "read_tables_up_to",
]


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """What is known of an edition, as notebooks and pages read it; `data/schema/processed/edition.yml` says what each field means."""

    id: str = ""
    year: int = 0
    title: str = ""
    subject: str = ""
    topic: str = ""
    status: str = ""
    areas: Sequence[str] = ()
    wave: str | None = None
    statistics_max_age_years: int = 0
    participants: Mapping[str, Any] = field(default_factory=dict)
    sources: Sequence[str] = ()
    instruments: Sequence[str] = ()
    wave_survey: str = ""
    wave_title: str | None = None
    wave_figures_from: str | None = None
    wave_year: int | None = None
    wave_respondents: int | None = None
    wave_respondents_reason: str | None = None
    wave_respondents_source: str | None = None
    as_of: str = ""


def read_edition(edition: str | int) -> EditionFacts:
    """What is known of an edition, field by field.

    Parameters
    ----------
    edition
        Its id, or `NEXT`; a number is taken as text.

    Raises
    ------
    StudyError
        If the edition is unknown or the processed tables have not been made.
    """
    return EditionFacts(**read_json(f"{edition_folder(edition).name}/edition.json"))


def read_editions() -> list[EditionFacts]:
    """What is known of every edition, in the order of their years; also of those that are only recorded."""
    return [EditionFacts(**each) for each in read_json("editions.json")]


def read_editions_up_to(edition: str | int) -> list[EditionFacts]:
    """What is known of every published edition up to one, in time: what it could know of the others."""
    return [read_edition(id) for id in list_up_to(edition)]
