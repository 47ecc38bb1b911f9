"""Numbers and days as people write them, one cell at a time; whole columns are in `test_tools`."""

from __future__ import annotations

import pytest

from studylib.intake.numbers import (
    Reading,
    find_decimal_sign,
    make_number_reader,
    read_day,
    read_time,
)
from studylib.questionnaire.model import Question

KINDS = {
    "decimal": Question("cost", "decimal", {"en": "Cost"}),
    "integer": Question("staff", "integer", {"en": "Staff"}, minimum=0, maximum=500_000),
    "share": Question("share", "share", {"en": "Share"}, unit="%", minimum=0, maximum=100),
    "euros": Question("paid", "money", {"en": "Paid"}, unit="EUR", minimum=0),
    "millions": Question("budget", "money", {"en": "Budget, million euros"}, unit="million EUR"),
}


def read(kind: str, text: str, sign: str = "") -> Reading:
    return make_number_reader(KINDS[kind], lambda: sign)(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("decimal", "45,5", "45.5"),
        ("decimal", "45.50", "45.5"),
        ("decimal", "1.234.500", "1234500"),
        ("decimal", "1,234,500.25", "1234500.25"),
        ("decimal", "1.234.500,25", "1234500.25"),
        ("decimal", "12 345", "12345"),
        ("decimal", "12\u202f345,5", "12345.5"),
        ("decimal", "12'345.50", "12345.5"),
        ("decimal", "-3,5", "-3.5"),
        ("decimal", "−3", "-3"),
        ("decimal", "007", "7"),
        ("decimal", "0.125", "0.125"),
        ("decimal", "1E+3", "1000"),
        ("share", "89,8 %", "89.8"),
        ("share", "45.125", "45.125"),
        ("integer", "96.000", "96000"),
        ("integer", "736.0", "736"),
        ("euros", "1.234.500 €", "1234500"),
        ("euros", "EUR 12,50", "12.5"),
        ("millions", "12,5 M€", "12.5"),
        ("millions", "12.5 million", "12.5"),
    ],
)
def test_a_number_is_read(kind: str, text: str, value: str) -> None:
    assert read(kind, text) == Reading(value)


@pytest.mark.parametrize(
    ("kind", "text", "doubt", "suggestion"),
    [
        ("decimal", "96.000", "thousands", "96000"),
        ("share", "96.000", "thousands", "96"),
        ("euros", "$ 12", "unit", ""),
        ("euros", "12 USD", "unit", ""),
        ("euros", "2 million", "unit", "2000000"),
        ("millions", "28 910 000", "unit", "28.91"),
        ("decimal", "1.2.3", "number", ""),
        ("decimal", "1/2", "number", ""),
        ("decimal", "12 345 67", "number", ""),
        ("decimal", "9" * 40, "number", ""),
        ("integer", "3.5", "whole", ""),
        ("integer", "-1", "range", ""),
    ],
)
def test_a_number_is_asked(kind: str, text: str, doubt: str, suggestion: str) -> None:
    reading = read(kind, text)
    assert (reading.value, reading.doubt) == ("", doubt)
    if suggestion:
        assert reading.suggestion == suggestion


@pytest.mark.parametrize(
    ("sign", "value", "doubt"), [(",", "96000", ""), (".", "", "thousands"), ("", "", "thousands")]
)
def test_96_000_follows_the_sign_of_its_column(sign: str, value: str, doubt: str) -> None:
    reading = read("decimal", "96.000", sign)
    assert (reading.value, reading.doubt) == (value, doubt)


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["45,5", "1.000"], ","),
        (["45.5", "1,000"], "."),
        (["45,5", "45.5"], ""),
        (["1.000", "2.000"], ""),
        (["12", "aprox. 60,5 %"], ","),
    ],
)
def test_the_sign_of_decimals_is_seen_in_the_whole_column(texts: list[str], sign: str) -> None:
    assert find_decimal_sign(texts) == sign


@pytest.mark.parametrize(
    ("text", "day_first", "value", "doubt"),
    [
        ("2071-04-21", None, "2071-04-21", ""),
        ("2071-04-21T08:05:00", None, "2071-04-21", ""),
        ("2071/4/5", None, "2071-04-05", ""),
        ("5.4.2071", None, "2071-04-05", ""),
        ("5/4/2071", True, "2071-04-05", ""),
        ("5/4/2071", False, "2071-05-04", ""),
        ("5/4/2071", None, "", "days"),
        ("4/4/2071", None, "2071-04-04", ""),
        ("21/4/71", None, "2071-04-21", ""),
        ("4/21/2071", None, "2071-04-21", ""),
        ("21 de abril de 2071", None, "2071-04-21", ""),
        ("April 21, 2071", None, "2071-04-21", ""),
        ("21 avr. 2071", None, "2071-04-21", ""),
        ("30.2.2071", None, "", "day"),
        ("soon", None, "", "day"),
    ],
)
def test_a_day_is_read_as_its_column_has_it(
    text: str, day_first: bool | None, value: str, doubt: str
) -> None:
    reading = read_day(text, day_first)
    assert (reading.value, reading.doubt) == (value, doubt)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2071/04/21 2:05:11 p. m. CET", "14:05:11"),
        ("21/04/2071 12:00:00 AM", "00:00:00"),
        ("4/21/71 9:05", "09:05:00"),
        ("21/04/2071", ""),
    ],
)
def test_the_time_of_a_stamp(text: str, time: str) -> None:
    assert read_time(text) == time
