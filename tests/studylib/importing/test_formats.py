"""Files in the published formats of Eurostat, the OECD and the World Bank, small and with invented places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quire.core.errors import StudyError
from studylib.importing.formats import read_text
from studylib.importing.published import Cell, Published

TSV = (
    "freq,unit,indic_ur,cities\\TIME_PERIOD\t2000 \t2001 \n"
    "A,PC,X1,AA001C\t8.5 bp\t: c\n"
    "A,PC,X1,BB001C\t: \t12 \n"
)
OLD_TSV = "indic_ur,cities\\time\t2001 \t2000 \nX1,AA001C1\t9.0e\t:\n"
EUROSTAT = (
    "DATAFLOW,LAST UPDATE,freq,unit,indic_ur,cities,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    "ESTAT:URB_CLMA(1.0),01/02/26 23:00:00,A,PC,X1,AA001C,2000,8.5,bp,\n"
    "ESTAT:URB_CLMA(1.0),01/02/26 23:00:00,A,PC,X1,BB001C,2001,,,C\n"
)
BOTH = (
    "DATAFLOW,LAST UPDATE,freq: Time frequency,unit: Unit of measure,geo: Place,TIME_PERIOD: Time,OBS_VALUE,OBS_FLAG: Flag\n"
    "ESTAT:DEMO(1.0),01/02/26,A: Annual,NR: Number,EL: Greece,2000,5,p: provisional\n"
)
OECD = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,MEASURE,Measure,"
    "UNIT_MEASURE,Unit of measure,TIME_PERIOD,Time period,OBS_VALUE,Observation value,"
    "OBS_STATUS,Observation status,UNIT_MULT,Unit multiplier\n"
    "DATAFLOW,OECD.CFE.EDS:DSD_FUA@DF_LAB(1.1),Work in cities,I,AAA,Aland,UNE,Unemployed,PS,Persons,2000,,1.25,,B,Break,3,Thousands\n"
)
WORLD_BANK = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-02-01",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2000","2001",\n'
    '"Aland","AAA","Unemployment, total (% of total labor force)","SL.UEM.TOTL.ZS","8.5","",\n'
    '"World","WLD","Unemployment, total (% of total labor force)","SL.UEM.TOTL.ZS","7","7.5",\n'
)
LONG = "City_code,Year,Value,Unit,Flag\nAA001C,2000,8.5,%,break\n"


def cells(published: Published) -> list[list[tuple[str, str, str]]]:
    return [[(c.time, c.value, c.flag) for c in one.cells] for one in published.series]


def test_eurostats_tsv_has_flags_behind_the_value_and_a_colon_for_a_gap() -> None:
    read = read_text("estat_urb_clma.tsv", TSV)
    assert (read.form, read.agency, read.dataset) == ("Eurostat TSV", "ESTAT", "urb_clma")
    assert (read.place, read.subject, read.unit) == ("cities", "indic_ur", "unit")
    assert cells(read) == [
        [("2000", "8.5", "bp"), ("2001", "", "c")],
        [("2000", "", ""), ("2001", "12", "")],
    ]
    assert [one.line for one in read.series] == [2, 3]
    assert read.series[0].keys == {"freq": "A", "unit": "PC", "indic_ur": "X1", "cities": "AA001C"}


def test_an_older_tsv_has_no_unit_and_its_name_is_no_dataset() -> None:
    read = read_text("data.tsv", OLD_TSV)
    assert (read.dataset, read.unit, read.place) == ("", "", "cities")
    assert cells(read) == [[("2001", "9.0", "e"), ("2000", "", "")]]


def test_eurostats_sdmx_csv_says_its_dataset_and_what_is_confidential() -> None:
    read = read_text("urb_clma_linear.csv", EUROSTAT)
    assert (read.form, read.agency, read.dataset) == ("SDMX-CSV", "ESTAT", "urb_clma")
    assert list(read.series[0].keys) == ["freq", "unit", "indic_ur", "cities"]
    assert cells(read) == [[("2000", "8.5", "bp")], [("2001", "", "confidential")]]


def test_codes_are_told_from_labels_in_one_cell() -> None:
    read = read_text("demo.csv", BOTH)
    assert read.series[0].keys == {"freq": "A", "unit": "NR", "geo": "EL"}
    assert cells(read) == [[("2000", "5", "p")]]


def test_the_oecds_sdmx_csv_has_labels_of_their_own_columns_and_powers_of_ten() -> None:
    read = read_text("oecd.csv", OECD)
    assert (read.agency, read.dataset, read.title) == ("OECD", "DSD_FUA@DF_LAB", "Work in cities")
    (one,) = read.series
    assert one.keys == {"REF_AREA": "AAA", "MEASURE": "UNE", "UNIT_MEASURE": "PS"}
    assert (one.power, list(one.cells)) == (3, [Cell("2000", "1.25", "B")])


@pytest.mark.parametrize("write", [str.lower, str.upper])
def test_labels_are_told_by_where_they_stand_and_not_by_their_capitals(
    write: Callable[[str], str],
) -> None:
    head, row = OECD.splitlines()
    for label in ("Reference area", "Measure", "Unit of measure", "Time period"):
        head = head.replace(label, write({"Unit of measure": "unit"}.get(label, label)))
    (one,) = read_text("oecd.csv", f"{head}\n{row}\n").series
    assert one.keys == {"REF_AREA": "AAA", "MEASURE": "UNE", "UNIT_MEASURE": "PS"}
    assert (one.power, list(one.cells)) == (3, [Cell("2000", "1.25", "B")])


def test_the_world_banks_csv_begins_after_its_source_and_may_say_its_unit() -> None:
    read = read_text("API_SL.UEM.csv", WORLD_BANK)
    assert (read.agency, read.dataset) == ("World Bank", "World Development Indicators")
    assert cells(read)[0] == [("2000", "8.5", ""), ("2001", "", "")]
    assert read.series[0].keys["unit"] == "%"
    assert [one.line for one in read.series] == [6, 7]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_plain_table_may_be_parted_by_any_sign(sign: str) -> None:
    read = read_text("own.csv", LONG.replace(",", sign))
    assert (read.place, read.unit, read.agency) == ("city_code", "unit", "")
    assert cells(read) == [[("2000", "8.5", "break")]]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a,b\n1,2\n", "f.csv:1", "in no format"),
        ("year,value\n2000,1\n", "f.csv:1", "in no format"),
        (TSV + "A,PC,X1\t1\t2\n", "f.csv:4", "other cells"),
        (TSV.replace("8.5 bp", "8,5"), "f.csv:2", "'8,5' is no figure"),
        (EUROSTAT + "ESTAT:X(1.0),1,A\n", "f.csv:4", "other cells"),
        (OECD.replace(",3,Thousands", ",k,Thousands"), "f.csv:2", "UNIT_MULT"),
        (WORLD_BANK + '"Aland","AAA"\n', "f.csv:8", "other cells"),
        (LONG + '"AA001C,2000\n', "f.csv:", "no CSV"),
    ],
)
def test_a_file_that_is_not_as_its_format_says_is_refused(text: str, where: str, what: str) -> None:
    with pytest.raises(StudyError) as caught:
        read_text("f.csv", text)
    assert caught.value.where.startswith(where)
    assert what in caught.value.what
    assert caught.value.repair
