"""How far the fieldwork has come, worked out on paper: nine cities, six of which have answered, four questions."""

from __future__ import annotations

import datetime

import pandas as pd
import preparing
import pytest
import small
from hypothesis import given
from hypothesis import strategies as st

from studylib.questions import response
from studylib.questions.response import MemberCounts

OPEN = ["questions", "of", "required_open"]
STATES = response.list_city_states(preparing.INVITED, preparing.REPLIES)


class TestCalendar:
    def test_each_step_is_done_due_or_late(self) -> None:
        table = response.tabulate_calendar(preparing.CALENDAR, preparing.AS_OF)
        assert table["state"].to_list() == ["done", "done late", "late", "due", "due"]
        # 23 less 20 February; 10 less 7 March; 21 days of March and 30 of April
        assert table["days_late"].dropna().to_list() == [3, 3]
        assert table["days_left"].dropna().to_list() == [0, 51]

    @pytest.mark.parametrize(
        ("as_of", "state", "late"),
        [("2004-02-28", "due", None), ("2004-02-29", "due", None), ("2004-03-01", "late", 1)],
    )
    def test_a_step_is_late_from_the_day_after(
        self, as_of: str, state: str, late: int | None
    ) -> None:
        step = pd.DataFrame({"step": ["x"], "due": ["2004-02-29"], "done": [""]})
        (row,) = response.tabulate_calendar(step, as_of).to_dict("records")
        assert row["state"] == state
        assert (None if pd.isna(row["days_late"]) else row["days_late"]) == late


class TestCities:
    def test_an_answer_without_its_day_is_only_begun(self) -> None:
        states = STATES.set_index("participant")["state"].to_dict()
        assert [each for each, state in states.items() if state == "begun"] == ["zeta"]
        assert [each for each, state in states.items() if state == "missing"] == ["iota", "theta"]
        assert list(states.values()).count("answered") == 6

    def test_a_city_that_answered_nothing_but_sent_it_has_answered(self) -> None:
        none = response.list_city_states(preparing.INVITED, preparing.REPLIES.head(0))
        assert (none["state"] == "answered").sum() == 6
        assert (none["state"] == "begun").sum() == 0

    def test_cities_are_in_the_order_of_their_names(self) -> None:
        assert STATES["city"].to_list() == sorted(STATES["city"])

    @pytest.mark.parametrize(
        ("column", "rows"),
        [
            ("region", [["Asia", 3, 1, 0, 2], ["Europe", 6, 5, 1, 0]]),
            ("country", [["Aland", 6, 5, 1, 0], ["Beland", 3, 1, 0, 2]]),
            # small: alpha, gamma, eta, iota; large: beta, delta, zeta; not known: epsilon, theta
            ("size", [["small", 4, 3, 0, 1], ["large", 3, 2, 1, 0], ["not known", 2, 1, 0, 1]]),
        ],
    )
    def test_groups_by_state(self, column: str, rows: list[list[object]]) -> None:
        assert response.count_by_group(STATES, column).to_numpy().tolist() == rows


class TestMembers:
    def test_all_members_of_the_day_count_also_those_not_invited(self) -> None:
        # alpha, beta, eta, zeta and omega; omega was not invited, zeta has not answered
        assert response.count_members(preparing.MEMBERS, STATES) == MemberCounts(5, 4, 3)

    def test_an_empty_list_is_not_known_and_not_nobody(self) -> None:
        assert response.count_members(preparing.MEMBERS.head(0), STATES) is None


class TestWeeks:
    def test_answers_are_counted_up_to_the_day(self) -> None:
        # first invitation on Monday 2 February: weeks end on 8, 15, 22 February, 1, 8 March, and on the day, 10 March
        weeks = response.count_by_week(STATES, preparing.AS_OF)
        assert weeks["until"].to_list() == [
            "2009-02-08",
            "2009-02-15",
            "2009-02-22",
            "2009-03-01",
            "2009-03-08",
            "2009-03-10",
        ]
        assert weeks["invited"].to_list() == [8, 8, 9, 9, 9, 9]
        assert weeks["answered"].to_list() == [1, 3, 3, 3, 4, 6]
        assert weeks["weeks"].to_list() == pytest.approx([1, 2, 3, 4, 5, 37 / 7])

    def test_the_day_of_the_invitation_is_a_week_already(self) -> None:
        weeks = response.count_by_week(STATES[STATES["city"] == "Iota"], "2009-02-20")
        assert weeks[["week", "until", "invited", "answered"]].to_numpy().tolist() == [
            [1, "2009-02-20", 1, 0]
        ]

    def test_no_city_is_no_week(self) -> None:
        assert response.count_by_week(STATES.head(0), preparing.AS_OF).empty

    @given(
        st.lists(
            st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)).map(
                lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
            ),
            min_size=1,
        )
    )
    def test_it_ends_with_all_that_is_there_and_never_falls(
        self, days: list[tuple[int, int | None]]
    ) -> None:
        def iso(number: int | None) -> str:
            return (
                ""
                if number is None
                else (datetime.date(2004, 1, 1) + datetime.timedelta(number)).isoformat()
            )

        states = pd.DataFrame(
            [(iso(a), iso(b)) for a, b in days], columns=["invited_on", "answered_on"], dtype=str
        )
        weeks = response.count_by_week(states, iso(120))
        assert weeks["invited"].iloc[-1] == len(days)
        assert weeks["answered"].iloc[-1] == sum(b is not None for _, b in days)
        assert weeks["answered"].is_monotonic_increasing
        assert (weeks["answered"] <= weeks["invited"]).all()


class TestCompleteness:
    def test_who_was_not_asked_a_question_has_left_none_open(self) -> None:
        questions = preparing.QUESTIONS.assign(required=True)
        skipped = pd.DataFrame({"participant": ["eta", "zeta"], "question": ["budget", "parks"]})
        table = response.count_by_question(questions, preparing.REPLIES, skipped, STATES)
        # zeta has a draft only, so it is among those who answered in no row
        assert table.set_index("question")["cities"].to_dict() == {
            "plan": 6,
            "budget": 5,
            "parks": 6,
            "trams": 6,
        }
        assert table["share_pct"].to_list()[1] == 100
        cities = response.list_cities(STATES, questions, preparing.REPLIES, skipped)
        row = cities.set_index("city").loc["Eta"]
        # of plan, parks and trams it answered one
        assert (row["of"], row["questions"], row["required_open"]) == (3, 1, 2)

    def test_drafts_are_no_answers_to_a_question(self) -> None:
        table = response.count_by_question(
            preparing.QUESTIONS, preparing.REPLIES, preparing.SKIPPED, STATES
        ).set_index("question")
        assert table["answers"].to_dict() == {"plan": 6, "budget": 5, "parks": 4, "trams": 0}
        assert table["drafts"].to_dict() == {"plan": 1, "budget": 0, "parks": 0, "trams": 0}
        assert set(table["cities"]) == {6}
        assert table.loc["parks", "share_pct"] == pytest.approx(400 / 6)

    def test_no_answer_is_no_share(self) -> None:
        nobody = response.list_city_states(
            preparing.INVITED.assign(answered_on=""), preparing.REPLIES.head(0)
        )
        table = response.count_by_question(
            preparing.QUESTIONS, preparing.REPLIES.head(0), preparing.SKIPPED, nobody
        )
        assert table["share_pct"].isna().all()

    def test_each_city_has_its_questions_and_what_is_still_open(self) -> None:
        table = response.list_cities(
            STATES, preparing.QUESTIONS, preparing.REPLIES, preparing.SKIPPED
        ).set_index("city")
        open_ = table[OPEN]
        assert small.row(open_, "Alpha", OPEN) == [3, 4, 0]
        assert small.row(open_, "Epsilon", OPEN) == [2, 4, 0]
        assert small.row(open_, "Eta", OPEN) == [1, 4, 1]
        assert small.row(open_, "Zeta", OPEN) == [1, 3, 1]
        assert small.row(open_, "Iota", OPEN) == [0, 4, 2]
