"""Files read into models: what a file's name gives, which model is chosen, and every fault in plain words with its line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from quire.core.errors import Fault
from quire.tables.models import Address, Day, Model, Name, Text, parse_model


class Place(Model):
    city: Text
    seen: Day | None = None


class Trip(Model):
    id: Name
    title: Text
    page: Address | None = None
    cost: float | None = None
    places: tuple[Place, ...] = Field((), min_length=1)


class Stay(Model):
    id: Name
    nights: int


def choose(data: dict[str, Any]) -> type[Trip | Stay]:
    return Stay if "nights" in data else Trip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alps.yml"


def read(path: Path, text: str) -> tuple[Trip | None, list[Fault]]:
    path.write_text(text, "utf-8")
    return parse_model(Trip, path, "alps.yml", {"id": "alps"})


WHOLE = """title: ' Over the pass '
page: https://example.org/a
cost: 12
places:
- city: Alpha
- city: Beta
  seen: 2001-02-03
"""


def test_a_whole_file_is_the_model_with_what_its_name_gives(path: Path) -> None:
    trip, faults = read(path, WHOLE)
    assert faults == []
    assert trip == Trip(
        id="alps",
        title="Over the pass",
        page="https://example.org/a",
        cost=12.0,
        places=(Place(city="Alpha"), Place(city="Beta", seen=datetime.date(2001, 2, 3))),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: ' Over the pass '", "titel: Pass", "alps.yml:1 [titel] 'Pass': unknown key - did you mean 'title'?"),
        ("  seen:", "  sen:", "alps.yml:7 [places.1.sen] '2001-02-03': unknown key - did you mean 'seen'?"),
        ("' Over the pass '", "''", "alps.yml:1 [title]: "),
        ("https://", "ftp://", "alps.yml:2 [page] 'ftp://example.org/a': is no web address - give an address"),
        ("cost: 12", "cost: '12'", "alps.yml:3 [cost] '12': is no number - write it in digits, with a point before decimals"),
        ("03\n", "31\n", "alps.yml:7 [places.1.seen] '2001-02-31': is no day - write it like 2026-11-24"),
        ("title", "id: b\ntitle", "alps.yml:1 [id] 'b': is given by the file's name - delete this key"),
        ("city: Beta", "city: Be\u200bta", "alps.yml [places.1.city] 'Be\\u200bta': holds U+200B (zero width space)"),
        (WHOLE, "- title\n", "alps.yml: holds no keys - write it as 'key: value' lines"),
        (WHOLE, "title: T\nplaces: []\n", "alps.yml:2 [places]: is empty - give at least one"),
    ],
)  # fmt: skip
def test_a_fault_says_its_line_key_and_repair(path: Path, old: str, new: str, said: str) -> None:
    assert WHOLE.count(old) == 1
    trip, faults = read(path, WHOLE.replace(old, new))
    assert trip is None
    assert any(str(fault).startswith(said) for fault in faults), faults


def test_all_faults_of_a_file_come_together(path: Path) -> None:
    _, faults = read(path, WHOLE.replace("title", "titel").replace("12", "much"))
    assert {(one.column, one.what) for one in faults} == {
        ("title", "missing key"),
        ("titel", "unknown key"),
        ("cost", "is no number"),
    }


def test_the_data_may_choose_the_model(path: Path) -> None:
    path.write_text("nights: 3\n", "utf-8")
    assert parse_model(choose, path, "a.yml", {"id": "a"}) == (Stay(id="a", nights=3), [])
    path.write_text("title: T\nplaces: [{city: A}]\n", "utf-8")
    trip, _ = parse_model(choose, path, "a.yml", {"id": "a"})
    assert isinstance(trip, Trip)


@pytest.mark.parametrize(
    ("name", "fits"), [("alps", True), ("a_1", True), ("1a", False), ("Alps", False)]
)
def test_a_name_is_small_letters_digits_and_strokes(path: Path, name: str, fits: bool) -> None:
    path.write_text(f"nights: 1\nid: '{name}'\n", "utf-8")
    stay, faults = parse_model(Stay, path, "a.yml", {})
    assert (stay is not None, [one.column for one in faults]) == (fits, [] if fits else ["id"])
