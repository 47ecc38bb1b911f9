"""Chance in a run: random numbers come from a seed that is written down, or not at all.

What is drawn without one differs each time, so that no two runs would be alike. A run that draws so fails where it draws. The
generators that all of Python and all of NumPy share know whether they were given a seed; all others ask the system for one, which is
refused if a notebook or the library of the study stands behind it. Installed in the kernels of runs alone, as `reach` is.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.reach import VARIABLE, calling

QUIET = (
    *("asyncio", "importlib", "multiprocessing", "tempfile"),
    *("IPython", "comm", "ipykernel", "jupyter_client", "tornado", "traitlets", "zmq"),
    *("matplotlib", "numpy.random", "pandas.io.formats"),
)
"""Modules that need a name which nothing else has, or draw while they are imported, and show none of it."""

POOLS = ("concurrent.futures.thread", "multiprocessing.pool")
"""Threads in which nobody stands behind a function but who gave it to them."""

SEED = (
    "write a seed down: numpy.random.default_rng(2019), random.Random(2019), random_state=2019; "
    "names that are the same each time need no chance"
)
Refuse = Callable[[], None]


def watch() -> None:
    """From now on refuse chance without a seed in this process and its forks; nothing outside a run."""
    if VARIABLE in os.environ:
        watch_chance(Project.find().packages)


def watch_chance(packages: Sequence[str]) -> None:
    """From now on refuse random numbers without a seed, in this process, to notebooks and to these packages."""
    refuse = partial(_refuse, packages)
    ask, seed = os.urandom, random.Random.seed

    def ask_unless_refused(size: int, /) -> bytes:
        refuse()
        return ask(size)

    def seed_unless_refused(self: random.Random, a: Any = None, version: int = 2) -> None:
        if a is None:
            refuse()
        seed(self, a, version)

    os.urandom = random._urandom = ask_unless_refused  # type: ignore[attr-defined]
    random.Random.seed = seed_unless_refused  # type: ignore[method-assign]
    _watch_shared(refuse)
    MT19937.refuse = staticmethod(refuse)
    np.random.mtrand._MT19937 = MT19937  # type: ignore[attr-defined]
    np.random.set_bit_generator(MT19937())  # type: ignore[attr-defined]


def _refuse(packages: Sequence[str]) -> None:
    """Raise if a notebook or one of the packages asks, itself or by a thread, and nothing between that only needs a name."""
    for frame in calling():
        name = str(frame.f_globals.get("__name__", ""))
        if name not in POOLS and any(
            name == quiet or name.startswith(f"{quiet}.") for quiet in QUIET
        ):
            return
        cell = name == "__main__" and "__file__" not in frame.f_globals
        if cell or name in POOLS or (name.partition(".")[0] in packages and name != __name__):
            raise StudyError("random numbers are drawn without a seed", repair=SEED)


def _watch_shared(refuse: Refuse) -> None:
    """Let the generator behind `random.random()` and the like know whether it has a seed."""
    shared: random.Random = random._inst
    functions = [
        name for name in random.__all__ if getattr(getattr(random, name), "__self__", "") is shared
    ]
    unseeded = shared.getstate()

    class Shared(random.Random):
        seeded = False

        def random(self) -> float:
            self._check()
            return super().random()

        def getrandbits(self, k: int, /) -> int:
            self._check()
            return super().getrandbits(k)

        def seed(self, a: Any = None, version: int = 2) -> None:
            super().seed(a, version)
            self.seeded = a is not None

        def setstate(self, state: Any) -> None:
            super().setstate(state)
            self.seeded = state != unseeded

        def _check(self) -> None:
            if not self.seeded:
                refuse()

    shared.__class__ = Shared
    for name in functions:
        setattr(random, name, getattr(shared, name))


class _Kind(type):
    """Of which generators NumPy says that they can be given a seed anew: all of the original kind."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, np.random.MT19937)


class MT19937(np.random.MT19937, metaclass=_Kind):  # type: ignore[metaclass]
    """The bits behind `numpy.random.rand()` and `RandomState`: whoever draws takes their lock, and gives it back changed.

    Its states say which class they are of, by its name.
    """

    refuse: Refuse

    def __init__(self, seed: Any = None) -> None:
        super().__init__(0 if seed is None else seed)
        self._unseeded: Any = super().state["state"]
        self._seeded = seed is not None

    @property
    def lock(self) -> Any:  # type: ignore[override]
        """What NumPy holds while it draws: this object itself."""
        return self

    def __enter__(self) -> None:
        super().lock.acquire()

    def __exit__(self, *_: object) -> None:
        super().lock.release()
        if not self._seeded and not self._is_unseeded(super().state):
            type(self).refuse()

    @property
    def state(self) -> Any:
        """As of any generator of its kind."""
        return super().state

    @state.setter
    def state(self, state: Any) -> None:
        np.random.MT19937.state.__set__(self, state)  # type: ignore[attr-defined]
        self._seeded = not self._is_unseeded(state)

    def _legacy_seeding(self, seed: Any) -> None:
        super()._legacy_seeding(seed)
        self._seeded = seed is not None

    def _is_unseeded(self, state: Any) -> bool:
        words, place = state["state"]["key"], state["state"]["pos"]
        return bool(place == self._unseeded["pos"] and (words == self._unseeded["key"]).all())
