"""`study import`: files are read, held against the frame and the schema, and written into the table with its sidecar; all or nothing."""

from __future__ import annotations

import datetime
import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from quire.core.errors import Fault, Faults, StudyError, nearest
from quire.core.project import Project, digest, recover, write_atomically
from quire.tables.csvfiles import is_day, read_records
from quire.tables.faults import mark_file
from quire.tables.reading import find_dangling, read_into, read_raw_tables
from quire.tables.schemas import Schemas, read_schemas
from quire.tables.sources import Gathered, Part, Vintage, list_sources
from studylib.data.identities import unite_codes
from studylib.data.official_statistics import (
    PLACE,
    SIDECAR,
    TABLE,
    WHERE,
    find_statistics_faults,
    find_uncredited,
)
from studylib.data.versions import unite_versions
from studylib.importing.choosing import Chosen, Figure, Wanted, choose_figures
from studylib.importing.credits import FILES, Request, credit_files
from studylib.importing.formats import read_text
from studylib.importing.opening import open_texts, read_bytes
from studylib.importing.published import Published
from studylib.importing.reports import Report, say_converted, say_left
from studylib.importing.vintages import (
    Change,
    Row,
    add_vintage,
    is_last,
    merge_rows,
    renew_papers,
    write_rows,
    write_sidecar,
)

NEEDED = ("statistics", "flags", "units", "publishers", "countries", "city_names", "city_codes")
PENDING = "import"
"""Folder in `build` of a sidecar whose table is being written."""


def import_statistic(
    project: Project,
    paths: Sequence[Path],
    request: Request,
    today: datetime.date,
    *,
    dry_run: bool = False,
) -> Report:
    """Take the figures of one statistic in from a publisher's files.

    Parameters
    ----------
    today
        The day of retrieval, if the request names none.
    dry_run
        Say what would come of it, and write nothing.

    Raises
    ------
    StudyError, Faults
        If a file cannot be read, disagrees with the frame or the schema, or does not say whose it is; nothing was written then.
    """
    recover(project)
    _finish(project)
    schemas = read_schemas(project)
    tables, papers = _read_study(project, schemas)
    wanted = _want(request, tables["statistics"])
    files, digests = _read_files(paths)
    chosen = choose_figures(files, wanted, tables)
    if chosen.faults:
        raise Faults(chosen.faults, where=FILES)
    if not chosen.figures:
        what = f"hold no figure of {wanted.statistic} that the study can take"
        repair = "; ".join(say_left(chosen)) or "look whether they are the right ones"
        raise StudyError(what, where=FILES, repair=repair)
    part = credit_files(files, request, papers, tables["publishers"])
    rows, change = _merge(project, chosen, wanted, part, _find_replaced(papers, request))
    if change.any or not is_last(part, wanted.statistic, digests):
        vintage = Vintage(
            subject=wanted.statistic,
            retrieved=request.retrieved or today,
            files=digests,
            rows=len(chosen.figures),
            changed="; ".join([change.said, *say_converted(chosen, wanted.unit)]),
        )
        part = add_vintage(part, vintage)
    table = write_rows(rows, list(schemas.below("raw")[TABLE].columns))
    renewed = renew_papers(papers, table, rows, part)
    _check(table, renewed, tables, schemas)
    sidecar = write_sidecar(renewed)
    written = [table, sidecar] != [(project.root / name).read_bytes() for name in (WHERE, SIDECAR)]
    if written and not dry_run:
        _write(project, table, sidecar)
    forms = [f"{one.file} ({one.form})" for one in files]
    return Report(wanted.statistic, forms, part.label, chosen, change, written)


def read_choices(words: Sequence[str]) -> dict[str, str]:
    """Keys with their codes.

    Raises
    ------
    StudyError
        If a word is none of the two.

    >>> read_choices(["sex=T", "unit=PC"])
    {'sex': 'T', 'unit': 'PC'}
    """
    for word in words:
        if not all(word.partition("=")):
            raise StudyError(f"{word!r} is no choice", where="--only", repair="write KEY=CODE")
    return {key: code for key, _, code in (word.partition("=") for word in words)}


def read_day(text: str) -> datetime.date | None:
    """A day, or None if there is none.

    Raises
    ------
    StudyError
        If the calendar does not have it.
    """
    if text and not is_day(text):
        repair = "write it like 2026-11-24"
        raise StudyError(f"{text!r} is no day", where="--retrieved", repair=repair)
    return datetime.date.fromisoformat(text) if text else None


def _read_study(project: Project, schemas: Schemas) -> tuple[dict[str, pd.DataFrame], Gathered]:
    """The raw tables, and the papers of this one."""
    sources, faults = list_sources(project)
    tables, wrong = read_raw_tables(project, schemas, sources)
    own = {f"data/raw/framework/{name}.csv" for name in NEEDED}
    own |= {WHERE, SIDECAR, "data/raw/cities.csv", "data/raw/cities.yml"}
    mine = [one for one in [*faults, *wrong] if one.file in own]
    papers = sources.get(TABLE)
    if mine or not isinstance(papers, Gathered):
        what = mark_file(SIDECAR, "does not tell of datasets", "list them under sources")
        raise Faults(mine or [what], where="data/raw")
    editions = sorted(path.stem for path in (project.raw / "editions").glob("*.yml"))
    return unite_versions(unite_codes(tables), editions), papers


def _want(request: Request, statistics: pd.DataFrame) -> Wanted:
    """The statistic's row of the framework.

    Raises
    ------
    StudyError
        If it has none.
    """
    rows = {row["statistic"]: row for row in statistics.to_dict("records")}
    row = rows.get(request.statistic)
    if row is None:
        repair = f"{nearest(request.statistic, rows)}; a new one gets a row in framework/statistics.csv first"
        raise StudyError(
            f"unknown statistic {request.statistic!r}", where="--statistic", repair=repair
        )
    low, high = float(row["minimum"]), float(row["maximum"])
    return Wanted(
        statistic=str(row["statistic"]),
        level=str(row["level"]),
        code=str(row["code"]),
        unit=str(row["unit"]),
        minimum=-math.inf if math.isnan(low) else low,
        maximum=math.inf if math.isnan(high) else high,
        only=request.only,
        said_unit=request.unit,
    )


def _read_files(paths: Sequence[Path]) -> tuple[list[Published], dict[str, str]]:
    """The files, and their digests by name."""
    files, digests, faults = list[Published](), dict[str, str](), list[Fault]()
    for path in paths:
        try:
            data = read_bytes(path)
            digests[path.name] = digest(data)
            files += [read_text(name, text) for name, text in open_texts(path.name, data)]
        except StudyError as error:
            faults.append(mark_file(error.where, error.what, error.repair))
    if faults:
        raise Faults(faults, where=FILES)
    return files, digests


def _make_row(figure: Figure, wanted: Wanted, part: Part) -> Row:
    """A row of the table."""
    return {
        "statistic": wanted.statistic,
        **{
            column: figure.place if level == wanted.level else "" for level, column in PLACE.items()
        },
        **{"year": figure.year, "value": figure.value, "unit": wanted.unit, "flag": figure.flag},
        **{"publisher": part.publisher, "dataset": part.dataset},
    }


def _find_replaced(papers: Gathered, request: Request) -> set[str]:
    """The dataset that gives way, as figures are credited to it; empty if none does.

    Raises
    ------
    StudyError
        If there is none of its name.
    """
    labels = {one.label for one in papers.sources if one.dataset == request.instead_of}
    if request.instead_of and not labels:
        repair = nearest(request.instead_of, [one.dataset for one in papers.sources])
        what = f"no dataset is called {request.instead_of!r}"
        raise StudyError(what, where="--instead-of", repair=repair)
    return labels


def _merge(
    project: Project, chosen: Chosen, wanted: Wanted, part: Part, instead: set[str]
) -> tuple[list[Row], Change]:
    """The rows of the table with what was chosen, and what that changes.

    Raises
    ------
    StudyError
        If another dataset has one of the figures.
    """
    rows = read_records((project.root / WHERE).read_bytes())
    fresh = [_make_row(one, wanted, part) for one in chosen.figures]
    merged, clash, change = merge_rows(rows, fresh, wanted.statistic, {part.label, *instead})
    if clash:
        other = clash[0]["dataset"]
        what = f"{len(clash):,} of these figures stand there already, from {other}"
        repair = (
            f"put these in their place by --instead-of '{other}', or give the statistic of this "
            "publisher a row of its own in framework/statistics.csv"
        )
        raise StudyError(what, where=WHERE, repair=repair)
    return merged, change


def _check(
    table: bytes, papers: Gathered, tables: Mapping[str, pd.DataFrame], schemas: Schemas
) -> None:
    """Hold the new table against its schema, its keys and the framework, as `study check` does, before it is written."""
    schema, read = schemas.below("raw")[TABLE], dict[str, pd.DataFrame]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{TABLE}.csv"
        path.write_bytes(table)
        faults = read_into(read, path, WHERE, schema, papers)
    if TABLE in read:
        together = unite_codes({**tables, **read})
        faults += find_dangling(together[TABLE], schema, together, WHERE)
        faults += find_statistics_faults(together)
        faults += find_uncredited(together, {TABLE: papers})
    if faults:
        raise Faults(faults, where="the table as it would be")


def _write(project: Project, table: bytes, sidecar: bytes) -> None:
    """Write both files; after a kill in between, `_finish` puts the second in its place."""
    pending = project.build / PENDING / f"{TABLE}.yml"
    write_atomically(pending, sidecar)
    write_atomically(project.root / WHERE, table)
    write_atomically(project.root / SIDECAR, sidecar)
    pending.unlink()


def _finish(project: Project) -> None:
    """Put the sidecar in its place that an import cut short left behind, if its table was written."""
    pending, path = project.build / PENDING / f"{TABLE}.yml", project.root / WHERE
    if not pending.is_file():
        return
    data = pending.read_bytes()
    if path.is_file() and f"sha256: {digest(path.read_bytes())}".encode() in data:
        write_atomically(project.root / SIDECAR, data)
    pending.unlink()
