"""Text that means harm, in every text of every raw file, goes through to every output and harms none.

What `check` refuses does no harm either, and is taken back; what it takes must come out as text. See `hostile`.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
import yaml
from browsing import CHROMIUM, chromium, serve, stranger
from conftest import ROOT, edition_cells, write_notebook, write_study
from hostile import FORMS, SIGN, Spoiler, hostile
from lxml import etree, html
from mayors import write_survey
from pypdf import PdfReader

from quire.book import build
from quire.core.project import Project
from quire.pipeline.driver import run_study
from quire.pipeline.preparation import prepare
from quire.printing.book import print_book
from quire.printing.papers import Heading, Listing, Paper, Table, Text
from quire.printing.word import write_word
from quire.tables.csvfiles import read_rows
from quire.tables.spreadsheets import FORMULA, NUMBERS
from studylib.pages.publications import list_publications

if TYPE_CHECKING:
    from playwright.sync_api import Dialog

TABLES = (
    *("areas", "bands", "cities", "city_names", "comparability", "comparisons", "elements"),
    *("government_options", "government_questions", "instruments", "issues", "items", "levers"),
    *("practices", "published", "published_shares", "resident_surveys", "statistics", "surveys"),
)
SHOWN = (
    "from matplotlib.figure import Figure\n"
    "from quire.showing.figures import show_figure, show_table\nfrom quire.showing.values import state\n"
    "from studylib.data.tables import read_tables",
    f'tables = read_tables(edition, {", ".join(map(repr, TABLES))})\ncities = tables[2]\nname = cities["city"].iloc[0]',
    *(
        f'show_table("table-{at}", tables[{at}], caption=f"{{name}}, {at}", source=f"{{name}}: source")'
        for at in range(len(TABLES))
    ),
    "figure = Figure()\naxes = figure.subplots()\naxes.plot([1, 2], gid=name)\n"
    "_ = axes.text(0, 0, name, parse_math=False, url=name)",
    'show_figure("drawn", figure, data=cities[["city_code", "city"]], title=f"{name} title", '
    'subtitle=f"{name} subtitle", caption=f"{name} caption", alt=f"{name} alt", '
    'source=f"{name} source")',
    'state("named", len(cities), f"{name} has {len(cities)} cities.", origin="cities")',
)
MORE = "more,Limits,text,False,What else,Qué más,,,,,,\n"


@dataclass(frozen=True)
class Spoilt:
    """A study with a book, and the hostile texts in it by number."""

    project: Project
    texts: dict[int, str]
    numbers: dict[tuple[str, str, str], int]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    """The small study with a survey of governments, all of its texts spoilt, and its book."""
    project = write_study(tmp_path_factory.mktemp("spoilt") / "study")
    folder = write_survey(project.raw)
    for name, rows in {
        "questions": MORE,
        "items": "more,more,,,,,\n",
        "answers": "".join(f"{who},more,Words of {who},\n" for who in ("alpha", "beta", "gamma")),
    }.items():
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8") + rows, "utf-8")
    # what finds a cell as it stands cannot be there when the cell is another
    about = yaml.safe_load((folder / "instrument.yml").read_text("utf-8"))
    del about["files"]["respondents"]["corrections"], about["exclusions"]
    about |= {"answered": 7, "beside": dict.fromkeys(("2002", "2005"), "At the same time.")}
    (folder / "instrument.yml").write_text(yaml.safe_dump(about), "utf-8")
    for name in ("book", "docs"):
        shutil.copytree(ROOT / name, project.root / name)
    shown = edition_cells(*SHOWN, parameters='edition = "2002"')
    write_notebook(project.notebooks / "edition" / "30_shown.ipynb", shown)
    spoiler = Spoiler(project)
    texts = spoiler.spoil()
    prepare(project)
    report = run_study(project)
    assert not report.failed, report.failed[0]
    build.build(project)
    return Spoilt(project, texts, spoiler.slots)


@pytest.fixture(scope="module")
def pages(spoilt: Spoilt) -> dict[str, bytes]:
    """Every page of the spoilt book."""
    found = {
        path.relative_to(spoilt.project.html).as_posix(): path.read_bytes()
        for path in spoilt.project.html.rglob("*.html")
        if "_static" not in path.parts
    }
    assert len(found) > 20
    return found


def slots(text: str) -> set[int]:
    """Numbers of the hostile texts in a text."""
    return {int(number) for number in re.findall(r"slot(\d{3})", text)}


def test_nearly_every_text_is_tried(spoilt: Spoilt) -> None:
    assert len(spoilt.texts) > 200
    files = {file for (file, _, _), number in spoilt.numbers.items() if number in spoilt.texts}
    assert {"cities.csv", "cities.yml", "2002.yml", "answers.csv", "alpha-map.yml"} <= {
        Path(file).name for file in files
    }
    assert {form for form in range(FORMS - 1) if hostile(1, form) == hostile(1, 0)} == {0}


def test_no_hostile_text_is_an_element_or_an_attribute_of_a_page(pages: dict[str, bytes]) -> None:
    shown: set[int] = set()
    for name, data in pages.items():
        tree = html.document_fromstring(data)
        assert tree.xpath(f"//*[@id='{SIGN}']") == [], name
        assert tree.xpath("//base | //meta[translate(@http-equiv, 'R', 'r')='refresh']") == [], name
        for element in tree.iter(etree.Element):
            assert not [key for key in element.attrib if key.startswith("on")], name
            for key in ("href", "src", "action"):
                assert not re.match(r"\s*javascript:", element.get(key, "")), name
            # an address in a text may be followed, and is not loaded
            assert "evil.invalid" not in element.get("src", ""), (name, element.attrib)
        assert b"root:x:0:" not in data, name
        shown |= slots(tree.text_content())
    assert len(shown) > 100


def test_titles_sidebars_and_texts_for_the_ear_have_hostile_text_as_text(
    spoilt: Spoilt, pages: dict[str, bytes]
) -> None:
    number = spoilt.numbers["data/raw/cities.csv", "city", "Alpha"]
    page = html.document_fromstring(pages["cities/aa001c.html"])
    index = html.document_fromstring(pages["practices/index.html"])
    for place in (
        page.xpath("//title"),
        page.xpath("//article//h1"),
        page.xpath("//div[@id='jb-print-docs-body']//h1"),
        index.xpath("//*[@id='pst-primary-sidebar']"),
    ):
        (text,) = (one.text_content() for one in place)
        assert "<script id=hx>alert(1)</script>" in text
        assert number in slots(text) or place[0].get("id") == "pst-primary-sidebar"
    shown = html.document_fromstring(pages["editions/2002/shown.html"])
    assert shown.xpath("//img/@alt")[-1] == f"{spoilt.texts[number]} alt"


def test_the_index_of_the_search_and_data_for_search_engines_hold_text_only(
    spoilt: Spoilt, pages: dict[str, bytes]
) -> None:
    text = (spoilt.project.html / "searchindex.js").read_text("utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    titles = [*index["titles"], *index["alltitles"]]
    assert any(slots(title) for title in titles)
    assert [title for title in titles if "<img" in title or "<b id" in title] == []
    described = [
        json.loads(script)
        for data in pages.values()
        for script in html.document_fromstring(data).xpath(
            "//script[@type='application/ld+json']/text()"
        )
    ]
    assert any(slots(json.dumps(one)) for one in described)


def test_downloads_hold_no_formula_and_the_package_holds_the_text_as_it_is(spoilt: Spoilt) -> None:
    cells = {
        cell
        for path in spoilt.project.html.rglob("*.csv")
        for row in read_rows(path.read_bytes())
        for cell in row
    }
    assert [
        cell
        for cell in cells
        if FORMULA.match(cell) and not cell.startswith("'") and not NUMBERS.fullmatch(cell)
    ] == []
    assert any(cell.startswith("'=") for cell in cells)
    archive = next((spoilt.project.html / "_static").glob("*-data.zip"))
    with zipfile.ZipFile(archive) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    held = {
        cell
        for name, text in files.items()
        if name.endswith(".csv")
        for row in read_rows(text.encode())
        for cell in row
    }
    assert not [cell for cell in held if cell.startswith(("'=", "'@"))]
    assert set(spoilt.texts.values()) & held
    assert slots(json.dumps(json.loads(files["datapackage.json"])))


def test_drawings_hold_no_script(spoilt: Spoilt) -> None:
    drawings = [path for path in spoilt.project.html.rglob("*.svg") if "shown" in path.name]
    assert drawings
    for path in drawings:
        tree = etree.fromstring(path.read_bytes())
        assert {etree.QName(one).localname for one in tree.iter(etree.Element)}.isdisjoint(
            {"script", "img", "base"}
        )
        assert not [
            key for one in tree.iter(etree.Element) for key in one.attrib if key.startswith("on")
        ]


def test_print_sets_hostile_text_as_text(spoilt: Spoilt) -> None:
    printed = print_book(spoilt.project, list_publications(spoilt.project)[:1])
    assert printed
    said = ["".join(page.extract_text() for page in PdfReader(path).pages) for path in printed]
    assert all(slots(text.replace("\u200b", "")) for text in said)
    assert not [text for text in said if "root:x:0:" in text]


def test_word_takes_hostile_text_as_text() -> None:
    text = hostile(5)
    table = Table((text, "b"), ((text, "c"),), shares=(2, 1))
    data = write_word(
        Paper(text, text, text, "en", text, (Heading(text), Text(text), Listing((text,)), table))
    )
    document = docx.Document(io.BytesIO(data))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said.count(text) >= 3
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    # the one field that Word works out is the number of the page
    assert set(re.findall(rb'w:instr="([^"]*)"', xml)) == {b"PAGE"}
    assert b"w:instrText" not in xml


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_no_page_runs_what_a_text_says_or_asks_another_host(spoilt: Spoilt) -> None:
    with serve(spoilt.project.html) as site, chromium() as browser:
        page = browser.new_page()
        said: list[str] = []

        def refuse(dialog: Dialog) -> None:
            said.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", refuse)
        page.on(
            "console",
            lambda one: said.append(one.text) if one.type in {"error", "warning"} else None,
        )
        page.on(
            "request", lambda asked: said.append(asked.url) if stranger(asked.url, site) else None
        )
        for name in (
            "cities/aa001c",
            "cities/index",
            "data-and-sources",
            "editions/2002/shown",
            "editions/2002/index",
            "items",
        ):
            page.goto(f"{site}{name}.html")
        page.goto(f"{site}search.html?q=hyperlink")
        page.locator("#search-results li a").first.wait_for()
        page.wait_for_timeout(500)
        assert page.locator(f"#{SIGN}").count() == 0
        assert said == []
