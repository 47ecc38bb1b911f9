"""The editions beside each other, on invented ones worked out on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studylib.charts.trendcharts import map_matrix, trend_panels
from studylib.data.tables import EditionFacts
from studylib.findings import across_changes, across_editions
from studylib.findings.chance import WHOLE_SURVEY
from studylib.questions import trends
from studylib.statistics import discoveries

AREAS = pd.DataFrame(
    {
        "edition": ["2001", "2001"],
        "area": ["work", "life"],
        "label": ["Work", "Life"],
        "colour": ["#0072B2", "#8C6D00"],
    }
)
ITEMS = pd.DataFrame(
    {
        "edition": "2001",
        "item": ["jobs", "parks", "noise"],
        "label": ["Jobs", "Parks", "Noise"],
        "area": ["work", "life", "life"],
    }
)
MAP = pd.DataFrame(
    [
        ["2001", "jobs", "jobs", "same", "first"],
        ["2001", "parks", "parks", "same", "first"],
        ["2001", "noise", "", "not asked", "no"],
        ["2004", "jobs", "jobs", "same", "as before"],
        ["2004", "parks", "parks", "reworded", "Gardens too"],
        ["2004", "noise", "noise", "same", "first"],
    ],
    columns=["edition", "concept", "item", "status", "reason"],
).assign(
    survey=lambda table: table["edition"], wave_year=lambda table: table["edition"].astype(int)
)
CITIES = pd.DataFrame(
    {
        "edition": "2001",
        "survey_unit": list("abcde"),
        "city": list("DCBAE"),
        "country": ["X", "X", "Y", "Y", "Z"],
    }
)
FIGURES = {
    ("2001", "jobs"): {"a": 10.0, "b": 20, "c": 30, "d": 40},
    ("2004", "jobs"): {"a": 12.0, "b": 20, "c": 32, "d": 44, "e": 92},
    ("2001", "parks"): {"a": 50.0, "b": 60},
    ("2004", "parks"): {"a": 70.0, "b": 80},
    ("2004", "noise"): {"a": 1.0},
}
ANSWERS = pd.DataFrame(
    [
        [edition, item, code, share]
        for (edition, item), row in FIGURES.items()
        for code, share in row.items()
    ],
    columns=["edition", "item", "survey_unit", "favourable_pct"],
).assign(base="all answers", favourable_valid_pct=None)


@pytest.fixture
def cells() -> pd.DataFrame:
    return trends.map_cells(MAP, ITEMS, AREAS)


@pytest.fixture
def table(cells: pd.DataFrame) -> pd.DataFrame:
    return trends.trace_trends(cells, MAP, ANSWERS)[0]


def test_the_map_has_every_concept_with_every_edition(cells: pd.DataFrame) -> None:
    assert cells[["area", "label", "edition", "status"]].to_numpy().tolist() == [
        ["Work", "Jobs", "2001", "same"],
        ["Work", "Jobs", "2004", "same"],
        ["Life", "Noise", "2001", "not asked"],
        ["Life", "Noise", "2004", "same"],
        ["Life", "Parks", "2001", "same"],
        ["Life", "Parks", "2004", "reworded"],
    ]
    assert across_editions._say_map(cells) == (
        "3 concepts in 2 surveys (2001 and 2004): 2 have figures in all of them, 1 in one only. 1 wording changed."
    )
    assert across_editions._tabulate_wordings(cells).to_numpy().tolist() == [
        ["Parks", "2004", "reworded", "Gardens too"]
    ]
    texts = [
        each.get_text() for each in map_matrix(cells, {"2001": 2001, "2004": 2003}).axes[0].texts
    ]
    assert texts == ["Work", "asked", "same", "Life", "–", "asked", "asked", "reworded"]


def test_a_line_joins_one_segment_and_nothing_else(table: pd.DataFrame) -> None:
    figure = trend_panels(table.assign(year=table["edition"].astype(int)), "%")
    lines = [[np.asarray(line.get_ydata()).tolist() for line in axes.lines] for axes in figure.axes]
    # jobs: a to d are in both, means 25 and 27; parks: reworded, so two points and no line
    assert lines == [[[25.0, 27.0]], [[55.0], [75.0]]]


def test_the_words_of_the_drawing_break_where_its_lines_do(table: pd.DataFrame) -> None:
    assert across_editions._describe_trends(table) == (
        "Small lines, one a concept, of the mean favourable share in the same cities, per cent: "
        "Jobs 25 in 2001 and 27 in 2004 (4 cities); "
        "Parks 55 in 2001, then a break in the line, 75 in 2004 (2 cities)."
    )
    later = table[table["label"] == "Parks"].assign(segment=2, edition=["2007", "2009"])
    twice = across_editions._describe_trends(pd.concat([table, later]))
    assert (
        "Parks 55 in 2001, then a break in the line, 75 in 2004, then a break in the line, "
        "55 in 2007 and 75 in 2009 (2 cities)."
    ) in twice


def test_a_concept_of_one_edition_has_no_trend_and_a_break_is_told(cells: pd.DataFrame) -> None:
    table, notes = trends.trace_trends(cells, MAP, ANSWERS)
    assert set(table["label"]) == {"Jobs", "Parks"}
    assert notes == ["Parks: The line breaks at 2004: Gardens too."]


def test_changes_are_taken_apart_and_rewordings_have_none(table: pd.DataFrame) -> None:
    (found,) = discoveries.judge((trends.measure_changes(table, ANSWERS, CITIES, 95), "moved"))
    assert found["label"].to_list() == ["Jobs"]
    row = found.to_dict("records")[0]
    # same cities 2, 0, 2, 4: mean 2; all cities 25 to 40; the city that came adds 13
    assert (row["cities"], row["within"], row["whole"], row["other_cities"], row["method"]) == (
        4,
        2,
        15,
        13,
        0,
    )
    assert row["within"] + row["other_cities"] + row["method"] == pytest.approx(
        row["whole"], abs=1e-9
    )
    # t = 2 with one degree of freedom is no change to speak of
    assert not row["moved"]
    said = across_changes._say_changes(found)
    assert said == "From 2001 to 2004, 0 of 1 concept moved in the same cities."
    assert across_changes._say_changes(found.assign(moved=True)).endswith(
        f"(jobs +2.0). {WHOLE_SURVEY}"
    )
    shown = across_changes._tabulate_changes(found).to_dict("records")[0]
    assert (shown["Same cities, points"], shown["All cities, points"], shown["Moved"]) == (
        "+2.0",
        "+15.0",
        "no",
    )
    assert "<summary>4</summary><span>A, B, C, D</span>" in shown["Cities in both"].__html__()


def test_a_step_without_a_city_in_both_is_none(table: pd.DataFrame) -> None:
    other = ANSWERS[(ANSWERS["edition"] == "2001") | (ANSWERS["survey_unit"] == "e")]
    assert list(trends.list_steps(table, other)) == []


def test_each_line_names_what_it_joins_its_cities_and_its_break(cells: pd.DataFrame) -> None:
    lines = trends.describe_lines(cells, MAP, ANSWERS, CITIES)
    shown = across_editions._tabulate_lines(lines).astype(str)
    assert shown.to_numpy().tolist() == [
        ["Jobs", "2001, 2004", "4", "no"],
        ["Parks", "2001; 2004", "2", "The line breaks at 2004: Gardens too."],
    ]
    assert lines["names"].to_list() == ["D; C; B; A", "D; C"]


def test_every_refusal_has_the_row_of_the_map_that_stands_in_the_way(cells: pd.DataFrame) -> None:
    found = trends.list_refusals(cells, MAP, ANSWERS)
    assert found.to_numpy().tolist() == [
        ["Life", "noise", "Noise", "2001", "2004", "2001", "not asked", "no"]
    ]
    # three concepts, one pair of editions; of the area, parks are not refused
    assert across_editions._say_refused(found, cells, ["2005"]) == (
        "Refused are 1 of 3 combinations of a concept with two surveys; they concern 1 of 3 concepts. "
        "Edition 2005: no survey, and so nothing to compare."
    )


def stand_beside(edition: str, earlier: str, *tables: pd.DataFrame) -> list[pd.DataFrame]:
    """Tables with one more edition, which stands on the survey of an earlier one."""
    return [
        pd.concat([table, table[table["edition"] == earlier].assign(edition=edition)])
        for table in tables
    ]


@pytest.mark.parametrize("earlier", ["2001", "2004"])
def test_an_edition_beside_a_survey_that_stood_beside_another_adds_nothing_that_is_compared(
    earlier: str, cells: pd.DataFrame, table: pd.DataFrame
) -> None:
    known, answers = stand_beside("2006", earlier, MAP, ANSWERS)
    more = trends.map_cells(known, ITEMS, AREAS)
    assert len(more) == len(cells) == 6
    assert across_editions._say_map(more) == across_editions._say_map(cells).replace(
        earlier, "2006"
    )
    lines, _ = trends.trace_trends(more, known, answers)
    one = trends.measure_changes(table, ANSWERS, CITIES, 95).replace(earlier, "2006")
    two = trends.measure_changes(lines, answers, CITIES, 95)
    assert len(one) == 1
    pd.testing.assert_frame_equal(one, two)
    refused = [
        trends.list_refusals(cells, MAP, ANSWERS),
        trends.list_refusals(more, known, answers),
    ]
    assert len(refused[0]) == 1
    pd.testing.assert_frame_equal(refused[0].replace(earlier, "2006"), refused[1])
    years = {"2001": 2001, "2004": 2004, "2006": int(earlier)}
    assert [len(map_matrix(frame, years).axes[0].texts) for frame in (cells, more)] == [8, 8]


def test_an_edition_beside_an_older_survey_stands_at_the_time_of_the_survey() -> None:
    known, answers = stand_beside("2006", "2001", MAP, ANSWERS)
    lines, _ = trends.trace_trends(trends.map_cells(known, ITEMS, AREAS), known, answers)
    changes = trends.measure_changes(lines, answers, CITIES, 95)
    assert changes[["before", "after", "within"]].to_numpy().tolist() == [["2006", "2004", 2.0]]


def test_the_page_says_why_no_change_is_given_between_editions_beside_one_survey() -> None:
    editions = [
        EditionFacts(id=id, status="published", wave_survey="one", wave_year=2003)
        for id in ("2004", "2006")
    ]
    known, *_ = stand_beside("2006", "2004", MAP)
    cells = trends.map_cells(known, ITEMS, AREAS)
    first = EditionFacts(id="2001", status="published", wave_survey="none", wave_year=2001)
    said = str(across_editions.comparable([first, *editions], cells).sentence)
    assert "3 concepts in 2 surveys (2001 and 2003 (edition 2006))" in said
    assert (
        "Editions 2004 and 2006 stand beside one survey, that of 2003: their figures are the same, "
        "so it is compared once, and no change is given between these editions."
    ) in said
    assert "one survey" not in str(
        across_editions.comparable([first], cells[cells["edition"] == "2001"]).sentence
    )


def test_concepts_refused_for_the_same_reason_stand_together_by_name() -> None:
    # four concepts of an area, three editions: w, x and z as one, y for another reason; w is asked again in the last
    wide = pd.DataFrame(
        [
            [edition, name, name if status == "same" else "", status, reason]
            for name, states in {"x": "sns", "y": "sms", "z": "sns", "w": "ssn"}.items()
            for edition, state in zip(["2001", "2004", "2007"], states, strict=True)
            for status, reason in [
                {"s": ("same", ""), "n": ("not asked", "No"), "m": ("not asked", "Other")}[state]
            ]
        ],
        columns=["edition", "concept", "item", "status", "reason"],
    ).assign(
        survey=lambda table: table["edition"], wave_year=lambda table: table["edition"].astype(int)
    )
    asked = wide.loc[wide["item"] != "", ["edition", "item"]].assign(
        survey_unit="a", favourable_pct=1.0, favourable_valid_pct=None, base="all answers"
    )
    items = pd.DataFrame(
        {"edition": "2001", "item": list("wxyz"), "label": list("WXYZ"), "area": "life"}
    )
    cells = trends.map_cells(wide, items, AREAS)
    found = trends.list_refusals(cells, wide, asked)
    assert across_editions._tabulate_refused(found).to_numpy().tolist() == [
        ["W", "Life", "2001 to 2007; 2004 to 2007", "No"],
        ["X and Z", "Life", "2001 to 2004; 2004 to 2007", "No"],
        ["Y", "Life", "2001 to 2004; 2004 to 2007", "Other"],
    ]
    assert across_editions._say_refused(found, cells, []).endswith(
        "Every concept is refused for Life (4 concepts) from 2004 to 2007."
    )


def lay_out(states: str, bases: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The map and the answers of one concept: how each edition asked it (s, r, p, n), and of what its shares are (a, v, b for both)."""
    words = {"s": "same", "r": "rescaled", "p": "part", "n": "not asked"}
    editions = ["2001", "2004", "2007", "2010", "2013"][: len(states)]
    known = pd.DataFrame({"edition": editions, "concept": "jobs", "survey": editions})
    known["status"] = [words[state] for state in states]
    known["item"] = known["status"].map(lambda status: "" if status == "not asked" else "jobs")
    known = known.assign(wave_year=known["edition"].astype(int), reason=known["edition"])
    rows = [
        [edition, code, 50.0 + place if base in "ab" else None, 60.0 if base in "vb" else None]
        for place, (edition, base) in enumerate(zip(editions, bases, strict=True))
        if base != "-"
        for code in "abc"
    ]
    columns = ["edition", "survey_unit", "favourable_pct", "favourable_valid_pct"]
    answers = pd.DataFrame(rows, columns=columns).assign(item="jobs")
    own = answers["favourable_pct"].notna().map({True: "all answers", False: "valid answers"})
    return known, answers.assign(base=own)


@pytest.mark.parametrize(
    ("states", "bases", "joined", "refused"),
    [
        # rescaled in the third: what was before it stays, and what comes after it is joined
        ("ssrss", "aaaaa", ["01-04", "07-10", "10-13"], 6),
        # rescaled twice
        ("srsrs", "aaaaa", ["04-07", "10-13"], 8),
        # a part of it asked, or nothing, or nothing to be read: the others are still neighbours
        ("sspss", "aaaaa", ["01-04", "04-10", "10-13"], 4),
        ("ssnss", "aa-aa", ["01-04", "04-10", "10-13"], 4),
        ("sssss", "aa-aa", ["01-04", "04-10", "10-13"], 4),
        # shares of other answers: each pair by itself
        ("sss", "abv", ["01-04", "04-07"], 1),
        ("ssss", "aavv", ["01-04", "07-10"], 4),
        ("ssss", "aava", ["01-04"], 3),
    ],
)
def test_a_later_edition_takes_no_pair_away_that_may_be_compared(
    states: str, bases: str, joined: list[str], refused: int
) -> None:
    known, answers = lay_out(states, bases)
    cells = trends.map_cells(known, ITEMS, AREAS)
    lines, _ = trends.trace_trends(cells, known, answers)
    steps = [f"{step.before[2:]}-{step.after[2:]}" for step in trends.list_steps(lines, answers)]
    assert steps == joined
    found = trends.list_refusals(cells, known, answers)
    spans = zip(found["before"], found["after"], strict=True)
    pairs = [f"{one[2:]}-{two[2:]}" for one, two in spans]
    assert len(pairs) == refused
    assert not set(pairs) & set(steps)


def test_what_is_refused_is_named_by_pair_with_its_reason() -> None:
    known, answers = lay_out("srs", "aav")
    found = trends.list_refusals(trends.map_cells(known, ITEMS, AREAS), known, answers)
    assert across_editions._tabulate_refused(found).to_numpy().tolist() == [
        ["Jobs", "Work", "2001 to 2004 and 2007", "2004"],
        ["Jobs", "Work", "2004 to 2007", trends.OTHER_BASE[1]],
    ]


def test_where_nothing_is_refused_it_is_said(cells: pd.DataFrame) -> None:
    known = MAP[MAP["concept"] == "jobs"]
    found = trends.list_refusals(cells[cells["concept"] == "jobs"], known, ANSWERS)
    assert found.empty
    assert across_editions._tabulate_refused(found).empty
    said = across_editions._say_refused(found, cells[cells["concept"] == "jobs"], [])
    assert said == "None of 1 combinations of a concept with two surveys is refused."


def test_tables_of_a_page_are_one_family() -> None:
    # 0.01, 0.03 and 0.04 over four tested ones: thresholds 0.0125, 0.025, 0.0375, 0.05; by itself the second table would pass whole
    one, two = (
        pd.DataFrame({"p": [0.01, 0.9, None]}),
        pd.DataFrame({"p": [0.03, 0.04]}, index=["x", "y"]),
    )
    left, right = discoveries.judge((one, "moved"), (two, "together"))
    assert left["moved"].to_list() == [True, False, False]
    assert right["together"].to_dict() == {"x": False, "y": False}
    assert discoveries.judge((two, "together"))[0]["together"].to_list() == [True, True]
    # what was not tested is no comparison: 0.04 is the last of three and passes at 0.05
    assert discoveries.find_discoveries([0.01, 0.03, float("nan"), 0.04]) == [
        True,
        True,
        False,
        True,
    ]


def test_many_comparisons_are_corrected_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    # Benjamini and Hochberg over 0.01, 0.04, 0.03, 0.9: thresholds 0.0125, 0.025, 0.0375, 0.05, so only the first passes
    chances = iter([0.01, 0.04, 0.03, 0.9])
    made = [SimpleNamespace(n=4, value=1.0, low=0.0, high=2.0, p=each) for each in chances]
    monkeypatch.setattr(trends, "estimate_mean", lambda *_: made.pop(0))
    rows = [
        {
            "area": "Work",
            "concept": name,
            "label": name,
            "edition": edition,
            "segment": 0,
            "item": "jobs",
            "base": "all answers",
        }
        for name in "wxyz"
        for edition in ("2001", "2004")
    ]
    (found,) = discoveries.judge(
        (trends.measure_changes(pd.DataFrame(rows), ANSWERS, CITIES, 95), "moved")
    )
    assert found["moved"].to_list() == [True, False, False, False]
