"""Reading processed tables, as a notebook does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import invented
import numpy as np
import pytest
from mayors import write_survey

from quire.core import project as core_project
from quire.core.errors import StudyError
from quire.core.project import Project, edition_id
from quire.pipeline.preparation import prepare
from quire.results import read_results
from studylib.data.tables import (
    read_all_tables,
    read_edition,
    read_editions_up_to,
    read_tables,
    read_tables_up_to,
)


@pytest.fixture
def notebook_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    invented.write_raw(tmp_path)
    folder = tmp_path / "notebooks" / "edition"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def prepared(notebook_folder: Path) -> Path:
    prepare(Project.find())
    return notebook_folder


@pytest.mark.usefixtures("prepared")
def test_types_are_those_of_the_columns() -> None:
    cities, answers = read_tables("2002", "cities", "answers")
    assert cities.dtypes["in_edition"] == "bool"
    assert cities.dtypes["items_asked"] == "int64"
    assert answers.dtypes["positive_pct"] == "float64"
    assert answers.loc[answers["missing"] != "", "favourable_pct"].isna().all()
    assert cities["longitude"].isna().sum() == 1


@pytest.mark.usefixtures("prepared")
def test_a_table_without_rows_keeps_its_columns(prepared: Path) -> None:
    path = prepared.parents[1] / "data" / "processed" / "2002" / "statistics.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    (statistics,) = read_tables("2002", "statistics")
    assert statistics.empty
    assert statistics.dtypes["value"] == "float64"


@pytest.mark.usefixtures("prepared")
def test_all_editions_stand_one_below_the_other() -> None:
    (cities,) = read_all_tables("cities")
    assert list(cities.columns[:2]) == ["edition", "city_code"]
    assert set(cities["edition"]) == {"2002"}


def test_an_edition_reads_none_that_is_later(notebook_folder: Path) -> None:
    later = {**invented.EDITION, "year": 2005, "wave": "second"}
    invented.write_yaml(notebook_folder.parents[1] / "data/raw/editions/2005.yml", later)
    prepare(Project.find())
    editions = {}
    for edition in ("2002", "2005"):
        (cities,) = read_tables_up_to(edition, "cities")
        editions[edition] = list(cities["edition"].drop_duplicates())
        assert [each.id for each in read_editions_up_to(edition)] == editions[edition]
    assert editions == {"2002": ["2002"], "2005": ["2002", "2005"]}
    with pytest.raises(StudyError, match="no edition '2003' is published"):
        read_tables_up_to("2003", "cities")


@pytest.mark.usefixtures("prepared")
def test_an_edition_has_the_year_of_its_figures() -> None:
    study = read_edition("2002")
    assert (study.year, study.wave_year, study.participants["cities"]) == (2002, 2001, 7)


@pytest.mark.usefixtures("prepared")
def test_an_edition_that_is_a_number_is_meant_as_text() -> None:
    assert read_edition(2002).id == "2002"
    assert read_tables(2002, "cities")[0].equals(read_tables("2002", "cities")[0])
    assert list(read_tables_up_to(int("2002"), "cities")[0]["edition"].unique()) == ["2002"]
    assert [one.id for one in read_editions_up_to(2002)] == ["2002"]
    assert edition_id(np.int64(2002)) == "2002"


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("edition", [None, 2002.0, True, ["2002"], b"2002"])
def test_an_edition_of_any_other_type_is_a_sentence(edition: Any) -> None:
    for read in (read_edition, read_editions_up_to, read_tables, read_tables_up_to):
        with pytest.raises(StudyError, match="an edition is named by text"):
            read(edition)
    with pytest.raises(StudyError, match="an edition is named by text"):
        read_results(edition, "short", "any")


@pytest.mark.parametrize(
    ("edition", "table", "words"),
    [
        ("2020", "cities", "use one of: '2002'"),
        ("2002", "citys", "did you mean 'cities'"),
        ("../..", "cities", "no valid id"),
    ],
)
@pytest.mark.usefixtures("prepared")
def test_a_wrong_name_is_answered_with_the_right_one(edition: str, table: str, words: str) -> None:
    with pytest.raises(StudyError) as caught:
        read_tables(edition, table)
    assert words in str(caught.value)


@pytest.mark.usefixtures("notebook_folder")
def test_tables_that_were_not_made_name_the_command() -> None:
    with pytest.raises(StudyError) as caught:
        read_tables("2002", "cities")
    assert "study prepare" in str(caught.value)


def test_a_notebook_is_run_from_a_folder_elsewhere(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables are those of the checkout whose code runs; without one it is said where to go."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(core_project, "RUNNING", elsewhere / "site-packages")
    with pytest.raises(StudyError, match="not inside a checkout"):
        read_edition("2002")
    monkeypatch.setattr(core_project, "RUNNING", prepared.parents[1] / "src")
    assert read_edition("2002").id == "2002"
    assert len(read_tables("2002", "cities")[0]) > 0


class TestNext:
    """The edition in preparation, as a notebook about it names it."""

    @pytest.mark.usefixtures("prepared")
    def test_without_one_it_says_how_to_begin_one(self) -> None:
        with pytest.raises(
            StudyError,
            match=r"no edition is in preparation\n  repair: begin one with study new <id>",
        ):
            read_edition("next")

    def test_it_is_the_one_in_preparation(self, notebook_folder: Path) -> None:
        invented.write_preparation(notebook_folder.parents[1] / "data" / "raw")
        prepare(Project.find())
        assert (read_edition("next").id, read_edition("next").as_of) == ("2009", "2009-03-10")
        invited, questions, replies = read_tables("next", "invited", "questions", "replies")
        assert invited["population"].isna().sum() == 2
        assert questions["required"].to_list() == [True, True, False, False]
        assert replies["draft"].sum() == 1

    def test_of_several_one_must_be_named(self, notebook_folder: Path) -> None:
        raw = notebook_folder.parents[1] / "data" / "raw"
        invented.write_preparation(raw)
        invented.write_preparation(raw, "2009-b")
        prepare(Project.find())
        with pytest.raises(StudyError, match="name one in the parameters cell: 2009, 2009-b"):
            read_tables("next", "invited")
        assert len(read_tables("2009-b", "invited")[0]) == 9

    def test_one_that_is_held_back_says_why(self, notebook_folder: Path) -> None:
        private = invented.write_preparation(notebook_folder.parents[1] / "data" / "raw")
        shutil.rmtree(private)
        prepare(Project.find())
        with pytest.raises(StudyError, match="2009 is held back: its answers are not on this"):
            read_edition("next")

    def test_a_closed_one_reads_those_that_are_out_and_itself(self, notebook_folder: Path) -> None:
        raw = notebook_folder.parents[1] / "data" / "raw"
        invented.write_yaml(
            raw / "editions" / "2005.yml", {**invented.EDITION, "year": 2005, "status": "closed"}
        )
        write_survey(raw, "2005", beside={"2005": "its own"})
        prepare(Project.find())
        (cities,) = read_tables_up_to("2005", "cities")
        assert list(dict.fromkeys(cities["edition"])) == ["2002", "2005"]
        (cities,) = read_all_tables("cities")
        assert set(cities["edition"]) == {"2002"}

    def test_tables_of_all_editions_leave_it_out(self, notebook_folder: Path) -> None:
        invented.write_preparation(notebook_folder.parents[1] / "data" / "raw")
        prepare(Project.find())
        (cities,) = read_all_tables("cities")
        assert set(cities["edition"]) == {"2002"}
