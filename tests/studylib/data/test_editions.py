"""Editions are data: listing, finding, and what is refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import invented
import pytest
from conftest import ROOT

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from studylib.data.editions import list_editions, load_edition


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    return Project(tmp_path)


def test_editions_are_in_the_order_of_their_years(project: Project) -> None:
    invented.write_yaml(
        project.raw / "editions" / "a-special.yml", {**invented.EDITION, "year": 1999 + 2}
    )
    assert [each.id for each in list_editions(project)] == ["a-special", "2002"]


def test_a_misspelt_edition_names_the_nearest(project: Project) -> None:
    with pytest.raises(StudyError) as caught:
        load_edition(project, "2003")
    assert "use one of: '2002'" in str(caught.value)


def test_a_recorded_edition_runs_no_notebook(project: Project) -> None:
    invented.write_yaml(
        project.raw / "editions" / "2005.yml", {**invented.EDITION, "status": "recorded"}
    )
    assert {each.id: each.runs_notebooks for each in list_editions(project)} == {
        "2002": True,
        "2005": False,
    }


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"id": "2002"}, "id"),
        ({"areas": []}, "areas"),
        ({"topic": "  "}, "topic"),
        ({"topic": "A topic that fills more than a line"}, "topic"),
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


def test_pages_of_two_editions_are_never_called_the_same(project: Project) -> None:
    write = partial(invented.write_yaml, project.raw / "editions" / "2002b.yml")
    write({**invented.EDITION, "topic": "ALL"})
    with pytest.raises(Faults, match=r"2002b\.yml \[topic\] 'ALL': is that of edition 2002"):
        list_editions(project)
    # one that is only on record has no pages
    write({**invented.EDITION, "topic": "ALL", "status": "recorded"})
    assert len(list_editions(project)) == 2
    write({**invented.EDITION, "topic": "Trams"})
    titles = [edition.entitle("The situation") for edition in list_editions(project)]
    assert titles == ["All in 2002: the situation", "Trams in 2002: the situation"]


def prepare(project: Project, **changes: object) -> None:
    work = {**invented.PREPARING["preparation"], **changes}  # type: ignore[dict-item]
    invented.write_yaml(
        project.raw / "editions" / "2009.yml", {**invented.PREPARING, "preparation": work}
    )


def test_of_an_edition_in_preparation_nothing_need_be_known(project: Project) -> None:
    prepare(project)
    edition = load_edition(project, "2009")
    assert (edition.in_preparation, edition.runs_notebooks) == (True, False)
    assert (edition.wave, edition.sources, edition.participants.source) == (None, (), None)


STEP = {"step": "Ask", "due": "2009-02-02", "done": None}


@pytest.mark.parametrize(
    ("calendar", "key", "said"),
    [
        (
            [{**STEP, "done": "2009-03-11"}],
            "preparation.calendar.0.done",
            "is after as_of, 2009-03-10",
        ),
        (
            [STEP, {**STEP, "due": "2009-02-01"}],
            "preparation.calendar.1.due",
            "is before that of the step above",
        ),
        ([{"step": "Ask", "due": "2009-02-02"}], "preparation.calendar.0.done", "missing key"),
        ([{**STEP, "due": "soon"}], "preparation.calendar.0.due", "is no day"),
        ([{**STEP, "due": 0}], "preparation.calendar.0.due", "is no day"),
        ([{**STEP, "step": " "}], "preparation.calendar.0.step", "holds only blanks"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(
    project: Project, calendar: list[object], key: str, said: str
) -> None:
    prepare(project, calendar=calendar)
    with pytest.raises(Faults) as caught:
        list_editions(project)
    assert [each.column for each in caught.value.faults] == [key]
    assert said in caught.value.faults[0].what


def test_days_may_be_the_same_and_the_day_of_the_files(project: Project) -> None:
    prepare(project, calendar=[STEP, {**STEP, "done": "2009-03-10"}])
    assert len(list_editions(project)) == 2


def test_a_day_that_the_calendar_does_not_have_is_a_fault_and_no_crash(project: Project) -> None:
    path = project.raw / "editions" / "2009.yml"
    path.write_text("year: 2009\npreparation: {as_of: 2009-02-30}\n")
    with pytest.raises(
        Faults, match=r"editions/2009\.yml:2 \[preparation\.as_of\] '2009-02-30': is no day"
    ):
        list_editions(project)


@pytest.mark.parametrize(
    ("participants", "fault"),
    [
        ({}, False),
        ({"cities": None, "source": None}, False),
        ({"cities": 9}, True),
        ({"countries": 2}, True),
    ],
)
def test_a_number_of_participants_needs_its_source(
    project: Project, participants: dict[str, object], fault: bool
) -> None:
    invented.write_yaml(
        project.raw / "editions/2009.yml", {**invented.PREPARING, "participants": participants}
    )
    if not fault:
        assert len(list_editions(project)) == 2
        return
    with pytest.raises(Faults, match=r"participants\.source"):
        list_editions(project)


@pytest.mark.parametrize("status", ["published", "recorded"])
def test_once_it_is_out_somebody_must_say_so(project: Project, status: str) -> None:
    path = project.raw / "editions" / "2009.yml"
    invented.write_yaml(path, {**invented.PREPARING, "status": status})
    with pytest.raises(Faults) as caught:
        list_editions(project)
    assert {each.column for each in caught.value.faults} == {"participants", "sources"}
    empty = {"participants": {"source": None}, "sources": []}
    invented.write_yaml(path, {**invented.PREPARING, **empty, "status": status})
    with pytest.raises(Faults) as caught:
        list_editions(project)
    assert {each.column for each in caught.value.faults} == {"participants.source", "sources"}


def test_an_edition_in_preparation_without_its_day_is_refused(project: Project) -> None:
    bare = {key: value for key, value in invented.PREPARING.items() if key != "preparation"}
    invented.write_yaml(project.raw / "editions" / "2009.yml", bare)
    with pytest.raises(Faults, match=r"\[preparation\]: missing key"):
        list_editions(project)


def test_the_five_editions_of_the_study_are_known() -> None:
    editions = list_editions(Project(ROOT))
    assert {"2012", "2017", "2019"} <= {each.id for each in editions if each.runs_notebooks}
