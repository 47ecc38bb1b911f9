"""What a table must look like and mean: one Table Schema a table, read from `data/schema`.

The form is the Table Schema standard (https://datapackage.org/standard/table-schema/) with a few keys of our own. A file lies where
its table lies below `data`: `raw/framework/items.yml` is of `data/raw/framework/items.csv`. What a column means wherever its table
does not say otherwise stands once, in `figures.yml`. Checks and reading after a schema are in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from quire.core.errors import Fault, Faults, StudyError, nearest
from quire.core.project import SLUG, Project
from quire.tables.faults import mark_file
from quire.tables.models import Model, Name, Text, parse_model

DICTIONARY = "figures.yml"

FORMS = {
    "name": (
        "[a-z][a-z0-9_]*",
        "is no valid name",
        "use a-z, 0-9 and _, beginning with a letter",
    ),
    "slug": (
        SLUG.pattern,
        "is no valid key",
        "use a-z and 0-9, with single '-' or '_' between them",
    ),
    "country": ("[A-Z]{2}", "is no country code", "use two capital letters"),
    "addresses": (
        "",  # no pattern tells: see is_address
        "is no web address",
        "give http:// or https:// addresses, separated by one space",
    ),
}
"""Forms that text can have: the pattern, and the words where a cell does not have it."""


class Constraints(Model):
    """What a cell must be, after the standard."""

    required: bool = False
    enum: tuple[str | int, ...] = ()
    pattern: str = ""
    minimum: int | float | None = None
    maximum: int | float | None = None
    max_length: int | None = Field(default=None, alias="maxLength")


class Column(Model):
    """One column.

    Attributes
    ----------
    description
        What it means; empty in the file where `figures.yml` says it.
    unit
        Of its numbers.
    form
        One of `FORMS`, instead of a pattern.
    optional
        Whether the file may do without the column while it would be empty.
    fault, repair
        Words where a cell breaks a constraint, if the usual ones will not do.
    """

    name: Name
    type: Literal["string", "integer", "number", "boolean", "date", "year", "array", "object"]
    description: str = ""
    unit: str = ""
    form: Literal["", "name", "slug", "country", "addresses"] = ""
    constraints: Constraints = Constraints()
    optional: bool = False
    fault: str = ""
    repair: str = ""

    def describe(self) -> dict[str, Any]:
        """The column as a field of the standard, without keys of our own.

        >>> Column(name="share_pct", type="number", constraints=Constraints(minimum=0)).describe()
        {'name': 'share_pct', 'description': '', 'type': 'number', 'constraints': {'minimum': 0}}
        """
        said: dict[str, Any] = {
            "name": self.name,
            "description": self.description,
            "type": self.type,
        }
        if self.type == "boolean":
            said |= {"trueValues": ["True"], "falseValues": ["False"]}
        limits = self.constraints.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {**said, **({"constraints": limits} if limits else {})}


class Target(Model):
    """Columns of another table."""

    resource: str
    fields: tuple[Name, ...]


class ForeignKey(Model):
    """Columns whose cells must be rows of another table, or empty; no resource means the table itself."""

    fields: tuple[Name, ...]
    reference: Target


class TableSchema(Model):
    """One table.

    Attributes
    ----------
    table
        Its path below `data`, without ending.
    common
        Whether it goes out once for all editions of the study, as long as it is the same for each; of processed tables only.
    origin
        Raw files that it is made of, below `data/raw`, each with the column that chooses its rows and the key of the edition that
        the cells must equal; without one all rows count. Of a result the processed tables.
    """

    table: str
    title: str = ""
    description: str = ""
    common: bool = False
    fields: tuple[Column, ...] = Field(min_length=1)
    primary_key: tuple[Name, ...] = Field(default=(), alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Field(default=(), alias="foreignKeys")
    origin: dict[str, dict[Name, Name]] = Field(default_factory=dict)

    @field_validator("origin", mode="before")
    @classmethod
    def _all_rows(cls, origin: Any) -> Any:
        return {file: rows or {} for file, rows in origin.items()}

    @model_validator(mode="after")
    def _keys_are_columns(self) -> Self:
        used = [*self.primary_key, *(name for key in self.foreign_keys for name in key.fields)]
        for name in used:
            if name not in self.columns:
                words = "names the column {name}, which is not there"
                raise PydanticCustomError("column", words, {"name": name})
        if len(self.columns) != len(self.fields):
            raise PydanticCustomError("column", "has a column twice")
        return self

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.fields}

    @property
    def name(self) -> str:
        """The table's own name."""
        return self.table.rpartition("/")[2]

    @property
    def types(self) -> dict[str, str]:
        """The type of each column."""
        return {column.name: column.type for column in self.fields}

    @property
    def meanings(self) -> dict[str, str]:
        """What each column means."""
        return {column.name: column.description for column in self.fields}


class Uncompared(Model):
    """What of published tables is no value, and so is free to change.

    Attributes
    ----------
    names
        Columns that call things by a name; the same thing may have another one later.
    prose
        Columns of sentences, of which only the numbers are values.
    counts
        Tables, as `page/table`, that do nothing but count rows which are values themselves.
    """

    names: tuple[Text, ...] = ()
    prose: tuple[Text, ...] = ()
    counts: tuple[Text, ...] = ()


class Dictionary(Model):
    """What columns mean wherever no table says otherwise, by section; a key may name several columns."""

    title: Text
    description: Text
    sections: dict[str, dict[str, Text]]
    uncompared: Uncompared = Uncompared()

    @cached_property
    def meanings(self) -> dict[str, str]:
        """The meaning of each column."""
        entries = [entry for section in self.sections.values() for entry in section.items()]
        return {name: words for names, words in entries for name in names.split(", ")}


@dataclass(frozen=True)
class Schemas:
    """All schemas of a study.

    Attributes
    ----------
    tables
        By path below `data/schema`, without ending.
    dictionary
        Meanings for all of them, and for the data of figures.
    """

    tables: Mapping[str, TableSchema]
    dictionary: Dictionary

    def below(self, folder: str) -> dict[str, TableSchema]:
        """The schemas in one folder, by the names of their tables."""
        return {
            schema.name: schema
            for path, schema in self.tables.items()
            if path.rpartition("/")[0] == folder
        }


def read_dictionary(project: Project) -> Dictionary | None:
    """What columns mean; None where a project has no dictionary.

    Raises
    ------
    Faults
        With every fault of the file.
    """
    path = project.root / "data" / "schema" / DICTIONARY
    if not path.is_file():
        return None
    where = project.relative(path)
    words, faults = parse_model(Dictionary, path, where, {})
    if words is None:
        raise Faults(faults, where=where)
    return words


def read_uncompared(project: Project) -> Uncompared:
    """What the dictionary says is no value; nothing where a project has no dictionary."""
    words = read_dictionary(project)
    return Uncompared() if words is None else words.uncompared


def say_undescribed(
    words: Dictionary, figures: Mapping[str, Iterable[str]]
) -> tuple[str, str] | None:
    """Which columns of the data of figures nobody has described, and what to do; None if there are none.

    Parameters
    ----------
    words
        What columns mean.
    figures
        The columns of the data of each figure, by its name.
    """
    lacking = {
        column: figure
        for figure, columns in figures.items()
        for column in columns
        if column not in words.meanings
    }
    if not lacking:
        return None
    said = "; ".join(f"{column} ({figure})" for column, figure in sorted(lacking.items()))
    return (
        f"columns of figures that are not described: {said}",
        f"say what it means in data/schema/{DICTIONARY} ({nearest(min(lacking), words.meanings)})",
    )


def read_schemas(project: Project) -> Schemas:
    """All schemas of a checkout, every column with its meaning.

    Raises
    ------
    Faults
        With every fault of every file.
    """
    folder = project.root / "data" / "schema"
    if not (folder / DICTIONARY).is_file():
        raise StudyError(f"there is no {DICTIONARY}", where="data/schema", repair="restore it")
    where = project.relative(folder / DICTIONARY)
    words, faults = parse_model(Dictionary, folder / DICTIONARY, where, {})
    tables: dict[str, TableSchema] = {}
    for path in sorted(folder.glob("*/**/*.yml")):
        table, where = path.relative_to(folder).with_suffix("").as_posix(), project.relative(path)
        schema, wrong = parse_model(TableSchema, path, where, {"table": table})
        faults += wrong
        if schema is not None and words is not None:
            faults += _undescribed(schema, words.meanings, where)
            tables[table] = _described(schema, words.meanings)
    if faults or words is None:
        raise Faults(faults, where="data/schema")
    return Schemas(tables, words)


def _undescribed(schema: TableSchema, words: Iterable[str], where: str) -> list[Fault]:
    """Columns without a meaning, here and in the dictionary."""
    known = set(words)
    lacking = [name for name, said in schema.meanings.items() if not said and name not in known]
    return [
        mark_file(where, "is not described", f"say what it means ({nearest(name, known)})", name)
        for name in lacking
    ]


def _described(schema: TableSchema, words: Mapping[str, str]) -> TableSchema:
    """The same with the dictionary's words where it has none of its own."""
    columns = tuple(
        column
        if column.description
        else column.model_copy(update={"description": words.get(column.name, "")})
        for column in schema.fields
    )
    return schema.model_copy(update={"fields": columns})
