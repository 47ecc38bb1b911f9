"""A frame as a table of a page."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from quire.tables.csvfiles import to_csv
from quire.text.cells import Fold, Link, Links
from quire.text.htmltables import cell_text, framed, html_table, table_html

FRAME = pd.DataFrame(
    {
        "City": ["<b>Alpha</b>", "Beta & Co"],
        "n": [1, 2],
        "Share": [61.25, math.nan],
        "In": [True, False],
    }
)


def parsed(text: str) -> ElementTree.Element:
    """The table in its box."""
    table = ElementTree.fromstring(text).find("table")
    assert table is not None
    return table


def test_the_first_column_names_the_rows_and_numbers_stand_to_the_right() -> None:
    table = parsed(html_table(FRAME, "A <caption>"))
    assert table.findtext("caption/span") == "A <caption>"
    assert [each.get("scope") for each in table.findall(".//th")] == ["col"] * 4 + ["row"] * 2
    assert [each.get("class") for each in table.findall("thead/tr/th")] == [
        None,
        "number",
        "number",
        None,
    ]


def test_cells_hold_the_text_of_the_data_and_gaps_stay_empty() -> None:
    rows = parsed(html_table(FRAME, "A")).findall("tbody/tr")
    texts = [[each.text or "" for each in row] for row in rows]
    assert texts == [["<b>Alpha</b>", "1", "61.3", "yes"], ["Beta & Co", "2", "", "no"]]


def test_there_is_no_blank_line_that_would_end_it_in_markdown() -> None:
    text = html_table(FRAME.assign(City=["a\n\nb", "c"]), "one\n\ntwo")
    assert "\n\n" not in text


def test_an_empty_frame_is_a_table_with_a_head_only() -> None:
    table = parsed(html_table(FRAME.head(0), "A"))
    assert len(table.findall("thead/tr/th")) == 4
    assert table.findall("tbody/tr") == []


def test_a_link_in_a_cell_is_one_on_the_page_and_text_in_the_csv() -> None:
    links = Links([Link("A <b>", "../a.html"), Link("B", '../b.html"x')])
    frame = pd.DataFrame({"Name": ["one", "two"], "Where": [links, Links()]})
    row = parsed(html_table(frame, "A")).findall("tbody/tr")[0]
    assert [(each.text, each.get("href")) for each in row.iter("a")] == [
        ("A <b>", "../a.html"),
        ("B", '../b.html"x'),
    ]
    assert to_csv(frame) == b"Name,Where\none,A <b>; B\ntwo,\n"


def test_a_number_opens_to_its_names_on_the_page_and_is_the_number_in_the_csv() -> None:
    frame = pd.DataFrame(
        {"Name": ["one", "two"], "Cities": [Fold("2", ("Z", "A <b>")), Fold("0", ())]}
    )
    rows = parsed(html_table(frame, "A")).findall("tbody/tr")
    details = rows[0].find("td/details")
    assert details is not None
    assert [each.text for each in details] == ["2", "A <b>, Z"]
    # with nothing to open there is nothing that opens
    assert (rows[1].find("td/details"), rows[1].findtext("td")) == (None, "0")
    assert to_csv(frame) == b"Name,Cities\none,2\ntwo,0\n"


def test_texts_of_numbers_intervals_and_gaps_stand_to_the_right_and_mixed_columns_where_they_are_named() -> (
    None
):
    frame = pd.DataFrame(
        {
            "A": ["x", "y"],
            "B": ["−0.25", "–"],
            "C": ["1 to 2.5", ""],
            "D": ["3", "none"],
            "E": ["", ""],
        }
    )
    sides = [
        parsed(html_table(frame, "A", numbers)).findall("thead/tr/th") for numbers in ((), ("D",))
    ]
    assert [[each.text for each in heads if each.get("class") == "number"] for heads in sides] == [
        list("BC"),
        list("BCD"),
    ]


def test_the_box_is_named_and_lower_than_a_long_table() -> None:
    box = ElementTree.fromstring(html_table(FRAME, 'A "caption"'))
    assert (box.get("role"), box.get("aria-label"), box.get("tabindex")) == (
        "region",
        'A "caption"',
        "0",
    )
    long = pd.concat([FRAME] * 20, ignore_index=True)
    assert [
        html_table(each, "A").startswith('<div class="study-table-frame long')
        for each in (FRAME, long)
    ] == [
        False,
        True,
    ]


def test_only_what_is_zero_is_written_as_zero() -> None:
    assert [cell_text(each) for each in (-0.04, 0.04, -0.06, 0.0, -0.0, 1e-16)] == [
        "−0.04",
        "0.04",
        "−0.1",
        "0.0",
        "0.0",
        "0.0",
    ]


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        # one decimal where the largest has a figure before the point
        ([61.25, 0.5, 12.0], ["61.3", "0.5", "12.0"]),
        ([61.25, 0.034], ["61.3", "0.03"]),
        # two figures of the largest where it has none
        ([0.034, 0.012, 0.002], ["0.034", "0.012", "0.002"]),
        ([0.24, -0.18, float("nan")], ["0.24", "−0.18", ""]),
        ([0.0003, 0.0], ["0.00030", "0.00000"]),
        ([0.0, 0.0], ["0.0", "0.0"]),
        ([1234.56, 3], ["1234.6", "3"]),
    ],
)
def test_digits_follow_the_column(column: list[float], shown: list[str]) -> None:
    rows = [[f"row {number}", value] for number, value in enumerate(column)]
    soup = BeautifulSoup(table_html(["name", "value"], rows, "Numbers"), "html.parser")
    assert [cell.text for cell in soup.find_all("td")] == shown


def test_names_that_open_stand_in_the_order_of_the_alphabet_accents_or_not() -> None:
    assert (
        "Águeda, Kraków, Łódź, Zürich"
        in Fold("4", ("Zürich", "Łódź", "Kraków", "Águeda")).__html__()
    )


def test_rows_of_words_can_stand_as_cards_and_are_still_a_table_to_a_screen_reader() -> None:
    page = BeautifulSoup(html_table(FRAME.rename(columns={"In": 'In "it"'}), "A"), "lxml")
    frame, table = page.select_one(".study-table-frame"), page.table
    assert frame is not None
    assert table is not None
    assert frame["class"] == ["study-table-frame", "stacked"]
    assert table["role"] == "table"
    assert [row["role"] for row in table.select("tr")] == ["row"] * 3
    assert [cell["role"] for cell in table.select("thead th")] == ["columnheader"] * 4
    for row in table.select("tbody tr"):
        name, *cells = row.find_all(["th", "td"])
        assert name["role"] == "rowheader"
        assert [cell["role"] for cell in cells] == ["cell"] * 3
    assert table["style"] == r'''--head-2: "n: "; --head-3: "Share: "; --head-4: "In \"it\": "'''


@pytest.mark.parametrize(
    ("frame", "look"),
    [
        (FRAME[["City", "n", "Share"]], []),
        (FRAME.drop(columns="In").assign(More=[1.5, 2.5]), ["matrix"]),
        (FRAME, ["stacked"]),
        (FRAME.drop(columns="In").assign(**{"Median share, %": 1.5}), ["stacked"]),
        (FRAME[["City"]].assign(**{f"Item number {n}": 1.5 for n in range(7)}), ["matrix"]),
    ],
    ids=["three columns", "narrow numbers", "words", "wide numbers", "many numbers"],
)
def test_three_columns_fit_a_phone_and_numbers_keep_their_columns(
    frame: pd.DataFrame, look: list[str]
) -> None:
    page = BeautifulSoup(html_table(frame, "A"), "lxml")
    (found,) = page.select(".study-table-frame")
    assert found["class"] == ["study-table-frame", *look]
    labels = page.select("[style], [role=cell]")
    assert bool(labels) == (look == ["stacked"])


def test_rows_of_a_template_are_told_as_those_of_a_frame_are() -> None:
    rows = Markup(
        '<tr><th scope="row">A</th><td>x &lt;td y</td><td class="number">2</td><td>b</td></tr>\n'
    )
    frame = pd.DataFrame({"City": ["A"], "Said": ["x <td y"], "n": [2], "More": ["b"]})
    assert framed(list(frame.columns), rows, "C", ["n"]).split() == html_table(frame, "C").split()
