"""Setting up: certificates and proxies, the study's kernel, and JupyterLab's options."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

from quire.core.project import Project
from quire.lab import setup


@pytest.fixture
def install() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "tools" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def store(monkeypatch: pytest.MonkeyPatch, cafile: str | None) -> None:
    """Let the system keep its certificates in a file, or in none."""
    paths = ssl.DefaultVerifyPaths(cafile, None, "", "", "", "")  # type: ignore[arg-type]
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "PIP_CERT"])
def test_certificates_that_a_person_names_are_for_pip_and_uv_alike(
    install: ModuleType, name: str
) -> None:
    trusted = install.trusting({name: "/own.pem", "HTTPS_PROXY": "http://proxy:8080"})
    assert trusted == {
        "SSL_CERT_FILE": "/own.pem",
        "PIP_CERT": "/own.pem",
        "HTTPS_PROXY": "http://proxy:8080",
    }
    both = {"SSL_CERT_FILE": "/one.pem", "PIP_CERT": "/two.pem"}
    assert install.trusting(both) == both


@pytest.mark.parametrize(
    ("platform", "cafile", "pip", "trusted"),
    [
        ("linux", "/system.pem", "24.0", {"UV_SYSTEM_CERTS": "true", "PIP_CERT": "/system.pem"}),
        ("linux", None, "24.0", {}),
        ("win32", None, "23.2.1", {"UV_SYSTEM_CERTS": "true"}),
        ("darwin", None, "24.0", {"UV_SYSTEM_CERTS": "true", "PIP_USE_FEATURE": "truststore"}),
        ("win32", None, "25.3", {"UV_SYSTEM_CERTS": "true"}),
    ],
)
def test_what_the_system_trusts_is_trusted(
    install: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    cafile: str | None,
    pip: str,
    trusted: dict[str, str],
) -> None:
    store(monkeypatch, cafile)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(install.ensurepip, "version", lambda: pip)
    assert install.trusting({}) == trusted
    assert install.trusting({"UV_SYSTEM_CERTS": "false"}).get("UV_SYSTEM_CERTS") == "false"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("invalid peer certificate: UnknownIssuer", True),
        ("tunnel error: failed to create underlying connection", True),
        ("hash mismatch of a package", False),
    ],
)
def test_a_failure_of_the_network_says_what_to_set(
    install: ModuleType, capfd: pytest.CaptureFixture[str], said: str, told: bool
) -> None:
    with pytest.raises(SystemExit, match="Setting up failed at: ") as stopped:
        install.run(sys.executable, "-c", f"import sys; sys.exit({said!r})")
    assert said in capfd.readouterr().err
    assert ("set HTTPS_PROXY" in str(stopped.value)) is told
    assert ("SSL_CERT_FILE" in str(stopped.value)) is told


def test_the_kernel_is_written_as_notebooks_name_it(tmp_path: Path) -> None:
    project = Project(ROOT)
    folder = setup.write_kernel(project, tmp_path)
    assert folder == tmp_path / "kernels" / "smart-cities-study"
    spec = json.loads((folder / "kernel.json").read_bytes())
    assert (spec["display_name"], spec["argv"][0]) == ("Smart Cities Study", sys.executable)
    notebook = json.loads((ROOT / "notebooks/edition/20_situation.ipynb").read_bytes())
    assert notebook["metadata"]["kernelspec"] == {
        "display_name": "Smart Cities Study",
        "language": "python",
        "name": folder.name,
    }


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize(("user", "allowed"), [("0", True), ("1000", False)])
def test_make_lab_takes_options_and_works_for_root(
    tmp_path: Path, user: str, allowed: bool
) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml", "tools/install.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    for name in ("study", "jupyter"):
        (commands / name).write_text(f'#!/bin/sh\necho {name} "$@"\n', encoding="utf-8")
    (tmp_path / "as").mkdir()
    (tmp_path / "as" / "id").write_text(f"#!/bin/sh\necho {user}\n", encoding="utf-8")
    for path in (*commands.iterdir(), tmp_path / "as" / "id"):
        path.chmod(0o755)
    (tmp_path / ".venv" / "ready").touch()
    done = subprocess.run(
        ["make", "--silent", "lab", "ARGS=--port 9999 --no-browser"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path / 'as'}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    root = " --allow-root" if allowed else ""
    assert f"jupyter lab --notebook-dir=.{root} --port 9999 --no-browser\n" in done.stdout
    assert ("You are root" in done.stdout) is allowed


def test_set_up_takes_no_options_and_leaves_what_is_there(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kept").touch()
    monkeypatch.setattr(install, "FOLDER", tmp_path)
    monkeypatch.setattr(install.sys, "argv", ["install.py", "--help"])
    with pytest.raises(SystemExit, match="no options"):
        install.main()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
