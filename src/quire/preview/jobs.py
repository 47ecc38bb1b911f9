"""Workers of a preview: each does one piece of work with the library as it is now, tells how far it is, and is gone.

They are forked from a process that has all packages imported, or started anew where there is no fork. What they do is in `working`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from quire.book.renderer import LOADED
from quire.core.project import Project
from quire.kernels.asking import Forked, Server, start_server
from quire.kernels.server import kill_all
from quire.kernels.warm import can_fork, kernel_environment, private_folder

JOB = "QUIRE_JOB"
"""The variable that holds what a worker is to do; others of the same machine cannot read it."""

WORKING = "quire.preview.working"
PACKAGES = (
    *LOADED,
    "lxml.html",
    "papermill.execute",
    "pydantic",
    "pygments.lexers.python",
    "sphinx.application",
    "sphinx.search.en",
)
"""What takes time to import, beside that which kernels need, and is no part of press and library."""

LOOK_S = 0.01
"""How often it is looked whether a worker that is killed has ended."""

Line = dict[str, Any]
"""What a worker says at once, as a line of JSON."""


class WorkerLost(Exception):  # noqa: N818 - no error of ours
    """A worker that ended before it had done its work."""


class Workers:
    """Does one piece of work at a time; `open_workers` makes one.

    Parameters
    ----------
    project
        The checkout.
    folder
        A private folder: for the warm process, and for what workers make on their way.
    """

    def __init__(self, project: Project, folder: Path) -> None:
        self._project, self._folder = project, folder
        self._lines: dict[str, asyncio.Queue[Line | None]] = {}
        self._server: Server | None = None
        self._door: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to listen, and to import."""
        self._door = await asyncio.start_server(self._hear, "127.0.0.1", 0, limit=2**26)
        self.warm()

    def warm(self) -> None:
        """Start the warm process, or start it anew because its packages changed."""
        if can_fork():
            self.cool()
            # the folder is its own, which it removes
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            (folder / "matplotlibrc").touch()
            self._server = start_server(folder, self._environment(), PACKAGES)

    def cool(self) -> None:
        """End the warm process and all workers with it."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def close(self) -> None:
        """End all that was started."""
        await asyncio.to_thread(self.cool)
        if self._door is not None:
            self._door.close()

    async def do(self, what: Mapping[str, Any], tell: Callable[[Line], None]) -> Line:
        """Let a worker do a piece of work, and end it, with all that it started, if this is cancelled.

        Parameters
        ----------
        what
            What it is asked; see `working`.
        tell
            Is called with all that it tells on the way.

        Raises
        ------
        WorkerLost
            If it ended before its time.
        """
        token = secrets.token_hex()
        said = self._lines[token] = asyncio.Queue()
        assert self._door is not None
        port = self._door.sockets[0].getsockname()[1]
        request = json.dumps(
            {**what, "port": port, "token": token, "root": str(self._project.root)}
        )
        birth = asyncio.create_task(asyncio.to_thread(self._start, request))
        try:
            process = await asyncio.shield(birth)
            while True:
                line = await self._listen(said, process)
                if line is None:
                    raise WorkerLost
                if "result" in line:
                    return dict(line["result"])
                tell(line)
        finally:
            del self._lines[token]
            await asyncio.shield(asyncio.create_task(_end_born(birth)))

    async def _listen(self, said: asyncio.Queue[Line | None], process: Process) -> Line | None:
        """What a worker says next; None if it has ended."""
        while True:
            with contextlib.suppress(TimeoutError):
                # not `wait_for`, which before Python 3.12 loses a cancellation that comes with what it waits for
                async with asyncio.timeout(1):
                    return await said.get()
            if await asyncio.to_thread(process.poll) is not None and said.empty():
                return None

    def _start(self, request: str) -> Process:
        environment = {**self._environment(), JOB: request}
        if self._server is not None:
            with contextlib.suppress(RuntimeError):
                return self._server.work(WORKING, environment, str(self._project.root))
            self.warm()  # it was killed; once more, and then it is said
            return self._server.work(WORKING, environment, str(self._project.root))
        return subprocess.Popen(
            [sys.executable, "-m", WORKING],
            env=environment,
            cwd=self._project.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _environment(self) -> dict[str, str]:
        own = kernel_environment(self._project, self._folder, os.environ)
        # what a worker that is ended leaves behind goes with the preview
        return {**own, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._folder))}

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take what a worker says to whoever waits for it; anybody who does not know the word is not heard."""
        with contextlib.suppress(ConnectionError, ValueError):
            said = self._lines.get((await reader.readline()).decode().strip())
            if said is not None:
                while line := await reader.readline():
                    said.put_nowait(json.loads(line))
                said.put_nowait(None)
        writer.close()


Process = Forked | subprocess.Popen[bytes]


@asynccontextmanager
async def open_workers(project: Project) -> AsyncIterator[Workers]:
    """Yield workers, and leave no process and no file behind; the caller holds the lock of the preview."""
    with private_folder(project, "serve") as folder:
        workers = Workers(project, folder)
        await workers.open()
        try:
            yield workers
        finally:
            await workers.close()


async def _end_born(birth: asyncio.Task[Process]) -> None:
    """End a worker, also one that is only being born: nobody else knows of it."""
    await asyncio.to_thread(_end, await birth)


def _end(process: Process) -> None:
    """Kill a worker with all that it started, and wait until it is gone: the next one wants its locks."""
    if isinstance(process, subprocess.Popen):
        with contextlib.suppress(psutil.Error):
            worker = psutil.Process(process.pid)
            kill_all([worker, *worker.children(recursive=True)])
        process.wait()
        return
    process.kill()
    while process.poll() is None:
        time.sleep(LOOK_S)
