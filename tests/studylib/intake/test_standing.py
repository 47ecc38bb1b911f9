"""Which answer of a city stands, whatever the order in which answers come in."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace
from typing import Any

import answering
import pytest
from answering import answer, received

from studylib.intake.decisions import Decision, decide
from studylib.intake.doubts import CITY, CONSENT, DAY, EDITED, WHICH
from studylib.intake.received import Received, write_received
from studylib.intake.standing import (
    DRAFT,
    LEFT_OUT,
    REPLACED,
    SAME,
    STANDS,
    UNDECIDED,
    UNKNOWN,
    Outcome,
    find_standing,
)
from studylib.intake.submissions import Doubt, Where
from studylib.questionnaire.model import Questionnaire

TODAY = datetime.date(2009, 3, 1)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return answering.questionnaire(tmp_path_factory.mktemp("asked"))


def stand(
    asked: Questionnaire, have: Received, decisions: dict[str, Decision] | None = None
) -> Outcome:
    return find_standing(have, answering.frame(asked, decisions))


def settle(asked: Questionnaire, have: Received, *words: str) -> Outcome:
    """Decide the open doubts in their order, and see what stands then."""
    outcome = stand(asked, have)
    rows = [
        {"doubt": one.doubt.id, "decision": word, "who": "secretariat", "why": "asked them"}
        for one, word in zip(outcome.undecided, words, strict=True)
    ]
    doubts = {one.doubt.id: one for one in outcome.doubts}
    decisions, faults = decide(rows, doubts, TODAY, "doubts.csv")
    assert faults == []
    return stand(asked, have, {one.doubt: one for one in decisions})


def states(outcome: Outcome) -> dict[str, str]:
    return {key.partition(":")[2]: state for key, (_, state) in outcome.states.items()}


def kinds(outcome: Outcome) -> list[str]:
    return [one.doubt.kind for one in outcome.undecided]


def test_the_later_answer_stands_and_the_earlier_is_on_record(asked: Questionnaire) -> None:
    have = received(
        answer("1", "Alpha", "2009-02-01", plan="no"),
        answer("2", "ALPHA ", "2009-02-05", tool="odk", plan="yes"),
    )
    outcome = stand(asked, have)
    assert states(outcome) == {"1": REPLACED, "2": STANDS}
    assert outcome.standing["alpha"].cells["plan"] == "yes"


CASE = {"practice": ({"p_title": "Case of Beta", "p_done": "A desk."},)}


def test_one_id_of_two_cities_is_a_doubt_and_no_city_gets_the_case_of_the_other(
    asked: Questionnaire,
) -> None:
    have = received(
        answer("1", "Beta", "2009-02-01", digest="one", repeats=CASE, consent="unnamed"),
        answer("1", "Alpha", "2009-02-05", digest="two", file="later.csv"),
    )
    outcome = stand(asked, have)
    assert (kinds(outcome), outcome.standing) == ([EDITED], {})
    outcome = settle(asked, have, "later.csv row 1")
    assert set(outcome.standing) == {"alpha"}
    assert outcome.standing["alpha"].repeats == {}


def test_doubts_name_the_key_of_the_city_once_it_is_known(asked: Questionnaire) -> None:
    have = received(
        answer("1", "ALPHA", ""),
        answer("2", "Beta", "2009-02-05", plan="no"),
        answer("3", "Beta", "2009-02-05", plan="yes"),
        answer("4", "Gamma", "2009-02-05", consent=""),
        answer("5", "Delta", "2009-02-05", plan=""),
        answer("6", "Nowhere", "2009-02-05"),
        doubts=(Doubt("d", "option", Where("k.csv", 5, "plan"), "perhaps", "", (), "kobo:5"),),
    )
    named = {one.doubt.kind: one.participant for one in stand(asked, have).undecided}
    assert named == {
        DAY: "alpha",
        WHICH: "beta",
        CONSENT: "gamma",
        "option": "delta",
        CITY: "",
    }


def test_two_rows_of_one_file_with_one_id_are_a_doubt(asked: Questionnaire) -> None:
    have = received(
        answer("1", "Alpha", "2009-02-01", plan="no"),
        answer("1", "Alpha", "2009-02-05", plan="yes", row=2),
    )
    assert kinds(stand(asked, have)) == [EDITED]


def test_the_latest_export_with_repeats_decides_about_them(asked: Questionnaire) -> None:
    exports = [
        answer("1", "Alpha", "2009-02-01", digest="one", repeats=CASE),
        answer("1", "Alpha", "2009-02-03", digest="two", repeats={"practice": ()}),
        answer("1", "Alpha", "2009-02-05", digest="three"),
    ]
    for order in itertools.permutations(exports):
        assert stand(asked, received(*order)).standing["alpha"].repeats == {"practice": ()}
    assert stand(asked, received(exports[0], exports[2])).standing["alpha"].repeats == CASE


def test_any_order_and_twice_gives_the_same_bytes(asked: Questionnaire) -> None:
    doubt = Doubt(
        "d1", "number", Where("ms.xlsx", 3, "online_pct"), "aprox. 60 %", "60", (), "ms:3"
    )
    answers = [
        answer("1", "Alpha", "2009-02-01"),
        answer("2", "Beta", "2009-02-05", tool="odk"),
        answer("3", "Gamma", "2009-02-05", tool="ms"),
        answer("1", "Alpha", "2009-02-01", digest="another export"),
    ]
    every = [
        write_received(received(*order, *order[:2], doubts=(doubt,)))
        for order in itertools.permutations(answers)
    ]
    assert len(set(every)) == 1


def test_one_submission_in_two_exports_is_one(asked: Questionnaire) -> None:
    cases = {"practice": ({"p_title": "Case", "p_done": "A desk"},)}
    have = received(
        answer("1", "Alpha", digest="csv"),
        answer("1", "Alpha", digest="xlsx", repeats=cases),
    )
    outcome = stand(asked, have)
    assert states(outcome) == {"1": STANDS}
    assert outcome.standing["alpha"].repeats == cases


def test_one_submission_with_other_answers_in_two_exports_is_for_a_person(
    asked: Questionnaire,
) -> None:
    have = received(
        answer("1", "Alpha", digest="a", file="old.csv", plan="no"),
        answer("1", "Alpha", digest="b", file="new.csv", plan="yes"),
    )
    outcome = stand(asked, have)
    assert (kinds(outcome), states(outcome), outcome.standing) == ([EDITED], {"1": UNDECIDED}, {})
    decided = settle(asked, have, "new.csv row 1")
    assert decided.standing["alpha"].cells["plan"] == "yes"


def test_two_tools_on_one_day_are_for_a_person(asked: Questionnaire) -> None:
    have = received(
        answer("1", "Alpha", plan="no"),
        answer("2", "Alpha", tool="odk", plan="yes"),
    )
    outcome = stand(asked, have)
    assert (kinds(outcome), outcome.standing) == ([WHICH], {})
    assert states(outcome) == {"1": UNDECIDED, "2": UNDECIDED}
    decided = settle(asked, have, "odk.csv row 2")
    assert states(decided) == {"1": REPLACED, "2": STANDS}


def test_of_one_tool_the_hour_decides_and_equal_answers_are_the_same(asked: Questionnaire) -> None:
    later = answer("2", "Alpha", sent_at="2009-02-01T11:00:00", plan="no")
    outcome = stand(asked, received(answer("1", "Alpha"), later))
    assert states(outcome) == {"1": REPLACED, "2": STANDS}
    outcome = stand(asked, received(answer("1", "Alpha"), answer("2", "Alpha", tool="odk")))
    assert (kinds(outcome), states(outcome)) == ([], {"1": STANDS, "2": SAME})


def test_an_unfinished_answer_is_a_draft_and_gives_way(asked: Questionnaire) -> None:
    draft = answer("7", "Alpha", "", finished=False)
    assert states(stand(asked, received(draft))) == {"7": DRAFT}
    outcome = stand(asked, received(draft, answer("1", "Alpha")))
    assert states(outcome) == {"7": DRAFT, "1": STANDS}
    assert outcome.standing["alpha"].id == "1"


def test_an_unknown_city_stays_out_until_a_person_says_which_it_is(asked: Questionnaire) -> None:
    have = received(answer("1", "Delda"), answer("2", "Delda", "2009-02-03", plan="no"))
    outcome = stand(asked, have)
    # one spelling is one doubt, however often it comes
    assert (kinds(outcome), states(outcome)) == ([CITY], {"1": UNKNOWN, "2": UNKNOWN})
    assert outcome.undecided[0].doubt.suggestion == "delta"
    for word in ("suggested", "delta", "Delta"):
        assert states(settle(asked, have, word)) == {"1": REPLACED, "2": STANDS}
    assert states(settle(asked, have, "Beta"))["2"] == STANDS
    assert states(settle(asked, have, "left out")) == {"1": LEFT_OUT, "2": LEFT_OUT}


def test_an_answer_without_a_day_waits_for_one(asked: Questionnaire) -> None:
    have = received(
        answer("1", "Alpha", "", tool="sheet"), answer("2", "Alpha", "2009-02-03", plan="no")
    )
    outcome = stand(asked, have)
    assert (kinds(outcome), states(outcome)) == ([DAY], {"1": UNDECIDED, "2": STANDS})
    assert states(settle(asked, have, "2009-02-04")) == {"1": STANDS, "2": REPLACED}


@pytest.mark.parametrize(
    ("said", "consent"), [("named", "named"), ("unnamed", "totals"), ("no", "no")]
)
def test_consent_is_that_of_the_answer_that_stands(
    asked: Questionnaire, said: str, consent: str
) -> None:
    assert stand(asked, received(answer("1", "Alpha", consent=said))).consents == {"alpha": consent}


def test_where_consent_is_not_said_a_person_says_it(asked: Questionnaire) -> None:
    have = received(answer("1", "Alpha", consent=None))
    outcome = stand(asked, have)
    assert (kinds(outcome), outcome.consents) == ([CONSENT], {"alpha": ""})
    assert settle(asked, have, "totals").consents == {"alpha": "totals"}


@pytest.mark.parametrize(
    ("decision", "cell"), [("", None), ("suggested", "60"), ("62.5", "62.5"), ("left out", None)]
)
def test_a_cell_in_doubt_stays_out_until_it_is_decided(
    asked: Questionnaire, decision: str, cell: str | None
) -> None:
    where = Where("kobo.csv", 1, "online_pct")
    doubt = Doubt("d1", "inexact", where, "aprox. 60 %", "60", (), "kobo:1")
    have = received(answer("1", "Alpha"), doubts=(doubt,))
    outcome = settle(asked, have, decision) if decision else stand(asked, have)
    assert outcome.standing["alpha"].cells.get("online_pct") == cell
    assert outcome.standing["alpha"].cells["plan"] == "yes"


def test_doubts_about_answers_that_count_for_nothing_are_no_matter(asked: Questionnaire) -> None:
    where = Where("kobo.csv", 1, "online_pct")
    doubt = Doubt("d1", "inexact", where, "aprox. 60 %", "60", (), "kobo:1")
    early, late = answer("1", "Alpha"), answer("2", "Alpha", "2009-02-09", plan="no")
    assert kinds(stand(asked, received(early, doubts=(doubt,)))) == ["inexact"]
    assert kinds(stand(asked, received(early, late, doubts=(doubt,)))) == []


@pytest.mark.parametrize(
    ("question", "decision", "cell"),
    [
        ("units", "it mayor", ("it", "mayor")),
        ("units", "Mayor", ("mayor",)),
        ("priorities", "living economy", ("living", "economy")),
        ("plan", "Don't know", "dk"),
    ],
)
def test_choices_are_decided_by_name_or_label(
    asked: Questionnaire, question: str, decision: str, cell: object
) -> None:
    doubt = Doubt("d1", "option", Where("kobo.csv", 1, question), "?", "", (), "kobo:1")
    have = received(
        replace(answer("1", "Alpha"), cells={"city": "Alpha", "consent": "named"}), doubts=(doubt,)
    )
    assert settle(asked, have, decision).standing["alpha"].cells[question] == cell


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"decision": "perhaps"}, "cannot be decided so"),
        ({"decision": "60", "who": ""}, "is empty"),
        ({"decision": "60", "why": ""}, "is empty"),
        ({"decision": "60", "why": "call +34 600 000 000"}, "holds a telephone number"),
        ({"decision": "60", "who": "ana@example.org"}, "holds an e-mail address"),
        ({"decision": "60", "why": "Alpha said so"}, "names an invited city"),
    ],
)
def test_decisions_that_cannot_be_taken_over(
    asked: Questionnaire, row: dict[str, Any], what: str
) -> None:
    doubt = Doubt("d1", "inexact", Where("k.csv", 1, "online_pct"), "60?", "60", (), "kobo:1")
    outcome = stand(asked, received(answer("1", "Alpha"), doubts=(doubt,)))
    doubts = {one.doubt.id: one for one in outcome.doubts}
    rows = [{"doubt": "d1", "who": "secretariat", "why": "asked", **row}]
    _, faults = decide(rows, doubts, TODAY, "doubts.csv", ["Alpha"])
    assert [what in fault.what for fault in faults] == [True]


def test_git_is_not_told_which_city_it_was(asked: Questionnaire) -> None:
    outcome = stand(asked, received(answer("1", "Delda")))
    one = outcome.undecided[0]
    row = {"doubt": one.doubt.id, "decision": "delta", "who": "secretariat", "why": "a slip"}
    (decision,), _ = decide([row], {one.doubt.id: one}, TODAY, "doubts.csv")
    assert "del" not in repr(decision)
