"""The warm process seen from those that ask it: to fork a kernel or a worker, how these are, and to end them.

What it does is in `server`; kernels as Jupyter sees them are in `warm`.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from quire.kernels.server import KERNELS, OUTPUT


class Server:
    """A warm process, seen from the driver: asks it to fork and how kernels are.

    Parameters
    ----------
    process
        The warm process.
    line
        The socket whose other end it reads.
    """

    def __init__(self, process: subprocess.Popen[bytes] | Inherited, line: socket.socket) -> None:
        self._lock = threading.Lock()
        self._process, self._socket = process, line
        self._answers = line.makefile("r", encoding="utf-8")

    def fork(self, arguments: list[str], environment: Mapping[str, str], cwd: str) -> Forked:
        """Start a kernel with the arguments of its command line."""
        return self._fork({"arguments": arguments}, environment, cwd)

    def work(self, module: str, environment: Mapping[str, str], cwd: str) -> Forked:
        """Start a worker: a fork that imports a module as it is now and runs it."""
        return self._fork({"module": module}, environment, cwd)

    def end(self, pid: int, output: str) -> None:
        """Kill a kernel with all that it has started; `output` is the folder that it knows as its own."""
        self._ask({"ask": "end", "pid": pid, "output": output})

    def exit_status(self, pid: int) -> int | None:
        """Say how a kernel ended; None while it runs."""
        status = self._ask({"ask": "status", "pid": pid})
        return -signal.SIGKILL if status is None and self._process.poll() is not None else status

    def close(self) -> None:
        """Close the line to the server, upon which it kills its kernels and ends."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._process.wait()
        with self._lock:
            self._answers.close()
            self._socket.close()

    def _fork(self, what: Mapping[str, object], environment: Mapping[str, str], cwd: str) -> Forked:
        pid = self._ask({"ask": "fork", **what, "env": dict(environment), "cwd": cwd})
        if pid is None:
            raise RuntimeError("the process that kernels are forked from has ended")
        return Forked(pid, self, environment.get(OUTPUT, ""))

    def _ask(self, request: dict[str, Any]) -> int | None:
        """Answer of the server; None also if it is gone."""
        with self._lock:
            try:
                self._socket.sendall(f"{json.dumps(request)}\n".encode())
                line = self._answers.readline()
            except (OSError, ValueError):
                return None
        answer = json.loads(line) if line else None
        return answer if isinstance(answer, int) else None


def start_server(
    folder: Path, environment: Mapping[str, str], packages: Sequence[str] = ()
) -> Server:
    """Start a warm process.

    Parameters
    ----------
    folder
        A private one, which it removes when it ends.
    environment
        Its environment variables, with those that Python reads when it starts.
    packages
        What it imports beside that which kernels need.
    """
    ours, theirs = socket.socketpair()
    script = Path(__file__).with_name("server.py")
    process = subprocess.Popen(
        [sys.executable, "-P", str(script), str(folder), *packages],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
        cwd=folder,
        start_new_session=True,
    )
    theirs.close()
    return Server(process, ours)


def inherited_server() -> Server | None:
    """The server that this process was born with, if it is a worker; the first who asks has it."""
    server, _, line = os.environ.pop(KERNELS, "").partition(" ")
    return Server(Inherited(int(server)), socket.socket(fileno=int(line))) if server else None


class Inherited:
    """A server that a worker was born with, with the face of `subprocess.Popen` as far as it is looked at."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._returncode: int | None = None

    def poll(self, how: int = os.WNOHANG) -> int | None:
        """Say how it ended; None while it runs."""
        if self._returncode is None:  # the system tells it once
            ended, status = os.waitpid(self._pid, how)
            self._returncode = os.waitstatus_to_exitcode(status) if ended else None
        return self._returncode

    def wait(self) -> int | None:
        """Wait until it has ended."""
        return self.poll(0)


class Forked:
    """A forked kernel with the face of `subprocess.Popen`, as far as a kernel provisioner looks at it.

    The server waits for a kernel only when asked about it, so that its number is not given to another process before.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, server: Server, output: str) -> None:
        self.pid = pid
        self._output = output
        self.returncode: int | None = None
        self._server = server

    def poll(self) -> int | None:
        """Say how it ended; None while it runs."""
        if self.returncode is None:
            self.returncode = self._server.exit_status(self.pid)
        return self.returncode

    def wait(self) -> int | None:
        """Say how it ended, once it has."""
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        """Kill it, and what it has started, also if it has ended itself."""
        self._server.end(self.pid, self._output)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)
