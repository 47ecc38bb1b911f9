"""Editions are data: listing, finding, and what is refused."""

from __future__ import annotations

from pathlib import Path

import invented
import pytest

from studylib.editions import list_editions, load_edition
from studylib.errors import Faults, StudyError
from studylib.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    return Project(tmp_path)


def test_editions_are_in_the_order_of_their_years(project: Project) -> None:
    invented.write_yaml(project.raw / "editions" / "a-special.yml", {**invented.EDITION, "year": 1999 + 2})
    assert [each.id for each in list_editions(project)] == ["a-special", "2002"]


def test_a_misspelt_edition_names_the_nearest(project: Project) -> None:
    with pytest.raises(StudyError) as caught:
        load_edition(project, "2003")
    assert "did you mean '2002'?" in str(caught.value)


def test_a_recorded_edition_runs_no_notebook(project: Project) -> None:
    invented.write_yaml(project.raw / "editions" / "2005.yml", {**invented.EDITION, "status": "recorded"})
    assert {each.id: each.runs_notebooks for each in list_editions(project)} == {"2002": True, "2005": False}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"id": "2002"}, "id"),
        ({"areas": []}, "areas"),
        ({"year": "soon"}, "year"),
        ({"status": "done"}, "status"),
        ({"sources": ["javascript:alert(1)"]}, "sources.0"),
        ({"participants": {"cities": 0, "source": "https://example.org"}}, "participants.cities"),
        ({"choices": {"Not A Name": 1}}, "choices.Not A Name.[key]"),
    ],
)
def test_a_faulty_key_is_named(project: Project, changes: dict[str, object], key: str) -> None:
    invented.write_yaml(project.raw / "editions" / "2002.yml", {**invented.EDITION, **changes})
    with pytest.raises(Faults) as caught:
        list_editions(project)
    assert key in {fault.column for fault in caught.value.faults}


def test_the_five_editions_of_the_study_are_known() -> None:
    editions = list_editions(Project(Path(__file__).parents[1]))
    assert {"2012", "2017", "2019"} <= {each.id for each in editions if each.runs_notebooks}
