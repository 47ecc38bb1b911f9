"""A new notebook: one that runs at once, has its page, and is called by a name that is free."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from quire.book.build import plan_book
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.pipeline.driver import run_study
from quire.pipeline.notebooks import Kind
from studylib.cli import main
from studylib.new_notebook import new_notebook
from studylib.pages.assembly import contents


def typed(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return ended.value.code if isinstance(ended.value.code, int) else 0


@pytest.mark.parametrize(
    ("options", "path", "runs"),
    [
        ((), "notebooks/edition/70_mine.ipynb", ("2002/mine", "2005/mine")),
        (("--study",), "notebooks/study/70_mine.ipynb", ("study/mine",)),
    ],
)
def test_it_passes_the_check_runs_and_has_its_page(
    ready: Project,
    inside: Callable[[Project], None],
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    path: str,
    runs: tuple[str, ...],
) -> None:
    inside(ready)
    assert typed("notebook", "70_mine", *options) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"written: {path}"
    command = next(line for line in said if line.startswith("run it: study run --only mine"))
    assert typed("check") == 0
    assert typed(*command.removeprefix("run it: study ").split()) == 0
    report = run_study(ready, only="mine")
    assert tuple(sorted((*report.done, *report.fresh))) == runs
    files = contents(ready, plan_book(ready))
    top = "" if options else "editions/2005/"
    page = json.loads(files[f"{top}mine.ipynb"])
    title, _, _ = "".join(page["cells"][0]["source"]).partition("\n")
    assert title.lower().endswith("mine")
    assert f"/{runs[-1].replace('/', '-')}-" in str(page["cells"])


def test_its_default_is_the_newest_edition_with_a_survey_and_its_kernel_the_studys(
    study: Project,
) -> None:
    path, edition = new_notebook(study, "30_more-words", Kind.EDITION)
    data = json.loads(path.read_bytes())
    assert edition == "2005"
    assert data["metadata"] == {**study.notebook_metadata, "study": {"needs": "survey"}}
    assert "".join(data["cells"][0]["source"]).startswith("# More words\n")
    assert "".join(data["cells"][1]["source"]) == 'edition = "2005"'


@pytest.mark.parametrize(
    ("name", "what", "repair"),
    [
        ("mine", "is not named NN_name", "study notebook 30_mine"),
        ("My notebook!", "is not named NN_name", "study notebook 30_my_notebook"),
        ("7-mine.ipynb", "is not named NN_name", "study notebook 07_mine"),
        ("../../70_mine", "is not named NN_name", "study notebook 30_70_mine"),
        ("70_" + "a" * 90, "is not named NN_name", f"study notebook 70_{'a' * 40}"),
        ("30_words", "the name 'words' is taken by notebooks/edition/20_words.ipynb", "30_words_2"),
        ("30_overview", "is taken by notebooks/study/10_overview.ipynb", "30_overview_2"),
        ("30_index", "is taken by the first page of an edition", "30_index_2"),
    ],
)
def test_a_name_that_cannot_be_is_answered_with_the_nearest_that_can(
    study: Project, name: str, what: str, repair: str
) -> None:
    before = sorted(study.notebooks.rglob("*"))
    with pytest.raises(StudyError, match=re.escape(what)) as refused:
        new_notebook(study, name, Kind.EDITION)
    assert refused.value.repair.endswith(repair)
    assert sorted(study.notebooks.rglob("*")) == before


def test_a_number_that_is_taken_is_said(
    study: Project, inside: Callable[[Project], None], capsys: pytest.CaptureFixture[str]
) -> None:
    inside(study)
    assert typed("notebook", "20_mine") == 0
    assert "with the same number: notebooks/edition/20_words.ipynb" in capsys.readouterr().out
