"""Processed tables and results of all published editions as one Data Package, a zip.

Which tables go out stands in `data/schema/package.yml`, what they hold in their schemas. The page of the package is in
`datapackage_page`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from quire.book.citing import name_authors
from quire.core.errors import Faults, StudyError
from quire.core.project import Project, to_json
from quire.results import kept_rows
from quire.tables.csvfiles import read_rows, write_rows
from quire.tables.models import Model, Text, parse_model
from quire.tables.packages import (
    EDITION,
    EDITIONS,
    DataPackage,
    Rows,
    credited,
    describe_resource,
    names_edition,
)
from quire.tables.schemas import TableSchema, read_schemas
from quire.tables.sources import Sidecar, Source
from quire.tables.yamlfiles import load_yaml
from studylib import __version__
from studylib.data.editions import Edition
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.data.instrument_papers import list_instruments
from studylib.pages.package_labels import list_said, read_words, say_labels
from studylib.pages.papers import read_papers

NAME = "smart-cities-study"
STUDY = "Smart Cities Study"
ARCHIVE = f"{NAME}-data.zip"
DESCRIPTOR = "datapackage.json"
CITATION = "CITATION.cff"
CONTENTS = "data/schema/package.yml"
RESULTS = "results"
"""The notebook whose kept tables go out, and the folder of their schemas."""
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ASKED = f"{INSTRUMENTS}/{{{INSTRUMENTS}}}/"
"""How the files of surveys of governments begin among the origins of a table."""


class Contents(Model):
    """What the package is called, and the tables in it in the order in which a reader needs them."""

    title: Text
    description: Text
    resources: tuple[str, ...]
    labels: TableSchema
    """The table of labels in other languages, which is made of the others."""


def make_package(project: Project, editions: Sequence[Edition]) -> DataPackage:
    """Put the processed tables together, and the kept ones if the study has results.

    Parameters
    ----------
    project
        The checkout; `data/processed`, `data/schema`, the sidecars, `CITATION.cff` and the runs of
        `results` are read.
    editions
        Those of the book; the ones whose notebooks run give their figures.

    Raises
    ------
    StudyError
        If a table, a run or the citation is missing, or a schema has a fault.
    """
    published = [edition for edition in editions if edition.runs_notebooks]
    shown = [edition.id for edition in published]
    asking = [edition.id for edition in published if edition.instruments]
    contents, faults = parse_model(Contents, project.root / CONTENTS, CONTENTS, {})
    if contents is None:
        raise Faults(faults, where="data/schema")
    citation, schemas = read_citation(project), read_schemas(project)
    instruments = _papers_of_instruments(project, published)
    papers: dict[str, Sidecar] = {**read_papers(project), **instruments}
    tables = {
        name: _as_it_is(project, schema, shown)
        for name, schema in schemas.below("processed").items()
    }
    made_of = {name: schema.origin for name, schema in schemas.below(RESULTS).items()}
    results = {
        name: _of_raw_files(schema, tables) for name, schema in schemas.below(RESULTS).items()
    }
    has_results = any((project.runs / edition / RESULTS).is_dir() for edition in shown)
    tables |= results
    meaning = schemas.dictionary.meanings[EDITION]
    files: dict[str, bytes] = {}
    going_out: dict[str, Rows] = {}
    resources = []
    for name in contents.resources:
        if name in results and not has_results:
            continue
        is_asked = any(file.startswith(ASKED) for file in tables[name].origin)
        if is_asked and not asking:
            continue
        schema = _of_instruments(tables[name], instruments)
        of = asking if is_asked else shown
        going_out[name] = _table(project, schema, of)
        data = files[f"data/{name}.csv"] = write_rows(going_out[name])
        of_rows = [going_out[one] for one in made_of.get(name, (name,)) if one in going_out]
        origins = credited(papers, schema, of_rows)
        resource = describe_resource(data, schema, tables, origins, meaning, STUDY)
        if name in results:
            resource["sources"].insert(0, {"title": f"{STUDY}, notebook {RESULTS}"})
        resources.append(resource)
    if words := read_words(project):
        schema = contents.labels
        said = list_said(_about(contents, citation), resources, going_out)
        going_out[schema.name] = [[*schema.columns], *say_labels(said, words)]
        data = files[f"data/{schema.name}.csv"] = write_rows(going_out[schema.name])
        resource = describe_resource(data, schema, tables, {}, meaning, STUDY)
        resources.append({**resource, "sources": [{"title": f"{STUDY}, locale"}]})
    descriptor = {**_about(contents, citation), "resources": resources}
    files[DESCRIPTOR] = to_json(descriptor)
    files[CITATION] = (project.root / CITATION).read_bytes()
    return DataPackage(descriptor, files, going_out)


def read_citation(project: Project) -> dict[str, Any]:
    """What `CITATION.cff` says.

    Raises
    ------
    StudyError
        If it is not there.
    """
    path = project.root / CITATION
    if not path.is_file():
        repair = "write one: https://citation-file-format.github.io"
        raise StudyError("there is no citation file", where=CITATION, repair=repair)
    said: dict[str, Any] = load_yaml(path, CITATION)
    return said


def _about(contents: Contents, citation: Mapping[str, Any]) -> dict[str, Any]:
    """The package as a whole. No licence holds for all of it, so none is named here."""
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": contents.title,
        "description": contents.description,
        "version": __version__,
        "keywords": list(citation.get("keywords", [])),
        "contributors": [{"title": name, "roles": ["author"]} for name in name_authors(citation)],
    }


def _as_it_is(project: Project, schema: TableSchema, editions: Sequence[str]) -> TableSchema:
    """A schema that says of a table of the frame whether it still is the same for every edition."""
    if not schema.common:
        return schema
    made = {_read(project, f"{edition}/{schema.name}.csv") for edition in editions}
    return schema.model_copy(update={"common": len(made) == 1})


def _of_raw_files(schema: TableSchema, tables: Mapping[str, TableSchema]) -> TableSchema:
    """The schema of a result with the raw files of the tables that it names, for their terms."""
    origin = {file: rows for name in schema.origin for file, rows in tables[name].origin.items()}
    return schema.model_copy(update={"origin": origin})


def _papers_of_instruments(project: Project, editions: Sequence[Edition]) -> dict[str, Source]:
    """Who asked in each survey of governments beside the editions, and its terms, by folder."""
    beside = {id for edition in editions for id in edition.instruments}
    return {
        f"{INSTRUMENTS}/{one.id}": Source.model_construct(
            publisher=one.asked_by,
            title=one.title,
            dataset=None,
            licence=one.terms,
            addresses=one.addresses,
        )
        for one in list_instruments(project)[0]
        if one.id in beside
    }


def _of_instruments(schema: TableSchema, instruments: Mapping[str, Source]) -> TableSchema:
    """The schema with each survey of governments in place of the files of all, for its terms."""
    origin: dict[str, dict[str, str]] = {}
    for file, rows in schema.origin.items():
        origin |= {key: {} for key in instruments} if file.startswith(ASKED) else {file: rows}
    return schema.model_copy(update={"origin": origin})


def _table(project: Project, schema: TableSchema, editions: Sequence[str]) -> Rows:
    """A table of all editions as rows of text, its heads first."""
    if schema.name == EDITIONS:
        return _editions(json.loads(_read(project, "editions.json")), list(schema.columns))
    tables = {edition: _rows(project, schema, edition) for edition in editions}
    if not tables:
        repair = "publish one, then: study run"
        raise StudyError("no edition is published", where="data/raw/editions", repair=repair)
    first = next(iter(tables.values()))
    if names_edition(schema):
        rows = ([edition, *row] for edition, table in tables.items() for row in table[1:])
        return [[EDITION, *first[0]], *rows]
    return first


def _rows(project: Project, schema: TableSchema, edition: str) -> Rows:
    """A table of one edition; of a result the columns that are described."""
    if schema.table != f"{RESULTS}/{schema.name}":
        return read_rows(_read(project, f"{edition}/{schema.name}.csv"))
    try:
        rows = kept_rows(project, edition, RESULTS, schema.name)
    except StudyError:
        if not project.draft:
            raise
        return [[*schema.columns]]  # the run is marked as missing, or stale
    if lacking := [column for column in schema.columns if column not in rows[0]]:
        what, where = f"no run keeps the columns {lacking}", f"data/schema/{schema.table}.yml"
        raise StudyError(what, where=where, repair=f"keep them in {RESULTS}, or delete them here")
    places = [rows[0].index(column) for column in schema.columns]
    return [[row[place] for place in places] for row in rows]


def _editions(editions: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Rows:
    """The editions as a table; lists become words separated by blanks."""
    rows = [{**edition, EDITION: edition["id"]} for edition in editions]
    return [list(columns), *([_cell(row[column]) for column in columns] for row in rows)]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _read(project: Project, name: str) -> bytes:
    path = project.processed / name
    if not path.is_file():
        what = f"{name} has not been made"
        raise StudyError(what, where="data/processed", repair="study prepare")
    return path.read_bytes()
