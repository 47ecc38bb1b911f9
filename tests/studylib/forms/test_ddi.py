"""The codebook: variables, categories and question texts in both languages, in the order of the standard."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from questionnaires import SURVEY, write_folder

from studylib.forms.ddi import NAMESPACE, write_ddi
from studylib.questionnaire.xlsform import read_questionnaire

NAMES = {"d": NAMESPACE}
ORDER = [
    *("labl", "qstn", "valrng", "universe", "catgry", "concept", "varFormat", "notes"),
]
"""Of what stands in a variable, after the standard's schema."""


def read(folder: Path, survey: str = SURVEY) -> etree._Element:
    questionnaire, _ = read_questionnaire(write_folder(folder, survey))
    assert questionnaire is not None
    return etree.fromstring(write_ddi(questionnaire))


@pytest.fixture
def book(tmp_path: Path) -> etree._Element:
    return read(tmp_path)


def texts(book: etree._Element, path: str) -> list[str]:
    return [str(text) for text in book.xpath(path, namespaces=NAMES)]


def test_variables_are_the_answers_without_those_on_persons(book: etree._Element) -> None:
    assert texts(book, "//d:var/@name") == [
        *("city", "consent", "trains", "lines", "since", "full_pct", "cost"),
        *("uses/residents", "uses/visitors", "uses/other", "uses/none", "uses_other"),
        *("order/work", "order/leisure", "order/school", "opened", "plan"),
        *("slow_money", "slow_skills"),
    ]


def test_questions_and_categories_are_in_both_languages(book: etree._Element) -> None:
    trains = "//d:var[@name='trains']"
    asked = texts(book, f"{trains}/d:qstn/d:qstnLit/text()")
    assert asked == ["Are there night trains?", "¿Hay trenes nocturnos?"]
    assert texts(book, f"{trains}/d:catgry/d:catValu/text()") == ["yes", "no", "dk"]
    assert texts(book, f"{trains}/d:catgry[@missing='Y']/d:labl/text()") == [
        "Do not know",
        "No sabe",
    ]


def test_what_is_asked_above_rows_and_choices_stands_before_them(book: etree._Element) -> None:
    above = "/d:qstn/d:preQTxt[@xml:lang='en']/text()"
    assert texts(book, f"//d:var[@name='slow_money']{above}") == ["What slows"]
    assert texts(book, f"//d:var[@name='uses/visitors']{above}") == ["Who travels?"]


def test_ranges_units_and_filters_are_said(book: etree._Element) -> None:
    (lines,) = book.xpath("//d:var[@name='lines']", namespaces=NAMES)
    assert isinstance(lines, etree._Element)
    assert (lines.get("measUnit"), lines.get("intrvl")) == ("lines", "contin")
    assert texts(book, "//d:var[@name='lines']/d:valrng/d:range/@max") == ["900"]
    assert texts(book, "//d:var[@name='lines']/d:universe/text()") == [
        "Only if question 4 is 'Yes'."
    ]


def test_a_range_is_numbers_as_programs_read_them(tmp_path: Path) -> None:
    book = read(tmp_path, SURVEY.replace(". >= 0 and . <= 900", ". >= -0.25 and . <= 1234567.5"))
    limits = "//d:var[@name='lines']/d:valrng/d:range"
    assert texts(book, f"{limits}/@min") + texts(book, f"{limits}/@max") == ["-0.25", "1234567.5"]


def test_groups_name_variables_that_are_there(book: etree._Element) -> None:
    ids = texts(book, "//@ID")
    assert len(ids) == len(set(ids))
    named = {name for group in texts(book, "//d:varGrp/@var") for name in group.split()}
    assert named <= set(ids)
    assert texts(book, "//d:varGrp/@type") == [
        "section",
        "section",
        "multipleResp",
        "other",
        "grid",
    ]


def test_what_stands_in_a_variable_is_in_the_order_of_the_standard(book: etree._Element) -> None:
    variables = list(book.iter(f"{{{NAMESPACE}}}var"))
    assert "slow_money" in [variable.get("name") for variable in variables]
    for variable in variables:
        places = [ORDER.index(etree.QName(part).localname) for part in variable]
        assert places == sorted(places), variable.get("name")


def test_signs_of_xml_in_words_stay_words(tmp_path: Path) -> None:
    book = read(tmp_path, SURVEY.replace("Since when?", "<b>R&D</b>"))
    assert texts(book, "//d:var[@name='since']/d:qstn/d:qstnLit/text()")[0] == "<b>R&D</b>"
