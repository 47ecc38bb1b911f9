"""One run: what it leaves, how it fails, and that it is the same bytes everywhere."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil  # type: ignore[import-untyped]
import pytest
from conftest import code, write_notebook

from quire.core.project import Project
from quire.core.steps import digest_outputs
from quire.kernels.warm import Kernels, can_fork, open_kernels
from quire.pipeline.driver import look
from quire.pipeline.execute import execute
from quire.pipeline.failures import RunFailed, library_line
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
    "lacks": (
        "import pandas as pd\nframe = pd.DataFrame({'favourable': [1], 'city': ['a']})",
        "def share():\n    return frame['favorable']\n\nshare()",
    ),
    "misspells": ("from quire.core.project import Project", "a = 1\nProject.fnid()"),
    "dies": ("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)"),
    "endless": ("import time", "while True:\n    time.sleep(600)"),
    "deaf": ("print('begun')", "sum(range(10**13))"),
    "swallows": (
        "a = 1",
        "try:\n    while True:\n        pass\nexcept KeyboardInterrupt:\n    pass",
    ),
    "shouts": ("a = 1", "print('a' * 60_000_000)"),
    "chatters": ("a = 1", "while True:\n    print('a' * 10_000)"),
    "swaps": (
        "import os, shutil\nfrom pathlib import Path",
        'folder = Path(os.environ["STUDY_OUTPUT"])\nshutil.rmtree(folder)\na = folder.write_text("a")',
    ),
    "edited": ("import studylib.index.scores", "a = 1"),
    "pictures": ("import matplotlib.pyplot as plt", "plt.plot([1, 2])\nplt.show()"),
    "frames": ("import pandas as pd", "pd.DataFrame({'share_pct': [40.0]})"),
    "styles": ("import pandas as pd", "pd.DataFrame({'share_pct': [40.0]}).style.hide()"),
    "numbers": ("a = 1", "a + 41"),
    "prints": ("a = 1", "print('42 cities')"),
    "writes": ("import pandas as pd", "pd.DataFrame({'a': [1]}).to_csv('x.csv')"),
    "makes": ("from pathlib import Path", "Path('../more').mkdir()"),
    "fetches": ("import pandas as pd", "pd.read_csv('https://example.org/a.csv')"),
    "commands": ("import subprocess", "subprocess.run(['ls', '-l'])"),
    "rolls": ("import numpy as np", "a = np.random.rand()"),
    "samples": ("import pandas as pd", "a = pd.DataFrame({'a': range(9)}).sample(5)"),
    "names": ("import uuid", "a = uuid.uuid4()"),
}
HANGING = ("endless", "deaf", "swallows")
SAME = (
    "import os\nimport numpy as np",
    "print(object(), os.getcwd())\nprint(hash('a'))",
    "import random, tempfile\nrandom.seed(1)\nnp.random.seed(2)\nprint(random.random(), np.random.rand())",
    "with tempfile.TemporaryFile() as file:\n    file.write(b'a')",
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
                "  notebook: notebooks/study/20_raises.ipynb, code cell 2, line 2",
                "    | a = 1\n    > checked_slug",
                "  error:    StudyError: here: edition 'NO' is no valid id",
                "  raised at src/quire/core/project.py:",
                "  again:    study run --only raises",
            ],
        ),
        (
            "warns",
            [
                "code cell 2, line 1",
                '    > warnings.warn("take care")',
                "a warning is an error here:\n            <cell>:1: UserWarning: take care",
                "warnings.filterwarnings",
            ],
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
        (
            "lacks",
            [
                "code cell 2, line 2",
                "    | def share():\n    >     return frame['favorable']",
                "error:    KeyError: 'favorable'",
                "repair:   did you mean 'favourable'? columns of frame: 'favourable', 'city'",
            ],
        ),
        ("misspells", ["code cell 2, line 2", "repair:   did you mean 'find' or "]),
        ("dies", ["code cell 2", "    | os.kill(", "the kernel died"]),
        (
            "endless",
            [
                "code cell 2, line 2",
                "    >     time.sleep(600)",
                "took longer than 0.05 minutes",
                '{"minutes": 1}',
                "or once: study run --only endless --minutes 1",
            ],
        ),
        ("deaf", ["code cell 2", "    | sum(", "took longer than 0.05 minutes"]),
        ("swallows", ["code cell 2", "took longer than 0.05 minutes"]),
        (
            "shouts",
            ["code cell 2", "showed more than 50 megabytes", '{"study": {"megabytes": 100}}'],
        ),
        ("chatters", ["code cell 2", "showed more than 50 megabytes"]),
        ("swaps", ["its outputs cannot be kept", "move away what stands where"]),
        ("edited", ["something it depends on was edited while it ran"]),
        (
            "pictures",
            [
                "code cell 2",
                "shows a picture without title, caption, source",
                "<Figure size",
                "use show_figure(",
            ],
        ),
        (
            "frames",
            [
                "code cell 2",
                "shows a table without caption and source: share_pct 0",
                "use show_table(",
            ],
        ),
        (
            "styles",
            [
                "code cell 2",
                "shows a table without caption and source: <pandas.io.formats.style.Styler at 0x...>",
                "use show_table(",
            ],
        ),
        ("numbers", ["code cell 2", "shows a text without a source: 42", "use state("]),
        ("prints", ["code cell 2", "shows a text without a source: 42 cities", "use state("]),
        (
            "writes",
            ["code cell 2", "notebooks/study/x.csv: a notebook would write here", "keep_table()"],
        ),
        ("makes", ["code cell 2", "notebooks/more: a notebook would write here", "tempfile"]),
        (
            "fetches",
            ["code cell 2", "https://example.org/a.csv: a run reads no network", "data/raw first"],
        ),
        ("commands", ["code cell 2", "ls -l: a run starts no other program", "do it in Python"]),
        ("rolls", ["code cell 2", "random numbers are drawn without a seed", "default_rng(2019)"]),
        ("samples", ["code cell 2", "drawn without a seed", "random_state=2019"]),
        ("names", ["code cell 2", "drawn without a seed"]),
    ],
)
def test_a_failure_says_what_where_and_how_to_run_it_again(
    failing: Project, kernels: Kernels, monkeypatch: pytest.MonkeyPatch, name: str, said: list[str]
) -> None:
    monkeypatch.setattr("quire.pipeline.execute.SAY_WHERE_S", 3)
    run = planned(failing, f"study/{name}")

    def hear(cell: int, _: int) -> None:
        if name == "edited" and cell == 2:
            (failing.library / "studylib/index/scores.py").write_bytes(b"EDITED = 1")

    with pytest.raises(RunFailed) as caught:
        execute(failing, run, kernels, hear, minutes=0.05 if name in HANGING else None)
    failed = caught.value
    report = str(failed)
    assert [each for each in said if each not in report] == [], report
    assert list(run.folder(failing).parent.iterdir()) == []
    assert failed.kept == f"build/failed/study/{name}/notebook.ipynb"
    text = (failing.root / failed.kept).read_text("utf-8")
    notebook = nbformat.from_dict(json.loads(text))  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    cells = notebook.cells
    assert str(failing.root) not in text
    assert sysconfig.get_path("purelib") not in text
    assert len(text) < 200_000
    marked = [cell for cell in cells if "failed" in cell.metadata.get("tags", [])]
    assert [cell.cell_type for cell in marked] == ["markdown", *(["code"] if failed.cell else [])]
    assert failed.what.splitlines()[0] in marked[0].source
    assert [cell.source for cell in marked[1:]] == [failed.source][: len(marked) - 1]
    assert [
        path.name
        for path in failing.notebooks.rglob("*")
        if "x.csv" in path.name or path.name == "more"
    ] == []


def test_what_a_stopped_pipeline_ends_has_done_no_wrong(study: Project) -> None:
    run = planned(study, "study/overview")
    with open_kernels(study) as kernels:

        def stop(number: int, _: int) -> None:
            if number == 2:
                kernels.close()

        with pytest.raises(RunFailed):
            execute(study, run, kernels, stop)
    assert not study.failed.exists()


def test_half_a_notebook_is_no_result_though_no_page_would_show_where_it_ended(
    failing: Project, kernels: Kernels
) -> None:
    ends = 'import warnings\nwarnings.simplefilter("ignore")\nraise SystemExit'
    cells = [code(ends, "remove-output"), code("1 / 0")]
    write_notebook(failing.root / "notebooks/study/40_halves.ipynb", cells)
    with pytest.raises(RunFailed, match="no cell after it was run"):
        execute(failing, planned(failing, "study/halves"), kernels)


STARTS = (
    "import os, time",
    "def start(alone):\n    if not os.fork():\n        alone and os.setsid()\n        time.sleep(600)",
    "start(False)\nstart(True)",
    "if not os.fork():\n    start(True)\n    os._exit(0)",
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
            project.root / "notebooks/study/20_same.ipynb",
            [code(each, "remove-output") for each in SAME],
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
    assert len(results[0]) == 7


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
        (["Cell In[3], line 1", "File /a/src/quire/core/reach.py:150, in hear()"], ""),
        (
            ["File /a/src/studylib/a.py:1, in f()", "File /a/src/quire/core/chance.py:2"],
            "src/studylib/a.py:1",
        ),
    ],
)
def test_the_line_of_the_library_is_found_in_a_traceback(traceback: list[str], line: str) -> None:
    assert library_line(traceback, Path("/a"), ("quire", "studylib")) == line
