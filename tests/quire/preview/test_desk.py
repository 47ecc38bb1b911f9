"""Whose results a preview takes for its own: those that its workers have just made, and no others of the same run."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.project import Project
from quire.core.steps import RECORD
from quire.preview.desk import Desk
from quire.preview.jobs import Workers
from quire.preview.serving import Room
from quire.preview.watching import Files

RUN = "2001/rain"
STARTED = {"started": RUN}
ENDED = {"ended": RUN, "state": "done", "seconds": 1.0}


class Watched:
    """A desk with the result of a run that is placed, removed and looked at."""

    def __init__(self, project: Project) -> None:
        self.record = project.runs / RUN / RECORD
        self.files = Files(project)
        room = Room(project.html, project.authored)
        self.desk = Desk(
            project, Workers(project, project.build), room, self.files, background=True
        )

    def place(self, text: str) -> None:
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.record.write_text(text, "utf-8")

    def look(self) -> list[Path]:
        return self.files.look()


@pytest.fixture
def watched(toy: Project) -> Watched:
    return Watched(toy)


@pytest.mark.parametrize("seen_before_it_is_told", [True, False])
def test_a_result_that_a_worker_has_just_made_is_no_change_and_what_follows_is(
    watched: Watched, seen_before_it_is_told: bool
) -> None:
    watched.desk._hear(STARTED)
    watched.place("ours")
    assert not seen_before_it_is_told or watched.look() == []
    watched.desk._hear(ENDED)
    assert watched.look() == []
    watched.record.unlink()
    assert watched.look() == [watched.record]


def test_a_result_that_others_make_is_a_change(watched: Watched) -> None:
    watched.place("theirs")
    assert watched.look() == [watched.record]


def test_after_a_worker_was_ended_a_result_of_its_run_is_a_change_again(watched: Watched) -> None:
    watched.desk._hear(STARTED)
    watched.place("ours")
    watched.files.take()
    assert watched.look() == []
    watched.place("theirs")
    assert watched.look() == [watched.record]


def test_a_result_that_is_gone_when_its_end_is_told_is_a_change(watched: Watched) -> None:
    watched.place("of before")
    assert watched.look() == [watched.record]
    watched.desk._hear(STARTED)
    watched.record.unlink()
    watched.desk._hear(ENDED)
    assert watched.look() == [watched.record]
