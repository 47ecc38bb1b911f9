"""The pipeline as a whole: what it runs, what it leaves alone, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import code, edit, write_notebook
from invented import rewrite, write_preparation
from killing import MARK, kill, processes_of, wait_until_gone

from quire.core.project import Project, left_over
from quire.core.steps import RECORD, Step, digest_outputs, read_record
from quire.pipeline.driver import look, run_study
from quire.pipeline.durations import keep_seconds, read_seconds
from quire.pipeline.progress import PlainProgress
from quire.terminal import show_report

MAIN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from studylib.cli import main; main()"
"""The command with an ear for Ctrl-C also where these tests are a background job, to which a shell gives none."""

COMMAND = [sys.executable, "-c", MAIN]
WORDS = "notebooks/edition/20_words.ipynb"
ALL_ANEW = ("--force", "--jobs", "2")
KILLS = 10


def test_a_change_runs_exactly_what_depends_on_it_and_the_second_time_nothing(
    finished: Project,
) -> None:
    rewrite(
        finished.raw, "perception", "first,jobs,AA001C,,60,30,,10", "first,jobs,AA001C,,61,29,,10"
    )
    edit(finished.raw / "editions" / "2005.yml", "least: 2", "least: 3")
    report = run_study(finished)
    assert report.done == ("2002/words", "2005/short")
    assert report.fresh == ("study/overview", "2002/short", "2005/words")
    assert (run_study(finished).done, len(run_study(finished).fresh)) == ((), 5)


def test_new_bytes_of_the_same_content_run_nothing(finished: Project) -> None:
    edit(finished.raw / "cities.csv", "AA001C,Alpha,AA,10,50", "AA001C,Alpha,AA,10.0,50")
    rewrite(finished.raw, "cities", "Alpha", "Alpha")
    assert look(finished).preparation.reasons
    assert run_study(finished).done == ()


def test_results_that_nobody_plans_any_more_go(finished: Project) -> None:
    (finished.root / WORDS).unlink()
    assert run_study(finished).done == ()
    assert sorted(path.name for path in finished.runs.glob("*/*")) == ["overview", "short", "short"]


def test_an_edition_that_is_held_back_leaves_the_others_alone(
    finished: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_preparation(finished.raw)
    (folder / "cities.csv").write_text("spoilt")
    edit(finished.raw / "editions" / "2005.yml", "least: 2", "least: 3")
    report = run_study(finished)
    assert report.done == ("2005/short", "study/overview")
    show_report(report, "study")
    assert "held back: 2009: 1 fault in its files" in capsys.readouterr().err


def test_failures_stop_the_rest_unless_told_to_keep_going(study: Project) -> None:
    edit(
        study.root / WORDS,
        "print(edition",
        "assert edition != '2002', 'not this one'\\nprint(edition",
    )
    first = run_study(study, jobs=1)
    assert first.done == ("2002/short", "study/overview")
    assert [failure.run.id for failure in first.failed] == ["2002/words"]
    assert first.skipped == ("2005/short", "2005/words")
    second = run_study(study, keep_going=True)
    assert second.fresh == ("study/overview", "2002/short")
    assert second.done == ("2005/short", "2005/words")
    assert [failure.what for failure in second.failed] == ["AssertionError: not this one"]
    assert second.skipped == ()


def test_what_took_longest_is_begun_first(finished: Project) -> None:
    class Heard(PlainProgress):
        def __init__(self) -> None:
            super().__init__()
            self.begun: list[str] = []

        def started(self, run: str) -> None:
            super().started(run)
            self.begun.append(run)

    before = digest_outputs(finished.runs)
    longest = ["2005/short", "study/overview", "2002/words", "2005/words", "2002/short"]
    keep_seconds(finished, {run: 99.0 - place for place, run in enumerate(longest)})
    show = Heard()
    run_study(finished, force=True, jobs=1, show=show)
    assert show.begun == longest
    assert all(0 < seconds < 90 for seconds in read_seconds(finished).values())
    assert digest_outputs(finished.runs) == before


def test_a_failure_leaves_the_last_good_result(finished: Project) -> None:
    before = digest_outputs(finished.runs)
    edit(finished.root / WORDS, "print(edition", "1 / 0\\nprint(edition")
    report = run_study(finished, keep_going=True)
    assert len(report.failed) == 2
    assert digest_outputs(finished.runs) == before
    assert left_over(finished) == []


@pytest.fixture
def killed(finished_study: Project, tmp_path: Path) -> Iterator[Project]:
    """A finished study to kill at work; whatever is left of it ends with the test."""
    shutil.copytree(finished_study.root, tmp_path / "study")
    project = Project(tmp_path / "study")
    yield project
    for process in processes_of(project):
        process.kill()


def start(project: Project, *options: str) -> subprocess.Popen[bytes]:
    """Start all runs as a process that knows the project, so that the fixture ends it whatever happens."""
    environment = {**os.environ, MARK: str(project.root)}
    with (project.root / "said").open("wb") as said:
        return subprocess.Popen(
            [*COMMAND, "run", *options],
            cwd=project.root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )


def half_written(project: Project) -> list[str]:
    """Results that claim to be whole and are not."""
    bad = []
    for folder in sorted(project.runs.glob("*/[!.]*")):
        record = read_record(folder / RECORD)
        if record is None or Step("", folder, folder / RECORD, record.key).why_stale():
            bad.append(project.relative(folder))
    return bad


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_kill_9_at_any_moment_loses_no_result_and_leaves_no_process(
    killed: Project, finished_study: Project
) -> None:
    chance = random.Random(2012)
    began = time.monotonic()
    assert start(killed, *ALL_ANEW).wait() == 0
    whole_s = time.monotonic() - began
    for number in range(KILLS):
        driver = start(killed, *ALL_ANEW)
        time.sleep(chance.uniform(0.25, 1.0) * whole_s)
        kill(driver, children_too=number % 2 == 1)
        assert wait_until_gone(killed) == []
        assert half_written(killed) == []
    assert run_study(killed).failed == ()
    assert left_over(killed) == []
    assert not look(killed).stale
    assert digest_outputs(killed.runs) == digest_outputs(finished_study.runs)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_an_interrupt_ends_the_kernels_and_says_so(killed: Project) -> None:
    write_notebook(
        killed.root / "notebooks/study/20_sleep.ipynb", [code("import time\ntime.sleep(600)")]
    )
    driver = start(killed)
    until = time.monotonic() + 300
    while not list(killed.runs.glob("study/.sleep.new-*")):
        assert driver.poll() is None, "it ended before it could be interrupted"
        assert time.monotonic() < until
        time.sleep(0.1)
    time.sleep(1)
    driver.send_signal(signal.SIGINT)
    assert driver.wait(timeout=60) == 130
    said = (killed.root / "said").read_text(encoding="utf-8")
    assert said == "stopped; what was finished stays\n"
    assert wait_until_gone(killed) == []


def test_doing_nothing_imports_nothing_heavy(finished: Project) -> None:
    look_at = "import json, sys\nfrom studylib.cli import main\ntry:\n    main(['run'])\nfinally:\n    print(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", look_at],
        cwd=finished.root,
        capture_output=True,
        text=True,
        check=True,
    )
    said, results, pages, modules = done.stdout.splitlines()
    assert said == "runs: 5 up to date"
    assert results.startswith("results: build/runs/")
    assert pages.startswith("on their pages: study book --draft")
    heavy = {
        "pandas",
        "numpy",
        "papermill",
        "nbclient",
        "jupyter_client",
        "IPython",
        "sphinx",
        "pybtex",
        "matplotlib",
        "rich",
    }
    assert heavy & set(json.loads(modules)) == set()
