"""What the book is made of: authored pages, generated ones, and a page for each run, as files by name.

Nothing is rendered here: building the HTML is in `book`, the text of generated pages in `pages` and `papers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from studylib import (
    __version__,
    city_index,
    city_pages,
    city_tables,
    columns_page,
    errata,
    errata_pages,
    item_index,
    pages,
    papers,
    practice_pages,
    vintages,
)
from studylib.editions import Edition, list_editions
from studylib.errors import StudyError, nearest
from studylib.markup import escape_myst as escape
from studylib.origins import RawFiles
from studylib.plan import STUDY
from studylib.project import Project
from studylib.run_pages import page_files
from studylib.words import listed

if TYPE_CHECKING:
    from studylib.plan import Plan

VALUE = re.compile(r"\{\{ ([a-z_]+) \}\}")
BEFORE = ("about", "how-to-read")
AFTER = ("method", "methodology", "items", "glossary", "data-and-sources", "columns", "cite")
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
    recorded = [each for each in editions if not each.runs_notebooks]
    sources = papers.read_papers(project)
    values = {
        **_frame_values(project),
        "version": __version__,
        "overview_page": next((each.name for each in plan.runs if each.scope == STUDY), "about"),
        "cities_page": "cities/index" if any(each.runs_notebooks and each.wave for each in editions) else "about",
        "edition_cards": pages.edition_cards(facts, names),
        "editions_table": pages.editions_table(facts, names),
        "recorded_editions": pages.recorded_editions(recorded, names, pages.published_facts(project)),
        "recorded_sentence": pages.recorded_sentence(recorded, names),
        "sources_table": papers.sources_table(project, sources),
        "sources": papers.sources_text(project, sources),
    }
    files = _authored(project, values)
    for each in facts:
        scope = each.edition.id
        corrections = errata_pages.errata_text(vintages.versions(project, scope), errata.read_errata(project, scope))
        runs = [run.name for run in plan.runs if run.scope == scope]
        page = pages.edition_page(each, names[scope], runs, corrections)
        files[f"editions/{scope}/index.md"] = page.encode()
    raw = RawFiles(project)
    for run in plan.runs:
        _add(files, page_files(project, run, raw), run.id)
    _check_columns(files)
    _add(files, _city_files(project, editions, names, raw, files), "data/raw/cities.csv")
    shown = practice_pages.practice_files(project)
    _add(files, shown, "data/raw/practices")
    tables = {f"{papers.FOLDER}/{name}.csv": (project.raw / f"{name}.csv").read_bytes() for name in sources}
    _add(files, tables, "data/raw")
    files["_toc.yml"] = table_of_contents(plan, [each.edition for each in facts], names, shown, files)
    return files


def _city_files(
    project: Project, editions: list[Edition], names: Mapping[str, str], raw: RawFiles, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The pages of cities, their index, and the index of items and terms; none if no edition has a survey."""
    tables = city_tables.city_tables(project, editions, names)
    if tables is None:
        return {}
    shown = item_index.pages_of_items(files, set(tables.items["item"]), names)
    terms = item_index.glossary_terms(files.get(item_index.GLOSSARY, b"").decode("utf-8"))
    return {
        **city_pages.city_files(tables, raw),
        city_index.PAGE: city_index.index_page(tables, raw).encode(),
        item_index.PAGE: item_index.items_page(tables, shown, terms).encode(),
    }


def _check_columns(files: Mapping[str, bytes]) -> None:
    """Hold the page on columns against the data of every figure that is drawn."""
    drawn = [name.removesuffix(".svg") for name in files if "/figures/" in f"/{name}" and name.endswith(".svg")]
    heads = {name: files[f"{name}.csv"].decode("utf-8").partition("\n")[0].split(",") for name in drawn}
    columns_page.check_columns(files.get(columns_page.PAGE, b"").decode("utf-8"), heads)


def table_of_contents(
    plan: Plan,
    editions: Sequence[Edition],
    names: Mapping[str, str],
    practices: Iterable[str],
    files: Iterable[str],
) -> bytes:
    """`_toc.yml`: a part for each edition, with its landing page and the pages of its runs in order; catalogue, index of cities.

    Parameters
    ----------
    plan, editions, names
        The runs; the editions that have pages, and how the book calls each.
    practices
        The pages of practices.
    files
        All other pages that there are.
    """
    import yaml

    def part(caption: str, files: Sequence[str]) -> dict[str, Any]:
        return {"caption": caption, "chapters": [{"file": each} for each in files]}

    across = [run.name for run in plan.runs if run.scope == STUDY]
    parts = [part("The study", BEFORE)]
    for each in editions:
        here = [f"editions/{each.id}/{run.name}" for run in plan.runs if run.scope == each.id]
        parts.append(part(f"Edition {names[each.id]}", [f"editions/{each.id}/index", *here]))
    parts += [part("Across the editions", across)] if across else []
    each_practice = [{"file": each.removesuffix(".md")} for each in practices if each != practice_pages.CATALOGUE]
    if each_practice:
        catalogue = {"file": practice_pages.CATALOGUE.removesuffix(".md"), "sections": each_practice}
        parts.append({"caption": "Good practices", "chapters": [catalogue]})
    pages = {each.removesuffix(".md") for each in files}
    if city_index.PAGE in files:
        # a page of a city is in no table of contents: it would stand in the sidebar of every page
        parts.append(part("Cities", [city_index.PAGE.removesuffix(".md")]))
    parts.append(part("Method and data", [each for each in AFTER if each in pages]))
    return yaml.safe_dump({"format": "jb-book", "root": "index", "parts": parts}, sort_keys=False).encode()


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
