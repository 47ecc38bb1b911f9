"""Forgetting a city: every trace of it is taken out of the private folder, the decisions and what was published of the edition."""

from __future__ import annotations

import csv
import datetime
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from quire.core.errors import StudyError, nearest
from quire.core.project import Project, recover, write_atomically
from quire.tables.csvfiles import read_records, read_rows, to_csv
from quire.text.words import plain
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.data.practices import FOLDER as PRACTICES
from studylib.data.withholding import LEAST_SHOWN
from studylib.intake.closing import list_respondents, write_instrument
from studylib.intake.decisions import Decision, write_decisions
from studylib.intake.desk import CITIES, DOUBTS, Desk, make_files, make_frame, open_desk, swap
from studylib.intake.drafts import name_drafts
from studylib.intake.memory import FILE as MEMORY
from studylib.intake.memory import read_memory, write_memory
from studylib.intake.received import FILE as RECEIVED
from studylib.intake.standing import UNDECIDED, Outcome, find_standing, name_city
from studylib.intake.tables import list_texts

WHERE = "study forget"
REMOVED = "one city was removed"
KEYS = ("participant", "respondent")
BUILT = {
    "data/processed/{edition}": "study run",
    "build/runs/{edition}": "study run",
    "build/runs/study": "study run",
    "build/failed/{edition}": "study run",
    "build/failed/study": "study run",
    "build/tries/{edition}": "study run -p",
    "build/tries/study": "study run -p",
    "build/book": "study book",
    "build/html": "study book",
    "build/print": "study print",
    "build/internal/book": "study book --internal",
    "build/internal/html": "study book --internal",
    "build/draft": "study book --draft",
    "build/internal/draft": "study book --internal --draft",
    "build/internal/report": "study report {edition}",
    "build/forms/{edition}": "study form {edition}",
}
"""Places of what is made, which hold a city until the command makes them anew."""


@dataclass(frozen=True)
class Forgotten:
    """What was taken out, and what is left for a person to look at.

    Attributes
    ----------
    submissions, decisions
        How many of the city's answers and of the decisions on them there were.
    recounted
        Whether what is public was counted anew.
    withdrawn
        Whether it was taken back as a whole, as too few cities are left.
    practices
        Files of good practices that the city handed in.
    frozen
        Whether values of the edition were published before.
    others
        Files of the private folder that were not searched, such as exports of a tool.
    built
        Places of what was made before, and may hold the city, each with the command that makes it anew.
    """

    submissions: int
    decisions: int
    recounted: bool
    withdrawn: bool
    practices: tuple[str, ...]
    frozen: bool
    others: tuple[str, ...]
    built: tuple[tuple[str, str], ...]


def forget(project: Project, edition: str, city: str, today: datetime.date) -> Forgotten:
    """Take a city out of an edition.

    Parameters
    ----------
    city
        Its key among the participants, or its name.
    today
        The day that is recorded; the name is not.

    Raises
    ------
    StudyError
        If the city was not invited to the edition, or two of its name were.
    """
    recover(project)
    desk = open_desk(project, edition, closed=True)
    frame = make_frame(desk)
    participant = _find_city(desk, city)
    before = find_standing(desk.received, frame)
    keys = _list_submissions(desk, before, participant)
    after = replace(
        desk,
        cities=desk.cities[desk.cities["participant"] != participant],
        received=desk.received.without(keys),
    )
    outcome = find_standing(after.received, make_frame(after))
    gone = _keys(desk, before) - _keys(after, outcome)
    kept = {key: one for key, one in desk.decisions.items() if key not in gone}
    public = project.raw / INSTRUMENTS / edition
    there = public.is_dir()
    respondents = list_respondents(after, outcome)
    after = replace(after, decisions=kept)
    files = _make_tables(after, outcome, participant, frame.cities[participant])
    files[MEMORY] = write_memory(read_memory(desk.folder).add(keys))
    enough = len(respondents) >= LEAST_SHOWN
    drafts = name_drafts(participant, edition)
    if there and enough:
        write_instrument(after, outcome, respondents)
    elif there:
        shutil.rmtree(public)
    swap(after.folder, files, _list_drafts(after, participant))
    # the record comes last: it must not tell of what did not happen
    write_atomically(desk.decisions_path, write_decisions(_record(kept, today).values()))
    return Forgotten(
        submissions=len(keys),
        decisions=len(desk.decisions) - len(kept),
        recounted=there and enough,
        withdrawn=there and not enough,
        practices=tuple(
            project.relative(path)
            for path in sorted((project.raw / PRACTICES).glob(f"{drafts}*.yml"))
        ),
        frozen=(project.published / edition).is_dir(),
        others=tuple(project.relative(path) for path in sorted(_list_unsearched(after.folder))),
        built=tuple(_list_built(project, edition)),
    )


def _list_built(project: Project, edition: str) -> Iterator[tuple[str, str]]:
    """Places of what was made before, and the command that makes each anew."""
    for place, command in BUILT.items():
        there = place.format(edition=edition)
        if (project.root / there).exists():
            yield there, command.format(edition=edition)


def _find_city(desk: Desk, city: str) -> str:
    """The participant with exactly this key or this name; capitals do not count, and accents can be left out."""
    names = dict(zip(desk.cities["participant"], desk.cities["city"], strict=True))
    said = plain(city).casefold()
    keys = (
        [city] if city in names else [key for key in names if plain(names[key]).casefold() == said]
    )
    if len(keys) == 1:
        return keys[0]
    where = desk.places[CITIES]
    if keys:
        what = f"{len(keys)} invited cities are called {city!r}"
        raise StudyError(what, where=where, repair=f"give the key of one: {', '.join(keys)}")
    raise StudyError(
        f"{city!r} is no city that was invited to {desk.edition.id}",
        where=where,
        repair=nearest(city, names),
    )


def _list_submissions(desk: Desk, outcome: Outcome, participant: str) -> list[str]:
    """Keys of all submissions of a city, also of those that nobody has decided yet which city they are of."""
    frame = make_frame(desk)
    undecided = {
        one.submission.key
        for one in desk.received.readings
        if outcome.states[one.submission.key] == ("", UNDECIDED)
        and frame.invited.match(*name_city(one.submission, frame)).participant == participant
    }
    return [
        key
        for key, (whose, _) in outcome.states.items()
        if whose == participant or key in undecided
    ]


def _keys(desk: Desk, outcome: Outcome) -> set[str]:
    """Keys of all doubts and texts."""
    texts = list_texts(outcome, desk.questionnaire, {})
    return {one.doubt.id for one in outcome.doubts} | set(texts["text"])


def _record(kept: Mapping[str, Decision], today: datetime.date) -> dict[str, Decision]:
    """The decisions, with this that a city was removed, and on which day."""
    number = sum(one.decision == REMOVED for one in kept.values()) + 1
    key = f"removed-{number}"
    return {**kept, key: Decision(key, REMOVED, WHERE, today.isoformat(), "at its request")}


def _make_tables(desk: Desk, outcome: Outcome, participant: str, city: str) -> dict[str, bytes]:
    """The private folder made anew, and all other tables in it without the city's rows."""
    files = make_files(desk, desk.received, outcome)
    others = {
        path.name: _without(path, participant, city)
        for path in desk.folder.glob("*.csv")
        if path.name not in files
    }
    return {**others, **files}


def _list_drafts(desk: Desk, participant: str) -> list[str]:
    """Drafts of practices that the city handed in, by their paths in the private folder."""
    drafts = (desk.folder / PRACTICES).glob(f"{name_drafts(participant, desk.edition.id)}*")
    return [f"{PRACTICES}/{path.name}" for path in drafts]


def _list_unsearched(folder: Path) -> Iterator[Path]:
    """Files that are no table with cities as this study names them."""
    for path in folder.rglob("*"):
        own = path.name in {RECEIVED, DOUBTS, MEMORY} or path.parent.name == PRACTICES
        if path.is_file() and not own and _read_rows(path) is None:
            yield path


def _without(path: Path, participant: str, city: str) -> bytes:
    """A table without the rows of a city."""
    rows = _read_rows(path) or []
    mine = [
        any(row.get(key) == participant for key in KEYS) or row.get("city") == city for row in rows
    ]
    if not any(mine):
        return path.read_bytes()
    return to_csv(pd.DataFrame(rows, dtype=str)[~pd.Series(mine)])


def _read_rows(path: Path) -> list[dict[str, str]] | None:
    """The rows of a table with cities as this study names them; None of any other file."""
    try:
        head, *_ = read_rows(path.read_bytes()) if path.suffix == ".csv" else [[""]]
        return read_records(path.read_bytes()) if {*KEYS, "city"} & {*head} else None
    except (UnicodeDecodeError, csv.Error, ValueError):
        return None
