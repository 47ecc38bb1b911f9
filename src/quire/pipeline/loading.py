"""The file of a notebook as data, or what a person or a merge did to it; what stands in its cells is read by `notebooks`."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from quire.core.errors import Fault

CONFLICT = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)
"""What git writes into a file around lines that it could not merge."""

REPAIR = "open it in JupyterLab and save it"


def load_notebook(held: bytes, where: str) -> dict[str, Any] | Fault:
    """A notebook as data, or what is wrong with it."""
    try:
        text = held.decode("utf-8")
        data = json.loads(text)
    except (UnicodeDecodeError, RecursionError):
        return Fault(where, 0, "", "", "is not a notebook", REPAIR)
    except json.JSONDecodeError as error:
        if conflict := CONFLICT.search(text):
            row = text.count("\n", 0, conflict.start()) + 1
            repair = "keep the lines of one side and remove the marks, or all of one side: git checkout --ours, or --theirs"
            return Fault(where, row, "", conflict[0], "holds a merge that nobody resolved", repair)
        what = f"is not a notebook: {error.msg}"
        return Fault(where, error.lineno, "", "", what, f"mend the line, or {REPAIR}")
    what, place = _wrong_shape(data)
    return Fault(where, 0, place, "", what, REPAIR) if what else data


def _wrong_shape(data: Any) -> tuple[str, str]:
    """What is wrong with data that should be a notebook, and in which part; empty if nothing."""
    if (
        not isinstance(data, dict)
        or data.get("nbformat") != 4
        or not isinstance(data.get("cells"), list)
    ):
        return "is not a notebook of format 4", ""
    wrong = [f"cell {n}" for n, cell in enumerate(data["cells"], start=1) if not _is_cell(cell)]
    if not isinstance(data.get("metadata", {}), dict):
        wrong = ["metadata", *wrong]
    return ("is not what notebooks have here", ", ".join(wrong)) if wrong else ("", "")


def _is_cell(cell: Any) -> bool:
    """Whether a cell has the parts that notebooks of format 4 have, as far as anything reads them."""
    if not isinstance(cell, dict) or not isinstance(metadata := cell.get("metadata", {}), dict):
        return False
    outputs = cell.get("outputs", [])
    return (
        cell.get("cell_type") in ("code", "markdown", "raw")
        and _is_text(cell.get("source", ""))
        and _is_text(metadata.get("tags", []), as_lines=True)
        and isinstance(cell.get("id", ""), str)
        and isinstance(outputs, list)
        and all(isinstance(output, dict) for output in outputs)
    )


def _is_text(thing: Any, *, as_lines: bool = False) -> bool:
    if isinstance(thing, str):
        return not as_lines
    return isinstance(thing, list) and all(isinstance(line, str) for line in thing)


def id_faults(data: dict[str, Any], where: str) -> list[Fault]:
    """Ids that two cells have, as after a merge in which both sides moved a cell."""
    counts = Counter(cell["id"] for cell in data["cells"] if "id" in cell)
    what = "is the id of more than one cell"
    repair = "remove the cell that is there twice, or give one another id"
    return [Fault(where, 0, "", name, what, repair) for name, count in counts.items() if count > 1]
