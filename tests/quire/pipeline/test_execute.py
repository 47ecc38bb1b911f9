"""One run: what it leaves, how it fails, and that it is the same bytes everywhere."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from conftest import code, write_notebook

from quire.core.project import Project
from quire.core.steps import digest_outputs
from quire.kernels.warm import Kernels, can_fork, open_kernels
from quire.pipeline.driver import look
from quire.pipeline.execute import RunFailed, execute, library_line
from quire.pipeline.plan import Run

FAILURES = {
    "raises": (
        "from quire.core.project import checked_slug",
        'a = 1\nchecked_slug("NO", "edition", "here")',
    ),
    "warns": ("import warnings", 'warnings.warn("take care")'),
    "leaves": (
        "import sys, warnings",
        'warnings.filterwarnings("ignore")\nsys.exit(0)',
        "1 / 0",
    ),
    "misses": ("def show_table(*a): ...", 'show_table("ghost")'),
    "empties": (
        "import os\nfrom pathlib import Path\ndef show_table(*a): ...",
        'Path(os.environ["STUDY_OUTPUT"], "figures", "ghost.csv").touch()',
        'show_table("ghost")',
    ),
    "opens": ("import numpy", 'numpy.loadtxt("../../data/raw/cities.csv", dtype=str)'),
    "dies": ("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)"),
    "endless": ("a = 1", "while True:\n    a = 1 - a"),
    "shouts": ("a = 1", "print('a' * 60_000_000)"),
    "chatters": ("a = 1", "while True:\n    print('a' * 10_000)"),
    "swaps": (
        "import os, shutil\nfrom pathlib import Path",
        'folder = Path(os.environ["STUDY_OUTPUT"])\nshutil.rmtree(folder)\nfolder.write_text("a")',
    ),
    "edits": (
        "from pathlib import Path\nimport studylib.index.scores",
        'Path("../../src/studylib/index/scores.py").write_bytes(b"EDITED = 1")',
    ),
}
SAME = (
    "import os\nimport numpy as np",
    "print(object(), os.getcwd())\nprint(hash('a'))",
    "object()",
    "import matplotlib.pyplot as plt\nfigure = plt.figure(figsize=(1, 1))\nplt.plot([1, 2])\nplt.show()",
    "{'b', 'a', 'c'}",
)


@pytest.fixture(scope="module")
def failing(prepared_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with a notebook for each way to fail."""
    root = tmp_path_factory.mktemp("failing") / "study"
    shutil.copytree(prepared_study.root, root)
    for number, (name, cells) in enumerate(FAILURES.items(), start=20):
        write_notebook(
            root / f"notebooks/study/{number}_{name}.ipynb", [code(each) for each in cells]
        )
    return Project(root)


@pytest.fixture(scope="module")
def kernels(failing: Project) -> Iterator[Kernels]:
    """Kernels for the failing notebooks."""
    with open_kernels(failing) as opened:
        yield opened


def planned(project: Project, run: str) -> Run:
    return {each.id: each for each in look(project).runs}[run]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "raises",
            [
                "run study/raises failed",
                "  edition:  study",
                "  notebook: notebooks/study/20_raises.ipynb, code cell 2",
                "    | a = 1\n    | checked_slug",
                "  error:    StudyError: here: edition 'NO' is no valid id",
                "  raised at src/quire/core/project.py:",
                "  again:    study run --only raises",
            ],
        ),
        (
            "warns",
            ["code cell 2", "a warning is an error here", "take care", "warnings.filterwarnings"],
        ),
        (
            "leaves",
            [
                "code cell 2",
                "    | sys.exit(0)",
                "ended the notebook, and no cell after it was run",
            ],
        ),
        ("misses", ["the run left not what the plan expects: figures/ghost.csv is missing"]),
        ("empties", ["the run left not what the plan expects: figures/ghost.csv is empty"]),
        (
            "opens",
            [
                "code cell 2",
                "StudyError: data/raw/cities.csv: a notebook opened this file",
                "repair: name the table in read_tables",
            ],
        ),
        ("dies", ["code cell 2", "    | os.kill(", "the kernel died"]),
        (
            "endless",
            [
                "code cell 2",
                "    | while True:",
                "took longer than 0.05 minutes",
                '{"minutes": 0.1}',
            ],
        ),
        (
            "shouts",
            ["code cell 2", "showed more than 50 megabytes", '{"study": {"megabytes": 100}}'],
        ),
        ("chatters", ["code cell 2", "showed more than 50 megabytes"]),
        ("swaps", ["its outputs cannot be kept", "move away what stands where"]),
        ("edits", ["something it depends on was edited while it ran"]),
    ],
)
def test_a_failure_says_what_where_and_how_to_run_it_again(
    failing: Project, kernels: Kernels, name: str, said: list[str]
) -> None:
    run = planned(failing, f"study/{name}")
    with pytest.raises(RunFailed) as caught:
        execute(failing, run, kernels, minutes=0.05 if name == "endless" else None)
    report = str(caught.value)
    assert [each for each in said if each not in report] == [], report
    assert list(run.folder(failing).parent.iterdir()) == []


def test_half_a_notebook_is_no_result_though_no_page_would_show_where_it_ended(
    failing: Project, kernels: Kernels
) -> None:
    ends = 'import warnings\nwarnings.simplefilter("ignore")\nraise SystemExit'
    cells = [code(ends, "remove-output"), code("1 / 0")]
    write_notebook(failing.root / "notebooks/study/40_halves.ipynb", cells)
    with pytest.raises(RunFailed, match="no cell after it was run"):
        execute(failing, planned(failing, "study/halves"), kernels)


STARTS = (
    "import subprocess, sys",
    "def start(**how):\n    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], **how)",
    "start()\nstart(start_new_session=True)",
    "subprocess.run([sys.executable, '-c', 'import subprocess; subprocess.Popen([\"sleep\", \"600\"], start_new_session=True)'])",
)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only those of its group are known")
def test_what_a_notebook_has_started_ends_with_its_run(study: Project) -> None:
    write_notebook(study.root / "notebooks/study/20_starts.ipynb", [code(each) for each in STARTS])
    run = planned(study, "study/starts")
    with open_kernels(study) as kernels:
        execute(study, run, kernels)
        assert find_started(study) == []


def find_started(project: Project) -> list[psutil.Process]:
    """Processes that know the folder of a run as their own."""
    started = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("STUDY_OUTPUT", "").startswith(str(project.runs)):
                started.append(process)
    return started


@pytest.mark.skipif(not can_fork(), reason="no fork here")
def test_two_checkouts_give_the_same_bytes_with_forked_and_plain_kernels(
    prepared_study: Project, tmp_path: Path
) -> None:
    results = []
    for place, warm in (("a", True), ("a much longer place", False)):
        project = Project(tmp_path / place / "study")
        shutil.copytree(prepared_study.root, project.root)
        write_notebook(
            project.root / "notebooks/study/20_same.ipynb", [code(each) for each in SAME]
        )
        with open_kernels(project, warm=warm) as kernels:
            for name in ("study/same", "2002/short"):
                execute(project, planned(project, name), kernels)
        results.append(
            {
                **digest_outputs(project.runs),
                "record": (project.runs / "2002/short/record.json").read_text(),
            }
        )
        text = (project.runs / "study/same/notebook.ipynb").read_text(encoding="utf-8")
        assert str(tmp_path) not in text
        assert '"image/png"' in text
    assert results[0] == results[1]
    assert len(results[0]) == 6


def test_the_executed_notebook_holds_its_values_and_nothing_of_the_moment(
    finished: Project,
) -> None:
    notebook = json.loads((finished.runs / "2005/short/notebook.ipynb").read_bytes())
    ids = [cell["id"] for cell in notebook["cells"]]
    assert ids == ["c0", "c1", "injected-parameters", "c2", "c3", "c4", "c5"]
    assert "".join(notebook["cells"][2]["source"]) == '# Parameters\nedition = "2005"\nleast = 2\n'
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])


def test_a_run_that_states_nothing_leaves_no_values(finished: Project) -> None:
    assert json.loads((finished.runs / "2002/words/values.json").read_bytes()) == {}


@pytest.mark.parametrize(
    ("traceback", "line"),
    [
        (
            ["File /a/src/studylib/index/scores.py:12, in balance(x)"],
            "src/studylib/index/scores.py:12",
        ),
        (
            ['  File "/a/src/studylib/index/scores.py", line 12, in balance'],
            "src/studylib/index/scores.py:12",
        ),
        (
            ["\x1b[31mFile \x1b[32m/a/src/studylib/index/scores.py:12\x1b[39m, in f()"],
            "src/studylib/index/scores.py:12",
        ),
        (
            ["File /a/src/studylib/a.py:1, in f()", "File /a/src/studylib/b.py:2"],
            "src/studylib/b.py:2",
        ),
        (["File /else/studylib/index/scores.py:12"], "/else/studylib/index/scores.py:12"),
        (["Cell In[3], line 1"], ""),
    ],
)
def test_the_line_of_the_library_is_found_in_a_traceback(traceback: list[str], line: str) -> None:
    assert library_line(traceback, Path("/a"), ("quire", "studylib")) == line
