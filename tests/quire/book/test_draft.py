"""A draft: the pages as they are now with the last results, what is not right marked where it stands, and nothing refused."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from building import type_quire
from conftest import code, edit, prose
from filelock import FileLock

from quire.book import draft_files
from quire.book.draft import Draft, Mark, build_draft
from quire.book.notes import with_notes
from quire.book.renderer import Renderer
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import digest_outputs

NOTEBOOK = "notebooks/edition/10_rain.ipynb"
RAW = "data/raw/rain.csv"
FIRST, SECOND = "editions/2001/rain", "editions/2002/rain"
BANNER = re.compile(r"\s*<aside class=\"bd-header-announcement\".*?</aside>", re.DOTALL)
WORDS = "in the places of the year"
KILLED = """
import os, signal, sys
from pathlib import Path
from quire.book.draft import build_draft
from quire.core.project import Project

def kill(event, arguments):
    if event != "open" or not isinstance(arguments[0], str) or not arguments[2] & os.O_ACCMODE:
        return
    folder, name = os.path.split(sys.argv[1])
    path = Path(arguments[0])
    if path.parent.match(folder or "*") and name in path.name:
        sys.argv[1] = "/"
        path.write_bytes(b"half")
        os.killpg(0, signal.SIGKILL)

sys.addaudithook(kill)
build_draft(Project(Path.cwd()))
"""
"""Makes a draft until a file is opened to be written, of which it leaves a half."""


def words_on(draft: Draft, page: str) -> str:
    """The words of a page, with single blanks."""
    path = draft.index.parent / f"{page}.html"
    article = BeautifulSoup(path.read_bytes(), "lxml").select_one("article")
    assert article is not None
    return " ".join(article.get_text(" ").split())


def outputs_on(draft: Draft, page: str) -> str:
    """The words of what the cells of a page show."""
    path = draft.index.parent / f"{page}.html"
    shown = BeautifulSoup(path.read_bytes(), "lxml").select(".cell_output")
    return " ".join(" ".join(one.get_text(" ") for one in shown).split())


def notes_on(draft: Draft, page: str) -> list[str]:
    """The words of each note at the top of a page."""
    path = draft.index.parent / f"{page}.html"
    notes = BeautifulSoup(path.read_bytes(), "lxml").select("article > .quire-notes > .quire-note")
    return [" ".join(note.get_text(" ").split()) for note in notes]


def kinds(draft: Draft) -> set[tuple[str, str]]:
    """What is marked: page and kind."""
    return {(mark.page, mark.kind) for mark in draft.marks}


def pages_below(folder: Path) -> dict[str, str]:
    """The pages of a book without what only a draft says above them."""
    return {
        path.relative_to(folder).as_posix(): BANNER.sub("", path.read_text("utf-8"))
        for path in folder.rglob("*.html")
    }


def files_of(folder: Path) -> dict[str, str]:
    """Digests of all that a book shows, which is not what it was made of."""
    made = digest_outputs(folder)
    return {name: made[name] for name in made if not name.startswith("_sources/")}


def change_cells(project: Project, *cells: dict[str, object], gone: str = "") -> None:
    """Take a cell out of the notebook by its id, and add others at its end."""
    path = project.root / NOTEBOOK
    data = json.loads(path.read_bytes())
    data["cells"] = [cell for cell in data["cells"] if cell["id"] != gone]
    data["cells"] += [{"id": f"new-{number}", **cell} for number, cell in enumerate(cells)]
    path.write_text(json.dumps(data), "utf-8")


class TestNothingStale:
    def test_its_pages_are_those_of_the_book_but_for_the_banner(self, rain: Project) -> None:
        draft = build_draft(rain)
        assert draft.marks == ()
        assert {FIRST, SECOND, "index", "columns"} == set(draft.pages)
        banner = BeautifulSoup(draft.index.read_bytes(), "lxml").select(".bd-header-announcement")
        assert ["not to be published" in one.get_text() for one in banner] == [True]
        assert pages_below(draft.index.parent) == pages_below(rain.html)

    def test_after_many_changes_they_still_are(
        self, rain: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        build_draft(rain)
        for old, new in ((WORDS, "in some places"), ("# Rain", "# Rain and snow"), ("some", "two")):
            edit(rain.root / NOTEBOOK, old, new)
            build_draft(rain)
        change_cells(rain, prose("## What else\n\nNothing."))
        last = build_draft(rain)
        assert build_draft(rain).pages == ()
        assert type_quire(capsys, "book")[0] == 0
        assert last.marks == ()
        assert pages_below(last.index.parent) == pages_below(rain.html)


class TestPagesOfThisStudy:
    def test_they_are_those_of_the_book_and_cope_with_what_is_missing(self, built: Project) -> None:
        draft = build_draft(built)
        assert draft.marks == ()
        assert pages_below(draft.index.parent) == pages_below(built.html)
        shutil.rmtree(built.runs)
        draft = build_draft(built)
        assert {mark.kind for mark in draft.marks} == {"missing"}
        assert len(draft.marks) == 7
        (built.root / "book/about.md").write_text("# About\n\n{{ nothing }}\n")
        before = words_on(draft, "about")
        draft = build_draft(built)
        assert ("about", "fault") in kinds(draft)
        assert words_on(draft, "about").endswith(before)


class TestProse:
    def test_a_changed_word_changes_its_pages_and_no_other(self, rain: Project) -> None:
        build_draft(rain)
        edit(rain.root / NOTEBOOK, WORDS, "in two places")
        draft = build_draft(rain)
        assert draft.pages == (FIRST, SECOND)
        assert "How much it rained in two places." in words_on(draft, FIRST)
        assert words_on(draft, FIRST).startswith("2001: Rain")
        assert "Wet places: 1." in outputs_on(draft, FIRST)
        assert draft.marks == ()

    def test_the_book_that_is_published_is_left_alone(self, rain: Project) -> None:
        before = {path: path.stat().st_mtime_ns for path in rain.html.rglob("*")}
        edit(rain.root / NOTEBOOK, WORDS, "in two places")
        build_draft(rain)
        assert {path: path.stat().st_mtime_ns for path in rain.html.rglob("*")} == before

    def test_pages_are_looked_over_while_they_are_rendered(
        self, rain: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        order: list[str] = []

        def note(where: object, name: str) -> None:
            act = getattr(where, name)

            def noted(*given: object, **named: object) -> object:
                order.append(name)
                return act(*given, **named)

            monkeypatch.setattr(where, name, noted)

        note(Renderer, "begin")
        note(draft_files, "run_marks")
        note(Renderer, "wait")
        build_draft(rain)
        assert order == ["begin", "run_marks", "wait"]


class TestResults:
    def test_a_changed_cell_stands_above_the_outputs_of_the_last_result(
        self, rain: Project
    ) -> None:
        edit(rain.root / NOTEBOOK, "Rain by place, mm.", "Rain, mm.")
        draft = build_draft(rain)
        assert kinds(draft) == {(FIRST, "stale"), (SECOND, "stale")}
        page = BeautifulSoup((draft.index.parent / f"{FIRST}.html").read_bytes(), "lxml")
        code = "".join(one.get_text() for one in page.select(".cell_input"))
        assert 'caption="Rain, mm."' in code
        assert "Rain by place, mm." in outputs_on(draft, FIRST)
        (note,) = notes_on(draft, FIRST)
        assert "Out of date: code cell 5 changed" in note
        assert "quire run --edition 2001 --only rain" in note

    @pytest.mark.parametrize(
        ("viewed", "waits"), [([FIRST], True), ([FIRST, "index"], False), ([], False)]
    )
    def test_results_that_somebody_waits_for_are_on_their_page_before_others(
        self,
        rain: Project,
        capsys: pytest.CaptureFixture[str],
        viewed: list[str],
        waits: bool,
    ) -> None:
        edit(rain.root / NOTEBOOK, "Rain by place, mm.", "Rain, mm.")
        build_draft(rain)
        assert type_quire(capsys, "run")[0] == 0
        draft = build_draft(rain, viewed=viewed)
        assert draft.behind == waits
        assert "Rain, mm." in outputs_on(draft, FIRST)
        assert ("Rain, mm." not in outputs_on(draft, SECOND)) == waits
        rest = build_draft(rain, viewed=[FIRST][: not waits])
        assert not rest.behind
        assert "Rain, mm." in outputs_on(rest, SECOND)

    def test_cells_that_came_and_went_stop_nothing(self, rain: Project) -> None:
        change_cells(rain, code("print(wet)"), gone="rain-4")
        words = outputs_on(build_draft(rain), SECOND)
        assert words.count("This cell has no result yet.") == 1
        assert "Wet places: 1." in words

    def test_a_run_that_was_never_made_has_a_page_that_says_so(self, rain: Project) -> None:
        shutil.rmtree(rain.runs / "2002/rain")
        draft = build_draft(rain)
        assert kinds(draft) == {(SECOND, "missing")}
        assert ["Not run yet." in note for note in notes_on(draft, SECOND)] == [True]
        assert "How much it rained" in words_on(draft, SECOND)
        assert outputs_on(draft, SECOND) == ""
        assert notes_on(draft, FIRST) == []

    def test_a_run_that_failed_is_told_with_cell_and_notebook(
        self, rain: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edit(rain.root / NOTEBOOK, "wet = rain[", "wet = rian[")
        ended, said = type_quire(capsys, "run", "--edition", "2001")
        assert ended == 1
        assert "results:" not in said
        ended, said = type_quire(capsys, "book")
        assert ended == 1
        assert "quire book --draft" in said
        draft = build_draft(rain)
        assert kinds(draft) == {(FIRST, "failed"), (SECOND, "stale")}
        (note,) = notes_on(draft, FIRST)
        assert note.startswith(
            "The last run failed in code cell 3, line 2, see build/failed/2001/rain"
        )
        assert "rian" in note
        place = re.search(r"see (\S+\.ipynb)", note)
        assert place is not None
        assert (rain.root / place[1]).is_file()
        assert "Wet places: 1." in outputs_on(draft, FIRST)

    def test_a_run_says_where_its_result_is_and_how_to_see_it(
        self, rain: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = type_quire(capsys, "run", "--edition", "2001")[1].splitlines()
        assert said[-2] == "results: build/runs/2001/rain/notebook.ipynb"
        assert said[-1].startswith("on their pages: quire book --draft")
        said = type_quire(capsys, "run")[1].splitlines()
        assert said[-2] == "results: build/runs/<edition>/<notebook>/notebook.ipynb"

    def test_a_value_that_the_result_lacks_is_said_to_have_none(self, rain: Project) -> None:
        (rain.runs / "2001/rain/values.json").write_text("{}")
        draft = build_draft(rain)
        assert "(no value yet)" in outputs_on(draft, FIRST)
        assert kinds(draft) == {(FIRST, "stale"), (FIRST, "changed")}

    def test_a_result_that_is_spoiled_leaves_the_last_page(self, rain: Project) -> None:
        build_draft(rain)
        (rain.runs / "2001/rain/notebook.ipynb").write_text("{")
        draft = build_draft(rain)
        assert (FIRST, "fault") in kinds(draft)
        assert "Wet places: 1." in outputs_on(draft, FIRST)

    def test_a_page_that_a_kill_left_unwritten_is_written(self, rain: Project) -> None:
        page = build_draft(rain).index.parent / f"{SECOND}.html"
        whole = page.read_bytes()
        page.write_bytes(whole[:100])
        os.utime(page, (0, 0))
        assert build_draft(rain).pages == (SECOND,)
        assert page.read_bytes() == whole

    def test_notes_go_when_they_hold_no_longer(self, rain: Project) -> None:
        edit(rain.root / NOTEBOOK, "Rain by place, mm.", "Rain, mm.")
        build_draft(rain)
        edit(rain.root / NOTEBOOK, "Rain, mm.", "Rain by place, mm.")
        draft = build_draft(rain)
        assert draft.marks == ()
        assert draft.pages == (FIRST, SECOND)
        assert pages_below(draft.index.parent) == pages_below(rain.html)


class TestFrozen:
    def test_a_value_that_changed_is_told_with_what_it_was(self, rain: Project) -> None:
        path = rain.runs / "2001/rain/figures/rain.csv"
        edit(path, "900.5", "800.5")
        draft = build_draft(rain)
        assert (FIRST, "changed") in kinds(draft)
        note = next(note for note in notes_on(draft, FIRST) if note.startswith("Changed since"))
        assert "rain Birnam rain_mm: before 900.5, now 800.5" in note
        assert "quire diff 2001@1 --erratum" in note

    def test_a_page_that_is_gone_is_told_on_the_first_page(self, rain: Project) -> None:
        frozen = rain.published / "2001" / "1"
        record = json.loads((frozen / "record.json").read_bytes())
        shutil.copytree(frozen / "rain", frozen / "snow")
        record["files"] |= {
            name.replace("rain/", "snow/", 1): made for name, made in record["files"].items()
        }
        (frozen / "record.json").write_text(json.dumps(record))
        draft = build_draft(rain)
        assert kinds(draft) == {("", "changed")}
        assert ["now nothing" in note for note in notes_on(draft, "index")] == [True]


class TestFaults:
    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            (
                'read_tables(edition, \\"rain\\")',
                'read_tables(edition, \\"rian\\")',
                "no such table",
            ),
            ("wet_mm = 500", "wet_mm = 500\\nsun = 1", "is used in no other cell"),
            (WORDS, "in 17 places", "is typed into the prose"),
            (WORDS, "in [a place](nowhere.md)", "leads to no page of the book"),
            (
                WORDS,
                "in <a href='../../columns.html#none'>a place</a>",
                "leads to no place on columns",
            ),
            ("wet = rain[", "wet = = rain[", "is not valid Python"),
            ("from quire.results import", "from quire.result import", "there is no such module"),
        ],
    )
    def test_it_is_told_on_its_page_with_its_place(
        self, rain: Project, old: str, new: str, what: str
    ) -> None:
        edit(rain.root / NOTEBOOK, old, new)
        draft = build_draft(rain)
        marks = [mark for mark in draft.marks if mark.kind == "fault" and what in mark.said]
        assert marks
        assert {mark.page for mark in marks} == {FIRST, SECOND}
        assert all(mark.said.startswith(f"{NOTEBOOK} [") for mark in marks)
        assert any(what in note for note in notes_on(draft, FIRST))
        assert "How much it rained" in words_on(draft, FIRST)

    def test_where_a_heading_is_gone_a_page_that_leads_to_it_is_marked(self, rain: Project) -> None:
        other = rain.root / NOTEBOOK.replace("10_rain", "20_snow")
        shutil.copy(rain.root / NOTEBOOK, other)
        edit(other, WORDS, "in <a href='rain.html#what-else'>a place</a>")
        change_cells(rain, prose("## What else\n\nNothing."))
        assert "fault" not in {kind for _, kind in kinds(build_draft(rain))}
        change_cells(rain, gone="new-0")
        dead = {mark.page for mark in build_draft(rain).marks if mark.kind == "fault"}
        assert dead == {"editions/2001/snow", "editions/2002/snow"}

    def test_a_notebook_that_is_none_any_more_leaves_the_page_as_it_was(
        self, rain: Project
    ) -> None:
        edit(rain.root / NOTEBOOK, WORDS, "in two places")
        build_draft(rain)
        whole = (rain.root / NOTEBOOK).read_bytes()
        (rain.root / NOTEBOOK).write_bytes(whole[: len(whole) // 2])
        draft = build_draft(rain)
        assert {(FIRST, "fault"), (SECOND, "fault")} <= kinds(draft)
        assert "is not a notebook" in notes_on(draft, FIRST)[0]
        assert "in two places" in words_on(draft, FIRST)
        (rain.root / NOTEBOOK).write_bytes(whole)
        assert build_draft(rain).marks == ()

    def test_a_fault_of_looking_over_them_refuses_no_pages_and_they_are_looked_over_again(
        self, rain: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError("no look")

        build_draft(rain)
        edit(rain.root / NOTEBOOK, WORDS, "in 17 places")
        with monkeypatch.context() as patch:
            patch.setattr("quire.book.draft_files.prose_marks", fail)
            draft = build_draft(rain)
        assert [mark.said for mark in draft.marks] == ["ZeroDivisionError: no look"]
        assert "in 17 places" in words_on(draft, FIRST)
        assert any("is typed into the prose" in mark.said for mark in build_draft(rain).marks)

    def test_a_warning_stays_on_its_page_while_others_change(self, rain: Project) -> None:
        change_cells(rain, prose("```{figure} none.svg\n:alt: None\n```"))
        said = [mark.said for mark in build_draft(rain).marks if mark.page == FIRST]
        assert any("none.svg" in one and NOTEBOOK in one for one in said)
        edit(rain.root / "data/raw/rain.csv", "2002,Arden,650", "2002,Arden,651")
        again = build_draft(rain)
        assert any("none.svg" in mark.said for mark in again.marks if mark.page == FIRST)

    def test_faults_of_raw_data_leave_the_tables(self, rain: Project) -> None:
        edit(rain.root / "data/raw/rain.csv", "2001,Arden,600", "2001,Arden,-1")
        draft = build_draft(rain)
        assert kinds(draft) == {("", "fault")}
        notes = " ".join(notes_on(draft, "index"))
        assert "data/raw/rain.csv:2 [rain_mm] '-1': is below 0" in notes
        assert "The tables stay as they were" in notes
        assert (rain.processed / "2001/rain.csv").read_text().count("600") == 1

    def test_tables_wait_while_another_command_is_at_work(self, rain: Project) -> None:
        edit(rain.root / "data/raw/rain.csv", "2001,Arden,600", "2001,Arden,601")
        with FileLock(rain.build / ".lock"):
            draft = build_draft(rain)
        assert ("", "waiting") in kinds(draft)
        assert not {"fault", "failed"} & {kind for _, kind in kinds(draft)}
        assert any(
            note.startswith("Not brought up to date yet.") for note in notes_on(draft, "index")
        )
        assert "601" not in (rain.processed / "2001/rain.csv").read_text()
        assert ("", "waiting") not in kinds(build_draft(rain))
        assert "601" in (rain.processed / "2001/rain.csv").read_text()

    def test_changed_raw_data_are_made_tables_and_the_runs_are_stale(self, rain: Project) -> None:
        edit(rain.root / "data/raw/rain.csv", "2001,Arden,600", "2001,Arden,601")
        draft = build_draft(rain)
        assert kinds(draft) == {(FIRST, "stale")}
        assert "601" in (rain.processed / "2001/rain.csv").read_text()

    def test_without_a_draft_before_a_book_that_cannot_be_put_together_is_an_error(
        self, rain: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError("no rain")

        patched = pytest.MonkeyPatch()
        patched.setattr("weather.Weather.contents", fail)
        with pytest.raises(StudyError, match="ZeroDivisionError: no rain"):
            build_draft(rain)
        patched.undo()
        edit(rain.root / NOTEBOOK, "# Rain", "# Rain then")
        build_draft(rain)
        monkeypatch.setattr("weather.Weather.contents", fail)
        edit(rain.root / NOTEBOOK, "# Rain then", "# Rain now")
        edit(rain.root / "data/raw/rain.csv", "2001,Arden,600", "2001,Arden,601")
        draft = build_draft(rain)
        assert [mark.said for mark in draft.marks] == ["ZeroDivisionError: no rain"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
class TestKills:
    def test_whatever_a_kill_leaves_the_next_draft_is_as_a_first_one(self, rain: Project) -> None:
        html = build_draft(rain).index.parent
        whole = files_of(html)
        for opened in ("2002/rain.ipynb", "environment.pickle", "2002/snow.html"):
            edit(rain.root / NOTEBOOK, WORDS, "in two places")
            more = rain.root / NOTEBOOK.replace("10_rain", "20_snow")
            shutil.copy(rain.root / NOTEBOOK, more)
            killed = subprocess.run(
                [sys.executable, "-c", KILLED, opened],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                start_new_session=True,
                check=False,
            )
            assert killed.returncode == -signal.SIGKILL
            more.unlink()
            edit(rain.root / NOTEBOOK, "in two places", WORDS)
            assert build_draft(rain).marks == ()
            assert files_of(html) == whole, opened


class TestNotes:
    def test_words_of_data_are_escaped(self) -> None:
        mark = Mark("a", "fault", "<script>x</script>", "`<b>`")
        noted = with_notes(b'<article class="bd-article"></article>', [mark])
        assert b"<script>" not in noted
        assert b"&lt;script&gt;" in noted
        assert b"<code>&lt;b&gt;</code>" in noted

    @pytest.mark.parametrize("names", [(NOTEBOOK, RAW), (RAW, NOTEBOOK)])
    def test_what_was_changed_last_comes_first(self, rain: Project, names: tuple[str, str]) -> None:
        edit(rain.root / NOTEBOOK, WORDS, "in 17 places")
        edit(rain.root / RAW, "2001,Arden,600", "2001,Arden,-1")
        for age, name in enumerate(names):
            os.utime(rain.root / name, (10**9 - age, 10**9 - age))
        files = [mark.said.partition(" [")[0].partition(":")[0] for mark in build_draft(rain).marks]
        assert list(dict.fromkeys(files))[:2] == list(names)

    def test_the_command_lists_them_and_says_where_the_draft_is(
        self, rain: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.rmtree(rain.runs / "2002/rain")
        edit(rain.root / NOTEBOOK, WORDS, "in 17 places")
        ended, said = type_quire(capsys, "book", "--draft")
        assert ended == 0
        lines = said.splitlines()
        assert [line.split(":")[0] for line in lines][-1] == "draft"
        assert "marked: editions/2002/rain - missing" in said
        assert "is typed into the prose" in said
