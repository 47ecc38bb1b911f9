"""The book as one PDF, read back: text, outline, links, figures, and the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from printed import (
    DRAWING,
    PAGES,
    drawn,
    fonts,
    language,
    links,
    opened,
    outline,
    outside,
    words,
    write_book,
)
from pypdf import PdfReader

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.printing.book import NAME, print_book, render
from studylib import __version__
from studylib.cli import main


@pytest.fixture
def book(study: Project) -> Project:
    return write_book(study)


@pytest.fixture
def pdf(book: Project) -> PdfReader:
    return opened(render(book))


# sheets of the small book: cover, contents, index, first, second (120 rows on several), list, item
FIRST_PAGE = 4


class TestText:
    def test_every_page_is_there_in_its_order_each_on_a_sheet_of_its_own(
        self, pdf: PdfReader
    ) -> None:
        sheets = words(pdf)
        begins = [
            next(n for n, text in enumerate(sheets) if n > 1 and f" {title} " in f" {text} ")
            for title in ("First page", "Second page", "List", "Item")
        ]
        assert begins == sorted(set(begins))
        assert begins[0] == FIRST_PAGE - 1

    def test_letters_of_all_names_are_there_and_embedded(self, pdf: PdfReader) -> None:
        assert "İstanbul, Kraków, Málaga: ρ − × ² ₂ bold <b> & more." in words(pdf)[FIRST_PAGE - 1]
        # reportlab begins each sheet with a typeface of its own, in which nothing is set (`outside` would not know it)
        assert all("+DejaVuSans" in each for each in fonts(pdf) - {"/Helvetica"})

    def test_lists_boxes_terms_and_code_are_there(self, pdf: PdfReader) -> None:
        text = " ".join(words(pdf))
        for said in (
            "• Point one • Point inside 3. Third",
            "Mind In a box.",
            "Term Meaning",
            "a = 1 b = 2",
        ):
            assert said in text, said

    def test_what_is_for_a_screen_only_is_left_out(self, pdf: PdfReader) -> None:
        text = " ".join(words(pdf))
        for said in ("Show the code", "secret", "Filter", "Data (CSV)", "Origin", "Digests", "#"):
            assert said not in text, said
        assert (
            "Where the numbers of this page come from, row by row, and the data of its figures: one/first.html"
            in text
        )

    def test_pages_on_single_cities_are_not_printed_and_it_says_so(self, pdf: PdfReader) -> None:
        sheets = words(pdf)
        assert "Only to look up." not in " ".join(sheets)
        assert "1 page on single cities is not printed." in sheets[1]

    def test_nothing_is_cut_off(self, pdf: PdfReader) -> None:
        assert outside(pdf) == []

    def test_the_head_tells_the_part_and_the_foot_the_sheet(self, pdf: PdfReader) -> None:
        assert re.search(r"\bOne\b.*First page.*\b4\b", words(pdf)[FIRST_PAGE - 1])


class TestContents:
    def test_the_contents_name_the_sheet_of_each_page(self, pdf: PdfReader) -> None:
        sheets = words(pdf)
        for title in ("First page", "Second page", "List", "Item"):
            found = re.search(rf"{title} (\d+)", sheets[1])
            assert found, title
            assert title in sheets[int(found[1]) - 1]

    def test_the_outline_has_parts_pages_and_sections(self, pdf: PdfReader) -> None:
        last = len(pdf.pages)
        assert outline(pdf) == [
            ("Smart Cities Study", 3),
            ("One", 4),
            [("First page", 4), [("Deep", 4)], ("Second page", 5)],
            ("Two", last - 1),
            [("List", last - 1), [("Item", last)]],
        ]

    def test_links_inside_lead_to_their_sheet_and_those_outside_are_kept(
        self, pdf: PdfReader
    ) -> None:
        found = list(links(pdf))
        last = len(pdf.pages)
        assert (3, "https://example.org/a?b=1&c=2", 0) in found
        assert (3, "", 4) in found
        assert (last - 1, "", last) in found
        assert (last, "", last) in found
        # five lines of the contents
        assert sum(number == 2 for number, _, _ in found) == 5
        # what is not printed is no link: Graz, the file
        assert len([each for each in found if each[0] == 3]) == 2


class TestTables:
    def test_a_long_table_goes_on_with_its_heads(self, pdf: PdfReader) -> None:
        sheets = [text for text in words(pdf) if "Second page" in text][1:]
        assert len(sheets) > 1
        for text in sheets:
            assert "Head Column 1" in text
        assert "Row 120 120.5" in sheets[-1]


class TestFigures:
    def test_a_figure_is_drawn_with_lines_and_not_with_dots(self, pdf: PdfReader) -> None:
        page = pdf.pages[FIRST_PAGE - 1]
        assert [image for each in pdf.pages for image in each.images] == []
        content = page.get_contents()
        assert content is not None
        assert re.search(rb"\d c\b", content.get_data())
        assert "Caption of it Source: Nobody." in words(pdf)[FIRST_PAGE - 1]

    def test_its_alternative_text_is_told(self, pdf: PdfReader) -> None:
        content = pdf.pages[FIRST_PAGE - 1].get_contents()
        assert content is not None
        said = re.search(rb"/Span\s*<<\s*/Alt\s*<([0-9A-F]+)>\s*>>\s*BDC", content.get_data())
        assert said
        assert bytes.fromhex(said[1].decode()).decode("utf-16") == "A shape for the ear."

    def test_a_figure_that_is_taller_than_a_sheet_is_made_smaller(self, book: Project) -> None:
        (book.html / "_images" / "shape.svg").write_text(
            DRAWING.format(height=3000), encoding="utf-8"
        )
        assert outside(opened(render(book))) == []

    def test_a_figure_of_other_make_and_an_empty_legend_are_printed_too(
        self, book: Project
    ) -> None:
        path = book.html / "one" / "first.html"
        page = path.read_text(encoding="utf-8")
        legend = page[page.index('<div class="legend">') : page.index("</div></figcaption>")]
        for other in ('<div class="legend">', '<div class="legend"><p>Only words.</p>'):
            path.write_text(page.replace(legend, other), encoding="utf-8")
            assert ("Only words." in " ".join(words(opened(render(book))))) == ("Only" in other)

    def test_a_figure_that_is_gone_is_named(self, book: Project) -> None:
        (book.html / "_images" / "shape.svg").unlink()
        with pytest.raises(StudyError, match=r"shape\.svg: there is no drawing"):
            render(book)


class TestDocument:
    def test_it_says_what_it_is(self, pdf: PdfReader) -> None:
        about = pdf.metadata
        assert about is not None
        assert (about.title, about.author) == (
            "Smart Cities Study",
            "UCLG Community of Practice on Digital Cities",
        )
        assert language(pdf) == "en-GB"
        assert all(
            said in words(pdf)[0]
            for said in ("Editions 2002 and 2005", f"Version {__version__}", "Text: CC BY 4.0.")
        )

    def test_the_same_book_is_the_same_bytes(self, book: Project) -> None:
        assert render(book) == render(book)

    def test_a_character_without_a_picture_is_named_with_its_page(self, study: Project) -> None:
        write_book(study, list="<h1>List</h1><p>東京</p>")
        with pytest.raises(StudyError, match=r"list\.html: the typeface has no picture for 京 東"):
            render(study)


class TestWhen:
    def test_a_second_time_does_nothing_until_the_book_changes(self, book: Project) -> None:
        said: list[str] = []
        path = print_book(book, tell=said.append)
        assert path == book.build / "print" / NAME
        assert said == [
            "Smart Cities Study (1 page)",
            "One (2 pages)",
            "Two (2 pages)",
            "setting the sheets",
        ]
        print_book(book, tell=said.append)
        assert len(said) == 4
        write_book(book, list=PAGES["list"].replace("Term", "Word"))
        print_book(book, tell=said.append)
        assert len(said) == 8
        assert "Word Meaning" in " ".join(words(opened(path)))

    def test_a_print_that_was_touched_or_is_forced_is_made_again(self, book: Project) -> None:
        path = print_book(book)
        good = path.read_bytes()
        path.write_bytes(b"%PDF")
        assert print_book(book).read_bytes() == good
        said: list[str] = []
        print_book(book, force=True, tell=said.append)
        assert said

    def test_the_last_good_print_stays_when_a_new_one_fails(self, book: Project) -> None:
        good = print_book(book).read_bytes()
        (book.html / "one" / "second.html").unlink()
        with pytest.raises(StudyError, match=r"the book has no page one/second\.html"):
            print_book(book)
        assert (book.build / "print" / NAME).read_bytes() == good

    def test_without_a_book_it_says_what_to_do(
        self, study: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(study.root)
        with pytest.raises(SystemExit):
            main(["print"])
        assert "there is no book to print\n  repair: study book" in capsys.readouterr().err


def test_the_book_of_the_small_study_is_printed_whole(built_study: Project, tmp_path: Path) -> None:
    reader = opened(render(built_study))
    figures = list((built_study.html / "_images").glob("*.svg"))
    told = drawn(reader)
    # every figure of the book, and the logo
    assert told.count(b"/Alt") == len(figures) + 1 > 1
    assert [image for page in reader.pages for image in page.images] == []
    assert outside(reader) == []
    titles = [str(each) for each in outline(reader)]
    assert any("Edition 2002" in each for each in titles)
    assert "The register has 4 cities." in " ".join(words(reader))
