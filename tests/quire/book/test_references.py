"""Names in prose that lead nowhere are told before a run, and none that a run may still bring."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from conftest import ROOT, edit

from quire.book.references import reference_faults
from quire.core.project import Project
from quire.pipeline.driver import look
from studylib.cli import main

SHORT = "notebooks/edition/10_short.ipynb"
INSIDE = "A title\\n\\nWords: "


@pytest.fixture
def written(finished: Project) -> Project:
    """The finished study with the authored pages of this repository."""
    shutil.copytree(ROOT / "book", finished.root / "book")
    return finished


def write(project: Project, prose: str) -> None:
    edit(project.root / SHORT, "A title", f"{INSIDE}{prose}")


def told(project: Project) -> list[str]:
    return [str(fault) for fault in reference_faults(project, look(project))]


@pytest.mark.parametrize(
    ("prose", "said"),
    [
        (
            "[so many](#value-citties)",
            "'#value-citties': leads to no value - did you mean 'cities'?",
        ),
        (
            "[a table](#figure-citis)",
            "'#figure-citis': leads to no figure or table - did you mean 'cities'?",
        ),
        (
            "[its data](#output-citiess)",
            "'#output-citiess': leads to no figure or table - did you mean",
        ),
        ("{term}`wvae`", "'wvae': is no term of the glossary - did you mean 'wave'?"),
        (
            "{term}`these words <intervall>`",
            "'intervall': is no term of the glossary - did you mean 'interval'?",
        ),
        (
            "{glue:text}`citties:.0f`",
            "'citties': is asked for by the role glue:text, which knows no value - lead to",
        ),
        (
            "[see](/abuot.md)",
            "'/abuot.md': leads to no page or file of the book - did you mean 'about'?",
        ),
        (
            "[see](wrods.ipynb)",
            "'wrods.ipynb': leads to no page or file of the book - did you mean 'words'?",
        ),
        ("{doc}`/abuot`", "'/abuot': leads to no page or file of the book - did you mean 'about'?"),
    ],
)
def test_a_misspelt_name_is_told_with_file_cell_and_the_nearest(
    written: Project, prose: str, said: str
) -> None:
    write(written, prose)
    (fault,) = told(written)
    assert fault.startswith(f"{SHORT} [cell 1] {said}")


@pytest.mark.parametrize(
    "prose",
    [
        "[so many](#value-cities) and [a table](#figure-cities), [its data](#output-cities)",
        "{term}`wave`, {term}`Waves <wave>`, {term}`Area score`",
        "[see](/about.md), [of these](words.ipynb), {doc}`/about`, [all](../../overview.ipynb)",
        "[a page made from data](/practices/one.md), [a place](#anything), [away](https://example.org/x)",
    ],
)
def test_what_leads_somewhere_or_may_do_so_is_not_told(written: Project, prose: str) -> None:
    write(written, prose)
    assert told(written) == []


def test_nothing_is_said_of_what_a_run_may_bring(written: Project) -> None:
    write(written, "[so many](#value-found)")
    assert "'#value-found': leads to no value" in told(written)[0]
    # by a finding that has not run yet
    edit(written.root / SHORT, "cities.head(least)", "cities.head(least + 0)")
    assert told(written) == []


def test_a_name_that_a_cell_writes_out_counts_before_it_has_run(written: Project) -> None:
    write(written, "[so many](#value-towns)")
    edit(written.root / SHORT, 'state(\\"cities\\"', 'state(\\"towns\\"')
    assert told(written) == []


@pytest.mark.parametrize(
    ("command", "status"),
    [(["check"], 1), (["plan"], 0), (["run", "--edition", "2002", "--only", "words"], 0)],
)
def test_check_refuses_it_plan_and_run_tell_it(
    written: Project,
    inside: Callable[[Project], None],
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    status: int,
) -> None:
    inside(written)
    write(written, "{term}`wvae`")
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert (ended.value.code or 0) == status
    said = capsys.readouterr()
    assert f"{SHORT} [cell 1] 'wvae': is no term of the glossary" in said.out + said.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('edition, \\"cities\\"', 'edition, \\"citties\\"', "did you mean 'cities'?"),
        ("least = 1", "leest = 1", "'least': is a parameter of no notebook"),
    ],
)
def test_the_check_names_tables_and_parameters_that_there_are_not(
    written: Project,
    inside: Callable[[Project], None],
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    said: str,
) -> None:
    inside(written)
    edit(written.root / SHORT, old, new)
    with pytest.raises(SystemExit):
        main(["check"])
    assert said in capsys.readouterr().err
