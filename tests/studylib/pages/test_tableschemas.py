"""Columns of the data package as fields: types after what notebooks read, meanings from one page."""

from __future__ import annotations

import pytest

from quire.core.errors import StudyError
from studylib.pages.packagetables import TABLES
from studylib.pages.tableschemas import WORDS, fields, schema

TRUTH = {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("items", "direction", {"type": "integer"}),
        ("tree", "direction", {"type": "number"}),
        ("cities", "in_panel", TRUTH),
        (
            "answers",
            "positive_pct",
            {"type": "number", "constraints": {"minimum": 0, "maximum": 100}},
        ),
        ("answers", "shares_sum_pct", {"type": "number"}),
        ("surveys", "population", {"type": "string"}),
        ("practices", "population", {"type": "number"}),
        ("published", "value", {"type": "string"}),
        ("editions", "wave_year", {"type": "integer"}),
        ("comparability", "decided_on", {"type": "date"}),
    ],
)
def test_types_are_told_by_table_and_column(
    table: str, column: str, kind: dict[str, object]
) -> None:
    (field,) = fields(table, [column], {column: "Said."})
    assert {
        key: value for key, value in field.items() if key not in ("name", "description")
    } == kind


def test_the_words_of_a_table_come_before_those_of_all_tables() -> None:
    said = {
        each["name"]: each["description"]
        for each in fields("bands", ["lower", "label"], {"lower": "a", "label": "b"})
    }
    assert said == {"lower": "Least score of the band.", "label": "b"}


def test_columns_without_a_meaning_are_named_together() -> None:
    with pytest.raises(
        StudyError,
        match=r"bands: columns that are not described: labels, height[\s\S]*did you mean 'label'",
    ):
        fields("bands", ["band", "labels", "height"], {"band": "x", "label": "y"})


def test_keys_lead_to_the_key_of_the_other_table() -> None:
    found = schema("answers", [], {})["foreignKeys"]
    assert {
        "fields": ["edition", "item"],
        "reference": {"resource": "items", "fields": ["edition", "item"]},
    } in found
    assert schema("tree", [], {})["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"fields": ["node"]}}
    ]


def test_keys_name_tables_with_a_key_of_the_same_length() -> None:
    for name, table in TABLES.items():
        for other, columns in table.links.items():
            assert len(columns) == len(TABLES[other or name].key), (name, other)


def test_tables_that_are_not_common_tell_their_rows_apart_by_edition() -> None:
    for name, table in TABLES.items():
        assert not table.key or table.common != (table.key[0] == "edition"), name


def test_every_meaning_is_a_sentence() -> None:
    said = [
        *WORDS.values(),
        *(words for table in TABLES.values() for words in table.words.values()),
    ]
    assert [each for each in said if not each.endswith(".")] == []
