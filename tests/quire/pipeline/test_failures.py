"""Runs that failed: what is kept of them, for how long, and what is said of them."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import nbformat
import pytest
from building import type_quire
from conftest import ROOT, code, edit
from nbclient import NotebookClient

from quire.core.project import Project, left_over
from quire.lab.setup import write_kernel
from quire.pipeline.driver import look, run_study
from quire.pipeline.failures import Failure, read_failure

RAIN = "notebooks/edition/10_rain.ipynb"
KEPT = "build/failed/2001/rain/notebook.ipynb"


def failure_of(project: Project, run: str) -> Failure | None:
    """What is kept of a run, as it is planned now."""
    return read_failure(project, {each.id: each for each in look(project).runs}[run])


def notebook_of(project: Project) -> dict[str, Any]:
    """The notebook of a run of 2001 that failed."""
    data: dict[str, Any] = json.loads((project.root / KEPT).read_bytes())
    return data


def text_of(project: Project) -> str:
    return (project.root / KEPT).read_text("utf-8")


def test_an_error_that_carries_very_much_is_said_and_kept_in_short(toy: Project) -> None:
    edit(toy.root / RAIN, 'keep_table(\\"wet\\", wet)', "raise ValueError('<b>' + 'x' * 9_000_000)")
    (failed,) = run_study(toy, edition="2001").failed
    assert failed.what.startswith("ValueError: <b>xxx")
    assert failed.what.endswith(" more signs")
    assert len(str(failed)) < 10_000
    assert len(text_of(toy)) < 50_000
    (error,) = next(cell["outputs"] for cell in notebook_of(toy)["cells"] if cell["id"] == "rain-4")
    assert error["evalue"].startswith("<b>xxx")


def test_a_failure_travels_whole_between_processes(toy: Project) -> None:
    edit(toy.root / RAIN, 'keep_table(\\"wet\\", wet)', "a = 1\\n1 / 0")
    (failed,) = run_study(toy, edition="2001").failed
    arrived = pickle.loads(pickle.dumps(failed))
    assert (str(arrived), arrived.kept) == (str(failed), KEPT)
    assert (arrived.cell, arrived.line, arrived.run.id) == (4, 2, "2001/rain")


def test_a_failed_run_keeps_its_notebook_until_it_succeeds(toy: Project) -> None:
    edit(toy.root / RAIN, '"wet\\", wet', '"wet\\", wett')
    (failed,) = run_study(toy, edition="2001").failed
    assert failed.kept == KEPT
    cells = notebook_of(toy)["cells"]
    place = next(number for number, cell in enumerate(cells) if cell["id"] == "rain-4")
    assert cells[place]["metadata"]["tags"] == ["failed"]
    assert cells[place]["outputs"][-1]["ename"] == "NameError"
    assert "This run failed in code cell 4, line 1." in cells[place - 1]["source"]
    assert [cell["id"] for cell in cells if cell["metadata"].get("tags") == ["failed"]] == [
        "failed",
        "rain-4",
    ]
    assert cells[place - 2]["execution_count"] == 4
    assert [cell["execution_count"] for cell in cells[place + 1 :]] == [None, None]
    assert str(toy.root) not in text_of(toy)

    kept = failure_of(toy, "2001/rain")
    assert kept
    assert (kept.what, kept.cell, kept.line, kept.current) == (failed.what, 4, 1, True)
    assert failure_of(toy, "2002/rain") is None
    assert look(toy).runs[0].reasons == (f"failed in code cell 4, line 1, see {KEPT}: {kept.what}",)

    edit(toy.root / RAIN, '"wet\\", wett', '"wet\\", wet')
    kept = failure_of(toy, "2001/rain")
    assert kept
    assert not kept.current
    first, second = look(toy).runs[0].reasons
    assert first.startswith("failed before it was changed in code cell 4, line 1, see build/failed")
    assert second == "never made"
    assert run_study(toy).failed == ()
    assert list(toy.failed.rglob("*.*")) == []
    assert failure_of(toy, "2001/rain") is None


def test_a_failure_goes_when_its_run_is_planned_no_more_or_needs_none(toy: Project) -> None:
    run_study(toy)
    good = (toy.root / RAIN).read_text("utf-8")
    edit(toy.root / RAIN, '"wet\\", wet', '"wet\\", wett')
    run_study(toy, keep_going=True)
    assert len(list(toy.failed.rglob("notebook.ipynb"))) == 2
    (toy.root / RAIN).write_text(good)
    assert not look(toy).stale
    assert run_study(toy).done == ()
    assert list(toy.failed.rglob("*.*")) == []

    edit(toy.root / RAIN, '"wet\\", wet', '"wet\\", wett')
    run_study(toy, keep_going=True)
    (toy.root / RAIN).rename(toy.root / RAIN.replace("rain", "snow"))
    run_study(toy, keep_going=True)
    kept = [path.parent.name for path in toy.failed.rglob("notebook.ipynb")]
    assert kept == ["snow", "snow"]
    assert left_over(toy) == []


def spoil(project: Project) -> None:
    """Let both runs fail at a column that is not there."""
    edit(project.root / RAIN, 'rain[\\"rain_mm\\"]', 'rain[\\"rain_m\\"]')


def test_every_command_says_that_a_run_failed_and_where_to_look(
    toy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(toy)
    status, said = type_quire(capsys, "run", "--keep-going")
    assert status == 1
    assert said.count("    > wet = rain[rain[") == 2
    assert said.endswith(
        "2 runs failed, as far as each came in build/failed/<run>/notebook.ipynb:\n"
        "  2001/rain  code cell 3, line 2: KeyError: 'rain_m'\n"
        "  2002/rain  code cell 3, line 2: KeyError: 'rain_m'\n"
    )
    failed = f"failed in code cell 3, line 2, see {KEPT}: KeyError: 'rain_m'"
    assert f"2001/rain                {failed}\n" in type_quire(capsys, "plan")[1]
    assert f"2001/rain                {failed}\n" in type_quire(capsys, "status")[1]
    status, said = type_quire(capsys, "book")
    assert status == 1
    assert f"2001/rain ({failed})" in said
    assert "never made" not in said


def test_one_failure_is_told_once(toy: Project, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(toy)
    assert "runs failed" not in type_quire(capsys, "run", "--edition", "2001")[1]


def test_the_plan_tells_how_long_runs_may_take(
    toy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert type_quire(capsys, "plan")[1].endswith("at most 60 minutes each\n")
    edit(toy.root / RAIN, '"metadata": {\n  "', '"metadata": {\n  "study": {"minutes": 120},\n  "')
    edit(toy.root / "pyproject.toml", 'source = "."', 'source = "."\nminutes = 30')
    said = type_quire(capsys, "plan")[1]
    assert said.endswith("at most 30 minutes each; 10_rain: 120\n")
    edit(toy.root / "pyproject.toml", "minutes = 30", 'minutes = "an hour"\nmegabytes = 0')
    for command in ("plan", "check", "run"):
        status, said = type_quire(capsys, command)
        assert status == 1
        assert "pyproject.toml [tool.quire.minutes] 'an hour': is no whole number above 0" in said
        assert "write megabytes = 50, or leave it out" in said


def test_a_limit_of_the_study_stops_its_runs(toy: Project) -> None:
    edit(toy.root / "pyproject.toml", 'source = "."', 'source = "."\nmegabytes = 1')
    edit(toy.root / RAIN, "keep_table(", "print('a' * 2_000_000)\\nkeep_table(")
    (failed,) = run_study(toy, edition="2001").failed
    assert failed.what == "it showed more than 1 megabyte"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("print(later)", "later is made in code cell 5, and cells run from the top"),
        ("pathlib.Path()", "pathlib is made in code cell 5, and cells run from the top"),
        ("print(never)", "make it in a cell above and run that, or import it"),
    ],
)
def test_a_name_that_a_later_cell_makes_is_told_with_that_cell(
    toy: Project, line: str, said: str
) -> None:
    cells = json.loads((toy.root / RAIN).read_text("utf-8"))
    place = next(n for n, cell in enumerate(cells["cells"]) if cell["id"] == "rain-4")
    cells["cells"].insert(place, {**code(line), "id": "early"})
    cells["cells"].insert(place + 1, {**code("import pathlib\nlater = 1"), "id": "late"})
    (toy.root / RAIN).write_text(json.dumps(cells))
    (failed,) = run_study(toy, edition="2001", only="rain").failed
    assert failed.cell == 4
    assert failed.repair.startswith(said)


def test_the_kernel_of_the_study_gives_hints_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(ROOT)
    write_kernel(project, tmp_path)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    source = "import pandas as pd\npd.DataFrame({'favourable': [1]}).favorable"
    notebook = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": [code(source)], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    )
    NotebookClient(notebook, kernel_name=project.name, allow_errors=True).execute()
    said = "hint: did you mean 'favourable'? columns there are: 'favourable'"
    assert notebook.cells[0].outputs[-1].traceback[-1] == said
