"""Workers of a preview: what is left of one that is stopped while it tells something."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quire.core.project import Project
from quire.preview.jobs import Line, Workers


@pytest.mark.parametrize("turns", range(5))
def test_whoever_is_stopped_as_a_line_comes_stops(tmp_path: Path, turns: int) -> None:
    async def stop_while_listening(alive: subprocess.Popen[bytes]) -> bool:
        said: asyncio.Queue[Line | None] = asyncio.Queue()
        workers = Workers(Project(tmp_path), tmp_path)
        listening = asyncio.create_task(workers._listen(said, alive))
        await asyncio.sleep(0.05)
        said.put_nowait({"doing": "something"})
        for _ in range(turns):
            await asyncio.sleep(0)
        if not listening.cancel():  # the line was there first
            return listening.result() == {"doing": "something"}
        await asyncio.wait([listening])
        return listening.cancelled()

    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as alive:
        assert asyncio.run(stop_while_listening(alive))


def test_a_worker_that_is_stopped_before_it_is_born_does_not_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    born: list[subprocess.Popen[bytes]] = []

    def start(workers: Workers, request: str) -> subprocess.Popen[bytes]:
        time.sleep(0.3)
        born.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return born[0]

    async def stop_early() -> None:
        workers = Workers(Project(tmp_path), tmp_path)
        monkeypatch.setattr(Workers, "warm", lambda self: None)
        monkeypatch.setattr(Workers, "_start", start)
        await workers.open()
        doing = asyncio.create_task(workers.do({"draft": True}, print))
        await asyncio.sleep(0.1)
        doing.cancel()
        await asyncio.wait([doing])
        await workers.close()

    asyncio.run(stop_early())
    alive = [process.poll() is None for process in born]
    for process in born:
        process.kill()
        process.wait()
    assert alive == [False]
