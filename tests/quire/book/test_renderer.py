"""The process that renders a draft: what it says is heard, also late."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from quire.book.renderer import Book, Renderer
from quire.core.errors import StudyError


@pytest.fixture
def nothing(tmp_path: Path) -> Book:
    """A book without a file."""
    return Book(tmp_path / "book", tmp_path / "html", tmp_path / "kept", "", "")


def test_an_answer_is_heard_though_its_process_ended_before_anybody_looked(
    nothing: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = Connection.poll

    def look_too_early(side: Connection, timeout: float | None = 0.0) -> bool:
        if not timeout:
            return poll(side)
        for process in active_children():
            process.join()
        return False

    with Renderer(nothing) as renderer:
        renderer.begin()
        monkeypatch.setattr(Connection, "poll", look_too_early)
        assert "_config.yml" in renderer.wait().error


def test_one_that_was_killed_is_said_to_be(nothing: Book) -> None:
    with Renderer(nothing) as renderer:
        (process,) = active_children()
        os.kill(process.pid or 0, signal.SIGTERM)
        renderer.begin()
        with pytest.raises(StudyError, match="was stopped"):
            renderer.wait()
    assert active_children() == []
