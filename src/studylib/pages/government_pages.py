"""A page for every government that answered and is shown by name: its answers beside those of its region and size.

Its words are in the templates `government*`, its tables in `government_answers`. Answers are what a government says of itself, and no
order of merit is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import pandas as pd

from quire.tables.csvfiles import write_rows
from quire.tables.origins import RawFiles, RawRows
from quire.text.messages import _
from studylib.findings.governments_words import LANGUAGES, write_number
from studylib.pages.government_answers import (
    SHOWN,
    WITHHELD,
    Answered,
    Answers,
    Counted,
    Group,
    split_answers,
)
from studylib.pages.government_highlights import Highlight, pick_highlights
from studylib.pages.government_tables import Governments
from studylib.questions.governments import ALL, Survey

COMPARED = ("region", "size")
"""Dimensions whose groups stand beside the answers of a government, by the columns of `government_cities`."""

TEXT = "text"
"""Kind of questions that are answered in words."""

FILE = (
    *("question", "question_label", "item", "item_label", "value", "answer", "dimension", "group"),
    *("n", "base", "lower_quartile", "median", "upper_quartile", "withheld"),
)
"""Columns of the file of a government."""

COUNTS = ("n", "base")
"""Those that hold whole numbers."""


@dataclass(frozen=True)
class GovernmentPage:
    """What the page of a government says.

    Attributes
    ----------
    survey, editions
        What it answered to; by id, how the book calls the editions beside which that stands.
    respondent, city, country, place
        Its id, its city and country, and what else is known of it in words.
    groups
        What its answers stand beside.
    sections
        By name, the questions of a section in order.
    highlights
        Its answers in short, which the page opens with.
    unanswered
        The questions that it did not answer or was not asked, by name.
    practices
        Good practices of the city, by id and title.
    words
        Its answers in words, as far as they were released, by question.
    profile
        The page of the city in the surveys of residents; empty if it has none.
    neighbours
        Where it has none, the cities of its country that do, each with its page.
    digest
        SHA-256 of the raw answers that it is made of.
    """

    template: ClassVar[str] = "government.md"
    withheld_word: ClassVar[str] = WITHHELD
    survey: Survey
    editions: Mapping[str, str]
    respondent: str
    city: str
    country: str
    place: Mapping[str, str]
    groups: Sequence[Group]
    sections: Mapping[str, Sequence[Answered]]
    highlights: Sequence[Highlight]
    unanswered: Mapping[str, str]
    practices: Sequence[tuple[str, str]]
    words: Mapping[str, str]
    profile: str
    neighbours: Sequence[tuple[str, str]]
    digest: str


def government_files(
    surveys: Sequence[Governments],
    profiles: Mapping[str, str],
    raw: RawFiles,
    practices: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    neighbours: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
) -> dict[str, GovernmentPage | bytes]:
    """The page and the file of every government that is shown by name, by their paths in the book.

    Parameters
    ----------
    surveys
        After `government_tables.read_governments`.
    profiles
        By code of a city of the register, its page, without ending.
    raw
        The raw files, for their digests.
    practices
        By page of a government, without ending, the good practices of its city: id and title.
    neighbours
        By country, the cities in surveys of residents, each with its page, without ending.
    """
    files: dict[str, GovernmentPage | bytes] = {}
    for one in surveys:
        counted, answers = Counted(one.survey), split_answers(one.answers)
        digest = raw.digest(RawRows(one.answers_file)) if len(one.cities) else ""
        for row in one.cities.to_dict("records"):
            respondent = str(row["respondent"])
            own = Answers(counted, answers.get(respondent, {}), _list_groups(counted, row))
            profile = profiles.get(str(row["city_code"]), "")
            name = f"{one.folder}/{respondent}"
            near = () if profile else neighbours.get(str(row["country"]), ())
            page = _page(one, row, own, (profile, near), digest, practices.get(name, ()))
            files |= {f"{name}.md": page, f"{name}.csv": _file(own)}
    return files


def _page(
    governments: Governments,
    row: Mapping[Any, Any],
    own: Answers,
    residents: tuple[str, Sequence[tuple[str, str]]],
    digest: str,
    practices: Sequence[tuple[str, str]],
) -> GovernmentPage:
    questions, (profile, neighbours) = own.counted.questions, residents
    asked = [own.question(one) for one in questions if one["kind"] in SHOWN]
    return GovernmentPage(
        survey=governments.survey,
        editions=governments.editions,
        respondent=str(row["respondent"]),
        city=str(row["city"]),
        country=str(row["country"]),
        place=_say_place(row),
        groups=own.groups,
        sections={
            section: [one for one in asked if one.section == section]
            for section in dict.fromkeys(one.section for one in asked)
        },
        highlights=pick_highlights(own.counted, own.own),
        unanswered={one.question: one.label for one in asked if not one.table},
        practices=practices,
        words={
            str(one["label"]): " ".join(own.own[str(one["question"])])
            for one in questions
            if one["kind"] == TEXT and one["question"] in own.own
        },
        profile=profile,
        neighbours=neighbours,
        digest=digest,
    )


def _list_groups(counted: Counted, row: Mapping[Any, Any]) -> list[Group]:
    """All governments, and those of its region and size, where the survey is broken down by them."""
    known = counted.groups
    everyone = [Group(ALL, group, _("All")) for dimension, group in known if dimension == ALL]
    own = [Group(name, str(row[name]), str(row[name])) for name in COMPARED]
    return [*everyone, *(group for group in own if group[:2] in known)]


def _say_place(row: Mapping[Any, Any]) -> dict[str, str]:
    """What is known of a government, by what it is."""
    people = row["population"]
    known = {
        _("Region"): _say_region(str(row["region"]), str(row["subregion"])),
        _("Residents, by its own figure"): "" if pd.isna(people) else write_number(people),
        _("Class of size"): str(row["size"]),
        _("Language of its answers"): LANGUAGES.get(row["answered_in"], str(row["answered_in"])),
    }
    return {name: value for name, value in known.items() if value}


def _say_region(region: str, part: str) -> str:
    """A region with the part of it, where that has another name."""
    return region if part == region else _("{region}, {part}", region=region, part=part)


def _file(own: Answers) -> bytes:
    """Every answer of a government, each with how many of the groups beside it gave the same."""
    return write_rows([FILE, *([_cell(row[name]) for name in FILE] for row in _rows(own))])


def _cell(value: Any) -> Any:
    """A value as a cell of the file: nothing where it is missing."""
    return None if pd.isna(value) else value


def _rows(own: Answers) -> Iterator[dict[str, Any]]:
    counted = own.counted
    for item in counted.items:
        for value, position in own.own.get(str(item["item"]), {}).items():
            question = str(item["question"])
            said = {
                "question": question,
                "question_label": counted.survey.question(question)["label"],
                "item": item["item"],
                "item_label": item["label"],
                "value": value,
                "answer": counted.labels.get((question, value), (value, ""))[0],
            }
            for group in own.groups:
                count = counted.count(group, item["item"], value, position)
                beside = count._asdict() if count else counted.number(group, item["item"]) or {}
                about = {"dimension": group.dimension, "group": group.group}
                there: dict[str, Any] = {name: beside.get(name) for name in FILE}
                counts = {
                    name: None if pd.isna(there[name]) else int(there[name]) for name in COUNTS
                }
                yield {**there, **counts, **said, **about}
