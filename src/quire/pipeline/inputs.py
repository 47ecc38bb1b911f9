"""What a run reads, with digests: processed tables, and tables that other runs kept; calls that ask for what there is not.

The calls themselves are found by `calls`; what becomes of the digests is decided in `plan`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quire.core.errors import Fault, nearest
from quire.core.project import Project
from quire.pipeline.calls import RESULTS, Read, Reader
from quire.pipeline.notebooks import Notebook
from quire.pipeline.runs import kept_digest
from quire.tables.csvfiles import types_file


def table_inputs(
    notebook: Notebook, scope: str, editions: Mapping[str, bool], files: Mapping[str, str]
) -> tuple[dict[str, str], list[Fault]]:
    """Processed files that a run reads, with their digests, and calls that ask for what there is not.

    `editions` are those with figures, in time, and whether they are public: no edition reads another one that is not.
    """
    inputs: dict[str, str] = {}
    faults = []
    for number, read in notebook.reads:
        for name in () if read.reader in RESULTS else _files(read, scope, editions):
            if name in files:
                inputs[name] = files[name]
                # a column that is read as another type is another input
                types = types_file(name.rpartition("/")[2].removesuffix(".csv"))
                inputs |= {types: files[types]} if types in files else {}
            else:
                faults.append(_unknown(notebook, number, name, files))
    return dict(sorted(inputs.items())), faults


@dataclass(frozen=True)
class Keepers:
    """The runs that may keep tables, in one look at all of them.

    Attributes
    ----------
    notebooks
        The notebook of each run, by its id.
    digests
        Of tables that were asked for, as `runs.kept_digest` gave them.
    """

    notebooks: Mapping[str, Notebook]
    digests: dict[str, str] = field(default_factory=dict)

    @cached_property
    def runs(self) -> dict[str, list[str]]:
        """The ids of the runs of each notebook, by its name."""
        found: dict[str, list[str]] = {}
        for id, notebook in self.notebooks.items():
            found.setdefault(notebook.name, []).append(id)
        return found

    def digest(self, project: Project, table: str) -> str:
        """The digest of a kept table, which many runs may read."""
        if table not in self.digests:
            self.digests[table] = kept_digest(project, table)
        return self.digests[table]


def kept_inputs(
    project: Project,
    id: str,
    keepers: Keepers,
    notebooks: Sequence[Notebook],
    published: Collection[str],
) -> tuple[dict[str, str], tuple[str, ...], list[Fault]]:
    """Tables that a run reads of others, with their digests; the ids of these; calls that ask for what there is not."""
    notebook, scope = keepers.notebooks[id], id.partition("/")[0]
    names = {each.name: each for each in notebooks}
    inputs, needs, faults = dict[str, str](), list[str](), list[Fault]()
    for number, read in notebook.reads:
        if read.reader not in RESULTS:
            continue
        if read.notebook not in names:
            what, repair = f"there is no notebook {read.notebook!r}", nearest(read.notebook, names)
            faults.append(Fault(notebook.where, 0, f"code cell {number}", "", what, repair))
            continue
        kept = names[read.notebook].kept
        faults += [
            _not_kept(notebook, number, read.notebook, table, kept)
            for table in read.tables
            if table not in kept
        ]
        sources = [
            each
            for each in keepers.runs.get(read.notebook, ())
            if _is_asked(read, each.partition("/")[0], scope, published)
        ]
        if not sources and read.surely:
            of = "any edition" if read.reader is Reader.ALL_RESULTS else repr(read.edition or scope)
            what = f"notebook {read.notebook!r} does not run for {of}"
            repair = "read its results where there are some, inside an if"
            faults.append(Fault(notebook.where, 0, f"code cell {number}", "", what, repair))
        needs += sources
        inputs |= {
            f"{each}/{table}": keepers.digest(project, f"{each}/{table}")
            for each in sources
            for table in read.tables
        }
    return inputs, tuple(dict.fromkeys(needs)), faults


def _is_asked(read: Read, source: str, scope: str, published: Collection[str]) -> bool:
    if read.reader is Reader.ALL_RESULTS:
        return source in published
    return source == (read.edition or scope)


def _not_kept(
    notebook: Notebook, number: int, source: str, table: str, kept: Sequence[str]
) -> Fault:
    repair = nearest(table, kept) if kept else f"keep it there: keep_table({table!r}, ...)"
    what = f"notebook {source!r} keeps no such table"
    return Fault(notebook.where, 0, f"code cell {number}", table, what, repair)


def _files(read: Read, scope: str, editions: Mapping[str, bool]) -> list[str]:
    edition = read.edition or scope
    published = [each for each, public in editions.items() if public]
    if read.reader is Reader.EDITION:
        return [f"{edition}/edition.json"]
    if read.reader is Reader.EDITIONS:
        return ["editions.json"]
    if read.reader is Reader.TABLES:
        return [f"{edition}/{table}.csv" for table in read.tables]
    if read.reader in {Reader.EDITIONS_UP_TO, Reader.TABLES_UP_TO}:
        order = list(editions)
        early = order[: order.index(edition)] if edition in editions else []
        there = [*(each for each in early if editions[each]), edition]
        names = [f"{table}.csv" for table in read.tables] or ["edition.json"]
        return [f"{each}/{name}" for each in there for name in names]
    return [
        "editions.json",
        *(f"{each}/{table}.csv" for each in published for table in read.tables),
    ]


def _unknown(notebook: Notebook, number: int, name: str, files: Mapping[str, str]) -> Fault:
    edition, _, table = name.removesuffix(".csv").rpartition("/")
    tables: dict[str, list[str]] = {}
    for file in files:
        if file.endswith(".csv"):
            scope, _, kept = file.removesuffix(".csv").rpartition("/")
            tables.setdefault(scope, []).append(kept)
    everywhere = {kept for of_one in tables.values() for kept in of_one}
    if name.endswith(".csv") and everywhere and table not in everywhere:
        # said alike of each edition, and so once
        what, repair = "there is no such table in any edition", nearest(table, everywhere)
    elif edition in tables:
        what, repair = f"edition {edition!r} has no such table", nearest(table, tables[edition])
    else:
        what, repair = f"there are no tables of edition {edition!r}", "ask for a published edition"
    return Fault(notebook.where, 0, f"code cell {number}", table, what, repair)
