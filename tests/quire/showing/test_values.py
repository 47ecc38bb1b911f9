"""Values are said where they are made, and recorded with their origin."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quire.core.errors import StudyError
from quire.showing import outputs, values

Shown = list[tuple[dict[str, str], dict[str, Any] | None]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What was displayed."""
    seen: Shown = []
    monkeypatch.setattr(
        outputs, "display", lambda forms, metadata, raw: seen.append((forms, metadata))
    )
    monkeypatch.setattr(values, "_stated", {})
    return seen


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder for the outputs of a run."""
    monkeypatch.setenv(outputs.VARIABLE, str(tmp_path))
    return tmp_path


def test_a_value_is_kept_with_its_text_and_origin(shown: Shown, folder: Path) -> None:
    values.state("b", 1.5, origin="items")
    values.state("a", np.int64(8716), "many", origin="answers: rows")
    kept = json.loads((folder / "values.json").read_text(encoding="utf-8"))
    assert list(kept) == ["a", "b"]
    assert kept["a"] == {"value": 8716, "text": "many", "origin": "answers: rows"}
    assert {path.name for path in folder.iterdir()} == {"messages.jsonl", "values.json"}


def test_statements_are_one_paragraph_where_they_are_made(shown: Shown) -> None:
    values.show_statements(
        [
            values.Statement("n", 3, "Three *cities* <b>.", origin="cities"),
            values.Statement("hidden", 4, "", origin="cities"),
            values.Statement("m", 8716, origin="items"),
        ]
    )
    ((forms, metadata),) = shown
    assert forms["text/plain"] == "Three *cities* <b>. 8,716"
    assert forms["text/html"] == "<p>Three *cities* &lt;b&gt;. 8,716</p>"
    assert forms["text/markdown"] == r"Three \*cities\* \<b\>\. 8\,716"
    assert metadata == {"study": {"values": ["n", "hidden", "m"]}}


def test_what_is_kept_without_a_text_is_not_shown(shown: Shown, folder: Path) -> None:
    values.state("n", 1, "", origin="cities")
    assert shown == []
    assert json.loads((folder / "values.json").read_text(encoding="utf-8"))["n"]["value"] == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, [1], {"a": 1}, np.array([1, 2])])
def test_what_is_no_plain_value_is_refused(shown: Shown, value: object) -> None:
    with pytest.raises((StudyError, ValueError), match=r"no plain value|only"):
        values.state("n", value, origin="items")


@pytest.mark.parametrize("name", ["N", "1a", "a-b", "../a", ""])
def test_a_name_that_the_prose_cannot_say_is_refused(shown: Shown, name: str) -> None:
    with pytest.raises(StudyError, match="no valid name"):
        values.state(name, 1, origin="items")


def test_a_value_without_origin_is_refused(shown: Shown) -> None:
    with pytest.raises(StudyError, match="no origin"):
        values.state("n", 1, origin=" ")


def test_a_name_is_stated_once_in_a_run(shown: Shown, folder: Path) -> None:
    values.state("n", 1, origin="items")
    with pytest.raises(StudyError, match="stated twice"):
        values.state("n", 2, origin="items")


def test_by_hand_a_cell_may_run_twice_and_writes_nothing(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(outputs.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    values.state("n", 1, origin="items")
    values.state("n", 1, origin="items")
    assert len(shown) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(outputs.VARIABLE, str(tmp_path / "none"))
    with pytest.raises(StudyError, match=outputs.VARIABLE):
        values.state("n", 1, origin="items")


def test_the_same_values_give_the_same_bytes(
    shown: Shown, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stated(names: str) -> bytes:
        monkeypatch.setattr(values, "_stated", {})
        for name in names:
            values.state(name, ord(name), origin="items")
        return (folder / "values.json").read_bytes()

    assert stated("abc") == stated("cab")
