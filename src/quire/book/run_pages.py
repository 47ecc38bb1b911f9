"""The page of a run: the prose and code of its notebook as they are now, with the outputs of its run.

Which pages the book has is decided in `assembly`; where the numbers of a page come from is told by `provenance`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.book.citing import Citing
from quire.book.figure_lines import MYST, TAKEN, Figures
from quire.book.provenance import Stated, paragraph, section
from quire.book.revisions import History
from quire.book.takeaway import taken_files
from quire.book.templating import Templates
from quire.book.translated import say_output
from quire.core.errors import StudyError, as_study_error
from quire.core.project import STUDY, Project, to_json
from quire.pipeline.contents import is_removed
from quire.pipeline.notebooks import INJECTED, PARAMETERS, TITLE
from quire.pipeline.plan import NOTEBOOK, VALUES
from quire.showing.outputs import shown_as
from quire.showing.values import OPENING, frame_opening
from quire.tables.csvfiles import read_rows
from quire.tables.origins import RawFiles
from quire.tables.schemas import read_dictionary
from quire.text.markup import escape_myst
from quire.text.messages import _

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan, Run


SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")

NO_RESULT: list[dict[str, Any]] = [
    {
        "output_type": "display_data",
        "metadata": {},
        "data": {MYST: f'<p class="quire-lacking">{_("This cell has no result yet.")}</p>'},
    }
]
"""What stands in a draft below a cell that the last result does not have."""

REMOVED = "remove-input"
"""Tag of a cell whose code is not shown, for a page that has to fit on a screen."""


def run_files(
    project: Project, plan: Plan, raw: RawFiles, templates: Templates
) -> dict[str, bytes]:
    """The pages of all runs of a plan and their figures; in a draft, one that cannot be made stays as it was.

    Raises
    ------
    StudyError
        See `page_files`.
    """
    files: dict[str, bytes] = {}
    history, citing = History(project), Citing.read(project)
    for run in plan.runs:
        page = f"{run.page}.ipynb"
        make = partial(page_files, project, run, raw, templates, history, citing)
        files |= made_or_last(project, plan, page, make)
    return files


def made_or_last(
    project: Project, plan: Plan, page: str, make: Callable[[], Mapping[str, bytes]]
) -> Mapping[str, bytes]:
    """A page with what belongs to it; in a draft, if it cannot be made, the page that was there before.

    Parameters
    ----------
    plan
        In a draft, it is told there why the page could not be made.
    page
        Its name among the files of the book.
    make
        Makes it.
    """
    if not project.draft:
        return make()
    try:
        return make()
    except Exception as error:
        # a draft refuses nothing, whatever the cause
        plan.unmade[page] = as_study_error(error, project.root)
        return last_page(project, page)


def last_page(project: Project, page: str) -> dict[str, bytes]:
    """A page of the draft before this one with its figures; a page that says that there is none, if there is none."""
    kept = project.book / page
    if not kept.is_file():
        words = _("This page could not be made yet.")
        title = f"# {kept.stem}\n\n{words}\n"
        cell = {"id": "cell-0", "cell_type": "markdown", "source": title, "metadata": {}}
        return {page: _as_notebook([cell]) if kept.suffix == ".ipynb" else title.encode()}
    scope = kept.parent.name if kept.parent != project.book else STUDY
    beside = [
        (kept.parent / folder).glob(f"{figure_mark(scope, kept.stem)}*")
        for folder in ("figures", TAKEN)
    ]
    drawn = sorted(chain(*beside)) if kept.suffix == ".ipynb" else []
    return {path.relative_to(project.book).as_posix(): path.read_bytes() for path in (kept, *drawn)}


def figure_mark(scope: str, name: str) -> str:
    """What stands before the names of the figures of a run, in the folder of its page."""
    return f"{scope}-{name}-"


def page_files(
    project: Project,
    run: Run,
    raw: RawFiles,
    templates: Templates,
    history: History,
    citing: Citing,
) -> dict[str, bytes]:
    """The page of a run and its figures; in a draft with what the last result has for its cells.

    Whoever makes many pages hands the same `raw`, `templates`, `history` and `citing` to all of them.

    Raises
    ------
    StudyError
        If its run has other cells than the notebook.

    Notes
    -----
    Figures of all pages of an edition lie in one folder, so each gets the scope and name of its run before its own:
    that is also the name a reader finds in the folder of downloads.
    """
    name, mark = run.page, figure_mark(run.scope, run.name)
    top = name.removesuffix(run.name)
    folder = run.folder(project)
    made = folder / NOTEBOOK
    was_run = made.is_file() or not project.draft
    result = json.loads(made.read_bytes()) if was_run else {"cells": []}
    for cell in result["cells"]:
        if "outputs" in cell:
            cell["outputs"] = [*map(say_output, cell["outputs"])]
    if project.draft:
        result = as_now(run.notebook.data, result)
    values = folder / VALUES
    stated = json.loads(values.read_bytes()) if values.is_file() else {}
    outputs = [path.stem for path in sorted((folder / "figures").glob("*.csv"))]
    origin = templates.page(section(project, run, stated, outputs, raw, history)).decode()
    words = read_dictionary(project)
    meanings = words.meanings if words else {}
    columns = {id: _meanings(folder / "figures" / f"{id}.csv", meanings) for id in outputs}
    title = run.title or run.notebook.title
    figures = Figures(templates, mark, name, run.scope, citing, title, columns)
    source = _entitled(run.notebook.data, run.title)
    files = {f"{name}.ipynb": page(source, result, figures, run.notebook.where, stated, origin)}
    drawn = [
        *(folder / "figures").glob("*"),
        *(folder / "figures" / project.language).glob("*.svg"),
    ]
    for path in filter(Path.is_file, drawn):
        files[f"{top}figures/{mark}{path.name}"] = path.read_bytes()
    for id, taken in figures.shown.items():
        data, picture = (
            folder / "figures" / f"{id}.csv",
            files.get(f"{top}figures/{mark}{id}.svg", b""),
        )
        if data.is_file():
            made_of = (taken, data.read_bytes(), picture, columns[id])
            for along, file in taken_files(project, f"{mark}{id}", *made_of).items():
                files[f"{top}{TAKEN}/{along}"] = file
    return files


def _meanings(data: Path, meanings: Mapping[str, str]) -> dict[str, str]:
    """What the columns of a figure's data mean, in their order."""
    heads = read_rows(data.read_bytes())[0]
    return {head: meanings[head] for head in heads if head in meanings}


def _entitled(source: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    """A notebook with the title that its page has in the book, in place of its own."""
    if not title:
        return source
    cells = [*source["cells"]]
    at = next(number for number, cell in enumerate(cells) if not is_removed(cell))
    _own, _break, rest = _text(cells[at]["source"]).partition("\n")
    cells[at] = {**cells[at], "source": f"{TITLE}{escape_myst(title)}\n{rest}"}
    return {**source, "cells": cells}


def as_now(source: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    """The last result of a notebook as one of the cells that it has now, told apart by their ids.

    Parameters
    ----------
    source
        The notebook.
    result
        What papermill made of it when it had other cells, perhaps; without cells if it was never run.

    Returns
    -------
    dict
        A result of just the code cells of the notebook. A cell that the result does not have says so in its output, unless
        it was never run.
    """
    done = [cell for cell in result["cells"] if cell["cell_type"] == "code"]
    values = [cell for cell in done if INJECTED in _tags(cell)]
    outputs = {cell.get("id"): cell["outputs"] for cell in done}
    lacking = NO_RESULT if done else []
    # a cell without an id got one by its number when it was run
    cells = [
        {**cell, "outputs": outputs.get(cell.get("id") or f"cell-{number}", lacking)}
        for number, cell in enumerate(source["cells"], start=1)
        if cell["cell_type"] == "code"
    ]
    return {"cells": [*values, *cells]}


def lead(cells: Sequence[Mapping[str, Any]]) -> str:
    r"""What a notebook is about: the first sentence below its title, as Markdown; empty if there is none, or values in it.

    >>> lead([{"cell_type": "markdown", "source": "# Title\n\nWhat it\nis about. More."}])
    'What it is about.'
    """
    shown = [cell for cell in cells if not is_removed(cell)]
    first = shown[0] if shown else {"cell_type": "", "source": ""}
    title, _, text = _text(first["source"]).partition("\n")
    paragraph = text.strip().partition("\n\n")[0]
    if (
        first["cell_type"] != "markdown"
        or not title.startswith(TITLE)
        or not paragraph[:1].isalpha()
        or "{" in paragraph
    ):
        return ""
    return SENTENCE_END.split(" ".join(paragraph.split()), maxsplit=1)[0]


def page(
    source: Mapping[str, Any],
    result: Mapping[str, Any],
    figures: Figures,
    where: str,
    stated: Stated | None = None,
    origin: str = "",
) -> bytes:
    """The prose and code of a notebook as it is now, with the outputs of its run.

    Parameters
    ----------
    source, result
        The notebook, and what papermill made of it.
    figures
        How its figures are called and what stands below them.
    where
        The notebook's path, for messages.
    stated, origin
        The values of the prose, and the part of the page on where its numbers come from.

    Returns
    -------
    bytes
        A notebook. The values of a run stand in the place of the defaults, as these would be wrong on the page; code cells
        that show nothing are joined with the code cell below them, so that a reader meets one fold and not three. The id
        of a cell tells its number in the notebook, from 0.
    """
    done = [cell for cell in result["cells"] if cell["cell_type"] == "code"]
    values = [cell for cell in done if INJECTED in _tags(cell)]
    ran = iter([cell for cell in done if INJECTED not in _tags(cell)])
    count = sum(cell["cell_type"] == "code" for cell in source["cells"])
    if count != len(done) - len(values):
        raise StudyError(
            "its run has other code cells than the notebook",
            where=where,
            repair="run it again",
        )
    cells = []
    for number, cell in enumerate(source["cells"]):
        known = {
            "id": f"cell-{number}",
            "cell_type": cell["cell_type"],
            "source": _text(cell["source"]),
        }
        if cell["cell_type"] != "code":
            cells += [] if is_removed(cell) else [{**known, "metadata": {}}]
            continue
        outputs = next(ran)["outputs"]
        if PARAMETERS in _tags(cell) and values:
            known["source"] = _text(values[0]["source"])
        fold = set() if REMOVED in _tags(cell) else {"hide-input"}
        tags = sorted({*_tags(cell), *fold} - {PARAMETERS})
        shown = [figures.renamed(each) for each in _lead_to_origins(outputs, stated or {})]
        made = {**known, "metadata": {"tags": tags}, "execution_count": None, "outputs": shown}
        cells += _take_out_headings(made)
    if origin:
        cells.append(
            {
                "id": f"cell-{len(source['cells'])}",
                "cell_type": "markdown",
                "source": origin,
                "metadata": {},
            }
        )
    return _as_notebook(_joined(_lift_openings(_joined(cells))))


def _lift_openings(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cells of which what a page opens with stands before its code, and not behind a fold."""
    lifted: list[dict[str, Any]] = []
    for cell in cells:
        outputs = cell.get("outputs", [])
        opens = [one for one in outputs if OPENING in _text(one.get("data", {}).get(MYST, ""))]
        if not opens:
            lifted.append(cell)
            continue
        first = {**cell, "id": f"{cell['id']}-opening", "outputs": opens}
        lifted.append({**first, "metadata": {"tags": [REMOVED]}})
        lifted.append({**cell, "outputs": [one for one in outputs if one not in opens]})
    return lifted


def _as_notebook(cells: Sequence[Mapping[str, Any]]) -> bytes:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return to_json({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def _joined(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cells with each silent code cell joined with the code cell below it."""
    joined: list[dict[str, Any]] = []
    for cell in cells:
        above = joined[-1] if joined else {}
        if _silent(above) and cell["cell_type"] == "code" and above["metadata"] == cell["metadata"]:
            source = f"{above['source'].rstrip()}\n\n{cell['source']}"
            joined[-1] = {
                **cell,
                "source": source,
                "outputs": [*above["outputs"], *cell["outputs"]],
            }
        else:
            joined.append(cell)
    return joined


def _take_out_headings(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """A code cell and what it shows up to its first heading; each heading as prose, for a page has headings of prose only.

    What is shown below a heading stands in a cell of its own with the same code, as cells without code are not shown; that code is
    not shown again.
    """
    parts, rest = [cell | {"outputs": []}], cell | {"metadata": {"tags": [REMOVED]}}
    for number, output in enumerate(cell["outputs"]):
        if "heading" in shown_as(output):
            text = _text(output["data"][MYST])
            id = f"{cell['id']}-{number}"
            parts += [{"id": id, "cell_type": "markdown", "source": text, "metadata": {}}]
            parts += [rest | {"id": f"{id}-below", "outputs": []}]
        else:
            # what an output is called is for the press, and not for a page
            parts[-1]["outputs"].append(output | ({"metadata": {}} if "metadata" in output else {}))
    return parts[:1] + [part for part in parts[1:] if part.get("outputs", [part])]


def _silent(cell: Mapping[str, Any]) -> bool:
    """Whether a code cell shows a reader nothing."""
    return cell.get("cell_type") == "code" and not cell["outputs"]


def _lead_to_origins(outputs: Sequence[dict[str, Any]], stated: Stated) -> list[dict[str, Any]]:
    """Outputs in which each sentence leads to where its value comes from."""
    shown = []
    for output in outputs:
        names = shown_as(output).get("values")
        said = paragraph(names, stated) if names else ""
        if shown_as(output).get("opening"):
            said = frame_opening(said)
        shown.append({**output, **({"data": {MYST: said}} if names else {})})
    return shown


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
