"""The data package: valid by the standard's own checker, the same bytes every time, terms as the sidecars state them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, edit
from invented import EDITION, rewrite, write_sidecar, write_yaml

from quire.core.errors import StudyError
from quire.core.project import Project, digest
from quire.pipeline.preparation import prepare
from studylib.data.editions import list_editions
from studylib.pages.datapackage import DataPackage, authors, make_package
from studylib.pages.packagetables import TABLES


@pytest.fixture
def written(study: Project) -> Project:
    """The small study with the page that describes columns."""
    (study.root / "book").mkdir()
    shutil.copy(ROOT / "book" / "columns.md", study.root / "book")
    return study


def made(project: Project) -> DataPackage:
    return make_package(project, list_editions(project))


def rows(package: DataPackage, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.files[f"data/{name}.csv"].decode("utf-8"))))


def resources(package: DataPackage) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in package.descriptor["resources"]}


def faults(folder: Path) -> list[tuple[str, str]]:
    """What the checker of the Frictionless project finds, by table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(folder / "datapackage.json"))
    return [(task.name, error.type) for task in report.tasks for error in task.errors] + [
        ("package", error.type) for error in report.errors
    ]


def unpack(package: DataPackage, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(package.archive())) as file:
        file.extractall(folder)
    return folder


class TestValid:
    def test_the_package_of_the_small_study_passes_the_checker(
        self, written: Project, tmp_path: Path
    ) -> None:
        assert faults(unpack(made(written), tmp_path / "package")) == []

    @pytest.mark.parametrize(
        ("table", "old", "new", "fault"),
        [
            (
                "answers",
                "2002,jobs,AA001C,AA001C,60.0",
                "2002,jobs,AA001C,AA001C,160.0",
                "constraint-error",
            ),
            ("answers", "2002,jobs,AA001C", "2002,jobs,AA001X", "foreign-key"),
            ("tree", "jobs,economy", "jobs,economics", "foreign-key"),
            ("bands", "2,50.0,high", "1,50.0,high", "primary-key"),
            ("cities", "True,False", "yes,False", "type-error"),
        ],
    )
    def test_the_checker_sees_what_is_wrong(
        self, written: Project, tmp_path: Path, table: str, old: str, new: str, fault: str
    ) -> None:
        folder = unpack(made(written), tmp_path / "package")
        edit(folder / "data" / f"{table}.csv", old, new)
        assert (table, fault) in faults(folder)

    def test_sizes_and_digests_are_those_of_the_files(self, written: Project) -> None:
        package = made(written)
        for each in package.descriptor["resources"]:
            data = package.files[each["path"]]
            assert (each["bytes"], each["hash"]) == (len(data), f"sha256:{digest(data)}")

    def test_every_column_has_a_meaning_without_markup(self, written: Project) -> None:
        for each in made(written).descriptor["resources"]:
            for field in each["schema"]["fields"]:
                assert field["description"].endswith("."), field
                assert not {"[", "`", "*"} & set(field["description"]), field


class TestTables:
    def test_every_processed_table_is_in_the_package(self, written: Project) -> None:
        processed = {path.stem for path in written.processed.rglob("*.csv")}
        assert processed | {"editions"} == set(TABLES)

    def test_editions_stand_below_each_other_and_say_which_they_are(self, written: Project) -> None:
        # edition 2002 has the first survey (3 cities asked about jobs), 2005 the second (2)
        given = [
            each
            for each in rows(made(written), "answers")
            if each["item"] == "jobs" and not each["missing"]
        ]
        assert [(each["edition"], each["city_code"], each["positive_pct"]) for each in given] == [
            ("2002", "AA001C", "60.0"),
            ("2002", "AA002C", "50.0"),
            ("2002", "BB001C", "20.0"),
            ("2005", "AA001C", "70.0"),
            ("2005", "BB001C", "40.0"),
        ]

    def test_tables_of_the_frame_are_given_once(self, written: Project) -> None:
        package = made(written)
        assert (
            package.files["data/bands.csv"] == (written.processed / "2002/bands.csv").read_bytes()
        )

    def test_a_table_of_the_frame_that_differs_is_refused(self, written: Project) -> None:
        edit(written.processed / "2005/bands.csv", "high", "higher")
        with pytest.raises(
            StudyError, match=r"the table bands should be the same .* is not in 2005"
        ):
            made(written)

    def test_an_edition_that_is_not_published_gives_no_figures(self, written: Project) -> None:
        recorded = {**EDITION, "year": 2011, "status": "recorded", "wave": None}
        write_yaml(written.raw / "editions" / "2011.yml", recorded)
        prepare(written)
        package = made(written)
        assert [each["edition"] for each in rows(package, "editions")] == ["2002", "2005", "2011"]
        for name in set(TABLES) - {"editions"}:
            assert "2011" not in {each.get("edition") for each in rows(package, name)}

    def test_cells_with_commas_quotes_and_line_breaks_stay_what_they_are(
        self, written: Project
    ) -> None:
        rewrite(
            written.raw,
            "published_facts",
            "Half of the cities",
            '"Half, or ""some"",\nof the cities',
        )
        rewrite(written.raw, "published_facts", "have a plan", 'have a plan"')
        prepare(written)
        (fact,) = [
            each["value"] for each in rows(made(written), "published") if each["field"] == "result"
        ]
        assert fact == 'Half, or "some",\nof the cities have a plan'

    def test_a_column_that_nobody_described_is_named(self, written: Project) -> None:
        edit(written.authored / "columns.md", "`wording`\n", "`words`\n")
        with pytest.raises(StudyError, match=r"items: columns that are not described: wording"):
            made(written)

    def test_a_missing_table_is_named_with_the_command(self, written: Project) -> None:
        (written.processed / "2005/cities.csv").unlink()
        with pytest.raises(
            StudyError, match=r"2005/cities\.csv has not been made[\s\S]*study prepare"
        ):
            made(written)


class TestTerms:
    def test_terms_and_sources_are_those_of_the_sidecars(self, written: Project) -> None:
        papers = {
            "publisher": "Office",
            "title": "Shares",
            "dataset": "x_1",
            "licence": "reuse with the name",
        }
        write_sidecar(
            written.raw,
            "perception",
            **papers,
            addresses=["https://example.org/1", "https://example.org/2"],
        )
        answers = resources(made(written))["answers"]
        assert (
            "Terms of use of the figures of Office: reuse with the name." in answers["description"]
        )
        assert "licenses" not in answers
        wanted = [
            {"title": "Office: Shares (x_1)", "path": f"https://example.org/{number}"}
            for number in (1, 2)
        ]
        assert [each for each in answers["sources"] if each["title"].startswith("Office")] == wanted
        assert {"title": "Smart Cities Study, data/raw/framework/items.csv"} in answers["sources"]

    def test_only_what_is_all_the_studys_own_has_its_licence(self, written: Project) -> None:
        licensed = {name for name, each in resources(made(written)).items() if "licenses" in each}
        assert licensed == {
            *(
                "areas",
                "bands",
                "city-names",
                "comparability",
                "comparability-beside",
                "comparisons",
                "editions",
                "elements",
                "issues",
                "levers",
            ),
            *("practices", "resident-surveys", "tree"),
        }


class TestArchive:
    def test_the_same_tables_are_the_same_bytes(self, written: Project) -> None:
        assert made(written).archive() == made(written).archive()

    def test_names_are_sorted_and_no_day_is_told(self, written: Project) -> None:
        with zipfile.ZipFile(io.BytesIO(made(written).archive())) as file:
            entries = file.infolist()
        names = [each.filename for each in entries]
        assert names == sorted(names)
        assert {"CITATION.cff", "datapackage.json", "data/answers.csv"} < set(names)
        assert {each.date_time for each in entries} == {(1980, 1, 1, 0, 0, 0)}

    def test_the_descriptor_inside_is_the_descriptor(self, written: Project) -> None:
        package = made(written)
        with zipfile.ZipFile(io.BytesIO(package.archive())) as file:
            assert json.loads(file.read("datapackage.json")) == package.descriptor


class TestCitation:
    def test_contributors_are_the_authors_of_the_citation(self, written: Project) -> None:
        cited = {
            "authors": [{"given-names": "Ada", "family-names": "Byron"}, {"name": "A group"}],
            "keywords": ["k"],
        }
        write_yaml(written.root / "CITATION.cff", cited)
        about = made(written).descriptor
        assert [each["title"] for each in about["contributors"]] == ["Ada Byron", "A group"]
        assert about["keywords"] == ["k"]
        assert authors(cited) == ["Ada Byron", "A group"]

    def test_without_a_citation_there_is_no_package(self, written: Project) -> None:
        (written.root / "CITATION.cff").unlink()
        with pytest.raises(StudyError, match=r"CITATION\.cff: there is no citation file"):
            made(written)
