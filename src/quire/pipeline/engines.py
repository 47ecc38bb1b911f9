"""Runs on other machines: any `concurrent.futures.Executor` carries them, by the name that a person gives.

`dask:ADDRESS` is a scheduler of dask, `module:function` a function without arguments that returns an executor, such as one of Parsl or
executorlib. What travels is a matter of `capsule`, what workers do with it of `outpost` and `host`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from quire.core.errors import StudyError, explain
from quire.core.project import Project, digest
from quire.pipeline.capsule import make_capsule, make_request, take_failure, take_result
from quire.pipeline.failures import RunFailed, keep_failure
from quire.pipeline.outpost import FAILED, LACKS, REFUSED, WRONG
from quire.pipeline.plan import Run
from quire.pipeline.staleness import environment

OPTION = "--engine"
DASK = "dask:"
FORMS = f"write {OPTION} dask:tcp://HOST:8786, or {OPTION} MODULE:FUNCTION; see docs/cluster.md"

TRIES = 4
"""Workers that a run may lose before it is taken to be at fault; as many as dask's own."""

MANY = 32
"""Runs at a time where an executor does not say how many it takes."""

WAIT_S = 60
"""How long a scheduler may take to answer, and the first worker to join."""

CALL = "exec(source, scope) or scope['work'](*asked)"
"""What a worker evaluates: `outpost` comes as text, so that nothing of press or study need be there, whatever carries it."""


@dataclass(frozen=True)
class Engine:
    """Where executors come from.

    Attributes
    ----------
    open
        Makes one; called again where one breaks with a worker.
    slots
        How many runs it takes at a time; None if the executor is to be asked.
    fatal
        Errors after which it has tried often enough itself.
    close
        Called at the end.
    """

    open: Callable[[], Executor]
    slots: int | None = None
    fatal: tuple[type[BaseException], ...] = ()
    close: Callable[[], object] = lambda: None


class Lost(Exception):  # noqa: N818 - an event, and no mistake of anybody's
    """A worker ended before it answered; `final` if the run is not to be tried again."""

    def __init__(self, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


class Workers:
    """The workers of an engine, seen from the driver.

    Parameters
    ----------
    project
        The checkout, with its tables prepared.
    engine
        Where executors come from.
    """

    def __init__(self, project: Project, engine: Engine) -> None:
        self._capsule = make_capsule(project)
        self._name, self._python = digest(self._capsule), environment(project)["Python"]
        self._source = Path(__file__).with_name("outpost.py").read_text(encoding="utf-8")
        self._engine, self._executor = engine, engine.open()
        self._with_capsule = True
        self._changing, self._again = Lock(), Lock()
        self._waiting: set[Future[Any]] = set()
        self._stop: Future[None] = Future()

    @property
    def slots(self) -> int:
        """How many runs it takes at a time."""
        said = self._engine.slots or getattr(self._executor, "_max_workers", None)
        return said if isinstance(said, int) else MANY

    @property
    def closed(self) -> bool:
        """Whether the pipeline was stopped."""
        return self._stop.done()

    def ask(self, request: bytes, *, again: bool = False) -> tuple[str, bytes]:
        """Have a run executed by a worker that has the capsule, or gets it.

        Parameters
        ----------
        again
            Whether it has lost a worker before. Such runs go one at a time: one that ends all workers shall take few others along.

        Raises
        ------
        Lost
            If the worker has ended, or the pipeline was stopped.
        """
        with self._again if again else nullcontext():
            kind, answer, had = self._send(request, self._with_capsule)
            # where each run has a new worker, it goes along with the next at once
            self._with_capsule = kind == LACKS or (self._with_capsule and not had)
            return (kind, answer) if kind != LACKS else self._send(request, True)[:2]

    def close(self) -> None:
        """Wait no longer for what is under way."""
        with suppress(Exception):  # it was closed before
            self._stop.set_result(None)
        for future in list(self._waiting):
            future.cancel()

    def end(self) -> None:
        """Let go of the executor."""
        self._executor.shutdown(wait=not self.closed)
        self._engine.close()

    def _send(self, request: bytes, with_capsule: bool) -> tuple[str, bytes, bool]:
        executor = self._executor
        asked = (self._python, self._name, self._capsule if with_capsule else b"", request)
        scope = {"source": self._source, "scope": {"__name__": "outpost"}, "asked": asked}
        try:
            future = executor.submit(eval, CALL, scope)
            self._waiting.add(future)
            wait([future, self._stop], return_when=FIRST_COMPLETED)
            self._waiting.discard(future)
            if self.closed:
                raise Lost("it was stopped", final=True)
            kind, answer, had = future.result()
        except Lost:
            raise
        except Exception as error:  # of any kind, as any executor has its own
            if isinstance(error, BrokenExecutor):
                self._renew(executor)
            final = self.closed or isinstance(error, self._engine.fatal)
            raise Lost(f"{type(error).__name__}: {error}", final) from error
        return str(kind), bytes(answer), bool(had)

    def _renew(self, broken: Executor) -> None:
        """Make another executor in place of one that has broken with one of its workers."""
        with self._changing:
            if self._executor is broken:
                broken.shutdown(wait=False)
                self._executor = self._engine.open()


def execute_there(
    project: Project,
    run: Run,
    workers: Workers,
    on_cell: object = None,
    minutes: float | None = None,
) -> None:
    """Have a run executed elsewhere and put its result in place; otherwise as `execute.execute`.

    No worker tells of its cells.

    Raises
    ------
    RunFailed
        Whatever goes wrong with the run; the last good result is left as it was.
    StudyError
        If a worker cannot be used.
    """
    kind, answer = _ask(project, run, workers, minutes)
    if kind == REFUSED:
        python = run.key["environment"]["Python"]
        repair = f"install the packages of requirements.lock there, with Python {python}"
        what = f"a worker cannot be used: {answer.decode()}"
        raise StudyError(what, where=OPTION, repair=repair)
    if kind == WRONG:
        raise StudyError(answer.decode())
    try:
        if kind == FAILED:
            raise take_failure(project, run, answer)
        take_result(project, run, answer)
    except RunFailed:
        raise
    except StudyError as error:
        repair = "see whether its worker can be trusted, and run it again"
        raise RunFailed(run, error.what, repair=repair) from error
    except OSError as error:
        refused = explain(error)
        what = f"its outputs cannot be kept: {refused.where}: {refused.what}"
        raise RunFailed(run, what, repair=refused.repair) from error


def _ask(project: Project, run: Run, workers: Workers, minutes: float | None) -> tuple[str, bytes]:
    """The answer of the first worker that gives one."""
    request, why = make_request(project, run, minutes), ""
    for number in range(TRIES):
        try:
            return workers.ask(request, again=number > 0)
        except Lost as lost:
            why = str(lost)
            if lost.final:
                break
    what = f"every worker that it was given to has ended: {why}"
    failed = RunFailed(
        run,
        what,
        repair="see what they say of it; they may have too little memory, or lack packages of requirements.lock",
    )
    if not workers.closed:
        with suppress(OSError):  # a full disk, say, which the report tells of
            keep_failure(project, failed, run.notebook.data)
    raise failed


@contextmanager
def open_workers(project: Project, name: str) -> Iterator[Workers]:
    """Yield the workers of an engine, and let go of them.

    Raises
    ------
    StudyError
        If there is no engine of that name, or it does not answer.
    """
    engine = find_engine(project, name)
    try:
        workers = Workers(project, engine)
    except BaseException:
        engine.close()
        raise
    try:
        yield workers
    except BaseException:
        workers.close()
        raise
    finally:
        workers.end()


def find_engine(project: Project, name: str) -> Engine:
    """The engine of a name, `dask:ADDRESS` or `module:function`; modules are looked for in the checkout, too.

    Raises
    ------
    StudyError
        If there is none, or it does not answer.
    """
    if name.startswith(DASK):
        return _dask(name.removeprefix(DASK))
    module, _, function = name.partition(":")
    if not module or not function:
        raise StudyError(f"{name!r} names no engine", where=OPTION, repair=FORMS)
    if str(project.root) not in sys.path:
        sys.path.append(str(project.root))
    try:
        make = getattr(import_module(module), function)
    except (ModuleNotFoundError, AttributeError) as error:
        raise StudyError(f"{name!r} is not there: {error}", where=OPTION, repair=FORMS) from error

    def open_one() -> Executor:
        executor = make()
        if not isinstance(executor, Executor):
            what = f"{name!r} gives {type(executor).__name__}, and no concurrent.futures.Executor"
            raise StudyError(what, where=OPTION, repair=FORMS)
        return executor

    return Engine(open_one)


def _dask(address: str) -> Engine:
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        repair = "install the packages of requirements.lock anew"
        raise StudyError("dask is not installed", where=OPTION, repair=repair) from error
    if "://" not in address:
        raise StudyError(f"{address!r} is no address of dask", where=OPTION, repair=FORMS)
    try:
        client = Client(address, timeout=WAIT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        repair = "start one there, `dask scheduler`, or correct the address"
        what = f"no scheduler answers at {address}: {error}"
        raise StudyError(what, where=OPTION, repair=repair) from error
    try:
        client.wait_for_workers(1, timeout=WAIT_S)
    except OSError as error:
        client.close()
        repair = f"start some: dask worker {address}"
        raise StudyError(f"no worker has joined {address}", where=OPTION, repair=repair) from error
    slots = sum(client.nthreads().values())
    return Engine(lambda: client.get_executor(pure=False), slots, (KilledWorker,), client.close)
