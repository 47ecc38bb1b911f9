"""The processed tables on what city governments answered. Frames in, frames out.

They are of the surveys that stand beside an edition. What governments answered is never added to
what residents did, nor one survey to another: each row names its survey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from studylib.data.counts import ALL, numbers, participation, tallies
from studylib.data.fieldwork import place_in_countries
from studylib.data.identities import tell_apart
from studylib.data.instrument_checks import has_submitted
from studylib.data.instrument_papers import Instrument
from studylib.data.instruments import COUNTED, Survey
from studylib.data.pairs import pairs
from studylib.data.practices import sizes_of


def government_tables(
    surveys: Sequence[Survey], edition: str, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The processed tables of an edition, by name; none if no survey of governments is beside it.

    Parameters
    ----------
    surveys
        Those that stand beside the edition.
    tables
        The other raw tables: `countries` and `sizes`.
    """
    made: dict[str, list[pd.DataFrame]] = {}
    for survey in surveys:
        for name, table in _tables_of(survey, edition, tables).items():
            frame = table.reset_index(drop=True)
            frame.insert(0, "instrument", survey.about.id)
            made.setdefault(name, []).append(frame)
    return {name: pd.concat(parts, ignore_index=True) for name, parts in made.items()}


def _tables_of(
    survey: Survey, edition: str, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    about, raw = survey.about, survey.tables
    asked = place_governments(raw["respondents"], tables["countries"], tables["sizes"])
    came = asked[has_submitted(asked)]
    counted = count_answers(survey, asked)
    questions, items = raw["questions"], raw["items"]
    named = came if about.named else came[:0]
    country = tables["countries"].set_index("country_code")["country"]
    apart = tell_apart(named.assign(part=named["place"].astype(object).fillna("")), country)
    answers = raw["answers"].merge(items[["item", "question"]], on="item")
    return {
        "instruments": _about(about, edition),
        "government_questions": _questions(questions, counted),
        "government_items": _items(items, questions),
        "government_options": _number_rows(raw["options"], "question"),
        "government_cities": named.assign(city=apart, size=named["size"].astype(object).fillna("")),
        "government_answers": answers[answers["respondent"].isin(named["respondent"])],
        **{f"government_{name}": counted[name] for name in COUNTED},
    }


def place_governments(
    respondents: pd.DataFrame, countries: pd.DataFrame, sizes: pd.DataFrame
) -> pd.DataFrame:
    """Respondents with country, region, subregion and class of size; `place` becomes its name.

    Classes of size are categories in their order, and places in that of their codes.
    """
    frame = place_in_countries(respondents, countries)
    stated = respondents["region"]
    labels = sizes.sort_values("lower")["label"]
    classes = [one or None for one in sizes_of(respondents["population"], sizes)]
    codes = respondents.sort_values("place")["place_name"].unique()
    place = pd.Categorical(respondents["place_name"].where(lambda name: name != ""), codes)
    return frame.assign(
        region=frame["region"].where(stated == "", stated),
        size=pd.Categorical(classes, list(labels)),
        place=place,
    )


def count_answers(survey: Survey, respondents: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What is counted of one survey, by the names of `COUNTED`; taken as it is if it was before.

    Parameters
    ----------
    respondents
        As `place_governments` gives them, those that did not answer among them.
    """
    if set(COUNTED) <= set(survey.tables):
        return {name: survey.tables[name] for name in COUNTED}
    about, raw = survey.about, survey.tables
    came = respondents[has_submitted(respondents)]
    parts = (raw["questions"], raw["items"], raw["options"])
    all_known = len(came) < len(respondents)
    among = dict.fromkeys(one for one in (about.slows, about.eases) if one)
    return {
        "tallies": tallies(*parts, came, raw["answers"], about.dimensions),
        "numbers": numbers(*parts[:2], came, raw["answers"], about.dimensions),
        "pairs": pairs(*parts, came, raw["answers"], among),
        "participation": participation(
            came,
            list_participation_dimensions(about.dimensions, came),
            respondents if all_known else None,
            about.invited,
            public=about.named and not all_known,
        ),
    }


def count_countries(survey: Survey) -> int:
    """From how many countries cities answered the study's own questionnaire.

    A country whose number of cities is withheld is one that somebody answered from.
    """
    rows = survey.tables["participation"]
    countries = rows[rows["dimension"] == "country"]
    there = countries["withheld"] | (countries["answered"] > 0)
    return int(there.sum())


def list_participation_dimensions(
    dimensions: Sequence[str], respondents: pd.DataFrame
) -> list[str]:
    """By what participation is told: the survey's dimensions, and countries if several."""
    several = ["country"] if len(respondents["country"].unique()) > 1 else []
    return [*dimensions, *several]


def _about(about: Instrument, edition: str) -> pd.DataFrame:
    keys = ("title", "short", "own", "named", "unit", "asked_by", "of_whom", "invited", "answered")
    row = {
        **{key: getattr(about, key) for key in (*keys, "mode", "terms", "wording", "left_out")},
        "year_from": int(about.since[:4]),
        "year_to": int(about.until[:4]),
        "languages": " ".join(about.languages),
        "address": about.addresses[0] if about.addresses else "",
        "reason": about.beside[edition],
        "doubts": "\n".join(" ".join(one.split()) for one in about.doubts),
        "slows": about.slows or "",
        "eases": about.eases or "",
        "dimensions": " ".join(about.dimensions),
    }
    return pd.DataFrame([row]).astype({"invited": "Int64"})


def _questions(questions: pd.DataFrame, counted: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The questions, with how many were asked and answered; of a matrix by its fullest item."""
    numbered = counted["numbers"].rename(columns={"answered": "base"})
    columns = ["question", "dimension", "base", "asked"]
    every = pd.concat([counted["tallies"][columns], numbered[columns]], ignore_index=True)
    most = every[every["dimension"] == ALL].groupby("question")[["base", "asked"]].max()
    frame = _number_rows(questions)
    asked, answered = (frame["question"].map(most[name]) for name in ("asked", "base"))
    return frame.assign(asked=asked, answered=answered)


def _items(items: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    label = items["question"].map(questions.set_index("question")["label"])
    both = (items["row"] + ": " + items["column"]).where(items["column"] != "", items["row"])
    return _number_rows(items).assign(label=both.where(items["row"] != "", label).to_list())


def _number_rows(table: pd.DataFrame, within: str = "") -> pd.DataFrame:
    """The rows with their `position` from 1, in the table or within a group of it."""
    place = table.groupby(within).cumcount() + 1 if within else range(1, len(table) + 1)
    return table.assign(position=place)
