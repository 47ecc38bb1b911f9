"""The first pages of editions that are not published; their words are in the templates `preparing*.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from quire.core.project import Project
from studylib.data.editions import Edition, Status
from studylib.pages.page_values import read_frame

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan


@dataclass(frozen=True)
class PreparingPage:
    """What is said of an edition that is not published, and its first page while it is in preparation.

    Attributes
    ----------
    edition, name, areas
        How the book calls it; labels of its focus areas.
    pages
        Those of its runs.
    inside
        Whether the book has pages of it: the internal one.
    held
        Why nothing runs for it; empty if something does.
    """

    template: ClassVar[str] = "preparing.md"
    edition: Edition
    name: str
    areas: Sequence[str]
    pages: Sequence[str]
    inside: bool = True
    held: str = ""


def preparing_pages(
    project: Project, editions: Iterable[Edition], names: Mapping[str, str], plan: Plan
) -> list[PreparingPage]:
    """Every edition of some that has begun and is not published."""
    labels = {row["area"]: row["label"] for row in read_frame(project, "areas")}
    return [
        PreparingPage(
            edition=edition,
            name=names[edition.id],
            areas=[labels[area] for area in edition.areas],
            pages=[run.name for run in plan.runs if run.scope == edition.id],
            inside=project.internal and not (edition.runs_notebooks and edition.id in plan.held),
            held=plan.held.get(edition.id, ""),
        )
        for edition in editions
        if not edition.public and edition.status is not Status.RECORDED
    ]
