"""The raw files of an edition in preparation: which cities are asked, what they are asked, and what has come in.

Reading and checking only; what is made of them is in `fieldwork`. `data/raw/preparation/<id>/` holds one folder an edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd
import pandera.pandas as pa

from quire.core.errors import Fault, nearest
from quire.core.project import SLUG, Project
from studylib.data.columns import day, is_day, keyed, matches, name, one_of, slug, text
from studylib.data.editions import Edition
from studylib.data.reading import read_into
from studylib.data.references import find_strangers

FOLDER = "preparation"

FILES = {
    "cities": keyed(
        ["participant"],
        participant=slug(),
        city=text(),
        country_code=text(),
        population=pa.Column(
            "Int64", pa.Check.ge(1, error="below 1|give the number of inhabitants"), nullable=True
        ),
        member=slug(empty=True),
        invited_on=day(),
        answered_on=day(empty=True),
    ),
    "questions": keyed(
        ["question"],
        question=name(),
        wording=text(),
        area=text(empty=True),
        required=one_of("True", "False"),
    ),
    "answers": keyed(
        ["participant", "question"],
        participant=text(),
        question=text(),
        answer=text(matches(r"(?s:.*\S.*)", "is blank|leave the row out until there is an answer")),
    ),
}
"""What the three files must look like. A city without `answered_on` has sent nothing yet: its answers are drafts."""


def read_fieldwork(
    project: Project, editions: Iterable[Edition], tables: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, dict[str, pd.DataFrame]], list[Fault]]:
    """The files of every edition that has a calendar, by edition and name, and everything that is wrong with them.

    Parameters
    ----------
    editions
        Those that could be read. One in preparation must have all three files; one that came out may have kept them.
    tables
        The other raw tables, for the countries, areas and members that cells name.
    """
    known = list(editions)
    faults = _strange_files(project, known)
    found: dict[str, dict[str, pd.DataFrame]] = {}
    for edition in known:
        if edition.preparation is None:
            continue
        part = found[edition.id] = {}
        for file, schema in FILES.items():
            path = project.raw / FOLDER / edition.id / f"{file}.csv"
            if edition.in_preparation or path.is_file():
                missing = f"write it; an empty one is written by: study new {edition.id}"
                faults += read_into(part, file, path, project.relative(path), schema, None, missing)
        faults += _disagreements(part, edition, tables)
    return found, faults


def _strange_files(project: Project, editions: Sequence[Edition]) -> list[Fault]:
    """Folders of no edition, and files that nothing reads."""
    stems = {path.stem for path in (project.raw / "editions").glob("*.yml")}
    silent = {each.id for each in editions if each.preparation is None}
    faults = []
    for folder in sorted((project.raw / FOLDER).glob("*")):
        where, id_ = project.relative(folder), folder.name
        if not folder.is_dir():
            faults.append(
                Fault(
                    where,
                    0,
                    "",
                    "",
                    "nothing reads this file",
                    "put it into the folder of an edition",
                )
            )
            continue
        if not SLUG.fullmatch(id_):
            faults.append(
                Fault(
                    where, 0, "", id_, "no valid id of an edition", "use a-z, 0-9, '-' and '_' only"
                )
            )
        elif id_ not in stems:
            repair = (
                f"add data/raw/editions/{id_}.yml, or rename the folder ({nearest(id_, stems)})"
            )
            faults.append(Fault(where, 0, "", id_, "is the folder of no edition", repair))
        elif id_ in silent:
            repair = f"add the key to data/raw/editions/{id_}.yml, or delete the folder"
            faults.append(
                Fault(
                    where, 0, "", id_, "belongs to an edition without the key preparation", repair
                )
            )
        faults += [
            Fault(
                project.relative(path),
                0,
                "",
                "",
                "nothing reads this file",
                nearest(path.stem, FILES),
            )
            for path in sorted(folder.glob("*"))
            if path.name not in {f"{file}.csv" for file in FILES}
        ]
    return faults


def _disagreements(
    part: Mapping[str, pd.DataFrame], edition: Edition, tables: Mapping[str, pd.DataFrame]
) -> list[Fault]:
    """Cells that name what there is not, and days that cannot be."""

    def where(file: str) -> str:
        return f"data/raw/{FOLDER}/{edition.id}/{file}.csv"

    faults: list[Fault] = []
    for file, column, target, key, what in (
        ("cities", "country_code", tables.get("countries"), "country_code", "country"),
        ("cities", "member", tables.get("members"), "member", "member of members.csv"),
        ("questions", "area", tables.get("areas"), "area", "area"),
        ("answers", "participant", part.get("cities"), "participant", "participant of cities.csv"),
        ("answers", "question", part.get("questions"), "question", "question of questions.csv"),
    ):
        if file in part and target is not None:
            # an empty key is the schema's matter, an empty member or area is none
            named = part[file][part[file][column] != ""]
            faults += find_strangers(named, column, set(target[key]), what, where(file))
    if "cities" in part:
        faults += [Fault(where("cities"), *each) for each in _days(part["cities"], edition)]
        faults += [
            Fault(where("cities"), *each)
            for each in _members(part["cities"], tables.get("members"))
        ]
    return faults


def _days(cities: pd.DataFrame, edition: Edition) -> Iterator[tuple[int, str, str, str, str]]:
    """Invitations and answers that are after the day the files speak of, and answers before the invitation."""
    as_of = edition.preparation.as_of.isoformat() if edition.preparation else ""
    for row, invited, answered in zip(
        cities.index, cities["invited_on"], cities["answered_on"], strict=True
    ):
        for column, value in (("invited_on", invited), ("answered_on", answered)):
            if is_day(value) and value > as_of:
                repair = f"correct it, or bring as_of in editions/{edition.id}.yml up to date"
                yield int(row), column, value, f"is after as_of, {as_of}", repair
        if is_day(invited) and is_day(answered) and answered < invited:
            yield (
                int(row),
                "answered_on",
                answered,
                f"is before the invitation, {invited}",
                "correct one of the two",
            )


def _members(
    cities: pd.DataFrame, members: pd.DataFrame | None
) -> Iterator[tuple[int, str, str, str, str]]:
    """Members that stand for two cities, or for a city of another country."""
    named = cities[cities["member"] != ""]
    for row in named.index[named["member"].duplicated()]:
        yield (
            int(row),
            "member",
            str(named.loc[row, "member"]),
            "is the member of a city above, too",
            "keep one of them",
        )
    home = (
        {}
        if members is None
        else dict(zip(members["member"], members["country_code"], strict=True))
    )
    for row, member, country in zip(
        named.index, named["member"], named["country_code"], strict=True
    ):
        if home.get(member, country) != country:
            what = f"is of {home[member]} in members.csv, and this city of {country}"
            yield int(row), "member", member, what, "correct the member or the country"
