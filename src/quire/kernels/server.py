"""A process that has the heavy packages imported and forks a Jupyter kernel whenever it is asked.

It is started as a script and must import nothing of a study or the press: kernels would inherit modules that may have been edited
since. It has one thread, so that forking is safe. The side that asks is in `warm`.

Requests and answers are lines of JSON on the socket that is standard input. When that closes, because the driver has
ended or was killed, every kernel is killed, the private folder is removed, and the server ends.
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


def main() -> None:
    """Serve until the driver goes."""
    folder = sys.argv[1]
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs these kernels, and each would load it
    for name in PRELOAD:
        __import__(name)
    _draw_once()
    gc.collect()
    gc.freeze()
    kernels: dict[int, int | None] = {}
    asker = socket.socket(fileno=0)
    try:
        for line in asker.makefile("r", encoding="utf-8"):
            answer = _serve(json.loads(line), kernels)
            asker.sendall(f"{json.dumps(answer)}\n".encode())
    except OSError:
        pass
    finally:
        for pid in kernels:
            _end(pid)
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
    if kernels.get(pid, 0) is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            kernels[pid] = os.waitstatus_to_exitcode(status)
    return kernels.get(pid, 0)


def _end(pid: int) -> None:
    """Kill a kernel and everything it has started."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def _become_kernel(request: dict[str, Any], server: int) -> None:
    """Turn this fork into an ordinary kernel; never returns."""
    try:
        os.setsid()
        _die_with_parent(server)
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


def _die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process with its parent; elsewhere the kernel looks for its parent every second."""
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _reseed() -> None:
    """Give this fork its own random numbers, as a fresh process would have."""
    import numpy as np

    np.random.seed()


if __name__ == "__main__":
    main()
