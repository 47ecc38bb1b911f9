"""The press on a study of another subject: three files and a notebook become a book."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from building import type_quire
from conftest import edit

from quire.core.project import Project

RAIN = "data/raw/rain.csv"
Quire = Callable[..., str]


@pytest.fixture
def quire(toy: Project, capsys: pytest.CaptureFixture[str]) -> Quire:
    """The command `quire`, typed in the toy's folder; gives what it says."""

    def typed(*arguments: str) -> str:
        ended, said = type_quire(capsys, *arguments)
        assert ended in {0, 1}
        return said

    return typed


def test_a_toy_study_becomes_a_book_and_knows_what_is_stale(
    toy: Project, quire: Quire, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no fault in 4 rows" in quire("check")
    assert "2001/rain                never made" in quire("plan")
    assert "runs: 2 done" in quire("run")
    assert "index.html" in quire("book")
    page = BeautifulSoup((toy.html / "editions/2001/rain.html").read_bytes(), "lxml")
    # its title says of which year, as the study has it; beside it stand the notebook's own words
    titles = [title.text.rstrip("#") for title in page.select("article h1")]
    assert titles == ["2001: Rain"]
    # of the two places only Birnam had more than 700 mm
    assert "Wet places: 1." in page.get_text()
    assert "Rain by place, mm." in page.get_text()
    assert (toy.runs / "2001/rain/tables/wet.csv").read_text() == "place,rain_mm\nBirnam,900.5\n"
    nothing = "nothing to do: 4 steps are up to date\n"
    assert type_quire(capsys, "plan", "--exit-code") == (0, nothing)

    assert "frozen: 2001@1" in quire("freeze", "2001")
    edit(toy.root / RAIN, "2002,Arden,650", "2002,Arden,750")
    said = quire("plan").splitlines()
    assert [line.split()[0] for line in said] == ["tables", "2002/rain", "book", "at"]
    assert "runs: 1 done, 1 up to date" in quire("run")

    edit(toy.root / RAIN, "2001,Arden,600", "2001,Arden,710")
    quire("run")
    assert "changed since version 1 without an erratum" in quire("book")
    assert "rain/tables/wet" in quire("diff", "2001@1")

    edit(toy.root / RAIN, "2001,Arden,710", "2001,Arden,-1")
    assert "rain.csv:2 [rain_mm] '-1': is below 0" in quire("check")
