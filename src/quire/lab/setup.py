"""What makes a machine ready for notebooks: the study's kernel, and git that sees notebooks as they are committed.

`python -m quire.lab.setup` sets both up for whoever calls it, `--environment` the part that lies in the environment of this Python.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from quire.core.git import run_git
from quire.core.project import RUNNING, Project, to_json, write_atomically
from quire.lab.cleaning import FILTER

EXTENSION = {"ServerApp": {"jpserver_extensions": {"quire.lab.saving": True}}}


def write_kernel(project: Project, data: Path) -> Path:
    """Write the study's kernel, with this Python, to where Jupyter with that data folder looks, and give its folder."""
    folder = data / "kernels" / project.name
    kernel = project.kernelspec
    spec = {
        "argv": [
            *(sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher"),
            "--IPKernelApp.extra_extensions=quire.lab.reloading",
            "--IPKernelApp.extra_extensions=quire.kernels.hints",
            *("-f", "{connection_file}"),
        ],
        "display_name": kernel["display_name"],
        "language": kernel["language"],
        "metadata": {"debugger": True},
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "kernel.json", to_json(spec))
    return folder


def write_server(config: Path) -> None:
    """Let the Jupyter server with that folder of settings tell git what it saved."""
    folder = config / "jupyter_server_config.d"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "quire.json", to_json(EXTENSION))


def set_filter(project: Project) -> bool:
    """Let git in this checkout clean notebooks as it reads them; False where there is no git."""
    # git hands both to a shell, on Windows too; where the first fails it takes the file as it is, where the second does it stops
    command = f"{shlex.quote(Path(sys.executable).as_posix())} -m quire.lab.cleaning"
    text = f'show() {{ {command} --text "$1" || cat "$1"; }}; show'
    values = {f"filter.{FILTER}.clean": command, f"diff.{FILTER}.textconv": text}
    said = [run_git(project.root, "config", name, value) for name, value in values.items()]
    return None not in said


def main(arguments: list[str]) -> None:
    """Set up, and say in a line each what now lies outside of the checkout, and in its git."""
    project = Project.find(RUNNING)
    prefix = Path(sys.prefix)
    write_kernel(project, prefix / "share" / "jupyter")
    write_server(prefix / "etc" / "jupyter")
    if "--environment" in arguments:
        return
    folder = write_kernel(project, Path(jupyter_data_dir()))
    print(f"The kernel {project.kernelspec['display_name']} is there for every Jupyter: {folder}")
    if set_filter(project):
        print("Git leaves out what runs leave in notebooks: outputs, and what programs note there.")


if __name__ == "__main__":
    main(sys.argv[1:])
