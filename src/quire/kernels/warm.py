"""Kernels for the runs: forked from one warm process, or plain ones where there is no fork.

Each run gets a fresh process of its own either way. The warm process itself is `server`; what is executed in a
kernel is known to `pipeline.execute`.

It stands on what `jupyter_client` documents: a kernel manager with its client, a kernel spec, a provisioner. It goes beyond in two
places. The provisioner is put into the factory's `provisioners` by hand, as an entry point would do for every Jupyter of the
machine. And `_async_wait` is overridden, as the time between two looks at a kernel that is ending can be set nowhere else; without it
each run takes a tenth of a second longer.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from quire.core.folders import hold, is_held
from quire.core.project import RUNNING, Project, digest
from quire.kernels.asking import Forked, Server, inherited_server, start_server
from quire.kernels.server import KERNELS, OUTPUT

PROVISIONER = "quire-fork"
LAUNCHER = "ipykernel_launcher"
LEAKS = (
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONHOME",
    "PYTHONINSPECT",
    "COLUMNS",
    "LINES",
    "JPY_PARENT_PID",
    KERNELS,
)
"""Variables of the person's shell that would change what a notebook shows."""

EPOCH = "315532800"
"""The moment that files with a date in them carry: 1 January 1980, the first that all formats know."""

RUNS = "study"
"""What the private folder of runs is called by; `preview` has one of its own."""

STARTUP = Path(__file__).with_name("startup.py")
"""What every kernel executes first."""

SOCKET_PATH_LIMIT = 100
RECONNECT_MS = 5
"""A client tries every few milliseconds, and never waits longer, for the sockets of a kernel that is just starting."""


def can_fork() -> bool:
    """Whether kernels can be forked here: not on Windows, and not on macOS, whose system libraries do not bear it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class Kernels:
    """Where kernels of one pipeline come from.

    Parameters
    ----------
    project
        Its library comes first on the path of the kernels.
    folder
        A private folder for connections, sockets and an empty configuration; `private_folder` makes one.
    warm
        Whether to fork them.
    """

    def __init__(self, project: Project, folder: Path, warm: bool) -> None:
        self.folder = folder
        self.environment = kernel_environment(project, folder, os.environ)
        self.server = (
            (inherited_server() or start_server(folder, self.environment)) if warm else None
        )
        self.closed = False
        self._numbers = itertools.count(1)
        self._started: list[list[subprocess.Popen[bytes] | Forked]] = []

    def manager(self, **environment: str) -> type[RunKernelManager]:
        """Make a class of kernel managers, as papermill takes one, for one run with its own environment variables."""
        # a list of its own: another run may ask for a manager before this one is made
        started: list[subprocess.Popen[bytes] | Forked] = []
        self._started.append(started)
        number = next(self._numbers)
        connection, temporary = self.folder / f"k{number}.json", self.folder / f"t{number}"
        temporary.mkdir()
        own = {
            "launch_environment": {**self.environment, **environment, "TMPDIR": str(temporary)},
            "launch_file": str(connection),
        }
        return type(
            "RunKernelManager",
            (RunKernelManager,),
            {**own, "server": self.server, "started": started},
        )

    def end(self, manager: type[RunKernelManager]) -> list[int | None]:
        """End what is left of a run, also what its kernel started, and say how its kernels ended."""
        for process in manager.started:
            process.kill()
        shutil.rmtree(manager.launch_environment["TMPDIR"], ignore_errors=True)
        return [process.poll() for process in manager.started]

    def close(self) -> None:
        """End the warm process and every kernel that still runs."""
        self.closed = True
        for process in itertools.chain.from_iterable(self._started):
            process.kill()
        if self.server is not None:
            self.server.close()


@contextmanager
def open_kernels(project: Project, *, warm: bool | None = None) -> Iterator[Kernels]:
    """Yield kernels and leave no process and no file behind."""
    with private_folder(project) as folder:
        kernels = Kernels(project, folder, can_fork() if warm is None else warm)
        try:
            yield kernels
        finally:
            kernels.close()


@contextmanager
def private_folder(project: Project, name: str = RUNS) -> Iterator[Path]:
    """Yield a folder that only this user can read, with a path short enough for sockets.

    Folders of the same name that a kill left for the same checkout are removed first, never those that a live process holds. What runs
    left is ended by those who make runs alone.
    """
    place = tempfile.gettempdir()
    if len(place) > SOCKET_PATH_LIMIT - 60 and os.path.isdir("/tmp"):  # noqa: S108
        place = "/tmp"  # noqa: S108
    prefix = f"{name}-{digest(str(project.root).encode())[:10]}-"
    there = list(Path(place).glob(f"{prefix}*"))
    killed = [path for path in there if not is_held(path)]
    for left in killed:
        shutil.rmtree(left, ignore_errors=True)
    if killed and killed == there and name == RUNS:
        _end_left_over(project)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    try:
        with hold(os.open(folder, os.O_RDONLY)):
            first = folder / "ipython" / "profile_default" / "startup" / STARTUP.name
            first.parent.mkdir(parents=True)
            shutil.copy(STARTUP, first)
            (folder / "matplotlibrc").touch()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end_left_over(project: Project) -> None:
    """Kill what notebooks started whose kernels, and the warm process with them, were killed; the caller holds the lock."""
    import psutil  # type: ignore[import-untyped]

    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if Path(process.environ().get(OUTPUT, ".")).is_relative_to(project.build):
                process.kill()


def kernel_environment(project: Project, folder: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Environment variables of every kernel: the person's, without what would change a result."""
    kept = {name: value for name, value in base.items() if name not in LEAKS}
    path = [
        *dict.fromkeys([str(project.library), str(RUNNING)]),
        *filter(None, [base.get("PYTHONPATH")]),
    ]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        **kept,
        **threads,
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "LC_ALL": "C",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": EPOCH,
        "IPYTHONDIR": str(folder / "ipython"),
        "MATPLOTLIBRC": str(folder / "matplotlibrc"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by asking the warm process of its manager to fork."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork instead of starting `cmd`, whose arguments behind the launcher's name the fork gets."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        server: Server = self.parent.server  # type: ignore[union-attr]
        kernel = server.fork(arguments, kwargs["env"], str(kwargs["cwd"]))
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info


KernelProvisionerFactory.provisioners[PROVISIONER] = EntryPoint(
    PROVISIONER, f"{__name__}:{WarmProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
)


class RunKernelClient(AsyncKernelClient):
    """A client that goes to work as soon as the kernel answers, without the fixed waits of the ordinary one."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until it has answered once, and said on the channel of outputs that it did."""
        until = monotonic() + (timeout or 60)
        while monotonic() < until:
            self.kernel_info()
            with contextlib.suppress(Empty):
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
        raise RuntimeError("the kernel did not answer in time")


class RunKernelManager(AsyncKernelManager):
    """A manager whose kernels have an environment of their own and talk over private sockets.

    `Kernels.manager` makes a subclass for each run, because papermill takes a class and no arguments for it.
    """

    launch_environment: Mapping[str, str] = {}
    launch_file = ""
    server: Server | None = None
    started: list[subprocess.Popen[bytes] | Forked]

    def __init__(self, **kwargs: Any) -> None:
        if sys.platform != "win32":
            kwargs["transport"] = "ipc"
        super().__init__(connection_file=self.launch_file, **kwargs)
        self.client_factory = RunKernelClient
        self.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The Python of this process: a kernel that a person has installed under the same name does not count."""
        metadata = {"kernel_provisioner": {"provisioner_name": PROVISIONER}} if self.server else {}
        command = [sys.executable, "-m", LAUNCHER, "-f", "{connection_file}"]
        return KernelSpec(
            argv=command, display_name="Python 3", language="python", metadata=metadata
        )

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start it with the environment of the run."""
        await super().start_kernel(**{**kwargs, "env": dict(self.launch_environment)})
        if isinstance(self.provisioner, LocalProvisioner) and self.provisioner.process is not None:
            self.started.append(self.provisioner.process)

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        await super()._async_wait(min(pollinterval, 0.01))
