"""The raw files of an edition in preparation: which cities are asked, what they are asked, and what has come in.

Reading and checking only; what is made of them is in `fieldwork`. `data/raw/preparation/<id>/` holds one folder an edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.core.project import SLUG, Project
from quire.tables.csvfiles import is_day
from quire.tables.faults import mark_file, mark_rows
from quire.tables.reading import find_dangling, read_into
from quire.tables.schemas import Schemas
from studylib.data.editions import Edition

FOLDER = "preparation"
SCHEMAS = f"raw/{FOLDER}"
"""Where the schemas of the three files are."""
DAYS = ("invited_on", "answered_on")


def read_fieldwork(
    project: Project,
    editions: Iterable[Edition],
    tables: Mapping[str, pd.DataFrame],
    schemas: Schemas,
) -> tuple[dict[str, dict[str, pd.DataFrame]], list[Fault]]:
    """The files of every edition that has a calendar, by edition and name, and everything that is wrong with them.

    Parameters
    ----------
    editions
        Those that could be read. One in preparation must have all three files; one that came out may have kept them.
    tables
        The other raw tables, for the countries, areas and members that cells name.
    schemas
        Those of the study.
    """
    files, known = schemas.below(SCHEMAS), list(editions)
    faults = _strange_files(project, known, files)
    parts: dict[str, dict[str, pd.DataFrame]] = {}
    for edition in known:
        if edition.preparation is None:
            continue
        part = parts[edition.id] = {}
        folder = project.raw / FOLDER / edition.id
        for name, schema in files.items():
            path = folder / f"{name}.csv"
            if edition.in_preparation or path.is_file():
                missing = f"write it; an empty one is written by: study new {edition.id}"
                faults += read_into(part, path, project.relative(path), schema, missing=missing)
        # cities are those that were invited, and not those of the register
        others = {name: table for name, table in tables.items() if name not in files} | part
        for name, table in part.items():
            where = project.relative(folder / f"{name}.csv")
            faults += find_dangling(table, files[name], others, where)
        if "cities" in part:
            where = project.relative(folder / "cities.csv")
            faults += _days(part["cities"], edition, where)
            faults += _members(part["cities"], tables.get("members"), where)
    return parts, faults


def _strange_files(
    project: Project, editions: Sequence[Edition], names: Iterable[str]
) -> list[Fault]:
    """Folders of no edition, and files that nothing reads."""
    stems = {path.stem for path in (project.raw / "editions").glob("*.yml")}
    silent = {edition.id for edition in editions if edition.preparation is None}
    known, unread = set(names), "nothing reads this file"
    faults = []
    for folder in sorted((project.raw / FOLDER).glob("*")):
        where, id_ = project.relative(folder), folder.name
        if not folder.is_dir():
            faults.append(mark_file(where, unread, "put it into the folder of an edition"))
            continue
        if not SLUG.fullmatch(id_):
            repair = "use a-z, 0-9, '-' and '_' only"
            faults.append(mark_file(where, "no valid id of an edition", repair, "", id_))
        elif id_ not in stems:
            guess = nearest(id_, stems)
            repair = f"add data/raw/editions/{id_}.yml, or rename the folder ({guess})"
            faults.append(mark_file(where, "is the folder of no edition", repair, "", id_))
        elif id_ in silent:
            what = "belongs to an edition without the key preparation"
            repair = f"add the key to data/raw/editions/{id_}.yml, or delete the folder"
            faults.append(mark_file(where, what, repair, "", id_))
        faults += [
            mark_file(project.relative(path), unread, nearest(path.stem, known))
            for path in sorted(folder.glob("*"))
            if path.suffix != ".csv" or path.stem not in known
        ]
    return faults


def _days(cities: pd.DataFrame, edition: Edition, where: str) -> Iterator[Fault]:
    """Invitations and answers that are after the day the files speak of, and answers before the invitation."""
    as_of = edition.preparation.as_of.isoformat() if edition.preparation else ""
    days = {column: cities[column].where(cities[column].map(is_day), "") for column in DAYS}
    for column in DAYS:
        what, late = f"is after as_of, {as_of}", days[column] > as_of
        repair = f"correct it, or bring as_of in editions/{edition.id}.yml up to date"
        yield from mark_rows(cities, late, column, where, what, repair)
    invited, answered = (days[column] for column in DAYS)
    words, repair = "is before the invitation, " + invited, "correct one of the two"
    early = (answered != "") & (answered < invited)
    yield from mark_rows(cities, early, "answered_on", where, words, repair)


def _members(cities: pd.DataFrame, members: pd.DataFrame | None, where: str) -> Iterator[Fault]:
    """Members that stand for two cities, or for a city of another country."""
    named = cities[cities["member"] != ""]
    what, repair = "is the member of a city above, too", "keep one of them"
    twice = named["member"].duplicated()
    yield from mark_rows(named, twice, "member", where, what, repair)
    if members is not None:
        country = dict(zip(members["member"], members["country_code"], strict=True))
        home = named["member"].map(country).astype(object).fillna(named["country_code"])
        words = "is of " + home + " in members.csv, and this city of " + named["country_code"]
        repair, abroad = "correct the member or the country", home != named["country_code"]
        yield from mark_rows(named, abroad, "member", where, words, repair)
