"""The typeface that goes out with the book: digits of one width, the letters of European names, and little weight."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from quire.book.typeface import typeface_files
from quire.core.project import Project

MOST = 120_000
"""Bytes of both files; a page loads the slanted one only if it has slanted words."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return typeface_files(Project(tmp_path_factory.mktemp("book")))


def test_digits_have_one_width_in_every_weight(files: dict[str, bytes]) -> None:
    assert len(files) == 2
    for data in files.values():
        font = TTFont(io.BytesIO(data))
        widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
        assert len(widths) == 1
        (axis,) = font["fvar"].axes
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


@pytest.mark.parametrize("name", ["Kraków", "Łódź", "Győr", "Iași", "Bratislava", "İzmir", "Huế"])
def test_it_has_the_letters_of_names(files: dict[str, bytes], name: str) -> None:
    known = TTFont(io.BytesIO(files["_static/noto-sans.woff"])).getBestCmap()
    assert {sign for sign in unicodedata.normalize("NFC", name) if ord(sign) not in known} == set()
    assert {sign for sign in "−–…‘’“”×±€" if ord(sign) not in known} == set()


def test_it_is_light_and_kept_for_the_next_book(tmp_path: Path) -> None:
    project = Project(tmp_path)
    first = typeface_files(project)
    assert sum(map(len, first.values())) < MOST
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "build/made").iterdir()}
    assert len(kept) == 2
    assert typeface_files(project) == first
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_its_bytes_are_the_same_when_it_is_made_again(tmp_path: Path) -> None:
    made = [typeface_files(Project(tmp_path / name)) for name in ("one", "two")]
    assert made[0] == made[1]
