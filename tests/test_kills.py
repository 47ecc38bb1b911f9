"""Every command that writes, killed at random moments: all or nothing, and the next call tidies."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from answering import write_export, write_project
from killing import Case, no_file

from quire.core.project import Project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """How often each command is killed."""
    return int(pytestconfig.getoption("--kills"))


def test_run(finished: Project, kills: int) -> None:
    case = Case(finished, ("run", "--force", "--jobs", "2"), ("build/runs",), by_file=True)
    case.kill_often(kills)
    assert case.faults == []


def test_book(built: Project, kills: int) -> None:
    case = Case(built, ("book", "--force"), ("build/html", "build/book"))
    case.kill_often(kills)
    assert case.faults == []


def test_print(built: Project, kills: int) -> None:
    case = Case(built, ("print", "--force"), ("build/print",), by_file=True)
    case.kill_often(kills)
    assert case.faults == []


def test_freeze(finished: Project, kills: int) -> None:
    case = Case(
        finished,
        ("freeze", "2002"),
        ("data/published",),
        lambda: no_file(finished, "data/published"),
    )
    case.kill_often(kills)
    assert case.faults == []


def test_new(study: Project, kills: int) -> None:
    places = ("data/raw/preparation/2009", "data/incoming/2009")

    def undo() -> None:
        for place in (*places, "data/raw/editions/2009.yml"):
            no_file(study, place)

    case = Case(study, ("new", "2009"), (*places, "data/raw/editions"), undo, by_file=True)
    case.kill_often(kills)
    assert case.faults == []


def test_intake(tmp_path: Path, kills: int) -> None:
    project = write_project(tmp_path / "study")
    folder = project.incoming / "2009"
    before = tmp_path / "before"
    shutil.copytree(folder, before)

    def undo() -> None:
        shutil.copytree(before, no_file(project, "data/incoming/2009"))

    export = write_export(tmp_path / "export.csv", [{"city": "Alpha"}, {"city": "Beta"}])
    case = Case(project, ("intake", "2009", str(export)), ("data/incoming/2009",), undo)
    case.kill_often(kills)
    assert case.faults == []
