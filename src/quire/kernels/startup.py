"""What every kernel executes first: it refuses files that its run has not declared, and ends itself at too much output.

Files are a matter of `quire.core.reads`; of output, it sends no more than its run may, before the driver has to hold it.
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


__import__("quire.core.reads", fromlist=["watch"]).watch()
_limit_output()
del _limit_output
