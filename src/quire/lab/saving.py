"""A notebook that was saved with outputs and nothing else is no change: JupyterLab's server loads this and tells git.

Git takes a file of another size for changed without looking into it, filter or not, until the file is added anew. Where the filter finds no
difference, adding it changes nothing that would be committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quire.core.errors import StudyError
from quire.core.git import run_git
from quire.core.project import Project
from quire.lab.cleaning import has_filter


def settle(path: Path) -> None:
    """Let git see that a notebook of the study has not changed, if it has not."""
    try:
        project = Project.find(path.parent)
    except StudyError:
        return
    if not path.is_relative_to(project.notebooks) or not has_filter(project):
        return

    def says_yes(*words: str) -> bool:
        return run_git(project.root, *words, "--", str(path)) is not None

    if says_yes("ls-files", "--error-unmatch") and says_yes("diff", "--quiet"):
        says_yes("add")


def _saved(os_path: str, model: dict[str, Any], **_: Any) -> None:
    if model["type"] == "notebook":
        settle(Path(os_path).resolve())


def _load_jupyter_server_extension(server: Any) -> None:
    server.contents_manager.register_post_save_hook(_saved)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]
