"""Every command that writes, killed at random moments: all or nothing, and the next call tidies."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import pytest
from answering import write_export, write_project
from killing import Case, kill, no_file, wait_until_gone

from quire.core.project import Project
from quire.core.steps import digest_outputs

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
    case = Case(built, ("book", "--force"), ("build/html",))
    case.kill_often(kills)
    assert case.faults == []


def test_a_book_that_is_brought_up_to_date(built: Project, kills: int) -> None:
    """Whatever a kill leaves of what is kept from one time to the next, the book is in the end the same bytes as from nothing."""
    case, chance = Case(built, ("book",), ("build/html",)), random.Random(2012)
    page = built.authored / "about.md"
    words = page.read_text("utf-8")
    whole_s = 0.0
    for number in range(kills + 1):
        page.write_text(f"{words}\n\nThis was written {number} times.\n", "utf-8")
        began, process = time.monotonic(), case.start()
        if not whole_s:
            assert process.wait() == 0
            whole_s = time.monotonic() - began
            continue
        time.sleep(chance.uniform(0.2, 1) * whole_s)
        kill(process, children_too=bool(number % 2))
        assert wait_until_gone(built) == []
    assert case.start().wait() == 0
    kept = digest_outputs(built.site)
    assert Case(built, ("book", "--force"), ()).start().wait() == 0
    assert digest_outputs(built.site) == kept


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
