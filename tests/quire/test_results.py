"""What a run keeps comes back the same, and only if it is up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from quire import results
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.results import keep_table, kept_table, read_results
from quire.showing.outputs import VARIABLE

MIXED = pd.DataFrame(
    {
        "text": ["Graz", "", "007"],
        "gaps": ["None", None, "nan"],
        "float": [0.1 + 0.2, None, -0.0],
        "whole": [1, 2, 2**62],
        "whole or missing": pd.array([2**60 + 1, None, 3], "Int64"),
        "true": [True, False, True],
        "true or missing": pd.array([True, None, False], "boolean"),
    }
)


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Keep a frame in a run and read it as another run would."""

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        project = Project(tmp_path)
        folder = project.runs / "2002" / "scores"
        folder.mkdir(parents=True)
        monkeypatch.setenv(VARIABLE, str(folder))
        keep_table("area_scores", frame)
        return kept_table(project, "2002", "scores", "area_scores")

    return kept


@pytest.mark.parametrize("rows", [3, 0])
def test_a_table_comes_back_to_the_last_bit_with_its_types(
    keep: Callable[[pd.DataFrame], pd.DataFrame], rows: int, tmp_path: Path
) -> None:
    pd.testing.assert_frame_equal(keep(MIXED.head(rows)), MIXED.head(rows), check_exact=True)
    written = tmp_path / "build/runs/2002/scores/tables/area_scores.csv"
    if rows:
        assert "0.30000000000000004" in written.read_text(encoding="utf-8")


def test_rows_that_were_chosen_are_numbered_anew(
    keep: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    assert keep(MIXED[MIXED["true"]])["text"].to_dict() == {0: "Graz", 1: "007"}


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (MIXED.set_index("text"), "index .* would be lost"),
        (pd.DataFrame({1: [2]}), "are not different texts"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "are not different texts"),
        (pd.DataFrame({"a": [1, "one"]}), "column 'a' of table 'x' is object and holds 1"),
        (pd.DataFrame({"a": ["", None]}), "empty texts beside missing ones"),
        (pd.DataFrame({"a": pd.Categorical(["b"])}), "column 'a' of table 'x' is category"),
    ],
)
def test_a_table_that_would_come_back_otherwise_is_refused_by_hand_too(
    frame: pd.DataFrame, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(StudyError, match=said):
        keep_table("x", frame)


def test_a_run_reads_only_what_the_plan_has_made_sure_of(
    keep: Callable[[pd.DataFrame], pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(MIXED)
    (tmp_path / "pyproject.toml").write_text('[tool.quire]\nstudy = "a:B"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(results.READS, json.dumps(["2002/scores"]))
    (frame,) = read_results("2002", "scores", "area_scores")
    pd.testing.assert_frame_equal(frame, MIXED)
    (frame,) = results.read_all_results("scores", "area_scores")
    assert list(frame.columns[:2]) == ["edition", "text"]
    assert set(frame["edition"]) == {"2002"}
    with pytest.raises(StudyError, match="did you mean 'area_scores'"):
        read_results("2002", "scores", "area_score")
    monkeypatch.setenv(results.READS, "[]")
    with pytest.raises(StudyError, match="knows of no result of 'scores'"):
        read_results("2002", "scores", "area_scores")
