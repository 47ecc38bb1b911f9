"""The process that renders a draft: what it says is heard, also late; one that was begun in vain leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from conftest import edit

from quire.book.draft import build_draft, open_renderer
from quire.book.renderer import Book, Rendered, Renderer
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.kernels.warm import can_fork

NOTEBOOK = "notebooks/edition/10_rain.ipynb"


def states(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file and folder was changed last, and its number on the disk."""
    stats = {path: path.stat() for path in folder.rglob("*")}
    return {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in stats.items()}


@pytest.fixture
def nothing(tmp_path: Path) -> Book:
    """A book without a file."""
    return Book(tmp_path / "book", tmp_path / "html", tmp_path / "kept", "")


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


@pytest.mark.skipif(not can_fork(), reason="no fork here")
def test_getting_ready_writes_nothing(rain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(book: Book, ready: object, *, moved: bool) -> Rendered:
        return Rendered(error="ready" if ready else "")

    folder = build_draft(rain).index.parent.parent
    before = states(folder)
    monkeypatch.setattr("quire.book.renderer._render", end)
    with open_renderer(rain) as renderer:
        renderer.begin()
        assert renderer.wait().error == "ready"
    assert states(folder) == before


def test_what_another_draft_made_since_is_not_made_again(
    rain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_draft(rain)
    read: list[str] = []
    wait = Renderer.wait

    def note(renderer: Renderer) -> Rendered:
        rendered = wait(renderer)
        read[:] = rendered.read
        return rendered

    with open_renderer(rain) as renderer:
        shutil.copy(rain.root / NOTEBOOK, rain.root / NOTEBOOK.replace("10_rain", "20_snow"))
        assert "editions/2001/snow" in build_draft(rain).pages
        edit(rain.root / NOTEBOOK, "in the places", "in some places")
        monkeypatch.setattr(Renderer, "wait", note)
        build_draft(rain, renderer=renderer)
        assert active_children() == []
    assert {*read} == {"editions/2001/rain", "editions/2002/rain"}
