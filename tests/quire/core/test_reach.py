"""What a run reaches: its own tables by the functions for them, its own folder, and what is no data; by hand anything."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from quire.core.project import Project
from quire.core.reach import VARIABLE, Watcher, name_inputs

OTHERS = {
    "open": "open(path).read()",
    "open in binary": "open(path, 'rb')",
    "os.open": "import os; os.open(path, os.O_RDONLY)",
    "read_text": "from pathlib import Path; Path(path).read_text()",
    "genfromtxt": "import numpy; numpy.genfromtxt(path, delimiter=',')",
    "read_table": "import pandas; pandas.read_table(path)",
    "read_csv": "import pandas; pandas.read_csv(path, engine='c')",
    "csv": "import csv; list(csv.reader(open(path)))",
    "shutil": "import shutil; shutil.copy(path, 'copy.csv')",
    "by another name": "import builtins; getattr(builtins, 'op' + 'en')(path)",
    "by a link": "import os, tempfile; link = tempfile.mkdtemp() + '/a.csv'; os.symlink(path, link); open(link)",
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
    (tmp_path / "build/private").mkdir()
    return tmp_path


WATCH = "from quire.core.reach import watch; watch()\n"


def run(
    root: Path, code: str, first: str = WATCH, asked: str = ""
) -> subprocess.CompletedProcess[str]:
    inputs = name_inputs(["1999/cities.csv", "cities.types.json"])
    environment = {
        VARIABLE: inputs,
        "STUDY_OUTPUT": str(root / "build/out"),
        "TMPDIR": str(root / "build/private"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        [sys.executable, "-c", f"{first}{code}"],
        check=False,
        cwd=root / "notebooks",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        input=asked,
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


WRITES = [
    "frame.to_csv('x.csv')",
    "frame.to_pickle(f'{data}/x.pkl')",
    "Path('x.txt').write_text('a')",
    "Path('x.txt').touch()",
    "open('x.txt', 'a')",
    "open(f'{data}/a.csv', 'r+')",
    "os.open('x.txt', os.O_CREAT)",
    "os.mkdir('x')",
    "os.makedirs('x/y')",
    "os.rename(f'{data}/a.csv', f'{data}/b.csv')",
    "os.replace(f'{data}/a.csv', f'{out}/b.csv')",
    "os.link(f'{data}/a.csv', f'{out}/b.csv')",
    "os.remove(f'{data}/a.csv')",
    "os.truncate(f'{data}/a.csv', 0)",
    "os.chmod(f'{data}/a.csv', 0)",
    "os.utime(f'{data}/a.csv', (0, 0))",
    "os.symlink('a', 'x')",
    "os.remove('a.csv', dir_fd=os.open(data, os.O_RDONLY))",
    "shutil.copy(f'{out}/own.csv', 'x.csv')",
    "shutil.move(f'{out}/own.csv', 'x.csv')",
    "shutil.rmtree(data)",
    "numpy.save('x.npy', numpy.zeros(3))",
    "numpy.zeros(3).tofile('x.bin')",
    "pickle.dump(1, open('x.pkl', 'wb'))",
    "matplotlib.figure.Figure().savefig('x.png')",
    "sqlite3.connect('x.db')",
    "sqlite3.connect(f'file:{data}/x.db?mode=rwc', uri=True)",
    "sqlite3.connect(f'file:{data}/x.db?mode=rwc&a=mode=memory', uri=True)",
    "sqlite3.connect(f'file:{out}/%2e%2e/x.db', uri=True)",
    "sqlite3.connect(':memory:x.db')",
    "tempfile.mkdtemp(dir='.')",
    "os.symlink(data, f'{out}/way'); Path(f'{out}/way/x.csv').write_text('a')",
]
ASKS = [
    "urllib.request.urlopen('https://example.org/a.csv')",
    "pandas.read_csv('https://example.org/a.csv')",
    "socket.create_connection(('127.0.0.1', 9))",
    "socket.socket().connect(('192.0.2.1', 80))",
    "socket.gethostbyname('example.org')",
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'a', ('192.0.2.1', 80))",
    "http.client.HTTPSConnection('example.org').request('GET', '/')",
]
STARTS = [
    "subprocess.run(['ls', '-l'])",
    "subprocess.run('ls -l', shell=True)",
    "os.system('ls')",
    "os.popen('ls')",
    "os.execv('/bin/ls', ['ls'])",
    "os.posix_spawn('/bin/ls', ['ls'], {})",
    "multiprocessing.get_context('spawn').Process(target=print).start()",
    "multiprocessing.get_context('forkserver').Process(target=print).start()",
]
TRY = """
import http.client, json, multiprocessing, os, pickle, shutil, socket, sqlite3, subprocess, sys, tempfile, urllib.request
from pathlib import Path
import matplotlib.figure, numpy, pandas
from quire.core.errors import StudyError
from quire.core.reach import watch
out, data, frame = os.environ["STUDY_OUTPUT"], str(Path("../data/raw").resolve()), pandas.DataFrame({"a": [1]})
Path(out, "own.csv").write_text("a")
watch()
for code in json.loads(sys.stdin.read()):
    try:
        exec(code)
    except StudyError as error:
        print(json.dumps([code, error.what, error.where, error.repair]))
"""


def tried(root: Path, codes: list[str]) -> dict[str, tuple[str, str, str]]:
    """What is refused of some lines of code, which one process tries in turn, and with which words."""
    said = run(root, TRY, first="", asked=json.dumps(codes))
    assert said.stderr == ""
    return {
        code: (what, where, repair)
        for code, what, where, repair in map(json.loads, said.stdout.splitlines())
    }


def test_a_run_writes_to_its_own_folder_and_nowhere_else(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    refused = tried(root, WRITES)
    assert list(refused) == WRITES
    assert refused["frame.to_csv('x.csv')"][:2] == (
        "a notebook would write here",
        "notebooks/x.csv",
    )
    assert "keep_table()" in refused["frame.to_csv('x.csv')"][2]
    assert refused["os.remove('a.csv', dir_fd=os.open(data, os.O_RDONLY))"][1] == "data/raw/a.csv"
    new = set(root.rglob("*")) - {*before, root / "build/out/own.csv", root / "build/out/way"}
    assert [path for path in new if path.is_file() or "notebooks" in path.parts[:-1]] == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_run_reads_no_network_and_starts_no_program(root: Path) -> None:
    refused = tried(root, [*ASKS, *STARTS])
    assert list(refused) == [*ASKS, *STARTS]
    assert refused[ASKS[1]][:2] == ("a run reads no network", "https://example.org/a.csv")
    assert refused[ASKS[2]][1] == "127.0.0.1"
    assert refused[STARTS[0]][:2] == ("a run starts no other program", "ls -l")
    assert "ls" in refused[STARTS[2]][1]


def test_what_stays_in_the_process_is_no_network_and_no_file(root: Path) -> None:
    lawful = [
        "sqlite3.connect(':memory:')",
        "sqlite3.connect(f'{out}/x.db')",
        "sqlite3.connect(f'file:{out}/x%20y.db?mode=rwc', uri=True)",
        "sqlite3.connect('file:a?mode=memory&cache=shared', uri=True)",
        "sqlite3.connect('file::memory:', uri=True)",
        "sqlite3.connect('')",
        "socket.socketpair()",
        "urllib.request.urlopen('data:text/plain,a')",
        "os.makedirs(out, exist_ok=True)",
        "os.makedirs(data, exist_ok=True)",
        "open(os.devnull, 'w')",
        "tempfile.TemporaryFile()",
        "with tempfile.TemporaryDirectory() as folder: os.mkdir(f'{folder}/a')",
        "os.waitpid(os.fork() or os._exit(0), 0)",
        "__import__('matplotlib.font_manager').font_manager._get_fontconfig_fonts()",
        "__import__('platform').processor()",
    ]
    assert tried(root, lawful) == {}


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


def test_other_events_and_open_files_are_nobodys_matter(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = Watcher(Project(root), [], "")
    watcher.hear("open", (3, "r", 0))
    watcher.hear("import", ("duckdb", None, None, None, None))
    monkeypatch.setattr(os.path, "isfile", lambda _: True)
    for path in (root / "data/raw/a.csv", "/run/media/stick/a.csv", "/media/stick/a.csv"):
        with pytest.raises(Exception, match="opened this file"):
            watcher.hear("open", (os.fsencode(path), "r", None))
