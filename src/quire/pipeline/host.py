"""The process of a worker that executes runs, in a folder of its own with warm kernels of its own, and answers with bytes.

`python -m quire.pipeline.host FOLDER`, where a capsule was unpacked into the folder. It reads requests on standard input. When that
closes, because the worker has ended or was killed, it ends with its kernels and removes the folder. Who starts it is `outpost`.
"""

from __future__ import annotations

import os
import pickle
import platform
import re
import shutil
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from quire.core.archives import packed, read_files, write_files
from quire.core.errors import StudyError
from quire.core.project import Project, to_json
from quire.kernels.warm import Kernels, open_kernels
from quire.pipeline.capsule import CHECKOUT, FIELDS
from quire.pipeline.executed import places_of, scrub
from quire.pipeline.failures import RECORD, RunFailed, folder_of
from quire.pipeline.outpost import DONE, FAILED, LENGTH, REFUSED, WRONG
from quire.text.words import listed

LOCKED = re.compile(r"^[A-Za-z0-9][^\n\\]*", re.MULTILINE)
"""A line of the lock that names a package."""


def main() -> None:
    """Answer requests until there are no more."""
    folder = Path(sys.argv[1])
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # whatever prints must not come between the answers
    project = Project(folder / CHECKOUT)
    requests = SimpleQueue[bytes]()
    # jsonschema would build a grammar for addresses, which takes half a second and which no notebook needs
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    with suppress(BrokenPipeError), open_kernels(project) as kernels:
        from quire.pipeline import execute as _  # imported while the warm process imports, too  # noqa: F401

        Thread(target=_listen, args=(asked, requests, kernels, folder), daemon=True).start()
        unlike = find_unlike(project).encode()
        while True:
            request = requests.get()
            kind, answer = (REFUSED, unlike) if unlike else carry_out(project, kernels, request)
            message = f"{kind}\n".encode() + answer
            answers.write(LENGTH.pack(len(message)) + message)
            answers.flush()
    shutil.rmtree(
        folder, ignore_errors=True
    )  # the worker has ended, which may be noticed here first
    os._exit(0)  # what stands in the pipe cannot be written


def carry_out(project: Project, kernels: Kernels, request: bytes) -> tuple[str, bytes]:
    """Execute one run, and leave nothing of it.

    Returns
    -------
    tuple
        What it came to, and the bytes that tell of it: files as a zip, or text.
    """
    from quire.pipeline.execute import execute

    asked = pickle.loads(request)  # noqa: S301 - from whoever sent the code that is running
    run = asked.run
    shutil.rmtree(project.runs, ignore_errors=True)
    write_files(project.root, asked.kept)
    try:
        execute(project, run, kernels, minutes=asked.minutes)
        return DONE, packed(read_files(run.folder(project)))
    except RunFailed as failed:
        said = scrub({name: getattr(failed, name) for name in FIELDS}, places_of(project))
        kept = read_files(folder_of(project, run)) if failed.kept else {}
        return FAILED, packed({RECORD: to_json(said), **kept})
    except StudyError as error:
        return WRONG, str(error).encode()
    finally:
        for place in (run.folder(project), folder_of(project, run)):
            shutil.rmtree(place, ignore_errors=True)


def find_unlike(project: Project) -> str:
    """In what the packages of this machine differ from the lock of the study; empty if in nothing.

    What is not installed at all is no difference: not every worker has the tools for tests.
    """
    from packaging.requirements import Requirement

    lock = project.root / "requirements.lock"
    lines = LOCKED.findall(lock.read_text("utf-8")) if lock.is_file() else []
    unlike = []
    for needed in map(Requirement, lines):
        with suppress(PackageNotFoundError):
            own = version(needed.name)
            if (needed.marker is None or needed.marker.evaluate()) and own not in needed.specifier:
                unlike.append(f"{needed.name} {own}, and requirements.lock has {needed.specifier}")
    return f"{platform.node()} has {listed(unlike)}" if unlike else ""


def _listen(asked: BinaryIO, requests: SimpleQueue[bytes], kernels: Kernels, folder: Path) -> None:
    """Take requests in; when there can be no more, end at once, whatever is under way."""
    while len(head := asked.read(LENGTH.size)) == LENGTH.size:
        requests.put(asked.read(LENGTH.unpack(head)[0]))
    kernels.close()
    for left in (kernels.folder, folder):
        shutil.rmtree(left, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
