"""An edited library in the next cell: what is edited, and what other modules took over from it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quire.lab.reloading import Reloader

BASE = """
from dataclasses import dataclass

LEAST = {0}

@dataclass(frozen=True)
class City:
    people: int = {0}

    def count(self):
        return {0}

def measure():
    return {0}
"""

TAKEN = """
from functools import cache

from wind.base import LEAST, City, measure

@cache
def remembered():
    return LEAST

def all_values():
    return [LEAST, City().people, City().count(), measure(), remembered()]
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Writes a module of the package `wind`."""
    folder = tmp_path / "wind"
    folder.mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    # two edits in a second, which Python would not see in what it compiled
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(name: str, text: str) -> None:
        (folder / f"{name}.py").write_text(text, encoding="utf-8")

    write("__init__", "")
    write("base", BASE.format(1))
    write("taken", TAKEN)
    yield write
    for name in [name for name in sys.modules if name.partition(".")[0] == "wind"]:
        del sys.modules[name]


@pytest.fixture
def values(write: Callable[[str, str], None]) -> Callable[[], Any]:
    """A function as a notebook imported it, after its results were seen once."""
    function: Callable[[], Any] = importlib.import_module("wind.taken").all_values
    assert function() == [1, 1, 1, 1, 1]
    return function


@pytest.fixture
def reloader(values: Callable[[], Any]) -> Reloader:
    made = Reloader(("wind",))
    made.remember()
    return made


def test_functions_classes_constants_and_remembered_results_are_new(
    write: Callable[[str, str], None], values: Callable[[], Any], reloader: Reloader
) -> None:
    write("base", BASE.format(20))
    assert values() == [1, 1, 1, 1, 1]
    reloader.renew()
    assert importlib.import_module("wind.taken").all_values() == [20] * 5
    # the cell that imports was not run again
    assert values() == [20] * 5


def test_a_new_function_is_there_and_nothing_else_is_touched(
    write: Callable[[str, str], None], reloader: Reloader
) -> None:
    base, taken = (sys.modules[f"wind.{name}"] for name in ("base", "taken"))
    city = base.__dict__["City"]
    write("taken", f"{TAKEN}\n\ndef new():\n    return 7\n")
    reloader.renew()
    assert taken.__dict__["new"]() == 7
    assert base.__dict__["City"] is city
    again = taken.__dict__["new"]
    reloader.renew()
    assert taken.__dict__["new"] is again


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BASE.format(20) + "\ndef broken(:\n", "SyntaxError: invalid syntax (base.py, line 16)"),
        (BASE.format(20) + "\nunknown_name\n", "NameError: name 'unknown_name' is not defined"),
    ],
)
def test_an_edit_that_cannot_be_read_is_said_at_each_cell_until_it_is_mended(
    write: Callable[[str, str], None],
    values: Callable[[], Any],
    reloader: Reloader,
    capsys: pytest.CaptureFixture[str],
    text: str,
    said: str,
) -> None:
    write("base", text)
    for _ in range(2):
        reloader.renew()
        assert f"wind.base was edited and cannot be read: {said}\n" in capsys.readouterr().err
    assert values() == [1, 1, 1, 1, 1]
    write("base", BASE.format(300))
    reloader.renew()
    assert values() == [300] * 5
    assert capsys.readouterr().err == ""
