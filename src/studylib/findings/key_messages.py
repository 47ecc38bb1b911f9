"""The key messages of an edition: sentences that claim no more than their intervals support.

Frames in, messages with their figure out; `cards` shows those that fit on a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from textwrap import shorten

import pandas as pd

from quire.showing.findings import Cards, Finding
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import counted, decimal, interval, small
from studylib.data.tables import EditionFacts
from studylib.findings.leading import (
    Leading,
    find_leading,
    say_leading_answers,
    say_leading_scores,
)
from studylib.findings.messages import IN_WORDS, NO_FIGURE, PRACTICES, UCLG, KeyMessage
from studylib.findings.sources import survey
from studylib.findings.titles import count_cities
from studylib.questions.catalogue import select_on_areas
from studylib.questions.situation import name_base, select_alike

MOST = 6
"""Messages that fit on one screen."""

LONGEST = 170
"""Letters of a published sentence that fit on a card; the page behind it has the rest."""


def tabulate(messages: Sequence[KeyMessage]) -> pd.DataFrame:
    """The messages that fit on a screen, one a row; those without a figure come last."""
    columns = [field.name for field in fields(KeyMessage)]
    some = sorted(messages[:MOST], key=lambda one: one.figure == NO_FIGURE)
    return pd.DataFrame([astuple(one) for one in some], columns=columns)


def cards(study: EditionFacts, messages: Sequence[KeyMessage], confidence_pct: float) -> Finding:
    """The messages that fit on a screen, whose figures they are, and the level of intervals."""
    frame = tabulate(messages)
    caption = _("Key messages of the {year} edition", year=study.year)
    level = _("Intervals are at {confidence} per cent.", confidence=f"{confidence_pct:g}")
    intro = _say_whose(study, frame)
    return Finding(
        Statement("messages", len(frame), intro, origin="answers, published, practices"),
        Statement(
            "confidence",
            confidence_pct,
            "" if study.wave_year is None else level,
            origin="editions: choices",
        ),
        Cards("messages", frame, caption, _name_sources(study, frame)),
    )


def _say_whose(study: EditionFacts, frame: pd.DataFrame) -> str:
    if frame.empty:
        return _(
            "Nothing is known of the {year} edition that could be said in a sentence with its "
            "figure.",
            year=study.year,
        )
    if study.wave_year is None:
        return _(
            "No survey of residents stands beside the {year} edition: "
            "its messages are what UCLG published, in words.",
            year=study.year,
        )
    return _(
        "Figures of cities are from a survey that asked residents in {year}; "
        "UCLG's own study asked city governments. A city can be in both.",
        year=study.wave_year,
    )


def _name_sources(study: EditionFacts, frame: pd.DataFrame) -> str:
    """Whose figures the messages have: the survey's, and UCLG's where one of them is that."""
    if UCLG not in set(frame["whose"]):
        return survey(study)
    return _("{survey} What UCLG published: {title}.", survey=survey(study), title=study.title)


def say_answers(
    study: EditionFacts, values: pd.DataFrame, confidence_pct: float
) -> list[KeyMessage]:
    """Which items residents answer most and least favourably, by `situation.select_focus_values`."""
    if values.empty:
        return []
    # shares of different bases are not set beside each other
    base, values = name_base(values), select_alike(values)
    shares = values.set_index(["city_code", "label"])["favourable_pct"]
    wide = shares.unstack("label")  # noqa: PD010 - one figure a cell
    country = values.drop_duplicates("city_code").set_index("city_code")["country"]
    if wide.shape[1] < 2:
        return []
    named = wide.rename(columns=lambda label: _("‘{label}’", label=label))
    asked = _name_asked(wide.shape[1], values["area"])
    if base:
        asked = _("{asked} with shares of {base}", asked=asked, base=base)
    return [
        _say_extreme(leading, say_leading_answers(leading, sign, study.wave_year, asked), "%")
        for sign in (1, -1)
        for leading in [find_leading(named, country, confidence_pct, sign)]
    ]


def _name_asked(number: int, areas: pd.Series) -> str:
    """How many questions, and on what if they are on one area."""
    first, *others = areas.unique()
    if others:
        return _("{n} questions", n=number)
    return _("{n} questions on {area}", n=number, area=small(first))


def say_scores(
    study: EditionFacts, scores: pd.DataFrame, confidence_pct: float
) -> list[KeyMessage]:
    """How area scores are spread over cities, or which areas stand out, by `area_scores.tabulate_scores`."""
    if scores.empty:
        return []
    wide = scores.pivot(index="city_code", columns="area", values="score")  # noqa: PD010
    if wide.shape[1] > 1:
        country = scores.drop_duplicates("city_code").set_index("city_code")["country"]
        named = wide.rename(columns=small)
        return [
            _say_extreme(
                leading, say_leading_scores(leading, sign, study.wave_year, wide.shape[1]), ""
            )
            for sign in (1, -1)
            for leading in [find_leading(named, country, confidence_pct, sign)]
        ]
    area = str(wide.columns[0])
    low, median, high = wide[area].quantile([0.25, 0.5, 0.75])
    said = _(
        "In {year}, half of the cities scored {ends} of 100 on {area}; the median is {median}.",
        year=study.wave_year,
        area=small(area),
        ends=interval(low, high, 0),
        median=decimal(median, 0),
    )
    return [KeyMessage(decimal(median, 0), said, count_cities(len(wide)), "situation")]


def _say_extreme(leading: Leading, said: str, unit: str) -> KeyMessage:
    """The message on the first of several things; its interval is that of the first alone."""
    ends = interval(leading.mean.low, leading.mean.high, 0)
    cities = count_cities(leading.mean.n)
    if not ends:
        basis = _("{cities}, no interval", cities=cities)
    elif leading.others:
        basis = _(
            "{cities}, interval of {first} {ends}", cities=cities, first=leading.first, ends=ends
        )
    else:
        basis = _("{cities}, interval {ends}", cities=cities, ends=ends)
    figure = f"{decimal(leading.mean.value, 0)} {unit}".strip()
    return KeyMessage(figure, said, basis, "situation")


def say_published(
    study: EditionFacts, published: pd.DataFrame, shares: pd.DataFrame
) -> list[KeyMessage]:
    """What UCLG published: shares of a known number of its cities, else its results in words."""
    clear = shares[shares["cities_n"].notna() & ~shares["statement"].duplicated(keep=False)]
    messages = [
        KeyMessage(
            _("{share} %", share=decimal(row["share_pct"], 0)),
            _(
                "{share} per cent of the {base} in UCLG's own study {statement}.",
                share=decimal(row["share_pct"], 0),
                base=row["base"],
                statement=small(row["statement"]),
            ),
            _("{cities}, as published", cities=count_cities(int(row["cities_n"]))),
            "key_elements",
            UCLG,
        )
        for row in clear.to_dict("records")
    ]
    if not messages:
        number = study.participants["cities"]
        who = count_cities(number) if number else _("its cities")
        basis = _("as published, {who}", who=who)
        messages = [
            KeyMessage(
                IN_WORDS,
                shorten(f"{str(said).removesuffix('.')}.", LONGEST, placeholder=" …"),
                basis,
                "index",
                UCLG,
            )
            for said in published.loc[published["field"] == "result", "value"]
        ]
    return messages[:2]


def say_practices(practices: pd.DataFrame, areas: pd.DataFrame) -> list[KeyMessage]:
    """How many good practices there are on the focus areas."""
    fit = select_on_areas(practices, areas)
    if fit.empty:
        return []
    said = ngettext(
        "{n} good practice shows what a city did in the areas of this edition, with its sources "
        "and doubts.",
        "{n} good practices show what cities did in the areas of this edition, with their sources "
        "and doubts.",
        len(fit),
    )
    basis = _(
        "{cities} in {countries}",
        cities=count_cities(len(fit[["city", "country"]].drop_duplicates())),
        countries=counted(fit["country"].nunique(), "country", "countries"),
    )
    return [KeyMessage(str(len(fit)), said, basis, "good_practices", PRACTICES)]
