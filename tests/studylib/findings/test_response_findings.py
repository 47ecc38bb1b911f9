"""What is said of the fieldwork: each number with its n, and nothing where there is nothing."""

from __future__ import annotations

import preparing
import pytest

from studylib.charts.responsecharts import answer_steps
from studylib.findings import response_findings as findings
from studylib.questions import publishable, response
from studylib.questions.response import MemberCounts

AS_OF = preparing.AS_OF
STATES = response.list_city_states(preparing.INVITED, preparing.REPLIES)
CELLS = publishable.list_cells(preparing.QUESTIONS, preparing.REPLIES, STATES)
STEPS = response.tabulate_calendar(preparing.CALENDAR, AS_OF)
QUESTIONS = response.count_by_question(preparing.QUESTIONS, preparing.REPLIES, STATES)
WEEKS = response.count_by_week(STATES, AS_OF)


def test_the_calendar_names_what_is_late_and_what_is_next() -> None:
    assert findings.calendar_sentence(STEPS, AS_OF) == (
        "Of 5 steps of the calendar, 2 were done by 10 March 2009, 1 of them after the day they were due. 1 is late: "
        "“Answers in hand” by 3 days. 2 are still to come, next “Report”, due on 10 March 2009."
    )
    assert (
        findings.calendar_sentence(STEPS.head(1), AS_OF)
        == "Of 1 step of the calendar, 1 was done by 10 March 2009."
    )
    assert "no steps" in findings.calendar_sentence(STEPS.head(0), AS_OF)


def test_cities_are_counted_by_state() -> None:
    assert findings.cities_sentence(STATES, AS_OF) == (
        "Up to 10 March 2009, 9 cities in 2 countries were invited. 6 of 9 have answered (67 per cent), 1 has begun, and from 2 "
        "nothing has come yet."
    )
    assert findings.cities_sentence(STATES.head(0), AS_OF) == "No city has been invited yet."


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            MemberCounts(5, 4, 3),
            "Of 5 members of the Community on 10 March 2009, 4 were invited (80 per cent) and 3 have answered (60 per cent).",
        ),
        (
            MemberCounts(0, 0, 0),
            "On 10 March 2009 no city on the list was a member of the Community.",
        ),
        (None, "the share of its members is not known"),
    ],
)
def test_the_share_of_members_is_a_count_or_not_known(
    counts: MemberCounts | None, said: str
) -> None:
    assert said in findings.members_sentence(counts, AS_OF)


def test_answers_over_time() -> None:
    assert findings.weeks_sentence(WEEKS) == (
        "In week 6 after the first invitation, 6 of 9 invited cities had answered (67 per cent); this week, up to 10 March 2009, "
        "brought 2 answers."
    )
    # four of nine in week 5 are less than half
    assert findings.weeks_alt(WEEKS) == (
        "Two lines in steps over 6 weeks: cities invited, rising to 9, and answers in hand, rising to 6. "
        "Half of the invited cities had answered in week 6."
    )
    assert "Half" not in findings.weeks_alt(WEEKS.head(5))
    assert findings.weeks_sentence(WEEKS.head(0)) == "No city has been invited yet."


def test_completeness_names_required_questions_that_are_open() -> None:
    assert findings.questions_sentence(QUESTIONS) == (
        "The questionnaire has 4 questions, 2 of them required. 1 question has an answer from every city that answered (n = 6). "
        "Required, and not answered by all of them: “Is there a budget?” (5 of 6)."
    )
    many = QUESTIONS.assign(required=True, cities=7)
    assert findings.questions_sentence(many).endswith(
        "4 required questions were not answered by all of them (n from 0 to 6)."
    )
    assert findings.questions_sentence(QUESTIONS.assign(cities=0)).endswith(
        "No city has answered yet."
    )
    table = response.list_cities(STATES, preparing.QUESTIONS, preparing.REPLIES)
    assert (
        findings.completeness_sentence(table)
        == "Of 6 cities that answered, 5 answered every required question."
    )
    assert findings.completeness_sentence(table.assign(required_open=1)).startswith(
        "Of 6 cities that answered, none"
    )


def test_what_could_be_published_is_said_with_its_numbers() -> None:
    table = publishable.count_cells_by_question(CELLS, preparing.QUESTIONS)
    rule = "A figure of fewer than 5 cities is withheld."
    assert findings.publishable_sentence(table) == (
        f"{rule} Of 4 questions, 2 have answers enough to be published for all cities together today (n from 5 to 6); "
        "2 have not (n from 0 to 4)."
    )
    alone = findings.publishable_sentence(table.head(1))
    assert (
        alone
        == f"{rule} Of 1 question, 1 has answers enough to be published for all cities together today (n = 6)."
    )
    assert "None of 2 questions" in findings.publishable_sentence(table.tail(2))


def test_breakdowns_are_told_group_by_group() -> None:
    regions = publishable.count_cells_by_group(CELLS, STATES, "region")
    assert findings.breakdown_sentence(regions, "region") == (
        "By region could be shown: Europe for 1 question (2 more withheld, n from 4 to 5). "
        "Withheld throughout, or without an answer: Asia (n = 1)."
    )
    sizes = publishable.count_cells_by_group(CELLS, STATES, "size")
    assert findings.breakdown_sentence(sizes, "size") == (
        "By size class, nothing could be shown today: small (n from 2 to 3), large (n = 2) and not known (n = 1)."
    )
    assert (
        findings.breakdown_sentence(sizes.head(0), "size")
        == "By size class, nothing could be shown today."
    )


def test_the_steps_end_at_the_counts_that_are_written_beside_them() -> None:
    (axes,) = answer_steps(WEEKS).axes
    assert [text.get_text() for text in axes.texts] == ["invited, 9", "answered, 6"]
    assert [int(line.get_ydata()[-1]) for line in axes.lines] == [9, 6]  # type: ignore[index, arg-type]
    equal = answer_steps(WEEKS.assign(answered=WEEKS["invited"])).axes[0]
    up, down = (text.get_position()[1] for text in equal.texts)
    assert up > down
