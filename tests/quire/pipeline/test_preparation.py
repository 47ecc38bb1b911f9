"""The step before the runs: stale by content, all or nothing."""

from __future__ import annotations

from pathlib import Path

import invented
import pytest

from quire.core.project import Project
from quire.core.steps import RECORD
from quire.pipeline.preparation import prepare, preview


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    project = Project(tmp_path)
    prepare(project)
    return project


def tables(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.processed).as_posix(): path.read_bytes()
        for path in project.processed.rglob("*")
        if path.is_file()
    }


def test_preparing_again_has_nothing_to_do(project: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.processed.rglob("*")}
    assert prepare(project).reasons == ()
    assert {path: path.stat().st_mtime_ns for path in project.processed.rglob("*")} == before


def test_a_changed_figure_changes_only_the_tables_that_hold_it(project: Project) -> None:
    before = tables(project)
    invented.rewrite(project.raw, "published_facts", "Half", "Most")
    found = prepare(project)
    assert "raw data/raw/published_facts.csv changed" in found.reasons
    after = tables(project)
    assert {name for name in after if after[name] != before[name]} == {
        "2002/published.csv",
        "published.csv",
        RECORD,
    }


def test_a_preview_foretells_the_bytes_and_writes_nothing(project: Project) -> None:
    before = tables(project)
    invented.rewrite(project.raw, "perception", ",60,30,,10", ",61,29,,10")
    foretold = preview(project)
    assert tables(project) == before
    assert prepare(project).files == foretold.files
    assert preview(project).reasons == ()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.write_text("edited"), "output 2002/cities.csv was edited"),
        (lambda path: path.unlink(), "output 2002/cities.csv is gone"),
        (
            lambda path: (path.parents[1] / RECORD).write_text("{"),
            "its record is gone or cannot be read",
        ),
    ],
)
def test_a_spoilt_table_is_made_again(project: Project, spoil: object, reason: str) -> None:
    before = tables(project)
    spoil(project.processed / "2002" / "cities.csv")  # type: ignore[operator]
    assert prepare(project).reasons == (reason,)
    assert tables(project) == before


def test_the_tables_of_a_removed_edition_go(project: Project) -> None:
    invented.write_yaml(project.raw / "editions" / "2003.yml", {**invented.EDITION, "year": 2003})
    prepare(project)
    assert (project.processed / "2003" / "cities.csv").is_file()
    (project.raw / "editions" / "2003.yml").unlink()
    prepare(project)
    assert not (project.processed / "2003").exists()
