"""What a researcher sees: each notebook of the study, run by hand from its own folder with its defaults, all cells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from quire.core.project import Project
from quire.core.reach import VARIABLE
from quire.showing import outputs

ALL = [path.relative_to(ROOT) for path in NOTEBOOKS]
COMING = [
    path for path in ALL if '"needs": "preparation"' in (ROOT / path).read_text(encoding="utf-8")
]
NOTEBOOKS = [path for path in ALL if path not in COMING]


def shown(cells: list[dict[str, Any]]) -> list[list[object]]:
    """What each code cell shows, in all forms, without the cell that the pipeline adds."""
    code = [
        each
        for each in cells
        if each["cell_type"] == "code" and "injected-parameters" not in tags(each)
    ]
    return [[each.get("data", each.get("text")) for each in cell["outputs"]] for cell in code]


def tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def by_hand(path: Path) -> list[dict[str, Any]]:
    """Cells of a notebook after Run All in an ordinary kernel that was started in its folder."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    return list(json.loads(nbformat.writes(notebook))["cells"])  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_run_all_shows_what_the_pipeline_shows_and_writes_nothing(
    real_study: Project, name: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(outputs.VARIABLE, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(real_study.library))
    path = real_study.root / name
    before = set(real_study.root.rglob("*"))
    cells = by_hand(path)
    assert {
        each for each in set(real_study.root.rglob("*")) - before if "__pycache__" not in each.parts
    } == set()
    scope = default_edition(cells) if name.parent.name == "edition" else "study"
    result = real_study.runs / scope / name.stem.split("_", 1)[1] / "notebook.ipynb"
    assert shown(cells) == shown(json.loads(result.read_bytes())["cells"])
    assert any(shown(cells))


def default_edition(cells: list[dict[str, Any]]) -> str:
    """The edition that the parameters cell names."""
    (parameters,) = [each["source"] for each in cells if "parameters" in tags(each)]
    names: dict[str, Any] = {}
    exec("".join(parameters), names)
    return str(names["edition"])


@pytest.mark.parametrize("name", COMING, ids=[path.stem for path in COMING])
def test_without_an_edition_in_preparation_its_notebook_says_how_to_begin_one(
    study: Project, name: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a study that has none for certain: this one may have one at any time."""
    monkeypatch.delenv(outputs.VARIABLE, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(study.library))
    shutil.copy(ROOT / name, study.root / name)
    with pytest.raises(
        CellExecutionError,
        match=r"no edition is in preparation[\s\S]*begin one with study new <id>",
    ):
        by_hand(study.root / name)


def by_papermill(project: Project, place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Papermill as a person types it, in some folder, with the path of a notebook; its output is `out.ipynb` there."""
    environment = {**os.environ, "PYTHONPATH": str(project.library)}
    for name in (outputs.VARIABLE, VARIABLE):
        environment.pop(name, None)
    notebook = project.notebooks / "edition" / "10_short.ipynb"
    return subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), "out.ipynb", "-k", "python3", *options],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.kernel
def test_papermill_from_any_folder_takes_an_edition_that_is_a_number(
    finished: Project, tmp_path: Path
) -> None:
    done = by_papermill(finished, tmp_path, "-p", "edition", "2005", "-p", "least", "2")
    assert done.returncode == 0, done.stderr
    cells = json.loads((tmp_path / "out.ipynb").read_bytes())["cells"]
    result = finished.runs / "2005" / "short" / "notebook.ipynb"
    assert shown(cells) == shown(json.loads(result.read_bytes())["cells"])
    assert any(shown(cells))


@pytest.mark.kernel
def test_papermill_ends_in_a_sentence_where_a_value_is_of_another_type_or_no_table_is_made(
    study: Project, tmp_path: Path
) -> None:
    wrong = by_papermill(study, tmp_path, "-r", "least", "2")
    assert (
        "StudyError: parameters: least is text, '2', and in 10_short.ipynb a number" in wrong.stderr
    )
    shutil.rmtree(study.processed)
    missing = by_papermill(study, study.root)
    assert "there are no processed tables of edition '2002'" in missing.stderr
    assert "repair: make the processed tables: study prepare" in missing.stderr
