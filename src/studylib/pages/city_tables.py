"""All that the pages of cities are made of: processed tables of every edition with a survey, and results that its runs kept.

Nothing is worked out here: scores, profiles and changes are those of the notebook `results`, suggestions of `good_practices`. The
pages are in `city_pages`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeVar

import pandas as pd

from quire.core.project import Project
from quire.core.steps import RECORD, read_record
from quire.results import kept_table
from quire.text.words import sort_key
from studylib.data.city_names import own_names
from studylib.data.editions import Edition
from studylib.data.tables import EditionFacts, read_table
from studylib.data.tree import above
from studylib.pages.wanted_cities import choose_cities
from studylib.questions import city_changes, city_profiles, needs
from studylib.questions.satisfaction import OUTCOME
from studylib.questions.situation import label_shares

TABLES: tuple[str, ...] = (
    "answers",
    "answers_beside",
    "areas",
    "cities",
    "city_names",
    "items",
    "practices",
)
TABLES += ("coast", "resident_surveys", "tree")
KEPT = {
    "profiles": city_profiles.COLUMNS,
    "suggestions": needs.SUGGESTED,
    "city_changes": city_changes.COLUMNS,
}
"""Tables that runs keep for these pages, and their columns."""

T = TypeVar("T")
CONFIDENCE_PCT = 95.0
"""Coverage of intervals where an edition's choices do not say another."""


@dataclass(frozen=True, kw_only=True)
class CityEdition(EditionFacts):
    """An edition with a survey: what is known of it, how the book calls it, and two of its choices."""

    name: str = ""
    confidence_pct: float = CONFIDENCE_PCT
    country_min_cities: int = 1


@dataclass(frozen=True)
class Survey:
    """A survey of residents; a row of `resident_surveys`."""

    survey: str
    title: str
    conducted_by: str
    mode: str
    fieldwork_from: str
    fieldwork_to: str
    main: bool


@dataclass(frozen=True)
class CityTables:
    """The figures of all cities; every frame has a column `edition` and is in the order of the editions.

    Attributes
    ----------
    editions
        Those with a survey, as `edition.json` has them, with `name` (how the book calls it), `confidence_pct` and
        `country_min_cities`.
    cities
        One row an edition and a city of the register.
    register
        One row a city that is in some survey, indexed by its code, in the order of country and name.
    items, answers, beside
        The processed tables, the last of other surveys than the editions'; items also with `share_of`, what their favourable share is of.
    surveys
        By name, the surveys of residents as `resident_surveys` has them.
    areas
        Their labels.
    names
        Other names by code of the city: name and language.
    done_here
        By code of the city, the practices on record that are its own: id and title.
    coast, catalogue
        The processed tables that the maps draw behind the cities, and of good practices.
    whole
        Items that ask how satisfied residents are with their city as a whole.
    wanted
        Codes of the cities that have a page.
    profiles, practices, changes
        After `city_profiles.profile_cities`, within each survey, whose name is in the column `survey`; `needs.suggest_practices`; and
        `city_changes.measure_city_changes`.
    """

    editions: tuple[CityEdition, ...]
    cities: pd.DataFrame
    register: pd.DataFrame
    items: pd.DataFrame
    answers: pd.DataFrame
    beside: pd.DataFrame
    surveys: dict[str, Survey]
    areas: dict[str, str]
    names: dict[str, list[tuple[str, str]]]
    done_here: dict[str, list[tuple[str, str]]]
    profiles: pd.DataFrame
    practices: pd.DataFrame
    changes: pd.DataFrame
    coast: pd.DataFrame
    catalogue: pd.DataFrame
    whole: frozenset[str]
    wanted: frozenset[str]

    @cached_property
    def fullest(self) -> CityEdition:
        """The latest edition whose survey has both sides of the answers; the latest of all if none has."""
        both = set(self.answers.loc[self.answers["balance"].notna(), "edition"])
        return next(
            (each for each in reversed(self.editions) if each.id in both), self.editions[-1]
        )


def city_tables(
    project: Project, editions: list[Edition], names: Mapping[str, str]
) -> CityTables | None:
    """Read the processed tables and what runs kept; None if no edition has a survey.

    Parameters
    ----------
    project
        The checkout; its processed tables have been made, and its runs.
    editions
        All of them, in time.
    names
        How the book calls each.
    """
    about = [
        _about(project, each, names[each.id])
        for each in editions
        if each.runs_notebooks and each.wave is not None
    ]
    if not about:
        return None
    read = {
        each.id: {name: read_table(project.processed / each.id, name) for name in TABLES}
        for each in about
    }
    profiles = {each.id: _kept(project, each.id, "results", "profiles") for each in about}
    suggested = {
        each.id: _kept(project, each.id, "good_practices", "suggestions") for each in about
    }
    every = {
        name: _together({edition: tables[name] for edition, tables in read.items()})
        for name in TABLES
    }
    other: dict[str, list[tuple[str, str]]] = {}
    for row in read[about[-1].id]["city_names"].itertuples():
        other.setdefault(str(row.city_code), []).append((str(row.name), str(row.language)))
    register = _register(every["cities"], every["answers_beside"])
    return CityTables(
        editions=tuple(about),
        cities=every["cities"],
        register=register,
        items=every["items"].assign(share_of=label_shares(every["items"])),
        answers=every["answers"],
        beside=every["answers_beside"],
        surveys={row.survey: row for row in to_records(every["resident_surveys"], Survey)},
        areas=dict(zip(every["areas"]["area"], every["areas"]["label"], strict=True)),
        names=other,
        done_here=_done_here(register, other, read[about[-1].id]["practices"]),
        profiles=_together(profiles),
        practices=_together(suggested),
        # the latest edition knows all that came before
        changes=_kept(project, about[-1].id, "results", "city_changes"),
        coast=read[about[-1].id]["coast"],
        catalogue=read[about[-1].id]["practices"],
        whole=_ask_of_the_whole(every["tree"]),
        wanted=choose_cities(project, register),
    )


def _about(project: Project, edition: Edition, name: str) -> CityEdition:
    known = json.loads((project.processed / edition.id / "edition.json").read_bytes())
    record = read_record(project.runs / edition.id / "results" / RECORD)
    # what the run stands on: a default of its notebook, where the edition gives no value
    choices = edition.choices if record is None else record.key["parameters"]
    confidence = float(choices.get("confidence_pct", CONFIDENCE_PCT))
    least = int(choices.get("country_min_cities", 1))
    return CityEdition(
        **{**known, "name": name, "confidence_pct": confidence, "country_min_cities": least}
    )


def _kept(project: Project, edition: str, notebook: str, table: str) -> pd.DataFrame:
    """What a run of the edition kept; nothing where the study has no such run."""
    if not (project.runs / edition / notebook).is_dir():
        return pd.DataFrame(columns=KEPT[table])
    return kept_table(project, edition, notebook, table)


def _together(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Frames of editions below each other; those without rows are left out, unless all are."""
    filled = {key: frame for key, frame in frames.items() if len(frame)} or frames
    return pd.concat(
        [frame.assign(edition=key) for key, frame in filled.items()], ignore_index=True
    )


def _register(cities: pd.DataFrame, beside: pd.DataFrame) -> pd.DataFrame:
    """The cities that have a figure in some survey."""
    there = cities["in_edition"] | cities["city_code"].isin(beside["city_code"])
    inside = cities[there].drop_duplicates("city_code", keep="last")
    order = inside.sort_values(["country", "city", "city_code"])
    columns = [
        "city",
        "country_code",
        "country",
        "region",
        "subregion",
        "longitude",
        "latitude",
        "in_panel",
    ]
    return order.set_index("city_code")[columns]


def _ask_of_the_whole(tree: pd.DataFrame) -> frozenset[str]:
    """The items that ask how satisfied residents are with their city as a whole."""
    parents = dict(zip(tree["node"].astype(str), tree["parent"].astype(str), strict=True))
    return frozenset(node for node in parents if OUTCOME in above(node, parents))


def _done_here(
    register: pd.DataFrame, names: Mapping[str, list[tuple[str, str]]], practices: pd.DataFrame
) -> dict[str, list[tuple[str, str]]]:
    """The practices of each city: of the same country, and under one of its names."""
    # names of the cities themselves first, so that another name of one does not take the place of another city
    codes: dict[tuple[str, str], str] = {}
    plain_names = register.assign(
        name=[sort_key("/".join(own_names(city))) for city in register["city"]]
    )
    twice = set(plain_names.index[plain_names.duplicated(["country", "name"], keep=False)])
    for own in (True, False):
        for code, row in register.iterrows():
            city = str(row["city"])
            others = [name for name, _ in names.get(str(code), [])]
            # a bare name that two cities of the country have is of neither
            mine = (city, *(own_names(city) if code not in twice else ()))
            for name in mine if own else others:
                codes.setdefault((str(row["country"]), sort_key(name)), str(code))
    found: dict[str, list[tuple[str, str]]] = {}
    for each in practices.sort_values("title").itertuples():
        code = codes.get((str(each.country), sort_key(str(each.city))))
        if code is not None:
            found.setdefault(code, []).append((str(each.practice), str(each.title)))
    return found


def to_records(frame: pd.DataFrame, kind: type[T]) -> list[T]:
    """The rows of a frame as records whose fields are columns, but for those that the frame lacks."""
    names = [field.name for field in fields(kind) if field.name in frame]  # type: ignore[arg-type]
    rows = zip(*(frame[name].tolist() for name in names), strict=True)
    return [kind(**dict(zip(names, row, strict=True))) for row in rows]
