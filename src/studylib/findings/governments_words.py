"""What all pages on surveys of governments say alike: names of values, titles, source lines, what an interval means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from quire.showing.findings import Finding, Heading, Part
from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import capital, counted, decimal, interval, listed, rounded, whole
from studylib.data.enumerations import join_by_semicolon
from studylib.data.withholding import LEAST_SHOWN
from studylib.questions.governments import Survey

TITLES = {
    "region": _("Region"),
    "size": _("Size class"),
    "member": _("Member of the Community"),
    "country": _("Country"),
    "kind": _("Kind"),
    "place": _("Prefecture"),
}
"""What a breakdown is called; others by their own name."""

LANGUAGES = {
    "en": _("English"),
    "es": _("Spanish"),
    "fr": _("French"),
    "ja": _("Japanese"),
    "pt": _("Portuguese"),
}
"""Languages by their codes; others are shown as codes."""

DATA = {
    "name": "answer",
    "label": "step",
    "place": "place_in_rank",
    "n": "governments_n",
    "base": "governments_base",
    "asked": "governments_asked",
    "population": "governments_whole",
    "rho": "phi",
    "a_only": "first_only",
    "b_only": "second_only",
}
"""What columns of data are called, by their names in `questions.governments`."""

NARROW = 3
"""Intervals of fewer percentage points are written with a decimal."""

NO_SURVEY = _("The study has no survey of governments for this edition.")


def join_parts(parts: Sequence[Part]) -> Finding:
    """All that is said of surveys, or that there is none."""
    if not parts:
        return Finding(Statement("surveys", 0, NO_SURVEY, origin="instruments"))
    return Finding(*parts)


def slug(*parts: str) -> str:
    """Ids of an instrument, a question and more as one id of a figure.

    >>> slug("towns-2003", "Q_3.a", "by size")
    'towns-2003-q-3-a-by-size'
    """
    return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)


def value_name(*parts: str) -> str:
    """The same as the name of a value.

    >>> value_name("2027", "Q_3.a")
    'survey_2027_q_3_a'
    """
    return slug("survey", *parts).replace("-", "_")


def name_questions(survey: Survey) -> dict[str, str]:
    """An id for each question that no other has, also where two names differ in their signs only."""
    names: dict[str, str] = {}
    for question in survey.questions["question"]:
        wanted = name = slug(question) or "question"
        number = 1
        while name in names.values():
            number += 1
            name = f"{wanted}-{number}"
        names[question] = name
    return names


def head(survey: Survey, level: int = 2) -> Heading:
    """The heading of all that is of one survey, with its years."""
    title = survey.facts["title"]
    has_years = survey.years in title
    return Heading(
        title if has_years else _("{title}, {years}", title=title, years=survey.years), level
    )


def source(survey: Survey) -> str:
    """The source line: which survey, asked by whom and when, and whose words its labels are."""
    whose = _("labels are the questionnaire's") if survey.facts["own"] else _("labels are ours")
    said = _(
        "Source: {title}, {short}; {whose}.",
        title=survey.facts["title"],
        short=survey.facts["short"],
        whose=whose,
    )
    address = survey.facts["address"]
    return _("{source} {address}", source=said, address=address) if address else said


def entitle(survey: Survey, what: str, n: int, places: int = 0) -> str:
    """A title with what, who, where and when.

    Parameters
    ----------
    n
        How many governments the figure rests on.
    places
        In how many regions they are; 0 where the survey has none.
    """
    of = _("{n} {unit}", n=f"{n:,}", unit=survey.unit) if n else _("no {unit}", unit=survey.unit)
    parts = {"what": what.rstrip("?."), "of": of, "years": survey.years}
    if places > 1:
        where = counted(places, "region")
        return _("{what}: {of} in {where}, {years}", **parts, where=where)
    return _("{what}: {of}, {years}", **parts)


def name_data(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Columns of the data below a figure, under names that mean the same in every figure of the book."""
    return rows[columns].rename(columns=DATA)


def name_dimension(dimension: str) -> str:
    """What a breakdown is called, with a capital letter."""
    return TITLES.get(dimension) or capital(dimension.replace("_", " "))


def explain_intervals(survey: Survey, confidence_pct: float) -> Statement:
    """What an interval says here, and what it does not."""
    said = [
        _(
            "Intervals (Wilson) are at {confidence} per cent. No sample was drawn: the {unit} "
            "that answered are not a random choice of all. An interval shows only how far chance in who "
            "answered may have moved a share. What the others would have said nobody knows.",
            confidence=decimal(confidence_pct, 0),
            unit=survey.unit,
        ),
        _("How many were invited is not known, so those that answered count as a small part.")
        if survey.invited is None
        else _(
            "As {n} were invited, an interval is the narrower the more of them answered.",
            n=f"{survey.invited:,}",
        ),
        _(
            "A group of fewer than {least} is withheld, and so is any group from which it could be "
            "worked out; a dash stands in its place.",
            least=LEAST_SHOWN,
        ),
    ]
    if survey.facts["own"]:
        said.append(
            _(
                "Those that agreed to be counted in totals only are in what all answered together, "
                "where at least {least} of them answered, and in no group, quartile or pair.",
                least=LEAST_SHOWN,
            )
        )
    if survey.left_out:
        said.append(_("Here they are {n}, too few to be in any figure.", n=survey.left_out))
    return Statement(
        value_name(survey.id, "intervals"),
        survey.invited,
        " ".join(said),
        origin="instruments: invited, left_out",
    )


def say_method(surveys: Sequence[Survey], confidence_pct: float) -> Finding:
    """What an interval says in each survey; nothing where there is none."""
    parts: list[Part] = []
    for survey in surveys:
        if len(surveys) > 1:
            parts.append(head(survey, level=3))
        parts.append(explain_intervals(survey, confidence_pct))
    return Finding(*parts)


def say_share(row: pd.Series) -> str:
    """A share with its interval and number of governments; with a decimal where the interval is narrow."""
    digits = 1 if row["high"] - row["low"] < NARROW else 0
    return _(
        "{share} per cent ({ends}; n = {n})",
        share=decimal(row["share_pct"], digits),
        ends=interval(row["low"], row["high"], digits),
        n=whole(row["base"]),
    )


def name_groups(dimensions: Iterable[str], groups: dict[str, list[str]]) -> str:
    """Groups by their dimensions, as a list in a sentence."""
    return join_by_semicolon(
        _("{dimension}: {groups}", dimension=name_dimension(name), groups=listed(groups[name]))
        for name in dimensions
        if groups.get(name)
    )


def count_regions(rows: pd.DataFrame) -> int:
    """In how many regions governments answered a question; withheld ones count, as somebody is in them."""
    rows = rows[rows["dimension"] == "region"]
    number = rows["base"] if "base" in rows else rows["answered"]
    return int(rows.loc[rows["withheld"] | (number > 0), "group"].nunique())


def list_dimensions(survey: Survey, most: int) -> list[str]:
    """What the survey is broken down by into `most` groups or fewer."""
    groups = survey.tallies.groupby("dimension")["group"].nunique()
    return [name for name in survey.dimensions if groups[name] <= most]


def write_number(value: float, is_year: bool = False) -> str:
    """A number as answered, with thousands parted and one decimal where it has some; the thousands of a year are not parted.

    >>> write_number(9000.0), write_number(19747.25), write_number(2021.5, True)
    ('9,000', '19,747.3', '2021.5')
    """
    if is_year:
        return f"{rounded(value)}".removesuffix(".0")
    return f"{rounded(value):,}".removesuffix(".0")
