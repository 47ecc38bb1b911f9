"""The key messages of an edition: sentences that claim no more than their intervals support, each with its figure.

Processed tables in, messages out; how they are shown is in `cards`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from types import SimpleNamespace

import pandas as pd

from quire.text.words import counted, decimal, interval, listed, small
from studylib.data.perception import ALL_ANSWERS
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.element_findings import points
from studylib.statistics.intervals import check_confidence, estimate_mean

ACROSS = "../../across_editions"

MOST = 6
"""Messages that fit on one screen."""

LONGEST = 170
"""Letters of a published sentence that fit on a card; the page behind it has the rest."""

FEW = 3
"""As many things can be named together where they cannot be told apart; more of them are only counted."""


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes
    ----------
    figure
        What stands out, as text: a share, a score, a number.
    text
        The sentence.
    basis
        What it rests on: cities, interval, rule.
    page
        Name of the page of the edition that tells more.
    """

    figure: str
    text: str
    basis: str
    page: str


def intro(study: SimpleNamespace, found: pd.DataFrame) -> str:
    """Whose figures the messages are of."""
    if found.empty:
        return f"Nothing is known of the {study.year} edition that could be said in a sentence with its figure."
    if study.wave_year is None:
        return f"No survey of residents stands beside the {study.year} edition: its messages are what UCLG published, in words."
    return (
        f"Figures of cities are from a survey that asked residents in {study.wave_year}; UCLG's own study asked city governments. "
        "A city can be in both."
    )


def confidence_sentence(study: SimpleNamespace, confidence_pct: float) -> str:
    """At which level intervals stand."""
    return "" if study.wave_year is None else f"Intervals are at {confidence_pct:g} per cent."


def source_line(survey: str, study: SimpleNamespace, found: pd.DataFrame) -> str:
    """Whose figures the messages have: those of the survey, and what UCLG published where one of them is that."""
    if not found["basis"].str.contains("published").any():
        return survey
    return f"{survey} What UCLG published: {study.title}."


def as_frame(messages: Sequence[Message]) -> pd.DataFrame:
    """The messages that fit, one row each."""
    rows = [(each.figure, each.text, each.basis, each.page) for each in messages[:MOST]]
    return pd.DataFrame(rows, columns=["figure", "message", "basis", "page"])


def leaders(
    wide: pd.DataFrame, country: pd.Series, confidence_pct: float, sign: int = 1
) -> list[str]:
    """The column with the highest mean over cities, with all that cannot be told apart from it.

    Parameters
    ----------
    wide
        Cities in rows, what is compared in columns; one unit.
    country
        Country of each city.
    confidence_pct
        Coverage of all the comparisons together: each has its part of what is left (Bonferroni).
    sign
        1 for the highest, -1 for the lowest.

    Returns
    -------
    list
        The first one, then those whose mean difference to it, over cities that have both, has an interval that does not leave out zero
        (by country, `intervals.estimate_mean`), in the order of their means.

    >>> wide = pd.DataFrame({"a": [60.0, 62, 61], "b": [50.0, 51, 52], "c": [61.0, 61, 60]}, index=["x", "y", "z"])
    >>> leaders(wide, pd.Series(["X", "Y", "Z"], index=wide.index), 95)
    ['a', 'c']
    """
    order = list((sign * wide.mean()).sort_values(ascending=False, kind="stable").index)
    each_pct = 100 - (100 - check_confidence(confidence_pct)) / max(len(order) - 1, 1)
    first, kept = order[0], [order[0]]
    for other in order[1:]:
        difference = (sign * (wide[first] - wide[other])).dropna()
        if not estimate_mean(difference, country, each_pct).low > 0:
            kept.append(other)
    return [str(each) for each in kept]


def answers_messages(values: pd.DataFrame, confidence_pct: float) -> list[Message]:
    """Which items residents answer most and least favourably, on average over cities.

    Parameters
    ----------
    values
        As `situation.select_focus_values` gives them.
    confidence_pct
        Coverage of the intervals.
    """
    if values.empty:
        return []
    # shares of different bases are not set beside each other
    alike = values[values["base"] == ALL_ANSWERS]
    some = 0 < len(alike) < len(values)
    values = alike if some else values
    wide = values.pivot(index="city_code", columns="label", values="favourable_pct")  # noqa: PD010 - one figure a cell
    country = values.drop_duplicates("city_code").set_index("city_code")["country"]
    if wide.shape[1] < 2:
        return []
    named = wide.rename(columns=lambda label: f"‘{label}’")
    areas = list(dict.fromkeys(values["area"]))
    about = f" on {areas[0].lower()}" if len(areas) == 1 else ""
    among = f"Of the {wide.shape[1]} questions{about} with {'shares of all answers' if some else 'figures'} here, residents answer"
    words = ((1, f"{among} most favourably on"), (-1, f"{among} least favourably on"))
    return [_extreme(named, country, confidence_pct, sign, head, "%") for sign, head in words]


def scores_messages(scores: pd.DataFrame, confidence_pct: float) -> list[Message]:
    """How area scores are spread over cities, and which areas stand out where there are several.

    Parameters
    ----------
    scores
        As `area_scores.tabulate_scores` gives it.
    confidence_pct
        Coverage of the intervals.
    """
    if scores.empty:
        return []
    wide = scores.pivot(index="city_code", columns="area", values="score")  # noqa: PD010 - one score a cell
    if wide.shape[1] > 1:
        country = scores.drop_duplicates("city_code").set_index("city_code")["country"]
        words = ((1, "Scores are highest for"), (-1, "Scores are lowest for"))
        named = wide.rename(columns=str.lower)
        return [_extreme(named, country, confidence_pct, sign, head) for sign, head in words]
    area = str(wide.columns[0])
    low, middle, high = wide[area].quantile([0.25, 0.5, 0.75])
    text = f"{area}: the middle half of the cities has scores from {interval(low, high, 0)}, the median is {decimal(middle, 0)}."
    return [Message(f"{decimal(middle, 0)}", text, _cities(len(wide)), "situation")]


def _extreme(
    wide: pd.DataFrame,
    country: pd.Series,
    confidence_pct: float,
    sign: int,
    head: str,
    unit: str = "",
) -> Message:
    """The message on the first of several things, with those that cannot be told apart from it."""
    named = leaders(wide, country, confidence_pct, sign)
    found = estimate_mean(wide[named[0]], country, confidence_pct)
    mean = f"{decimal(found.mean, 0)} {'per cent of residents' if unit else 'points of 100'}, on average over cities"
    if len(named) == 1:
        text = f"{head} {named[0]}: {mean}."
    elif len(named) <= FEW:
        others = listed(f"{each} ({decimal(float(wide[each].mean()), 0)})" for each in named[1:])
        text = f"{head} {named[0]}: {mean}. When all are compared, {others} cannot be told apart from it."
    else:
        text = f"{head} {named[0]}: {mean}. When all are compared, {len(named) - 1} others cannot be told apart from it."
    ends = interval(found.low, found.high, 0)
    sure = f"interval {ends}" if ends else "no interval"
    return Message(
        f"{decimal(found.mean, 0)}{f' {unit}' if unit else ''}",
        text,
        f"{_cities(found.n)}, {sure}",
        "situation",
    )


def change_messages(
    changes: pd.DataFrame,
    study: SimpleNamespace,
    areas: pd.DataFrame,
    years: Mapping[str, int | None],
    in_part: Collection[str] = (),
) -> list[Message]:
    """How many concepts in focus moved in the same cities since the survey before, false discoveries held; or that none may be compared.

    Nothing where no survey stands beside an earlier edition.

    Parameters
    ----------
    changes
        As `family.Family.concepts`.
    study
        The later edition.
    areas
        The processed table: which areas are in focus.
    years
        The year of the survey of each edition.
    in_part
        Editions of which this copy has a part of the figures, as `comparability.count_known_in_part` gives them.
    """
    if study.id not in set(changes["after"]):
        return []
    focus = areas.loc[areas["in_focus"], "label"]
    own = changes[(changes["after"] == study.id) & changes["area"].isin(focus)]
    if own.empty:
        text = f"No question on {listed(each.lower() for each in focus)} was asked in the same way before, so no change is given."
        return [Message("–", text, "map of comparability", ACROSS)]
    return [
        _change(
            f"From {years[str(before)]} to {study.wave_year}",
            part,
            study.id in in_part or str(before) in in_part,
        )
        for before, part in own.groupby("before", sort=False)
    ]


def _change(span: str, part: pd.DataFrame, in_part: bool) -> Message:
    moved = part[part["moved"]]
    figure = f"{len(moved)} of {len(part)}"
    up, down = int((moved["within"] > 0).sum()), int((moved["within"] < 0).sum())
    areas = list(dict.fromkeys(part["area"]))
    about = f" on {areas[0].lower()}" if len(areas) == 1 else ""
    head = f"{span}, {len(moved)} of {counted(len(part), 'concept')}{about} that may be compared moved in the same cities"
    if in_part:
        head = (
            f"{span}: this copy has {counted(len(part), 'concept')} that may be compared, chosen by others, so how many moved in all "
            "cannot be said"
        )
    if moved.empty:
        text = f"{head}; none can be said to have changed."
    else:
        one = moved.assign(size=moved["within"].abs()).nlargest(1, "size").to_dict("records")[0]
        example = f"‘{one['label']}’ ({points(one['within'])} points, {interval(one['low'], one['high'], sign=True)})"
        text = f"{head}: {up} up, {down} down, among them {example}."
        if in_part:
            figure, text = points(one["within"]), f"{head}. One that moved is {example}."
    low, high = int(part["cities"].min()), int(part["cities"].max())
    cities = _cities(low) if low == high else f"{low} to {high} cities"
    held = f"{cities}, false discoveries held over all comparisons of editions"
    basis = held if moved.empty else f"{held}. {WHOLE_SURVEY.removesuffix('.')}"
    return Message("–" if in_part and moved.empty else figure, text, basis, ACROSS)


def published_messages(
    study: SimpleNamespace, published: pd.DataFrame, shares: pd.DataFrame
) -> list[Message]:
    """What UCLG published of its own study: shares of a known number of its cities, else its results in words."""
    messages = []
    clear = shares[shares["cities_n"].notna() & ~shares["statement"].duplicated(keep=False)]
    for row in clear.to_dict("records"):
        text = f"{decimal(row['share_pct'], 0)} per cent of the {row['base']} in UCLG's own study {small(row['statement'])}."
        messages.append(
            Message(
                f"{decimal(row['share_pct'], 0)} %",
                text,
                f"{decimal(row['cities_n'], 0)} cities, as published",
                "key_elements",
            )
        )
    if not messages:
        results = published.loc[published["field"] == "result", "value"]
        who = (
            counted(study.participants["cities"], "city", "cities")
            if study.participants["cities"]
            else "its cities"
        )
        basis = f"published in words, {who}"
        said = [
            shorten(f"{str(each).removesuffix('.')}.", LONGEST, placeholder=" …")
            for each in results
        ]
        messages = [Message("UCLG", each, basis, "index") for each in said]
    return messages[:2]


def practices_messages(practices: pd.DataFrame, areas: pd.DataFrame) -> list[Message]:
    """How many good practices there are on the focus areas."""
    focus = set(areas.loc[areas["in_focus"], "area"])
    fitting = [bool(focus & set(str(each).split())) for each in practices["areas"]]
    fit = practices[pd.Series(fitting, index=practices.index, dtype=bool)]
    if fit.empty:
        return []
    cities, countries = fit["city"].nunique(), fit["country"].nunique()
    text = f"{counted(len(fit), 'good practice')} on the subject of this edition can be read, each with its sources and doubts."
    basis = f"{counted(cities, 'city', 'cities')} in {counted(countries, 'country', 'countries')}"
    return [Message(str(len(fit)), text, basis, "good_practices")]


def _cities(number: int) -> str:
    return counted(number, "city", "cities")
