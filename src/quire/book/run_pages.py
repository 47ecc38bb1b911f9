"""The page of a run: the prose and code of its notebook as they are now, with the outputs of its run.

Which pages the book has is decided in `assembly`; where the numbers of a page come from is told by `provenance`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quire.book.provenance import Stated, paragraph, section, to_top
from quire.book.templating import Templates
from quire.core.errors import StudyError
from quire.core.project import STUDY, Project
from quire.pipeline.contents import is_removed
from quire.pipeline.notebooks import INJECTED, PARAMETERS
from quire.pipeline.plan import VALUES
from quire.tables.origins import RawFiles

if TYPE_CHECKING:
    from quire.pipeline.plan import Run

FIGURE = re.compile(r"(?<![\w./-])figures/([A-Za-z0-9_-]+\.(?:svg|csv|png))")

SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")
DATA = re.compile(r"\{download\}`[^`<]*<figures/([A-Za-z0-9_-]+)\.csv>`")
MYST = "text/markdown"
PICTURES = "_images"
"""Where Sphinx puts pictures, by the name that they have in the book's folder."""

REMOVED = "remove-input"
"""Tag of a cell whose code is not shown, for a page that has to fit on a screen."""


def page_files(project: Project, run: Run, raw: RawFiles, templates: Templates) -> dict[str, bytes]:
    """The page of a run and its figures.

    Raises
    ------
    StudyError
        If its run has other cells than the notebook.

    Notes
    -----
    Figures of all pages of an edition lie in one folder, so each gets the scope and name of its run before its own:
    that is also the name a reader finds in the folder of downloads.
    """
    top = "" if run.scope == STUDY else f"editions/{run.scope}/"
    folder = run.folder(project)
    result = json.loads((folder / "notebook.ipynb").read_bytes())
    mark = f"{run.scope}-{run.name}-"
    values = folder / VALUES
    stated = json.loads(values.read_bytes()) if values.is_file() else {}
    outputs = [path.stem for path in sorted((folder / "figures").glob("*.csv"))]
    origin = templates.page(section(project, run, stated, outputs, raw)).decode()
    figures = Figures(templates, mark, to_top(run.scope))
    files = {
        f"{top}{run.name}.ipynb": page(
            run.notebook.data, result, figures, run.notebook.where, stated, origin
        )
    }
    for path in sorted((folder / "figures").glob("*")):
        files[f"{top}figures/{mark}{path.name}"] = path.read_bytes()
    return files


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
        or not title.startswith("# ")
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
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": _joined(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


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
        if "heading" in output.get("metadata", {}).get("study", {}):
            text = _text(output["data"][MYST])
            id = f"{cell['id']}-{number}"
            parts += [{"id": id, "cell_type": "markdown", "source": text, "metadata": {}}]
            parts += [rest | {"id": f"{id}-below", "outputs": []}]
        else:
            parts[-1]["outputs"].append(output)
    return parts[:1] + [part for part in parts[1:] if part.get("outputs", [part])]


def _silent(cell: Mapping[str, Any]) -> bool:
    """Whether a code cell shows a reader nothing."""
    return cell.get("cell_type") == "code" and not cell["outputs"]


def _lead_to_origins(outputs: Sequence[dict[str, Any]], stated: Stated) -> list[dict[str, Any]]:
    """Outputs in which each sentence leads to where its value comes from."""
    shown = []
    for output in outputs:
        names = output.get("metadata", {}).get("study", {}).get("values")
        said = {"data": {MYST: paragraph(names, stated)}, "metadata": {}} if names else {}
        shown.append({**output, **said})
    return shown


@dataclass(frozen=True)
class Figures:
    """The figures of a page: a mark before the name of each, and the way from the page to the top of the book."""

    templates: Templates
    mark: str
    up: str = ""

    def renamed(self, output: dict[str, Any]) -> dict[str, Any]:
        """An output whose references to figures carry the mark; below it stands where it comes from."""
        data = output.get("data")
        if not data:
            return output
        renamed = {
            mime: FIGURE.sub(rf"figures/{self.mark}\1", _text(value))
            if mime.startswith("text/")
            else value
            for mime, value in data.items()
        }
        if MYST in data:
            renamed[MYST] = self._addressed(_text(data[MYST]), renamed[MYST])
        return {**output, "data": renamed}

    def _addressed(self, text: str, renamed: str) -> str:
        """A figure or table with an address of its own, and behind its data links to all that belongs to it."""
        data = DATA.search(text)
        if data is None:
            return renamed
        id = data[1]
        drawn = f"{self.up}{PICTURES}/{self.mark}{id}.svg" if f"figures/{id}.svg" in text else ""
        links = str(self.templates.render("figure_links.md", id=id, picture=drawn))
        anchor = Markup('<span id="{}"></span>').format(f"figure-{id}")
        return f"{anchor}\n\n{DATA.sub(lambda at: at[0] + links, renamed, count=1)}"


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
