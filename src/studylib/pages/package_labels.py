"""Labels of the data package in every language, as one table: no standard of data packages has a place for them.

Values of the other tables stay as they are; whoever wants words in a language joins this table by the key of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quire.core.project import SOURCE, Project
from quire.languages import catalogues
from quire.tables.csvfiles import as_records
from quire.tables.packages import Rows

LABELLED: Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]] = {
    ("editions", ("edition",)): ("title", "subject", "topic"),
    ("areas", ("area",)): ("label",),
    ("bands", ("band",)): ("label",),
    ("items", ("item",)): ("label", "wording"),
    ("cities", ("city_code",)): ("city",),
    ("cities", ("country_code",)): ("country",),
    ("cities", ("region",)): ("region",),
    ("cities", ("subregion",)): ("subregion",),
    ("cities", ("size",)): ("size",),
    ("resident_surveys", ("survey",)): ("title",),
    ("comparisons", ("statistic",)): ("label", "unit"),
    ("issues", ("issue",)): ("label",),
    ("practices", ("practice",)): ("title", "summary"),
    ("levers", ("lever",)): ("label", "meaning"),
    ("elements", ("element",)): ("label", "meaning"),
    ("instruments", ("instrument",)): ("title",),
    ("government_questions", ("instrument", "question")): ("label",),
    ("government_items", ("instrument", "item")): ("label",),
    ("government_options", ("instrument", "question", "option")): ("label",),
}
"""Columns that hold labels, by the table and the columns that are their key."""

CATALOGUES = frozenset(["labels", "practices", "columns"])
"""The study's own: no other word changes the package."""

MATRIX = ": "
"""What stands between row and column in the label of a cell of a matrix."""

Said = tuple[str, str, str]
"""Kind, id, and English text."""


def read_words(project: Project) -> dict[str, dict[str, str]]:
    """By language, the words for texts of the data."""
    return {
        id: catalogues.read_words(project, id, CATALOGUES)
        for id in catalogues.list_languages(project)
    }


def list_said(
    package: Mapping[str, Any], resources: Sequence[Mapping[str, Any]], tables: Mapping[str, Rows]
) -> list[Said]:
    """All texts of a package, once for each kind and id; of several editions that of the latest.

    Parameters
    ----------
    package
        What is said of it as a whole.
    resources
        Its tables as they are described.
    tables
        Their rows, by name.
    """
    found: dict[tuple[str, str], str] = {}
    for kind, id, text in (
        *((f"package.{what}", package["name"], package[what]) for what in ("title", "description")),
        *_of_resources(resources),
        *_of_cells(tables),
    ):
        if text:
            found[kind, id] = text
    return [(kind, id, text) for (kind, id), text in found.items()]


def say_labels(said: Sequence[Said], words: Mapping[str, Mapping[str, str]]) -> Rows:
    """The rows of the table: English first, then each language as far as it has words.

    >>> say_labels([("areas.label", "air", "Air"), ("areas.label", "sea", "Sea")], {"es": {"Air": "Aire"}})
    [['en', 'areas.label', 'air', 'Air'], ['en', 'areas.label', 'sea', 'Sea'], ['es', 'areas.label', 'air', 'Aire']]
    >>> say_labels([("a.label", "1", "Air: Sea")], {"es": {"Air": "Aire", "Sea": "Mar"}})[1]
    ['es', 'a.label', '1', 'Aire: Mar']
    """
    return [
        *([SOURCE, *each] for each in said),
        *(
            [language, kind, id, label]
            for language, known in words.items()
            for kind, id, text in said
            if (label := _say(text, known))
        ),
    ]


def _say(text: str, known: Mapping[str, str]) -> str:
    """A text in a language, also one of row and column of a matrix; nothing where it has no words."""
    row, sign, column = text.partition(MATRIX)
    parts = [known[row], known[column]] if sign and row in known and column in known else []
    return known.get(text) or MATRIX.join(parts)


def _of_resources(resources: Sequence[Mapping[str, Any]]) -> Iterator[Said]:
    for each in resources:
        name = str(each["name"])
        yield "table.title", name, each["title"]
        # the terms behind it are quoted from publishers
        yield "table.description", name, str(each["description"]).partition(" Terms of use")[0]
        for field in each["schema"]["fields"]:
            yield "column.description", f"{name}/{field['name']}", field["description"]


def _of_cells(tables: Mapping[str, Rows]) -> Iterator[Said]:
    for (table, keys), columns in LABELLED.items():
        for row in as_records(tables[table]) if table in tables else ():
            for column in columns:
                yield f"{table}.{column}", "/".join(row[key] for key in keys), row[column]
