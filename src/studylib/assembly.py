"""What the book is made of: authored pages, generated ones, and a page for each run, as files by name.

Nothing is rendered here: building the HTML is in `book`, the text of generated pages in `pages` and `papers`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from studylib import __version__, pages, papers, practice_pages, preparing_pages
from studylib.editions import Edition, Status, list_editions
from studylib.errors import StudyError, nearest
from studylib.markup import escape_myst as escape
from studylib.notebooks import INJECTED, PARAMETERS
from studylib.plan import STUDY
from studylib.project import Project
from studylib.words import listed

if TYPE_CHECKING:
    from studylib.plan import Plan, Run

VALUE = re.compile(r"\{\{ ([a-z_]+) \}\}")
FIGURE = re.compile(r"(?<![\w./-])figures/([A-Za-z0-9_-]+\.(?:svg|csv|png))")
BEFORE = ("about", "how-to-read")
AFTER = ("method", "methodology", "data-and-sources", "cite")
"""Authored pages in the table of contents, before and after what the editions give."""


def contents(project: Project, plan: Plan) -> dict[str, bytes]:
    """Every file of the assembled book, by its path in it.

    Parameters
    ----------
    project
        The checkout; `book/`, `data/`, `notebooks/` and `build/runs` are read.
    plan
        The runs, all of them up to date.

    Raises
    ------
    StudyError
        If a run cannot be shown, or an authored page asks for a value that there is not.
    """
    editions = list_editions(project)
    names = {each.id: pages.year_name(each, editions) for each in editions}
    facts = [pages.read_facts(project, each) for each in editions if each.runs_notebooks]
    recorded = [each for each in editions if each.status is Status.RECORDED]
    preparing = [each for each in editions if each.in_preparation]
    sources = papers.read_papers(project)
    values = {
        **_frame_values(project),
        "version": __version__,
        "overview_page": next((each.name for each in plan.runs if each.scope == STUDY), "about"),
        "edition_cards": pages.edition_cards(facts, names),
        "editions_table": pages.editions_table(facts, names),
        "recorded_editions": pages.recorded_editions(recorded, names, pages.published_facts(project)),
        "recorded_sentence": pages.recorded_sentence(recorded, names),
        "preparing_editions": preparing_pages.preparing_editions(preparing, names),
        "preparing_sentence": preparing_pages.preparing_sentence(preparing, names),
        "sources_table": papers.sources_table(project, sources),
        "sources": papers.sources_text(project, sources),
    }
    files = _authored(project, values)
    for each in facts:
        scope = each.edition.id
        page = pages.edition_page(each, names[scope], [run.name for run in plan.runs if run.scope == scope])
        files[f"editions/{scope}/index.md"] = page.encode()
    areas = preparing_pages.read_areas(project)
    for edition in preparing:
        names_of_runs = [run.name for run in plan.runs if run.scope == edition.id]
        text = preparing_pages.landing_page(edition, names[edition.id], areas, names_of_runs)
        files[f"editions/{edition.id}/index.md"] = text.encode()
    for run in plan.runs:
        _add(files, page_files(project, run), run.id)
    shown = practice_pages.practice_files(project)
    _add(files, shown, "data/raw/practices")
    tables = {f"{papers.FOLDER}/{name}.csv": (project.raw / f"{name}.csv").read_bytes() for name in sources}
    _add(files, tables, "data/raw")
    files["_toc.yml"] = table_of_contents(plan, [*(each.edition for each in facts), *preparing], names, shown)
    return files


def table_of_contents(
    plan: Plan, editions: Sequence[Edition], names: Mapping[str, str], practices: Iterable[str] = ()
) -> bytes:
    """`_toc.yml`: a part for each edition with its pages in their order, one for all in preparation; the catalogue."""
    import yaml

    def part(caption: str, files: Sequence[str]) -> dict[str, Any]:
        return {"caption": caption, "chapters": [{"file": each} for each in files]}

    across = [run.name for run in plan.runs if run.scope == STUDY]
    parts = [part("The study", BEFORE)]
    coming: list[str] = []
    for each in editions:
        here = [f"editions/{each.id}/{run.name}" for run in plan.runs if run.scope == each.id]
        if each.in_preparation:
            coming += [f"editions/{each.id}/index", *here]
        else:
            parts.append(part(f"Edition {names[each.id]}", [f"editions/{each.id}/index", *here]))
    parts += [part("In preparation", coming)] if coming else []
    parts += [part("Across the editions", across)] if across else []
    each_practice = [{"file": each.removesuffix(".md")} for each in practices if each != practice_pages.CATALOGUE]
    if each_practice:
        catalogue = {"file": practice_pages.CATALOGUE.removesuffix(".md"), "sections": each_practice}
        parts.append({"caption": "Good practices", "chapters": [catalogue]})
    parts.append(part("Method and data", AFTER))
    return yaml.safe_dump({"format": "jb-book", "root": "index", "parts": parts}, sort_keys=False).encode()


def page_files(project: Project, run: Run) -> dict[str, bytes]:
    """The page of a run and its figures.

    Figures of all pages of an edition lie in one folder, so each gets the scope and name of its run before its own:
    that is also the name a reader finds in the folder of downloads.
    """
    top = "" if run.scope == STUDY else f"editions/{run.scope}/"
    folder = run.folder(project)
    result = json.loads((folder / "notebook.ipynb").read_bytes())
    mark = f"{run.scope}-{run.name}-"
    files = {f"{top}{run.name}.ipynb": page(run.notebook.data, result, mark, run.notebook.where)}
    for path in sorted((folder / "figures").glob("*")):
        files[f"{top}figures/{mark}{path.name}"] = path.read_bytes()
    return files


def page(source: Mapping[str, Any], result: Mapping[str, Any], mark: str, where: str) -> bytes:
    """The prose and code of a notebook as it is now, with the outputs of its run.

    Parameters
    ----------
    source, result
        The notebook, and what papermill made of it.
    mark
        Goes before the name of each figure.
    where
        The notebook's path, for messages.

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
        raise StudyError("its run has other code cells than the notebook", where=where, repair="study run")
    cells = []
    for number, cell in enumerate(source["cells"]):
        known = {"id": f"cell-{number}", "cell_type": cell["cell_type"], "source": _text(cell["source"])}
        if cell["cell_type"] != "code":
            cells.append({**known, "metadata": {}})
            continue
        outputs = next(ran)["outputs"]
        if PARAMETERS in _tags(cell) and values:
            known["source"] = _text(values[0]["source"])
        tags = sorted({*_tags(cell), "hide-input"} - {PARAMETERS})
        shown = [_renamed(each, mark) for each in outputs]
        cells.append({**known, "metadata": {"tags": tags}, "execution_count": None, "outputs": shown})
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
            joined[-1] = {**cell, "source": source, "outputs": [*above["outputs"], *cell["outputs"]]}
        else:
            joined.append(cell)
    return joined


def _silent(cell: Mapping[str, Any]) -> bool:
    """Whether a code cell shows a reader nothing; a value that was stated is seen in the prose, not here."""
    return cell.get("cell_type") == "code" and all("scrapbook" in each.get("metadata", {}) for each in cell["outputs"])


def _renamed(output: dict[str, Any], mark: str) -> dict[str, Any]:
    """An output whose references to figures carry the mark."""
    data = output.get("data")
    if not data:
        return output
    renamed = {
        mime: FIGURE.sub(rf"figures/{mark}\1", _text(value)) if mime.startswith("text/") else value
        for mime, value in data.items()
    }
    return {**output, "data": renamed}


def _frame_values(project: Project) -> dict[str, str]:
    """Values from the study's frame and its register of cities."""
    import csv

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((project.raw / name).read_text("utf-8").splitlines()))

    any_edition = next(iter(sorted(project.processed.glob("*/cities.csv"))), None)
    cities = list(csv.DictReader(any_edition.read_text("utf-8").splitlines())) if any_edition else []
    return {
        "area_list": escape(listed(each["label"].lower() for each in rows("framework/areas.csv"))),
        "wave_years": escape(listed(each["year"] for each in rows("framework/waves.csv"))),
        "panel_cities": str(sum(each["in_panel"] == "True" for each in cities)),
        "band_ends": escape(listed(each["lower"] for each in rows("framework/bands.csv"))),
        "min_coverage_pct": escape(
            listed(
                sorted(
                    {
                        f"{float(each['min_coverage']):.0%}"[:-1]
                        for each in rows("framework/tree.csv")
                        if each["min_coverage"]
                    }
                )
            )
        ),
        **_method_values(),
    }


def _method_values() -> dict[str, str]:
    """Numbers of the method, from the code that uses them."""
    from studylib import areas, stability, treatment

    return {
        "samples": str(areas.SAMPLES),
        "spread_pct": f"{100 * stability.SPREAD:g}",
        "sure_pct": f"{100 * stability.SURE:g}",
        "skewness_limit": f"{treatment.SKEWNESS_LIMIT:g}",
        "kurtosis_limit": f"{treatment.KURTOSIS_LIMIT:g}",
    }


def _authored(project: Project, values: Mapping[str, str]) -> dict[str, bytes]:
    """The files of `book/`, pages with their values filled in."""
    files = {}
    for path in sorted(project.authored.rglob("*")):
        name = path.relative_to(project.authored).as_posix()
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(project.authored).parts):
            continue
        data = path.read_bytes()
        files[name] = filled(data.decode("utf-8"), values, f"book/{name}").encode() if name.endswith(".md") else data
    # also a page of the repository, and so under docs
    return {**files, "methodology.md": (project.root / "docs" / "methodology.md").read_bytes()}


def filled(text: str, values: Mapping[str, str], where: str) -> str:
    """Put values in place of `{{ name }}`.

    >>> filled("n = {{ panel_cities }}", {"panel_cities": "3"}, "book/a.md")
    'n = 3'
    """
    for number, line in enumerate(text.splitlines(), start=1):
        for name in VALUE.findall(line):
            if name not in values:
                raise StudyError(
                    f"there is no value {name!r} for pages", where=f"{where}:{number}", repair=nearest(name, values)
                )
    return VALUE.sub(lambda found: values[found[1]], text)


def _add(files: dict[str, bytes], more: Mapping[str, bytes], what: str) -> None:
    """Add files, none of which may be there already."""
    for name, data in more.items():
        if name in files:
            raise StudyError(
                f"two pages or figures of the book would be called {name}", where=what, repair="rename one of them"
            )
        files[name] = data


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
