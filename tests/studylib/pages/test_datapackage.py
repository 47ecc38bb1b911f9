"""The data package: valid by the standard's own checker, the same bytes every time, terms as the sidecars state them."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import edit
from invented import EDITION, rewrite, write_sidecar, write_yaml
from mayors import write_survey
from spanish import entry, write_catalogue

from quire.book.citing import name_authors
from quire.core.errors import StudyError
from quire.core.project import Project, digest
from quire.languages.catalogues import language_of
from quire.pipeline.preparation import prepare
from quire.results import keep_table
from quire.showing.outputs import VARIABLE
from quire.tables.packages import DataPackage
from quire.tables.schemas import TableSchema, read_schemas
from quire.text.languages import speaking
from studylib.data.editions import list_editions
from studylib.pages.datapackage import make_package


def made(project: Project) -> DataPackage:
    return make_package(project, list_editions(project))


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


def keep_results(project: Project, monkeypatch: pytest.MonkeyPatch) -> dict[str, TableSchema]:
    """Let runs keep every result, empty but for a change of a city, with one undescribed column."""
    schemas = read_schemas(project).below("results")
    change: dict[str, Any] = {
        **{"city_code": "AA001C", "area": "Economy", "concept": "jobs", "label": "Jobs"},
        **{"before": "2002", "after": "2005", "item_before": "jobs", "item_after": "jobs"},
        **{"share_before": 60.0, "share_after": 70.0, "change": 10.0, "low": 0.1, "high": 19.9},
        **{"changed": True, "held": False},
    }
    for edition in ("2002", "2005"):
        folder = project.runs / edition / "results"
        folder.mkdir(parents=True)
        monkeypatch.setenv(VARIABLE, str(folder))
        for name, schema in schemas.items():
            rows = [change] if name == "city_changes" else []
            columns = [*schema.columns, "colour"]
            keep_table(name, pd.DataFrame(rows, columns=columns).assign(colour="#000000"))
    return schemas


def unpack(package: DataPackage, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(package.archive)) as file:
        file.extractall(folder)
    return folder


class TestValid:
    def test_the_package_of_the_small_study_passes_the_checker(
        self, study: Project, tmp_path: Path
    ) -> None:
        assert faults(unpack(made(study), tmp_path / "package")) == []

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
        self, study: Project, tmp_path: Path, table: str, old: str, new: str, fault: str
    ) -> None:
        folder = unpack(made(study), tmp_path / "package")
        edit(folder / "data" / f"{table}.csv", old, new)
        assert (table, fault) in faults(folder)

    def test_sizes_and_digests_are_those_of_the_files(self, study: Project) -> None:
        package = made(study)
        said = {
            each["path"]: (each["bytes"], each["hash"]) for each in package.descriptor["resources"]
        }
        assert "data/cities.csv" in said
        assert said == {
            path: (len(package.files[path]), f"sha256:{digest(package.files[path])}")
            for path in said
        }

    def test_every_column_has_a_meaning_without_markup(self, study: Project) -> None:
        resources = made(study).descriptor["resources"]
        said = [field["description"] for each in resources for field in each["schema"]["fields"]]
        assert len(said) > len(resources) > 0
        assert [words for words in said if not words.endswith(".") or {*"[`*"} & {*words}] == []


class TestTables:
    def test_every_processed_table_is_in_the_package(self, study: Project) -> None:
        processed = {path.stem for path in study.processed.rglob("*.csv")}
        assert {f"data/{name}.csv" for name in processed | {"editions"}} == {
            name for name in made(study).files if name.endswith(".csv")
        }

    def test_a_survey_of_governments_goes_out_with_its_own_terms(
        self, study: Project, tmp_path: Path
    ) -> None:
        write_survey(study.raw)
        prepare(study)
        package = made(study)
        tallies = resources(package)["government-tallies"]
        # nobody gave the answers of these governments away under the study's own licence
        assert "licenses" not in tallies
        assert "Terms of use of the figures of Nobody: none stated." in tallies["description"]
        assert tallies["sources"][0] == {
            "title": "Nobody: Survey of mayors",
            "path": "https://example.org/mayors",
        }
        # it stands beside one of the two editions
        assert {each["edition"] for each in package.records("government_tallies")} == {"2002"}
        assert faults(unpack(package, tmp_path / "package")) == []

    def test_editions_stand_below_each_other_and_say_which_they_are(self, study: Project) -> None:
        # edition 2002 has the first survey (3 cities asked about jobs), 2005 the second (2)
        given = [
            each
            for each in made(study).records("answers")
            if each["item"] == "jobs" and not each["missing"]
        ]
        assert [(each["edition"], each["city_code"], each["positive_pct"]) for each in given] == [
            ("2002", "AA001C", "60.0"),
            ("2002", "AA002C", "50.0"),
            ("2002", "BB001C", "20.0"),
            ("2005", "AA001C", "70.0"),
            ("2005", "BB001C", "40.0"),
        ]

    def test_tables_of_the_frame_are_given_once(self, study: Project) -> None:
        package = made(study)
        assert package.files["data/bands.csv"] == (study.processed / "2002/bands.csv").read_bytes()

    def test_a_table_of_the_frame_that_differs_says_of_which_edition_it_is(
        self, study: Project, tmp_path: Path
    ) -> None:
        edit(study.processed / "2005/bands.csv", "high", "higher")
        package = made(study)
        assert [(row["edition"], row["label"]) for row in package.records("bands")] == [
            ("2002", "low"),
            ("2002", "high"),
            ("2005", "low"),
            ("2005", "higher"),
        ]
        assert resources(package)["bands"]["schema"]["primaryKey"] == ["edition", "band"]
        assert faults(unpack(package, tmp_path / "package")) == []

    def test_an_edition_that_is_not_published_gives_no_figures(self, study: Project) -> None:
        recorded = {**EDITION, "year": 2011, "status": "recorded", "wave": None}
        write_yaml(study.raw / "editions" / "2011.yml", recorded)
        prepare(study)
        package = made(study)
        assert [each["edition"] for each in package.records("editions")] == ["2002", "2005", "2011"]
        for name in {Path(path).stem for path in package.files if path.endswith(".csv")}:
            shown = {row.get("edition") for row in package.records(name)}
            assert name == "editions" or "2011" not in shown

    def test_cells_with_commas_quotes_and_line_breaks_stay_what_they_are(
        self, study: Project
    ) -> None:
        rewrite(
            study.raw,
            "published_facts",
            "Half of the cities",
            '"Half, or ""some"",\nof the cities',
        )
        rewrite(study.raw, "published_facts", "have a plan", 'have a plan"')
        prepare(study)
        (fact,) = [
            each["value"] for each in made(study).records("published") if each["field"] == "result"
        ]
        assert fact == 'Half, or "some",\nof the cities have a plan'

    def test_a_column_that_nobody_described_is_named(self, study: Project) -> None:
        edit(study.root / "data/schema/figures.yml", "    wording:", "    words:")
        with pytest.raises(StudyError, match=r"processed/items\.yml \[wording\]: is not described"):
            made(study)

    def test_a_missing_table_is_named_with_the_command(self, study: Project) -> None:
        (study.processed / "2005/cities.csv").unlink()
        with pytest.raises(
            StudyError, match=r"2005/cities\.csv has not been made[\s\S]*study prepare"
        ):
            made(study)


class TestLabels:
    """Labels in other languages, in one table."""

    WORDS = (
        *(entry("Jobs", "Empleo"), entry("Economy", "Economía"), entry("Items", "Ítems")),
        entry("Area of the framework.", "Ámbito del marco."),
    )

    def test_each_text_is_there_in_english_and_in_each_language_that_has_words_for_it(
        self, study: Project, tmp_path: Path
    ) -> None:
        write_catalogue(study, *self.WORDS, name="labels")
        package = made(study)
        said = {
            (row["language"], row["kind"], row["id"]): row["label"]
            for row in package.records("labels")
        }
        assert len(said) == len(package.records("labels"))
        assert said["en", "areas.label", "economy"] == "Economy"
        assert said["es", "areas.label", "economy"] == "Economía"
        assert said["es", "table.title", "items"] == "Ítems"
        assert said["es", "column.description", "items/area"] == "Ámbito del marco."
        assert ("en", "package.title", "smart-cities-study") in said
        assert {label for (language, *_), label in said.items() if language == "es"} == {
            *("Empleo", "Economía", "Ítems", "Ámbito del marco."),
        }
        assert faults(unpack(package, tmp_path / "package")) == []

    def test_all_else_stays_as_it_is(self, study: Project) -> None:
        before = made(study)
        assert "labels" not in resources(before)
        write_catalogue(study, *self.WORDS, name="labels")
        with speaking(language_of(replace(study, language="es"))):
            after = made(study)
        assert after.files == made(study).files
        assert {*after.files} - {*before.files} == {"data/labels.csv"}
        assert {name for name, data in before.files.items() if after.files[name] != data} == {
            "datapackage.json"
        }

    def test_words_of_other_catalogues_change_nothing(self, study: Project) -> None:
        write_catalogue(study, *self.WORDS, name="labels")
        before = made(study).files
        write_catalogue(study, entry("People", "Personas"), entry("Jobs", "Trabajo"))
        assert made(study).files == before


class TestResults:
    def test_a_study_without_results_gives_none(self, study: Project) -> None:
        assert set(read_schemas(study).below("results")).isdisjoint(resources(made(study)))

    def test_what_runs_keep_goes_out_as_it_is_described(
        self, study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        schemas = keep_results(study, monkeypatch)
        package = made(study)
        assert faults(unpack(package, tmp_path / "package")) == []
        for name, schema in schemas.items():
            head = package.files[f"data/{name}.csv"].decode().partition("\n")[0]
            assert head == ",".join(["edition", *schema.columns])
        row = ",AA001C,Economy,jobs,Jobs,2002,2005,jobs,jobs,60.0,70.0,10.0,0.1,19.9,True,False"
        rows = package.files["data/city_changes.csv"].decode().splitlines()[1:]
        assert rows == [f"2002{row}", f"2005{row}"]

    def test_terms_of_the_figures_hold_for_results(
        self, study: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep_results(study, monkeypatch)
        write_sidecar(study.raw, "perception", publisher="Office", licence="reuse with the name")
        changes = resources(made(study))["city-changes"]
        assert "figures of Office: reuse with the name." in changes["description"]
        assert "licenses" not in changes
        assert changes["sources"][0] == {"title": "Smart Cities Study, notebook results"}

    def test_an_edition_without_results_beside_one_with_them_is_a_fault(
        self, study: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep_results(study, monkeypatch)
        (study.runs / "2005/results/tables/area_scores.csv").unlink()
        with pytest.raises(StudyError, match=r"2005/results.* kept no table 'area_scores'"):
            made(study)

    def test_a_column_that_no_run_keeps_is_named(
        self, study: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep_results(study, monkeypatch)
        edit(study.root / "data/schema/results/changes.yml", "name: within", "name: slope")
        with pytest.raises(StudyError, match=r"results/changes\.yml: no run keeps .*'slope'"):
            made(study)


class TestTerms:
    def test_terms_and_sources_are_those_of_the_sidecars(self, study: Project) -> None:
        papers = {
            "publisher": "Office",
            "title": "Shares",
            "dataset": "x_1",
            "licence": "reuse with the name",
        }
        write_sidecar(
            study.raw,
            "perception",
            **papers,
            addresses=["https://example.org/1", "https://example.org/2"],
        )
        answers = resources(made(study))["answers"]
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

    def test_only_what_is_all_the_studys_own_has_its_licence(self, study: Project) -> None:
        licensed = {name for name, each in resources(made(study)).items() if "licenses" in each}
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
    def test_the_same_tables_are_the_same_bytes(self, study: Project) -> None:
        assert made(study).archive == made(study).archive

    def test_names_are_sorted_and_no_day_is_told(self, study: Project) -> None:
        with zipfile.ZipFile(io.BytesIO(made(study).archive)) as file:
            entries = file.infolist()
        names = [each.filename for each in entries]
        assert names == sorted(names)
        assert {"CITATION.cff", "datapackage.json", "data/answers.csv"} < set(names)
        assert {each.date_time for each in entries} == {(1980, 1, 1, 0, 0, 0)}

    def test_the_descriptor_inside_is_the_descriptor(self, study: Project) -> None:
        package = made(study)
        with zipfile.ZipFile(io.BytesIO(package.archive)) as file:
            assert json.loads(file.read("datapackage.json")) == package.descriptor


class TestCitation:
    def test_contributors_are_the_authors_of_the_citation(self, study: Project) -> None:
        cited = {
            "authors": [{"given-names": "Ada", "family-names": "Byron"}, {"name": "A group"}],
            "keywords": ["k"],
        }
        write_yaml(study.root / "CITATION.cff", cited)
        about = made(study).descriptor
        assert [each["title"] for each in about["contributors"]] == ["Ada Byron", "A group"]
        assert about["keywords"] == ["k"]
        assert name_authors(cited) == ["Ada Byron", "A group"]

    def test_without_a_citation_there_is_no_package(self, study: Project) -> None:
        (study.root / "CITATION.cff").unlink()
        with pytest.raises(StudyError, match=r"CITATION\.cff: there is no citation file"):
            made(study)
