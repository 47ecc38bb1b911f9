"""Corners of SDMX-CSV that files of publishers seldom have: odd confidentiality, powers below one, labels that do not pair."""

from __future__ import annotations

import pytest

from quire.core.errors import StudyError
from studylib.importing.published import Cell, Published
from studylib.importing.sdmxcsv import is_sdmx_csv, read_sdmx_csv


def read(head: str, *rows: str) -> Published:
    lines = range(2, len(rows) + 2)
    return read_sdmx_csv("f.csv", head.split(","), [row.split(",") for row in rows], lines)


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ("geo,TIME_PERIOD,OBS_VALUE", True),
        ("geo,TIME_PERIOD: Time,OBS_VALUE: Value", True),
        ("geo,TIME_PERIOD,value", False),
        ("geo,time_period,obs_value", False),
    ],
)
def test_a_head_has_a_time_and_a_value_by_their_codes(head: str, fits: bool) -> None:
    assert is_sdmx_csv(head.split(",")) is fits


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ("5,,,F", Cell("2000", "5")),
        ("5,,,", Cell("2000", "5")),
        ("5,,,N: Not for publication", Cell("2000", "5", "confidential")),
        ("5,b,P: Provisional,", Cell("2000", "5", "b P")),
        ("5,b,,C", Cell("2000", "5", "b confidential")),
        (":,,,", Cell("2000", "")),
        ("NaN,,M,", Cell("2000", "", "M")),
        ("0,,,", Cell("2000", "0")),
    ],
)
def test_a_cell_has_its_flags_of_every_column(cells: str, cell: Cell) -> None:
    head = "geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,OBS_STATUS,CONF_STATUS"
    (one,) = read(head, f"AA,2000,{cells}").series
    assert list(one.cells) == [cell]


def test_only_what_stands_before_the_value_and_the_unit_says_what_a_figure_is_of() -> None:
    head = "DATAFLOW,geo,sex,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,DECIMALS,UNIT_MULT"
    published = read(head, "A:B(1.0),AA,T,2000,5,PS,1,-2")
    (one,) = published.series
    assert one.keys == {"geo": "AA", "sex": "T", "UNIT_MEASURE": "PS"}
    assert one.power == -2
    assert (published.place, published.unit, published.subject) == ("geo", "UNIT_MEASURE", "")


def test_labels_without_a_partner_for_each_code_are_told_by_their_capitals() -> None:
    head = "STRUCTURE_NAME,REF_AREA,Reference area,SEX,TIME_PERIOD,Time period,OBS_VALUE"
    published = read(head, "Work,AAA,Aland,T,2000,the year,5")
    (one,) = published.series
    assert one.keys == {"REF_AREA": "AAA", "SEX": "T"}
    assert published.title == "Work"


def test_a_fault_names_the_line_of_the_file() -> None:
    head = "geo,TIME_PERIOD,OBS_VALUE,UNIT_MULT"
    with pytest.raises(StudyError, match="has other cells than its head") as caught:
        read(head, "AA,2000,5,0", "AA,2001,5")
    assert caught.value.where == "f.csv:3"
    with pytest.raises(StudyError, match=r"UNIT_MULT is '1\.5'") as caught:
        read(head, "AA,2000,5,1.5")
    assert caught.value.where == "f.csv:2"
