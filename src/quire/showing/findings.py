"""A finding: what a page says, as one thing that holds sentence, figure, data and source, and shows itself.

A notebook makes findings and shows them; the pipeline keeps what was shown. How a figure or a table becomes HTML and MyST is in
`figures`, how a sentence is kept with its value in `values`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from quire.core.errors import StudyError
from quire.showing.cards import show_cards
from quire.showing.figures import show_figure, show_table
from quire.showing.outputs import show
from quire.showing.values import Statement, show_statements
from quire.text.markup import escape_html, escape_myst

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Drawing:
    """A figure that is drawn when it is shown.

    Attributes
    ----------
    id, title, subtitle, caption, alt, source
        As in `quire.showing.figures.show_figure`.
    draw
        Makes the drawing, anew each time.
    data
        The figures that are drawn, tidy. Where there are none, nothing is shown.
    """

    id: str
    draw: Callable[[], Figure]
    data: pd.DataFrame
    title: str
    subtitle: str
    caption: str
    alt: str
    source: str

    def show(self) -> None:
        """Show the figure and, in a run, keep it with its data."""
        show_figure(
            self.id,
            self.draw,
            data=self.data,
            title=self.title,
            subtitle=self.subtitle,
            caption=self.caption,
            alt=self.alt,
            source=self.source,
        )


@dataclass(frozen=True)
class Table:
    """A table: the first column names the rows, the columns' names are their heads.

    With a text for `fold` only that text is seen until it is opened, and print leaves the table out.
    """

    id: str
    data: pd.DataFrame
    caption: str
    source: str
    fold: str = ""

    def show(self) -> None:
        """Show the table and, in a run, keep it."""
        show_table(self.id, self.data, caption=self.caption, source=self.source, fold=self.fold)


@dataclass(frozen=True)
class Cards:
    """Messages as cards, of a frame with `figure`, `message`, `basis` and `page`."""

    id: str
    data: pd.DataFrame
    caption: str
    source: str

    def show(self) -> None:
        """Show the cards and, in a run, keep their data."""
        show_cards(self.id, self.data, caption=self.caption, source=self.source)


@dataclass(frozen=True)
class Heading:
    """The heading of a part of a page, for pages whose parts are known from the data only.

    Attributes
    ----------
    text
        What it says.
    level
        2 for a part of the page, 3 for a part of that.
    """

    text: str
    level: int = 2

    def show(self) -> None:
        """Show the heading."""
        forms = {"text/html": f"<h{self.level}>{escape_html(self.text)}</h{self.level}>"}
        forms["text/markdown"] = f"{'#' * self.level} {escape_myst(self.text)}"
        show({**forms, "text/plain": self.text}, heading=self.level)


class Opening:
    """What a page found, said before all else in a few sentences.

    Parameters
    ----------
    statements
        In the order of reading.
    """

    def __init__(self, *statements: Statement) -> None:
        self.statements = statements

    def show(self) -> None:
        """Say it and, in a run, keep the values."""
        show_statements(self.statements, opening=True)


Part: TypeAlias = Statement | Opening | Drawing | Table | Cards | Heading


class Finding:
    """What one place of a page says: statements, figures and tables, in the order in which they are read.

    Statements that follow each other make one paragraph. A figure or a table without data is left out, so that a finding
    can be made of whatever the data holds; its statement says that there is nothing.

    Parameters
    ----------
    parts
        In the order of reading; None is passed over.

    Examples
    --------
    >>> frame = pd.DataFrame({"city": ["A", "B"], "share_pct": [40.0, 60.0]})
    >>> spread = Finding(
    ...     Statement("median", 50.0, "The median is 50 per cent.", origin="answers: share_pct"),
    ...     Table("shares", frame, caption="Share by city", source="An invented survey, 2001"),
    ... )
    >>> spread.sentence
    'The median is 50 per cent.'
    >>> spread.frame["share_pct"].tolist()
    [40.0, 60.0]
    """

    def __init__(self, *parts: Part | None) -> None:
        self.parts: tuple[Part, ...] = tuple(part for part in parts if part is not None)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, in order."""
        return tuple(
            one
            for part in self.parts
            for one in (part.statements if isinstance(part, Opening) else (part,))
            if isinstance(one, Statement)
        )

    @property
    def sentence(self) -> str:
        """All that is said, as one text."""
        return " ".join(part.sentence for part in self.statements if part.sentence)

    @property
    def frame(self) -> pd.DataFrame:
        """The data of the first figure or table, to draw or to count something else from.

        Raises
        ------
        StudyError
            If the finding is a sentence only.
        """
        for part in self.parts:
            if not isinstance(part, (Statement, Opening, Heading)):
                return part.data
        raise StudyError("this finding has no figure and no table", repair="use its `sentence`")

    def draw(self) -> Figure:
        """The first figure, drawn anew, to change it by hand.

        Raises
        ------
        StudyError
            If the finding has no figure.
        """
        for part in self.parts:
            if isinstance(part, Drawing):
                return part.draw()
        raise StudyError("this finding has no figure", repair="take its `frame` and draw it")

    def show(self) -> None:
        """Show everything in order and, in a run of the pipeline, keep it."""
        said: list[Statement] = []
        for part in self.parts:
            if isinstance(part, Statement):
                said.append(part)
                continue
            show_statements(said)
            said = []
            if isinstance(part, (Heading, Opening)) or len(part.data):
                part.show()
        show_statements(said)

    @property
    def has_data(self) -> bool:
        """Whether it shows a figure or a table."""
        return any(
            len(part.data) for part in self.parts if isinstance(part, (Drawing, Table, Cards))
        )

    def _ipython_display_(self) -> None:
        """As the last line of a cell, a finding shows itself."""
        self.show()


def show_sections(nothing: str, **sections: tuple[str, Finding]) -> None:
    """Show parts of a page below their headings: those that have a figure or a table, then in one paragraph what is said of the others.

    So a page has no row of headings with nothing below them.

    Parameters
    ----------
    nothing
        The heading of that paragraph.
    sections
        In the order of reading: heading and finding, by names that say what they are.
    """
    there = [section for section in sections.values() if section[1].has_data]
    for heading, finding in there:
        Heading(heading).show()
        finding.show()
    empty = [one for one in sections.values() if not one[1].has_data]
    if empty:
        Heading(nothing).show()
        show_statements([one for _heading, finding in empty for one in finding.statements])
