"""What all processes of a run of the tests share is made once, and whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest
from sharing import make_once


class Factory:
    """The part of pytest's factory that is asked: where the folders of a process lie."""

    def __init__(self, base: Path) -> None:
        base.mkdir(parents=True, exist_ok=True)
        self.base = base

    def getbasetemp(self) -> Path:
        return self.base


def factory(base: Path) -> pytest.TempPathFactory:
    return cast(pytest.TempPathFactory, Factory(base))


def test_processes_of_a_run_share_one_and_another_run_has_its_own(tmp_path: Path) -> None:
    asked = [
        factory(tmp_path / place)
        for place in ("1/popen-gw0", "1/popen-gw1", "1/popen-gw1", "2", "2")
    ]

    def make(folder: Path) -> None:
        folder.mkdir()  # fails if another one is at it
        with (tmp_path / "made").open("a") as made:
            made.write("x")

    with ThreadPoolExecutor() as pool:
        folders = list(pool.map(lambda one: make_once(one, "thing", make), asked))
    assert folders == [tmp_path / "1/once-thing"] * 3 + [tmp_path / "2/once-thing"] * 2
    assert (tmp_path / "made").read_text() == "xx"


def test_what_failed_half_way_is_made_anew(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        (folder / "half").touch()
        raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        make_once(factory(tmp_path), "thing", fail)
    folder = make_once(factory(tmp_path), "thing", lambda folder: folder.mkdir())
    assert list(folder.iterdir()) == []
