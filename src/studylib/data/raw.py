"""Reading everything under `data/raw` and checking it: either all of it is sound, or every fault is in one report.

What a table must look like is in `data/schema`, how tables must agree in `agreement`, what is made of them in `process`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from quire.tables.reading import find_dangling, read_raw_tables
from quire.tables.schemas import Schemas, read_schemas
from quire.tables.sources import Source, list_sources
from studylib.data.agreement import find_disagreements
from studylib.data.editions import Edition, read_editions
from studylib.data.fieldwork_files import read_fieldwork
from studylib.data.instruments import Survey, read_instruments
from studylib.data.plausibility import find_implausible
from studylib.data.practices import Practice, find_strange_words, read_practices
from studylib.data.versions import unite_versions


@dataclass(frozen=True)
class RawData:
    """Everything under `data/raw`, checked.

    Attributes
    ----------
    editions
        In the order of their years.
    tables
        Figures and framework by name, of all editions; rows labelled by their line in the file.
    sources
        The papers of each table of figures.
    schemas
        What every table must look like, also the processed ones.
    practices
        Good practices, by id.
    fieldwork
        Files of the editions that have a calendar, by edition and name.
    instruments
        Surveys of governments, by id.
    """

    editions: tuple[Edition, ...]
    tables: dict[str, pd.DataFrame]
    sources: dict[str, Source]
    schemas: Schemas
    practices: tuple[Practice, ...] = ()
    fieldwork: dict[str, dict[str, pd.DataFrame]] = field(default_factory=dict)
    instruments: dict[str, Survey] = field(default_factory=dict)


def check(project: Project) -> RawData:
    """Read and check every file under `data/raw`.

    Raises
    ------
    Faults
        With every fault of every file; nothing was written.
    """
    schemas = read_schemas(project)
    editions, faults = read_editions(project)
    sources, wrong = list_sources(project)
    faults += wrong
    tables, wrong = read_raw_tables(project, schemas, sources)
    faults += wrong + _dangling(project, tables, schemas, editions)
    practices, wrong = read_practices(project)
    united = unite_versions(tables, [edition.id for edition in editions])
    faults += wrong + find_strange_words(practices, united)
    fieldwork, wrong = read_fieldwork(project, editions, united, schemas)
    faults += wrong + find_disagreements(tables, editions, project) + find_implausible(united)
    ids = [edition.id for edition in editions]
    instruments, wrong = read_instruments(project, ids, united, schemas)
    faults += wrong
    if faults:
        raise Faults(faults)
    return RawData(
        tuple(editions), tables, sources, schemas, tuple(practices), fieldwork, instruments
    )


def _dangling(
    project: Project,
    tables: dict[str, pd.DataFrame],
    schemas: Schemas,
    editions: list[Edition],
) -> list[Fault]:
    """Cells that name a city, item, area, wave or edition that does not exist."""
    files = {path.stem for path in (project.raw / "editions").glob("*.yml")}
    known = sorted(files | {edition.id for edition in editions})
    targets = {**tables, "editions": pd.DataFrame({"edition": known})}
    faults = []
    for schema in [*schemas.below("raw").values(), *schemas.below("raw/framework").values()]:
        if schema.name in tables:
            where = f"data/{schema.table}.csv"
            faults += find_dangling(tables[schema.name], schema, targets, where)
    return faults
