"""The line below each figure and table of a page: whose figures they are, where they come from, and what one takes along.

What one takes along is made in `takeaway`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from quire.book.citing import Citing
from quire.book.takeaway import Taken
from quire.book.templating import Templates
from quire.showing.outputs import shown_as
from quire.text.markup import said_line
from quire.text.messages import _

FIGURE = re.compile(r"(?<![\w./-])figures/([A-Za-z0-9_-]+\.(?:svg|csv|png))")
DATA = re.compile(r"\{download\}`[^`<]*<figures/([A-Za-z0-9_-]+)\.csv>`")
FENCE = "```\n"
MYST = "text/markdown"
TAKEN = "taken"
"""Folder of what readers take along, beside that of the figures."""


@dataclass(frozen=True)
class Figures:
    """The figures of a page, and what is said below them.

    Attributes
    ----------
    templates
        For the line below each of them.
    mark
        Stands before the name of each.
    page, scope
        Path of the page without an ending, and the scope of its run.
    citing
        How the study is cited.
    title
        Of the page, for citations.
    columns
        By the id of a figure or table, what the columns of its data mean, by their names.
    shown
        What is said of each, by its id; filled while the page is made.
    """

    templates: Templates
    mark: str
    page: str
    scope: str
    citing: Citing
    title: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shown: dict[str, Taken] = field(default_factory=dict)

    def renamed(self, output: dict[str, Any]) -> dict[str, Any]:
        """An output whose references to figures carry the mark; below it stands where it comes from."""
        data = output.get("data")
        if not data:
            return output
        renamed = {
            mime: self._marked("".join(value)) if mime.startswith("text/") else value
            for mime, value in data.items()
        }
        if MYST in data:
            renamed[MYST] = self._addressed(renamed[MYST], shown_as(output))
        return {**output, "data": renamed}

    def _marked(self, text: str) -> str:
        # most outputs are drawings, which are long and name no file
        return FIGURE.sub(rf"figures/{self.mark}\1", text) if "figures/" in text else text

    def _addressed(self, text: str, said: Mapping[str, Any]) -> str:
        """A figure or table with an address of its own; in the place of its source and data, behind the drawing, the line below it."""
        data = DATA.search(text)
        if data is None:
            return text
        name, start = data[1], text.rfind("\n", 0, data.start()) + 1
        id = name.removeprefix(self.mark)
        source, drawn = text[start : data.start()].strip(), f"figures/{name}.svg" in text
        below = self._line(id, name, source, said, drawn=drawn)
        rest = text[data.end() :].lstrip("\n")
        fence = FENCE if rest.startswith(FENCE) else ""
        parts = [text[:start].rstrip("\n"), fence, below, rest.removeprefix(fence)]
        anchor = Markup('<span id="{}"></span>').format(f"figure-{id}")
        return "\n\n".join([anchor, *(part.strip("\n") for part in parts if part)]) + "\n"

    def _line(self, id: str, name: str, line: str, said: Mapping[str, Any], *, drawn: bool) -> str:
        """What stands below a figure or table, behind its line of source as the page has it; what is said of it is kept."""
        title, subtitle, source = (
            said_line(str(said.get(part, ""))) for part in ("title", "subtitle", "source")
        )
        title, place = title or id, f"#figure-{id}"
        address = f"{self.page}.html{place}"
        cited = self.citing.cite(title, subtitle, self.title, self.scope, source)
        citation = _("{cited}, {address}, read on [day]", cited=cited, address=address)
        where = self.citing.say_where(self.scope, address)
        self.shown[id] = Taken(title, subtitle, source, said_line(where), said_line(citation))
        below = self.templates.render(
            "takeaway.md",
            id=id,
            source=line,
            title=title,
            cited=cited,
            columns=self.columns.get(id, {}),
            address=address,
            place=place,
            data=f"figures/{name}.csv",
            take=f"{TAKEN}/{name}",
            drawn=drawn,
        )
        return str(below)
