"""What counts as a change: files that people edit and that hold something else than before."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from quire.core.project import Project
from quire.preview import watching
from quire.preview.watching import Files

NOTEBOOK = "notebooks/edition/10_rain.ipynb"
PATIENCE_S = 60


def names(project: Project, paths: list[Path]) -> list[str]:
    return [path.relative_to(project.root).as_posix() for path in paths]


def test_a_file_that_holds_what_it_held_has_not_changed(toy: Project) -> None:
    files, path = Files(toy), toy.root / NOTEBOOK
    os.utime(path, (1, 1))
    path.write_bytes(path.read_bytes())
    assert files.look() == []
    path.write_bytes(path.read_bytes() + b"\n")
    assert names(toy, files.look()) == [NOTEBOOK]
    assert files.look() == []


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/edition/.10_rain.ipynb.swp",
        "notebooks/edition/10_rain.ipynb~",
        "notebooks/edition/.ipynb_checkpoints/10_rain-checkpoint.ipynb",
        "notebooks/edition/4913",
        "notebooks/scratch/try.ipynb",
        "data/raw/.~lock.rain.csv#",
        "data/raw/~$rain.csv",
        "data/processed/2001/rain.csv",
        "build/draft/html/index.html",
    ],
)
def test_what_editors_and_the_press_leave_is_no_change(toy: Project, name: str) -> None:
    files, path = Files(toy), toy.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{", encoding="utf-8")
    assert files.look() == []


@pytest.mark.parametrize(
    "name",
    [
        "weather.py",
        "pyproject.toml",
        "requirements.lock",
        "CITATION.cff",
        "book/about.md",
        "book/templates/edition.md",
        "data/raw/rain.csv",
        "data/schema/raw/rain.yml",
        "locale/es/study.po",
        "docs/methodology.md",
        "notebooks/study/10_all.ipynb",
        "build/runs/2001/rain/record.json",
    ],
)
def test_all_that_the_book_is_made_of_is_watched(toy: Project, name: str) -> None:
    files, path = Files(toy), toy.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("new", encoding="utf-8")
    assert names(toy, files.look()) == [name]
    path.unlink()
    assert names(toy, files.look()) == [name]


def changes_of(project: Project, *acts: Callable[[], object]) -> list[list[str]]:
    """The changes that are told, the first after each act."""

    async def hear() -> list[list[str]]:
        changes: AsyncIterator[list[Path]] = Files(project).changes()
        told = []
        for act in acts:
            coming = asyncio.ensure_future(anext(changes))
            await asyncio.sleep(0.5)
            await asyncio.to_thread(act)
            told.append(names(project, await asyncio.wait_for(coming, PATIENCE_S)))
        return told

    return asyncio.run(hear())


def test_a_branch_of_many_files_is_one_change_and_a_save_by_renaming_another(toy: Project) -> None:
    pages, renamed = toy.authored / "part", toy.root / "data/raw/rain.csv"

    def check_out() -> None:
        pages.mkdir(parents=True)  # a folder that was not there when the watching began
        for number in range(200):
            (pages / f"page{number:03}.md").write_text("# A page\n", encoding="utf-8")

    def save() -> None:
        made = renamed.with_name(".rain.csv.new")
        made.write_bytes(renamed.read_bytes() + b"2002,Cawdor,1.0\n")
        made.replace(renamed)

    def rename_folder() -> None:
        pages.rename(toy.authored / "piece")

    branch, saved, moved = changes_of(toy, check_out, save, rename_folder)
    assert branch == [f"book/part/page{number:03}.md" for number in range(200)]
    assert saved == ["data/raw/rain.csv"]
    assert len(moved) == 400


def test_a_notebook_half_written_is_waited_for_and_one_that_stays_so_is_told(
    toy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = toy.root / NOTEBOOK
    whole = path.read_bytes()
    seen: list[bool] = []

    def look_at(changed: Path) -> bool:
        half = is_half(changed)
        seen.append(half)
        if half and len(seen) == 3:
            path.write_bytes(json.dumps({**json.loads(whole), "cells": []}).encode())
        return half

    is_half = watching._is_half_written
    monkeypatch.setattr(watching, "_is_half_written", look_at)
    assert changes_of(toy, lambda: path.write_bytes(whole[:100])) == [[NOTEBOOK]]
    assert json.loads(path.read_bytes())["cells"] == []
    assert seen == [True, True, True, False]

    monkeypatch.setattr(watching, "_is_half_written", is_half)
    monkeypatch.setattr(watching, "HALF_WRITTEN_S", 0.3)
    assert changes_of(toy, lambda: path.write_bytes(whole[:100])) == [[NOTEBOOK]]


def test_a_disk_that_tells_nothing_is_looked_at(
    toy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_is_told", lambda change, path: False)
    monkeypatch.setattr(watching, "LOOK_MS", 300)
    assert changes_of(
        toy, lambda: shutil.copy(toy.root / NOTEBOOK, toy.notebooks / "edition/20_more.ipynb")
    ) == [["notebooks/edition/20_more.ipynb"]]
