"""Reading processed tables, as a notebook does."""

from __future__ import annotations

from pathlib import Path

import invented
import pytest

from studylib.errors import StudyError
from studylib.preparation import prepare
from studylib.project import Project
from studylib.tables import read_all_tables, read_edition, read_tables


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


@pytest.mark.usefixtures("prepared")
def test_an_edition_has_the_year_of_its_figures() -> None:
    study = read_edition("2002")
    assert (study.year, study.wave_year, study.participants["cities"]) == (2002, 2001, 7)


@pytest.mark.parametrize(
    ("edition", "table", "words"),
    [
        ("2020", "cities", "did you mean '2002'"),
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
