"""What could be published: at four cities nothing, at five something, and no small group can be worked out."""

from __future__ import annotations

import pandas as pd
import preparing
import pytest
import small

from studylib.questions import publishable, response

STATES = response.list_city_states(preparing.INVITED, preparing.REPLIES)
CELLS = publishable.list_cells(preparing.QUESTIONS, preparing.REPLIES, STATES)


def cells_of(regions: dict[str, int]) -> pd.DataFrame:
    """Cells of one question that these numbers of cities answered, region by region; all of one size."""
    names = [
        (region, f"{region}-{number}")
        for region, count in regions.items()
        for number in range(count)
    ]
    states = pd.DataFrame(
        {"participant": [name for _, name in names], "region": [region for region, _ in names]}
    )
    states = states.assign(size="small", population=1.0, consent="")
    replies = pd.DataFrame(
        {"participant": states["participant"], "question": "plan", "draft": False}
    )
    return publishable.list_cells(preparing.QUESTIONS.head(1), replies, states)


@pytest.mark.parametrize(("cities", "withheld"), [(1, True), (4, True), (5, False), (6, False)])
def test_a_question_needs_five_cities(cities: int, withheld: bool) -> None:
    found = cells_of({"Europe": cities})
    assert found["withheld"].to_list() == [withheld] * 3
    assert set(found["cities"]) == {cities}


@pytest.mark.parametrize(
    ("regions", "withheld"),
    [
        ({"Africa": 5, "Europe": 5}, set()),
        ({"Africa": 4, "Europe": 5}, {"Africa", "Europe"}),
        ({"Africa": 4, "Asia": 5, "Europe": 9}, {"Africa", "Asia"}),
        ({"Africa": 3, "Asia": 2, "Europe": 9}, {"Africa", "Asia"}),
        ({"Africa": 2, "Asia": 2}, {"Africa", "Asia"}),
    ],
)
def test_no_small_group_is_shown_or_left_over(regions: dict[str, int], withheld: set[str]) -> None:
    found = cells_of(regions)
    part = found[found["breakdown"] == "region"]
    assert set(part.loc[part["withheld"], "group"]) == withheld


def test_the_invented_edition_on_paper() -> None:
    table = publishable.count_cells_by_question(CELLS, preparing.QUESTIONS).set_index("wording")
    assert table["answers"].to_list() == [6, 5, 4, 0]
    assert table["publishable"].to_list() == [True, True, False, False]
    # the plan: five in Europe and one in Asia, who would be the difference; the budget: five in Europe and nobody else
    assert table["region_shown"].to_list() == [0, 1, 0, 0]
    assert table["region_withheld"].to_list() == [2, 0, 1, 0]
    # the plan by size: three, two and one; the budget: two, two and one; the parks: two and two
    assert table["size_shown"].to_list() == [0, 0, 0, 0]
    assert table["size_withheld"].to_list() == [3, 3, 2, 0]


def test_drafts_do_not_make_a_question_publishable() -> None:
    replies = preparing.REPLIES[
        preparing.REPLIES["participant"].isin(["alpha", "beta", "gamma", "delta", "zeta"])
    ]
    found = publishable.list_cells(preparing.QUESTIONS, replies, STATES)
    plan = found[(found["question"] == "plan") & (found["breakdown"] == "all")]
    assert plan[["cities", "withheld"]].to_numpy().tolist() == [[4, True]]


def test_a_city_that_does_not_consent_is_in_no_figure() -> None:
    states = STATES.assign(consent=STATES["participant"].map({"alpha": "no"}).fillna("totals"))
    found = publishable.list_cells(preparing.QUESTIONS, preparing.REPLIES, states)
    plan = found[(found["question"] == "plan") & (found["breakdown"] == "all")]
    assert plan["cities"].to_list() == [5]


def test_each_group_has_its_questions_also_without_an_answer() -> None:
    regions = publishable.count_cells_by_group(CELLS, STATES, "region")
    assert regions.to_numpy().tolist() == [["Asia", 0, 1, 1, 1], ["Europe", 1, 2, 4, 5]]
    none = publishable.count_cells_by_group(
        CELLS[CELLS["group"] != "Asia"], STATES, "region"
    ).set_index("group")
    assert small.row(none, "Asia", ["shown", "withheld"]) == [0, 0]
    assert none.loc["Asia", ["least", "most"]].isna().all()
    assert publishable.count_cells_by_group(CELLS, STATES, "size")["group"].to_list() == [
        "small",
        "large",
        "not known",
    ]


def test_a_reader_sees_what_each_cell_would_be() -> None:
    table = publishable.pivot_cells(CELLS, preparing.QUESTIONS, STATES, "region")
    assert list(table) == ["Question", "All", "Asia", "Europe"]
    assert table.to_numpy().tolist() == [
        ["Is there a plan?", "n = 6", "withheld, n = 1", "withheld, n = 5"],
        ["Is there a budget?", "n = 5", "no answer", "n = 5"],
        ["Are there parks?", "withheld, n = 4", "no answer", "withheld, n = 4"],
        ["Are there trams?", "no answer", "no answer", "no answer"],
    ]


def test_nobody_asked_and_nothing_asked_are_empty_tables() -> None:
    states = response.list_city_states(preparing.INVITED.head(0), preparing.REPLIES.head(0))
    found = publishable.list_cells(preparing.QUESTIONS, preparing.REPLIES.head(0), states)
    assert found.empty
    assert (
        publishable.count_cells_by_question(found, preparing.QUESTIONS)["publishable"].to_list()
        == [False] * 4
    )
    assert publishable.count_cells_by_group(found, states, "region").empty
    assert publishable.count_cells_by_question(found, preparing.QUESTIONS.head(0)).empty
