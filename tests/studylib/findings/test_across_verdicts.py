"""A verdict for each subject says what the surveys carry, and what may not be written."""

from __future__ import annotations

import pandas as pd
import pytest
from small import study

from quire.showing.findings import Table
from studylib.findings import across_changes, across_verdicts, titles
from studylib.findings.chance import WHOLE_SURVEY

EDITIONS = [
    study(id=year, year=int(year), wave_year=int(year), wave_survey=f"s{year}")
    for year in ("2001", "2004", "2007")
]
CHANGES = pd.DataFrame(
    [
        ("Work", "Jobs", "2001", "2004", 3.0, 1.0, 5.0, True),
        ("Work", "Jobs", "2004", "2007", -2.0, -3.0, -1.0, True),
        ("Work", "Wages", "2004", "2007", 0.5, -1.0, 2.0, False),
        ("Rule", "Offices", "2001", "2004", 0.4, -1.0, 1.8, False),
    ],
    columns=["area", "label", "before", "after", "within", "low", "high", "moved"],
).assign(cities=9)


def cells(newest: str = "same") -> pd.DataFrame:
    """Work in all surveys, Rule in the first two, Play in one."""
    rows = [
        ("Work", "jobs", ("same", "same", newest)),
        ("Work", "wages", ("not asked", "same", newest)),
        ("Rule", "offices", ("same", "same", "not asked")),
        ("Play", "games", ("not asked", "not asked", "same")),
    ]
    return pd.DataFrame(
        [
            (area, concept, edition, f"s{edition}", status)
            for area, concept, statuses in rows
            for edition, status in zip(("2001", "2004", "2007"), statuses, strict=True)
        ],
        columns=["area", "concept", "edition", "survey", "status"],
    )


def rows_of(changes: pd.DataFrame, map_: pd.DataFrame) -> dict[str, tuple[str, str]]:
    frame = across_verdicts.verdicts(EDITIONS, changes, map_).frame
    return {subject: (may, may_not) for subject, may, may_not in frame.to_numpy()}


def test_each_subject_has_its_verdict_with_the_newest_comparison_first() -> None:
    said = rows_of(CHANGES, cells())
    assert said["Work"] == (
        "From 2004 to 2007, worse on jobs (−2.0). From 2001 to 2004, better on jobs (+3.0).",
        "",
    )
    assert said["Rule"] == (
        "No change shown from 2001 to 2004, on 1 question. Nothing comparable since.",
        "That rule got better or worse since 2004. "
        "That nothing changed from 2001 to 2004: a change may be too small to show.",
    )
    assert said["Play"] == ("Nothing may be compared.", "That play got better or worse.")


def test_where_the_book_has_a_part_of_a_survey_the_subject_as_a_whole_is_left_open() -> None:
    part = cells()
    part.loc[(part["concept"] == "games") & (part["edition"] == "2007"), "status"] = (
        "not in this copy"
    )
    may_not = rows_of(CHANGES, part)["Work"][1]
    assert may_not == (
        "How work changed as a whole from 2004 to 2007: this book has only a part of what was asked."
    )


def test_many_questions_are_counted_with_one_of_them() -> None:
    many = pd.concat([CHANGES.iloc[[1]].assign(label=f"Q{n}", within=-n) for n in (1, 2, 4, 3)])
    assert rows_of(many, cells())["Work"][0] == (
        "From 2004 to 2007, worse on 4 of 4 questions, such as q4 (−4.0)."
    )


def test_the_page_opens_with_the_newest_change_and_with_what_stopped() -> None:
    said = across_verdicts.opening(EDITIONS, CHANGES, cells()).sentence
    assert said == (
        "From 2004 to 2007, residents of the same 9 cities answered less favourably on jobs "
        f"(−2.0 points, interval −3.0 to −1.0). {WHOLE_SURVEY} "
        "Rule: no change shown from 2001 to 2004, on 1 question; nothing comparable since. "
        "Play: nothing may be compared."
    )


@pytest.mark.parametrize("moved", [True, False])
def test_a_change_that_an_interval_leaves_open_is_not_said(moved: bool) -> None:
    newest = CHANGES.iloc[[1]].assign(moved=moved)
    said = across_verdicts.opening(EDITIONS, newest, cells()).sentence
    assert ("less favourably" in said) == moved
    assert ("no change is shown on any of 1 question" in said) != moved


def test_without_a_comparison_that_is_all_that_is_said() -> None:
    none = across_verdicts.opening(EDITIONS, CHANGES.head(0), cells().head(0)).sentence
    assert none == "No two surveys asked the same question, so the study cannot say what changed."


def test_what_moved_stands_in_short_tables_the_newest_first() -> None:
    years = {"2001": 2001, "2004": 2003, "2007": 2007}
    tables: list[Table] = list(across_changes._list_moved(CHANGES, years, "Source: invented"))
    assert [table.id for table in tables] == ["moved-2004-2007", "moved-2001-2004"]
    assert tables[0].data.to_numpy().tolist() == [["Jobs", "−2.0", "−3.0 to −1.0", 9]]
    assert tables[1].caption.startswith("1 of 2 questions moved from 2001 to 2003 (edition 2004)")


def test_titles_count_what_may_be_followed() -> None:
    assert titles.title_map_of_concepts(cells()) == (
        "1 of 4 concepts has figures in every one of 3 surveys"
    )
    assert titles.title_area_lines(CHANGES) == (
        "2 of 4 changes of area scores are beyond chance: 1 up, 1 down"
    )
    twice = pd.DataFrame({"label": ["Jobs", "Jobs", "Offices", "Offices"]})
    assert titles.title_lines(twice) == "2 concepts were asked in the same way at least twice"


def test_what_moved_most_comes_first_on_either_side() -> None:
    points = {"Q1": 1.0, "Q2": -2.0, "Q3": 5.0, "Q4": 3.0}
    many = pd.concat(
        [CHANGES.iloc[[1]].assign(label=label, within=by) for label, by in points.items()]
    )
    assert rows_of(many, cells())["Work"][0] == (
        "From 2004 to 2007, better on q3 (+5.0), q4 (+3.0) and q1 (+1.0) and worse on q2 (−2.0)."
    )


def test_where_something_moved_a_shift_of_the_whole_survey_is_not_ruled_out() -> None:
    moved = across_verdicts.verdicts(EDITIONS, CHANGES, cells()).sentence
    assert moved.endswith(str(WHOLE_SURVEY))
    still = across_verdicts.verdicts(EDITIONS, CHANGES.assign(moved=False), cells()).sentence
    assert str(WHOLE_SURVEY) not in still
