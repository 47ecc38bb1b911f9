"""Tables of a package: fields and keys with the edition that they are of, limits, licences."""

from __future__ import annotations

from typing import Any

import pytest

from quire.tables.packages import describe_schema
from quire.tables.schemas import TableSchema


def table(name: str, *columns: str | dict[str, Any], **keys: Any) -> TableSchema:
    fields = [
        {"name": column, "type": "string"} if isinstance(column, str) else column
        for column in columns
    ]
    return TableSchema.model_validate({"table": f"processed/{name}", "fields": fields, **keys})


def link(column: str, resource: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": resource, "fields": [column]}}


TABLES = {
    "editions": table("editions", "edition", primaryKey=["edition"]),
    "items": table("items", "item", primaryKey=["item"]),
    "issues": table("issues", "issue", common=True, primaryKey=["issue"]),
    "answers": table(
        "answers",
        "item",
        "issue",
        primaryKey=["item"],
        foreignKeys=[link("item", "items"), link("issue", "issues")],
    ),
    "tree": table(
        "tree",
        "node",
        "parent",
        common=True,
        primaryKey=["node"],
        foreignKeys=[{"fields": ["parent"], "reference": {"resource": "", "fields": ["node"]}}],
    ),
}


def described(name: str) -> dict[str, Any]:
    return describe_schema(TABLES[name], TABLES, "Which.")


def test_a_table_that_differs_between_editions_names_them_first() -> None:
    made = described("answers")
    assert made["fields"][0] == {"name": "edition", "description": "Which.", "type": "string"}
    assert made["primaryKey"] == ["edition", "item"]
    assert made["foreignKeys"] == [
        {
            "fields": ["edition", "item"],
            "reference": {"resource": "items", "fields": ["edition", "item"]},
        },
        {"fields": ["issue"], "reference": {"resource": "issues", "fields": ["issue"]}},
    ]


def test_a_table_without_another_key_leads_to_the_editions() -> None:
    (key,) = described("items")["foreignKeys"]
    assert key == {
        "fields": ["edition"],
        "reference": {"resource": "editions", "fields": ["edition"]},
    }


def test_a_table_that_is_the_same_for_all_names_none() -> None:
    assert "foreignKeys" not in described("issues")
    assert described("tree")["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"fields": ["node"]}}
    ]
    assert described("editions")["primaryKey"] == ["edition"]


@pytest.mark.parametrize(
    ("said", "made"),
    [
        (
            {"type": "boolean"},
            {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]},
        ),
        (
            {"type": "number", "unit": "per cent", "constraints": {"minimum": 0, "maximum": 100}},
            {"type": "number", "constraints": {"minimum": 0, "maximum": 100}},
        ),
        ({"type": "string", "fault": "is odd", "repair": "mend"}, {"type": "string"}),
    ],
)
def test_keys_of_our_own_do_not_go_out(said: dict[str, Any], made: dict[str, Any]) -> None:
    one = table("a", {"name": "cell", "description": "What.", **said}, common=True)
    (field,) = describe_schema(one, {}, "")["fields"]
    assert field == {"name": "cell", "description": "What.", **made}
