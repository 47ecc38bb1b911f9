"""A preview as people have it: the command in one process, their edits, and a page open in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import CHROMIUM, chromium
from conftest import ROOT, Cell, code, edit, prose
from filelock import FileLock
from killing import MARK, processes_of, wait_until_gone

from quire.core.project import Project
from quire.kernels.warm import can_fork

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.kernel,
    pytest.mark.book,
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"
    ),
]

PATIENCE_S = 240
NOTEBOOK = "notebooks/edition/10_rain.ipynb"
LAST = "The last word."
HELPER = '''

def wettest(rain: Any) -> str:
    """The place with most rain."""
    return str(rain.sort_values("rain_mm")["place"].iloc[-1])
'''


TELL = 'state("most", wettest(rain), f"Most in {wettest(rain)}.", origin="rain: the last place")'

SLEEP = """\
import os, time
from pathlib import Path
Path(os.environ["STUDY_OUTPUT"], "asleep").touch()
time.sleep(1000)"""


class Served:
    """A preview that runs, with what it has said so far.

    Parameters
    ----------
    project
        The study that it shows.
    arguments
        More of its command line.
    """

    def __init__(self, project: Project, *arguments: str) -> None:
        self.project = project
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quire", "serve", "--port", "0", *arguments],
            cwd=project.root,
            env={**os.environ, MARK: str(project.root), "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self.wait_for(r"preview +(http://127\.0\.0\.1:\d+/)")

    def wait_for(self, pattern: str, after: int = 0) -> str:
        """The first group, or all, of the first line after some that matches."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            for line in self.said[after:]:
                if match := re.search(pattern, line):
                    return match[min(match.re.groups, 1)]
            assert self.process.poll() is None, self.said
            time.sleep(0.05)
        raise AssertionError((pattern, self.said))

    def stop(self) -> int:
        """End it as Ctrl-C does; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE_S)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.said.extend(iter(lines.readline, ""))


def write_cells(project: Project, *more: Cell) -> None:
    """Write cells behind those that the notebook has, and save it as JupyterLab does."""
    path = project.root / NOTEBOOK
    notebook = json.loads((ROOT / "tests/toy" / NOTEBOOK).read_bytes())
    numbered = [{"id": f"more-{number}", **cell} for number, cell in enumerate(more)]
    notebook["cells"] += numbered
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


@pytest.fixture
def rain(tmp_path: Path) -> Project:
    """The toy study with a notebook whose page is longer than a screen."""
    project = Project(Path(shutil.copytree(ROOT / "tests/toy", tmp_path / "toy")))
    edit(project.root / "weather.py", "\n\nWEATHER: Study", f"{HELPER}\n\nWEATHER: Study")
    write_cells(project, *story(LAST))
    return project


def story(last: str, helper: str = TELL) -> list[Cell]:
    """Cells that fill some screens."""
    long = [prose(f"## Part {number}\n\n" + "Rain. " * 400) for number in range(4)]
    return [code(f"from weather import wettest\n{helper}"), *long, prose(f"## End\n\n{last}")]


@pytest.fixture
def served(rain: Project) -> Iterator[Served]:
    """A preview of it."""
    served = Served(rain)
    yield served
    if served.process.poll() is None:
        served.stop()
    assert wait_until_gone(rain) == []


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    """A page of it in a browser, with its results."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1000, "height": 500})
        page.set_default_timeout(PATIENCE_S * 1000)
        page.goto(f"{served.address}editions/2001/rain.html")
        page.get_by_text("Most in Birnam").wait_for()
        yield page


def sign(page: Page, kind: str) -> Locator:
    """The sign in the corner of a page, when it says something of a kind."""
    return page.locator(f"#quire-preview-sign[role=status][aria-live=polite][data-kind='{kind}']")


def test_the_page_in_view_follows_what_is_changed(served: Served, page: Page) -> None:
    project = served.project
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(error.stack or ""))

    # words, at their place
    details = page.locator("article details").first
    details.evaluate("element => { element.open = true; }")
    end = page.get_by_role("heading", name="End")
    end.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
    before = end.bounding_box()
    said = len(served.said)
    write_cells(project, *story("Another word."))
    page.get_by_text("Another word.").wait_for()
    assert page.get_by_text(LAST).count() == 0
    served.wait_for(rf"^changed +{NOTEBOOK}$", said)
    page.wait_for_function("scrollY > 0")
    after = end.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 5
    assert details.evaluate("element => element.open") is True
    # prose needs no run
    assert [line for line in served.said[said:] if line.startswith(("done", "failed"))] == []

    # a function of the library, for the page in view first
    said = len(served.said)
    edit(project.root / "weather.py", ".iloc[-1])", ".iloc[-1]).upper()")
    page.get_by_text("Most in BIRNAM").wait_for()
    served.wait_for("^done +2002/rain", said)
    runs = [line.split()[1] for line in served.said[said:] if line.startswith("done")]
    assert runs == ["2001/rain", "2002/rain"]

    # raw data, through the tables
    edit(project.root / "data/raw/rain.csv", "2001,Arden,600", "2001,Arden,999")
    page.get_by_text("Most in ARDEN").wait_for()

    # a cell that fails is marked, and the last good page stays
    said = len(served.said)
    write_cells(project, *story("Words beside it.", TELL.replace("(rain)", "(rian)", 1)))
    page.get_by_text("Words beside it.").wait_for()
    served.wait_for("^failed +run 2001/rain failed", said)
    served.wait_for("NameError: name 'rian' is not defined", said)
    sign(page, "fault").wait_for()
    assert "rian" in sign(page, "fault").inner_text()
    assert page.get_by_text("Most in ARDEN").count() == 1
    write_cells(project, *story("Mended."))
    page.get_by_text("Mended.").wait_for()
    sign(page, "").wait_for(state="attached")

    # a library that is no Python any more; the same of raw data with a fault
    for path, old, new, word in [
        ("weather.py", "class Weather:", "class Weather", "weather.py"),
        ("data/raw/rain.csv", "2002,Arden,650", "2002,Arden,-1", "is below 0"),
    ]:
        said = len(served.said)
        edit(project.root / path, old, new)
        served.wait_for(rf"^(fault|marked) .*{re.escape(word)}", said)
        assert page.get_by_text("Mended.").count() == 1
        edit(project.root / path, new, old)
        sign(page, "").wait_for(state="attached")

    assert served.stop() == 0
    sign(page, "ended").wait_for()
    assert [stack for stack in complaints if "_preview" in stack] == []


def test_another_pipeline_is_waited_for_and_what_it_made_is_shown(rain: Project) -> None:
    rain.build.mkdir()
    with FileLock(rain.build / ".lock"):
        served = Served(rain)
        served.wait_for("^waiting +another `study` is at work")
        assert not (rain.runs / "2001/rain/record.json").exists()
    served.wait_for("^done +2002/rain")
    said = len(served.said)
    shutil.rmtree(rain.runs / "2001/rain")  # as another program would
    served.wait_for("^changed +build/runs/2001/rain/record.json", said)
    served.wait_for("^done +2001/rain", said)
    assert served.stop() == 0


def test_only_pages_in_view_are_run_if_one_says_so(rain: Project) -> None:
    served = Served(rain, "--runs", "viewed")
    served.wait_for("^built ")
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.goto(f"{served.address}editions/2002/rain.html")
        page.get_by_text("Most in Birnam").wait_for()
        assert (rain.runs / "2002/rain").is_dir()
        assert not (rain.runs / "2001/rain").exists()
        page.goto(f"{served.address}editions/2001/rain.html")
        page.get_by_text("Most in Birnam").wait_for()
    assert served.stop() == 0


@pytest.mark.skipif(not can_fork(), reason="no fork here")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_preview_that_ends_in_the_midst_of_a_run(
    rain: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    write_cells(rain, *story(LAST, SLEEP))
    served = Served(rain)
    end = time.monotonic() + PATIENCE_S
    while not [*rain.runs.rglob("asleep")] and time.monotonic() < end:
        time.sleep(0.05)
    ours = {process.pid for process in processes_of(rain)}
    assert (
        len(ours) > 4
    )  # preview, warm process, worker, its kernels' server, kernel, what this started
    served.process.send_signal(how)
    served.process.wait(timeout=PATIENCE_S)
    assert wait_until_gone(rain) == []
    assert list(tmp_path.glob("s*-*")) == []
    assert served.process.returncode == (0 if how != signal.SIGKILL else -how)


def test_two_previews_of_a_checkout_are_one_too_many(served: Served) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quire", "serve"],
        cwd=served.project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "another preview of this checkout is there already" in done.stderr


HELD = """

import time
from pathlib import Path

ROOT = Path(__file__).parent


def note(word: str) -> None:
    with (ROOT / "notes.txt").open("a") as notes:
        notes.write(f"{word}\\n")


class Held(Weather):
    def contents(self, project, plan):
        note("begun")
        while (ROOT / "held").exists():
            time.sleep(0.05)
        files = super().contents(project, plan)
        note("ended")
        return files


WEATHER: Study = Held()
"""


def test_who_saves_all_the_time_sees_the_draft_all_the_same(rain: Project) -> None:
    notes, held = rain.root / "notes.txt", rain.root / "held"
    edit(rain.root / "weather.py", "\n\nWEATHER: Study = Weather()\n", HELD)
    held.touch()
    served = Served(rain)
    wait_until(notes.is_file)
    write_cells(rain, *story("Two words."))
    served.wait_for(rf"^changed +{NOTEBOOK}$")
    # code that was read before it changed, in a draft that ends after it, is not taken for the new one
    edit(rain.root / "weather.py", "How much it rained", "How little it rained")
    write_cells(rain, *story("Three words now."))
    assert notes.read_text().split() == ["begun"]
    held.unlink()
    served.wait_for("^built ")
    assert notes.read_text().split()[:2] == ["begun", "ended"]
    pages = rain.build / "draft" / "html"
    wait_until(lambda: "How little" in (pages / "index.html").read_text("utf-8"))
    wait_until(lambda: "Three words" in (pages / "editions/2001/rain.html").read_text("utf-8"))
    assert served.stop() == 0


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_tables_that_another_pipeline_holds_are_made_when_it_has_ended(rain: Project) -> None:
    served = Served(rain, "--runs", "viewed")
    served.wait_for("^built ")
    table = rain.processed / "2001" / "rain.csv"
    with FileLock(rain.build / ".lock"):
        said = len(served.said)
        edit(rain.root / "data/raw/rain.csv", "2001,Arden,600", "2001,Arden,601")
        served.wait_for("^waiting +another `study` is at work", said)
        page = (rain.build / "draft/html/index.html").read_text("utf-8")
        assert "the tables are as they were" in page
        assert "601" not in table.read_text()
    served.wait_for("^built ", said)
    assert "601" in table.read_text()
    page = (rain.build / "draft/html/index.html").read_text("utf-8")
    assert "the tables are as they were" not in page
    assert served.stop() == 0


def test_a_book_that_cannot_be_made_without_results_is_made_when_they_are_there(
    rain: Project,
) -> None:
    first = "        raw, templates = RawFiles(project), Templates()\n"
    edit(rain.root / "weather.py", first, f"        next(project.runs.glob('*/rain'))\n{first}")
    served = Served(rain)
    served.wait_for("^fault .*StopIteration")
    served.wait_for("^done +2002/rain")
    served.wait_for("^built ")
    assert served.stop() == 0
