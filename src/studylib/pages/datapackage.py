"""The processed tables of all published editions as one Data Package: a descriptor and CSV files in a zip.

The form is the Data Package standard (https://datapackage.org, version 2). Its page in the book is in `datapackage_page`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quire.core.archives import packed
from quire.core.errors import StudyError
from quire.core.project import Project, digest, to_json
from studylib import __version__
from studylib.data.editions import Edition, Status
from studylib.data.origins import ORIGINS
from studylib.pages.columns_page import PAGE, meanings
from studylib.pages.packagetables import EDITION, TABLES
from studylib.pages.papers import read_papers
from studylib.pages.tableschemas import resource_name, schema

if TYPE_CHECKING:
    from studylib.data.sources import Source

NAME = "smart-cities-study"
ARCHIVE = f"{NAME}-data.zip"
DESCRIPTOR = "datapackage.json"
CITATION = "CITATION.cff"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
OWN = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "CC BY 4.0",
}
"""Licence of the study's own texts; see LICENSE."""

Rows = list[list[str]]


@dataclass(frozen=True)
class DataPackage:
    """The package before it is packed.

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


def make_package(project: Project, editions: Sequence[Edition]) -> DataPackage:
    """Put the processed tables together.

    Parameters
    ----------
    project
        The checkout; `data/processed`, the sidecars, `book/columns.md` and `CITATION.cff` are read.
    editions
        All editions; those that are published give their figures.

    Raises
    ------
    StudyError
        If a table or the citation is missing, a column is not described, or a table that should be the same for every edition is not.
    """
    shown = [each.id for each in editions if each.status is Status.PUBLISHED]
    citation = read_citation(project)
    told = meanings((project.authored / PAGE).read_text("utf-8"))
    papers = read_papers(project)
    files: dict[str, bytes] = {}
    resources = []
    for name in TABLES:
        table = _table(project, name, shown)
        data = files[f"data/{name}.csv"] = _to_csv(table)
        resources.append(_resource(name, data, schema(name, table[0], told), papers))
    descriptor = {**_about(citation), "resources": resources}
    files[DESCRIPTOR] = to_json(descriptor)
    files[CITATION] = (project.root / CITATION).read_bytes()
    return DataPackage(descriptor, files)


def read_citation(project: Project) -> dict[str, Any]:
    """What `CITATION.cff` says.

    Raises
    ------
    StudyError
        If it is not there.
    """
    import yaml

    path = project.root / CITATION
    if not path.is_file():
        raise StudyError(
            "there is no citation file",
            where=CITATION,
            repair="write one: https://citation-file-format.github.io",
        )
    said: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return said


def authors(citation: Mapping[str, Any]) -> list[str]:
    """Names of the authors in a citation file.

    >>> authors({"authors": [{"given-names": "Ada", "family-names": "Lovelace"}, {"name": "A group"}]})
    ['Ada Lovelace', 'A group']
    """
    parts = ("given-names", "name-particle", "family-names", "name")
    return [
        " ".join(str(each[part]) for part in parts if part in each) for each in citation["authors"]
    ]


def terms(table: str, papers: Mapping[str, Source]) -> list[tuple[str, str]]:
    """Each publisher that a table takes figures from, with the terms as its sidecar states them; empty where all is the study's own."""
    names = [each.removesuffix(".csv") for each in ORIGINS[table]]
    found = [papers[each] for each in names if each in papers]
    return list(dict.fromkeys((each.publisher, each.licence) for each in found))


def _about(citation: Mapping[str, Any]) -> dict[str, Any]:
    """The package as a whole. No licence holds for all of it, so none is named here."""
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": "Smart Cities Study: processed tables",
        "description": (
            "The tables that the pages of the Smart Cities Study are made from: official statistics on cities, and what was published of "
            "each edition. Terms of use differ between tables and stand with each of them."
        ),
        "version": __version__,
        "keywords": list(citation.get("keywords", [])),
        "contributors": [{"title": each, "roles": ["author"]} for each in authors(citation)],
    }


def _resource(
    name: str, data: bytes, columns: Mapping[str, Any], papers: Mapping[str, Source]
) -> dict[str, Any]:
    """One table of the descriptor."""
    about = TABLES[name]
    said = [about.description]
    for publisher, licence in terms(name, papers):
        said.append(f"Terms of use of the figures of {publisher}: {licence}.")
    resource: dict[str, Any] = {
        "name": resource_name(name),
        "type": "table",
        "path": f"data/{name}.csv",
        "title": about.title,
        "description": " ".join(said),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{digest(data)}",
        "schema": dict(columns),
        "sources": _sources(name, papers),
    }
    return resource if terms(name, papers) else {**resource, "licenses": [OWN]}


def _sources(name: str, papers: Mapping[str, Source]) -> list[dict[str, str]]:
    """Where the rows come from: each address of each published table, and the files of the study's own frame."""
    found = []
    for file in ORIGINS[name]:
        paper = papers.get(file.removesuffix(".csv"))
        if paper is None:
            found.append(
                {"title": f"Smart Cities Study, data/raw/{file.replace('{id}', '<edition>')}"}
            )
            continue
        title = f"{paper.publisher}: {paper.title}" + (
            f" ({paper.dataset})" if paper.dataset else ""
        )
        found += [{"title": title, "path": address} for address in paper.addresses]
    return found


def _table(project: Project, name: str, editions: Sequence[str]) -> Rows:
    """A table of all editions as rows of text, its heads first."""
    if name == "editions":
        return _editions(json.loads(_read(project, "editions.json")))
    each = {edition: _rows(_read(project, f"{edition}/{name}.csv")) for edition in editions}
    if not each:
        raise StudyError(
            "no edition is published",
            where="data/raw/editions",
            repair="publish one, then: study run",
        )
    first = next(iter(each.values()))
    if TABLES[name].common:
        other = [edition for edition, rows in each.items() if rows != first]
        if other:
            what = f"the table {name} should be the same for every edition and is not in {', '.join(other)}"
            raise StudyError(what, where="packagetables", repair="take away common=True there")
        return first
    return [
        [EDITION, *first[0]],
        *([edition, *row] for edition, rows in each.items() for row in rows[1:]),
    ]


def _editions(editions: Sequence[Mapping[str, Any]]) -> Rows:
    """The editions as a table; lists become words separated by blanks."""
    columns = list(TABLES["editions"].words)
    rows = [[str(each["id"]), *(_cell(each[column]) for column in columns)] for each in editions]
    return [[EDITION, *columns], *rows]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _read(project: Project, name: str) -> str:
    path = project.processed / name
    if not path.is_file():
        raise StudyError(
            f"{name} has not been made", where="data/processed", repair="study prepare"
        )
    return path.read_text("utf-8")


def _rows(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text, newline="")))


def _to_csv(rows: Rows) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()
