"""Create `.venv` and install the locked packages into it; called by the Makefile, with any Python from 3.11.

The packages, and nothing else, come from `requirements.lock`, each checked against its hashes. The installer, uv, is in the lock too and
comes first: it takes seconds where pip takes minutes over two hundred locked packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)


def main() -> None:
    """Install, or say why it cannot be done; `.venv/ready` is written last, so that an interrupted set-up is begun anew."""
    if sys.version_info < OLDEST:
        needed, found = (".".join(map(str, each)) for each in (OLDEST, sys.version_info[:3]))
        sys.exit(
            f"The study needs Python {needed} or later; this is {found}. Say: make study PYTHON=/path/to/python3.11"
        )
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    print(
        "Creating .venv and installing the locked packages; this takes a few minutes, once.",
        flush=True,
    )
    venv.create(FOLDER, with_pip=True)
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "uv.lock"
        first.write_text(locked("uv"), encoding="utf-8")
        run(
            BIN / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "-r",
            first,
        )
    uv = BIN / "uv"
    run(uv, "pip", "sync", "--quiet", "--require-hashes", ROOT / "requirements.lock")
    run(uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    (FOLDER / "ready").touch()


def locked(package: str) -> str:
    """The lines of one package in the lock: name, version, hashes."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    start = next(
        (number for number, line in enumerate(lines) if line.startswith(f"{package}==")), None
    )
    if start is None:
        sys.exit(f"requirements.lock has no {package}; renew it with: make lock")
    end = next(
        (n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines)
    )
    return "\n".join(lines[start:end]) + "\n"


def run(*command: str | Path) -> None:
    """Run a command and stop with its own words if it fails."""
    environment = {**os.environ, "VIRTUAL_ENV": str(FOLDER)}
    if subprocess.run(
        [str(each) for each in command], env=environment, cwd=ROOT, check=False
    ).returncode:
        sys.exit(
            f"Setting up failed at: {' '.join(str(each) for each in command)}\nNothing else was touched; mend it and say make again."
        )


if __name__ == "__main__":
    main()
