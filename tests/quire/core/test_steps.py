"""Why a step has to be made again: what it was made from, what it left, and for what it waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quire.core.steps import RECORD, Key, Step, changes, read_record

ONE, TWO = "1" * 64, "2" * 64
KEY: Key = {
    "code": [ONE, TWO],
    "library": {"studylib.scores": ONE},
    "parameters": {"least": 3, "edition": "2019"},
    "inputs": {"2019/cities.csv": ONE},
    "environment": {"Python": "3.11", "requirements.lock": ONE},
    "files": {"book/about.md": ONE},
}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({}, ()),
        ({"code": [ONE, ONE]}, ("code cell 2 changed",)),
        ({"code": [ONE]}, ("code cell 2 no longer used",)),
        ({"code": {"1": ONE, "2": TWO}}, ()),
        ({"library": {"studylib.scores": TWO}}, ("library studylib.scores changed",)),
        (
            {"parameters": {"least": "3"}},
            ("parameter edition no longer used", "parameter least: 3 -> '3'"),
        ),
        ({"parameters": {"least": 3, "edition": "2021"}}, ("parameter edition: 2019 -> 2021",)),
        (
            {"inputs": {"2019/items.csv": ONE}},
            ("input 2019/cities.csv no longer used", "input 2019/items.csv is new"),
        ),
        (
            {"environment": {"Python": "3.12", "requirements.lock": "missing"}},
            ("Python: 3.11 -> 3.12", "requirements.lock changed"),
        ),
        ({"files": {"book/about.md": TWO}}, ("book/about.md changed",)),
    ],
)
def test_every_change_is_named(now: Key, said: tuple[str, ...]) -> None:
    assert changes(KEY, {**KEY, **now}) == said


def test_many_code_cells_are_named_in_their_order() -> None:
    old, new = {"code": [ONE] * 11}, {"code": [TWO] * 11}
    assert changes(old, new)[1::8] == ("code cell 2 changed", "code cell 10 changed")


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """A step that was made."""
    folder = tmp_path / "made"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures/a.csv").write_text("a", encoding="utf-8")
    (folder / "README.md").touch()
    made = Step("2019/a", folder, folder / RECORD, KEY)
    made.keep_record()
    return made


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda made: (made / "figures/a.csv").write_text("x"), "output figures/a.csv was edited"),
        (lambda made: (made / "figures/a.csv").unlink(), "output figures/a.csv is gone"),
        (lambda made: (made / "b.csv").touch(), "output b.csv was not made by it"),
        (lambda made: (made / RECORD).unlink(), "its record is gone or cannot be read"),
    ],
)
def test_what_is_no_longer_as_it_was_left_is_named(
    step: Step, spoil: Callable[[Path], object], said: str
) -> None:
    assert step.why_stale() == ()
    spoil(step.folder)
    assert step.why_stale() == (said,)


def test_a_step_waits_for_others_also_if_nothing_of_its_own_changed(step: Step) -> None:
    assert replace(step, waits=("2019/b",)).why_stale() == ("waits for 2019/b",)


def test_of_a_shared_folder_only_its_own_files_count(tmp_path: Path) -> None:
    step = Step("print/a", tmp_path, tmp_path / "a.json", KEY, pattern="a.pdf")
    assert step.why_stale() == ("never made",)
    (tmp_path / "a.pdf").touch()
    step.keep_record()
    (tmp_path / "b.pdf").touch()
    assert step.why_stale() == ()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"key": 1, "outputs": 2}', b"\xff"])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / RECORD).write_bytes(data)
    assert read_record(tmp_path / RECORD) is None
