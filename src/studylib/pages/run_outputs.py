"""What a run showed, for pages that say it again: the sentences of its opening, and its drawings, as the run kept them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from quire.book.run_pages import figure_mark
from quire.core.project import STUDY, Project
from quire.pipeline.plan import NOTEBOOK, VALUES
from quire.showing.outputs import shown_as
from quire.tables.csvfiles import read_records

ALT = re.compile(r"^:alt: (\".*\")$", re.MULTILINE)

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
TALLEST = 1.75
"""As many times as wide a drawing may be high on another page: a part of it might not show what that page says."""


@dataclass(frozen=True)
class Picture:
    """A drawing of a run on a page other than its own.

    Attributes
    ----------
    id
        What it is called on its page.
    file, page
        Paths of the drawing and of its page in the book.
    title, subtitle, source, alt
        What is said of it on its page.
    """

    id: str
    file: str
    page: str
    title: str
    subtitle: str
    source: str
    alt: str


@dataclass(frozen=True)
class RunOutputs:
    """What a run showed, in the order of its page; of a run that is not there, nothing.

    Attributes
    ----------
    project
        The checkout.
    scope, name
        Of the run.
    """

    project: Project
    scope: str
    name: str

    @property
    def folder(self) -> Path:
        """Where the run lies."""
        return self.project.runs / self.scope / self.name

    @cached_property
    def _outputs(self) -> Sequence[dict[str, Any]]:
        made = self.folder / NOTEBOOK
        cells = json.loads(made.read_bytes())["cells"] if made.is_file() else []
        return [output for cell in cells for output in cell.get("outputs", ())]

    @cached_property
    def opening(self) -> list[str]:
        """The sentences that open its page, in the order in which they are said there."""
        # the values are kept by name, so that only the page knows which of them comes first
        shown = [said for said in map(shown_as, self._outputs) if said.get("opening")]
        return self.say([name for said in shown for name in said["values"]])

    def say(self, names: Sequence[str]) -> list[str]:
        """What its values of these names say; those that it does not state or that say nothing are left out."""
        values = self.folder / VALUES
        stated = json.loads(values.read_bytes()) if values.is_file() else {}
        return [stated[name]["text"] for name in names if stated.get(name, {}).get("text")]

    def read_data(self, id: str) -> list[dict[str, str]]:
        """The rows behind a drawing or cards; none where it kept none."""
        data = self.folder / "figures" / f"{id}.csv"
        return read_records(data.read_bytes()) if data.is_file() else []

    @cached_property
    def pictures(self) -> list[Picture]:
        """Its drawings."""
        top = "" if self.scope == STUDY else f"editions/{self.scope}/"
        mark = figure_mark(self.scope, self.name)
        made = []
        for output in self._outputs:
            said = shown_as(output)
            alt = ALT.search("".join(output.get("data", {}).get("text/markdown", "")))
            if alt and "figure" in said:
                title, subtitle, source = (
                    str(said.get(name, "")) for name in ("title", "subtitle", "source")
                )
                id = str(said["figure"])
                file = f"{top}figures/{mark}{id}.svg"
                page = f"{top}{self.name}"
                made.append(Picture(id, file, page, title, subtitle, source, json.loads(alt[1])))
        return made

    def picture(self, id: str = "") -> Picture | None:
        """The drawing of this name, or the first one; None if it is too tall to be shown whole beside words."""
        made = next((one for one in self.pictures if id in {"", one.id}), None)
        return made if made and self._is_low(made) else None

    def _is_low(self, picture: Picture) -> bool:
        drawing = self.folder / "figures" / f"{picture.id}.svg"
        size = SIZE.search(drawing.read_text(encoding="utf-8")) if drawing.is_file() else None
        return size is None or float(size[2]) <= TALLEST * float(size[1])
