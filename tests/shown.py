"""What findings show and keep in a run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quire.showing import outputs, values
from quire.showing.findings import Finding


@dataclass(frozen=True)
class Shown:
    """Texts in the order in which they are read, names of the files, and the values that were stated."""

    texts: list[str]
    files: set[str]
    stated: dict[str, Any]


def show_all(findings: Iterable[Finding], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Show findings as a run does that keeps its outputs in the folder."""
    texts: list[str] = []
    monkeypatch.setattr(
        outputs, "display", lambda forms, metadata, raw: texts.append(forms["text/plain"])
    )
    monkeypatch.setattr(values, "_stated", {})
    monkeypatch.setenv(outputs.VARIABLE, str(folder))
    for finding in findings:
        finding.show()
    kept = folder / "values.json"
    stated = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    names = {path.name for path in folder.glob("figures/*")}
    return Shown(texts, names, {name: stated[name]["value"] for name in stated})


def text_of(finding: Finding, name: str) -> str:
    """What a finding says under one name."""
    (text,) = [part.sentence for part in finding.statements if part.name == name]
    return text


def part_of(finding: Finding, id: str) -> Any:
    """A figure or table of a finding, by its id."""
    (found,) = [part for part in finding.parts if getattr(part, "id", None) == id]
    return found
