"""What is said of the fieldwork: each number with its n, and nothing where there is nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import preparing
import pytest
import small
from shown import part_of, show_all

from quire.showing.findings import Finding
from studylib.charts.responsecharts import answer_steps
from studylib.findings import completeness, progress
from studylib.questions.publishable import list_cells
from studylib.questions.response import list_city_states

STUDY = small.study(as_of=preparing.AS_OF)
STATES = list_city_states(preparing.INVITED, preparing.REPLIES)
CELLS = list_cells(preparing.QUESTIONS, preparing.REPLIES, STATES)
RULE = "A figure of fewer than 5 cities is withheld."


def all_findings(
    states: pd.DataFrame, questions: pd.DataFrame, steps: pd.DataFrame
) -> list[Finding]:
    replies = preparing.REPLIES[preparing.REPLIES["participant"].isin(states["participant"])]
    figures = list_cells(questions, replies, states)
    members = preparing.MEMBERS if len(states) else preparing.MEMBERS.head(0)
    return [
        progress.as_of(STUDY),
        progress.calendar(STUDY, steps),
        progress.invited(STUDY, states),
        progress.members(STUDY, members, states),
        progress.over_time(STUDY, states),
        completeness.by_question(STUDY, questions, replies, preparing.SKIPPED, states),
        completeness.by_city(STUDY, questions, replies, preparing.SKIPPED, states),
        completeness.publishable(STUDY, figures, questions),
        completeness.regions(STUDY, figures, questions, states),
        completeness.sizes(STUDY, figures, questions, states),
    ]


def questions_said(questions: pd.DataFrame, replies: pd.DataFrame = preparing.REPLIES) -> str:
    return completeness.by_question(STUDY, questions, replies, preparing.SKIPPED, STATES).sentence


def test_the_whole_page_is_shown_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = all_findings(STATES, preparing.QUESTIONS, preparing.CALENDAR)
    shown = show_all(findings, tmp_path, monkeypatch)
    tables = {"calendar", "by-region", "by-size", "by-country", "by-question", "by-city"}
    tables |= {"publishable", "publishable-regions", "publishable-sizes", "answers-over-time"}
    assert shown.files == {"answers-over-time.svg", *(f"{name}.csv" for name in tables)}
    assert shown.stated["members"] == 5
    assert shown.texts[0] == (
        "Everything here is as of 10 March 2009: that is the day against which a step is late."
    )


def test_before_anybody_was_invited_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = all_findings(STATES.head(0), preparing.QUESTIONS.head(0), preparing.CALENDAR.head(0))
    shown = show_all(findings, tmp_path, monkeypatch)
    assert shown.files == set()
    assert shown.texts[1:] == [
        "The calendar has no steps yet.",
        "No city has been invited yet.",
        "Which cities are members of the Community is not known to the study, so the share of its "
        "members is not known.",
        "No city has been invited yet.",
        "The questionnaire has no question yet.",
        "No city has answered yet.",
        f"{RULE} The questionnaire has no question yet.",
        "By region, nothing could be shown today.",
        "By size class, nothing could be shown today.",
    ]


def test_the_calendar_names_what_is_late_and_what_is_next() -> None:
    assert progress.calendar(STUDY, preparing.CALENDAR).sentence == (
        "Of 5 steps of the calendar, 2 were done by 10 March 2009, 1 of them after the day they were "
        "due. 1 is late: “Answers in hand” by 3 days. 2 are still to come, next “Report”, due on 10 "
        "March 2009."
    )
    assert progress.calendar(STUDY, preparing.CALENDAR.head(1)).sentence == (
        "Of 1 step of the calendar, 1 was done by 10 March 2009."
    )


def test_cities_are_counted_by_state() -> None:
    assert progress.invited(STUDY, STATES).sentence == (
        "Up to 10 March 2009, 9 cities in 2 countries were invited. 6 of 9 have answered (67 per "
        "cent), 1 has begun, and from 2 nothing has come yet."
    )


def test_the_share_of_members_is_a_count() -> None:
    assert progress.members(STUDY, preparing.MEMBERS, STATES).sentence.startswith(
        "Of 5 members of the Community on 10 March 2009, 4 were invited (80 per cent) and 3 have "
        "answered (60 per cent)."
    )
    gone = preparing.MEMBERS.assign(member_state="no longer a member")
    assert progress.members(STUDY, gone, STATES).sentence == (
        "On 10 March 2009 no city on the list was a member of the Community."
    )


def test_answers_over_time() -> None:
    finding = progress.over_time(STUDY, STATES)
    assert finding.sentence == (
        "In week 6 after the first invitation, 6 of 9 invited cities had answered (67 per cent); this "
        "week, up to 10 March 2009, brought 2 answers."
    )
    # four of nine in week 5 are less than half
    assert part_of(finding, "answers-over-time").alt == (
        "Two lines in steps over 6 weeks: cities invited, rising to 9, and answers in hand, rising to "
        "6. Half of the invited cities had answered in week 6."
    )
    assert "Half" not in progress._describe_weeks(finding.frame.head(5))


def test_completeness_names_required_questions_that_are_open() -> None:
    questions = preparing.QUESTIONS
    assert questions_said(questions) == (
        "The questionnaire has 4 questions, 2 of them required. 1 question has an answer from every "
        "city that answered (n = 6). Required, and not answered by all of them: “Is there a budget?” "
        "(5 of 6)."
    )
    assert questions_said(questions.head(1).assign(required=True)).endswith("(n = 6).")
    nobody = completeness.by_question(
        STUDY, questions, preparing.REPLIES, preparing.SKIPPED, STATES.assign(state="begun")
    )
    assert nobody.sentence.endswith("No city has answered yet.")
    many = pd.concat([questions.assign(required=True)] * 2, ignore_index=True)
    assert questions_said(many).endswith(
        "6 required questions were not answered by all of them (n from 0 to 5)."
    )


def test_required_questions_that_a_city_left_open_are_counted_city_by_city() -> None:
    finding = completeness.by_city(
        STUDY, preparing.QUESTIONS, preparing.REPLIES, preparing.SKIPPED, STATES
    )
    assert finding.sentence == "Of 6 cities that answered, 5 answered every required question."
    table = pd.DataFrame({"state": ["answered"] * 6, "required_open": 1})
    assert completeness._say_completeness(table).startswith("Of 6 cities that answered, none")


def test_what_could_be_published_is_said_with_its_numbers() -> None:
    def said(questions: pd.DataFrame) -> str:
        return completeness.publishable(STUDY, CELLS, questions).sentence

    assert said(preparing.QUESTIONS) == (
        f"{RULE} Of 4 questions, 2 have answers enough to be published for all cities together today "
        "(n from 5 to 6); 2 have not (n from 0 to 4)."
    )
    assert said(preparing.QUESTIONS.head(1)) == (
        f"{RULE} Of 1 question, 1 has answers enough to be published for all cities together today "
        "(n = 6)."
    )
    assert "None of 2 questions" in said(preparing.QUESTIONS.tail(2))


def test_breakdowns_are_told_group_by_group() -> None:
    assert completeness.regions(STUDY, CELLS, preparing.QUESTIONS, STATES).sentence == (
        "By region could be shown: Europe for 1 question (2 more withheld, n from 4 to 5). "
        "Withheld throughout, or without an answer: Asia (n = 1)."
    )
    assert completeness.sizes(STUDY, CELLS, preparing.QUESTIONS, STATES).sentence == (
        "By size class, nothing could be shown today: small (n from 2 to 3), large (n = 2) and not "
        "known (n = 1)."
    )


def test_the_steps_end_at_the_counts_that_are_written_beside_them() -> None:
    weeks = progress.over_time(STUDY, STATES).frame
    (axes,) = answer_steps(weeks).axes
    assert [text.get_text() for text in axes.texts] == ["invited, 9", "answered, 6"]
    assert [int(line.get_ydata()[-1]) for line in axes.lines] == [9, 6]  # type: ignore[index, arg-type]
    equal = answer_steps(weeks.assign(answered=weeks["invited"])).axes[0]
    up, down = (text.get_position()[1] for text in equal.texts)
    assert up > down


def test_the_first_day_with_one_city_invited_is_a_week_of_its_own() -> None:
    today = STATES.head(1).assign(invited_on=preparing.AS_OF, answered_on="")
    finding = progress.over_time(STUDY, today)
    assert finding.sentence == (
        "In week 1 after the first invitation, 0 of 1 invited city had answered (0 per cent); this "
        "week, up to 10 March 2009, brought no answers."
    )
    (axes,) = answer_steps(finding.frame).axes
    assert axes.get_xlim()[1] == pytest.approx(1 / 7)
    assert axes.get_ylim()[1] == pytest.approx(1.1)
