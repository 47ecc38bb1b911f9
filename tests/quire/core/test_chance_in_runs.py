"""Random numbers in a run: with a seed they pass, without one they are refused where they are drawn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SET = "import os, random, secrets, tempfile, uuid\nimport numpy as np\nimport pandas as pd\nimport scipy.stats\n"
WATCHED = "from quire.core.chance import watch_chance\nwatch_chance(['quire', 'mine'])\n"
FRAME = "pd.DataFrame({'a': range(9)})"

UNSEEDED = [
    "random.random()",
    "random.choice('abc')",
    "random.gauss(0, 1)",
    "random.shuffle([1, 2])",
    "random.seed()",
    "random.Random().random()",
    "random.SystemRandom().random()",
    "from random import randint; randint(1, 6)",
    "np.random.rand()",
    "np.random.choice(3)",
    "np.random.seed()",
    "np.random.default_rng()",
    "np.random.RandomState().rand()",
    "np.random.Generator(np.random.PCG64())",
    "np.random.mtrand._rand.uniform()",
    f"{FRAME}.sample(5)",
    "scipy.stats.norm.rvs()",
    "scipy.stats.bootstrap(([1.0, 2.0, 4.0],), np.mean, n_resamples=9)",
    "secrets.token_hex()",
    "uuid.uuid4()",
    "os.urandom(4)",
    "state = random.getstate(); random.seed(1); random.setstate(state); random.random()",
    "state = np.random.get_state(); np.random.seed(1); np.random.set_state(state); np.random.rand()",
    "import concurrent.futures as f; f.ThreadPoolExecutor().submit(lambda: random.random()).result()",
    "import concurrent.futures as f; f.ThreadPoolExecutor().submit(np.random.default_rng).result()",
    "import multiprocessing.pool as p\nwith p.ThreadPool(1) as pool: pool.apply(np.random.default_rng)",
]
SEEDED = [
    "random.seed(2019); random.random(); random.sample('abc', 2); random.gauss(0, 1)",
    "random.Random(2019).random()",
    "np.random.seed(2019); np.random.rand(); np.random.shuffle([1, 2])",
    "np.random.default_rng(2019).normal()",
    "np.random.RandomState(2019).rand()",
    "import copy; copy.deepcopy(np.random.RandomState(2019)).rand()",
    "own = np.random.RandomState(np.random.MT19937(5)); own.seed(3); own.rand()",
    f"{FRAME}.sample(5, random_state=2019)",
    "scipy.stats.norm.rvs(random_state=2019)",
    "scipy.stats.bootstrap(([1.0, 2.0, 4.0],), np.mean, n_resamples=9, rng=2019)",
    "state = np.random.get_state(); np.random.set_state(state)",
    "np.random.seed(1); state = np.random.get_state(); np.random.rand(); np.random.set_state(state); np.random.rand()",
    "tempfile.mkdtemp()",
    "import concurrent.futures as f; f.ThreadPoolExecutor().submit(np.random.default_rng, 7).result()",
    "import multiprocessing.pool as p\nwith p.ThreadPool(1) as pool: pool.map(np.random.RandomState, [7])",
    "import concurrent.futures as f; f.ThreadPoolExecutor().submit(tempfile.mkdtemp).result()",
    f"{FRAME}.style.to_html()",
]


TRY = """
for code in json.loads(sys.stdin.read()):
    try:
        exec(code, {**globals()})
    except StudyError as error:
        print(json.dumps([code, str(error)]))
"""


def run(code: str, first: str = SET, asked: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"{first}{WATCHED}{code}"],
        check=False,
        capture_output=True,
        text=True,
        input=asked,
    )


def test_chance_without_a_seed_is_refused_with_the_call_to_use() -> None:
    said = run(
        f"import json, sys\nfrom quire.core.errors import StudyError{TRY}",
        asked=json.dumps(UNSEEDED),
    )
    assert said.stderr == ""
    refused = dict(map(json.loads, said.stdout.splitlines()))
    assert list(refused) == UNSEEDED
    (error,) = set(refused.values())
    assert "random numbers are drawn without a seed" in error
    assert "numpy.random.default_rng(2019)" in error


def test_what_has_a_seed_and_what_needs_a_name_passes_and_is_as_elsewhere() -> None:
    drawn = "\nprint(random.random(), random.getrandbits(9), np.random.normal())"
    code = "\n".join(SEEDED) + "\nrandom.seed(5)\nnp.random.seed(5)" + drawn
    said = run(code)
    assert said.stderr == ""
    free = f"{SET}random.seed(5)\nnp.random.seed(5){drawn}"
    assert said.stdout == subprocess.check_output([sys.executable, "-c", free], text=True)


def test_a_library_that_draws_while_it_is_imported_passes_and_one_of_the_study_that_draws_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    (tmp_path / "others.py").write_text("import random\nDRAWN = random.Random().random()\n")
    (tmp_path / "mine.py").write_text("import random\nDRAWN = random.Random()\n")
    assert run("import others\nimport numpy.random", first="").stderr == ""
    assert "without a seed" in run("import mine", first="").stderr
