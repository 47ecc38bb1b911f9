"""PDFs of the book in another language: the words of the template are said in it, and each language has its own files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from printed import BOOK, PART, make_printer, opened, outline, words, write_book
from pypdf import PdfReader
from spanish import entry, write_catalogue

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.languages.catalogues import language_of
from quire.printing.book import list_print_states, list_printed, pdf_path, print_book
from quire.study import Publication
from quire.text.languages import speaking
from quire.text.messages import _, ngettext

WEB = "Where the numbers of this page come from, row by row, and the data of its figures: {page} in the web form of the book."
SPANISH = {
    "Contents": "Índice",
    "(part {number} of {all})": "(parte {number} de {all})",
    "Annex: where the numbers come from": "Anexo: de dónde salen las cifras",
    WEB: "De dónde salen las cifras, fila por fila: {page} de la versión web.",
    "Where the numbers of this page come from, row by row: the annex.": "De dónde salen: el anexo.",
    "A Book": "Un libro",
    "A Part": "Una parte",
    "Of {what}": "De {what}",
    "Nobody": "Nadie",
    "Version {version}": "Versión {version}",
    "Editions 2002 and 2005": "Ediciones 2002 y 2005",
}
ENGLISH = (
    "Contents",
    "part 1",
    "Annex",
    "Where the",
    "web form",
    "Book",
    "Version",
    "rows,",
)
"""What the template and the study say in English."""

ABOUT: dict[str, Any] = {
    "subject": _("Of {what}", what=1.5),
    "lines": (_("Nobody"), _("Version {version}", version=1.5)),
}
WHOLE = replace(
    BOOK, **ABOUT, note=ngettext("{n} page is not here.", "{n} pages are not here.", 12345)
)
EDITION = replace(PART, **ABOUT, longest_table=119)


@pytest.fixture
def book(study: Project) -> Project:
    """The small book in two languages; its pages are the same in both, in words that are of neither."""
    forms = [
        (
            "{n} page is not here.",
            "{n} pages are not here.",
            ("{n} página falta.", "{n} páginas faltan."),
        ),
        (
            "{n} row, in {page} in the web form of the book.",
            "{n} rows, in {page} in the web form of the book.",
            ("{n} fila, en {page} de la versión web.", "{n} filas, en {page} de la versión web."),
        ),
    ]
    entries = [entry(text, said) for text, said in SPANISH.items()]
    write_catalogue(study, *entries, *(entry(one, said, many) for one, many, said in forms))
    for project in (study, in_spanish(study)):
        rows = "".join(
            f"<tr><th>{row}</th>{'<td>abcdefghijklm</td>' * 20}</tr>" for row in range(3)
        )
        wide = f"<h1>X</h1><table><caption>Y</caption>{rows}</table>"
        origins = '<section id="where-the-numbers-come-from"><h2>Z</h2><p>9</p></section>'
        write_book(project, index="<h1>X</h1>", list=f"<section>{wide}{origins}</section>")
    return study


def in_spanish(project: Project) -> Project:
    return replace(project, language="es")


def printed(project: Project, publication: Publication) -> PdfReader:
    with speaking(language_of(project)):
        return opened(make_printer(project).render(publication))


@pytest.mark.parametrize("publication", [WHOLE, EDITION])
def test_no_word_of_the_template_is_english_and_there_are_as_many_sheets(
    book: Project, publication: Publication
) -> None:
    pages = ("list", *publication.pages)
    english, spanish = (
        printed(project, replace(publication, pages=pages)) for project in (book, in_spanish(book))
    )
    before, text = (" ".join(words(each)) for each in (english, spanish))
    assert [word for word in ENGLISH if word in before]
    assert [word for word in ENGLISH if word in text] == []
    for said in ("Índice", "(parte 1 de ", "De dónde salen", "Nadie", "Versión 1,5"):
        assert said in text
    assert len(spanish.pages) == len(english.pages)


def test_what_is_not_printed_is_told_in_the_language(book: Project) -> None:
    assert "12 345 páginas faltan." in words(printed(in_spanish(book), WHOLE))[1]
    text = " ".join(words(printed(in_spanish(book), EDITION)))
    assert "120 filas, en one/second.html de la versión web." in text


def test_the_annex_and_the_document_say_their_language(book: Project) -> None:
    reader = printed(in_spanish(book), EDITION)
    assert reader.trailer["/Root"]["/Lang"] == "es"  # type: ignore[index]
    assert outline(reader)[-2][0] == "Anexo: de dónde salen las cifras"
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == ("Una parte", "Nadie", "De 1,5")


def test_a_variant_of_a_language_is_told_by_its_region(study: Project) -> None:
    write_catalogue(study, entry("Contents", "Sumário"), id="pt_BR")
    brazilian = write_book(replace(study, language="pt_BR"))
    reader = printed(brazilian, BOOK)
    assert reader.trailer["/Root"]["/Lang"] == "pt-BR"  # type: ignore[index]
    assert "Sumário" in words(reader)[1]


def test_each_language_has_files_steps_and_a_place_in_its_book(book: Project) -> None:
    spanish = in_spanish(book)
    assert list_printed(book) == [book, spanish]
    (english,), said = print_book(book, [PART]), list[str]()
    (other,) = print_book(spanish, [PART], tell=said.append)
    assert other == pdf_path(spanish, "part") == book.build / "print" / "es" / "part.pdf"
    assert said[0] == "es/part.pdf"
    assert english.read_bytes() != other.read_bytes()
    for project, path in ((book, english), (spanish, other)):
        assert (project.html / "_static/print/part.pdf").read_bytes() == path.read_bytes()
    assert list_print_states(spanish, [PART]) == [("print/es/part", ())]
    # a word of the catalogue is a reason for its language alone, and what is right is not set again
    write_catalogue(book, entry("Contents", "Contenido"), name="more")
    assert list_print_states(book, [PART]) == [("print/part", ())]
    assert dict(list_print_states(spanish, [PART]))["print/es/part"]
    print_book(spanish, [PART], tell=said.append)
    made = len(said)
    print_book(spanish, [PART], tell=said.append)
    assert len(said) == made
    assert "Contenido" in words(opened(other))[1]


def test_a_language_whose_book_is_not_there_has_none_and_says_what_makes_it(study: Project) -> None:
    write_catalogue(study, entry("Contents", "Índice"))
    write_book(study)
    assert list_printed(study) == [study]
    with pytest.raises(StudyError, match=r"no book to print[\s\S]*book --language es"):
        print_book(in_spanish(study), [BOOK])
