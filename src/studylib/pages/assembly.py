"""What the book is made of: authored pages, generated ones, and a page for each run, as files by name.

What a page says is worked out in a module of its own, its words are in `book/templates`; the HTML is built in `build`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from quire.book import revisions
from quire.book.run_pages import lead, page_files
from quire.book.templating import Page, Templates
from quire.core.errors import StudyError
from quire.core.project import STUDY, Project
from quire.pipeline import errata, vintages
from quire.tables.csvfiles import read_rows
from quire.tables.origins import RawFiles
from quire.tables.packages import DataPackage
from quire.tables.schemas import Dictionary, read_schemas
from quire.tables.yamlfiles import load_yaml
from quire.text.markup import escape_html
from quire.text.messages import _
from studylib import __version__
from studylib.charts import palette
from studylib.data.editions import Edition, Status, list_editions
from studylib.pages import (
    bibliography,
    city_index,
    city_pages,
    city_tables,
    columns_page,
    corrections_page,
    cover,
    datapackage,
    datapackage_page,
    government_index,
    government_pages,
    government_tables,
    item_index,
    page_values,
    pages,
    papers,
    practice_pages,
    preparing_pages,
    press_pages,
    secretariat_pages,
)
from studylib.pages.city_figures import page_name
from studylib.pages.government_tables import Governments
from studylib.pages.toc import table_of_contents

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan
    from quire.tables.sources import Sidecar

TEMPLATES = "templates"
"""Folder of `book/` with the templates of generated pages."""
INTERNAL = _(
    "Internal: for the secretariat of the study. It shows editions that are not published, and names "
    "cities that were asked. Do not pass it on."
)


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
        If a run cannot be shown, or a page asks for a value that there is not.
    """
    templates = Templates(project.authored / TEMPLATES)
    editions = list_editions(project)
    names = {edition.id: pages.year_name(edition, editions) for edition in editions}
    ready = [each for each in editions if each.runs_notebooks and each.id not in plan.held]
    shown = [each for each in ready if each.public or project.internal]
    facts = [pages.read_facts(project, each, names[each.id]) for each in shown][::-1]
    preparing = preparing_pages.preparing_pages(project, editions[::-1], names, plan)
    own_pages = [one for one in preparing if one.inside and one.edition.in_preparation]
    raw, package = RawFiles(project), datapackage.make_package(project, shown)
    governments = government_tables.read_governments(project, shown, names)
    tables = city_tables.city_tables(project, shown, names)
    sources = papers.read_papers(project)
    own = city_pages.pages_of_practices(tables) if tables is not None else {}
    practices = practice_pages.practice_pages(project, own)
    files: dict[str, bytes] = {}

    def add(more: Mapping[str, bytes | Page], what: str) -> None:
        """Add files, none of which may be there already."""
        for name, made in more.items():
            if name in files:
                raise StudyError(
                    f"two pages or figures of the book would be called {name}",
                    where=what,
                    repair="rename one of them",
                )
            files[name] = made if isinstance(made, bytes) else templates.page(made)

    values = _values(project, plan, editions, names, package, sources)
    values |= {
        "editions": facts,
        "preparing": preparing,
        "government_surveys": governments,
        "cities_page": city_index.PAGE.removesuffix(".md") if tables is not None else "about",
        "practices_page": practice_pages.CATALOGUE.removesuffix(".md") if practices else "about",
        **vars(cover.make_cover(facts, tables, max(len(practices) - 1, 0))),
    }
    add(_authored(project, templates, values), "book")
    add({"_static/palette.css": palette.as_css().encode()}, "the palette")
    add(_edition_files(project, plan, facts, package), "data/raw/editions")
    add({f"editions/{one.edition.id}/index.md": one for one in own_pages}, "data/raw/editions")
    if project.internal:
        add(secretariat_pages.secretariat_files(project, editions), "data/incoming")
        files["_config.yml"] = _marked(files["_config.yml"])
    words = read_schemas(project).dictionary
    add({columns_page.PAGE: columns_page.columns_page(words).encode()}, "data/schema")
    for run in plan.runs:
        add(page_files(project, run, raw, templates), run.id)
    _check_columns(files, words)
    add(datapackage_page.package_files(package), "the data package")
    add(revisions.code_files(project), "the code")
    references = bibliography.references(sources, __version__).encode()
    add({bibliography.FILE: references}, "data/raw")
    if tables is not None:
        answered = government_tables.pages_of_cities(governments)
        add(_city_files(tables, answered, names, raw, files), "data/raw/cities.csv")
    add(_government_files(governments, tables, raw), "data/raw/instruments")
    add(practices, "data/raw/practices")
    add(papers.table_files(project), "data/raw")
    files["_toc.yml"] = table_of_contents(plan, facts, own_pages, files)
    return files


def _marked(config: bytes) -> bytes:
    """The configuration of a book that says on each of its pages that it is internal."""
    import yaml

    settings = yaml.safe_load(config)
    settings["title"] = f"{settings['title']}: {_('internal')}"
    settings["sphinx"]["config"]["html_theme_options"]["announcement"] = escape_html(INTERNAL)
    marked: str = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    return marked.encode()


def _values(
    project: Project,
    plan: Plan,
    editions: Sequence[Edition],
    names: Mapping[str, str],
    package: DataPackage,
    sources: dict[str, Sidecar],
) -> dict[str, object]:
    """The values that authored pages take; texts that others made are MyST already."""
    recorded = [edition for edition in editions if edition.status is Status.RECORDED][::-1]
    prepared = {
        **datapackage_page.page_values(package, datapackage.read_citation(project)),
        **corrections_page.corrections_values(project, sources),
        "version": __version__,
        "study_bibtex": bibliography.study_entry(__version__).rstrip(),
    }
    return {
        **{name: Markup(text) for name, text in prepared.items()},  # noqa: S704
        **page_values.frame_values(project),
        "overview_page": next((run.name for run in plan.runs if run.scope == STUDY), "about"),
        "recorded": pages.read_recorded(project, recorded, names),
        "papers": papers.make_papers(project, sources),
    }


def _edition_files(
    project: Project, plan: Plan, facts: Sequence[pages.Facts], package: DataPackage
) -> dict[str, Page]:
    """The first page of every published edition, and its press sheet."""
    citation = datapackage.read_citation(project)
    files: dict[str, Page] = dict(press_pages.press_files(facts))
    for one in facts:
        scope = one.edition.id
        about = {
            f"{run.name}.ipynb": Markup(lead(run.notebook.data["cells"]))  # noqa: S704 - authored
            for run in plan.runs
            if run.scope == scope
        }
        if one.messages or one.said:
            about[f"{press_pages.NAME}.md"] = Markup(press_pages.LEAD)  # noqa: S704
        files[f"editions/{scope}/index.md"] = pages.EditionPage(
            one,
            about,
            vintages.versions(project, scope),
            errata.read_errata(project, scope),
            Markup(datapackage_page.dataset_script(package, citation, scope, up="../../")),  # noqa: S704
        )
    return files


def _government_files(
    surveys: Sequence[Governments], tables: city_tables.CityTables | None, raw: RawFiles
) -> dict[str, bytes | Page]:
    """The pages of governments that answered a survey, and the index of each survey."""
    codes: Sequence[str] = [] if tables is None else list(tables.register.index.astype(str))
    profiles = {code: f"{city_pages.FOLDER}/{page_name(code)}" for code in codes}
    return {
        **government_pages.government_files(surveys, profiles, raw),
        **government_index.index_files(surveys),
    }


def _city_files(
    tables: city_tables.CityTables,
    governments: Mapping[str, Sequence[tuple[str, str]]],
    names: Mapping[str, str],
    raw: RawFiles,
    files: Mapping[str, bytes],
) -> dict[str, bytes | Page]:
    """The pages of cities, their index, and the index of items and terms."""
    shown = item_index.pages_of_items(files, set(tables.items["item"]), names)
    terms = item_index.glossary_terms(files.get(item_index.GLOSSARY, b"").decode("utf-8"))
    return {
        **city_pages.city_files(tables, raw, governments),
        city_index.PAGE: city_index.index_page(tables, raw),
        item_index.PAGE: item_index.items_page(tables, shown, terms),
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


def _authored(
    project: Project, templates: Templates, values: Mapping[str, object]
) -> dict[str, bytes]:
    """The files of `book/` but templates and print, pages with their values filled in."""
    files = {}
    for path in sorted(project.authored.rglob("*")):
        inside = path.relative_to(project.authored)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not path.is_file() or hidden or inside.parts[0] in {TEMPLATES, "print"}:
            continue
        name, data = inside.as_posix(), path.read_bytes()
        if path.suffix == ".yml":
            # what reads it later keeps the last of two keys and says nothing
            load_yaml(path, f"book/{name}")
        files[name] = (
            templates.fill(data.decode("utf-8"), f"book/{name}", **values)
            if name.endswith(".md")
            else data
        )
    # also a page of the repository, and so under docs
    return {**files, "methodology.md": (project.root / "docs" / "methodology.md").read_bytes()}
