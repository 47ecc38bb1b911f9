"""How long runs took the last time, and which is best begun first; kept in `build`, and part of no key and no result."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from graphlib import TopologicalSorter

from quire.core.project import Project, to_json, write_atomically

FILE = "seconds.json"
"""Below `build`."""


def read_seconds(project: Project) -> dict[str, float]:
    """Seconds that runs took, by their ids; nothing where the file is not there or cannot be read."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        read = json.loads((project.build / FILE).read_bytes())
        return {str(run): float(seconds) for run, seconds in read.items()}
    return {}


def keep_seconds(project: Project, seconds: Mapping[str, float]) -> None:
    """Leave to the next pipeline how long some runs took, beside what is known of others."""
    if seconds:
        now = {run: round(took, 2) for run, took in seconds.items()}
        write_atomically(project.build / FILE, to_json(read_seconds(project) | now))


def seconds_left(
    needs: Mapping[str, Sequence[str]], seconds: Mapping[str, float]
) -> dict[str, float]:
    """How long each run takes, with the longest chain of those that wait for it.

    Who begins with what takes longest does not end with one run that all others have to wait for. A run that nobody knows takes as
    long as the longest.

    Parameters
    ----------
    needs
        By the id of each run, the ids of those that it waits for.
    seconds
        What is known.

    >>> left = seconds_left({"table": [], "page": ["table"], "other": []}, {"table": 1, "page": 4, "other": 2})
    >>> left["table"], left["page"], left["other"]
    (5.0, 4.0, 2.0)
    """
    longest = max(seconds.values(), default=0.0)
    order = [*TopologicalSorter(needs).static_order()]
    left: dict[str, float] = {}
    for run in reversed(order):
        after = (left[other] for other, before in needs.items() if run in before)
        left[run] = seconds.get(run, longest) + max(after, default=0.0)
    return left
