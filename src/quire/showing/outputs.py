"""Where the outputs of a notebook go: to whoever looks at it, and into a folder, where none is written twice.

What is written lives in `figures` and `values`; who sets the folder lives in the pipeline.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from quire.core.errors import StudyError
from quire.core.project import write_atomically
from quire.text.messages import MADE

VARIABLE = "STUDY_OUTPUT"
"""Environment variable that names the folder; without it a notebook shows its outputs and writes no file."""

MESSAGES = "messages.jsonl"
"""File of a run that says what the texts of its outputs were made of, for books in other languages."""

_kept: dict[Path, int] = {}
"""How many texts of `MADE` stand in a file already: they are added as they come, as there may be thousands."""

MARK = "study"
"""Where the metadata of an output say what it is."""


def display(forms: dict[str, str], **how: Any) -> None:
    """Give one object to whoever looks at the notebook; loaded only here, as the pipeline looks at outputs and shows none."""
    from IPython.display import display as give

    give(forms, **how)  # type: ignore[no-untyped-call]


def output_folder() -> Path | None:
    """The folder for the outputs of this run; None where a person runs the notebook by hand.

    Raises
    ------
    StudyError
        If a folder is named that does not exist.
    """
    name = os.environ.get(VARIABLE, "")
    if not name:
        return None
    folder = Path(name)
    if not folder.is_dir():
        raise StudyError(
            f"the folder for outputs does not exist: {name}",
            where=VARIABLE,
            repair=f"create it, or unset {VARIABLE} to run the notebook by hand",
        )
    return folder


def show(forms: Mapping[str, str], **what: object) -> None:
    """Display one object in several forms, by media type, and say what it is; whoever shows it takes the form it likes best."""
    display(dict(forms), metadata={MARK: what}, raw=True)
    folder = output_folder()
    if folder is not None:
        keep_made(folder)


def keep_made(folder: Path) -> None:
    """Add what texts were made of to the file in a folder, those that are not in it yet: a line of JSON for each."""
    path = folder / MESSAGES
    more = islice(MADE.items(), _kept.get(path, 0) if path.exists() else 0, None)
    lines = [json.dumps([text, made.as_data()], ensure_ascii=False) for text, made in more]
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    _kept[path] = len(MADE)


def read_made(folder: Path) -> dict[str, dict[str, Any]]:
    """What texts were made of, by their words, as `keep_made` left it in a folder; nothing if it left nothing."""
    path = folder / MESSAGES
    lines = path.read_bytes().splitlines() if path.is_file() else []
    return dict(map(json.loads, lines))


def shown_as(output: Mapping[str, Any]) -> dict[str, Any]:
    """What an output of a notebook is, if it was displayed by `show`; empty if not.

    >>> shown_as({"metadata": {"study": {"figure": "map"}}})
    {'figure': 'map'}
    """
    return dict(output.get("metadata", {}).get(MARK, {}))


def write_new(folder: Path, name: str, data: bytes) -> None:
    """Write an output of this run.

    Parameters
    ----------
    folder
        The folder for outputs; empty when the run starts.
    name
        Path below it, with forward slashes.
    data
        The bytes of the file.

    Raises
    ------
    StudyError
        If it is there already: two outputs with one id would hide each other.
    """
    path = folder / name
    if path.exists():
        raise StudyError(
            f"the output {name} is written twice", repair="give each figure and table its own id"
        )
    write_atomically(path, data)
