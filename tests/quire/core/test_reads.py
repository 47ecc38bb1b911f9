"""What a run opens: its own tables by the functions for them, and what is no data; by hand anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from quire.core.project import Project
from quire.core.reads import VARIABLE, Watcher, name_inputs

OTHERS = {
    "open": "open(path).read()",
    "open in binary": "open(path, 'rb')",
    "open to change": "open(path, 'r+')",
    "os.open": "import os; os.open(path, os.O_RDONLY)",
    "read_text": "from pathlib import Path; Path(path).read_text()",
    "genfromtxt": "import numpy; numpy.genfromtxt(path, delimiter=',')",
    "read_table": "import pandas; pandas.read_table(path)",
    "read_csv": "import pandas; pandas.read_csv(path, engine='c')",
    "csv": "import csv; list(csv.reader(open(path)))",
    "shutil": "import shutil; shutil.copy(path, 'copy.csv')",
    "by another name": "import builtins; getattr(builtins, 'op' + 'en')(path)",
    "by a link": "import os; os.symlink(path, 'link.csv'); open('link.csv')",
    "in a thread": "import concurrent.futures as f; f.ThreadPoolExecutor().submit(open, path).result()",
    "a function of the press": (
        "from pathlib import Path\nfrom quire.tables.processed import read_table\n"
        "read_table(Path(path).parent, 'areas')"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with two processed tables, of which a run may read one, and a raw one."""
    (tmp_path / "pyproject.toml").write_text('[tool.quire]\nstudy = "a:B"\n')
    for name in (
        "data/processed/1999/cities.csv",
        "data/processed/1999/areas.csv",
        "data/raw/a.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a,b\n1,2\n")
    for name in ("cities", "areas"):
        (tmp_path / f"data/processed/{name}.types.json").write_text("{}")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "build/out").mkdir(parents=True)
    return tmp_path


def run(root: Path, code: str) -> subprocess.CompletedProcess[str]:
    inputs = name_inputs(["1999/cities.csv", "cities.types.json"])
    environment = {
        VARIABLE: inputs,
        "STUDY_OUTPUT": str(root / "build/out"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    watched = f"from quire.core.reads import watch; watch()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", watched],
        check=False,
        cwd=root / "notebooks",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", OTHERS)
def test_a_table_that_is_not_declared_is_opened_by_no_other_way(root: Path, name: str) -> None:
    path = root / "data/processed/1999/areas.csv"
    said = run(root, f"path = {str(path)!r}\n{OTHERS[name]}")
    assert said.returncode == 1, said.stdout
    opened = (
        r"StudyError: data/processed/(1999/areas.csv|areas.types.json): a notebook opened this file"
    )
    assert re.search(opened, said.stderr), said.stderr
    assert "repair: name the table in read_tables" in said.stderr


def test_raw_and_declared_tables_and_what_lies_elsewhere_are_refused_too(root: Path) -> None:
    elsewhere = root.parent / "elsewhere.csv"
    elsewhere.write_text("a")
    for path in (root / "data/raw/a.csv", root / "data/processed/1999/cities.csv", elsewhere):
        assert "a notebook opened this file" in run(root, f"open({str(path)!r})").stderr


def test_what_a_run_needs_is_free(root: Path) -> None:
    said = run(
        root,
        """
import io, locale, os, tempfile, zoneinfo
import pandas, matplotlib
from matplotlib.figure import Figure
from quire.tables.processed import read_tables
(cities,) = read_tables("1999", "cities")
assert len(cities) == 1
figure = Figure()
figure.subplots().text(0, 0, "x")
figure.savefig(io.BytesIO(), format="svg")
zoneinfo.ZoneInfo("UTC")
for folder in (os.environ["STUDY_OUTPUT"], tempfile.mkdtemp()):
    with open(f"{folder}/own.csv", "w") as file:
        file.write("a")
    assert open(f"{folder}/own.csv").read() == "a"
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("b")
    file.flush()
    assert open(file.name).read() == "b"
try:
    open("../data/raw/nowhere.csv")
except FileNotFoundError:
    print("all")
""",
    )
    assert (said.stdout, said.stderr) == ("all\n", "")


def test_other_events_and_open_files_are_nobodys_matter(root: Path) -> None:
    watcher = Watcher(Project(root), [], "")
    watcher.hear("open", (3, "r", 0))
    watcher.hear("import", ("duckdb", None, None, None, None))
    with pytest.raises(Exception, match="opened this file"):
        watcher.hear("open", (os.fsencode(root / "data/raw/a.csv"), "r", None))
