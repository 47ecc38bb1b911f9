"""Where the outputs of a notebook go: to whoever looks at it, and into a folder, where none is written twice.

What is written lives in `figures` and `values`; who sets the folder lives in the pipeline.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from IPython.display import display

from quire.core.errors import StudyError
from quire.core.project import write_atomically

VARIABLE = "STUDY_OUTPUT"
"""Environment variable that names the folder; without it a notebook shows its outputs and writes no file."""


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


def show(forms: dict[str, str], metadata: dict[str, Any] | None = None) -> None:
    """Display one object in several forms, by media type; whoever shows it takes the form it likes best."""
    display(forms, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


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
