"""The texts of the data that readers see, for catalogues of other languages: labels, meanings, doubts, what practices say, and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quire.core.project import Project
from quire.languages.collecting import Entry
from quire.tables.csvfiles import read_rows
from quire.tables.schemas import DICTIONARY, TableSchema, read_schemas
from quire.tables.yamlfiles import load_yaml

COLUMNS = {
    "framework/areas.csv": ("label",),
    "framework/bands.csv": ("label",),
    "framework/codebook.csv": ("answer",),
    "framework/comparability.csv": ("reason", "status", "decided_by"),
    "framework/comparisons.csv": ("reason",),
    "framework/countries.csv": ("country", "region", "subregion"),
    "framework/elements.csv": ("label", "meaning"),
    "framework/flags.csv": ("meaning",),
    "framework/issues.csv": ("label", "reason"),
    "framework/items.csv": ("label", "wording", "note"),
    "framework/levers.csv": ("label", "meaning"),
    "framework/publishers.csv": ("licence",),
    "framework/sizes.csv": ("label",),
    "framework/statements.csv": ("statement",),
    "framework/statistics.csv": ("label", "unit"),
    "framework/surveys.csv": (
        *("title", "conducted_by", "mode", "respondents_kind", "respondents_reason"),
        "figures_from",
    ),
    "framework/units.csv": ("unit", "reason"),
    "cities.csv": ("city",),
    "barrier_surveys.csv": ("population", "element", "wording", "note", "kind"),
    "published_facts.csv": ("field", "value"),
    "published_shares.csv": ("statement", "reading", "base"),
}
"""Columns of raw tables whose texts readers see."""

BILINGUAL = {
    "questions.csv": ("section", "label", "reason", "unit"),
    "options.csv": ("label",),
    "items.csv": ("row", "column"),
    "respondents.csv": ("city", "region", "place_name", "kind"),
}
"""Columns of a survey of governments; what stands in a column of its own for a language (`label_es`) is taken from there."""

PRACTICE = {
    *(
        "title",
        "summary",
        "text",
        "doubt",
        "note",
        "reason",
        "compared",
        "city",
    ),
}
"""Keys of a practice whose texts readers see; the titles of its sources stay in their language."""

ASIDE = re.compile(r" \([^()]*\)$|[?.]$")
"""What a question ends with that a sentence on it does without."""

CITATION = "CITATION.cff"
ADDRESS = ("http://", "https://")
CONTENTS = "data/schema/package.yml"
"""What goes out as the data package."""


def list_labels(project: Project) -> Iterator[Entry]:
    """The texts of tables, editions, surveys and sidecars."""
    for name, columns in COLUMNS.items():
        yield from _of_table(project, project.raw / name, columns)
    for folder in sorted((project.raw / "instruments").glob("*/")):
        for name, columns in BILINGUAL.items():
            yield from _of_table(project, folder / name, columns)
    papers = ("editions/*.yml", "instruments/*/instrument.yml", "*.yml")
    for path in (path for pattern in papers for path in sorted(project.raw.glob(pattern))):
        where = project.relative(path)
        for key, text in walk_texts(load_yaml(path, where)):
            if (" " in text or key in {"topic", "subject"}) and not text.startswith(ADDRESS):
                yield Entry(text, where)
    path = project.root / CITATION
    for keyword in load_yaml(path, CITATION).get("keywords", ()) if path.is_file() else ():
        yield Entry(keyword, CITATION)


def without_aside(question: str) -> str:
    """A question as a sentence names it.

    >>> without_aside("Support needed (up to five)"), without_aside("May it borrow?")
    ('Support needed', 'May it borrow')
    """
    return ASIDE.sub("", question)


def list_practices(project: Project) -> Iterator[Entry]:
    """What good practices say."""
    for path in sorted((project.raw / "practices").glob("*.yml")):
        where = project.relative(path)
        data = {key: said for key, said in load_yaml(path, where).items() if key != "sources"}
        for key, text in walk_texts(data):
            if key in PRACTICE:
                yield Entry(text, where)


def list_columns(project: Project) -> Iterator[Entry]:
    """What columns of figures and of raw tables with a sidecar mean; what those of the package and their columns are called, and mean."""
    path = project.root / CONTENTS
    if not path.is_file():
        return
    schemas, contents = read_schemas(project), load_yaml(path, CONTENTS)
    words, where = schemas.dictionary, f"data/schema/{DICTIONARY}"
    sections = (text for title, each in words.sections.items() for text in (title, *each.values()))
    for text in (words.title, words.description, *sections):
        yield Entry(text, where)
    for name, raw in schemas.below("raw").items():
        # the page on data and sources tells of those with a sidecar
        if (project.raw / f"{name}.yml").is_file():
            for text in filter(None, raw.meanings.values()):
                yield Entry(text, f"data/schema/{raw.table}.yml")
    labels = TableSchema.model_validate(contents["labels"])
    for text in (contents["title"], contents["description"], *_of_schema(labels)):
        yield Entry(text, CONTENTS)
    tables = {**schemas.below("processed"), **schemas.below("results")}
    for name in contents["resources"]:
        for text in _of_schema(tables[name]):
            yield Entry(text, f"data/schema/{tables[name].table}.yml")


def _of_schema(schema: TableSchema) -> Iterator[str]:
    yield from filter(None, (schema.title, schema.description, *schema.meanings.values()))


def _of_table(project: Project, path: Path, columns: tuple[str, ...]) -> Iterator[Entry]:
    if not path.is_file():
        return
    heads, *rows = read_rows(path.read_bytes())
    for row in rows:
        cells = dict(zip(heads, row, strict=True))
        for column in columns:
            if cells.get(column):
                yield Entry(cells[column], project.relative(path))
                if path.name == "questions.csv" and cells[column].endswith(")"):
                    yield Entry(without_aside(cells[column]), project.relative(path))


def walk_texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts of plain data, each with the key that it stands under."""
    if isinstance(data, dict):
        for name, said in data.items():
            yield from walk_texts(said, str(name))
    elif isinstance(data, list):
        for said in data:
            yield from walk_texts(said, key)
    elif isinstance(data, str):
        yield key, data
