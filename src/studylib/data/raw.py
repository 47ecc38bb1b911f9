"""Reading everything under `data/raw` and checking it: either all of it is sound, or every fault is in one report.

What a table must look like is in `schemas`, how tables must agree in `agreement`, what is made of them in `process`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from studylib.data.agreement import find_disagreements
from studylib.data.editions import Edition, read_editions
from studylib.data.fieldwork_files import read_fieldwork
from studylib.data.plausibility import find_implausible
from studylib.data.practices import Practice, find_strange_words, read_practices
from studylib.data.reading import read_into
from studylib.data.schemas import FIGURES, FRAMEWORK
from studylib.data.sources import Source, list_sources
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
    practices
        Good practices, by id.
    fieldwork
        Files of the editions that have a calendar, by edition and name.
    """

    editions: tuple[Edition, ...]
    tables: dict[str, pd.DataFrame]
    sources: dict[str, Source]
    practices: tuple[Practice, ...] = ()
    fieldwork: dict[str, dict[str, pd.DataFrame]] = field(default_factory=dict)


def check(project: Project) -> RawData:
    """Read and check every file under `data/raw`.

    Raises
    ------
    Faults
        With every fault of every file; nothing was written.
    """
    editions, faults = read_editions(project)
    sources, found = list_sources(project)
    faults += found
    tables: dict[str, pd.DataFrame] = {}
    for name, schema in FRAMEWORK.items():
        path = project.raw / "framework" / f"{name}.csv"
        faults += read_into(tables, name, path, project.relative(path), schema, None)
    for name, schema in FIGURES.items():
        path = project.raw / f"{name}.csv"
        sidecar = path.with_suffix(".yml")
        if name not in sources and not sidecar.exists():
            faults.append(
                Fault(
                    project.relative(sidecar),
                    0,
                    "",
                    "",
                    "the sidecar is missing",
                    "say where the table comes from",
                )
            )
        faults += read_into(tables, name, path, project.relative(path), schema, sources.get(name))
    practices, found = read_practices(project)
    faults += found
    united = unite_versions(tables, [each.id for each in editions])
    faults += find_strange_words(practices, united)
    fieldwork, found = read_fieldwork(project, editions, united)
    faults += found
    faults += find_disagreements(tables, editions, sources, project)
    faults += find_implausible(united)
    if faults:
        raise Faults(faults)
    return RawData(tuple(editions), tables, sources, tuple(practices), fieldwork)
