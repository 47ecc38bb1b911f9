"""Results of a study without its kernels: the cells of the notebooks that keep them, run in this process."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from conftest import ROOT

from quire import results
from quire.core.project import Project
from quire.showing import outputs, values
from studylib.data.editions import list_editions


def run_cells(page: str, edition: str, **choices: object) -> None:
    """Run the code cells of a notebook of this repository, in the folder of another study."""
    cells = json.loads((ROOT / f"notebooks/{page}.ipynb").read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{page}.ipynb", "exec"), names)
            if "parameters" in cell["metadata"].get("tags", []):
                own = {name: value for name, value in choices.items() if name in names}
                names |= {**own, "edition": edition}


def keep_results(project: Project, *pages: str) -> None:
    """Leave what some notebooks keep of every published edition where its runs would leave it.

    Parameters
    ----------
    project
        A study whose processed tables have been made.
    pages
        In the order in which they read each other; by default those that pages of cities stand on.
    """
    choices = {each.id: each.choices for each in list_editions(project) if each.runs_notebooks}
    editions = list(choices)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.root)
        patch.setattr(outputs, "display", lambda *_, **__: None)
        patch.setenv(results.READS, json.dumps([f"{each}/results" for each in editions]))
        for page in pages or ("70_results", "40_good_practices"):
            for edition in editions:
                folder = project.runs / edition / page.partition("_")[2]
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                patch.setattr(values, "_stated", {})
                patch.setenv(outputs.VARIABLE, str(folder))
                run_cells(
                    f"edition/{page}", edition, **{"country_min_cities": 1, **choices[edition]}
                )
