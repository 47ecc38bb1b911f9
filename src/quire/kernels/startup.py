"""What every kernel executes first: it refuses what its run may not reach, ends itself at too much output, and gives hints.

Files and the like are a matter of `quire.core.reach`, random numbers of `quire.core.chance`. It sends no more output than its run may,
before the driver has to hold it.
Before each cell it calls `before_cell` of the module that it is told, if it is told one.

Copied into the startup folder of the kernels' own IPython profile, so it stands alone and leaves no name behind.
"""


def _limit_output() -> None:
    import os
    from typing import Any

    from ipykernel.iostream import IOPubThread

    limit = os.environ.get("STUDY_OUTPUT_LIMIT")
    if limit is None:
        # read outside of a kernel, as for the reference of the code
        return
    status, left = (int(word) for word in limit.split())
    send = IOPubThread.send_multipart

    def send_counted(self: IOPubThread, message: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal left
        left -= sum(map(len, message))
        if left < 0:
            os._exit(status)
        send(self, message, *args, **kwargs)  # type: ignore[no-untyped-call]

    IOPubThread.send_multipart = send_counted  # type: ignore[method-assign]


def _give_hints() -> None:
    from IPython import get_ipython

    from quire.kernels.hints import load_ipython_extension

    shell = get_ipython()
    if shell is not None:
        load_ipython_extension(shell)


def _begin_cells() -> None:
    import importlib
    import os

    from IPython import get_ipython

    name, shell = os.environ.get("STUDY_BEFORE_CELL"), get_ipython()
    if name and shell is not None:
        shell.events.register("pre_run_cell", importlib.import_module(name).before_cell)


__import__("quire.core.chance", fromlist=["watch"]).watch()
__import__("quire.core.reach", fromlist=["watch"]).watch()
_limit_output()
_give_hints()
_begin_cells()
del _limit_output, _give_hints, _begin_cells
