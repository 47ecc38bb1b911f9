"""All that is known of an edition on the secretariat's desk: read as a whole, and its private folder written as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from quire.core.errors import Fault, Faults, StudyError
from quire.core.folders import fresh_folder, put_in_place
from quire.core.project import Project
from quire.tables.csvfiles import read_records, to_csv
from quire.tables.faults import mark_file
from quire.tables.reading import find_dangling, read_into
from quire.tables.schemas import read_schemas
from quire.tables.spreadsheets import to_spreadsheet
from studylib.data.editions import Edition, load_edition
from studylib.data.fieldwork_files import INCOMING
from studylib.data.identities import MERGED
from studylib.intake.decisions import FILE as DECISIONS
from studylib.intake.decisions import Decision, read_decisions
from studylib.intake.doubts import find_unreadable, read_filled, write_doubts
from studylib.intake.drafts import draft_practices
from studylib.intake.matching import gather_invited, simplify
from studylib.intake.received import FILE as RECEIVED
from studylib.intake.received import Received, read_received, write_received
from studylib.intake.standing import Frame, Outcome
from studylib.intake.tables import list_answers, list_submissions, list_texts, update_cities
from studylib.questionnaire.model import Questionnaire
from studylib.questionnaire.selfcheck import read_checked

PREPARATION = "preparation"
CITIES, ANSWERS, TEXTS, DOUBTS = "cities.csv", "answers.csv", "texts.csv", "doubts.csv"
SUBMISSIONS = "submissions.csv"
"""The tables of the private folder."""
FILLED = {DOUBTS: ("doubt", "decision"), TEXTS: ("text", "release")}
"""Those that persons fill in, with the columns of the keys and of what was decided."""
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
    folder = project.incoming / edition
    questionnaire, faults = read_checked(project, edition)
    where = project.relative(public / DECISIONS)
    decisions, wrong = read_decisions(public / DECISIONS, where)
    faults += wrong
    cities, wrong = _read_cities(project, folder / CITIES)
    faults += wrong
    for name, columns in FILLED.items():
        faults += find_unreadable(folder / name, project.relative(folder / name), columns)
    if faults or questionnaire is None:
        raise Faults(faults, where=WHERE)
    received = read_received(folder)
    return Desk(project, one, questionnaire, cities, decisions, received, folder)


def make_frame(desk: Desk) -> Frame:
    """What answers are held against."""
    framework = desk.project.raw / "framework"
    names = _records(framework / "city_names.csv")
    register = {row["city_code"]: row for row in _records(desk.project.raw / "cities.csv")}
    groups = {code: (row["country_code"], [row["city"]]) for code, row in register.items()}
    codes = _records(framework / "city_codes.csv")
    later = {row["code"]: row["city_code"] for row in codes if row["kind"] != MERGED}
    for row in names:
        code = later.get(row["city_code"], row["city_code"])
        # that a name is of no city at all, `study check` says
        if code in groups:
            groups[code][1].append(row["name"])
    return Frame(
        desk.questionnaire,
        gather_invited(desk.cities, groups.values()),
        dict(zip(desk.cities["participant"], desk.cities["city"], strict=True)),
        desk.decisions,
        _find_country(desk.questionnaire, _records(framework / "countries.csv")),
    )


def make_files(desk: Desk, received: Received, outcome: Outcome) -> dict[str, bytes]:
    """The files of the private folder, by their names in it."""
    return {
        RECEIVED: write_received(received),
        SUBMISSIONS: to_csv(list_submissions(received, outcome)),
        ANSWERS: to_csv(list_answers(outcome, desk.questionnaire)),
        TEXTS: to_spreadsheet(to_csv(list_texts(outcome, desk.questionnaire, read_texts(desk)))),
        DOUBTS: to_spreadsheet(write_doubts(outcome.undecided)),
        CITIES: to_csv(update_cities(desk.cities, outcome)),
        **draft_practices(desk.project, desk.edition, desk.questionnaire, desk.cities, outcome),
    }


def read_texts(desk: Desk) -> dict[str, dict[str, str]]:
    """The table of texts as it is, by key."""
    return {row["text"]: row for row in read_filled(desk.folder / TEXTS, "text", "text")}


def swap(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """Put files into a folder so that a kill at any moment leaves the old folder or the new one; other files in it stay.

    Parameters
    ----------
    gone
        Names of files that are to be there no more.
    """
    folder = folder.resolve()  # it may be a link to a safer disk
    with fresh_folder(folder) as scratch:
        if folder.is_dir():
            shutil.copytree(folder, scratch, dirs_exist_ok=True)
        for name, data in files.items():
            (scratch / name).parent.mkdir(exist_ok=True)
            (scratch / name).write_bytes(data)
        for name in gone:
            (scratch / name).unlink(missing_ok=True)
        put_in_place(scratch, folder)


def _read_cities(project: Project, path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """The invited cities as text, and what `study check` finds wrong with their table alone."""
    where, schema = project.relative(path), read_schemas(project).below(INCOMING)["cities"]
    read: dict[str, pd.DataFrame] = {}
    repair = "write it: a row for each city invited"
    faults = read_into(read, path, where, schema, missing=repair)
    if "cities" in read:
        others = {
            other.stem: pd.read_csv(other, dtype=str, keep_default_na=False)
            for other in (project.raw / "framework/countries.csv", project.raw / "members.csv")
            if other.is_file()
        }
        faults += find_dangling(read["cities"], schema, others, where)
        if read["cities"].empty:
            faults.append(mark_file(where, "has no row", repair))
    rows = [] if faults else read_records(path.read_bytes())
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
