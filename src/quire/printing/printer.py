"""One PDF of pages of the rendered book, whose words are said in the language of the book.

Which pages and what of them is in `pages`, what their elements become in `blocks`, how they look in the template `book/print/book.typ`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from quire.core.project import Project
from quire.printing.blocks import Node, Places, Reader
from quire.printing.fonts import Fonts, Lack, load_fonts
from quire.printing.pages import Page, read_page
from quire.printing.setting import set_pdf
from quire.study import Publication
from quire.text.languages import in_form, said
from quire.text.messages import _
from quire.text.words import counted

TEMPLATE = "print/book.typ"
LOOK = "print/drawings.css"
COLOUR = re.compile(r"var\(--(?P<name>[\w-]+), *(?P<otherwise>[^)]+)\)")
LICENCES = "extra_footer"
TEXTS = ("name", "title", "subtitle", "subject", "author", "note")
"""What of a publication is said in the language of its book, beside its lines."""

ANNEX = _("Annex: where the numbers come from")
PART = _("(part {number} of {all})", number="", all="")
Tell = Callable[[str], None]


def read_look(path: Path, colours: Mapping[str, str]) -> str:
    """The rules for drawings that stand in pages themselves, with the colours of a publication; none where there is no such file."""
    text = path.read_text("utf-8") if path.is_file() else ""
    return COLOUR.sub(lambda named: colours.get(named["name"], named["otherwise"]), text)


def _lead_to_web(page: Page) -> str:
    return said(
        _(
            "Where the numbers of this page come from, row by row, and the data of its figures: "
            "{page} in the web form of the book.",
            page=f"{page.name}.html",
        )
    )


def _lead_to_annex(page: Page) -> Node:
    # the sentence as a whole is the link: which of its words says "annex" depends on the language
    words = said(_("Where the numbers of this page come from, row by row: the annex."))
    return {"kind": "link", "to": f"#annex#{page.name}", "body": [words]}


@dataclass
class Printer:
    """Sets publications, and keeps what no typeface has."""

    project: Project
    toc: Mapping[str, tuple[str, str, int]]
    lacks: list[Lack] = field(default_factory=list)
    look: str = ""
    _fonts: Fonts | None = None

    def render(self, publication: Publication, tell: Tell = lambda _: None) -> bytes:
        """One PDF."""
        book = self.collect(publication, tell)
        tell("setting the sheets")
        return self.compile(book)

    def collect(self, publication: Publication, tell: Tell) -> dict[str, Any]:
        """All words of a publication, as data for the template."""
        pages = self._pages(publication)
        self.look = read_look(self.project.authored / LOOK, publication.colours)
        places = Places(frozenset(page.name for page in pages))
        sheets: list[Node] = []
        for part in dict.fromkeys(page.part for page in pages):
            inside = [page for page in pages if page.part == part]
            tell(f"{part or publication.title} ({counted(len(inside), 'page')})")
            sheets += [self._sheet(page, publication, places) for page in inside]
        if not publication.whole:
            sheets += self._annex(pages, places)
        places.resolve()
        return {
            **self._draw_all({**self._about(publication), "terms": self._terms()}, "the cover"),
            "keywords": list(dict.fromkeys(sheet["part"] or sheet["title"] for sheet in sheets)),
            "words": {"contents": said(_("Contents")), "part": in_form(PART.template)},
            "colours": dict(publication.colours),
            "logo": "/" + self.project.relative(self.project.html / "_static" / "logo.svg"),
            "fonts": list(self.fonts.families),
            "pages": [self._draw_all(sheet, f"{sheet['name']}.html") for sheet in sheets],
        }

    @property
    def fonts(self) -> Fonts:
        """The typefaces, looked up once."""
        self._fonts = self._fonts or load_fonts(self.project.authored / "print")
        return self._fonts

    def compile(self, book: Mapping[str, Any]) -> bytes:
        """The PDF of some data.

        Raises
        ------
        StudyError
            If the template cannot set it.
        """
        template = self.project.authored / TEMPLATE
        root, where = self.project.root, self.project.relative(template)
        return set_pdf(template, root, self.fonts, "book", book, where)

    def _pages(self, publication: Publication) -> list[Page]:
        pages = [read_page(self.project, *self.toc[name]) for name in publication.pages]
        return pages if publication.whole else [replace(page, part="", level=1) for page in pages]

    def _sheet(self, page: Page, publication: Publication, places: Places) -> Node:
        """One page of the book."""
        blocks = self._read(page, page.article, places, publication.longest_table)
        if page.origins is not None:
            leads = _lead_to_web(page) if publication.whole else _lead_to_annex(page)
            blocks.append({"kind": "par", "classes": ["print-source"], "body": [leads]})
        return {
            "name": page.name,
            "part": page.part,
            "title": page.title,
            "level": page.level,
            "blocks": blocks,
        }

    def _annex(self, pages: Sequence[Page], places: Places) -> list[Node]:
        """Where the numbers of all pages come from."""
        blocks: list[Node] = []
        for page in pages:
            if page.origins is not None:
                for own in page.origins.findall("h2"):
                    own.drop_tree()
                heading = {"kind": "heading", "level": 2, "depth": 2, "body": [page.title]}
                blocks.append({**heading, "place": f"#annex#{page.name}"})
                blocks += self._read(page, page.origins, places)
        annex = {"name": "annex", "part": "", "title": said(ANNEX), "level": 1, "blocks": blocks}
        return [annex] if blocks else []

    def _read(
        self, page: Page, element: HtmlElement, places: Places, longest: int | None = None
    ) -> list[Node]:
        folder = (self.project.html / page.name).parent
        return Reader(self.project.root, page, folder, places, longest, self.look).read(element)

    def _about(self, publication: Publication) -> dict[str, Any]:
        """What is said of a publication, with the language of its words, and the region that tells its variants apart."""
        told = {name: said(getattr(publication, name)) for name in TEXTS}
        lines = [*map(said, publication.lines)]
        language, _sign, region = (self.project.language or publication.language).partition("_")
        place = {"language": language, "region": region}
        return {**asdict(publication), **told, "lines": lines, **place}

    def _terms(self) -> str:
        front = html.fromstring((self.project.html / "index.html").read_text("utf-8"))
        return " ".join(str(front.xpath(f'string(//*[@class="{LICENCES}"])')).split())

    def _draw_all(self, words: Node, where: str) -> Node:
        """Words of which every character can be drawn: what cannot is noted and gets another sign."""
        drawn, lacks = self.fonts.draw(words, where)
        self.lacks += lacks
        return drawn
