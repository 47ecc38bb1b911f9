"""What a notebook says of itself under `study` in its metadata: what it needs, whether its values are frozen, how long it may take."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from quire.core.errors import Fault
from quire.core.project import Project
from quire.study import PREPARATION
from quire.text.words import counted

LIMITS = {"minutes": 60, "megabytes": 50}
"""What a run may take, and show, where neither its notebook nor `[tool.quire]` says anything: far more than most need."""


def marks_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a notebook, as its file has them; none if it says nothing.

    >>> marks_of({"metadata": {"study": {"needs": "survey"}}})
    {'needs': 'survey'}
    """
    marks = data.get("metadata", {}).get("study", {})
    return marks if isinstance(marks, dict) else {"study": marks}


def limits_of(project: Project, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a run may take and show: as its notebook says, else as the study does, else `LIMITS`."""
    marks = marks_of(data)
    return {
        name: marks.get(name, project.settings.get(name, limit)) for name, limit in LIMITS.items()
    }


def say_minutes(project: Project, notebooks: Mapping[str, Mapping[str, Any]]) -> str:
    """How long runs may take, on one line: by the study, and of those notebooks (data by file) that say otherwise."""
    usual = limits_of(project, {})["minutes"]
    own = {file: limits_of(project, data)["minutes"] for file, data in notebooks.items()}
    said = [f"{Path(file).stem}: {minutes}" for file, minutes in own.items() if minutes != usual]
    return "; ".join([f"at most {counted(usual, 'minute')} each", *said])


def setting_faults(project: Project) -> list[Fault]:
    """Limits in `pyproject.toml` that are none."""
    return [
        Fault(
            *("pyproject.toml", 0, f"tool.quire.{name}", str(project.settings[name])),
            *("is no whole number above 0", f"write {name} = {limit}, or leave it out"),
        )
        for name, limit in LIMITS.items()
        if name in project.settings and not _is_limit(project.settings[name])
    ]


def _is_limit(mark: object) -> bool:
    return type(mark) is int and mark > 0


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
        _is_limit(mark) if name in LIMITS else mark in allowed.get(name, ())
        for name, mark in marks_of(data).items()
    ):
        return []
    known = " or ".join(
        json.dumps({name: mark}) for name, meant in allowed.items() for mark in meant
    )
    known += "".join(f" or {json.dumps({name: limit})}" for name, limit in LIMITS.items())
    return [Fault(where, 0, "metadata", "study", "means nothing here", f"write {known}")]
