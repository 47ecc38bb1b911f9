"""What was published is held to its figures: names of cities, countries, items and areas, and prose, may change; no figure may."""

from __future__ import annotations

import pytest
from conftest import ROOT

from quire.core.project import Project
from quire.pipeline.differences import compare
from quire.pipeline.vintages import read_vintage, versions
from quire.tables.schemas import read_uncompared

PROJECT = Project(ROOT)
RENAMED = {
    "Wien": "Vienna",
    "Türkiye": "Turkey",
    "Noise level": "How quiet it is",
    "Mobility": "Getting about",
    "mostly favourable": "quite favourable",
    "#D55E00": "#123456",
}


def published(edition: str, *changes: tuple[str, str]) -> dict[str, bytes]:
    """Data of figures and tables of the latest version, with some text changed wherever it stands."""
    files = read_vintage(PROJECT, edition, versions(PROJECT, edition)[-1]).files
    texts = {name: data.decode() for name, data in files.items() if name.endswith(".csv")}
    for old, new in changes:
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    return {name: text.encode() for name, text in texts.items()}


@pytest.mark.parametrize("edition", ["2012", "2017", "2019", "2023"])
@pytest.mark.parametrize("old", RENAMED)
def test_another_name_is_no_difference_and_a_number_beside_it_is(edition: str, old: str) -> None:
    before, after = published(edition), published(edition, (old, RENAMED[old]))
    apart = read_uncompared(PROJECT)
    assert compare(before, after, apart) == []
    if before == after:
        pytest.skip("the edition does not have the name")
    name = "results/tables/changes.csv" if edition != "2012" else "situation/figures/countries.csv"
    head, row, *rows = after[name].decode().splitlines()
    cells = row.split(",")
    place = next(
        place for place, cell in enumerate(cells) if cell.replace(".", "").isdigit() and place > 2
    )
    cells[place] = str(float(cells[place]) + 1)
    after[name] = "\n".join([head, ",".join(cells), *rows]).encode()
    (found,) = compare(before, after, apart)
    assert (found.output, found.column) == (
        name.partition("/")[2].removeprefix("figures/").removesuffix(".csv"),
        head.split(",")[place],
    )


def test_a_count_of_the_register_is_no_value_and_the_state_of_a_cell_is() -> None:
    apart, before = read_uncompared(PROJECT), published("2012")
    after = published("2012", ("city not in this survey,2160", "city not in this survey,2255"))
    assert before != after
    assert compare(before, after, apart) == []
    name = "participation/figures/coverage.csv"
    lines = before[name].decode().splitlines()
    lines[1] = lines[1].replace("has a figure", "not in this copy")
    found = compare(before, {**before, name: "\n".join(lines).encode()}, apart)
    assert [(one.column, one.old, one.new) for one in found] == [
        ("state", "has a figure", "not in this copy")
    ]
