"""Taking answers in: exports and decisions become the private folder of an edition, as a whole or not at all."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quire.core.errors import Fault, Faults
from quire.core.project import Project, recover, write_atomically
from quire.tables.csvfiles import read_records
from quire.tables.faults import mark_file
from studylib.data.fieldwork_files import find_unallowed
from studylib.data.personal import list_kinds
from studylib.intake.decisions import (
    HELD,
    NO,
    RELEASED,
    YES,
    Decision,
    apply,
    decide,
    find_telling,
    write_decisions,
)
from studylib.intake.desk import (
    CITIES,
    DOUBTS,
    TEXTS,
    WHERE,
    Desk,
    make_files,
    make_frame,
    open_desk,
    swap,
)
from studylib.intake.doubts import Open, read_filled
from studylib.intake.drafts import list_withdrawn
from studylib.intake.memory import read_memory
from studylib.intake.received import Received
from studylib.intake.standing import REPLACED, find_standing
from studylib.intake.submissions import Export, Submission
from studylib.intake.tables import update_cities
from studylib.intake.tools import list_files, read_export


@dataclass(frozen=True)
class Report:
    """What came of it.

    Attributes
    ----------
    new, again, replaced
        Submissions that were not on record, those that were, and those that a later answer took the place of.
    cities, drafts
        Cities that have sent an answer that stands, and those that have begun one.
    decided
        Doubts and texts that were decided just now.
    doubts
        Those that are open.
    unread
        Files that have to be read once more, as a doubt about one of their columns was decided.
    texts
        Answers in words that nobody has looked at yet.
    changed
        Files that were written, or would be.
    forgotten
        Submissions that were left out, as their city was forgotten.
    unallowed
        Whether what is public names a city that does not allow it any more.
    """

    new: int
    again: int
    replaced: int
    cities: int
    drafts: int
    decided: int
    doubts: Sequence[Open]
    unread: Sequence[str]
    texts: int
    changed: Sequence[str]
    forgotten: int
    unallowed: bool


def take_in(
    project: Project,
    edition: str,
    paths: Sequence[Path],
    today: datetime.date,
    *,
    dry_run: bool = False,
    tell: Callable[[str], None] = lambda said: None,
) -> Report:
    """Take exports in, and what a person filled in of doubts and texts.

    Parameters
    ----------
    paths
        The exports, in any order; none to take in decisions only.
    today
        The day of the decisions.
    dry_run
        Say what would come of it, and write nothing.
    tell
        Is told what is being done.

    Raises
    ------
    StudyError, Faults
        If the edition takes no answers, or anything cannot be read; nothing was written then.
    """
    recover(project)
    desk = open_desk(project, edition)
    fresh = _decide(desk, today)
    desk = replace(desk, decisions={**desk.decisions, **{one.doubt: one for one in fresh}})
    export, received, skipped = _read(desk, paths, today, tell)
    outcome = find_standing(received, make_frame(desk))
    tell(f"{len(outcome.standing):,} cities have answered or begun to")
    files = make_files(desk, received, outcome)
    before = {one.submission.key for one in desk.received.readings}
    keys = {one.key for one in export.submissions}
    were = find_standing(desk.received, make_frame(desk)).states if desk.received.readings else {}
    states = Counter(state for _, state in outcome.states.values())
    finished = [one.finished for one in outcome.standing.values()]
    held = [row for row in read_records(files[TEXTS]) if not row["release"]]
    changed = [
        name
        for name, data in files.items()
        if not (desk.folder / name).is_file() or (desk.folder / name).read_bytes() != data
    ]
    gone = list_withdrawn(desk.folder, files)
    changed += gone
    if not dry_run:
        if fresh:
            write_atomically(desk.decisions_path, write_decisions(desk.decisions.values()))
        if changed:
            swap(desk.folder, files, gone)
        latest = max((row["answered_on"] for row in read_records(files[CITIES])), default="")
        if _bring_up_to_date(desk, latest):
            tell(f"as_of, the day that the files speak of, is {latest} now")
    return Report(
        new=len(keys - before),
        again=len(keys & before),
        replaced=states[REPLACED] - Counter(state for _, state in were.values())[REPLACED],
        cities=sum(finished),
        drafts=len(finished) - sum(finished),
        decided=len(fresh),
        doubts=outcome.undecided,
        unread=outcome.unread,
        texts=len(held),
        changed=changed,
        forgotten=skipped,
        unallowed=bool(find_unallowed(project, [], {edition: update_cities(desk.cities, outcome)})),
    )


def _bring_up_to_date(desk: Desk, day: str) -> bool:
    """Let the edition's file speak of the day of the latest answer; its other lines and all comments stay."""
    own = desk.project.raw / "editions" / f"{desk.edition.id}.yml"
    work = desk.edition.preparation
    if work is None or day <= work.as_of.isoformat():
        return False
    text = own.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^( +as_of: *)['\"]?\d{4}-\d\d-\d\d['\"]?", rf"\g<1>{day}", text, count=1)
    write_atomically(own, text.encode())
    return True


def _read(
    desk: Desk, paths: Sequence[Path], today: datetime.date, tell: Callable[[str], None]
) -> tuple[Export, Received, int]:
    """What the exports hold, what is on record with it, and how many answers stay out as their city was forgotten."""
    if not paths:
        return Export(""), desk.received, 0
    paths = list_files(paths)
    missing = [
        mark_file(str(path), "there is no such file", "correct the name")
        for path in paths
        if not path.is_file()
    ]
    if missing:
        raise Faults(missing, where=WHERE)
    tell(f"reading {', '.join(path.name for path in paths)}")
    outcome = find_standing(desk.received, make_frame(desk))
    columns = {one.doubt.id: apply(one, desk.decisions) for one in outcome.columns}
    decided = {key: word for key, word in columns.items() if word is not None}
    export = read_export(paths, desk.questionnaire, decided)
    if export.faults:
        raise Faults(export.faults, where=WHERE)
    memory = read_memory(desk.folder)
    gone = {one.key for one in export.submissions if memory.knows(one.key)}
    # an edition is made before its year is over, and it may be tomorrow already where the city is
    latest = max(today + datetime.timedelta(days=1), datetime.date(desk.edition.year, 12, 31))
    export = replace(
        export,
        submissions=tuple(
            _without_future(one, latest) for one in export.submissions if one.key not in gone
        ),
        doubts=tuple(one for one in export.doubts if one.submission not in gone),
    )
    return export, desk.received.add(export), len(gone)


def _without_future(submission: Submission, latest: datetime.date) -> Submission:
    """A submission without a day that cannot be, so that a person gives it: some clock was wrong."""
    if submission.sent_on <= latest.isoformat():
        return submission
    return replace(submission, sent_on="", sent_at="")


def _decide(desk: Desk, today: datetime.date) -> list[Decision]:
    """What was filled in since: of doubts, and of texts."""
    outcome = find_standing(desk.received, make_frame(desk))
    doubts = {one.doubt.id: one for one in (*outcome.doubts, *outcome.columns)}
    cities = list(desk.cities["city"])
    rows = read_filled(desk.folder / DOUBTS, "doubt", "decision")
    fresh, faults = decide(rows, doubts, today, desk.places[DOUBTS], cities)
    more, wrong = _release(desk, today, cities)
    if faults or wrong:
        raise Faults([*faults, *wrong], where=WHERE)
    return [*fresh, *more]


def _release(
    desk: Desk, today: datetime.date, cities: Sequence[str]
) -> tuple[list[Decision], list[Fault]]:
    """What a person filled in of texts: which are released, and which stay back."""
    fresh: list[Decision] = []
    faults: list[Fault] = []
    for row in read_filled(desk.folder / TEXTS, "text", "release"):
        key, said = row["text"], row["release"].casefold()
        word = RELEASED if said in YES else HELD if said in NO else ""
        before = desk.decisions.get(key)
        if before and before.decision == word:
            continue
        where = f"{desk.places[TEXTS]}, text {key}"
        if not word:
            faults.append(mark_file(where, "is neither yes nor no", "write one", "release", said))
            continue
        kinds = list_kinds(row.get("public") or row.get("value", ""))
        if word == RELEASED and kinds:
            what = f"holds {kinds[0]}, and cannot be released"
            repair = "write into the column public what may be published"
            faults.append(mark_file(where, what, repair, "release"))
        faults += find_telling(row, where, cities)
        who, why = row.get("who", ""), row.get("why", "")
        fresh.append(Decision(key, word, who, today.isoformat(), why))
    return fresh, faults
