"""The book as PDFs, read back: text, structure, outline, links, tables, figures, and the same bytes every time."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from urllib.parse import quote

import numpy as np
import pytest
from lxml import html
from PIL import Image
from printed import (
    BOOK,
    DRAWING,
    PAGES,
    PART,
    fonts,
    links,
    make_printer,
    opened,
    outline,
    overfull,
    render,
    signs_from_the_left,
    tags,
    text_of,
    words,
    write_book,
)
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from scripts import NAMES, UNKNOWN

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import digest_outputs
from quire.printing.book import list_print_states, pdf_path, print_book
from quire.text.messages import _
from quire.text.sides import APART, TOGETHER
from studylib.cli import main


@pytest.fixture
def book(study: Project) -> Project:
    return write_book(study)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_printer(write_book(Project(tmp_path_factory.mktemp("book")))).render(BOOK)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> PdfReader:
    return opened(data)


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    return render(write_book(Project(tmp_path_factory.mktemp("part"))), PART)


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
        text = words(pdf)[FIRST_PAGE - 1]
        assert "İstanbul, Kraków, Málaga: ρ − × ² ₂ bold <b> & more." in text
        for name in ("Αθήνα", "София", "東京", "서울", "→"):
            assert name in text, name
        assert set("القاهرة") <= set(text)
        known = fonts(pdf)
        assert all(known.values())
        assert {"NotoSansCJKsc", "DejaVuSans"} <= {name.partition("-")[0] for name in known}

    def test_names_in_any_script_are_copied_out_as_they_are_written(self, study: Project) -> None:
        inside = "".join(f"<p>{name}</p><p><b>{name}</b></p>" for name in NAMES.values())
        rows = "".join(f"<tr><th>{name}</th></tr>" for name in NAMES.values())
        page = f"<h1>List</h1>{inside}<table>{rows}</table>"
        printer = make_printer(write_book(study, list=page))
        data = printer.render(replace(BOOK, pages=("list",)))
        assert printer.lacks == []
        # where lines and words end is guessed by whoever reads a PDF
        text = "".join(text_of(data).split())
        counts = {name: text.count("".join(name.split())) for name in NAMES.values()}
        # in the typefaces of prose and of tables, plain and bold
        assert counts == dict.fromkeys(NAMES.values(), 3)

    def test_a_name_from_the_right_does_not_turn_the_numbers_beside_it(
        self, study: Project
    ) -> None:
        said = _("In {city} (12), {other} 7.", city="חיפה", other="יפו")
        bare = said.translate(dict.fromkeys(map(ord, APART + TOGETHER)))
        for text, begins in ((said, "Inהפיח12ופי7"), (bare, "In7")):
            page = f"<h1>List</h1><p>{text}</p>"
            data = make_printer(write_book(study, list=page)).render(replace(BOOK, pages=("list",)))
            assert signs_from_the_left(data, "7").startswith(begins)

    def test_lists_boxes_terms_and_code_are_there_in_their_order(self, pdf: PdfReader) -> None:
        text = " ".join(words(pdf))
        places = [
            text.index(said)
            for said in (
                "Deep • Point one",
                "Point inside 3. Third",
                "Mind In a box.",
                "Term Meaning",
                "a = 1 b = 2",
            )
        ]
        assert places == sorted(places)

    def test_what_is_for_a_screen_only_is_left_out(self, pdf: PdfReader) -> None:
        text = " ".join(words(pdf))
        for said in ("Show the code", "secret", "Filter", "Data (CSV)", "Origin", "Digests", "#"):
            assert said not in text, said
        assert "data of its figures: one/first.html in the web form of the book" in text

    def test_pages_that_are_not_printed_are_left_out_and_it_says_so(self, pdf: PdfReader) -> None:
        sheets = words(pdf)
        assert "Only to look up." not in " ".join(sheets)
        assert "1 page is not printed." in sheets[1]

    def test_nothing_lies_beyond_the_margins_or_on_top_of_something_else(self, data: bytes) -> None:
        assert overfull(data) == []

    def test_the_head_tells_the_part_and_the_page_and_the_foot_the_sheet(
        self, pdf: PdfReader
    ) -> None:
        assert re.search(r"\bOne\b.*First page.*\b4\b", words(pdf)[FIRST_PAGE - 1])


class TestContents:
    def test_the_contents_name_the_sheet_of_each_page(self, pdf: PdfReader) -> None:
        sheets = words(pdf)
        for title in ("First page", "Second page", "List", "Item"):
            said = re.search(rf"{title}[ .\u2060]+(\d+)", sheets[1])
            assert said, title
            assert title in sheets[int(said[1]) - 1]
        assert "Deep" not in sheets[1]

    def test_the_outline_has_parts_pages_and_sections(self, pdf: PdfReader) -> None:
        last = len(pdf.pages)
        assert outline(pdf) == [
            ("A Book", 3),
            ("One", 4),
            [("First page", 4), [("Deep", 4)], ("Second page", 5)],
            ("Two", last - 1),
            [("List", last - 1), [("Item", last)]],
        ]

    def test_links_inside_lead_to_their_sheet_and_those_outside_are_kept(
        self, pdf: PdfReader
    ) -> None:
        made = list(links(pdf))
        last = len(pdf.pages)
        assert (3, "https://example.org/a?b=1&c=2", 0) in made
        assert (3, "", 4) in made
        assert (last - 1, "", last) in made
        assert (last, "", last) in made
        # every line of the contents: five pages and two parts
        assert [target for number, _, target in made if number == 2] == [
            3,
            4,
            4,
            5,
            last - 1,
            last - 1,
            last,
        ]
        # what is not printed is no link: Graz, the file
        assert len([link for link in made if link[0] == 3]) == 2


class TestTables:
    def test_a_long_table_goes_on_with_its_heads(self, pdf: PdfReader) -> None:
        sheets = [text for text in words(pdf) if "Second page" in text][1:]
        assert len(sheets) > 1
        for text in sheets:
            assert "Head Column 1" in text
        assert "Row 120 120.5" in sheets[-1]

    def test_heads_and_cells_are_tagged(self, pdf: PdfReader) -> None:
        roles = [role for role, _ in tags(pdf)]
        # heads once, however often they are drawn; 120 rows of nine cells
        assert roles.count("TH") == 9
        assert roles.count("TD") == 120 * 9

    def test_thirty_columns_are_split_with_the_first_one_in_every_part(
        self, study: Project
    ) -> None:
        heads = "".join(f"<th>Head {n}</th>" for n in range(30))
        row = "".join(f"<td class=number>{n}{n}.25</td>" for n in range(1, 30))
        table = f"<table><caption>Wide</caption><thead><tr>{heads}</tr></thead><tr><th>Cityname</th>{row}</tr></table>"
        data = make_printer(write_book(study, list=f"<h1>List</h1>{table}")).render(
            replace(BOOK, pages=("list",))
        )
        text = " ".join(words(opened(data)))
        parts = int(re.search(r"part 1 of (\d+)", text)[1])  # type: ignore[index]
        assert parts > 1
        assert text.count("Cityname") == text.count("Head 0") == parts
        for n in range(1, 30):
            assert text.count(f"Head {n} ") == text.count(f" {n}{n}.25") == 1
        assert overfull(data) == []

    def test_a_long_word_in_a_narrow_column_is_broken(self, study: Project) -> None:
        cells = "<td>data/raw/perception_of_residents_in_all_cities.csv</td>" * 8
        page = f"<h1>List</h1><table><tr>{cells}<td>{'m' * 80}</td></tr></table>"
        data = make_printer(write_book(study, list=page)).render(replace(BOOK, pages=("list",)))
        assert overfull(data) == []
        assert "".join(words(opened(data))).count("m") == 80


class TestFigures:
    def test_a_figure_is_drawn_with_lines_and_its_text_is_told(self, pdf: PdfReader) -> None:
        assert [image for page in pdf.pages for image in page.images] == []
        assert ("Figure", "A shape for the ear.") in tags(pdf)
        assert (
            "Caption of it Of what and when A caption. Source: Nobody."
            in words(pdf)[FIRST_PAGE - 1]
        )

    def test_one_that_is_much_taller_than_a_sheet_goes_over_several_and_is_told_once(
        self, book: Project
    ) -> None:
        shape = book.html / "_images" / "shape.svg"
        sheets = len(render(book).pages)
        bars = "".join(f'<rect x="9" y="{n * 100}" width="99" height="60"/>' for n in range(20))
        shape.write_text(DRAWING.format(height=2000).replace("</svg>", f"{bars}</svg>"), "utf-8")
        tall = render(book)
        assert len(tall.pages) == sheets + 3
        assert [alt for role, alt in tags(tall) if role == "Figure" and alt] == [
            "A shape for the ear."
        ]

    def test_one_with_no_place_to_cut_is_made_smaller(self, book: Project) -> None:
        shape = book.html / "_images" / "shape.svg"
        column = '<rect width="99" height="3000"/></svg>'
        shape.write_text(DRAWING.format(height=3000).replace("</svg>", column), "utf-8")
        assert len(render(book).pages) <= len(render(write_book(book)).pages) + 1

    def test_one_without_words_is_decoration(self, book: Project) -> None:
        page = PAGES["one/first"].replace("A shape for the ear.", "")
        assert not [alt for _, alt in tags(render(write_book(book, **{"one/first": page}))) if alt]

    def test_a_figure_of_other_make_and_an_empty_legend_are_printed_too(
        self, book: Project
    ) -> None:
        page = PAGES["one/first"]
        legend = page[page.index('<div class="legend">') : page.index("</div></figcaption>")]
        for other in ('<div class="legend">', '<div class="legend"><p>Only words.</p>'):
            write_book(book, **{"one/first": page.replace(legend, other)})
            assert ("Only words." in " ".join(words(render(book)))) == ("Only" in other)

    def test_a_figure_that_is_gone_is_named(self, book: Project) -> None:
        (book.html / "_images" / "shape.svg").unlink()
        with pytest.raises(StudyError, match=r"shape\.svg: there is no drawing"):
            render(book)


def picture(format: str, mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> bytes:
    """A red picture of dots."""
    made = io.BytesIO()
    Image.new("RGB", size, "red").convert(mode).save(made, format)
    return made.getvalue()


class TestPictures:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("plain.png", picture("PNG")),
            ("clear.png", picture("PNG", "RGBA")),
            ("few.png", picture("PNG", "P")),
            ("photo.jpg", picture("JPEG")),
            ("grey.jpeg", picture("JPEG", "L")),
            ("a drawing.gif", picture("GIF")),
            ("new.webp", picture("WEBP")),
            ("named-otherwise.png", picture("JPEG")),
        ],
    )
    @pytest.mark.parametrize("around", ["<figure>{}</figure>", "<p>Above. {}</p>", "<div>{}</div>"])
    def test_each_kind_is_printed_as_large_as_on_the_screen_with_its_description(
        self, study: Project, name: str, data: bytes, around: str
    ) -> None:
        image = f'<img alt="Red &lt;all over&gt;" src="_images/{quote(name)}"/>'
        write_book(study, list=f"<h1>List</h1>{around.format(image)}<p>Below.</p>")
        (study.html / "_images" / name).write_bytes(data)
        reader = render(study, replace(BOOK, pages=("list",)))
        assert ("Figure", "Red <all over>") in tags(reader)
        (shown,) = [each for page in reader.pages for each in page.images]
        assert shown.image is not None
        assert shown.image.size == (80, 40)
        assert "Below." in " ".join(words(reader))

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("cut.png", picture("PNG", size=(900, 900))[:300], "is broken"),
            ("cut.jpg", picture("JPEG")[:200], "is broken"),
            ("page.png", b"<html>Not found</html>", "is no picture"),
            ("empty.gif", b"", "is no picture"),
            ("scan.tiff", picture("TIFF"), "is no picture"),
            ("not.svg", picture("PNG"), "there is no drawing with a size"),
        ],
    )
    def test_one_that_cannot_be_printed_is_named_with_what_can(
        self, study: Project, name: str, data: bytes, said: str
    ) -> None:
        write_book(study, list=f'<h1>List</h1><p><img alt="x" src="_images/{name}"/></p>')
        (study.html / "_images" / name).write_bytes(data)
        with pytest.raises(StudyError, match=rf"build/html/en/_images/{name}: .*{said}"):
            render(study, replace(BOOK, pages=("list",)))

    def test_the_name_of_a_file_is_no_description(self, study: Project) -> None:
        image = '<img alt="_images/dots.png" src="_images/dots.png"/>'
        write_book(
            study, list=f"<h1>List</h1><div>{image}</div><table><tr><td>{image}</td></tr></table>"
        )
        (study.html / "_images" / "dots.png").write_bytes(picture("PNG"))
        reader = render(study, replace(BOOK, pages=("list",)))
        assert "dots.png" not in " ".join(words(reader))
        assert len([each for page in reader.pages for each in page.images]) == 1

    def test_one_from_elsewhere_is_told_in_words(self, study: Project) -> None:
        image = '<img alt="Licence: MIT" src="https://example.org/badge.svg"/>'
        write_book(study, list=f"<h1>List</h1><p>{image}</p><figure>{image}</figure>")
        text = " ".join(words(render(study, replace(BOOK, pages=("list",)))))
        assert "Licence: MIT" in text


class TestDrawingsInThePage:
    MAP = (
        '<svg class="city-map" viewBox="0 0 100 50" role="group" aria-label="Map of 2 cities">'
        '<path class="land" d="M0 0H100V50Z"/><a href="a.html"><title>Alpha</title><circle cx="20" cy="9" r="7"/>'
        '<text x="30" y="9">Alpha</text></a></svg>'
    )
    STRIP = (
        '<div class="city-item"><p>Air</p><svg class="city-strip" viewBox="-8 0 416 66" role="img" aria-label="Air: {}">'
        '<path class="axis" d="M0 42H400"/>{}<text class="tick" x="0" y="60">0</text></svg></div>'
    )

    def test_maps_and_strips_are_printed_with_what_is_said_of_them(self, study: Project) -> None:
        strip = self.STRIP.format("1 city", '<path data-city="A" d="M50 36h0"/>')
        ornament = '<svg viewBox="0 0 9 9" aria-hidden="true"><path d="M0 0h9"/></svg>'
        write_book(
            study, list=f"<h1>List</h1>{self.MAP}<div class='city-strips'>{strip}</div>{ornament}"
        )
        reader = render(study, replace(BOOK, pages=("list",)))
        said = [alt for role, alt in tags(reader) if role == "Figure" and alt]
        assert said == ["Map of 2 cities", "Air: 1 city"]
        # what is seen under the pointer only is not printed
        assert "Alpha" not in " ".join(words(reader))

    def test_each_dot_of_a_strip_is_drawn_in_the_colour_of_the_publication(
        self, study: Project
    ) -> None:
        dots = '<path data-city="A" d="M50 36h0"/><path data-city="B" d="M90 36h0"/>'
        shares = []
        for inside in ("", dots):
            write_book(study, list=f"<h1>List</h1>{self.STRIP.format('', inside)}")
            publication = replace(BOOK, pages=("list",), colours={"mark": "#ff0000"})
            data = make_printer(study).render(publication)
            book = PdfDocument(data)  # type: ignore[no-untyped-call]
            seen = np.asarray(book[len(book) - 1].render(scale=4).to_pil().convert("RGB")).astype(
                int
            )
            shares.append(int(((seen[..., 0] > 200) & (seen[..., 1] < 60)).sum()))
        # two dots of 5.4 units, at three dots of the picture a unit
        assert shares[1] - shares[0] == pytest.approx(2 * 3.14159 * (2.7 * 3) ** 2, rel=0.2)


class TestDocument:
    def test_it_says_what_it_is(self, pdf: PdfReader) -> None:
        about = pdf.metadata
        assert about is not None
        assert (about.title, about.author, about.subject) == ("A Book", "Nobody", "Of nothing")
        root = pdf.trailer["/Root"]
        assert root["/Lang"] == "en-GB"  # type: ignore[index]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
        for said in ("A Book", "Editions 2002 and 2005", "Version 1", "Text: CC BY 4.0."):
            assert said in words(pdf)[0]

    def test_it_is_for_everybody_and_to_be_kept(self, pdf: PdfReader) -> None:
        root = pdf.trailer["/Root"]
        said = root["/Metadata"].get_data().decode()  # type: ignore[index]
        for part in ("pdfuaid:part>1", "pdfaid:part>2", "pdfaid:conformance>A"):
            assert part in said
        assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
        roles = [role for role, _ in tags(pdf)]
        for role in (
            "H1",
            "H2",
            "H3",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "Caption",
            "TOC",
            "TOCI",
            "Link",
        ):
            assert role in roles, role

    def test_the_same_book_is_the_same_bytes(self, book: Project, data: bytes) -> None:
        assert make_printer(book).render(BOOK) == data

    def test_a_template_that_fails_is_named_with_its_line(self, book: Project) -> None:
        template = book.authored / "print" / "book.typ"
        template.write_text("#let a = 1\n#nowhere", encoding="utf-8")
        with pytest.raises(
            StudyError, match=r"book/print/book\.typ: error: unknown variable: nowhere"
        ):
            render(book)

    def test_words_are_never_mark_up(self, study: Project) -> None:
        page = r'<h1>#panic("a")</h1><p>*no* _no_ $x$ @no &lt;no&gt; \ = no // no</p>'
        text = " ".join(words(render(write_book(study, list=page), replace(BOOK, pages=("list",)))))
        assert r"*no* _no_ $x$ @no <no> \ = no // no" in text
        assert '#panic("a")' in text


class TestPart:
    def test_it_has_its_pages_in_the_order_wished_and_no_others(self, part: PdfReader) -> None:
        titles = [entry[0] for entry in outline(part) if isinstance(entry, tuple)]
        assert titles == ["Second page", "First page", "Annex: where the numbers come from"]
        assert "A lead." in " ".join(words(part))
        assert "List" not in " ".join(words(part)[2:])

    def test_its_contents_name_sections(self, part: PdfReader) -> None:
        assert "Deep" in words(part)[1]

    def test_where_numbers_come_from_is_an_annex_that_its_page_leads_to(
        self, part: PdfReader
    ) -> None:
        sheets = words(part)
        assert "Digests" in sheets[-1]
        assert "Digests" not in " ".join(sheets[:-1])
        body = next(n for n, text in enumerate(sheets, 1) if "row by row: the annex" in text)
        assert (body, "", len(sheets)) in list(links(part))

    def test_a_table_that_is_too_long_stays_in_the_web_form(self, book: Project) -> None:
        text = " ".join(words(render(book, replace(PART, longest_table=119))))
        assert "A long table: 120 rows, in one/second.html in the web form of the book." in text
        assert "Row 120" not in text
        assert "Row 120" in " ".join(words(render(book, replace(PART, longest_table=120))))


class TestWhen:
    def test_a_second_time_does_nothing_until_the_book_or_the_template_changes(
        self, book: Project
    ) -> None:
        said: list[str] = []
        paths = print_book(book, [BOOK, PART], tell=said.append)
        assert paths == [book.build / "print" / "book.pdf", book.build / "print" / "part.pdf"]
        assert said == [
            "book.pdf",
            "A Book (1 page)",
            "One (2 pages)",
            "Two (2 pages)",
            "setting the sheets",
            "part.pdf",
            "A Part (2 pages)",
            "setting the sheets",
        ]
        print_book(book, [BOOK, PART], tell=said.append)
        assert len(said) == 8
        print_book(book, [replace(PART, title="Other")], tell=said.append)
        assert len(said) == 11
        write_book(book, list=PAGES["list"].replace("Term", "Word"))
        print_book(book, [BOOK], tell=said.append)
        assert len(said) == 16
        assert "Word Meaning" in " ".join(words(opened(paths[0])))
        with (book.authored / "print" / "book.typ").open("a") as template:
            template.write("// changed\n")
        print_book(book, [BOOK], tell=said.append)
        assert len(said) == 21

    def test_parts_are_put_into_the_book_that_is_no_other_book_by_that(self, book: Project) -> None:
        before = digest_outputs(book.html)
        said: list[str] = []
        _whole, part = print_book(book, [BOOK, PART], tell=said.append)
        folder = book.html / "_static" / "print"
        assert sorted(path.name for path in folder.iterdir()) == ["part.pdf", "shown.css"]
        assert (folder / "part.pdf").read_bytes() == part.read_bytes()
        assert (folder / "shown.css").read_text() == "p.study-pdf-part { display: block; }\n"
        assert digest_outputs(book.html) == before
        # a book that is made anew has none until it is printed, and what is right is not set again
        shutil.rmtree(folder)
        made = len(said)
        states = dict(list_print_states(book, [BOOK, PART]))
        assert states == {"print/book": (), "print/part": ("is not in the book",)}
        print_book(book, [BOOK, PART], tell=said.append)
        assert {*dict(list_print_states(book, [BOOK, PART])).values()} == {()}
        assert (folder / "part.pdf").is_file()
        assert len(said) == made

    def test_a_print_that_was_touched_or_is_forced_is_made_again(self, book: Project) -> None:
        (path,) = print_book(book, [BOOK])
        good = path.read_bytes()
        path.write_bytes(b"%PDF")
        assert print_book(book, [BOOK])[0].read_bytes() == good
        said: list[str] = []
        print_book(book, [BOOK], force=True, tell=said.append)
        assert said

    def test_the_last_good_print_stays_when_a_new_one_fails(self, book: Project) -> None:
        good = print_book(book, [BOOK])[0].read_bytes()
        (book.html / "one" / "second.html").unlink()
        with pytest.raises(StudyError, match=r"the book has no page one/second\.html"):
            print_book(book, [BOOK])
        assert pdf_path(book, "book").read_bytes() == good

    def test_letters_that_no_typeface_has_are_told_by_script_each_time_and_the_print_is_made(
        self, study: Project
    ) -> None:
        thaana, tibetan = UNKNOWN["Thaana"], UNKNOWN["Tibetan"]
        write_book(study, list=f"<h1>List</h1><p>Old {thaana} and {tibetan}.</p>")
        for made in (True, False):
            said: list[str] = []
            print_book(study, [BOOK], tell=said.append)
            assert ("setting the sheets" in said) == made
            assert [line.partition(";")[0] for line in said[-2:]] == [
                f"Thaana: no typeface has the letters of {thaana} (list.html), printed as \ufffd",
                f"Tibetan: no typeface has the letters of {tibetan}. (list.html), printed as \ufffd",
            ]
            assert "NotoSansTibetan of Debian's fonts-noto-core" in said[-1]
        assert "Old \ufffd\ufffd\ufffd\ufffd and" in " ".join(
            words(opened(pdf_path(study, "book")))
        )
        write_book(study)
        said = []
        print_book(study, [BOOK], tell=said.append)
        assert said[-1] == "setting the sheets"
        assert [path.suffix for path in (study.build / "print").iterdir()].count(".txt") == 0

    def test_without_a_book_it_says_what_to_do(
        self, study: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(study.root)
        with pytest.raises(SystemExit):
            main(["print"])
        assert "there is no book to print\n  repair: study book" in capsys.readouterr().err


def test_the_book_of_the_small_study_and_its_editions_are_printed_whole(
    built_study: Project,
) -> None:
    from studylib.pages.publications import list_publications

    assert not (built_study.build / "book" / "print").exists()
    whole, *editions = list_publications(built_study)
    data = make_printer(built_study).render(whole)
    reader = opened(data)
    figures = list((built_study.html / "_images").glob("*.svg"))
    drawn = [alt for role, alt in tags(reader) if role == "Figure" and alt]
    inside = [alt for alt in drawn if re.search(r"^Map of \d+ cit|: \d+ cit(y|ies) from ", alt)]
    assert len(drawn) - len(inside) == len(figures) > 0
    assert inside
    assert [image for page in reader.pages for image in page.images] == []
    assert overfull(data) == []
    assert any("All in 2002" in str(title) for title in outline(reader))
    assert "The register has 4 cities." in " ".join(words(reader))
    for edition in editions:
        assert len(render(built_study, edition).pages) < 60
    linked = [
        link.attrib["href"]
        for page in sorted(built_study.html.glob("editions/*/index.html"))
        for link in html.fromstring(page.read_bytes()).cssselect("p.study-pdf a")
    ]
    assert linked == [f"../../_static/print/{edition.file}.pdf" for edition in editions]
