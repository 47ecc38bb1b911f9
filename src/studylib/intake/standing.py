"""Which answer of a city stands: the later one, and where that cannot be told, a person decides.

Pure: from what has come in, the invited cities and the decisions to what stands, whatever the order in which it came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from studylib.intake import doubts as kinds
from studylib.intake.decisions import Decision, apply
from studylib.intake.doubts import Open
from studylib.intake.matching import Invited, Match, simplify
from studylib.intake.received import Reading, Received, count_repeats
from studylib.intake.submissions import Doubt, Submission, Value, Where, make_id
from studylib.questionnaire.model import CONSENTS, Question, Questionnaire

STANDS, REPLACED, SAME = "stands", "replaced by a later answer", "the same as the one that stands"
DRAFT, UNKNOWN, UNDECIDED = "not handed in", "city not known", "to be decided"
LEFT_OUT = "left out by a decision"
"""What became of a submission."""
WORDS = {
    "named": "with the name of the city",
    "totals": "only in totals",
    "no": "not at all",
}


@dataclass(frozen=True)
class Frame:
    """What an answer is held against.

    Attributes
    ----------
    questionnaire
        As it was asked.
    invited
        The invited cities by all their names.
    cities
        The name of each participant.
    decisions
        By doubt.
    country_of
        The code of a country by what an answer calls it; empty if it is not known.
    """

    questionnaire: Questionnaire
    invited: Invited
    cities: Mapping[str, str]
    decisions: Mapping[str, Decision]
    country_of: Callable[[str], str]


@dataclass(frozen=True)
class Outcome:
    """What stands.

    Attributes
    ----------
    standing
        By participant, the submission that stands; its cells are decided, those still in doubt are left out.
    consents
        By participant, `named`, `totals` or `no`; empty while that is not known.
    states
        By key of a submission, its participant (empty if not known) and what became of it.
    doubts
        All doubts about cells and whole answers, decided or not.
    columns
        Doubts about whole columns. What is decided on one takes effect when its file is read once more, and then it is gone.
    """

    standing: Mapping[str, Submission]
    consents: Mapping[str, str]
    states: Mapping[str, tuple[str, str]]
    doubts: tuple[Open, ...]
    columns: tuple[Open, ...]
    decisions: Mapping[str, Decision]

    @property
    def undecided(self) -> list[Open]:
        """The doubts that are open."""
        every = [one for one in (*self.doubts, *self.columns) if not self._is_idle(one)]
        return [one for one in every if apply(one, self.decisions) is None]

    def _is_idle(self, one: Open) -> bool:
        """Whether a doubt is about an answer that counts for nothing, whatever is decided on it."""
        key, settled = one.doubt.submission, {REPLACED, SAME, DRAFT, LEFT_OUT}
        return one.doubt.kind not in {kinds.CITY, kinds.EDITED, kinds.DAY} and (
            self.states.get(key, ("", ""))[1] in settled
        )

    @property
    def unread(self) -> list[str]:
        """Files that have to be read once more, as a doubt about a column of theirs was decided."""
        decided = [one for one in self.columns if apply(one, self.decisions) is not None]
        # a table of an archive is called `<archive>/<table>`
        return sorted({one.doubt.where.file.partition("/")[0] for one in decided})


def find_standing(received: Received, frame: Frame) -> Outcome:
    """Work out which answers stand."""
    doubts: dict[str, Open] = {}
    by_city: dict[str, list[Submission]] = defaultdict(list)
    states: dict[str, tuple[str, str]] = {}
    matches: dict[tuple[str, str], Match] = {}
    for _, group in groupby(received.readings, key=lambda one: one.submission.key):
        submission, participant, state = _settle(list(group), frame, doubts, matches)
        states[submission.key] = (participant, state)
        if not state:
            by_city[participant].append(submission)
    standing: dict[str, Submission] = {}
    consents: dict[str, str] = {}
    for participant, answers in sorted(by_city.items()):
        chosen = _choose(participant, answers, frame, doubts)
        for one in answers:
            states[one.key] = (participant, _say_state(one, chosen))
        if chosen is not None:
            standing[participant] = chosen
            consents[participant] = _consent(participant, chosen, frame, doubts)
    columns = {doubt.id: _open_column(doubt, frame) for _, doubt in received.columns}
    return Outcome(
        standing,
        consents,
        states,
        tuple(doubts.values()),
        tuple(columns.values()),
        frame.decisions,
    )


def _settle(
    readings: Sequence[Reading],
    frame: Frame,
    doubts: dict[str, Open],
    matches: dict[tuple[str, str], Match],
) -> tuple[Submission, str, str]:
    """One submission of all its readings, its participant, and what became of it if it can go no further."""
    reading = None if _are_several(readings, frame) else _unite(readings)
    if reading is None:
        one = _open_edited(readings, frame)
        doubts[one.doubt.id] = one
        chosen = apply(one, frame.decisions)
        by_place = {_place(each.submission): each for each in readings}
        if not chosen:
            state = UNDECIDED if chosen is None else LEFT_OUT
            return readings[0].submission, "", state
        reading = _keep_own(by_place[chosen], readings, frame)
    submission = _dated(_decided(reading, frame, doubts), frame, doubts)
    participant, left_out = _find_city(submission, frame, doubts, matches)
    city = frame.cities.get(participant, "")
    for doubt in reading.doubts:
        doubts[doubt.id] = replace(doubts[doubt.id], city=city, participant=participant)
    day = make_id(kinds.DAY, submission.key)
    if day in doubts:
        doubts[day] = replace(doubts[day], participant=participant)
    if not participant:
        return submission, "", LEFT_OUT if left_out else UNKNOWN
    undated = submission.finished and not submission.sent_on
    return submission, participant, UNDECIDED if undated else ""


def _decided(reading: Reading, frame: Frame, doubts: dict[str, Open]) -> Submission:
    """A submission with the cells that were decided, and without those that are in doubt."""
    cells = dict(reading.submission.cells)
    for doubt in reading.doubts:
        question = frame.questionnaire.by_name.get(doubt.where.question)
        doubts[doubt.id] = one = Open(doubt, "", _choices(question, doubt))
        cells.pop(doubt.where.question, None)
        decided = apply(one, frame.decisions)
        if decided and not (question and question.repeat):
            cells[doubt.where.question] = _as_cell(decided, question)
    return replace(reading.submission, cells=cells)


def _dated(submission: Submission, frame: Frame, doubts: dict[str, Open]) -> Submission:
    """A submission with the day on which it was sent, which a person gives where the tool has none."""
    if submission.sent_on or not submission.finished:
        return submission
    where = Where(submission.file, submission.row, "")
    id_ = make_id(kinds.DAY, submission.key)
    doubt = Doubt(id_, kinds.DAY, where, "", submission=submission.key)
    doubts[id_] = one = Open(doubt, _cell(submission, frame, "city"))
    return replace(submission, sent_on=apply(one, frame.decisions) or "")


def _unite(readings: Sequence[Reading]) -> Reading | None:
    """The one reading that all are part of: a later one, or else all of them if none says otherwise; None if some do."""
    latest = max(one.submission.sent_on for one in readings)
    last = [one for one in readings if one.submission.sent_on == latest]
    # what one export leaves in doubt, and out of its cells, another one may tell
    sure: dict[str, Value] = {}
    for reading in last:
        for name, cell in reading.submission.cells.items():
            if cell and sure.setdefault(name, cell) != cell:
                return None
    doubts = tuple(each for each in last[0].doubts if each.where.question not in sure)
    repeats = _latest_repeats(readings)
    return Reading(replace(last[0].submission, cells=sure, repeats=repeats), doubts)


def _are_several(readings: Sequence[Reading], frame: Frame) -> bool:
    """Whether one id stands for several answers: of several cities, or of several rows of one file."""
    every = [one.submission for one in readings]
    cities, countries = zip(*(name_city(one, frame) for one in every), strict=True)
    if len({*cities} - {""}) > 1 or len({*countries} - {""}) > 1:
        return True
    rows: dict[str, Submission] = {}
    return any(rows.setdefault(one.digest, one).cells != one.cells for one in every)


def _keep_own(chosen: Reading, readings: Sequence[Reading], frame: Frame) -> Reading:
    """The reading that a person chose, with nothing that others say of another city."""
    submission = chosen.submission
    same = [
        one
        for one in readings
        if name_city(one.submission, frame) == name_city(submission, frame)
        and (one.submission.digest != submission.digest or one is chosen)
    ]
    doubts = (each for each in chosen.doubts if each.where.question not in submission.cells)
    return Reading(replace(submission, repeats=_latest_repeats(same)), tuple(doubts))


def _latest_repeats(readings: Sequence[Reading]) -> Mapping[str, tuple[Mapping[str, Value], ...]]:
    """The repeats of the latest export that has them."""
    having = [one.submission for one in readings if one.submission.repeats]
    # the same answer in two exports: where no later day tells, the fuller one
    latest = max(
        having, key=lambda one: (one.sent_on, one.sent_at, count_repeats(one.repeats)), default=None
    )
    return latest.repeats if latest else {}


def name_city(submission: Submission, frame: Frame) -> tuple[str, str]:
    """The city and its country, however they are written."""
    country = frame.country_of(_cell(submission, frame, "country"))
    return simplify(_cell(submission, frame, "city")), country


def _open_edited(readings: Sequence[Reading], frame: Frame) -> Open:
    choices = {_place(one.submission): f"{len(one.submission.cells)} answers" for one in readings}
    first = readings[0].submission
    doubt = Doubt(
        make_id(kinds.EDITED, *(str(one.key) for one in readings)),
        kinds.EDITED,
        Where(first.file, first.row, ""),
        "",
        options=tuple(choices),
        submission=first.key,
    )
    return Open(doubt, _cell(first, frame, "city"), choices, coded=True)


def _find_city(
    submission: Submission,
    frame: Frame,
    doubts: dict[str, Open],
    matches: dict[tuple[str, str], Match],
) -> tuple[str, bool]:
    """The participant of a submission, and whether a person left it out."""
    city = _cell(submission, frame, "city")
    country = frame.country_of(_cell(submission, frame, "country"))
    if (city, country) not in matches:
        matches[city, country] = frame.invited.match(city, country)
    match = matches[city, country]
    if match.participant:
        return match.participant, False
    question = frame.questionnaire.question_with_role("city")
    doubt = Doubt(
        make_id(kinds.CITY, city, country, "" if city else submission.key),
        kinds.CITY,
        Where(submission.file, submission.row, question.name if question else ""),
        f"{city} ({country})" if country else city,
        match.suggestions[0] if match.suggestions else "",
        match.suggestions,
        submission.key,
    )
    one = Open(doubt, city, frame.cities, coded=True)
    doubts.setdefault(doubt.id, one)
    decided = apply(one, frame.decisions)
    return decided or "", decided == ""


def _choose(
    participant: str, answers: Sequence[Submission], frame: Frame, doubts: dict[str, Open]
) -> Submission | None:
    """The answer of a city that stands: the later one; None while a person has to say which."""
    sent = [one for one in answers if one.finished]
    if not sent:
        return max(answers, key=lambda one: (len(one.cells), one.key))
    last = _latest(sent, "sent_on")
    # hours of two tools may be of two zones
    last = _latest(last, "sent_at") if len({one.tool for one in last}) == 1 else last
    last = sorted(last, key=lambda one: one.key)
    if all(one.cells == last[0].cells for one in last):
        return last[0]
    choices = {_place(one): f"{one.tool}, {one.sent_on or 'no day'}" for one in last}
    doubt = Doubt(
        make_id(kinds.WHICH, *(one.key for one in last)),
        kinds.WHICH,
        Where(last[0].file, last[0].row, ""),
        "",
        options=tuple(choices),
    )
    city = frame.cities[participant]
    one = Open(doubt, city, choices, coded=True, participant=participant)
    doubts[doubt.id] = one
    chosen = apply(one, frame.decisions)
    return next((each for each in last if _place(each) == chosen), None)


def _consent(
    participant: str, submission: Submission, frame: Frame, doubts: dict[str, Open]
) -> str:
    """What the city allows; a person says it where the answer does not."""
    said = CONSENTS.get(_cell(submission, frame, "consent"), "")
    if said or not submission.finished:
        return said
    question = frame.questionnaire.question_with_role("consent")
    doubt = Doubt(
        make_id(kinds.CONSENT, submission.key),
        kinds.CONSENT,
        Where(submission.file, submission.row, question.name if question else ""),
        _cell(submission, frame, "consent"),
        "no",
        tuple(WORDS),
        submission.key,
    )
    city = frame.cities[participant]
    doubts[doubt.id] = one = Open(doubt, city, WORDS, participant=participant)
    return apply(one, frame.decisions) or ""


def _say_state(submission: Submission, chosen: Submission | None) -> str:
    if chosen is None:
        return UNDECIDED if submission.finished else DRAFT
    if submission.key == chosen.key:
        return STANDS if submission.finished else DRAFT
    if not submission.finished:
        return DRAFT
    return SAME if submission.cells == chosen.cells else REPLACED


def _latest(answers: Sequence[Submission], field: str) -> list[Submission]:
    latest = max(getattr(one, field) for one in answers)
    return [one for one in answers if getattr(one, field) == latest]


def _place(submission: Submission) -> str:
    return f"{submission.file} row {submission.row}"


def _cell(submission: Submission, frame: Frame, role: str) -> str:
    """The answer to the question that tells the city, its country or its consent."""
    question = frame.questionnaire.question_with_role(role)
    cell = submission.cells.get(question.name, "") if question else ""
    return cell if isinstance(cell, str) else " ".join(cell)


def _choices(question: Question | None, doubt: Doubt) -> Mapping[str, str]:
    """What a doubt about a cell can be decided to, besides its suggestion."""
    if question is None or not question.choices:
        return {word: word for word in doubt.options}
    return {
        choice.name: next(iter(choice.labels.values()), choice.name) for choice in question.choices
    }


def _open_column(doubt: Doubt, frame: Frame) -> Open:
    """A doubt about a column; which question a head is of can be any."""
    words = {word: word for word in doubt.options}
    if doubt.kind == "head":
        words |= {one.name: one.name for one in frame.questionnaire.answerable}
    return Open(doubt, "", words)


def _as_cell(decided: str, question: Question | None) -> Value:
    many = question is not None and question.kind in {"select_multiple", "rank"}
    return tuple(decided.split()) if many else decided
