"""What the book is made of: authored pages, generated ones, and a page for each run, as files by name.

What a page says is worked out in a module of its own, its words are in `book/templates`; the HTML is built in `build`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quire.book import revisions
from quire.book.run_pages import lead, made_or_last, run_files
from quire.book.templating import Page, Templates
from quire.book.theme_words import say_words
from quire.book.translated import say_plan
from quire.book.typeface import typeface_files
from quire.core.errors import StudyError
from quire.core.project import SOURCE, Project
from quire.languages.blocks import say_blocks
from quire.languages.catalogues import language_of, name_languages, read_translation
from quire.pipeline import errata, vintages
from quire.tables.csvfiles import read_rows
from quire.tables.schemas import Dictionary, read_schemas
from quire.tables.yamlfiles import load_yaml
from quire.text.languages import said, speaking, spoken
from quire.text.markup import escape_html
from quire.text.messages import _
from quire.text.words import listed
from studylib import __version__
from studylib.charts import palette
from studylib.pages import (
    all_cities,
    bibliography,
    city_index,
    city_pages,
    city_places,
    columns_page,
    datapackage,
    datapackage_page,
    government_highlights,
    government_index,
    government_pages,
    item_index,
    pages,
    papers,
    press_pages,
    question_pages,
    region_pages,
    secretariat_pages,
    wanted_cities,
)
from studylib.pages.city_figures import page_name
from studylib.pages.city_tables import CityTables
from studylib.pages.material import TEMPLATES, Material
from studylib.pages.toc import Contents, sidebar, table_of_contents

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan

INTERNAL = _(
    "Internal: for the secretariat of the study. It shows editions that are not published, and names "
    "cities that were asked. Do not pass it on."
)

SETTINGS = (
    _("Show the code"),
    _("Hide the code"),
    _("Search the study"),
    _("On this page"),
    _(
        "Text: CC BY 4.0. Code: MIT. Figures: under the terms of their publishers, as named with each of them."
    ),
)
"""Words of `book/_config.yml`, which nothing else takes in for catalogues."""


def contents(project: Project, plan: Plan) -> dict[str, bytes]:
    """Every file of the assembled book, by its path in it.

    Parameters
    ----------
    project
        The checkout; `book/`, `data/`, `notebooks/` and `build/runs` are read.
    plan
        The runs, all of them up to date unless the project's book is a draft.

    Raises
    ------
    StudyError
        If a run cannot be shown, or a page asks for a value that there is not.
    """
    with speaking(language_of(project)):
        return _contents(project, say_plan(project, plan))


def _contents(project: Project, plan: Plan) -> dict[str, bytes]:
    there = Material(project, plan)
    files: dict[str, bytes] = {}

    def add(more: Mapping[str, bytes | Page], what: str) -> None:
        """Add files, none of which may be there already."""
        for name, made in _rendered(there, more).items():
            if name in files:
                raise StudyError(
                    f"two pages or figures of the book would be called {name}",
                    where=what,
                    repair="rename one of them",
                )
            files[name] = made

    add(_authored(there), "book")
    add({"_static/palette.css": palette.as_css().encode()}, "the palette")
    add(typeface_files(project), "the typeface")
    add(_edition_files(there), "data/raw/editions")
    add(
        {f"editions/{one.edition.id}/index.md": one for one in there.own_pages}, "data/raw/editions"
    )
    if project.internal:
        add(secretariat_pages.secretariat_files(project, there.editions), "data/incoming")
    words = read_schemas(project).dictionary
    add({columns_page.PAGE: columns_page.columns_page(words).encode()}, "data/schema")
    add(run_files(project, plan, there.raw, there.templates), "notebooks")
    _check_columns(files, words)
    add(datapackage_page.package_files(there.package), "the data package")
    add(revisions.code_files(project), "the code")
    references = bibliography.references(there.sources, __version__).encode()
    add({bibliography.FILE: references}, "data/raw")
    if there.cities is not None:
        add(_city_files(there, there.cities), "data/raw/cities.csv")
        add(city_places.place_files(there.cities), "data/raw/cities.csv")
        add(_items_page(there, there.cities, files), "data/raw/cities.csv")
    add(_government_files(there), "data/raw/instruments")
    add(there.practices, "data/raw/practices")
    add(papers.table_files(project), "data/raw")
    add(question_pages.question_files(there.facts, files, there.across), "the editions")
    return files | _order(there, files)


def renewed(
    project: Project, plan: Plan, changed: Collection[str], last: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files that show words which changed, but for the pages of runs; see `quire.study.Study.renewed`."""
    there = Material(project, plan)
    files = _authored(there, changed)
    if any(run.notebook.where in changed for run in plan.runs):
        files |= _rendered(there, _edition_files(there))
        files |= _order(there, {**last, **files})
    if item_index.GLOSSARY in files and item_index.PAGE in last and there.cities is not None:
        files |= _rendered(there, _items_page(there, there.cities, {**last, **files}))
    return files


def _rendered(there: Material, files: Mapping[str, bytes | Page]) -> dict[str, bytes]:
    return {
        name: made if isinstance(made, bytes) else there.templates.page(made)
        for name, made in files.items()
    }


def _order(there: Material, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The table of contents, and the configuration with what the sidebar lists; an internal book says on each page that it is that."""
    import yaml

    contents = Contents(there.plan, there.facts, there.own_pages, files)
    settings = yaml.safe_load((there.project.authored / "_config.yml").read_bytes())
    settings.pop(wanted_cities.KEY, None)
    settings["sphinx"]["config"]["html_context"] |= {
        "sidebar_parts": sidebar(contents),
        "languages": name_languages(there.project),
        "language_id": there.project.language or SOURCE,
    }
    if there.project.internal:
        settings["title"] = str(_("{title}: internal", title=settings["title"]))
        settings["sphinx"]["config"]["html_theme_options"]["announcement"] = escape_html(INTERNAL)
    if there.project.language:
        _say_settings(settings, there.project)
    config: str = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    return {"_toc.yml": table_of_contents(contents), "_config.yml": config.encode()}


PREVAILS = _(
    "Nobody has signed this translation off yet: where it differs, the English text prevails."
)


def _say_settings(settings: dict[str, Any], project: Project) -> None:
    """Let what surrounds each page be in a language, and say who translated it."""
    config = settings["sphinx"]["config"]
    config["language"] = project.language
    config["theme_words"] = say_words()
    options = config["html_theme_options"]
    options["logo"]["text"] = str(said(options["logo"]["text"]))
    settings["title"] = str(said(settings["title"]))
    for place, names in (
        (config, ("nb_code_prompt_show", "nb_code_prompt_hide")),
        (options, ("search_bar_text", "toc_title", "extra_footer")),
    ):
        place.update({name: str(said(place[name])) for name in names})
    translation = read_translation(project, project.language)
    if translation.unreviewed:
        by = said(_("Translated by {translators}", translators=listed(translation.translators)))
        options["extra_footer"] += f" {escape_html(by)}. {escape_html(said(PREVAILS))}"


def _edition_files(there: Material) -> dict[str, bytes | Page]:
    """The first page of every published edition, and its press sheet."""
    citation = datapackage.read_citation(there.project)
    files: dict[str, bytes | Page] = {**press_pages.press_files(there.facts)}
    for one in there.facts:
        scope = one.edition.id
        about = {
            f"{run.name}.ipynb": Markup(lead(run.notebook.data["cells"]))  # noqa: S704 - authored
            for run in there.plan.runs
            if run.scope == scope
        }
        names = {f"{run.name}.ipynb": run.notebook.title for run in there.plan.runs}
        if one.messages or one.said:
            about[f"{press_pages.NAME}.md"] = Markup(said(press_pages.LEAD))  # noqa: S704
            names[f"{press_pages.NAME}.md"] = press_pages.SHORT
        files[f"editions/{scope}/index.md"] = pages.EditionPage(
            one,
            about,
            vintages.versions(there.project, scope),
            errata.read_errata(there.project, scope),
            Markup(datapackage_page.dataset_script(there.package, citation, scope, up="../../")),  # noqa: S704
            names,
        )
    return files


def _government_files(there: Material) -> dict[str, bytes | Page]:
    """The pages of governments that answered a survey, and the index of each survey."""
    codes = () if there.cities is None else there.cities.wanted
    profiles = {code: f"{all_cities.FOLDER}/{page_name(code)}" for code in codes}
    practices = {one.page: city.practices for city in there.all_cities for one in city.answered}
    surveyed = all_cities.group_by_country([city for city in there.all_cities if city.page])
    neighbours = {
        country: [(city.city, city.page) for city in cities] for country, cities in surveyed.items()
    }
    pages_of = government_pages.government_files
    return {
        **pages_of(there.governments, profiles, there.raw, practices, neighbours),
        **government_index.index_files(there.governments),
    }


def _city_files(there: Material, tables: CityTables) -> dict[str, bytes | Page]:
    """The pages of cities and of regions, and their indexes."""
    answered = government_highlights.answers_of_cities(there.governments)
    return {
        **city_pages.city_files(tables, there.raw, answered),
        **city_index.index_files(tables, there.all_cities, there.raw),
        **region_pages.region_files(tables, there.governments, there.all_cities),
    }


def _items_page(
    there: Material, tables: CityTables, files: Mapping[str, bytes]
) -> dict[str, bytes | Page]:
    """The index of items and terms, from the figures of runs and the glossary."""
    shown = item_index.pages_of_items(files, set(tables.items["item"]), there.names)
    terms = item_index.glossary_terms(files.get(item_index.GLOSSARY, b"").decode("utf-8"))
    pages = city_index.place_items(tables)
    return {item_index.PAGE: item_index.items_page(tables, shown, terms, pages)}


def _check_columns(files: Mapping[str, bytes], words: Dictionary) -> None:
    """Hold the page on columns against the data of every figure that is drawn."""
    drawn = [
        name.removesuffix(".svg")
        for name in files
        if "/figures/" in f"/{name}" and name.endswith(".svg")
    ]
    heads = {name: read_rows(files[f"{name}.csv"])[0] for name in drawn}
    columns_page.check_columns(words, heads)


def _authored(there: Material, only: Collection[str] | None = None) -> dict[str, bytes]:
    """The files of `book/` but templates and print, pages with their values filled in; of these files only, if any are named."""
    project, values = there.project, there.values()
    files: dict[str, bytes] = {}
    for path in sorted(project.authored.rglob("*")):
        inside = path.relative_to(project.authored)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not path.is_file() or hidden or inside.parts[0] in {TEMPLATES, "print"}:
            continue
        if only is not None and project.relative(path) not in only:
            continue
        name, data = inside.as_posix(), path.read_bytes()
        if path.suffix == ".yml":
            # what reads it later keeps the last of two keys and says nothing
            load_yaml(path, f"book/{name}")
        if not name.endswith(".md"):
            files[name] = data
            continue
        text = _said(data.decode("utf-8"))
        make = partial(_filled, there.templates, name, text, values)
        files |= made_or_last(project, there.plan, name, make)
    # also a page of the repository, and so under docs
    also = project.root / "docs" / "methodology.md"
    if only is None or project.relative(also) in only:
        files["methodology.md"] = _said(also.read_text("utf-8")).encode()
    return files


def _said(text: str) -> str:
    """A page that people wrote, in the language that is spoken."""
    language = spoken()
    return text if language is None else say_blocks(text, language)


def _filled(
    templates: Templates, name: str, text: str, values: Mapping[str, object]
) -> dict[str, bytes]:
    return {name: templates.fill(text, f"book/{name}", **values)}
