"""Results are whole or not there, whenever the pipeline is killed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quire.core.errors import StudyError
from quire.core.folders import fresh_folder
from quire.core.project import Project, left_over, recover
from quire.core.steps import RECORD, Step, read_record
from quire.pipeline.runs import only_one, publish

KEY = {"code": ["a"]}


class Killed(BaseException):
    """Stands for the moment after which nothing more happens."""


def make(project: Project, text: str) -> Path:
    """A result of one file."""
    final = project.runs / "2002" / "short"
    with fresh_folder(final) as folder:
        (folder / "figures").mkdir()
        (folder / "figures" / "a.csv").write_text(text, encoding="utf-8")
        publish(folder, final, KEY)
    return final


def text_of(final: Path) -> str | None:
    """What a valid result holds; None if there is no valid result."""
    if Step("short", final, final / RECORD, KEY).why_stale():
        return None
    return (final / "figures" / "a.csv").read_text(encoding="utf-8")


def test_a_result_is_put_in_place_with_its_record(tmp_path: Path) -> None:
    final = make(Project(tmp_path), "one")
    record = read_record(final / RECORD)
    assert record is not None
    assert (record.key, list(record.outputs)) == (KEY, ["figures/a.csv"])
    assert text_of(final) == "one"
    assert left_over(Project(tmp_path)) == []


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_kill_between_any_two_steps_leaves_the_old_result_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    project = Project(tmp_path)
    final = make(project, "old")
    rename = os.rename
    made: list[Path] = []

    def rename_until_killed(old: Path, new: Path) -> None:
        if len(made) == renames:
            raise Killed
        made.append(old)
        rename(old, new)

    folder = final.parent / ".short.new-killed"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "a.csv").write_text("new", encoding="utf-8")
    with monkeypatch.context() as killing:
        killing.setattr(os, "rename", rename_until_killed)
        if renames < 2:
            with pytest.raises(Killed):
                publish(folder, final, KEY)
        else:
            killing.setattr("shutil.rmtree", lambda *_, **__: None)
            publish(folder, final, KEY)
    recover(project)
    assert text_of(final) == ("new" if renames == 2 else "old")
    assert [path.name for path in final.parent.iterdir()] == ["short"]


def test_what_was_never_finished_is_swept_and_what_is_not_ours_is_left(tmp_path: Path) -> None:
    project = Project(tmp_path)
    final = make(project, "one")
    (final.parent / ".short.new-abc" / "figures").mkdir(parents=True)
    (final.parent / ".keep").mkdir()
    recover(project)
    assert sorted(path.name for path in final.parent.iterdir()) == [".keep", "short"]


def test_one_pipeline_at_a_time(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with (
        only_one(project),
        pytest.raises(StudyError, match="another `study` is at work"),
        only_one(project),
    ):
        pass
    with only_one(project):
        pass
