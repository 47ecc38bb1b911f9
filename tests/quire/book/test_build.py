"""The book: what it is assembled from, when it is built anew, and that a good one is never lost."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, edit
from invented import EDITION, rewrite, write_yaml

from quire.book import build
from quire.book.dependencies import EXTENSIONS, book_step
from quire.core.errors import StudyError
from quire.core.project import Project, recover
from quire.core.steps import digest_outputs
from quire.pipeline.driver import run_study
from quire.pipeline.plan import make_plan
from quire.pipeline.preparation import preview
from studylib.cli import main
from studylib.pages.assembly import contents

DIFFERENCES_PERMITTED: frozenset[str] = frozenset()
"""Files of the HTML that two builds in two places may write differently. There are none."""


class TestRuns:
    def test_prose_may_change_without_a_run(self, ready: Project) -> None:
        edit(ready.notebooks / "edition/10_short.ipynb", "# A title", "# Another title")
        page = contents(ready, build.plan_book(ready))["editions/2005/short.ipynb"]
        assert ": another title" in page.decode()

    def test_a_missing_run_is_named_with_the_command(self, ready: Project) -> None:
        shutil.rmtree(ready.runs / "2005/short")
        with pytest.raises(StudyError, match=r"2005/short \(never made\)[\s\S]*study run"):
            build.plan_book(ready)

    def test_a_stale_run_is_named_with_the_command(self, ready: Project) -> None:
        edit(ready.notebooks / "study/10_overview.ipynb", "Areas.", "The areas.")
        with pytest.raises(
            StudyError, match=r"study/overview \(code cell 3 changed\)[\s\S]*study run"
        ):
            build.plan_book(ready)

    def test_of_many_runs_the_first_are_named_and_how_to_see_all(self, ready: Project) -> None:
        shutil.rmtree(ready.runs)
        with pytest.raises(StudyError) as error:
            build.plan_book(ready)
        assert error.value.what.count("never made") == build.NAMED
        assert error.value.what.endswith("; and 4 more: study plan")


class TestBuilding:
    def test_two_builds_in_two_folders_are_the_same_bytes(
        self, built_study: Project, ready_study: Project, tmp_path: Path
    ) -> None:
        other = Project(
            Path(shutil.copytree(ready_study.root, tmp_path / "quite another" / "place"))
        )
        build.build(other)
        here, there = digest_outputs(built_study.html), digest_outputs(other.html)
        different = {name for name in {*here, *there} if here.get(name) != there.get(name)}
        assert different == DIFFERENCES_PERMITTED

    def test_after_many_changes_it_is_the_same_bytes_as_one_from_nothing(
        self, built: Project
    ) -> None:
        changes = (
            ("book/about.md", "Bilbao", "Biblao"),
            ("book/glossary.md", "# Glossary", "# Words"),
            ("notebooks/edition/10_short.ipynb", "# A title", "# Another title"),
            ("book/_static/study.css", "\n", "\n/* nothing */\n"),
            ("book/index.md", "study", "survey"),
        )
        for file, old, new in changes:
            edit(built.root / file, old, new)
            build.build(built)
        kept = digest_outputs(built.html)
        build.build(built, force=True)
        assert digest_outputs(built.html) == kept
        shutil.move(built.notebooks / "edition/30_drawn.ipynb", built.build)
        build.build(built)
        kept = digest_outputs(built.html)
        assert "editions/2002/drawn.html" not in kept
        build.build(built, force=True)
        assert digest_outputs(built.html) == kept

    def test_a_changed_word_has_its_own_page_rendered_alone(self, built: Project) -> None:
        made = built.build / "sphinx/book/html"
        build.build(built, force=True)
        before = {path: path.stat().st_mtime_ns for path in made.rglob("*.html")}
        edit(built.root / "book/about.md", "Bilbao", "Biblao")
        build.build(built)
        changed = {path for path, time in before.items() if path.stat().st_mtime_ns != time}
        # the first page is written again where a file changed that is no page: the archive of the code
        assert changed == {made / f"{page}.html" for page in ("about", "index", "search")}

    def test_a_page_that_somebody_edited_never_comes_back(self, built: Project) -> None:
        """Also if it looks as it did: a backup keeps size and time, and the book before the last is what the next is made of."""
        build.build(built, force=True)
        words, page = built.root / "book/about.md", built.html / "cite.html"
        before = page.stat()
        page.write_bytes(page.read_bytes().replace(b"cite", b"site"))
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert page.stat().st_size == before.st_size
        for number in range(3):
            words.write_text(f"{words.read_text('utf-8')}\n\nSentence {number}.\n", "utf-8")
            build.build(built)
            assert b"site" not in page.read_bytes()
        kept = digest_outputs(built.html)
        build.build(built, force=True)
        assert digest_outputs(built.html) == kept

    def test_a_link_in_place_of_the_older_book_keeps_what_it_leads_to(
        self, built: Project, tmp_path: Path
    ) -> None:
        build.build(built, force=True)
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/letter").write_text("Dear")
        older = built.build / "sphinx/book" / build.OLDER
        shutil.rmtree(older)
        older.symlink_to(tmp_path / "mine")
        edit(built.root / "book/about.md", "Bilbao", "Biblao")
        build.build(built)
        assert not built.html.is_symlink()
        assert (tmp_path / "mine/letter").read_text() == "Dear"

    def test_after_a_book_that_was_refused_nothing_of_it_is_left(self, built: Project) -> None:
        build.build(built, force=True)  # what is kept is of the folder that it was made in
        page = built.root / "book/about.md"
        words = page.read_text("utf-8")
        edit(page, "# About", "# About\n\n{doc}`nowhere`\n\n#")
        with pytest.raises(StudyError, match="nowhere"):
            build.build(built)
        page.write_text(words, "utf-8")
        edit(built.root / "book/cite.md", "# How to cite", "# How it is cited")
        build.build(built)
        kept = digest_outputs(built.html)
        build.build(built, force=True)
        assert digest_outputs(built.html) == kept

    def test_a_second_build_does_nothing_and_loads_no_builder(self, built: Project) -> None:
        before = (built.html / "index.html").stat().st_mtime_ns
        script = (
            "import sys\nfrom pathlib import Path\nfrom quire.book.build import build\nfrom quire.core.project import Project\n"
            "build(Project(Path(sys.argv[1])))\nassert 'sphinx' not in sys.modules and 'pandas' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", script, str(built.root)], check=True)
        assert (built.html / "index.html").stat().st_mtime_ns == before

    def test_a_changed_page_of_the_book_makes_it_stale(self, built: Project) -> None:
        plan = make_plan(built, preview(built))
        assert book_step(built, plan).why_stale() == ()
        edit(built.html / "about.html", "Bilbao", "Biblao")
        assert book_step(built, plan).why_stale() == ("output about.html was edited",)

    @pytest.mark.parametrize(
        "file", ["book/about.md", "requirements.lock", "notebooks/study/10_overview.ipynb"]
    )
    def test_a_changed_source_makes_it_stale(self, built: Project, file: str) -> None:
        plan = make_plan(built, preview(built))
        with (built.root / file).open("a", encoding="utf-8") as added:
            added.write("\n")
        assert f"{file} changed" in " ".join(book_step(built, plan).why_stale())

    def test_all_of_ours_that_sphinx_loads_counts(self) -> None:
        """Nothing imports it, so the key of the book names it."""
        config = yaml.safe_load((ROOT / "book/_config.yml").read_text("utf-8"))
        loaded = config["sphinx"]["config"]["extensions"]
        assert [name for name in loaded if name.startswith("quire.")] == [*EXTENSIONS]

    def test_every_warning_is_an_error_with_its_place_and_the_last_good_book_stays(
        self, built: Project
    ) -> None:
        before = digest_outputs(built.html)
        edit(built.authored / "cite.md", "# How to cite", "# How to cite\n\n{doc}`nowhere`")
        edit(
            built.notebooks / "edition/30_drawn.ipynb",
            "Words of the",
            "Words of {ref}`citeis_n` the",
        )
        with pytest.raises(StudyError) as error:
            build.build(built)
        said = str(error.value)
        assert re.search(r"build/book/cite\.md:3: .*nowhere", said)
        assert re.search(
            r"notebooks/edition/30_drawn\.ipynb \(page .*2002/drawn\.ipynb\): cell 7.*citeis_n",
            said,
        )
        assert digest_outputs(built.html) == before
        assert not list(built.build.glob(".html.*"))

    def test_an_edition_added_by_a_file_alone_has_its_pages(self, built: Project) -> None:
        new = {**EDITION, "year": 2009, "subject": "Night trains", "choices": {"least": 3}}
        write_yaml(built.raw / "editions" / "2009.yml", new)
        assert run_study(built).done == ("2009/drawn", "2009/short", "2009/words", "study/overview")
        build.build(built)
        for name in ("index", "drawn", "short", "words"):
            assert (built.html / f"editions/2009/{name}.html").is_file(), name
        home = (built.html / "index.html").read_text(encoding="utf-8")
        assert "Night trains" in home
        assert 'href="editions/2009/index.html"' in home

    def test_spoilt_figures_leave_tables_and_book_as_they_were(
        self, built: Project, inside: Callable[[Project], None], capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = (
            digest_outputs(built.html),
            digest_outputs(built.processed),
            digest_outputs(built.runs),
        )
        with (built.raw / "perception.csv").open("a", encoding="utf-8") as table:
            table.write("first,jobs,XX999C,101,0,0\n")
        inside(built)
        for command in ("check", "prepare", "run", "book", "plan", "status"):
            with pytest.raises(SystemExit) as ended:
                main([command])
            said = capsys.readouterr().err
            assert ended.value.code == 1, command
            assert "perception.csv" in said, command
            assert "Traceback" not in said
        assert before == (
            digest_outputs(built.html),
            digest_outputs(built.processed),
            digest_outputs(built.runs),
        )

    def test_a_published_figure_changes_with_an_erratum_that_readers_see_or_not_at_all(
        self, built: Project, inside: Callable[[Project], None], capsys: pytest.CaptureFixture[str]
    ) -> None:
        inside(built)
        for edition in ("2002", "2005"):
            with pytest.raises(SystemExit, match="0"):
                main(["freeze", edition])
        rewrite(built.raw, "cities", "BB002C,Delta,BB,21,41", "BB002C,Delta,BB,22.25,41")
        before = digest_outputs(built.html)
        with pytest.raises(SystemExit, match="0"):
            main(["run"])
        capsys.readouterr()
        with pytest.raises(SystemExit, match="1"):
            main(["book"])
        said = capsys.readouterr().err
        assert re.search(r"drawn/line \[longitude\] +city_code = BB002C +21(?:\.0)? +22\.25", said)
        assert "cause, drawn: raw data/raw/cities.csv changed" in said
        assert digest_outputs(built.html) == before
        for edition in ("2002", "2005"):
            with pytest.raises(SystemExit, match="0"):
                main(["diff", f"{edition}@1", "--erratum"])
            entry = capsys.readouterr().out.replace("YYYY-MM-DD", "2003-04-05")
            path = built.published / edition / "errata.yml"
            path.write_text(
                entry.replace("Say what was wrong and who found it", "The town had a wrong place"),
                "utf-8",
            )
        with pytest.raises(SystemExit, match="0"):
            main(["book"])
        page = (built.html / "editions/2002/index.html").read_text(encoding="utf-8")
        for words in ("Corrections", "The town had a wrong place", "22.25"):
            assert words in page
        assert "Corrections" in (built.html / "editions/2005/index.html").read_text(
            encoding="utf-8"
        )

    def test_a_kill_in_the_middle_leaves_the_last_good_book(self, built: Project) -> None:
        before = digest_outputs(built.html)
        edit(built.authored / "about.md", "with the city of Bilbao", "with Bilbao")
        script = (
            "import sys\nfrom pathlib import Path\nfrom quire.book.build import build\nfrom quire.core.project import Project\n"
            "build(Project(Path(sys.argv[1])))"
        )
        driver = subprocess.Popen(
            [sys.executable, "-c", script, str(built.root)], start_new_session=True
        )
        while (built.build / "sphinx/book/whole.json").exists():
            assert driver.poll() is None, "the build ended before it could be killed"
            time.sleep(0.02)
        os.killpg(driver.pid, signal.SIGKILL)
        driver.wait()
        assert digest_outputs(built.html) == before
        recover(built)
        assert digest_outputs(built.html) == before
        assert not list(built.build.glob(".html.*"))

    def test_a_kill_between_the_two_renamings_is_mended(self, built: Project) -> None:
        before = digest_outputs(built.html)
        built.html.rename(built.build / ".html.old")
        build.build(built)
        assert digest_outputs(built.html) == before


class TestPages:
    def test_a_number_in_the_prose_comes_from_the_run(self, built_study: Project) -> None:
        page = (built_study.html / "editions/2002/drawn.html").read_text(encoding="utf-8")
        found = re.search(
            r'The register has 4 cities\.<a class="study-origin" href="#(value-cities_n)"', page
        )
        assert found
        assert (
            f'<th scope="row"><span id="{found[1]}">cities_n</span></th><td class="number">4</td><td>cities</td><td>cities</td></tr>'
            in re.sub(r' role="[^"]*"', "", page)
        )

    def test_a_figure_has_its_alt_text_its_caption_and_its_data(self, built_study: Project) -> None:
        page = (built_study.html / "editions/2002/drawn.html").read_text(encoding="utf-8")
        assert 'alt="A line that rises from one to two, drawn for nothing."' in page
        assert "A &lt;b&gt;line&lt;/b&gt; &amp; more." in page
        found = re.search(r'href="\.\./\.\./(_downloads/\w+/2002-drawn-line\.csv)"', page)
        assert found
        assert (built_study.html / found[1]).read_bytes().startswith(b"city_code,city,")

    def test_a_figure_is_not_shown_twice(self, built_study: Project) -> None:
        page = (built_study.html / "editions/2002/drawn.html").read_text(encoding="utf-8")
        assert page.count("<figure") == 1

    def test_nothing_is_loaded_from_another_host(self, built_study: Project) -> None:
        loads = re.compile(
            r'<(?:script|img|iframe|source|video|audio)[^>]*\ssrc="([^"]+)"|<link[^>]*\shref="([^"]+)"'
        )
        asked = {
            a or b
            for page in built_study.html.rglob("*.html")
            for a, b in loads.findall(page.read_text(encoding="utf-8"))
        }
        assert "_static/pygments.css" in {address.partition("?")[0] for address in asked}
        assert {address for address in asked if re.match(r"(?:[a-z]+:)?//", address)} == set()

    def test_no_path_of_this_computer_is_in_the_book(self, built_study: Project) -> None:
        place = str(built_study.root).encode()
        assert not [
            path
            for path in built_study.html.rglob("*")
            if path.is_file() and place in path.read_bytes()
        ]
