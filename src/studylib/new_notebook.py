"""A new notebook that runs as it is: a page with one figure to be replaced, from `starters/`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from quire.core.errors import StudyError
from quire.core.project import LONGEST_ID, Project, to_json, write_atomically
from quire.pipeline.notebooks import Kind
from quire.pipeline.scratch import FILE
from studylib.data.editions import SURVEY, list_editions
from studylib.pages.press_pages import NAME as PRESS_SHEET

STARTERS = Path(__file__).with_name("starters")
FIRST = 10
"""The lowest number of a notebook of a folder that has none."""


def new_notebook(project: Project, name: str, kind: Kind) -> tuple[Path, str]:
    """Write a notebook that is not there yet.

    Parameters
    ----------
    project
        The checkout.
    name
        As its file is called, `70_mine`; the number says where its page stands.
    kind
        Whether it runs once per edition or once for all.

    Returns
    -------
    tuple
        The file, and the edition that it shows by hand; empty where it runs once.

    Raises
    ------
    StudyError
        If the name cannot be that of a notebook or is taken, or there is no edition to show. Nothing was written then.
    """
    file = f"{name.removesuffix('.ipynb')}.ipynb"
    taken = _taken(project)
    if not FILE.fullmatch(file) or len(file) > LONGEST_ID:
        repair = f"as in: study notebook {_nearest_name(project, kind, file, taken)}"
        raise StudyError(f"{name!r} is not named NN_name", where="study notebook", repair=repair)
    own = file[3:].removesuffix(".ipynb")
    if own in taken:
        what = f"the name {own!r} is taken by {taken[own]}"
        repair = f"as in: study notebook {file[:3]}{_free(own, taken)}"
        raise StudyError(what, where="study notebook", repair=repair)
    edition = _newest(project) if kind is Kind.EDITION else ""
    data: dict[str, Any] = json.loads((STARTERS / f"{kind}.ipynb").read_bytes())
    data["metadata"] |= project.notebook_metadata
    title = re.sub("[-_]", " ", own).capitalize()
    for cell in data["cells"]:
        cell["source"] = [
            line.replace("TITLE", title).replace("EDITION", edition) for line in cell["source"]
        ]
    path = project.notebooks / kind / file
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, to_json(data))
    return path, edition


def number_twins(project: Project, path: Path) -> list[str]:
    """Other notebooks of the folder with the same number: their pages stand in the order of the names."""
    twins = path.parent.glob(f"{path.name[:3]}*.ipynb")
    return [project.relative(twin) for twin in sorted(twins) if twin != path]


def _taken(project: Project) -> dict[str, str]:
    """Names that another page has, each with the file that makes it."""
    notebooks = [path for kind in Kind for path in (project.notebooks / kind).glob("*.ipynb")]
    made = {"index": "the first page of an edition", PRESS_SHEET: "the press sheet of an edition"}
    authored = {path.stem: project.relative(path) for path in project.authored.glob("*.md")}
    named = [path for path in notebooks if FILE.fullmatch(path.name)]
    return made | authored | {path.stem[3:]: project.relative(path) for path in named}


def _nearest_name(project: Project, kind: Kind, file: str, taken: Collection[str]) -> str:
    """A name that is free and as near as can be to what was typed."""
    number, words = re.fullmatch(r"(\d*)(.*)\.ipynb", file, re.S).groups()  # type: ignore[union-attr]
    slug = "_".join(re.findall(r"[a-z0-9]+", words.lower()))[: LONGEST_ID - 20] or "mine"
    numbers = {path.name[:2] for path in (project.notebooks / kind).glob("[0-9][0-9]_*.ipynb")}
    free = (f"{one:02}" for one in (*range(FIRST, 100, 10), *range(FIRST, 100)))
    chosen = f"{int(number):02}" if number and int(number) < 100 else ""
    return f"{chosen or next(one for one in free if one not in numbers)}_{_free(slug, taken)}"


def _free(name: str, taken: Collection[str]) -> str:
    """The name itself, or with the first number behind it that is free."""
    numbers = range(2, len(taken) + 3)
    return next(one for one in (name, *(f"{name}_{n}" for n in numbers)) if one not in taken)


def _newest(project: Project) -> str:
    """The newest published edition that a survey stands beside."""
    shown = [one.id for one in list_editions(project) if one.public and SURVEY in one.offers]
    if not shown:
        what, repair = "no published edition has a survey", "study checklist <id> has the steps"
        raise StudyError(what, where="data/raw/editions", repair=repair)
    return shown[-1]
