"""Where a table of figures comes from, how far it can be trusted, and what was corrected in it.

A sidecar `data/raw/<table>.yml` stands beside each `data/raw/<table>.csv`. What its columns hold and mean is in its schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from quire.core.errors import Fault
from quire.core.project import SLUG, Project, digest
from quire.tables.faults import mark_file
from quire.tables.models import Address, Day, Model, Text, parse_model

if TYPE_CHECKING:
    import pandas as pd

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Certainty = Literal["certain", "probable", "open"]
Cell = Annotated[str, StringConstraints(strip_whitespace=True)]


class Correction(Model):
    """One cell that the study reads otherwise than its publisher wrote it; the file stays as it is.

    Attributes
    ----------
    row
        Values that find exactly one row, by column.
    old, new
        The cell as text; an empty `new` makes it missing.
    certainty
        How sure it is: certain, probable, or open.
    sources
        Where it can be seen that the publisher's cell is wrong.
    """

    row: dict[str, Cell] = Field(min_length=1)
    column: Text
    old: Cell
    new: Cell
    reason: Text
    sources: tuple[Address, ...] = Field(min_length=1)
    certainty: Certainty = "certain"


class Caveat(Model):
    """Rows whose figures are kept and shown with a warning."""

    row: dict[str, Cell] = Field(min_length=1)
    what: Text


class Papers(Model):
    """What holds a table to what it was: its digest, its rows, and what is known to be wrong in it.

    Attributes
    ----------
    sha256
        Digest of the table's bytes.
    min_rows
        Fewer rows than this are a fault; 0 for a table that may be empty.
    """

    sha256: Sha256
    min_rows: int = Field(ge=0)
    corrections: tuple[Correction, ...] = ()
    caveats: tuple[Caveat, ...] = ()


class Vintage(Model):
    """Files that figures were taken from, as they were on a day.

    Attributes
    ----------
    subject
        Which figures of the dataset.
    retrieved
        The day on which the files were taken from the publisher.
    files
        SHA-256 of each file by its name.
    rows
        Figures that were taken in.
    changed
        What was different in what stood there before, in words.
    """

    subject: Text
    retrieved: Day
    files: dict[str, Sha256] = Field(min_length=1)
    rows: int = Field(ge=1)
    changed: Text


class Origin(Model):
    """Whose figures they are, where they stand, and under which terms.

    Attributes
    ----------
    retrieved
        Day on which the figures were taken from the publisher; null if it is not known.
    licence
        Terms of reuse as the publisher states them, or that none are stated.
    """

    title: Text
    publisher: Text
    dataset: Text | None
    addresses: tuple[Address, ...] = Field(min_length=1)
    licence: Text
    retrieved: Day | None
    changes: Text
    doubts: tuple[Text, ...] = ()
    vintages: tuple[Vintage, ...] = ()

    @property
    def label(self) -> str:
        """Publisher and dataset, as figures are credited."""
        return credit(self.publisher, self.dataset or self.title)


class Part(Origin):
    """One of several datasets in a table, whose rows name it by the columns `publisher` and `dataset`."""

    dataset: Text


class Source(Papers, Origin):
    """The papers of one table with a sidecar of its own, all of it from one publisher."""

    table: str

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The one that all rows are from."""
        return (self,)


class Gathered(Papers):
    """The papers of one table whose rows are from several datasets; see `Part`."""

    table: str
    title: Text
    sources: tuple[Part, ...] = Field(min_length=1)

    @property
    def origins(self) -> tuple[Part, ...]:
        """The datasets, in the order of the sidecar."""
        return self.sources


Sidecar = Source | Gathered


def credit(publisher: str, dataset: str) -> str:
    """How a figure is credited.

    >>> credit("Office", "births")
    'Office, births'
    """
    return f"{publisher}, {dataset}"


def list_sources(project: Project) -> tuple[dict[str, Sidecar], list[Fault]]:
    """The papers of every table under `data/raw`, by the table's name, and every fault in them."""
    sources: dict[str, Sidecar] = {}
    faults: list[Fault] = []
    for path in sorted(project.raw.glob("*.yml")):
        where = project.relative(path)
        if not SLUG.fullmatch(path.stem):
            repair = "use a-z, 0-9, '-' and '_' only"
            faults.append(mark_file(where, "no valid name of a table", repair, "", path.stem))
            continue
        source, wrong = parse_model(_kind, path, where, {"table": path.stem})
        faults += wrong
        if source is not None:
            sources[path.stem] = source
    return sources, faults


def _kind(data: dict[str, Any]) -> type[Sidecar]:
    """The model of a sidecar: that of several datasets if it lists them."""
    return Gathered if "sources" in data else Source


def check_bytes(papers: Papers, where: str, data: bytes, sidecar: str = "") -> list[Fault]:
    """A fault if the table is not that of its papers; `sidecar` is their file, if of another name."""
    now = digest(data)
    if now == papers.sha256:
        return []
    repair = (
        f"restore the table, or, if the new figures are right, write sha256: {now} "
        f"and why in {Path(_sidecar(where, sidecar)).name}"
    )
    return [mark_file(where, "the sha256 differs from the sidecar's", repair)]


def find_rows(table: pd.DataFrame, row: Mapping[str, str]) -> pd.Index:
    """Labels of the rows in which every named column holds the named text.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"city": ["A", "B"], "year": ["2012", "2012"]})
    >>> list(find_rows(table, {"city": "B", "year": "2012"}))
    [1]
    """
    import pandas as pd

    match = pd.Series(True, index=table.index)
    for column, value in row.items():
        match &= table[column] == value if column in table else False
    return table.index[match]


def correct(
    table: pd.DataFrame, papers: Papers, where: str, sidecar: str = ""
) -> tuple[pd.DataFrame, list[Fault]]:
    """Apply the declared corrections to a table of text.

    Parameters
    ----------
    table
        The table as it was read, every cell text, missing cells empty.

    Returns
    -------
    tuple
        A corrected copy, and a fault for each correction whose row or old value is no longer there.
    """
    corrected = table.copy()
    faults = []
    sidecar = _sidecar(where, sidecar)
    for correction in papers.corrections:
        rows, column = find_rows(table, correction.row), correction.column
        name = _say(correction.row)
        if len(rows) != 1:
            what = f"a declared correction finds {len(rows)} rows ({name})"
            repair = "name exactly one row, or delete it"
            faults.append(mark_file(sidecar, what, repair, "corrections", correction.old))
        elif column not in table:
            what = f"a declared correction names the column {column!r}, which is not there"
            repair = "name a column of the table"
            faults.append(mark_file(sidecar, what, repair, "corrections", column))
        elif corrected.loc[rows[0], column] != correction.old:
            what = f"a declared correction expects {correction.old!r} in {column} ({name})"
            value = str(corrected.loc[rows[0], column])
            repair = "look at the new figure, then delete or renew it"
            faults.append(mark_file(sidecar, what, repair, "corrections", value))
        else:
            corrected.loc[rows[0], column] = correction.new
    return corrected, faults


def find_lost_caveats(
    table: pd.DataFrame, papers: Papers, where: str, sidecar: str = ""
) -> list[Fault]:
    """A fault for each declared caveat whose row is no longer there."""
    text = table.astype(str)
    what, repair = "a declared caveat finds no row", "name a row, or delete it"
    return [
        mark_file(_sidecar(where, sidecar), what, repair, "caveats", _say(caveat.row))
        for caveat in papers.caveats
        if find_rows(text, caveat.row).empty
    ]


def _sidecar(where: str, name: str = "") -> str:
    """The file of a table's papers: the one of a name in its folder, or of the table's own name."""
    return f"{Path(where).parent}/{name}" if name else f"{where.removesuffix('.csv')}.yml"


def _say(row: Mapping[str, str]) -> str:
    return ", ".join(f"{column}={value}" for column, value in row.items())
