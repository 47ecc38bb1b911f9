"""A process that has the heavy packages imported and forks a Jupyter kernel whenever it is asked.

It is started as a script and must import nothing of a study or the press: kernels would inherit modules that may have been edited
since. It has one thread, so that forking is safe. The side that asks is in `warm`.

Requests and answers are lines of JSON on the socket that is standard input. When that closes, because the driver has
ended or was killed, every kernel is killed with all that it started, the private folder is removed, and the server ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import sys
from typing import Any

import psutil  # type: ignore[import-untyped]

PRELOAD = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "tornado.queues",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "scipy.stats",
)
"""What kernels and library import that takes time.

Not the inline backend: it binds itself to the shell that is there when it is imported, and here there is none.
"""


PARENT_DEATH_SIGNAL, CHILD_SUBREAPER = 1, 36
"""What Linux calls them; see prctl(2)."""

OUTPUT = "STUDY_OUTPUT"
"""The variable by which a process is known as one of a run."""


def main() -> None:
    """Serve until the driver goes."""
    folder = sys.argv[1]
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs these kernels, and each would load it
    for name in PRELOAD:
        __import__(name)
    _draw_once()
    gc.collect()
    gc.freeze()
    _adopt_orphans()
    kernels: dict[int, int | None] = {}
    asker = socket.socket(fileno=0)
    try:
        for line in asker.makefile("r", encoding="utf-8"):
            answer = _serve(json.loads(line), kernels)
            asker.sendall(f"{json.dumps(answer)}\n".encode())
    except OSError:
        pass
    finally:
        _kill(psutil.Process().children(recursive=True))
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _draw_once() -> None:
    """Fill matplotlib's own caches of fonts and parsers, which every fork would fill anew; no figure is kept."""
    import io

    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": ["DejaVu Sans"], "svg.fonttype": "path"}):
        figure = Figure()
        axes = figure.subplots()
        for weight in ("normal", "bold"):
            axes.text(0, 0, "A", weight=weight)
        figure.savefig(io.StringIO(), format="svg", bbox_inches=None)


def _serve(request: dict[str, Any], kernels: dict[int, int | None]) -> int | None:
    """Answer one request: the number of the new kernel, or the exit status of one (None while it runs)."""
    if request["ask"] == "fork":
        server = (
            os.getpid()
        )  # asked before: a fork whose server was killed meanwhile has another parent by now
        pid = os.fork()
        if pid == 0:
            _become_kernel(request, server)
        kernels[pid] = None
        return pid
    pid = request["pid"]
    if request["ask"] == "end":
        _end(pid, request["output"], kernels)
    if kernels.get(pid, 0) is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            kernels[pid] = os.waitstatus_to_exitcode(status)
    return kernels.get(pid, 0)


def _end(kernel: int, output: str, kernels: dict[int, int | None]) -> None:
    """Kill a kernel and everything its run has started: what is below it, and what was, which knows the folder of its outputs."""
    below, lost = [], []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if process.pid == kernel:
                below = [process, *process.children(recursive=True)]
            elif process.pid not in kernels and process.environ().get(OUTPUT) == output:
                lost += [process, *process.children(recursive=True)]
    _kill([*below, *lost])


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _become_kernel(request: dict[str, Any], server: int) -> None:
    """Turn this fork into an ordinary kernel; never returns."""
    try:
        os.setsid()
        die_with_parent(server)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):  # the first is the line to the driver, which must not be held open
            os.dup2(nothing, stream)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        _reseed()
        from ipykernel.kernelapp import IPKernelApp

        arguments = [*request["arguments"], f"--IPKernelApp.parent_handle={server}"]
        sys.argv = ["ipykernel_launcher.py", *arguments]
        IPKernelApp.launch_instance(arguments)
    finally:
        os._exit(1)


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process with its parent; elsewhere the kernel looks for its parent every second."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _adopt_orphans() -> None:
    """Ask Linux to make this process the parent of all that kernels start and leave behind."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1)


def _reseed() -> None:
    """Give this fork its own random numbers, as a fresh process would have."""
    import numpy as np

    np.random.seed()


if __name__ == "__main__":
    main()
