"""The pages of editions in preparation; their words are in the templates `preparing*.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from quire.core.project import Project
from quire.pipeline.plan import Run
from studylib.data.editions import Edition
from studylib.pages.page_values import read_frame


@dataclass(frozen=True)
class PreparingPage:
    """The first page of an edition in preparation: how the book calls it, its focus areas, and the pages of its runs."""

    template: ClassVar[str] = "preparing.md"
    edition: Edition
    name: str
    areas: Sequence[str]
    pages: Sequence[str]


def preparing_pages(
    project: Project, editions: Iterable[Edition], names: Mapping[str, str], runs: Sequence[Run]
) -> list[PreparingPage]:
    """The first page of every edition in preparation."""
    labels = {row["area"]: row["label"] for row in read_frame(project, "areas")}
    return [
        PreparingPage(
            edition=edition,
            name=names[edition.id],
            areas=[labels[area] for area in edition.areas],
            pages=[run.name for run in runs if run.scope == edition.id],
        )
        for edition in editions
    ]
