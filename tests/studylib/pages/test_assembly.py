"""What the book is made of: pages of runs, authored pages with their values, the table of contents."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from conftest import ROOT, edit
from invented import EDITION, write_yaml

from quire.book.draft_files import Memory, put_together
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.pipeline.driver import run_study
from quire.pipeline.plan import make_plan
from quire.pipeline.preparation import prepare, preview
from quire.tables.spreadsheets import to_spreadsheet
from studylib.pages.assembly import contents


def test_making_pages_loads_nothing_that_draws_and_no_statistics() -> None:
    modules = "studylib.pages.assembly, studylib.index.stability"
    code = f"import sys, {modules}; print({{'matplotlib', 'scipy.stats'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


class TestContents:
    @pytest.fixture
    def written(self, finished: Project) -> Project:
        """The small study with the pages of this repository."""
        shutil.copytree(ROOT / "book", finished.root / "book")
        shutil.copytree(ROOT / "docs", finished.root / "docs")
        return finished

    def files(self, project: Project) -> dict[str, bytes]:
        return contents(project, make_plan(project, preview(project)))

    def test_pages_follow_the_numbers_of_the_notebooks(self, written: Project) -> None:
        names = re.findall(r"editions/2002/(\w+)", self.files(written)["_toc.yml"].decode())
        assert names == ["index", "short", "words"]

    def test_an_edition_added_by_files_alone_is_in_the_book(self, written: Project) -> None:
        new = {**EDITION, "year": 2009, "subject": "Night trains", "choices": {"least": 3}}
        write_yaml(written.raw / "editions" / "2009.yml", new)
        assert not run_study(written).failed
        files = self.files(written)
        assert "editions/2009/index" in files["_toc.yml"].decode()
        cells = json.loads(files["editions/2009/short.ipynb"])["cells"]
        (first,) = [
            cell["source"]
            for cell in cells
            if "2009" in cell["source"] and cell["cell_type"] == "code"
        ]
        assert first.startswith('# Parameters\nedition = "2009"\nleast = 3\n')
        for name in ("index.md", "about.md", "editions/2009/index.md"):
            assert "Night trains" in files[name].decode(), name

    def test_an_edition_on_record_is_named_and_has_no_page(self, written: Project) -> None:
        recorded = {
            **EDITION,
            "year": 2011,
            "status": "recorded",
            "wave": None,
            "subject": "Ferries",
        }
        write_yaml(written.raw / "editions" / "2011.yml", recorded)
        prepare(written)
        files = self.files(written)
        assert "Ferries" in files["about.md"].decode()
        assert "2011" in files["index.md"].decode()
        assert not [name for name in files if "2011" in name]

    def test_words_from_data_cannot_become_markup(self, written: Project) -> None:
        spiteful = {
            **EDITION,
            "subject": "<script>alert(1)</script> {{ version }} `x`",
            "choices": {"least": 2},
        }
        write_yaml(written.raw / "editions" / "2002.yml", spiteful)
        prepare(written)
        pages = [
            data.decode() for name, data in self.files(written).items() if name.endswith(".md")
        ]
        assert not [text for text in pages if re.search(r"(?<!\\)<script>|\{\{ version", text)]

    def test_no_block_of_html_takes_in_the_markdown_below_it(self, written: Project) -> None:
        pages = {
            name: data.decode()
            for name, data in self.files(written).items()
            if name.endswith(".md")
        }
        glued = {
            name: re.findall(r"^(?:<.*|.*</p>)\n(?!<|:::|</)\S.*", text, flags=re.MULTILINE)
            for name, text in pages.items()
        }
        assert {name: some for name, some in glued.items() if some} == {}

    def test_every_raw_table_can_be_downloaded(self, written: Project) -> None:
        files = self.files(written)
        tables = {f"data/{table.name}": table.read_bytes() for table in written.raw.glob("*.csv")}
        assert "data/perception.csv" in tables
        assert {name: files.get(name) for name in tables} == tables

    def test_a_page_that_asks_for_an_unknown_value_is_named_with_its_line(
        self, written: Project
    ) -> None:
        path = written.authored / "cite.md"
        path.write_text(path.read_text(encoding="utf-8") + "{{ verison }}\n", encoding="utf-8")
        line = len(path.read_text(encoding="utf-8").splitlines())
        with pytest.raises(
            StudyError, match=rf"book/cite\.md:{line}.*'verison'[\s\S]*did you mean 'version'"
        ):
            self.files(written)


YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class TestAuthoredPages:
    def test_no_year_is_typed(self) -> None:
        pages = {path.stem: path.read_text("utf-8") for path in (ROOT / "book").glob("*.md")}
        assert "method" in pages
        assert {name for name, text in pages.items() if YEAR.search(text)} == set()

    @pytest.mark.parametrize("name", ["index", "about"])
    def test_it_says_plainly_whose_figures_these_are(self, name: str) -> None:
        text = " ".join((ROOT / f"book/{name}.md").read_text(encoding="utf-8").split())
        assert "single cities answered" in text
        assert "is not recorded here" in text or "is recorded here" in text
        assert "not a ranking" in text
        assert "official statistics" in text


class TestRenewed:
    """A draft in which only words changed has the files that it would have if all were made anew."""

    @pytest.fixture
    def draft(self, finished: Project) -> Project:
        """The small study with the pages of this repository, put together once."""
        shutil.copytree(ROOT / "book", finished.root / "book")
        shutil.copytree(ROOT / "docs", finished.root / "docs")
        project = replace(finished, draft=True)
        self.put_together(project)
        return project

    def put_together(self, project: Project) -> list[str]:
        """Put the draft together, and name the pages with a fault."""
        memory = Memory.read(project)
        found = put_together(project, memory).look()
        memory.keep(project)
        return [one.page for one in found if "'nothing'" in one.said]

    def on_disk(self, project: Project) -> dict[str, bytes]:
        paths = [path for path in project.book.rglob("*") if path.is_file()]
        return {path.relative_to(project.book).as_posix(): path.read_bytes() for path in paths}

    def anew(self, project: Project) -> dict[str, bytes]:
        files = contents(project, make_plan(project, preview(project)))
        return {
            name: to_spreadsheet(data) if name.endswith(".csv") else data
            for name, data in files.items()
        }

    @pytest.mark.parametrize(
        ("file", "old", "new", "shown_on"),
        [
            ("book/about.md", "# About", "# All about", {"about.md"}),
            ("book/index.md", "what single", "what any", {"index.md"}),
            ("book/corrections.md", "Read otherwise", "Read in another way", {"corrections.md"}),
            ("book/glossary.md", "item\n  ", "thing\n  ", {"glossary.md", "items.md"}),
            ("docs/methodology.md", "# ", "# The ", {"methodology.md"}),
        ],
    )
    def test_of_a_page_that_people_write(
        self,
        draft: Project,
        monkeypatch: pytest.MonkeyPatch,
        file: str,
        old: str,
        new: str,
        shown_on: set[str],
    ) -> None:
        before = self.on_disk(draft)
        edit(draft.root / file, old, new)
        with monkeypatch.context() as patch:
            patch.delattr("studylib.pages.assembly.contents")
            self.put_together(draft)
        after = self.on_disk(draft)
        changed = {name for name in after if before.get(name) != after[name]}
        assert {name for name in changed if name.endswith(".md")} == shown_on
        assert after == self.anew(draft)

    def test_of_the_lead_of_a_notebook(
        self, draft: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = next((draft.notebooks / "edition").glob("*_words.ipynb"))
        cells = json.loads(path.read_bytes())
        cells["cells"][0]["source"] = "# A title\n\nWhat was never said. And more."
        path.write_text(json.dumps(cells))
        with monkeypatch.context() as patch:
            patch.delattr("studylib.pages.assembly.contents")
            self.put_together(draft)
        after = self.on_disk(draft)
        assert b"What was never said." in after["editions/2002/index.md"]
        assert after == self.anew(draft)

    def test_a_page_that_cannot_be_made_is_tried_again_and_no_other(
        self, draft: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delattr("studylib.pages.assembly.contents")
        before = self.on_disk(draft)["about.md"]
        edit(draft.root / "book/about.md", "# About", "# All {{ nothing }}")
        assert [self.put_together(draft), self.put_together(draft)] == [["about"], ["about"]]
        assert self.on_disk(draft)["about.md"] == before
        edit(draft.root / "book/about.md", "# All {{ nothing }}", "# All")
        assert self.put_together(draft) == []
        assert self.on_disk(draft)["about.md"].startswith(b"# All the study")
