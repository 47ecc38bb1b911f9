"""The page on the data package: its examples run, its description for search engines is valid and safe."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import ROOT
from invented import EDITION, write_yaml
from markupsafe import Markup
from rendered import TEMPLATES

from quire.core.project import Project
from quire.pipeline.preparation import prepare
from quire.tables.packages import DataPackage
from studylib.data.editions import list_editions
from studylib.pages.datapackage import ARCHIVE, make_package, read_citation
from studylib.pages.datapackage_page import dataset_script, describe, package_files, page_values
from studylib.pages.pages import read_facts

PAGE = ROOT / "book" / "data-package.md"


def made(project: Project) -> tuple[DataPackage, dict[str, Any]]:
    return make_package(project, list_editions(project)), read_citation(project)


def inside(script: str) -> dict[str, Any]:
    """The JSON of a script, read as a browser does: up to the first end tag."""
    found = re.fullmatch(r'<script type="application/ld\+json">(.*?)</script>', script)
    assert found, script
    data: dict[str, Any] = json.loads(found[1])
    return data


class TestPage:
    def test_every_value_is_there_and_the_download_too(self, study: Project) -> None:
        package, citation = made(study)
        values = {"version": "1", **page_values(package, citation)}
        prepared: dict[str, Any] = {name: Markup(text) for name, text in values.items()}
        newest = read_facts(study, list_editions(study)[-1], "2009")
        filled = TEMPLATES.fill(
            PAGE.read_text("utf-8"), "book/data-package.md", editions=[newest], **prepared
        )
        text = filled.decode()
        files = package_files(package)
        addresses = re.findall(r'href="([^"]+)" download', text)
        assert sorted(addresses) == sorted(files)
        assert f"study run --only situation --edition {newest.edition.id}\n" in text
        assert "author  = {{UCLG Community of Practice on Digital Cities}}" in text

    def test_each_table_has_its_rows_and_terms(self, study: Project) -> None:
        values = page_values(*made(study))
        # two editions of three items and four cities
        assert re.search(r"\| answers\\\.csv \| .* \| 24 \|", values["package_tables"])
        assert re.search(
            r"\| answers\\\.csv \| Terms of use of the figures of Nobody\\: none\\\. \|",
            values["package_terms"],
        )
        assert re.search(r"\| tree\\\.csv \| The study.*CC BY 4", values["package_terms"])

    def test_the_python_example_runs(
        self, study: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package, _ = made(study)
        (study.root / ARCHIVE).write_bytes(package.archive)
        monkeypatch.chdir(study.root)
        (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)
        names: dict[str, Any] = {}
        exec(compile(example, "example", "exec"), names)
        # first survey: jobs in 3 cities, theft in 2; second: jobs in 2, parks in 2
        counts = names["shares"].count()
        assert counts.to_dict() == {
            ("2002", "jobs"): 3,
            ("2002", "theft"): 2,
            ("2005", "jobs"): 2,
            ("2005", "parks"): 2,
        }
        assert "jobs" in capsys.readouterr().out


class TestDescription:
    def test_it_tells_time_places_and_questions_of_all_editions(self, study: Project) -> None:
        found = inside(dataset_script(*made(study)))
        assert (found["@context"], found["@type"]) == ("https://schema.org", "Dataset")
        assert found["temporalCoverage"] == "2001/2004"
        assert [each["name"] for each in found["spatialCoverage"]] == ["Aland", "Beland"]
        assert [each["name"] for each in found["variableMeasured"]] == ["Jobs", "Parks", "Theft"]
        assert found["creator"] == [
            {"@type": "Organization", "name": "UCLG Community of Practice on Digital Cities"}
        ]

    def test_of_one_edition_it_tells_its_own(self, study: Project) -> None:
        found = describe(*made(study), edition="2005", up="../../")
        assert found["temporalCoverage"] == "2004"
        assert [each["name"] for each in found["variableMeasured"]] == ["Jobs", "Parks"]
        assert found["distribution"][0]["contentUrl"] == f"../../_static/{ARCHIVE}"

    def test_what_is_not_known_is_left_out(self, study: Project) -> None:
        write_yaml(study.raw / "editions" / "2009.yml", {**EDITION, "year": 2009, "wave": None})
        prepare(study)
        found = describe(*made(study), edition="2009")
        assert not {"temporalCoverage", "spatialCoverage", "variableMeasured"} & set(found)

    def test_no_address_of_the_study_is_invented(self, study: Project) -> None:
        found = describe(*made(study))
        assert "url" not in found
        assert found["distribution"][0]["contentUrl"] == f"_static/{ARCHIVE}"
        assert found["license"] == "data-package.html#terms-of-use"

    def test_words_from_data_cannot_end_the_script(self, study: Project) -> None:
        spiteful = "</script><script>alert('1')</script> & <!-- {{ version }}"
        write_yaml(study.raw / "editions" / "2002.yml", {**EDITION, "subject": spiteful})
        prepare(study)
        script = dataset_script(*made(study), edition="2002")
        assert script.count("<") == 2
        assert "{{" not in script
        assert inside(script)["description"].startswith(
            "</script><script>alert('1')</script> & <!--"
        )
