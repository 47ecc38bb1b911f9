"""Reading notebooks, and every way in which one can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cell, code, prose, write_notebook
from invented import write_settings

from quire.core.errors import Fault
from quire.core.project import Project
from quire.pipeline.notebooks import Kind, Notebook, list_notebooks, read_notebook
from quire.pipeline.scratch import say_unnamed

GOOD = [
    prose("# Title"),
    code('edition = "2019"\nleast: int = -3', "parameters"),
    code(
        'from studylib.data.tables import read_tables\nfrom studylib.index import scores\n(a,) = read_tables(edition, "cities")'
    ),
    code('show_table("a", a.head(least))\nstate("n", 1, origin="a")'),
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with three modules and no notebook."""
    write_settings(tmp_path)
    library = tmp_path / "src" / "studylib"
    for name in (
        "__init__",
        "data/__init__",
        "data/tables",
        "index/__init__",
        "index/scores",
    ):
        path = library / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "notebooks" / "edition").mkdir(parents=True)
    return Project(tmp_path)


def read(
    project: Project, cells: list[Cell], name: str = "10_a.ipynb"
) -> tuple[Notebook | None, list[Fault]]:
    path = write_notebook(project.notebooks / "edition" / name, cells)
    return read_notebook(project, path, Kind.EDITION)


def test_a_notebook_is_read(project: Project) -> None:
    notebook, faults = read(project, GOOD)
    assert faults == []
    assert notebook is not None
    assert (notebook.name, notebook.where) == ("a", "notebooks/edition/10_a.ipynb")
    assert notebook.parameters == {"edition": "2019", "least": -3}
    assert notebook.modules == ("studylib.data.tables", "studylib.index.scores")
    assert notebook.expected == ("figures/a.csv",)
    assert [number for number, _ in notebook.reads] == [2]
    assert notebook.states


@pytest.mark.parametrize(
    ("cells", "place", "what"),
    [
        ([code("%matplotlib inline")], "code cell 1", "is a magic, not plain Python"),
        ([code("a = 1"), code("!ls")], "code cell 2", "is a magic, not plain Python"),
        ([code("print?")], "code cell 1", "is a magic, not plain Python"),
        ([code("a = (")], "code cell 1", "is not valid Python ('(' was never closed)"),
        ([code("a = f()", "parameters")], "code cell 1", "is no plain assignment of a literal"),
        ([code("a = b = 1", "parameters")], "code cell 1", "is no plain assignment of a literal"),
        ([code("import os", "parameters")], "code cell 1", "is no plain assignment of a literal"),
        ([code("a = 1\na = 2", "parameters")], "code cell 1", "is assigned twice"),
        (
            [code("a = 1", "parameters"), code("b = 1", "parameters")],
            "code cell 2",
            "is a second parameters cell",
        ),
        ([code("a = 1", "injected-parameters")], "code cell 1", "was left by a run"),
        (
            [code("read_tables(edition, name)")],
            "code cell 1",
            "a table in read_tables is not a literal",
        ),
        (
            [code('show_table("a", b)'), code('show_figure("a", b)')],
            "code cell 2",
            "the id is shown already in code cell 1",
        ),
        ([code("import studylib.score")], "code cell 1", "there is no such module"),
        (
            [code("import helper")],
            "code cell 1",
            "is code beside the notebook, whose changes nobody would notice",
        ),
    ],
)
def test_a_wrong_cell_is_named(project: Project, cells: list[Cell], place: str, what: str) -> None:
    (project.notebooks / "edition" / "helper.py").touch()
    notebook, faults = read(project, cells)
    assert notebook is None
    assert [(fault.column, fault.what) for fault in faults] == [(place, what)]
    assert all(fault.file == "notebooks/edition/10_a.ipynb" and fault.repair for fault in faults)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("10_a.ipynb", b"", "is not a notebook: Expecting value"),
        (
            "10_a.ipynb",
            b'{"cells": []\n"metadata": {}}',
            "is not a notebook: Expecting ',' delimiter",
        ),
        ("10_a.ipynb", b"\xff\xfe", "is not a notebook"),
        ("10_a.ipynb", b'{"nbformat": 3, "cells": []}', "is not a notebook of format 4"),
        ("10_a.ipynb", b"[]", "is not a notebook of format 4"),
        ("10_a.ipynb", b"[" * 100_000, "is not a notebook"),
        *(
            (
                "10_a.ipynb",
                b'{"nbformat": 4, "cells": [%s]}' % cell,
                "is not what notebooks have here",
            )
            for cell in (
                b"3",
                b'{"cell_type": "code", "source": 5}',
                b'{"cell_type": "code", "metadata": null}',
                b'{"cell_type": "code", "metadata": {"tags": "parameters"}}',
                b'{"cell_type": "code", "id": ["a"]}',
                b'{"cell_type": "code", "outputs": [3]}',
                b'{"cell_type": ["code"]}',
            )
        ),
        (
            "10_a.ipynb",
            b'{"nbformat": 4, "metadata": 3, "cells": []}',
            "is not what notebooks have here",
        ),
    ],
)
def test_a_wrong_file_is_named(project: Project, name: str, data: bytes, what: str) -> None:
    (project.notebooks / "edition" / name).write_bytes(data)
    notebooks, faults = list_notebooks(project)
    assert (notebooks, [fault.what for fault in faults]) == ([], [what])


def test_a_sign_that_no_code_may_hold_is_named(project: Project) -> None:
    _, faults = read(project, [code("a = '\0'")])
    assert [(fault.column, fault.what[:20]) for fault in faults] == [
        ("code cell 1", "is not valid Python ")
    ]


@pytest.mark.parametrize("data", [b"", b"{broken", b"\xff\xfe", b"[]"])
@pytest.mark.parametrize(
    "name",
    [
        *("edition/Untitled.ipynb", "study/10_A b.ipynb", "Untitled1.ipynb"),
        *("edition/10_a-Copy1.ipynb", "edition/Untitled[1].ipynb"),
    ],
)
def test_a_notebook_that_is_not_of_the_study_is_named_and_stops_nothing(
    project: Project, name: str, data: bytes
) -> None:
    write_notebook(project.notebooks / "edition" / "10_a.ipynb", [code("b = 1")])
    (project.notebooks / "study").mkdir()
    (project.notebooks / name).write_bytes(data)
    notebooks, faults = list_notebooks(project)
    assert ([one.name for one in notebooks], faults) == (["a"], [])
    assert say_unnamed(project) == [
        f"not part of the study: notebooks/{name}; name it NN_name.ipynb, or move it to notebooks/scratch"
    ]


def test_nobody_looks_into_the_folder_for_trials(project: Project) -> None:
    write_notebook(project.notebooks / "edition" / "10_a.ipynb", [code("b = 1")])
    names = ("Untitled.ipynb", "10_a.ipynb", "data/more.csv", "data/Untitled.ipynb")
    left = ".ipynb_checkpoints/Untitled-checkpoint.ipynb"
    for name in (left, f"edition/{left}", *(f"scratch/{name}" for name in names)):
        path = project.notebooks / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{broken")
    notebooks, faults = list_notebooks(project)
    assert ([one.name for one in notebooks], faults, say_unnamed(project)) == (["a"], [], [])


CONFLICT = f"""{{
 "cells": [
{7 * "<"} HEAD
  {{"cell_type": "markdown", "id": "a", "metadata": {{}}, "source": "# Rain"}}
{7 * "="}
  {{"cell_type": "markdown", "id": "a", "metadata": {{}}, "source": "# Snow"}}
{7 * ">"} other
 ]
}}
"""


def test_a_merge_that_nobody_resolved_is_named_with_its_line(project: Project) -> None:
    (project.notebooks / "edition" / "10_a.ipynb").write_text(CONFLICT, encoding="utf-8")
    _, faults = list_notebooks(project)
    assert [(fault.file, fault.row, fault.what) for fault in faults] == [
        ("notebooks/edition/10_a.ipynb", 3, "holds a merge that nobody resolved")
    ]


def test_a_cell_that_a_merge_left_twice_is_named(project: Project) -> None:
    path = project.notebooks / "edition" / "10_a.ipynb"
    write_notebook(path, [{**prose("# Rain"), "id": "rain"}, {**prose("# Rain"), "id": "rain"}])
    _, faults = list_notebooks(project)
    assert [(fault.value, fault.what) for fault in faults] == [
        ("rain", "is the id of more than one cell")
    ]


def test_faults_of_all_notebooks_come_together(project: Project) -> None:
    write_notebook(project.notebooks / "edition" / "10_a.ipynb", [code("%time")])
    write_notebook(project.notebooks / "study" / "10_b.ipynb", [code("%time"), code("!ls")])
    assert len(list_notebooks(project)[1]) == 3


def test_two_notebooks_of_one_name_are_a_fault(project: Project) -> None:
    write_notebook(project.notebooks / "edition" / "10_a.ipynb", [code("b = 1")])
    write_notebook(project.notebooks / "study" / "20_a.ipynb", [code("b = 1")])
    _, faults = list_notebooks(project)
    assert [fault.what for fault in faults] == ["has the name of notebooks/edition/10_a.ipynb"]


def test_no_notebook_at_all_is_a_fault(project: Project) -> None:
    assert [fault.what for fault in list_notebooks(project)[1]] == ["there is no notebook"]


@pytest.mark.parametrize(
    ("cells", "same"),
    [
        ([prose("# Another title"), *GOOD[1:]], True),
        ([*GOOD[:3], prose("A word."), GOOD[3]], True),
        (
            [
                *GOOD[:3],
                code(
                    'show_table("a", a.head(least))  # all\nstate("n", 1, origin="a")', "hide-input"
                ),
            ],
            True,
        ),
        ([*GOOD[:3], code('show_table("a", a.head(least))\nstate("n", 2, origin="a")')], False),
        ([*GOOD, code("a")], False),
        # every name gets its value from the plan, so that a default is no part of what a run does
        ([GOOD[0], code('edition = "2017"\nleast = 4  # few', "parameters"), *GOOD[2:]], True),
        ([GOOD[0], code('edition = "2019"\nmost = -3', "parameters"), *GOOD[2:]], False),
        ([GOOD[0], code('edition = "2019"\nleast = -3'), *GOOD[2:]], False),
        (
            [
                *GOOD[:3],
                code('show_table("a", a.head(least))\nstate("n", 1, origin="a")', "skip-execution"),
            ],
            False,
        ),
    ],
)
def test_prose_and_comments_are_not_code(project: Project, cells: list[Cell], same: bool) -> None:
    before, _ = read(project, GOOD)
    after, _ = read(project, cells)
    assert before is not None
    assert after is not None
    assert (before.code == after.code) is same
