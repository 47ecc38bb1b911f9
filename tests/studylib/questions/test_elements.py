"""Barriers and enablers: what others published, and tables of what cities answered."""

from __future__ import annotations

import pandas as pd
from small import dots

from studylib.charts.elementcharts import survey_dots
from studylib.findings import barriers, published
from studylib.questions.elements import add_intervals, list_barriers

VOCABULARY = pd.DataFrame(
    {"element": ["money", "skills"], "label": ["Money", "Skills"], "meaning": ["", ""]}
)
SURVEYS = pd.DataFrame(
    {
        "survey": ["Two", "One", "One", "One"],
        "survey_year": ["2016", "", "", ""],
        "population": ["mayors", "cities", "cities", "cities"],
        "respondents_n": [None, 20.0, 20.0, 20.0],
        "kind": ["barrier", "enabler", "barrier", "deployment"],
        "element": ["skills", "skills", "money", ""],
        "statement": ["No people", "Training", "No money", "Sensors"],
        "share_pct": [40.0, 75.0, 60.0, 10.0],
        "source": ["https://example.org/b"] * 4,
    }
)


def test_surveys_stand_side_by_side_in_the_order_of_the_vocabulary() -> None:
    found = list_barriers(SURVEYS, VOCABULARY, 95)
    assert found["statement"].to_list() == ["No money", "No people", "Training"]
    assert found["element"].to_list() == ["Money", "Skills", "Skills"]
    # n = 20: 60 % is 38.7 to 78.1, 75 % is 53.1 to 88.8; nothing where n is not known
    assert found["low"].round(1).fillna(-1).to_list() == [38.7, -1, 53.1]
    assert found["high"].round(1).fillna(-1).to_list() == [78.1, -1, 88.8]


def test_the_page_says_what_has_an_interval_and_where_n_is_missing() -> None:
    found = list_barriers(SURVEYS, VOCABULARY, 95)
    said = barriers._say_surveys(found)
    assert said.startswith("3 statements of 2 surveys")
    assert "2 have an interval" in said
    table = barriers.tabulate_surveys(found)
    assert table["Who was asked"].to_list() == [
        "cities; n = 20",
        "mayors; number not known",
        "cities; n = 20",
    ]
    assert table["Survey"].to_list() == ["One, year not known", "Two, 2016", "One, year not known"]
    axes = survey_dots(found).axes[0]
    assert dots(axes) == [60.0, 40.0, 75.0]


def test_published_shares_become_counts_in_both_readings() -> None:
    table = pd.DataFrame(
        {
            "statement": ["Formal", "Formal", "Has"],
            "reading": ["of those", "of all", ""],
            "share_pct": [60.0, 60.0, 75.0],
            "cities_n": [15, 20, 20],
            "base": ["with", "all", "all"],
            "source": ["https://example.org"] * 3,
        }
    )
    found = add_intervals(table, "cities_n", 95)
    shown = barriers._tabulate_shares(found)
    assert shown["Count"].to_list() == ["9 of 15", "12 of 20", "15 of 20"]
    assert shown["Interval, %"].to_list() == ["36 to 80", "39 to 78", "53 to 89"]
    said = barriers._say_shares(found)
    assert "20 cities that took part" in said
    assert "both readings stand here: Formal." in said
    assert barriers._say_shares(found.iloc[:0]) == barriers.NO_SHARES


def test_a_share_of_a_number_that_is_not_known_has_no_count_and_no_interval() -> None:
    table = pd.DataFrame(
        {
            "statement": ["Have a plan", "Name a goal"],
            "reading": "",
            "share_pct": [75.0, 46.0],
            "cities_n": [20.0, None],
            "base": ["cities that took part", "not known"],
            "source": "https://example.org",
        }
    )
    found = add_intervals(table, "cities_n", 95)
    shown = barriers._tabulate_shares(found)
    assert shown["Count"].to_list() == ["15 of 20", "not known"]
    assert shown["Interval, %"].to_list()[1] == ""
    both = barriers._say_shares(found)
    assert both.startswith("1 share, as counts of the 20 cities")
    assert both.endswith(
        "1 share is given without a count, since it is not known what the whole is."
    )
    assert "took part" not in barriers._say_shares(found.tail(1))


def test_what_uclg_published_beyond_what_is_recorded_is_said_and_else_nothing() -> None:
    facts = pd.DataFrame(
        {"field": ["result", "not_recorded"], "value": ["Plans help", "A list of challenges"]}
    )
    assert (
        published.say_not_recorded(facts)
        == "UCLG published more than is recorded here: a list of challenges."
    )
    assert published.say_not_recorded(facts.head(1)) == ""
