"""What is added to the framework for a later edition changes nothing of an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import invented
import pandas as pd
import pytest

from quire.core.errors import Faults
from quire.core.project import Project
from studylib.data.process import process
from studylib.data.raw import check
from studylib.data.versions import find_version_faults, pin_tables, unite_versions


def made(raw: Path) -> dict[str, bytes]:
    return process(check(Project(raw.parents[1])))


def extend(raw: Path, table: str, rows: str) -> None:
    """Rows below those of a table, which gets the columns of bounds if the rows have them."""
    folder = raw / "framework" if (raw / "framework" / f"{table}.csv").is_file() else raw
    path = folder / f"{table}.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    if rows.count(",") > head.count(",") and "since" not in head:
        head, lines = f"{head},since,until", [f"{line},," for line in lines]
    path.write_text("\n".join([head, *lines, rows]) + "\n", encoding="utf-8")
    if folder == raw:
        invented.write_sidecar(raw, table)


def add_item(raw: Path) -> None:
    extend(raw, "items", "trams,Trams,There are trams,,2005,")
    extend(raw, "tree", "trams,living,1,,,,0,100,2005,")
    for answer, part in (("yes", "agree"), ("no", "disagree")):
        extend(raw, "codebook", f"D{answer},trams,{answer},{part}")
    # figures of an earlier wave too: they came to be known later
    for wave in ("first", "second"):
        extend(raw, "perception", f"{wave},trams,AA001C,,40,60,,,,,")
    for survey in ("one", "two"):
        extend(raw, "comparability", f"trams,{survey},trams,same,asked,team,2006-01-01")
    extend(raw, "comparisons", "trams,unemployment,-1,The unemployed ride more")


def add_area(raw: Path) -> None:
    extend(raw, "areas", "mobility,Mobility,#112233,2005,")
    extend(raw, "tree", "mobility,,,,arithmetic,0.5,,,2005,")
    add_item(raw)
    path = raw / "framework" / "tree.csv"
    path.write_text(path.read_text().replace("trams,living,1", "trams,mobility,"))


def add_country(raw: Path) -> None:
    extend(raw, "countries", "CC,Celand,Africa,West,CCC")
    extend(raw, "official_statistics", "online,,CC,2000,0.75,index,,UN,Survey")
    extend(raw, "cities", "CC001C,Epsilon,CC,1,2,2005,")
    extend(raw, "city_names", "CC001C,Epsi,en,invented")
    extend(raw, "official_statistics", "unemployment,CC001C,,2000,3,%,,Nobody,rates")
    extend(raw, "survey_places", "second,CC001C,CC001C,city,two,,")
    extend(raw, "perception", "second,jobs,CC001C,,55,45,,,,,")
    surveys = raw / "framework" / "surveys.csv"
    surveys.write_text(
        surveys.read_text().replace("telephone,15,,,3,1200", "telephone,15,,,4,1200")
    )


def add_edition(raw: Path) -> None:
    later = {**invented.EDITION, "year": 2006, "wave": "third", "areas": ["living"]}
    invented.write_yaml(raw / "editions" / "2006.yml", later)
    extend(raw, "waves", "third,2006,True,2006,")
    survey = "third,True,Third survey,Nobody,,telephone,15,,,2,,,400,invented,a table,https://example.org/3"
    extend(raw, "surveys", f"three,{survey}")
    for city in ("AA001C", "BB002C"):
        extend(raw, "survey_places", f"third,{city},{city},city,three,,")
        extend(raw, "perception", f"third,parks,{city},,70,20,,10,,,")
    extend(raw, "issues", "rain,Rain,True,,Nobody asks,2006,")
    extend(raw, "priorities", "third,rain,AA001C,30")
    for concept in ("jobs", "theft"):
        extend(raw, "comparability", f"{concept},three,,not asked,not then,team,2007-01-01")
    extend(raw, "comparability", "parks,three,parks,same,asked alike,team,2007-01-01")


def move_item(raw: Path) -> None:
    path = raw / "framework" / "tree.csv"
    extend(raw, "tree", "parks,economy,1,,,,0,100,2005,")
    text = path.read_text()
    path.write_text(text.replace("parks,living,1,,,,0,100,,", "parks,living,1,,,,0,100,,2002"))


def weigh_item(raw: Path) -> None:
    """An item counts the other way round, and for more, from a later edition on."""
    path = raw / "framework" / "tree.csv"
    extend(raw, "tree", "parks,living,-1,2,,,0,100,2005,")
    text = path.read_text()
    path.write_text(text.replace("parks,living,1,,,,0,100,,", "parks,living,1,,,,0,100,,2002"))


def rename_city(raw: Path) -> None:
    extend(raw, "cities", "AA001C,Alphaville,AA,10,50,2005,")
    path = raw / "cities.csv"
    path.write_text(
        path.read_text().replace("AA001C,Alpha,AA,10,50,,", "AA001C,Alpha,AA,10,50,,2002")
    )
    invented.write_sidecar(raw, "cities")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = invented.write_raw(tmp_path)
    invented.write_yaml(
        folder / "editions" / "2005.yml", {**invented.EDITION, "year": 2005, "wave": "second"}
    )
    return folder


@pytest.mark.parametrize(
    "add", [add_item, add_area, add_country, move_item, weigh_item, rename_city]
)
def test_what_is_added_for_an_edition_leaves_the_files_of_those_before_as_they_are(
    raw: Path, add: Callable[[Path], None]
) -> None:
    before = made(raw)
    add(raw)
    after = made(raw)
    own = [name for name in after if name.startswith("2002/")]
    assert len(own) > 20
    assert [name for name in own if before[name] != after[name]] == []
    assert [name for name in after if name.startswith("2005/") and before[name] != after[name]]


def test_a_later_edition_with_a_wave_of_the_panel_changes_no_file_of_another(raw: Path) -> None:
    before = made(raw)
    add_edition(raw)
    after = made(raw)
    assert [name for name in before if "/" in name and before[name] != after[name]] == []
    cities = {each: pd.read_csv(BytesIO(after[f"{each}/cities.csv"])) for each in ("2005", "2006")}
    panel = {each: cities[each].query("in_panel")["city_code"].to_list() for each in cities}
    # the city that is in all three surveys, and before that the two that are in the first two
    assert panel == {"2005": ["AA001C", "BB001C"], "2006": ["AA001C"]}


def test_an_item_that_moved_is_in_its_area_of_each_edition(raw: Path) -> None:
    move_item(raw)
    areas = {}
    for edition in ("2002", "2005"):
        lines = made(raw)[f"{edition}/items.csv"].decode().splitlines()
        areas[edition] = next(line.split(",")[2] for line in lines if line.startswith("parks"))
    assert areas == {"2002": "living", "2005": "economy"}


ITEMS = pd.DataFrame(
    [["a", "old", "", "2002"], ["a", "new", "2005", ""], ["b", "only", "", ""]],
    columns=["item", "label", "since", "until"],
    index=[2, 3, 4],
)


@pytest.mark.parametrize(
    ("edition", "labels"), [("2002", ["old", "only"]), ("2005", ["new", "only"])]
)
def test_each_edition_has_its_own_rows(edition: str, labels: list[str]) -> None:
    pinned = pin_tables({"items": ITEMS}, edition, ["2002", "2005"])["items"]
    assert pinned["label"].to_list() == labels
    assert list(pinned) == ["item", "label"]


def test_all_editions_together_have_each_row_once_as_it_is_last() -> None:
    united = unite_versions({"items": ITEMS}, ["2002", "2005"])["items"]
    assert united["label"].to_list() == ["new", "only"]


@pytest.mark.parametrize(
    ("since", "until", "column", "what"),
    [
        ("2004", "", "since", "unknown edition"),
        ("", "2004", "until", "unknown edition"),
        ("2005", "2002", "until", "is before since, 2005"),
        ("", "", "item", "counts twice for edition 2005, also in line 3"),
    ],
)
def test_bounds_that_cannot_be_are_faults(since: str, until: str, column: str, what: str) -> None:
    table = ITEMS.assign(item=["a", "a", "a"], since=["", "2005", since], until=["2002", "", until])
    table = table if column == "item" else table.assign(item=["a", "b", "c"])
    faults = list(find_version_faults({"items": table}, ["2002", "2005"], {"items": "items.csv"}))
    assert (faults[-1].row, faults[-1].column, faults[-1].what) == (4, column, what)


def test_a_tree_that_lacks_an_item_of_one_edition_is_a_fault(raw: Path) -> None:
    add_item(raw)
    path = raw / "framework" / "tree.csv"
    path.write_text(path.read_text().replace("0,100,2005,", "0,100,,"))
    with pytest.raises(Faults, match="'trams': unknown item"):
        made(raw)
