"""Tables as resources of a Data Package (https://datapackage.org, version 2).

A table that differs between editions goes out once, with the editions below each other and a first column that names them. What a
package is called, and which tables go out, is a matter of the study.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from quire.core.archives import packed
from quire.core.project import digest
from quire.tables.csvfiles import as_records
from quire.tables.schemas import ForeignKey, TableSchema
from quire.tables.sources import Origin, Sidecar
from quire.text.messages import _

EDITION = "edition"
EDITIONS = "editions"
"""The first column of tables that differ between editions, and the table that it names rows of."""

OWN = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "CC BY 4.0",
}
"""Licence of a study's own texts."""

Rows = list[list[str]]


@dataclass(frozen=True)
class DataPackage:
    """A package before it is packed.

    Attributes
    ----------
    descriptor
        What stands in `datapackage.json`.
    files
        Every file of the archive, by its path in it.
    tables
        The rows of each table as text, its head first.
    """

    descriptor: dict[str, Any]
    files: dict[str, bytes]
    tables: dict[str, Rows]

    @cached_property
    def archive(self) -> bytes:
        """The zip; the same bytes for the same files."""
        return packed(self.files)

    def records(self, table: str) -> list[dict[str, str]]:
        """The rows of a table by the names of its columns, every cell text."""
        return as_records(self.tables[table])


def describe_resource(
    data: bytes,
    schema: TableSchema,
    tables: Mapping[str, TableSchema],
    origins: Mapping[str, Iterable[Origin]],
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
    origins
        As `credited` gives them.
    meaning
        What the column that names the edition means.
    study
        What the study is called, for its own files.
    """
    terms = find_terms(origins)
    said = [
        _("Terms of use of the figures of {name}: {licence}.", name=name, licence=licence)
        for name, licence in terms
    ]
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
        "sources": _sources(schema, origins, study),
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


def credited(
    papers: Mapping[str, Sidecar], schema: TableSchema, tables: Iterable[Rows]
) -> dict[str, tuple[Origin, ...]]:
    """Where the rows of each published file that a table is made of come from.

    Parameters
    ----------
    papers
        The sidecars by raw table.
    schema
        That of the table.
    tables
        Its rows, or those of the tables that it is made of: of a file with several datasets those count that stand in a cell there,
        one or several parted by semicolons.
    """
    names = [file.removesuffix(".csv") for file in schema.origin]
    origins = {name: papers[name].origins for name in names if name in papers}
    if any(len(some) > 1 for some in origins.values()):
        cells = set(chain.from_iterable(row for rows in tables for row in rows))
        said = {part for cell in cells for part in cell.split("; ")}
        origins = {
            name: tuple(one for one in some if len(some) == 1 or one.label in said)
            for name, some in origins.items()
        }
    return origins


def find_terms(origins: Mapping[str, Iterable[Origin]]) -> list[tuple[str, str]]:
    """Each publisher with its terms as it states them, once; empty where all is the study's own."""
    every = (one for some in origins.values() for one in some)
    return list(dict.fromkeys((one.publisher, one.licence) for one in every))


def _sources(
    schema: TableSchema, origins: Mapping[str, Iterable[Origin]], study: str
) -> list[dict[str, str]]:
    """Where the rows come from: each address of each dataset, and the files of the study's own frame."""
    sources = []
    for file in schema.origin:
        name = file.removesuffix(".csv")
        if name not in origins:
            own = file.replace("{id}", "<edition>")
            sources.append({"title": f"{study}, data/raw/{own}"})
        for one in origins.get(name, ()):
            dataset = f" ({one.dataset})" if one.dataset else ""
            title = f"{one.publisher}: {one.title}{dataset}"
            sources += [{"title": title, "path": address} for address in one.addresses]
    return sources
