"""Which runs there are, what they read and leave, and which re-run after a change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import code, edit, edition_cells, write_notebook
from invented import EDITION, PREPARING, rewrite, write_preparation, write_yaml
from mayors import write_survey

from quire.book.dependencies import book_step
from quire.core.errors import Fault, Faults, StudyError
from quire.core.project import Project
from quire.pipeline.driver import look
from quire.pipeline.errata import check_published, freeze
from quire.pipeline.plan import Run
from quire.pipeline.selection import of_book, select, with_readers, without_faults
from studylib.data.editions import list_editions

SHORT = "notebooks/edition/10_short.ipynb"
WORDS = "notebooks/edition/20_words.ipynb"
LIBRARY = "src/quire"
ALL = {"study/overview", "2002/short", "2002/words", "2005/short", "2005/words"}


UP_TO = (
    "from studylib.data.tables import read_tables_up_to\n"
    '(cities,) = read_tables_up_to(edition, "cities")\nprint(edition, len(cities))'
)


def runs(project: Project) -> dict[str, Run]:
    return {run.id: run for run in look(project).runs}


def reasons(project: Project) -> dict[str, tuple[str, ...]]:
    return {run.id: run.reasons for run in look(project).stale}


def test_every_notebook_runs_for_every_edition_and_the_others_once(study: Project) -> None:
    plan = look(study)
    assert [run.id for run in plan.runs] == [
        "study/overview",
        "2002/short",
        "2002/words",
        "2005/short",
        "2005/words",
    ]
    assert {run.reasons for run in plan.runs} == {("never made",)}
    assert plan.preparation.reasons == ()


def test_a_run_knows_its_values_inputs_outputs_and_command(study: Project) -> None:
    found = runs(study)
    short, overview = found["2005/short"], found["study/overview"]
    assert short.parameters == {"edition": "2005", "least": 2}
    assert list(short.key["inputs"]) == [
        "2005/cities.csv",
        "2005/edition.json",
        "cities.types.json",
    ]
    assert short.expected == ("notebook.ipynb", "values.json", "figures/cities.csv")
    assert short.command == "study run --edition 2005 --only short"
    tables = [
        f"{edition}/{table}.csv" for edition in ("2002", "2005") for table in ("areas", "items")
    ]
    types = ["areas.types.json", "editions.json", "items.types.json"]
    assert list(overview.key["inputs"]) == [*tables, *types]
    assert overview.command == "study run --only overview"


def test_a_finished_study_has_nothing_to_do(finished: Project) -> None:
    assert reasons(finished) == {}


def rewrite_figure(project: Project) -> None:
    rewrite(
        project.raw, "perception", "first,jobs,AA001C,,60,30,,10", "first,jobs,AA001C,,61,29,,10"
    )


def rewrite_hash_too(project: Project) -> None:
    path = project.raw / "editions" / "2005.yml"
    edit(path, "least: 2", "least: 3")


def default_counts(project: Project) -> None:
    edit(project.raw / "editions" / "2002.yml", "least: 2", "{}")


CHANGES: list[tuple[str, Callable[[Project], object], dict[str, str]]] = [
    ("a word of prose", lambda p: edit(p.root / SHORT, "A title", "Another title"), {}),
    ("a comment in a code cell", lambda p: edit(p.root / WORDS, "print(", "# say it\\nprint("), {}),
    (
        "a code cell",
        lambda p: edit(p.root / WORDS, "print(edition, ", "print(edition, 1, "),
        {"2002/words": "code cell 2 changed", "2005/words": "code cell 2 changed"},
    ),
    (
        "a library function",
        lambda p: edit(
            p.root / LIBRARY / "showing/values.py",
            "import annotations\n",
            "import annotations\n\nNEW = 1\n",
        ),
        {
            "2002/short": "library quire.showing.values changed",
            "2005/short": "library quire.showing.values changed",
        },
    ),
    (
        "a docstring of the library",
        lambda p: edit(p.root / LIBRARY / "showing/values.py", '"""', '"""Really: '),
        {},
    ),
    (
        "a raw figure with its hash",
        rewrite_figure,
        {"2002/words": "input 2002/answers.csv changed"},
    ),
    ("an edition's choice", rewrite_hash_too, {"2005/short": "parameter least: 2 -> 3"}),
    (
        "a default for which editions give values",
        lambda p: edit(p.root / SHORT, "least = 1", "least = 5"),
        {},
    ),
    ("the edition by hand", lambda p: edit(p.root / SHORT, '\\"2002\\"', '\\"2005\\"'), {}),
    (
        "a default that counts",
        default_counts,
        {
            "2002/short": "parameter least: 2 -> 1",
        },
    ),
    (
        "an edition's title",
        lambda p: edit(p.raw / "editions" / "2002.yml", "An invented", "Another invented"),
        {
            "2002/short": "input 2002/edition.json changed",
            "study/overview": "input editions.json changed",
        },
    ),
    (
        "an edited output",
        lambda p: (p.runs / "2002/short/figures/cities.csv").write_text("x"),
        {"2002/short": "output figures/cities.csv was edited"},
    ),
    (
        "a lost output",
        lambda p: (p.runs / "2005/short/values.json").unlink(),
        {"2005/short": "output values.json is gone"},
    ),
    (
        "a lost record",
        lambda p: (p.runs / "2005/words/record.json").unlink(),
        {"2005/words": "its record is gone or cannot be read"},
    ),
    (
        "the locked packages",
        lambda p: (p.root / "requirements.lock").write_text("other\n"),
        dict.fromkeys(ALL, "requirements.lock changed"),
    ),
]


@pytest.mark.parametrize(
    ("change", "stale"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_a_change_makes_stale_exactly_what_depends_on_it(
    finished: Project, change: Callable[[Project], object], stale: dict[str, str]
) -> None:
    change(finished)
    assert reasons(finished) == {run: (reason,) for run, reason in stale.items()}


def test_an_edition_added_by_a_file_alone_is_planned(finished: Project) -> None:
    added = {**EDITION, "year": 2009, "choices": {"least": 1}}
    write_yaml(finished.raw / "editions" / "2009-extra.yml", added)
    found = reasons(finished)
    assert set(found) == {"2009-extra/short", "2009-extra/words", "study/overview"}
    assert "input 2009-extra/items.csv is new" in found["study/overview"]


def test_a_run_that_reads_up_to_its_edition_knows_nothing_of_a_later_one(finished: Project) -> None:
    path = finished.root / "notebooks/edition/30_so_far.ipynb"
    reads = 'print(edition)\nread_tables_up_to(edition, "items")\nread_editions_up_to(edition)'
    write_notebook(path, edition_cells(reads, parameters='edition = "2002"'))
    before = runs(finished)
    own, types = ["2002/edition.json", "2002/items.csv"], ["items.types.json"]
    later = ["2005/edition.json", "2005/items.csv"]
    assert list(before["2002/so_far"].key["inputs"]) == [*own, *types]
    assert list(before["2005/so_far"].key["inputs"]) == [*own, *later, *types]
    added = {**EDITION, "year": 2009, "choices": {"least": 1}}
    write_yaml(finished.raw / "editions" / "2009.yml", added)
    after = runs(finished)
    assert after["2005/so_far"].key == before["2005/so_far"].key
    assert "2009/items.csv" in after["2009/so_far"].key["inputs"]


@pytest.mark.parametrize(
    ("cell", "column", "repair"),
    [
        ('read_tables(edition, "citties")', "code cell 2", "did you mean 'cities'?"),
        ('read_tables("2019", "cities")', "code cell 2", "ask for a published edition"),
        ('read_all_tables("area")', "code cell 2", "did you mean 'areas'?"),
    ],
)
def test_an_unknown_table_names_the_cell(
    study: Project, cell: str, column: str, repair: str
) -> None:
    path = study.root / "notebooks/edition/30_more.ipynb"
    write_notebook(path, edition_cells(f"print(edition)\n{cell}", parameters='edition = "2002"'))
    with pytest.raises(Faults) as caught:
        look(study)
    assert {(fault.file, fault.column) for fault in caught.value.faults} == {
        (study.relative(path), column)
    }
    assert repair in caught.value.faults[0].repair
    assert len(caught.value.faults) == 1, "one slip is told once, not of each edition"


def test_faults_of_notebooks_and_choices_come_together_before_anything_runs(study: Project) -> None:
    edit(study.raw / "editions" / "2002.yml", "least: 2", "leest: 2")
    write_notebook(study.root / "notebooks/study/20_magic.ipynb", [code("%time")])
    with pytest.raises(Faults) as caught:
        look(study)
    assert {fault.file for fault in caught.value.faults} == {
        "data/raw/editions/2002.yml",
        "notebooks/study/20_magic.ipynb",
    }
    assert not study.runs.exists()


@pytest.mark.parametrize(
    ("edition", "only", "chosen"),
    [
        (None, None, ALL),
        ("2002", None, {"2002/short", "2002/words"}),
        (None, "words", {"2002/words", "2005/words"}),
        ("2005", "short", {"2005/short"}),
        ("study", None, {"study/overview"}),
    ],
)
def test_runs_are_chosen_by_edition_and_notebook(
    study: Project, edition: str | None, only: str | None, chosen: set[str]
) -> None:
    assert {run.id for run in select(look(study), list_editions(study), edition, only)} == chosen


@pytest.mark.parametrize(
    ("edition", "only", "said"),
    [
        ("2003", None, "edition '2003' is unknown\n  repair: use one of: '1999', '2002', '2005'"),
        (None, "shrot", "notebook 'shrot' is unknown\n  repair: did you mean 'short'"),
        ("2002", "overview", "notebook 'overview' does not run for '2002'"),
        ("1999", None, "edition '1999' is recorded: no notebook runs"),
    ],
)
def test_a_name_that_means_nothing_is_answered(
    study: Project, edition: str | None, only: str | None, said: str
) -> None:
    write_yaml(study.raw / "editions" / "1999.yml", {**EDITION, "year": 2001, "status": "recorded"})
    with pytest.raises(StudyError, match=said):
        select(look(study), list_editions(study), edition, only)


def test_a_project_in_another_folder_has_the_same_keys(
    finished: Project, finished_study: Project
) -> None:
    here, there = (runs(each) for each in (finished, finished_study))
    assert {name: run.key for name, run in here.items()} == {
        name: run.key for name, run in there.items()
    }


def test_runs_that_are_lost_are_lost_with_all_that_read_them(study: Project) -> None:
    first, second, third, other, *_ = look(study).runs
    chain = [
        replace(third, needs=(second.id,)),
        replace(second, needs=(first.id,)),
        replace(first, needs=()),
        replace(other, needs=()),
    ]
    assert with_readers(chain, [first.id]) == {first.id, second.id, third.id}
    assert with_readers(chain, [third.id, "gone"]) == {third.id, "gone"}


def test_planning_writes_nothing(study: Project) -> None:
    def listing() -> list[tuple[Path, int]]:
        return sorted((path, path.stat().st_mtime_ns) for path in study.root.rglob("*"))

    rewrite_figure(study)
    before = listing()
    look(study)
    assert listing() == before


def test_a_notebook_that_needs_a_survey_runs_for_no_edition_without_one(study: Project) -> None:
    write_yaml(
        study.raw / "editions" / "2009.yml",
        {**EDITION, "year": 2009, "wave": None, "choices": {"least": 3}},
    )
    before = {run.id for run in look(study).runs if run.scope == "2009"}
    assert before
    for path in (study.notebooks / "edition").glob("*.ipynb"):
        data = json.loads(path.read_text())
        data["metadata"]["study"] = {"needs": "survey"}
        path.write_text(json.dumps(data))
    scopes = {run.scope for run in look(study).runs}
    assert "2009" not in scopes
    assert len(scopes) > 1
    data["metadata"]["study"] = {"needs": "a wave"}
    path.write_text(json.dumps(data))
    with pytest.raises(Faults, match=r'write \{"needs": "survey"\}'):
        look(study)


PROGRESS = (
    'from studylib.data.tables import read_edition, read_tables\n(invited,) = read_tables(edition, "invited")\n'
    "print(read_edition(edition).as_of, len(invited))",
)


def write_progress(project: Project, kind: str = "edition") -> None:
    """Add a notebook that needs an edition in preparation."""
    cells = edition_cells(*PROGRESS, parameters='edition = "next"')
    path = write_notebook(project.notebooks / kind / "60_progress.ipynb", cells)
    data = json.loads(path.read_text())
    data["metadata"]["study"] = {"needs": "preparation"}
    path.write_text(json.dumps(data))


def test_an_edition_in_preparation_has_its_own_notebooks_and_no_others(finished: Project) -> None:
    write_progress(finished)
    assert reasons(finished) == {}
    write_preparation(finished.raw)
    assert reasons(finished) == {
        "2009/progress": ("never made",),
        "study/overview": ("input editions.json changed",),
    }
    run = runs(finished)["2009/progress"]
    assert run.parameters == {"edition": "2009"}
    assert list(run.key["inputs"]) == [
        "2009/edition.json",
        "2009/invited.csv",
        "invited.types.json",
    ]
    coming = {**PREPARING, "wave": "second"}
    write_yaml(finished.raw / "editions" / "2009.yml", coming)
    assert {each for each in runs(finished) if each.startswith("2009/")} == {"2009/progress"}


class TestClosed:
    """An edition whose answers are fixed, and that is not out yet."""

    @pytest.fixture
    def closed(self, finished: Project) -> Project:
        """The later of two editions, with a notebook that reads up to its edition and one that reads all."""
        path = finished.raw / "editions" / "2005.yml"
        edit(path, "status: published", "status: closed")
        write_survey(finished.raw, "2005", beside={"2005": "its own"})
        cells = edition_cells(UP_TO, parameters='edition = "2002"')
        write_notebook(finished.notebooks / "edition/30_early.ipynb", cells)
        return finished

    def test_its_notebooks_run_and_nothing_across_editions_reads_it(self, closed: Project) -> None:
        planned = runs(closed)
        own = {"2005/short", "2005/words", "2005/early"}
        assert own <= set(planned)
        for id, run in planned.items():
            if id not in own:
                assert [name for name in run.key["inputs"] if name.startswith("2005/")] == [], id
        inputs = [name for name in planned["2005/early"].key["inputs"] if "cities.csv" in name]
        assert inputs == ["2002/cities.csv", "2005/cities.csv"]

    def test_the_public_book_needs_none_of_its_runs(self, closed: Project) -> None:
        plan = look(closed)
        shown = {run.scope for run in of_book(closed, plan).runs}
        assert shown == {"study", "2002"}
        inside = of_book(replace(closed, internal=True), plan)
        assert inside.runs == plan.runs

    def test_its_tables_make_the_internal_book_stale_alone(self, closed: Project) -> None:
        plan, inside = look(closed), replace(closed, internal=True)
        before = [book_step(each, plan).key["files"] for each in (closed, inside)]
        (closed.processed / "2005" / "cities.csv").write_text("changed")
        after = [book_step(each, plan).key["files"] for each in (closed, inside)]
        assert [one == two for one, two in zip(before, after, strict=True)] == [True, False]

    def test_it_is_not_frozen(self, closed: Project) -> None:
        with pytest.raises(StudyError, match="edition 2005 is closed, and only what is published"):
            freeze(closed, look(closed), "2005")


def test_an_edition_that_is_held_back_has_no_runs_and_says_why(finished: Project) -> None:
    write_progress(finished)
    write_preparation(finished.raw)
    (finished.incoming / "2009/cities.csv").write_text("spoilt")
    plan = look(finished)
    assert plan.held == {"2009": "1 fault in its files, which study check names"}
    assert {run.scope for run in plan.runs} == {"study", "2002", "2005"}
    with pytest.raises(StudyError, match="2009' is in preparation: 1 fault in its files"):
        select(plan, list_editions(finished), "2009", None)


def test_what_was_published_cannot_be_held_back_unseen(finished: Project) -> None:
    (finished.published / "2002/1").mkdir(parents=True)
    plan = replace(look(finished), held={"2002": "its answers were never closed"})
    with pytest.raises(StudyError, match="edition 2002 was published and cannot be shown: its"):
        check_published(finished, plan)


def test_a_notebook_across_editions_cannot_need_one_in_preparation(study: Project) -> None:
    write_progress(study, "study")
    with pytest.raises(Faults, match="means nothing here"):
        look(study)


def test_what_does_not_run_is_said_truly(study: Project) -> None:
    def said(edition: str | None, only: str | None) -> str:
        with pytest.raises(StudyError) as caught:
            select(look(study), list_editions(study), edition, only)
        return str(caught.value)

    write_progress(study)
    assert "notebook 'progress' has no run: no edition has what it needs, preparation" in said(
        None, "progress"
    )
    assert "study status" in said(None, "progress")
    assert "did you mean 'progress'?" in said(None, "progres")
    write_preparation(study.raw)
    assert "notebook 'short' does not run for '2009'" in said("2009", "short")
    assert "notebook 'progress' does not run for '2002'" in said("2002", "progress")
    (study.notebooks / "edition/60_progress.ipynb").unlink()
    assert "edition '2009' is in preparation: no notebook runs for it" in said("2009", None)


def test_notebooks_with_faults_are_left_out_with_all_that_read_them(study: Project) -> None:
    plan = look(study)
    by_id = {run.id: run for run in plan.runs}
    short, reader = by_id["2002/short"], replace(by_id["2002/words"], needs=("2002/short",))
    some = replace(plan, runs=(short, reader, by_id["2005/words"]))
    fault = Fault(short.notebook.where, 0, "", "", "is wrong", "mend it")
    assert [run.id for run in without_faults(some, [fault]).runs] == ["2005/words"]
