"""YAML read strictly: types of YAML 1.2, every doubled key with its line, and nothing that grows or hangs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quire.core.errors import Faults
from quire.tables.models import Day, Model, parse_model
from quire.tables.yamlfiles import load_yaml, parse_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("1:24", "1:24"),
        ("024", "024"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2026-11-24", "2026-11-24"),
        ("'24'", "24"),
        ("24", 24),
        ("-3", -3),
        ("9" * 19, "9" * 19),
        ("2.50", 2.5),
        ("1.0e-05", 0.00001),
        ("1e5", "1e5"),
        ("true", True),
        ("~", None),
        ("", None),
        ("[1, x, null]", [1, "x", None]),
        ("{<<: x, 2012: a}", {"<<": "x", "2012": "a"}),
        ("&a [x]", ["x"]),
    ],
)
def test_a_value_is_what_stands_there(text: str, value: object) -> None:
    document, faults = parse_yaml(f"key: {text}\n", "a.yml")
    assert faults == []
    assert document is not None
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


def test_a_tab_is_told_as_such() -> None:
    _, (fault,) = parse_yaml("a:\n\tb: 1\n", "a.yml")
    assert str(fault) == "a.yml:2: is not valid YAML - write blanks in place of the tab"


def test_an_alias_is_what_it_names() -> None:
    document, _ = parse_yaml("a: &one {b: 1}\nc: *one\n", "a.yml")
    assert document is not None
    assert document.data == {"a": {"b": 1}, "c": {"b": 1}}


TWICE = """
title: A
areas: [x, y, x]
rows:
  - {id: 1, id: 2}
  - {id: 1}
title: B
"""


def test_all_that_is_there_twice_is_in_one_report_with_its_lines() -> None:
    document, faults = parse_yaml(TWICE, "a.yml")
    assert document is None
    assert [str(fault) for fault in faults] == [
        "a.yml:3 [areas] 'x': is there twice, first in line 3 - keep one of them",
        "a.yml:5 [rows.0.id] '2': the key is there twice, first in line 5 - keep one of them",
        "a.yml:7 [title] 'B': the key is there twice, first in line 2 - keep one of them",
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: &a [x]\nb: [" + "*a, " * 21 + "]", 2, "has more than 20 aliases"),
        ("a: " + "[" * 1000, 1, "has more than 50 lists"),
        ("\n".join(" " * n + "a:" for n in range(1000)), 51, "has more than 50 lists"),
        ("a: 1\nb: &b [*b]", 2, "has the alias *b, which names nothing above"),
        ("a: !!int '3'", 1, "has the tag tag:yaml.org,2002:int"),
        ("a: 1\n---\nb: 2", 2, "holds several documents"),
        ("[a]: 1", 1, "has a key that is no word"),
        ("a: &a x\n*a : 1", 2, "has a key that is no word"),
        ("a: [1\nb: 2", 2, "is not valid YAML"),
    ],
)
def test_what_cannot_be_meant_is_one_fault(text: str, line: int, what: str) -> None:
    document, (fault,) = parse_yaml(text, "a.yml")
    assert document is None
    assert fault.row == line
    assert fault.what.startswith(what)


class Row(Model):
    open: bool = False
    rows: int = 0
    name: str = ""
    day: Day | None = None


class Table(Model):
    rows: tuple[Row, ...]


@pytest.mark.parametrize(
    ("key", "text", "what"),
    [
        ("open", "yes", "is neither true nor false"),
        ("rows", "true", "is no whole number"),
        ("rows", "024", "is no whole number"),
        ("rows", "1:24", "is no whole number"),
        ("rows", "2.0", "is no whole number"),
        ("name", "24", "is no text"),
        ("day", "1700000000", "is no day"),
        ("day", "'1700006400'", "is no day"),
        ("day", "2026-02-30", "is no day"),
        ("nam", "x", "unknown key"),
    ],
)
def test_a_field_takes_its_own_type_alone(tmp_path: Path, key: str, text: str, what: str) -> None:
    path = tmp_path / "a.yml"
    path.write_text(
        f"rows:\n- name: A\n- rows: 3\n  {key}: {text}\n".replace(
            "- rows: 3\n  rows", "- name: B\n  rows"
        )
    )
    model, (fault,) = parse_model(Table, path, "a.yml", {})
    assert model is None
    assert (fault.row, fault.column, fault.what) == (4, f"rows.1.{key}", what)


@pytest.mark.parametrize("data", [b"a: 1\na: 2", "a: é".encode("cp1252"), "a: 1".encode("utf-16")])
def test_who_needs_no_model_hears_of_the_same(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(data)
    with pytest.raises(Faults) as caught:
        load_yaml(path, "a.yml")
    assert len(caught.value.faults) == 1
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    said: Any = load_yaml(path, "a.yml")
    assert said == {"a": 1}
