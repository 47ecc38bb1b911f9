"""Meanings of columns are asked for where the columns are made: in a run, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from conftest import code, edit, write_notebook
from matplotlib.figure import Figure

from quire.core.project import Project
from quire.pipeline.columns import find_undescribed
from quire.pipeline.driver import run_study
from quire.showing.figures import show_figure

DRAWN = (
    "import pandas as pd\nfrom matplotlib.figure import Figure\n"
    "from quire.results import keep_table\nfrom quire.showing.figures import show_figure",
    'frame = pd.DataFrame({"city": ["A"], "longitde": [1]})',
    'show_figure("line", Figure(), data=frame, title="A", subtitle="E", caption="B", alt="C", source="D")',
)
CONSISTENCY = "area,items,scored,not_scored,filled_pct,alpha,correlation_low,correlation_middle"


def kept(folder: Path, name: str, head: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\n", "utf-8")
    if path.parent.name == "figures":
        path.with_suffix(".svg").touch()
    return folder


@pytest.mark.parametrize(
    ("file", "head", "said"),
    [
        ("figures/a.csv", "city,longitude", []),
        (
            "figures/a.csv",
            "city,longitde",
            [
                "figures/a.svg: columns of figures that are not described: longitde (figure 'a') - say what it"
                " means in data/schema/figures.yml (did you mean 'longitude'?"
            ],
        ),
        ("tables/consistency.csv", f"{CONSISTENCY},correlation_high,colour", []),
        (
            "tables/consistency.csv",
            f"{CONSISTENCY},correlation_hihg",
            [
                "tables/consistency.csv: the kept table 'consistency' lacks the column 'correlation_high' that"
                " data/schema/results/consistency.yml describes - keep it, or delete it there"
                " (did you mean 'correlation_hihg'?",
            ],
        ),
        ("tables/of_no_schema.csv", "anything", []),
    ],
)
def test_a_column_without_a_meaning_is_named(
    study: Project, tmp_path: Path, file: str, head: str, said: list[str]
) -> None:
    folder = kept(tmp_path / "run", file, head)
    lines = [
        f"{name}: {what} - {repair}"
        for name, what, repair in find_undescribed(study, "results", folder)
    ]
    assert len(lines) == len(said), lines
    assert all(line.startswith(start) for line, start in zip(lines, said, strict=True)), lines


def test_a_study_without_a_dictionary_is_asked_for_nothing(toy: Project, tmp_path: Path) -> None:
    assert list(find_undescribed(toy, "rain", kept(tmp_path, "figures/a.csv", "anything"))) == []


def test_a_run_fails_in_the_cell_that_made_the_column(finished: Project) -> None:
    notebook = write_notebook(
        finished.notebooks / "study/50_lines.ipynb", [code(source) for source in DRAWN]
    )
    (failed,) = run_study(finished, only="lines").failed
    assert (failed.cell, failed.source) == (3, DRAWN[2])
    assert failed.what == "columns of figures that are not described: longitde (figure 'line')"
    assert "did you mean 'longitude'?" in failed.repair
    edit(notebook, "longitde", "longitude")
    assert run_study(finished, only="lines").done == ("study/lines",)


def test_a_run_fails_in_the_cell_that_keeps_the_table(finished: Project) -> None:
    keep = 'keep_table("consistency", frame)'
    write_notebook(
        finished.notebooks / "study/50_results.ipynb",
        [code(source) for source in (*DRAWN[:2], keep)],
    )
    (failed,) = run_study(finished, only="results").failed
    assert (failed.cell, failed.source) == (3, keep)
    assert "lacks the column 'alpha'" in failed.what


def test_by_hand_the_figure_is_shown_with_a_word_on_the_column(
    study: Project,
    inside: Callable[[Project], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    inside(study)
    texts = {"title": "A", "subtitle": "E", "caption": "B", "alt": "C", "source": "D"}
    show_figure("line", Figure(), data=pd.DataFrame({"longitude": [1]}), **texts)
    assert capsys.readouterr().err == ""
    show_figure("line", Figure(), data=pd.DataFrame({"longitde": [1]}), **texts)
    said = capsys.readouterr()
    assert "columns of figures that are not described: longitde (figure 'line')" in said.err
    assert "did you mean 'longitude'?" in said.err
    assert "C" in said.out
    # as papermill starts it, wherever it was started itself
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    show_figure("line", Figure(), data=pd.DataFrame({"longitde": [1]}), **texts)
    assert "not described: longitde" in capsys.readouterr().err
