"""Taking answers in: exports and decisions become the private folder of an edition, as a whole or not at all."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from quire.core.errors import Fault, Faults, StudyError
from quire.core.folders import fresh_folder, put_in_place, recover
from quire.core.project import Project, digest_file, write_atomically
from quire.tables.csvfiles import read_records, to_csv
from quire.tables.faults import mark_file
from studylib.data.editions import Edition, load_edition
from studylib.data.personal import list_kinds
from studylib.intake.decisions import (
    FILE as DECISIONS,
)
from studylib.intake.decisions import (
    HELD,
    NO,
    RELEASED,
    YES,
    Decision,
    apply,
    decide,
    find_telling,
    read_decisions,
    write_decisions,
)
from studylib.intake.doubts import Open, read_filled, write_doubts
from studylib.intake.drafts import draft_practices, list_withdrawn
from studylib.intake.matching import gather_invited, simplify
from studylib.intake.received import FILE as RECEIVED
from studylib.intake.received import Received, read_received, write_received
from studylib.intake.standing import REPLACED, Frame, Outcome, find_standing
from studylib.intake.submissions import Export
from studylib.intake.tables import (
    list_answers,
    list_submissions,
    list_texts,
    update_cities,
)
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire

PREPARATION, INCOMING = "preparation", "incoming"
DOUBTS, TEXTS, CITIES = "doubts.csv", "texts.csv", "cities.csv"
WHERE = "study intake"


@dataclass(frozen=True)
class Desk:
    """All that is known of an edition before anything is taken in.

    Attributes
    ----------
    edition, questionnaire
        What was asked, for which edition.
    cities
        The invited cities, every cell text.
    decisions
        Those made so far, by doubt.
    received
        What has come in so far.
    folder
        The private folder.
    """

    project: Project
    edition: Edition
    questionnaire: Questionnaire
    cities: pd.DataFrame
    decisions: Mapping[str, Decision]
    received: Received
    folder: Path

    @property
    def decisions_path(self) -> Path:
        """Where decisions are kept, in git."""
        return self.project.raw / PREPARATION / self.edition.id / DECISIONS

    @property
    def places(self) -> Mapping[str, str]:
        """Names of the tables of the folder, as faults call them."""
        names = (DOUBTS, TEXTS, CITIES)
        return {name: self.project.relative(self.folder / name) for name in names}


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
    recover(project.root / "data" / INCOMING)
    desk = open_desk(project, edition)
    fresh = _decide(desk, today)
    desk = replace(desk, decisions={**desk.decisions, **{one.doubt: one for one in fresh}})
    export, received = _read(desk, paths, tell)
    outcome = find_standing(received, make_frame(desk))
    tell(f"{len(outcome.standing):,} cities have answered or begun to")
    files = make_files(desk, received, outcome)
    before = {one.submission.key for one in desk.received.readings}
    keys = {one.key for one in export.submissions}
    were = find_standing(desk.received, make_frame(desk)).states if desk.received.readings else {}
    states = Counter(state for _, state in outcome.states.values())
    finished = [one.finished for one in outcome.standing.values()]
    held = pd.Series([row["release"] == "" for row in read_records(files[TEXTS])], dtype=bool)
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
    return Report(
        new=len(keys - before),
        again=len(keys & before),
        replaced=states[REPLACED] - Counter(state for _, state in were.values())[REPLACED],
        cities=sum(finished),
        drafts=len(finished) - sum(finished),
        decided=len(fresh),
        doubts=outcome.undecided,
        unread=outcome.unread,
        texts=int(held.sum()),
        changed=changed,
    )


def open_desk(project: Project, edition: str, *, closed: bool = False) -> Desk:
    """Read all that is known of an edition that takes answers.

    Parameters
    ----------
    closed
        Whether one is taken, too, that takes none any more.

    Raises
    ------
    StudyError
        If it takes none.
    Faults
        With all that cannot be read of it.
    """
    one = load_edition(project, edition)
    if not (one.in_preparation or closed):
        raise StudyError(
            f"edition {edition} is {one.status.value}, and takes no answers",
            where=f"data/raw/editions/{edition}.yml",
            repair="write status: in preparation there if it is to be opened once more",
        )
    public = project.raw / PREPARATION / edition
    folder = project.root / "data" / INCOMING / edition
    questionnaire, faults = read_questionnaire(public, project.relative(public))
    where = project.relative(public / DECISIONS)
    decisions, wrong = read_decisions(public / DECISIONS, where)
    faults += wrong
    cities, wrong = _read_cities(folder / CITIES, project.relative(folder / CITIES))
    faults += wrong
    if faults or questionnaire is None:
        raise Faults(faults, where=WHERE)
    if questionnaire.question_with_role("city") is None:
        raise StudyError(
            "no question tells the city",
            where=project.relative(public / "survey.csv"),
            repair="name one of them city, or write city into its column study_role",
        )
    received = read_received(folder)
    return Desk(project, one, questionnaire, cities, decisions, received, folder)


def make_frame(desk: Desk) -> Frame:
    """What answers are held against."""
    framework = desk.project.raw / "framework"
    names = _records(framework / "city_names.csv")
    own = {row["city_code"]: row["city"] for row in _records(desk.project.raw / "cities.csv")}
    groups: dict[str, list[str]] = {code: [city] for code, city in own.items()}
    for row in names:
        groups.setdefault(row["city_code"], []).append(row["name"])
    return Frame(
        desk.questionnaire,
        gather_invited(desk.cities, groups.values()),
        dict(zip(desk.cities["participant"], desk.cities["city"], strict=True)),
        desk.decisions,
        _find_country(desk.questionnaire, _records(framework / "countries.csv")),
    )


def make_files(desk: Desk, received: Received, outcome: Outcome) -> dict[str, bytes]:
    """The files of the private folder, by their names in it."""
    before = {row["text"]: row for row in read_filled(desk.folder / TEXTS, "text", "text")}
    return {
        RECEIVED: write_received(received),
        "submissions.csv": to_csv(list_submissions(received, outcome)),
        "answers.csv": to_csv(list_answers(outcome, desk.questionnaire)),
        TEXTS: to_csv(list_texts(outcome, desk.questionnaire, before)),
        DOUBTS: write_doubts(outcome.undecided),
        CITIES: to_csv(update_cities(desk.cities, outcome)),
        **draft_practices(desk.project, desk.edition, desk.questionnaire, desk.cities, outcome),
    }


def swap(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """Put files into a folder so that a kill at any moment leaves the old folder or the new one; other files in it stay.

    Parameters
    ----------
    gone
        Names of files that are to be there no more.
    """
    with fresh_folder(folder) as scratch:
        if folder.is_dir():
            shutil.copytree(folder, scratch, dirs_exist_ok=True)
        for name, data in files.items():
            (scratch / name).parent.mkdir(exist_ok=True)
            (scratch / name).write_bytes(data)
        for name in gone:
            (scratch / name).unlink(missing_ok=True)
        put_in_place(scratch, folder)


def _read(
    desk: Desk, paths: Sequence[Path], tell: Callable[[str], None]
) -> tuple[Export, Received]:
    """What the exports hold, and what is on record with it."""
    if not paths:
        return Export(""), desk.received
    from studylib.intake.tools import read_export

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
    digests = {path.name: digest_file(path) for path in paths}
    return export, desk.received.add(export, digests)


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


def _read_cities(path: Path, where: str) -> tuple[pd.DataFrame, list[Fault]]:
    """The invited cities as text; what their cells must be is checked by `study check`."""
    needed = ("participant", "city", "country_code")
    repair = "write it: a row for each city invited"
    if not path.is_file():
        return pd.DataFrame(columns=needed), [mark_file(where, "the table is missing", repair)]
    try:
        rows = read_records(path.read_bytes())
    except UnicodeDecodeError:
        what = "is not UTF-8 text"
        return pd.DataFrame(columns=needed), [mark_file(where, what, "save it as CSV, UTF-8")]
    if not rows:
        return pd.DataFrame(columns=needed), [mark_file(where, "has no row", repair)]
    faults = [
        mark_file(where, "the column is missing", "add it", column)
        for column in needed
        if column not in rows[0]
    ]
    faults += [
        Fault(where, line, "", "", "has other cells than the head", "look for a comma")
        for line, row in enumerate(rows, start=2)
        if None in row or None in row.values()
    ]
    return pd.DataFrame(rows, dtype=str), faults


def _find_country(
    questionnaire: Questionnaire, countries: Sequence[Mapping[str, str]]
) -> Callable[[str], str]:
    """Codes of countries by codes and by all words that the study and the questionnaire have for them."""
    codes = {row["country_code"] for row in countries}
    words = {simplify(row["country"]): row["country_code"] for row in countries}
    question = questionnaire.question_with_role("country")
    labels: dict[str, str] = {}
    for choice in question.choices if question else ():
        said = [choice.name, *choice.labels.values()]
        code = choice.name.upper() if choice.name.upper() in codes else ""
        code = code or next((words[simplify(one)] for one in said if simplify(one) in words), "")
        labels |= {simplify(one): code for one in said if code}
    known = {**words, **labels, **{code.casefold(): code for code in codes}}
    return lambda said: known.get(said.strip().casefold()) or known.get(simplify(said), "")


def _records(path: Path) -> list[dict[str, str]]:
    return read_records(path.read_bytes()) if path.is_file() else []
