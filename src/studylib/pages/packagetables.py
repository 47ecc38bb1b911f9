"""What the tables of the data package are called and hold: titles, keys, and columns that need words of their own.

Meanings that hold in every table stand on the page on columns (`book/columns.md`); how fields are made of both is in `tableschemas`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EDITION = "edition"


@dataclass(frozen=True)
class Table:
    """One table of the package.

    Attributes
    ----------
    common
        True where it is the same for every edition; all others begin with the column `edition`.
    key
        Columns that tell its rows apart; empty if rows are lines of a list.
    links
        Columns that name rows of another table, by that table; the empty name is the table itself.
    words
        Meanings of columns that differ from those on the page on columns.
    """

    title: str
    description: str
    common: bool = False
    key: tuple[str, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


SHARES = {
    "positive_pct": "Per cent of residents who agreed or were satisfied.",
    "negative_pct": "Per cent of residents who disagreed or were not satisfied; empty where not published.",
    "no_answer_pct": "Per cent of residents who did not know or did not answer; empty where not published.",
    "shares_sum_pct": "Sum of the three shares.",
    "flags": "The publisher's flags, of the row or of one answer: b break, d definition differs, e estimated, u withheld.",
    "caveat": "What to know of the figure; empty where there is nothing.",
}
"""Meanings of the columns of answers, in every table that has them."""

DECISION = {
    "reason": "Why it counts so.",
    "decided_by": "Who decided it.",
    "decided_on": "Day of the decision.",
}

TABLES: dict[str, Table] = {
    "editions": Table(
        "Editions",
        "One row per edition of the study, also of those that are only recorded.",
        key=("edition",),
        words={
            "year": "Year that UCLG names the edition by; the year of the figures is wave_year.",
            "title": "Title of the edition.",
            "subject": "What the edition is about.",
            "status": "published: its figures are in this package; any other word: it is only known to exist.",
            "areas": "Areas in its focus, separated by blanks.",
            "wave": "Survey that stands beside the edition; empty if none does.",
            "wave_survey": "The survey by its name here; empty if there is none.",
            "wave_title": "Title of that survey.",
            "wave_figures_from": "Whose tables the figures of that survey are from.",
            "wave_year": "Year of the survey's figures.",
            "wave_respondents": "Residents asked in each city, as assumed for sampling errors.",
            "wave_respondents_reason": "Why that number is assumed.",
            "sources": "Addresses where the edition was published, separated by blanks.",
        },
    ),
    "areas": Table(
        "Areas",
        "One row per edition and area of the framework.",
        key=("edition", "area"),
        links={"editions": ("edition",)},
        words={"colour": "Colour of the area in figures, as in HTML."},
    ),
    "tree": Table(
        "Tree of scores",
        "One row per node: an item, or an area or part of one that is a mean of the nodes below it.",
        common=True,
        key=("node",),
        links={"": ("parent",)},
        words={
            "node": "Name of the item, of the area or of a part of it.",
            "parent": "Node that it is part of; empty at the top.",
            "direction": "1 where agreeing is good for the city, -1 where it is bad; empty for means.",
            "weight": "Weight in the parent's mean; empty where all weigh the same.",
            "method": "How a mean is taken; empty for items.",
            "min_coverage": "Least part of the weight with figures, from 0 to 1, for a mean to be given.",
            "lower": "Least value that an item can have.",
            "upper": "Greatest value that an item can have.",
        },
    ),
    "bands": Table(
        "Bands of scores",
        "One row per band.",
        common=True,
        key=("band",),
        words={"lower": "Least score of the band."},
    ),
    "items": Table(
        "Items",
        "One row per edition and item of the framework, also for those that its survey did not ask.",
        key=("edition", "item"),
        links={"areas": ("edition", "area")},
        words={
            "direction": "1 where agreeing is good for the city, -1 where it is bad.",
            "cities": "Cities with a figure in the edition's survey.",
            "note": "What else to know of the wording.",
        },
    ),
    "cities": Table(
        "Cities",
        "One row per edition and city of the register, also for those that are not in its survey.",
        key=("edition", "city_code"),
        links={"editions": ("edition",)},
        words={
            "population": "Residents of the city; empty where not known.",
            "population_year": "Year of that figure, the latest up to the survey's.",
            "size": "Its class of size; empty where not known.",
        },
    ),
    "city_names": Table(
        "Other names of cities",
        "One row per city and other name of it, as in English or another language of its country.",
        common=True,
        key=("city_code", "name"),
        words={
            "name": "The other name.",
            "language": "Its language (ISO 639-1); empty where it is of none.",
        },
    ),
    "answers": Table(
        "Answers of residents",
        "One row per edition, item and city, also where there is no figure; the column missing then says why.",
        key=("edition", "item", "city_code"),
        links={"items": ("edition", "item"), "cities": ("edition", "city_code")},
        words={**SHARES, "missing": "Why there is no figure; empty where there is one."},
    ),
    "answers_beside": Table(
        "Answers in other surveys",
        "One row per edition, survey, item and city: what other surveys found, and what only the press printed.",
        key=("edition", "survey", "item", "city_code"),
        links={"items": ("edition", "item"), "resident_surveys": ("edition", "survey")},
        words={**SHARES},
    ),
    "resident_surveys": Table(
        "Surveys of residents",
        "One row per edition and survey whose figures are printed under the year of its survey.",
        key=("edition", "survey"),
        links={"editions": ("edition",)},
        words={
            "main": "True for the survey that the edition stands on.",
            "title": "Title of the survey.",
            "conducted_by": "Who asked; empty if not known.",
            "country_code": "Country of a survey of one country; empty for others.",
            "mode": "How residents were asked; empty if not known.",
            "age_from": "Least age of the residents asked; empty if not known.",
            "fieldwork_from": "When asking began, as far as it is known.",
            "fieldwork_to": "When asking ended, as far as it is known.",
            "cities": "Cities whose residents were asked.",
            "respondents": "Residents who answered in all; empty if not known.",
            "respondents_kind": "How sure that number is.",
            "respondents_assumed": "Residents of each city assumed for sampling errors; empty if nothing can be.",
            "respondents_reason": "Why that number is assumed.",
            "figures_from": "Whose tables the figures are from.",
        },
    ),
    "comparisons": Table(
        "Statistics beside items",
        "One row per edition, item and official statistic that stands beside it.",
        key=("edition", "item", "statistic"),
        links={"items": ("edition", "item")},
        words={
            "level": "Whether the statistic is of cities or of countries.",
            "expected_sign": "Sign of the correlation that the reason leads one to expect.",
            "reason": "Why the two stand beside each other.",
            "source": "Publisher and data set.",
        },
    ),
    "statistics": Table(
        "Figures of these statistics",
        "One row per edition, item, statistic and place: the latest figure up to the year of the survey.",
        key=("edition", "item", "statistic", "place_code"),
        links={"comparisons": ("edition", "item", "statistic")},
        words={
            "level": "Whether the statistic is of cities or of countries.",
            "place_code": "Code of the city or of the country.",
        },
    ),
    "issues": Table(
        "Issues",
        "One row per issue that residents could name.",
        common=True,
        key=("issue",),
        words={
            "is_issue": "False for answers that name no issue.",
            "item": "Item on the same subject; empty if there is none.",
            "reason": "Why that item stands for it, or why none does.",
        },
    ),
    "priorities": Table(
        "Issues that residents named",
        "One row per edition, survey, issue and city; the survey of the edition and those before it.",
        key=("edition", "year", "issue", "city_code"),
        links={"issues": ("issue",), "cities": ("edition", "city_code")},
    ),
    "comparability": Table(
        "Map of comparability",
        "One row per edition and concept: how its survey asked it, seen from the survey before that asked it.",
        key=("edition", "concept"),
        links={"editions": ("edition",)},
        words={
            "item": "Item that asked it; empty if it was not asked.",
            "status": "same, reworded, rescaled, part, not asked, not in this copy, or not known.",
            **DECISION,
        },
    ),
    "comparability_beside": Table(
        "How other surveys asked",
        "One row per edition, survey other than its own and concept.",
        key=("edition", "survey", "concept"),
        links={"resident_surveys": ("edition", "survey")},
        words={
            "item": "Item that asked it.",
            "status": "beside: the same question in another survey; part: not even that.",
            **DECISION,
        },
    ),
    "practices": Table(
        "Good practices",
        "One row per good practice of the catalogue.",
        common=True,
        key=("practice",),
        words={
            "practice": "Name of the practice in addresses.",
            "title": "What was done, in a few words.",
            "population": "Residents of the city.",
            "size": "Class of that number.",
            "areas": "Areas it is about, separated by blanks.",
            "levers": "Means it uses, separated by blanks.",
            "start_year": "Year it began.",
            "status": "Whether it still runs.",
            "summary": "What was done and what came of it.",
        },
    ),
    "levers": Table(
        "Levers",
        "One row per means that a practice can use.",
        common=True,
        key=("lever",),
        words={"lever": "The means."},
    ),
    "elements": Table(
        "Elements",
        "One row per element of the vocabulary of what slows or eases.",
        common=True,
        key=("element",),
        words={"element": "Name of the element."},
    ),
    "surveys": Table(
        "Published surveys",
        "One row per statement on smart-city work in a published survey.",
        common=True,
        links={"elements": ("element",)},
        words={
            "survey": "Name of the survey.",
            "survey_year": "Its year; empty if the source does not give it.",
            "population": "Who was asked.",
            "respondents_n": "How many answered; empty if the source does not give it.",
            "kind": "barrier, enabler, or another kind of statement.",
            "element": "Element that it belongs to; empty where it neither slows nor eases.",
            "statement": "What the share is about.",
            "wording": "How the question put it; empty if the source does not give it.",
            "note": "What else to know.",
        },
    ),
    "published_shares": Table(
        "Shares that UCLG published",
        "One row per edition and statement, most of them on the cities that took part.",
        links={"editions": ("edition",)},
        words={
            "statement": "What the cities have or do.",
            "reading": "Which of two contradictory readings this is; empty if there is one only.",
            "share_pct": "Per cent of these cities.",
            "cities_n": "Number of cities that the share is of; empty if not known.",
            "base": "Which cities these are; where their number is not known, why.",
        },
    ),
    "published": Table(
        "Facts that UCLG published",
        "One row per edition and fact.",
        links={"editions": ("edition",)},
        words={"field": "What the fact is about.", "value": "The fact."},
    ),
}
"""The tables, in the order in which a reader needs them."""
