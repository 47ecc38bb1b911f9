"""What the page on corrections tells of an invented study: which cells are read otherwise, and what is left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import invented
import pytest

from quire.core.project import Project
from quire.tables.sources import Correction, Source
from studylib.data.perception import SUPPRESSED_NOTES
from studylib.pages.corrections_page import corrections_values

NEAR, FAR = "https://near.example/a", "https://far.example/b"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    invented.write_raw(tmp_path)
    return Project(tmp_path)


def correction(row: dict[str, str], **changes: Any) -> Correction:
    """A place that is read as Beta."""
    fields: dict[str, Any] = {
        "column": "city_code",
        "old": row.get("place", ""),
        "new": "AA002C",
        "reason": "Names <b> were taken for each other",
        "sources": (NEAR,),
    }
    return Correction(row=row, **(fields | changes))


def sidecar(*corrections: Correction) -> Source:
    return Source.model_construct(corrections=corrections)


def rows_of(table: str) -> list[list[str]]:
    """Cells of an HTML table, head first, as text; an address is its host."""
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)
    ]


def test_rows_with_one_reason_stand_together_and_areas_by_themselves(project: Project) -> None:
    places = sidecar(
        correction({"wave": "first", "place": "AA001C"}),
        correction({"wave": "first", "place": "X9"}),
        correction({"wave": "second", "place": "X9"}, new="", certainty="open"),
        correction({"wave": "first", "place": "BB001C"}, column="area", new="greater city"),
    )
    values = corrections_values(project, {"survey_places": places})
    head, *rows = rows_of(values["corrections_cities"])
    assert head == ["Row of the table", "Year", "Read as", "Why", "How sure", "Sources"]
    why = "Names &lt;b&gt; were taken for each other"
    assert rows == [
        ["AA001C (Alpha) and X9", "first", "AA002C (Beta)", why, "certain", "near.example"],
        ["X9", "second", "left out", why, "open", "near.example"],
    ]
    assert rows_of(values["corrections_areas"])[1:] == [
        ["BB001C (Gamma)", "first", "greater city", why, "certain", "near.example"]
    ]
    assert values["corrections_n"] == r"no printed figures\, and the city or area of 4 entries"


def test_answers_stand_by_item_and_year_with_each_city_and_source_once(project: Project) -> None:
    about = {"wave": "first", "item": "jobs"}
    answers = sidecar(
        correction({**about, "place": "BB001C"}, sources=(NEAR,)),
        correction({**about, "place": "AA001C"}, sources=(FAR, NEAR)),
        correction({**about, "place": "BB001C"}, column="agree_pct"),
        correction({"wave": "second", "item": "trams", "place": "X9"}, sources=(FAR,)),
    )
    others = {"priorities": sidecar(correction({"wave": "first"}))}
    values = corrections_values(project, {"perception": answers, **others})
    head, *rows = rows_of(values["corrections_answers"])
    assert head == ["Item", "Year", "Cities", "Why", "Sources"]
    why = "Names &lt;b&gt; were taken for each other"
    assert rows == [
        ["Jobs", "first", "Alpha and Gamma", why, "near.example far.example"],
        ["trams", "second", "X9", why, "far.example"],
    ]
    assert f'href="{FAR}"' in values["corrections_answers"]
    # four answers and one figure of another table
    assert values["corrections_n"] == r"5 printed figures\, and the city or area of no entries"


def test_a_study_without_corrections_says_so(project: Project) -> None:
    assert corrections_values(project, {}) == {
        "corrections_n": r"no printed figures\, and the city or area of no entries",
        "corrections_cities": r"None\.",
        "corrections_areas": r"None\.",
        "corrections_answers": r"None\.",
        "corrections_withheld": r"No figure of cities and items has such an answer\.",
        "corrections_applicable": r"No question offered that answer\.",
    }


def test_withheld_answers_are_counted_in_published_editions_with_what_came_of_them(
    project: Project,
) -> None:
    withheld, total, positive, *_rest = SUPPRESSED_NOTES
    invented.write_yaml(
        project.raw / "editions/2003.yml", {**invented.EDITION, "year": 2003, "status": "recorded"}
    )
    files = {
        "2002/answers.csv": [withheld, f"{withheld}; {total}", "another caveat", ""],
        "2002/answers_beside.csv": [f"{withheld}; {positive}", f"{withheld}; {total}"],
        "2003/answers.csv": [withheld],
    }
    for name, caveats in files.items():
        path = project.processed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("item,caveat\n" + "".join(f"jobs,{each}\n" for each in caveats), "utf-8")
    said = corrections_values(project, {})["corrections_withheld"].replace("\\", "")
    assert said == (
        "4 figures of cities and items have such an answer: in 2 the positive share is the "
        "publisher's own total and in 1 the positive share is what the others leave of 100; else "
        "the share is missing."
    )


def test_questions_that_do_not_apply_have_their_least_most_and_mean(project: Project) -> None:
    for place, share in {
        "AA001C,,60,30,,10": 1,
        "AA002C,,50,50,,": 2,
        "BB001C,,20,60,,20": 6,
    }.items():
        invented.rewrite(
            project.raw, "perception", f"first,jobs,{place},,", f"first,jobs,{place},{share},"
        )
    assert corrections_values(project, {})["corrections_applicable"].replace("\\", "") == (
        "In first, 1.0 to 6.0 per cent of residents said so of ‘Jobs’, 3.0 on average over 3 cities."
    )
