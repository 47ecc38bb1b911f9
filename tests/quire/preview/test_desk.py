"""Whose results a preview takes for its own: those that its workers made, and no others of the same run."""

from __future__ import annotations

import pytest

from quire.core.project import Project
from quire.core.steps import RECORD
from quire.preview.desk import Desk
from quire.preview.jobs import Workers
from quire.preview.serving import Room


@pytest.mark.parametrize(("state", "own"), [("done", True), ("fresh", False), ("failed", False)])
def test_a_result_is_of_others_unless_a_worker_has_just_made_it(
    toy: Project, state: str, own: bool
) -> None:
    room = Room(toy.html, toy.authored)
    desk = Desk(toy, Workers(toy, toy.build), room, background=True)
    desk._hear({"ended": "2001/rain", "state": state, "seconds": 1.0})
    record = toy.runs / "2001/rain" / RECORD
    assert [desk._is_of_others(record), desk._is_of_others(record)] == [not own, True]
