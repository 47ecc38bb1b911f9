"""Runs that read what other runs kept: their order, what makes them stale, and what becomes of them after a failure."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import code, edit, edition_cells, prose, write_notebook

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from quire.pipeline.differences import compare
from quire.pipeline.driver import look, run_study
from quire.pipeline.errata import check_published, freeze
from quire.pipeline.vintages import current
from quire.results import read_all_results, read_results

Inside = Callable[[Project], None]

COUNTS = "notebooks/edition/30_counts.ipynb"
EDITION = 'edition = "2002"'
KEEPS = (
    "from quire.results import keep_table\nfrom studylib.data.tables import read_tables",
    '(items,) = read_tables(edition, "items")\nfactor = 1',
    'counts = items.groupby("area", as_index=False).agg(items=("item", "size"))',
    'keep_table("by_area", counts.assign(items=lambda frame: frame["items"] * factor))',
)
READS = (
    "from quire.results import read_results\nfrom quire.showing.figures import show_table",
    '(counts,) = read_results(edition, "counts", "by_area")',
    'show_table("counts", counts, caption="Items.", source="Invented")',
)
READS_ALL = (
    "from quire.results import read_all_results\nfrom quire.showing.values import state",
    '(counts,) = read_all_results("counts", "by_area")',
    'state("items", int(counts["items"].sum()), origin="by_area")',
)


def add_dependents(project: Project) -> None:
    """Counts per edition, a page per edition that shows them - before them, by its number - and one over all."""
    write_notebook(project.root / COUNTS, edition_cells(*KEEPS, parameters=EDITION))
    write_notebook(
        project.root / "notebooks/edition/05_page.ipynb",
        edition_cells(*READS, parameters=EDITION),
    )
    write_notebook(
        project.root / "notebooks/study/30_sum.ipynb",
        [prose("# Sum"), *(code(each) for each in READS_ALL)],
    )


@pytest.fixture
def dependent(finished: Project) -> Project:
    """The finished study with dependent notebooks, which have not run."""
    add_dependents(finished)
    return finished


@pytest.fixture(scope="module")
def all_done(finished_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("dependent") / "study"
    shutil.copytree(finished_study.root, root)
    add_dependents(Project(root))
    report = run_study(Project(root))
    assert not report.failed, report.failed[0]
    return Project(root)


@pytest.fixture
def done(all_done: Project, tmp_path: Path) -> Project:
    """The study with dependent runs, all of them made."""
    shutil.copytree(all_done.root, tmp_path / "done")
    return Project(tmp_path / "done")


def reasons(project: Project) -> dict[str, tuple[str, ...]]:
    return {run.id: run.reasons for run in look(project).stale}


def test_the_plan_says_who_waits_for_whom_and_on_which_tables_a_run_stands(
    dependent: Project,
) -> None:
    assert reasons(dependent) == {
        "study/sum": ("never made", "waits for 2002/counts", "waits for 2005/counts"),
        "2002/page": ("never made", "waits for 2002/counts"),
        "2002/counts": ("never made",),
        "2005/page": ("never made", "waits for 2005/counts"),
        "2005/counts": ("never made",),
    }
    page = next(run for run in look(dependent).runs if run.id == "2002/page")
    assert page.key["inputs"] == {"2002/counts/by_area": "missing"}
    assert page.tables == ("2002/items.csv", "items.types.json")


def test_what_was_kept_is_read_and_then_nothing_is_left_to_do(done: Project) -> None:
    kept = (done.runs / "2005/counts/tables/by_area.csv").read_bytes()
    # theft and parks are of living, jobs of economy; every item of the framework is in the table
    assert kept == b"area,items\neconomy,1\nliving,2\n"
    assert (done.runs / "2005/page/figures/counts.csv").read_bytes() == kept
    assert '"value": 6' in (done.runs / "study/sum/values.json").read_text(encoding="utf-8")
    assert reasons(done) == {}


def test_same_bytes_again_run_nothing_that_reads_them(done: Project) -> None:
    edit(done.root / COUNTS, "factor = 1", "factor = 2 - 1")
    assert reasons(done)["2002/page"] == ("waits for 2002/counts",)
    report = run_study(done)
    assert report.done == ("2002/counts", "2005/counts")
    assert {"2002/page", "2005/page", "study/sum"} <= set(report.fresh)
    assert reasons(done) == {}


def test_other_bytes_run_what_reads_them(done: Project) -> None:
    edit(done.root / COUNTS, "factor = 1", "factor = 3")
    assert run_study(done, edition="2002").done == ("2002/counts", "2002/page")
    assert reasons(done) == {
        "study/sum": ("input 2002/counts/by_area changed", "waits for 2005/counts"),
        "2005/page": ("waits for 2005/counts",),
        "2005/counts": ("code cell 3 changed",),
    }


def test_one_notebook_alone_brings_the_stale_results_that_it_reads(
    dependent: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    report = run_study(dependent, edition="2002", only="page")
    assert report.done == ("2002/counts", "2002/page")
    assert "also   2002/counts: its results are read, and stale" in capsys.readouterr().out
    forced = run_study(dependent, edition="2002", only="page", force=True)
    assert forced.done == ("2002/page",)


def test_after_a_failure_dependents_are_named_and_the_others_run(
    dependent: Project,
) -> None:
    edit(dependent.root / COUNTS, "factor = 1", "factor = 1 / (edition != '2002')")
    report = run_study(dependent, keep_going=True)
    assert [failure.run.id for failure in report.failed] == ["2002/counts"]
    assert report.done == ("2005/counts", "2005/page")
    assert report.skipped == ("2002/page", "study/sum")
    assert report.lacking == {"2002/page": ("2002/counts",), "study/sum": ("2002/counts",)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('\\"counts\\", \\"by_area', '\\"count\\", \\"by_area', "did you mean 'counts'"),
        ('\\"by_area', '\\"by_areas', "notebook 'counts' keeps no such table - did you mean 'by_"),
        ('\\"counts\\", \\"by_area', '\\"words\\", \\"by_area', "keep it there: keep_table"),
        (
            "(counts,) = read_results(edition, ",
            'print(edition)\\n(counts,) = read_results(\\"2005x\\", ',
            "does not run for '2005x'",
        ),
        (
            '\\"counts\\", \\"by_area',
            '\\"page\\", \\"by_area',
            "waits for itself: 2002/page is read",
        ),
    ],
)
def test_what_nobody_keeps_is_a_fault_before_a_kernel_starts(
    dependent: Project, old: str, new: str, said: str
) -> None:
    page = dependent.root / "notebooks/edition/05_page.ipynb"
    edit(page, old, new)
    if "itself" in said:
        edit(page, "show_table(", 'keep_table(\\"by_area\\", counts)\\nshow_table(')
    with pytest.raises(Faults, match=said):
        look(dependent)


def test_results_that_an_edition_may_lack_are_read_inside_an_if(dependent: Project) -> None:
    page = dependent.root / "notebooks/edition/05_page.ipynb"
    edit(page, "(counts,) = read", 'if edition != \\"2005\\":\\n    (counts,) = read')
    edit(dependent.root / COUNTS, '"kernelspec"', '"study": {"needs": "survey"},\n"kernelspec"')
    file = dependent.raw / "editions/2005.yml"
    edit(file, "wave: second", "wave: null")
    needs = {run.id: run.needs for run in look(dependent).runs}
    assert "2005/counts" not in needs
    assert needs["2002/page"] == ("2002/counts",)
    assert needs["2005/page"] == ()
    assert needs["study/sum"] == ("2002/counts",)


def test_a_circle_over_several_notebooks_is_told(dependent: Project) -> None:
    edit(
        dependent.root / COUNTS,
        "factor = 1",
        'factor = 1\\n(other,) = read_results(edition, \\"page\\", \\"shown\\")',
    )
    page = dependent.root / "notebooks/edition/05_page.ipynb"
    edit(page, "show_table(", 'keep_table(\\"shown\\", counts)\\nshow_table(')
    with pytest.raises(
        Faults, match=r"2002/(page|counts) is read by 2002/(page|counts) is read by"
    ):
        look(dependent)


def test_by_hand_results_are_read_if_they_are_up_to_date(
    done: Project, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(done)
    (counts,) = read_results("2005", "counts", "by_area")
    assert counts["items"].tolist() == [1, 2]
    (counts,) = read_all_results("counts", "by_area")
    assert counts["edition"].tolist() == ["2002", "2002", "2005", "2005"]
    with pytest.raises(StudyError, match="read_results: notebook 'count' is unknown"):
        read_results("2005", "count", "by_area")
    # a notebook that is being written may be wrong; nobody waits for it
    edit(done.notebooks / "edition/10_short.ipynb", "study = read", "study = = read")
    edit(done.root / COUNTS, "factor = 1", "factor = 2")
    with pytest.raises(
        StudyError, match=r"(?s)code cell 3 changed.*study run .*2005 --only counts"
    ):
        read_results("2005", "counts", "by_area")


def test_a_kept_table_that_is_new_is_no_difference_and_one_that_changed_is(done: Project) -> None:
    freeze(done, look(done), "2002")
    before = current(done, look(done), "2002").files
    assert "counts/tables/by_area.csv" in before
    without = {name: data for name, data in before.items() if "tables" not in name}
    assert all(each.added for each in compare(without, before))
    edit(done.root / COUNTS, "factor = 1", "factor = 3")
    assert not run_study(done).failed
    with pytest.raises(
        StudyError, match=r"counts/tables/by_area \[items\]\s+area = economy\s+1 +3"
    ):
        check_published(done, look(done))
