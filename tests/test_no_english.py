"""The book in a language that nobody speaks, whose words are made of all texts that catalogues are filled with: no English is left in it.

What is left is a name: of a work, of whoever published, of a city in its own languages, of something in code or data.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, code, prose, run_all, write_notebook
from lxml.html import document_fromstring
from pseudo import ID, write_catalogues
from spoken import texts_of

from quire.book import build
from quire.book.dependencies import book_step
from quire.core.project import Project
from quire.languages.filling import list_texts
from quire.study import load_study
from quire.tables.csvfiles import read_records
from quire.tables.schemas import read_schemas
from quire.tables.yamlfiles import load_yaml
from studylib.data.labels import walk_texts

WORD = re.compile(r"(?<![\w’'])[A-Za-z]{2,}(?![\w])")
VOWEL = re.compile("[aeiouyAEIOUY]")
MONTH = re.compile(r"\d\d? de \w+ \d{4}")
"""A day, which Babel says."""

CODE = re.compile(
    r"\w+ = \S+(?: and| or)?|\S*[_/=@#]\S*|\b[\w-]+(?:\.[\w-]+)+\b|\b[A-Z]{2}\d{3}C\b|SHA-256|`[^`]+`"
    r"|study run --only \w+(?: --edition \w+)?"
)
"""An address, a file, a table or column, a code."""

SHORT = (
    "Smart Cities Study, reproducible edition",
    *("CC BY 4.0", "English"),
    *("Creative Commons", "EIB", "Eurostat", "GeoNames", "GitHub", "ISO", "MIT", "UCLG", "vif"),
)
"""Names that stand in no table."""

NAMES = (
    "title",
    "publisher",
    "dataset",
    "name",
    "organisation",
    "terms",
    "conducted_by",
    "place_name",
)
"""Keys and columns of raw files whose texts are names that others gave."""

OTHERS = {
    "barrier_surveys.csv": "survey",
    "framework/city_names.csv": "name",
    "framework/publishers.csv": "publisher",
    "survey_places.csv": "area",
}

SKIPPED = (
    "//script[not(@type)] | //style | //code | //pre",
    "//*[starts-with(@id, 'value-') or starts-with(@id, 'output-')]",
)
"""What has no words, and what values and outputs are called in code."""

SCHEMAS = read_schemas(Project(ROOT))
TABLES = {schema.name for schema in SCHEMAS.tables.values()}
COLUMNS = {
    *(name for name in SCHEMAS.dictionary.meanings if "_" not in name),
    *(name for schema in SCHEMAS.tables.values() for name in schema.columns),
    *TABLES,
    *("choices", "parameters", "stability", "DRAWS", "SPREAD", "SURE"),
    ID,
}
"""Columns and tables that stand in cells as they are called, names in code and the code of the language."""

ORIGINS = (
    "//*[contains(@class, 'study-provenance')]",
    "//*[contains(@class, 'study-value') or contains(@class, 'study-origin')]",
)
"""What tells where numbers come from, in whose sentences these names stand."""

NAMED = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(COLUMNS, key=len, reverse=True))})(?![\w-])")

SAID = (
    "from matplotlib.figure import Figure\nfrom quire.showing.figures import show_figure\n"
    "from quire.text.words import counted\nfrom studylib.data.tables import read_tables",
    '(cities,) = read_tables(edition, "cities")\n'
    "def draw():\n    figure = Figure(figsize=(6, 2))\n    axes = figure.subplots()\n"
    '    axes.set(title="Good practices", xlabel=counted(len(cities), "city", "cities"))\n    return figure',
    'show_figure("said", draw, data=cities, title="Good practices", subtitle="Cities", caption="Regions", alt="Method", '
    'source="Invented figures")',
)
"""Cells of a notebook whose drawing has words that catalogues have."""


def list_names(project: Project) -> Iterator[str]:
    """The names that others gave, as raw files have them."""
    for path in sorted(project.raw.rglob("*.yml")):
        texts = walk_texts(load_yaml(path, project.relative(path)))
        yield from (text for key, text in texts if key in NAMES)
    for name, column in OTHERS.items():
        path = project.raw / name
        if path.is_file():
            yield from (row[column] for row in read_records(path.read_bytes()))
    yield from SHORT


def find_english(page: Path, names: re.Pattern[str]) -> list[str]:
    """The texts of a page in which an English word is left."""
    tree = document_fromstring(page.read_bytes())
    for element in tree.xpath(" | ".join(SKIPPED)):
        element.drop_tree()
    told = []
    for element in tree.xpath(" | ".join(ORIGINS)):
        told += [NAMED.sub(" ", CODE.sub(" ", text)) for text in texts_of(element)]
        inside = [one for one in element.iterdescendants() if one.text or one.tail]
        for each in (element, *inside):
            each.attrib.clear()
            each.text, each.tail = None, each.tail if each is element else None
    return [text for text in (*told, *texts_of(tree)) if _is_english(text, names)]


def _is_english(text: str, names: re.Pattern[str]) -> bool:
    if text.strip() in COLUMNS:
        return False
    left = CODE.sub(" ", MONTH.sub(" ", names.sub(" ", " ".join(text.split()))))
    return any(VOWEL.search(word) for word in WORD.findall(left))


def as_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """What finds some names, the longest first."""
    each = sorted({" ".join(name.split()) for name in names if name}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, each))})(?![\w-])")


def english_in(html: Path, names: Iterable[str]) -> dict[str, list[str]]:
    """By page, the texts with English words."""
    pattern = as_pattern(names)
    pages = {page.relative_to(html).as_posix(): page for page in sorted(html.rglob("*.html"))}
    assert len(pages) > 10
    found = {
        name: find_english(page, pattern)
        for name, page in pages.items()
        if not name.startswith("_static")
    }
    return {name: texts for name, texts in found.items() if texts}


INVENTED = (
    *("Invented figures", "Invented"),
    *("A line", "Two points", "line", "more", "that rises from one to two, drawn for nothing"),
    *("The register has 4 cities", "Words of the page"),
    *("AA", "colour", "data", "one", "skills", "two"),
)
"""What the small study says in words that are no messages."""


@pytest.fixture(scope="module")
def small(ready_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with its book in that language, drawings and all."""
    root = tmp_path_factory.mktemp("disguised") / "study"
    shutil.copytree(ready_study.root, root)
    project = Project(root, language=ID)
    (root / "locale").mkdir(exist_ok=True)
    shutil.copy(ROOT / "locale" / "babel.cfg", root / "locale")
    cells = [prose("# Said"), code('edition = "2002"', "parameters"), *map(code, SAID)]
    write_notebook(root / "notebooks" / "edition" / "40_said.ipynb", cells)
    write_catalogues(project, list_texts(project, load_study(project).texts(project)))
    run_all(Project(root))
    build.build(project)
    return project


def test_no_page_of_a_small_book_has_an_english_word(small: Project) -> None:
    assert english_in(small.html, [*list_names(small), *INVENTED]) == {}


def test_no_drawing_of_a_small_book_asks_for_a_word_that_there_is_not(small: Project) -> None:
    asked = [json.loads(path.read_bytes())[ID] for path in small.runs.rglob("words.json")]
    assert any(asked)
    assert [word for words in asked for word, told in words.items() if told is None] == []


@pytest.fixture(scope="module")
def real_disguised(real_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real book in that language, with the drawings of the source: to draw all of them again takes minutes."""
    root = tmp_path_factory.mktemp("disguised-real") / "study"
    shutil.copytree(real_study.root, root)
    project = Project(root)
    plan = build.plan_book(project)
    write_catalogues(project, list_texts(project, load_study(project).texts(project)))
    disguised = Project(root, language=ID)
    build.make_book(disguised, plan, book_step(disguised, plan))
    return disguised


def test_no_page_of_the_real_book_has_an_english_word(real_disguised: Project) -> None:
    # what stands in a cell of data that was corrected
    names = [*list_names(real_disguised), "not known"]
    assert english_in(real_disguised.html, names) == {}
