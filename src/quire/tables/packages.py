"""Tables as resources of a Data Package (https://datapackage.org, version 2).

A table that differs between editions goes out once, with the editions below each other and a first column that names them. What a
package is called, and which tables go out, is a matter of the study.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quire.core.archives import packed
from quire.core.project import digest
from quire.tables.csvfiles import read_records
from quire.tables.schemas import ForeignKey, TableSchema
from quire.tables.sources import Source

EDITION = "edition"
EDITIONS = "editions"
"""The first column of tables that differ between editions, and the table that it names rows of."""

OWN = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "CC BY 4.0",
}
"""Licence of a study's own texts."""


@dataclass(frozen=True)
class DataPackage:
    """A package before it is packed.

    Attributes
    ----------
    descriptor
        What stands in `datapackage.json`.
    files
        Every file of the archive, by its path in it.
    """

    descriptor: dict[str, Any]
    files: dict[str, bytes]

    def archive(self) -> bytes:
        """The zip; the same bytes for the same files."""
        return packed(self.files)

    def records(self, table: str) -> list[dict[str, str]]:
        """The rows of a table by the names of its columns, every cell text."""
        return read_records(self.files[f"data/{table}.csv"])


def describe_resource(
    data: bytes,
    schema: TableSchema,
    tables: Mapping[str, TableSchema],
    papers: Mapping[str, Source],
    meaning: str,
    study: str,
) -> dict[str, Any]:
    """A table as a resource of the descriptor.

    Parameters
    ----------
    data
        Its CSV.
    schema, tables
        Its schema, and those of all tables.
    papers
        The sidecars by raw table.
    meaning
        What the column that names the edition means.
    study
        What the study is called, for its own files.
    """
    terms = find_terms(schema, papers)
    said = [f"Terms of use of the figures of {name}: {licence}." for name, licence in terms]
    resource = {
        "name": name_resource(schema.name),
        "type": "table",
        "path": f"data/{schema.name}.csv",
        "title": schema.title,
        "description": " ".join([schema.description, *said]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{digest(data)}",
        "schema": describe_schema(schema, tables, meaning),
        "sources": _sources(schema, papers, study),
    }
    return resource if terms else {**resource, "licenses": [OWN]}


def describe_schema(
    schema: TableSchema, tables: Mapping[str, TableSchema], meaning: str
) -> dict[str, Any]:
    """The Table Schema of a table as it goes out; parameters are those of `describe_resource`."""
    first = names_edition(schema)
    own = {"name": EDITION, "description": meaning, "type": "string"}
    fields = [own] * first + [column.describe() for column in schema.fields]
    made: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if schema.primary_key:
        made["primaryKey"] = [EDITION] * first + list(schema.primary_key)
    keys = [_foreign_key(key, schema, tables) for key in schema.foreign_keys]
    if first and not any(EDITION in key["fields"] for key in keys):
        target = {"resource": EDITIONS, "fields": [EDITION]}
        keys.insert(0, {"fields": [EDITION], "reference": target})
    return {**made, "foreignKeys": keys} if keys else made


def names_edition(schema: TableSchema) -> bool:
    """Whether a table differs between editions, and so goes out with a column that names them."""
    return not schema.common and EDITION not in schema.columns


def _foreign_key(
    key: ForeignKey, schema: TableSchema, tables: Mapping[str, TableSchema]
) -> dict[str, Any]:
    name = key.reference.resource
    both = [EDITION] * (names_edition(schema) and names_edition(tables[name or schema.name]))
    target = {"resource": name_resource(name)} if name else {}
    return {
        "fields": both + list(key.fields),
        "reference": {**target, "fields": both + list(key.reference.fields)},
    }


def name_resource(table: str) -> str:
    """A table as the descriptor names it.

    >>> name_resource("published_shares")
    'published-shares'
    """
    return table.replace("_", "-")


def find_terms(schema: TableSchema, papers: Mapping[str, Source]) -> list[tuple[str, str]]:
    """Each publisher that a table takes figures from, with the terms as its sidecar states them; empty where all is the study's own."""
    names = [file.removesuffix(".csv") for file in schema.origin]
    sources = [papers[name] for name in names if name in papers]
    return list(dict.fromkeys((source.publisher, source.licence) for source in sources))


def _sources(schema: TableSchema, papers: Mapping[str, Source], study: str) -> list[dict[str, str]]:
    """Where the rows come from: each address of each published table, and the files of the study's own frame."""
    sources = []
    for file in schema.origin:
        paper = papers.get(file.removesuffix(".csv"))
        if paper is None:
            own = file.replace("{id}", "<edition>")
            sources.append({"title": f"{study}, data/raw/{own}"})
            continue
        dataset = f" ({paper.dataset})" if paper.dataset else ""
        title = f"{paper.publisher}: {paper.title}{dataset}"
        sources += [{"title": title, "path": address} for address in paper.addresses]
    return sources
