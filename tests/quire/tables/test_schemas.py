"""Schemas: every fault of every file is named; those of the study are of the standard's form and fit each other."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from quire.tables.schemas import Schemas, read_schemas

DICTIONARY = "title: T\ndescription: D.\nsections:\n  Places:\n    city, town: A place.\n"
TABLE = (
    "fields:\n- {name: city, type: string}\n- {name: n, type: integer, description: How many.}\n"
)


def write(root: Path, table: str = TABLE, dictionary: str = DICTIONARY) -> Project:
    folder = root / "data" / "schema"
    (folder / "raw").mkdir(parents=True)
    (folder / "figures.yml").write_text(dictionary, "utf-8")
    (folder / "raw" / "cities.yml").write_text(table, "utf-8")
    return Project(root)


def test_a_column_without_words_of_its_own_has_those_of_the_dictionary(tmp_path: Path) -> None:
    schema = read_schemas(write(tmp_path)).tables["raw/cities"]
    assert schema.meanings == {"city": "A place.", "n": "How many."}
    assert schema.types == {"city": "string", "n": "integer"}


@pytest.mark.parametrize(
    ("old", "new", "key", "what"),
    [
        ("name: city", "name: cty", "cty", "is not described"),
        ("type: string", "type: text", "fields.0.type", "input should be"),
        ("type: string", "type: string, units: m", "fields.0.units", "unknown key"),
        ("name: city, ", "", "fields.0.name", "missing key"),
        ("- {name: n", "- {name: city", "", "has a column twice"),
        (
            "fields:",
            "primaryKey: [place]\nfields:",
            "",
            "names the column place, which is not there",
        ),
        ("type: string", "type: string, form: slag", "fields.0.form", "input should be"),
    ],
)
def test_a_fault_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, key: str, what: str
) -> None:
    project = write(tmp_path, TABLE.replace(old, new, 1))
    with pytest.raises(Faults) as caught:
        read_schemas(project)
    assert [
        fault
        for fault in caught.value.faults
        if (fault.file, fault.column) == ("data/schema/raw/cities.yml", key) and what in fault.what
    ], caught.value


def test_a_checkout_without_schemas_says_so(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"there is no figures\.yml"):
        read_schemas(Project(tmp_path))


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return read_schemas(Project(ROOT))


PATHS = sorted((ROOT / "data" / "schema").glob("*/**/*.yml"))


@pytest.mark.parametrize("path", PATHS, ids=[f"{path.parent.name}/{path.stem}" for path in PATHS])
def test_every_schema_is_one_of_the_standard(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Schema

        report = Schema.validate_descriptor(yaml.safe_load(path.read_text("utf-8")))
    assert report.valid, report.flatten(["note"])


def test_every_meaning_is_a_sentence(schemas: Schemas) -> None:
    said = [
        *schemas.dictionary.meanings.values(),
        *(words for schema in schemas.tables.values() for words in schema.meanings.values()),
    ]
    assert [words for words in said if not words.endswith((".", ")."))] == []


def test_keys_lead_to_columns_of_tables_beside_them(schemas: Schemas) -> None:
    raw = {**schemas.below("raw"), **schemas.below("raw/framework")}
    keys, lost = 0, []
    for path, schema in schemas.tables.items():
        folder = path.rpartition("/")[0]
        beside = schemas.below("processed") if folder in {"processed", "results"} else raw
        tables = beside | schemas.below(folder)
        for key in schema.foreign_keys:
            resource = key.reference.resource or schema.name
            if resource == "editions" and folder == "raw":
                continue
            keys += 1
            if not set(key.reference.fields) <= set(tables[resource].columns):
                lost.append((path, key))
    assert keys > 50
    assert lost == []


def test_results_are_made_of_processed_tables(schemas: Schemas) -> None:
    origins = {name: set(schema.origin) for name, schema in schemas.below("results").items()}
    assert "area_scores" in origins
    processed = set(schemas.below("processed"))
    assert {name for name, of in origins.items() if not of or not of <= processed} == set()
