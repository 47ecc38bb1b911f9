"""Reading everything under `data/raw` and `data/incoming`, and checking it: all of it is sound, or every fault is in one report.

What a table must look like is in `data/schema`, how tables must agree in `agreement`, what is made of them in `process`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from quire.core.errors import Fault, Faults
from quire.core.project import Project
from quire.tables.faults import check_readable
from quire.tables.reading import find_dangling, read_raw_tables
from quire.tables.schemas import Schemas, read_schemas
from quire.tables.sources import Sidecar, list_sources
from quire.tables.strays import find_strays
from quire.text.words import counted
from studylib.data.agreement import find_disagreements
from studylib.data.editions import Edition, read_editions
from studylib.data.fieldwork_files import (
    CITIES,
    FOLDER,
    INCOMING,
    Files,
    find_unallowed,
    find_unclosed,
    read_fieldwork,
)
from studylib.data.identities import unite_codes
from studylib.data.instrument_papers import ABOUT
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.data.instruments import Survey, read_instruments
from studylib.data.magnitudes import find_misfits
from studylib.data.official_statistics import find_uncredited
from studylib.data.personal import find_personal_data
from studylib.data.plausibility import find_implausible
from studylib.data.practices import FOLDER as PRACTICES
from studylib.data.practices import Practice, find_strange_words, read_practices
from studylib.data.versions import unite_versions
from studylib.questionnaire.selfcheck import find_questionnaire_faults
from studylib.questionnaire.xlsform import SHEETS

OWN = re.compile(rf"data/(?:raw/)?({INCOMING}|{FOLDER}|{INSTRUMENTS})/([^/]+)")
"""Files of one edition, whose faults are no others' matter."""


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
        Files of the editions that have a calendar.
    held
        Editions that nothing can be made of now, each with the reason.
    instruments
        Surveys of governments, by id.
    doubts
        Rows that stand out so far that somebody should look at them; they count as they are.
    """

    editions: tuple[Edition, ...]
    tables: dict[str, pd.DataFrame]
    sources: dict[str, Sidecar]
    schemas: Schemas
    practices: tuple[Practice, ...] = ()
    fieldwork: dict[str, Files] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, Survey] = field(default_factory=dict)
    doubts: tuple[Fault, ...] = ()


def check(project: Project) -> RawData:
    """Read and check every file under `data/raw` and `data/incoming`.

    Raises
    ------
    Faults
        With every fault of every file; nothing was written.
    """
    raw, faults = _read(project)
    if faults:
        raise Faults(faults)
    return raw


def read(project: Project) -> RawData:
    """The same, but faults of the files of one edition only hold this edition back.

    Raises
    ------
    Faults
        With every fault of the files that editions have in common.
    """
    raw, faults = _read(project)
    own, common = _split(faults, raw.editions)
    if common:
        raise Faults(common)
    away = [edition.id for edition in raw.editions if _is_away(edition, raw.fieldwork)]
    held = {id_: f"its answers are not on this machine: no data/{INCOMING}/{id_}" for id_ in away}
    for id_, some in own.items():
        said = counted(len(some), "fault")
        held[id_] = f"{said} in its files, which {project.command} check names"
    for edition in raw.editions:
        for lacking in set(edition.instruments) - set(raw.instruments):
            held.setdefault(edition.id, f"the survey {lacking} beside it cannot be read")
    return replace(raw, held=held)


def _read(project: Project) -> tuple[RawData, list[Fault]]:
    """Everything that could be read, and every fault."""
    check_readable(project)
    schemas = read_schemas(project)
    editions, faults = read_editions(project)
    sources, wrong = list_sources(project)
    faults += wrong
    tables, wrong = read_raw_tables(project, schemas, sources)
    tables = unite_codes(tables)
    faults += wrong + _dangling(project, tables, schemas, editions)
    practices, wrong = read_practices(project)
    united = unite_versions(tables, [edition.id for edition in editions])
    faults += wrong + find_strange_words(practices, united)
    fieldwork, wrong = read_fieldwork(project, editions, united, schemas)
    faults += wrong + find_disagreements(tables, editions, project) + find_implausible(united)
    faults += find_uncredited(tables, sources)
    faults += find_unclosed(project, editions, fieldwork) + find_questionnaire_faults(project)
    faults += find_personal_data(project)
    faults += find_strays(project, project.raw, _list_read(schemas), "take it out of data/raw")
    invited = {id_: one.tables[CITIES] for id_, one in fieldwork.items() if CITIES in one.tables}
    faults += find_unallowed(project, practices, invited)
    ids = [edition.id for edition in editions]
    instruments, wrong = read_instruments(project, ids, united, schemas)
    faults += wrong
    asked = {id: survey.tables for id, survey in instruments.items()}
    wrong, doubts = find_misfits(united, asked)
    faults += wrong
    raw = RawData(
        *(tuple(editions), tables, sources, schemas, tuple(practices), fieldwork),
        instruments=instruments,
        doubts=tuple(doubts),
    )
    return raw, faults


def _list_read(schemas: Schemas) -> dict[str, set[str]]:
    """Names of the files that are read, by folder below `data/raw`."""

    def tables(folder: str, *endings: str) -> set[str]:
        return {f"{name}{ending}" for name in schemas.below(folder) for ending in endings}

    return {
        ".": tables("raw", ".csv", ".yml"),
        "framework": tables("raw/framework", ".csv"),
        "editions": {"*.yml"},
        PRACTICES: {"*.yml"},
        f"{INSTRUMENTS}/*": {ABOUT, *tables(f"raw/{INSTRUMENTS}", ".csv")},
        # what of these is not for the public is said where they are read
        f"{FOLDER}/*": {
            *(f"{sheet}.csv" for sheet in SHEETS),
            *tables(f"raw/{FOLDER}", ".csv"),
            *tables(INCOMING, ".csv"),
        },
    }


def _split(
    faults: Iterable[Fault], editions: Iterable[Edition]
) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Faults that hold one edition back, by edition, and those that stop all.

    What is left of the preparation of an edition that is out holds nothing back, and neither does a folder of no edition.
    """
    public = {edition.id: edition.public for edition in editions}
    own, common = dict[str, list[Fault]](), list[Fault]()
    for fault in faults:
        match = OWN.match(fault.file)
        place, id_ = match.groups() if match else ("", "")
        if id_ in public and (place == INSTRUMENTS or not public[id_]):
            own.setdefault(id_, []).append(fault)
        elif id_ not in public and place != INCOMING:
            common.append(fault)
    return own, common


def _is_away(edition: Edition, fieldwork: Mapping[str, Files]) -> bool:
    """Whether an edition in preparation has its answers on another machine."""
    files = fieldwork.get(edition.id)
    return edition.in_preparation and not (files and files.here)


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
