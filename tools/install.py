"""Create `.venv` and install the locked packages into it; called by the Makefile, with any Python from 3.11.

The packages, and nothing else, come from `requirements.lock`, each checked against its hashes. The installer, uv, is in the lock too and
comes first: it takes seconds where pip takes minutes over two hundred locked packages.
"""

from __future__ import annotations

import ensurepip
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)
NETWORK = re.compile(
    r"certificate|SSL|proxy|tunnel|connect|fetch|resolve host|timed? ?out", re.IGNORECASE
)
SAY_NETWORK = """
The packages come over the network. Behind a proxy set HTTPS_PROXY to its address. If your organisation signs what passes it, set
SSL_CERT_FILE to the file with its certificates (PEM); what the system trusts is trusted without that."""


def main() -> None:
    """Install, or say why it cannot be done; `.venv/ready` is written last, so that an interrupted set-up is begun anew."""
    if sys.argv[1:]:
        sys.exit(f"{__doc__}\nIt takes no options, and nothing was done.")
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
    run(BIN / "python", "-m", "quire.lab.setup", "--environment")
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


def trusting(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for pip and uv, which trust what the system or the person trusts, each by variables of its own."""
    given = environment.get("SSL_CERT_FILE") or environment.get("PIP_CERT")
    if given:
        return {"SSL_CERT_FILE": given, "PIP_CERT": given, **environment}
    store = ssl.get_default_verify_paths().cafile
    if store:
        return {"UV_SYSTEM_CERTS": "true", "PIP_CERT": store, **environment}
    if sys.platform not in {"darwin", "win32"}:
        return dict(environment)  # a small container may have no store; pip and uv bring one
    pip = tuple(int(part) for part in ensurepip.version().split(".")[:2])
    # what pip does by itself since 24.2, and cannot before 23.3
    ask = {"PIP_USE_FEATURE": "truststore"} if (23, 3) <= pip < (24, 2) else {}
    return {"UV_SYSTEM_CERTS": "true", **ask, **environment}


def run(*command: str | Path) -> None:
    """Run a command and stop with its own words if it fails, and with what to set if that was the network."""
    words = [str(each) for each in command]
    environment = {**trusting(os.environ), "VIRTUAL_ENV": str(FOLDER)}
    done = subprocess.run(
        words,
        env=environment,
        cwd=ROOT,
        check=False,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    sys.stderr.write(done.stderr)
    if done.returncode:
        hint = SAY_NETWORK if NETWORK.search(done.stderr) else ""
        sys.exit(
            f"Setting up failed at: {' '.join(words)}{hint}\nNothing else was touched; mend it and say make again."
        )


if __name__ == "__main__":
    main()
