"""What the book is made of: authored pages, generated ones, and a page for each run, as files by name.

Nothing is rendered here: building the HTML is in `build`, the text of generated pages in `pages` and `papers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quire.book import bibliography, revisions, share_images
from quire.book.run_pages import lead, page_files
from quire.core.errors import StudyError, nearest
from quire.core.project import STUDY, Project
from quire.pipeline import errata, vintages
from quire.tables.csvfiles import read_rows
from quire.tables.origins import RawFiles
from quire.tables.packages import DataPackage
from quire.tables.schemas import Dictionary, read_schemas
from studylib import __version__
from studylib.data.editions import Edition, Status, list_editions
from studylib.pages import (
    city_index,
    city_pages,
    city_tables,
    columns_page,
    corrections_page,
    cover,
    datapackage,
    datapackage_page,
    errata_pages,
    item_index,
    page_values,
    pages,
    papers,
    practice_pages,
    preparing_pages,
    press_pages,
)
from studylib.pages.toc import table_of_contents

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan
    from quire.tables.sources import Source

NAME = "Smart Cities Study"
VALUE = re.compile(r"\{\{ ([a-z_]+) \}\}")


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
    preparing = [each for each in editions if each.in_preparation]
    raw, package = RawFiles(project), datapackage.make_package(project, editions)
    tables = city_tables.city_tables(project, editions, names)
    practices = sum(1 for _ in (project.raw / "practices").glob("*.yml"))
    sources = papers.read_papers(project)
    values = _values(project, plan, editions, names, facts, package, sources)
    files = _authored(project, {**values, "cover": cover.cover(facts, names, tables, practices)})
    words = read_schemas(project).dictionary
    _add(files, {columns_page.PAGE: columns_page.columns_page(words).encode()}, "data/schema")
    _add(files, _edition_files(project, plan, names, facts, package), "data/raw/editions")
    _add(
        files,
        preparing_pages.landing_pages(project, preparing, names, plan.runs),
        "data/raw/editions",
    )
    for run in plan.runs:
        _add(files, page_files(project, run, raw), run.id)
    _check_columns(files, words)
    _add(files, datapackage_page.package_files(package), "the data package")
    _add(files, revisions.code_files(project), "the code")
    _add(
        files,
        {bibliography.FILE: bibliography.references(sources, __version__).encode()},
        "data/raw",
    )
    if tables is not None:
        _add(files, _city_files(tables, names, raw, files), "data/raw/cities.csv")
    own = city_pages.pages_of_practices(tables) if tables is not None else {}
    _add(files, practice_pages.practice_files(project, own), "data/raw/practices")
    _add(files, papers.table_files(project), "data/raw")
    _add(files, share_images.share_files(files, NAME), "pictures for sharing")
    shown = [*(each.edition for each in facts), *preparing]
    files["_toc.yml"] = table_of_contents(plan, shown, names, files)
    return files


def _values(
    project: Project,
    plan: Plan,
    editions: Sequence[Edition],
    names: Mapping[str, str],
    facts: Sequence[pages.Facts],
    package: DataPackage,
    sources: dict[str, Source],
) -> dict[str, str]:
    """The values that authored pages take."""
    recorded = [each for each in editions if each.status is Status.RECORDED]
    preparing = [each for each in editions if each.in_preparation]
    return {
        **datapackage_page.page_values(package, datapackage.read_citation(project)),
        **page_values.frame_values(project),
        **corrections_page.corrections_values(project, sources),
        "version": __version__,
        "study_bibtex": bibliography.study_entry(__version__).rstrip(),
        "overview_page": next((each.name for each in plan.runs if each.scope == STUDY), "about"),
        "practices_page": "practices/index"
        if any((project.raw / "practices").glob("*.yml"))
        else "about",
        "cities_page": "cities/index"
        if any(each.runs_notebooks and each.wave for each in editions)
        else "about",
        "edition_cards": pages.edition_cards(facts, names),
        "editions_table": pages.editions_table(facts, names),
        "recorded_editions": pages.recorded_editions(
            recorded, names, pages.published_facts(project)
        ),
        "recorded_sentence": pages.recorded_sentence(recorded, names),
        "preparing_editions": preparing_pages.preparing_editions(preparing, names),
        "preparing_sentence": preparing_pages.preparing_sentence(preparing, names),
        "sources_table": papers.sources_table(project, sources),
        "sources": papers.sources_text(project, sources),
    }


def _edition_files(
    project: Project,
    plan: Plan,
    names: Mapping[str, str],
    facts: Sequence[pages.Facts],
    package: DataPackage,
) -> dict[str, bytes]:
    """The first page of every published edition, and its press sheet."""
    citation = datapackage.read_citation(project)
    files = press_pages.press_files(project, facts, names, plan.runs)
    for each in facts:
        scope = each.edition.id
        corrections = errata_pages.errata_text(
            vintages.versions(project, scope), errata.read_errata(project, scope)
        )
        runs = {
            f"{run.name}.ipynb": lead(run.notebook.data["cells"])
            for run in plan.runs
            if run.scope == scope
        }
        if f"editions/{scope}/{press_pages.NAME}.md" in files:
            runs[f"{press_pages.NAME}.md"] = press_pages.LEAD
        page = pages.edition_page(each, names[scope], runs, corrections)
        described = datapackage_page.dataset_script(package, citation, scope, up="../../")
        files[f"editions/{scope}/index.md"] = f"{page}\n{described}\n".encode()
    return files


def _city_files(
    tables: city_tables.CityTables,
    names: Mapping[str, str],
    raw: RawFiles,
    files: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The pages of cities, their index, and the index of items and terms."""
    shown = item_index.pages_of_items(files, set(tables.items["item"]), names)
    terms = item_index.glossary_terms(files.get(item_index.GLOSSARY, b"").decode("utf-8"))
    return {
        **city_pages.city_files(tables, raw),
        city_index.PAGE: city_index.index_page(tables, raw).encode(),
        item_index.PAGE: item_index.items_page(tables, shown, terms).encode(),
    }


def _check_columns(files: Mapping[str, bytes], words: Dictionary) -> None:
    """Hold the page on columns against the data of every figure that is drawn."""
    drawn = [
        name.removesuffix(".svg")
        for name in files
        if "/figures/" in f"/{name}" and name.endswith(".svg")
    ]
    heads = {name: read_rows(files[f"{name}.csv"])[0] for name in drawn}
    columns_page.check_columns(words, heads)


def _authored(project: Project, values: Mapping[str, str]) -> dict[str, bytes]:
    """The files of `book/` but those for print, pages with their values filled in."""
    files = {}
    for path in sorted(project.authored.rglob("*")):
        name = path.relative_to(project.authored).as_posix()
        parts = path.relative_to(project.authored).parts
        if not path.is_file() or parts[0] == "print" or any(part.startswith(".") for part in parts):
            continue
        data = path.read_bytes()
        files[name] = (
            filled(data.decode("utf-8"), values, f"book/{name}").encode()
            if name.endswith(".md")
            else data
        )
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
                    f"there is no value {name!r} for pages",
                    where=f"{where}:{number}",
                    repair=nearest(name, values),
                )
    return VALUE.sub(lambda found: values[found[1]], text)


def _add(files: dict[str, bytes], more: Mapping[str, bytes], what: str) -> None:
    """Add files, none of which may be there already."""
    for name, data in more.items():
        if name in files:
            raise StudyError(
                f"two pages or figures of the book would be called {name}",
                where=what,
                repair="rename one of them",
            )
        files[name] = data
