"""What a worker does of its own accord: a page in view that waits for its run has that first, and no draft without it."""

from __future__ import annotations

import shutil
from multiprocessing import active_children
from typing import Any

import pytest
from conftest import edit

from quire.book import draft_files
from quire.book.draft import build_draft
from quire.book.renderer import Rendered, Renderer
from quire.core.project import Project
from quire.pipeline import driver
from quire.preview.working import do

NOTEBOOK = "notebooks/edition/10_rain.ipynb"
FIRST, SECOND = "2001/rain", "2002/rain"


def ask(project: Project, *viewed: str, failed: dict[str, str] | None = None) -> tuple[Any, Any]:
    """What a worker made of a change, and the runs that it ended with their states."""
    said: list[dict[str, Any]] = []
    request = {"draft": True, "viewed": viewed, "failed": failed or {}}
    made = do(project, request, lambda line: said.append(dict(line)))
    return made, [(line["ended"], line["state"]) for line in said if "ended" in line]


def stale(made: dict[str, Any]) -> list[str]:
    return [run["id"] for run in made["stale"]]


def test_a_page_in_view_gets_its_run_before_the_draft(rain: Project) -> None:
    build_draft(rain)
    edit(rain.root / NOTEBOOK, "Rain by place, mm.", "Rain, mm.")
    made, ended = ask(rain, f"editions/{FIRST}")
    assert ended == [(FIRST, "done")]
    assert (stale(made), made["behind"]) == ([SECOND], True)
    # nobody looks at the other, so only the draft is made
    made, ended = ask(rain)
    assert (ended, stale(made), made["behind"]) == ([], [SECOND], False)


def test_what_renders_gets_ready_while_the_plan_is_made(
    rain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_draft(rain)
    edit(rain.root / NOTEBOOK, "in the places", "in some places")
    ready: list[int] = []
    look_ahead = draft_files.look_ahead

    def look(project: Project) -> draft_files.Outlook:
        ready.extend(process.pid or 0 for process in active_children())
        return look_ahead(project)

    begun: list[int] = []
    begin = Renderer.begin

    def note(renderer: Renderer, *, moved: bool = False) -> None:
        begun.extend(process.pid or 0 for process in active_children())
        begin(renderer, moved=moved)

    monkeypatch.setattr(draft_files, "look_ahead", look)
    monkeypatch.setattr(Renderer, "begin", note)
    ask(rain, f"editions/{FIRST}")
    assert len(ready) == 1
    assert begun == ready
    assert active_children() == []


def test_a_run_before_the_draft_leaves_the_last_one_whole_and_nothing_beside_it(
    rain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_draft(rain)
    edit(rain.root / NOTEBOOK, "Rain by place, mm.", "Rain, mm.")
    beside: list[int] = []
    read: list[str] = []
    run_study, wait = driver.run_study, Renderer.wait

    def run(*given: Any, **named: Any) -> driver.Report:
        beside.append(len(active_children()))
        return run_study(*given, **named)

    def note(renderer: Renderer) -> Rendered:
        rendered = wait(renderer)
        read.extend(rendered.read)
        return rendered

    monkeypatch.setattr(driver, "run_study", run)
    monkeypatch.setattr(Renderer, "wait", note)
    ask(rain, f"editions/{FIRST}")
    assert beside == [0]
    assert {*read} == {f"editions/{FIRST}", f"editions/{SECOND}"}  # and not all, as from nothing


def test_a_run_that_failed_is_not_tried_again_for_its_page(rain: Project) -> None:
    build_draft(rain)
    edit(rain.root / NOTEBOOK, "wet = rain[", "wet = rian[")
    made, ended = ask(rain, f"editions/{FIRST}")
    assert ended == [(FIRST, "failed")]
    assert [*made["failed"]] == [FIRST]
    again, ended = ask(rain, f"editions/{FIRST}", failed=made["failed"])
    assert (ended, stale(again)) == ([], [SECOND])


@pytest.mark.parametrize("viewed", [(), (f"editions/{FIRST}",)])
def test_the_first_draft_waits_for_no_run(rain: Project, viewed: tuple[str, ...]) -> None:
    shutil.rmtree(rain.runs / FIRST)
    made, ended = ask(rain, *viewed)
    assert (ended, stale(made), made["faults"]) == ([], [FIRST], [])
