"""What a notebook says of itself under `study` in its metadata: what it needs, whether its values are frozen, how long it may take."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from quire.core.errors import Fault
from quire.study import PREPARATION

LIMITS = {"minutes": 60, "megabytes": 50}
"""What a run may take, and show, where its notebook says nothing: far more than any of the study needs."""


def marks_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a notebook, as its file has them; none if it says nothing.

    >>> marks_of({"metadata": {"study": {"needs": "survey"}}})
    {'needs': 'survey'}
    """
    marks = data.get("metadata", {}).get("study", {})
    return marks if isinstance(marks, dict) else {"study": marks}


def mark_faults(
    data: Mapping[str, Any], needs: Sequence[str], in_edition: bool, where: str
) -> list[Fault]:
    """Marks that mean nothing: what it needs is one of these words, and only where it runs for editions one in preparation.

    `"frozen": false` says that what it shows lives on between editions and is never frozen; `minutes` and `megabytes` how long it may
    take, and how much it may show.
    """
    possible = [need for need in needs if in_edition or need != PREPARATION]
    allowed: dict[str, Sequence[object]] = {"needs": possible, "frozen": [False]}
    if all(
        (type(mark) is int and mark > 0) if name in LIMITS else mark in allowed.get(name, ())
        for name, mark in marks_of(data).items()
    ):
        return []
    known = " or ".join(
        json.dumps({name: mark}) for name, meant in allowed.items() for mark in meant
    )
    known += "".join(f" or {json.dumps({name: limit})}" for name, limit in LIMITS.items())
    return [Fault(where, 0, "metadata", "study", "means nothing here", f"write {known}")]
